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
# What is between these is no code of a template, but text that looks like it.
_LITERAL = re.compile(r"\{%[-+]?\s*+(?P<end>end)?(?P<name>raw|verbatim)\s*+[-+]?%\}")
_HTML = re.compile(r"<!--(?:(?!-->|<!--).)*+-->", re.DOTALL)
_ANY = re.compile(r"[^\n]")


def may_have(text: str) -> bool:
    """Whether a text with its code may have comments of templates; most have none, and need no further search."""
    return "{" in text and (_SIGN.is_in(text) or _END_OF_TAG.is_in(text) or _may_have_literals(text))


def of_templates(prose: str) -> list[tuple[int, int]]:
    """Where a text without its code has comments of Liquid, Nunjucks and Hugo, in order and apart from each other.

    The tags around text that looks like code are such comments, too.
    """
    if not may_have(prose):
        return []
    spans: list[tuple[int, int]] = []
    tags = [tag.span() for pair in _literals(prose) for tag in pair]
    signs = [comment.span() for comment in _SIGNS.finditer(prose)]
    for start, end in sorted((*_between_tags(prose)[0], *signs, *tags)):
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


def _may_have_literals(text: str) -> bool:
    return "endraw" in text or "endverbatim" in text


def _literals(prose: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """The tags around each text that looks like code of a template and is none."""
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    begin: re.Match[str] | None = None
    for tag in _LITERAL.finditer(prose) if _may_have_literals(prose) else ():
        if not tag["end"]:
            begin = begin or tag
        elif begin and begin["name"] == tag["name"]:
            pairs.append((begin, tag))
            begin = None
    return pairs


def without_literals(prose: str) -> str:
    """A text without its code, with spaces in place of text that looks like code of a template."""
    pieces: list[str] = []
    at = 0
    for begin, end in _literals(prose):
        pieces += (prose[at : begin.start()], _ANY.sub(" ", prose[begin.start() : end.end()]))
        at = end.end()
    return "".join((*pieces, prose[at:]))


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
