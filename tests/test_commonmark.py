"""The 652 examples of the CommonMark specification, read by the parser as set up, before anything is sanitised."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from pressgen.content.markdown.conversion import render

# The text is not ours to copy; .ci/fetch-specification fetches it.
SPEC = Path(__file__).parents[1] / ".ci" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.M | re.S)
OURS = {
    602: "A bare web address is a link, in angle brackets with a space too.",
    606: "A bare mail address is a link, with a backslash too.",
    608: "A bare web address is a link, after a space within angle brackets too.",
    611: "A bare web address is a link.",
    612: "A bare mail address is a link.",
}
"""Examples that are read otherwise on purpose, as docs/writing.md says."""
BLOCKS = frozenset(
    "address article blockquote body dd del div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr iframe li link ol p pre "
    "script section style table tbody td th thead tr ul".split()
)


def examples() -> list[tuple[int, str, str]]:
    """Number, text and wanted HTML of each example."""
    text = SPEC.read_text(encoding="utf-8").split("<!-- END TESTS -->")[0]
    found = enumerate(EXAMPLE.findall(text), 1)
    return [(number, written.replace("→", "\t"), shown.replace("→", "\t")) for number, (written, shown) in found]


class Shape(HTMLParser):
    """HTML as pieces that are equal where a reader sees no difference."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.verbatim = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.verbatim += tag == "pre"
        shown = sorted((name, self.value(name, value or "")) for name, value in attrs if name != "data-line")
        self.add(f"<{tag}{''.join(f' {name}={value}' for name, value in shown)}>", tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag == "pre"
        self.add(f"</{tag}>", tag)

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            data = re.sub(r"\s+", " ", data)
            if self.pieces and self.pieces[-1][:1] == "<" and self.is_block(self.pieces[-1]):
                data = data.lstrip()
        if data:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.pieces.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.pieces.append(f"<![{data}]>")

    def add(self, piece: str, tag: str) -> None:
        if self.pieces and tag in BLOCKS and not self.pieces[-1].startswith("<") and tag != "pre":
            self.pieces[-1] = self.pieces[-1].rstrip()
        self.pieces.append(piece)

    @staticmethod
    def is_block(piece: str) -> bool:
        return re.sub(r"^</?([a-z0-9]+).*", r"\1", piece, flags=re.S) in {*BLOCKS, "br"}

    @staticmethod
    def value(name: str, value: str) -> str:
        return quote(unquote(value), safe="/:?&=#") if name in ("href", "src") else value


def shape(text: str) -> list[str]:
    return [piece for piece in Shape(text).pieces if piece]


@pytest.mark.skipif(
    not SPEC.is_file() and os.environ.get("CI") != "true",
    reason="the specification is not there; run .ci/fetch-specification",
)
def test_the_examples_of_the_specification_are_read_as_it_says() -> None:
    assert SPEC.is_file(), "CI must fetch the specification"
    found = examples()
    assert len(found) == 652
    wrong = {number for number, text, wanted in found if shape(render(text, "a.md", 1, "en").html) != shape(wanted)}
    assert wrong == set(OURS)


def test_the_comparison_sees_what_readers_see() -> None:
    assert shape("<ul>\n<li>a</li>\n</ul>\n") == shape("<ul><li>a</li></ul>")
    assert shape('<a title="t" href="x y">a  b</a>') == shape('<a href="x%20y" title="t">a b</a>')
    assert shape("<p>a<em>b</em></p>") != shape("<p>a <em>b</em></p>")
    assert shape("<pre>a\n\nb</pre>") != shape("<pre>a\nb</pre>")
