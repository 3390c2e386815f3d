"""Links to a heading by the anchor that another generator makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Site
from pressgen.content.markdown.conversion import convert
from pressgen.content.text.anchors import anchor_meant

HEADINGS = (
    "\n\n## 4. ¿Qué pasa ahora?\n\n## Müll & Abfall\n\n## Stand: 3.2 km\n\n## Что дальше?\n\n## 🚌 Buses\n\nText."
)


def html_of(text: str) -> str:
    return convert(text, "a.md", 1, "en")[0].html


def told(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in convert(text, "a.md", 1, "en")[1]]


@pytest.mark.parametrize(
    ("written", "anchor"),
    [
        ("4-qué-pasa-ahora", "section-4-qué-pasa-ahora"),
        ("4-¿qué-pasa-ahora", "section-4-qué-pasa-ahora"),
        ("4-que-pasa-ahora", "section-4-qué-pasa-ahora"),
        ("qué-pasa-ahora", "section-4-qué-pasa-ahora"),
        ("müll--abfall", "müll-abfall"),
        ("Müll_Abfall", "müll-abfall"),
        ("stand-3-2-km", "stand-32-km"),
        ("%D0%A7%D1%82%D0%BE-%D0%B4%D0%B0%D0%BB%D1%8C%D1%88%D0%B5", "что-дальше"),
        ("-buses", "buses"),
    ],
)
def test_a_link_leads_to_the_heading_whose_letters_it_has(written: str, anchor: str) -> None:
    text = f"[There](#{written}).{HEADINGS}"
    assert f'<a href="#{anchor}">There</a>' in html_of(text)
    assert told(text) == []


@pytest.mark.parametrize("written", ["5-qué-pasa-ahora", "mull-abfälle", "pasa", "--", "4"])
def test_a_link_to_other_letters_is_reported_and_stays(written: str) -> None:
    text = f"[There](#{written}).{HEADINGS}"
    assert f'href="#{written}"' in html_of(text)
    assert told(text) == [("anchor-missing", 1)]


def test_of_two_headings_with_the_same_letters_neither_is_meant() -> None:
    assert told("[There](#road--works)\n\n## Road works\n\n## Roadworks") == [("anchor-missing", 1)]
    assert told("[There](#fees)\n\n## 1. Fees\n\n## 2. Fees") == [("anchor-missing", 1)]
    assert told("[There](#2-fees)\n\n## 1. Fees\n\n## 2. Fees") == []
    assert anchor_meant("fees", ("section-1-fees", "fees")) == "fees"


def test_a_link_to_another_release_leads_to_the_heading_too(site: Callable[..., Site]) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\n[1](b.md#2-fees--dates) [2](b.md#feess) "
        "[3](b.md#section-2-fees-dates)\n-- content/b.md --\n---\ntitle: B\ndate: 2026-01-01\n---\n## 2. Fees & dates\n"
    )
    made.build()
    assert [problem.code for problem in made.report.problems] == ["anchor-missing"]
    page = (made.output / "2026/01/a/index.html").read_text()
    assert page.count('href="/2026/01/b/#section-2-fees-dates"') == 2
    assert 'href="/2026/01/b/#feess"' in page
