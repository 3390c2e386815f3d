"""Spans, raw HTML and boxes as Pandoc, Quarto and Nuxt Content write them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from conftest import Site
from pressgen.content.markdown.conversion import convert
from pressgen.content.text import foreign

Make = Callable[..., Site]


def html_of(text: str) -> str:
    return convert(text, "a.md", 1, "en")[0].html


def told(text: str) -> list[tuple[str, int]]:
    found = (*convert(text, "a.md", 1, "en")[1], *foreign.find(text, "a.md", 1))
    return [(problem.code, problem.line) for problem in found]


def box(kind: str, title: str, inside: str) -> str:
    return f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>\n{inside}\n</div>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The [fee]{.underline} is due.", "<p>The <u>fee</u> is due.</p>"),
        ("**[Note]{.ul}:** x", "<p><strong><u>Note</u>:</strong> x</p>"),
        ("[a *b* and\nc]{.mark}", "<p><mark>a <em>b</em> and\nc</mark></p>"),
        ("[[both]{.underline}]{.mark}", "<p><mark><u>both</u></mark></p>"),
        ("[[[x]{.mark} y]{.underline} z]{lang=fr}", '<p><span lang="fr"><u><mark>x</mark> y</u> z</span></p>'),
        ("[see [it](https://x.uz/)]{.mark}", '<p><mark>see <a href="https://x.uz/">it</a></mark></p>'),
        ("[Nato]{.smallcaps} [b]{custom-style=\"Emphasis\"}", "<p><span>Nato</span> <span>b</span></p>"),
        ("## []{#_Toc99 .anchor}Fees", '<h2 id="fees"><span></span>Fees</h2>'),
        ("[]{#fee}The fee. [up](#fee)", '<p><span id="fee"></span>The fee. <a href="#fee">up</a></p>'),
        ("[1 < 2 & 3]{.mark}", "<p><mark>1 &lt; 2 &amp; 3</mark></p>"),
        ("`[a]{.mark}`", "<p><code>[a]{.mark}</code></p>"),
        ("![a]{.mark}", "<p>![a]{.mark}</p>"),
        ("[a]{later}", "<p>[a]{later}</p>"),
        ("[a]{.mark}\n\n[a]: https://x.uz/", '<p><a class="mark" href="https://x.uz/">a</a></p>'),
        ("```\n[a]{.mark}\n```", '<pre tabindex="0"><code>[a]{.mark}\n</code></pre>'),
        ("- [x]{.mark}\n- [ ] b", "<ul>\n<li><mark>x</mark></li>\n<li>☐ b</li>\n</ul>"),
    ],
)  # fmt: skip
def test_spans_of_word(text: str, shown: str) -> None:
    assert html_of(text) == shown
    assert not {code for code, _ in told(text)} & {"text-lost", "html-removed"}


@pytest.mark.parametrize("list_", ["{.hidden}", "{.mark .hidden}", "{.d-none}", "{.underline .is-hidden}"])
def test_a_span_that_is_hidden_stays_hidden(list_: str) -> None:
    text = f"Open [merger]{list_} words."
    assert html_of(text) == "<p>Open  words.</p>"
    assert told(text) == [("text-hidden", 1)]


def test_an_embargo_in_a_span_holds_the_release(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n[EMBARGOED UNTIL 3 May 2091, 10:00]{.mark}\n\nHidden.\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2025-01-01\n---\n"
        "[[Embargoed until 3 May 2091, 10:00]{.underline}]{.mark}\n\nHidden.\n"
    )
    assert made.build().releases == 0


def test_html_that_pandoc_marks_is_html_on_its_lines() -> None:
    assert html_of("- a\n\n```{=html}\n<!-- -->\n```\n\n- b") == "<ul>\n<li>a</li>\n</ul>\n\n<ul>\n<li>b</li>\n</ul>"
    assert html_of("``` {=html}\n<b>one</b>\n```\n\n![](no.png)").startswith("<p><b>one</b></p>")
    assert ("image-alt-missing", 5) in told("```{=html}\n<b>one</b>\n```\n\n![](no.png)")
    sample = "````\n```{=html}\n<b>\n```\n````"
    assert html_of(sample) == '<pre tabindex="0"><code>```{=html}\n&lt;b&gt;\n```\n</code></pre>'
    assert "<script" not in html_of("```{=html}\n<script>x()</script>\n```")
    assert "merger" not in html_of("```{=html}\n<div hidden>merger</div>\n```")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('::alert{type="warning"}\nMind *it*.\n::', box("warning", "Warning", "<p>Mind <em>it</em>.</p>")),
        ("::alert{type=success}\nMind it.\n::", box("tip", "Tip", "<p>Mind it.</p>")),
        (":::alert{type='error'}\nMind it.\n:::", box("danger", "Danger", "<p>Mind it.</p>")),
        ("::callout{icon=x}\nMind it.\n::", box("note", "Note", "<p>Mind it.</p>")),
        ("::tip\nMind it.\n::", box("tip", "Tip", "<p>Mind it.</p>")),
        ('::note{title="Doors"}\nMind it.\n::', box("note", "Doors", "<p>Mind it.</p>")),
        ("::: {.callout-tip}\nMind it.\n:::", box("tip", "Tip", "<p>Mind it.</p>")),
        ("::: {.callout-caution collapse=true}\n\n### The *doors*\n\nMind it.\n:::",
         box("caution", "The <em>doors</em>", "<p>Mind it.</p>")),
        ('::: {.note title="Doors"}\nMind it.\n:::', box("note", "Doors", "<p>Mind it.</p>")),
        ("::: callout-important\nMind it.\n:::", box("important", "Important", "<p>Mind it.</p>")),
        ("::: {.note}\n::: {.tip}\na\n:::\nb\n:::",
         box("note", "Note", box("tip", "Tip", "<p>a</p>") + "\n<p>b</p>")),
    ],
)  # fmt: skip
def test_boxes_of_nuxt_and_quarto(text: str, shown: str) -> None:
    assert html_of(text) == shown
    assert told(text) == []


def test_another_block_in_a_box_does_not_end_it() -> None:
    shown = html_of('::alert{type="info"}\n::stat{value="4"}\nInner\n::\nOuter\n::\n\nAfter')
    assert shown.index("Outer") < shown.index("</div>") < shown.index("After")


@pytest.mark.parametrize(
    "text",
    ['::card{icon="x"}\nWords\n::', "::hero\nWords\n::", "Status :badge[New] today", 'An :icon{name="bus"} here',
     "Term\n:badge[New]"],
)  # fmt: skip
def test_other_components_of_nuxt_are_shown_and_reported(text: str) -> None:
    assert [code for code, _ in told(text)] == ["foreign-code"]
    assert "<dl>" not in html_of(text)


@pytest.mark.parametrize(
    "text",
    ["::before", "std::vector and a::b", "at 10:[a] or 9:a[b]", "`:badge[New]`", ":smile: and ::1", "a :word b",
     "::note never ended", "https://x.uz/a:b[c]"],
)  # fmt: skip
def test_other_colons_are_text(text: str) -> None:
    assert not [code for code, _ in told(text) if code == "foreign-code"]
    assert "admonition" not in html_of(text)


@pytest.mark.parametrize(
    "text", ["::hidden\nmerger\n::", "::private{a=b}\nmerger\n::", "::draft-note\nmerger\n\nb\n::"]
)
def test_a_block_of_nuxt_that_is_not_for_readers_is_left_out(text: str) -> None:
    assert "merger" not in html_of(f"Open.\n\n{text}\n\nEnd.")
    assert ("text-hidden", 3) in told(f"Open.\n\n{text}\n\nEnd.")


@pytest.mark.parametrize(
    "text",
    ["[" * 30_000, "[a" * 20_000, "[a]{.mark}" * 3_000, "[a](b)" * 5_000 + "]{.mark}", "]{" * 20_000, "[ [x] " * 10_000,
     "::a{" * 10_000, "::note\n" * 10_000, "::\n" * 20_000, ":a[" * 20_000, "::note\n::\n" * 3_000,
     "```{=html}\n" * 10_000, "[[" * 5_000 + "x" + "]{.mark}]{.mark}" * 5_000],
)  # fmt: skip
def test_hostile_texts_take_no_long_time(text: str) -> None:
    started = time.perf_counter()
    try:
        convert(text, "a.md", 1, "en")
    except Exception as error:
        assert type(error).__name__ == "ContentError"
    foreign.find(text, "a.md", 1)
    assert time.perf_counter() - started < 10


GRID = """\
Before.

+--------+-----------+
| Year   | Pupils    |
+========+==========:+
| 2024   | - 1,200   |
|        | - *more*  |
+--------+-----------+
| 2025   | [the      |
|        | list](#a) |
|        |           |
|        | Second\\  |
|        | line      |
+--------+-----------+
After.
"""


def test_a_grid_is_a_table_whose_cells_keep_their_lines() -> None:
    shown = html_of(GRID)
    assert shown.count("<tr>") == 3
    assert "Year</th>" in shown
    assert "- 1,200<br>- <em>more</em></td>" in shown
    assert ">the list</a><br>Second<br>line</td>" in shown
    assert shown.endswith("<p>After.</p>")
    assert told(GRID) == [("anchor-missing", 9)]


def test_a_grid_without_a_head_or_with_one_column() -> None:
    assert "<thead>" not in html_of("+--+--+\n| a | b |\n+--+--+".replace("--", "---"))
    shown = html_of("+-------+\n| *One* |\n|       |\n| - a   |\n+-------+\n| Two   |\n+-------+")
    assert shown == "<blockquote>\n<p><em>One</em></p>\n<ul>\n<li>a</li>\n</ul>\n<p>Two</p>\n</blockquote>"
    assert told("+-------+\n| *One* |\n+-------+") == []


@pytest.mark.parametrize("before", ["> ", "  > ", "  "])
def test_a_grid_in_a_quotation_or_an_item(before: str) -> None:
    lines = ["+---+---+", "| a | b |", "+===+===+", "| c | d |", "+---+---+"]
    text = "- x\n\n" * (before == "  ") + "\n".join(before + line for line in lines)
    assert html_of(text).count("<td>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "```\n+---+---+\n| a | b |\n+---+---+\n```",
        "    +---+---+\n    | a | b |\n    +---+---+",
        "<pre>\n+---+---+\n| a | b |\n+---+---+\n</pre>",
        "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+",
        "+---+---+\n| a     |\n+---+---+",
        "+---+---+\n| a | b |",
        "+---+---+\n+---+---+",
        "a +---+ b",
        "+------+",
        "+---+---+\n| a | b |\n+===+===+\n| c | d |\n+===+===+\n| e | f |\n+---+---+",
    ],
)
def test_code_and_other_grids_stay_as_they_are(text: str) -> None:
    assert "<t" not in html_of(text)
    assert all(line.strip(" `") in html_of(text) for line in text.split("\n") if not line.startswith("<"))


def test_lists_with_letters_and_two_spaces_are_lists() -> None:
    assert html_of("A.  One\nB.  Two") == "<ul>\n<li>A.  One</li>\n<li>B.  Two</li>\n</ul>"
    assert html_of("a.  One\n\nb.  Two").count("<li>") == 2
    assert "<li>" not in html_of("A.  Karimova said so.\n\nNobody else did.")
    assert "<li>" not in html_of("A. One\nB. Two")


def test_a_backslash_alone_is_an_empty_line() -> None:
    assert html_of("One\n\n\\\n\nTwo") == "<p>One</p>\n\n<p>Two</p>"
    assert html_of("One \\ two\n\n`\\`") == "<p>One \\ two</p>\n<p><code>\\</code></p>"


def test_an_embed_of_wordpress_is_the_address() -> None:
    for text in (
        "[embed]https://vimeo.com/146022717[/embed]",
        '[embed width="9"] https://vimeo.com/146022717 [/embed]',
    ):
        assert html_of(f"A\n\n{text}\n\nB") == html_of("A\n\nhttps://vimeo.com/146022717\n\nB")
        assert foreign.find(f"A\n\n{text}\n\nB", "a.md", 1) == ()
        assert [code for code, _ in told(f"A {text}")] == ["foreign-code"]
    # Nobody knows what any other site would have shown.
    assert told("[embed]https://news.example/[/embed]") == [("foreign-code", 1)]
    assert "[embed]" in html_of("```\n[embed]https://vimeo.com/146022717[/embed]\n```")


@pytest.mark.parametrize(
    "text",
    ["+---+---+\n" * 10_000, "+---+---+\n| a | b |\n" * 5_000, "+-" * 40_000, "+---" * 20_000 + "+\n| a |",
     "| a | b |\n" * 10_000 + "+---+---+", "+---+---+\n| a | b |\n+---+---+\n\n" * 1_000, "[embed] " * 20_000],
)  # fmt: skip
def test_hostile_grids_take_no_long_time(text: str) -> None:
    test_hostile_texts_take_no_long_time(text)


def test_quartos_description_of_a_picture_is_its_own() -> None:
    for text, shown in (
        ('![](no.png){fig-alt="Two boys & a dog"}', 'alt="Two boys &amp; a dog"'),
        ('![The *team*.](no.png){#fig-one fig-alt="Two boys" width=60%}', 'alt="Two boys"'),
        ('Inline ![](no.png){fig-alt="Two boys" .wide} picture', 'alt="Two boys"'),
        ("![words](no.png){.wide}", 'alt="words"'),
    ):
        assert shown in html_of(text)
        assert told(text) == []
    assert "<figcaption>The team.</figcaption>" in html_of('![The *team*.](no.png){fig-alt="Two boys"}')
    assert 'alt="Two boys"' in html_of('![words](no.png "Title"){fig-alt="Two boys"}')
    assert told('![words](no.png "Title"){fig-alt="Two boys"}') == [("text-lost", 1)]
