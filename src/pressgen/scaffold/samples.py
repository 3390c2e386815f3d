"""The sample releases and pages of a new newsroom, in each language that has sample texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from pressgen.content import dates
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.escaping import escape_markdown
from pressgen.site.i18n import long_date, script

FOLDER = Path(__file__).parent / "samples"
LANGUAGES = tuple(sorted(path.name for path in FOLDER.iterdir()))
"""The languages that have sample texts, each in the script that is usual for it."""
RELEASES = {
    "announcement": ("longer-hours", 9),
    "appointment": ("head-of-the-press-office", 7),
    "statement": ("answers-to-the-press", 5),
    "correction": ("longer-hours-correction", 3),
    "event": ("open-day", 1),
}
"""The sample of each kind: the name of its file, and how many days ago it was published."""
PAGES = ("about", "contacts")
EVENT_DELAY = timedelta(days=14)
_FIELD = re.compile(r"\{(\w+)\}")


def text_language(lang: str) -> str:
    """The language of the sample texts for a BCP 47 tag: en for en-GB, but "" for uz-Cyrl, because of its script."""
    primary = lang.partition("-")[0]
    return primary if primary in LANGUAGES and script(lang) == script(primary) else ""


def text_languages(languages: tuple[str, ...]) -> dict[str, str]:
    """The languages that get samples, each with the language of the texts; the first has English ones if need be."""
    text_langs = {lang: text_language(lang) for lang in languages}
    text_langs[languages[0]] = text_langs[languages[0]] or "en"
    return {lang: text_lang for lang, text_lang in text_langs.items() if text_lang}


def samples(answers: Answers, instant: datetime) -> Iterator[tuple[str, str]]:
    """The path and the text of each sample, with dates before the instant in the newsroom's time zone."""
    today = instant.astimezone(dates.zone(answers.timezone)).date()
    for lang, text_lang in text_languages(answers.languages).items():
        suffix = ".md" if lang == answers.languages[0] else f".{lang}.md"
        paths = {kind: f"content/{_day(today, kind).year}/{RELEASES[kind][0]}{suffix}" for kind in RELEASES}
        fields = {"name": escape_markdown(answers.title), "day": _day_in_words(today + EVENT_DELAY, text_lang)}
        fields["event_day"] = str(today + EVENT_DELAY)
        for kind, path in paths.items():
            # A sample of last week can be in the folder of last year.
            link = posixpath.relpath(paths["announcement"], posixpath.dirname(path))
            own_fields = {"date": f"{_day(today, kind)} 10:00", "announcement": link}
            yield path, _fill(f"{text_lang}/{kind}.md", fields | own_fields)
        for page in PAGES:
            yield f"content/pages/{page}{suffix}", _fill(f"{text_lang}/{page}.md", fields)


def _day(today: date, kind: str) -> date:
    return today - timedelta(days=RELEASES[kind][1])


def _day_in_words(day: date, lang: str) -> str:
    # Uzbek prose puts the year first, which CLDR's pattern does not.
    return f"{day.year}-yil {long_date(day, lang).partition(',')[0]}" if lang == "uz" else long_date(day, lang)


def _fill(name: str, fields: dict[str, str]) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return _FIELD.sub(lambda field: fields.get(field[1], field[0]), text)
