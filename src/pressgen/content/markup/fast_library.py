"""Python-Markdown with less work: what cannot match is not tried, and the result is the same to the byte.

The library tries each of its patterns and processors on each text. Most need a character that most
texts do not have, so looking for that character first is enough. What is known here of the
library's insides is checked when it is set up; if it is shaped otherwise it is used as it is.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, Self
from xml.etree.ElementTree import Element

import markdown
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

from pressgen.content.markup.fast_blocks import is_paragraph

_ANY_MARK = re.compile(r"[`\\\[<&*_]|  \n")
# For each inline pattern: what its expression starts with, and what a text must have for it to match.
_MARKS = {
    "backtick": (r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)", "`"),
    "escape": (r"\\(.)", "\\"),
    "footnote": (r"\[\^", "[^"),
    "reference": (r"(?<!\!)\[", "["),
    "link": (r"(?<!\!)\[", "["),
    "image_link": (r"\!\[", "!["),
    "image_reference": (r"\!\[", "!["),
    "short_reference": (r"(?<!\!)\[", "["),
    "short_image_ref": (r"\!\[", "!["),
    "autolink": ("<", "<"),
    "automail": ("<", "<"),
    "linebreak": (r"  \n", "  \n"),
    "html": ("(<", "<"),
    "entity": ("(&", "&"),
}
_BY_REFERENCE = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
# The library's private methods, and their parameters; the first and the last are replaced.
_HANDLE = "_InlineProcessor__handleInline"
_APPLY = "_InlineProcessor__applyPattern"
_PLACE = "_InlineProcessor__processPlaceholders"
_METHODS = {
    _HANDLE: ["self", "data", "patternIndex"],
    _APPLY: ["self", "pattern", "data", "patternIndex", "startIndex"],
    _PLACE: ["self", "data", "parent", "isText"],
}


class QuickMarkdown(Markdown):
    """A converter whose block parser knows plain paragraphs at sight."""

    source = ""

    def build_parser(self) -> Self:
        """Make the parts, as the library does, around the quicker block parser."""
        super().build_parser()
        parser = _QuickBlocks(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self

    def convert(self, source: str) -> str:
        """The HTML of one text; what the text has not is not looked for."""
        self.source = source
        return super().convert(source)


def quicken(md: QuickMarkdown) -> None:
    """Let what is registered look first; to be called after all extensions."""
    md.preprocessors.register(_Marked(md.preprocessors["html_block"], "<", "&"), "html_block", 20)
    md.preprocessors.register(_Marked(md.preprocessors["fenced_code_block"], "```", "~~~"), "fenced_code_block", 25)
    md.treeprocessors.register(_Attributes(md, md.treeprocessors["attr_list"]), "attr_list", 8)
    if _is_as_known():
        md.treeprocessors.register(_QuickInline(md), "inline", 20)


def _is_as_known() -> bool:
    """Whether the library's inline processor has the private methods that are called and replaced here."""
    known = (3, 10, 2) <= markdown.__version_info__[:3] < (4,)
    methods = {name: getattr(InlineProcessor, name, None) for name in _METHODS}
    return known and all(
        method is not None and list(inspect.signature(method).parameters) == _METHODS[name]
        for name, method in methods.items()
    )


class _QuickBlocks(BlockParser):
    _sorted: tuple[BlockProcessor, ...] = ()

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        # The registry sorts and copies itself at each look; it does not change any more once texts come.
        self._sorted = self._sorted or tuple(self.blockprocessors)
        while blocks:
            if is_paragraph(blocks[0]) and "]:" not in blocks[0]:
                self._sorted[-1].run(parent, blocks)
                continue
            for processor in self._sorted:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class _Marked(Preprocessor):
    """A preprocessor that runs if one of its marks is in the text."""

    def __init__(self, whole: Preprocessor, *marks: str) -> None:
        super().__init__()
        self._whole = whole
        self._marks = marks

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self._whole.run(lines) if any(mark in text for mark in self._marks) else lines


class _Attributes(Treeprocessor):
    """Attribute lists, if the source has a brace at all."""

    def __init__(self, md: QuickMarkdown, whole: Treeprocessor) -> None:
        super().__init__(md)
        self._quick = md
        self._whole = whole

    def run(self, root: Element) -> None:
        if "{" in self._quick.source:
            self._whole.run(root)


class _QuickInline(InlineProcessor):
    """Tries only the patterns that a text has the marks for."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._references = md.references
        self._apply: Callable[..., tuple[str, bool, int]] = getattr(self, _APPLY)
        self._place: Callable[..., list[Any]] = getattr(super(), _PLACE)
        self._steps = [self._step(place) for place in range(len(md.inlinePatterns))]

    def _step(self, place: int) -> tuple[Any, str, bool]:
        pattern: Any = self.inlinePatterns[place]
        for name, (start, mark) in _MARKS.items():
            if name in self.inlinePatterns and self.inlinePatterns.get_index_for_name(name) == place:
                known = pattern.getCompiledRegExp().pattern.startswith(start)
                return pattern, mark if known else "", name in _BY_REFERENCE
        return pattern, "", False

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not _ANY_MARK.search(data):
            return data
        start = 0
        while patternIndex < len(self._steps):
            pattern, mark, by_reference = self._steps[patternIndex]
            if mark in data and (self._references or not by_reference):
                data, matched, start = self._apply(pattern, data, patternIndex, start)
                if matched:
                    continue
            patternIndex += 1
            start = 0
        return data

    def _InlineProcessor__processPlaceholders(
        self, data: str | None, parent: Element, isText: bool = True
    ) -> list[Any]:
        if isText and data and not parent.text and INLINE_PLACEHOLDER_PREFIX not in data:
            parent.text = data
            return []
        return self._place(data, parent, isText)
