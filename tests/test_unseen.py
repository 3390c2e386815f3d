"""What HTML or a block hides: no reader sees it, each is reported, and all that is beside it stays on the page."""

from __future__ import annotations

import re
from time import process_time

import pytest

from pressgen.content import unfinished
from pressgen.content.markdown.comments import without_hidden
from pressgen.content.markdown.conversion import convert
from pressgen.content.text import foreign
from pressgen.model import Dialect, FrontMatter

DIALECTS = pytest.mark.parametrize("dialect", [Dialect(), Dialect(name="python-markdown")], ids=lambda each: each.name)
HIDING = (
    "<div hidden>{}</div>",
    "<DIV HIDDEN>{}</DIV>",
    '<div id="a" hidden="until-found">{}</div>',
    "<section data-a='b > c' hidden>{}</section>",
    '<p style="display:none">{}</p>',
    "<p style='color: red; DISPLAY : none !important'>{}</p>",
    "<span style=visibility:hidden>{}</span>",
    '<Notes style={{{{display: "none"}}}}>{}</Notes>',
    '<div class="card d-none">{}</div>',
    "<div className='hidden'>{}</div>",
    "<div hidden>a <div>b</div> {} <div>c</div></div>",
    "<Draft>{}</Draft>",
    '<private reason="legal">{}</private>',
    "{{{{< hidden >}}}}{}{{{{< /hidden >}}}}",
    '{{{{% internal "us" %}}}}{}{{{{%/internal%}}}}',
    "{{% private %}}{}{{% endprivate %}}",
    "{{%- draft -%}}{}{{%- enddraft -%}}",
)
BLOCKS = (
    ":::hidden\n{}\n:::",
    "::: Draft-note\n{}\n:::",
    "::: {{.internal-only}}\n{}\n:::",
    "::::private\n:::note\nA {}\n:::\nb\n::::",
    "<div hidden>\n\n{}\n\n</div>",
    "<details style='display:none'>\n<summary>a</summary>\n\n- {}\n\n</details>",
)
SEEN = (
    '<div aria-hidden="true">merger</div>',
    '<div style="overflow:hidden">merger</div>',
    '<div data-hidden="no" title="hidden">merger</div>',
    '<div class="d-none d-md-block">merger</div>',
    '<div class="hidden md:block">merger</div>',
    '<span class="visually-hidden">merger</span>',
    "<Box hidden={false}>merger</Box>",
    "`<div hidden>` merger",
    "```html\n<div hidden>\n```\n\nmerger",
    "\\<p hidden> merger",
    "<!-- <div hidden> --> merger",
    ":::note\nmerger\n:::",
    "::: internal-links\nmerger\n:::",
    "{{< draft >}} merger",
    "{{<draft>}} merger",
    "The password is <hidden>. merger",
    "{% private %} merger",
    "This hidden merger <b>is</b> none of ours, and display: none is.",
)


def words(text: str, dialect: Dialect) -> tuple[list[str], list[tuple[str, int]]]:
    body, problems = convert(text, "a.md", 1, "en", dialect)
    return re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", body.html)), [(each.code, each.line) for each in problems]


@DIALECTS
@pytest.mark.parametrize("secret", ["merger", "**merger** at [noon](a.md)", "слияние"])
@pytest.mark.parametrize("form", HIDING)
def test_readers_see_nothing_that_is_hidden(form: str, secret: str, dialect: Dialect) -> None:
    hidden = form.format(secret)
    for text in (hidden, f"Before {hidden} after.", f"Before.\n\n{hidden}\n\nafter.", f"- Before\n- {hidden} after"):
        shown, problems = words(text, dialect)
        assert shown == re.findall("Before|after", text)
        assert problems == [("text-hidden", text[: text.index(hidden)].count("\n") + 1)]


@DIALECTS
@pytest.mark.parametrize("form", BLOCKS)
def test_readers_see_nothing_of_a_hidden_block(form: str, dialect: Dialect) -> None:
    assert words(f"Before.\n\n{form.format('merger')}\n\nafter.", dialect) == (
        ["Before", "after"],
        [("text-hidden", 3)],
    )


@DIALECTS
@pytest.mark.parametrize("text", SEEN)
def test_what_is_not_hidden_stays(text: str, dialect: Dialect) -> None:
    shown, problems = words(text, dialect)
    assert "merger" in shown
    assert "text-hidden" not in [code for code, _ in problems]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<div hidden>\nmerger\n\nno end", []),
        ("::: hidden\nmerger", []),
        ("<p hidden>merger\n\nafter", ["after"]),
        ("<ul>\n<li hidden>merger\n<li>after\n</ul>", ["after"]),
        ("<table><tr hidden><td>merger<td>merger\n<tr><td>after</table>", ["after"]),
        ("<table><tr><td hidden>merger<th>after</table>", ["after"]),
        ("<dl><dd hidden>merger<ul><li>merger</ul><dt>after</dl>", ["after"]),
        ("<div style='visibility:collapse'>merger</div> after", ["after"]),
        ("<p hidden>merger</p> <p>after</p>", ["after"]),
        ("<img hidden src=a.png alt=merger> after", ["after"]),
        ("<Box hidden/> after", ["after"]),
        ("<div hidden>a {{< hidden >}} b</div> merger {{< /hidden >}} after", ["after"]),
        ("<i hidden>merger</i> a <i hidden>merger</i> b", ["a", "b"]),
    ],
)
def test_an_element_ends_where_browsers_end_it(text: str, shown: list[str]) -> None:
    found, problems = words(text, Dialect())
    assert (found, {code for code, _ in problems}) == (shown, {"text-hidden"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Before.\n\nThe merger is near.\n{: .hidden}\n\nAfter.", ["Before", "After"]),
        ("Before.\n\n{.d-none #a}\nThe *merger* is near.\n\nAfter.", ["Before", "After"]),
        ("Before.\n\n## The merger {.hidden}\n\nAfter.", ["Before", "After"]),
        ("Before the [merger](https://a.example/){.hide} after.", ["Before", "the", "after"]),
        ("- Before\n- After\n\n\n- The merger\n{: .hidden}", []),
        ("Before.\n{: .d-none .d-md-block}", ["Before"]),
        ("Before.\n{: .card}", ["Before"]),
    ],
)
def test_attributes_of_markdown_hide_too(text: str, shown: list[str]) -> None:
    found, problems = words(text, Dialect())
    assert found == shown
    assert ("text-hidden" in [code for code, _ in problems]) == ("merger" in text)


def test_nothing_else_is_said_of_what_is_hidden() -> None:
    text = ":::hidden\n{{< photo >}} [Company Name] press@example.org\n:::\n\n<p hidden>[City, State]</p>"
    assert list(foreign.find(text, "a.md", 1)) == []
    assert list(unfinished.find(FrontMatter(title="Plan"), text, "a.md", 1)) == []


@pytest.mark.parametrize(
    "hostile",
    [
        "<div hidden>" * 20_000,
        "<p hidden>\n" * 20_000,
        "<li hidden " * 20_000,
        "<a class=" * 20_000,
        "<a style=" + "x" * 200_000,
        '<a "' * 30_000,
        ":::hidden\n" * 20_000,
        "{{< hidden >}}" * 20_000,
        ":" * 200_000 + "hidden",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_are_read_in_time(hostile: str) -> None:
    start = process_time()
    without_hidden(hostile, "a.md", 1)
    assert process_time() - start < 2
