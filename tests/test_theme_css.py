"""The theme: a small sheet with readable colours, no left or right, nothing dead, and pages that run nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined

from pressgen.plan.style import minify

TEMPLATES = Path(__file__).parents[1] / "templates"
SHEET = (TEMPLATES / "style.css").read_text(encoding="utf-8")
OTHERS = {file.name: file.read_text(encoding="utf-8") for file in sorted((TEMPLATES / "sheets").glob("*.css"))}
ALL = "\n".join([SHEET, *OTHERS.values()])
PAGES = sorted(TEMPLATES.glob("*.html"))

LIMIT = 7_000
"""Bytes of the sheet that every page carries; the others may have as many."""
FROM_BODIES = {"admonition", "admonition-title", "embed", "toc", "scroll", "center", "right"}
"""Classes that Markdown gives to parts of a body."""
SIZES = {"s4", "s5"}
"""Sizes of a tag by how often it is used; the template writes `s` and the number."""
LEVELS = {"info", "warning", "alert"}
"""How urgent a banner is; the template writes its level."""


def palette(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name; what dark does not say anew stays as in light."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, flags=re.S)[:2]
    colours = dict(re.findall(r"--(\w+): (#\w+);", light))
    return colours | dict(re.findall(r"--(\w+): (#\w+);", dark)) if scheme == "dark" else colours


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", ["style.css", *OTHERS])
def test_a_sheet_is_small_enough_to_be_inside_of_pages(sheet: str) -> None:
    assert len(minify(OTHERS.get(sheet, SHEET)).encode()) <= LIMIT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_text_and_links_stand_out_from_their_ground(scheme: str, ink: str, ground: str) -> None:
    colours = palette(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_white_stands_out_from_the_masthead(scheme: str) -> None:
    assert contrast("#fff", palette(scheme)["band"]) >= 4.5


def test_the_sheet_knows_no_left_and_right() -> None:
    rules = re.sub(r"/\*.*?\*/", "", ALL, flags=re.S)
    wrong = re.findall(r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w.-])(?:left|right):|float:", rules)
    assert wrong == []


def test_every_class_of_the_sheet_is_used() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|\d*\.\d+", "", ALL, flags=re.S)))
    used = {
        name
        for page in PAGES
        for words in re.findall(r'class="((?:\{\{.*?\}\}|[^"])*)"', page.read_text(encoding="utf-8"))
        for name in re.findall(r"[a-z][\w-]*", words)
    }
    assert styled - FROM_BODIES - SIZES - LEVELS - used == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_runs_anything_or_carries_its_own_style(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"""\sstyle=|\son\w+=|javascript:|<script(?! type="application/ld\+json">)""", text) == []


def test_the_sheet_is_printed_once_in_the_frame_of_every_page() -> None:
    frame = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    assert frame.count("<style>{{ style }}</style>") == 1
    assert [page.name for page in PAGES if "<style" in page.read_text(encoding="utf-8")] == ["base.html"]
    framed = [page.name for page in PAGES if '{% extends "' in page.read_text(encoding="utf-8")]
    assert sorted([*framed, "banner.html", "base.html", "event.html", "notes.html", "parts.html"]) == [
        page.name for page in PAGES
    ]


def headers(prefix: str) -> dict[str, dict[str, str]]:
    """The rules of the headers file by path pattern."""
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string((TEMPLATES / "headers.txt").read_text(encoding="utf-8"))
    rules: dict[str, dict[str, str]] = {}
    for line in template.render(prefix=prefix, csp_hashes=["sha256-a+b/c=", "sha256-d="], has_events=True).splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name] = value
        else:
            rules[line] = {}
    return rules


@pytest.mark.parametrize("prefix", ["/", "/news/"])
def test_no_header_is_set_by_two_rules_for_one_path(prefix: str) -> None:
    rules = headers(prefix)
    for name in ("", "uz/", "tags/a/"):
        for file in ("feed.xml", "atom.xml", "feed.json", "index.html"):
            path = prefix + name + file
            found = [rule for rule in rules if re.fullmatch(re.escape(rule).replace(r"\*", ".*"), path)]
            names = [header for rule in found for header in rules[rule]]
            assert len(names) == len(set(names)), path
            assert ("Content-Type" in names) == (file != "index.html"), path


def test_the_policy_lets_nothing_in_but_the_sheets() -> None:
    policy = headers("/")["/*"]["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self' 'sha256-a+b/c=' 'sha256-d=';")
    assert "unsafe" not in policy
    assert "script-src" not in policy
