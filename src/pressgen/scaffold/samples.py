"""The sample releases and pages of a new newsroom, in each of its languages that has texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from pressgen.content import dates
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.wording import plain_markdown
from pressgen.site.i18n import long_date

FOLDER = Path(__file__).parent / "samples"
SCRIPTS = {"en": "Latn", "ru": "Cyrl", "uz": "Latn"}
"""The languages that have texts, each with the script they are written in."""
RELEASES = {
    "announcement": ("longer-hours", 9),
    "appointment": ("head-of-the-press-office", 7),
    "statement": ("answers-to-the-press", 5),
    "correction": ("longer-hours-correction", 3),
    "event": ("open-day", 1),
}
"""Each kind with the name of its file and how many days ago it was published."""
PAGES = ("about", "contacts")
EVENT_IN = timedelta(days=14)
_FIELD = re.compile(r"\{(\w+)\}")


def voice(lang: str) -> str:
    """The language whose texts a language can use: en for en-GB; none for uz-Cyrl, whose script they lack."""
    primary, *rest = lang.split("-")
    script = next((part for part in rest if len(part) == 4), SCRIPTS.get(primary, ""))
    return primary if primary in SCRIPTS and script == SCRIPTS[primary] else ""


def voices(languages: tuple[str, ...]) -> dict[str, str]:
    """The languages that get samples, each with that of its texts; the first always does, in English if need be."""
    found = {lang: voice(lang) for lang in languages}
    found[languages[0]] = found[languages[0]] or "en"
    return {lang: texts for lang, texts in found.items() if texts}


def samples(answers: Answers, instant: datetime) -> Iterator[tuple[str, str]]:
    """Path and text of every sample; their dates lie before the instant, on the newsroom's own clock."""
    today = instant.astimezone(dates.zone(answers.timezone)).date()
    for lang, texts in voices(answers.languages).items():
        ending = ".md" if lang == answers.languages[0] else f".{lang}.md"
        paths = {kind: f"content/{_day(today, kind).year}/{RELEASES[kind][0]}{ending}" for kind in RELEASES}
        fields = {"name": plain_markdown(answers.title), "day": _in_words(today + EVENT_IN, texts)}
        for kind, path in paths.items():
            link = posixpath.relpath(paths["announcement"], posixpath.dirname(path))
            own = {"date": f"{_day(today, kind)} 10:00", "announcement": link}
            yield path, _filled(f"{texts}/{kind}.md", fields | own)
        for page in PAGES:
            yield f"content/pages/{page}{ending}", _filled(f"{texts}/{page}.md", fields)


def _day(today: date, kind: str) -> date:
    return today - timedelta(days=RELEASES[kind][1])


def _in_words(day: date, lang: str) -> str:
    # Uzbek prose puts the year first, which CLDR's pattern does not.
    return f"{day.year}-yil {long_date(day, lang).partition(',')[0]}" if lang == "uz" else long_date(day, lang)


def _filled(name: str, fields: dict[str, str]) -> str:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return _FIELD.sub(lambda found: fields.get(found[1], found[0]), text)
