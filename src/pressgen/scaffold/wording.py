"""Texts that a person gave, written so that YAML, front matter or Markdown gives them back as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pressgen.content.frontmatter.values import plain_text

_MARKS = re.compile(r"[\\`*_{}\[\]()#+.!-]")


def quoted(text: str) -> str:
    """A text as a YAML value in double quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def entitled(text: str) -> str:
    """A headline as a YAML value; what front matter would read as HTML is written in entities."""
    if plain_text(text) != text:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
    return quoted(text)


def plain_markdown(text: str) -> str:
    """A text in which Markdown and HTML find nothing to read."""
    escaped = _MARKS.sub(r"\\\g<0>", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str) -> str:
    """A text with its blanks collapsed."""
    return " ".join(text.split())


def spoken(texts: Mapping[str, str]) -> str:
    """A setting's text: one value if there is one language, else a group on lines of its own."""
    if len(texts) == 1:
        return f" {quoted(next(iter(texts.values())))}"
    return "".join(f"\n  {lang}: {quoted(text)}" for lang, text in texts.items())
