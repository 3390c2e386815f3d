"""Comments of HTML and of templates in a text without its code: what authors keep from readers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressgen.content.text.rare_forms import RareForm
from pressgen.letters import splice

_TAG = re.compile(
    r"\{%[-+]?\s*+(?P<end>end)?comment(?:\s[^{}%]*+|[-+])?%\}"
    r"|\{\{[<%]\s*+(?P<slash>/\s*+)?comment(?:\s[^{}<>%]*+)?[>%]\}\}"
    r"|\{:(?P<kramdown>/)(?:comment)?\}|\{::comment\}"
)
# {#plan} is an attribute, {/* … */} a comment of MDX, and \{# is text.
_SIGNS = re.compile(
    r"(?<!\\)(?:\{#-?(?=\s)(?:[^#{]|#(?!\})|\{(?!#))*+#\}"
    r"|\{\{-?\s*+/\*(?:[^*{]|\*(?!/)|\{(?!\{-?\s*+/\*))*+\*/\s*+-?\}\}"
    r"|\{%-?\s*+#(?=\s)(?:[^%{]|%(?!\})|\{(?!%))*+%\}|<%(?:#|--)(?:[^%<]|%(?!>)|<(?!%))*+%>)"
)
# {# of seats} is a formula or the like.
_OPEN_SIGN = re.compile(r"(?<!\\)(?:\{#-?(?=\s)(?![^{}\n]*+\}(?<!#\}))|\{\{-?\s*+/\*)")
TICKS_OR_SIGNS = re.compile(rf"`+|{_SIGNS.pattern}")
"""Backticks, and comments between signs, of which some may begin in code."""
_END_OF = {
    "{#": "#}",
    "{%": "{% endcomment %}",
    "{::": "{:/comment}",
    "{{<": "{{< /comment >}}",
    "{{%": "{{% /comment %}}",
    "{{": "*/}}",
}
"""What ends a comment, by what begins it."""
_SIGN = RareForm("{", re.compile(r"\{(?=#-?\s|\{-?\s*+/\*|%-?\s*+#\s)"))
_SIGN_OF_ERB = RareForm("<", re.compile(r"<(?=%(?:#|--))"))
_END_OF_TAG = RareForm("comment", re.compile(r"comment(?=[-+]?[>%}]|\s[^{}]{0,200}\})"))
# What is between these is no code of a template, but text that looks like it.
_LITERAL = re.compile(r"\{%[-+]?\s*+(?P<end>end)?(?P<name>raw|verbatim)\s*+[-+]?%\}")
_HTML = re.compile(r"<!--(?:(?!-->|<!--).)*+-->", re.DOTALL)


def may_have(text: str) -> bool:
    """Whether a text with its code may have comments of templates; most have none, and need no further search."""
    return ("{" in text and (_END_OF_TAG.is_in(text) or _may_have_literals(text))) or may_have_signs(text)


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


def may_have_signs(text: str) -> bool:
    """Whether a text with its code may have comments between signs."""
    return _SIGN.is_in(text) or _SIGN_OF_ERB.is_in(text)


def without_end(prose: str) -> tuple[int, str, str] | None:
    """Where in a text without its code and whole comments a comment begins, its beginning, and what would end it."""
    begins = _between_tags(prose)[1] if "comment" in prose else []
    sign = _OPEN_SIGN.search(prose) if _SIGN.is_in(prose) else None
    beginning = min((*begins[:1], *filter(None, [sign])), key=re.Match.start, default=None)
    if beginning is None:
        return None
    begin = beginning[0]
    return beginning.start(), begin, next(end for start, end in _END_OF.items() if begin.startswith(start))


def _between_tags(prose: str) -> tuple[list[tuple[int, int]], list[re.Match[str]]]:
    """The comments between tags, of which one may have others in it, and the beginnings that have no end."""
    spans: list[tuple[int, int]] = []
    begins: list[re.Match[str]] = []
    for tag in _TAG.finditer(prose):
        if not (tag["end"] or tag["slash"] or tag["kramdown"]):
            begins.append(tag)
        elif begins:
            spans.append((begins.pop().start(), tag.end()))
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
    return blanked_at(prose, [(begin.start(), end.end()) for begin, end in _literals(prose)])


def blanked(prose: str) -> str:
    """A text without its code, with spaces in place of its comments."""
    if "<!--" in prose:
        prose = blanked_at(prose, [comment.span() for comment in _HTML.finditer(prose)])
    return blanked_at(prose, of_templates(prose))


def blanked_at(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with spaces in place of what is there, so that places and lines stay the same."""
    blanks = ("\n".join([" " * len(line) for line in text[start:end].split("\n")]) for start, end in spans)
    return splice(text, ((*span, blank) for span, blank in zip(spans, blanks, strict=True)))
