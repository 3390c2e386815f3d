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
            message = f"`{name}: {node.text}` does not name a picture."
            hint = "Write the picture's file, or leave the key out."
            context.tell("image-invalid", node, message, hint, "warning")
            return None
        return Picture(src=node.text.strip())
    if isinstance(node, Sequence):
        hint = f"Write one file, `{name}: hall.jpg`, and put further pictures into the text."
        pictures = _each(node)
        message = f"`{name}` must be one picture, but a list stands here; the first is taken."
        context.tell("image-invalid", node, message, hint, "warning")
        return None if isinstance(pictures[0], Sequence) else picture(name, pictures[0], context)
    values = _group(name, node, PICTURE_KEYS, context)
    if not values.get("src"):
        hint = "Name the picture's file as `src: hall.jpg`."
        context.tell("image-invalid", node, f"`{name}` has no file.", hint, "warning")
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
        context.tell(
            "person-invalid", node, f"A name in `{name}` is empty.", "Write the name, without HTML.", "warning"
        )
        return None
    return person


def _person(name: str, node: Node, context: Context) -> Person | None:
    if not isinstance(node, Mapping):
        hint = "Write each name on its own line after a dash and a blank."
        context.tell("person-invalid", node, f"A list within the list `{name}` stands here.", hint, "warning")
        return None
    values = {key: plain_text(value) for key, value in _group(name, node, PERSON_KEYS, context).items()}
    if not values.get("name"):
        hint = "Write `name: `, and if need be role, url, email, phone."
        context.tell("person-invalid", node, f"A person in `{name}` has no name and is left out.", hint, "warning")
        return None
    if (url := values.get("url")) and not _URL.fullmatch(url):
        message = f"“{shown(url)}” is not a web address; the name stands without it."
        context.tell("person-invalid", node, message, "Begin it with https://, or with / on this site.", "warning")
        del values["url"]
    if (email := values.get("email")) and not _EMAIL.fullmatch(email):
        message = f"“{shown(email)}” is not an e-mail address; the name stands without it."
        context.tell("person-invalid", node, message, "Write one address: press@example.org.", "warning")
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
            message = f"“{shown(key.text)}” is not known within `{name}` and is left out."
            context.tell("group-key-unknown", key, message, f"Known here: {', '.join(keys)}.", "notice")
            continue
        text = scalar(f"{name}.{key.text}", value, context)
        if text is not None and values.setdefault(own, text) != text:
            message = f"`{own}` is given twice within `{name}`, with different values."
            context.tell("key-conflict", key, message, "Keep one of them.")
    return values
