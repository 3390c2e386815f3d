"""Whether every word of a text reached its page: the words of the source, markup aside, against those of the HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable

from pressgen.content.markdown.structure import Pieces
from pressgen.errors import Problem

_MOST_LINES = 5
_SHORT = 8
_MOST_SEARCHES = 1000
_MOST_WORDS = 8
# Each begins with a character that is looked up quickly, and is tried only where that is in the text at all.
_DESTINATION = re.compile(r"\]\((\s*)(?:<[^<>\n]*>|\{[{%][^{}<>\n]*[}%]\}[^\s()<>]*|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)")
_TAG = re.compile(
    r"<(?:!--.*?-->|(script|style)\b.*?</\1\s*>|[!?][^<>]*>|/?[a-z][a-z0-9-]*(?:[\s/][^<>]*)?>)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]*\}|\{[^{}\n]*=[^{}\n]*\}")
_REFERENCE = re.compile(r"\]\[([^\[\]]{0,200})\]")
_LABEL = re.compile(r"\n[ \t>]*\[([^\[\]]{1,200})\]:")
_BULLETS = "\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7"
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]:?")
# The label and the address of a definition; what looks like no address may be a line of text that was taken for one.
_DEFINITION = re.compile(
    r"\n[ \t>]*(?:\[[^\[\]\n]+\]:\s*(?:<[^<>\n]*>|[^\s<]*[/.#:@][^\s<]*)(?=\s|$)|\*\[[^\]\n]+\]:.*)"
)
_NUMBER = re.compile(r"\n[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=[ \t\u00a0\n])")
_FENCE = re.compile(r"(?:```|~~~)[^\n`]*(?=\n|$)")
_ADMONITION = re.compile(r"!!![ ]?[\w -]+")
_ALERT = re.compile(r"\[![A-Za-z]+\]")
_BULLET = re.compile(r"\n[ \t]*o\t")
_TASK = re.compile(r"\[[xX]\](?=\s)")
_CONTENTS = re.compile(r"\[TOC\]")
_WORD = re.compile(r"[^\W_]+")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SHOWN_ATTRIBUTE = re.compile(r'\s(?:alt|title)="([^"]*)"')
_NO_LETTERS_OR_FEEDS = bytes(code for code in range(128) if not chr(code).isalnum())
_NO_LETTERS = _NO_LETTERS_OR_FEEDS.replace(b"\n", b"")


def lost_words(text: str, pieces: Pieces, first_line: int, file: str, reported: Iterable[int]) -> tuple[Problem, ...]:
    """A warning for each line of the source, but those in `reported`, of which a word is not on the page; five at most.

    The page may have more words than the source: titles of alerts, numbers of notes. What attributes `alt` and
    `title` say is on the page too.
    """
    shown = _ordered_words(pieces).encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS_OR_FEEDS)
    if "](" in text:
        text = _DESTINATION.sub(r" \1", text)
    if "]:" in text:
        text = _without_definitions(text)
    letters = _letters(text)
    # Nearly all texts end at one of these questions, in a tenth of the time of comparing words.
    if b"".join(letters) == shown or not (stray := _stray(letters, shown)):
        return ()
    lines = text.split("\n")
    if _are_shown(_letters(_without_markup("\n".join([lines[each] for each in stray]))), list(stray.values()), shown):
        return ()
    source = _without_markup(text)
    stray = _stray(_letters(source), shown)
    if not stray:
        return ()
    page = html.unescape(_all_words(pieces))
    missing = Counter(_WORD.findall(source)) - Counter(_WORD.findall(page))
    if not missing:
        return ()
    others = set(reported)
    chosen = _lines_of(missing, source.split("\n"), set(stray))
    told = {first_line + number: gone for number, gone in chosen.items() if first_line + number not in others}
    return tuple(_problem(file, line, told[line]) for line in sorted(told)[:_MOST_LINES])


def _letters(text: str) -> list[bytes]:
    """The letters and digits of each line."""
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).split(b"\n")


def _stray(lines: list[bytes], shown: bytes) -> dict[int, int]:
    """The numbers of lines that do not come on the page in the order of the source, each with where it should.

    Short ones must come right after the one before: they could be part of any word.
    """
    at = 0
    stray: dict[int, int] = {}
    for number, line in enumerate(lines):
        if shown.startswith(line, at):
            at += len(line)
            continue
        is_searched = len(line) >= _SHORT and len(stray) < _MOST_SEARCHES  # each reads all of the page
        place = shown.find(line, at) if is_searched else -1
        if place < 0:
            stray[number] = at
        else:
            at = place + len(line)
    return stray


def _are_shown(lines: list[bytes], places: list[int], shown: bytes) -> bool:
    """Whether stray lines without their markup are on the page where they should be, or later."""
    if len(lines) != len(places) or len(lines) > _MOST_SEARCHES:
        return False
    at = 0
    for line, place in zip(lines, places, strict=True):
        at = max(at, place)
        if not shown.startswith(line, at):
            at = shown.find(line, at) if len(line) >= _SHORT else -1
            if at < 0:
                return False
        at += len(line)
    return True


def _without_definitions(text: str) -> str:
    """The source without definitions of addresses and abbreviations, and without the labels that refer to them."""
    text = f"\n{text}"
    if "][" in text:
        labels = {_label(found) for found in _LABEL.findall(text)}
        text = _REFERENCE.sub(lambda found: _words_only(found) if _label(found[1]) in labels else found[0], text)
    return _DEFINITION.sub(_words_only, text)[1:]


def _without_markup(text: str) -> str:
    """The source with a space for each piece of markup, on the same lines."""
    text = f"\n{text}"
    for bullet in _BULLETS:
        if bullet in text:
            text = text.replace(bullet, " ")
    for marks, pattern in _MARKUP:
        if marks[0] in text or marks[-1] in text:
            text = pattern.sub(_words_only, text)
    return (html.unescape(text) if "&" in text else text)[1:]


def _label(label: str) -> str:
    return " ".join(label.split()).casefold()


_MARKUP = (
    (("<",), _TAG),
    (("{",), _ATTRIBUTES),
    (("[^",), _NOTE),
    (("```", "~~~"), _FENCE),
    (("!!!",), _ADMONITION),
    (("[!",), _ALERT),
    (("[x]", "[X]"), _TASK),
    (("[TOC]",), _CONTENTS),
    (("o\t",), _BULLET),
    ((".", ")"), _NUMBER),
)


def _words_only(found: re.Match[str]) -> str:
    """The line feeds of a piece of markup, or a space; what a picture in HTML says is no markup."""
    if found[0][:4].lower() == "<img":
        return f" {' '.join(_SHOWN_ATTRIBUTE.findall(found[0]))} " + "\n" * found[0].count("\n")
    return "\n" * found[0].count("\n") or " "


def _ordered_words(pieces: Pieces) -> str:
    """The text of the page with the words of its pictures where they stand."""
    texts, tags = pieces[::2], pieces[1::2]
    if "<img " in "".join(tags):
        for at, tag in enumerate(tags):
            if "<img " in tag and (words := _SHOWN_ATTRIBUTE.findall(tag)):
                texts[at] += " ".join(words)
    shown = "".join(texts)
    return html.unescape(shown) if "&" in shown else shown


def _all_words(pieces: Pieces) -> str:
    """The text of the page, and what its attributes say."""
    tags = "".join(pieces[1::2])
    return " ".join((_ANY_TAG.sub(" ", " ".join(pieces)), *_SHOWN_ATTRIBUTE.findall(tags)))


def _lines_of(missing: Counter[str], lines: list[str], stray: set[int]) -> dict[int, list[str]]:
    """The lines that the missing words were in, with these: stray ones before others, the fullest first."""
    words = [[word for word in _WORD.findall(line) if word in missing] for line in lines]
    likely = sorted(
        (number for number, each in enumerate(words) if each), key=lambda at: (at not in stray, -len(words[at]))
    )
    chosen: dict[int, list[str]] = {}
    for number in likely:
        gone = []
        for word in words[number]:
            if missing[word] > 0:
                missing[word] -= 1
                gone.append(word)
        if gone:
            chosen[number] = gone
    return chosen


def _problem(file: str, line: int, gone: list[str]) -> Problem:
    shown = " ".join(gone[:_MOST_WORDS]) + (" …" if len(gone) > _MOST_WORDS else "")
    return Problem.at("text-lost", file, line, words=shown)
