"""The Markdown that releases are written in: Python-Markdown with its extensions, and words by language."""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from pressgen.content.markup.fast_library import QuickMarkdown, quicken


class Words(NamedTuple):
    """What stands around footnotes and admonitions in one language; `{}` in `back` is the note's number."""

    back: str
    arrow: str
    titles: dict[str, str]


_KINDS = ("note", "info", "tip", "important", "warning", "caution", "danger")
# U+FE0E keeps telephones from showing the arrows as emoji.
_ARROW, _ARROW_RTL = "\u21a9\ufe0e", "\u21aa\ufe0e"


def _words(back: str, titles: str, arrow: str = _ARROW) -> Words:
    return Words(back, arrow, dict(zip(_KINDS, titles.split("|"), strict=True)))


_WORDS = {
    "en": _words("Back to reference {} in the text", "Note|Info|Tip|Important|Warning|Caution|Danger"),
    "uz": _words(
        "Matndagi {}-havolaga qaytish",
        "Eslatma|Maʼlumot|Maslahat|Muhim|Ogohlantirish|Ehtiyot boʻling|Xavf",
    ),
    "uz-cyrl": _words("Матндаги {}-ҳаволага қайтиш", "Эслатма|Маълумот|Маслаҳат|Муҳим|Огоҳлантириш|Эҳтиёт бўлинг|Хавф"),
    "ru": _words(
        "Вернуться к сноске {} в тексте",
        "Примечание|Информация|Совет|Важно|Предупреждение|Осторожно|Опасно",
    ),
    "ar": _words("العودة إلى موضع الحاشية {} في النص", "ملاحظة|معلومة|نصيحة|مهم|تحذير|تنبيه|خطر", _ARROW_RTL),
}


def word_language(lang: str) -> str:
    """The language whose words serve a BCP 47 tag: itself, its primary language, or English."""
    parts = lang.lower().split("-")
    for tag in ("-".join(parts[:2]), parts[0]):
        if tag in _WORDS:
            return tag
    return "en"


def markdown_for(lang: str) -> Markdown:
    """A converter with the words of one language; `reset` it before each text."""
    md = QuickMarkdown(output_format="html", extensions=extensions_for(lang))
    quicken(md)
    return md


def extensions_for(lang: str) -> list[Extension]:
    """The extensions that make up the Markdown of releases, with the words of one language."""
    words = _WORDS[word_language(lang)]
    return [
        MarkdownInHtmlExtension(),
        FencedCodeExtension(),
        TableExtension(use_align_attribute=True),
        _Footnotes(SEPARATOR="-", BACKLINK_TITLE=words.back, BACKLINK_TEXT=words.arrow, USE_DEFINITION_ORDER=False),
        DefListExtension(),
        SaneListExtension(),
        AttrListExtension(),
        AbbrExtension(),
        _Admonitions(words.titles),
    ]


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
