"""Site → plan: lists that never move, feeds, sitemaps, paths."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from conftest import Site, planned
from pressgen.errors import ContentError
from pressgen.model import Copied, Rendered
from pressgen.plan.listings import page_ranges
from pressgen.plan.paths import prove
from pressgen.plan.sitemaps import sitemaps
from pressgen.plan.style import csp_hash, minify
from pressgen.site.urls import address_of, collision_key

Make = Callable[..., Site]


def many(count: int) -> str:
    return "".join(
        f"-- content/p{n:02}.md --\n---\ntitle: Release {n}\ndate: 2025-{1 + n // 28:02}-{1 + n % 28:02}\ntags: news\n---\nText {n}.\n"
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("count", "orphans", "sizes"),
    [
        (0, 0, [0]),
        (1, 0, [1]),
        (10, 0, [10]),
        (11, 0, [10, 1]),
        (11, 5, [11]),
        (15, 5, [15]),
        (16, 5, [10, 6]),
        (30, 0, [10, 10, 10]),
    ],
)
def test_pages_are_cut_from_the_oldest_and_small_newest_ones_join(count: int, orphans: int, sizes: list[int]) -> None:
    parts = page_ranges(count, 10, orphans)
    assert [len(part) for part in parts] == sizes
    assert [index for part in parts for index in part] == list(range(count))


def test_archive_pages_keep_their_meaning_when_a_release_is_added(site: Make) -> None:
    made = site(many(20))
    made.edit("pressgen.yml", "title: N\nurl: https://x.example/\npage_size: 4\n")
    made.build()
    before = made.files()
    made.edit("content/new.md", "---\ntitle: The newest\ndate: 2025-03-01\n---\n")
    made.build()
    after = made.files()
    assert "Release 0" in made.read("page/1/index.html")
    changed = {path for path in after if before.get(path) != after[path]}
    assert not any(path.startswith(("page/1/", "page/2/", "page/3/", "tags/news/page")) for path in changed)
    assert len(changed) <= 15


def test_a_card_can_show_keys_of_the_newsrooms_own(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nvenue: Registan\n---\nText.\n")
    made.edit(
        "templates/home.html", "{% for item in listing.teasers %}{{ item.title }}: {{ item.extra.venue }}{% endfor %}"
    )
    made.build()
    assert made.read("index.html") == "A: Registan"
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-01-01\nvenue: Town hall\n---\nText.\n")
    made.build()
    assert made.read("index.html") == "A: Town hall"


def test_every_format_of_feed_has_the_newest_first_with_full_text(site: Make) -> None:
    made = site(many(25))
    made.build()
    rss = ElementTree.fromstring(made.read("feed.xml"))
    titles = [item.findtext("title") for item in rss.iter("item")]
    assert titles == [f"Release {n}" for n in range(24, 4, -1)]
    content = next(rss.iter("{http://purl.org/rss/1.0/modules/content/}encoded")).text
    assert content is not None
    assert "<p>Text 24.</p>" in content
    atom = ElementTree.fromstring(made.read("atom.xml"))
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 20
    feed = json.loads(made.read("feed.json"))
    assert (feed["version"], len(feed["items"])) == ("https://jsonfeed.org/version/1.1", 20)
    assert feed["items"][0]["content_html"].strip() == "<p>Text 24.</p>"


def test_feeds_have_absolute_addresses(site: Make) -> None:
    made = site(many(1))
    made.edit("content/a.md", "---\ntitle: A\ndate: 2025-05-01\n---\n[it](p00.md), [tags](/tags/)\n")
    made.edit("pressgen.yml", "title: N\nurl: https://x.example/news/\n")
    made.build()
    html = json.loads(made.read("feed.json"))["items"][0]["content_html"]
    assert 'href="https://x.example/news/2025/01/p00/"' in html
    assert 'href="https://x.example/news/tags/"' in html


def test_the_sitemap_lists_every_indexable_page_once(site: Make) -> None:
    made = site(many(3))
    made.build()
    found = [
        e.text
        for e in ElementTree.fromstring(made.read("sitemap.xml")).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    ]
    pages = {
        "https://news.example/" + path.removesuffix("index.html")
        for path in made.files()
        if path.endswith(".html") and not path.endswith("404.html")
    }
    assert len(found) == len(set(found))
    assert set(found) == pages


def test_above_fifty_thousand_addresses_there_is_an_index(site: Make) -> None:
    made = site(many(5))
    _, draft = planned(made.folder)
    assert draft.plan is not None
    pages = [output for output in draft.plan.outputs if isinstance(output, Rendered)]
    shards = list(sitemaps(pages, draft.site, address_of("https://news.example/"), shard=4))
    names = [output.path for output in shards]
    assert names[:2] == ["sitemap-1.xml", "sitemap-2.xml"]
    assert "sitemap.xml" in names
    first = shards[0].values["entries"]
    assert isinstance(first, tuple)
    assert [entry.url[-4:] for entry in first] == ["p00/", "p01/", "p02/", "p03/"]


def test_the_news_sitemap_holds_the_last_48_hours(site: Make) -> None:
    made = site(many(3))
    made.build("2025-01-03 12:00")
    assert made.read("sitemap-news.xml").count("<loc>") == 2
    assert made.report.next_change is not None
    assert made.report.next_change.isoformat() == "2025-01-04T00:00:00+05:00" or made.report.next_change.day == 4
    made.build("2025-06-01")
    assert made.read("sitemap-news.xml").count("<loc>") == 0


@pytest.mark.parametrize(
    "paths",
    [("a/index.html", "A/index.html"), ("é", "e\u0301"), ("a", "a/b"), ("x.", "x"), ("straße", "strasse")],
)
def test_paths_that_some_file_system_takes_for_one_are_refused(paths: tuple[str, str]) -> None:
    with pytest.raises(ContentError) as caught:
        prove([Copied(path=path, source=f"content/{n}") for n, path in enumerate(paths)])
    assert caught.value.problems


@pytest.mark.parametrize(
    "path", ["../x", "a/../b", "/etc/passwd", "a//b", "con", "nul.txt", "a\x00b", "a:b", "x" * 256, ".pressgen.json"]
)
def test_paths_that_cannot_be_published_are_refused(path: str) -> None:
    with pytest.raises(ContentError):
        prove([Copied(path=path, source="content/x")])


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        (["news/c/index.html"], True),
        (["news/c/index.html", "news/d.html"], True),
        (["news/b/index.html"], False),
        (["NEWS/B/Index.html"], False),
        (["files/Über.pdf"], False),
        (["news/b"], False),
        (["news/b/index.html/c"], False),
        (["news/c", "news/C"], False),
        (["news/c", "news/c/d"], False),
        (["../c"], False),
        ([], True),
    ],
)
def test_each_path_of_a_plan_is_held_against_all_others(new: list[str], fits: bool) -> None:
    paths = ["index.html", "news/a/index.html", "news/b/index.html", "files/u\u0308ber.pdf", "Upper/Case.html", *new]
    outputs = [Copied(path=path, source=f"content/{place}") for place, path in enumerate(paths)]
    if fits:
        assert [output.path for output in prove(outputs).outputs] == sorted(paths)
    else:
        with pytest.raises(ContentError):
            prove(outputs)


def test_folding_ignores_case_form_and_last_dots() -> None:
    assert collision_key("A/É. ") == collision_key("a/e\u0301")


def test_the_sheet_is_minified_without_changing_what_it_means() -> None:
    css = '/* note */ a > b { color : red ; width: calc(1px + 2px) }\n@media print{ p{ content: "a  /* b */ ;}" } }'
    small = minify(css)
    assert minify("a { color: red }\n\n/* note */\n\nb { color: red } /* end */") == "a{color:red}b{color:red}"
    assert small == 'a>b{color :red;width:calc(1px + 2px)}@media print{p{content:"a  /* b */ ;}"}}'
    assert csp_hash("a").startswith("sha256-")
