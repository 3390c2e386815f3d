"""The shape of a body after the sanitiser: its pieces, ids, heading levels and opening paragraph."""

from __future__ import annotations

import html
import re

from pressgen.content.hidden import is_hidden

Pieces = list[str]
"""Sanitised HTML parted at its tags: texts at even places, tags at odd ones."""

THEME_IDS = frozenset({"Main", "Tags", "Share"})
"""Ids that the page around a body has."""

_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_ATTRIBUTE = re.compile(r'\s([^\s=">/]+)="([^"]*)"')
_NAME = re.compile(r"<(/?[a-z0-9]+)")
_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])")
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
"""Elements without an end tag."""
_VOID_TAGS = tuple(f"<{name}{end}" for name in sorted(VOID) for end in (">", " "))
_NO_SLUG = re.compile(r"[^\w\s-]")
_BETWEEN_WORDS = re.compile(r"[-\s]+")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AFTER_NO_BLANK = tuple(",.;:!?)]»”…")
_UNEVEN = ("  ", "\n", "\t", "\r", "\f")


def in_pieces(clean: str) -> Pieces:
    """Part sanitised HTML at its tags; joining gives it back."""
    return _TAG.split(clean)


def name_of(tag: str) -> str:
    """The element of a start tag; of an end tag the name with its slash; "" where a tag was taken out."""
    found = _NAME.match(tag)
    return found.group(1) if found else ""


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag, values escaped so that they may stand in text as well."""
    # Sanitisers may leave < and > as they are in attributes, and captions are made of titles.
    return {name: value.replace("<", "&lt;").replace(">", "&gt;") for name, value in _ATTRIBUTE.findall(tag)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """A start tag; the values are escaped already."""
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"


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
    text = html.unescape("".join(words))
    if any(blanks in text for blanks in _UNEVEN):
        text = _BLANKS.sub(" ", text)
    return text.strip(" ")


def depth(pieces: Pieces) -> int:
    """How many elements stand in one another at the deepest place."""
    open_now = deepest = 0
    for tag in pieces[1::2]:
        if tag.startswith("</"):
            open_now -= 1
        elif not tag.startswith(_VOID_TAGS):
            open_now += 1
            if open_now > deepest:
                deepest = open_now
    return deepest


def set_ids(pieces: Pieces) -> None:
    """Keep the first of each id and none of the theme's; the `name` of a link becomes its id."""
    seen = set(THEME_IDS)
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if ' id="' not in tag and ' name="' not in tag:
            continue
        attributes = attributes_of(tag)
        name = attributes.pop("name", "")
        wanted = "-".join(attributes.pop("id", name).split())
        if wanted and not wanted.startswith("_") and wanted not in seen:
            seen.add(wanted)
            attributes = {"id": wanted, **attributes}
        pieces[at] = start_tag(name_of(tag), attributes)


def anchors(pieces: Pieces) -> tuple[str, ...]:
    """The ids of all elements, decoded, in order."""
    return tuple(html.unescape(attributes_of(tag)["id"]) for tag in pieces[1::2] if ' id="' in tag)


def set_headings(pieces: Pieces) -> None:
    """Headings from h2 down, none more than one below the one before, each with an id; empty ones go."""
    taken = set(anchors(pieces))
    numbers: dict[str, int] = {}
    above: list[int] = []
    closing: list[str] = []
    for at in range(1, len(pieces), 2):
        if not pieces[at].startswith(("<h", "</h")) or not (found := _HEADING.match(pieces[at])):
            continue
        if found.group(1):
            pieces[at] = closing.pop() if closing else ""
            continue
        end = _next_heading_tag(pieces, at)
        text = plain(pieces[at + 1 : end])
        if not text and not any(tag.startswith("<img") for tag in pieces[at + 2 : end : 2]):
            closing.append("")
            pieces[at] = ""
            continue
        level = int(found.group(2))
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        attributes = attributes_of(pieces[at])
        if "id" not in attributes:
            attributes = {"id": html.escape(_new_id(text, taken, numbers)), **attributes}
        name = f"h{min(len(above) + 1, 6)}"
        closing.append(f"</{name}>")
        pieces[at] = start_tag(name, attributes)


def opening(clean: str) -> tuple[str, str]:
    """Plain text of the first top-level paragraph with words, and its HTML if the body begins with it.

    What is struck out is no part of the text; a paragraph with such words is never one that only repeats others.
    """
    depth = 0
    for found in _TAG.finditer(clean):
        name = name_of(found.group())
        if name.startswith("/"):
            depth -= 1
            continue
        if name == "p" and depth == 0 and not is_hidden(found.group()):
            end = next(tag.start() for tag in _TAG.finditer(clean, found.end()) if tag.group() == "</p>")
            pieces = in_pieces(clean[found.end() : end])
            shown = _current(pieces)
            if text := plain(shown):
                begins = shown is pieces and not clean[: found.start()].strip()
                return text, clean[found.start() : end + len("</p>")] if begins else ""
        depth += name not in VOID
    return "", ""


def _current(pieces: Pieces) -> Pieces:
    """The pieces without what is struck out or for screen readers only; the same object if nothing is."""
    if not any(map(_is_passed_over, pieces[1::2])):
        return pieces
    kept: Pieces = []
    depth = 0
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            kept.append("" if depth else piece)
            continue
        if depth:
            depth += -1 if piece.startswith("</") else not piece.startswith(_VOID_TAGS)
            if not depth and pieces[at + 1].startswith(_AFTER_NO_BLANK):
                last = max((place for place in range(0, len(kept), 2) if kept[place]), default=0)
                kept[last] = kept[last].rstrip(" ")
        elif _is_passed_over(piece) and not piece.startswith(_VOID_TAGS):
            depth = 1
        kept.append("" if depth else piece)
    return kept


def _is_passed_over(tag: str) -> bool:
    return tag.startswith(("<del>", "<del ", "<s>", "<s ")) or is_hidden(tag)


def _next_heading_tag(pieces: Pieces, at: int) -> int:
    for end in range(at + 2, len(pieces), 2):
        if _HEADING.match(pieces[end]):
            return end
    return len(pieces)


def _new_id(text: str, taken: set[str], numbers: dict[str, int]) -> str:
    slug = _BETWEEN_WORDS.sub("-", _NO_SLUG.sub("", text).strip().lower()).strip("-_")
    if not slug[:1].isalpha():
        slug = f"section-{slug}".rstrip("-")
    wanted = slug
    count = numbers.get(slug, 0)
    while wanted in taken:
        count += 1
        wanted = f"{slug}-{count}"
    numbers[slug] = count
    taken.add(wanted)
    return wanted
