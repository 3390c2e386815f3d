"""Lines with which press offices begin a text, such as “EMBARGOED UNTIL 9 December 2026, 10:00” or “DRAFT”."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from pressgen.content import dates
from pressgen.content.text import shortcodes
from pressgen.content.text.foreign import without_code
from pressgen.content.text.rare_forms import RareForm
from pressgen.errors import shorten
from pressgen.model import Moment

_HEAD = 600
"""Characters of a text in which its first lines are looked for."""
_MOST_LINES = 12
_LONGEST_CAPTION = 500
# A text without any of these has no such line.
_STEMS = (
    *("mbarg", "sperrfrist", "for release", "for publication", "for broadcast", "not for ", "not to be ", "do not "),
    *("hold ", "draft", "confiden", "эмбарго", "публик", "распространять", "разглашать", "черновик", "entwurf"),
    *("проект релиза", "служебного", "masin", "qoralama", "масин", "қоралама"),
    *("brouillon", "borrador", "öffentlich", "vertraulich", "ne pas ", "no publicar"),
)
# No links, since [Draft](law.pdf) is a document, and no comments, which are notes of the author.
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]*>|!\[[^\[\]]*\]\([^()]*\)|\{:?\s*[.#][^{}]*\}|\[/?(?:b|i|u|center)\]",
    re.IGNORECASE,
)
# Signs around and between words: emphasis, quotation marks, brackets, symbols. Dates and times have the others.
_SIGNS = re.compile(r"[^\w\s,.:;/'’‘ʻʼ`´+\u2010-\u2015-]|_")
_AROUND = " ,.:;/+'’‘ʻʼ`´\u2010\u2011\u2012\u2013\u2014\u2015-"
_NUMBER = re.compile(r"[\s>]*\d{1,3}[.)]\s+")
# What press offices write before it: PRESS RELEASE – EMBARGOED, strictly under embargo, материал под эмбарго.
_BEFORE = re.compile(
    r"^(?:(?:(?:press|news|media) (?:release|statement|information)|press|news|media|(?:please )?note|n\.?b"
    r"|attention|important|strict(?:ly)?|please|under|sous|пресс-релиз|материал|информация|внимание|важно"
    r"|diqqat|muhim|диққат|муҳим|строго|просьба|пожалуйста|под)[\s:.,|\u2013\u2014-]+)+"
    r"|^(?:[^.:]{0,60} )?this (?:\w+ )?(?:release|statement|report|document|article|text|information|material) is"
    r" (?:strictly )?(?:under )?(?:strict )?",
    re.IGNORECASE,
)
_USE = r"(?:release|publication|broadcast|distribution|media|press|use)"
_USES = rf"{_USE}(?:(?:,? (?:or|and)|,) {_USE})*"
_DO = r"(?:publish|release|broadcast|distribute|use)"
_UNTIL_WORDS = r"(?:before|until|till|prior to)"
_ELON = r"(?:e['’‘ʻʼ`´]?lon|nashr|эълон|нашр) (?:qilinmasin|etilmasin|қилинмасин|этилмасин)"
_UNTIL = (
    rf"embargo(?:ed)?(?: for {_USES})?:? (?:until|till|to)\b(?P<when>.*)",
    rf"(?:not (?:for {_USES}|to be (?:published|released|broadcast|used))|do not {_DO}(?:(?:,? (?:or|and)|,) {_DO})*"
    rf"|hold for release) {_UNTIL_WORDS}\b(?P<when>.*)",
    r"hold until\b(?P<when>.*)",
    r"эмбарго:? до\b(?P<when>.*)",
    r"не (?:публиковать|распространять|разглашать|для публикации) (?:до|ранее|раньше)\b(?P<when>.*)",
    r"(?:публиковать|для публикации) не (?:ранее|раньше)\b(?P<when>.*)",
    rf"(?P<when>.+?) ?(?:gacha|гача|ga qadar|га қадар) (?:embargo|эмбарго|{_ELON})",
    r"sperrfrist\b(?: bis)?(?P<when>.*)",
    r"embargo jusqu['’]?(?:au|à)\b(?P<when>.*)",
    r"embarg(?:o|ado|ada) (?:hasta|até|fino al|bis)\b(?P<when>.*)",
)
# Less often, the word stands alone, or the time comes after a colon. Only with a time, others say the same.
_ALONE = rf"embargo(?:ed)?\b(?P<when>.*)|эмбарго\b(?P<when_ru>.*)|{_ELON}:(?P<when_uz>.*)"
_WITH_TIME = (
    rf"(?:embargoed for(?: {_USES})?|(?:hold )?for {_USES}):?(?: (?:on|at|from|after|not before))?\b(?P<when>.*)"
    r"|(?:(?:embargo|эмбарго) (?:date|time|ends?|lifts?|lifted|expires?)|срок эмбарго):(?P<label>.*)"
    r"|для публикации (?:с|после)\b(?P<when_ru>.*)"
)
_EMBARGOES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _UNTIL)
_EMBARGO, _TIMED = re.compile(_ALONE, re.IGNORECASE), re.compile(_WITH_TIME, re.IGNORECASE)
_NOT_OF_DATE = re.compile(
    r"^(?:[\s:,.\u2013\u2014-]|(?:at|on|the|soat|соат|в|с)\s)+"
    r"|\s*(?:local time|gacha|гача|ga qadar|га қадар|года|г\.)$",
    re.IGNORECASE,
)
_NOON = re.compile(r"\b(?:12 )?noon\b", re.IGNORECASE)
_AT = re.compile(r"(?:^|(?<=\s))(?:à|um|a las|las|às|alle)\s+(?=\d)", re.IGNORECASE)
_BETWEEN_DAY_AND_TIME = re.compile(r"\s+(,?)(?:[/\u2013\u2014-]\s+)?")
# 10 Uhr, 10h30, 10 h, 1000 hours.
_HOUR = re.compile(
    r"(?<![\d:.-])(\d\d?)(?:[:.]?(\d\d))? ?(?:uhr|hours|hrs|h|ч|часов)(?: ?(\d\d))?(?!\w)", re.IGNORECASE
)
JOINT = re.compile(r"(?<!\d)[-_/]+|[-_/]+(?!\d)")
"""What is between the words of a name or an address; in a day, it stays."""
_UTC = ZoneInfo("UTC")
_BETWEEN_WORDS = re.compile(r"[\s,]+|(?<=\d)T(?=\d)")
_CLOCK_BEHIND = re.compile(r",? (?:at |в |soat |соат )?\d{1,2}(?:[:.]\d{2}| ?[ap]\.?m\b).*$", re.IGNORECASE)
_HALF_YEAR, _LEAP_YEAR = timedelta(days=183), 2024
_DAY_WORDS, _MOST_WORDS = 6, 14
_DRAFTS = "draft|черновик|qoralama|қоралама|entwurf|brouillon|borrador"
_PRIVATE = (
    "(?:please )?(?:do not|not (?:yet )?for) (?:publish|publication|release|distribute|distribution)(?: yet)?"
    "|(?:strictly |private and )?confidential|не (?:публиковать|для публикации|распространять)"
    f"|для служебного пользования|{_ELON}|nicht (?:veröffentlichen|zur veröffentlichung)|(?:streng )?vertraulich"
    "|ne pas (?:publier|diffuser)|confidentiel|no publicar|confidencial"
)
_VERSION = r"(?:[\s:\u2013\u2014-]+(?:v(?:ersion)?\.? ?)?\d[\d.]*)?"
_DRAFT = re.compile(
    rf"(?:first |final )?(?:{_DRAFTS}){_VERSION}"
    rf"|(?:{_DRAFTS})[\s:,.\u2013\u2014-]+(?:for (?:approval|review)|{_PRIVATE})"
    # The last are keys that came below the front matter.
    rf"|{_PRIVATE}|проект релиза|(?:{_DRAFTS}): (?:true|yes|да|ha|ҳа)|status: draft",
    re.IGNORECASE,
)
# Trade has embargoes as well; only releases are embargoed.
_EMBARGOED = re.compile(
    r"\bembargoed\b|\bunder embargo\b|под эмбарго|\bsperrfrist\b"
    # In brackets or behind a dash, with its day.
    r"|(?:(?<=[\[(])|(?<=[|\u2013\u2014-] ))(?:sous )?(?:embargo|embargad[oa]|эмбарго)\b(?=[^\])]*\d)",
    re.IGNORECASE,
)
# In capitals, it is no word of a sentence, but stands before or behind one.
_LOUD = re.compile(r"\bEMBARGOED\b|\bUNDER EMBARGO\b|ПОД ЭМБАРГО")
_OF_TRADE = re.compile(r"\W*(?:embargo|эмбарго)\b", re.IGNORECASE)
_UNDER = "(?:strict(?:ly)?|under|sous|bajo|unter|под) "
_EMBARGOES_ALONE = f"(?:{_UNDER})*(?:embargo|эмбарго)|sperrfrist"
_UNPUBLISHED = rf"(?:{_DRAFTS}){_VERSION}|(?:{_UNDER})*embargoed|(?:{_UNDER})+(?:embargo|эмбарго)"
_MARKS = f"{_UNPUBLISHED}|{_PRIVATE}|(?:on )?hold(?: for release)?|wip"
_LOUD_MARKS = f"{_EMBARGOES_ALONE}|embargoed|wip|{_DRAFTS}|{_PRIVATE}".upper()
_BEHIND = r"(?: ?[:|]| [-/\u2013\u2014]) .+"
_DRAFT_IN_TITLE = re.compile(
    r"(?:[^\w\[({]*(?i:(?:press|news|media) release|пресс-релиз|pressemitteilung|communiqué de presse)\W+|[^\w\[({]+)?"
    rf"(?:(?i:(?:{_MARKS}){_BEHIND}|(?:draft|черновик|qoralama|қоралама|embargoed)(?: until|:).*"
    rf"|(?:.* )?[\[({{](?:{_MARKS}|private|{_EMBARGOES_ALONE})[\])}}](?: .*)?|.* [-|\u2013\u2014] (?:{_UNPUBLISHED}))"
    # In capitals beside other words, the word says it; in a headline all in capitals, only with a sign between them.
    rf"|(?P<end>.*(?: [-|\u2013\u2014]|:) )?(?:{_LOUD_MARKS})"
    rf"(?(end)(?<!EMBARGO)(?<!ЭМБАРГО)\W*|(?:{_BEHIND}|(?=[\W_])(?!-).*[a-zа-яёўқғҳ].*)))"
)


_PICTURES = (
    RareForm("!", re.compile(r"!(?=\[)[^\n]*")),
    RareForm("<", re.compile(r"<(?=img)[^>]*")),
    # Shortcodes of Hugo and tags of Liquid.
    RareForm("{", re.compile(r"\{(?=\{[<%]|%)[^\n]*")),
    # The address of a picture may be in a definition of its own.
    RareForm("]", re.compile(r"\](?=: )[^\n]*")),
)
"""Where a text has the captions of pictures."""
_CAPTION = re.compile(r"""!\[([^\[\]]*)\]|"([^"]*)"|'([^']*)'""")
_END_OF_TIME = re.compile(r"(?::|\.|;|\]|\)| \|| [-\u2013\u2014])(?=\s+[^\W\d])|[\])]$")


class EmbargoLine(Struct, frozen=True):
    """A line that says that a text is not for the public yet: its words, until when, and its number from 0.

    `until` is None where the line names no time that can be read; `unread` is what it says in its place.
    """

    words: str
    until: Moment | None
    unread: str = ""
    number: int = -1

    def names_day(self) -> bool:
        """Whether it says until when, even if that cannot be read."""
        return self.until is not None or _begins_with_day(self.unread)


def embargo_lines(text: str, zone: ZoneInfo, title: str = "") -> Iterator[EmbargoLine]:
    """The lines at the head of a text that name an embargo; times without an offset are in the zone.

    So can a title, whose number is -1, and the caption of a picture in the text.
    """
    if embargo := embargo_in_prose(title, zone):
        yield embargo
    lines = _first_lines(text)
    # The time may be on the next line, or end there.
    for (number, line), (_, following) in zip(lines, (*lines[1:], (0, "")), strict=False):
        if embargo := _in_line(line, following, zone):
            yield structs.replace(embargo, number=number)
    for number, words in _captions(text):
        if embargo := embargo_in_prose(words, zone):
            yield structs.replace(embargo, number=number)


def _captions(text: str) -> Iterator[tuple[int, str]]:
    """The captions of pictures in a text that may name an embargo, each once, with the numbers of their lines."""
    pictures = [match for sign, pattern in _PICTURES if sign in text for match in pattern.finditer(text)]
    if not pictures:
        return
    captions = [*shortcodes.captions(text)]
    if may_be_line("\n".join(match[0] for match in pictures)):
        captions += [
            (picture.start() + caption.start(), next(filter(None, caption.groups()), ""))
            for picture in pictures
            for caption in _CAPTION.finditer(picture[0])
        ]
    seen = {""}
    number = at = 0
    for place, words in sorted(captions):
        if words not in seen and may_be_line(words):
            number, at = number + text.count("\n", at, place), place
            yield number, words
        seen.add(words)


def may_be_line(text: str) -> bool:
    """Whether a text has words of such a line; most texts have none."""
    folded = text.casefold().replace("\u00a0", " ")
    return any(map(folded.__contains__, _STEMS))


def embargo_line(text: str, zone: ZoneInfo) -> EmbargoLine | None:
    """The first of them."""
    return next(embargo_lines(text, zone), None)


def _in_line(line: str, following: str, zone: ZoneInfo) -> EmbargoLine | None:
    has_words = following and _BEFORE.sub("", f"{line} ", count=1)
    joined = _embargo_in(f"{line} {following}", zone) if has_words else None
    found = joined if joined and joined.until else _embargo_in(line, zone)
    return found or (embargo_in_prose(line, zone) if _LOUD.search(line) else None)


def embargo_in_prose(text: str, zone: ZoneInfo) -> EmbargoLine | None:
    """An embargo before, behind or in place of a headline or a caption: “EMBARGOED until 9 December: The plan”."""
    text = text[:_LONGEST_CAPTION]
    if not may_be_line(text):
        return None
    starts = [0, *(match.start() for match in _EMBARGOED.finditer(text))]
    # An embargo alone can be one in trade.
    is_of_trade = len(starts) == 1 and _OF_TRADE.match(text)
    wholes: list[EmbargoLine | None] = []
    for start in starts:
        # What follows the time must not be part of it: an hour, a zone.
        ends = [end.start() for end in _END_OF_TIME.finditer(text, start)]
        whole, *parts = (_embargo_in(_bare(text[start:end]), zone) for end in (len(text), *reversed(ends)))
        wholes.append(None if is_of_trade else whole)
        for embargo in (wholes[-1], *parts):
            if embargo and (embargo.until or _moment(_with_year(embargo.unread, _LEAP_YEAR), zone)):
                return embargo
        if wholes[-1] and wholes[-1].names_day():
            return wholes[-1]
    return wholes[0] if len(starts) > 1 else None


def embargo_in_note(text: str, zone: ZoneInfo) -> EmbargoLine | None:
    """An embargo in a few words that are no sentence, such as a tag; one that may be in trade names its day."""
    if embargo := embargo_in_prose(text, zone):
        return embargo
    line = embargo_line(text, zone)
    return line if line and line.names_day() else None


def names_embargo(name: str) -> bool:
    """Whether the name of a folder or file says until when that is not public, as `embargo-until-2026-12-10` does."""
    words = JOINT.sub(" ", name)
    embargo = embargo_in_note(words, _UTC) if may_be_line(words) else None
    return embargo is not None and embargo.names_day()


def _embargo_in(line: str, zone: ZoneInfo) -> EmbargoLine | None:
    bare = _BEFORE.sub("", line, count=1)
    when = next((match["when"] for pattern in _EMBARGOES if (match := pattern.fullmatch(bare))), None)
    if when is not None:
        until = _moment(when, zone)
        return EmbargoLine(shorten(line), until, "" if until else when)
    alone = _EMBARGO.fullmatch(bare)
    match = _TIMED.fullmatch(bare) or alone
    if match is None:
        return None
    rest = next(words for words in match.groups() if words is not None)
    until = _moment(rest, zone)
    unread = rest if until is None and _begins_with_day(rest) else ""
    # A word alone may be about something else: “Embargo: what it means for farmers”.
    is_label = alone is not None and (not rest.strip(_AROUND) or (bare[:7].isupper() and rest.lstrip()[:1] == ":"))
    return EmbargoLine(shorten(line), until, unread) if until or unread or is_label else None


def _begins_with_day(words: str) -> bool:
    """Whether words begin with a day, or with a number before one: `6 am EST, 9 December`."""
    parts = _parts(_NOT_OF_DATE.sub("", words))
    starts = len(parts) if parts and parts[0][0].isdigit() else 1
    return any(_days(parts, _LEAP_YEAR, starts))


def latest_day(words: str, start: date) -> date | None:
    """The latest day that words around a time may mean; one without a year is in the half year from `start` on."""
    parts = _parts(words)
    days = (found for year in (start.year, start.year + 1) for found in _days(parts, year, len(parts)))
    return max((day for day, has_year in days if has_year or start <= day <= start + _HALF_YEAR), default=None)


def moment_near(words: str, start: date, zone: ZoneInfo) -> Moment | None:
    """The time that words without a year mean in the half year from `start` on; None if it cannot be read."""
    moments = (_moment(_with_year(words, year), zone) for year in (start.year, start.year + 1))
    return next((each for each in moments if each and start <= each.at.date() <= start + _HALF_YEAR), None)


def _with_year(words: str, year: int) -> str:
    """A day, and an hour after it, with a year between them."""
    written = plain_time(words)
    clock = _CLOCK_BEHIND.search(written)
    return f"{written[: clock.start()]} {year}{clock[0]}" if clock else f"{written} {year}"


def is_after(line: EmbargoLine | None, start: Moment | None, zone: ZoneInfo) -> bool:
    """Whether a line says that a text is not public at the start, if that is known, or cannot be read."""
    if line is None or start is None:
        return line is not None
    until = line.until or moment_near(line.unread, start.at.date(), zone)
    return until is None or until.at > start.at


def _parts(words: str) -> list[str]:
    return [part for part in _BETWEEN_WORDS.split(words) if part][:_MOST_WORDS]


def _days(parts: list[str], year: int, starts: int) -> Iterator[tuple[date, bool]]:
    """The days that words from one of the first `starts` on may mean, and whether each has a year but the one given."""
    from pressgen.content.calendar_day import WeekdayError, days_of

    windows = [" ".join(parts[start:end]) for start in range(starts) for end in range(start + 1, start + _DAY_WORDS)]
    for text, has_year in ((f"{window}{end}", not end) for window in windows for end in ("", f" {year}")):
        try:
            yield from [(date(*numbers), has_year) for numbers in days_of(text)]
        except WeekdayError as error:
            yield error.day, has_year
        except ValueError:
            continue


def draft_marks(title: str, text: str) -> Iterator[tuple[int, str]]:
    """What says in a title, or in a line of its own at the head of a text, that both are not for the public.

    Each comes with the number of its line from 0, or -1 for the title.
    """
    if _DRAFT_IN_TITLE.fullmatch(title):
        yield -1, shorten(title)
    yield from ((number, line) for number, line in _first_lines(text) if _DRAFT.fullmatch(line))


@lru_cache(maxsize=1)
def _first_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The first lines of a text with their numbers from 0, without what is around their words."""
    head = text[:_HEAD]
    if not may_be_line(head):
        return ()
    # Typescripts have such a line in the middle, behind spaces.
    prose = without_code(head, has_indented=False)
    lines = ((number, _bare(line)) for number, line in enumerate(prose.split("\n")))
    return tuple(islice(((number, line) for number, line in lines if line), _MOST_LINES))


def _bare(line: str) -> str:
    """The words of a line, without tags and signs, and without the number of an item."""
    number = _NUMBER.match(line)
    text = html.unescape(_MARKUP.sub(" ", line[number.end() :] if number else line))
    return " ".join(_SIGNS.sub(" ", text).split()).strip(_AROUND)


def plain_time(when: str) -> str:
    """A time with the words that press offices write around it, in a form that `dates.parse` may read."""
    written = _AT.sub("", _NOON.sub("12:00", when.strip(_AROUND)))
    written = _HOUR.sub(lambda time: f"{time[1]}:{time[2] or time[3] or '00'}", written)
    written = _BETWEEN_DAY_AND_TIME.sub(r"\1 ", written)
    while (bare := _NOT_OF_DATE.sub("", written)) != written:
        written = bare
    return dates.with_day_first(written)


def readable(written: str, zone: ZoneInfo) -> str:
    """A time as it is written if that can be read, else as a plain one."""
    return written if dates.is_date(written, zone) else plain_time(written)


def _moment(when: str, zone: ZoneInfo) -> Moment | None:
    return dates.moment_of(plain_time(when), zone)
