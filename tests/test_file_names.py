"""Names of files in which other generators have the date, the ending of the page or the name of a template."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Site
from pressgen.content.place import locate

Make = Callable[..., Site]
LANGUAGES = ("en", "ru")


@pytest.mark.parametrize(
    ("path", "date", "name", "key", "lang"),
    [
        ("2025-03-04.bridge.md", "2025-03-04", "bridge", "2025-03-04.bridge", ""),
        ("2025-03-04-0930.bridge.md", "2025-03-04 09:30", "bridge", "2025-03-04-0930.bridge", ""),
        ("news/2025-03-04-2359.новый-мост.md", "2025-03-04 23:59", "новый-мост", "news/2025-03-04-2359.новый-мост", ""),
        ("2025-03-04.bridge.ru.md", "2025-03-04", "bridge", "2025-03-04.bridge", "ru"),
        ("2025-03-04.v2.0-plan.md", "2025-03-04", "v2.0-plan", "2025-03-04.v2.0-plan", ""),
        ("2025-03-04-2460.bridge.md", "2025-03-04", "2460.bridge", "2025-03-04-2460.bridge", ""),
        ("2025-03-04.12.md", "", "2025-03-04.12", "2025-03-04.12", ""),
        ("2025-03-04.de.md", "", "2025-03-04.de", "2025-03-04.de", ""),
        ("2025-03-04.ru.md", "2025-03-04", "2025-03-04", "2025-03-04", "ru"),
        ("2025-03-04-bridge.html.md", "2025-03-04", "bridge", "2025-03-04-bridge", ""),
        ("bridge.htm.markdown", "", "bridge", "bridge", ""),
        ("bridge.ru.html.md", "", "bridge", "bridge", "ru"),
        ("news/bridge/index.html.md", "", "bridge", "news/bridge", ""),
        (".html.md", "", ".html", ".html", ""),
        ("html.md", "", "html", "html", ""),
        ("02.news/03.bridge/item.md", "", "bridge", "02.news/03.bridge", ""),
        ("news/bridge/default.ru.md", "", "bridge", "news/bridge", "ru"),
        ("news/2025-03-04-bridge/item.md", "2025-03-04", "bridge", "news/2025-03-04-bridge", ""),
        ("news/3.5-million/index.md", "", "3.5-million", "news/3.5-million", ""),
        ("item.md", "", "item", "item", ""),
        ("pages/default.md", "", "default", "pages/default", ""),
        ("pages/about/default.md", "", "about", "pages/about", ""),
        ("news/items.md", "", "items", "news/items", ""),
    ],
)
def test_what_a_name_says(path: str, date: str, name: str, key: str, lang: str) -> None:
    place = locate(f"content/{path}", LANGUAGES)
    assert (place.date, place.name, place.key, place.lang) == (date, name, key, lang)


@pytest.mark.parametrize(
    "path",
    [
        "fair.draft.html.md",
        "drafts/fair/item.md",
        "private/02.fair/default.md",
        "fair [DRAFT].html.md",
        "2025-01-02.draft.md",
        "_drafts/fair.html.md",
        "2099-05-06-0930.fair.md",
        "2099-05-06.fair.md",
        "2099-05-06-fair.html.md",
    ],
)
def test_such_names_publish_nothing_that_is_withheld(site: Make, path: str) -> None:
    dated = "" if path.startswith("20") else "date: 2025-01-02\n"
    made = site(f"-- content/{path} --\n---\ntitle: Fair\n{dated}---\nHidden words.\n")
    assert made.build().releases == 0
    assert not any("fair" in file.lower() for file in made.files())


def test_the_hour_in_a_name_is_that_of_publication(site: Make) -> None:
    made = site("-- content/2025-03-04-0930.bridge.md --\n---\ntitle: Bridge\n---\nOpen.\n")
    assert made.build(as_of="2025-03-04T09:29:59+05:00").releases == 0
    assert made.build(as_of="2025-03-04T09:30:00+05:00").releases == 1
    assert (made.output / "2025/03/bridge/index.html").exists()


def test_links_find_files_with_such_names(site: Make) -> None:
    made = site(
        "-- content/02.news/a/item.md --\n---\ntitle: A\ndate: 2025-01-03\n---\n[1](../03.b) [2](/02.news/03.b/item.md) "
        "[3](../../c.html)\n-- content/02.news/03.b/item.md --\n---\ntitle: B\ndate: 2025-01-02\n---\nB.\n"
        "-- content/c.html.md --\n---\ntitle: C\ndate: 2025-01-01\n---\nC.\n"
    )
    assert made.build().problems == ()
    page = (made.output / "2025/01/a/index.html").read_text()
    assert page.count('href="/2025/01/b/">') >= 2
    assert 'href="/2025/01/c/">3</a>' in page
