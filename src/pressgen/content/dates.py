"""Dates: from the text as written to an instant with the site's own offset."""

from __future__ import annotations

import difflib
import re
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

from pressgen.model import Moment

FIRST_YEAR = 1900
FORMS = "Write 2025-01-27, or with the time 2025-01-27 14:30, or with its offset too: 2025-01-27 14:30 +05:00."

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
_ZONE = r"(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<zh>[0-9]{1,2}?)(?::?(?P<zm>[0-9]{2}))?"
_MOMENT = re.compile(rf"{_DATE}(?:(?:[Tt]|[ \t]+){_TIME}(?:[ \t]*(?:{_ZONE}))?)?")
_DAY_BY_CMS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00(?:\.0+)?Z")
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NOT_PLACES = frozenset(("localtime", "posixrules", "Factory", "right", "posix"))
_LONGEST = 60
_LAST_HOUR, _LAST_MINUTE, _WIDEST_OFFSET = 23, 59, 14


class DateError(ValueError):
    """A date that cannot be taken: `message` says what was found, `hint` what to write."""

    def __init__(self, message: str, hint: str = FORMS) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message, hint)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; raises ValueError for any other name."""
    if _ZONE_NAME.fullmatch(name) and name.split("/", 1)[0] not in _NOT_PLACES:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    near = difflib.get_close_matches(name[:_LONGEST], sorted(available_timezones() - _NOT_PLACES), 1)
    raise DateError(
        f"“{_short(name)}” is not a time zone.", f"Write a name such as {near[0] if near else 'Asia/Tashkent'}."
    )


def parse(text: str, zone: ZoneInfo) -> Moment:
    """Read a date as front matter and file names write it; raises DateError (a ValueError).

    Taken: `YYYY-MM-DD`, alone or with `T` or blanks and `H:MM[:SS[.fff]]`, and after that an offset
    (`Z`, `UTC`, `+0500`, `+05:00`, `+5`). Without an offset the time is the zone's. A day alone is
    that day in the zone, from its first instant; so is `…T00:00:00.000Z`, which editors write for
    a day. The offset of the result is fixed: the zone's at that instant.
    """
    written = text.strip()
    by_cms = _DAY_BY_CMS.fullmatch(written)
    match = _MOMENT.fullmatch(by_cms[1] if by_cms else written)
    if match is None:
        raise DateError(f"“{_short(written)}” is not a date in a form that has one meaning.")
    day = _day(match, written)
    try:
        if match["hour"] is None:
            return Moment(_first_instant(day, zone), day=True)
        return Moment(_instant(day, match, zone, written))
    except OverflowError:
        raise DateError(f"{_short(written)} is too far in the future.", FORMS) from None


def _day(match: re.Match[str], written: str) -> date:
    year = int(match["year"])
    if year < FIRST_YEAR:
        raise DateError(
            f"The year {year} in {_short(written)} lies before {FIRST_YEAR}.",
            "Write the year of the Gregorian calendar.",
        )
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise DateError(f"There is no day {match['year']}-{match['month']}-{match['day']}.", FORMS) from None


def _instant(day: date, match: re.Match[str], zone: ZoneInfo, written: str) -> datetime:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or second > _LAST_MINUTE:
        clock = written[match.start("hour") : match.end("second" if match["second"] else "minute")]
        raise DateError(
            f"There is no time {clock}.",
            "Hours go from 0 to 23, minutes and seconds from 0 to 59; 24:00 is 00:00 of the next day.",
        )
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    local = datetime(day.year, day.month, day.day, hour, minute, second, microsecond)
    if match["utc"]:
        return _fixed(local.replace(tzinfo=UTC), zone)
    if match["sign"]:
        hours, minutes = int(match["zh"]), int(match["zm"] or 0)
        if minutes > _LAST_MINUTE or hours * 60 + minutes > _WIDEST_OFFSET * 60:
            raise DateError(
                f"{written[match.start('sign') :]} is not an offset from UTC.", "Offsets go from -14:00 to +14:00."
            )
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
        what = "does not exist" if before < after else "comes twice"
        offsets = " or ".join(f"{local:%Y-%m-%d %H:%M} {_offset(each)}" for each in (before, after))
        raise DateError(
            f"{local:%Y-%m-%d %H:%M} {what} in {zone.key}: the clocks change then.",
            f"Write it with its offset: {offsets}.",
        )
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
        raise DateError(f"There was no day {day} in {zone.key}: the calendar leaps over it.")
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
