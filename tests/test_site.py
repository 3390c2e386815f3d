"""Posts → the site: addresses, the gate, tags, translations, share links, references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timezone
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from babel import Locale
from babel.numbers import format_decimal

from conftest import Site
from pressgen.content.languages import ISO_639_1, has_formats, listed_language
from pressgen.content.place import locate
from pressgen.share import Network, share_links
from pressgen.site.i18n import is_known, language, language_problems, long_date, month_name, number, words
from pressgen.site.urls import SLUG_BYTES, address_of, permalink_path, slugify

Make = Callable[..., Site]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Open data", "open-data"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("100%", "100-percent"),
        ("Rock & Roll", "rock-and-roll"),
        ("Качество образования", "качество-образования"),
        ("جودة التعليم", "جودة-التعليم"),
        ("教育", "教育"),
        ("taʼlim sifati", "talim-sifati"),
        ("Straße", "strasse"),
        ("  --  ", "u2d-u2d"),
        ("★", "u2605"),
        ("con", "con-"),
        ("", "untitled"),
    ],
)
def test_a_slug_keeps_letters_of_every_script_and_is_never_empty(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_slug_is_one_for_both_unicode_forms_and_short_enough_for_every_file_system() -> None:
    assert slugify("Ёлка й") == slugify(unicodedata.normalize("NFD", "Ёлка й"))
    long = slugify("слово " * 60)
    assert len(long.encode()) <= SLUG_BYTES
    assert re.fullmatch("(слово-)+[0-9a-f]{8}", long)
    assert len(slugify("щ" * 300).encode()) <= SLUG_BYTES


def test_addresses_carry_the_base_path_and_are_encoded() -> None:
    address = address_of("https://x.example/news")
    assert address.href("2025/a b/index.html") == "/news/2025/a%20b/"
    assert address.url("ru/теги/index.html") == "https://x.example/news/ru/теги/"
    assert address.href("files/a—b.pdf") == "/news/files/a%E2%80%94b.pdf"
    assert address.href("index.html") == "/news/"
    assert address.href("notindex.html") == "/news/notindex.html"


def test_an_explicit_permalink_is_honoured() -> None:
    assert permalink_path("/2024/v1.2/") == "2024/v1.2/index.html"
    assert permalink_path("/Old/Name") == "Old/Name/index.html"
    assert permalink_path("/old/page.html") == "old/page.html"
    assert permalink_path("/") == "index.html"


@pytest.mark.parametrize(
    ("path", "lang", "key", "name", "date"),
    [
        ("content/2025/plan.md", "", "2025/plan", "plan", ""),
        ("content/2025/plan.ru.md", "ru", "2025/plan", "plan", ""),
        ("content/ru/2025/plan.md", "ru", "2025/plan", "plan", ""),
        ("content/ru/plan.uz.md", "uz", "plan", "plan", ""),
        ("content/_posts/2025-01-27-plan.md", "", "2025-01-27-plan", "plan", "2025-01-27"),
        ("content/_posts/ru/x/2025-01-27-plan.md", "ru", "x/2025-01-27-plan", "plan", "2025-01-27"),
        ("content/news/plan/index.md", "", "news/plan", "plan", ""),
        ("content/news/plan/index.ru.md", "ru", "news/plan", "plan", ""),
        ("content/news/2025-01-27-plan/index.md", "", "news/2025-01-27-plan", "plan", "2025-01-27"),
        ("content/report.v2.md", "", "report.v2", "report.v2", ""),
        ("content/crates.io.md", "", "crates.io", "crates.io", ""),
        ("content/report.de.md", "", "report.de", "report.de", ""),
        ("content/it/plan.md", "", "it/plan", "plan", ""),
        ("content/ru-RU/plan.md", "ru", "plan", "plan", ""),
        ("content/plan.en_GB.md", "en", "plan", "plan", ""),
        ("content/plan.uz-Latn.md", "", "plan.uz-Latn", "plan.uz-Latn", ""),
        ("content/uz-cyrl/plan.md", "uz-Cyrl", "plan", "plan", ""),
    ],
)
def test_a_path_tells_language_key_name_and_date(path: str, lang: str, key: str, name: str, date: str) -> None:
    place = locate(path, ("en", "ru", "uz", "uz-Cyrl"))
    assert (place.lang, place.key, place.name, place.date, place.kind) == (lang, key, name, date, "post")


def test_only_files_in_pages_are_standing_pages() -> None:
    assert locate("content/pages/about.md", ("en",)).kind == "page"
    assert locate("content/ru/pages/about.md", ("en", "ru")).kind == "page"
    assert locate("content/pages.md", ("en",)).kind == "post"
    assert locate("content/_drafts/idea.md", ("en",)).is_draft


def test_dates_numbers_and_words_follow_the_language() -> None:
    day = datetime(2025, 1, 27, tzinfo=timezone.utc).date()
    assert [long_date(day, lang) for lang in ("en", "uz", "uz-Cyrl", "ru", "ar")] == [
        "January 27, 2025", "27-yanvar, 2025", "27 январ, 2025", "27 января 2025\u202fг.", "27 يناير 2025",
    ]  # fmt: skip
    assert [number(3511, lang) for lang in ("en", "uz", "ru", "ar")] == ["3,511", "3\u00a0511", "3\u00a0511", "3,511"]
    assert month_name(2025, 1, "ru") == "Январь 2025"
    assert [words(lang).gettext("Tags") for lang in ("uz", "uz-Cyrl", "ru", "ar")] == [
        "Teglar",
        "Теглар",
        "Теги",
        "الوسوم",
    ]


def test_a_language_has_a_direction_a_locale_and_a_name_of_its_own() -> None:
    assert language("ar").dir == "rtl"
    assert (language("uz").locale, language("ru").locale, language("en-GB").locale) == ("uz_UZ", "ru_RU", "en_GB")
    assert language("ru").name == "Русский"
    assert [problem.code for problem in language_problems(("en", "ja", "qq"))] == [
        "words-missing",
        "settings-languages",
    ]


@pytest.mark.parametrize(
    ("lang", "found"),
    [
        ("rus", [("words-missing/code", "ru")]),
        ("uzb-Cyrl", [("words-missing/code", "uz")]),
        ("deu", [("words-missing/code", "de")]),
        ("ckb", [("words-missing", "ckb")]),  # has no code of two letters
        ("de", [("words-missing", "de")]),
        ("ru-UZ", []),
        ("eng", []),
    ],
)
def test_a_code_of_three_letters_is_named_where_the_tag_has_two(lang: str, found: list[tuple[str, str]]) -> None:
    assert [(problem.key, problem.values["near"]) for problem in language_problems((lang,))] == found


@pytest.mark.parametrize("lang", ["en", "en-IN", "es", "pl", "ru", "uz", "ar", "ar-EG", "fa", "de-CH", "my"])
@pytest.mark.parametrize("value", [0, 1, 11, 999, 1000, 1111, 3511, 12_345, 1_234_567, 10**9, -5])
def test_numbers_are_grouped_as_babel_groups_them(lang: str, value: int) -> None:
    assert number(value, lang) == format_decimal(value, locale=Locale.parse(lang, sep="-")).replace(" ", "\u00a0")


def test_share_links_are_encoded_whole() -> None:
    url, title = "https://x.example/news/теги/", 'A & B: "100%" + more'
    made = {link.name: link.href for link in share_links(get_args(Network), url, title)}
    assert len(made) == 13
    assert parse_qs(urlsplit(made["Telegram"]).query) == {"url": [url], "text": [title]}
    assert parse_qs(urlsplit(made["Facebook"]).query) == {"u": [url]}
    assert all("+" not in href and " " not in href and '"' not in href for href in made.values())
    assert made["E-mail"].startswith("mailto:?subject=A%20%26%20B")


GATED = """\
-- content/past.md --
---
title: Past
date: 2026-01-15 11:59
tags: seen
---
-- content/due.md --
---
title: Due now
date: 2026-01-15 12:00
---
-- content/future.md --
---
title: Unheard of
date: 2026-01-15 12:01
tags: [seen, secret]
image: {src: /pictures/secret.png, alt: x}
---
-- content/draft.md --
---
title: Half written
date: 2020-01-01
status: draft
---
-- content/gone.md --
---
title: Withdrawn
date: 2020-01-01
expires: 2026-01-15 12:00
---
"""


def test_the_gate_opens_at_the_instant_and_leaves_no_trace_before(site: Make) -> None:
    made = site(GATED)
    made.edit("content/pictures/secret.png", PIXEL)
    report = made.build()
    everything = b"".join(made.files().values()) + "".join(made.files()).encode()
    assert report.releases == 2
    for word in (b"Unheard", b"secret", b"Half written", b"Withdrawn", b"future"):
        assert word not in everything
    assert report.next_change is not None
    assert report.next_change.isoformat() == "2026-01-15T12:01:00+05:00"


def test_drafts_are_shown_when_asked_but_never_embargoed_releases(site: Make) -> None:
    made = site(GATED)
    made.edit("content/pictures/secret.png", PIXEL)
    made.build(drafts=True)
    everything = b"".join(made.files().values())
    assert b"Half written" in everything
    assert b"Unheard" not in everything


def test_a_link_to_a_release_that_is_not_public_is_told_and_not_leaked(site: Make) -> None:
    made = site(
        GATED + "-- content/linking.md --\n---\ntitle: L\ndate: 2025-01-01\n---\nSoon: [the plan](future.md).\n"
    )
    made.edit("content/pictures/secret.png", PIXEL)
    assert made.build().exit_code == 0
    assert made.codes("warning") == ["link-not-public"]
    assert "Soon: the plan." in made.read("2025/01/linking/index.html")


def test_translations_are_joined_by_path_and_by_key(site: Make) -> None:
    made = site(
        "-- pressgen.yml --\ntitle: N\nurl: https://x.example/\nlanguages: [en, ru, ar]\n"
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n"
        "-- content/a.ru.md --\n---\ntitle: А\ndate: 2025-01-01\n---\n"
        "-- content/other.md --\n---\ntitle: ب\ndate: 2025-01-01\nlang: ar\ntranslation_key: k\n---\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2025-01-02\ntranslation_key: k\n---\n"
    )
    assert made.build().exit_code == 0
    page = made.read("ru/2025/01/a/index.html")
    assert '<link rel="alternate" hreflang="en" href="https://x.example/2025/01/a/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="https://x.example/2025/01/a/">' in page
    assert 'hreflang="ar"' in made.read("2025/01/b/index.html")
    assert 'hreflang="ar"' not in page


@pytest.mark.parametrize(
    ("tag", "languages", "meant"),
    [
        ("ru-RU", ("en", "ru"), "ru"),
        ("ru", ("en", "ru-RU"), "ru-RU"),
        ("RU_ru", ("ru",), "ru"),
        ("zh-tw", ("zh-CN", "zh-TW"), "zh-TW"),
        ("zh", ("zh-CN", "zh-TW"), ""),
        ("en-GB", ("en-US",), ""),
        ("es-419", ("es",), "es"),
        ("uz-Cyrl", ("uz",), ""),
        ("uz-Cyrl-UZ", ("uz", "uz-Cyrl"), "uz-Cyrl"),
        ("io", ("en",), ""),
    ],
)
def test_a_tag_means_the_listed_language_with_or_without_a_region(
    tag: str, languages: tuple[str, ...], meant: str
) -> None:
    assert listed_language(tag, languages) == meant


@pytest.mark.parametrize(
    ("path", "severity", "address"),
    [("crates.io.md", "notice", "crates-io"), ("it/plan.md", "warning", "plan"), ("report.v2.md", "", "report-v2")],
)
def test_a_part_of_a_path_is_a_language_only_if_the_settings_list_it(
    site: Make, path: str, severity: str, address: str
) -> None:
    made = site(f"-- content/{path} --\n---\ntitle: A\ndate: 2025-01-01\n---\n")
    assert made.build().exit_code == 0
    assert [(p.code, p.severity) for p in made.report.problems] == (
        [("language-unlisted", severity)] if severity else []
    )
    assert f"2025/01/{address}/index.html" in made.files()


@pytest.mark.parametrize(
    "path", ["content/a.md", "content/a.de.md", "content/de/a.md", "content/_posts/2025-01-01-a.md"]
)
def test_a_language_that_settings_do_not_list_is_added_with_the_cure(site: Make, path: str) -> None:
    made = site(f"-- {path} --\n---\ntitle: A\ndate: 2025-01-01\nlang: de\ntags: [b]\n---\nText.\n")
    assert made.build().exit_code == 0
    assert [(each.code, each.severity) for each in made.report.problems] == [("language-unknown", "warning")]
    assert "Add de to `languages`" in made.report.problems[0].hint
    assert '<html lang="de"' in made.read("de/2025/01/a/index.html")
    assert "de/tags/b/index.html" in made.files()
    files = made.files().keys()
    made.edit("pressgen.yml", "title: T\nurl: https://n.example/\nlanguages: [en, de]\n")
    made.build()
    # What is done about it moves nothing.
    assert made.files().keys() == files


def test_versions_in_languages_that_settings_do_not_list_link_to_each_other(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n"
        "-- content/a.zh_TW.md --\n---\ntitle: B\ndate: 2025-01-01\nlang: zh_TW\n---\n"
        "-- content/fa/a.md --\n---\ntitle: C\ndate: 2025-01-01\nlang: fa\n---\n"
    )
    assert made.build().exit_code == 0
    assert [each.code for each in made.report.problems] == ["language-unknown"] * 2
    for page in "2025/01/a/index.html", "zh-tw/2025/01/a/index.html", "fa/2025/01/a/index.html":
        html = made.read(page)
        assert [f'hreflang="{lang}"' in html for lang in ("en", "zh-TW", "fa")] == [True] * 3
    assert '<html lang="fa" dir="rtl"' in made.read("fa/index.html")


@pytest.mark.parametrize(
    "key", ["draft: true", "embargo: 2099-01-01", "expires: 2025-02-01", "status: draft", "date: 2099-02-01"]
)
def test_a_language_has_no_page_before_a_release_in_it_is_public(site: Make, key: str) -> None:
    listed = "-- content/b.md --\n---\ntitle: B\ndate: 2025-01-01\n---\n"
    date = "" if key.startswith("date") else "date: 2025-01-01\n"
    made = site(f"{listed}-- content/a.md --\n---\ntitle: A\n{date}lang: de\n{key}\n---\nText.\n")
    assert made.build().exit_code == 0
    shown = made.files()
    made.remove("content/a.md")
    made.build()
    assert made.files() == shown


@pytest.mark.parametrize(
    ("path", "output"),
    [
        ("content/a.en.md", "2025/01/a/index.html"),
        ("content/en/a.md", "2025/01/a/index.html"),
        ("content/_posts/en/a.md", "2025/01/a/index.html"),
        ("content/a.en_US.md", "2025/01/a/index.html"),
        ("content/a.md", "en-gb/2025/01/a/index.html"),
        ("content/a.en-GB.md", "en-gb/2025/01/a/index.html"),
        ("content/en-gb/a.md", "en-gb/2025/01/a/index.html"),
        ("content/en-GB/a.en.md", "2025/01/a/index.html"),
    ],
)
def test_a_language_that_is_added_changes_no_path_that_settings_explain(site: Make, path: str, output: str) -> None:
    made = site(
        "-- pressgen.yml --\ntitle: T\nurl: https://n.example/\nlanguages: [en-US]\n"
        f"-- {path} --\n---\ntitle: A\ndate: 2025-01-01\nlang: en-GB\n---\nText.\n"
    )
    assert made.build().exit_code == 0
    assert output in made.files()
    code = "language-unknown" if output.startswith("en-gb") else "language-differs"
    assert [each.code for each in made.report.problems if each.file == path] == [code]


TAKEN = {
    "page": {"content/pages/de.md": "---\ntitle: B\n---\nText.\n"},
    "page in a folder": {"content/pages/de/archive.md": "---\ntitle: B\n---\nText.\n"},
    "permalink": {"content/b.md": "---\ntitle: B\ndate: 2025-01-01\npermalink: /DE/\n---\nText.\n"},
    "file": {"static/de/index.html": "<p>B</p>"},
    "file in place of the folder": {"static/de": "B"},
    "section": {
        "pressgen.yml": "title: T\nurl: https://n.example/\nsections: {de: {name: B}}\n",
        "content/b.md": "---\ntitle: B\ndate: 2025-01-01\nsection: de\n---\nText.\n",
    },
}


@pytest.mark.parametrize("files", TAKEN.values(), ids=TAKEN.keys())
def test_a_release_in_a_language_that_nobody_listed_takes_no_address(site: Make, files: dict[str, str]) -> None:
    made = site(
        "-- content/one.md --\n---\ntitle: One\ndate: 2025-01-01\n---\nText.\n"
        "-- content/pages/zwei.md --\n---\ntitle: Zwei\nlang: de\n---\nText.\n"
        "-- content/weg.md --\n---\ntitle: Weg\ndate: 2025-01-01\nlang: de\nstatus: withdrawn\n"
        "updated: 2025-02-01\n---\nText.\n"
    )
    for name, text in files.items():
        made.edit(name, text)
    assert made.build().exit_code == 1
    errors = {(each.file, each.key) for each in made.report.problems if each.severity == "error"}
    assert errors == {(name, "path-collision/language") for name in ("content/weg.md", "content/pages/zwei.md")}
    assert made.build(skip_invalid=True).exit_code == 3
    shown = made.files()
    made.remove("content/weg.md")
    made.remove("content/pages/zwei.md")
    made.build()
    assert made.files() == shown


def test_a_page_in_a_language_that_nobody_listed_gives_way_alone(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nlang: de\n---\nText.\n"
        "-- content/pages/archive.md --\n---\ntitle: B\nlang: de\n---\nText.\n"
    )
    assert made.build(skip_invalid=True).exit_code == 3
    errors = [(each.file, each.key) for each in made.report.problems if each.severity == "error"]
    assert errors == [("content/pages/archive.md", "path-collision/own")]
    assert "de/2025/01/a/index.html" in made.files()


@pytest.mark.parametrize("languages", ["[en]", "[en, de]"])
def test_an_embargoed_release_is_reported_if_the_folder_of_its_language_is_taken(site: Make, languages: str) -> None:
    made = site(
        f"-- pressgen.yml --\ntitle: T\nurl: https://n.example/\nlanguages: {languages}\n"
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-02-01\nlang: de\n---\nText.\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2026-02-02\nlang: de\n---\nText.\n"
        "-- content/pages/de.md --\n---\ntitle: C\n---\nText.\n"
    )
    assert made.build().exit_code == 0
    codes = [each.values["code"] for each in made.report.problems if each.file == "content/a.md"]
    assert "path-collision" in codes
    made.remove("content/pages/de.md")
    made.build()
    assert "path-collision" not in [each.values.get("code") for each in made.report.problems]


def test_a_language_that_no_date_can_be_written_in_is_left_out(site: Make) -> None:
    for code in (*sorted(ISO_639_1), "fil", "haw", "ckb", "xxx"):
        assert is_known(code) or not has_formats(code), code
    assert [has_formats(tag) for tag in ("uz-Cyrl", "zh-TW", "fil", "xx", "xxx")] == [True, True, True, False, False]
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nlang: xx\n---\n")
    assert made.build().exit_code == 0
    assert [each.key for each in made.report.problems] == ["language-unknown/code"]
    assert '<html lang="en"' in made.read("2025/01/a/index.html")


def test_versions_of_a_release_are_in_the_order_of_the_settings(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitle: T\nurl: https://x.example/\nlanguages: [uz, ru, en]\n")
    for lang in ("", ".en", ".ru"):
        made.edit(f"content/a{lang}.md", "---\ntitle: A\ndate: 2025-01-01\n---\n")
    made.build()
    for path in ("2025/01/a", "en/2025/01/a", "ru/2025/01/a"):
        alternates = re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', made.read(f"{path}/index.html"))
        assert alternates[:3] == ["uz", "ru", "en"]


def test_of_two_versions_in_one_language_the_first_is_that_of_the_others(site: Make) -> None:
    made = site(
        "-- pressgen.yml --\ntitle: T\nurl: https://x.example/\nlanguages: [en, de]\n"
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n"
        "-- content/a.en.md --\n---\ntitle: B\ndate: 2025-01-02\nslug: b\n---\n"
        "-- content/a.de.md --\n---\ntitle: C\ndate: 2025-01-01\n---\n"
    )
    assert made.build().exit_code == 0
    assert [(each.code, each.severity) for each in made.report.problems if each.file == "content/a.en.md"] == [
        ("translation-double", "warning")
    ]
    pages = {name: made.read(name) for name in made.files() if name.startswith(("2025/", "de/2025/"))}
    titles = {name: re.findall(r"<h1[^>]*>(.*?)</h1>", page)[0] for name, page in pages.items()}
    assert sorted(titles.values()) == ["A", "B", "C"]
    first, second = (next(name for name in titles if titles[name] == title) for title in "AB")
    assert (
        f'hreflang="en" href="https://x.example/{first.removesuffix("index.html")}"' in pages["de/2025/01/a/index.html"]
    )
    assert "hreflang" not in pages[second]


def test_a_repeated_lead_is_shown_once(site: Make) -> None:
    lead = "The lead of the release says it all."
    made = site(
        f"-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nsummary: {lead}\n---\n{lead}\n\nThen the rest.\n"
    )
    made.build()
    body = made.read("2025/01/a/index.html").partition("<body>")[2]
    assert body.count(lead) == 1
    assert made.read("feed.xml").count(lead) == 2


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def test_a_language_with_nothing_but_an_unlisted_release_is_found_by_its_link_only(site: Make) -> None:
    text = "---\ntitle: {0}\ndate: 2026-01-01\nsummary: S.\n{1}---\nText.\n"
    files = []
    for name in ("with", "without"):
        made = site(f"-- content/a.md --\n{text.format('A', '')}", name)
        made.edit("pressgen.yml", "title: T\nurl: https://news.example/\nlanguages: [en, ru]\n")
        if name == "with":
            made.edit("content/b.ru.md", text.format("Б", "unlisted: true\n"))
        made.build()
        files.append(made.files())
    own = {path for path in files[0] if path.startswith("ru/")}
    assert {"ru/2026/01/b/index.html", "ru/index.html", "ru/404.html"} <= own
    # It has feeds of all languages too.
    others = {path: data for path, data in files[0].items() if path not in own and not path.startswith("all/")}
    assert {path for path in others if others[path] != files[1].get(path)} == set()
    assert b"noindex" in files[0]["ru/index.html"]


@pytest.mark.parametrize(
    "name",
    ["plan copy", "plan (1)", "Копия plan", "plan (conflicted copy 2026-01-02)", "plan.sync-conflict-20260101-A"],
)
def test_a_copy_of_a_release_is_reported(site: Make, name: str) -> None:
    text = "---\ntitle: The plan\ndate: 2025-01-27 10:00\n---\nText.\n"
    made = site("")
    made.edit("content/plan.md", text)
    made.edit(f"content/{name}.md", text.replace("10:00", "11:00"))
    assert made.build().exit_code == 0
    assert [(p.code, p.file, p.line) for p in made.report.problems] == [("release-twice", f"content/{name}.md", 2)]


def test_a_title_may_come_again_on_another_day_or_in_another_language(site: Make) -> None:
    made = site("-- pressgen.yml --\ntitle: N\nurl: https://n.example/\nlanguages: [en, ru]\n")
    names = ("a.md", "a-2.md", "a (1).ru.md", "drafts/a copy.md", "b.md", "a2.md", "2025/a copy.md", "ba.md")
    for name, day in zip(names, (27, 28, *[27] * 6), strict=True):
        made.edit(f"content/{name}", f"---\ntitle: Minutes\ndate: 2025-01-{day}\n---\nText.\n")
    assert made.build().releases == 7
    assert made.codes("warning") == ["path-draft"]
