"""Dates: from the text as written to an instant with the site's own offset."""

from __future__ import annotations

import difflib
import re
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

from pressgen.content.calendar_day import WeekdayError, readings
from pressgen.errors import Phrase, Problem, Value
from pressgen.model import Moment

FIRST_YEAR = 1900

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
_ZONE = r"(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<zh>[0-9]{1,2}?)(?::?(?P<zm>[0-9]{2}))?"
_MOMENT = re.compile(rf"{_DATE}(?:(?:[Tt]|[ \t]+){_TIME}(?:[ \t]*(?:{_ZONE}))?)?")
# Any other way to write a day, and a time after it: `27 ноября 2026 г., 14:30`, `November 27, 2026 at 2:30 pm`.
_OTHER_MOMENT = re.compile(
    r"(?P<date>.+?)(?:(?:(?<=[0-9])[Tt]|[ ,]+(?:(?:at|в|soat|соат)[ ]+)?)"
    r"(?:(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
    r"(?:[ ]*(?P<half>[AaPp])\.?[Mm]\.?)?|(?P<whole_hour>[0-9]{1,2})[ ]*(?P<whole_half>[AaPp])\.?[Mm]\.?)"
    rf"(?:[ ]*(?:{_ZONE}))?)?"
)
_BLANKS = re.compile("[ \t\u00a0\u2009\u202f]+")
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NOT_PLACES = frozenset(("localtime", "posixrules", "Factory", "right", "posix"))
_LONGEST = 60
_LONGEST_DATE = 100
_LAST_HOUR, _LAST_MINUTE, _NOON, _WIDEST_OFFSET = 23, 59, 12, 14


class DateError(ValueError):
    """A date that cannot be read: a case of `date-invalid`, and its values.

    Those of `days` are the `first` and `second` date that it may mean, each in a form that means it alone.
    """

    def __init__(self, case: str, **values: Value) -> None:
        self.case = case
        self.values = values
        super().__init__(case, values)

    def problem(self, code: str, file: str = "", **values: Value) -> Problem:
        """The problem of a code that has the cases of `date-invalid`."""
        return Problem.at(f"{code}/{self.case}", file, **self.values, **values)

    def __str__(self) -> str:
        problem = self.problem("date-invalid")
        return f"{problem.message} {problem.hint}"


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; raises ValueError for any other name."""
    if _ZONE_NAME.fullmatch(name) and name.split("/", 1)[0] not in _NOT_PLACES:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    raise ValueError(f"{name[:_LONGEST]!r} is not a time zone")


def near_zone(name: str) -> str:
    """The name of a time zone that comes near to another text, or of one such."""
    near = difflib.get_close_matches(name[:_LONGEST], sorted(available_timezones() - _NOT_PLACES), 1)
    return near[0] if near else "Asia/Tashkent"


def parse(text: str, zone: ZoneInfo) -> Moment:
    """Read a date as front matter and file names write it; raises DateError (a ValueError).

    Taken: `YYYY-MM-DD`, alone or with `T` or blanks and `H:MM[:SS[.fff]]`, and after that an offset
    (`Z`, `UTC`, `+0500`, `+05:00`, `+5`); and whatever else has one meaning: `27.11.2026`, `27 November 2026`,
    `2026-yil 27-noyabr`, `27 ноября 2026 г., 14:30`. Without an offset the time is the zone's. A day alone is
    that day in the zone, from its first instant. The offset of the result is fixed: the zone's at that instant.
    """
    written = text.strip()
    match = _MOMENT.fullmatch(written)
    if match is None:
        return _parse_other(_BLANKS.sub(" ", written), zone)
    return _moment(_day((int(match["year"]), int(match["month"]), int(match["day"])), written), match, zone, written)


def _parse_other(written: str, zone: ZoneInfo) -> Moment:
    """Read a date in any form but the usual one."""
    match = _OTHER_MOMENT.fullmatch(written) if len(written) <= _LONGEST_DATE else None
    try:
        found = readings(match["date"].rstrip(" ,")) if match else ()
    except WeekdayError as error:
        day = error.day
        weekday = Phrase.of(f"weekday-{day.weekday()}")
        raise DateError("weekday", date=_short(written), day=str(day), weekday=weekday) from None
    if match is None or not found:
        raise DateError("form", date=_short(written))
    if len(found) > 1:
        rest = _rewritten_time(match, written)
        first, second = (f"{year}-{month:02}-{day:02}{rest}" for year, month, day in found)
        raise DateError("days", date=_short(written), first=first, second=second)
    return _moment(_day(found[0], written), match, zone, written)


def _rewritten_time(match: re.Match[str], written: str) -> str:
    """The time and offset after a date as they were written, with a blank before them; empty if there are none."""
    place = max(match.start("hour"), match.start("whole_hour"))
    return f" {written[place:]}" if place >= 0 else ""


def _moment(day: date, match: re.Match[str], zone: ZoneInfo, written: str) -> Moment:
    """The moment of a day and of the time that a match may hold."""
    clock = _clock(match, written)
    try:
        if clock is None:
            return Moment(_first_instant(day, zone), day=True)
        return Moment(_instant(day, clock, match, zone, written))
    except OverflowError:
        raise DateError("future", date=_short(written)) from None


def _day(numbers: tuple[int, int, int], written: str) -> date:
    year, month, day = numbers
    if year < FIRST_YEAR:
        raise DateError("year", year=year, date=_short(written), first=FIRST_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError("day", date=f"{year}-{month:02}-{day:02}") from None


def _clock(match: re.Match[str], written: str) -> time | None:
    """The time that a match holds, if it holds one."""
    parts = match.groupdict()
    whole, half = parts.get("whole_hour"), (parts.get("half") or parts.get("whole_half") or "").lower()
    if parts["hour"] is None and whole is None:
        return None
    hour, minute, second = int(whole or parts["hour"]), int(parts["minute"] or 0), int(parts["second"] or 0)
    begin = match.start("whole_hour" if whole else "hour")
    ends = [match.end(name) for name in ("hour", "minute", "second", "half", "whole_half") if parts.get(name)]
    shown = written[begin : max(ends)]
    if half and hour == _NOON and not minute:
        raise DateError("noon", time=f"{shown}m")
    if half and not 1 <= hour <= _NOON:
        raise DateError("time", time=f"{shown}m")
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or second > _LAST_MINUTE:
        raise DateError("hour", time=f"{shown}{'m' if half else ''}")
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, minute, second, int((parts["fraction"] or "0")[:6].ljust(6, "0")))


def _instant(day: date, clock: time, match: re.Match[str], zone: ZoneInfo, written: str) -> datetime:
    local = datetime.combine(day, clock)
    if match["utc"]:
        return _fixed(local.replace(tzinfo=UTC), zone)
    if match["sign"]:
        hours, minutes = int(match["zh"]), int(match["zm"] or 0)
        if minutes > _LAST_MINUTE or hours * 60 + minutes > _WIDEST_OFFSET * 60:
            raise DateError("offset", offset=written[match.start("sign") :])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["sign"] == "-" else 1)
        return _fixed(local.replace(tzinfo=timezone(offset)), zone)
    return _local(local, zone)


def _local(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a time on the zone's clocks, if they show it exactly once."""
    if once := _shown_once(local, zone):
        return once
    earlier, later = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
    before, after = earlier.utcoffset(), later.utcoffset()
    if before != after and before is not None and after is not None:
        shown = f"{local:%Y-%m-%d %H:%M}"
        first, second = (f"{shown} {_offset(each)}" for each in (before, after))
        case = "gap" if before < after else "twice"
        raise DateError(case, time=shown, zone=zone.key, first=first, second=second)
    return _fixed(earlier, zone)


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins in the zone; not at midnight where the clocks go forward over it."""
    midnight = datetime(day.year, day.month, day.day)
    if once := _shown_once(midnight, zone):
        return once
    before = _fixed(midnight.replace(tzinfo=zone, fold=1), zone)
    if before.replace(tzinfo=None) == midnight or before.date() == day:
        return _fixed(midnight.replace(tzinfo=zone), zone)
    low, high = 0, 26 * 3600
    while high - low > 1:
        middle = (low + high) // 2
        reached = _fixed(before + timedelta(seconds=middle), zone).date() >= day
        low, high = (low, middle) if reached else (middle, high)
    first = _fixed(before + timedelta(seconds=high), zone)
    if first.date() != day:
        raise DateError("leap", date=str(day), zone=zone.key)
    return first


def _shown_once(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of a time far from any change of the clocks, as nearly all are; None for another."""
    offset = local.replace(tzinfo=zone).utcoffset()
    if offset is None or offset != local.replace(tzinfo=zone, fold=1).utcoffset() or local.year == MAXYEAR:
        return None
    return local.replace(tzinfo=timezone(offset))


def _fixed(at: datetime, zone: ZoneInfo) -> datetime:
    # By way of UTC: to its own zone, a time that no clock shows would be left as it is.
    local = at.astimezone(UTC).astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
