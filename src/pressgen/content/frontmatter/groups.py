"""Groups of front matter: people (authors, press contacts) and the lead picture."""

from __future__ import annotations

import re

from pressgen.content.frontmatter.keys import normal
from pressgen.content.frontmatter.values import Context, is_empty, plain_prose, plain_text, scalar, shown
from pressgen.content.yaml_tree import Mapping, Node, Scalar, Sequence
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
}

_URL = re.compile(r"(?:https?://[^\s/\\][^\s\\]*|/(?![/\\])[^\s\\]*)", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>\"'(),:;?&%]+@[^\s@<>\"'(),:;?&%]+")
_NO_PICTURE = frozenset(("true", "false", "yes", "no", "none"))


def authors(name: str, node: Node, context: Context) -> tuple[Person, ...]:
    """Authors: a text is one name, commas and all; several stand in a list."""
    people = (_author(name, item, context) for item in _each(node))
    return tuple(person for person in people if person is not None)


def contacts(name: str, node: Node, context: Context) -> tuple[str | Person, ...]:
    """Press contacts: a text is the key of a contact in the settings."""
    people = (
        scalar(name, item, context) if isinstance(item, Scalar) else _person(name, item, context)
        for item in _each(node)
    )
    return tuple(person for person in people if person is not None)


def picture(name: str, node: Node, context: Context) -> Picture | None:
    """The lead picture: a file, or a group with src, alt, caption and credit."""
    if isinstance(node, Scalar):
        if not node.quoted and node.text.casefold() in _NO_PICTURE:
            context.tell("image-invalid/word", node, name=name, value=node.text)
            return None
        return Picture(src=node.text.strip())
    if isinstance(node, Sequence):
        pictures = _each(node)
        context.tell("image-invalid/list", node, name=name)
        return None if isinstance(pictures[0], Sequence) else picture(name, pictures[0], context)
    values = _group(name, node, PICTURE_KEYS, context)
    if not values.get("src"):
        context.tell("image-invalid/file", node, name=name)
        return None
    alt, caption, credit = (plain_prose(values.get(key, "")) for key in ("alt", "caption", "credit"))
    return Picture(src=values["src"], alt=alt, caption=caption, credit=credit)


def _each(node: Node) -> tuple[Node, ...]:
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(each for each in nodes if not is_empty(each))


def _author(name: str, node: Node, context: Context) -> Person | None:
    if not isinstance(node, Scalar):
        return _person(name, node, context)
    person = Person(name=plain_text(node.text))
    if not person.name:
        context.tell("person-invalid/empty", node, name=name)
        return None
    return person


def _person(name: str, node: Node, context: Context) -> Person | None:
    if not isinstance(node, Mapping):
        context.tell("person-invalid/list", node, name=name)
        return None
    values = {key: plain_text(value) for key, value in _group(name, node, PERSON_KEYS, context).items()}
    if not values.get("name"):
        context.tell("person-invalid/name", node, name=name)
        return None
    if (url := values.get("url")) and not _URL.fullmatch(url):
        context.tell("person-invalid/url", node, value=shown(url))
        del values["url"]
    if (email := values.get("email")) and not _EMAIL.fullmatch(email):
        context.tell("person-invalid/email", node, value=shown(email))
        del values["email"]
    return Person(**values)


def _group(name: str, node: Mapping, keys: dict[str, tuple[str, ...]], context: Context) -> dict[str, str]:
    """The texts of a group by their own names; keys that it does not have are told and left out."""
    values: dict[str, str] = {}
    for key, value in node.entries:
        written = normal(key.text)
        own = next((own for own, all_names in keys.items() if written in map(normal, all_names)), "")
        if is_empty(value):
            continue
        if not own:
            context.tell("group-key-unknown", key, key=shown(key.text), name=name, known=", ".join(keys))
            continue
        text = scalar(f"{name}.{key.text}", value, context)
        if text is not None and values.setdefault(own, text) != text:
            context.tell("key-conflict/group", key, key=own, name=name)
    return values
