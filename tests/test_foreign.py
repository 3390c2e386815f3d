"""Code of other generators: what is told of it, and what is no such code."""

from __future__ import annotations

import random
import re

import pytest

from pressgen.content.markdown.conversion import convert
from pressgen.content.text import foreign
from pressgen.content.text.foreign import find, without_code
from pressgen.content.text.rare_forms import RareForm


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{% include video.html %}", "Liquid or Jinja tag"),
        ("{%- if x -%}", "Liquid or Jinja tag"),
        ("[a]({{ page.url }}/x)", "Liquid or Jinja expression"),
        ('{{ "/" | relative_url }}', "Liquid or Jinja expression"),
        ('{{< gallery src="a.jpg" >}}', "Hugo shortcode"),
        ('{{< figure src="a.jpg" credit="A. K." >}}', "Hugo shortcode"),
        ("{{% notice %}}", "Hugo shortcode"),
        ("{::nomarkdown}", "kramdown extension"),
        ("{:/}", "kramdown extension"),
        ("Words\n{:toc}", "kramdown extension"),
        ('[caption id="a" width="1"]x[/caption]', "WordPress shortcode"),
        ('[gallery ids="1,2"]', "WordPress shortcode"),
        ("[embed]https://x.example/[/embed]", "WordPress shortcode"),
        ("[video]", "WordPress shortcode"),
        ('[quote author="A"]Words.[/quote]', "WordPress shortcode"),
        ("[b]Words[/b]", "WordPress shortcode"),
        (r"\[code\]a b\[/code\]", "WordPress shortcode"),
        ('[wide_image src="/a.jpg" alt="A (b)" /]', "WordPress shortcode"),
        ('\\[button-2 link="https://x.uz/"\\]', "WordPress shortcode"),
        ("[two-columns]\nWords.\n[/two-columns]", "WordPress shortcode"),
        ("{{ pictures({\n  items: [{ src: 'a.jpg' }]\n}) }}", "Liquid or Jinja expression"),
        ("{{- macros.pictures( 'a' ) }}", "Liquid or Jinja expression"),
        ("<%= link_to 'a', '%Y' %>", "ERB or EJS tag"),
        ("<%- if x\n-%>", "ERB or EJS tag"),
        ("[[The plan|words]]", "wiki link"),
        ("![[hall.jpg]]", "wiki link"),
        ("{++x++}", "proposed change"),
        ("Say{-- to people that--} x", "proposed change"),
        ("{++two\nlines ++}", "proposed change"),
        ("a{--x y--}b", "proposed change"),
        ("{~~x~>y~~} and {==z==}", "proposed change"),
        ("Item   Sum\n------ ---\nA      1", "table of Pandoc"),
        ("------ ---\nA      1\n------ ---", "table of Pandoc"),
        (":::columns", "block between colons"),
        ("::: {.wide}", "block between colons"),
        (":::note{.wide}", "block between colons"),
        ("$$\nx^2\n$$", "formula"),
        (r"so \( a \le b \) holds", "formula"),
        (r"so $a \le b$ holds", "formula"),
        ("import Chart from '../chart.js'", "MDX import or component"),
        ('<YouTube id="x" />', "MDX import or component"),
        ("<Note>x</Note>", "MDX import or component"),
    ],
)
def test_foreign_code_is_told_by_kind(text: str, kind: str) -> None:
    problems = find(f"Words.\n\n{text}\n", "a.md", 5)
    assert [(p.code, p.severity, p.file) for p in problems] == [("foreign-code", "warning", "a.md")]
    assert f"({kind}" in problems[0].message and problems[0].hint
    is_below = kind == "kramdown extension" or "[/two" in text
    assert problems[0].line == 7 + text.count("\n") * is_below


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, {braces} and 50% of { this }.",
        "`{{ x }}` and ``{% y %}``",
        "```\n{% x %}\n```",
        "~~~ liquid\n{{ x }}\n~~~",
        "* item\n\n    ```\n    {{ x }}\n    ```",
        "Words:\n\n    {% x %}\n\n    {{ y }}\n",
        "<pre>\n{{ x }}\n</pre>",
        "<code>{% x %}</code>",
        "[video](film.mp4) and [gallery][1]\n\n[1]: a.md",
        "[video]\n\n[video]: film.mp4",
        "[videos] of the day, [caption needed",
        "Use <% x, `<%= y %>` and 5 <%= 4",
        "{% raw %}{{ x }} {% y %} <%= z %>{% endraw %}\n\n{%- verbatim -%}\n{{< w >}}\n{%- endverbatim -%}",
        "Words {: .note #x }\n{: .lead }",
        ":::note\nOpen.\n:::",
        "{-- x --}, {==} and {++ x ++}, 5 -- 6 --- 7",
        "Words.\n\n--- --- ---\n\nMore words.\n\n- -- ---",
        "[[TOC]]\n\nAs they say [[1]], [[words]](a.md) and `[[x]]`.",
        "{% highlight html linenos %}\n{{ x }}\n{% endhighlight %}",
        "{% codeblock lang:js title.js %}\n{% y %}\n{% endcodeblock %}",
        '{{< highlight html "linenos=table" >}}\n{{ x }}\n{{< /highlight >}}',
        r"from $5 to $6, at C:\\Users \(see below\) and \[x]",
        "We import goods from 'abroad' and export more.",
        "<BR/> <IMG SRC='a.jpg'/> <P>x</P>",
        "{{}} {{ a\nb }}",
        "[code]\nx = [b]y[/b]\n[/code]",
        '[sourcecode language="php"]\n{{ x }}\n[/sourcecode]',
        "Files in [/etc] and [/docs](a.md), [/plan][1] [b] or not\n\n[1]: a.md\n[/plan]: b.md",
        "[a=b] [c] [/d]",
        "* TOC\n{:toc}\n\n## A",
        '[see a="b"](c.md), [A b="c"], [the word] a="b" and [a b = "c"]',
    ],
)
def test_what_is_no_foreign_code_is_not_told(text: str) -> None:
    assert find(text, "a.md", 1) == ()


@pytest.mark.parametrize("box", ['!!! note "A"', "??? note", '??? note "A"', '=== "A"', "- a\n\n  b"])
def test_what_is_indented_in_a_box_or_an_item_is_no_code(box: str) -> None:
    text = f"{box}\n\n    {{% x %}}"
    assert [(each.code, each.line) for each in find(text, "a.md", 1)] == [("foreign-code", text.count("\n") + 1)]


def test_each_kind_is_told_once_with_count_first_line_and_column() -> None:
    problems = find("a\nb {{ x }} {% y %}\n{{ z }}\n{% end %}\n{{ x }}", "a.md", 10)
    assert [(p.line, p.column) for p in problems] == [(11, 11), (11, 3)]
    assert "tag × 2): {% y %}" in problems[0].message
    assert "expression × 3): {{ x }}" in problems[1].message


def test_foreign_code_is_shown_and_never_run() -> None:
    assert convert("{{ 7 * 7 }} {% raw %}", "a.md", 1, "en")[0].opening == "{{ 7 * 7 }} {% raw %}"


def test_blanking_code_keeps_length_and_lines() -> None:
    text = "a `b` c\n\n```\nd\n```\n\n    e\n\n- f\n\n    g `h\ni` <pre>\nj</pre>"
    blank = without_code(text)
    assert (len(blank), blank.count("\n")) == (len(text), text.count("\n"))
    assert "".join(blank.split()) == "ac-fg</pre>"


def test_a_backtick_alone_opens_no_code() -> None:
    assert without_code("a ` b {{ x }}\n\nc ` d") == "a ` b {{ x }}\n\nc ` d"


def test_looking_for_marks_first_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = (
        "{{< a >}} {{% b %}} {% c %} {%- d {{ e }} {:: {:/ {:toc} [gallery] [/caption ] [embed [video `]` import`x`from "
        "import X from 'y' export`const` export default <Foo/> </Foo> <A/> / < > [ { ` \n \n\n ``` words"
    ).split(" ")
    rng = random.Random(3)
    texts = [
        "".join(rng.choice(pieces) + rng.choice(("", " ", "\n")) for _ in range(rng.randint(1, 6))) for _ in range(4000)
    ]
    found = [find(text, "a.md", 1) for text in texts]
    monkeypatch.setattr(foreign, "_BEGINNINGS", (RareForm("", re.compile("")),))
    assert [find(text, "a.md", 1) for text in texts] == found
    assert 1000 < sum(map(bool, found)) < 3500


@pytest.mark.parametrize("attributes", [' title="The plan"', ' lang="js" title="The plan"', " title=plan lang=js"])
def test_code_with_a_title_is_told_so_that_no_word_is_lost(attributes: str) -> None:
    text = f"[code{attributes}]\nx = 1\n[/code]"
    assert "plan" in convert(text, "a.md", 1, "en")[0].html
    assert [problem.key for problem in foreign.find(text, "a.md", 1)] == ["foreign-code/wordpress"]
