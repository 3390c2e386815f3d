"""Dates: every form that is taken, every form that is not guessed, and the edges of calendars and clocks."""

from __future__ import annotations

import pytest

from pressgen.content.dates import parse, zone


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2020-09-24 9:05", "2020-09-24T09:05:00-04:00"),
        ("2020-09-24 09:05:30", "2020-09-24T09:05:30-04:00"),
        ("2020-09-24T09:05:30.250", "2020-09-24T09:05:30.250000-04:00"),
        ("2020-09-24T09:05:30.1234567891", "2020-09-24T09:05:30.123456-04:00"),
        ("2020-09-24t09:05z", "2020-09-24T05:05:00-04:00"),
        ("2020-09-24 09:05 UTC", "2020-09-24T05:05:00-04:00"),
        ("2020-09-24 09:05:00 +0000", "2020-09-24T05:05:00-04:00"),
        ("2015-03-17 14:00:00 -4", "2015-03-17T14:00:00-04:00"),
        ("2010-10-22 11:33:15 -0400", "2010-10-22T11:33:15-04:00"),
        ("2014-09-15T14:39:05-04:00", "2014-09-15T14:39:05-04:00"),
        ("2020-12-24 14:00+5", "2020-12-24T04:00:00-05:00"),
        ("2020-12-24 14:00 +05:30", "2020-12-24T03:30:00-05:00"),
        (" 2020-12-24   14:00\t", "2020-12-24T14:00:00-05:00"),
    ],
)
def test_a_time_is_that_instant_with_the_sites_offset(written: str, iso: str) -> None:
    moment = parse(written, zone("America/New_York"))
    assert (moment.at.isoformat(), moment.day) == (iso, False)


@pytest.mark.parametrize("written", ["2021-02-08", "2021-2-8", "2021-02-08T00:00:00Z", "2021-02-08T00:00:00.000Z"])
@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("America/New_York", "2021-02-08T00:00:00-05:00"),
        ("UTC", "2021-02-08T00:00:00+00:00"),
        ("Asia/Singapore", "2021-02-08T00:00:00+08:00"),
        ("Pacific/Kiritimati", "2021-02-08T00:00:00+14:00"),
    ],
)
def test_a_bare_date_is_that_day_in_the_sites_zone(written: str, name: str, iso: str) -> None:
    moment = parse(written, zone(name))
    assert (moment.at.isoformat(), moment.day) == (iso, True)


def test_midnight_written_with_another_offset_is_an_instant_and_not_a_day() -> None:
    moment = parse("2021-02-08T00:00:00+00:00", zone("America/New_York"))
    assert (moment.at.isoformat(), moment.day) == ("2021-02-07T19:00:00-05:00", False)


@pytest.mark.parametrize(
    "written",
    [
        "24/12/2020", "12/24/2020", "2020/12/24", "24.12.2020", "8 Mar 2022", "March 8, 2022", "2020-12-24 00:01am",
        "2021-05-01 16:30-:00+16:30", "2020-12-24 10:00 EST", "2020-12", "20201224", "2020-12-24Z", "2020-12-24 +05:00",
        "2020-12-24 10", "yesterday", "", "٢٠٢٠-١٢-٢٤", "2020-12-24 10:00:00 -", "-2020-12-24", "12020-12-24",
        "2020-12-24\n10:00", "x" * 10_000,
    ],
)  # fmt: skip
def test_a_form_with_two_meanings_is_refused_and_the_form_wanted_is_shown(written: str) -> None:
    with pytest.raises(ValueError, match="Write 2025-01-27"):
        parse(written, zone("UTC"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2020-02-30", "no day 2020-02-30"),
        ("2021-02-29", "no day"),
        ("2020-13-01", "no day"),
        ("2020-00-10", "no day"),
        ("2020-12-24 24:00", "no time 24:00"),
        ("2020-12-24 10:61", "no time 10:61"),
        ("2020-12-24 10:00:60", "no time 10:00:60"),
        ("2020-12-24 10:00 +15:00", "not an offset"),
        ("2020-12-24 10:00 -04:75", "not an offset"),
        ("1394-05-01", "1394"),
        ("0001-01-01", "before 1900"),
        ("1899-12-31 23:59", "before 1900"),
    ],
)
def test_a_day_or_time_that_does_not_exist_is_named(written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(written, zone("UTC"))


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("America/New_York", "2024-03-10 02:30", "does not exist"),
        ("America/New_York", "2024-11-03 01:30", "comes twice"),
        ("Europe/Berlin", "2024-03-31 02:00", "does not exist"),
        ("Australia/Lord_Howe", "2024-10-06 02:15", "does not exist"),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_needs_its_offset(name: str, written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(written, zone(name))
    assert parse(f"{written} +00:00", zone(name)).day is False


@pytest.mark.parametrize(
    ("name", "written", "iso"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"),
        ("Africa/Cairo", "2024-04-26", "2024-04-26T01:00:00+03:00"),
        ("America/Toronto", "1919-03-31", "1919-03-31T00:30:00-04:00"),
        ("America/Havana", "2020-11-01", "2020-11-01T00:00:00-04:00"),
    ],
)
def test_a_day_begins_with_its_first_instant_where_clocks_change_at_midnight(name: str, written: str, iso: str) -> None:
    assert parse(written, zone(name)).at.isoformat() == iso


def test_a_day_that_the_calendar_leapt_over_is_refused() -> None:
    with pytest.raises(ValueError, match="no day 2011-12-30 in Pacific/Apia"):
        parse("2011-12-30", zone("Pacific/Apia"))


def test_the_end_of_the_calendar_does_not_overflow() -> None:
    assert parse("9999-12-31", zone("America/New_York")).at.isoformat() == "9999-12-31T00:00:00-05:00"
    for name, written in (("America/New_York", "9999-12-31 23:59"), ("Asia/Tashkent", "9999-12-31 23:59Z")):
        with pytest.raises(ValueError, match="too far in the future"):
            parse(written, zone(name))


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "Asia", "", "a\0b", "Europe/Berlin\n", "é", "x" * 5_000, "localtime", "posix/UTC"]
)
def test_a_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        zone(name)


def test_the_nearest_zone_is_named() -> None:
    with pytest.raises(ValueError, match="Asia/Tashkent"):
        zone("Asia/Tashkend")
