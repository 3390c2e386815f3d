"""What Pandoc writes for Word's formats, as HTML: `[words]{.mark}` and blocks of HTML between backticks."""

from __future__ import annotations

import re

from pressgen.content.markdown.attributes import Attributes, parse
from pressgen.content.text.foreign import fence_after, without_code
from pressgen.content.text.unseen import is_hiding_tag
from pressgen.letters import splice

# Words with links and pictures, but without other brackets: of spans in one another, the inner one is first.
_SPAN = re.compile(
    r"(?<![\\!\]])\[(?!\^)(?P<words>(?:[^\[\]\\\n]++|\\.|\n(?![ \t>]*(?:\n|\Z))|!?\[[^\[\]\n]*+\]\([^()\n]*+\))*+)\]"
    r"\{(?P<inside>[^{}\n]*+)\}",
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]\n]+)\]:", re.MULTILINE)
_RAW_HTML = re.compile(r"[ \t>]*(?P<sign>`{3,}|~{3,})[ ]?\{=html\}[ \t]*")
_ELEMENTS = {"underline": "u", "ul": "u", "mark": "mark", "highlight": "mark"}
_PLAIN = frozenset(("smallcaps", "anchor"))
_NAMES = ("id", "class", "lang", "dir", "title")
_DEEPEST = 4
"""Spans in one another."""


def with_spans(text: str) -> str:
    """The text with elements of HTML for words in brackets with attributes; code stays as it is."""
    if "{" not in text or "]{" not in text:
        return text
    for _ in range(_DEEPEST):
        prose = without_code(text)
        defined = {" ".join(each["label"].split()).casefold() for each in _DEFINITION.finditer(prose)}
        changes: list[tuple[int, int, str]] = []
        for span in _SPAN.finditer(prose):
            listed = parse(span["inside"])
            tags = _tags(listed) if listed else None
            if tags is None or " ".join(span["words"].split()).casefold() in defined:
                continue  # braces that are text, or the attributes of a link
            start, end = tags
            changes.append((*span.span(), f"{start}{text[slice(*span.span('words'))]}{end}"))
        if not changes:
            break
        text = splice(text, changes)
    return text


def _tags(listed: Attributes) -> tuple[str, str] | None:
    """The start and end tag of a span; None if nobody knows what its classes mean.

    Programs also write attributes that say nothing on a page.
    """
    classes = listed.values.get("class", "").split()
    name = next((_ELEMENTS[each] for each in classes if each in _ELEMENTS), "span")
    values = {key: value for key, value in listed.values.items() if key in _NAMES}
    if not is_hiding_tag(f"<{name}{Attributes(values).html}>"):
        if classes and name == "span" and _PLAIN.isdisjoint(classes):
            return None
        values["class"] = ""
    shown = Attributes({key: value for key, value in values.items() if value})
    return f"<{name}{shown.html}>", f"</{name}>"


def with_raw_html(text: str) -> str:
    """The text with the HTML of blocks that Pandoc marks as such; the lines of their fences are empty."""
    if "{" not in text or "{=html}" not in text:
        return text
    lines = text.split("\n")
    fence = ""
    first: int | None = None
    for at, line in enumerate(lines):
        above, fence = fence, fence_after(line, fence)
        if fence and not above:
            first = at if _RAW_HTML.fullmatch(line) else None
        elif above and not fence and first is not None:
            for edge in (first, at):
                lines[edge] = lines[edge][: len(lines[edge]) - len(lines[edge].lstrip(" \t>"))].rstrip()
            first = None
    return "\n".join(lines)
