"""Lists of word processors, whose bullets and letters stand in the text, as lists of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pressgen.content.markdown.containers import Line, width_of

INVISIBLE = "\u200b\u2060\ufeff\ufe0f"
SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
# The bullets of word processors; those from U+F020 on are of the fonts Symbol and Wingdings.
BULLETS = (
    "\u2022\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u25c6\u25c7\u2023\u2043\u2219\u2756\u27a2\u2981\uf020-\uf0ff"
)
# Bullets before a tab only: dashes, ticks, boxes, arrows, and the letters under which Wingdings has its bullets.
WITH_TAB = "\u2013\u2014\u2713\u2714\u2192\u2751\u2752\u2794o\u00a7\u00a8\u00d8v\u00fcq"
PICTURES = "\u2190-\u21ff\u231a-\u23ff\u25b6-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
SIGN_OF_LINE = rf"(?:[{PICTURES}]|\d\ufe0f?\u20e3|[\u2013-\u2015][ \t{SPACES}])"
"""An arrow, tick, star, emoji or dash, which many write before each of several lines."""
ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]+\S")
_BULLET = re.compile(
    rf"(?P<quote>(?:(?:[ \t]*>)+[ ]?)?)(?P<indent>[ \t{SPACES}]*)"
    rf"(?P<mark>[{BULLETS}](?=[ \t{SPACES}{INVISIBLE}]*[^\W_])|[{BULLETS}\u00b7](?=\ufe0f?[ \t{SPACES}])"
    rf"|[{WITH_TAB}](?=\t))"
    rf"[ \t{SPACES}{INVISIBLE}]*(?=\S)(?P<text>.*\w.*)"
)
_LETTER = re.compile(
    rf"(?P<before>[ \t>]*)\(?(?P<letter>[a-zа-яё])"
    rf"(?P<sign>\)(?=[ \t{SPACES}]+\S|[^\W\d_])|\.(?=(?:\t|[ ]{{2}})[ \t]*\S))",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[ >]*(?:\[\^[^\]\s]+\]:|:[ \t])")
_WIDE = re.compile(r"(?P<mark>[ \t>]*(?:[-*+]|(?P<number>\d{1,9})[.)]))[ ]{5,}(?=\S)")
_TIGHT_NUMBER = re.compile(r"[ >]{0,3}(?P<number>\d{1,2})[.)](?=[^\W\d_])")
_TIGHT_HYPHEN = re.compile(r"[ >]{0,3}-(?=[^\W\d_])")
_SIGN = re.compile(rf"[ \t>]*{SIGN_OF_LINE}")
_BREAK = re.compile(r"(?:[ ]{2}|\\|<br\s*/?>[ \t]*)\Z", re.IGNORECASE)
_ROW_BELOW_HEADER = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:-]*)+")
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def with_bullets(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """Lines that begin with a word processor's bullet as list items, one in another where bullet or indent says so."""
    changed = list(lines)
    levels: list[tuple[int, str]] = []
    base = quote = ""
    blank = False
    previous = ""
    for at, line in enumerate(lines):
        bullet = None if code.get(at) == "fenced" else _BULLET.fullmatch(line.text)
        if bullet:
            if bullet["quote"] != quote:
                levels, quote = [], bullet["quote"]
            if not levels:
                base = bullet["indent"] if ITEM.match(previous) or _NOTE.match(previous) else ""
            width = width_of(re.sub(f"[{SPACES}]", " ", bullet["indent"]))
            levels = _levels(levels, width, bullet["mark"])
            changed[at] = line._replace(text=f"{quote}{base}{'  ' * (len(levels) - 1)}- {bullet['text']}")
            code.pop(at, None)
        elif levels and line.text.strip(" \t>") and blank:
            levels = []
        blank = not line.text.strip(" \t>")
        previous = previous if blank else line.text
    return changed


def _levels(levels: list[tuple[int, str]], width: int, mark: str) -> list[tuple[int, str]]:
    """The list items that are open after one with this indent and bullet."""
    for place, (indent, bullet) in enumerate(levels):
        if bullet == mark and abs(indent - width) < 2:
            return levels[: place + 1]
    while levels and levels[-1][0] > width:
        levels = levels[:-1]
    return [*levels, (width, mark)]


def with_letters(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """`а)`, `б)` and `a)`, `b)` as items of a list, which keep their letters: other texts refer to them."""
    changed = list(lines)
    matches = ((at, _LETTER.match(line.text)) for at, line in enumerate(lines) if at not in code)
    letters = [(at, match["letter"].lower(), match["sign"]) for at, match in matches if match]
    # Between “a)” and “b)” there may be “i.”.
    for end in ")", ".":
        series: list[tuple[int, str]] = []
        for at, letter in [*((at, letter) for at, letter, sign in letters if sign == end), (-1, "")]:
            if letter and series and letter in _following(series[-1][1]):
                series.append((at, letter))
                continue
            # “a)” alone is more often a part of a sentence than a list.
            if len(series) > 1 and not _has_items_between(lines, code, series):
                for place, _ in series:
                    text = lines[place].text
                    start = len(text) - len(text.lstrip(" \t>"))
                    changed[place] = lines[place]._replace(text=f"{text[:start]}- {text[start:]}")
            series = [(at, letter)] if letter in ("a", "а") else []
    return changed


def _has_items_between(lines: list[Line], code: dict[int, str], series: list[tuple[int, str]]) -> bool:
    """Whether lists stand apart below the letters of a series, to which these would be items among their own."""
    first, last = series[0][0], series[-1][0]
    indent = lines[first].text[: -len(lines[first].text.lstrip(" \t>"))]
    sign = re.compile(rf"{re.escape(indent)}(?:[-*+]|\d{{1,9}}[.)])[ \t]")
    are_apart = all(at == first or not lines[at - 1].text.strip(" \t>") for at, _ in series)
    return are_apart and any(at not in code and sign.match(lines[at].text) for at in range(first, last))


def with_one_space(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """Items with the wide gaps of word processors, which would be code, if one follows or counts on from another."""
    changed = list(lines)
    previous, above = "", -1
    last: dict[str, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        item = None if code.get(at) == "fenced" else _WIDE.match(line.text)
        if not item and (not line.text.strip(" \t>") or line.text.startswith("  ")):
            continue
        mark = item["mark"][-1] if item else ""
        places = {at, above} if item and mark == previous else set[int]()
        if item and item["number"]:
            number, place = last.get(mark, (0, at))
            places |= {at, place} if int(item["number"]) == number + 1 > 1 else set()
            last[mark] = int(item["number"]), at
        for place in places:
            changed[place] = lines[place]._replace(text=_WIDE.sub(r"\g<mark> ", lines[place].text, count=1))
        previous, above = mark, at
    return changed


def with_tight_numbers(lines: list[Line], code: dict[int, str]) -> list[Line]:
    """`1.Word`, `2.Word`, … with the space that makes a list of them."""
    changed = list(lines)
    series: list[tuple[int, int]] = []
    matches = ((at, _TIGHT_NUMBER.match(line.text)) for at, line in enumerate(lines) if at not in code)
    for at, number in [*((at, int(match["number"])) for at, match in matches if match), (-1, 1)]:
        if series and number == len(series) + 1:
            series.append((at, number))
            continue
        # A number alone is more often a part of a sentence than a list.
        if len(series) > 1:
            for place, _ in series:
                changed[place] = lines[place]._replace(text=_TIGHT_NUMBER.sub(r"\g<0> ", lines[place].text, count=1))
        series = [(at, number)] if number == 1 else []
    return changed


def tight_lists(lines: list[Line], code: dict[int, str]) -> Iterator[int]:
    """The lines of the source where `-word` begins two lines or more below one another."""
    is_before = False
    for at, line in enumerate(lines):
        is_tight = at not in code and bool(_TIGHT_HYPHEN.match(line.text))
        if is_tight and not is_before and at + 1 < len(lines) and _TIGHT_HYPHEN.match(lines[at + 1].text):
            yield line.number
        is_before = is_tight


def joined_lines(lines: list[Line], code: dict[int, str]) -> Iterator[int]:
    """The lines of the source that begin with a dash or a picture, as does the next, with which they become one."""
    is_before = is_in_table = False
    for at, (line, following) in enumerate(pairwise([*lines, Line("", 0)])):
        is_in_table = bool(line.text.strip(" \t>")) and (is_in_table or bool(_ROW_BELOW_HEADER.fullmatch(line.text)))
        first, second = (None if at in code else _SIGN.match(line.text)), _SIGN.match(following.text)
        is_joined = bool(first and second) and not is_in_table and not _BREAK.search(line.text)
        if is_joined and not is_before:
            yield line.number
        is_before = is_joined


def _following(letter: str) -> str:
    """The letters that may come next; ё and й are often left out."""
    if letter in "ёй":
        return "ж" if letter == "ё" else "к"
    for alphabet in (_CYRILLIC, _LATIN):
        if letter in alphabet:
            following = alphabet[alphabet.index(letter) + 1 :][:1]
            return following + {"е": "ё", "и": "й"}.get(letter, "")
    return ""
