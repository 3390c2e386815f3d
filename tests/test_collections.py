"""Sections, people, series, and lists on standing pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Site
from pressgen.content.settings import settings_file
from pressgen.errors import SettingsError

Make = Callable[..., Site]
PICTURE = next((Path(__file__).parents[1] / "content" / "pictures").glob("*.jpg")).read_bytes()
SETTINGS = """\
title: City News
url: https://news.example/press/
timezone: Asia/Tashkent
languages: [en, ru]
page_size: 2
orphans: 0
sections:
  news: {name: {en: News, ru: Новости}}
  speeches: {name: {en: Speeches, ru: Речи}, slug: {en: speeches, ru: rechi}, description: What we say.}
people:
  malika: {name: {en: Malika Sobirova, ru: Малика Собирова}, role: Head, portrait: face.jpg, languages: [uz, ru],
    about: "She **leads** the office.", url: "https://malika.example/"}
  rustam: {name: Rustam Hakimov}
series:
  reform: {name: The reform, description: What changes.}
"""
NOW = "2026-03-01 12:00"


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site()
    made.edit("pressgen.yml", SETTINGS)
    made.edit("content/face.jpg", PICTURE)
    return made


def put(made: Site, name: str, keys: str = "", body: str = "Text.", day: int = 1) -> None:
    lang = "" if "." not in name else name[name.index(".") :]
    path = f"content/{name.removesuffix(lang)}{lang}.md"
    title = name.rpartition("/")[2].replace(".", " ")
    made.edit(path, f"---\ntitle: Title of {title}\ndate: 2026-01-{day:02}\n{keys}\n---\n{body}\n")


def codes(made: Site) -> list[str]:
    return [problem.key for problem in made.build(as_of=NOW).problems]


def titles(page: str) -> list[str]:
    return re.findall(r'class="u-url" href="[^"]*">Title of ([^<]*)</a>', page)


# Sections


def test_a_section_has_a_list_with_numbered_pages_feeds_and_an_archive(newsroom: Site) -> None:
    for day, name in enumerate("abcde", 1):
        put(newsroom, name, "section: speeches", day=day)
    put(newsroom, "other", day=9)
    assert codes(newsroom) == []
    newest, oldest = newsroom.read("speeches/index.html"), newsroom.read("speeches/page/1/index.html")
    assert (titles(newest), titles(oldest)) == (["e"], ["b", "a"])
    assert "<p>What we say.</p>" in newest
    assert 'href="/press/speeches/archive/"' in newest
    assert titles(newsroom.read("speeches/feed.xml")) == []
    assert re.findall("<title>Title of (.)</title>", newsroom.read("speeches/feed.xml")) == ["e", "d", "c", "b", "a"]
    assert "Title of a" in newsroom.read("speeches/archive/2026/index.html")
    assert titles(newsroom.read("speeches/archive/2026/01/index.html")) == ["e"]
    assert "Title of other" not in newsroom.read("speeches/archive/index.html")
    assert "https://news.example/press/speeches/" in newsroom.read("sitemap.xml")


def test_a_release_shows_its_section_in_overline_breadcrumb_data_and_feeds(newsroom: Site) -> None:
    put(newsroom, "a", "section: speeches\ntags: [budget]")
    assert codes(newsroom) == []
    page = newsroom.read("2026/01/a/index.html")
    assert '<p class="over"><a href="/press/speeches/" dir="auto">Speeches</a></p>' in page
    assert '<li><a href="/press/speeches/">Speeches</a></li>' in page
    assert '<meta property="article:section" content="Speeches">' in page
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert data["@graph"][0]["articleSection"] == "Speeches"
    feed = newsroom.read("feed.xml")
    assert re.findall("<category>(.*?)</category>", feed) == ["Speeches", "budget"]
    assert json.loads(newsroom.read("feed.json"))["items"][0]["tags"] == ["Speeches", "budget"]
    # On its own page it would say the same of each.
    assert 'dir="auto">budget</a></p>' in newsroom.read("speeches/index.html")


@pytest.mark.parametrize("value", ["speeches", "Speeches", " SPEECHES ", "Речи", "[speeches]"])
def test_a_section_is_named_by_its_key_or_by_its_name_in_any_language(newsroom: Site, value: str) -> None:
    put(newsroom, "a", f"раздел: {value}")
    assert codes(newsroom) == []
    assert titles(newsroom.read("speeches/index.html")) == ["a"]


def test_a_folder_is_the_section_of_its_releases_unless_they_name_another(newsroom: Site) -> None:
    put(newsroom, "speeches/2026/a")
    put(newsroom, "speeches/b", "section: news")
    put(newsroom, "speeches")
    assert codes(newsroom) == []
    assert titles(newsroom.read("speeches/index.html")) == ["a"]
    assert titles(newsroom.read("news/index.html")) == ["b"]


def test_the_pages_of_a_section_in_two_languages_link_to_each_other(newsroom: Site) -> None:
    put(newsroom, "a", "section: speeches")
    put(newsroom, "a.ru", "section: speeches")
    assert codes(newsroom) == []
    for page in ("speeches/index.html", "ru/rechi/index.html"):
        assert re.findall('hreflang="(en|ru)" href="([^"]*)"', newsroom.read(page))[:2] == [
            ("en", "https://news.example/press/speeches/"),
            ("ru", "https://news.example/press/ru/rechi/"),
        ]
    assert 'hreflang="ru" href="https://news.example/press/ru/rechi/archive/"' in newsroom.read(
        "speeches/archive/index.html"
    )


def test_what_a_section_does_not_want_is_not_there(newsroom: Site) -> None:
    newsroom.edit(
        "pressgen.yml", SETTINGS.replace("{name: {en: News, ru: Новости}}", "{name: News, feed: false, archive: false}")
    )
    put(newsroom, "a", "section: news")
    assert codes(newsroom) == []
    assert not {path for path in newsroom.files() if path.startswith("news/") and path != "news/index.html"}
    assert "Feed of this page" not in newsroom.read("news/index.html")


def test_a_section_requires_keys_and_has_a_template(newsroom: Site) -> None:
    settings = SETTINGS.replace(
        "{name: {en: News, ru: Новости}}", "{name: News, requires: [summary, venue, image_alt], template: own.html}"
    )
    newsroom.edit("pressgen.yml", settings)
    newsroom.edit("templates/own.html", '{% extends "article.html" %}{% block head %}<meta name="own">{% endblock %}')
    put(newsroom, "a", "section: news\nvenue: Hall")
    found = [problem for problem in newsroom.build(as_of=NOW).problems if problem.code == "section-requires"]
    assert {(problem.line, problem.values["name"]) for problem in found} == {(4, "summary"), (4, "image_alt")}
    # Nobody has to write more in what is not public yet.
    put(newsroom, "a", "section: news\ndraft: true")
    assert codes(newsroom) == []
    put(newsroom, "a", "section: news\nexcerpt: S.\nVenue: Hall\nimage: {src: face.jpg, alt: A face}")
    put(
        newsroom, "b", "section: news\nexcerpt: S.\nVenue: Hall\nimage: {src: face.jpg, alt: A}\ntemplate: article.html"
    )
    # A key of one's own is one that only templates read.
    assert codes(newsroom) == ["key-unknown", "key-unknown"]
    assert ['<meta name="own">' in newsroom.read(f"2026/01/{name}/index.html") for name in "ab"] == [True, False]


def test_a_menu_leads_to_the_section_of_each_language_and_to_none_that_is_empty(newsroom: Site) -> None:
    menu = "menus: {main: [{label: S, to: /speeches/}, {label: N, to: /press/news}, {label: P, to: /people/}]}\n"
    newsroom.edit("pressgen.yml", SETTINGS + menu)
    put(newsroom, "a", "section: speeches\nauthors: malika")
    put(newsroom, "b.ru", "section: speeches")
    assert codes(newsroom) == []
    menus = {
        lang: re.findall('<li><a href="([^"]*)"[^>]*>[SNP]</a>', newsroom.read(page).split("<details")[0])
        for lang, page in (("en", "index.html"), ("ru", "ru/index.html"))
    }
    assert menus == {"en": ["/press/speeches/", "/press/people/"], "ru": ["/press/ru/rechi/"]}


def test_without_a_menu_the_sections_and_people_are_in_it(newsroom: Site) -> None:
    put(newsroom, "a", "section: speeches\nauthors: malika")
    assert codes(newsroom) == []
    head = newsroom.read("index.html").split("<details")[0]
    assert head.index('href="/press/speeches/"') < head.index('href="/press/people/"') < head.index("/press/archive/")


def test_a_page_at_the_address_of_a_section_is_an_error(newsroom: Site) -> None:
    put(newsroom, "a", "section: speeches")
    newsroom.edit("content/pages/speeches.md", "---\ntitle: Speeches\n---\nText.\n")
    assert codes(newsroom) == ["path-collision"]
    (problem,) = newsroom.report.problems
    assert problem.values["names"] == "content/pages/speeches.md, pressgen.yml: sections"


def test_keys_of_other_generators_are_no_sections_or_series(site: Make) -> None:
    made = site()
    made.edit("templates/article.html", "{{ release.extra.section }} {{ release.extra.series }} {{ release.title }}")
    put(made, "a", "section: sport\nseries: [One]\ntype: speeches\nlayout: news")
    assert made.build(as_of=NOW, strict=True).problems == ()
    assert made.read("2026/01/a/index.html").startswith("sport [&#39;One&#39;] Title")


# People


def test_a_person_has_a_page_with_all_releases_that_name_them(newsroom: Site) -> None:
    put(newsroom, "a", "authors: malika", day=1)
    put(newsroom, "b", "authors: Malika Sobirova", day=2)
    put(newsroom, "c", "people: [malika]", day=3)
    put(newsroom, "d", body="As [she](person:malika) said.", day=4)
    put(newsroom, "e", "contacts: [malika]", day=5)
    assert codes(newsroom) == []
    newest, oldest = newsroom.read("people/malika/index.html"), newsroom.read("people/malika/page/1/index.html")
    assert (titles(newest), titles(oldest)) == (["d", "c"], ["b", "a"])
    for words in ("<bdi>Malika Sobirova</bdi>", "Head", "Uzbek, Russian", "<strong>leads</strong>", "malika.example"):
        assert words in newest
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', newest)[0])
    assert (data["@type"], data["mainEntity"]["@type"], data["mainEntity"]["jobTitle"]) == (
        "ProfilePage",
        "Person",
        "Head",
    )
    assert "ld+json" not in oldest
    assert "Malika Sobirova" in newsroom.read("people/index.html")
    assert "Rustam" not in newsroom.read("people/index.html")
    assert newsroom.read("people/malika/atom.xml").count("<entry") == 4


def test_a_release_links_to_the_people_that_it_names(newsroom: Site) -> None:
    put(
        newsroom,
        "a",
        "authors: {name: malika, role: Editor}\npeople: [rustam, malika]\ncontacts: malika",
        body="[M](person:Malika%20Sobirova) [R](person:RUSTAM)",
    )
    assert codes(newsroom) == []
    page = newsroom.read("2026/01/a/index.html")
    assert '<a class="p-author h-card" href="/press/people/malika/">Malika Sobirova</a> (Editor)' in page
    assert '<p><a href="/press/people/malika/">M</a> <a href="/press/people/rustam/">R</a></p>' in page
    # The author is not shown once more.
    box = re.findall('<section class="card" id="People">(.*?)</section>', page, re.S)[0]
    assert ("Rustam Hakimov" in box, "Malika" in box) == (True, False)
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert data["@graph"][0]["author"][0]["url"] == "https://news.example/press/people/malika/"
    assert [each["name"] for each in data["@graph"][0]["mentions"]] == ["Rustam Hakimov"]
    assert '<a href="/press/people/malika/">Malika Sobirova</a></b>' in page.split('id="Contact"')[1]
    assert (
        'href="https://news.example/press/people/rustam/"'
        in json.loads(newsroom.read("feed.json"))["items"][0]["content_html"]
    )


def test_a_person_with_a_withheld_release_only_is_nowhere(newsroom: Site) -> None:
    put(newsroom, "a")
    put(newsroom, "b", "people: rustam\ndraft: true")
    newsroom.edit("content/c.md", "---\ntitle: C\ndate: 2026-03-02\nauthors: Rustam Hakimov\n---\n[R](person:rustam)\n")
    assert codes(newsroom) == []
    assert not [path for path, data in newsroom.files().items() if "rustam" in path or b"Rustam" in data]
    assert not [path for path in newsroom.files() if path.startswith("assets/face")]
    assert newsroom.build(as_of="2026-03-02 00:00").exit_code == 0
    assert "Rustam" in newsroom.read("people/rustam/index.html")


def test_a_person_without_a_page_in_this_language_is_plain_text(newsroom: Site) -> None:
    put(newsroom, "a", "unlisted: true", body="[M](person:malika) says.")
    assert codes(newsroom) == []
    assert "<p>M says.</p>" in newsroom.read("2026/01/a/index.html")


def test_a_page_of_the_newsroom_replaces_the_index_of_people(newsroom: Site) -> None:
    put(newsroom, "a", "authors: malika")
    newsroom.edit("content/pages/people.md", "---\ntitle: Our people\n---\nText.\n")
    assert codes(newsroom) == []
    assert "<h1>Our people</h1>" in newsroom.read("people/index.html")


def test_python_markdown_links_people_as_well(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "markdown: python-markdown\n")
    put(newsroom, "a", body="[M](person:malika)")
    assert codes(newsroom) == []
    assert '<a href="/press/people/malika/">M</a>' in newsroom.read("2026/01/a/index.html")


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("people: [mailka]", "person-unknown/near"),
        ("authors: mailka", "person-unknown/near"),
        ("people: [zzz]", "person-unknown"),
        ("section: speach", "section-unknown/near"),
        ("section: zzz", "section-unknown"),
        ("section: {a: b}", "list-expected"),
        ("series: zzz", "series-unknown"),
        ("series: {name: reform, part: 0}", "series-part-invalid"),
        ("series: {part: 2}", "series-invalid"),
        ("series: reform\npart: third", "series-part-invalid"),
        ("section: [news, speeches]", "collection-several"),
        ("list: {limit: 3}", "list-in-release"),
        ("contacts: [zzz]", "contact-unknown"),
    ],
)
def test_each_mistake_in_a_release_is_reported(newsroom: Site, keys: str, code: str) -> None:
    put(newsroom, "a", keys)
    assert codes(newsroom) == [code]


def test_names_of_authors_are_no_mistakes(newsroom: Site) -> None:
    put(newsroom, "a", "authors: [Malik Sobirov, Mailka, newsroom]")
    assert codes(newsroom) == []


# Series


def test_parts_are_numbered_by_date_and_link_to_each_other(newsroom: Site) -> None:
    put(newsroom, "b", "series: reform", day=2)
    put(newsroom, "a", "series: Reform", day=1)
    put(newsroom, "c", "series: The reform", day=3)
    put(newsroom, "hidden", "series: reform\nunlisted: true", day=2)
    assert codes(newsroom) == []
    page = newsroom.read("2026/01/b/index.html")
    assert '<a href="/press/series/reform/">Part 2 of 3: The reform</a>' in page
    assert '<a href="/press/2026/01/a/"><small>Previous part</small> Title of a</a>' in page
    assert '<a href="/press/2026/01/c/"><small>Next part</small> Title of c</a>' in page
    assert titles(newsroom.read("series/reform/index.html")) == ["a", "b", "c"]
    assert "The reform" in newsroom.read("series/index.html")
    assert "Part" not in newsroom.read("2026/01/hidden/index.html")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])["@graph"][0]
    assert (data["position"], data["isPartOf"]["url"]) == (2, "https://news.example/press/series/reform/")
    assert re.findall("<title>Title of (.)</title>", newsroom.read("series/reform/feed.xml")) == ["c", "b", "a"]


def test_numbers_that_authors_give_stay_and_the_others_fill_the_gaps(newsroom: Site) -> None:
    put(newsroom, "a", "series: reform", day=1)
    put(newsroom, "b", "series: {name: reform, part: 1}", day=2)
    put(newsroom, "c", "series: reform\npart: 3", day=3)
    assert codes(newsroom) == []
    assert titles(newsroom.read("series/reform/index.html")) == ["b", "a", "c"]
    newsroom.remove("content/a.md")
    newsroom.build(as_of=NOW)
    # One part is still to come, or was taken back.
    assert ">Part 3: The reform</a>" in newsroom.read("2026/01/c/index.html")


def test_of_two_releases_with_one_number_the_later_gets_another(newsroom: Site) -> None:
    put(newsroom, "a", "series: {name: reform, part: 2}", day=1)
    put(newsroom, "a.ru", "series: {name: reform, part: 2}", day=1)
    put(newsroom, "b", "series: {name: reform, part: 2}", day=2)
    problems = newsroom.build(as_of=NOW).problems
    assert [(each.key, each.severity, each.file, each.values["file"]) for each in problems] == [
        ("series-part-taken", "warning", "content/b.md", "content/a.md")
    ]
    assert "Part 2" in newsroom.read("2026/01/a/index.html")
    assert "Part 1" in newsroom.read("2026/01/b/index.html")


# Withdrawn releases


def test_a_withdrawn_release_leaves_all_lists_and_their_feeds_say_so(newsroom: Site) -> None:
    put(newsroom, "a", "section: news\nseries: reform\npeople: malika", day=1)
    keys = "section: news\nseries: reform\nauthors: malika\nstatus: withdrawn\nwithdrawal: Wrong.\nupdated: 2026-01-05"
    put(newsroom, "b", keys, day=2)
    assert codes(newsroom) == []
    for folder in ("news", "series/reform", "people/malika"):
        assert titles(newsroom.read(f"{folder}/index.html")) == ["a"]
        assert "at:deleted-entry" in newsroom.read(f"{folder}/atom.xml")
    assert "Malika" not in newsroom.read("2026/01/b/index.html")


# Lists on standing pages


def page_with(made: Site, value: str) -> str:
    made.edit("content/pages/about.md", f"---\ntitle: About\nlist: {value}\n---\nText.\n")
    made.build(as_of=NOW)
    return made.read("about/index.html")


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("{section: speeches}", ["c", "b"]),
        ("{section: speeches, limit: 1}", ["c"]),
        ("{section: speeches, tag: Budget}", ["b"]),
        ("{tag: money}", ["b", "a"]),
        ("{person: malika}", ["a"]),
        ("{series: reform}", ["b"]),
        ("{pinned: true}", ["a"]),
        ("{limit: 2}", ["c", "b"]),
        ("{section: news}", []),
    ],
)
def test_a_standing_page_lists_releases(newsroom: Site, value: str, names: list[str]) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "tags: {money: {en: budget}}\n")
    put(newsroom, "a", "tags: [budget]\nauthors: malika\npinned: true", day=1)
    put(newsroom, "b", "section: speeches\ntags: [budget]\nseries: reform", day=2)
    put(newsroom, "c", "section: speeches", day=3)
    assert titles(page_with(newsroom, value)) == names
    assert newsroom.report.problems == ()


def test_lists_have_titles_and_lead_to_the_whole_list(newsroom: Site) -> None:
    put(newsroom, "a", "section: speeches\ntags: [budget]")
    page = page_with(
        newsroom, "[{title: Said, section: speeches}, {title: All}, {title: Both, section: speeches, tag: budget}]"
    )
    assert re.findall("<h2>(Said|All|Both)</h2>", page) == ["Said", "All", "Both"]
    assert '<a href="/press/speeches/">All releases: Speeches</a>' in page
    assert re.findall('<p><a href="([^"]*)">All releases', page) == ["/press/speeches/", "/press/archive/"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("news", "list-invalid"),
        ("[[news]]", "list-invalid"),
        ("{sektion: news}", "list-invalid/key"),
        ("{tags: [news, budget], limit: 3}", "list-invalid/key"),
        ("{section: newz}", "section-unknown/near"),
        ("{person: zzz}", "person-unknown"),
        ("{series: zzz}", "series-unknown"),
        ("{tag: nothing}", "list-tag"),
        ("{limit: 0}", "list-limit"),
        ("{limit: many}", "list-limit"),
        ("{pinned: maybe}", "flag-invalid"),
    ],
)
def test_each_mistake_in_a_list_is_reported(newsroom: Site, value: str, code: str) -> None:
    put(newsroom, "a", "section: news")
    page_with(newsroom, value)
    assert [(each.key, each.file, each.line) for each in newsroom.report.problems] == [
        (code, "content/pages/about.md", 3)
    ]


def test_a_list_of_no_value_is_none_and_the_word_of_other_generators_stays(newsroom: Site) -> None:
    put(newsroom, "a")
    for value in ("", "{}", "[]", "{section: }"):
        assert titles(page_with(newsroom, value)) == []
        assert newsroom.report.problems == ()
    put(newsroom, "b", "list: true")
    assert codes(newsroom) == ["key-unknown"]
    put(newsroom, "b", "list: false")
    assert codes(newsroom) == ["key-read-as"]
    assert titles(newsroom.read("index.html")) == ["a"]


# Settings


@pytest.mark.parametrize(
    ("lines", "key", "line"),
    [
        ("sections: [news]", "settings-type", 4),
        ("sections: {news: News}", "settings-type", 4),
        ("sections:\n  news: {}", "settings-type/key", 5),
        ("sections:\n  a: {name: A}\n  news:\n    feed: false", "settings-type/key", 6),
        ("sections:\n  news:\n", "settings-type/key", 5),
        ("people:\n  a: {name: A}\n  b:\n    name: B\n    languages: en", "settings-type", 8),
        ("sections:\n  news: {name: ''}", "settings-missing-key", 5),
        ("sections:\n  news: {nane: News}", "settings-unknown/near", 5),
        ("sections:\n  news: {name: {uz: Y}}", "settings-languages/text", 5),
        ("sections:\n  news:\n    name: News\n    slug: a/b", "settings-slug", 7),
        ("sections:\n  tags: {name: T}", "settings-slug/reserved", 5),
        ("sections:\n  '2025': {name: T}", "settings-slug/reserved", 5),
        ("sections:\n  ru: {name: T}", "settings-slug/reserved", 5),
        ("people:\n  a: {name: A}\n  b: {name: B, slug: a}", "settings-slug/taken", 6),
        ("sections:\n  news: {name: News, requires: [sumary]}", "settings-section/requires", 5),
        ("sections:\n  news: {name: News, template: ../a.html}", "settings-section", 5),
        ("people:\n  a: {name: A, languages: ['?']}", "settings-person", 5),
        ("people:\n  a: {name: A, url: 'javascript:x'}", "settings-link", 5),
        ("series: {a: {name: A, parts: 3}}", "settings-unknown", 4),
        ("publisher:\n  name: {en: A, xx: B}", "settings-languages/text", 5),
        ("publisher:\n  name: A\n  url: aaa", "settings-link", 6),
        ("contacts:\n  a:\n    name: A\n    role: {fr: B}", "settings-languages/text", 7),
        ("banner:\n  text: A\n  link: {fr: /a/}", "settings-languages/text", 6),
        ("publisher:\n  name: A\n  licence: {fr: B}", "settings-languages/text", 6),
    ],
)
def test_each_mistake_in_the_settings_has_its_line(lines: str, key: str, line: int) -> None:
    text = f"title: T\nurl: https://news.example/\nlanguages: [en, ru]\n{lines}\n"
    with pytest.raises(SettingsError) as caught:
        settings_file.read(text.encode())
    assert [(each.key, each.line) for each in caught.value.problems] == [(key, line)]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("sections:\n  uz-cyrl: {name: T}", [("settings-slug/reserved", 5)]),
        ("sections:\n  a: {name: A}\n  b: {name: B, slug: {en: b, uz_Cyrl: a}}", [("settings-slug/taken", 6)]),
        ("sections:\n  b: {name: {en: B, UZ-cyrl: B}, slug: {en: b, UZ-cyrl: c}}\n  c: {name: C, slug: d}", []),
    ],
)
def test_a_slug_is_in_a_language_however_the_settings_spell_its_tag(lines: str, problems: list[object]) -> None:
    text = f"title: T\nurl: https://news.example/\nlanguages: [en, uz_Cyrl]\n{lines}\n".encode()
    try:
        assert settings_file.read(text).languages == ("en", "uz-Cyrl")
        found = []
    except SettingsError as error:
        found = [(each.key, each.line) for each in error.problems]
    assert found == problems


def test_a_portrait_in_static_is_published_with_the_page_of_the_person(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", SETTINGS.replace("face.jpg", "malika.jpg"))
    newsroom.edit("static/malika.jpg", PICTURE)
    put(newsroom, "a")
    newsroom.edit("content/b.md", "---\ntitle: B\ndate: 2026-04-01\npeople: malika\n---\nText.\n")
    assert codes(newsroom) == []
    assert not [path for path in newsroom.files() if "malika" in path]
    assert newsroom.build(as_of="2026-04-01 12:00").problems == ()
    assert {"malika.jpg", "people/malika/index.html"} <= newsroom.files().keys()


def test_a_portrait_that_cannot_be_shown_stops_the_build_before_the_person_has_a_page(newsroom: Site) -> None:
    put(newsroom, "a")
    newsroom.edit("content/face.jpg", b"no picture")
    assert [each.key for each in newsroom.build(as_of=NOW).problems if each.code.startswith("settings")] == [
        "settings-portrait/reason"
    ]
