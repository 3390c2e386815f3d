"""Groups of front matter: people (authors, press contacts) and the lead picture."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import structs

from pressgen.content.dates import end_of
from pressgen.content.frontmatter.keys import comparable, is_foreign
from pressgen.content.frontmatter.values import Context, is_empty, moment, plain_prose, plain_text, scalar
from pressgen.content.frontmatter.withholding import flatten, parse_flag
from pressgen.content.text.foreign import path_of
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import shorten
from pressgen.model import Consent, Person, Picture

PERSON_KEYS: dict[str, tuple[str, ...]] = {
    "name": ("name", "display_name", "full_name"),
    "role": ("role", "title", "position", "job", "job_title"),
    "url": ("url", "website", "homepage", "link"),
    "email": ("email", "mail"),
    "phone": ("phone", "tel", "telephone"),
}
PICTURE_KEYS: dict[str, tuple[str, ...]] = {
    "src": ("src", "path", "url", "file", "image", "feature"),
    "alt": ("alt",),
    "caption": ("caption",),
    "credit": ("credit",),
    "copyright": ("copyright", "copyright_notice"),
    "licence": ("licence", "license", "terms", "usage_terms"),
    "consent": ("consent", "согласие", "rozilik", "розилик"),
}
GALLERY_KEYS: dict[str, tuple[str, ...]] = PICTURE_KEYS | {
    "src": ("src", "path", "file", "image", "image_path"),
    "caption": ("caption", "title"),
}
CONSENT_KEYS: dict[str, tuple[str, ...]] = {
    "until": ("until", "end", "ends", "expires", "valid_until"),
    "reference": ("reference", "ref", "number"),
}
PICTURE_TEXTS = ("alt", "caption", "credit", "copyright", "licence")
"""The keys of a picture that are texts; each can also be written as `image_alt` and the like."""
_CONSENT_NAMES = frozenset(map(comparable, PICTURE_KEYS["consent"]))

# Browsers read //host, and a backslash for a slash, as another site.
_URL = re.compile(r"(?:https?://[^\s/\\][^\s\\]*|/(?![/\\])[^\s\\]*)", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>\"'(),:;?&%]+@[^\s@<>\"'(),:;?&%]+")
_FLAG_WORDS = frozenset(("true", "false", "yes", "no", "none"))


def is_link(text: str) -> bool:
    """Whether a text is a path on this site, or a web address with a host and a port that there can be."""
    if not _URL.fullmatch(text):
        return False
    try:
        address = urlsplit(text)
        return text.startswith("/") or (bool(address.hostname) and address.port != 0)
    except ValueError:  # http://[, https://a.b:99999/
        return False


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
        return Picture(src=path_of(node.text.strip()))
    if isinstance(node, Sequence):
        pictures = _items(node)
        context.report("image-invalid/list", node, name=name)
        return None if isinstance(pictures[0], Sequence) else picture(name, pictures[0], context)
    return _picture(name, node, PICTURE_KEYS, context)


def gallery(name: str, node: Node, context: Context) -> tuple[Picture, ...]:
    """Further pictures: files, folders of them, or groups as for the lead picture."""
    pictures: list[Picture] = []
    for item in _items(node):
        if isinstance(item, Sequence):
            context.report("text-expected/list", item, name=name)
        elif isinstance(item, Mapping):
            picture = _picture(name, item, GALLERY_KEYS, context)
            pictures += [picture] if picture else []
        elif not item.quoted and item.text.casefold() in _FLAG_WORDS:
            context.report("image-invalid/word", item, name=name, value=item.text)
        else:
            pictures.append(Picture(src=path_of(item.text.strip()), line=item.line))
    return tuple(pictures)


def _picture(name: str, node: Mapping, keys: dict[str, tuple[str, ...]], context: Context) -> Picture | None:
    entries = [(key, value) for key, value in node.entries if comparable(key.text) not in _CONSENT_NAMES]
    values = read_group(name, Mapping(tuple(entries), node.line, node.column), keys, context)
    if not values.get("src"):
        # Templates for new posts have `image: ""` and an empty caption, to be filled in.
        is_unfilled = any(comparable(key.text) in keys["src"] and is_empty(value) for key, value in node.entries)
        # Others, such as `image: {caption: "", preview_only: false}`, say how a picture beside the text is to look.
        is_look = all(is_empty(value) or parse_flag(flatten(value)) is not None for _, value in node.entries)
        if not (is_unfilled or is_look) or any(values.get(key) for key in PICTURE_TEXTS):
            context.report("image-invalid/file", node, name=name)
        return None
    texts = {key: plain_prose(values.get(key, "")) for key in PICTURE_TEXTS}
    given = [value for key, value in node.entries if comparable(key.text) in _CONSENT_NAMES and not is_empty(value)]
    consent = _consent(f"{name}.consent", given[0], context) if given else None
    return structs.replace(Picture(src=path_of(values["src"]), line=node.line, consent=consent), **texts)


def _consent(name: str, node: Node, context: Context) -> Consent | None:
    """A consent: its last day, or a group with this and a reference."""
    values = read_group(name, node, CONSENT_KEYS, context) if isinstance(node, Mapping) else {}
    until = values.get("until") or (node.text.strip() if isinstance(node, Scalar) else "")
    if not until:
        context.report("consent-invalid", node, name=name)
        return None
    last = moment(name, until, node, context)
    reference = plain_text(values.get("reference", ""))
    end = end_of(last, context.zone) if last else None
    return Consent(until=last, end=end, reference=reference, line=node.line) if last else None


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
    names = {comparable(key.text) for key, value in node.entries if not is_empty(value)}
    # Docusaurus has people in a file of their own, by keys.
    is_named = not names.isdisjoint(map(comparable, PERSON_KEYS["name"]))
    keys = PERSON_KEYS if is_named else PERSON_KEYS | {"name": ("key",)}
    values = {key: plain_text(value) for key, value in read_group(name, node, keys, context).items()}
    if not values.get("name"):
        context.report("person-invalid/name", node, name=name)
        return None
    if (url := values.get("url")) and not is_link(url):
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
        if not canonical and is_foreign(f"{name}_{key.text}"):
            continue
        if not canonical:
            context.report("group-key-unknown", key, key=shorten(key.text), name=name, known=", ".join(keys))
            continue
        text = scalar(f"{name}.{key.text}", value, context)
        if text is not None and values.setdefault(canonical, text) != text:
            # Another picture, or other words for it, tells nobody what is not for them.
            problem = "key-conflict/picture" if "src" in keys else "key-conflict/group"
            context.report(problem, key, key=canonical, name=name)
    return values
