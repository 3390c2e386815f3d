"""Whether every word of a text reached its page: the words of the source, without its markup, against the HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable

from pressgen.content.markdown.pasted import with_bracketed_addresses
from pressgen.content.markdown.structure import Pieces, decoded, in_pieces
from pressgen.content.text.foreign import BETWEEN_COLONS
from pressgen.errors import Problem

_MOST_LINES = 5
# Shorter lines are not searched for: they stand in many places, and to find one far away loses all lines before it.
_SHORT = 12
_MOST_SEARCHES = 1000
_MOST_WORDS = 8
# Each begins with one character, which is found quickly, and is tried only where that is in the text at all.
_WITHIN = r"\((?:[^()\s]|\([^()\s]*+\))*+\)"
_DESTINATION = re.compile(rf"\](?=\()\(\s*(?:<[^<>\n]*>|[^()\s]*+(?:{_WITHIN}[^()\s]*+)*+)")
_TAG = re.compile(
    # One that begins again before it ends is looked through no further: there may be thousands.
    r"<(?:!--(?:(?!-->|<!--).)*+-->|(script|style)\b(?:(?!</?\1\b).)*+</\1\s*>|[!?][^<>]*>|/?[a-z][a-z0-9-]*(?:[\s/][^<>]*)?>"
    r"|/?(?-i:[A-Z])\w*\.[\w.]*(?:\s[^<>]*)?>)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTES = re.compile(r"\{[ ]?[:#.][^{}\n]*\}|\{[^{}\n]*=[^{}\n]*\}")
# The label of a link may be on the next line, as wherever lines are wrapped.
_REFERENCE = re.compile(r"\]((?=\[)|[ ]?\n[ \t>]*+(?=\[))\[([^\[\]]{0,200})\]")
_DEFINED = re.compile(r"\](?=:)")
_LABEL = re.compile(r"\n[ \t>]*+\[([^\[\]]{1,200})\]:")
_BULLETS = "\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7"
# Footnotes, alerts, tasks, tables of contents.
_IN_BRACKETS = re.compile(r"\[(?:\^[^\[\]\s]+\]:?|![A-Za-z][\w-]*\]|[xX]\](?=\s)|TOC\])")
# The label and the address of a definition; what looks like no address may be a line of text that was taken for one.
# What has no address at all is the way to write a comment that works in every reader.
_DEFINITION = re.compile(
    r"\n[ \t>]*+(?:"
    r"\[(?://|\#|[Cc]omment)\]:[ \t]*+(?:\#|<>)[ \t]++(?:\(.*\)|\".*\"|'.*')[ \t]*+(?=\n|$)"
    r"|\[[^\[\]\n]++\]:\s*(?:<[^<>\n]*>|[^\s<(/.#:@]*+[/.#:@][^\s<]*+|\?[^\s<]++)(?=\s|$)"
    r"|\*\[[^\]\n]+\]:.*)"
)
_NUMBER = re.compile(r"\n[ \t>]*+(?:[-*+][ \t][ \t>]*+)*+\d{1,9}+[.)](?=\s|[^\W\d_])")
_FENCES = tuple((sign, re.compile(rf"{sign}(?={sign * 2}){sign * 2}[^\n`]*+(?=\n|$)")) for sign in "~`")
# Its kind, and the words that say where MkDocs puts it and that it has notes; any other word is the author's.
_ADMONITIONS = tuple(
    (
        signs[0],
        re.compile(
            rf"{re.escape(signs[0])}(?={re.escape(signs[1:])}){rest}[ ]?[\w-]+(?:[ ]+(?:inline|end|annotate)\b)*"
        ),
    )
    for signs, rest in (("!!!", "!!"), ("???", r"\?\?\+?"))
)
_BETWEEN_COLONS = re.compile(
    rf":(?=:):+[ ]*(?:\{{\.(?:callout-)?(?:{BETWEEN_COLONS})\b[^{{}}\n]*\}}"
    rf"|(?:callout-)?(?:alert|callout|{BETWEEN_COLONS})\b(?:\{{[^{{}}\n]*\}})?)"
)
_BULLET = re.compile(r"\n[ \t>]*[o\u00d8v\u00fcq]\t")
_WORD = re.compile(r"[^\W_]+")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SHOWN_ATTRIBUTE = re.compile(r'\s(?:alt|title)="([^"]*)"')
_NO_LETTERS_OR_FEEDS = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS_AND_SPACES = bytes(b" "[0] if code in _NO_LETTERS_OR_FEEDS else code for code in range(256))
_NO_LETTERS = _NO_LETTERS_OR_FEEDS.replace(b"\n", b"")


def lost_words(  # noqa: PLR0913 (as the caller has them)
    text: str,
    pieces: Pieces,
    tags: str,
    first_line: int,
    file: str,
    reported: Iterable[int],
    plain: Callable[[], str] | None = None,
) -> tuple[Problem, ...]:
    """A warning for each line of the source, but those in `reported`, of which a word is not on the page; five at most.

    The page may have more words than the source: titles of alerts, numbers of notes. What attributes `alt` and
    `title` say is on the page too. `plain` gives the HTML of the text without the extensions of the settings.
    """
    letters = _letters(_ordered_words(pieces, tags))
    # Nearly all texts end at one of these questions, in a tenth of the time of comparing words.
    if _letters(_without_most_markup(_without_addresses(text), tags)) == letters:
        return ()
    text = _without_addresses(with_bracketed_addresses(text))
    source = _without_markup(text)
    if _letters(source) == letters or not _stray(_letters_of_lines(text), letters):
        return ()
    stray = _stray(_letters_of_lines(source), letters)
    if not stray:
        return ()
    missing = _missing(source, page := html.unescape(_all_words(pieces)))
    if missing and "&" in page:
        missing &= _missing(source, html.unescape(page))  # an entity in code is shown as such
    if missing and plain:
        # What only an extension takes is its markup, as the name of a language in the first line of code.
        missing &= _missing(source, html.unescape(_all_words(in_pieces(plain()))))
    if not missing:
        return ()
    chosen = _lines_of(missing, source.split("\n"), stray)
    words_by_line = {first_line + number: words for number, words in chosen.items()}
    # What another problem says of a line need not be said twice.
    lines_to_report = sorted(words_by_line.keys() - set(reported))[:_MOST_LINES]
    return tuple(_problem(file, line, words_by_line[line]) for line in lines_to_report)


def _letters(text: str) -> bytes:
    """The letters and digits of a text."""
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS_OR_FEEDS)


def _letters_of_lines(text: str) -> list[bytes]:
    """The letters and digits of each line."""
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS).split(b"\n")


def _stray(lines: list[bytes], page: bytes) -> set[int]:
    """The numbers of lines that do not come on the page in the order of the source.

    Short ones must come right after the one before: they could be part of any word.
    """
    at = 0
    stray: set[int] = set()
    for number, line in enumerate(lines):
        if page.startswith(line, at):
            at += len(line)
            continue
        is_searched = len(line) >= _SHORT and len(stray) < _MOST_SEARCHES  # each reads all of the page
        place = page.find(line, at) if is_searched else -1
        if place < 0:
            stray.add(number)
        else:
            at = place + len(line)
    return stray


def _without_addresses(text: str) -> str:
    """The source without addresses of links and definitions, and without the labels that refer to these."""
    if "]" not in text:
        return text
    text = _DESTINATION.sub(_feeds, text)
    defined = _DEFINED.search(text)
    if not defined:
        return text
    # Nearly all have their definitions at the end; what is before the first is gone through only once.
    start = text.rfind("\n", 0, max(text.rfind("[", 0, defined.start()), 0)) + 1
    definitions = f"\n{text[start:]}"
    labels = set(_folded(_LABEL.findall(definitions)))
    parts = _REFERENCE.split(text[:start] + _DEFINITION.sub(_feeds, definitions)[1:])
    # Only where the label is defined is it a reference; else both pairs of brackets are text that readers see. On the
    # next line it is a link of its own if what is before it has an address, too.
    for at, label in enumerate(_folded(parts[2::3])):
        before, gap, written = parts[3 * at : 3 * at + 3]
        is_reference = label in labels and not (gap and _folded([before.rpartition("[")[2]])[0] in labels)
        parts[3 * at + 1] = "\n" * (gap + written).count("\n") or " " if is_reference else f"]{gap}[{written}]"
        parts[3 * at + 2] = ""
    return "".join(parts)


def _without_most_markup(text: str, tags: str) -> str:
    """The source without the markup that most texts with any have; `tags` are all those of the page."""
    if "<" in text:
        text = _TAG.sub(_words_only, text)
    if "<ol" in tags:
        text = _NUMBER.sub("", f"\n{text}")
    return html.unescape(text) if "&" in text else text


def _without_markup(text: str) -> str:
    """The source with a space for each piece of markup, on the same lines."""
    text = f"\n{text}"
    for bullet in _BULLETS:
        if bullet in text:
            text = text.replace(bullet, " ")
    for sign, pattern in _MARKUP:
        if sign in text:
            text = pattern.sub(_words_only, text)
    return (html.unescape(text) if "&" in text else text)[1:]


def _folded(labels: list[str]) -> list[str]:
    """Labels without regard to case and to what is between words."""
    # A label has no bracket: all of them at once take a third of the time.
    folded = " ".join("[".join(labels).split()).casefold()
    return [label.strip(" ") for label in folded.split("[")] if labels else []


_MARKUP = (
    ("<", _TAG),
    ("{", _ATTRIBUTES),
    ("[", _IN_BRACKETS),
    *_FENCES,
    *_ADMONITIONS,
    (":", _BETWEEN_COLONS),
    ("\t", _BULLET),
    ("\n", _NUMBER),
)


def _words_only(markup: re.Match[str]) -> str:
    """The line feeds of a piece of markup, or a space; what a picture in HTML says is no markup."""
    if markup[0][:4].lower() == "<img":
        return f" {' '.join(_SHOWN_ATTRIBUTE.findall(markup[0]))} " + "\n" * markup[0].count("\n")
    return _feeds(markup)


def _feeds(markup: re.Match[str]) -> str:
    text = markup[0]
    return "\n" * text.count("\n") if "\n" in text else " "


def _ordered_words(pieces: Pieces, all_tags: str) -> str:
    """The text of the page, with the words of its pictures and of the titles of its links where they stand."""
    texts = pieces[::2]
    if "<img " in all_tags or ' title="' in all_tags or '"footnote-ref"' in all_tags:
        for at, tag in enumerate(pieces[1::2]):
            if "<img " in tag:
                texts[at] += " ".join(_SHOWN_ATTRIBUTE.findall(tag))
            elif '"footnote-ref"' in tag:
                texts[at + 1] = ""  # the number of a note
            elif tag.startswith("<a ") and ' title="' in tag:
                # Markdown has the title after the words of the link.
                texts[at + 1] += _SHOWN_ATTRIBUTE.findall(tag)[0]
    return decoded("".join(texts))


def _all_words(pieces: Pieces) -> str:
    """The text of the page, and what its attributes say."""
    tags = "".join(pieces[1::2])
    return " ".join((_ANY_TAG.sub(" ", " ".join(pieces[::2])), *_SHOWN_ATTRIBUTE.findall(tags)))


def _missing(source: str, page: str) -> Counter[str]:
    """The words that the source has more often than the page, with the difference."""
    # If the page has all that is between spaces, it has the words in it; to part these takes far longer.
    if not _tokens(source) - _tokens(page):
        return Counter()
    return Counter(_WORD.findall(source)) - Counter(_WORD.findall(page))


def _tokens(text: str) -> Counter[bytes]:
    """What is between spaces and ASCII punctuation."""
    return Counter(text.encode("utf-8", "surrogatepass").translate(_LETTERS_AND_SPACES).split())


def _lines_of(missing: Counter[str], lines: list[str], stray: set[int]) -> dict[int, list[str]]:
    """The lines that the missing words were in, with these: stray ones before others, the fullest first."""
    words = [[word for word in _WORD.findall(line) if word in missing] for line in lines]
    likely = sorted(
        (number for number, each in enumerate(words) if each), key=lambda at: (at not in stray, -len(words[at]))
    )
    chosen: dict[int, list[str]] = {}
    for number in likely:
        lost = []
        for word in words[number]:
            if missing[word] > 0:
                missing[word] -= 1
                lost.append(word)
        if lost:
            chosen[number] = lost
    return chosen


def _problem(file: str, line: int, missing: list[str]) -> Problem:
    words = " ".join(missing[:_MOST_WORDS]) + (" …" if len(missing) > _MOST_WORDS else "")
    return Problem.at("text-lost", file, line, words=words)
