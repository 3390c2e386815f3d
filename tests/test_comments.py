"""Comments of templates: what authors kept from readers stays with them, and all other words stay on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Site
from pressgen.content import unfinished
from pressgen.content.markdown.conversion import convert
from pressgen.content.text import comments, foreign
from pressgen.model import Dialect, FrontMatter
from spoken import unspoken

Make = Callable[..., Site]

COMMENTS = (
    "{{% comment %}}{}{{% endcomment %}}",
    "{{%- comment -%}}{}{{%- endcomment -%}}",
    "{{%comment%}}{}{{%endcomment%}}",
    "{{% comment %}}a{{% comment %}}{}{{% endcomment %}}b{{% endcomment %}}",
    "{{# {} #}}",
    "{{#- {} -#}}",
    "{{{{< comment >}}}}{}{{{{< /comment >}}}}",
    "{{{{% comment %}}}}{}{{{{%/comment%}}}}",
    "{{{{/* {} */}}}}",
    "{{{{- /* {} */ -}}}}",
    '{{% comment "for us" %}}{}{{% endcomment %}}',
    '{{{{< comment by="us" >}}}}{}{{{{< /comment >}}}}',
    "{{::comment}}{}{{:/comment}}",
    "{{::comment}}{}{{:/}}",
)
SECRETS = (
    "merger",
    "the\nmerger",
    "the\n\nmerger\n\n- at noon",
    "**merger** [it](a.md) # {x} *",
    "слияние",
    "`merger`",
)


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(name="python-markdown")], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", COMMENTS)
def test_readers_see_no_comment(form: str, secret: str, dialect: Dialect) -> None:
    comment = form.format(secret)
    for text in (
        comment,
        f"Before {comment} after.",
        f"Before.\n\n{comment}\n\nafter.",
        f"- Before\n- {comment} after",
    ):
        body, problems = convert(text, "a.md", 1, "en", dialect)
        shown = re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", body.html))
        assert shown == re.findall("Before|after", text)
        assert (problems, foreign.find(text, "a.md", 1, dialect), body.references) == ((), (), ())


@pytest.mark.parametrize("form", COMMENTS)
def test_lines_below_a_comment_keep_their_numbers(form: str) -> None:
    comment = form.format("x\ny")
    text = f"Words.\n\n{comment}\n\n{{% include a.html %}} ![](a.jpg)"
    line = text.count("\n") + 1
    assert [problem.line for problem in foreign.find(text, "a.md", 1)] == [line]
    assert {problem.line for problem in convert(text, "a.md", 1, "en")[1]} == {line}


@pytest.mark.parametrize("form", COMMENTS)
@pytest.mark.parametrize(
    "sample", ["`{}`", "```\n{}\n```", "    {}", "{{% highlight html %}}\n{}\n{{% endhighlight %}}"]
)
def test_a_comment_in_a_sample_of_code_is_shown(form: str, sample: str) -> None:
    comment = form.format("Words")
    body, problems = convert(f"Text.\n\n{sample.format(comment)}", "a.md", 1, "en")
    assert comment in body.html.replace("&lt;", "<").replace("&gt;", ">")
    assert problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "words {% endcomment %}", "words {{< /comment >}}", "{# words", "words #}", "{/words/}",
        "{#a} words #}", "Use {#tags#} in words", "{{/* words", "{% comments %} words {% endcomments %}",
        "A comment {on} words {/* in the middle*/}", "{{< comments >}}words{{< /comments >}}",
    ],
)  # fmt: skip
def test_what_is_no_whole_comment_is_shown(text: str) -> None:
    html = convert(text, "a.md", 1, "en")[0].html
    assert re.findall("words", html) == ["words"]


@pytest.mark.parametrize(
    "begin",
    ["{% comment %}", "{%- comment -%}", "{{< comment >}}", "{{% comment %}}", "{::comment}", '{% comment "a" %}'],
)
@pytest.mark.parametrize(
    "rest", ["merger", "merger {% comment %}a{% endcomment %} b", "merger\n\n{# a #} `{% endcomment %}`"]
)
def test_a_comment_without_an_end_is_an_error(begin: str, rest: str) -> None:
    problems = foreign.find(f"Words.\n\n{begin} {rest}", "a.md", 4)
    assert [(each.code, each.severity, each.line) for each in problems] == [("comment-open", "error", 6)]
    assert not unspoken(problems)
    for mended in (f"Words.\n\n{begin} {rest} {{% endcomment %}}", f"Words.\n\n{rest}"):
        assert foreign.find(mended, "a.md", 4) == ()


@pytest.mark.parametrize("begin", ["{# ", "{#- ", "{#\n", "{{/* ", "{{- /*"])
@pytest.mark.parametrize("rest", ["merger", "merger {{ x }} a", "merger\n\n- a ` c"])
def test_a_sign_without_an_end_is_an_error(begin: str, rest: str) -> None:
    for closed in ("", " `code {# b #}`", " {# b #}"):
        (problem,) = foreign.find(f"Words.\n\n{begin}{rest}{closed}", "a.md", 4)
        assert (problem.code, problem.severity, problem.line) == ("comment-open", "error", 6)
        end = re.findall(r"Write (\S+) where", problem.hint)[0]
        for mended in (f"{begin}{rest} {end}{closed}", f"\\{begin}{rest}{closed}", f"{rest}{closed}"):
            assert "comment-open" not in [each.code for each in foreign.find(f"Words.\n\n{mended}", "a.md", 4)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{# the ` sign is zaffre #} and `code`", "and code"), ("{# `zaffre #} and `code`", "and code"),
        ("a `x {# y` b {# zaffre `q` #} `c` d", "a x {# y b c d"), ("{{/* zaffre ` */}} `{{/* x */}}`", "{{/* x */}}"),
        ("`{# x` and ` #}` {# zaffre #} b", "{# x and #} b"), ("{# a ` #}{# zaffre ` #} `{# c #}` x", "{# c #} x"),
        ("{# zaffre#} x", "x"), ("a <%# `zaffre %> b `c`", "a b c"), ("{% # `zaffre %} `c`", "c"), ("{%#1%}", "{%#1%}"), ("{#\n- `zaffre\n#}\n`b`", "b"),
    ],
)  # fmt: skip
def test_backticks_in_a_comment_and_signs_in_code_begin_nothing(text: str, words: str) -> None:
    html = convert(text, "a.md", 1, "en")[0].html
    assert re.sub(r"<[^<>]*>", "", html).split() == words.split()
    assert foreign.find(text, "a.md", 1) == ()


@pytest.mark.parametrize(
    "comment",
    ["{% # zaffre %}", "{%- # zaffre -%}", "{%\n# zaffre\n# 50 % of it\n%}", "<%# zaffre %>", "<%-- zaffre --%>"],
)
def test_readers_see_no_comment_within_one_tag(comment: str) -> None:
    for text in (f"Before {comment} after.", f"Before\n\n{comment}\n\nafter."):
        html = convert(text, "a.md", 1, "en")[0].html
        assert re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", html)) == ["Before", "after"]
        assert foreign.find(text, "a.md", 1) == ()
    assert "zaffre" in convert(f"`{comment}`", "a.md", 1, "en")[0].html


@pytest.mark.parametrize("comment", ["{# words #}", "{{/* words */}}", "{/* words */}", "%%words%%"])
def test_a_backslash_makes_a_comment_text(comment: str) -> None:
    body, problems = convert(f"See \\{comment} here.", "a.md", 1, "en")
    assert (body.html, problems) == (f"<p>See {comment} here.</p>", ())
    assert "comment-open" not in [each.code for each in foreign.find(f"See \\{comment} here.", "a.md", 1)]


@pytest.mark.parametrize("text", ["Use {#tags#} here", "{#note zaffre#}", "{#note zaffre #}"])
def test_what_may_be_a_comment_is_told(text: str) -> None:
    assert [problem.key for problem in foreign.find(text, "a.md", 1)] == ["foreign-code/expression"]


@pytest.mark.parametrize(
    "text", ["{# of seats} and {# of people}", "{#plan}", "# Head {#plan}", "`{# `", "```\n{# a\n```"]
)
def test_other_signs_begin_no_comment(text: str) -> None:
    assert foreign.find(text, "a.md", 1) == ()


@pytest.mark.parametrize("form", [*COMMENTS, "<!-- {} -->", "<!--\n{{% comment %}}\n{}\n{{% endcomment %}}\n-->"])
def test_what_only_authors_see_is_no_remains_of_a_draft_and_no_code(form: str) -> None:
    comment = form.format("TODO\n[insert name] {% include x.html %} [gallery]")
    text = f"Words.\n\n{comment}\n\nMore."
    assert list(unfinished.find(FrontMatter(title="T"), text, "a.md", 1)) == []
    assert foreign.find(text, "a.md", 1) == ()


@pytest.mark.parametrize("form", COMMENTS)
def test_no_file_of_a_site_has_words_of_a_comment(site: Make, form: str) -> None:
    comment, longer = form.format("zaffre"), form.format("zaffre\n\nzaffre")
    texts = {
        "a": f"---\ntitle: A\ndate: 2026-01-01\n---\n{comment}Opening.\n\n## Part {comment}\n\n{comment}\n",
        "b": f"---\ndate: 2026-01-02\n---\n# Headline {comment}\n\nText {comment}.\n",
        "c": f"---\ntitle: C\ndate: 2026-01-03\n---\n{longer}\n",
    }
    news = site("".join(f"-- content/{name}.md --\n{text}" for name, text in texts.items()))
    assert [problem for problem in news.build(as_of="2026-06-01").problems if problem.severity != "notice"] == []
    files = [path for path in news.output.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [path for path in files if b"zaffre" in path.read_bytes()] == []
    assert ">Headline</h1>" in (news.output / "2026/01/b/index.html").read_text()


@pytest.mark.parametrize("form", COMMENTS)
def test_a_comment_that_begins_in_the_headline_and_ends_below_it_is_no_part_of_one(site: Make, form: str) -> None:
    comment = form.format("zaffre\nzaffre")
    news = site(f"-- content/b.md --\n---\ndate: 2026-01-02\n---\n# Headline {comment}\n\nText.\n")
    errors = [problem for problem in news.build().problems if problem.severity == "error"]
    assert [problem.code for problem in errors] == ["title-missing"]
    assert "zaffre" not in str([problem.values for problem in errors])


@pytest.mark.parametrize("name", ["raw", "verbatim"])
def test_text_that_is_no_code_of_a_template_is_shown_without_its_tags(name: str) -> None:
    text = f"A {{% {name} %}}{{{{ x }}}}{{%- end{name} -%}} b.\n\n{{% {name} %}}\n```yaml\non: ${{{{ y }}}}\n```\n{{% end{name} %}}"
    body, problems = convert(f"{text}\n\n![](a.jpg)", "a.md", 1, "en")
    assert "<p>A {{ x }} b.</p>" in body.html and ">on: ${{ y }}\n</code>" in body.html
    assert name not in body.html
    assert [problem.line for problem in problems] == [9]


@pytest.mark.parametrize(
    "text", ["{% raw %}{{ x }}", "{{ x }}{% endraw %}", "{% raw %}{{ x }}{% endverbatim %}", "{% raw x %}{% endraw %}"]
)
def test_tags_that_are_no_pair_are_shown_and_told(text: str) -> None:
    assert text.replace(" }}", "").split("%}")[0] in convert(text, "a.md", 1, "en")[0].html.replace(" }}", "")
    assert "foreign-code/tag" in [problem.key for problem in foreign.find(text, "a.md", 1)]


def test_a_comment_between_tags_of_text_is_kept_from_readers_all_the_same() -> None:
    for text in (
        "{% raw %}a {# zaffre #} b{% endraw %}",
        "{% comment %}{% raw %}zaffre{% endcomment %} b{% endraw %}",
        "{% raw %}{% comment %}zaffre{% endraw %}{% endcomment %} b",
    ):
        html = convert(text, "a.md", 1, "en")[0].html
        assert "zaffre" not in html and "b</p>" in html and "raw" not in html


@pytest.mark.parametrize("form", ["%%{}%%", "{{>>{}<<}}"])
@pytest.mark.parametrize("heading", ["# Headline {}", "Headline {}\n===", "# {} Headline"])
def test_what_editors_note_in_the_headline_is_kept_from_readers_and_reported(
    site: Make, form: str, heading: str
) -> None:
    comment = form.format("zaffre")
    news = site(f"-- content/b.md --\n---\ndate: 2026-01-02\n---\n{heading.format(comment)}\n\nText.\n")
    report = news.build()
    assert [(each.code, each.line) for each in report.problems] == [("comment-removed", 4)]
    assert [path for path in news.output.rglob("*") if path.is_file() and b"zaffre" in path.read_bytes()] == []
    assert ">Headline</h1>" in (news.output / "2026/01/b/index.html").read_text()
    news.edit(
        "content/b.md",
        f"---\ndate: 2026-01-02\n---\n# Headline {form.format('zaffre' + chr(10) + 'zaffre')}\n\nText.\n",
    )
    assert "title-missing" in [each.code for each in news.build().problems]


def test_hostile_comments_take_no_longer_than_other_texts() -> None:
    for piece in (
        "{# ",
        "{% comment %}",
        "{{/* ",
        "{% endcomment %}",
        "{# #",
        "<!-- ",
        "{{< comment >}}",
        "{#\n*/}}",
        "{% raw %}",
        "{% endraw %}",
        "{# ` ",
        "`{# #} ",
        "{{/* `` */ ",
        "{% # ",
        "<%# ",
        "{::comment}",
        "{% comment a",
    ):
        text = piece * (200_000 // len(piece))
        start = process_time()
        comments.blanked(comments.without_literals(foreign.without_code(text)))
        assert process_time() - start < 1


@given(
    st.lists(
        st.sampled_from(
            [
                "{% raw %}",
                "{% endraw %}",
                "{% comment %}",
                "{% endcomment %}",
                "{# ",
                " #}",
                "{{/*",
                "*/}}",
                "<!--",
                "-->",
                "a",
                "\n",
            ]
        )
    )
)
def test_blanking_comments_keeps_length_and_lines(pieces: list[str]) -> None:
    text = "".join(pieces)
    blank = comments.blanked(comments.without_literals(text))
    assert (len(blank), blank.count("\n")) == (len(text), text.count("\n"))
