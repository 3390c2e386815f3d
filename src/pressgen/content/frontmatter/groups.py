"""Groups of front matter: people (authors, press contacts) and the lead picture."""

from __future__ import annotations

import re

from msgspec import structs

from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.values import Context, is_empty, plain_prose, plain_text, scalar
from pressgen.content.yaml_tree import Mapping, Node, Scalar, Sequence
from pressgen.errors import shorten
from pressgen.model import Person, Picture

PERSON_KEYS: dict[str, tuple[str, ...]] = {
    "name": ("name", "display_name", "full_name"),
    "role": ("role", "title", "position", "job", "job_title"),
    "url": ("url", "website", "homepage", "link"),
    "email": ("email", "mail"),
    "phone": ("phone", "tel", "telephone"),
}
PICTURE_KEYS: dict[str, tuple[str, ...]] = {
    "src": ("src", "path", "url", "file"),
    "alt": ("alt",),
    "caption": ("caption",),
    "credit": ("credit",),
    "copyright": ("copyright", "copyright_notice"),
    "licence": ("licence", "license", "terms", "usage_terms"),
}
PICTURE_TEXTS = ("alt", "caption", "credit", "copyright", "licence")
"""The keys of a picture that are texts; each can also be written as `image_alt` and the like."""

# Browsers read //host, and a backslash for a slash, as another site.
URL = re.compile(r"(?:https?://[^\s/\\][^\s\\]*|/(?![/\\])[^\s\\]*)", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>\"'(),:;?&%]+@[^\s@<>\"'(),:;?&%]+")
_FLAG_WORDS = frozenset(("true", "false", "yes", "no", "none"))


def authors(name: str, node: Node, context: Context) -> tuple[Person, ...]:
    """Authors: text is one name, several are a list."""
    # A comma does not separate names: “Naruse, Yui” is one.
    people = (_author(name, item, context) for item in _items(node))
    return tuple(person for person in people if person is not None)


def contacts(name: str, node: Node, context: Context) -> tuple[str | Person, ...]:
    """Press contacts: text is the key of a contact in the settings, a group is a person."""
    people = (
        scalar(name, item, context) if isinstance(item, Scalar) else _person(name, item, context)
        for item in _items(node)
    )
    return tuple(person for person in people if person is not None)


def picture(name: str, node: Node, context: Context) -> Picture | None:
    """The lead picture: a file, or a group with its file and texts."""
    if isinstance(node, Scalar):
        if not node.quoted and node.text.casefold() in _FLAG_WORDS:
            context.report("image-invalid/word", node, name=name, value=node.text)
            return None
        return Picture(src=node.text.strip())
    if isinstance(node, Sequence):
        pictures = _items(node)
        context.report("image-invalid/list", node, name=name)
        return None if isinstance(pictures[0], Sequence) else picture(name, pictures[0], context)
    values = read_group(name, node, PICTURE_KEYS, context)
    if not values.get("src"):
        context.report("image-invalid/file", node, name=name)
        return None
    texts = {key: plain_prose(values.get(key, "")) for key in PICTURE_TEXTS}
    return structs.replace(Picture(src=values["src"]), **texts)


def _items(node: Node) -> tuple[Node, ...]:
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in nodes if not is_empty(item))


def _author(name: str, node: Node, context: Context) -> Person | None:
    if not isinstance(node, Scalar):
        return _person(name, node, context)
    person = Person(name=plain_text(node.text))
    if not person.name:
        context.report("person-invalid/empty", node, name=name)
        return None
    return person


def _person(name: str, node: Node, context: Context) -> Person | None:
    if not isinstance(node, Mapping):
        context.report("person-invalid/list", node, name=name)
        return None
    values = {key: plain_text(value) for key, value in read_group(name, node, PERSON_KEYS, context).items()}
    if not values.get("name"):
        context.report("person-invalid/name", node, name=name)
        return None
    if (url := values.get("url")) and not URL.fullmatch(url):
        context.report("person-invalid/url", node, value=shorten(url))
        del values["url"]
    if (email := values.get("email")) and not EMAIL.fullmatch(email):
        context.report("person-invalid/email", node, value=shorten(email))
        del values["email"]
    return Person(**values)


def read_group(name: str, node: Mapping, keys: dict[str, tuple[str, ...]], context: Context) -> dict[str, str]:
    """The texts of a group by canonical key; unknown keys are reported and left out."""
    canonical_keys = {comparable(name): key for key, names in keys.items() for name in names}
    values: dict[str, str] = {}
    for key, value in node.entries:
        canonical = canonical_keys.get(comparable(key.text), "")
        if is_empty(value):
            continue
        if not canonical:
            context.report("group-key-unknown", key, key=shorten(key.text), name=name, known=", ".join(keys))
            continue
        text = scalar(f"{name}.{key.text}", value, context)
        if text is not None and values.setdefault(canonical, text) != text:
            context.report("key-conflict/group", key, key=canonical, name=name)
    return values
