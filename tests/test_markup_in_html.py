"""Markdown and code of other generators within blocks of HTML: shown as it is meant, or reported with its line."""

from __future__ import annotations

import re

import pytest

from pressgen.content.markdown.code import with_whole_html
from pressgen.content.markdown.conversion import convert
from pressgen.content.text import foreign
from pressgen.model import Dialect

PYTHON = Dialect("python-markdown")


def shown(text: str, dialect: Dialect | None = None) -> str:
    return convert(text, "a.md", 1, "en", dialect or Dialect())[0].html


def told(text: str, dialect: Dialect | None = None) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in convert(text, "a.md", 1, "en", dialect or Dialect())[1]]


@pytest.mark.parametrize("dialect", [Dialect(), PYTHON])
@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("<https://x.uz/a?b=1&c=2>", '<a href="https://x.uz/a?b=1&amp;c=2">https://x.uz/a?b=1&amp;c=2</a>'),
        ("<HTTPS://X.uz/>", '<a href="HTTPS://X.uz/">HTTPS://X.uz/</a>'),
        ("<press@x.uz>", '<a href="mailto:press@x.uz">press@x.uz</a>'),
        ("<mailto:press@x.uz>", '<a href="mailto:press@x.uz">mailto:press@x.uz</a>'),
        ("<tel:+998901234567>", '<a href="tel:+998901234567">tel:+998901234567</a>'),
        ("<www.x.uz>", '<a href="http://www.x.uz">www.x.uz</a>'),
    ],
)
def test_an_address_in_angle_brackets_is_a_link_in_html_too(dialect: Dialect, written: str, link: str) -> None:
    text = f"x\n\n<div>\nsee {written}, words\n</div>"
    assert f"see {link}, words" in shown(text, dialect)
    assert told(text, dialect) == []


def test_an_address_in_angle_brackets_is_a_link_in_cells_and_samples_but_not_in_comments() -> None:
    assert shown("<table><tr><td><https://x.uz/></td></tr></table>").count('<a href="https://x.uz/">') == 1
    assert '<a href="https://x.uz/">' in shown("<pre>\n<https://x.uz/>\n</pre>")
    assert shown("<div>a</div>\n<!-- <https://x.uz/> -->").strip() == "<div>a</div>"
    assert "javascript" not in shown("<div>\n<javascript://x.uz/%0aalert(1)>\n</div>").partition(">")[0]


def test_elements_of_word_processors_are_no_addresses() -> None:
    assert "<a" not in shown('<div>\n<o:p>a</o:p> <st1:place w:st="on">b</st1:place>\n</div>')


def test_an_address_of_a_scheme_that_links_may_not_have_keeps_its_words() -> None:
    text = "<div>\n<ftp://x.uz/a>\n</div>"
    assert "ftp://x.uz/a" in shown(text) and "<a" not in shown(text)
    assert told(text) == [("html-removed", 2)]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% highlight python %}", "{% endhighlight %}"),
        ("{% codeblock lang:python %}", "{% endcodeblock %}"),
        ("{{< highlight python >}}", "{{< /highlight >}}"),
    ],
)
def test_code_of_other_generators_in_html_is_code(begin: str, end: str) -> None:
    text = f"<div>\n<p>a</p>\n{begin}\n  b **c** <d> &amp;\n\n# e\n{end}\n</div>\n\n{begin}\nf\n{end}\n"
    html = re.sub(r"\n +\n", "\n\n", shown(text))
    sample = '<pre tabindex="0"><code class="language-python">  b **c** &lt;d&gt; &amp;amp;\n\n# e\n</code></pre>'
    assert html.startswith(f"<div>\n<p>a</p>\n{sample}\n</div>\n")
    assert html.count("<code") == 2
    assert told(text) == []


@pytest.mark.parametrize("before", ["<div>", "<div>\n<p>a</p>\n", "<table><tr><td>\n", "<p>a</p>"])
def test_code_in_html_goes_on_below_an_empty_line(before: str) -> None:
    html = re.sub("(?m)^ $", "", shown(f"{before}<pre>\n# a\n\n\t\n    b &lt;\n- c\n</pre>\n\n**d**\n"))
    assert '<pre tabindex="0"># a\n\n\n    b &lt;\n- c\n</pre>\n<p><strong>d</strong></p>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<pre>\na\n\nb\n</pre>\n",
        "```\n<div><pre>\n\n</pre>\n```",
        "<div>\n\n<pre>\na\n\nb\n</pre>\n\n</div>",
        "a <pre>\nb\n\nc</pre>",
        "`<div>\n<pre>`\n\n`</pre>`",
        "<!--\n<div>\n<pre>\n\n</pre>\n-->",
        "<div><pre>\n\n",
        "<predicate>\n\n</pre>",
    ],
)
def test_other_empty_lines_in_code_stay_as_they_are(text: str) -> None:
    assert with_whole_html(text) == text


def test_end_tags_of_an_importer_of_jekyll_end_elements() -> None:
    assert (
        shown('<p><a href="https:&#47;&#47;x.uz&#47;">a<&#47;a> b<&#47;p>') == '<p><a href="https://x.uz/">a</a> b</p>'
    )


def test_shortcodes_of_an_importer_of_jekyll_are_read() -> None:
    text = '<p><b>a<&#47;b><&#47;p>\n<p>[caption id="a"]<img src="&#47;b.jpg" alt="C" &#47;> D[&#47;caption]<&#47;p>'
    assert shown(text).endswith('alt="C"><figcaption>D</figcaption></figure>')
    assert foreign.find(text, "a.md", 1) == ()


def test_code_within_code_of_other_generators_in_html_has_no_lines() -> None:
    text = "<div>\n{% highlight c %}\n{% endhighlight %}\n</div>\n\n{% highlight html %}\n<div>\n{% endhighlight %}\n"
    assert [told(text), shown(text).count("<code")] == [[], 2]


HOLDERS = "script style template title textarea xmp iframe noembed noframes noscript plaintext".split()


@pytest.mark.parametrize("dialect", [Dialect(), PYTHON])
@pytest.mark.parametrize("name", HOLDERS)
def test_a_tag_that_never_ends_costs_nothing_of_what_follows(dialect: Dialect, name: str) -> None:
    text = f"Make <{name}> in *head*\n\n- a <{name}> b\n- c\n\n**d**\n"
    html = shown(text, dialect)
    assert f"Make &lt;{name}&gt; in <em>head</em>" in html and f"<li>a &lt;{name}&gt; b</li>" in html
    assert html.endswith("<p><strong>d</strong></p>")
    assert told(text, dialect) == []


def test_scripts_and_styles_with_an_end_are_removed_as_ever() -> None:
    text = "a\n\n<script>\nb\n\nc\n</script>\n\nd <style>e</style> f\n\n- g <script>h</script>\n"
    assert re.sub(r"\s+", "", shown(text)) == "<p>a</p><p>df</p><ul><li>g</li></ul>"
    assert told(text) == [("html-removed", 3)]


BOX = '<div class="admonition tab">\n<p class="admonition-title">{}</p>\n{}\n</div>\n'


@pytest.mark.parametrize("file", ["a.md", "a.mdx"])
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('<TabItem value="npm" label="npm *or* yarn">\n\na **b**\n\n</TabItem>', "npm <em>or</em> yarn"),
        ('<TabItem label="npm">\n  a **b**\n</TabItem>', "npm"),
        ('<TabItem value="npm">a **b**</TabItem>', "npm"),
        ("<Card icon=\"x\" title='The plan'>\na **b**\n</Card>", "The plan"),
        ('<Accordion title={"The plan"}>\na **b**\n</Accordion>', "The plan"),
        ('<Tabs.Tab label="The plan">\na **b**\n</Tabs.Tab>', "The plan"),
    ],
)
def test_the_name_of_a_tab_or_card_is_the_title_of_a_box(file: str, text: str, title: str) -> None:
    body, problems = convert(text, file, 1, "en")
    assert body.html + "\n" == BOX.format(title, "<p>a <strong>b</strong></p>")
    assert problems == () and foreign.find(text, file, 1) == ()


def test_tabs_within_tabs_are_boxes_in_boxes() -> None:
    inner = '<TabItem label="b">\nc\n</TabItem>'
    text = f'<Tabs>\n<TabItem label="a">\n\n<Tabs>\n{inner}\n</Tabs>\n\n</TabItem>\n</Tabs>\n'
    html = re.sub(r"\n+", "\n", shown(text))
    assert html.strip() == BOX.format("a", BOX.format("b", "<p>c</p>").strip()).strip()
    assert [each.line for each in foreign.find(text, "a.md", 1)] == [8]


def test_components_without_a_name_or_an_end_are_no_boxes() -> None:
    for text in (
        '<Card title="a" />',
        '<Card title="a">\nb',
        "<Card>\n\nb\n\n</Card>",
        '<details title="a">\nb\n</details>',
        'a <Card title="b">c</Card>',
        '```\n<Card title="a">\nb\n</Card>\n```',
    ):
        assert "admonition" not in shown(text)
