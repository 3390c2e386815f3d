"""What people type and paste, made into CommonMark: lists of word processors, lines in braces, admonitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct
from pyromark import Markdown

from pressgen.content.markdown.attributes import Attributes, parsed
from pressgen.content.markdown.containers import OPEN_HTML, Line, width_of, with_admonitions, with_markdown_in_html

_SPACES = "\u00a0\u2007\u202f"
_INVISIBLE = "\u200b\u2060\ufeff"
# The bullets of word processors; those from U+F0A7 on are of the font Symbol.
_BULLETS = "\u2022\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2023\u2043\u2219\u27a2\uf0a7\uf0b7\uf0d8"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_UNUSUAL = re.compile(
    rf"\n[ \t>]*(?:(?P<paste>[{_BULLETS}{_SPACES}{_INVISIBLE}]|\u00b7[ \t{_SPACES}]|[\u2013\u2014]\t|o\t"
    rf"|(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}})[{_SPACES}])|(?P<letter>[aаAА]\)[ \t{_SPACES}])|(?P<admonition>!!!)"
    rf"|(?P<apart>\*\[|\{{[^{{}}%\n]+\}}))"
)
_BULLET = re.compile(
    rf"(?P<indent>[ \t{_SPACES}]*)"
    rf"(?P<mark>[{_BULLETS}](?=[ \t{_SPACES}]*[^\W_])|[{_BULLETS}\u00b7](?=[ \t{_SPACES}])|[\u2013\u2014o](?=\t))"
    rf"[ \t{_SPACES}]*(?=\S)(?P<text>.*\w.*)"
)
_LETTER = re.compile(rf"(?P<before>[ \t>]*)(?P<letter>[a-zа-яё])\)[ \t{_SPACES}]+(?=\S)", re.IGNORECASE)
# *a* with a no-break space on either side is text.
_MARKER = re.compile(rf"(?P<marker>[ \t>]*(?:[-+]|\*(?=[^*]*$)|\d{{1,9}}[.)]|\#{{1,6}}))[{_SPACES}][ \t{_SPACES}]*")
_INDENT = re.compile(
    rf"[ \t{_SPACES}]*[{_SPACES}][ \t{_SPACES}]*(?=(?:[-*+>{_BULLETS}]|\d{{1,9}}[.)]|\#{{1,6}})[ \t{_SPACES}])"
)
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]+\S")
_ATTRIBUTES = re.compile(
    r"(?P<before>[ \t>]*)(?P<list>\{(?P<colon>:?)(?![:/]|toc\b)[ \t]*(?P<inside>[^{}]*?)[ \t]*\})[ \t]*"
)
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[(?P<short>[^\]\n]+)\]:[ \t]*(?P<long>.*\S)[ \t]*")
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<scheme>https?://)?[^\n]+")
_TABLE = re.compile(r"\n {0,3}\|[^\n]*\|[ \t]*\n {0,3}\|[ \t:]*-[-:| \t]*(?=\n|$)")
_CURLY_TITLE = re.compile(r"(\]\([^()\s<>]+[ \u00a0]+)[“”„«»]([^()\n\"“”„«»]*)[“”«»](?=\s*\))")
_CURLY_VALUE = re.compile(r"<[A-Za-z][^<>\n]*=[“”„«][^<>\n]*>")
_OTHER_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_CODE_MARKS = ("```", "~~~", "\n    ", "\n\t", "<")
_PARSER = Markdown()


class Pending(NamedTuple):
    """A line that was an attribute list: where it was in the text that is left, and what it touched there.

    `line` is the line of that text before which it was, `number` its own line in the source, both from 0.
    """

    line: int
    column: int
    follows: bool
    precedes: bool
    attributes: Attributes
    written: str
    number: int


class Prepared(Struct, frozen=True):
    """A text as the parser reads it. `numbers` has the source's line of each of its lines, if they differ.

    `admonitions` has the classes and the title, None if none was given, by line of the text.
    """

    text: str
    numbers: tuple[int, ...] = ()
    admonitions: dict[int, tuple[str, str | None]] = {}
    abbreviations: dict[str, str] = {}
    attributes: tuple[Pending, ...] = ()


def prepared(text: str) -> Prepared:
    """The text for the parser; most are as they were."""
    for control in _OTHER_BREAKS:
        if control in text:
            text = text.replace(control, " ")
    if not text.isascii():
        text = _with_straight_quotes(text)
    kinds = {found.lastgroup or "" for found in _UNUSUAL.finditer(f"\n{text}")}
    if " markdown" in text and OPEN_HTML.search(text):
        kinds.add("html")
    parted = set(_tucked_definitions(text)) if "]:" in text else set()
    if "|" in text:
        parted |= set(_tucked_tables(text))
    if kinds:
        return _rearranged(text, kinds, parted)
    return _with_empty_lines(text, parted) if parted else Prepared(text)


def _rearranged(text: str, kinds: set[str], parted: set[int]) -> Prepared:
    """The text with the unusual forms that are in it made into others; `parted` lines get an empty one before them."""
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n")):
        lines += (Line("", number), Line(line, number)) if number in parted else (Line(line, number),)
    if "html" in kinds:
        lines = with_markdown_in_html(lines)
    if "admonition" in kinds:
        lines = with_admonitions(lines)
    code: dict[int, str] = {}
    if not kinds <= {"admonition", "html"} and any(mark in text for mark in _CODE_MARKS):
        code = _code_lines("\n".join(line.text for line in lines))
    if "paste" in kinds:
        lines = [line if code.get(at) == "fenced" else _spaced(line) for at, line in enumerate(lines)]
        lines = _bulleted(lines, code)
    if "letter" in kinds:
        lines = _lettered(lines, code)
    abbreviations: dict[str, str] = {}
    pending: list[Pending] = []
    if "apart" in kinds:
        lines = _taken_apart(lines, code, abbreviations, pending)
    return Prepared(
        "\n".join(line.text for line in lines),
        tuple(line.number for line in lines),
        {at: line.admonition for at, line in enumerate(lines) if line.admonition},
        abbreviations,
        tuple(pending),
    )


def _with_empty_lines(text: str, before: set[int]) -> Prepared:
    """The text with an empty line before each of some lines."""
    lines: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n")):
        if number in before:
            lines.append("")
            numbers.append(number)
        lines.append(line)
        numbers.append(number)
    return Prepared("\n".join(lines), tuple(numbers))


def _tucked(form: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str], str]]:
    """Where a form is right below a line that is not of the form: the form's line, from 0, itself, and that line."""
    number = at = 0
    end = -1
    for found in form.finditer(f"\n{text}"):
        start = found.start()  # in the text itself, the place after the line feed
        before = text[text.rfind("\n", 0, start - 1) + 1 : start - 1] if start else ""
        number += text.count("\n", at, start)
        at = start
        if start != end and before.strip(" \t>"):
            yield number, found, before
        end = found.end()


def _tucked_definitions(text: str) -> Iterator[int]:
    """The first of definitions of addresses right below a line of text or of Liquid.

    CommonMark reads it as text of that paragraph; all who write it mean a definition. An address within the site
    is left as it is, for it may be text.
    """
    for number, definition, before in _tucked(_DEFINITION, text):
        if definition["scheme"] or before.lstrip().startswith("{%"):
            yield number


def _tucked_tables(text: str) -> Iterator[int]:
    """The heads of tables right below a list item, which CommonMark reads as text of the item."""
    for number, _, before in _tucked(_TABLE, text):
        if "|" not in before:
            yield number


def _with_straight_quotes(text: str) -> str:
    """Titles of links and attributes of HTML that a word processor gave typographic quotes."""
    if "“" not in text and "”" not in text and "„" not in text and "«" not in text:
        return text
    if "](" in text:
        text = _CURLY_TITLE.sub(r'\1"\2"', text)
    if "=“" in text or "=”" in text or "=„" in text or "=«" in text:
        text = _CURLY_VALUE.sub(lambda tag: re.sub("[“”„«»]", '"', tag[0]), text)
    return text


def _code_lines(text: str) -> dict[int, str]:
    """The lines of code blocks and HTML: "fenced", which covers HTML too, or "indented"."""
    kinds: dict[int, str] = {}
    source = text.encode()
    at = line = 0
    for event, span in _PARSER.events_with_range(text):
        if isinstance(event, str) or "Start" not in event:
            continue
        tag = event["Start"]
        if tag == "HtmlBlock" or (isinstance(tag, dict) and "CodeBlock" in tag):
            kind = "indented" if isinstance(tag, dict) and tag.get("CodeBlock") == "Indented" else "fenced"
            line += source.count(b"\n", at, span["start"])
            at = span["start"]
            for number in range(line, line + source.count(b"\n", at, span["end"]) + 1):
                kinds.setdefault(number, kind)
            if source[span["end"] - 1 : span["end"]] == b"\n":
                del kinds[line + source.count(b"\n", at, span["end"])]
    return kinds


def _spaced(line: Line) -> Line:
    """A line whose invisible characters and no-break spaces do not hide what it is."""
    text = line.text.lstrip(_INVISIBLE)
    if text.isascii():
        return line if text == line.text else line._replace(text=text)
    if not text.strip():
        return line._replace(text="")
    text = (
        _INDENT.sub(lambda found: re.sub(f"[{_SPACES}]", " ", found[0]), text, count=1) if _INDENT.match(text) else text
    )
    if marker := _MARKER.match(text):
        text = f"{marker['marker']} {text[marker.end() :]}"
    return line._replace(text=text)


def _bulleted(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """Lines that begin with a word processor's bullet as list items, one in another where bullet or indent says so."""
    changed = list(lines)
    levels: list[tuple[int, str]] = []
    base = ""
    blank = False
    before = ""
    for at, line in enumerate(lines):
        found = None if code.get(at) == "fenced" else _BULLET.fullmatch(line.text)
        if found:
            if not levels:
                base = found["indent"] if _ITEM.match(before) else ""
            width = width_of(re.sub(f"[{_SPACES}]", " ", found["indent"]))
            levels = _levels(levels, width, found["mark"])
            changed[at] = line._replace(text=f"{base}{'  ' * (len(levels) - 1)}- {found['text']}")
            code.pop(at, None)
        elif levels and line.text.strip() and blank:
            levels = []
        blank = not line.text.strip()
        before = before if blank else line.text
    return changed


def _levels(levels: list[tuple[int, str]], width: int, mark: str) -> list[tuple[int, str]]:
    """The list items that are open after one with this indent and bullet."""
    for place, (indent, bullet) in enumerate(levels):
        if bullet == mark and abs(indent - width) < 2:
            return levels[: place + 1]
    while levels and levels[-1][0] > width:
        levels = levels[:-1]
    return [*levels, (width, mark)]


def _lettered(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """`а)`, `б)` and `a)`, `b)` as items of a list, which keep their letters: other texts refer to them."""
    changed = list(lines)
    series: list[tuple[int, str]] = []
    for at, letter in [*_letters(lines, code), (-1, "")]:
        if letter and series and letter in _following(series[-1][1]):
            series.append((at, letter))
            continue
        if len(series) > 1:
            for place, _ in series:
                text = lines[place].text
                start = len(text) - len(text.lstrip(" \t>"))
                changed[place] = lines[place]._replace(text=f"{text[:start]}- {text[start:]}")
        series = [(at, letter)] if letter in ("a", "а") else []
    return changed


def _letters(lines: list[Line], code: dict[int, str]) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(lines):
        if at not in code and (found := _LETTER.match(line.text)):
            yield at, found["letter"].lower()


def _following(letter: str) -> str:
    """The letters that may come next; ё and й are often left out."""
    if letter in "ёй":
        return "ж" if letter == "ё" else "к"
    for alphabet in (_CYRILLIC, _LATIN):
        if letter in alphabet:
            rest = alphabet[alphabet.index(letter) + 1 :][:1]
            return rest + {"е": "ё", "и": "й"}.get(letter, "")
    return ""


def _taken_apart(
    lines: list[Line], code: dict[int, str], abbreviations: dict[str, str], pending: list[Pending]
) -> list[Line]:
    """The lines without those of attributes and abbreviations; blocks that one of them parted stay apart."""
    kept: list[Line] = []
    for at, line in enumerate(lines):
        if at in code or ("}" not in line.text and "*[" not in line.text):
            kept.append(line)
            continue
        follows = bool(kept) and bool(kept[-1].text.strip(" \t>"))
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        precedes = bool(after.strip(" \t>"))
        abbreviation = _ABBREVIATION.fullmatch(line.text)
        found = _ATTRIBUTES.fullmatch(line.text)
        attributes = parsed(found["inside"], words=bool(found["colon"])) if found else None
        if abbreviation:
            abbreviations.setdefault(abbreviation["short"], abbreviation["long"])
        elif found and attributes:
            column = len(found["before"].expandtabs(4))
            pending.append(Pending(len(kept), column, follows, precedes, attributes, found["list"], line.number))
        if not abbreviation and not attributes:
            kept.append(line)
        elif follows and precedes and not _ITEM.match(after):
            kept.append(line._replace(text=""))
    return kept
