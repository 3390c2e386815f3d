"""Texts made to take long: each is read, or refused with its file and a reason, in a moment and in little memory."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest

from conftest import Site
from pressgen.check.lint import lint
from pressgen.check.text import text_of
from pressgen.content.frontmatter.lists import MOST_PAGES
from pressgen.content.markdown import policy
from pressgen.content.markdown.conversion import convert
from pressgen.content.markdown.rendering import LIMITS, MOST_LINKS, PYTHON_MARKDOWN_LIMITS
from pressgen.content.parse import parse
from pressgen.errors import ContentError
from pressgen.model import Dialect, Parsed, Rules, Source
from pressgen.settings import Settings
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
    "shortcodes of WordPress": lambda: '[caption id="a"]b[/caption]\n' * 49_000,
    "links of a wiki": lambda: "[[a]] " * 49_000,
    "no-break spaces behind HTML": lambda: "<b>a</b> " + "\u00a0a" * 1_000_000,
    "quotation marks behind HTML": lambda: "<b>a</b> " + "«а» " * 500_000,
    "symbols in an attribute": lambda: '<p title="' + "\u00a9a" * 1_000_000 + '">b</p>',
    "symbols in an address": lambda: "[a](http://b/" + "\u00a9" * 1_000_000 + ")",
    "a table with styles": lambda: "<table>" + '<tr><td style="a:b">a</td></tr>\n' * 24_000 + "</table>",
    "no-break spaces and no words": lambda: "\u00a0" * 100_000 + "– a\n",
    "letters that are no placeholder": lambda: "X" * 200_000 + "1\ufe0f\u20e3 a\n",
    "signs of attributes that never end": lambda: "{~~" + "## " * 60_000 + "`",
    "comments that never end": lambda: "{>> " * 60_000,
    "a comment in every word": lambda: "a%%b%% %%c%% " * 40_000,
    "wide quotations of signs": lambda: "- [a](b)\n" * 16_000 + ">  " * 50 + "a\n\n" + ">  " * 80 + ".",
    "anchors of other generators": lambda: "".join(f"## a\n\n[b](#A{k}-)\n\n" for k in range(11_000)),
    "captions with an embargo": lambda: "![EMBARGOED until 9 December 2029, 10:00: a](a.jpg)\n" * 7_000,
    "captions of WordPress": lambda: "[caption]![a](a.jpg) EMBARGOED until 9 December[/caption]\n" * 9_000,
    "code with empty lines in HTML": lambda: "<div><pre>\n\n</pre></div>\n" * 20_000,
    "code with empty lines that never ends": lambda: "<div><pre>\n\n" * 40_000,
    "code of WordPress": lambda: "[code]\n&lt;\\_\n[/code]\n" * 20_000,
    "numbers behind wide gaps": lambda: "".join(f"{k}.      a\n\nb\n\n" for k in range(1, 20_000)),
    "a caption of embargoes": lambda: '![a](b "' + "embargoed: a " * 20_000 + '")',
    "one very long short form": lambda: f"*[A {'b ' * 500_000}]: c\n\n" + "A " * 500_000,
}
OF_PYTHON_MARKDOWN: dict[str, Callable[[], str]] = {
    "a short form in every word": lambda: "*[AB]: b\n\n" + "AB " * 90_000,
    "many short forms beside prose": lambda: (
        "".join(f"*[ABBR{k}]: b\n" for k in range(3_000)) + "\n" + "a word " * 60_000
    ),
    "a term of many definitions": lambda: "a\n" + ": b\n" * 4_900,
    "a term of many indented definitions": lambda: "a\n" + "  : b\n" * 4_900,
    "lists in lists in a line": lambda: "- " * 250_000 + "a",
    "other lists in lists in a line": lambda: "- * + 1. " * 2_000 + "a",
    "lists further and further to the right": lambda: "".join("    " * k + "- a\n" for k in range(500)),
    "boxes further and further to the right": lambda: "".join("    " * k + "!!! note\n" for k in range(480)),
    "quotations in quotations": lambda: ">" * 9_000 + " a",
    "wide quotations": lambda: ">  " * 60 + "a\n\n" + ">  " * 80 + ".",
    "quotations further and further to the right": lambda: "    > " * 50 + "a\n\n" + "\t>     " * 80 + ".",
    "no-break spaces": lambda: "\u00a0a" * 170_000,
    "a wide table": lambda: "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + "|b" * 10_000 + "|\n",
    "cells": lambda: "|" * 180_000,
}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        *(pytest.param(shape, RULES, id=name) for name, shape in SHAPES.items()),
        *(pytest.param(shape, PYTHON_MARKDOWN, id=name) for name, shape in OF_PYTHON_MARKDOWN.items()),
    ],
)
def test_time_grows_with_the_length_of_a_text_not_with_its_square(text: Callable[[], str], rules: Rules) -> None:
    written = HEAD + text()
    began = time.process_time()
    read(written, rules)
    assert time.process_time() - began < SECONDS


REAL = {
    "minutes of 300 KB": "The **council** met on 3 May and heard [the report](https://n.example/).\n\n" * 1_500
    + "It was agreed to build schools in all districts of the region this year. " * 2_600,
    "a table of 3,000 rows": "| Region | Schools | Pupils |\n|---|--:|--:|\n" + "| Bulungʻur | 1 204 | 82 |\n" * 3_000,
    "500 headings": "".join(f"## Part {k}\n\nText.\n\n" for k in range(500)),
    "300 footnotes": "".join(f"Text.[^{k}]\n\n" for k in range(300))
    + "".join(f"[^{k}]: Note.\n\n" for k in range(300)),
    "100 short forms": "".join(f"*[A{k}]: long\n" for k in range(100)) + "\n" + "The A1 met the A2 and A99. " * 300,
    "a term of 50 definitions": "Term\n" + ": One\n" * 50,
    "lists in lists": "".join("    " * k + "- a\n" for k in range(20)),
    "rules": "* " * 200 + "\n\na\n\n" + "- " * 200,
}


@pytest.mark.parametrize("rules", [RULES, PYTHON_MARKDOWN], ids=["commonmark", "python-markdown"])
@pytest.mark.parametrize("name", REAL)
def test_long_texts_that_people_write_are_read(name: str, rules: Rules) -> None:
    assert told(HEAD + REAL[name], rules) == []


def test_a_table_of_a_spreadsheet_is_read() -> None:
    table = "<table>\n" + ("<tr>" + "<td style='width:2em'>1 204</td>" * 10 + "</tr>\n") * 3_000 + "</table>"
    parsed = read(HEAD + table)
    assert parsed.document
    assert parsed.document.body.html.count("<td>1 204</td>") == 30_000
    assert [problem.code for problem in parsed.problems] == ["html-removed"]


@pytest.mark.parametrize("rules", [RULES, PYTHON_MARKDOWN], ids=["commonmark", "python-markdown"])
def test_blocks_in_one_another_are_counted_before_they_are_read(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = Mock()
    for name in "commonmark._Writer", "python_markdown._converter":
        monkeypatch.setattr(f"pressgen.content.markdown.{name}", parser)
    assert told(HEAD + "- " * 100_000 + "a", rules) == [("markdown-too-deep", 5)]
    assert not parser.called


@pytest.mark.parametrize("rules", [RULES, PYTHON_MARKDOWN], ids=["commonmark", "python-markdown"])
def test_a_line_of_signs_alone_is_a_rule_however_long(rules: Rules) -> None:
    parsed = read(f"{HEAD}a\n\n{'- ' * 60_000}\n\nb\n", rules)
    assert parsed.document
    assert parsed.document.body.html.count("<hr>") == 1


def test_symbols_come_back_from_the_sanitiser_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    signs = [*map(chr, range(0x80, 0x100)), "a", " ", "&", "<b>", "</b>", '<a href="b', '" title="', "&nbsp;", "\x01"]
    for _ in range(200):
        raw = "".join(chance.choices(signs, k=200))
        clean = policy.sanitise(raw)
        with monkeypatch.context() as patched:
            patched.setattr(policy, "_MANY_SYMBOLS", 0)
            assert policy.sanitise(raw) == clean


def test_short_forms_of_python_markdown_are_explained_where_they_were() -> None:
    text = "*[AB]: One\n*[A B]: Two <b>\n\nAB *AB* AB `AB` A B, AB. [AB](https://a.b/) ABC AB\nXAB\n"
    explained = '<abbr title="One">AB</abbr>'
    html = convert(text, "a.md", 1, "en", Dialect("python-markdown"))[0].html
    assert html.replace("\n", " ").startswith(f"<p>{explained} <em>{explained}</em> {explained} <code>AB</code> ")
    assert f'<abbr title="Two &lt;b&gt;">A B</abbr>, {explained}. <a href="https://a.b/">{explained}</a> ABC' in html
    assert html.endswith(f"ABC {explained}\nXAB</p>")


@pytest.mark.parametrize("key", ["tags", "aliases"])
def test_a_release_has_no_more_tags_and_old_addresses_than_can_have_pages(key: str) -> None:
    def matter(count: int) -> str:
        values = "".join(f"- /t{k}/\n" for k in range(count))
        return HEAD.replace("date:", f"{key}:\n{values}date:") + "a"

    assert told(matter(MOST_PAGES)) == []
    assert told(matter(MOST_PAGES + 1)) == [("list-long", 4)]
    parsed = read(matter(MOST_PAGES + 5))
    assert parsed.document
    assert len(getattr(parsed.document.matter, key)) == MOST_PAGES


def test_tags_of_further_keys_are_counted_with_the_others() -> None:
    rules = Rules(timezone="UTC", languages=("en",), tag_keys=("subjects",))
    keys = "tags: [a]\nsubjects: [{}]\ndate:".format(", ".join(f"t{k}" for k in range(MOST_PAGES)))
    assert told(HEAD.replace("date:", keys) + "a", rules) == [("list-long", 4)]
    parsed = read(HEAD.replace("date:", keys) + "a", rules)
    assert parsed.document
    assert len(parsed.document.matter.tags) == MOST_PAGES


@pytest.mark.parametrize(
    "line",
    [
        "The ministry opened a school in Samarqand. " * 90_000,
        "a@" + "b-" * 1_900_000,
        "a" * 3_900_000,
        " " * 3_900_000,
        ("1" + " " * 200) * 19_000,
        "1." * 1_900_000,
    ],
    ids=["prose", "a name of many parts", "a word", "spaces", "numbers between spaces", "sections"],
)
def test_long_texts_are_checked_in_a_moment(line: str) -> None:
    document = read(HEAD + "a").document
    assert document
    settings = Settings(title={"en": "T"}, url="https://n.example/", languages=("en",))
    began = time.process_time()
    list(lint((text_of(document, (HEAD + line).encode(), ""),), settings, datetime(2025, 1, 1, tzinfo=UTC)))
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("key", "code"),
    [("permalink: /{}", "path-unusable"), ("aliases: [/{}]", "redirect-no-file"), ("related: [{}b.md]", "")],
)
def test_an_address_of_thousands_of_folders_is_told_in_a_moment(site: Callable[..., Site], key: str, code: str) -> None:
    made = site(f"-- content/a.md --\n{HEAD.replace('date:', key.format('a/' * 30_000) + chr(10) + 'date:')}a\n")
    began = time.process_time()
    report = made.build(skip_invalid=True, jobs=1)
    assert time.process_time() - began < SECONDS
    assert {problem.code for problem in report.problems} >= ({code} if code else set())
    assert all(len(problem.message) < 2_500 for problem in report.problems)


def test_a_picture_in_an_address_is_checked_in_little_memory() -> None:
    document = read(HEAD + "a").document
    assert document
    text = f"{HEAD}![a](data:image/png;base64,{'A' * 1_000_000})".encode()
    tracemalloc.start()
    try:
        assert text_of(document, text, "").prose[-1][1] == "a"
        assert tracemalloc.get_traced_memory()[1] < 20 * len(text)
    finally:
        tracemalloc.stop()


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
    "a comment": "a <!-- " + "b " * 500_000 + "-->",
    "a block that is a comment": "<!-- " + "b " * 500_000 + "-->",
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
    assert told(HEAD + "<video src=a.mp4></video>\n" * (MOST_LINKS + 1)) == [("markdown-too-large", 5)]


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
