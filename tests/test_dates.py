"""Dates: every form that is taken, every form that is not guessed, and the edges of calendars and clocks."""

from __future__ import annotations

import pytest

from pressgen.content.dates import DateError, end_of, near_zone, parse, zone


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


@pytest.mark.parametrize("written", ["2021-02-08", "2021-2-8", "2021/02/08", "8 February 2021", "2021-yil 8-fevral"])
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


@pytest.mark.parametrize(
    "written",
    [
        "2021-02-08T00:00:00+00:00",
        "2021-02-08T00:00:00Z",
        "2021-02-08T00:00:00.000Z",
        "2021-02-08T00:00Z",
        "2021-02-08 00:00 UTC",
    ],
)
def test_midnight_written_with_an_offset_is_that_instant_in_every_spelling(written: str) -> None:
    moment = parse(written, zone("America/New_York"))
    assert (moment.at.isoformat(), moment.day) == ("2021-02-07T19:00:00-05:00", False)


@pytest.mark.parametrize(
    "written",
    """
    27.11.2026 | 27/11/2026 | 27-11-2026 | 11/27/2026 | 27. 11. 2026 | 27.11.2026 г. | 27.11.2026 yil | 2026/11/27 | 2026.11.27
    2026–11–27 | 2026−11−27 | 27‑11‑2026 | 27–noyabr 2026
    27 November 2026 | 27 november 2026 | 27th of November, 2026 | the 27th November 2026 | November 27, 2026 | Nov. 27 2026
    27-Nov-2026 | 2026 Nov 27 | Friday, 27 November 2026 | Fri 27 Nov 2026 | 27 November 2026
    27 ноября 2026 | 27 НОЯБРЯ 2026 г. | 27 ноября 2026 года | 27 ноябрь 2026 | пятница, 27 ноября 2026 | 27 нояб. 2026
    27-noyabr 2026 | 27-noyabr, 2026-yil | 2026 yil 27-noyabr | 2026-yil 27-noyabr | 2026-yil 27-noyabr kuni | 2026 yil 27 noyabrda
    27 novembre 2026 | Freitag, den 27. November 2026 | el 27 de noviembre de 2026 | 27 de novembro de 2026 | venerdì 27 novembre 2026
    sexta-feira, 27 de novembro de 2026 | 27 қараша 2026 | 2026 жылғы 27 қараша | 2026-жылдын 27-ноябры | 27 ноябри соли 2026 | 27 نوفمبر 2026
    27 ноябр 2026 | 2026 йил 27 ноябр | 2026 йил 27 ноябрь куни | 27 ноябрда 2026 йил | 2026-yil 27-noyabr, juma
    """.replace("\n", "|").split("|"),
)
def test_a_day_is_taken_however_people_write_it(written: str) -> None:
    if written.strip():
        assert parse(written, zone("Asia/Tashkent")).at.isoformat() == "2026-11-27T00:00:00+05:00"


@pytest.mark.parametrize(
    ("month", "names"),
    list(
        enumerate(
            (
                "January Jan января январь январе yanvar yanvarda январ январдаги Januar Jänner janvier enero janeiro gennaio қаңтар يناير",
                "February Feb февраля февралём fevral феврал фев Februar février febrero fevereiro febbraio ақпан فبراير",
                "March Mar марта март mart мартда März mars marzo março наурыз مارس",
                "April Apr апреля aprel апрел апрели avril abril aprile сәуір أبريل",
                "May мая май мае may майда mai mayo maio maggio мамыр майы مايو",
                "June Jun июня июнь iyun июн Juni juin junio junho giugno маусым يونيو",
                "July Jul июля июль iyul июл Juli juillet julio julho luglio шілде يوليو",
                "August Aug августа август avgust avgustning août agosto тамыз أغسطس",
                "September Sept Sep сентября сентябре sentabr sentyabr сентабр septembre septiembre setembro settembre қыркүйек سبتمبر",
                "October Oct октября oktabr oktyabr октабр Oktober octobre octubre outubro ottobre қазан أكتوبر",
                "November Nov ноября noyabr ноябр novembre noviembre novembro қараша نوفمبر",
                "December Dec декабря декабрю dekabr декабр Dezember décembre diciembre dezembro dicembre желтоқсан ديسمبر",
            ),
            1,
        )
    ),
)
def test_every_month_is_known_by_its_names_in_their_cases(month: int, names: str) -> None:
    for name in names.split():
        assert parse(f"5 {name} 2026", zone("UTC")).at.month == month, name


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025/01/02 10:00", "2025-01-02T10:00:00+05:00"),
        ("27.11.2026 14:30", "2026-11-27T14:30:00+05:00"),
        ("27.11.2026, 14.30", "2026-11-27T14:30:00+05:00"),
        ("27.11.2026T14:30:15", "2026-11-27T14:30:15+05:00"),
        ("27/11/2026 14:30 +0300", "2026-11-27T16:30:00+05:00"),
        ("27 ноября 2026 г. в 14:30", "2026-11-27T14:30:00+05:00"),
        ("2026-yil 27-noyabr soat 9:05", "2026-11-27T09:05:00+05:00"),
        ("November 27, 2026 at 2:30 p.m.", "2026-11-27T14:30:00+05:00"),
        ("November 27, 2026 2:30:15 AM", "2026-11-27T02:30:15+05:00"),
        ("2026-11-27 2pm", "2026-11-27T14:00:00+05:00"),
        ("2026-11-27 12:30 pm", "2026-11-27T12:30:00+05:00"),
        ("2026-11-27 12:30 am", "2026-11-27T00:30:00+05:00"),
        ("Fri, 27 Nov 2026 14:30:00 +0000", "2026-11-27T19:30:00+05:00"),
        ("2026/11/27 14:30 UTC", "2026-11-27T19:30:00+05:00"),
        ("Fri Nov 27 2026 14:30:00 GMT+0000 (Coordinated Universal Time)", "2026-11-27T19:30:00+05:00"),
        ("Fri Nov 27 2026 14:30:00 GMT+0300 (Москва)", "2026-11-27T16:30:00+05:00"),
        ("2026-11-27 14:30:00.123456789 +0000 UTC", "2026-11-27T19:30:00.123456+05:00"),
        ("Fri Nov 27 14:30:00 2026 +0300", "2026-11-27T16:30:00+05:00"),
        ("Fri Nov 27 14:30:00 2026", "2026-11-27T14:30:00+05:00"),
        ("Fri Nov 27 02:30:15 PM UTC 2026", "2026-11-27T19:30:15+05:00"),
        ("Nov 27 14:30 +03 2026", "2026-11-27T16:30:00+05:00"),
        ("vendredi 27 novembre 2026, 14:30", "2026-11-27T14:30:00+05:00"),
    ],
)
def test_a_time_is_taken_after_a_day_of_any_form(written: str, iso: str) -> None:
    moment = parse(written, zone("Asia/Tashkent"))
    assert (moment.at.isoformat(), moment.day) == (iso, False)


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("01.02.2026", ("2026-02-01", "2026-01-02")),
        ("1/2/2026", ("2026-02-01", "2026-01-02")),
        ("12-11-2026", ("2026-11-12", "2026-12-11")),
        ("01/02/2026 10:00 +05:00", ("2026-02-01 10:00 +05:00", "2026-01-02 10:00 +05:00")),
        ("01.02.2026, 2 pm", ("2026-02-01 2 pm", "2026-01-02 2 pm")),
    ],
)
def test_a_date_with_two_readings_is_refused_and_both_are_shown(written: str, readings: tuple[str, str]) -> None:
    with pytest.raises(DateError, match="two different days") as refused:
        parse(written, zone("UTC"))
    assert (refused.value.values["first"], refused.value.values["second"]) == readings
    for reading in readings:
        assert parse(reading, zone("UTC"))


def test_the_same_number_twice_and_a_weekday_leave_one_reading() -> None:
    assert parse("05.05.2026", zone("UTC")).at.isoformat().startswith("2026-05-05")
    assert parse("Sunday, 01/02/2026", zone("UTC")).at.isoformat().startswith("2026-02-01")
    with pytest.raises(DateError, match="2026-11-27 is a Friday"):
        parse("Monday, 27 November 2026", zone("UTC"))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-27 14:30 +0500 UTC",
        "2020-12-24 00:01am", "2021-05-01 16:30-:00+16:30", "2020-12-24 10:00 EST", "2020-12", "20201224", "2020-12-24Z",
        "2020-12-24 +05:00", "2020-12-24 10", "yesterday", "", "٢٠٢٠-١٢-٢٤", "2020-12-24 10:00:00 -", "-2020-12-24",
        "12020-12-24", "2020-12-24\n10:00", "x" * 10_000, "24.12.20", "27 November", "November 2026", "27 November 26",
        "27–28 November 2026", "27-28.11.2026", "27 November December 2026", "27 Nowember 2026", "27.11/2026", "2026 2026 May",
        "5 5 May 2026", "1 2 3", "27 November 2026 or so", ",", "May", "32.13.2026", "27 11 2026", "/27/11/2026",
        "27 November 2026 14:30 14:40", "5 " * 5_000, "May " * 2_000,
    ],
)  # fmt: skip
def test_a_form_with_two_meanings_is_refused_and_the_form_wanted_is_shown(written: str) -> None:
    with pytest.raises(ValueError, match="Write 2025-01-27"):
        parse(written, zone("UTC"))


@pytest.mark.parametrize(
    "name", ["IST", "CST", "BST", "EST", "MSK", "(MSK)", "Asia/Tashkent", "[Asia/Tashkent]", "Europe/Nowhere"]
)
@pytest.mark.parametrize(
    "written",
    ["2026-11-27 14:30", "27.11.2026 14:30:15", "01.02.2026 10:00", "27 November 2026, 2:30 pm", "2026-11-27 25:00"],
)
def test_the_name_of_a_zone_is_refused_and_its_offset_asked_for(name: str, written: str) -> None:
    with pytest.raises(DateError, match=r"is not an offset from UTC\. Write 2025-01-27 14:30 \+05:00") as refused:
        parse(f"{written} {name}", zone("UTC"))
    assert refused.value.values["offset"] == name.strip("()[]")


@pytest.mark.parametrize(
    "written",
    """
    mar 27 novembre 2026|27 novembre 26|27 noviembre|novembre 2026|27 de de novembre 2026 o 28|27 novembre diciembre 2026
    27 Entwurf 2026|lundi|27 Sperrfrist 2026|2026-11-27 +0500 UTC|2026-11-27 14:30 +0500 EST|2026-11-27 14:30 -05:00 EST
    Fri Nov 27 14:30:00 2026 IST|Fri Nov 27 14:30:00 IST 2026|Fri Nov 27 14:30:00 +0500 2026 +0300|Fri Nov 27 14:30:00 26
    27 Nov 14:30 2026|Nov 14:30 2026|Nov 27 14:30 2026 15:30|at 14:30 IST|draft 14:30 IST|2026-11-27 EST|27 محرم 1448
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_is_only_like_a_date_of_another_language_or_program_is_refused(written: str) -> None:
    with pytest.raises(DateError):
        parse(written.strip(), zone("UTC"))
    with pytest.raises(DateError, match="2026-11-27 is a Friday"):
        parse("Thu Nov 27 14:30:00 2026", zone("UTC"))


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
        ("31.02.2026", "no day 2026-02-31"),
        ("30 февраля 2026", "no day 2026-02-30"),
        ("00.10.2026", "no day 2026-10-00"),
        ("27 November 2026 25:00", "no time 25:00"),
        ("27 November 2026 12:00 am", "midnight or noon"),
        ("27 November 2026 12 pm", "midnight or noon"),
        ("27 November 2026 13:00 pm", "13:00 pm” is not a time"),
        ("1394-05-01", "1394"),
        ("1 May 1394", "1394"),
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
    assert near_zone("Asia/Tashkend") == "Asia/Tashkent"


@pytest.mark.parametrize(
    ("until", "end"),
    [("2011-12-29", "2011-12-31"), ("2011-12-28", "2011-12-29"), ("2011-12-29 10:00", "2011-12-29 10:00")],
)
def test_what_is_valid_to_a_day_ends_where_the_next_one_begins(until: str, end: str) -> None:
    apia = zone("Pacific/Apia")  # it skipped 30 December
    assert end_of(parse(until, apia), apia) == parse(end, apia).at


def test_what_is_valid_to_the_last_day_of_the_calendar_has_an_end() -> None:
    last = parse("9999-12-31", zone("UTC"))
    assert end_of(last, zone("UTC")) == last.at
