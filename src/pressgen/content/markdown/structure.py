"""The shape of a body after the sanitiser: its pieces, ids, heading levels and opening paragraph."""

from __future__ import annotations

import html
import re
from itertools import pairwise

Pieces = list[str]
"""Sanitised HTML parted at its tags: texts at even places, tags at odd ones."""

THEME_IDS = frozenset({"Main", "Tags", "Share", "Gallery"})
"""Ids that the page around a body has."""

# In attributes of sanitised HTML, < and > are entities.
_TAG = re.compile("(<[^>]*>)")
_ATTRIBUTE = re.compile(r'\s([^\s=">/]+)="([^"]*)"')
_ID = re.compile(r' (?=id=")id="([^"]*)"')
_NAME = re.compile(r"<(/?[a-z0-9]+)")
_HEADING = re.compile(r"</?h[1-6](?=[\s>])")
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
"""Elements without an end tag."""
VOID_TAGS = tuple(f"<{name}{end}" for name in sorted(VOID) for end in (">", " "))
"""How their tags begin."""
_NO_SLUG = re.compile(r"[^\w\s-]")
# The last one makes signs that might begin others.
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\u00a0", "&amp;": "&"}
_MANY_ENTITIES = 100
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_HIDDEN = frozenset({"vh", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
"""Classes that hide from the eye, in pressgen's theme and in others; without a sheet their words would be seen."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AFTER_NO_SPACE = tuple(",.;:!?)]»”…")


def in_pieces(clean: str) -> Pieces:
    """Part sanitised HTML at its tags; joining gives it back."""
    return _TAG.split(clean)


def name_of(tag: str) -> str:
    """The element of a start tag; of an end tag the name with its slash; "" where a tag was taken out."""
    match = _NAME.match(tag)
    return match.group(1) if match else ""


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag, values escaped so that they may stand in text as well."""
    # Sanitisers may leave < and > as they are in attributes, and captions are made of titles.
    return {name: value.replace("<", "&lt;").replace(">", "&gt;") for name, value in _ATTRIBUTE.findall(tag)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """A start tag; the values are escaped already."""
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"


def is_hidden(tag: str) -> bool:
    """Whether a start tag opens an element that is there for screen readers only."""
    found = _CLASSES.search(tag)
    return found is not None and not _HIDDEN.isdisjoint(found[1].split())


def decoded(text: str) -> str:
    """The characters of the text between tags of sanitised HTML, whose entities are few."""
    count = text.count("&")
    # Millions of them would take seconds one by one, but with a few this takes longer.
    if count > _MANY_ENTITIES and count == sum(map(text.count, _ENTITIES)):
        for entity, character in _ENTITIES.items():
            text = text.replace(entity, character)
        return text
    return html.unescape(text) if count else text


def plain(pieces: Pieces) -> str:
    """The text of pieces, entities decoded, blanks collapsed; numbers of footnotes are no text."""
    words: list[str] = []
    skipped = False
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            words.append("" if skipped else piece)
        elif piece.startswith('<sup id="fnref'):
            skipped = True
        elif piece == "</sup>":
            skipped = False
        elif piece == "<br>":
            words.append(" ")
    text = decoded("".join(words))
    if "  " in text or not text.isprintable():
        text = _BLANKS.sub(" ", text)
    return text.strip(" ")


def depth(pieces: Pieces) -> int:
    """How many elements stand in one another at the deepest place."""
    open_now = deepest = 0
    for tag in pieces[1::2]:
        if tag.startswith("</"):
            open_now -= 1
        elif not tag.startswith(VOID_TAGS):
            open_now += 1
            if open_now > deepest:
                deepest = open_now
    return deepest


def set_ids(pieces: Pieces) -> None:
    """Keep the first of each id and none of the theme's; the `name` of a link becomes its id."""
    ids = set(THEME_IDS)
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if ' id="' not in tag and ' name="' not in tag:
            continue
        attributes = attributes_of(tag)
        name = attributes.pop("name", "")
        anchor = "-".join(attributes.pop("id", name).split())
        if anchor and not anchor.startswith("_") and anchor not in ids:
            ids.add(anchor)
            attributes = {"id": anchor, **attributes}
        pieces[at] = start_tag(name_of(tag), attributes)


def anchors(tags: str) -> tuple[str, ...]:
    """The ids of all elements, decoded, in order."""
    return tuple(map(html.unescape, _ID.findall(tags)))


def set_headings(pieces: Pieces) -> None:
    """Headings from h2 down, none more than one below the one before, each with an id; empty ones go."""
    tags = pieces[1::2]
    ids = set(anchors("".join(tags)))
    numbers: dict[str, int] = {}
    above: list[str] = []
    closing: list[str] = []
    headings = (number for number, tag in enumerate(tags) if tag.startswith(("<h", "</h")) and _HEADING.match(tag))
    places = [2 * number + 1 for number in headings]
    for at, end in pairwise([*places, len(pieces)]):
        name = pieces[at][1:3]
        if name.startswith("/"):
            pieces[at] = closing.pop() if closing else ""
            continue
        text = plain(pieces[at + 1 : end])
        if not text and not any(tag.startswith("<img") for tag in pieces[at + 2 : end : 2]):
            closing.append("")
            pieces[at] = ""
            continue
        # What counts is how headings are nested, not which levels were chosen for their size.
        while above and above[-1] >= name:
            above.pop()
        above.append(name)
        attributes = attributes_of(pieces[at])
        if "id" not in attributes:
            attributes = {"id": _new_id(text, ids, numbers), **attributes}
        name = f"h{min(len(above) + 1, 6)}"
        closing.append(f"</{name}>")
        pieces[at] = start_tag(name, attributes)


def opening(clean: str) -> tuple[str, str]:
    """Plain text of the first top-level paragraph with words, and its HTML if the body begins with it.

    What is struck out is no part of the text; a paragraph with such words is never one that only repeats others.
    """
    depth = 0
    for match in _TAG.finditer(clean):
        name = name_of(match.group())
        if name.startswith("/"):
            depth -= 1
            continue
        if name == "p" and depth == 0 and not is_hidden(match.group()):
            end = clean.index("</p>", match.end())
            pieces = in_pieces(clean[match.end() : end])
            shown = _current(pieces)
            if text := plain(shown):
                begins = shown is pieces and not clean[: match.start()].strip()
                return text, clean[match.start() : end + len("</p>")] if begins else ""
        depth += name not in VOID
    return "", ""


def _current(pieces: Pieces) -> Pieces:
    """The pieces without what is struck out or for screen readers only; the same object if nothing is."""
    if not any(map(_is_passed_over, pieces[1::2])):
        return pieces
    visible: Pieces = []
    depth = 0
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            visible.append("" if depth else piece)
            continue
        if depth:
            depth += -1 if piece.startswith("</") else not piece.startswith(VOID_TAGS)
            if not depth and pieces[at + 1].startswith(_AFTER_NO_SPACE):
                last = next((place for place in range(at - 1, 0, -2) if visible[place]), 0)
                visible[last] = visible[last].rstrip(" ")
        elif _is_passed_over(piece) and not piece.startswith(VOID_TAGS):
            depth = 1
        visible.append("" if depth else piece)
    return visible


def _is_passed_over(tag: str) -> bool:
    return tag.startswith(("<del>", "<del ", "<s>", "<s ")) or is_hidden(tag)


def _new_id(text: str, ids: set[str], numbers: dict[str, int]) -> str:
    slug = "-".join(_NO_SLUG.sub("", text).lower().replace("-", " ").split()).strip("-_")
    # Selectors of style sheets and scripts cannot begin with a digit.
    if not slug[:1].isalpha():
        slug = f"section-{slug}".rstrip("-")
    name = slug
    count = numbers.get(slug, 0)
    while name in ids:
        count += 1
        name = f"{slug}-{count}"
    numbers[slug] = count
    ids.add(name)
    return name
