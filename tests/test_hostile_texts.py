"""Texts made to take long: each is read, or refused with its file and a reason, in a moment and in little memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from unittest.mock import Mock

import pytest

from pressgen.content.markdown import convert
from pressgen.content.markdown.rendering import LIMITS, MOST_ELEMENTS, MOST_LINKS, PYTHON_MARKDOWN_LIMITS
from pressgen.content.parse import parse
from pressgen.errors import ContentError
from pressgen.model import Dialect, Parsed, Rules, Source
from pressgen.site.picture_rights import without_described
from pressgen.site.wording import words_of

SECONDS = 2.0
RULES = Rules(timezone="Asia/Tashkent", languages=("en",))
PYTHON_MARKDOWN = Rules(timezone="Asia/Tashkent", languages=("en",), dialect=Dialect("python-markdown"))
HEAD = "---\ntitle: A\ndate: 2025-01-01\n---\n"


def read(text: str, rules: Rules = RULES) -> Parsed:
    """The document of a text, or the problems with which it is refused."""
    try:
        return parse(Source("content/a.md", text.encode(), ""), rules)
    except ContentError as error:
        return Parsed(None, error.problems)


def told(text: str, rules: Rules = RULES) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in read(text, rules).problems]


SHAPES: dict[str, Callable[[], str]] = {
    "notes that nothing mentions": lambda: "".join(f"[^n{k}]: note\n\n" for k in range(20_000)),
    "addresses that are none": lambda: "".join(f"[a](http://[{k})\n" for k in range(19_000)),
    "struck out words before commas": lambda: "~~a~~, " * 24_000,
    "attributes in braces": lambda: "*a*{" + " ".join(f"a{k}=b" for k in range(100_000)) + "}",
    "attributes of one tag": lambda: "<p " + " ".join(f"a{k}" for k in range(150_000)) + ">x",
    "values of one tag": lambda: "<p title='>' " + " ".join(f"a{k}=b" for k in range(100_000)) + ">x",
    "formulas that are none": lambda: r"\(" * 150_000,
    "spans of code in one row": lambda: "|a|b|\n|-|-|\n" + "|`" * 90_000,
    "a word beside a mail address": lambda: "x@example.com " + "a" * 200_000,
    "boxes in boxes": lambda: "".join("    " * k + "!!! note\n" for k in range(600)),
    "short forms of two words": lambda: "".join(f"*[A {k}]: b\n" for k in range(5_000)) + "\n" + "A 1 A 2 " * 60_000,
}


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_length_of_a_text_not_with_its_square(name: str) -> None:
    text = HEAD + SHAPES[name]()
    began = time.process_time()
    read(text)
    assert time.process_time() - began < SECONDS


def test_keys_are_compared_with_all_names_in_no_time() -> None:
    began = time.process_time()
    (problem,) = read(
        "+++\ntitle = 'A'\ndate = 2025-01-01\n" + "".join(f"k{k} = 1\n" for k in range(5_000)) + "+++\n"
    ).problems
    assert (problem.code, time.process_time() - began < SECONDS) == ("key-unknown", True)


@pytest.mark.parametrize(
    "matter",
    [
        "+++\ntitle = 'A'\n" + "".join(f"k{k} = 1\n" for k in range(40_000)) + "+++\n",
        '{"title": "A", ' + ", ".join(f'"k{k}": 1' for k in range(40_000)) + "}\n",
    ],
    ids=["toml", "json"],
)
def test_front_matter_that_is_too_large_is_not_made_into_yaml(matter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressgen.content.frontmatter.other_forms._as_yaml", None)
    assert told(matter) == [("yaml-size", 1)]


BIG = {
    "an address": "www.a" * 200_000,
    "an address in a link": "[a](http://" + "a." * 500_000 + "b)",
    "an address of many words": "[a](" + "b " * 500_000 + "c.pdf)",
    "a word": "a" * 1_000_000,
    "a name of many parts": "a@" + "b." * 500_000 + "example.com",
    "lines before the front matter": "\n" * 49_000 + HEAD,
    "empty lines before a heading": "---\ndate: 2025-01-01\n---\n" + "\n" * 49_000 + "# a\n",
}


@pytest.mark.parametrize("name", BIG)
def test_memory_is_a_small_multiple_of_a_text(name: str) -> None:
    text = BIG[name] if "---" in BIG[name] else HEAD + BIG[name]
    read(HEAD)
    tracemalloc.start()
    try:
        assert read(text).document
        assert tracemalloc.get_traced_memory()[1] < 20 * len(text) + 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "body", ["a\n" * LIMITS.lines, "a\r" * LIMITS.lines, "[" * LIMITS.signs + "[", "~" * LIMITS.signs + "**"]
)
def test_a_text_beyond_the_limits_is_refused_before_anything_else_reads_it(body: str) -> None:
    assert told(HEAD + body) == [("markdown-too-large", 1)]


@pytest.mark.parametrize("body", ["a b\r\n" * (LIMITS.lines - 10), "`" * LIMITS.signs, "a, b. " * 500_000])
def test_a_text_within_the_limits_is_read(body: str) -> None:
    assert told(HEAD + body) == []


@pytest.mark.parametrize(
    "body",
    [
        "a\n" * PYTHON_MARKDOWN_LIMITS.lines + "a",
        "\n\n".join(["[" * 1_000] * 11),
        "a\n\n" + "[" * 1_001,
        "<a " * 1_001,
        "a" * PYTHON_MARKDOWN_LIMITS.size,
    ],
)
def test_python_markdown_has_limits_of_its_own(body: str) -> None:
    (problem,) = read(f"{HEAD}\n{body}", PYTHON_MARKDOWN).problems
    assert (problem.key, problem.file, problem.line) == ("markdown-too-large/python-markdown", "content/a.md", 5)
    assert told(HEAD + body) == []


def test_python_markdown_is_not_asked_to_fill_the_rows_of_a_wide_table(monkeypatch: pytest.MonkeyPatch) -> None:
    converter = Mock()
    monkeypatch.setattr("pressgen.content.markdown.python_markdown._converter", converter)
    table = "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|b|\n" * 200
    assert told(f"{HEAD}Words.\n\n{table}", PYTHON_MARKDOWN) == [("markdown-too-large", 5)]
    assert not converter.called


@pytest.mark.parametrize("body", ["[a](https://a.b/) " * 999, "<b>a</b> " * 1_100, "|a|b|\n|-|-|\n" + "|c|d|\n" * 900])
def test_python_markdown_reads_what_releases_have(body: str) -> None:
    assert told(HEAD + body, PYTHON_MARKDOWN) == []


def test_pictures_and_films_are_counted() -> None:
    assert told(HEAD + "<img src=a.png>" * (MOST_LINKS + 1)) == [("markdown-too-large", 5)]
    films = HEAD + "<video src=a.mp4></video>\n" * (MOST_ELEMENTS // 4 + 1)
    (problem,) = read(films).problems
    assert (problem.code, problem.line, problem.values["elements"]) == ("markdown-too-large", 5, MOST_ELEMENTS // 2)


def test_a_word_without_end_is_one_word_in_little_memory() -> None:
    tracemalloc.start()
    try:
        assert words_of("a" * 500_000 + " it's") == ("a" * 500_000, "it's")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_explanations_of_a_short_form_are_not_repeated_without_end() -> None:
    assert told(f"{HEAD}*[A]: {'b' * 30_000}\n\n{'A ' * 10_000}") == [("markdown-too-large", 5)]
    assert read(f"{HEAD}*[A]: {'b' * 300}\n\n{'A ' * 1_000}").document


def test_more_boxes_in_one_another_than_anybody_writes_are_refused() -> None:
    def boxes(count: int) -> str:
        return HEAD + "".join("    " * depth + "!!! note\n" for depth in range(count)) + "    " * count + "a"

    assert told(boxes(8)) == []
    assert told(boxes(9)) == [("markdown-too-deep", 5)]


def test_a_placeholder_is_reported_once_for_each_line() -> None:
    assert told(HEAD + "XXX " * 1_000 + "TODO\n\nXXX") == [
        ("placeholder-left", 5),
        ("placeholder-left", 5),
        ("placeholder-left", 7),
    ]


def test_of_a_tag_with_many_attributes_the_first_hundred_are_read() -> None:
    within, beyond = (" ".join(f"a{k}" for k in range(count)) for count in (99, 100))
    html = convert(f"<p {within} class=b id='c>' {beyond}>x > y</p>", "a.md", 1, "en")[0].html
    assert html == '<p class="b">x &gt; y</p>'


def test_a_note_that_nothing_mentions_is_reported_with_its_line() -> None:
    text = "Text `[^B]: x`.[^a]\n\n[^a]: One.\n\n[^B]: Two.\n\n[^b]: Three.\n"
    assert [(problem.code, problem.line) for problem in convert(text, "a.md", 3, "en")[1]] == [
        ("footnote-unused", 7)
    ] * 2


def test_spaces_before_struck_out_words_go_where_a_comma_follows() -> None:
    assert convert("One ~~two~~, ~~three~~ four ~~*five*~~.", "a.md", 1, "en")[0].opening == "One, four."


def test_pictures_without_alt_are_looked_up_once_each() -> None:
    calls: list[str] = []

    def find(target: str, source: str) -> str:
        calls.append(target)
        return ""

    text = "".join(f"![](a{k}.png)\n\n" for k in range(50)) + "![](b.png)" * 50
    body, problems = convert(text, "a.md", 1, "en")
    assert len(problems) == 100
    assert without_described(problems, body, "a.md", {}, find) == problems
    assert len(calls) == 100
