"""Addresses alone on their line: those of films, posts and maps elsewhere are marked, to be shown as cards."""

from __future__ import annotations

import html

from pressgen.content.markdown.rendering import CARD
from pressgen.content.markdown.structure import VOID_TAGS, Pieces, attributes_of, in_pieces, start_tag
from pressgen.content.text.embeds import find_embed


def mark_cards(pieces: Pieces) -> Pieces:
    """The pieces, with a mark on each address that is alone in a paragraph and may be shown as a card.

    Such paragraphs are not within lists, quotations or anything else.
    """
    is_marked = False
    depth = 0
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if tag.startswith("</"):
            depth -= 1
            continue
        if tag == "<p>" and depth == 0:
            is_marked = _mark_card(pieces, at) or is_marked
        depth += bool(tag) and not tag.startswith(VOID_TAGS)
    return in_pieces("".join(pieces)) if is_marked else pieces


def _mark_card(pieces: Pieces, at: int) -> bool:
    """Mark the address of a paragraph, if it is one; whether it is."""
    if pieces[at + 2] == "</p>":  # Python-Markdown leaves an address as it is
        address = html.unescape(pieces[at + 1]).strip()
        if any(sign in address for sign in " \n<>\"'") or not find_embed(address):
            return False
        pieces[at + 1] = f'<a href="{html.escape(address)}" {CARD}="1">{html.escape(address, quote=False)}</a>'
        return True
    if not pieces[at + 2].startswith("<a ") or pieces[at + 4 : at + 7 : 2] != ["</a>", "</p>"]:
        return False
    attributes = attributes_of(pieces[at + 2])
    address = html.unescape(attributes.get("href", ""))
    words = html.unescape(pieces[at + 3]).strip()
    is_bare = words.rstrip("/") in (address.rstrip("/"), address.partition("://")[2].rstrip("/"))
    if not is_bare or pieces[at + 1].strip() or pieces[at + 5].strip() or not find_embed(address):
        return False
    pieces[at + 2] = start_tag("a", {**attributes, CARD: "1"})
    return True
