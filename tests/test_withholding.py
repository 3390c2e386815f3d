"""Nothing withheld gets out: every word for “not yet”, “not public” and “not in lists” works, or is an error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner

from conftest import NOW, SETTINGS, Site
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from pressgen.model import Options, Page
from pressgen.report import with_excerpts
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.newsroom import create_newsroom
from pressgen.serve.status import badges_of
from pressgen.site.embargo import due_at, gate, reasons, why_hidden
from spoken import unspoken

Make = Callable[..., Site]
ZONE = timezone(timedelta(hours=5))


def read(key: str) -> reader.Reading:
    text = f"---\ntitle: T\ndate: 2026-01-10\n{key}\n---\nText.\n"
    reading = reader.read(text.encode(), "content/a.md", dates.zone("Asia/Tashkent"), (), "https://n.example/r/")
    assert not unspoken(reading.problems)
    return reading


def codes(key: str) -> list[tuple[str, str]]:
    return [(problem.severity, problem.code) for problem in read(key).problems]


# --- not yet ----------------------------------------------------------------------------------

HOLDING = """
    embargo embargo_until embargoUntil Embargo-Until embargoed_until embargo_lifts_at embargo_date embargo_ends
    under_embargo embargoed go_live goLive goes_live_on live_from publish_on publishAt publish_after publication_date
    post_date hold hold_until held_until withhold_until release_at releaseTime scheduled scheduled_for not_before
    not_for_release_before эмбарго эмбарго_до Эмбарго-до опубликовать опубликовать_после публикация дата_публикации
    публиковать_с запланировано отложено_до не_публиковать_до дата_выхода nashr nashr_qilish_vaqti eʼlon e'lon_qilish
    elon_sanasi rejalashtirilgan нашр нашр_санаси эълон эълон_қилиш режалаштирилган Sperrfrist sperrfrist_bis
""".split()


@pytest.mark.parametrize("key", HOLDING)
def test_a_date_under_a_word_for_not_yet_holds_the_release_until_then(key: str) -> None:
    matter = read(f"{key}: 2026-12-10 09:00").matter
    assert matter is not None and matter.date is not None
    assert matter.date.at == datetime(2026, 12, 10, 9, tzinfo=ZONE)
    earlier = read(f"{key}: 2025-12-10 09:00").matter
    assert earlier is not None and earlier.date is not None
    assert earlier.date.at == datetime(2026, 1, 10, tzinfo=ZONE)


@pytest.mark.parametrize("key", HOLDING)
@pytest.mark.parametrize("value", ["true", "yes", "after the meeting", "да", "[2026-12-10]", "soon"])
def test_any_other_value_is_an_error(key: str, value: str) -> None:
    assert [severity for severity, _ in codes(f"{key}: {value}")] == ["error"]


@pytest.mark.parametrize("key", ["embargo", "scheduled", "hold", "эмбарго", "under_embargo"])
@pytest.mark.parametrize("value", ["false", "no", "нет", "yoʻq"])
def test_a_plain_no_is_no_embargo(key: str, value: str) -> None:
    assert read(f"{key}: {value}").problems == ()


@pytest.mark.parametrize("key", ["публикация", "nashr", "publish_on", "go_live", "опубликовать"])
def test_a_no_to_publication_is_an_error(key: str) -> None:
    assert codes(f"{key}: false") == [("error", "embargo-invalid")]


@pytest.mark.parametrize(
    "key",
    [*HOLDING, *"""
        draft Draft черновик published publish опубликовано status статус еmbargo emabrgo embrago_until эмбрго private
        confidential publish_hour
    """.split()],
)  # fmt: skip
def test_a_key_that_keeps_a_release_back_and_has_no_value_is_an_error(key: str) -> None:
    for nothing in ("", '""', "'  '", "[]"):
        assert ("error", "key-empty") in codes(f"{key}: {nothing}")
    # Nothing else than the missing value is wrong, and a draft can wait for it.
    assert "error" not in dict(codes(f"{key}: null")) and "error" not in dict(codes(f"{key}:\npost_status: draft"))


@pytest.mark.parametrize(
    "key",
    """
        image craft stats password redirect update rate list sitemap expires expiryDate истекает publish_until unlisted
        noindex hidden hide_from_lists restricted
    """.split(),
)
def test_a_key_that_keeps_nothing_back_may_have_no_value(key: str) -> None:
    assert codes(f"{key}:") == []


def test_a_forgotten_time_publishes_no_release_whose_file_names_its_day(site: Make) -> None:
    for key in ("embargo", "publish_date", "draft"):
        made = site(f"-- content/2026-01-02-plan.md --\n---\ntitle: T\n{key}:\n---\nText.\n")
        report = made.build(skip_invalid=True)
        assert [(each.severity, each.line) for each in report.problems] == [("error", 3)]
        assert not [path for path in made.files() if "plan" in path]


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("publishDate: 2026-03-01", "2026-03-01"),
        ("publish_date: 2025-03-01", "2026-01-10"),
        ("publishDate: 2026-03-01\nembargo: 2026-03-01", "2026-03-01"),
    ],
)
def test_hugo_s_day_of_publication_beside_the_date_is_an_embargo(keys: str, day: str) -> None:
    reading = read(keys)
    assert reading.problems == () and reading.matter is not None and reading.matter.date is not None
    assert f"{reading.matter.date.at:%Y-%m-%d}" == day
    assert codes("publishDate:") == [("error", "key-empty")]
    assert codes("publishDate: false") == codes("publishDate: soon") == [("error", "date-invalid")]


@pytest.mark.parametrize(
    "key", ["publish_until", "public_until", "публиковать_до", "expire_date", "expiresOn", "истекает"]
)
def test_until_says_when_a_release_ends(key: str) -> None:
    matter = read(f"{key}: 2026-12-10").matter
    assert matter is not None and matter.expires is not None and matter.expires.at.date().isoformat() == "2026-12-10"


@pytest.mark.parametrize("key", ["release", "publication", "live", "launch", "launch_date", "available_from"])
def test_a_name_with_a_doubt_is_an_error_only_with_a_later_day(key: str) -> None:
    for value in (
        "2026-12-10",
        "[2026-12-10]",
        "[soon, 2026-12-10]",
        "01/02/2027",
        "2026-12-10 09:00 IST",
        "Mon 2026-12-10",
    ):
        assert codes(f"{key}: {value}") == [("error", "embargo-unclear")], value
    for value in ("2011-05-27 09:00 EST", "01/02/2011", "[2011-05-27]"):
        assert codes(f"{key}: {value}") == [("notice", "key-unknown")], value
    assert codes(f"{key}: 2026-01-10") == codes(f"{key}: Nature 4 (2)") == [("notice", "key-unknown")]


@pytest.mark.parametrize(
    "key", ["publisher: N", "publication_types: [a]", "event_date: 2027-01-01", "start: 2027-01-01"]
)
def test_words_of_other_things_hold_nothing(key: str) -> None:
    matter = read(key).matter
    assert matter is not None and matter.status == "published" and matter.date == read("x: 1").matter.date


@pytest.mark.parametrize(
    "key",
    """
    stauts: draft|satus: draft|statuss: draft|stаuts: draft|статсу: черновик|cтатус: черновикк|post_staus: private
    drfat: true|darft: yes|draf: true|drаtf: да|чернвоик: да|qoralma: ha|pubilshed: false|publised: no|published_: 2026-12-10
    dtae: 2026-12-10|dat: 2026-12-10|datе_: завтра|daet: 01/02/2027|expries: 2026-02-01|expirse: 2026-02-01
    emabrgo: 2026-12-10|embago: true|embrago_until: 2026-12-10|эмбрго: 2026-12-10|unlistde: true|noidnex: true
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_a_typo_of_a_key_that_withholds_is_an_error(key: str) -> None:
    assert "error" in [severity for severity, _ in codes(key.strip())]


@pytest.mark.parametrize(
    "key",
    """
    draft_mode: true|in_review: yes|has_embargo: true|это_черновик: да|do_not_publish: true|dont-publish: 1
    never_publish: true|skip_release: yes|not_published_yet: yes|готово: нет|is_ready: false|isApproved: no|is_active: false|drafted: true
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_a_name_whose_words_say_that_it_is_not_public_is_an_error(key: str) -> None:
    assert codes(key.strip()) == [("error", "key-near-miss")]


@pytest.mark.parametrize(
    "key",
    """
    do_not_publish: false|is_ready: true|state: Texas|bill_status: draft|law_stage: review|draft_law: true|not_draft: true
    never_expires: true|complete: false|launch: false|issue: true
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_a_name_that_only_has_such_words_is_no_error(key: str) -> None:
    assert "error" not in [severity for severity, _ in codes(key.strip())]
    matter = read(key.strip()).matter
    assert matter is not None and matter.status == "published"


@pytest.mark.parametrize("key", ["entwurf: true", "veröffentlicht: false", "for_internal_use: yes"])
def test_words_of_other_languages_withhold_too(key: str) -> None:
    assert codes(key) == [("warning", "key-read-as")]


@pytest.mark.parametrize(
    ("key", "effect"),
    [
        ("isDraft: true", "draft"), ("is_draft: yes", "draft"), ("Is-Draft: да", "draft"), ("isPrivate: true", "draft"),
        ("isPublished: false", "draft"), ("is_published: no", "draft"), ("isWip: 1", "draft"), ("isHidden: true", "unlisted"),
        ("is_unlisted: true", "unlisted"), ("isNoindex: true", "noindex"), ("wp_status: private", "draft"),
        ("moderation_state: draft", "draft"), ("Review: pending", "draft"), ("workflow: черновик", "draft"),
        ("publication_status: Embargoed", "draft"), ("state: draft", "draft"),
        ("meta: {published: false}", "draft"), ("params:\n  draft: true\n  toc: false", "draft"), ("extra: {hidden: on}", "unlisted"),
        ("seo: {title: A, noindex: true}", "noindex"), ("options: {is_draft: true}", "draft"), ("page: {status: draft}", "draft"),
        ("workflow: in review", "draft"), ("moderation_state: needs_review", "draft"), ("wp_status: auto-draft", "draft"),
        ("reviewStatus: Pending approval", "draft"), ("state: inReview", "draft"), ("flags: [new, draft]", "draft"),
        ("flags: private", "draft"), ("meta: {статус: черновик}", "draft"), ("params: {черновик: да}", "draft"),
        ("params: {public: false}", "draft"), ("extra: {seo: {noindex: true}}", "noindex"),
        ("params:\n  a: 1\n  page:\n    meta: {isDraft: 1}", "draft"), ("page: {status: under review}", "draft"),
        ("layout: revision", "draft"), ("post_type: Revision", "draft"), ("type: attachment", "draft"),
        ("postType: nav_menu_item", "draft"), ("wordpress: {post_type: autosave}", "draft"), ("kind: custom-css", "draft"),
        ("workflow: {state: review}", "draft"), ("post: {private: true}", "draft"), ("settings: {unlisted: true}", "unlisted"),
    ],
)  # fmt: skip
def test_flags_and_states_of_other_editors_withhold(key: str, effect: str) -> None:
    reading = read(key)
    assert [(problem.severity, problem.code) for problem in reading.problems] == [("warning", "key-read-as")]
    matter = reading.matter
    assert matter is not None
    assert (matter.status == "draft", matter.unlisted, matter.noindex) == tuple(
        effect == each for each in ("draft", "unlisted", "noindex")
    )


@pytest.mark.parametrize(
    "key",
    [
        "press: {embargo: 2026-12-10 09:00}", "meta:\n  embargo_until: 2026-12-10", "params: {expiryDate: 2026-12-10}",
        "press: {embargo: true}", "press: {embargo: until the meeting}", "extra: {under_embargo: yes}", "meta: {эмбарго: да}",
        "params: {scheduled: soon}", "press: {meta: {embargo: {until: noon}}}", "data: {hold: true}",
    ],
)  # fmt: skip
def test_a_time_in_a_group_is_an_error_that_says_where_it_works(key: str) -> None:
    (problem,) = read(key).problems
    assert (problem.severity, problem.code) == ("error", "key-near-miss")
    matter = read(re.findall(r"`([^`]+)`", problem.hint)[0]).matter
    assert matter is not None and (matter.embargo or matter.expires)


@pytest.mark.parametrize(
    "key",
    [
        "isDraft: false", "is_published: true", "isbn: true", "island: true", "iso: false", "state: Alaska", "state: open",
        "review: five stars", "status_code: 404", "estate: private", "meta: {published: true, draft: false}", "params: {}",
        "params: {toc: false, feed: false, show: false}", "sidebar: {hidden: true}", "comments: {published: false}",
        "translation: {status: draft}", "review: private view", "review: hidden gem", "state: New York", "isolated: true",
        "issue: false", "extra: {status: sold out}", "params: {stock: {private: true}}", "press: {embargo: no}", "flags: [new]",
        "press: {embargo: }", "data: {live_from: London, publication_date: spring}", "extra: {expires: soon}", "workflow: in print", "seo: {title: Draft}", "extra: {embargo: none}", "data: [draft]", "issue: draft",
    ],
)  # fmt: skip
def test_other_flags_and_states_withhold_nothing(key: str) -> None:
    matter = read(key).matter
    assert matter is not None
    assert (matter.status, matter.unlisted, matter.noindex, matter.embargo) == ("published", False, False, None)


@pytest.mark.parametrize("key", ["isDraft:", "is_private:"])
def test_such_a_flag_without_a_value_is_an_error(key: str) -> None:
    assert codes(key) == [("error", "key-empty")]


@pytest.mark.parametrize("key", ["stats: 5", "craft: pottery", "rate: 4.5", "draff: false", "state: open"])
def test_a_near_name_whose_value_withholds_nothing_is_no_error(key: str) -> None:
    assert "error" not in [severity for severity, _ in codes(key)]


@pytest.mark.parametrize(
    "key", ["stauts: draft", "dtae: 2026-12-10", "embago: true", "publisehd: 2026-12-10", "pubilshed: false"]
)
def test_what_the_hint_of_a_typo_says_holds_the_release(key: str) -> None:
    (problem,) = read(key).problems
    written = re.findall(r"`([^`]+)`", problem.hint)[0]
    matter = reader.read(
        f"---\ntitle: T\n{'' if written.startswith('date') else 'date: 2026-01-10'}\n{written}\n---\n".encode(),
        "content/a.md", dates.zone("Asia/Tashkent"),
    ).matter  # fmt: skip
    assert matter is not None and matter.date is not None
    assert matter.status == "draft" or matter.date.at > datetime(2026, 11, 1, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("статус: черновик", "draft"), ("holat: qoralama", "draft"), ("ҳолат: қоралама", "draft"),
        ("статус: опубликовано", "published"), ("черновик: да", "draft"), ("qoralama: ha", "draft"),
        ("опубликовано: нет", "draft"), ("publish: false", "draft"), ("publish: true", "published"),
        ("nashr qilingan: yoʻq", "draft"), ("cтатус: черновик", "draft"),
    ],
)  # fmt: skip
def test_states_are_read_in_three_languages(key: str, status: str) -> None:
    matter = read(key).matter
    assert matter is not None and matter.status == status


def test_the_embargo_and_the_date_in_the_name_the_later_one_counts(site: Make) -> None:
    made = site(
        "-- content/2026-01-10-a.md --\n---\ntitle: A\nembargo: 2026-02-10 09:00\n---\n"
        "-- content/2026-01-11-b.md --\n---\ntitle: B\nembargo: 2026-01-05\n---\n"
        "-- content/c.md --\n---\ntitle: C\nembargo: 2026-01-12 10:00\n---\n"
        "-- content/pages/d.md --\n---\ntitle: D\nembargo: 2026-02-10 09:00\n---\n"
    )
    assert made.build().problems == ()
    assert made.report.next_change == datetime(2026, 2, 10, 9, tzinfo=ZONE)
    assert {"2026/01/b/index.html", "2026/01/c/index.html"} <= made.files().keys()
    assert not {"2026/01/a/index.html", "2026/02/a/index.html", "d/index.html"} & made.files().keys()
    made.build(as_of="2026-02-10 08:59")
    assert made.report.next_change == datetime(2026, 2, 10, 9, tzinfo=ZONE)
    made.build(as_of="2026-02-10 09:00")
    assert {"2026/02/a/index.html", "d/index.html"} <= made.files().keys()


def test_an_expiry_before_the_end_of_the_embargo_is_an_error() -> None:
    assert codes("embargo: 2026-12-10\nexpires: 2026-11-01") == [("error", "date-order")]


# --- not public, not in lists -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        *((key, "status", "draft") for key in (
            "private: true", "Private: yes", "public: false", "unpublished: true", "visibility: private", "headless: true",
            "visible: false", "build: {render: never}", "_build: {render: false}", "секретно: да", "maxfiy: ha", "ignore: true",
        )),
        *((key, "unlisted", True) for key in (
            "hidden: true", "listed: false", "visibility: unlisted", "eleventyExcludeFromCollections: true", "feed: false",
            "hiddenInHomeList: true", "build: {list: never}", "скрыто: да", "yashirin: ha", "unlisted: да",
        )),
        *((key, "noindex", True) for key in (
            "sitemap: false", "sitemap: {disable: true}", "robots: noindex", "robots: [noindex, nofollow]", "robots: none",
            "robots: {index: false}", "searchable: false", "search_exclude: true", "no_index: true", "exclude_from_sitemap: yes",
        )),
    ],
)  # fmt: skip
def test_keys_of_other_generators_that_hide_a_page_hide_it(key: str, field: str, value: object) -> None:
    reading = read(key)
    assert reading.matter is not None and getattr(reading.matter, field) == value
    assert "error" not in [problem.severity for problem in reading.problems]


@pytest.mark.parametrize(
    "key", ["password: Tulip", "protected: true", "access: members", "visibility: paid", "пароль: Tulip"]
)
def test_what_would_close_a_page_is_an_error_and_never_printed(key: str) -> None:
    (problem,) = read(key).problems
    assert (problem.severity, problem.code) == ("error", "access-refused")
    assert "Tulip" not in problem.message + problem.hint


@pytest.mark.parametrize(
    "key", ["redirect_to: https://a.example/", "external_url: https://a.example/", "nav_exclude: true"]
)
def test_what_would_move_a_page_is_a_warning(key: str) -> None:
    assert codes(key) == [("warning", "key-no-effect")]


@pytest.mark.parametrize(
    "key",
    ["private: false", "hidden: false", "sitemap: {priority: 0.5}", "robots: index, follow", "access: open", "password: ''",
     "visibility: public", "public: true", "listed: true", "protected: no"],
)  # fmt: skip
def test_such_keys_that_hide_nothing_are_no_fault(key: str) -> None:
    reading = read(key)
    assert reading.matter is not None
    assert (reading.matter.status, reading.matter.unlisted, reading.matter.noindex) == ("published", False, False)
    assert {problem.severity for problem in reading.problems} <= {"notice"}


LISTED = """\
-- content/a.md --
---
title: A
date: 2026-01-14
tags: [News]
---
See [the other](b.md).
-- content/b.md --
---
title: Zqunlisted
date: 2026-01-15 10:00
tags: [News, Zqonly]
related: [a.md]
pinned: true
aliases: [/old/b/]
KEY
---
Zqtext. See [A](a.md).
-- content/b.ru.md --
---
title: Б
date: 2026-01-14
---
-- content/c.ru.md --
---
title: В
date: 2026-01-14
---
-- content/pages/p.md --
---
title: Zqpage
KEY
---
"""
OWN = re.compile(rb"(?<!/ru)/2026/01/b/")
"""The address of b.md."""
LANGUAGES = "-- pressgen.yml --\ntitle: T\nurl: https://n.example/\ntimezone: Asia/Tashkent\nlanguages: [en, ru]\n"


def test_an_unlisted_release_has_its_page_and_its_old_addresses_and_is_named_nowhere_else(site: Make) -> None:
    made = site(LANGUAGES + LISTED.replace("KEY", "unlisted: true").replace("See [the other](b.md).", ""))
    assert made.build().exit_code == 0, made.report.problems
    own = {"2026/01/b/index.html", "old/b/index.html", "p/index.html"}
    named = {path for path, data in made.files().items() if b"Zq" in data or OWN.search(data) or b"/p/" in data}
    assert named == own
    page = made.read("2026/01/b/index.html")
    assert '<meta name="robots" content="noindex">' in page and "Zqonly" in page and "tags/zqonly" not in page
    assert 'hreflang="ru"' in page, "it knows its translation, which does not know it"
    assert "hreflang" not in made.read("ru/2026/01/b/index.html")
    assert "tags/zqonly/index.html" not in made.files()
    made.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-14\ntags: [News]\n---\nSee [the other](b.md).\n")
    made.build()
    assert '<a href="/2026/01/b/">the other</a>' in made.read("2026/01/a/index.html")


def test_a_listed_release_may_not_recommend_an_unlisted_one(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nrelated: [b.md]\n---\n"
        "-- content/b.md --\n---\ntitle: Bzq\ndate: 2026-01-02\nunlisted: true\n---\n"
    )
    assert made.build().exit_code == 0
    assert made.codes("warning") == ["related-not-public"]
    assert "Bzq" not in made.read("2026/01/a/index.html")


def test_a_release_that_search_engines_are_not_to_show_is_in_lists_but_in_no_sitemap(site: Make) -> None:
    made = site(LANGUAGES + LISTED.replace("KEY", "noindex: true"))
    assert made.build().exit_code == 0
    listed = {path for path, data in made.files().items() if OWN.search(data)}
    assert {"index.html", "feed.xml", "archive/2026/01/index.html", "tags/news/index.html"} <= listed
    assert not {"sitemap-news.xml"} & listed
    assert "<loc>https://n.example/2026/01/b/</loc>" not in made.read("sitemap.xml")
    assert '<meta name="robots" content="noindex">' in made.read("2026/01/b/index.html")
    assert '<meta name="robots" content="noindex">' in made.read("p/index.html")


def test_a_canonical_address_is_told_to_search_engines(site: Make) -> None:
    made = site(LANGUAGES + LISTED.replace("KEY", "canonical: https://a.example/первый/"))
    assert made.build().exit_code == 0
    assert '<link rel="canonical" href="https://a.example/первый/">' in made.read("2026/01/b/index.html")
    assert "/01/b/</loc>" not in made.read("sitemap.xml").replace("ru/2026/01/b/", "")
    assert made.read("index.html").count("/2026/01/b/") > 0
    made.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-14\ncanonical: /2026/01/b/\n---\n")
    made.build()
    assert '<link rel="canonical" href="https://n.example/2026/01/b/">' in made.read("2026/01/a/index.html")


def test_one_function_decides_for_the_gate_and_the_badges() -> None:
    now = datetime(2026, 6, 1, tzinfo=ZONE)
    matter = read("embargo: 2026-12-10\ndraft: true\nunlisted: true").matter
    assert matter is not None
    page = Page(path="content/pages/a.md", lang="en", key="a", slug="a", matter=matter, body=None)  # type: ignore[arg-type]
    assert [reason.kind.name for reason in reasons(page, now)] == ["draft", "embargoed", "unlisted"]
    assert [badge.kind for badge in badges_of(page, False, now)] == ["draft", "embargoed", "unlisted"]
    first = {shown: why_hidden(page, now, shown) for shown in ("public", "drafts", "coming", "all")}
    assert [reason.kind.name for reason in first.values() if reason] == ["draft", "embargoed", "draft", "unlisted"]
    assert [gate([page], now, shown) == (page,) for shown in ("public", "drafts", "all")] == [False, False, True]
    assert due_at(page) == datetime(2026, 12, 10, tzinfo=ZONE)


# --- what the next builds will report -----------------------------------------------------------

DUE = """\
-- content/a.md --
---
title: A
date: 2026-01-01
aliases: [/taken/]
---
-- content/held.md --
---
title: Zqheadline
date: 2026-03-01
KEY
---
BODY
"""


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("", "[zqwords](nowhere.md)", "link-missing"),
        ("", "[zqwords](/nope/zq/)", "link-broken"),
        ("image: {src: zq.png, alt: A}", "", "image-missing"),
        ("contacts: [zqnobody]", "", "contact-unknown"),
        ("template: zq.html", "", "template-missing"),
        ("related: [zq.md]", "", "related-missing"),
        ("permalink: /taken/", "", "redirect-taken"),
        ("permalink: /2026/01/a/", "", "path-collision"),
        ("permalink: /feed.xml/x.html", "", "path-collision"),
        ("permalink: /tags/", "", "path-collision"),
        ("aliases: [/archive/]", "", "redirect-taken"),
        ("aliases: [/2026/01/a/]", "", "redirect-taken"),
        ("aliases: [/taken/]", "", "redirect-double"),
        ("expires: 2026-03-05", "[zqwords](nowhere.md)", "link-missing"),
    ],
)
def test_a_build_says_today_what_a_release_will_have_wrong_at_its_hour(
    site: Make, key: str, body: str, code: str
) -> None:
    made = site(DUE.replace("KEY", key).replace("BODY", body))
    made.edit("content/later.md", "---\ntitle: L\ndate: 2026-09-01\n---\n")
    report = made.build()
    assert report.exit_code == 0 and report.written
    (problem,) = [problem for problem in report.problems if problem.file == "content/held.md"]
    assert (problem.severity, problem.code) == ("warning", "due-problem")
    [quoted] = with_excerpts(made.folder, [problem])
    assert f"[{code}]" in problem.message and "zq" not in (problem.message + problem.hint + quoted.excerpt).lower()
    assert made.build(strict=True).exit_code == 1
    assert code in [found.code for found in check(made.folder, "2026-01-15", Options()).problems]
    # It is what the build reports when the hour has come.
    made.build(as_of="2026-03-01 00:00")
    assert code in [problem.code for problem in made.report.problems]


def test_a_sound_release_under_embargo_is_no_warning_and_a_draft_is_not_looked_at(site: Make) -> None:
    made = site(DUE.replace("KEY", "tags: [New]").replace("BODY", "[A](a.md), [its tag](/tags/new/), [M](more.md)"))
    made.edit("content/more.md", "---\ntitle: M\ndate: 2026-04-01\n---\n[held](held.md)")
    made.edit("content/idea.md", "---\ntitle: I\ndate: 2026-04-01\ndraft: true\n---\n[x](nowhere.md)")
    assert made.build().problems == ()


def test_a_year_with_a_typo_is_a_warning(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2062-01-01\n---\n-- content/b.md --\n---\ntitle: B\ndate: 2030-01-01\n---\n"
    )
    assert [(problem.code, problem.file) for problem in made.build().problems] == [("date-far", "content/a.md")]


# --- previews and samples -------------------------------------------------------------------------


def test_search_engines_are_kept_out_of_a_preview(site: Make) -> None:
    made = site(LANGUAGES + LISTED.replace("KEY", ""))
    made.edit("content/d.md", "---\ntitle: D\ndate: 2026-01-02\ndraft: true\n---\n")
    made.build()
    assert "Allow: /" in made.read("robots.txt") and "Sitemap:" in made.read("robots.txt")
    assert "noindex" not in made.read("index.html")
    made.build(drafts=True)
    assert made.read("robots.txt").strip() == "User-agent: *\nDisallow: /"
    pages = [data for path, data in made.files().items() if path.endswith(".html")]
    assert len(pages) > 10
    assert all(b'<meta name="robots" content="noindex">' in data for data in pages)


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("", "Call [insert name] today.", "placeholder-left"),
        ("summary: '[вставить одно-два предложения]'", "", "placeholder-left"),
        ("", "[bir-ikki jumla kiriting]", "placeholder-left"),
        ("", "Lorem ipsum dolor.", "placeholder-left"),
        ("", "[CITY, STATE] – The region says:", "placeholder-left"),
        ("", "Contact: **[Contact Name]**", "placeholder-left"),
        ("", "Сегодня [название организации] сообщает", "placeholder-left"),
        ("", "Директор [ф. и. о.] сообщил", "placeholder-left"),
        ("", "Direktor [F.I.Sh.] maʼlum qildi.", "placeholder-left"),
        ("", "The plan is agreed\u30104:0\u2020source\u3011.", "placeholder-left"),
        ("", "The plan is agreed \ue200cite\ue202turn0search3\ue201.", "placeholder-left"),
        ("", "[cite_start]The plan is agreed.", "placeholder-left"),
        ("", "The plan is agreed [cite: 1, 4].", "placeholder-left"),
        ("contacts: {name: N, email: press@example.org}", "", "example-contact"),
        ("contacts: {name: N, email: a@news.example.com}", "", "example-contact"),
        ("", "Write to <press@example.net>.", "example-contact"),
        ("sample: true", "", "sample-left"),
    ],
)
def test_a_public_release_that_is_not_finished_is_a_warning_and_a_draft_may_be(
    site: Make, key: str, body: str, code: str
) -> None:
    text = f"---\ntitle: A\ndate: 2026-01-01\n{key}\n---\n{body}\n"
    made = site("")
    made.edit("content/a.md", text)
    assert made.build().exit_code == 0
    assert made.codes("warning") == [code]
    assert made.build(strict=True).exit_code == 1
    made.edit("content/a.md", text.replace("title: A", f"title: A\ncheck_ignore: {{{code}: it is meant}}"))
    assert made.build(strict=True).exit_code == 0
    made.edit("content/a.md", text.replace("title: A", "title: A\nstatus: draft"))
    assert made.build(strict=True).problems == ()
    assert code in [problem.code for problem in check(made.folder, "2026-01-15", Options()).problems]


@pytest.mark.parametrize(
    "text",
    [
        "[Website]\n\n[Website]: https://press.example.org/",
        "[Website] and [Company Name]\n\n[website]: https://press.example.org/\n[company name]: b.md",
        "[Date](b.md), [our city][City] and `[Company Name]`\n\n[City]: https://press.example.org/",
        "She said: “[The] city [of Tashkent] named [her].”",
        "Call [the date was changed] or [Titles] and [Names].",
        "\u3010News\u3011 He turned0 and cited [1].",
    ],
)
def test_brackets_that_somebody_filled_in_are_not_reported(site: Make, text: str) -> None:
    made = site("")
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-01\n---\n")
    made.edit("content/a.md", f"---\ntitle: A\ndate: 2026-01-01\n---\n{text}\n")
    made.build()
    assert "placeholder-left" not in made.codes("warning")


@pytest.mark.parametrize(
    "path",
    [
        *("drafts/a.md", "Drafts/2025/a.md", "news/draft/a.md", "ru/drafts/a.md", "draft/index.md", "wip/a/index.md"),
        *(
            "private/a.md",
            "Internal/2025/a.md",
            "embargo/a.md",
            "plan.confidential.md",
            "plan (internal).md",
            "Entwürfe/a.md",
        ),
        *("[Not for publication] a.md", "pages/private/a.md", "unreleased/index.md", "trash/a.md"),
        *("unpublished/a.md", "not-published/a.md", "Do not publish/a.md", "embargoed/a.md", "pages/drafts/a.md"),
        *("Черновики/a.md", "qoralama/a.md", "қораламалар/a.md", "_posts/drafts/2025-01-01-a.md"),
        *("a.draft.md", "a.draft.ru.md", "2025-01-01-a.wip.md", "a (draft).md", "[Draft] a.md", "DRAFT a.md"),
        *("DRAFT-plan.md", "план (черновик).md", "2025-01-01-DRAFT-plan.md", "plan-DRAFT.md", "plan_DRAFT_2.md"),
        *(
            "20260101DRAFT_plan.md",
            "plan-WIP.md",
            "WIP_plan.md",
            "Entwürfe/a.md",
            "Entwu\u0308rfe/a.md",
            "brouillon/a.md",
        ),
        *("utkast/a.md", "қаралама/2025/a.md", "Entwurfe/a.md", "plan.kladde.md", "эмбарго/a.md", "unfinished/a.md"),
        *("Чернетки/a.md", "taslaklar/a.md", "plan.borrador.md", "plan (bozza).md"),
        *(
            "embargo-until-2026-12-10/a.md",
            "Embargo bis 10.12.2026/x/a.md",
            "эмбарго до 10 декабря/a.md",
            "Sperrfrist/a.md",
        ),
        *("plan-embargoed-until-10-december-2026.md", "embargo_2026-12-10.md", "EMBARGOED plan.md", "под эмбарго/a.md"),
        *("2026-yil 10-dekabrgacha embargo/a.md", "not for publication until 10 December/a.md", "махфий/a.md"),
        *("on-hold/a.md", "Pending/a.md", "deleted/a.md", "для служебного пользования/a.md"),
        *("to-review/a.md", "In Review/a.md", "needs_review/x/a.md", "not-ready/a.md", "Not ready yet/a.md"),
        *("awaiting approval/a.md", "unapproved/a.md", "на согласовании/a.md", "на проверке/a.md", "в работе/a.md"),
        *("tekshirishda/a.md", "zur Freigabe/a.md", "à relire/a.md", "por revisar/a.md", "plan (in review).md"),
        *("03.drafts/a.md", "(drafts)/a.md", "scheduled/drafts/a.md", "review/not ready/a.md", "embargoed/wip/a.md"),
        *("ЧЕРНОВИК план.md", "plan [DRAFT v2].md", "plan (draft 3).md", "plan.draft-2.md", "drafts 2026/a.md"),
    ],
)
def test_a_path_that_says_draft_keeps_a_file_back_unless_the_file_says_more(site: Make, path: str) -> None:
    made = site("-- pressgen.yml --\ntitle: N\nurl: https://n.example/\nlanguages: [en, ru]\n")
    made.edit(f"content/{path}", "---\ntitle: The secret\ndate: 2025-01-01\n---\nThe secret plan.\n")
    assert made.build().exit_code == 0
    assert [problem.code for problem in made.report.problems] == ["path-draft"]
    assert not [name for name, content in made.files().items() if b"secret" in content]
    for key in ("draft: false", "status: published", "published: true"):
        made.edit(f"content/{path}", f"---\ntitle: The secret\ndate: 2025-01-01\n{key}\n---\nThe secret plan.\n")
        assert made.build().problems == ()
        assert [name for name, content in made.files().items() if b"The secret plan" in content]


@pytest.mark.parametrize(
    "path",
    [
        "draft-law.md",
        "draft-laws-2026/a.md",
        "OVERDRAFT-plan.md",
        "2025-01-01-DRAFT-LAW.md",
        "drafting/a.md",
        "DRAFT-LAW.md",
        "a (new).md",
        "the-draft.md",
        "SWIPE-plan.md",
        "wip-plan.md",
        "entwurf-des-gesetzes.md",
        "crates.io.md",
        "Draft law.md",
        "private-schools/a.md",
        "internal-audit.md",
        "internal medicine/a.md",
        "private.md",
        "the-embargo.md",
        "reviews/a.md",
        "peer-review/a.md",
        "review.md",
        "a-review.md",
        "the [review].md",
        "in-review-of-2025/a.md",
        "future/a.md",
        "schedule/a.md",
    ],
)
def test_a_path_about_drafts_keeps_nothing_back(site: Make, path: str) -> None:
    made = site("")
    made.edit(f"content/{path}", "---\ntitle: A\ndate: 2025-01-01\n---\nThe plan.\n")
    assert made.build().releases == 1


@pytest.mark.parametrize("folder", ["review", "Review 2025", "approval", "Freigabe", "film/review"])
def test_a_folder_that_may_be_of_reviews_is_a_warning(site: Make, folder: str) -> None:
    made = site("")
    made.edit(f"content/{folder}/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nThe plan.\n")
    assert made.build().releases == 1
    assert [problem.key for problem in made.report.problems] == ["path-draft/subject"]
    for key, count in (("draft: true", 0), ("draft: false", 1), ("published: true", 1)):
        made.edit(f"content/{folder}/a.md", f"---\ntitle: A\ndate: 2025-01-01\n{key}\n---\nThe plan.\n")
        assert made.build().releases == count and made.report.problems == ()


@pytest.mark.parametrize("path", ["scheduled/a.md", "Запланированные/2025/a.md", "geplant/a.md", "plan (scheduled).md"])
def test_what_is_scheduled_goes_out_at_its_date_and_without_one_waits(site: Make, path: str) -> None:
    made = site("")
    made.edit(f"content/{path}", "---\ntitle: A\ndate: 2025-01-01 09:00\n---\nThe plan.\n")
    assert made.build("2025-01-01 08:59").releases == 0
    assert made.build("2025-01-01 09:00").releases == 1 and made.report.problems == ()
    dated = f"content/{path}".replace("a.md", "2025-01-01-a.md").replace("/plan", "/2025-01-01-plan")
    made.remove(f"content/{path}")
    made.edit(dated, "---\ntitle: A\n---\nThe plan.\n")
    assert made.build("2025-01-02").releases == 0 and made.codes("warning") == ["path-draft"]


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("embargoed/a.md", 1),
        ("embargoed/drafts/a.md", 0),
        ("scheduled/a.md", 1),
        ("scheduled/to-review/a.md", 0),
        ("Эмбарго 2025/a.md", 1),
        ("utkast/a.md", 0),
        ("a (embargoed).md", 1),
        ("drafts/a.md", 0),
    ],
)
def test_a_release_in_a_folder_for_embargoes_goes_out_at_the_time_that_it_names(
    site: Make, path: str, count: int
) -> None:
    made = site("")
    made.edit(f"content/{path}", "---\ntitle: A\nembargo: 2025-01-01 09:00\n---\nThe plan.\n")
    assert made.build("2025-01-01 08:59").releases == 0
    assert made.build("2025-01-01 09:00").releases == count


@pytest.mark.parametrize(
    "key",
    [
        "emabrgo: soon",
        "embargo_untl: Monday",
        "embrago: [a, b]",
        "embragoed: yes",
        "embagro: {until: noon}",
        "Emargo: 5",
    ],
)
def test_a_typo_of_embargo_is_an_error_whatever_its_value(key: str) -> None:
    assert [problem.key for problem in read(key).problems] == ["key-near-miss/withholding"]


@pytest.mark.parametrize("key", ["embargos: none", "emabrgo: false", "cargo: soon", "embark: Monday", "embassy: Paris"])
def test_other_names_near_embargo_are_no_error(key: str) -> None:
    assert "error" not in [problem.severity for problem in read(key).problems]


@pytest.mark.parametrize(
    "body", ["`[insert name]`", "[insert name](a.md)", "https://a.example/TODO", "me@myexample.org"]
)
def test_what_only_looks_like_a_placeholder_is_none(site: Make, body: str) -> None:
    made = site(f"-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nSee {body}.\n")
    made.build()
    assert made.codes("warning") == []


def test_a_new_newsroom_is_told_what_is_still_a_sample(site: Make, tmp_path: object) -> None:
    made = site("", name="parent")
    folder = made.folder / "new"
    folder.mkdir()
    answers = Answers(
        title="N", url="https://n.example/", languages=("en", "ru", "uz"), timezone="Asia/Tashkent", host="none"
    )
    create_newsroom(folder, answers, datetime(2026, 1, 14, tzinfo=ZONE))
    new = Site.__new__(Site)
    new.folder = folder
    new.build()
    assert {problem.code for problem in new.report.problems} == {"sample-left", "example-contact"}
    files = {problem.file for problem in new.report.problems if problem.code == "sample-left"}
    assert files == {"pressgen.yml", *(path.relative_to(folder).as_posix() for path in folder.rglob("content/**/*.md"))}
    assert new.build(strict=True).exit_code == 1


def test_example_addresses_of_people_and_contacts_are_reported_once(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    settings = (made.folder / "pressgen.yml").read_text()
    made.edit(
        "pressgen.yml",
        settings + "contacts:\n  press: {name: P, email: press@example.org}\npeople:\n"
        "  ali: {name: Ali, email: press@example.org}\n  vali: {name: Vali, email: vali@example.org}\n",
    )
    made.build()
    mails = [(problem.file, problem.values["mail"]) for problem in made.report.problems]
    assert mails == [("pressgen.yml", "press@example.org"), ("pressgen.yml", "vali@example.org")]


# --- no trace -------------------------------------------------------------------------------------

WAYS = [
    "embargo: 2026-02-01",
    "go_live: 2026-02-01 10:00",
    "публикация: 2026-02-01",
    "private: true",
    "статус: черновик",
]


@pytest.mark.parametrize("way", [*WAYS, "unlisted: true", "hidden: true", "listed: false"])
def test_a_site_with_a_withheld_release_is_the_site_without_it(site: Make, way: str) -> None:
    settings = SETTINGS + "languages: [en, ru, uz]\ntags: {n: {en: News, ru: Новости}}\n"
    whole, bare = site(""), site("")
    for made in (whole, bare):
        made.edit("pressgen.yml", settings)
        for lang, tag in (("", "News"), (".ru", "Новости"), (".uz", "Yangilik")):
            made.edit(f"content/a{lang}.md", f"---\ntitle: A\ndate: 2026-01-10\ntags: [{tag}, '3-5%']\n---\nText.\n")
            made.edit(f"content/z{lang}.md", f"---\ntitle: Z\ndate: 2026-01-14\ntags: [{tag}, '3.5%']\n---\nText.\n")
    held = "title: Zq\ntags: [News, '3_5%', '3.5%', Zqtag]\npinned: true\nrelated: [a.md]\ntranslation_key: k"
    whole.edit("content/held.md", f"---\n{held}\ndate: 2026-01-11\n{way}\n---\n[A](a.md)\n")
    whole.edit("content/held.ru.md", f"---\n{held}\ndate: 2026-01-12\n{way}\n---\n")
    whole.edit("content/pages/q.md", f"---\ntitle: Zq\n{way}\n---\n")
    assert whole.build().exit_code == bare.build().exit_code == 0, whole.report.problems
    own = {"2026/01/held/index.html", "ru/2026/01/held/index.html", "q/index.html"} if way in (
        "unlisted: true", "hidden: true", "listed: false"
    ) else set()  # fmt: skip
    first, second = whole.files(), bare.files()
    assert first.keys() - second.keys() == own
    assert [path for path in second if first[path] != second[path]] == []
    assert b"zq" not in json.dumps(list(first)).lower().encode()


@pytest.mark.parametrize(
    "keys", ["date: 2026-03-01", "date: 2025-06-01\nstatus: draft", "date: 2025-06-01\nembargo: 2026-03-01"]
)
def test_reports_quote_no_words_of_a_release_that_is_not_public(site: Make, keys: str) -> None:
    made = site()
    body = "Merger {{ merger }} <script>merger</script>\n\n[x](merger.pdf) ![](merger.jpg)\n\n# Merger\n"
    made.edit("content/m.md", f"---\ntitle: Merger of colleges\n{keys}\ntgas: merger\nmergre: merger\n---\n{body}")
    summary = made.folder / "summary.md"
    runner = CliRunner()
    for command in (
        ["build", "--as-of", NOW, "--summary", str(summary)],
        ["build", "--as-of", NOW, "--json"],
        ["due", "--as-of", NOW],
        ["diff", "--as-of", NOW],
    ):
        result = runner.invoke(main, [*command, str(made.folder)])
        assert "merger" not in result.output.lower()
    text = summary.read_text()
    assert "merger" not in text.lower() and "foreign-code" in text and re.search(r"content/m\.md:\d", text)
    assert "merger" in runner.invoke(main, ["check", "--site", str(made.folder), "--as-of", NOW]).output.lower()


@pytest.mark.parametrize(
    "key",
    """
        szkic: true|utkast: true|қаралама: true|下書き: true|초안: true|مسودة: true|gizli: true|приватний: true|非公開: true
        publiée: false|publicada: no|opublikowane: nie|yayında: hayır|жарияланды: жоқ|公開: false|estado: borrador|durum: taslak
        type: utkast|layout: szkic|state: kladde|flags: [taslaklar]|meta: {type: luonnos}|unreleased: true|brouillons: oui
        стан: чернетка|状态: 草稿|translation_status: draft|reviewed: false|in_progress: true|needsReview: true|inactive: true
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_further_words_for_what_is_not_public_keep_a_page_back(key: str) -> None:
    matter = read(key.strip()).matter
    assert matter is None or matter.status == "draft"


@pytest.mark.parametrize("key", ["encrypt: true", "paywall: yes", "premium: true"])
def test_a_page_that_is_for_some_readers_alone_is_refused(key: str) -> None:
    assert codes(key) == [("error", "access-refused")]


@pytest.mark.parametrize(
    "key", ["estado: Jalisco", "statut: membre", "reviewed: true", "premium: false", "publiée: oui"]
)
def test_such_words_that_withhold_nothing_keep_no_page_back(key: str) -> None:
    matter = read(key).matter
    assert matter is not None and matter.status == "published"
