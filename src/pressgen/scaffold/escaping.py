"""Escaping of user input, so that YAML, front matter and Markdown read it as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pressgen.content.frontmatter.values import plain_text
from pressgen.content.yaml.nodes import yaml_string

_MARKDOWN_CHARACTERS = re.compile(r"[\\`*_{}\[\]()#+.!-]")


def yaml_headline(text: str) -> str:
    """A headline as a YAML value; if front matter would read HTML in it, with entities."""
    if plain_text(text) != text:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
    return yaml_string(text)


def escape_markdown(text: str) -> str:
    """Text with everything escaped that Markdown or HTML would interpret."""
    escaped = _MARKDOWN_CHARACTERS.sub(r"\\\g<0>", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def localized_yaml(texts: Mapping[str, str]) -> str:
    """The value of a setting in pressgen.yml: one string for one language, else a line for each language."""
    if len(texts) == 1:
        return f" {yaml_string(next(iter(texts.values())))}"
    return "".join(f"\n  {lang}: {yaml_string(text)}" for lang, text in texts.items())
