"""Rules on headline, summary and contacts, and on numbers and names that only the headline has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.check.text import LintText, word_lists
from pressgen.errors import Problem
from pressgen.model import Post
from pressgen.plan.structured import MAX_HEADLINE
from pressgen.settings import Settings

# Search engines and feed readers cut longer summaries.
MAX_SUMMARY = 200
_FIGURE = re.compile(r"(?<![\w#№.,/:-])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w/:])(?!-\d)")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
# The number of an issue need not be in the text.
_SERIAL = re.compile(r"(?i)(?:\b(?:no|nr|č|n)\.?|№|#|выпуск|issue|№)\s*\d+|\d+-son\b|\d+-сон\b")
_FILLERS = frozenset(("about", "after", "among", "before", "between", "their", "through", "under", "where", "which"))
_MAX_IN_WORDS = 12
MAX_DIGITS = 9
"""Digits of a number up to which Python can be asked for its value, whatever anybody writes."""
# A mail address, only from where it begins, or a telephone number, also as it is written within a country.
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+|\bmailto:|\btel:|\+\d[\d ()-]{7,40}\d|\(\d{3}\) ?\d{3}-\d{4}"
    r"|\b\d{4} \d{4}\b"
)
_OF_CONTACT = re.compile(r"[@:\d]")
_NAME = re.compile(r"(?<=\w )(?:[A-ZА-ЯЁЎҚҒҲ][a-zа-яёўқғҳʻʼ’']+\s+)+[A-ZА-ЯЁЎҚҒҲ][a-zа-яёўқғҳʻʼ’']{2,}")


def check(text: LintText, settings: Settings) -> Iterator[Problem]:
    """The findings of these rules in one release."""
    post = text.document
    if not isinstance(post, Post):
        return
    matter, line = post.matter, text.key_line("title")
    if len(matter.title) > MAX_HEADLINE:
        yield Problem.at("headline-long", text.file, line, length=len(matter.title), most=MAX_HEADLINE)
    if not matter.summary:
        yield Problem.at("summary-missing", text.file, line)
    elif len(matter.summary) > MAX_SUMMARY:
        length = len(matter.summary)
        yield Problem.at("summary-long", text.file, text.key_line("summary"), length=length, most=MAX_SUMMARY)
    if not (matter.gallery or post.body.references or any(words.strip() for _, words in text.raw)):
        yield Problem.at("text-missing", text.file, line)
    likely = (words for _, words in text.raw if _OF_CONTACT.search(words))
    if not matter.contacts and not settings.contacts and not any(map(_CONTACT.search, likely)):
        yield Problem.at("contact-missing", text.file, line)
    yield from _figures(text, line)
    yield from _names(text, line)


def normalize_number(text: str) -> str:
    """A number without the characters that group its digits; a decimal comma becomes a point."""
    number = re.sub(r"(?<=\d)[\u00a0\u202f\u2007-\u200a ](?=\d{3})", "", text)
    number = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", number)
    return number.replace(",", ".").strip(".")


def _figures(text: LintText, line: int) -> Iterator[Problem]:
    figures = _FIGURE.findall(_SERIAL.sub("", text.document.matter.title))
    if not figures or not text.plain.strip():
        return
    body = f"{text.plain}\n{text.document.matter.summary}"
    numbers = {*map(normalize_number, set(_NUMBER.findall(body))), *re.findall(r"\d+", body)}
    for figure in figures:
        number = normalize_number(figure)
        is_small = number.isdigit() and len(number) <= MAX_DIGITS and int(number) <= _MAX_IN_WORDS
        if number not in numbers and not (is_small and _in_words(int(number), body.casefold())):
            yield Problem.at("headline-figure", text.file, line, figure=figure.strip())


def _in_words(number: int, body: str) -> bool:
    return any(re.search(rf"\b{words[number]}", body) for words in word_lists("numbers"))


def _names(text: LintText, line: int) -> Iterator[Problem]:
    title = text.document.matter.title
    lower_case_words = set(re.findall(r"\b[a-zа-яёўқғҳ]{5,}", title)) - _FILLERS
    # In A Headline Written Like This, capitals do not show what is a name.
    if not text.plain.strip() or not lower_case_words:
        return
    body = text.plain.casefold()
    for match in _NAME.finditer(title):
        last = match[0].split()[-1].casefold()
        # Russian and Uzbek names take endings: it is enough if the text has the stem.
        if last[: max(3, len(last) - 2)] not in body:
            yield Problem.at("headline-name", text.file, line, name=match[0])
