"""Shortcodes for pictures and films: shown as Hugo, Hexo and WordPress show them, or as text, with a warning."""

from __future__ import annotations

import re
from html import unescape
from time import process_time

import pytest

from pressgen.content.markdown.conversion import convert
from pressgen.content.text import foreign
from pressgen.content.text.foreign import with_pictures
from pressgen.model import Dialect

PICTURES = [
    ('{{< figure src="a.jpg" >}}', "![](a.jpg)"),
    ('{{< figure src="/i/hall one.jpg" alt="The hall" >}}', "![The hall](</i/hall one.jpg>)"),
    ('{{<figure src=a.jpg alt="The \\"new\\" hall" caption="Us & them">}}', '![The "new" hall](a.jpg "Us & them")'),
    ('{{% figure alt="Hall" src="a.jpg" caption="In the hall" /%}}', '![Hall](a.jpg "In the hall")'),
    ('{{< figure src="a.jpg" caption="In \\"Nur\\" hall" >}}', '![In "Nur" hall](a.jpg "In \\"Nur\\" hall")'),
    ('{{< figure src="a.jpg" alt="" caption="Зал" >}}', '![](a.jpg "Зал")'),
    (
        '{{< figure src="a.jpg" alt="H" title="Hall" caption="Opened today." attr="Photo: A. K." width="300" class="r" >}}',
        '![H](a.jpg "Hall. Opened today. Photo: A. K.")',
    ),
    ('{{< figure src="a.jpg" alt="H" link="https://x.uz/a b" target="_blank" >}}', "[![H](a.jpg)](<https://x.uz/a b>)"),
    ('{{< figure src="a.jpg" alt="[Hall] *2* a_b" >}}', r"![\[Hall\] \*2\* a\_b](a.jpg)"),
    ("{{< youtube w7Ft2ymGmfc >}}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
    ('{{< youtube id="-a_b" >}}', "https://www.youtube.com/watch?v=-a_b"),
    ("{{< vimeo 146022717 >}}", "https://vimeo.com/146022717"),
    ("{% asset_img hall-1.webp %}", "![](hall-1.webp)"),
    ('{% asset_img a/зал.jpg "The *new* hall" %}', r"![The \*new\* hall](a/зал.jpg)"),
    ("""{% asset_img a.png "Hall 'The hall' " %}""".replace("' \"", "'\""), '![The hall](a.png "Hall")'),
    ("{% asset_img a.png \"Hall 'Hall'\" %}", "![Hall](a.png)"),
    ("{% asset_img a.png \"'The hall'\" %}", "![The hall](a.png)"),
    ("{% youtube w7Ft2ymGmfc %}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
]
WORDPRESS = [
    (
        '[caption id="a_1" width="3"]![The hall](a.jpg) The "new" hall[/caption]',
        '![The hall](a.jpg "The \\"new\\" hall")',
    ),
    (
        r"\[caption id=\"a\_1\"\] ![](/i/a(1).jpg) Зал\_2 \*new\*: a. \[/caption\]",
        r'![](/i/a(1).jpg "Зал\_2 \*new\*: a.")',
    ),
    ("[caption][![H](<a b.jpg>)](https://x.uz/a_b)\tHall[/caption] ", '[![H](<a b.jpg> "Hall")](https://x.uz/a_b)'),
    (r'\[caption width="3" caption="Old hall"\]![H](a.jpg)\[/caption\]', '![H](a.jpg "Old hall")'),
    ("[caption]![H](a.jpg)[/caption]", "![H](a.jpg)"),
    (
        '[caption id="a"]<a href="b.jpg"><img src="a.jpg" alt="H" /></a> Hall of <em>Nur</em>[/caption]',
        '<figure><a href="b.jpg"><img src="a.jpg" alt="H" /></a><figcaption>Hall of <em>Nur</em></figcaption></figure>',
    ),
    ("[youtube=https://www.youtube.com/watch?v=w7Ft2ymGmfc&w=9]", "https://www.youtube.com/watch?v=w7Ft2ymGmfc&w=9"),
    ("[vimeo https://vimeo.com/146022717 ]", "https://vimeo.com/146022717"),
    (r"\[youtube https://youtu.be/w7Ft2\_mGmfc\]", "https://youtu.be/w7Ft2_mGmfc"),
    (r"\[embed\]https://youtu.be/w7Ft2ymGmfc\[/embed\]", "https://youtu.be/w7Ft2ymGmfc"),
    ('[caption]<img src="a.jpg" alt="H">[/caption]', '<img src="a.jpg" alt="H">'),
]
OTHERS = [
    '{{< figure src="a.jpg" caption="By [A](https://a.uz/)" >}}', '{{< figure src="a.jpg" caption="**New** hall" >}}',
    '{{< figure src="a.jpg" caption="See https://a.uz/" >}}', '{{< figure src="a.jpg" credit="A. K." >}}',
    '{{< figure src="a.jpg" attr="A" attrlink="https://a.uz/" >}}', '{{< figure alt="A" >}}', '{{< figure src="" >}}',
    '{{< figure src="a<b>.jpg" >}}', '{{< figure src="a.jpg" caption="Us &amp; them" >}}', '{{< figure src="{{ x }}" >}}', '{{< figure "a.jpg" >}}', "{{< youtube >}}",
    '{{< youtube id="a" title="The hall" >}}', "{{< youtube a b >}}", '{{< youtube "a b" >}}', "{{< figures src=a.jpg >}}",
    "{% asset_img wide a.jpg %}", "{% asset_img a.jpg \"The *new* hall 'Hall'\" %}", "{% asset_img a.jpg 300 %}", "{% asset_img a %}", "{% asset_img a.jpg {{ x }} %}", "{% youtube %}",
    '{% youtube a "B" %}', "{% asset_path a.jpg %}",
    "[caption]![H](a.jpg) By [A](https://a.uz/)[/caption]", "[caption]![H](a.jpg) **New** hall[/caption]", "[caption]![H](a.jpg) See https://a.uz/[/caption]",
    '[caption]![H](a.jpg "T") Hall[/caption]', "[caption]![H](a.jpg)![I](b.jpg) Hall[/caption]", "[caption]Hall ![H](a.jpg)[/caption]", "[caption]![H](a.jpg) Hall `a`[/caption]", "[caption]![H](a.jpg) ~~Old~~ hall[/caption]",
    "[youtube=https://a.uz/b]", r"\[embed\]https://a.uz/b\[/embed\]",
    '{{< image src="a.jpg" >}}', '{{< figure src="a.jpg" >}}words{{< /figure >}}', '{{</* figure src="a.jpg" */>}}',
]  # fmt: skip


def shown(text: str) -> tuple[str, list[str], list[str]]:
    body, problems = convert(text, "a.md", 1, "en")
    return body.html, [each.target for each in body.references], [f"{each.code}:{each.line}" for each in problems]


@pytest.mark.parametrize(("shortcode", "markdown"), PICTURES)
@pytest.mark.parametrize(
    "form", ["{}", "{}\n", "\n\n{}", "Before.\n\n{}\n\nAfter.", "Before.\n \n  {} \n\t\nAfter.", "- a\n\n  {}\n\n- b"]
)
def test_a_shortcode_of_hugos_own_is_shown_as_hugo_shows_it(shortcode: str, markdown: str, form: str) -> None:
    text = form.format(shortcode)
    assert shown(text) == shown(form.format(markdown))
    assert foreign.find(text, "a.md", 1) == ()


@pytest.mark.parametrize(("shortcode", "markdown"), WORDPRESS)
@pytest.mark.parametrize("form", ["{}", "Before.\n\n{}\n\nAfter.", "- a\n\n  {}\n\n- b"])
def test_a_shortcode_of_wordpress_is_what_it_shows(shortcode: str, markdown: str, form: str) -> None:
    text = form.format(shortcode)
    assert shown(text) == shown(form.format(markdown))
    assert foreign.find(text, "a.md", 1) == ()


def test_a_caption_in_a_paragraph_of_html_is_one() -> None:
    caption = '[caption id="a" caption="Hall"]<a href="b.jpg"><img src="a.jpg" alt="H" /></a>[/caption]'
    figure = '<figure><a href="b.jpg"><img src="a.jpg" alt="H" /></a><figcaption>Hall</figcaption></figure>'
    for start, end in (("<p>", "</p>"), ('<p class="a">', ""), ("<p>", "")):
        text = f"<p>Before.</p>\n{start}{caption}{end}\n<p>After.</p>"
        assert with_pictures(text) == f"<p>Before.</p>\n{figure}\n<p>After.</p>"
    for text in (
        f"<p>Before. {caption}</p>",
        f"<p>{caption} After.</p>",
        f"{caption}</p>",
        "<p>[caption]![H](a.jpg) Hall[/caption]</p>",
    ):
        assert with_pictures(text) == text


@pytest.mark.parametrize(("shortcode", "_"), WORDPRESS)
@pytest.mark.parametrize("form", ["Before\n{}", "{}\nafter", "Before {}", "{} after", "`{}`", "```\n{}\n```", "    {}"])
def test_one_of_wordpress_amid_other_text_or_code_is_left_as_it_is(shortcode: str, _: str, form: str) -> None:
    assert with_pictures(form.format(shortcode)) == form.format(shortcode)


def test_pictures_one_below_another_are_a_gallery() -> None:
    rows = [case for case in PICTURES if "figure" in case[0] and "link" not in case[0]]
    shortcodes, markdown = ("\n".join(row) for row in zip(*rows, strict=True))
    assert shown(f"Before.\n\n{shortcodes}\n\nAfter.") == shown(f"Before.\n\n{markdown}\n\nAfter.")
    assert '<div class="gallery">' in shown(shortcodes)[0]


def test_parameters_may_have_lines_of_their_own() -> None:
    text = 'Before.\n\n{{< figure\n  src="a.jpg"\n  alt="Hall"\n  caption="New"\n>}}\n\nAfter. ![](b.jpg)'
    html, targets, problems = shown(text)
    assert re.sub(r"\n|\x02|\x03", "", html).startswith('<p>Before.</p><figure><img alt="Hall" src="0"><figcaption>New')
    assert (targets, problems) == (["a.jpg", "b.jpg"], ["image-alt-missing:9"])


@pytest.mark.parametrize("shortcode", OTHERS)
def test_what_says_more_than_a_picture_can_is_shown_and_reported(shortcode: str) -> None:
    text = f"Before.\n\n{shortcode}\n\nAfter."
    assert with_pictures(text) == text
    if "*/" not in shortcode:
        assert [(each.code, each.line) for each in foreign.find(text, "a.md", 1)] == [("foreign-code", 3)] * (
            1 + ("{{ x" in text)
        )


@pytest.mark.parametrize(("shortcode", "_"), PICTURES)
@pytest.mark.parametrize(
    "form",
    ["Before\n{}", "{}\nafter", "Before {}", "{} after", "`{}`", "```\n{}\n```", "    {}", "| a |\n|---|\n| {} |"],
)
def test_one_amid_other_text_or_code_is_left_as_it_is(shortcode: str, _: str, form: str) -> None:
    text = form.format(shortcode)
    assert with_pictures(text) == text
    words = re.findall(r"\w+", shortcode)
    page = re.findall(r"\w+", unescape(re.sub(r"</?[a-z][^<>]*>", " ", shown(text)[0])))
    assert not [word for word in words if word not in page]


def test_python_markdown_has_no_shortcodes() -> None:
    html = convert('{{< figure src="a.jpg" >}}', "a.md", 1, "en", Dialect(name="python-markdown"))[0].html
    assert "figure src" in html


def test_hostile_shortcodes_take_no_longer_than_other_texts() -> None:
    for piece in (
        "{{< figure ",
        '{{< figure src="',
        '{{< figure src="a.jpg" >}}\n',
        '\n\n{{< figure src="a.jpg" >}}\n\n',
        "{{< figure a=",
        "\n{{< youtube a\n",
        "[caption]![a](",
        "[caption]![a](b.jpg) c[/caption]\n",
        "\n[caption]<img ",
        "\n[caption ]![a](b(",
    ):
        text = piece * (200_000 // len(piece))
        start = process_time()
        with_pictures(text)
        assert process_time() - start < 2
