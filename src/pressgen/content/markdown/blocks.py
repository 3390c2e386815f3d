"""Figures, tables, code blocks and footnotes of a sanitised body, made ready to be read by everyone."""

from __future__ import annotations

import html
import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from pressgen.content.markdown.rendering import MEDIA
from pressgen.content.markdown.structure import VOID, Pieces, anchors, attributes_of, name_of, plain, start_tag

_SIDES = frozenset({"left", "right", "center"})


def drop_empty_paragraphs(pieces: Pieces) -> None:
    """Paragraphs without anything but spaces, which parsing and word processors leave around blocks, go.

    Of an empty line of a word processor Pandoc makes a backslash.
    """
    for at in range(1, len(pieces) - 2, 2):
        if (
            pieces[at] == "<p>"
            and pieces[at + 2] == "</p>"
            and not pieces[at + 1].replace("&nbsp;", "").strip("\\ \t\n")
        ):
            pieces[at] = pieces[at + 1] = pieces[at + 2] = ""


def set_lone_images(pieces: Pieces) -> None:
    """A picture that was written as HTML in a line of its own gets the paragraph that one in Markdown has."""
    depth = 0
    at = 1
    while at < len(pieces):
        tag = pieces[at]
        if depth == 0 and (tag.startswith("<img") or (tag.startswith("<a ") and pieces[at + 2].startswith("<img"))):
            end = at if tag.startswith("<img") else at + 4
            if end < len(pieces) and (end == at or pieces[end] == "</a>"):
                pieces[at] = f"<p>{tag}" if end > at else f"<p>{tag}</p>"
                pieces[end] += "</p>" if end > at else ""
                at = end + 2
                continue
        if tag.startswith("</"):
            depth -= 1
        elif name_of(tag) not in VOID:
            depth += 1
        at += 2


def set_figures(pieces: Pieces, photos: Set[str] = frozenset()) -> None:
    """Pictures that have nothing but pictures beside them become figures; their titles become the captions.

    One alone in its paragraph always does, linked or not. Several photos in a paragraph are a gallery. Any others in a
    paragraph, and those in a list item or a table cell, do if one of them has a title: without captions they may as
    well stay side by side. `photos` are the marks of those targets that are photos.
    """
    inside = 0
    at = 1
    while at < len(pieces) - 2:
        tag = pieces[at]
        name = name_of(tag)
        if name in ("figure", "/figure"):
            inside += 1 if name == "figure" else -1
        elif name in _HOLDERS and (pictures := _only_pictures(pieces, at, name)):
            end = pictures[-1].end
            has_captions = any(_CAPTION.search(pieces[each.image]) or MEDIA in pieces[each.image] for each in pictures)
            if inside:
                _set_players(pieces, pictures)
                if name == "p":
                    pieces[at] = pieces[end] = ""
            elif name == "p" and _is_gallery(pieces, at, pictures, photos):
                _set_gallery(pieces, at, pictures)
            elif has_captions or (name == "p" and len(pictures) == 1):
                attributes = attributes_of(tag) if name == "p" else {}
                if name == "p":
                    _open_paragraph(pieces, at, end)
                # From the last on: what is put before the next one comes before its figure.
                for number, picture in reversed([*enumerate(pictures)]):
                    _set_figure(pieces, picture, attributes if number == 0 else {})
            at = end
        at += 2


_CAPTION = re.compile(' (?:title|credit)="')
GALLERY = "gallery"
"""The class of a gallery."""
TILE = "tile"
"""The class of a picture in a gallery, which is smaller than one that has a line of its own."""
_HOLDERS = frozenset({"p", "li", "td", "th", "dd"})


class _Picture(NamedTuple):
    """The pieces of a picture: where it and its link begin, itself, where they end, and the end of what it is in."""

    first: int
    image: int
    last: int
    end: int


def _only_pictures(pieces: Pieces, holder: int, name: str) -> list[_Picture]:
    """The pictures of an element that holds nothing else, or an empty list."""
    places: list[tuple[int, int, int]] = []
    at = holder
    while not pieces[at + 1].strip():
        at += 2
        if at >= len(pieces):
            return []
        if pieces[at] == f"</{name}>":
            return [_Picture(*place, at) for place in places]
        if pieces[at].startswith("<img"):
            places.append((at, at, at))
        elif _is_remote(pieces[at]):
            pass
        elif pieces[at].startswith("<a") and at + 4 < len(pieces) and pieces[at + 2].startswith("<img"):
            if pieces[at + 4] != "</a>" or pieces[at + 1].strip() or pieces[at + 3].strip():
                return []
            places.append((at, at + 2, at + 4))
            at += 4
        elif pieces[at] != "<br>":
            return []
    return []


def _is_remote(piece: str) -> bool:
    """Whether a piece is the link that stands for a picture on another site."""
    return piece.startswith("<a ") and piece.endswith("</a>")


def _set_players(pieces: Pieces, pictures: list[_Picture]) -> None:
    """Film and sound that have a place of their own show all that belongs to them."""
    for picture in pictures:
        pieces[picture.image] = pieces[picture.image].replace(f'{MEDIA}="inline"', f'{MEDIA}="block"')


def _open_paragraph(pieces: Pieces, at: int, end: int) -> None:
    """Take away the paragraph around pictures; a link beside them gets one of its own."""
    pieces[at] = pieces[end] = ""
    for place in range(at, end, 2):
        if _is_remote(pieces[place]):
            pieces[place] = f"<p>{pieces[place]}</p>"


def _is_gallery(pieces: Pieces, holder: int, pictures: list[_Picture], photos: Set[str]) -> bool:
    """Whether pictures are photos of which none is a link, and nothing else is in their paragraph."""
    if any(map(_is_remote, pieces[holder : pictures[-1].end : 2])):
        return False
    if len(pictures) == 1 or any(picture.first != picture.image for picture in pictures):
        return False
    return all(attributes_of(pieces[picture.image]).get("src", "") in photos for picture in pictures)


def _set_gallery(pieces: Pieces, holder: int, pictures: list[_Picture]) -> None:
    """Make a paragraph of pictures a gallery, in which each is a figure."""
    attributes = attributes_of(pieces[holder])
    attributes["class"] = f"{GALLERY} {attributes.get('class', '')}".strip()
    pieces[holder], pieces[pictures[-1].end] = start_tag("div", attributes), "</div>"
    for picture in reversed(pictures):
        tag = attributes_of(pieces[picture.image])
        tag["class"] = f"{TILE} {tag.get('class', '')}".strip()
        pieces[picture.image] = start_tag("img", tag)
        _set_figure(pieces, picture, {})


def _set_figure(pieces: Pieces, picture: _Picture, attributes: dict[str, str]) -> None:
    _set_players(pieces, [picture])
    of_image = attributes_of(pieces[picture.image])
    title, credit = (of_image.pop(name, "").strip() for name in ("title", "credit"))
    pieces[picture.image] = start_tag("img", of_image)
    pieces[picture.first] = start_tag("figure", attributes) + pieces[picture.first]
    after = picture.last + 2
    if pieces[after] == "<br>":
        pieces[after] = ""
    if title or credit:
        pieces[picture.last] += "<figcaption>"
        pieces[picture.last + 1] = f"{title} <span>{credit}</span>".lstrip() if credit else title
        pieces[after] = f"</figcaption></figure>{pieces[after]}"
    else:
        pieces[picture.last] += "</figure>"


def set_tables(pieces: Pieces) -> None:
    """Tables scroll in a box that the keyboard reaches; their header cells say what they head."""
    # A table within a table scrolls with it, and one stop of the keyboard is enough for both.
    depth = row = 0
    in_head = False
    for at in range(1, len(pieces), 2):
        name = name_of(pieces[at])
        if name == "table":
            depth += 1
            row = 0
            if depth == 1:
                pieces[at] = f'<div class="scroll" role="group" tabindex="0"{_label(pieces, at)}>{pieces[at]}'
        elif name == "/table":
            depth -= 1
            pieces[at] += "" if depth else "</div>"
        elif name in ("thead", "/thead"):
            in_head = name == "thead" and not _drop_empty_head(pieces, at)
        elif name == "tr":
            row += 1
        elif name in ("td", "th"):
            _set_cell(pieces, at, name, "col" if in_head or row == 1 else "row")


_EMPTY_HEAD = ("<thead>", "</thead>", "<tr>", "</tr>", "<th>", "<th align=", "<th style=", "</th>", "<th scope=")


def _drop_empty_head(pieces: Pieces, at: int) -> bool:
    """Whether the head of a table had no words, and is gone: Markdown has no other way to write a table without one."""
    end = pieces.index("</thead>", at)
    head = pieces[at : end + 1]
    if "".join(head[1::2]).strip() or not all(tag.startswith(_EMPTY_HEAD) for tag in head[::2]):
        return False
    pieces[at : end + 1] = [""] * len(head)
    return True


def _label(pieces: Pieces, table: int) -> str:
    if table + 2 >= len(pieces) or not pieces[table + 2].startswith("<caption"):
        return ""
    caption = plain(pieces[table + 3 : pieces.index("</caption>", table)])
    return f' aria-label="{html.escape(caption)}"' if caption else ""


def _set_cell(pieces: Pieces, at: int, name: str, scope: str) -> None:
    if name == "th" and pieces[at + 2 : at + 3] == ["</th>"] and not pieces[at + 1].strip():
        # A header without words heads nothing; screen readers would announce it all the same.
        name, pieces[at + 2] = "td", "</td>"
    pieces[at] = _cell_tag(name, pieces[at], scope)


@lru_cache(maxsize=64)
def _cell_tag(name: str, tag: str, scope: str) -> str:
    attributes = attributes_of(tag)
    side = attributes.pop("align", "").lower()
    if side in _SIDES:
        attributes["class"] = f"{attributes.get('class', '')} {side}".strip()
    if name == "th":
        attributes.setdefault("scope", scope)
    else:
        attributes.pop("scope", None)
    return start_tag(name, attributes)


def set_code_blocks(pieces: Pieces) -> None:
    """Code blocks, which may be wider than the page, can be reached and scrolled by the keyboard."""
    for at in range(1, len(pieces), 2):
        if pieces[at] == "<pre>" or pieces[at].startswith("<pre "):
            pieces[at] = pieces[at][:-1] + ' tabindex="0">'


def set_notes(pieces: Pieces) -> tuple[str, ...]:
    """Footnotes, the ways to them and back are named for screen readers (DPUB-ARIA 1.1).

    Notes that the text never mentions lose their way back; their labels are returned.
    """
    ids = set(anchors("".join(pieces[1::2])))
    unused = []
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if tag == '<div class="footnote">':
            pieces[at] = '<div class="footnote" role="doc-endnotes">'
        elif tag.startswith("<a ") and 'class="footnote-' in tag:
            attributes = attributes_of(tag)
            goal = "-".join(html.unescape(attributes.get("href", "")).split())
            if attributes["class"] == "footnote-ref":
                attributes["role"] = "doc-noteref"
            elif attributes["class"] == "footnote-backref" and goal[1:] in ids:
                attributes["role"] = "doc-backlink"
                # The arrow is for the eye; its words are read out and hidden by the theme's class.
                spoken = attributes.pop("title", "")
                pieces[at + 1] = f'<span aria-hidden="true">{pieces[at + 1]}</span><span class="vh">{spoken}</span>'
            elif attributes["class"] == "footnote-backref" and goal.startswith("#fnref-"):
                unused.append(goal.removeprefix("#fnref-"))
                pieces[at : at + 3] = "", "", ""
                continue
            pieces[at] = start_tag("a", attributes)
    return tuple(unused)
