"""The comments of MDX, `{/* … */}`, which readers never saw."""

from __future__ import annotations

import re

from pressgen.content.foreign import without_code
from pressgen.content.markdown.code import code_lines

_END = r"(?:[^*{]|\*(?!/\})|\{(?!/\*))*+\*/\}"
# Elsewhere `src/{/*.js}` may be text: a comment has lines of its own, or begins like one within a paragraph.
_COMMENT = re.compile(
    rf"^[ \t>]*+(?P<alone>\{{/\*{_END})[ \t]*$"
    r"|(?P<inside>\{/\*(?=[\s\w<])(?:[^*{\n]|\n(?![ \t>]*\n)|\*(?!/\})|\{(?!/\*))*+\*/\})",
    re.MULTILINE,
)
_COMMENT_OF_MDX = re.compile(rf"(?P<inside>\{{/\*{_END})(?P<alone>)")
_INDENTED = re.compile(r"^[ >]*(?: {4}|\t)[ \t>]*\{/\*", re.MULTILINE)


def without_comments(text: str, is_mdx: bool = False) -> str:
    """The text without comments; lines keep their numbers, and what is code stays."""
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
