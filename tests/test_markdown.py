"""Markdown to HTML: headings, figures, tables, footnotes, targets with their lines, the opening, what is told."""

from __future__ import annotations

import os
import subprocess
import sys
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressgen.content.markdown.conversion import convert
from pressgen.content.markdown.structure import decoded
from pressgen.content.text.excerpt import DESCRIPTION, excerpt
from pressgen.errors import Problem
from pressgen.model import Body


def html_of(text: str, lang: str = "en") -> str:
    return convert(text, "a.md", 1, lang)[0].html


def body_of(text: str, first_line: int = 1) -> Body:
    return convert(text, "a.md", first_line, "en")[0]


def told(text: str, first_line: int = 1) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems_of(text, first_line)]


def problems_of(text: str, first_line: int = 1) -> tuple[Problem, ...]:
    return convert(text, "a.md", first_line, "en")[1]


def levels(text: str) -> list[int]:
    return [int(piece[0]) for piece in html_of(text).split("<h")[1:]]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ([1], [2]),
        ([3], [2]),
        ([6], [2]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        ([2, 4, 4, 2], [2, 3, 3, 2]),
        ([1, 3, 3, 2], [2, 3, 3, 3]),
        ([3, 2, 2], [2, 2, 2]),
        ([4, 6, 5, 4], [2, 3, 3, 2]),
    ],
)
def test_headings_start_at_two_and_skip_no_level(written: list[int], shown: list[int]) -> None:
    assert levels("\n\n".join(f"{'#' * level} H" for level in written)) == shown
    assert levels("\n\n".join(f"<h{level}>H</h{level}>" for level in written)) == shown


def test_raw_and_markdown_headings_share_one_outline() -> None:
    assert levels("<h3>A</h3>\n\n# B\n\n<h6>C</h6>\n\nD\n===\n") == [2, 2, 3, 2]


def test_headings_have_ids_in_their_own_script_and_each_only_once() -> None:
    names = ("Plan & more", "Plan & more", "Sifatli taʼlim", "Качество", "جودة التعليم", "!!!", "2025: A")
    text = "\n\n".join(f"# {name}" for name in (*names, "Plan {: #plan-more }"))
    assert body_of(text).anchors == (
        "plan-more-1",
        "plan-more-2",
        "sifatli-taʼlim",
        "качество",
        "جودة-التعليم",
        "section",
        "section-2025-a",
        "plan-more",
    )


def test_the_second_use_of_an_id_and_ids_of_the_theme_are_dropped() -> None:
    text = '# A {#main}\n\n# B {#_menu}\n\n<p id="main">x</p>\n\n<p id="_foot">y</p>'
    assert html_of(text) == '<h2 id="main">A</h2>\n<h2 id="b">B</h2>\n<p>x</p>\n<p>y</p>'


def test_a_heading_without_words_is_left_out() -> None:
    assert html_of("#\n\nx") == "<p>x</p>"


def test_old_named_anchors_still_work() -> None:
    text = '<a name="below"></a>Here\n\n[down](#below)'
    assert (body_of(text).anchors, told(text)) == (("below",), [])


def test_a_picture_alone_in_its_paragraph_is_a_figure_and_its_title_the_caption() -> None:
    assert html_of('![Hall](hall.jpg "The hall, *today*")') == (
        '<figure><img alt="Hall" src="\x020\x03"><figcaption>The hall, *today*</figcaption></figure>'
    )
    assert html_of("![Hall](hall.jpg)") == '<figure><img alt="Hall" src="\x020\x03"></figure>'
    assert html_of('<img src="hall.jpg" alt="Hall">') == '<figure><img src="\x020\x03" alt="Hall"></figure>'


def test_a_linked_picture_alone_is_a_figure_with_the_link_in_it() -> None:
    assert html_of('[![Hall](hall.jpg "Cap")](https://x.example/)') == (
        '<figure><a href="https://x.example/"><img alt="Hall" src="\x020\x03"></a><figcaption>Cap</figcaption></figure>'
    )


@pytest.mark.parametrize(
    "text", ["Look: ![a](b.jpg)", "![a](b.svg) ![a](c.svg)", "*![a](b.jpg)*", "[x](y.md) ![a](b.jpg)"]
)
def test_a_picture_with_company_is_no_figure(text: str) -> None:
    assert "figure" not in html_of(text)


def test_figures_are_not_nested() -> None:
    text = "<figure markdown>\n![a](b.jpg)\n<figcaption>c</figcaption>\n</figure>"
    assert html_of(text) == '<figure>\n<img alt="a" src="\x020\x03">\n<figcaption>c</figcaption>\n</figure>'


def test_sizes_of_pictures_are_whole_pixels_or_go() -> None:
    assert (
        html_of('x <img src="a.jpg" alt="a" width="50%" height="20">')
        == '<p>x <img src="\x020\x03" alt="a" height="20"></p>'
    )


def test_tables_scroll_in_a_box_and_align_by_class() -> None:
    assert html_of("a | b | c\n:--|--:|:-:\n1 | 2 | 3").replace("\n", "") == (
        '<div class="scroll" role="group" tabindex="0"><table><thead><tr><th class="left" scope="col">a</th>'
        '<th class="right" scope="col">b</th><th class="center" scope="col">c</th></tr></thead><tbody><tr>'
        '<td class="left">1</td><td class="right">2</td><td class="center">3</td></tr></tbody></table></div>'
    )


def test_raw_tables_are_named_by_their_caption_and_their_header_cells_have_a_scope() -> None:
    text = (
        "<table><caption>Pupils &amp; schools</caption><tr><th></th><th>A</th></tr>"
        "<tr><th>B</th><td align=RIGHT>1</td></tr></table>"
    )
    assert html_of(text) == (
        '<div class="scroll" role="group" tabindex="0" aria-label="Pupils &amp; schools"><table>'
        '<caption>Pupils &amp; schools</caption><tbody><tr><td></td><th scope="col">A</th></tr>'
        '<tr><th scope="row">B</th><td class="right">1</td></tr></tbody></table></div>'
    )


def test_raw_tables_in_capitals_have_their_box_too() -> None:
    assert html_of("<TABLE><TR><TD>x</TD></TR></TABLE>").startswith('<div class="scroll"')


def test_a_table_in_a_table_has_no_box_of_its_own() -> None:
    shown = html_of("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")
    assert (shown.count("<div"), shown.count("</div>"), shown.endswith("</table></div>")) == (1, 1, True)


def test_what_looks_like_a_tag_in_an_attribute_is_left_alone() -> None:
    text = '<p title="<table><h1 id=x>&quot;">x</p>'
    assert unescape(html_of(text)) == '<p title="<table><h1 id=x>"">x</p>'


def test_code_blocks_name_their_language_and_can_be_scrolled() -> None:
    assert html_of("```python\nx < 1\n```") == (
        '<pre tabindex="0"><code class="language-python">x &lt; 1\n</code></pre>'
    )


@pytest.mark.parametrize(
    ("lang", "back", "arrow"),
    [
        ("en-GB", "Back to reference 1 in the text", "↩"),
        ("uz", "Matndagi 1-havolaga qaytish", "↩"),
        ("uz-Latn-UZ", "Matndagi 1-havolaga qaytish", "↩"),
        ("uz-Cyrl", "Матндаги 1-ҳаволага қайтиш", "↩"),
        ("ru", "Вернуться к сноске 1 в тексте", "↩"),
        ("ar", "العودة إلى موضع الحاشية 1 في النص", "↪"),
        ("ja", "Back to reference 1 in the text", "↩"),
    ],
)
def test_footnotes_are_named_in_the_language_of_the_release(lang: str, back: str, arrow: str) -> None:
    assert html_of("Text[^a].\n\n[^a]: Source.", lang).replace("\n", "") == (
        '<p>Text<sup id="fnref-a"><a class="footnote-ref" href="#fn-a" role="doc-noteref">1</a></sup>.</p>'
        f'<div class="footnote" role="doc-endnotes"><hr><ol><li id="fn-a"><p>Source.&nbsp;'
        f'<a class="footnote-backref" href="#fnref-a" role="doc-backlink"><span aria-hidden="true">{arrow}\ufe0e</span><span class="vh">{back}</span></a></p>'
        "</li></ol></div>"
    )


def test_footnotes_are_numbered_as_the_text_comes_to_them() -> None:
    shown = html_of("x[^b] y[^a]\n\n[^a]: First.\n[^b]:\n")
    assert shown.index('id="fn-b"') < shown.index('id="fn-a"')
    assert '<a class="footnote-ref" href="#fn-b" role="doc-noteref">1</a>' in shown


def test_a_footnote_that_nothing_points_to_is_told_with_its_line() -> None:
    text = "x\n\n[^n]: Note."
    assert told(text, 10) == [("footnote-unused", 12)]
    assert "fnref" not in html_of(text)


def test_admonitions_have_their_title_in_the_language_of_the_release() -> None:
    assert '<p class="admonition-title">Eslatma</p>' in html_of("!!! note\n    x", "uz")
    assert '<p class="admonition-title">Oʻz soʻzim</p>' in html_of('!!! note "Oʻz soʻzim"\n    x', "uz")
    assert '<p class="admonition-title">Custom</p>' in html_of("!!! custom\n    x", "uz")


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    convert("[x][r] HTML y[^1]\n\n[r]: a.md\n\n*[HTML]: H\n\n[^1]: n", "a.md", 1, "en")
    assert html_of("[x][r] HTML y[^1]") == "<p>[x][r] HTML y[^1]</p>"


def test_lists_of_two_kinds_stay_two_lists_and_definitions_work() -> None:
    assert (
        html_of("3. a\n4. b\n\n* c").replace("\n", "") == '<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>'
    )
    assert html_of("T\n:   D").replace("\n", "") == "<dl><dt>T</dt><dd>D</dd></dl>"


def test_local_targets_become_marks_and_are_listed_with_their_lines() -> None:
    text = (
        "[a](../2025/plan.md#top) and [b](/news/?p=1&q=2)\n\n![p](a%20b.jpg)\n\n[a](../2025/plan.md#top)\n\n"
        '<a href="x&amp;y.pdf">x</a>\n\n[r][r] [r][]\n\n[r]: ref.md "T"\n'
    )
    body = body_of(text, 5)
    assert [(r.target, r.line, r.kind) for r in body.references] == [
        ("../2025/plan.md#top", 5, "link"),
        ("/news/?p=1&q=2", 5, "link"),
        ("a%20b.jpg", 7, "image"),
        ("../2025/plan.md#top", 9, "link"),
        ("x&y.pdf", 11, "link"),
        ("ref.md", 15, "link"),
        ("ref.md", 15, "link"),
    ]
    for number in range(7):
        assert f'="\x02{number}\x03"' in body.html


def test_a_target_is_not_found_inside_a_longer_one_or_in_code() -> None:
    text = "[a](old/plan.md)\n\n`[b](plan.md)`\n\n    [c](plan.md)\n\n[d](plan.md)"
    assert [r.line for r in body_of(text).references] == [1, 7]


def test_addresses_with_a_scheme_stay_and_those_with_only_a_host_get_https() -> None:
    text = (
        "[a](https://x.example/?a=1&b=2) <press@x.example> [t](tel:+998662330000) [h](//x.example/y) [b](/\\x.example)"
    )
    body = body_of(text)
    assert body.references == ()
    assert [piece.split('"')[0] for piece in body.html.split('href="')[1:]] == [
        "https://x.example/?a=1&amp;b=2",
        "mailto:press@x.example",
        "tel:+998662330000",
        "https://x.example/y",
        "https://x.example",
    ]


def test_links_inside_the_text_are_checked() -> None:
    text = "[up](#) [t](#top) [one](#%D0%BE%D0%B4%D0%B8%D0%BD)\n\n[no](#nowhere)\n\n# Один"
    assert told(text, 3) == [("anchor-missing", 5)]


def test_a_link_without_address_is_told_and_its_words_stay() -> None:
    assert (html_of("x\n\n[words]()"), told("x\n\n[words]()")) == ("<p>x</p>\n<p>words</p>", [("link-empty", 3)])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n[](https://x.uz/a?b&c)", 3),
        ("a [ ](<https://x.uz/a?b&c>)", 1),
        ('a <a href="https://x.uz/a?b&amp;c"></a>', 1),
        ("[&nbsp;][a]\n\n[a]: https://x.uz/a?b&c", 3),
    ],
)
def test_a_link_without_words_is_told_and_shows_its_address(text: str, line: int) -> None:
    assert '<a href="https://x.uz/a?b&amp;c">https://x.uz/a?b&amp;c</a>' in html_of(text)
    assert told(text) == [("link-empty", line)]


def test_marks_of_places_need_no_words() -> None:
    for tag in (
        '<a id="a"></a>',
        '<a href="#a" id="a"></a>',
        '<a name="a"></a>',
        '<a class="b" href="https://x.uz/"></a>',
    ):
        assert told(f"{tag}b") == []
    assert html_of("[](){#a}\n\n[b](#a)") == '<p><a id="a"></a></p>\n<p><a href="#a">b</a></p>'
    assert told("[](){#a}\n\n[b](#a)") == []


def test_a_refused_address_leaves_the_words_and_is_told() -> None:
    text = "x\n\n[words](javascript:alert(1)) ![hall](data:image/png;base64,AA)"
    assert html_of(text) == "<p>x</p>\n<p>words hall</p>"
    assert told(text) == [("html-removed", 3)]
    assert "javascript:, data:" in problems_of(text)[0].message


def test_removed_html_is_told_once_with_names_counts_and_first_line() -> None:
    text = "a\n\n`<script>`\n\n<p style='x' onclick='y'>t</p>\n\n<font>f</font> <font>g</font>\n\n<script>s</script>"
    problem = problems_of(text, 2)[0]
    assert len(problems_of(text)) == 1
    assert (problem.code, problem.severity, problem.line) == ("html-removed", "warning", 6)
    assert "style=, onclick=, <font> (2), <script>" in problem.message
    assert html_of(text).endswith("<p>t</p>\n<p>f g</p>")


@pytest.mark.parametrize(
    "text",
    [
        "a<br>b",
        "H<sub>2</sub>O <kbd>x</kbd>",
        "<https://x.example/>",
        "3 < 4 & 5 > 2",
        "<!-- a note -->\n\nx",
        "<a@b.example>",
    ],
)
def test_ordinary_html_is_kept_without_a_word(text: str) -> None:
    assert told(text) == []


def test_an_unclosed_comment_takes_nothing_with_it() -> None:
    assert html_of("a <!-- b\n\nc") == "<p>a &lt;!-- b</p>\n<p>c</p>"


def test_frames_films_and_sounds_become_links() -> None:
    text = (
        'a\n\n<iframe src="//www.youtube.com/embed/x" title="The film"></iframe>\n\n'
        '<video controls><source src="https://x.example/clip.mp4">Old browser</video>\n\n'
        'b <audio src="https://x.example/s.mp3"></audio> c'
    )
    body = body_of(text)
    assert body.html.replace("\n", "") == (
        '<p>a</p><p><a href="https://www.youtube.com/embed/x">The film</a></p>'
        '<p><a href="https://x.example/clip.mp4">https://x.example/clip.mp4</a></p>'
        '<p>b <a href="https://x.example/s.mp3">https://x.example/s.mp3</a> c</p>'
    )
    assert told(text) == [("embed-replaced", 3), ("embed-replaced", 5), ("embed-replaced", 7)]


def test_an_embed_that_has_no_end_of_its_own_takes_nothing_after_it() -> None:
    text = (
        'a <embed src="https://x.example/one"> b\n\n'
        'c <video src="https://x.example/two"></video> d <embed src="https://x.example/three" title="Map">'
    )
    assert html_of(text).replace("\n", "") == (
        '<p>a <a href="https://x.example/one">https://x.example/one</a> b</p>'
        '<p>c <a href="https://x.example/two">https://x.example/two</a> d <a href="https://x.example/three">Map</a></p>'
    )
    assert told(text) == [("embed-replaced", 1), ("embed-replaced", 3), ("embed-replaced", 3)]


def test_pictures_of_other_hosts_become_links_and_are_told() -> None:
    text = "a\n\n![Hall](https://x.example/h.jpg)\n\n[![Hall](//x.example/h.jpg)](plan.md)"
    assert html_of(text) == (
        '<p>a</p>\n<p><a href="https://x.example/h.jpg">Hall</a></p>\n<p><a href="\x020\x03">Hall</a></p>'
    )
    assert told(text) == [("remote-picture", 3), ("remote-picture", 5)]


def test_a_picture_without_words_is_told_with_its_line() -> None:
    text = 'a\n\n![](b.jpg)\n\n<img src="c.jpg">'
    assert told(text, 4) == [("image-alt-missing", 6), ("image-alt-missing", 8)]
    assert html_of(text).count('alt=""') == 2


def test_the_opening_is_the_first_paragraph_as_plain_text() -> None:
    body = body_of("A *new*  plan &amp; more[^1]<br>for [schools](x.md).\n\nSecond.\n\n[^1]: n")
    assert body.opening == "A new plan & more for schools."
    paragraph = body.html[: body.opening_end]
    assert paragraph.startswith("<p>A <em>new") and paragraph.endswith(".</p>")


def test_an_opening_after_something_else_has_no_html() -> None:
    for text in (
        "# Head\n\nWords.",
        "![a](b.jpg)\n\nWords.",
        "> Quote.\n\nWords.",
        "![a](b.jpg) ![a](c.jpg)\n\nWords.",
    ):
        assert (body_of(text).opening, body_of(text).opening_end) == ("Words.", 0)


@pytest.mark.parametrize("text", ["word " * 100, "word, " * 100, "w" * 500, "слово – " * 50])
def test_an_excerpt_is_cut_at_a_word_and_of_an_excerpt_nothing_more_is_cut(text: str) -> None:
    short = excerpt(text)
    assert len(short) <= DESCRIPTION and short[-1] == "…" and short[-2].isalpha()
    assert text.startswith(short[:-1]) and (" " not in text or text[len(short) - 1] in " ,")
    assert excerpt(short) is short


@pytest.mark.parametrize("text", ["", "   \n", "# Head", "* item", "> quote", "![a](b.jpg)"])
def test_a_body_without_paragraph_has_no_opening(text: str) -> None:
    assert (body_of(text).opening, body_of(text).opening_end) == ("", 0)


def test_the_same_text_gives_the_same_bytes_under_any_hash_seed() -> None:
    text = "# A\n\n<font onclick=x style=y>[a](b.md){: .x #y title='z'}</font> <form><input>\n\na|b\n-|-:\n1|2"
    program = f"from pressgen.content.markdown.conversion import convert; print(ascii(convert({text!r}, 'a', 1, 'uz')))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1


def test_a_telephone_number_in_a_link_does_not_break() -> None:
    body, _ = convert("Call [+998 66 233 00 00](tel:+998662330000) now.", "content/a.md", 1, "en")
    assert ">+998\u00a066\u00a0233\u00a000\u00a000</a> now." in body.html


@given(st.lists(st.sampled_from(["&lt;", "&gt;", "&quot;", "&nbsp;", "&amp;", "&copy;", "lt;", "&", "a"])))
def test_the_entities_of_sanitised_html_are_read_as_any_others(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert decoded(text) == unescape(text)


@pytest.mark.parametrize("text", ["<Card title='A' />\n\nWords *here*", "<set>Words <em>here</em></set>"])
def test_a_component_with_a_name_of_mathml_or_svg_keeps_its_text(text: str) -> None:
    assert "Words <em>here</em>" in html_of(text)
    assert [code for code, _ in told(text)] == ["html-removed"]
