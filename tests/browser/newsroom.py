"""The example newsroom: its sources read plainly, and its built site at a loopback address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-01"
LANGUAGES = ("en", "uz", "ru", "ar")
MEETING = "/2025/01/meeting-on-the-quality-of-education/"


class Release(NamedTuple):
    """What a writer wrote."""

    lang: str
    title: str
    date: str
    summary: str
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]


class Newsroom(NamedTuple):
    """A built site: its folder, where it is served, and the address that its settings give it."""

    folder: Path
    address: str
    canonical: str


def prefix(lang: str) -> str:
    """The folder of a language: the first has none."""
    return "" if lang == LANGUAGES[0] else f"/{lang}"


def releases(lang: str) -> list[Release]:
    """The releases of a language that are public at the instant of the build, newest first."""
    found = []
    for file in (ROOT / "content").glob("20*/*.md"):
        suffix = file.name.split(".")[-2]
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        public = fields.get("status") not in ("draft", "withdrawn") and str(fields["date"]) < AS_OF
        if public and (suffix if suffix in LANGUAGES else LANGUAGES[0]) == lang:
            text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", body)
            paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
            tags = tuple(map(str, fields["tags"]))
            title, summary = (" ".join(fields[name].split()) for name in ("title", "summary"))
            found.append(Release(lang, title, str(fields["date"]), summary, tags, paragraphs))
    return sorted(found, key=lambda release: release.date, reverse=True)


def meeting() -> Release:
    """The English release at the address MEETING."""
    return next(release for release in releases("en") if release.date == "2025-01-27")
