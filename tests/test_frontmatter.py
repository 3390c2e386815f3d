"""Front matter of one file: what is taken, what is refused and where, rule by rule."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pressgen.content.frontmatter import keys
from pressgen.content.frontmatter.keys import KEYS, Key, KeyMatch
from pressgen.content.frontmatter.reader import Reading, read
from pressgen.content.frontmatter.schema import schema
from pressgen.errors import Problem
from pressgen.model import FrontMatter, Person, Picture

NEW_YORK = ZoneInfo("America/New_York")


def of(keys: str, body: str = "Text.\n") -> Reading:
    """Read a file with a title and these keys; the keys begin on line 3."""
    return read(f"---\ntitle: News\n{keys}\n---\n{body}".encode(), "content/a.md", NEW_YORK)


def matter(keys: str) -> FrontMatter:
    reading = of(keys)
    assert reading.matter is not None, reading.problems
    return reading.matter


def found(data: str | bytes) -> list[tuple[str, int]]:
    raw = data.encode() if isinstance(data, str) else data
    return [(problem.code, problem.line) for problem in read(raw, "content/a.md", NEW_YORK).problems]


def only(keys: str) -> Problem:
    problems = of(keys).problems
    assert len(problems) == 1, problems
    return problems[0]


# --- rule 1: one loader ---------------------------------------------------------------------


def encoded(words: str, margin: str = "  ", sign: str = "!binary |-") -> str:
    code = b64encode(words.encode()).decode()
    lines = [code[start : start + 20] for start in range(0, len(code), 20)]
    return "\n".join([sign, *(f"{margin}{line}" for line in lines)])


@pytest.mark.parametrize("sign", ["!binary |-", "!binary |", "!!binary |-"])
def test_texts_that_ruby_encoded_are_read(sign: str) -> None:
    title = encoded('Новая «линия»: "7"', sign=sign)
    keys = (
        f"title: {title}\ndate: {encoded('2012-05-20 00:56:41 +0800')}\ntags:\n- {encoded('bus')}\n- {encoded('зал')}"
    )
    reading = read(f"---\n{keys}\nslug: [\n---\n".encode(), "a.md", NEW_YORK)
    assert [(each.code, each.line) for each in reading.problems] == [("yaml-syntax", keys.count("\n") + 3)]
    reading = read(f"---\n{keys}\n---\n".encode(), "a.md", NEW_YORK)
    assert reading.problems == ()
    assert reading.matter is not None
    assert (reading.matter.title, reading.matter.tags) == ('Новая «линия»: "7"', ("bus", "зал"))
    assert reading.matter.date is not None and reading.matter.date.at.isoformat() == "2012-05-19T12:56:41-04:00"


@pytest.mark.parametrize(
    ("keys", "same"),
    [
        ("status: {}", "draft"),
        ("draft: {}", "true"),
        ("published: {}", "false"),
        ("note: {}", "do not publish"),
        ("embargo: {}", "2099-01-09 10:00"),
        ("embargo: {}", "soon"),
    ],
)
def test_what_ruby_encoded_keeps_a_release_back_as_the_same_words_do(keys: str, same: str) -> None:
    first, second = (of(keys.format(value)) for value in (encoded(same), f'"{same}"'))
    assert first.matter == second.matter
    assert [(each.code, each.line) for each in first.problems] == [(each.code, each.line) for each in second.problems]


@pytest.mark.parametrize("value", ["!binary |-\n  aGk", "!binary |-\n  /w==", "!binary |-\n  a b", "!binary aGk="])
def test_what_is_no_text_in_base64_is_an_error(value: str) -> None:
    assert "yaml-tag" in [code for code, _ in found(f"---\ntitle: A\nx: {value}\n---\n")]


def test_a_tab_after_the_colon_is_taken() -> None:
    taken = matter("date:\t2020-09-24\nviews:\t3511")
    assert (taken.views, taken.date and taken.date.day) == (3511, True)


# --- rule 2: values as written --------------------------------------------------------------


@pytest.mark.parametrize("written", ["NO", "010", "1:2:3", "2020-09-24", "1e3", "3.10", "off"])
def test_a_title_is_text_whatever_yaml_would_guess(written: str) -> None:
    reading = read(f"---\ntitle: {written}\ntags: [{written}]\nmood: {written}\n---\n".encode(), "a.md", NEW_YORK)
    assert reading.matter is not None
    assert (reading.matter.title, reading.matter.tags) == (written, (written,))
    assert reading.matter.extra == {"mood": written}


# --- rule 3: dates --------------------------------------------------------------------------


def test_a_day_is_that_day_in_the_sites_zone_quoted_or_not() -> None:
    for written in ("2020-09-24", "'2020-09-24'", "24.09.2020", "September 24, 2020", "'24-sentabr 2020'"):
        date = matter(f"date: {written}").date
        assert date is not None
        assert (date.at.isoformat(), date.day) == ("2020-09-24T00:00:00-04:00", True)


@pytest.mark.parametrize("written", ["04/12/2020", "8 Mar", "1394-05-01", "2020-02-30", "2020-12-24 24:00", "[2020]"])
def test_a_date_that_cannot_be_taken_is_an_error_on_its_line(written: str) -> None:
    problem = only(f"views: 1\ndate: {written}")
    assert (problem.code, problem.line) in {("date-invalid", 4), ("text-expected", 4)}
    assert problem.hint


def test_a_date_with_two_readings_shows_both_with_the_key_as_it_was_written() -> None:
    assert only("pub_date: 01.02.2026").hint == "Write `pub_date: 2026-02-01` or `pub_date: 2026-01-02`."


# --- rule 4: no date here is no error here --------------------------------------------------


def test_a_missing_date_is_left_to_the_files_name() -> None:
    assert matter("").date is None


# --- rule 5: other names of keys ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("publishDate: 2020-01-02", "date", "2020-01-02T00:00:00-05:00"),
        ("pub_date: 2020-01-02", "date", "2020-01-02T00:00:00-05:00"),
        ("PubDate: 2020-01-02", "date", "2020-01-02T00:00:00-05:00"),
        ("lastmod: 2020-01-02", "updated", "2020-01-02T00:00:00-05:00"),
        ("updated-date: 2020-01-02", "updated", "2020-01-02T00:00:00-05:00"),
        ("expirydate: 2020-01-02", "expires", "2020-01-02T00:00:00-05:00"),
        ("Author: Jane Roe", "authors", (Person(name="Jane Roe"),)),
        ("topics: [a]", "tags", ("a",)),
        ("keywords: a, b", "tags", ("a", "b")),
        ("excerpt: Short", "summary", "Short"),
        ("deck: Short", "summary", "Short"),
        ("DESCRIPTION: Short", "summary", "Short"),
        ("thumbnail: a.jpg", "image", Picture(src="a.jpg", line=3)),
        ("featured_image: a.jpg", "image", Picture(src="a.jpg", line=3)),
        ("primary-image: a.jpg", "image", Picture(src="a.jpg", line=3)),
        ("url: /a/", "permalink", "/a/"),
        ("redirect_from: /old", "aliases", ("/old",)),
        ("draft: true", "status", "draft"),
        ("published: false", "status", "draft"),
        ("draft: false", "status", "published"),
        ("translationKey: plan", "translation_key", "plan"),
        ("translation-key: plan", "translation_key", "plan"),
    ],
)
def test_every_name_of_a_key_is_taken(written: str, field: str, value: object) -> None:
    taken = matter(written)
    got = getattr(taken, field)
    assert (got.at.isoformat() if hasattr(got, "at") else got) == value
    assert taken.lines[field] == 3
    assert of(written).problems == ()


@pytest.mark.parametrize(
    "keys",
    [
        "date: 2020-01-02\npubDate: 2020-01-03",
        "updated: 2020-01-02\nlastmod: 2020-01-03",
        "status: published\ndraft: true",
        "draft: true\npublished: true",
        "slug: a\nurl: b",
        "permalink: /a/\nurl: /b/",
        "author: A\nauthors: [B]",
        "lang: en\nlanguage: ru",
        "aliases: [/a]\nredirect_from: [/b]",
    ],
)
def test_two_names_of_one_key_with_different_values_are_an_error_with_both_lines(keys: str) -> None:
    problem = only(keys)
    assert (problem.code, problem.severity) == ("key-conflict", "error")
    assert "lines 3 and 4" in problem.message


@pytest.mark.parametrize(
    "keys",
    [
        "date: 2020-01-02\npubDate: 2 Jan 2020",
        "date: 2020-01-02 19:00\npubDate: '2020-01-03T00:00:00.000Z'",
        "author: A\nauthors: [A]",
        "draft: false\nstatus: published\npublished: yes",
        "excerpt: One   text\ndescription: One text",
        "slug: a\npermalink: /b/",
        "image: a.jpg\nthumbnail: a.jpg",
    ],
)
def test_two_names_of_one_key_that_agree_are_fine(keys: str) -> None:
    assert of(keys).problems == ()


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("description: For search\nexcerpt: For readers", "summary", "For readers"),
        ("thumbnail: small.jpg\nimage: large.jpg", "image", Picture(src="large.jpg", line=4)),
        ("keywords: a\ntags: b", "tags", ("b",)),
    ],
)
def test_words_that_differ_without_harm_are_a_warning_and_the_stronger_name_wins(
    keys: str, field: str, value: object
) -> None:
    problem = only(keys)
    assert (problem.code, problem.severity) == ("key-conflict", "warning")
    assert getattr(matter(keys), field) == value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("descriptiopn", "description"),
        ("titel", "title"),
        ("veiws", "views"),
        ("summery", "summary"),
        ("Auhtors", "authors"),
        ("tgas", "tags"),
        ("dtae", "date"),
        ("slgu", "slug"),
        ("adte", "date"),
        ("lagn", "lang"),
        ("darft", "draft"),
        ("taggs", "tags"),
        ("imag", "image"),
        ("descritpoin", "description"),
        ("lan", "lang"),
        ("tga", "tag"),
        ("dat", "date"),
    ],
)
def test_a_near_miss_is_a_warning_that_names_the_known_key(written: str, meant: str) -> None:
    problem = only(f"{written}: x")
    assert (problem.code, problem.severity, problem.line) == ("key-near-miss", "warning", 3)
    assert f"`{meant}`" in problem.message
    assert matter(f"{written}: x").extra == {written: "x"}


@pytest.mark.parametrize(
    "written",
    [
        "og_image",
        "authorId",
        "redirectto",
        "image_url",
        "data",
        "page",
        "head",
        "team",
        "sdet",
        "tg",
        "toc",
        "day",
        "dta",
        "x" * 5_000,
    ],
)
def test_a_key_that_is_more_than_a_typo_away_is_no_near_miss(written: str) -> None:
    assert "key-near-miss" not in [problem.code for problem in of(f"{written}: x").problems]


@pytest.mark.parametrize(
    ("written", "meant", "letter"),
    [
        ("d\u0430te", "date", "“\u0430” (U+0430)"),
        ("Dat\u0435", "Date", "“\u0435” (U+0435)"),
        ("da\u200bte", "date", "U+200B"),
        ("\uff44ate", "date", "“\uff44” (U+FF44)"),
    ],
)
def test_a_key_with_letters_of_another_alphabet_is_read_and_the_letter_named(
    written: str, meant: str, letter: str
) -> None:
    problem = only(f"views: 1\n{written}: 2020-01-02")
    assert (problem.code, problem.severity, problem.line) == ("key-letters", "notice", 4)
    assert letter in problem.message
    assert f"`{meant}`" in problem.message
    date = matter(f"{written}: 2020-01-02").date
    assert date is not None
    assert date.at.year == 2020
    assert "key-conflict" in [each.code for each in of(f"date: 2020-01-01\n{written}: 2020-01-02").problems]


def test_unknown_keys_are_kept_and_told_in_one_line() -> None:
    keys = "tumblr_url: http://x\nlayout: post\nfile_url: [a, {b: 1}]\nempty:"
    problem = only(keys)
    assert (problem.code, problem.severity, problem.line) == ("key-unknown", "notice", 3)
    assert "tumblr_url, file_url." in problem.message
    assert matter(keys).extra == {"tumblr_url": "http://x", "layout": "post", "file_url": ["a", {"b": "1"}]}


def test_a_key_without_a_field_is_read_by_its_form_and_kept_for_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keys._KEYS_BY_NAME, "seats", KeyMatch(Key("seats", "count", "How many fit in."), 0))
    assert matter("seats: 1,200").extra == {"seats": 1200}
    assert only("seats: many").code == "count-invalid"


def test_a_key_without_a_field_has_a_value_that_the_memory_keeps_as_it_is() -> None:
    joined = {"draft", "published", "image_alt", "image_caption", "image_credit", "part"}  # into other fields
    free = [key for key in KEYS if key.name not in {*FrontMatter.__struct_fields__, *joined}]
    assert [key.name for key in free if key.form not in {"text", "prose", "flag", "count"}] == []


def test_well_known_keys_of_other_generators_are_kept_in_silence() -> None:
    keys = "layout: post\ntype: x\ncomments: true\ntoc: true\nweight: 1\nname: n\nhero: false"
    keys += "\npublisher: X"
    assert of(keys).problems == ()
    assert len(matter(keys).extra) == 8


# --- rule 6: lists --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("\n- a\n- b", ("a", "b")),
        ("[a, b]", ("a", "b")),
        ("[]", ()),
        ("", ()),
        ("a", ("a",)),
        ("press release", ("press release",)),
        ("a, b,, c ,", ("a", "b", "c")),
        ("تعليم، مدارس", ("تعليم", "مدارس")),
        ("教育、学校，计划", ("教育", "学校", "计划")),
        ("a; b;; c ;", ("a", "b", "c")),
        ("تعليم؛ مدارس", ("تعليم", "مدارس")),
        ("|\n  a\n  b c", ("a", "b c")),
        ("'#education #school'", ("education", "school")),
        ("'#таълим #yoshlar siyosati, #C++'", ("таълим", "yoshlar siyosati", "C++")),
        ("['#MeToo', C#, 'F# #go', '#1 school', 'a; b']", ("MeToo", "C#", "F# #go", "#1 school", "a; b")),
        ("[«Yoshlar», '“a”', «a» va «b»]", ("Yoshlar", "a", "«a» va «b»")),
        ("['Washington, D.C.', ~, '', 2024, C++, 100%]", ("Washington, D.C.", "2024", "C++", "100%")),
    ],
)
def test_tags_are_lists_of_every_form_and_only_a_text_is_parted(written: str, tags: tuple[str, ...]) -> None:
    assert matter(f"tags: {written}").tags == tags


def test_further_keys_give_tags_where_they_are_named() -> None:
    data = b"---\ntitle: A\ntags: [a, B]\nCategories:\n- b\n- c\ntopics: d, a\n---\n"
    reading = read(data, "a.md", NEW_YORK, ["categories", "topics"])
    assert reading.matter is not None
    assert (reading.matter.tags, reading.matter.extra, reading.problems) == (("a", "B", "c", "d"), {}, ())
    kept = read(data.replace(b"topics", b"x"), "a.md", NEW_YORK).matter
    assert kept is not None
    assert (kept.tags, kept.extra) == (("a", "B"), {"Categories": ["b", "c"], "x": "d, a"})


def test_tags_are_one_by_case_form_and_blanks_and_the_first_spelling_is_kept() -> None:
    keys = "tags: [Caf\u00e9, 'cafe\u0301', '  press   release ', Press Release, STRASSE, stra\u00dfe]"
    assert matter(keys).tags == ("Caf\u00e9", "press release", "STRASSE")
    assert [(p.code, p.severity) for p in of(keys).problems] == [("tag-repeated", "notice")] * 3


def test_a_tag_that_is_a_group_is_its_name_or_left_out() -> None:
    reading = of("tags: [a, {label: B c, permalink: /b}, {slug: d, name: D}, {Title: E}]")
    assert (reading.matter and reading.matter.tags, reading.problems) == (("a", "B c", "D", "E"), ())
    for written, code in (("tags:\n- a\n- Law: the text", "text-expected"), ("tags: {a: b}", "list-expected")):
        reading = of(written)
        assert [(each.code, each.severity) for each in reading.problems] == [(code, "warning")]
        assert reading.matter
        assert reading.matter.tags == (("a",) if code == "text-expected" else ())


def test_dates_in_a_group_are_two_keys() -> None:
    reading = read(
        b"---\ntitle: A\ndate:\n  created: 2025-01-27\n  updated: 2025-02-03 09:00\n  checked: 2025-03-01\n---\n",
        "a.md",
        NEW_YORK,
    )
    assert reading.problems == ()
    assert reading.matter
    assert reading.matter.date
    assert reading.matter.updated
    assert (str(reading.matter.date.at.date()), str(reading.matter.updated.at.date())) == ("2025-01-27", "2025-02-03")
    assert reading.matter.lines["updated"] == 5
    reading = read(b"---\ntitle: A\npubDate: {created: 2025-01-27}\n---\n", "a.md", NEW_YORK)
    assert reading.matter
    assert reading.matter.date
    assert found("---\ntitle: A\ndate: {updated: 2025-01-27}\n---\n") == [("text-expected", 3)]
    assert found("---\ntitle: A\ndate: {created: soon}\n---\n") == [("date-invalid", 3)]


def test_a_person_without_a_name_has_a_key() -> None:
    assert matter("authors: [a, {key: b, title: C}]").authors == (Person(name="a"), Person(name="b", role="C"))
    assert [each.code for each in of("authors: [{key: a, name: B}]").problems] == ["group-key-unknown"]


@pytest.mark.parametrize("name", ["Josh Aas, ISRG Executive Director", "NARUSE, Yui"])
def test_an_author_is_never_parted_at_commas(name: str) -> None:
    assert matter(f"author: {name}").authors == (Person(name=name),)
    assert matter(f"authors: ['{name}', Other]").authors == (Person(name=name), Person(name="Other"))


def test_authors_and_contacts_may_be_groups() -> None:
    taken = matter(
        "authors:\n- {name: A, title: Rector, url: 'https://a.example/', email: a@a.example, phone: +998 66 1}\n- B\n"
        "contacts: [press, {name: C, tel: '1'}]"
    )
    person = Person(name="A", role="Rector", url="https://a.example/", email="a@a.example", phone="+998 66 1")
    assert taken.authors == (person, Person(name="B"))
    assert taken.contacts == ("press", Person(name="C", phone="1"))


@pytest.mark.parametrize(
    "person",
    [
        "{role: x}",
        "{name: A, url: 'javascript:alert(1)'}",
        "{name: A, url: //evil}",
        "{name: A, url: 'http://['}",
        "{name: A, url: 'https://a.example:99999/'}",
        "{name: A, email: a b@c}",
        "[[A]]",
    ],
)
def test_a_person_that_cannot_be_shown_safely_is_shown_by_name_or_left_out(person: str) -> None:
    problem = only(f"author: {person}")
    assert (problem.code, problem.severity) == ("person-invalid", "warning")
    assert matter(f"author: {person}").authors == ((Person(name="A"),) if "name" in person else ())


def test_a_person_as_wordpress_exports_them_has_a_name() -> None:
    assert matter("author: {login: ds, display_name: D. S., email: d@s.example}").authors == (
        Person(name="D. S.", email="d@s.example"),
    )


# --- rule 7: a key with no value ------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["", '""', "''", "~", "null", "[]", "{}", "[~, '']", "{src: }", "'  '"])
def test_a_key_with_no_value_is_a_key_not_given(nothing: str) -> None:
    withholding = {"embargo", "expires", "status", "draft", "published", "unlisted", "noindex"}
    names = [key.name for key in KEYS if key.name not in {"title", "date", *withholding}] + ["file_url", "descriptiopn"]
    reading = of("\n".join(f"{name}: {nothing}" for name in names))
    assert reading.problems == ()
    assert reading.matter == FrontMatter(title="News", lines={"title": 2})


@pytest.mark.parametrize("nothing", ["", '""', "~", "[]"])
def test_a_title_or_date_with_no_value_is_an_error(nothing: str) -> None:
    assert found(f"---\ntitle: {nothing}\npubDate: {nothing}\n---\n") == [("title-missing", 2), ("date-missing", 3)]


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("# A new bus\n\nIt is *yellow*.\n", "A new bus", "\n\nIt is *yellow*.\n"),
        ("\n \n# A *new* `bus` & more ## {#bus}\nYellow.", "A new bus & more", "\n \n\nYellow."),
        ("A new bus\n=========\n\nYellow.", "A new bus", "\n\n\nYellow."),
        ("# A &lt;b&gt; &amp;amp; C", "A <b> &amp; C", ""),
        ("# [A bus](bus.md) comes\nYellow.", "A bus comes", "# [A bus](bus.md) comes\nYellow."),
        ("import A from 'a'\n\n<!-- b -->\n# A bus\nYellow.", "A bus", "import A from 'a'\n\n<!-- b -->\n\nYellow."),
        ("# A bus[^1]\nYellow.", "A bus", "# A bus[^1]\nYellow."),
        ("# A bus {#5 new} {: yellow} #", "A bus {#5 new} {: yellow}", ""),
        ("# ~~Two~~ Three buses", "Three buses", "# ~~Two~~ Three buses"),
        ("# A [bus]\n\n[bus]: bus.md", "A [bus]", "# A [bus]\n\n[bus]: bus.md"),
        ("# A bus {/* or two? */}\nYellow.", "A bus", "\nYellow."),
        ("# A bus %%or two?%%\nYellow.", "A bus", "%%or two?%%\nYellow."),
        ("# A{>>or two?<<} bus\n\nYellow.", "A bus", "{>>or two?<<}\n\nYellow."),
        ("# 100%% yellow", "100%% yellow", ""),
        ("# *Yangi* o`quv yili va bog`cha", "Yangi o`quv yili va bog`cha", ""),
    ],
)
def test_without_a_title_the_first_heading_is_the_headline(body: str, title: str, rest: str) -> None:
    for key in ("", "title:\n"):
        reading = read(f"---\n{key}date: 2025-01-27\n---\n{body}".encode(), "a.md", NEW_YORK)
        assert (reading.matter and reading.matter.title, reading.body, reading.problems) == (title, rest, ())
    reading = read(f"---\ntitle: Own\ndate: 2025-01-27\n---\n{body}".encode(), "a.md", NEW_YORK)
    assert (reading.matter and reading.matter.title, reading.body) == ("Own", body)


def test_the_place_of_a_headline_is_its_heading() -> None:
    reading = read(b"---\ndate: 2025-01-27\n---\n\n# A new bus\n\nYellow.", "a.md", NEW_YORK)
    assert reading.matter
    assert reading.matter.lines["title"] == 5
    assert reading.body_line + reading.body.count("\n") == 7


@pytest.mark.parametrize(
    "body", ["A bus.\n\n# A new bus\n", "## A new bus\n", "#bus\n", "# \n", "# ![](a.jpg)\n", "- a\n=\n"]
)
def test_words_below_other_text_are_no_headline(body: str) -> None:
    assert found(f"---\ndate: 2025-01-27\n---\n{body}") == [("title-missing", 2)]


def test_a_missing_title_is_an_error() -> None:
    assert found("---\ndate: 2020-01-01\n---\nText") == [("title-missing", 2)]
    assert found("---\n---\nText") == [("title-missing", 1)]
    assert found("+++\n+++\nText") == [("title-missing", 1)]
    assert found("{}\n\nText") == [("title-missing", 1)]


# --- rule 8: the same key twice -------------------------------------------------------------


def test_the_same_key_twice_is_an_error_with_both_lines() -> None:
    problem = only("date: 2020-01-01\ndate: 2020-01-02")
    assert (problem.code, problem.line) == ("yaml-duplicate-key", 4)
    assert "lines 3 and 4" in problem.message


# --- rule 9: fences and files ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"---\ntitle: A\n---\n# B\n", 4),
        (b"\xef\xbb\xbf---\ntitle: A\n---\n# B\n", 4),
        (b"\n  \n\n--- \t\ntitle: A\n---   \n# B\n", 7),
        (b"---\r\ntitle: A\r\n---\r\n# B\r\n", 4),
        (b"---\rtitle: A\r---\r# B\r", 4),
        (b"---yaml\ntitle: A\n...\n# B\n", 4),
        (b"---\ntitle: A\n\n\n---\n# B\n", 6),
        ("\u200b---\ntitle: A\n---\n# B\n".encode(), 4),
    ],
)
def test_marks_blanks_and_line_ends_around_fences_are_taken(data: bytes, line: int) -> None:
    reading = read(data, "a.md", NEW_YORK)
    assert reading.matter is not None
    assert reading.problems == ()
    assert (reading.matter.title, reading.body, reading.body_line) == ("A", "# B\n", line)


def test_a_rule_in_the_body_is_no_fence() -> None:
    assert of("", "One\n\n---\n\nTwo\n").body == "One\n\n---\n\nTwo\n"


def test_a_file_may_end_with_its_closing_fence() -> None:
    reading = read(b"---\ntitle: A\n---", "a.md", NEW_YORK)
    assert reading.matter is not None
    assert (reading.body, reading.body_line) == ("", 3)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("file-empty", 1)),
        (b"\xef\xbb\xbf \r\n\n", ("file-empty", 1)),
        (b"{\\rtf1\\ansi hello}", ("file-not-text", 1)),
        (b"%PDF-1.7\n", ("file-not-text", 1)),
        (b"PK\x03\x04\x14", ("file-not-text", 1)),
        (b"---\ntitle: A\x00\n---\n", ("file-not-text", 1)),
        ("---\ntitle: A\n---\n".encode("utf-16"), ("file-encoding", 1)),
        ("---\ntitle: A\n---\n".encode("utf-32"), ("file-encoding", 1)),
        ("---\ntitle: A\n---\nok\nплан".encode("cp1251"), ("file-encoding", 5)),
        (b"title: A\ndate: 2020-01-01\n\n---\nText", ("fence-open-missing", 1)),
        (b"title: A\ndate: 2020-01-01\nText", ("fence-open-missing", 1)),
        (b".. title: A\n.. date: 2020-01-01\n\n.. status: draft\n\nText", ("fence-missing", 1)),
        (b"title: A\ndate: 2020-01-01\n\nstatus: draft\n\nText", ("fence-open-missing", 1)),
        (b"title: A\ndate: 2020-01-01\nIt is here.\n---\nText", ("fence-open-missing", 1)),
        (b"Title: A\n---\nText", ("fence-open-missing", 1)),
        (b"# A\n---\ntitle: A\ndate: 2020-01-01\n---\nText", ("fence-open-missing", 1)),
        (b"<!-- A\n---\ntitle: A\ndate: 2020-01-01\n---\nText", ("fence-open-missing", 1)),
        (b"\n<!--\n---\ntitle: A\ndate: 2020-01-01\n---\n-->\nText", ("fence-open-missing", 2)),
        (b"\n\nNote: A\n\nText", ("fence-open-missing", 3)),
        ("—\ntitle: A\n---\n".encode(), ("fence-open-missing", 1)),
        (b"----\ntitle: A\n---\n", ("fence-open-missing", 1)),
        (b"# News\n\nText", ("fence-missing", 1)),
        (b"---\ntitle: A\n\nText", ("fence-close-missing", 1)),
        (b"---\ntitle: A\n ---\nText", ("fence-close-missing", 3)),
        (b"---\ntitle: A\n--\nText", ("fence-close-missing", 3)),
        (b"+++\ntitle = 'A'\n", ("fence-foreign", 1)),
        (b"\n+++\ntitle = 'A'\ndate =\n+++\n", ("toml-syntax", 4)),
        (b"+++\nx = " + b"[" * 9999 + b"\n+++\n", ("toml-syntax", 1)),
        (b"+++\nx = " + b"9" * 9999 + b"\n+++\n", ("toml-syntax", 1)),
        (b"+++\nx = 0x" + b"F" * 9999 + b"\n+++\n", ("toml-syntax", 1)),
        (b'{"x": ' + b"[" * 99999, ("fence-foreign", 1)),
        (b'{"title": "A", "draft": true, "draft": false}\nText\n', ("fence-foreign", 1)),
        (
            b"Title: A\nDate: 2026-01-02\n\n\xd1\x8d\xd0\xbc\xd0\xb1\xd0\xb0\xd1\x80\xd0\xb3\xd0\xbe: 2099-01-01\n",
            ("fence-open-missing", 1),
        ),
        (b"Title: A\n  draft: true\nDate: 2026-01-02\n\nText\n", ("fence-open-missing", 1)),
        (b".. title: A\n.. date: 2026-01-02\n.. tags: Draft\n\nText\n", ("fence-missing", 1)),
        (b"---js\n{title: 'A'}\n---\n", ("fence-foreign", 1)),
        (b"---toml\ntitle = 'A'\n---\n", ("fence-foreign", 1)),
        (b"{title: A}\n", ("fence-foreign", 1)),
        (b";;;\n{}\n;;;\n", ("fence-foreign", 1)),
    ],
)
def test_a_file_without_readable_front_matter_is_an_error_by_name(data: bytes, expected: tuple[str, int]) -> None:
    reading = read(data, "a.md", NEW_YORK)
    assert reading.matter is None
    assert [(problem.code, problem.line) for problem in reading.problems] == [expected]
    assert all(problem.hint for problem in reading.problems)


@pytest.mark.parametrize(
    ("text", "body_line"),
    [
        ("+++\ntitle = 'A: b # c'\ndate = 2026-01-02T05:00:00Z\ntags = [\n  'x',\n  \"y\",\n]\n[params]\nz = 1\n+++\nText.\n", 11),
        ("+++\ndate = 2026-01-02\ntags = ['x', 'y']\ntitle = 'A: b # c'\n+++\n\nText.\n", 6),
        ("+++\ntitle = 'A: b # c'\ndate = 2026-01-02\n\n[taxonomies]\ntags = ['x', 'y']\n+++\nText.\n", 8),
        ('{\n  "title": "A: b # c",\n  "date": "2026-01-02",\n  "tags": ["x", "y"]\n}\nText.\n', 5),
        ("Title: A: b # c\nDate: 2026-01-02\nTags: x, y\n\nText.\n", 5),
        ('title: "A: b # c"\r\ntags: [x, y]\r\ndate: 2 January 2026\r\nsummary:\r\n  \r\n\r\nText.\r\n', 6),
        ("\n\nTitle: A: b # c\nDate: 2026-01-02\nTags: x, y\n\nText.\n", 7),
        (".. title: A: b # c\n.. date: 2026-01-02 09:00 UTC-05:00\n.. tags: x,y\n.. link:\n\nText.\n", 6),
        ("<!--\n.. title: A: b # c\n.. slug:\n.. date: 2026-01-02\n.. tags: x,y\n\n-->\n\nText.\n", 8),
    ],
)  # fmt: skip
def test_front_matter_in_another_form_is_read(text: str, body_line: int) -> None:
    reading = read(text.encode(), "a.md", NEW_YORK)
    assert reading.problems == () and reading.matter is not None and reading.matter.date is not None
    assert (reading.matter.title, reading.matter.tags) == ("A: b # c", ("x", "y"))
    assert f"{reading.matter.date.at:%Y-%m-%d}" == "2026-01-02"
    assert reading.body.strip() == "Text."
    assert reading.body_line == body_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("+++\ntitle = 'A'\ntags = [\n 'x']\ndate = 'soon'\n+++\nText.\n", 5),
        ('{\n"title": "A",\n"menu": {"date": 1},\n"date": "soon"\n}\nText.\n', 4),
        ('{"title": "A", "date": "soon"}\nText.\n', 1),
        ("Title: A\nCategory: News\nDate: soon\n\nText.\n", 3),
        ("\n<!-- \n.. title: A\n..  date: soon\n-->\nText.\n", 4),
    ],
)
def test_a_problem_in_other_front_matter_names_its_line(text: str, line: int) -> None:
    problems = read(text.encode(), "a.md", NEW_YORK).problems
    assert [(problem.code, problem.line) for problem in problems] == [("date-invalid", line)]


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'A'\ndate = 2026-01-02\ndraft = true\n+++\nText.\n",
        '{"title": "A", "date": "2026-01-02", "draft": true}\nText.\n',
        "Title: A\nDate: 2026-01-02\nStatus: draft\n\nText.\n",
        "Title: A\nDate: 2026-01-02\nPublished: no\n\nText.\n",
        "draft: true\nTitle: A\nDate: 2026-01-02\n\nText.\n",
        ".. title: A\n.. date: 2026-01-02\n.. status: Draft\n\nText.\n",
        "<!--\n.. title: A\n.. date: 2026-01-02\n.. draft: yes\n-->\nText.\n",
    ],
)
def test_a_draft_is_a_draft_in_every_form(text: str) -> None:
    matter = read(text.encode(), "a.md", NEW_YORK).matter
    assert matter is not None and matter.status == "draft"


BARE = "Title: A\nDate: 2026-01-02\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{BARE}\nEmbargo: 2099-01-01\n\nText.\n",
        f"{BARE}\n\n  embargo until : 2099-01-01\nText.\n",
        f"{BARE}\n## Status: draft\n\nText.\n",
        f"{BARE}\n- draft: true\n\nText.\n",
        f"{BARE}\n<!-- status: draft -->\nText.\n",
        f"{BARE}\nText.\n\n*Published* = no\n",
        f"{BARE}\n.. status: draft\n\nText.\n",
        f"{BARE}\nстатус: черновик\n\nText.\n",
        f"{BARE}\nSubtitle: B\n\nText.\n",
        f"{BARE}\nText.\n\n> **State:** not published\n\nText.\n",
        f"{BARE}\nText.\n\nRelease state = draft\n",
        f"{BARE}\n<p><b>Status:</b> draft</p>\n",
        f"{BARE}\n---\nstatus: draft\n---\nText.\n",
        f"{BARE}Status:draft\n\nText.\n",
        f"{BARE}    status: draft\n\nText.\n",
        f"{BARE}Status：draft\n\nText.\n",
        f"{BARE}status draft\n\nText.\n",
        f"{BARE}- draft\n\nText.\n",
        f"{BARE}\u200bstatus: draft\n\nText.\n",
        "Title: A\n\nDate: 2026-01-02\nStatus: draft\n\nText.\n",
        "Title: A\nStatus: draft\n\nText.\n",
        "Date: 2026-01-02\n\nText.\n",
        "Title:\nDate: 2026-01-02\n\nText.\n",
        ".. title: A\n.. date: 2026-01-02\n.. tags: news, Private\n\nText.\n",
        ".. title: A\n.. date: 2026-01-02\nstatus: draft\n\nText.\n",
        "<!--\n.. title: A\n.. date: 2026-01-02\n-->\n<!--\n.. status: draft\n-->\nText.\n",
        "<!--\n.. title: A\n.. date: 2026-01-02\nNot yet for the public\n-->\nText.\n",
        "<!--\n.. title: A\n.. date: 2026-01-02\n\nText that is not shown.\n",
    ],
)
def test_keys_without_fences_are_an_error_where_more_of_them_may_follow(text: str) -> None:
    reading = read(text.encode(), "a.md", NEW_YORK)
    assert reading.matter is None
    assert [problem.code for problem in reading.problems] in (["fence-open-missing"], ["fence-missing"])


@pytest.mark.parametrize(
    "text",
    [
        f"{BARE}Stauts: draft\n\nText.\n",
        f"{BARE}Status: hidden\n\nText.\n",
        f"{BARE}Embargo: when we say so\n\nText.\n",
        f"{BARE}Published: no # not yet\n\nText.\n",
        f"{BARE}Status:\n\nText.\n",
        f"{BARE}Title: B\n\nText.\n",
        ".. title: A\n.. date: 2026-01-02\n.. status: private\n\nText.\n",
    ],
)
def test_what_may_withhold_a_release_is_an_error_in_keys_without_fences_too(text: str) -> None:
    reading = read(text.encode(), "a.md", NEW_YORK)
    assert reading.matter is None and any(problem.severity == "error" for problem in reading.problems)


@pytest.mark.parametrize(
    "body",
    [
        "A list of buses: 1, 2.\n",
        "## Bus 12\n\nFrom 9:30.\n",
        "*Text.*\n",
        "1. One\n",
        "Note: a word.\n",
        "This is a release:\n\n* It crashes no more\n",
        "## Status:\n\n- Bus: it crashed, and is a draft of itself\n",
        "Read [the draft].\n\n[the draft]: https://x.uz/draft\n",
        "See <https://x.uz/draft>\n",
        '<style type="text/css">\ntable {\n    background: none;\n}\n</style>\n',
    ],
)
def test_text_below_keys_without_fences_is_text(body: str) -> None:
    reading = read(f"{BARE}\n{body}".encode(), "a.md", NEW_YORK)
    assert reading.problems == () and reading.body == body


@pytest.mark.parametrize(
    ("data", "date", "body_line"),
    [
        ("---\ntitle: A\n---\ndate: 2026-01-02\ntags:\n- x\n\nsummary: y\n---\nBody\n", 2, 10),
        ("---\ntitle: A\n---\n---\nlayout: post\ndate: 2026-01-02\n---\nBody\n", 2, 8),
        ("---\ntitle: A\n--- \n\ndate: 2026-01-02\n---  \nBody\n", 2, 7),
    ],
)
def test_keys_after_a_line_of_hyphens_in_their_midst_are_read(data: str, date: int, body_line: int) -> None:
    reading = read(data.encode(), "content/a.md", NEW_YORK)
    assert [(p.code, p.severity, p.line) for p in reading.problems] == [("fence-second", "warning", 3)]
    assert reading.matter is not None
    assert reading.matter.date is not None
    assert (reading.matter.date.at.day, reading.body, reading.body_line) == (date, "Body\n", body_line)


def test_a_second_block_with_the_same_keys_names_the_lines_of_both() -> None:
    reading = read(b"---\ntitle: A\n---\n---\ntitle: B\n---\nBody\n", "content/a.md", NEW_YORK)
    assert [(p.code, p.line) for p in reading.problems] == [("fence-second", 3), ("yaml-duplicate-key", 5)]


@pytest.mark.parametrize(
    "body", ["Contact: Dilnoza\n---\nText\n", "Date: 27 November\n---\n", "note: x\n---\n", "\n---\nText\n"]
)
def test_a_heading_that_looks_like_a_key_stays_in_the_body(body: str) -> None:
    assert of("date: 2020-01-01", body).body == body
    assert of("date: 2020-01-01", body).problems == ()


# --- what word processors and web pages put into YAML ---------------------------------------


def test_typographic_quotation_marks_around_whole_values_are_quotation_marks() -> None:
    reading = of(
        "tags: [“a, b”, ‘c’, „d“]\nsummary: “News: the plan”\nimage: {src: “a.jpg”, alt: “Hall”}\nauthors:\n- ‘Don’t Stop’\n- name: “B”"
    )
    taken = reading.matter
    assert taken is not None
    assert (taken.tags, taken.summary) == (("a, b", "c", "d"), "News: the plan")
    assert (taken.authors, taken.image and taken.image.alt) == ((Person(name="Don’t Stop"), Person(name="B")), "Hall")
    assert [(p.code, p.severity, p.line) for p in reading.problems] == [("yaml-quotes", "notice", 3)]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('“He said "no"” # remark', 'He said "no"'),
        ("“A” and “B”", "“A” and “B”"),
        ("The “plan”", "The “plan”"),
        ("“Plan” of the year", "“Plan” of the year"),
        ("'“Plan”'", "“Plan”"),
        ('"“Plan”"', "“Plan”"),
        ("«План»", "«План»"),
        ("It’s here", "It’s here"),
        (">\n  “Plan”", "“Plan”"),
    ],
)
def test_typographic_quotation_marks_within_a_value_are_kept(written: str, title: str) -> None:
    reading = read(f"---\ntitle: {written}\n---\n".encode(), "a.md", NEW_YORK)
    assert reading.matter is not None
    assert reading.matter.title == title


@pytest.mark.parametrize("space", "\u00a0\u202f\u2009\u3000")
def test_another_space_around_keys_is_a_blank(space: str) -> None:
    keys = (
        f"tags:\n{space}{space}-{space}a\n  -{space}“b”\nviews:{space}{space} 3\nsummary: |\n  Note:{space}10{space}% "
    )
    taken = matter(keys)
    assert (taken.tags, taken.views, taken.summary) == (("a", "b"), 3, f"Note:{space}10{space}%")


def test_line_breaks_in_a_quoted_value_are_blanks() -> None:
    assert matter(r'summary: "One\r\ntwo\vthree\r\u2028four"').summary == "One two three four"
    assert only(r'summary: "One\btwo"').code == "yaml-character"


# --- rule 10: addresses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "slug", "permalink"),
    [
        ("slug: Plan-2025.v2", "Plan-2025.v2", ""),
        ("slug: таълим-сифати", "таълим-сифати", ""),
        ("slug: 'cafe\u0301'", "caf\u00e9", ""),
        ("permalink: about", "about", ""),
        ("slug: /a/b", "", "/a/b"),
        ("permalink: /News/2025.01/Plan.html", "", "/News/2025.01/Plan.html"),
        ("url: /خبر/٢٠٢٥/", "", "/خبر/٢٠٢٥/"),
        ("slug: a\nurl: /b/", "a", "/b/"),
    ],
)
def test_a_value_with_a_slash_is_a_permalink_and_any_other_a_slug(written: str, slug: str, permalink: str) -> None:
    taken = matter(written)
    assert (taken.slug, taken.permalink) == (slug, permalink)


@pytest.mark.parametrize(
    ("written", "slug", "permalink"),
    [
        ("slug: news/bus", "", "/news/bus"),
        ("slug: %D0%BF%D0%BB%D0%B0%D0%BD", "план", ""),
        ("slug: '%d0%bf%d0%bb%d0%b0%d0%bd-2'", "план-2", ""),
        ("permalink: news/bus/", "", "/news/bus/"),
        ("permalink: /a//b/", "", "/a/b/"),
        ("permalink: a/b", "", "/a/b"),
        ("permalink: /what is new/", "", "/what-is-new/"),
        ("permalink: /a%20b/", "", "/a-b/"),
        ("permalink: '/%D0%BF%D0%BB%D0%B0%D0%BD/'", "", "/план/"),
        ("permalink: /100%/--x/", "", "/100/--x/"),
        ("permalink: /a:b/", "", "/a-b/"),
        ("permalink: /a\\b/", "", "/a/b/"),
        ("permalink: /a/b.", "", "/a/b"),
        ("permalink: '/a\u202eb/'", "", "/a-b/"),
        ("slug: what is new?", "what-is-new", ""),
        ("slug: 'a#b'", "a-b", ""),
        ("slug: 100%", "100", ""),
        ("slug: .hidden", "hidden", ""),
        ("permalink: /:year/:title/", "", ""),
        ("permalink: pretty", "", ""),
        ("permalink: /{{ page.slug }}/", "", ""),
    ],
)
def test_an_unusual_address_is_read_as_meant_with_a_warning(written: str, slug: str, permalink: str) -> None:
    problem = only(written)
    assert (problem.code in {"slug-invalid", "address-invalid"}, problem.severity, problem.line) == (True, "warning", 3)
    taken = matter(written)
    assert (taken.slug, taken.permalink) == (slug, permalink)
    assert (slug or permalink) in problem.message
    if slug or permalink:
        assert of(problem.hint.removeprefix("Write `").removesuffix("`.")).problems == ()


@pytest.mark.parametrize(
    ("site", "written", "permalink"),
    [
        ("https://n.example/", "https://n.example/foo/", "/foo/"),
        ("https://n.example/", "http://N.example/foo/", "/foo/"),
        ("https://n.example/news/", "https://n.example/news/foo/", "/foo/"),
        ("https://n.example/", "http://www.n.example/foo/", "/foo/"),
        ("https://www.n.example/", "https://n.example/foo/", "/foo/"),
    ],
)
def test_a_whole_address_on_the_site_is_its_path(site: str, written: str, permalink: str) -> None:
    data = f"---\ntitle: A\npermalink: {written}\naliases: [{written}]\n---\n".encode()
    reading = read(data, "a.md", NEW_YORK, site=site)
    assert reading.problems == ()
    assert reading.matter is not None
    assert (reading.matter.permalink, reading.matter.aliases) == (permalink, (permalink,))


@pytest.mark.parametrize(
    "written",
    [
        "/a/../b", "/..", "../a/", "/a/./b", "//evil.example/a", "https://x.example/a", "https://wwwn.example/a", "/a?b=c", "/a/#b", "/%2e%2e/b",
        "/..%5cb", "/ /", "false",
    ],
)  # fmt: skip
def test_a_permalink_that_could_lead_elsewhere_is_an_error(written: str) -> None:
    problem = only(f"permalink: {written}")
    assert (problem.code, problem.severity, problem.line) == ("address-invalid", "error", 3)
    assert "/" in problem.hint


@pytest.mark.parametrize("written", ["..", "'#'", "' %'", "'?'"])
def test_a_slug_of_which_nothing_is_left_is_an_error(written: str) -> None:
    problem = only(f"slug: {written}")
    assert (problem.code, problem.severity) == ("slug-invalid", "error")
    assert "hyphens" in problem.hint


def test_old_addresses_are_read_with_their_percent_encoding_undone() -> None:
    taken = matter("aliases:\n- /2015/%D0%BF%D0%BB%D0%B0%D0%BD/\n- /old.html\n- /old.html")
    assert taken.aliases == ("/2015/план/", "/old.html")


@pytest.mark.parametrize(
    "written",
    ["https://x.example/a", "/?p=12", "/a%2Fb", "/%2e%2e/a", "/a%00", "/%E0%A4%A", "/..%5cb", "[[/a]]"],
)
def test_an_old_address_that_is_no_path_of_this_site_is_left_out(written: str) -> None:
    problem = only(f"aliases: {written}")
    assert (problem.code, problem.severity) in {("alias-invalid", "warning"), ("text-expected", "error")}
    assert problem.severity == "error" or matter(f"aliases: {written}").aliases == ()


@pytest.mark.parametrize(("written", "alias"), [("old/page", "/old/page"), ("/a//b/", "/a/b/")])
def test_an_unusual_old_address_is_read_as_meant_with_a_warning(written: str, alias: str) -> None:
    assert (only(f"aliases: {written}").code, only(f"aliases: {written}").severity) == ("alias-invalid", "warning")
    assert matter(f"aliases: {written}").aliases == (alias,)


@pytest.mark.parametrize(
    "written", ["../speech.html", "a/speech.html", ".speech.html", "speech", "a..html", "/etc/passwd", "a\\b.html"]
)
def test_a_template_is_a_file_name_without_folders(written: str) -> None:
    assert (only(f"template: {written}").code, only(f"template: {written}").severity) == ("template-invalid", "warning")
    assert matter(f"template: {written}").template == ("speech.html" if written == "speech" else "")
    assert matter("template: speech.html").template == "speech.html"


# --- rule 11: plain text --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("H<sub>2</sub>O &amp; CO<sup class='x'>2</sup>", "H2O & CO2"),
        ("AT&T &amp;amp; &lt;b&gt;", "AT&T &amp; <b>"),
        ("One<br/>two", "One two"),
        ("a < b and c > d, if a<b and c>d", "a < b and c > d, if a<b and c>d"),
        ("The <details> element", "The <details> element"),
        ("&notit; &unknown; &#8212; &#x2014; &copy 2020", "&notit; &unknown; — — &copy 2020"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Two   blanks&nbsp;&#10;here", "Two blanks\u00a0 here"),
        ("x" * 280, "x" * 280),
    ],
)
def test_titles_and_summaries_are_plain_text_read_once(written: str, title: str) -> None:
    reading = read(f"---\ntitle: >\n  {written}\nsummary: |\n  {written}\n---\n".encode(), "a.md", NEW_YORK)
    assert reading.matter is not None
    assert (reading.matter.title, reading.matter.summary) == (title, title)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Bold**, *em*, _em_, ***both*** and **bold *inner* text**", "Bold, em, em, both and bold inner text"),
        (
            '[x](y) and [the plan](https://a.example/(b)?c "T") and [d][1] and ![Hall](hall.jpg)',
            "x and the plan and d and Hall",
        ),
        ('<p>A:</p><ul class="b"><li>one</li><li><b>two</b></li></ul><blockquote>C</blockquote>', "A: one two C"),
        ("The <ul> and <li> elements, as in `<ol></ol>`", "The <ul> and <li> elements, as in <ol></ol>"),
        ("`pip *install* x` and ~~gone~~ <https://x.example/>", "pip *install* x and https://x.example/"),
        ("The ~~old~~, <del>older</del> <s>oldest</s> one", "The, one"),
        ("~~all of it~~", "~~all of it~~"),
        ("## Head\n  > quoted\n  * item", "Head quoted item"),
        (
            "2 * 3 * 4, 5*6*7, snake_case_name, 5 > 3, [note], C#, #tag, 100 *",
            "2 * 3 * 4, 5*6*7, snake_case_name, 5 > 3, [note], C#, #tag, 100 *",
        ),
        (r"\*not\* and \_so\_", "*not* and _so_"),
        ("O`zbekiston va g`alaba, `kod` ham", "O`zbekiston va g`alaba, kod ham"),
    ],
)
def test_summaries_and_words_of_pictures_are_read_without_the_signs_of_markdown(written: str, plain: str) -> None:
    taken = matter(f"summary: |\n  {written}\nimage: a.jpg\nimage_caption: |\n  {written}")
    assert taken.image is not None
    assert (taken.summary, taken.image.caption) == (plain, plain)
    group = matter(f"image:\n  src: a.jpg\n  alt: |\n    {written.replace(chr(10), chr(10) + '  ')}").image
    assert group is not None
    assert group.alt == plain


def test_a_title_of_tags_alone_is_an_error() -> None:
    assert found("---\ntitle: <br>\n---\n") == [("title-missing", 2)]


def test_words_lost_to_a_yaml_comment_are_told() -> None:
    assert found("---\ntitle: Vote #2 in the list\nviews: 1 # counted\n---\n") == [("text-cut", 2)]
    assert found("---\ntitle: 'Vote #2'\nsummary: Vote#2 # a remark\n---\n") == []


# --- rule 12: control characters ------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\x08", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff", "\ufdd0", "\U0001ffff"])
def test_control_characters_are_dropped_with_one_warning_that_names_the_first_line(sign: str) -> None:
    reading = of("", f"Привет «»\na{sign}b\n{sign}\n")
    assert reading.matter is not None
    assert reading.body == "Привет «»\nab\n\n"
    assert [(p.code, p.severity, p.line) for p in reading.problems] == [("control-character", "warning", 6)]


def test_other_signs_that_share_bytes_with_controls_are_kept() -> None:
    text = "Non\u00a0break « » \u00ad ﷺ ﷽ \ufffd tab\tend 😀\n"
    assert of("", text).body == text
    assert of("", text).problems == ()


# --- rule 13: all at once -------------------------------------------------------------------


def test_all_problems_of_a_file_are_told_at_once() -> None:
    keys = "date: 8 Mar\nviews: many\nstatus: live\nlang: english\npinned: maybe\nimage: [a]"
    keys += "\nviews: 2\nslug: a b\nsummary: [x]"
    reading = of(keys, "Body\x07\n")
    assert reading.matter is None
    assert reading.body == "Body\n"
    assert sorted((problem.line, problem.code) for problem in reading.problems) == [
        (3, "date-invalid"),
        (4, "count-invalid"),
        (5, "status-invalid"),
        (6, "language-invalid"),
        (7, "flag-invalid"),
        (8, "image-invalid"),
        (9, "yaml-duplicate-key"),
        (10, "slug-invalid"),
        (11, "text-expected"),
        (13, "control-character"),
    ]
    assert all(problem.file == "content/a.md" and problem.column >= 0 and problem.hint for problem in reading.problems)


# --- rule 14: languages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh_tw", "zh-TW"),
        ("uz-cyrl", "uz-Cyrl"),
        ("EN", "en"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("no", "no"),
        ("ru_RU.UTF-8", "ru-RU"),
    ],
)
def test_a_language_is_spelled_in_the_usual_way(written: str, tag: str) -> None:
    assert matter(f"lang: {written}").lang == tag


@pytest.mark.parametrize("written", ["english", "e", "en-", "en--us", "en.UTF-8.x", "../en", "uz latin", "1"])
def test_a_malformed_language_is_left_out(written: str) -> None:
    problem = only(f"lang: {written}")
    assert (problem.code, problem.severity) == ("language-invalid", "warning")
    assert matter(f"lang: {written}").lang == ""


# --- the other keys -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "3511",
        '"3 511"',
        "3,511",
        "3 511",
        "3\u00a0511",
        "3\u202f511",
        "3\u2009511",
        "3'511",
        "3\u2019511",
        '"3511"',
        "03511",
    ],
)
def test_views_are_taken_with_digits_grouped_in_threes(written: str) -> None:
    assert matter(f"views: {written}").views == 3511


@pytest.mark.parametrize(
    "written",
    [
        "-1",
        "many",
        "3.5",
        "3.511",
        "3,51",
        "3,5111",
        "1 234,567",
        "3511 views",
        "9" * 16,
        "9" * 5000,
        "[1]",
        "0x10",
        "1e3",
        "٣٥١١",
        "+1",
    ],
)
def test_any_other_views_are_not_shown_and_the_form_wanted_is_told(written: str) -> None:
    problem = only(f"views: {written}")
    assert (problem.code, problem.severity) in {("count-invalid", "warning"), ("text-expected", "error")}
    assert problem.severity == "error" or matter(f"views: {written}").views is None
    assert len(problem.message) < 200
    assert problem.hint


def test_an_image_may_be_a_file_or_a_group_and_its_words_may_stand_beside_it() -> None:
    whole = Picture(src="a.jpg", alt="Hall", caption="The hall", credit="B", line=3)
    assert matter("image: {src: a.jpg, alt: Hall, caption: The hall, credit: B}").image == whole
    assert matter("image: {path: a.jpg, alt: Hall}\nimage_caption: The hall\nimage-credit: B").image == whole
    assert matter("cover: {image: a.jpg, alt: Hall, caption: The hall, credit: B}").image == whole
    assert matter("image: a.jpg\nimageAlt: Hall\nimage_caption: The hall\nimage_credit: B").image == whole
    assert only("image: {src: a.jpg, alt: Hall}\nimage_alt: Other").code == "key-conflict"


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("false", ""),
        ("{alt: x}", ""),
        ("true", ""),
        ("[a.jpg]", "a.jpg"),
        ("[{src: a.jpg}, b.jpg]", "a.jpg"),
        ("[[a.jpg]]", ""),
    ],
)
def test_an_image_without_one_file_is_a_warning_and_the_first_is_taken(written: str, file: str) -> None:
    problem = only(f"image: {written}")
    assert (problem.code, problem.severity) == ("image-invalid", "warning")
    image = matter(f"image: {written}").image
    assert (image.src if image else "") == file


def test_words_of_an_image_without_an_image_are_a_warning() -> None:
    assert (only("image:\nimage_alt: Hall").code, only("image_alt: Hall").severity) == ("image-missing", "warning")


def test_a_status_that_is_not_known_is_an_error_that_lists_those_that_are() -> None:
    problem = only("status: live")
    assert problem.code == "status-invalid"
    assert "published" in problem.hint
    assert "draft" in problem.hint
    assert "`date`" in only("date: 2020-01-01\npublished: 2020-01-01").hint
    assert matter("status: publish").status == "published"


@pytest.mark.parametrize(
    "keys", ["draft: maybe", "published: soon", "status: private", "status: pending", "Draft: 2020-01-01"]
)
def test_a_word_that_could_hold_a_release_back_is_an_error(keys: str) -> None:
    assert only(keys).severity == "error"


def test_a_release_is_not_pinned_by_a_word_that_is_neither_true_nor_false() -> None:
    assert (only("pinned: maybe").code, only("pinned: maybe").severity) == ("flag-invalid", "warning")
    assert matter("pinned: maybe").pinned is False


@pytest.mark.parametrize(
    ("keys", "severity"),
    [
        ("date: 2020-01-02\nupdated: 2020-01-01", "warning"),
        ("date: 2020-01-02\nexpires: 2020-01-01", "error"),
        ("date: 2020-01-02 14:00\nexpires: 2020-01-02 13:00", "error"),
    ],
)
def test_a_change_or_an_end_before_the_beginning_is_told(keys: str, severity: str) -> None:
    problem = only(keys)
    assert (problem.code, problem.line, problem.severity) == ("date-order", 4, severity)
    if severity == "warning":
        assert matter(keys).updated is None


@pytest.mark.parametrize("date", ["2020-01-02", "2020-01-02 14:00"])
def test_a_release_that_expires_on_the_day_of_publication_is_public_for_that_day(date: str) -> None:
    taken = matter(f"date: {date}\nexpirydate: 2020-01-02")
    assert taken.expires is not None
    assert taken.expires.at == datetime(2020, 1, 3, tzinfo=NEW_YORK)
    assert of(f"date: {date}\nexpires: 2020-01-02").problems == ()


def test_a_change_on_the_day_of_publication_is_not_before_it() -> None:
    taken = matter("date: 2020-01-02 14:00\nupdated: 2020-01-02")
    assert taken.updated is not None
    assert taken.updated.at == datetime(2020, 1, 2, 14, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("written", "pinned"), [("true", True), ("Yes", True), ("on", True), ("no", False), ("off", False)]
)
def test_pinned_is_a_truth_value(written: str, pinned: bool) -> None:
    assert matter(f"pinned: {written}").pinned is pinned


def test_related_are_files_or_slugs_and_a_lone_truth_value_is_none() -> None:
    assert matter("related: [../plan.md, budget]").related == ("../plan.md", "budget")
    assert matter("related: plan").related == ("plan",)
    assert matter("related: true").related == ()


@pytest.mark.parametrize(
    "key", ["title", "summary", "dateline", "slug", "template", "lang", "status", "translation_key"]
)
@pytest.mark.parametrize("value", ["[a, b]", "{a: b}"])
def test_a_list_or_group_where_text_belongs_is_an_error_on_its_line(key: str, value: str) -> None:
    head = "" if key == "title" else "title: A\n"
    line = 2 if key == "title" else 3
    assert found(f"---\n{head}{key}: {value}\n---\n") == [("text-expected", line)]


def test_a_list_with_one_line_is_the_text_of_that_line() -> None:
    taken = matter("summary:\n- The *lead*\nviews:\n  - '12'\ndateline:\n -   Urgut\nslug:\n- plan\nlang:\n- ru")
    assert (taken.summary, taken.views, taken.dateline, taken.slug, taken.lang) == (
        "The lead",
        12,
        "Urgut",
        "plan",
        "ru",
    )
    assert found("---\ntitle:\n- The plan\n---\n") == []
    for value in ("- a\n- b", "- [a]", "- {a: b}", "- - a", "[a]", "- a: b"):
        assert found(f"---\ntitle: A\ndateline:\n  {value}\n---\n".replace("\n- b", "\n  - b")) == [
            ("text-expected", 4)
        ]


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("draft", "true", "draft"),
        ("draft", "'yes'", "draft"),
        ("published", "no", "draft"),
        ("status", "draft", "draft"),
        ("status", "withdrawn", "withdrawn"),
        ("published", "true", "published"),
    ],
)
def test_a_list_with_one_line_withholds_as_its_line_does(key: str, value: str, status: str) -> None:
    assert matter(f"{key}:\n- {value}").status == status


def test_a_list_with_one_line_gives_a_date_and_its_problems() -> None:
    for key, field in (("date", "date"), ("embargo", "embargo"), ("expires", "expires"), ("go_live", "embargo")):
        moment = getattr(matter(f"{key}:\n- 2099-05-01 09:00"), field)
        assert moment is not None
        assert moment.at.year == 2099
    for key, value, code in (
        ("draft", "perhaps", "flag-invalid"),
        ("status", "private", "status-invalid"),
        ("date", "01/02/2025", "date-invalid"),
        ("embargo", "soon", "embargo-invalid"),
        ("published", "", "key-empty"),
    ):
        problem = only(f"{key}:\n- {value}")
        assert (problem.code, problem.severity) == (code, "error")


def test_problems_of_one_key_do_not_hide_what_the_others_say() -> None:
    assert found("---\ntitle: [A]\n---\n") == [("text-expected", 2)]


# --- the schema for editors -----------------------------------------------------------------


def test_every_name_of_every_key_is_in_the_schema() -> None:
    properties = schema()["properties"]
    assert {name for key in KEYS for name in (key.name, *key.synonyms)} == set(properties)
    assert all(entry["description"] for entry in properties.values())
    assert json.loads(json.dumps(schema())) == schema()


def test_every_field_of_a_front_matter_has_a_key() -> None:
    fields: dict[str, Any] = FrontMatter.__annotations__
    assert set(fields) - {key.name for key in KEYS} == {"extra", "lines"}


# --- whatever comes -------------------------------------------------------------------------


SEED = """---
title: "News: the plan"
date: 2025-01-27 14:00 +05:00
views: "3 511"
tags: [education, 'C++', &t таълим, *t]
authors:
- {name: Jane, url: https://x.example, email: a@b.example}
image: {src: a.jpg, alt: >
  Hall}
summary: |
  One
  two
aliases: /old/%D0%BF
slug: plan
lang: uz-cyrl
unknown: {a: [b, {c: d}]}
---
Text
"""
PIECES = [
    "---\n",
    "\x00",
    "\t",
    "\r",
    ": ",
    "- ",
    "[",
    "{",
    "&a ",
    "*a",
    "!!x ",
    '"',
    "'",
    "|",
    ">",
    "#",
    "%",
    "@",
    "\ufeff",
    "\u2028",
    "<<: ",
]
PIECES += [
    "\\",
    "9" * 30,
    "\n",
    "\n  ",
    "title: x\n",
    "~",
    "\x85",
    "&amp;",
    "<b>",
    "2020-02-30",
    "%00",
    "..",
    "//",
    "\U0001f600",
    "e\u0301",
]


@pytest.mark.parametrize("seed", range(4))
def test_no_mutation_of_a_file_raises_and_every_refusal_has_a_place(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        text = SEED
        for _ in range(chance.randint(1, 6)):
            start = chance.randrange(len(text))
            text = text[:start] + chance.choice([*PIECES, ""]) + text[start + chance.choice([0, 0, 1, 3, 20]) :]
        data = bytearray(text.encode())
        if chance.random() < 0.2:
            data[chance.randrange(len(data))] = chance.randrange(256)
        reading = read(bytes(data), "a.md", NEW_YORK)
        errors = [problem for problem in reading.problems if problem.severity == "error"]
        assert (reading.matter is None) == bool(errors)
        assert all(problem.line >= 1 and problem.file and problem.message for problem in reading.problems)


def test_a_blank_that_must_not_break_stays_in_a_title() -> None:
    reading = read(
        "---\ntitle: '100\u00a0%  of   schools\u00a0'\ndate: 2025-01-01\n---\n".encode(),
        "content/a.md",
        ZoneInfo("UTC"),
    )
    assert reading.matter is not None
    assert reading.matter.title == "100\u00a0% of schools"


@pytest.mark.parametrize(
    ("matter", "codes"),
    [
        ('cover:\n  image: "" # a file\n  caption:\n', []),
        ("image: {src: }\n", []),
        ('cover:\n  image: ""\n  caption: A bus\n', ["image-invalid"]),
        ("image: {alt: A bus}\n", ["image-invalid"]),
    ],
)
def test_a_picture_that_a_template_left_to_be_filled_in_is_none(matter: str, codes: list[str]) -> None:
    reading = read(f"---\ntitle: A\ndate: 2026-01-01\n{matter}---\nText.\n".encode(), "a.md", NEW_YORK)
    assert [problem.code for problem in reading.problems] == codes
    assert reading.matter is not None and reading.matter.image is None


@pytest.mark.parametrize(("day", "date"), [("2026-01-02", "2026-01-02"), ("2026-12-31 09:00", "2026-12-31")])
def test_a_day_in_published_is_the_date_of_a_release_without_another(day: str, date: str) -> None:
    reading = read(f"---\ntitle: A\npublished: {day}\ntoc: {{enable: true}}\n---\n".encode(), "a.md", NEW_YORK)
    assert [problem.code for problem in reading.problems] == ["key-unknown"]
    assert reading.matter is not None and reading.matter.date is not None
    assert f"{reading.matter.date.at:%Y-%m-%d}" == date


def test_lists_of_tags_may_hold_lists() -> None:
    data = b"---\ntitle: A\ndate: 2026-01-01\ntags: [[x, y], [z, []]]\n---\n"
    reading = read(data, "a.md", NEW_YORK)
    assert reading.problems == () and reading.matter is not None and reading.matter.tags == ("x", "y", "z")


def test_keys_of_exports_of_wordpress_and_of_astro_are_read() -> None:
    matter = "post_title: A\ndate: 2026-01-02 09:00\npost_excerpt: B\nwordpress_id: 7\n"
    reading = read(f"---\n{matter}modDatetime: 2026-01-03T09:00:00Z\n---\nText.\n".encode(), "a.md", NEW_YORK)
    assert reading.problems == () and reading.matter is not None and reading.matter.date and reading.matter.updated
    assert (reading.matter.title, reading.matter.summary) == ("A", "B")
    pub = read(b"---\ntitle: A\npubDatetime: 2026-01-02T09:00:00Z\n---\n", "a.md", NEW_YORK)
    assert pub.problems == () and pub.matter is not None and pub.matter.date is not None


@pytest.mark.parametrize(
    "image",
    [
        '{caption: "", focal_point: "", preview_only: false}',
        "{preview_only: true}",
        "{placement: 3, caption: , preview_only: no, src: }",
        "{feature: , focal_point: Top}",
    ],
)
def test_a_group_that_only_says_how_a_picture_is_to_look_names_none(image: str) -> None:
    reading = of(f"image: {image}")
    assert reading.matter is not None and reading.matter.image is None
    assert reading.problems == ()


@pytest.mark.parametrize(
    "image", ["{caption: The hall}", "{theme: {light: a.svg}}", "{credit: Ali, preview_only: true}"]
)
def test_a_group_that_says_something_of_a_picture_needs_one(image: str) -> None:
    assert "image-invalid" in [problem.code for problem in of(f"image: {image}").problems]


@pytest.mark.parametrize(
    ("keys", "src", "code"),
    [
        ("image: {path: a.jpg, feature: b.jpg, credit: Ali}", "a.jpg", "key-conflict"),
        ("image: {src: a.jpg, file: a.jpg}", "a.jpg", ""),
        ("feature_image: a.jpg\nfeature_image_alt: The hall", "a.jpg", ""),
    ],
)
def test_another_file_for_a_picture_costs_no_release(keys: str, src: str, code: str) -> None:
    reading = of(keys)
    assert reading.matter is not None and reading.matter.image is not None and reading.matter.image.src == src
    assert [(problem.severity, problem.code) for problem in reading.problems] == ([("warning", code)] if code else [])
