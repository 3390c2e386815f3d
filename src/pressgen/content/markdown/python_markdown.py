"""Python-Markdown as a dialect: its own reading of a text, with the extensions of the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension, AbbrTreeprocessor
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import AtomicString

from pressgen.content.markdown import short_forms
from pressgen.content.markdown.rendering import (
    CONTAINER,
    DEEPEST,
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
# Behind so many list items, quotations and the like, or so far to the right, that it is in as many; a line of signs
# alone is a rule.
_DEEP = re.compile(rf"^(?:[ ]{{4}}|\t|{CONTAINER}){{{DEEPEST}}}+[ \t]*+{CONTAINER}(?=[^\n]*\w)", re.MULTILINE)
_DEFINITION = re.compile(r"\n[ ]{0,3}:[ ]")
_UNCLOSED = re.compile("<[^<>]*+(?=<|$)")


def render(text: str, lang: str, dialect: Dialect) -> Rendering:
    """A text as HTML; the library says no lines. Raises what the library and its extensions raise."""
    if is_too_large(text.encode("utf-8", "surrogatepass"), PYTHON_MARKDOWN_LIMITS) or _takes_long(text):
        raise TooLargeError
    if _DEEP.search(text):
        raise RecursionError  # all that is in a block is gone through once more for each block around it
    return Rendering(_converter(lang, dialect).reset().convert(text), text)


def _takes_long(text: str) -> bool:
    """Whether the library could not read all opening brackets, definitions or cells of a paragraph in time."""
    # It looks for the end of each tag in all that follows.
    if text.count("<") > MOST_BRACKETS and sum(1 for _ in _UNCLOSED.finditer(text)) > MOST_BRACKETS:
        return True
    if "|" not in text and max(text.count("["), text.count(": ")) <= MOST_BRACKETS:
        return False
    return any(
        paragraph.count("[") > MOST_BRACKETS
        or len(_DEFINITION.findall(paragraph)) > MOST_BRACKETS
        or _cells(paragraph) > MOST_ELEMENTS // 2
        for paragraph in text.split("\n\n")
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
        _ShortForms(**options.pop("abbr")),
        *(name for name in options if name != "admonition"),
    ]
    return Markdown(output_format="html", extensions=extensions, extension_configs=options)


class _Footnotes(FootnoteExtension):
    def setFootnote(self, id: str, text: str) -> None:
        # A note without text has no paragraph to hold its way back, and ordering the notes fails on it.
        super().setFootnote(id, text if text.strip() else "\u2014")


class _ShortFormsInText(AbbrTreeprocessor):
    """Explains short forms; the library's own tries each of them at each word, and copies all that is before it."""

    def run(self, root: Element) -> None:
        if not self.abbrs:
            return
        self.form = short_forms.pattern(self.abbrs)
        self.explained = short_forms.Explained()
        for element in list(root.iter()):
            element.text, children = self.with_explanations(element.text)
            for child in element:
                child.tail, explanations = self.with_explanations(child.tail)
                children += (child, *explanations)
            element[:] = children

    def with_explanations(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text before the first short form, and an element for each with the text behind it."""
        if not text or isinstance(text, AtomicString):
            return text, []
        found = [match for match in self.form.finditer(text) if self.abbrs.get(match[0])]
        elements = []
        for match, end in zip(found, (*(each.start() for each in found[1:]), len(text)), strict=False):
            self.explained.add(self.abbrs[match[0]])
            elements.append(self.create_element(self.abbrs[match[0]], match[0], text[match.end() : end]))
        return text[: found[0].start()] if found else text, elements


class _ShortForms(AbbrExtension):
    abbrs: dict[str, str]

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.treeprocessors.register(_ShortFormsInText(md, self.abbrs), "abbr", 7)


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
