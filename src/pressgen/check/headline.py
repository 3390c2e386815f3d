"""Rules on headline, summary and contacts, and on what a headline says that the text does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.check.text import Text
from pressgen.errors import Problem
from pressgen.model import Post
from pressgen.settings import Settings

HEADLINE, SUMMARY = 110, 200
_FIGURE = re.compile(r"(?<![\w#№.,/:-])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w/:])(?!-\d)")
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve",
    "ноль один дв тр четыр пят шест сем вос девят десят одиннадцат двенадцат",
    "nol bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn o‘n o‘n",
    "ноль бир икки уч тўрт беш олти етти саккиз тўққиз ўн ўн ўн",
)
_SERIAL = re.compile(r"(?i)(?:\b(?:no|nr|č|n)\.?|№|#|выпуск|issue|№)\s*\d+|\d+-son\b|\d+-сон\b")
_JOINING = frozenset(("about", "after", "among", "before", "between", "their", "through", "under", "where", "which"))
_SMALL = 12
_REACHED = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bmailto:|\btel:|\+\d[\d ()-]{7,}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{4} \d{4}\b"
)
"""A mail address or a telephone number, also as they are written within a country."""
_NAME = re.compile(r"(?<=\w )(?:[A-ZА-ЯЁЎҚҒҲ][a-zа-яёўқғҳʻʼ’']+\s+)+[A-ZА-ЯЁЎҚҒҲ][a-zа-яёўқғҳʻʼ’']{2,}")


def check(text: Text, settings: Settings) -> Iterator[Problem]:
    """What these rules find in one release."""
    post = text.document
    if not isinstance(post, Post):
        return
    matter, line = post.matter, text.key_line("title")
    if len(matter.title) > HEADLINE:
        yield Problem.at("headline-long", text.file, line, length=len(matter.title), most=HEADLINE)
    if not matter.summary:
        yield Problem.at("summary-missing", text.file, line)
    elif len(matter.summary) > SUMMARY:
        length = len(matter.summary)
        yield Problem.at("summary-long", text.file, text.key_line("summary"), length=length, most=SUMMARY)
    if not matter.contacts and not settings.contacts and not any(_REACHED.search(words) for _, words in text.raw):
        yield Problem.at("contact-missing", text.file, line)
    yield from _figures(text, line)
    yield from _names(text, line)


def figure(written: str) -> str:
    """A number without the signs that group its digits; a decimal comma becomes a point."""
    plain = re.sub(r"(?<=\d)[\u00a0\u202f\u2007-\u200a ](?=\d{3})", "", written)
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", plain)
    return plain.replace(",", ".").strip(".")


def _figures(text: Text, line: int) -> Iterator[Problem]:
    body = f"{text.plain}\n{text.document.matter.summary}"
    known = {figure(found[0]) for found in re.finditer(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?", body)}
    known |= set(re.findall(r"\d+", body))
    for found in _FIGURE.finditer(_SERIAL.sub("", text.document.matter.title)) if text.plain.strip() else ():
        number = figure(found[0])
        small = number.isdigit() and int(number) <= _SMALL
        if number not in known and not (small and _in_words(int(number), body.casefold())):
            yield Problem.at("headline-figure", text.file, line, figure=found[0].strip())


def _in_words(number: int, body: str) -> bool:
    return any(re.search(rf"\b{words.split()[number]}", body) for words in _NUMBERS)


def _names(text: Text, line: int) -> Iterator[Problem]:
    title = text.document.matter.title
    ordinary = set(re.findall(r"\b[a-zа-яёўқғҳ]{5,}", title)) - _JOINING
    # In A Headline Written Like This nothing tells a name.
    if not text.plain.strip() or not ordinary:
        return
    body = text.plain.casefold()
    for found in _NAME.finditer(title):
        last = found[0].split()[-1].casefold()
        # Russian and Uzbek names take endings: the stem must be there.
        if last[: max(3, len(last) - 2)] not in body:
            yield Problem.at("headline-name", text.file, line, name=found[0])
