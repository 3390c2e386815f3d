"""Rules on translations: the same numbers, dates, telephones and links as the original, and no older than it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from pressgen.check.days import LANGUAGES, written
from pressgen.check.formats import PHONE
from pressgen.check.headline import figure
from pressgen.check.text import Text
from pressgen.errors import Problem, shorten_list
from pressgen.model import Post

_NUMBER = re.compile(
    r"(?<![A-Za-zА-Яа-я\d.,_])\d+(?:[\u00a0\u202f\u2007-\u200a ]\d{3}(?!\d))*(?:[.,]\d+)*"
    r"(?![A-Za-zА-Яа-я_\d]|\s?[多余餘]?[万萬億亿千])"
)
_LANGUAGE = re.compile(r"/(?:[a-z]{2}|oz|uz-[a-z]+)(?=/|$)")
_URL = re.compile(r"https?://[^\s<>)\"\]]+")
_SMALLEST = 13
_DAYS = 31
_LAG = timedelta(days=1)
_MOST = 5


class _Facts:
    """What all versions of a release must have in common, each with the line where it stands."""

    def __init__(self, text: Text) -> None:
        self.numbers: dict[str, int] = {}
        self.dates: dict[str, int] = {}
        self.phones: dict[str, int] = {}
        self.links: dict[str, int] = {}
        for number, line in text.prose:
            self._read(number, line)
        for number, line in text.raw:
            for found in _URL.findall(line):
                self.links.setdefault(_LANGUAGE.sub("", found.rstrip(".,;/")), number)

    def _read(self, number: int, line: str) -> None:
        for found in PHONE.findall(line):
            self.phones.setdefault("+" + re.sub(r"\D", "", found), number)
        line = PHONE.sub(" … ", line)
        for each in reversed([*written(line)]):
            self.dates.setdefault(f"{each.month:02}-{each.day:02}", number)
            if each.year:
                self.numbers.setdefault(str(each.year), number)
            line = f"{line[: each.start]} … {line[each.end :]}"
        for found in _NUMBER.findall(line):
            plain = figure(found)
            # Small numbers are words in one language and digits in another.
            if not plain.isdigit() or int(plain) >= _SMALLEST:
                self.numbers.setdefault(plain, number)


def check(texts: Iterable[Text], languages: tuple[str, ...]) -> Iterator[Problem]:
    """What these rules find in all releases: each translation is held against the version in the first language."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if isinstance(text.document, Post):
            groups[text.document.matter.translation_key or text.document.key].append(text)
    for group in groups.values():
        rank = {lang: number for number, lang in enumerate(languages)}
        first, *others = sorted(group, key=lambda text: (rank.get(text.document.lang, len(rank)), text.file))
        for other in others:
            yield from _compared(first, other)
            yield from _lagging(first, other)


def _compared(first: Text, other: Text) -> Iterator[Problem]:
    ours, theirs = _Facts(first), _Facts(other)
    pairs = (
        ("translation-numbers", ours.numbers, theirs.numbers),
        ("translation-dates", ours.dates, theirs.dates),
        ("translation-phones", ours.phones, theirs.phones),
        ("translation-links", ours.links, theirs.links),
    )
    for code, original, translated in pairs:
        if code in ("translation-numbers", "translation-dates") and not {first.lang, other.lang} <= LANGUAGES:
            # Where dates cannot be read their days would be taken for figures.
            if code == "translation-dates":
                continue
            lost, added = _lacking(_without_days(original), translated), _lacking(_without_days(translated), original)
        else:
            lost, added = _lacking(original, translated), _lacking(translated, original)
        if not lost and not added:
            continue
        case = "both" if lost and added else "lost" if lost else "added"
        yield Problem.at(
            f"{code}/{case}",
            other.file,
            translated[added[0]] if added else other.key_line("title"),
            file=first.file,
            line=original[lost[0]] if lost else 0,
            lost=shorten_list(lost, _MOST),
            added=shorten_list(added, _MOST),
        )


def _lacking(facts: dict[str, int], known: dict[str, int]) -> list[str]:
    # 2026–27 in one language is 2026 and 2027 in another.
    return [fact for fact in facts if not {fact, f"20{fact}", fact.removeprefix("20")} & known.keys()]


def _without_days(numbers: dict[str, int]) -> dict[str, int]:
    return {number: line for number, line in numbers.items() if not number.isdigit() or int(number) > _DAYS}


def _lagging(first: Text, other: Text) -> Iterator[Problem]:
    changed = first.document.matter.updated
    if changed is None or not isinstance(other.document, Post):
        return
    last = other.document.matter.updated or other.document.date
    if changed.at - last.at >= _LAG:
        days = {"updated": str(changed.at.date()), "date": str(last.at.date())}
        yield Problem.at("translation-lag", other.file, other.key_line("updated"), file=first.file, **days)
