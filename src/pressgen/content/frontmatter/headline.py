"""The headline of a text that has it as its first heading, as in MkDocs, Docusaurus and VuePress."""

from __future__ import annotations

import html
import re

from msgspec import structs

from pressgen.content.frontmatter.file import DividedFile
from pressgen.content.frontmatter.keys import key_name
from pressgen.content.frontmatter.values import is_empty, plain_prose
from pressgen.content.markdown.attributes import parse
from pressgen.content.markdown.comments import (
    remarks_in,
    without_mdx_comments,
    without_remarks,
    without_template_comments,
)
from pressgen.content.text import comments
from pressgen.content.text.foreign import without_code
from pressgen.content.yaml.loader import Mapping, Scalar

# Readers see nothing of what MDX imports and of comments.
_HEADING = re.compile(
    r"(?P<unseen>(?:(?:[ \t]*+\n)++|import [^\n]*\n|[ ]{0,3}<!--(?:(?!-->)[^\n])*+-->[ \t]*\n)*)"
    r"(?:[ ]{0,3}\#[ \t]+(?P<line>\S[^\n]*)|[ ]{0,3}(?P<above>[^\s>#|`~<+*:=-][^\n]*)\n[ ]{0,3}=+[ \t]*)(?:\n|\Z)"
)
_DEFINITION = re.compile(r"\]:[ \t]*\S")
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_MORE_THAN_WORDS = ("](", "][", "![", "[^", "[[", "<", "{{", "{%", "~~")
"""What a headline cannot show: links, pictures, notes, HTML, code of other generators, what is struck out."""


def with_headline(tree: Mapping, source: DividedFile) -> tuple[Mapping, str]:
    """The tree with the first heading as the title, if it has none, and the body without that heading.

    A heading with more than words, such as a link, stays in the body too.
    """
    # Nearly all texts have that name of the key, and to look up each name takes far longer.
    if any(name.text == "title" and not is_empty(node) for name, node in tree.entries):
        return tree, source.body
    match = _HEADING.match(source.body)
    if match is None or any(_is_title(name) and not is_empty(node) for name, node in tree.entries):
        return tree, source.body
    # What goes on below the heading would be shown there.
    spans = (*comments.of_templates(without_code(source.body)), *remarks_in(source.body))
    if any(start < match.end() < end for start, end in spans):
        return tree, source.body
    heading = without_template_comments(match["line"] or match["above"])
    remarks = " ".join([heading[start:end] for start, end in remarks_in(heading)])
    written = without_mdx_comments(without_remarks(heading, "", 1)[0])
    heading = _without_closing_signs(_without_attributes(written))
    words = plain_prose(_NOTE.sub("", heading))
    if not words:
        return tree, source.body
    line = source.body_line + source.body.count("\n", 0, match.start("line" if match["line"] else "above"))
    # The reader of titles decodes entities, which has been done.
    title = Scalar(html.escape(words, quote=False), quoted=True, line=line, column=1)
    others = tuple((name, node) for name, node in tree.entries if not _is_title(name))
    tree = structs.replace(tree, entries=(*others, (Scalar("title", quoted=False, line=line, column=1), title)))
    is_link = "[" in heading and _DEFINITION.search(source.body)
    if is_link or any(sign in heading for sign in _MORE_THAN_WORDS):
        return tree, source.body
    # The lines after it keep their numbers, and comments of editors are reported.
    unseen, heading = match["unseen"], match[0].removeprefix(match["unseen"])
    return tree, unseen + remarks + "\n" * heading.count("\n") + source.body[match.end() :]


def _without_attributes(heading: str) -> str:
    """A heading without the list at its end; other words in braces are text."""
    before, _, inside = heading.rstrip().rpartition("{")
    is_list = inside.endswith("}") and not before[-1:].strip() and parse(inside[:-1].removeprefix(":")) is not None
    return before if is_list else heading


def _without_closing_signs(heading: str) -> str:
    before = heading.rstrip().rstrip("#")
    return before.rstrip() if not before[-1:].strip() else heading


def _is_title(name: Scalar) -> bool:
    return key_name(name.text) == "title"
