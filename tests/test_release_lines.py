"""Lines at the head of a text that say that it is not for the public yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from conftest import Site
from pressgen.content.parse import parse
from pressgen.content.text.release_lines import draft_marks, embargo_line
from pressgen.errors import Problem
from pressgen.model import Rules, Source

Make = Callable[..., Site]
ZONE = ZoneInfo("Asia/Tashkent")
DAY = datetime(2099, 1, 9, tzinfo=ZONE)
NINE = DAY.replace(hour=9)


def text(line: str, date: str = "2026-01-01") -> str:
    return f"---\ntitle: A\ndate: {date}\n---\n\n{line}\n\nThe secret plan.\n"


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 9 January 2099, 09:00", NINE),
        ("**EMBARGOED UNTIL: 09:00, 9 January 2099**", NINE),
        ("# STRICTLY EMBARGOED UNTIL 9:00 on 9 January 2099", NINE),
        ("Under embargo until January 9, 2099 at 9 a.m.", NINE),
        ("EMBARGOED FOR RELEASE UNTIL 9 A.M., JANUARY 9, 2099", NINE),
        ("NOT FOR RELEASE BEFORE 09.00 HRS ON 9 JANUARY 2099", NINE),
        ("Not for release or broadcast until 9am 9 January 2099", NINE),
        ("EMBARGO: 2099-01-09 09:00", NINE),
        ("Embargo - 9 January 2099", DAY),
        ("> _Embargoed until Friday, 9 January 2099_", DAY),
        ("<p><b>EMBARGOED</b> UNTIL 9 January 2099</p>", DAY),
        ("HOLD FOR RELEASE UNTIL JAN. 9, 2099", DAY),
        ("HOLD FOR RELEASE 9 JANUARY 2099", DAY),
        ("HOLD FOR RELEASE: 9 am, 9 January 2099", NINE),
        ("Embargo hasta las 9:00 del 9 de enero de 2099", NINE),
        ("Embargo jusqu’à 9 h le 9 janvier 2099", NINE),
        ("Do not publish before 2099-01-09", DAY),
        ("Эмбарго до 9 января 2099 года", DAY),
        ("ЭМБАРГО до 9:00 9 января 2099 г.", NINE),
        ("Не публиковать до 9 января 2099, 9:00", NINE),
        ("2099-yil 9-yanvar gacha eʼlon qilinmasin", DAY),
        ("2099-yil 9-yanvar soat 9:00 gacha e'lon qilinmasin", NINE),
        ("=== EMBARGOED UNTIL 9 JANUARY 2099 ===", DAY),
        ("<<< “EMBARGOED UNTIL 9 JANUARY 2099” >>>", DAY),
        ("\N{LOCK} EMBARGOED UNTIL&nbsp;9 JANUARY 2099 \N{WARNING SIGN}\ufe0f", DAY),
        ("1. __EMBARGOED__ **UNTIL** 9 January 2099", DAY),
        ("1) 2099-yil 9-yanvargacha eʼlon qilinmasin", DAY),
        ("![Logo](a.jpg) ‘Embargoed until 9 January 2099’{: .red}", DAY),
        ("NB! [b]EMBARGOED[/b] UNTIL 9 January 2099", DAY),
        ("Внимание! Не публиковать до 9 января 2099", DAY),
        ("Transmission of material in this news release is embargoed until 9:00 a.m., 9 January 2099", NINE),
        ("This report is under strict embargo until 9 January 2099.", DAY),
        ("\t\tEMBARGOED UNTIL 9 JANUARY 2099", DAY),
        ("          **EMBARGOED UNTIL 9 JANUARY 2099**", DAY),
        ("<!-- embargo until 9 January 2099 -->", DAY),
        ("PRESS RELEASE – STRICT EMBARGO: 9 January 2099 | 09:00", NINE),
        ("Media release. Please do not publish or broadcast before 9 January 2099", DAY),
        ("NOT FOR PUBLICATION, BROADCAST OR USE BEFORE 0900 HOURS, 9 JANUARY 2099", NINE),
        ("NOT TO BE PUBLISHED BEFORE 9 JANUARY 2099 AT 9:00", NINE),
        ("Embargo: until 9 January 2099 – 09:00 (UTC+5)", NINE),
        ("Embargo lifts: 9 January 2099", DAY),
        ("Embargoed for 9:00 on 9 January 2099", NINE),
        ("FOR RELEASE: 9 JANUARY 2099, 9 A.M.", NINE),
        ("For release at noon, 9 January 2099", NINE.replace(hour=12)),
        ("For publication after 9 January 2099", DAY),
        ("EMBARGOED UNTIL\n9 January 2099, 09:00", NINE),
        ("**EMBARGOED**\n\n**UNTIL 9 January 2099**", DAY),
        ("EMBARGOED UNTIL 9 JANUARY 2099,\n09:00", NINE),
        ("Материал под эмбарго до 9 января 2099 г., 9:00", NINE),
        ("Эмбарго: до 9 января 2099", DAY),
        ("Для публикации не ранее 9 января 2099 года", DAY),
        ("2099-YIL 9-YANVAR SOAT 9:00 GA QADAR EʻLON QILINMASIN", NINE),
        ("Eʼlon qilinmasin: 2099-yil 9-yanvargacha", DAY),
        ("Sperrfrist: 9. Januar 2099, 9 Uhr", NINE),
        ("Embargo jusqu’au 9 janvier 2099 à 9h00", NINE),
        ("Embargo hasta el 9 de enero de 2099 a las 9:00", NINE),
        ("Sperrfrist: 9.1.2099", None),
        ("EMBARGOED UNTIL MONDAY", None),
        ("EMBARGOED UNTIL 9 A.M. EST, JANUARY 9, 2099", None),
        ("EMBARGO: noon", None),
        ("**EMBARGOED**", None),
        ("Под эмбарго", None),
        ("Embargado hasta mañana", None),
    ],
)
def test_a_line_names_the_end_of_an_embargo(line: str, until: datetime | None) -> None:
    found = embargo_line(f"Press release\n\n{line}\n\nText.", ZONE)
    assert found is not None and found.number == 2
    assert (found.until and found.until.at) == until


@pytest.mark.parametrize(
    "line",
    [
        "Embargo: what it means for farmers",
        "Embargo lifted on fish",
        "The embargo until 9 January 2099 was lifted.",
        "The region is under an embargo until 2099.",
        "We do not publish before all is clear.",
        "`EMBARGOED UNTIL 9 January 2099`",
        "```\nEMBARGOED UNTIL 9 January 2099\n```",
        "Hold on until 9 January 2099",
        "Drafts until 9 January 2099",
        "Sperrfristen in der Presse",
        "Russia has extended its food embargo until 9 January 2099.",
        "This material is food under an embargo until 9 January 2099.",
        "The arms in this report are under embargo until 9 January 2099.",
        "Food embargo until 9 January 2099",
        "Embargo ends 9 January 2099",
        "For release notes, see 9 January 2099",
        "FOR IMMEDIATE RELEASE – 9 January 2099",
        "Press release\n\n9 January 2099",
    ],
)
def test_a_sentence_about_embargoes_holds_nothing_back(line: str) -> None:
    assert embargo_line(f"{line}\n\nText.", ZONE) is None


def test_only_the_head_of_a_text_is_looked_at() -> None:
    line = "EMBARGOED UNTIL 9 January 2099"
    assert embargo_line("A.\n\n" * 11 + line, ZONE) is not None
    assert embargo_line("A.\n\n" * 12 + line, ZONE) is None
    assert embargo_line("A" * 2000 + "\n\n" + line, ZONE) is None


def test_a_release_with_an_embargo_in_its_text_leaves_no_trace_before(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", text("EMBARGOED UNTIL 9 January 2099, 09:00"))
    assert made.build("2098-12-31").exit_code == 0
    # What a log of CI may show names no words of it.
    assert [(problem.key, problem.line) for problem in made.report.problems] == [("due-problem", 6)]
    assert not [path for path, content in made.files().items() if b"secret" in content or "/a/" in path]
    assert made.report.next_change == NINE
    assert made.build("2099-01-09 09:00").exit_code == 0
    assert [path for path, content in made.files().items() if b"The secret plan" in content]


@pytest.mark.parametrize(
    ("line", "matter", "codes"),
    [
        # No later than the release itself.
        ("EMBARGOED UNTIL 9 January 2099, 09:00", "date: 2099-01-09 09:00", []),
        ("EMBARGOED UNTIL 9 January 2099", "date: 2099-01-09 09:00", []),
        ("EMBARGOED UNTIL 5 March 2020", "date: 2026-01-01", []),
        # The later of both holds.
        ("EMBARGOED UNTIL 9 January 2099, 09:00", "date: 2099-01-09", ["embargo-in-text"]),
        ("EMBARGOED UNTIL 9 January 2099, 09:00", "embargo: 2099-01-09 08:00", ["embargo-in-text"]),
        ("EMBARGOED UNTIL 9 January 2099, 09:00", "embargo: 2099-01-10 08:00", []),
        # A time that cannot be read changes nothing.
        ("EMBARGOED UNTIL MONDAY", "date: 2026-01-01", ["embargo-in-text"]),
        # It is over, whatever the time.
        ("EMBARGOED UNTIL 6 AM EST, 9 DECEMBER 2025", "date: 2026-01-01", []),
        ("EMBARGOED UNTIL 6 AM EST, 9 DECEMBER 2025", "date: 2025-12-09", ["embargo-in-text"]),
        ("EMBARGOED UNTIL 6 AM EST, 9 DECEMBER", "date: 2025-12-09", ["embargo-in-text"]),
        ("EMBARGOED UNTIL 6 AM EST, 10 JANUARY 2099", "embargo: 2099-01-09 16:00", []),
        ("EMBARGOED UNTIL MONDAY", "embargo: 2099-01-09 08:00", []),
    ],
)
def test_the_text_and_the_front_matter_are_compared(site: Make, line: str, matter: str, codes: list[str]) -> None:
    made = site("")
    made.edit("content/a.md", f"---\ntitle: A\n{matter}\n---\n{line}\n\nThe secret plan.\n")
    assert made.build("2099-02-01").exit_code == 0
    assert made.codes("warning") == codes
    assert [path for path, content in made.files().items() if b"The secret plan" in content]


@pytest.mark.parametrize(
    ("line", "matter"),
    [
        ("EMBARGOED UNTIL 6 A.M. EST, JANUARY 9, 2099", "date: 2026-01-01"),
        ("EMBARGOED UNTIL 9 January 2099, 10:00 Tashkent time", "date: 2026-01-01"),
        ("EMBARGOED UNTIL midnight on 9 January 2099", "date: 2026-01-01"),
        ("EMBARGOED UNTIL 09/01/2099", "date: 2026-01-01"),
        ("EMBARGOED UNTIL Friday 9 January, 10:00", "date: 2026-01-01"),
        ("EMBARGOED UNTIL 2099-01-09T10:00 EST", "date: 2026-01-01"),
        ("Embargo: 6 am EST, 9 January 2099", "date: 2026-01-01"),
        ("Embargoed for release at 2:00 p.m., EST, January 9, 2099", "date: 2026-01-01"),
        ("For release at 9:00 EST, 9 January 2099", "date: 2026-01-01"),
        ("Не публиковать до 9 января 2099, 10:00 по ташкентскому времени", "date: 2026-01-01"),
        ("EMBARGOED UNTIL noon on 9 January", "date: 2025-12-20"),
        ("EMBARGOED UNTIL 6 AM EST, 11 JANUARY 2099", "embargo: 2099-01-09 16:00"),
    ],
)
def test_a_later_day_whose_time_cannot_be_read_is_an_error(site: Make, line: str, matter: str) -> None:
    made = site("")
    made.edit("content/a.md", f"---\ntitle: A\n{matter}\n---\n{line}\n\nThe secret plan.\n")
    assert made.build("2026-02-01").exit_code == 1
    assert [(problem.key, problem.line) for problem in made.report.problems] == [("embargo-in-text/unread", 5)]
    made.edit("content/a.md", f"---\ntitle: A\n{matter}\nstatus: draft\n---\n{line}\n\nThe secret plan.\n")
    assert made.build("2026-02-01").exit_code == 0


@pytest.mark.parametrize("block", ["title: EMBARGOED UNTIL 9 January 2099", "# Embargoed until 9 January 2099"])
def test_a_title_that_says_embargoed_holds_the_release_back(site: Make, block: str) -> None:
    made = site("")
    heading, matter = (f"{block}\n\n", "") if block.startswith("#") else ("", f"{block}\n")
    made.edit("content/a.md", f"---\n{matter}date: 2026-01-01\n---\n{heading}The secret plan.\n")
    made.build("2099-01-08 23:59")
    assert not [path for path, content in made.files().items() if b"secret" in content]
    made.build("2099-01-09")
    assert {problem.line for problem in made.report.problems if problem.key == "embargo-in-text/until"} == {
        4 if heading else 2
    }


def hour(title: str, keys: str = "", body: str = "Text.") -> int | None:
    """The day of January 2099 and the hour from which a release is public; 0 for one of 2026, None for an error."""
    text = f"---\ntitle: '{title}'\ndate: 2026-01-01\n{keys}\n---\n{body}\n"
    document = parse(Source("content/a.md", text.encode(), ""), Rules("Asia/Tashkent", ("en",))).document
    if document is None or document.matter.date is None:
        return None
    at = document.matter.date.at
    return at.day * 100 + at.hour if at.year == 2099 else 0


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("EMBARGOED until 9 January 2099 09:00: The plan", 909),
        ("The plan (embargoed until 9 January 2099, 9 am)", 909),
        ("The plan – EMBARGOED UNTIL 9 JANUARY 2099", 900),
        ("[Embargoed until 9 January 2099 09:00] The plan", 909),
        ("EMBARGO 9 January 2099 09:00 – The plan", 909),
        ("Embargo until 9 January 2099. The plan", 900),
        ("Not for release before 9 January 2099: The plan", 900),
        ("Эмбарго до 9 января 2099, 9:00. План", 909),
        ("Под эмбарго до 9 января 2099: план", 900),
        ("Plan (Sperrfrist 9. Januar 2099, 9:00)", 909),
        ("The plan (embargo 09.01.2099)", None),
        ("The plan (embargo 9.1.2099 09:00 Tashkent)", None),
        ("The plan (embargo: 9 January 2099, 9:00)", 909),
        ("The plan – embargo until 9 January 2099, 9 am", 909),
        ("The plan | Embargo 9 January 2099", 900),
        ("План (эмбарго до 9 января 2099)", 900),
        ("Le plan (sous embargo jusqu’au 9 janvier 2099)", 900),
        ("El plan (embargado hasta el 9 de enero de 2099)", 900),
        ("The plan (embargo 9 January 2099, 09:00 EST)", None),
        ("Oil (embargo since 2014)", 0),
        ("Trade – embargo hits 9 farms", 0),
        ("Trade – embargo of 1962 explained", 0),
        ("EMBARGOED until 9 January 2099, 09:00 EST: The plan", None),
        ("EMBARGOED until 9 January 2099: 09:00 The plan", None),
        ("EMBARGOED until 9 January 2099 The plan", None),
        ("EMBARGOED until 9 January 09:00: The plan", None),
        ("EMBARGOED until 1 January 18:00: The plan", None),
        ("Embargo on cotton until 9 January 2099", 0),
        ("Embargo until 2099: what farmers say", 0),
        ("Embargoed goods seized at the border", 0),
        ("The report was embargoed", 0),
        ("The embargoed report: what it says", 0),
        ("EMBARGOED until 9 January 2020: The plan", 0),
    ],
)
def test_an_embargo_before_or_behind_a_headline_holds_the_release_back(title: str, expected: int | None) -> None:
    assert hour(title) == expected
    caption = hour("The plan", body=f'Text.\n\n![A](a.jpg "{title}")')
    assert caption == expected and (title[0] == "[" or hour("The plan", body=f"![{title}](a.jpg)") == expected)
    # A note of the front matter cannot hold it back by itself.
    for note in (f"subtitle: '{title}'", f"image_caption: '{title}'", f"image: {{src: a.jpg, alt: A, caption: '{title}'}}",
                 f"gallery: [{{src: a.jpg, alt: '{title}'}}]"):  # fmt: skip
        assert title == "Embargo until 2099: what farmers say" or hour("The plan", note) == (
            0 if expected == 0 else None
        ), note
    if expected:
        assert hour(title, "embargo: 2099-01-08 20:00") == max(expected, 820)
        assert hour("The plan", f"subtitle: '{title}'\nembargo: 2099-01-09 09:00") == 909


@pytest.mark.parametrize("keys", ["embargo: 2026-01-08 20:00", "embargo: 2026-01-09 08:59"])
def test_a_second_embargo_without_a_year_is_not_before_its_hour(keys: str) -> None:
    for title, body in (
        ("EMBARGOED until 9 January 09:00: The plan", "Text."),
        ("T", "Embargoed until 9 January, 9 am"),
    ):
        assert hour(title, keys, body) is None
        assert hour(title, keys.replace("08 20:00", "09 09:00").replace("08:59", "09:00"), body) == 0
    assert hour("The plan", f"{keys}\nimage_caption: EMBARGOED until 9 January 09:00") is None
    assert hour("The plan", "embargo: 2026-01-09 09:00\nimage_caption: EMBARGOED until 9 January 09:00") == 0


@pytest.mark.parametrize(
    "body",
    [
        '![A](<a b.jpg> "{}")',
        "![A](a(1).jpg '{}')",
        '![A][1]\n\n[1]: a.jpg "{}"',
        '<img src="a.jpg" alt="{}">',
        "<img alt='A' title='{}' src=a.jpg>",
        '![A](a.jpg){{title="{}"}}',
        '{{{{< figure src="a.jpg" caption="{}" >}}}}',
        '{{{{% figure src="a.jpg" title="{}" %}}}}',
        '{{% include figure.html src="a.jpg" caption="{}" %}}',
        "Samarkand, 1 January. {}",
    ],
)
def test_an_embargo_in_any_caption_and_in_capitals_in_a_line_holds_the_release_back(body: str) -> None:
    assert hour("The plan", body="Text.\n\n" + body.format("EMBARGOED UNTIL 9 JANUARY 2099, 09:00")) == 909
    assert hour("The plan", body="Text.\n\n" + body.format("EMBARGOED UNTIL 9 JANUARY 2020, 09:00")) == 0
    assert hour("The plan", body="Text.\n\n" + body.format("The report, embargoed goods, 9 January 2099")) == 0


@pytest.mark.parametrize(
    "body",
    [
        '[caption id="a"]![A](a.jpg) {}[/caption]',
        '\\[caption id="a"\\][![A](a.jpg)](b.jpg) The "new" (2) hall. {}\\[/caption\\]',
        '[caption id="a" caption="{}"]<img src="a.jpg">[/caption]',
    ],
)
def test_an_embargo_in_a_caption_of_wordpress_holds_the_release_back(body: str) -> None:
    assert hour("The plan", body="Text.\n\n" + body.format("Embargoed until 9 January 2099, 09:00")) == 909
    assert hour("The plan", body="Text.\n\n" + body.format("EMBARGOED UNTIL 9 JANUARY 2099, 09:00")) in (909, None)
    assert hour("The plan", body="Text.\n\n" + body.format("The report, embargoed goods, 9 January 2099")) == 0


def test_of_several_embargoes_in_a_text_the_latest_holds() -> None:
    body = 'Embargoed until 9 January 2099\n\n![A](a.jpg "Embargoed until 10 January 2099")'
    assert hour("EMBARGOED until 8 January 2099: The plan", body=body) == 1000
    assert hour("EMBARGOED until 11 January 2099: The plan", body=body) == 1100


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("slug: embargoed-until-9-january-2099", None),
        ("slug: embargo-until-2099-01-09", None),
        ("permalink: /news/embargoed_until_9_january_2099/", None),
        ("slug: not-for-publication", None),
        ("slug: embargoed-goods", 0),
        ("slug: draft-law", 0),
        ("do_not_publish: false", 0),
        ("permalink: /news/the-embargo/", 0),
    ],
)
def test_an_address_that_names_an_embargo_is_an_error(key: str, expected: int | None) -> None:
    assert hour("The plan", key) == expected


def test_a_title_about_an_embargo_holds_nothing_back(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", "---\ntitle: Embargo until 9 January 2099\ndate: 2026-01-01\n---\nThe plan.\n")
    assert made.build("2026-02-01").releases == 1 and made.report.problems == ()


@pytest.mark.parametrize(
    ("path", "line"),
    [("pages/a.md", "EMBARGOED UNTIL 9 January 2099"), ("2026-01-01-a.md", "Не публиковать до 9 января 2099")],
)
def test_pages_and_dates_in_names_wait_for_the_embargo_in_the_text(site: Make, path: str, line: str) -> None:
    made = site("")
    made.edit(f"content/{path}", f"---\ntitle: A\n---\n{line}\n\nThe secret plan.\n")
    made.build("2099-01-08 23:59")
    assert not [path for path, content in made.files().items() if b"secret" in content]
    made.build("2099-01-09")
    assert [path for path, content in made.files().items() if b"The secret plan" in content]


@pytest.mark.parametrize(
    "line",
    [
        *("DRAFT", "[DRAFT v2]", "**Draft 3**", "First draft", "CONFIDENTIAL", "Do not publish", "NOT FOR PUBLICATION"),
        *(
            "DRAFT: DO NOT PUBLISH YET",
            "Draft for approval",
            "Draft – not for publication",
            "ЧЕРНОВИК",
            "Не публиковать!",
            "Qoralama",
            "Eʼlon qilinmasin",
        ),
    ],
)
def test_a_line_that_says_draft_is_reported(site: Make, line: str) -> None:
    made = site("")
    made.edit("content/a.md", text(line))
    assert made.build().exit_code == 0
    assert [(problem.code, problem.line) for problem in made.report.problems] == [("placeholder-left", 6)]


@pytest.mark.parametrize(
    "line", ["Draft law approved", "The draft", "Confidential data is safe.", "[Draft](law.pdf)", "Drafts", "Проект"]
)
def test_a_line_about_drafts_is_not_reported(line: str) -> None:
    assert list(draft_marks("Draft law approved: what changes", line)) == []


@pytest.mark.parametrize(
    "title",
    [
        *(
            "DRAFT: The plan",
            "[Draft] The plan",
            "EMBARGOED UNTIL MONDAY – The plan",
            "Черновик: план",
            "WIP - The plan",
        ),
        *(
            "The plan (draft)",
            "The plan [EMBARGOED]",
            "План (черновик)",
            "Reja [qoralama]",
            "The plan [HOLD] for buses",
        ),
        *("NOT FOR PUBLICATION – The plan", "Do not publish: the plan", "[Not for release] The plan", "HOLD: The plan"),
        *("Confidential: the plan", "The plan (strictly confidential)", "Не для публикации: план"),
    ],
)
def test_a_title_that_says_draft_is_reported(title: str) -> None:
    assert list(draft_marks(title, "")) == [(-1, title)]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "EMBARGO: the plan",
            "EMBARGOED - the plan",
            "DRAFT The plan",
            "[DRAFT] The plan",
            "DO NOT PUBLISH: the plan",
        ),
        *("ЭМБАРГО: план", "ЧЕРНОВИК План", "НЕ ПУБЛИКОВАТЬ: план", "QORALAMA Reja", "EʼLON QILINMASIN: reja"),
        *("ENTWURF: Plan", "Plan (Entwurf)", "SPERRFRIST: Plan", "NICHT VERÖFFENTLICHEN Plan", "VERTRAULICH: Plan"),
        *("BROUILLON – le plan", "Brouillon : le plan", "NE PAS PUBLIER : le plan", "SOUS EMBARGO : le plan"),
        *("BORRADOR: el plan", "[Borrador] El plan", "NO PUBLICAR: el plan", "BAJO EMBARGO: el plan"),
        *("EMBARGO The plan", "STRICT EMBARGO — the plan", "[EMBARGO] The plan", "EMBARGO: THE PLAN", "WIP The plan"),
        *("Draft 2: the plan", "The plan (draft v3)", "CONFIDENTIAL The plan", "ПОД ЭМБАРГО: план"),
        *("«ЧЕРНОВИК» План", "*DRAFT* The plan", "! EMBARGO: the plan", "PRESS RELEASE – EMBARGOED: the plan"),
        *("EMBARGO | The plan", "EMBARGO. The plan", "DRAFT_The plan", "{DRAFT} The plan", "EMBARGO/DRAFT: the plan"),
        *(
            "The plan — DRAFT",
            "The plan: DRAFT",
            "The plan - DO NOT PUBLISH",
            "План – ЧЕРНОВИК",
            "The plan | EMBARGOED",
        ),
        # Behind a headline, or with other signs between.
        *("The plan – DRAFT", "The plan - draft 2", "THE PLAN | DRAFT", "План – черновик"),
        *("The plan [EMBARGO]", "The plan (embargo)", "The plan – EMBARGOED", "План (под эмбарго)"),
        *("DRAFT. The plan", "Draft | The plan", "EMBARGO. The plan", "ENTWURF. Der Plan"),
        *("Under embargo: the plan", "Strictly embargoed: the plan", "Под эмбарго – план", "Sous embargo : le plan"),
        *("ON HOLD: the plan", "HOLD FOR RELEASE: the plan"),
    ],
)
def test_so_does_a_word_that_cannot_be_part_of_a_headline(title: str) -> None:
    assert list(draft_marks(title, "")) == [(-1, title)]


@pytest.mark.parametrize(
    "title",
    [
        *("Embargo on timber lifted", "Draft budget approved", "EU embargo: the facts", "Embargo – the facts"),
        *("DRAFT BUDGET APPROVED", "EMBARGO ON TIMBER LIFTED", "NO PUBLIC MONEY for the plan", "EMBARGOES: the facts"),
        *(
            "Entwurf vorgestellt",
            "Entwurf des Gesetzes: Fragen",
            "Sperrfrist: was Bauern wissen müssen",
            "HOLD the line",
        ),
        *(
            "Эмбарго на лес снято",
            "Эмбарго: что это значит",
            "Черновик закона принят",
            "Brouillons de Proust : le livre",
        ),
        *("Russia and oil: EMBARGO", "DRAFT-law approved", "Private: the plan", "Press release: draft budget approved"),
        *("«Embargo» wins the festival", "“Draft” is a film about war", "The plan: drafts", "Draft the law now"),
        *("Borrador del presupuesto: claves", "WIPO: the report", "Ne pas manquer : le salon", "Drafts: a history"),
        *("Trade: the embargo", "The plan and its draft", "Budget – draft approved", "Who is on hold – and why"),
        *("Ten years under embargo", "News – the embargo", "The plan: first draft", "План и черновик"),
    ],
)
def test_so_does_no_word_that_can_be(title: str) -> None:
    assert list(draft_marks(title, "")) == []


@pytest.mark.parametrize("line", ["ENTWURF", "**Entwurf v2**", "Brouillon", "Borrador 3", "Nicht veröffentlichen!",
                                  "NE PAS PUBLIER", "No publicar", "Streng vertraulich", "Confidentiel"])  # fmt: skip
def test_a_line_may_say_so_in_other_languages(line: str) -> None:
    assert [number for number, _ in draft_marks("", f"Press\n\n{line}\n\nText.")] == [2]


NOTES = [
    "EMBARGOED until 9 January 2099",
    "embargo until 2099-01-09",
    "эмбарго до 9 января 2099",
    "Sperrfrist 9.1.2099",
    "embargoed until Monday",
    "2099-yil 9-yanvargacha embargo",
]
PLACES = [
    *("tags: [bus, '{}']", "tags: 'bus, {}'", "topics: ['{}']", "section: '{}'", "series: {{name: '{}'}}"),
    *("author: '{}'", "authors: [A. Karimova, '{}']", "authors: [{{name: A, role: '{}'}}]", "byline: '{}'"),
    *("contacts: ['{}']", "contact: {{name: A, role: '{}'}}", "people: ['{}']", "summary: '{}'", "subtitle: '{}'"),
    *("description: '{}'", "dateline: '{}'", "event: {{start: 2099-02-01, place: '{}'}}", "rubric: ['{}']"),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("note", NOTES)
def test_a_note_about_an_embargo_in_any_value_is_an_error(place: str, note: str) -> None:
    assert hour("The plan", place.format(note)) is None


@pytest.mark.parametrize("place", PLACES[:5])
def test_a_subject_about_embargoes_holds_nothing_back(place: str) -> None:
    for subject in ("embargo", "oil embargo until 2027", "embargo on timber", "embargo to Russia", "first draft",
                    "embargoed until 9 January 2020", "hold for release", "confidential data"):  # fmt: skip
        assert hour("The plan", place.format(subject)) == 0, subject


def test_a_note_in_a_key_for_further_tags_is_an_error_too() -> None:
    text = "---\ntitle: A\ndate: 2026-01-01\nthemes: [bus, embargoed until 9 January 2099]\n---\nText.\n"
    parsed = parse(Source("content/a.md", text.encode(), ""), Rules("Asia/Tashkent", ("en",), ("themes",)))
    assert [problem.key for problem in parsed.problems] == ["embargo-unclear/word"]


@pytest.mark.parametrize(
    "title",
    [
        *("Draft law (second reading)", "Hold the line", "The draft: what changes", "Confidential data: what is new"),
        *(
            "Private schools (list)",
            "Drafting rules",
            "Not for profit: ten years",
            "The plan (drafts)",
            "Holdings: a list",
        ),
    ],
)
def test_a_title_about_drafts_is_not_reported(title: str) -> None:
    assert list(draft_marks(title, "")) == []


@pytest.mark.parametrize("time", ["1796900000", "9:00:30 on 9 January 2099", "2099-01-09 09:00:30"])
def test_the_time_in_the_hint_has_its_seconds(time: str) -> None:
    def problems(keys: str) -> tuple[Problem, ...]:
        text = f"---\ntitle: T\ndate: 2026-01-01\n{keys}---\nEmbargo: {time}\n\nText.\n"
        return parse(Source("content/a.md", text.encode(), ""), Rules("Asia/Tashkent", ("en",))).problems

    until = next(problem.values["until"] for problem in problems("") if problem.key == "embargo-in-text/until")
    assert not problems(f"embargo: {until}\n")
