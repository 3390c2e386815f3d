"""What people type and paste: each form is read as it is meant, no word of it is lost, and messages name its line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Site
from pressgen.content.markdown.conversion import convert
from pressgen.content.markdown.pasted import EDGE
from pressgen.content.settings.dialect import dialect_digest, dialect_files, dialect_of
from pressgen.content.settings.settings_file import read
from pressgen.content.text import foreign
from pressgen.errors import ContentError, SettingsError
from pressgen.model import Dialect
from spoken import unspoken
from trials import small


def html_of(text: str, lang: str = "en", dialect: Dialect | None = None) -> str:
    return convert(text, "a.md", 1, lang, dialect or Dialect())[0].html


def flat(text: str, lang: str = "en") -> str:
    """The HTML without line feeds between tags."""
    return re.sub(r"(?<=>)\n|\n(?=<)", "", html_of(text, lang))


def told(text: str, first_line: int = 1) -> list[tuple[str, int]]:
    problems = convert(text, "a.md", first_line, "en")[1]
    assert unspoken(problems) == []
    return [(problem.code, problem.line) for problem in problems]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unescape(re.sub(r"<[^>]*>", " ", text)))


TABLE = '<div class="scroll" role="group" tabindex="0"><table>'
HEADED = (
    f'{TABLE}<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
)
NOTE = '<div class="admonition note"><p class="admonition-title">Note</p>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # Lists
        ("Taken along:\n- pens\n- paper", "<p>Taken along:</p><ul><li>pens</li><li>paper</li></ul>"),
        ("- One\n  - Two\n- Three", "<ul><li>One<ul><li>Two</li></ul></li><li>Three</li></ul>"),
        ("1. One\n   - Two\n2. Three", "<ol><li>One<ul><li>Two</li></ul></li><li>Three</li></ol>"),
        ("- One\n\n  More\n- Two", "<ul><li><p>One</p><p>More</p></li><li><p>Two</p></li></ul>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("1.Bir\n2.Ikki", "<ol><li>Bir</li><li>Ikki</li></ol>"),
        ("1.Bir\n2.Ikki 3.kun, [a](https://x.uz/2.pdf)", '<ol><li>Bir</li><li>Ikki 3.kun, <a href="https://x.uz/2.pdf">a</a></li></ol>'),
        ("On 1.May\n1.Alone", "<p>On 1.May\n1.Alone</p>"),
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("1. a\n   1. b\n   2. c\n2. d\n   - e", "<ol><li>a<ol><li>b</li><li>c</li></ol></li><li>d<ul><li>e</li></ul></li></ol>"),
        ("Brought:\n2. pens\n3. paper", '<p>Brought:</p><ol start="2"><li>pens</li><li>paper</li></ol>'),
        ("> Brought:\n> 2) pens\n> 3) paper", '<blockquote><p>Brought:</p><ol start="2"><li>pens</li><li>paper</li></ol></blockquote>'),
        ("1. a\nlazy\n2. b\n3. c", "<ol><li>a\nlazy</li><li>b</li><li>c</li></ol>"),
        ("Built in\n1991. Closed in\n1992. So", "<p>Built in\n1991. Closed in\n1992. So</p>"),
        # Tables right below a line
        ("Text\na | b\n--- | ---\n1 | 2", f"<p>Text</p>{HEADED}"),
        ("> Text\n> a | b |\n> ---|---|\n> 1 | 2", f"<blockquote><p>Text</p>{HEADED}</blockquote>"),
        ("- Text\n  a | b\n  -|-\n  1 | 2", f"<ul><li><p>Text</p>{HEADED}</li></ul>"),
        ("!!! note\n    Text\n    a | b\n    --- | ---\n    1 | 2", f"{NOTE}<p>Text</p>{HEADED}</div>"),
        ("!!! note\n    Text\n    2. a\n    3. b", f'{NOTE}<p>Text</p><ol start="2"><li>a</li><li>b</li></ol></div>'),
        ("```\nText\n| a | b |\n|---|---|\n```", '<pre tabindex="0"><code>Text\n| a | b |\n|---|---|</code></pre>'),
        ("> ~~~\n> Text\n> [a]: https://x.uz/\n> ~~~", '<blockquote><pre tabindex="0"><code>Text\n[a]: https://x.uz/</code></pre></blockquote>'),
        ("\u00a0| a | b |\n|\u00a0--- |\u00a0--- |\u00a0\n| 1 | 2 |", HEADED),
        # Tables without a head
        ("> a\n> | b | c |\n> | d | e |\n>\n> f", f"<blockquote><p>a</p>{TABLE}<tbody><tr><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></tbody></table></div><p>f</p></blockquote>"),
        ("a\n| b | c |\n| d | *e* |", f"<p>a</p>{TABLE}<tbody><tr><td>b</td><td>c</td></tr><tr><td>d</td><td><em>e</em></td></tr></tbody></table></div>"),
        ("|---|---|\n| b | c |", f"{TABLE}<tbody><tr><td>b</td><td>c</td></tr></tbody></table></div>"),
        ("|  |  |\n|---|---|\n| b | c |", f"{TABLE}<tbody><tr><td>b</td><td>c</td></tr></tbody></table></div>"),
        ("- a\n\n  | b | c |\n  | d | e | f |", f"<ul><li><p>a</p>{TABLE}<tbody><tr><td>b</td><td>c</td><td></td></tr><tr><td>d</td><td>e</td><td>f</td></tr></tbody></table></div></li></ul>"),
        ("|a|b\n|--|--\n| c | d |\n| e | f |", f'{TABLE}<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td></tr></tbody></table></div>'),
        ("| a |\n| b |", "<p>| a |\n| b |</p>"),
        ("- [ ] open\n- [x] done", "<ul><li>\u2610 open</li><li>\u2611 done</li></ul>"),
        # Code in lists
        ("- a\n\n      x = 1", '<ul><li><p>a</p><pre tabindex="0"><code>x = 1</code></pre></li></ul>'),
        ("- a\n  ```\n  x = 1\n  ```", '<ul><li>a<pre tabindex="0"><code>x = 1</code></pre></li></ul>'),
        # Lines and characters
        ("Dear colleagues,\\\nnext", "<p>Dear colleagues,<br>next</p>"),
        ("a\n{% highlight c++ %}\nb *c* <d>\n{% endhighlight %}\ne", '<p>a</p><pre tabindex="0"><code class="language-c++">b *c* &lt;d&gt;</code></pre><p>e</p>'),
        ("- a\n\n  {{< highlight >}}\n  `b`\n  {{< /highlight >}}", '<ul><li><p>a</p><pre tabindex="0"><code>`b`</code></pre></li></ul>'),
        ("{% highlight c %}\n*b*", "<p>{% highlight c %}<em>b</em></p>"),
        ('[code language="java"]\nList&lt;T&gt; a = "b" &amp;&amp; &#39;c&#039;\n[/code]', '<pre tabindex="0"><code class="language-java">List&lt;T&gt; a = "b" &amp;&amp; \'c\'</code></pre>'),
        ("[code]\n<b>&lt;</b> a\\_b\n[/code]", '<pre tabindex="0"><code>&lt;b&gt;&amp;lt;&lt;/b&gt; a\\_b</code></pre>'),
        ("\\[code lang=\"c\"\\]\na\\_b(\\*c)\n\n\\[/code\\]", '<pre tabindex="0"><code class="language-c">a_b(*c)\n</code></pre>'),
        ("[sourcecode:html]  \n&lt;a\\_b&gt;  \n[/sourcecode]", '<pre tabindex="0"><code class="language-html">&lt;a_b&gt;</code></pre>'),
        ('{{< highlight go "hl_lines=[1]" >}}\n&lt;\n{{< /highlight >}}', '<pre tabindex="0"><code class="language-go">&amp;lt;</code></pre>'),
        ('[php light="true"]\n$a &lt; 1\n\n[/php]', '<pre tabindex="0"><code class="language-php">$a &lt; 1\n</code></pre>'),
        ("[CSharp]\nList&lt;T&gt;\n[/CSharp]", '<pre tabindex="0"><code class="language-csharp">List&lt;T&gt;</code></pre>'),
        ("{% highlight ini %}\n[php]\na=1\n{% endhighlight %}", '<pre tabindex="0"><code class="language-ini">[php]\na=1</code></pre>'),
        ("[sql]\n\n{% highlight c %}\na\n{% endhighlight %}", '<p>[sql]</p><pre tabindex="0"><code class="language-c">a</code></pre>'),
        ("[b]\na\n[/b]", "<p>[b]\na\n[/b]</p>"),
        ("\\[code\\] and `[code]`", "<p>[code] and <code>[code]</code></p>"),
        ("```\n{% highlight c %}\n{% endhighlight %}\n```", '<pre tabindex="0"><code>{% highlight c %}\n{% endhighlight %}</code></pre>'),
        ("#Samarqand #School2025", "<p>#Samarqand #School2025</p>"),
        ("##Timetable\nAt nine ##sharp", '<h2 id="timetable">Timetable</h2><p>At nine ##sharp</p>'),
        ("```\n##Code\n```", '<pre tabindex="0"><code>##Code</code></pre>'),
        ("## Results {preliminary}", '<h2 id="results-preliminary">Results {preliminary}</h2>'),
        ("## Plan {#plan .wide}", '<h2 id="plan" class="wide">Plan</h2>'),
        ("~~gone~~ \\*x\\*", "<p><del>gone</del> *x*</p>"),
        # Word processors
        ("•\tOne\n•\tTwo", "<ul><li>One</li><li>Two</li></ul>"),
        ("·         One\n·         Two", "<ul><li>One</li><li>Two</li></ul>"),
        ("Text:\n• One\no\tSub\no\tSub\n• Two", "<p>Text:</p><ul><li>One<ul><li>Sub</li><li>Sub</li></ul></li><li>Two</li></ul>"),
        ("–\tOne\n–\tTwo", "<ul><li>One</li><li>Two</li></ul>"),
        *((f"{mark}\tOne\n{mark}\tTwo", "<ul><li>One</li><li>Two</li></ul>") for mark in "§Øvüq¨✓✔❑➔"),
        *((f"{mark} One\n{mark} Two", "<ul><li>One</li><li>Two</li></ul>") for mark in "❖◆⦁\uf076\uf0fc\uf0a8"),
        ("> •\tOne\n> o\tSub\n>\n> Text", "<blockquote><ul><li>One<ul><li>Sub</li></ul></li></ul><p>Text</p></blockquote>"),
        ("!!! note\n    • One\n    • Two", f"{NOTE}<ul><li>One</li><li>Two</li></ul></div>"),
        ("- a\n\n  > [!NOTE]\n  > • One\n  > • Two", f"<ul><li><p>a</p>{NOTE}<ul><li>One</li><li>Two</li></ul></div></li></ul>"),
        ("T\n: D\n    • One\n    • Two", "<dl><dt>T</dt><dd>D<ul><li>One</li><li>Two</li></ul></dd></dl>"),
        ("•\u2003One\n•\u3000Two\n\n1.\u2009One\n2.\u3000Two\n\n##\u3000标题", '<ul><li>One</li><li>Two</li></ul><ol><li>One</li><li>Two</li></ol><h2 id="标题">标题</h2>'),
        ("　　中文段落。", "<p>　　中文段落。</p>"),
        ("•\u200bOne\n•\u2060 Two", "<ul><li>One</li><li>Two</li></ul>"),
        ("– Да, – сказал он.", "<p>– Да, – сказал он.</p>"),
        ("• • •", "<p>• • •</p>"),
        ("а) один;\nб) два", "<ul><li>а) один;</li><li>б) два</li></ul>"),
        ("1. x\n   a) y\n   b) z", "<ol><li>x<ul><li>a) y</li><li>b) z</li></ul></li></ol>"),
        ("a) alone", "<p>a) alone</p>"),
        ("а)один;\nб)два", "<ul><li>а)один;</li><li>б)два</li></ul>"),
        ("(a) one\n(b) two", "<ul><li>(a) one</li><li>(b) two</li></ul>"),
        ("1.\tOne\n2.\tTwo\n\ta.\tx\n\tb.\ty", "<ol><li>One</li><li>Two<ul><li>a.\tx</li><li>b.\ty</li></ul></li></ol>"),
        ("a)\tx\n\ni.\ty\n\nb)\tz", "<ul><li>a)\tx</li></ul><p>i.\ty</p><ul><li>b)\tz</li></ul>"),
        ("a) x\n\n- y\n\nb) z\n\n- w", "<p>a) x</p><ul><li>y</li></ul><p>b) z</p><ul><li>w</li></ul>"),
        ("- v\n  a) x\n  - y\n\n  b) z", "<ul><li><p>v\na) x</p><ul><li>y</li></ul><p>b) z</p></li></ul>"),
        ("a) x\n  - y\n\nb) z", "<ul><li><p>a) x</p><ul><li>y</li></ul></li><li><p>b) z</p></li></ul>"),
        ("A. Karimova\nB. Umarov", "<p>A. Karimova\nB. Umarov</p>"),
        ("前`a`后, 앞`b`뒤, の`c`は", "<p>前<code>a</code>后, 앞<code>b</code>뒤, の<code>c</code>は</p>"),
        ("O`zbekiston va g`alaba, tog` va bog`", "<p>O`zbekiston va g`alaba, tog` va bog`</p>"),
        ("Ma`lum `kod` об`явление `git log` tog`", "<p>Ma`lum <code>kod</code> об`явление <code>git log</code> tog`</p>"),
        ("With + or\n#\nand ##\n##", "<p>With + or\n#\nand ##\n##</p>"),
        ("- a +\n  # \n\n> b,\n> ###", "<ul><li>a +\n#</li></ul><blockquote><p>b,\n###</p></blockquote>"),
        ("<div>\nText\n#\n</div>", "<div>Text\n#</div>"),
        ("a\n\n#\n\n## B\n#\n\n```\nc\n#\n```", '<p>a</p><h2 id="b">B</h2><pre tabindex="0"><code>c\n#</code></pre>'),
        ("With`ls [dir]`, the`cp -r x`: ma`lum", "<p>With<code>ls [dir]</code>, the<code>cp -r x</code>: ma`lum</p>"),
        ("ma`lum (2) tog` va so`z [uy](https://x.uz/) ham tog`", '<p>ma`lum (2) tog` va so`z <a href="https://x.uz/">uy</a> ham tog`</p>'),
        ("The`ls` tool, an`a_b`, and `c d` tog`", "<p>The<code>ls</code> tool, an<code>a_b</code>, and <code>c d</code> tog`</p>"),
        ("To`g`ri so`zlar va `kod`, qo`rg`on", "<p>To`g`ri so`zlar va <code>kod</code>, qo`rg`on</p>"),
        ("`foo`s and ``a`b`` (`go`)", "<p><code>foo</code>s and <code>a`b</code> (<code>go</code>)</p>"),
        ("```\nO`z g`a\n```", '<pre tabindex="0"><code>O`z g`a</code></pre>'),
        ("-\u00a0One\n-\u00a0Two\n\u00a0\n##\u00a0Head", '<ul><li>One</li><li>Two</li></ul><h2 id="head">Head</h2>'),
        ("1.\u00a0One", "<ol><li>One</li></ol>"),
        ("1. \u00a0\u00a0One\n2. \u00a0Two", "<ol><li>One</li><li>Two</li></ol>"),
        ("Text:\n1)        One\n          and\n2)        Two\n\n-     a\n\n-     b", "<p>Text:</p><ol><li>One\nand</li><li>Two</li></ol><ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("1.     a\n\nb\n\n2.     c", '<ol><li>a</li></ol><p>b</p><ol start="2"><li>c</li></ol>'),
        ("3.     a\n\nb\n\n7.     c", '<ol start="3"><li><pre tabindex="0"><code>a</code></pre></li></ol><p>b</p><ol start="7"><li><pre tabindex="0"><code>c</code></pre></li></ol>'),
        ("-     x = 1", '<ul><li><pre tabindex="0"><code>x = 1</code></pre></li></ul>'),
        ("```\n-     a\n-     b\n```", '<pre tabindex="0"><code>-     a\n-     b</code></pre>'),
        ("[a](mailto:press@x.uz?subject=A b)", '<p><a href="mailto:press@x.uz?subject=A%20b">a</a></p>'),
        ("a\n\n---\u00a0\n\n```\nb\n```\u00a0\n\nc", '<p>a</p><hr><pre tabindex="0"><code>b</code></pre><p>c</p>'),
        ("~~~\n-\u00a0-\n~~~\u00a0\n\n\u00a0\u00a0\u00a0\u00a0---\u00a0", '<pre tabindex="0"><code>-&nbsp;-</code></pre><p>&nbsp;&nbsp;&nbsp;&nbsp;---&nbsp;</p>'),
        (">\u00a0[!NOTE]\n>\u00a0a\n>\u00a0\n>\u00a0b", f"{NOTE}<p>a</p><p>b</p></div>"),
        ("\u200b- One", "<ul><li>One</li></ul>"),
        ("one\u2028two\x0bthree", "<p>one two three</p>"),
        ("[a](https://x.uz/ “Title”)", '<p><a href="https://x.uz/" title="Title">a</a></p>'),
        ("[a](https://x.uz/ ‘T “one” T’s’)", '<p><a href="https://x.uz/" title="T “one” T’s">a</a></p>'),
        ("[a]\n\n[a]: https://x.uz/ “Title”", '<p><a href="https://x.uz/" title="Title">a</a></p>'),
        ("<a href=“https://x.uz/”>a</a>", '<p><a href="https://x.uz/">a</a></p>'),
        ("[a](https://x.uz/o\u00adne)", '<p><a href="https://x.uz/one">a</a></p>'),
        # References
        ("[#4] [#6]\n\n[#4]: https://x.uz/4\n[#6]: https://x.uz/6", '<p><a href="https://x.uz/4">#4</a> <a href="https://x.uz/6">#6</a></p>'),
        ("[a] text\n[a]: https://x.uz/", '<p><a href="https://x.uz/">a</a> text</p>'),
        # HTML with Markdown in it
        ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
        ("<div markdown=\"1\">\n*a*\n</div>", "<div><p><em>a</em></p></div>"),
        ("<div markdown>\n<div markdown>\n*a*\n</div>\n*b*\n</div>\n*c*", "<div><div><p><em>a</em></p></div><p><em>b</em></p></div><p><em>c</em></p>"),
        ("<details markdown>\n<summary>a</summary>\n- b\n- c\n</details>", "<details><summary>a</summary><ul><li>b</li><li>c</li></ul></details>"),
        ('<div class="b" markdown="1">*a*</div>', '<div class="b"><p><em>a</em></p></div>'),
        ('- x\n  <div markdown>*a*</div>\n- y', "<ul><li><p>x</p><div><p><em>a</em></p></div></li><li><p>y</p></li></ul>"),
        ("x\n<span markdown>*a*</span>\ny", "<p>x<span><em>a</em></span>y</p>"),
        ("<div markdown>\n<b>a</b> b <b>c</b>\nd\n</div>", "<div><p><b>a</b> b <b>c</b>d</p></div>"),
        ('<div markdown="0">\n*a*\n</div>', "<div>*a*</div>"),
        # Terms, alerts
        ("T\n: D", "<dl><dt>T</dt><dd>D</dd></dl>"),
        ("T\n:D", "<dl><dt>T</dt><dd>D</dd></dl>"),
        ("*T* a\nU **b\nc**\n: D", "<dl><dt><em>T</em> a</dt><dt>U <strong>b\nc</strong></dt><dd>D</dd></dl>"),
        *((f"T\n{line}", f"<p>T\n{line}</p>") for line in (":) b", ":smile: b", "::: tip", ":::", ":30 a")),
        ("> T\n> :) b", "<blockquote><p>T\n:) b</p></blockquote>"),
        ("```\nT\n:) b\n```", '<pre tabindex="0"><code>T\n:) b</code></pre>'),
        ("A | B\n:--|--\n1 | 2", '<div class="scroll" role="group" tabindex="0"><table><thead><tr><th class="left" scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td class="left">1</td><td>2</td></tr></tbody></table></div>'),
        ("> [!NOTE]\n> x", '<div class="admonition note"><p class="admonition-title">Note</p><p>x</p></div>'),
        (":::tip\n- y\n\n```\n:::\n```\n:::\nx", '<div class="admonition tip"><p class="admonition-title">Tip</p><ul><li>y</li></ul><pre tabindex="0"><code>:::</code></pre></div><p>x</p>'),
        (":::details A b\n- x\n:::", '<div class="admonition details"><p class="admonition-title">A b</p><ul><li>x</li></ul></div>'),
        ("::::info[A *b*]\n:::note C\nx\n:::\n::::", '<div class="admonition info"><p class="admonition-title">A <em>b</em></p><div class="admonition note"><p class="admonition-title">C</p><p>x</p></div></div>'),
        ("- ```\n  a\n  ```\n\n!!! note\n    x", f'<ul><li><pre tabindex="0"><code>a</code></pre></li></ul>{NOTE}<p>x</p></div>'),
        ("```a``` b\n\n!!! note\n    x", f"<p><code>a</code> b</p>{NOTE}<p>x</p></div>"),
        ("> ~~~\n> a\n\n!!! note\n    x", f'<blockquote><pre tabindex="0"><code>a</code></pre></blockquote>{NOTE}<p>x</p></div>'),
        ("- a\n\n    !!! note\n        x\n\n        !!! note\n            y", f"<ul><li><p>a</p>{NOTE}<p>x</p>{NOTE}<p>y</p></div></div></li></ul>"),
        ("??? note\n    x", '<div class="admonition note"><p class="admonition-title">Note</p><p>x</p></div>'),
        (":::note\nnever ended", "<p>:::note\nnever ended</p>"),
        ("x\n\n=== \"A\"\n\n    - y\n\n===+ \"B\"\n    ```\n    z\n    ```\nw", '<p>x</p><div class="admonition tab"><p class="admonition-title">A</p><ul><li>y</li></ul></div><div class="admonition tab"><p class="admonition-title">B</p><pre tabindex="0"><code>z</code></pre></div><p>w</p>'),
        ("- x\n\n    === \"A\"\n\n        y", '<ul><li><p>x</p><div class="admonition tab"><p class="admonition-title">A</p><p>y</p></div></li></ul>'),
        ("- x\n\n  y\n\n    !!! note\n        z", '<ul><li><p>x</p><p>y</p><div class="admonition note"><p class="admonition-title">Note</p><p>z</p></div></li></ul>'),
        ("x\n\n    !!! note \"A\"\n        y\n\n    === \"B\"\n        z", '<p>x</p><pre tabindex="0"><code>!!! note "A"\n    y\n\n=== "B"\n    z</code></pre>'),
        ("- ```\n  x\n```\n!!! note\n    y", '<ul><li><pre tabindex="0"><code>x</code></pre></li></ul><pre tabindex="0"><code>!!! note\n    y</code></pre>'),
        ("```\n!!! note\n\n    ```\n    x\n    ```\n\n=== \"B\"\n    y\n```", '<pre tabindex="0"><code>!!! note\n\n    ```\n    x\n    ```\n\n=== "B"\n    y</code></pre>'),
        ("<!-- x -->\n\n:   y\n\n    !!! note \"A\"\n        z", '<p>:   y</p><pre tabindex="0"><code>!!! note "A"\n    z</code></pre>'),
        ('??? "A b"\n\n    - x', '<div class="admonition details"><p class="admonition-title">A b</p><ul><li>x</li></ul></div>'),
        ('!!! "A b"\n\nx', '<p>!!! "A b"</p><p>x</p>'),
        ("=== one", "<p>=== one</p>"),
        # Comments of MDX
        ("a\n\n{/* truncate */}\n\nb {/* not\nyet */}c `{/* d */}` {/* e", "<p>a</p><p>b\nc <code>{/* d */}</code> {/* e</p>"),
        ("Files src/{/*.js} and lib/{*/}x\n\nb {/* c\n\nd */}", "<p>Files src/{/<em>.js} and lib/{</em>/}x</p><p>b {/* c</p><p>d */}</p>"),
        ("- a\n\n      {/* b */}\n\n  {/* c\n\n  d */}\n- e", '<ul><li><p>a</p><pre tabindex="0"><code>{/* b */}</code></pre></li><li><p>e</p></li></ul>'),
        ("!!! danger \"A *b*\"\n    x\n\n    - y", '<div class="admonition danger"><p class="admonition-title">A <em>b</em></p><p>x</p><ul><li>y</li></ul></div>'),
        ("OECD\n\n*[OECD]: Some \"group\"", '<p><abbr title="Some &quot;group&quot;">OECD</abbr></p>'),
    ],
)  # fmt: skip
def test_a_form_is_read_as_it_is_meant_and_in_silence(text: str, shown: str) -> None:
    assert flat(text) == shown
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "<Tabs>\n  <Tab>\n    - *x*\n      - y\n  </Tab>\n</Tabs>\nz",
            "<ul><li><em>x</em><ul><li>y</li></ul></li></ul><p>z</p>",
        ),
        (
            "<Tabs>\n  <Tab title='A'>\n    - *x*\n      - y\n  </Tab>\n</Tabs>\nz",
            '<div class="admonition tab"><p class="admonition-title">A</p><ul><li><em>x</em><ul><li>y</li></ul></li></ul></div><p>z</p>',
        ),
        ("<Note>\n    ```\n    x\n    ```\n</Note>", '<pre tabindex="0"><code>x</code></pre>'),
        ("- x\n  <Note>\n  *y*\n  </Note>\n- z", "<ul><li><p>x</p><p><em>y</em></p></li><li><p>z</p></li></ul>"),
        ("```\n<Note>\n*x*\n</Note>\n```", '<pre tabindex="0"><code>&lt;Note&gt;\n*x*\n&lt;/Note&gt;</code></pre>'),
        ("<Note>\n*x*", "*x*"),
        ("<Note>\n\n    {/* Not yet:\n\n    x */}\n    *y*\n\n</Note>", "<p><em>y</em></p>"),
    ],
)
def test_text_in_components_of_mdx_is_markdown(text: str, shown: str) -> None:
    body, _ = convert(text, "content/a.mdx", 1, "en")
    assert re.sub(r"\n+(?=<)|(?<=>)\n+", "", body.html) == shown
    # The specification of Markdown has it as HTML.
    assert "<em>" not in html_of("<Note>\n*x*\n</Note>")


def test_a_table_may_come_right_below_a_line_or_a_list() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    for before in ("Text:\n", "- item\n", "Text\n\n"):
        assert "<td>1</td><td>2</td>" in html_of(before + table)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{: .note}\nText", '<p class="note">Text</p>'),
        ('Text\n{: title="80%" }', '<p title="80%">Text</p>'),
        ("Text\n{% x %}", "<p>Text\n{% x %}</p>"),
        ("Text\n{: #a .b }", '<p id="a" class="b">Text</p>'),
        ("- a\n- b\n{: .c}", '<ul class="c"><li>a</li><li>b</li></ul>'),
        ("- a\n- b\n{: .c}\n\nText", '<ul class="c"><li>a</li><li>b</li></ul><p>Text</p>'),
        ("- {: .c} a\n- b", '<ul><li class="c">a</li><li>b</li></ul>'),
        ('{:start="2"}\n1. b', '<ol start="2"><li>b</li></ol>'),
        ("> x\n{: .c}", '<blockquote class="c"><p>x</p></blockquote>'),
        ("*x*{: .c} `y`{.d} [z](https://x.uz/){: .e}", '<p><em class="c">x</em> <code class="d">y</code> <a class="e" href="https://x.uz/">z</a></p>'),
        ("    x\n{: .c}", '<pre class="c" tabindex="0"><code>x</code></pre>'),
        ("`{: .c}`\n\n```\n{: .c}\n```", '<p><code>{: .c}</code></p><pre tabindex="0"><code>{: .c}</code></pre>'),
        ("{word} and {a b}", "<p>{word} and {a b}</p>"),
        ("Text\n{: .b}\n{: .c #d}\nMore", '<p id="d" class="b c">Text</p><p>More</p>'),
        ("1. x\n{: .b}\n{: .c}\n2. y", '<ol><li class="b c">x</li><li>y</li></ol>'),
        ("> x\n> {: .c}\n> y", '<blockquote><p class="c">x</p><p>y</p></blockquote>'),
        ("{: .c}\n| a | b |\n|---|---|\n| 1 | 2 |", HEADED.replace("<table>", '<table class="c">')),
        ('{:start="3"}\n3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("x\n{: .c}\n3. a\n4. b", '<p class="c">x</p><ol start="3"><li>a</li><li>b</li></ol>'),
    ],
)  # fmt: skip
def test_attribute_lists_go_to_their_blocks(text: str, shown: str) -> None:
    assert flat(text) == shown
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "title", "shown"),
    [
        ("> [!info] Read *this*\n> a", "info", "Read <em>this</em>", "<p>a</p>"),
        ("> [!TIP] 1. Read\n> - a", "tip", "1. Read", "<ul><li>a</li></ul>"),
        ("> [!note]- Read\n> a\nlazy", "note", "Read", "<p>a\nlazy</p>"),
        (">[!note]+\n> a", "note", "Note", "<p>a</p>"),
        ("> [!my-kind]\n> a", "my-kind", "My-kind", "<p>a</p>"),
        ("> [!question] Read", "question", "Read", ""),
    ],
)
def test_boxes_of_obsidian_have_their_kind_and_title(text: str, kind: str, title: str, shown: str) -> None:
    box = f'<div class="admonition {kind}"><p class="admonition-title">{title}</p>{shown}</div>'
    assert (flat(text), told(text)) == (box, [])
    assert flat(f"x\n{text}\n\n- y\n\n  {text.splitlines()[0]}").count(f'<div class="admonition {kind}">') == 2
    assert box in flat("> y\n>\n" + "\n".join(f"> {line}" for line in text.split("\n")))


def test_brackets_within_a_quotation_and_in_code_are_no_box() -> None:
    for text in ("> a\n> [!info] b", "```\n> [!info] b\n```", "- a\n\ntext\n\n    > [!info] b", "> > [!info] b"):
        assert "[!info] b" in flat(text) and "admonition" not in flat(text)


@pytest.mark.parametrize("name", ["pre", "div", "details", "blockquote"])
def test_brackets_in_html_are_no_box_until_an_empty_line(name: str) -> None:
    assert "&gt; [!info] b" in flat(f"<{name}>\n> [!info] b\n> c\n</{name}>")
    if name != "pre":
        assert '<p class="admonition-title">b</p>' in flat(f"<{name}>\n\n> [!info] b\n> c\n\n</{name}>")


def test_bullets_of_a_footnote_stay_in_it() -> None:
    assert "<p>n</p><ul><li>a</li><li>b</li></ul>" in flat("x[^1]\n\n[^1]: n\n\n    • a\n    • b\n\ny")


@pytest.mark.parametrize(
    "text", ["[^1]: *n*\n{: .c}", "[^1]: m\n\n    *n*\n    {: .c}", "[^1]: m\n\n    {: .c}\n    *n*"]
)
def test_attribute_lists_go_to_blocks_in_footnotes(text: str) -> None:
    shown = flat(f"x[^1]\n\n{text}\n\ny")
    assert '<p class="c"><em>n</em>' in shown
    assert "<p>y</p>" in shown
    assert told(f"x[^1]\n\n{text}\n\ny") == []


@pytest.mark.parametrize("brace", ["\\{", "&#123;"])
@pytest.mark.parametrize(
    "text", ["## Plan {}.c}}", "## Plan {}.c}} ##", "Plan {}.c}}\n---", "*b*{}.c}}", "`b`{}.c}}", "- {}.c}} d"]
)
def test_an_attribute_list_with_a_backslash_is_text(brace: str, text: str) -> None:
    shown = flat(text.format(brace))
    assert "{.c}" in shown and "class=" not in shown
    assert 'class="c"' in flat(text.format("{"))


def test_an_attribute_list_without_a_block_is_taken_out_and_told() -> None:
    assert (flat("Text\n\n{: .lonely}\n\nText"), told("Text\n\n{: .lonely}\n\nText", 10)) == (
        "<p>Text</p><p>Text</p>",
        [("attributes-unused", 12)],
    )
    assert told("Text\n{: onclick=x}") == [("html-removed", 2)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://x.uz/a_b?c=1&d=2.", "https://x.uz/a_b?c=1&amp;d=2"),
        ("(www.x.uz/y)", "http://www.x.uz/y"),
        ("«https://мактаб.уз/»", "https://мактаб.уз/"),
        ("https://x.uz/a_(b)", "https://x.uz/a_(b)"),
        ("[https://x.uz/a], see", "https://x.uz/a"),
        ("[www.x.uz/a[1]]", "http://www.x.uz/a[1]"),
        ("（https://x.uz/a），见", "https://x.uz/a"),
        ("「https://x.uz/」。", "https://x.uz/"),
        ("Write to press@x.uz.", "mailto:press@x.uz"),
        ("Call +998 66 233 00 00!", "tel:+998662330000"),
        ("+998(66)233-00-00", "tel:+998662330000"),
        ("+7 (495) 123-45-67", "tel:+74951234567"),
        ("+998 66 233–00–00", "tel:+998662330000"),
        ("Тел.:+998 66 233-00-00", "tel:+998662330000"),
        ("e-mail:press@x.uz", "mailto:press@x.uz"),
        ("press@x.co.uz/news", "mailto:press@x.co.uz"),
        ("Сайт:https://x.uz/", "https://x.uz/"),
    ],
)
def test_bare_addresses_are_links(text: str, address: str) -> None:
    assert re.findall('href="([^"]*)"', html_of(text)) == [address]
    assert words(html_of(text)) == words(text)


def test_two_numbers_with_a_stroke_between_them_are_two_links() -> None:
    assert html_of("+998 66 233-00-00/+998 66 233-00-01").count('href="tel:+9986623300') == 2
    assert "<a" not in html_of("t.me/+998662330000")


@pytest.mark.parametrize(
    "text",
    [
        "`https://x.uz/`",
        "    https://x.uz/",
        "http://localhost www. a@b @c https://",
        "+1 000 000 000 soʻm, 5+100 200 300 400, +5",
        "<kbd>https://x.uz/</kbd>",
    ],
)
def test_what_is_no_bare_address_stays_text(text: str) -> None:
    assert "<a" not in html_of(text)


def test_the_size_of_a_picture_is_no_part_of_its_address() -> None:
    for size in (" =100x20", " =100x", " =x20"):
        for name in ("a.jpg", "my bus.jpg"):
            body, problems = convert(f'![B]({name}{size} "C")', "content/a.md", 1, "en")
            assert ([each.target for each in body.references], problems) == ([name], ())
    assert flat("![B](a.jpg = 5)") == "<p>![B](a.jpg = 5)</p>"


def test_template_code_as_an_address_is_an_address() -> None:
    body, problems = convert("[it]({{ page.url }}/x) `[it]({{ page.url }}/x)`", "a.md", 1, "en")
    assert [each.target for each in body.references] == ["{{ page.url }}/x"]
    assert "<code>[it]({{ page.url }}/x)</code>" in body.html
    assert problems == ()


def test_a_path_in_code_with_a_bar_does_not_part_a_cell() -> None:
    body, _ = convert("| a | b |\n|---|---|\n| [it]({{ '/x' | relative_url }}) | c |", "a.md", 1, "en")
    assert [each.target for each in body.references] == ["/x"]
    assert "<td>c</td>" in body.html


def test_several_pieces_of_template_code_are_one_address() -> None:
    body, _ = convert("[it]({{ site.base }}{% post_url 2025-01-01-x %}) ![p]({{ site.base }}/a.jpg)", "a.md", 1, "en")
    assert [each.target for each in body.references] == [
        "{{ site.base }}{% post_url 2025-01-01-x %}", "{{ site.base }}/a.jpg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("{{ site.baseurl }}/a.jpg", "/a.jpg"), ("{{site.url}}{{ site.baseurl }}/a/#b", "/a/#b"), ("{{ site.baseurl }}", "/"),
        ("{{ '/a.jpg' | relative_url }}", "/a.jpg"), ('{{ "/a/" | url }}#b', "/a/#b"),
        ("{% link _posts/2025-01-01-x.md %}", "/_posts/2025-01-01-x.md"),
        ("{{ site.baseurl }}{% post_url 2025-01-01-x %}#b", "/_posts/2025-01-01-x.md#b"),
        ('{{< ref "plan.md#b" >}}', "plan.md#b"), ("{{% relref plan.md %}}", "plan.md"),
        ('{{<ref "plan.md">}}#b', "plan.md#b"), ("{{< relref 'plan.md' >}}?a=1", "plan.md?a=1"),
        ("{static}/a.jpg", "/a.jpg"), ("{filename}../plan.md", "../plan.md"), ("{attach}a.pdf", "a.pdf"),
        ("{{ site.baseurl }}a", "{{ site.baseurl }}a"), ("{{ page.url }}/a", "{{ page.url }}/a"),
    ],
)  # fmt: skip
def test_code_of_which_only_a_path_can_be_meant_is_that_path(address: str, target: str) -> None:
    body, problems = convert(f"[it]({address})\n\n```\n[it]({address})\n```", "a.md", 1, "en")
    assert [each.target for each in body.references] == [target]
    assert f"[it]({address})" in unescape(body.html)
    assert problems == ()
    is_code = "{" in target
    assert [problem.line for problem in foreign.find(f"[it]({address})", "a.md", 1)] == [1] * is_code
    body, problems = convert(f"[it]({address} 'Words')", "a.md", 1, "en")
    assert ([each.target for each in body.references], problems) == ([target], ())
    assert body.html == '<p><a href="0" title="Words">it</a></p>'.replace("0", "\x020\x03")
    for quote in "'\"":
        for tag in (
            "<a href={}>it</a>",
            '<a title="T" rel="x" href={} class="c">it</a>',
            "<p>\n<img alt='it' src={}>\n</p>",
        ):
            text = tag.format(f"{quote}{address}{quote}")
            body, problems = convert(f"{text}\n\n```\n{text}\n```", "a.md", 1, "en")
            assert [each.target for each in body.references] == [target]
            assert problems == ()
            assert "&lt;" not in body.html.partition("<code>")[0]
            assert text in unescape(body.html)


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("new plan.pdf", ""), ("new plan (2).pdf", ""), ("o'zbek rasm.jpg", ' "Words of a title"'),
        ("../files/new plan.md#part", ""), ("new\u00a0plan.docx", " 'Title'"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", [Dialect(), Dialect(name="python-markdown")], ids=lambda dialect: dialect.name)
def test_the_name_of_a_file_may_have_spaces(address: str, rest: str, dialect: Dialect) -> None:
    text = f"[plan]({address}{rest}) ![hall]({address}{rest}) `[plan]({address})`"
    body, problems = convert(text, "a.md", 1, "en", dialect)
    assert [each.target for each in body.references] == [address, address]
    assert f"<code>[plan]({address})</code>" in unescape(body.html)
    assert problems == ()


def test_a_telephone_number_is_called_without_the_spaces_in_it() -> None:
    assert 'href="tel:+998660000001"' in html_of("[call](tel:+998 66 000 00 01)")
    assert 'href="tel:+998660000001"' in html_of("[call](tel:+998 66 000 00 01)", dialect=PYTHON)


def test_a_mail_address_may_follow_its_scheme_after_a_space() -> None:
    assert 'href="mailto:press@x.uz"' in html_of("[mail](mailto: press@x.uz)")
    assert told("[mail](mailto: press@x.uz)") == []


def test_the_address_of_a_file_elsewhere_may_have_spaces() -> None:
    assert 'href="https://x.uz/a%20b.pdf"' in html_of("[words](https://x.uz/a b.pdf)")


@pytest.mark.parametrize("text", ["[1](the ministry, 2025)", "[sic](see page 4)", "[a](b c", "[a](b c.pdf"])
def test_other_words_in_round_brackets_stay_text(text: str) -> None:
    assert flat(text) == f"<p>{text}</p>"


def test_links_hold_no_other_links() -> None:
    assert html_of("[https://x.uz/ a@b.uz](https://y.uz/)").count("<a ") == 1
    assert html_of("<a href='https://y.uz/'>https://x.uz/</a>").count("<a ") == 1


def test_three_pictures_in_a_row_each_keep_their_caption() -> None:
    pictures = [f'![P{n}](p{n}.jpg "C{n}. Photo: A. K.")' for n in range(3)]
    for text in ("\n\n".join(pictures), "\n".join(pictures), "  \n".join(pictures), " ".join(pictures)):
        assert re.findall(r"<figure><img [^>]*><figcaption>(C\d)\. Photo: A\. K\.</figcaption></figure>", html_of(text)) == ["C0", "C1", "C2"]  # fmt: skip
    assert html_of("![One](p0.jpg)\n\n" + pictures[1]).count("<figure>") == 2


def test_a_picture_elsewhere_takes_no_caption_from_those_beside_it() -> None:
    shown = flat('![A](a.jpg "x")\n![B](https://x.uz/b.jpg "y")\n![C](c.jpg "z")')
    assert re.findall("<figcaption>(.)</figcaption>", shown) == ["x", "z"]
    assert '</figure><p><a href="https://x.uz/b.jpg" title="y">B</a></p><figure>' in shown
    assert flat("![A](a.jpg)\n![B](https://x.uz/b.jpg)\n![C](c.jpg)").startswith("<p><img")
    assert flat("![B](https://x.uz/b.jpg)") == '<p><a href="https://x.uz/b.jpg">B</a></p>'


def test_captions_in_lists_cells_and_links_are_shown() -> None:
    for text in ('- ![P](p.jpg "C")', '| a |\n|---|\n| ![P](p.jpg "C") |', '- [![P](p.jpg "C")](https://x.uz/)'):
        assert "<figcaption>C</figcaption></figure>" in html_of(text)
    assert "figure" not in html_of("- ![P](p.jpg)\n- text")


def test_footnotes_are_joined_to_all_their_references() -> None:
    shown = html_of("a[^n] b[^n]\n\n[^n]: One\n\n    two\n[^n]: three")
    assert re.findall('id="(fn[^"]*)"', shown) == ["fnref-n", "fnref2-n", "fn-n"]
    assert shown.count('class="footnote-backref"') == 2
    assert told("a[^none]") == [("footnote-missing", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "\tA paragraph with a tab before it, as in a typescript of old.",
        "    Уважаемые коллеги, приглашаем вас на открытие новой школы.",
        "    Школа открыта; вход(ы) с юга, план на https://x.uz/plan и у дежурных.",
        "    Это очень важно!",
        "    “Short words.”",
        "    学校九月一日开学，请带护照。",
    ],
)
def test_indented_sentences_stay_code_with_a_notice(text: str) -> None:
    assert "<pre" in html_of(text)
    assert told(f"x\n\n{text}", 5) == [("code-by-indent", 7)]


def test_html_that_an_indent_below_other_html_makes_code_has_a_notice() -> None:
    assert told("<div>\n\n        <p>Words</p>\n\n</div>") == [("code-by-indent", 3)]


def test_indented_programs_are_code_without_a_word() -> None:
    assert told("    <p>Words</p>") == []
    for code in (
        "a = b; c = d; e = f",
        "git push origin main",
        "return None.",
        "┌──────────┐",
        "int a; int b; f(xy) g",
    ):
        assert told(f"    {code}") == []
    assert told("    for x in range(10):\n        print(x, end='; ')  # and so on and on") == []


def test_the_line_of_a_link_in_html_is_known_below_a_pasted_item() -> None:
    body, _ = convert('a) b\nb) c\n\n    d <a href="x.md">e</a>', "a.md", 11, "en")
    assert [(each.target, each.line) for each in body.references] == [("x.md", 14)]


def test_lines_of_links_are_those_of_the_source() -> None:
    text = "•\tOne\n\n!!! note\n    [a](x.md)\n\n[b](x.md)\n{: .c}\n\n```\n[c](x.md)\n```\n\n![d](y.jpg)\n\n[e][r]\n\ntext\n[r]: z.md\n\n*[F]: g\n[h](x.md)"
    body, _ = convert(text, "a.md", 11, "en")
    assert [(each.target, each.line) for each in body.references][:3] == [("x.md", 14), ("x.md", 16), ("y.jpg", 23)]
    assert body.references[-1].line == 31
    assert "data-line" not in body.html


# --- no word is lost -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x\n\n[Note]: Ministry\n\ny", 3),
        ("| a |\n|---|\n| 1 | 2 |", 3),
        ("x <noembed>hidden words</noembed> y\n\nz <template>more words</template>", 3),
    ],
)
def test_words_that_are_not_on_the_page_are_told_with_their_line(text: str, line: int) -> None:
    assert ("text-lost", line) in told(text) or ("html-removed", 1) in told(text)


def test_a_lost_line_is_told_with_its_words_although_they_stand_elsewhere() -> None:
    problems = convert("The plan is ready.\n\n[The]: plan\n\nMore.", "a.md", 1, "en")[1]
    assert [(each.code, each.line, each.message.split(": ")[1]) for each in problems] == [
        ("text-lost", 3, "“The plan”.")
    ]


@pytest.mark.parametrize(
    "text", ["a\n<img src='x.jpg'\nalt='b'>\nc", "a &#10; b\n1. &#10;", "![a\nb](x.jpg\n'c') d", "<!-- a\nb -->\nc"]
)
def test_markup_over_several_lines_loses_nothing(text: str) -> None:
    assert "text-lost" not in [code for code, _ in told(text)]


@pytest.mark.parametrize("text", ["W{: .x}ords be</b>fore", "a\n\n[1]: https://a.uz/b][1]c\n"])
def test_markup_within_words_and_addresses_is_no_loss(text: str) -> None:
    assert "text-lost" not in [code for code, _ in told(text)]


PIECES = st.sampled_from(
    """word two слово ўзбек 2025 3,500 *em* **strong** `code` [link](x.md) [l](https://x.uz/a_(b) "Title") ![p](a.jpg) ~~old~~
    <br> <b>bold</b> &amp; &nbsp; R&D a_b_c x*y*z «quote» – https://x.uz/ a@x.uz \\* {word} #tag [ref] [ref][r] x[^1] (a) 1) <3
    <https://x.uz/> H<sub>2</sub>O +998662330000 !!! --- | a\u00a0b so\u00adft""".split()
)
STARTS = st.sampled_from(
    [
        "",
        "",
        "",
        "- ",
        "1. ",
        "2) ",
        "> ",
        "## ",
        "  - ",
        "    ",
        "• ",
        "а) ",
        "\t",
        "| ",
        "{: .a}\n",
        "!!! note\n    ",
        ": ",
        "```\n",
    ]
)
LINES = st.builds(lambda start, pieces, gap: start + gap.join(pieces), STARTS, st.lists(PIECES, min_size=1, max_size=6), st.sampled_from([" ", " ", "  "]))  # fmt: skip
TEXTS = st.builds(lambda lines, gap: gap.join(lines) + "\n\n[r]: y.md\n[^1]: note\n", st.lists(LINES, min_size=1, max_size=8), st.sampled_from(["\n", "\n\n"]))  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_word_reaches_the_page_or_is_told(text: str) -> None:
    body, problems = convert(text, "a.md", 1, "en")
    page = words(" ".join((body.html, *re.findall(r'(?:alt|title)="([^"]*)"', body.html))))
    source = re.sub(
        r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*|<[^<>@:]*>|\{: \.a\}|^\[r\]:.*|\]\[r\]|\[\^1\]:?|^[> \t]*\d[.)]|!!! note|^```.*",
        " ",
        text,
        flags=re.M,
    )
    lost = set(words(source)) - set(page)
    named = {word for problem in problems for word in words(problem.message)}
    assert lost <= named | {"1", "2", "amp", "nbsp", "note"}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_converted_or_refused_by_itself(text: str) -> None:
    convert(text.encode("utf-8", "replace").decode(), "a.md", 1, "en")


# --- Python-Markdown -------------------------------------------------------------------------------

PYTHON = Dialect("python-markdown")


def test_python_markdown_reads_as_it_always_did_and_the_rest_is_the_same() -> None:
    text = '# Head\n\nText\n- no list\n\n[a](b.md)\n\n![p](c.jpg "Cap")\n\nx[^1]\n\n[^1]: n\n\nhttps://x.uz/'
    body, problems = convert(text, "a.md", 1, "uz", PYTHON)
    assert "<p>Text\n- no list</p>" in body.html and "https://x.uz/</p>" in body.html
    assert '<h2 id="head">Head</h2>' in body.html and "<figcaption>Cap</figcaption>" in body.html
    assert "Matndagi 1-havolaga qaytish" in body.html
    assert ([(each.target, each.line) for each in body.references], problems) == ([("b.md", 6), ("c.jpg", 8)], ())


@pytest.mark.parametrize("dialect", [Dialect(), Dialect("python-markdown")])
def test_boxes_that_extensions_write_for_tasks_are_shown(dialect: Dialect) -> None:
    text = 'a <input type="checkbox" disabled checked/> b <INPUT type=checkbox> c <input type="text" value="d"> e'
    shown = html_of(text.replace("INPUT", "input"), dialect=dialect)
    assert re.sub(r"\s+", " ", shown) == "<p>a \u2611 b \u2610 c e</p>"
    assert [problem.code for problem in convert(text, "a.md", 1, "en", dialect)[1]] == ["html-removed"]


def test_an_extension_of_the_settings_works_on_every_text() -> None:
    dialect = Dialect("python-markdown", (("smarty", '{"smart_dashes": true}'), ("markdown.extensions.nl2br", "{}")))
    assert html_of('"Plain" -- text\nnext', dialect=dialect) == "<p>“Plain” – text<br>\nnext</p>"


@pytest.mark.parametrize(
    ("extension", "options", "text"),
    [
        ("codehilite", '{"use_pygments": false}', "    :::python\n    a = 1"),
        ("codehilite", '{"use_pygments": false}', "    #!python\n    a = 1"),
        ("meta", "{}", "Place: Urgut\n\nText"),
        ("smarty", "{}", '\'Tis "so" -- <<b>> ...'),
        ("toc", "{}", "[TOC]\n\n## One {data-toc-label='Two'}"),
        ("wikilinks", "{}", "See [[The plan]]."),
    ],
)
def test_what_an_extension_takes_is_not_lost_and_what_else_is_lost_is_reported(
    extension: str, options: str, text: str
) -> None:
    dialect = Dialect("python-markdown", ((extension, options),))
    lost = f"{text}\n\n[Note]: Ministry"
    assert [problem for problem in convert(text, "a.md", 1, "en", dialect)[1] if problem.code == "text-lost"] == []
    assert foreign.find(text, "a.md", 1, dialect) == ()
    assert [
        (each.code, each.line) for each in convert(lost, "a.md", 1, "en", dialect)[1] if each.code == "text-lost"
    ] == [("text-lost", lost.count("\n") + 1)]


def test_entities_in_code_are_not_lost() -> None:
    assert told("| a |\n|---|\n| `&copy; &#x41;` |\n\n- ```\n  &auml;\n  ```") == []
    assert told("`&copy;`\n\n[Note]: &auml;") == [("text-lost", 3)]


def test_settings_name_extensions_as_mkdocs_does() -> None:
    extensions = "markdown: python-markdown\nmarkdown_extensions:\n  - smarty\n  - toc:\n  - footnotes:\n      UNIQUE_IDS: true\n      SEPARATOR: '5'\n"
    found = read(f"title: T\nurl: https://x.example/\n{extensions}".encode())
    assert dialect_of(found).extensions == (
        ("smarty", "{}"),
        ("toc", "{}"),
        ("footnotes", '{"SEPARATOR": "5", "UNIQUE_IDS": true}'),
    )


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("markdown_extensions: [smarty]", "python-markdown only"),
        ("markdown: python-markdown\nmarkdown_extensions: [nowhere.to_be_found]", "nowhere.to_be_found"),
        ("markdown: python-markdown\nmarkdown_extensions: [1, true]", "1"),
        ("markdown: python-markdown\nmarkdown_extensions:\n  - smarty: {no_such_option: 1}", "no_such_option"),
    ],
)
def test_extensions_that_cannot_be_used_are_errors_of_the_settings(lines: str, word: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read(f"title: T\nurl: https://x.example/\n{lines}\n".encode())
    problem = raised.value.problems[0]
    assert (problem.code, problem.line) == ("settings-markdown", 3 + lines.count("\nmarkdown_extensions"))
    assert word in problem.message and unspoken([problem]) == []


def test_the_identity_of_an_extension_is_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "own_extension_of_a_test.py"
    dialect = Dialect("python-markdown", (("own_extension_of_a_test", "{}"),))
    file.write_text("x = 1")
    before = dialect_digest(dialect)
    assert dialect_digest(dialect) == before
    file.write_text("x = 2")
    assert dialect_digest(dialect) != before
    assert dialect_files(dialect) == (file,)
    assert dialect_digest(Dialect()) != before


@pytest.mark.parametrize(
    "line",
    [
        "import words_of_a_test",
        "import os, words_of_a_test as words",
        "    from words_of_a_test import x",
        "    if x > 1: from words_of_a_test import x",
        "try: import words_of_a_test",
        "from words_of_a_test.more import x",
    ],
)
def test_what_an_extension_imports_belongs_to_its_identity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    package = tmp_path / "package_of_a_test"
    for folder in (package, tmp_path / "words_of_a_test"):
        folder.mkdir()
        (folder / "__init__.py").write_text("from . import more\nimport os, yaml, markdown\n")
        (folder / "more.py").write_text("import letters_of_a_test, no_such_module\n")
    (package / "more.py").write_text(f"if True:\n{line if line.startswith(' ') else f'    pass{chr(10)}{line}'}\n")
    (tmp_path / "letters_of_a_test.py").write_text("import package_of_a_test\nx = 1\n")
    dialect = Dialect("python-markdown", (("package_of_a_test.more:Seal", "{}"),))
    names = sorted(file.relative_to(tmp_path).as_posix() for file in dialect_files(dialect))
    modules = [f"{name}_of_a_test/{file}.py" for name in ("package", "words") for file in ("__init__", "more")]
    assert names == sorted([*modules, "letters_of_a_test.py"])
    before = dialect_digest(dialect)
    assert dialect_digest(dialect) == before
    (tmp_path / "letters_of_a_test.py").write_text("import package_of_a_test\nx = 2\n")
    assert dialect_digest(dialect) != before


@pytest.mark.skipif(sys.platform == "win32", reason="editors make no such links there")
def test_the_lock_of_an_editor_beside_an_extension_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    package = tmp_path / "locked_package_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    dialect = Dialect("python-markdown", ((package.name, "{}"),))
    (package / ".#__init__.py").symlink_to("user@host.1")
    assert dialect_digest(dialect) == dialect_digest(dialect)


EXTENSION = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Loud(Postprocessor):
    def run(self, text):
        return text.replace("quiet", "{}")


class LoudExtension(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Loud(md), "loud", 5)


def makeExtension(**options):
    return LoudExtension(**options)
"""


def test_an_extension_that_changes_is_noticed_as_any_source_is(
    site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nA quiet text.\n")
    module = tmp_path / "loud_extension_of_a_test.py"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    lines = "markdown: python-markdown\nmarkdown_extensions: [loud_extension_of_a_test]\n"
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + lines)
    for word in ("loud", "louder"):
        module.write_text(EXTENSION.format(word))
        small.wait_until_settled()
        for _ in range(2):
            assert small.built(made.folder).returncode == 0
            assert f"A {word} text." in made.read("2025/01/a/index.html")
    # So is what it imports.
    module.write_text("from words_of_a_test import WORD\n" + EXTENSION.replace('"{}"', "WORD"))
    for word in ("soft", "softer"):
        (tmp_path / "words_of_a_test.py").write_text(f'WORD = "{word}"\n')
        small.wait_until_settled()
        for _ in range(2):
            assert small.built(made.folder).returncode == 0
            assert f"A {word} text." in made.read("2025/01/a/index.html")


def test_texts_without_measure_are_refused_before_they_take_long() -> None:
    many = ("a@b.uz " * 20_001, "[a](b.md) " * 20_001)
    for text in ("[^a]" * 50_001 + "\n\n[^a]: b", "<div>" * 300_000, *many):
        with pytest.raises(ContentError, match=r"too deep|more than"):
            convert(text, "a.md", 1, "en")


@pytest.mark.parametrize("address", ["https://[a", "http://a.b:xx/", "https://]a/", "//[a", "http://"])
@pytest.mark.parametrize("form", ["[words]({})", "![words]({})", '<a href="{}">words</a>'])
def test_an_address_that_is_none_is_reported_by_its_name_and_leaves_its_words(form: str, address: str) -> None:
    text = f"Text {form.format(address)}."
    (problem,) = convert(text, "a.md", 1, "en")[1]
    assert (problem.code, problem.line, problem.values) == ("link-malformed", 1, {"target": address})
    assert html_of(text) == "<p>Text words.</p>"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https:/x.example", "https://x.example"),
        ("http:x.example/a?b=c#d", "http://x.example/a?b=c#d"),
        ("HTTPS:/x.example", "https://x.example"),
        ("https:///x.example", "https:///x.example"),
        ("mailto:a@x.example", "mailto:a@x.example"),
    ],
)
@pytest.mark.parametrize("form", ["[words]({})", '<a href="{}">words</a>'])
def test_an_address_with_too_few_slashes_leads_to_its_host(form: str, address: str, href: str) -> None:
    """Browsers read `https:/x.example` as a path on a site that has the same scheme."""
    text = form.format(address)
    assert convert(text, "a.md", 1, "en")[1] == ()
    assert f'<a href="{href}">words</a>' in html_of(text)


@pytest.mark.parametrize("text", ["!!! word", "!!! Important news today", "Text\n\n!!! Come all of you\n\nText"])
def test_exclamation_marks_without_a_block_below_are_text(text: str) -> None:
    body, problems = convert(text, "a.md", 1, "en")
    assert problems == ()
    assert words(text) == words(body.html.replace("<p>", "").replace("</p>", ""))


@pytest.mark.parametrize(
    "text",
    [
        "[More](https://x.uz/){ .button .wide }",
        "!!! note inline end annotate\n    x",
        "See [the law] and [all].\n\n[the law]: ?q=law\n[all]: ?page=2#all",
    ],
)
def test_markup_with_words_of_its_own_is_no_lost_text(text: str) -> None:
    assert "text-lost" not in [code for code, _ in told(text)]


@pytest.mark.parametrize("label", ["//", "#", "comment", "Comment"])
@pytest.mark.parametrize("rest", ["# (To do: ask the mayor?)", "<> (a b)", '# "a b"', "#  'a b' ", "# (a \\) b )"])
@pytest.mark.parametrize("text", ["{}", "Above.\n\n{}\n\nBelow.", "> Above.\n>\n> {}\n", "{0}\n{0}\n\nBelow."])
def test_a_definition_without_an_address_is_a_comment(label: str, rest: str, text: str) -> None:
    assert told(text.format(f"[{label}]: {rest}")) == []


@pytest.mark.parametrize(
    "comment", ["[The plan]: # (a b)", "[//]: #b (a b)", "[//]: plan.md (a b)", "[comment]: x@y.uz 'a b'"]
)
def test_other_definitions_with_words_are_reported(comment: str) -> None:
    assert ("text-lost", 3) in told(f"Above.\n\n{comment}\n")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("> See [the law]\n> [A b]: now.\n\n[A b]: https://x.uz/", []),
        ("See [the law]\n[A b].\n\n[a B]: https://x.uz/\n[the law]: https://y.uz/", [2]),
        ("See [#4] [#6].\n\n[#4]: https://x.uz/\n[#6]: https://y.uz/", [1]),
    ],
)
def test_a_label_on_the_next_line_is_no_lost_text_unless_it_is_a_link_of_its_own(text: str, lines: list[int]) -> None:
    problems = convert(text, "a.md", 1, "en", Dialect("python-markdown"))[1]
    assert [(problem.code, problem.line) for problem in problems] == [("text-lost", line) for line in lines]


def test_words_beside_the_kind_of_an_admonition_are_reported_as_lost() -> None:
    assert told("!!! note inline end\n    x") == []
    assert told("!!! Come all of you\n    x") == [("text-lost", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "<section>one</section><section>two</section>",
        "<center>one</center><font>two</font>",
        "<p>one</p><form>two<button>three</button></form>",
        "<article><b>one</b></article>two",
        "one<textarea>two</textarea>three",
    ],
)
def test_words_of_elements_that_are_removed_are_not_run_together(text: str) -> None:
    assert words(html_of(text)) == [word for word in ("one", "two", "three") if word in text]


@pytest.mark.parametrize("form", ["[words]({})", "![words]({})", '<a href="{}">words</a>'])
@pytest.mark.parametrize("address", ["tg://resolve?domain=x", "ftp://x.uz/a", "file:///C:/a.docx", "C:/a.docx"])
def test_an_address_that_pages_may_not_have_is_reported_as_one(form: str, address: str) -> None:
    (problem,) = convert(f"x\n\n{form.format(address)}", "a.md", 1, "en")[1]
    name = address.partition(":")[0].lower()
    assert (problem.key, problem.line, problem.values) == ("html-removed/address", 3, {"names": f"{name}:"})


@pytest.mark.parametrize("form", ["[words]({})", "![words]({})"])
@pytest.mark.parametrize("path", ["|static|{}", "{{static}}{}", '{{{{< ref "{}" >}}}}'])
@pytest.mark.parametrize("address", ["data:text/html,a", "javascript:a", "ftp://x.uz/a"])
def test_such_an_address_behind_the_code_of_another_generator_is_reported(form: str, path: str, address: str) -> None:
    body, (problem,) = convert(f"x\n\n{form.format(path.format(address))}", "a.md", 1, "en")
    assert (problem.key, problem.line) == ("html-removed/address", 3)
    assert problem.values == {"names": f"{address.partition(':')[0]}:"}
    assert body.html == "<p>x</p>\n<p>words</p>"


def test_a_picture_at_a_mail_address_is_reported() -> None:
    assert told("![words](mailto:press@x.uz)") == [("html-removed", 1)]
    assert flat("![words](HTTPS://X.uz/a.jpg)") == '<p><a href="HTTPS://X.uz/a.jpg">words</a></p>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**“Nur”**ning, **«Bahor»**da", "<strong>“Nur”</strong>ning, <strong>«Bahor»</strong>da"),
        ("**Note:**words", "<strong>Note:</strong>words"),
        (
            "这是**“光”**的，**注：**见**（一）**和*乙*",
            "这是<strong>“光”</strong>的，<strong>注：</strong>见<strong>（一）</strong>和<em>乙</em>",
        ),
        ("说：**光**是**[光](#a)**的", '说：<strong>光</strong>是<strong><a href="#a">光</a></strong>的'),
        ("これは**「光」**です。**（注）**は", "これは<strong>「光」</strong>です。<strong>（注）</strong>は"),
        ("**'빛'**은 **\"말\"**이다", "<strong>'빛'</strong>은 <strong>\"말\"</strong>이다"),
        ("从**A+**级到**-5**度，**.com**。", "从<strong>A+</strong>级到<strong>-5</strong>度，<strong>.com</strong>。"),
        ("用**`a*b`**的", "用<strong><code>a*b</code></strong>的"),
        ('a*"b"* and 2*(3)*4, a.*b.*c', 'a*"b"* and 2*(3)*4, a.*b.*c'),
        # Asterisks that refer to a note.
        ("Цена*(без НДС) и скидка*(до 10%)", "Цена*(без НДС) и скидка*(до 10%)"),
        ("10%*годовых, 12%*годовых, «А»*и «Б»*тоже", "10%*годовых, 12%*годовых, «А»*и «Б»*тоже"),
    ],
)
def test_emphasis_may_touch_a_letter_and_a_quotation_mark(text: str, shown: str) -> None:
    assert flat(text).replace(' id="a"', "") == f"<p>{shown}</p>"
    assert "text-lost" not in dict(told(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. a\n2. b\n5. c", 3),
        ("x\n\n3. a\n2. b", 4),
        (" 1. a\n 2. b\n3. c\n\n10. d", 5),
        ("> 1. a\n> 2. b\n> 4. c", 3),
        ("• x\n\n1. a\n2. b\n   - c\n2. d", 6),
    ],
)
def test_a_number_that_the_page_does_not_show_is_reported(text: str, line: int) -> None:
    assert told(text) == [("list-numbers", line)]


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n1. b\n1. c",
        "0. a\n0. b",
        "3. a\n4. b\n\n   5. is text of the item\n5. c",
        "1. a\n   7. b\n   8. c\n2. d",
        "1. a\n\n       9. code\n2. b",
        "9. a\n10. b\n    - c\n\n      4. d\n      5. e\n11. f",
    ],
)
def test_numbers_that_the_page_shows_and_those_left_to_be_counted_are_not_reported(text: str) -> None:
    assert "list-numbers" not in dict(told(text))


def test_hyphens_are_reported_below_a_line_of_attributes_and_code() -> None:
    assert told("a\n{: .b}\n\n```\nc\n```\n-d\n-e\n") == [("list-tight", 7)]


def test_hyphens_without_a_space_are_reported_where_they_begin() -> None:
    assert told("a\n\n-Bir\n-Ikki\n-Uch\n\n-Bir\n\n```\n-a\n-b\n```") == [("list-tight", 3)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("— A.\n— B.\n— C.", 1),
        ("x\n\n✅ **A:** b\n✅ **C:** d\n", 3),
        ("\U0001f3eb A\n\U0001f6e3\ufe0f B", 1),
        ("1\ufe0f\u20e3 A\n2\ufe0f\u20e3 B", 1),
        ("> → A\n> → B", 1),
        ("x\n– A\n– B\n", 2),
        ("✓ One\n✓ Two", 1),
        ("a | b\n---|---\nc | d\n\n→ | A\n→ | B", 5),
        ("→ A | 5\n→ B | 6", 1),
    ],
)
def test_lines_that_begin_with_a_sign_and_become_one_are_reported(text: str, line: int) -> None:
    assert told(text) == [("lines-joined", line)]


@pytest.mark.parametrize(
    "text",
    [
        "— A.\n\n— B.",
        "— A.  \n— B.",
        "→ A\\\n→ B",
        "✅ A<br>\n✅ B",
        "- ✅ A\n- ✅ B",
        "```\n→ a\n→ b\n```",
        "    → f(a)\n    → f(b)",
        "A — b\nc — d",
        "—A\n—B",
        "| a | b |\n|---|---|\n| → | → |\n| ✅ | ✅ |",
        "\U0001f534 | a\n---|---\n\U0001f7e2 | b\n\U0001f535 | c",
        "> → | a\n> :-- | --:\n> ✅ | b\n> → | c",
        "→ A<BR>\n→ B<br /> \n→ C",
    ],
)
def test_lines_that_stay_apart_or_have_no_sign_are_not_reported(text: str) -> None:
    assert "lines-joined" not in [code for code, _ in told(text)]


def test_a_bullet_with_a_mark_for_emoji_is_a_bullet() -> None:
    assert html_of("\u25aa\ufe0f A\n\u25aa\ufe0f **B**") == html_of("- A\n- **B**")


@pytest.mark.parametrize(
    ("text", "shown", "line"),
    [
        ("A %%b c%% d.", "<p>A  d.</p>", 1),
        ("A\n\n%%\nb\n\nc\n%%\n\nD", "<p>A</p>\n<p>D</p>", 3),
        ("A\n%%b\nc%%", "<p>A</p>", 2),
        ("A {>>b < c<<}d", "<p>A d</p>", 1),
        ("- A\n- %%b%%", "<ul>\n<li>A</li>\n<li></li>\n</ul>", 2),
    ],
)
def test_comments_of_editors_are_left_out_and_reported(text: str, shown: str, line: int) -> None:
    assert html_of(text) == shown
    assert told(text) == [("comment-removed", line)]


@pytest.mark.parametrize(
    "text",
    [
        "100%% of A and 50%% of B",
        "`%%a%%` and `{>>b<<}`",
        "```mermaid\n%% a\n%% b %%\n```",
        "[A](https://host.example/%%20b%%20c)",
        "A grew by 5 %% and B by 10 %%, c by 7\u00a0%%.",
        "| A | B |\n|---|---|\n| 5 %% | 10 %% |",
        r"\%%A%%, \{>>B<<}",
        r"\%% A %% b \%% c B",
        "<!-- %%a%% --> A b c B",
        "a %%%b%%% c",
    ],
)
def test_what_is_no_comment_of_an_editor_stays(text: str) -> None:
    assert told(text) == []
    assert {*"ABCabc"} & {*words(text)} <= {*words(html_of(text))}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("%% A\n\nB %%", 1),
        ("{>>A\n\nB<<}", 1),
        ("A {>>b\n\n- c<<}", 1),
        ("A\n\n%%\nb\n\nc B", 3),
        ("> %%\n> a\n>\n> b\n> %%", 1),
        ("A.\n\n- b\n- %% c\n\nB", 4),
        ("A%%b%% c", 1),
        ("A %%b%%c.", 1),
        ("[A](https://host.example/)B%%c%%", 1),
        ("A %%b\n\nc %% B.", 1),
    ],
)
def test_what_may_be_a_comment_is_reported_where_readers_see_it(text: str, line: int) -> None:
    assert {("comment-shown", line)} <= {*told(text)} <= {("comment-shown", each) for each in range(1, 9)}
    assert {*"ABCabc"} & {*words(text)} <= {*words(html_of(text))}


@pytest.mark.parametrize(
    "text",
    [
        "[A](https://host.example/b?%%b%%)",
        "[A](<https://host.example/b c?%%b%%>)",
        "[A](/b?%%b%%)",
        "[A](https://host.example/b_(c)?%%b%%)",
        "[A]\n\n[A]: https://host.example/c?%%b%%",
        "[A]\n\n[A]: /c?%%b%%",
        "https://host.example/?A=%%b%%&b=c",
        "<https://host.example/?%%b%%>",
        "www.host.example/?%%b%%",
        'A <a href="/b?%%b%%">B</a>',
        '<p>\nA <a href="https://host.example/?a=%%b%%">B</a>\n</p>',
    ],
)
def test_signs_of_comments_in_addresses_are_part_of_them(text: str) -> None:
    body, problems = convert(text, "content/a.md", 1, "en")
    assert "%%b%%" in html_of(text) + "".join(each.target for each in body.references) and not problems


def test_a_comment_behind_an_address_is_left_out() -> None:
    for text in "[A](https://host.example/).%%c%%", "<https://host.example/>,%%c%%", "https://host.example/ %%c%%":
        assert "c" not in words(html_of(text))
        assert told(text) == [("comment-removed", 1)]


@pytest.mark.parametrize("text", ['!!! note "Слово**«x»** t"\n    x\n', "*[АБВ]: сл**«x»**\n\nАБВ\n"])
def test_the_mark_beside_emphasis_never_reaches_readers(text: str) -> None:
    body, _ = convert(text, "a.md", 1, "ru")
    assert "сл" in body.html.lower() and EDGE not in body.html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("text\n\n    :::note\n    x\n    :::\n", "<code>:::note\nx\n:::\n</code>"),
        ("text\n\n    ??? note\n        x\n", "<code>??? note\n    x\n</code>"),
        ("text\n\n    !!! note\n        x\n", "<code>!!! note\n    x\n</code>"),
        ("{% highlight md %}\n## T\n~~~~~\n## End\n{% endhighlight %}\n", "## T\n~~~~~\n## End\n</code>"),
        ("|a|b|\n|`x|y`|dog|\n", "dog"),
        ("| a | b |\n| c | d |\nx | y | zed\n", "zed"),
        ('<table><thead><tr><th id="k"></th></tr></thead><tr><td>x</td></tr></table>\n', ' id="k"'),
    ],
)
def test_samples_and_words_stay_beside_forms_of_other_generators(text: str, shown: str) -> None:
    body, problems = convert(text, "a.md", 1, "en")
    assert shown in body.html
    assert not [problem for problem in problems if problem.code == "text-lost"]


@pytest.mark.parametrize("text", ["- 1. a\n  2. b\n", "- > 1. a\n  > 2. b\n", "x[^1]\n\n[^1]: 1. a\n    2. b\n"])
def test_a_list_in_an_item_or_a_note_has_its_own_numbers(text: str) -> None:
    assert convert(text, "a.md", 1, "en")[1] == ()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<Abbr title="World Health">WHO</Abbr>', '<p><abbr title="World Health">WHO</abbr></p>'),
        ('!!! note "Use <b> tags"\n    Words.', "Use &lt;b&gt; tags</p><p>Words.</p>"),
        ('!!! note "A `<b>` tag"\n    Words.', "A <code>&lt;b&gt;</code> tag</p>"),
        ("<div><a href='mailto:?subject=Ask <jane@acme.org>'>Jane</a></div>", 'Ask%20%3Cjane@acme.org%3E">Jane</a>'),
        ("a) Board:\n- Anna\nb) Staff:\n- Carl", "<li>b) Staff:</li>"),
    ],
)
def test_what_only_looks_like_a_box_an_address_or_an_item_stays_what_it_is(text: str, html: str) -> None:
    assert html in flat(text)


def test_components_that_lead_somewhere_or_show_a_file_are_no_boxes() -> None:
    assert 'data-media="block"' in html_of('<Video title="Film" src="/a.mp4">x</Video>')
    assert told('<Card title="Widget" href="https://acme.org/">\n\nBuy\n\n</Card>') == [("html-removed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "<ul>\n<li>One\n<li>Two\n</ul>\n<script>\nx.innerHTML = '<p>secret</p>';\n</script>",
        '<p>Questions\n<script type="application/ld+json">\n{"text":"<p>secret</p>"}\n</script>',
        "<p><script>document.write('<p>secret</p>')</script></p>",
    ],
)
def test_no_code_of_a_script_is_shown(text: str) -> None:
    assert "secret" not in html_of(text) and "html-removed" in dict(told(text))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[us]([https://a.example/b](https://a.example/b))", "https://a.example/b"),
        ("[us]([a.example](https://a.example/?q=1&r=(2)))", "https://a.example/?q=1&amp;r=(2)"),
        ("[us]([mail](mailto:a@a.example))", "mailto:a@a.example"),
        ("[us]([https://a.example/](https://a.example/)\n)", "https://a.example/"),
    ],
)
def test_a_link_that_was_pasted_as_an_address_leads_where_it_says(written: str, address: str) -> None:
    body, problems = convert(f"See {written} now.", "a.md", 1, "en")
    assert f'<a href="{address}">us</a> now.' in body.html
    assert problems == ()


@pytest.mark.parametrize("written", ["[us]([a])", "[us]([a]())", "[us]([a](javascript:b))", "[us]([a](b c))"])
def test_what_is_no_link_in_an_address_is_none(written: str) -> None:
    body, _ = convert(f"See {written} now.", "a.md", 1, "en")
    assert "javascript" not in "".join(re.findall("<[^<>]*>", body.html))
    assert 'href="a"' not in body.html


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(name="python-markdown")], ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Before {{<toc>}} after", "<p>Before {{&lt;toc&gt;}} after</p>"),
        ('{{<table "plan">}}\n\nA\n\n{{</table>}}\n\nB', "<p>{{&lt;table \"plan\"&gt;}}</p>\n<p>A</p>\n<p>{{&lt;/table&gt;}}</p>\n<p>B</p>"),
        ("<div>{{<b>}}</div>", "<div>{{&lt;b&gt;}}</div>"),
        ("`{{<toc>}}`", "<p><code>{{&lt;toc&gt;}}</code></p>"),
        ("A\n\n    {{<toc>}}", "<code>{{&lt;toc&gt;}}"),
        ("- A\n\n      {{<toc>}}", "<code>{{&lt;toc&gt;}}"),
        ("```\n{{<toc>}}\n```", "<code>{{&lt;toc&gt;}}"),
        ("A {{ <b>B</b> }}", "<p>A {{ <b>B</b> }}</p>"),
    ],
)  # fmt: skip
def test_a_shortcode_without_spaces_is_no_html(text: str, shown: str, dialect: Dialect) -> None:
    if dialect.name == "python-markdown" and text.startswith(("- A", "```")):
        return  # it reads other indents as code, and needs an extension for fences
    body, problems = convert(text, "a.md", 1, "en", dialect)
    assert shown in body.html
    assert not {"html-removed", "text-lost"} & {problem.code for problem in problems}
