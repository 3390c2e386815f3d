"""Markup that readers see as it was typed: a notice names its line, and markup that is meant to be seen has none."""

from __future__ import annotations

import pytest

from pressgen.content.markdown.conversion import convert
from pressgen.model import Dialect

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


def told(text: str, dialect: Dialect | None = None) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in convert(text, "a.md", 1, "en", dialect or Dialect())[1]]


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("emphasis-shown", 3, "a\n\nSome ** bold ** words"),
        ("emphasis-shown", 3, "a\n\nSome ** [bold](https://x.uz/) ** words"),
        ("emphasis-shown", 2, "a\n==old== words"),
        ("link-shown", 1, "[words] (https://x.uz/)"),
        ("link-shown", 3, "a\n\nsee [words]\n(https://x.uz/)"),
        ("link-shown", 2, "> a\n> see [words]\n> (www.x.uz)"),
        ("link-shown", 1, "[words]\u00a0(https://x.uz/)"),
        ("link-shown", 1, "![words] (bus.jpg)"),
        ("link-shown", 1, "[words] (/plan/) and [words] (#plan)"),
        ("link-shown", 1, "[words](the new plan)"),
        ("link-shown", 1, "[words](https://x.uz/a b)"),
        ("link-shown", 2, "a\nsee [words][https://x.uz/a]"),
        ("link-shown", 1, "[**words** in it][www.x.uz/a] and more"),
        ("link-shown", 1, "[words][mailto:a@x.uz]"),
        ("link-shown", 1, '[words](https://x.uz/ "title)'),
        ("link-shown", 1, "See [words] [label].\n\n[label]: /x/"),
        ("link-shown", 3, "> a\n> see [the words]\n> [label].\n\n[label]: /x/"),
        ("link-shown", 2, "- see [слова]\n  [Метка 2], too.\n\n[метка 2]: https://x.uz/"),
        ("link-shown", 1, "[words](https://x.uz"),
        ("link-shown", 1, "[words](https://x.uz/]"),
        ("link-shown", 1, "[words}(https://x.uz/)"),
        ("link-shown", 1, "(words)[https://x.uz/]"),
        ("link-shown", 1, "![] (/a.jpg)"),
        ("link-shown", 2, "| a |\n| [words] (https://x.uz/) |\n\n|---|"),
        ("reference-missing", 3, "a\n\n[words][label]"),
        ("reference-missing", 1, "[words][]"),
        ("reference-missing", 1, "[words][#label]"),
        ("reference-missing", 1, "![words][1]"),
        ("footnote-missing", 1, "a[^1]"),
        ("footnote-missing", 1, "a[^a-note] b[^2]\n\n[^2]: c"),
        ("emphasis-shown", 2, "a\nCO~2~ falls"),
        ("emphasis-shown", 1, "1,200 m^2^"),
        ("emphasis-shown", 1, "the 4^th^ of May"),
        ("emphasis-shown", 1, "*CO*~2~ and 10^-6^ and x^2^"),
        ("footnote-missing", 3, "a\n\nSo.^[See the *report*.] And"),
        ("footnote-missing", 1, "So.^[See\nthe report.]"),
        ("attributes-shown", 1, "Words {: .wide}"),
        ("attributes-shown", 2, "Words\nand {#a .b}"),
        ("attributes-shown", 1, "[words]{.small}"),
        ("line-shown", 2, "Words\n    # Heading"),
        ("line-shown", 2, "Words:\n    - a\n    - b"),
        ("line-shown", 2, "Words:\n    1. a\n    2. b"),
        ("table-shown", 3, "Text\na | b\n--- | ---| ---"),
        ("table-shown", 1, "| a | b |\n|---|\n| 1 | 2 |"),
        ("table-shown", 1, "| a | b |\n\n|---|---|\n| 1 | 2 |"),
        ("table-shown", 1, "> | b | c |\n| d | e |"),
    ],
)
def test_markup_that_is_none_has_a_notice(code: str, line: int, text: str) -> None:
    assert (code, line) in told(text)
    assert {each for each, _ in told(text)} <= {code, "table-shown"}


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, "<div>\n**bold**\n</div>"),
        (3, "**bold**\n\n<p>**bold**</p>"),
        (1, "<p>__bold__</p>"),
        (1, "<p>an *old* word</p>"),
        (1, "<p>an _old_ word</p>"),
        (1, "<p>~~old~~</p>"),
        (3, "`code`\n\n<p>some `code`</p>"),
        (1, '<td><p>[words](https://x.uz/ "title")</p></td>'),
        (1, "<p>[words][a]</p>\n\n[a]: https://x.uz/"),
        (3, "a[^1]\n\n<p>b[^1]</p>\n\n[^1]: c"),
        (2, "<div>\n# Heading\n</div>"),
        (2, "<div>\n  - a\n  - b\n</div>"),
        (3, "<div>\na\n1. a\n2. b\n</div>"),
        (2, "<details><summary>a</summary>\n```python\nb\n```\n</details>"),
        (2, f"<div>\n{TABLE}\n</div>"),
        (2, "<div>\na {: .b}\n</div>"),
        *((2, f"<div>\n{sign}{'words ' * 20}end.{sign}\n</div>") for sign in ("*", "_", "**", "__")),
        (2, f"<hr>\n*{'words ' * 20}end.*"),
        (2, "<hr>\n![](/a.jpg)"),
    ],
)
def test_markdown_within_html_has_a_notice(line: int, text: str) -> None:
    assert told(text) == [("markdown-in-html", line)]


@pytest.mark.parametrize(
    "text",
    [
        "a **b** c\n\n`**x**` and 2**3**4\n\n```\n** y **\n```\n",
        "a == b and c == d",
        f"<div>\n*{'words ' * 20} and 5 * 3\nA * {'words ' * 20}*\n</div>",
        "\\*\\*bold\\*\\* and \\_\\_init\\_\\_, \\[words](the plan), \\[words] (https://x.uz/)",
        "\\[words][label], \\[^1], \\{#a}, \\# 5 of them",
        "text\n\\# Heading\n\\- a\n\\- b",
        "Цена*(без НДС) и скидка*(до 10%)",
        "O`zbekiston va g`alaba",
        "The ministry [1] (https://x.uz/) and [2][3]",
        "From list[str] ([#35](https://x.uz/)) and [words] ([a](b.md)), list[str] (www.x.uz)",
        "a[0][1], человек[а] (ов), f[x](a, b), [an aside] (in brackets)",
        "He said [the minister] and left (see www.x.uz).",
        "[a-z][^a-z]",
        "[et_pb_text]words[/et_pb_text][et_pb_text a=b]words (a)[/caption]",
        "<code>**a**</code> <kbd>[a] (b.md)</kbd>",
        "<pre>\n- a\n- b\n# c\n</pre>",
        "<p>- Да, – сказал он.<br>\n- Нет.</p>",
        "Text\n1991. a\n1992. b",
        TABLE,
        '<div markdown="0">\n*a*\n</div>',
        "{% raw %} {name} {0} {a, b}",
        "https://x.uz/__a__/**b**",
        "[a](https://x.uz/)[b](https://x.uz/) [c](https://x.uz/) (www.x.uz)",
        "\\[words] [label], [1] [label], [label] [label], **[label]** [label]\n[label]\n\n[label]: /x/",
        "- [x] [label]\n- [ ] [label], a[^1] [label]\n\n[^1]: note\n\n[label]: /x/",
    ],
)
def test_markup_that_is_meant_to_be_seen_has_none(text: str) -> None:
    assert told(text) == []


def test_each_link_has_its_notice_up_to_five_and_emphasis_the_first() -> None:
    links = [f"[words {number}] (https://x.uz/{number})\n" for number in range(7)]
    assert told("\n".join(links)) == [("link-shown", line) for line in (1, 3, 5, 7, 9)]
    assert told("** a **\n\n** b **") == [("emphasis-shown", 1)]


def test_a_definition_whose_address_is_in_brackets_is_reported() -> None:
    assert told("a\n\n[words]:(https://x.uz/)") == [("text-lost", 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[words][https://x.uz/a]", "“[words][https://x.uz/a]”"),
        ("[**two** words][]", "[two words]"),
        ("[words][*a* see https://x.uz/a]", "[a see https://x.uz/a]"),
    ],
)
def test_notices_have_the_words_that_readers_see(text: str, words: str) -> None:
    (problem,) = convert(text, "a.md", 1, "en")[1]
    assert words in problem.message and problem.message.isprintable()


def test_python_markdown_has_the_same_notices() -> None:
    dialect = Dialect("python-markdown")
    assert told("a\n- b\n- c", dialect) == [("line-shown", 2)]
    assert told("[words][https://x.uz/a]", dialect) == [("link-shown", 1)]
    assert told("[words] (https://x.uz/)\n\n[words][label]", dialect) == [("link-shown", 1), ("reference-missing", 3)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Name\tCount\nNorth\t12\nSouth\t9", [1]),
        ("The table:\n\n10:00\tThe opening\t\u2014\n11:00\tLunch\tHall 3\n\nText.", [3]),
        ("- A\n\n  Ой\tСони\n  Март\t5", [3]),
        ("> Name\tCount\n> North\t12", [1]),
        ("Name\tCount", []),
        ("Name\tCount\nNorth 12", []),
        ("1.\tNorth\n2.\tSouth", []),
        ("(i)\tNorth\n(ii)\tSouth", []),
        ("а)\tСевер\nб)\tЮг", []),
        ("-\tNorth\n-\tSouth", []),
        ("    Name\tCount\n    North\t12", []),
        ("```\nName\tCount\nNorth\t12\n```", []),
        ("| Name\t| Count |\n|---|---|\n| North\t| 12 |", []),
        ("<table>\n<tr>\n\t<td>a</td>\t<td>b</td>\n\t<td>c</td>\t<td>d</td>\n</tr>\n</table>", []),
        ("<pre>\nName\tCount\nNorth\t12\n</pre>", []),
    ],
)
def test_columns_that_only_tabs_part_are_reported(text: str, lines: list[int]) -> None:
    _, problems = convert(text, "a.md", 1, "en")
    assert [each.line for each in problems if each.key == "table-shown/tabs"] == lines


@pytest.mark.parametrize(
    "text",
    ["~20~ people", "a ~ b ~ c", "2^10 or 2^20", "^_^ and o^_^o", "`CO~2~` and `m^2^`", "CO\\~2\\~", "a^ b^", "~~gone~~",
     "C:\\PROGRA~1\\x", "^[a-z]+$", "x^[1]", "[^1]\n\n[^1]: Note", "^[", "see ~/a and ~/b"],
)  # fmt: skip
def test_other_tildes_and_carets_are_text(text: str) -> None:
    assert not {code for code, _ in told(text)} & {"emphasis-shown", "footnote-missing"}
