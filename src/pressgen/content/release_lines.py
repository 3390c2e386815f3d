"""Lines with which press offices begin a text, such as “EMBARGOED UNTIL 9 December 2026, 10:00” or “DRAFT”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.content import dates
from pressgen.content.foreign import without_code
from pressgen.errors import shorten
from pressgen.model import Moment

_HEAD = 1000
"""Characters of a text in which its first lines are looked for."""
_MOST_LINES = 12
_AROUND = " \t\u00a0>*_#[](){}|~`\u2013\u2014\u2022.!-"
# A text without any of these has no such line.
_STEMS = (
    *("embarg", "sperrfrist", "not for ", "do not ", "hold ", "draft", "confidential", "эмбарго", "публик"),
    *("распространять", "разглашать", "черновик", "проект релиза", "служебного", "qilinmasin", "etilmasin"),
    *("qoralama", "қилинмасин", "этилмасин", "қоралама"),
)
_TAG = re.compile(r"<[^<>]*>")
_USES = r"(?:release|publication|broadcast|distribution|use)"
_UNTIL = (
    rf"(?:strictly )?(?:under )?embargo(?:ed)?(?: for {_USES})? (?:until|till|to)\b(?P<when>.*)",
    rf"(?:not for {_USES}(?: or {_USES})*|do not (?:publish|release|broadcast|distribute)|hold(?: for release)?)"
    r" (?:before|until|till|prior to)\b(?P<when>.*)",
    r"(?:под )?эмбарго до\b(?P<when>.*)",
    r"не (?:публиковать|распространять|разглашать|для публикации) (?:до|ранее|раньше)\b(?P<when>.*)",
    r"(?P<when>.+?) ?(?:gacha|гача) (?:embargo|эмбарго"
    r"|(?:eʼlon|e'lon|e’lon|elon|nashr|эълон|нашр) (?:qilinmasin|etilmasin|қилинмасин|этилмасин))",
    r"sperrfrist(?: bis)?:?(?P<when>.*)",
    r"(?:sous )?embargo jusqu['’]?(?:au|à)\b(?P<when>.*)",
    r"embarg(?:o|ado|ada) hasta\b(?P<when>.*)",
)
# Less often, the word stands alone, or the time comes after a colon.
_ALONE = r"(?:strictly )?(?:under )?embargo(?:ed)?\b(?P<when>.*)|(?:под )?эмбарго\b(?P<other>.*)"
_EMBARGOES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _UNTIL)
_EMBARGO = re.compile(_ALONE, re.IGNORECASE)
_NOT_OF_DATE = re.compile(
    r"^(?:[\s:,\u2013\u2014-]|(?:at|on|the|soat|соат|в)\s)+|\s*(?:local time|hours|hrs|uhr|gacha|гача|года|г\.)$",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(
    r"(?P<time>\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?(?:hours|hrs|h|ч\.?|uhr))?"
    r"(?: (?P<zone>GMT|UTC))?(?:,| on|,? on the)? (?P<date>.+)",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"(?:(?:first |final )?draft(?:[\s:\u2013\u2014-]+(?:v(?:ersion)?\.? ?)?\d[\d.]*)?"
    r"|(?:strictly |private and )?confidential|draft[\s:,\u2013\u2014-]+not for publication"
    r"|(?:do not|not (?:yet )?for) (?:publish|publication|release|distribute|distribution)"
    r"|черновик|проект релиза|не (?:публиковать|для публикации|распространять)|для служебного пользования"
    r"|qoralama|(?:eʼlon|e'lon|e’lon|elon|nashr) (?:qilinmasin|etilmasin)"
    r"|қоралама|(?:эълон|нашр) (?:қилинмасин|этилмасин))",
    re.IGNORECASE,
)
_DRAFT_BEFORE_TITLE = re.compile(
    r"[\[(]?(?:draft|embargoed|черновик|эмбарго|qoralama|қоралама)\b(?:[\])]| until|:).*", re.I
)


class EmbargoLine(Struct, frozen=True):
    """A line that says that a text is not for the public yet: its number from 0, its words, and until when.

    `until` is None where the line names no time that can be read.
    """

    number: int
    words: str
    until: Moment | None


def embargo_line(text: str, zone: ZoneInfo) -> EmbargoLine | None:
    """The first line at the head of a text that names an embargo; times without an offset are in the zone."""
    for number, line in _first_lines(text):
        when = _when(line)
        if when is not None:
            return EmbargoLine(number, shorten(line), _moment(when, zone))
        # A word alone may be about something else: “Embargo: what it means for farmers”.
        if alone := _EMBARGO.fullmatch(line):
            rest = alone["when"] or alone["other"] or ""
            until = _moment(rest, zone)
            if until or not rest.strip(_AROUND + ":") or (line[:7].isupper() and rest.lstrip().startswith(":")):
                return EmbargoLine(number, shorten(line), until)
    return None


def draft_marks(title: str, text: str) -> Iterator[tuple[int, str]]:
    """What says in a title, or in a line of its own at the head of a text, that both are not for the public.

    Each comes with the number of its line from 0, or -1 for the title.
    """
    if _DRAFT_BEFORE_TITLE.fullmatch(title):
        yield -1, shorten(title)
    yield from ((number, line) for number, line in _first_lines(text) if _DRAFT.fullmatch(line))


@lru_cache(maxsize=1)
def _first_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The first lines of a text with their numbers from 0, without what is around their words."""
    head = text[:_HEAD]
    folded = head.casefold()
    if not any(stem in folded for stem in _STEMS):
        return ()
    lines = enumerate(_TAG.sub(" ", line) for line in without_code(head).split("\n"))
    bare = ((number, " ".join(line.strip(_AROUND).split())) for number, line in lines)
    return tuple(islice(((number, line) for number, line in bare if line), _MOST_LINES))


def _when(line: str) -> str | None:
    """The time until which a line names an embargo, as it is written; None if it names none."""
    return next((match["when"] for pattern in _EMBARGOES if (match := pattern.fullmatch(line))), None)


def _moment(when: str, zone: ZoneInfo) -> Moment | None:
    written = when.strip(_AROUND + ":,")
    while (bare := _NOT_OF_DATE.sub("", written)) != written:
        written = bare
    if match := _TIME_FIRST.fullmatch(written):
        written = f"{match['date']} {match['time']}{' ' + match['zone'] if match['zone'] else ''}"
    try:
        return dates.parse(written, zone)
    except dates.DateError:
        return None
