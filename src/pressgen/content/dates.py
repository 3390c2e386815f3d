"""Dates: the text that an author writes → an instant with the offset of the site's time zone."""

from __future__ import annotations

import difflib
import re
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

from pressgen.errors import Phrase, Problem, Value, shorten
from pressgen.model import Moment

FIRST_YEAR = 1900

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
# JavaScript writes the name of the zone behind its offset, and Go UTC behind +0000.
_ZONE = (
    r"(?P<utc>[Zz]|UTC|GMT)|(?:UTC|GMT)?(?P<sign>[+-])(?P<zh>[0-9]{1,2}?)(?::?(?P<zm>[0-9]{2}))?"
    r"(?:[ \t]+\([^\W\d_][^()0-9]*\)|(?:(?<=[+-]0000)|(?<=[+-]00:00))[ \t]+(?:UTC|GMT))?"
)
_MOMENT = re.compile(rf"{_DATE}(?:(?:[Tt]|[ \t]+){_TIME}(?:[ \t]*(?:{_ZONE}))?)?")
# Any other date, and a time after it: `27 ноября 2026 г., 14:30`, `November 27, 2026 at 2:30 pm`.
_FREE_MOMENT = re.compile(
    r"(?P<date>.+?)(?:(?:(?<=[0-9])[Tt]|[ ,]+(?:(?i:at|в|soat|соат)[ ]+)?)"
    r"(?:(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
    r"(?:[ ]*(?P<half>[AaPp])\.?[Mm]\.?)?|(?P<whole_hour>[0-9]{1,2})[ ]*(?P<whole_half>[AaPp])\.?[Mm]\.?)"
    rf"(?:[ ]*(?:{_ZONE}))?)?"
)
# As `date` and `git log` write it, with the year behind the time: `Mon Jan 27 09:00:00 2025 +0500`.
_YEAR_BEHIND = re.compile(
    r"(?P<day>[^\d:]+ \d{1,2}),? (?P<time>\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)"
    r"(?P<zone> (?:UTC|GMT|[+-]\d{2}(?::?\d{2})?))? (?P<year>\d{4})(?P<offset> .*)?"
)
# A time without an offset, and the name of a zone or its abbreviation.
_NAMED_ZONE = re.compile(
    r"(?P<time>.*?\d[:.]\d{2}(?:[:.]\d+)*(?<![+-]\d[:.]\d\d)(?<![+-]\d\d[:.]\d\d)(?: ?[AaPp]\.?[Mm]\.?)?)"
    r" [\[(]?(?!UTC\b|GMT\b|[AP]M\b)(?P<name>[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+|[A-Z]{2,5})[\])]?"
)
_TIME_FIRST = re.compile(
    r"(?P<time>\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
    r"(?P<zone> (?:GMT|UTC))?(?:,| on|,? on the)? (?P<date>.+)",
    re.IGNORECASE,
)
# Since 1970, as programs count time, from 2001 to 2029: ten digits, or with milliseconds thirteen.
_SECONDS = re.compile(r"(?P<seconds>1[0-8]\d{8})(?P<thousandths>\d{3})?", re.ASCII)
# The dashes that word processors write for hyphens, and the minus sign.
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_SPACES = re.compile("[ \t\u00a0\u2009\u202f]+")
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
# Files beside the zones that depend on the computer, or are the zones once more.
_NOT_ZONES = frozenset(("localtime", "posixrules", "Factory", "right", "posix"))
_MAX_ZONE_NAME = 60
_MAX_LENGTH = 100
_LAST_HOUR, _LAST_MINUTE, _NOON, _MAX_OFFSET = 23, 59, 12, 14


class DateError(ValueError):
    """A date that cannot be read: a case of the problem `date-invalid`, with its values.

    The case `days` has the `first` and the `second` date that it may mean, each in an unambiguous form.
    """

    def __init__(self, case: str, **values: Value) -> None:
        self.case = case
        self.values = values
        super().__init__(case, values)

    def problem(self, code: str, file: str = "", **values: Value) -> Problem:
        """The problem of a code with the same cases as `date-invalid`."""
        return Problem.at(f"{code}/{self.case}", file, **self.values, **values)

    def __str__(self) -> str:
        problem = self.problem("date-invalid")
        return f"{problem.message} {problem.hint}"


def zone(name: str) -> ZoneInfo:
    """The IANA time zone with that name; raises ValueError for any other name."""
    # ZoneInfo opens a file of that name: only names that can be zones may reach it.
    if _ZONE_NAME.fullmatch(name) and name.split("/", 1)[0] not in _NOT_ZONES:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    raise ValueError(f"{name[:_MAX_ZONE_NAME]!r} is not a time zone")


def near_zone(name: str) -> str:
    """The name of a time zone that is similar to another text, or an example."""
    matches = difflib.get_close_matches(name[:_MAX_ZONE_NAME], sorted(available_timezones() - _NOT_ZONES), 1)
    return matches[0] if matches else "Asia/Tashkent"


def time_text(at: datetime, is_day: bool = False) -> str:
    """A time as authors are shown it, in a form that they may write: `2025-01-27 14:30`, or its day alone."""
    return f"{at:%Y-%m-%d}" if is_day else f"{at:%Y-%m-%d %H:%M:%S}" if at.second else f"{at:%Y-%m-%d %H:%M}"


def parse(text: str, zone: ZoneInfo) -> Moment:
    """Read a date of front matter or of a file name; raises DateError (a ValueError).

    The forms are `YYYY-MM-DD`, alone or with `T` or spaces and `H:MM[:SS[.fff]]`, and after that an offset
    (`Z`, `UTC`, `+0500`, `+05:00`, `+5`, `UTC+05:00`); and any other form with one meaning: `27.11.2026`,
    `27 November 2026`, `2026-yil 27-noyabr`, `27 ноября 2026 г., 14:30`, `14:30 27.11.2026`, seconds and milliseconds
    since 1970. Without an offset the time is local to the zone. A day without a time is its first instant in the
    zone. The result has a fixed offset: the zone's at that instant.
    """
    stripped = text.strip().translate(_DASHES)
    match = _MOMENT.fullmatch(stripped)
    if match is None:
        return _parse_free(_SPACES.sub(" ", stripped), zone)
    return _moment(_day((int(match["year"]), int(match["month"]), int(match["day"])), stripped), match, zone, stripped)


def start_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the day of another instant began in the zone."""
    return _first_instant(at.astimezone(zone).date(), zone)


def end_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the day of another instant is over in the zone."""
    for days in (1, 2):  # zones have skipped a day
        try:
            return _first_instant(at.date() + timedelta(days=days), zone)
        except (DateError, OverflowError):
            continue
    return at


def end_of(until: Moment, zone: ZoneInfo) -> datetime:
    """When something ends that is valid until a time, or to the end of a day, as people read “until Friday”."""
    return end_of_day(until.at, zone) if until.day else until.at


def _parse_free(text: str, zone: ZoneInfo) -> Moment:
    """Read a date in any other form than `YYYY-MM-DD`."""
    # Its patterns for the names of months take milliseconds, and most sites have only dates in digits.
    from pressgen.content.calendar_day import WeekdayError, days_of

    if stamp := _SECONDS.fullmatch(text):
        since = timedelta(seconds=int(stamp["seconds"]), milliseconds=int(stamp["thousandths"] or 0))
        return Moment(_with_fixed_offset(datetime(1970, 1, 1, tzinfo=UTC) + since, zone))
    if len(text) > _MAX_LENGTH:
        raise DateError("form", date=shorten(text))
    named = _NAMED_ZONE.fullmatch(text)
    if named and is_date(named["time"], zone):
        # IST, CST and BST are several zones each, and only the rules of the site's zone are known to the cache.
        raise DateError("zone", offset=named["name"])
    written, text = shorten(text), with_day_first(text)
    text = _YEAR_BEHIND.sub(r"\g<day> \g<year> \g<time>\g<zone>\g<offset>", text)
    match = _FREE_MOMENT.fullmatch(text)
    try:
        days = days_of(match["date"].rstrip(" ,")) if match else ()
    except WeekdayError as error:
        day = error.day
        weekday = Phrase.of(f"weekday-{day.weekday()}")
        raise DateError("weekday", date=written, day=str(day), weekday=weekday) from None
    if match is None or not days:
        raise DateError("form", date=written)
    if len(days) > 1:
        time_text = _time_text(match, text)
        first, second = (f"{year}-{month:02}-{day:02}{time_text}" for year, month, day in days)
        raise DateError("days", date=written, first=first, second=second)
    return _moment(_day(days[0], text), match, zone, text)


def with_day_first(text: str) -> str:
    """A time that stands before its day, as in `14:30 25.7.2021`, behind it."""
    return _TIME_FIRST.sub(r"\g<date> \g<time>\g<zone>", text) if _TIME_FIRST.fullmatch(text) else text


def moment_of(text: str, zone: ZoneInfo) -> Moment | None:
    """The date that a text is; None if it cannot be read."""
    try:
        return parse(text, zone)
    except DateError:
        return None


def is_date(text: str, zone: ZoneInfo) -> bool:
    """Whether a text is a date, even one that cannot be or has several meanings."""
    try:
        parse(text, zone)
    except DateError as error:
        return error.case != "form"
    return True


def _time_text(match: re.Match[str], text: str) -> str:
    """The time and offset after a date as the author wrote them, with a space before; "" if there are none."""
    start = max(match.start("hour"), match.start("whole_hour"))
    return f" {text[start:]}" if start >= 0 else ""


def _moment(day: date, match: re.Match[str], zone: ZoneInfo, text: str) -> Moment:
    """The moment of a day and of the time in a match, if there is one."""
    clock = _clock(match, text)
    try:
        if clock is None:
            return Moment(_first_instant(day, zone), day=True)
        return Moment(_instant(day, clock, match, zone, text))
    except OverflowError:
        raise DateError("future", date=shorten(text)) from None


def _day(numbers: tuple[int, int, int], text: str) -> date:
    year, month, day = numbers
    if year < FIRST_YEAR:
        raise DateError("year", year=year, date=shorten(text), first=FIRST_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError("day", date=f"{year}-{month:02}-{day:02}") from None


def _clock(match: re.Match[str], text: str) -> time | None:
    """The time in a match; None if there is none."""
    groups = match.groupdict()
    full_hour, half = groups.get("whole_hour"), (groups.get("half") or groups.get("whole_half") or "").lower()
    if groups["hour"] is None and full_hour is None:
        return None
    hour, minute, second = int(full_hour or groups["hour"]), int(groups["minute"] or 0), int(groups["second"] or 0)
    # 12 am and 12 pm mean noon to some and midnight to others.
    if half and hour == _NOON and not minute:
        raise DateError("noon", time=f"{_clock_text(match, text)}m")
    if half and not 1 <= hour <= _NOON:
        raise DateError("time", time=f"{_clock_text(match, text)}m")
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or second > _LAST_MINUTE:
        raise DateError("hour", time=f"{_clock_text(match, text)}{'m' if half else ''}")
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, minute, second, int((groups["fraction"] or "0")[:6].ljust(6, "0")))


def _clock_text(match: re.Match[str], text: str) -> str:
    """The time in a match as it was written, without the m of am and pm."""
    names = ("hour", "minute", "second", "half", "whole_hour", "whole_half")
    spans = [match.span(name) for name, part in match.groupdict().items() if name in names and part]
    return text[min(start for start, _ in spans) : max(end for _, end in spans)]


def _instant(day: date, clock: time, match: re.Match[str], zone: ZoneInfo, text: str) -> datetime:
    local = datetime.combine(day, clock)
    if match["utc"]:
        return _with_fixed_offset(local.replace(tzinfo=UTC), zone)
    if match["sign"]:
        hours, minutes = int(match["zh"]), int(match["zm"] or 0)
        if minutes > _LAST_MINUTE or hours * 60 + minutes > _MAX_OFFSET * 60:
            raise DateError("offset", offset=text[match.start("sign") :])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["sign"] == "-" else 1)
        return _with_fixed_offset(local.replace(tzinfo=timezone(offset)), zone)
    return _local_instant(local, zone)


def _local_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a local time; raises DateError if the zone's clocks show it twice or never."""
    if instant := _unambiguous(local, zone):
        return instant
    earlier, later = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    first_offset, second_offset = earlier.utcoffset(), later.utcoffset()
    if first_offset != second_offset and first_offset is not None and second_offset is not None:
        shown = time_text(local)
        first, second = (f"{shown} {_format_offset(offset)}" for offset in (first_offset, second_offset))
        case = "gap" if first_offset < second_offset else "twice"
        raise DateError(case, time=shown, zone=zone.key, first=first, second=second)
    return _with_fixed_offset(earlier, zone)


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in the zone; raises DateError for a day that the zone skipped."""
    midnight = datetime(day.year, day.month, day.day)
    if instant := _unambiguous(midnight, zone):
        return instant
    previous = _with_fixed_offset(midnight.replace(tzinfo=zone, fold=1), zone)
    if previous.replace(tzinfo=None) == midnight or previous.date() == day:
        return _with_fixed_offset(midnight.replace(tzinfo=zone), zone)
    # The clocks go forward over midnight: the day begins within a day and two hours, and is searched for.
    low, high = 0, 26 * 3600
    while high - low > 1:
        middle = (low + high) // 2
        has_begun = _with_fixed_offset(previous + timedelta(seconds=middle), zone).date() >= day
        low, high = (low, middle) if has_begun else (middle, high)
    first = _with_fixed_offset(previous + timedelta(seconds=high), zone)
    if first.date() != day:
        raise DateError("leap", date=str(day), zone=zone.key)
    return first


def _unambiguous(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of a local time if the clocks show it once, as nearly always; None if they may not."""
    offset = local.replace(tzinfo=zone).utcoffset()
    if offset is None or offset != local.replace(tzinfo=zone, fold=1).utcoffset() or local.year == MAXYEAR:
        return None
    return local.replace(tzinfo=timezone(offset))


def _with_fixed_offset(at: datetime, zone: ZoneInfo) -> datetime:
    # By way of UTC: to its own zone, a time that no clock shows would be left as it is.
    local = at.astimezone(UTC).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def _format_offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
