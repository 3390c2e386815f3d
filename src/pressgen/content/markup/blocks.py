"""Figures, tables, code blocks and footnotes of a sanitised body, made ready to be read by everyone."""

from __future__ import annotations

import html
from functools import lru_cache

from pressgen.content.markup.structure import Pieces, anchors, attributes_of, name_of, plain, start_tag

_SIDES = frozenset({"left", "right", "center"})


def drop_empty_paragraphs(pieces: Pieces) -> None:
    """Paragraphs without anything, which parsing leaves around blocks, go."""
    for at in range(1, len(pieces) - 2, 2):
        if pieces[at] == "<p>" and pieces[at + 2] == "</p>" and not pieces[at + 1].strip():
            pieces[at] = pieces[at + 1] = pieces[at + 2] = ""


def set_figures(pieces: Pieces) -> None:
    """A picture alone in its paragraph, linked or not, becomes a figure; its title becomes the caption."""
    inside = 0
    for at in range(1, len(pieces) - 4, 2):
        tag = pieces[at]
        if tag.startswith("<figure"):
            inside += 1
        elif tag == "</figure>":
            inside -= 1
        elif (tag == "<p>" or tag.startswith("<p ")) and (image := _lone_image(pieces, at)):
            end = 2 * image - at
            if inside:
                pieces[at] = pieces[end] = ""
                continue
            attributes = attributes_of(pieces[image])
            title = attributes.pop("title", "").strip()
            pieces[image] = start_tag("img", attributes)
            pieces[at] = start_tag("figure", attributes_of(tag))
            pieces[end] = f"<figcaption>{title}</figcaption></figure>" if title else "</figure>"


def _lone_image(pieces: Pieces, at: int) -> int:
    """The place of the only picture of the paragraph that starts at `at`, or 0."""
    for image, shape in ((at + 2, ("</p>",)), (at + 4, ("</a>", "</p>"))):
        end = 2 * image - at
        if end < len(pieces) and pieces[image].startswith("<img") and pieces[end] == "</p>":
            linked = len(shape) == 1 or (pieces[at + 2].startswith("<a") and pieces[image + 2] == "</a>")
            if linked and not "".join(pieces[at + 1 : end : 2]).strip():
                return image
    return 0


def set_tables(pieces: Pieces) -> None:
    """Tables scroll in a box that the keyboard reaches; their header cells say what they head."""
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
            in_head = name == "thead"
        elif name == "tr":
            row += 1
        elif name in ("td", "th"):
            _set_cell(pieces, at, name, "col" if in_head or row == 1 else "row")


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
    known = set(anchors(pieces))
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
            elif attributes["class"] == "footnote-backref" and goal[1:] in known:
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
