"""Rules on translations: same numbers, dates, telephone numbers, links and event as the original, and as up to date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from pressgen.check.date_mentions import LANGUAGES, date_mentions
from pressgen.check.formats import PHONE
from pressgen.check.headline import MAX_DIGITS, normalize_number
from pressgen.check.text import LintText
from pressgen.errors import Problem, shorten_list
from pressgen.model import Post

_NUMBER = re.compile(
    r"(?<![A-Za-zА-Яа-я\d.,_])\d+(?:[\u00a0\u202f\u2007-\u200a ]\d{3}(?!\d))*(?:[.,]\d+)*"
    r"(?![A-Za-zА-Яа-я_\d]|\s?[多余餘]?[万萬億亿千])"
)
_LANGUAGE = re.compile(r"/(?:[a-z]{2}|oz|uz-[a-z]+)(?=/|$)")
_URL = re.compile(r"https?://[^\s<>)\"\]]+")
# Smaller numbers are words in one language and digits in another.
_MIN_NUMBER = 13
_MAX_DAY = 31
_MAX_LAG = timedelta(days=1)
_MAX_LISTED = 5


def check(texts: Iterable[LintText], languages: tuple[str, ...]) -> Iterator[Problem]:
    """The findings of these rules: each translation is compared with the version in the first language."""
    groups: dict[str, list[LintText]] = defaultdict(list)
    for text in texts:
        if isinstance(text.document, Post):
            groups[text.document.matter.translation_key or text.document.key].append(text)
    for group in groups.values():
        order = {lang: number for number, lang in enumerate(languages)}
        original, *translated = sorted(group, key=lambda text: (order.get(text.document.lang, len(order)), text.file))
        for translation in translated:
            yield from _differences(original, translation)
            yield from _other_event(original, translation)
            yield from _lag(original, translation)


def _facts(text: LintText) -> dict[str, dict[str, int]]:
    """The facts that all versions of a release must have, by the code of the rule; each with its line."""
    numbers: dict[str, int] = {}
    dates: dict[str, int] = {}
    phones: dict[str, int] = {}
    links: dict[str, int] = {}
    for number, line in text.prose:
        for phone in PHONE.findall(line):
            phones.setdefault("+" + re.sub(r"\D", "", phone), number)
        line = PHONE.sub(" … ", line)
        # From the end, so that the positions of earlier dates stay right.
        for mention in reversed([*date_mentions(line)]):
            dates.setdefault(f"{mention.month:02}-{mention.day:02}", number)
            if mention.year:
                numbers.setdefault(str(mention.year), number)
            line = f"{line[: mention.start]} … {line[mention.end :]}"
        for value in map(normalize_number, _NUMBER.findall(line)):
            if not value.isdigit() or len(value) > MAX_DIGITS or int(value) >= _MIN_NUMBER:
                numbers.setdefault(value, number)
    for number, line in text.raw:
        for url in _URL.findall(line):
            links.setdefault(_LANGUAGE.sub("", url.rstrip(".,;/")), number)
    return {
        "translation-numbers": numbers,
        "translation-dates": dates,
        "translation-phones": phones,
        "translation-links": links,
    }


def _differences(original: LintText, translation: LintText) -> Iterator[Problem]:
    of_original, of_translation = _facts(original), _facts(translation)
    has_dates = {original.lang, translation.lang} <= LANGUAGES
    for code, original_facts in of_original.items():
        translated_facts = of_translation[code]
        lost, added = _missing_facts(original_facts, translated_facts), _missing_facts(translated_facts, original_facts)
        # In other languages dates are not found, so that their days count as numbers.
        if code == "translation-numbers" and not has_dates:
            lost, added = _without_days(lost), _without_days(added)
        if (not lost and not added) or (code == "translation-dates" and not has_dates):
            continue
        case = "both" if lost and added else "lost" if lost else "added"
        yield Problem.at(
            f"{code}/{case}",
            translation.file,
            translated_facts[added[0]] if added else translation.key_line("title"),
            file=original.file,
            line=original_facts[lost[0]] if lost else 0,
            lost=shorten_list(lost, _MAX_LISTED),
            added=shorten_list(added, _MAX_LISTED),
        )


def _missing_facts(facts: dict[str, int], counterpart: dict[str, int]) -> list[str]:
    # 2026–27 in one language is 2026 and 2027 in another.
    return [fact for fact in facts if not {fact, f"20{fact}", fact.removeprefix("20")} & counterpart.keys()]


def _without_days(numbers: list[str]) -> list[str]:
    return [number for number in numbers if not number.isdigit() or len(number) > MAX_DIGITS or int(number) > _MAX_DAY]


def _other_event(original: LintText, translation: LintText) -> Iterator[Problem]:
    """An event that only the original has, or that begins, ends or stands differently in the translation."""
    event, translated = original.document.matter.event, translation.document.matter.event
    if event is None:
        return
    place: dict[str, str | int] = {"file": original.file, "line": original.key_line("event")}
    if translated is None:
        yield Problem.at("translation-event/lost", translation.file, translation.key_line("title"), **place)
        return
    for name, first, second in (
        ("start", event.start.at, translated.start.at),
        ("end", event.until, translated.until),
        ("status", event.status, translated.status),
    ):
        if first != second:
            line = translation.key_line("event")
            yield Problem.at("translation-event", translation.file, line, name=name, **place)
            return


def _lag(original: LintText, translation: LintText) -> Iterator[Problem]:
    changed = original.document.matter.updated
    if changed is None or not isinstance(translation.document, Post):
        return
    translated_at = translation.document.matter.updated or translation.document.date
    if changed.at - translated_at.at >= _MAX_LAG:
        days = {"updated": str(changed.at.date()), "date": str(translated_at.at.date())}
        line = translation.key_line("updated")
        yield Problem.at("translation-lag", translation.file, line, file=original.file, **days)
