"""The quick ways to HTML give what the library alone gives, byte for byte, on every form of Markdown there is."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter

import markdown
import pytest
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from pressgen.content import markup
from pressgen.content.markup.extensions import extensions_for, markdown_for
from pressgen.content.markup.fast_blocks import ordinary_html
from pressgen.content.markup.policy import is_clean, sanitised

GENERATED = 5000


def result(maker: Callable[[], Markdown], text: str) -> str:
    """The HTML of a text, or what the library stops with, as it does on some footnotes."""
    md = CONVERTERS.get(maker) or maker()
    CONVERTERS[maker] = md
    try:
        return md.reset().convert(text)
    except AttributeError as error:
        del CONVERTERS[maker]
        return f"stopped: {error}"


def quick() -> Markdown:
    """The library made quick."""
    return markdown_for("en")


def library() -> Markdown:
    """The library with the same extensions and every processor its own."""
    return Markdown(output_format="html", extensions=extensions_for("en"))


CONVERTERS: dict[Callable[[], Markdown], Markdown] = {}

# One text for each line; ⏎ stands for a line feed, ⇥ for a tab and ␣ for a space that does not break.
FORMS = r"""
word
two⏎lines
two  ⏎lines
two   ⏎  lines
two  ⏎*lines*
two  ⏎  `lines`
one⏎⏎⏎⏎two⏎   ⏎three
   three spaces before⏎     five after
⏎⏎leading lines⏎⏎
  ⏎ leading blanks
trailing blanks   ⏎⏎more  ⏎
# One⏎## Two⏎### Three⏎#### Four⏎##### Five⏎###### Six⏎####### Seven
#No blank
# Closed #⏎## Closed ##⏎### Half-closed # ⏎# C# and #hash
# *A* `b` [c](d) & e
#⏎# ⏎##  ##
# Head⏎text below⏎- item
text⏎# Head in the middle⏎text
 # Not a head
# a \# b⏎# x | y⏎-|-⏎1|2
Title⏎=====⏎⏎Title⏎-----⏎⏎Title⏎=⏎more
Two⏎lines⏎=====
*Title* | x⏎-----
Title⏎====  ⏎# Next
Title⏎-=⏎⏎Title⏎- -
---⏎⏎***⏎⏎___⏎⏎- - -⏎⏎* * *⏎⏎-----
--⏎⏎- -⏎⏎ ---⏎⏎---   ⏎⏎-  -  -
text⏎---⏎⏎text⏎⏎---⏎text⏎***⏎more
- a⏎- b⏎- c
* a⏎+ b⏎- c
- a⏎⏎- b⏎⏎- c
- a⏎- b⏎⏎- c⏎- d
- a⏎⏎⏎⏎- b⏎⏎text
- a⏎  more a⏎- b⏎lazy b
- a⏎    more a⏎⏎    a paragraph⏎- b
- a⏎    - b⏎        - c⏎- d
- a⏎  - b⏎   - c
- a⏎⏎    - b⏎⏎        text of b⏎⏎    text of a
- a⏎⏎        code of a
-   wide⏎-⏎- ⏎-x
-⇥tab⏎-⇥tab
 - a⏎ - b⏎   - c
1. a⏎2. b⏎3. c
3. a⏎7. b
1. a⏎⏎2. b⏎⏎text⏎⏎3. c
1. a⏎- b⏎⏎- c⏎1. d
- a⏎1. b
1) a⏎2) b
2025. A year⏎2025 is a year⏎1.5 million
01. a⏎٣. b
text⏎- no list⏎* no list⏎1. no list
- # Head⏎- ---⏎- > quote⏎-     code
- a⏎# Head⏎- b
- [ ] task⏎- [x] done
* *a* b⏎* **c** d⏎* `e`
- a | b⏎- c | d
1. a⏎⏎   ⏎2. b⏎    1. c
- one⏎⏎1. two⏎⏎- three
+998 66 233 00 00⏎+ 1⏎-5 degrees
> a⏎> b
> a⏎b lazy⏎> c
> a⏎⏎> b⏎⏎c
> a⏎>⏎> b⏎>⏎
>a⏎> > b⏎>> c⏎> > > > > > d
> # Head⏎> text⏎>⏎> - a⏎> - b
> - a⏎⏎> - b
> | a | b |⏎> |---|---|⏎> | 1 | 2 |
>     code⏎> text
> a⏎# Head
> a⏎---
> a⏎- b
 > a⏎  > b⏎    > c
text⏎> quote
>⏎⏎> ⏎⏎>⏎> a
- a⏎⏎    > quote⏎    > more
a | b⏎--|--⏎1 | 2
| a | b |⏎|:--|--:|⏎| 1 | 2 |⏎| 3 |⏎| 4 | 5 | 6 |
| a | b | c |⏎| :-: | :-- | --- |⏎| **1** | `2` | [3](x) |
|a|⏎|-|⏎|1|
a | b⏎--|--
a | b⏎--|--|--⏎1 | 2
a | b⏎---⏎c
a | b⏎-- --⏎c
a \| b | c⏎--|--⏎`x | y` | z
`a | b`⏎---|---⏎`d | e`
`a` | b⏎---|---⏎`c` | `d⏎e | f | `g⏎h | `i` | j
a | b⏎---|---⏎`c` | `d`⏎`e | f` | g⏎h | i | ` j
| a | b |⏎| - | : |⏎|  |  |
| a | b⏎|--|--⏎text under⏎⏎# a | b⏎-|-⏎1|2
- a | b⏎  --|--⏎  1 | 2
*a* **b** ***c*** _d_ __e__ ___f___
*a **b** c* **a *b* c** _a *b* c_ *a _b_ c*
**a*b** *a**b* **a* *a** ***a** b*
*a*b a*b*c a_b_c _a_b a__b__c a___b
**a***b* *a****b*
* a * ** b ** _ c _
x * a* y⏎⏎x *a * y⏎⏎x ** b** y
*a⏎b* **a⏎⏎b**
*a * b* (*a*) "*a*" *(a)* *a*, **a**.
**"a"**. _"a"_. _a_, x_a_ _a_x _a _b_
5 * 3 * 2 = 30 * and _ this
_(a)_b c_ and *(a)*b c*
snake_case and _snake_case_ and __init__
*`a*`* **[a](b)** [*a*](b) [**a** b](c) *[a*](b)
`a` ``a ` b`` `` ` `` ` a ` `a
`*a*` `[a](b)` `<b>` `a & b` `&amp;` `a⏎b`
\`a\` `a\` b` \\`a`
\* \_ \[ \] \( \) \# \+ \- \. \! \{ \} \> \| \a \\
*a\*b* [a\]b](c) [a](b\)c)
[a](b) [a](b "c") [a](b 'c') [a](<b c> "d") [a]( b ) [a](b  "c" )
[a](b(c)d) [a](b "c"d") [a](b 'c"d') [a](b "it's") [a](b "")
[a](b "c␣d")
[a](b "  ") [a](b " e ") [a](b "c > d & e")
[a]() [](b) [ a ](b) [a] (b) [a](b [c](d)
[a [b](c) d](e) [[a]](b) [a](b) [c] [d](e)(f)
[a](https://x.uz/?b=1&c=2&copy=3) [a](b_c_d) [a](b*c*d) [a](b`c`d)
![a](b) ![](b) ![a *b*](c "d & 'e'") ![a "b"](c) ! [a](b) !![a](b)
[![a](b)](c) [![a](b "t")](c "u")
![a⏎b](c) [a⏎b](c) [a  ⏎b](c) [a](b⏎c) [a](b⏎"c")
[a][b] [a] [b] [b][] [b] [B] ![x][b] ![b]⏎⏎[b]: http://x.uz/ "Title"
[b]: <http://x.uz/>⏎[c]: d 'e'⏎[f]: g (h)⏎⏎[b] [c] [f]
text⏎[b]: c⏎more [b]
[a]⏎⏎[a]:⏎  http://x.uz/⏎  "Title"
[1] and [1], [see Annex A] and [^1] and [ ] and []
[a](b)c[d] *[a]* [a]* [a *b] c*
<https://x.uz/> <a@b.uz> <mailto:a@b.uz> <x:y> <not one>
https://x.uz/a_b a@b.uz www.x.uz
<b>a</b> <i class="c">*d*</i> a<br>b a<br/>b <img src="a.jpg">
<div>*a*</div>⏎⏎*b*
<div>⏎⏎*a*⏎⏎</div>⏎text
<div markdown>⏎*a*⏎⏎- b⏎</div>
<div markdown="1"><p markdown="span">*a*</p><p>*b*</p></div>
<p markdown="block">⏎# a⏎</p>
<details markdown><summary>*a*</summary>⏎*b*⏎</details>
<table><tr><td markdown>*a*</td></tr></table>
<!-- *a* --> b⏎⏎<!-- c⏎⏎d -->⏎e
<!-- open⏎⏎text
<?php echo *a* ?> <![CDATA[ *a* ]]> <!DOCTYPE html>
<script>*a*⏎⏎b</script>⏎<style>c</style>
a < b > c <- d -> e << f >> <3
<div><div>a</div>⏎b
</div> <b <i>
R&D & Q&A &amp; &lt; &copy; &#169; &#xA9; &#XA9; &nope; &#x; &#169 &amp x
&nbsp;⏎⏎- &nbsp;⏎⏎`&nbsp;` & `&`
*&amp;* _&amp;_ a_&amp;_b
    code⏎    *more*⏎⏎    and⏎text
⇥code⏎⇥⇥more⏎a⇥tab⇥within
text⏎    no code
```⏎*a*⏎⏎b⏎```
```python⏎x < 1⏎```⏎text
``` {.python #id hl_lines="1"}⏎x⏎```
~~~⏎a⏎```⏎b⏎~~~
```⏎open⏎⏎text
text⏎```⏎a⏎```⏎text
- a⏎⏎    ```⏎    b⏎    ```
> ```⏎> a⏎> ```
````⏎```⏎````
~~~⏎*a*⏎~~~
Term⏎: Definition
Term⏎:   One⏎    more⏎⏎    two⏎:   Three
A⏎B⏎⏎:   C
: no term
Term⏎ : D⏎⏎    - a⏎    - b
HTML is *HTML* and `HTML`⏎⏎*[HTML]: Hyper Text
*[HTML] : spaced⏎⏎HTML
a[^1] b[^two] c[^1]⏎⏎[^1]: One⏎[^two]: Two⏎    more⏎⏎    and more
[^none] [^1]: inline
[^1]: unused
a[^1]⏎⏎[^1]:⏎⏎[^1]: twice
!!! note⏎    a⏎⏎    b
!!! warning "Title"⏎    - a⏎⏎    c⏎!!! tip ""⏎    b
!!! danger highlight block⏎    a⏎b
text⏎!!! note⏎    a
!!!⏎Wow!!! What!
# Head {#id .class key=value}⏎⏎Head {: #a }⏎----
text⏎{: .a #b title="c" }
*a*{: .b} [c](d){: title="e" } `f`{.g}
- a⏎{: .b }⏎- c {: .d }
| a {.x} | b |⏎|---|---|⏎| 1 {.y} | 2 |
{ a } {} {{ b }} {% c %} {: }
`{a}` [b]({c}) ![{d}](e)
Oʻzbekiston, maʼlumot, «ўзбек», Қарақалпақ
مرحبا *بالعالم* [رابط](x) و **نص**⏎⏎- أ⏎- ب
中文*强调*文字 **粗**体 _下_划
“Quoted” — dash … ellipsis ’tis 10 % № 5 ½ ²
é ñ 🙂 *🙂* **é**ñ
word **bold**​after
a␣*b*␣ _c_␣⏎⏎␣d⏎⏎-␣e⏎⏎*␣f*
a"b'c (d) e/f a~b^c $d %e @f
*
_
`
[
!
&
<
>
-
1.
"""
FORM_TEXTS = [line.translate(str.maketrans("⏎⇥␣", "\n\t\xa0")) for line in FORMS.strip("\n").split("\n")]


def documents(seed: int) -> list[str]:
    """Texts put together at random from ordinary pieces and broken ones; a few kinds of piece in each."""
    rng = random.Random(seed)
    plain = """5 2025. R&D a_b "q" it's *em* **st** _em_ `c` [t](u) ![p](a.jpg) [1] &amp; – (x) «y» ў و https://x.uz/""".split()
    plain += ["x  \ny", "x\ny", '[t](u "T")', '![p](a.jpg "cap")', "[t *e*](http://x.uz/a_b?c=1&d=2)"]
    pieces = [part for line in FORM_TEXTS if len(line) < 60 for part in line.split(" ") if part] + plain * 6
    marks = ["- ", "* ", "1. ", "2. ", "> ", "> ", "", "", "    ", "  ", "-  ", "| ", "# ", "## ", ": ", "    - "]

    def text(kinds: list[str]) -> str:
        sep = rng.choice((" ", " ", " ", "", "  "))
        return sep.join(rng.choice(kinds) if rng.random() < 0.6 else "words and" for _ in range(rng.randint(1, 6)))

    def block(kinds: list[str]) -> str:
        kind = rng.random()
        if kind < 0.35:
            return text(kinds)
        if kind < 0.45:
            return "#" * rng.randint(1, 4) + " " + text(kinds)
        if kind < 0.55:
            rows = [" | ".join(text(kinds) for _ in range(2)), rng.choice(("--|--", ":-:|--:", "- | -", "|--|--|"))]
            return "\n".join(rows + [" | ".join(text(kinds) for _ in range(rng.randint(1, 3))) for _ in range(2)])
        if kind < 0.62:
            return rng.choice(
                ("---", "***", "T\n---", "T\n===", "[1]: x", "[^1]: n", "*[words]: w", "```\nc\n```", "!!! note\n    a")
            )
        mark = rng.choice(marks)
        lines = [(mark if rng.random() < 0.9 else rng.choice(marks)) + text(kinds) for _ in range(rng.randint(1, 4))]
        return "\n".join(lines)

    made = []
    for _ in range(GENERATED):
        kinds = rng.sample(pieces, rng.randint(1, 8))
        gap = rng.choice(("\n\n", "\n\n", "\n\n\n", "\n  \n"))
        made.append(gap.join(block(kinds) for _ in range(rng.randint(1, 6))))
    return made


def differing(texts: list[str]) -> tuple[list[str], int]:
    """Texts whose HTML is not the library's, and how many were read without the library."""
    wrong = []
    ordinary = 0
    for text in texts:
        wanted = result(library, text)
        if result(quick, text) != wanted:
            wrong.append(text)
        direct = ordinary_html(text)
        ordinary += direct is not None
        if direct not in (None, wanted):
            wrong.append(text)
    return wrong, ordinary


def test_every_form_alone_gives_the_librarys_bytes() -> None:
    assert len(set(FORM_TEXTS)) >= 150
    assert differing(FORM_TEXTS)[0] == []


def test_every_form_in_company_gives_the_librarys_bytes() -> None:
    around = (
        "Words.\n\n{}\n\nWords.",
        "- item\n\n{}",
        "> quote\n\n{}\n\n> quote",
        "{0}\n\n{0}",
        "# Head\n{}",
        "\r\n{}\r\n\n",
    )
    assert differing([frame.format(text) for text in FORM_TEXTS for frame in around])[0] == []


def test_forms_within_lists_and_quotes_give_the_librarys_bytes() -> None:
    nested = [f"- {text}".replace("\n", "\n    ") for text in FORM_TEXTS]
    quoted = [f"> {text}".replace("\n", "\n> ") for text in FORM_TEXTS]
    assert differing(nested + quoted)[0] == []


def test_generated_texts_give_the_librarys_bytes(record_property: Callable[[str, object], None]) -> None:
    start = perf_counter()
    wrong, ordinary = differing(documents(20250127))
    record_property("seconds", round(perf_counter() - start, 1))
    record_property("read without the library", ordinary)
    assert wrong == []
    assert ordinary > GENERATED // 10


def test_whole_bodies_are_the_same_with_and_without_the_quick_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = FORM_TEXTS + documents(7)[:300]
    found = [markup.convert(text, "a.md", 1, "en") for text in texts]
    monkeypatch.setattr(markup, "ordinary_html", lambda text: None)
    monkeypatch.setattr(markup, "_converter", lru_cache(lambda lang: library()))
    assert [markup.convert(text, "a.md", 1, "en") for text in texts] == found


def test_what_the_sanitiser_is_not_asked_of_is_what_it_leaves_as_it_is() -> None:
    framed = [frame.format(text) for text in FORM_TEXTS for frame in ("{}", "- item\n\n{}", "> quote\n\n{}\n\n> quote")]
    made = [html for text in framed + documents(3) if (html := ordinary_html(text)) is not None]
    clean = [html for html in made if is_clean(html)]
    assert len(clean) > len(made) // 2
    assert [html for html in clean if sanitised(html) != html] == []
    table = ordinary_html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert table is not None and is_clean(table)


def test_the_sanitiser_is_asked_of_every_sign_that_it_changes() -> None:
    signs = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), 0x1F600, 0xE0001, 0x10FFFF)]
    signs += ["&", "&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&#39;", "&ampx", "&copy", "<b", "</p", "\r\n"]
    forms = ("a{}b", "<p>{}</p>", '<a href="https://a.example/{}">x</a>', '<a href="{}x">x</a>')
    for form in forms:
        texts = [form.format(sign) for sign in signs]
        clean = [text for text in texts if is_clean(text)]
        assert [text for text in clean if sanitised(text) != text] == []
    assert is_clean("Сўз 言 שלום\n\twords") and not is_clean("\ud800")


@pytest.mark.parametrize(
    "html",
    """<script>|<p class="a">|<a href="javascript:x">|<a href="data:x">|<img src="a">|<svg>|<b>|<P>
<p >|<p/>|<!-- -->|<a href='x'>|<a href="x" onclick="y">|<a href="">|<style>|</script>|<iframe>|<pre>|<a href="x y">
<a href="&#106;avascript:x">|<a href="https://a.example/&quot;">|<td align="justify">|<td align=left>|<p align="left">
<th align="left" id="x">|<TD align="left">|<td ALIGN="left">""".replace("\n", "|").split("|"),
)
def test_the_sanitiser_is_asked_of_every_other_element(html: str) -> None:
    assert not is_clean(f"<p>Words</p>\n{html}\n<p>Words</p>")


ORDINARY = """The Ministry *presented* **the plan**, see the [full text](https://example.org/plan_2?a=1&b=2 "Plan") & more.

## Next steps

- submit the `form`;
- publish the results
  by the end of the year.

1. First

2. Second

> We are ready.
>
> More than ever.

| Region | Schools |
| --- | ---: |
| Samarkand | 80 |

![The hall](hall.jpg "Opening")

---

Contacts  
+998 66 233 00 00
"""


def test_an_ordinary_release_is_read_without_the_library() -> None:
    assert ordinary_html(ORDINARY) == library().convert(ORDINARY)
    program = (
        "import sys; from pressgen.content.markup import convert; "
        f"convert({ORDINARY!r}, 'a.md', 1, 'en'); print('markdown' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


@pytest.mark.parametrize(
    "text",
    """<b>x</b>|[a]: b|a[^1]⏎⏎[^1]: n|    code|```⏎x⏎```|- a⏎    - b|A⏎: b|!!! note⏎    x|*a **b** c*|\\*|x {: .y }|# a {#b}
[a](b c)|*open|`open|[open|***a***|\x020\x03""".replace("\n", "|")
    .replace("⏎", "\n")
    .split("|"),
)
def test_anything_else_is_left_to_the_library(text: str) -> None:
    assert ordinary_html(f"Words.\n\n{text}\n\nWords.") is None


def test_a_text_may_be_nested_or_broken_without_end() -> None:
    for text in ("> " * 500 + "x", "[" * 3000, "*a " * 2000, "`" * 3001, "- " * 800 + "x", "[a](" * 1500, "_a " * 2000):
        assert ordinary_html(text) is None


@pytest.mark.parametrize("version", [(4, 0, 0, "final", 0), (3, 9, 0, "final", 0)])
def test_a_library_that_is_not_known_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, version: tuple[object, ...]
) -> None:
    monkeypatch.setattr(markdown, "__version_info__", version)
    md = markdown_for("en")
    assert type(md.treeprocessors["inline"]) is InlineProcessor
    assert md.convert("*a* [b](c)") == '<p><em>a</em> <a href="c">b</a></p>'


def test_a_library_without_the_methods_that_are_replaced_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(InlineProcessor, "_InlineProcessor__applyPattern")
    assert type(markdown_for("en").treeprocessors["inline"]) is InlineProcessor


def test_the_known_library_is_quickened() -> None:
    assert type(quick().treeprocessors["inline"]) is not InlineProcessor
