"""Comments of HTML and of templates in a text without its code: what authors keep from readers."""

from __future__ import annotations

import re

from pressgen.content.rare_forms import RareForm

_TAG = re.compile(r"\{%[-+]?\s*+(?:(?P<end>end)?comment)\s*+[-+]?%\}|\{\{[<%]\s*+(?P<slash>/\s*+)?comment\s*+[>%]\}\}")
# {#plan} is an attribute, {/* … */} a comment of MDX.
_SIGNS = re.compile(
    r"\{#-?(?=\s)(?:[^#{]|#(?!\})|\{(?!#))*+#\}(?<=[\s-]#\})"
    r"|\{\{-?\s*+/\*(?:[^*{]|\*(?!/)|\{(?!\{-?\s*+/\*))*+\*/\s*+-?\}\}"
)
_SIGN = RareForm("{", re.compile(r"\{(?=#-?\s|\{-?\s*+/\*)"))
_END_OF_TAG = RareForm("comment", re.compile(r"comment(?=\s*+(?:[-+]?%|[>%]\})\})"))
_HTML = re.compile(r"<!--(?:(?!-->|<!--).)*+-->", re.DOTALL)
_ANY = re.compile(r"[^\n]")


def may_have(text: str) -> bool:
    """Whether a text with its code may have comments of templates; most have none, and need no further search."""
    return "{" in text and (_SIGN.is_in(text) or _END_OF_TAG.is_in(text))


def of_templates(prose: str) -> list[tuple[int, int]]:
    """Where a text without its code has comments of Liquid, Nunjucks and Hugo, in order and apart from each other."""
    if not may_have(prose):
        return []
    spans: list[tuple[int, int]] = []
    for start, end in sorted((*_between_tags(prose)[0], *(comment.span() for comment in _SIGNS.finditer(prose)))):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def without_end(prose: str) -> int:
    """Where in a text without its code a comment begins that never ends; -1 if there is none."""
    begins = _between_tags(prose)[1] if "comment" in prose else []
    return begins[0] if begins else -1


def _between_tags(prose: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The comments between tags, of which one may have others in it, and where those begin that have no end."""
    spans: list[tuple[int, int]] = []
    begins: list[int] = []
    for tag in _TAG.finditer(prose):
        if not (tag["end"] or tag["slash"]):
            begins.append(tag.start())
        elif begins:
            spans.append((begins.pop(), tag.end()))
    return spans, begins


def blanked(prose: str) -> str:
    """A text without its code, with spaces in place of its comments."""
    if "<!--" in prose:
        prose = _HTML.sub(lambda comment: _ANY.sub(" ", comment[0]), prose)
    pieces: list[str] = []
    at = 0
    for start, end in of_templates(prose):
        pieces += (prose[at:start], _ANY.sub(" ", prose[start:end]))
        at = end
    return "".join((*pieces, prose[at:]))
