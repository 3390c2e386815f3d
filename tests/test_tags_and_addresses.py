"""Tags stay apart and find their translations; addresses are what machines and readers need."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from conftest import Site
from pressgen.site.taxonomy import identity
from pressgen.site.urls import SLUG_BYTES, slugify, uri

Make = Callable[..., Site]
SETTINGS = "title: T\nurl: https://n.example/\ntimezone: Asia/Tashkent\nlanguages: [en, ru, uz]\n"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
"""RFC 3986, as far as characters go."""


def release(number: int, tags: str, more: str = "") -> str:
    return f"---\ntitle: Release {number}\ndate: 2026-01-{number:02}\ntags: {tags}\n{more}---\nText.\n"


# --- cuts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head", ["Ўзбекистонда таълим сифатини ошириш дастури бўйича ҳисобот", "word " * 30, "щ" * 60, "a" * 99]
)
def test_a_cut_keeps_names_apart(head: str) -> None:
    slugs = [slugify(f"{head}{end}") for end in (" 2024", " – 2025", " 20245", "х")]
    assert len(set(slugs)) == len(slugs)
    assert all(len(slug.encode()) <= SLUG_BYTES for slug in slugs)
    assert slugify(slugs[0]) == slugs[0], "a file that is named by a slug keeps it"


@pytest.mark.parametrize("text", ["a" * 100, "щ" * 50, "school bus", "Ёлка"])
def test_what_is_not_cut_is_as_it_was(text: str) -> None:
    assert slugify(text) == text.casefold().replace(" ", "-")


def test_long_names_and_tags_that_begin_alike_have_addresses_of_their_own(site: Make) -> None:
    made = site("")
    head = "Ўзбекистонда таълим сифатини ошириш дастури бўйича ҳисобот ва режа"
    made.edit(f"content/{head} 2024.md", release(1, f"[{head} – 2024]"))
    made.edit(f"content/{head} 2025.md", release(2, f"[{head} – 2025]"))
    assert made.build().problems == ()
    pages = [
        path for path in made.files() if path.startswith("tags/") and path.count("/") == 2 and path.endswith(".html")
    ]
    assert len(pages) == 2
    for path in pages:
        assert ("– 2024</bdi>" in made.read(path)) == ("Release 1" in made.read(path))


# --- terms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3.5%", "3-5%"),
        ("C", "C."),
        ("school bus", "school-bus"),
        ("A-I", "A.I"),
        ("Oʻla", "Ola"),
        ("a/b", "a b"),
        ("№5.", "no 5"),
        ("R&D", "R and D"),
    ],
)
def test_tags_that_differ_are_two_terms_with_addresses_of_their_own(site: Make, first: str, second: str) -> None:
    made = site("")
    made.edit("content/a.md", release(1, json.dumps([first], ensure_ascii=False)))
    made.edit("content/b.md", release(2, json.dumps([second], ensure_ascii=False)))
    made.edit("content/c.md", release(3, json.dumps([second], ensure_ascii=False)))
    report = made.build()
    usual = slugify(first)
    assert usual == slugify(second)
    one, two = made.read(f"tags/{usual}/index.html"), made.read(f"tags/{usual}-2/index.html")
    assert "Release 1" in one and "Release 2" not in one and "Release 2" in two and "Release 3" in two
    assert [(problem.code, problem.severity, problem.file, problem.line) for problem in report.problems] == [
        ("tag-address", "notice", "content/b.md", 4)
    ]
    assert f"/tags/{usual}-2/" in uri(made.read("2026/01/b/index.html")) or f"/tags/{usual}-2/" in made.read(
        "2026/01/b/index.html"
    )


def test_an_address_that_was_given_to_keep_tags_apart_is_nobody_elses(site: Make) -> None:
    made = site("")
    for number, tag in enumerate(["C", "C.", "C 2", "C!", "C.2"], 1):
        made.edit(f"content/r{number}.md", release(number, f"['{tag}']"))
    assert made.build().exit_code == 0
    pages = {path: made.read(path) for path in made.files() if re.fullmatch(r"tags/[^/]+/index\.html", path)}
    assert len(pages) == 5
    assert sorted(len(re.findall(r">Release \d<", page)) for page in pages.values()) == [1] * 5


@pytest.mark.parametrize("other", ["news  ROOM", "ＮＥＷＳ room", "News\u00a0Room", "nEWS rOOM"])
def test_case_blanks_and_unicode_form_make_no_other_tag(other: str) -> None:
    assert identity(other) == identity("News Room")


def test_the_kinds_of_an_apostrophe_make_no_other_tag() -> None:
    assert len({identity(f"o{sign}quvchi") for sign in "'’‘`´ʻʼ"}) == 1
    assert identity("й") == identity("й")


def test_a_withheld_release_gives_no_tag_its_address(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release(2, "['C.']"))
    made.build()
    alone = made.files()
    made.edit("content/b.md", release(1, "[C]", "draft: true\n"))
    made.edit("content/c.md", release(1, "['C!']", "embargo: 2026-05-01\n"))
    made.build()
    assert made.files() == alone


TAGS = "tags:\n  education: {en: Education, ru: Образование, uz: Taʼlim}\n  bus: {en: bus, ru: автобус}\n"


def test_the_home_page_has_the_tags_with_most_releases_by_name(site: Make) -> None:
    made = site("")
    names = ["Water", "Air", "Roads", "Buses", "Fuel", "Heat", "Jobs", "Kiosks", "Trams", "Zoos"]
    for day in range(1, 11):  # the further in the list, the more releases
        made.edit(
            f"content/r{day}.md", f"---\ntitle: R\ndate: 2026-01-{day:02}\ntags: [{', '.join(names[-day:])}]\n---\n"
        )
    assert made.build().exit_code == 0
    card = made.read("index.html").partition('<ul class="rows">')[2].partition("</ul>")[0]
    assert re.findall(r'dir="auto">(\w+)</a>', card) == sorted(names[2:])


def test_the_pages_of_a_tag_in_several_languages_lead_to_each_other(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS + TAGS)
    made.edit("content/a.md", release(1, "[education, bus, Sport]"))
    made.edit("content/a.ru.md", release(1, "[образование, Sport]"))
    made.edit("content/a.uz.md", release(1, '["Ta\'lim"]'))
    assert made.build().exit_code == 0
    page = made.read("tags/education/index.html")
    assert re.findall(r'hreflang="(\S+)" href="(\S+)">', page)[:3] == [
        ("en", "https://n.example/tags/education/"),
        ("ru", "https://n.example/ru/tags/образование/"),
        ("uz", "https://n.example/uz/tags/talim/"),
    ]
    assert '<a href="/ru/tags/образование/" hreflang="ru"' in page
    assert 'href="https://n.example/tags/education/"' in made.read("uz/tags/talim/index.html")
    # Without a page in another language, and without the setting, there is nothing to lead to.
    assert "hreflang" not in made.read("tags/bus/index.html") and "hreflang" not in made.read("tags/sport/index.html")
    assert 'hreflang="ru" href="https://n.example/ru/tags/%D0%BE' in made.read("sitemap.xml")


def test_a_name_of_a_tag_in_a_language_that_is_not_listed_is_an_error(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS + "tags: {a: {en: A, de: B}}\n")
    assert [(problem.code, problem.line) for problem in made.build().problems] == [("settings-languages", 5)]


# --- URIs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://n.example/план/?q=я#часть", "https://n.example/%D0%BF%D0%BB%D0%B0%D0%BD/?q=%D1%8F#%D1%87%D0%B0%D1%81%D1%82%D1%8C"),
        ("https://n.example/a%20b/é", "https://n.example/a%20b/%C3%A9"),
        ("https://пример.рф/новости/", "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"),
        ("https://n.example/a/", "https://n.example/a/"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_as_a_uri(iri: str, expected: str) -> None:
    assert uri(iri) == expected
    assert not expected or URI.fullmatch(uri(iri))


def test_feeds_sitemaps_and_structured_data_hold_uris_and_pages_hold_readable_addresses(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS)
    for ending in ("", ".ru"):
        made.edit(
            f"content/план{ending}.md",
            release(14, "[Школа]", "authors: {name: Ё, url: 'https://a.example/ё/'}\n").replace(
                "Text.", "[файл](список.txt) [сам](план.md)"
            ),
        )
    made.edit("content/список.txt", "A list\n")
    assert made.build().exit_code == 0
    found = 0
    for path, data in made.files().items():
        if path.endswith(".xml"):
            for element in ElementTree.fromstring(data).iter():
                for value in (element.text or "", *element.attrib.values()):
                    for address in re.findall(r"https://n\.example[^\s\"<>]*", value):
                        found += 1
                        assert URI.fullmatch(address), (path, address)
        elif path.endswith("feed.json"):
            for address in re.findall(
                r'https://n\.example[^\s"\\<>]*', json.dumps(json.loads(data), ensure_ascii=False)
            ):
                assert URI.fullmatch(address), (path, address)
    assert found > 30
    page = made.read("2026/01/план/index.html")
    structured = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[0]
    addresses = re.findall(r'https?:[^"]*', structured.replace("\\/", "/"))
    assert len(addresses) >= 8 and all(URI.fullmatch(address) for address in addresses)
    assert '<a href="/2026/01/план/">' not in structured and 'href="/список.txt"' in page
    assert 'href="/tags/школа/"' in page and "%D0" not in "".join(re.findall(r'<a [^>]*href="(/[^"]*)"', page))


# --- links ----------------------------------------------------------------------------------------


def linked(made: Site, path: str) -> list[str]:
    body = made.read(path).partition('<div class="body')[2].partition("</div>")[0]
    return re.findall(r'<a href="([^"]*)"', body)


def test_a_link_in_a_translation_leads_to_the_version_in_its_language(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS + "boilerplate: {en: '[x](pages/p.md)', ru: '[x](pages/p.md)'}\n")
    links = "[1](b.md) [2](b.uz.md) [3](d.md) [4](c.md) [5](b.md#one) [6](b.md#two) [7](pages/p.md) [8](/b.md)"
    for name in ("c.md", "c.ru.md"):
        made.edit(f"content/{name}", f"---\ntitle: C\ndate: 2026-01-10\nrelated: [b.md]\n---\n{links}\n")
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-01\n---\n## One {#one}\n\n## Two {#two}\n")
    made.edit("content/b.ru.md", "---\ntitle: Б\ndate: 2026-01-01\n---\n## One {#one}\n")
    made.edit("content/b.uz.md", "---\ntitle: Bu\ndate: 2026-01-01\n---\n")
    made.edit("content/d.md", "---\ntitle: D\ndate: 2026-01-01\n---\n")
    made.edit("content/d.ru.md", "---\ntitle: Д\ndate: 2026-05-01\n---\n")
    made.edit("content/pages/p.md", "---\ntitle: P\n---\n")
    made.edit("content/pages/p.ru.md", "---\ntitle: П\n---\n")
    assert made.build().exit_code == 0 and made.codes("warning") == [], made.report.problems
    english, uzbek = "/2026/01/b/", "/uz/2026/01/b/"
    assert linked(made, "2026/01/c/index.html") == [
        english, uzbek, "/2026/01/d/", "/2026/01/c/", f"{english}#one", f"{english}#two", "/p/", english
    ]  # fmt: skip
    russian = "/ru/2026/01/b/"
    assert linked(made, "ru/2026/01/c/index.html") == [
        russian, uzbek, "/2026/01/d/", "/2026/01/c/", f"{russian}#one", f"{english}#two", "/ru/p/", russian
    ]  # fmt: skip
    page = made.read("ru/2026/01/c/index.html")
    assert f'<a href="{russian}">Б</a>' in page, "the related release"
    assert '<a href="/ru/p/">x</a>' in page, "the paragraph about us"
    made.build(as_of="2026-05-01")
    assert linked(made, "ru/2026/01/c/index.html")[2] == "/ru/2026/05/d/"


@pytest.mark.parametrize("base", ["", "news/"])
def test_whole_addresses_on_the_site_are_checked_like_files(site: Make, base: str) -> None:
    made = site("")
    home = f"https://n.example/{base}"
    made.edit("pressgen.yml", f"title: T\nurl: {home}\n")
    made.edit("content/b.md", "---\ntitle: B\ndate: 2026-01-01\n---\n## One\n")
    made.edit("content/list.txt", "x")
    made.edit(
        "content/a.md",
        f"---\ntitle: A\ndate: 2026-01-02\n---\n[1]({home}2026/01/b/)\n[2]({home}2025/01/nope/)\n[3]({home}list.txt)\n"
        f"[4]({home}b.md#one)\n[5](http://N.example/{base}tags/nope/)\n<{home}>\n[7](https://n.example.org/x/)\n"
        f"[8](https://other.example/{home})\n[9]({home}b.md#two)\n",
    )
    made.build()
    found = [(problem.code, problem.line) for problem in made.report.problems if problem.severity == "warning"]
    assert sorted(found, key=lambda one: one[1]) == [("link-broken", 6), ("link-broken", 9), ("anchor-missing", 13)]
    assert linked(made, "2026/01/a/index.html")[:4] == [
        f"/{base}2026/01/b/", f"/{base}2025/01/nope/", f"/{base}list.txt", f"/{base}2026/01/b/#one"
    ]  # fmt: skip
    assert "list.txt" in made.files()


@pytest.mark.parametrize(
    ("url", "alias", "path"),
    [
        ("https://n.example/", "/old/", "old/index.html"),
        ("https://n.example/news/", "/old/", "old/index.html"),
        ("https://n.example/news/", "/news/old/", "old/index.html"),
        ("https://n.example/news/", "https://n.example/news/old/", "old/index.html"),
        ("https://n.example/news", "http://N.EXAMPLE/news/old.html", "old.html"),
        ("https://n.example/", "https://n.example/%D0%BE/", "о/index.html"),
        ("https://n.example/", "/news/old/", "news/old/index.html"),
        ("https://n.example/news/", "/newsroom/", "newsroom/index.html"),
    ],
)
def test_old_addresses_may_have_the_base_path_or_be_whole(site: Make, url: str, alias: str, path: str) -> None:
    made = site("")
    made.edit("pressgen.yml", f"title: T\nurl: {url}\n")
    made.edit("content/a.md", f"---\ntitle: A\ndate: 2026-01-01\naliases: ['{alias}']\n---\n")
    assert made.build().problems == ()
    assert "http-equiv" in made.read(path)


def test_the_settings_choose_the_address_of_a_tag_in_all_its_languages(site: Make) -> None:
    made = site(
        "-- pressgen.yml --\ntitle: T\nurl: https://news.example/\nlanguages: [en, ru]\n"
        "tags: {e: {en: Education, ru: Образование, slug: education}}\n"
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\ntags: [education, Schools]\n---\nText.\n"
        "-- content/a.ru.md --\n---\ntitle: А\ndate: 2025-01-01\ntags: [образование, Школы]\n---\nТекст.\n"
    )
    made.build()
    pages = {path for path in made.files() if "tags/" in path and path.endswith(".html")}
    assert pages == {
        "tags/index.html", "tags/education/index.html", "tags/schools/index.html",
        "ru/tags/index.html", "ru/tags/education/index.html", "ru/tags/школы/index.html",
    }  # fmt: skip


@pytest.mark.parametrize("target", ["http://[", "//[", "https://]a/b.jpg"])
def test_what_is_no_address_at_all_stops_no_build(site: Make, target: str) -> None:
    made = site("")
    for key in ("image", "gallery", "related", "canonical", "aliases"):
        made.edit(f"content/{key}.md", f"---\ntitle: {key}\ndate: 2026-01-01\n{key}: '{target}'\n---\n[a]({target})\n")
    made.edit("content/consents.csv", f"picture,until\n{target},2027-01-01\n")
    report = made.build(skip_invalid=True)
    assert {problem.file for problem in report.problems} == {
        *(f"content/{key}.md" for key in ("image", "gallery", "related", "canonical", "aliases")),
        "content/consents.csv",
    }
    assert target not in made.read("2026/01/canonical/index.html")
