"""Comments, which readers never see: those of MDX, templates and editors; the last are reported."""

from __future__ import annotations

import re

from pressgen.content import comments
from pressgen.content.foreign import without_code
from pressgen.content.markdown.code import code_lines
from pressgen.errors import Problem, shorten

_END = r"(?:[^*{]|\*(?!/\})|\{(?!/\*))*+\*/\}"
# Elsewhere `src/{/*.js}` may be text: a comment has lines of its own, or begins like one within a paragraph.
_COMMENT = re.compile(
    rf"^[ \t>]*+(?P<alone>\{{/\*{_END})[ \t]*$"
    r"|(?P<inside>\{/\*(?=[\s\w<])(?:[^*{\n]|\n(?![ \t>]*\n)|\*(?!/\})|\{(?!/\*))*+\*/\})",
    re.MULTILINE,
)
_COMMENT_OF_MDX = re.compile(rf"(?P<inside>\{{/\*{_END})(?P<alone>)")
_INDENTED = re.compile(r"^[ >]*(?: {4}|\t)[ \t>]*\{/\*", re.MULTILINE)

_WITHIN_PARAGRAPH = r"[^{sign}\n]|\n(?![ \t>]*\n)"
# Obsidian has %% and %% within a paragraph or as two lines, CriticMarkup {>> and <<}.
_REMARK = re.compile(
    r"^[ \t]*%%[ \t]*\n(?>(?:(?![ \t]*%%[ \t]*$).*\n)*)[ \t]*%%[ \t]*$"
    rf"|(?<![\w%\\])%%(?!%)(?:{_WITHIN_PARAGRAPH.format(sign='%')}|%(?!%))++%%(?![\w%])"
    rf"|(?<!\\)\{{>>(?:{_WITHIN_PARAGRAPH.format(sign='<')}|<(?!<\}}))*+<<\}}",
    re.MULTILINE,
)
_MOST_REMARKS = 5


def remarks_in(text: str) -> list[tuple[int, int]]:
    """Where a text has comments of editors outside its code."""
    # To look for one character takes a tenth of the time of two.
    if not ("%" in text and "%%" in text) and not ("{" in text and "{>>" in text):
        return []
    return [remark.span() for remark in _REMARK.finditer(without_code(text))]


def without_remarks(text: str, file: str, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """The text without the comments of editors, with warnings; lines keep their numbers, and what is code stays."""
    spans = remarks_in(text)
    if not spans:
        return text, ()
    pieces: list[str] = []
    problems: list[Problem] = []
    at = line = 0
    for begin, end in spans:
        line += text.count("\n", at, begin)
        problems.append(Problem.at("comment-removed", file, first_line + line, words=shorten(text[begin:end])))
        lines = text.count("\n", begin, end)
        pieces += (text[at:begin], "\n" * lines)
        line += lines
        at = end
    return "".join((*pieces, text[at:])), tuple(problems[:_MOST_REMARKS])


def without_template_comments(text: str) -> str:
    """The text without comments of Liquid, Nunjucks and Hugo; lines keep their numbers, and what is code stays."""
    if not comments.may_have(text):
        return text
    pieces: list[str] = []
    at = 0
    for start, end in comments.of_templates(without_code(text)):
        pieces += (text[at:start], "\n" * text.count("\n", start, end))
        at = end
    return "".join((*pieces, text[at:]))


def without_mdx_comments(text: str, is_mdx: bool = False) -> str:
    """The text without comments of MDX; lines keep their numbers, and what is code stays."""
    if "{/*" not in text or "*/}" not in text:
        return text
    # What is indented within an item is code or its next paragraph, as only the parser knows.
    code = code_lines(text) if not is_mdx and _INDENTED.search(text) else {}
    pieces: list[str] = []
    at = line = start = 0
    for comment in (_COMMENT_OF_MDX if is_mdx else _COMMENT).finditer(without_code(text, has_indented=not is_mdx)):
        begin, end = comment.span("alone" if comment["alone"] else "inside")
        line += text.count("\n", start, begin)
        start = begin
        if code.get(line) != "indented":
            pieces += (text[at:begin], "\n" * text.count("\n", begin, end))
            at = end
    return "".join((*pieces, text[at:]))
