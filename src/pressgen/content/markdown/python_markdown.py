"""Python-Markdown as a dialect: its own reading of a text, with the extensions of the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.extensions.footnotes import FootnoteExtension

from pressgen.content.markdown.rendering import (
    MOST_BRACKETS,
    MOST_ELEMENTS,
    PYTHON_MARKDOWN_LIMITS,
    Rendering,
    TooLargeError,
    is_too_large,
)
from pressgen.content.markdown.words import words_for
from pressgen.model import Dialect

BUILT_IN: dict[str, dict[str, object]] = {
    "md_in_html": {},
    "fenced_code": {},
    "tables": {"use_align_attribute": True},
    "footnotes": {"SEPARATOR": "-"},
    "def_list": {},
    "sane_lists": {},
    "attr_list": {},
    "abbr": {},
    "admonition": {},
}
"""The extensions that are always there, with their options; those of the settings come on top."""
_UNCLOSED = re.compile("<[^<>]*+(?=<|$)")


def render(text: str, lang: str, dialect: Dialect) -> Rendering:
    """A text as HTML; the library says no lines. Raises what the library and its extensions raise."""
    if is_too_large(text.encode("utf-8", "surrogatepass"), PYTHON_MARKDOWN_LIMITS) or _takes_long(text):
        raise TooLargeError
    return Rendering(_converter(lang, dialect).reset().convert(text), text)


def _takes_long(text: str) -> bool:
    """Whether a paragraph has more opening brackets than the library can find the ends of, or a table more cells."""
    # It looks for the end of each tag in all that follows.
    if text.count("<") > MOST_BRACKETS and sum(1 for _ in _UNCLOSED.finditer(text)) > MOST_BRACKETS:
        return True
    paragraphs = text.split("\n\n") if text.count("[") > MOST_BRACKETS or "|" in text else []
    return any(
        paragraph.count("[") > MOST_BRACKETS or _cells(paragraph) > MOST_ELEMENTS // 2 for paragraph in paragraphs
    )


def _cells(paragraph: str) -> int:
    """How many cells a paragraph has if it is a table: rows may have fewer than the second line says."""
    lines = paragraph.strip("\n").split("\n")
    return (lines[1].count("|") + 1) * len(lines) if len(lines) > 1 else 0


def forget() -> None:
    """Make converters anew: one that stopped amid a text may not be used again."""
    _converter.cache_clear()


def extension_faults(dialect: Dialect) -> Iterator[tuple[str, str]]:
    """The names of extensions that cannot be used, each with what the library says of it."""
    for name, options in dialect.extensions:
        try:
            markdown = Markdown(extensions=[])
            markdown.registerExtensions([name], {name: json.loads(options)})
        except Exception as error:  # an extension is any code at all
            yield name, f"{type(error).__name__}: {error}"


@lru_cache(maxsize=8)
def _converter(lang: str, dialect: Dialect) -> Markdown:
    words = words_for(lang)
    options: dict[str, dict[str, Any]] = {name: dict(settings) for name, settings in BUILT_IN.items()}
    options["footnotes"] |= {"BACKLINK_TITLE": words.back, "BACKLINK_TEXT": words.arrow, "USE_DEFINITION_ORDER": False}
    for name, settings in dialect.extensions:
        own = name.removeprefix("markdown.extensions.")
        options[own] = options.get(own, {}) | json.loads(settings)
    extensions: list[Extension | str] = [
        _Footnotes(**options.pop("footnotes")),
        _Admonitions(words.titles),
        *(name for name in options if name != "admonition"),
    ]
    return Markdown(output_format="html", extensions=extensions, extension_configs=options)


class _Footnotes(FootnoteExtension):
    def setFootnote(self, id: str, text: str) -> None:
        # A note without text has no paragraph to hold its way back, and ordering the notes fails on it.
        super().setFootnote(id, text if text.strip() else "\u2014")


class _AdmonitionBlocks(AdmonitionProcessor):
    def __init__(self, parser: BlockParser, titles: dict[str, str]) -> None:
        super().__init__(parser)
        self.titles = titles

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        names, title = super().get_class_and_title(match)
        if match.group(2) is None:
            title = self.titles.get(names.split(" ", 1)[0], title)
        return names, title


class _Admonitions(AdmonitionExtension):
    def __init__(self, titles: dict[str, str]) -> None:
        super().__init__()
        self.titles = titles

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_AdmonitionBlocks(md.parser, self.titles), "admonition", 105)
