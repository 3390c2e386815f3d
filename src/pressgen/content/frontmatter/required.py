"""Keys that a section requires of its releases: whether front matter has them, and how they are written."""

from __future__ import annotations

from pressgen.content.frontmatter.keys import comparable, find_key, key_name
from pressgen.model import FrontMatter

_OF_PICTURE = {"image_alt": "alt", "image_caption": "caption", "image_credit": "credit"}
_EXAMPLES = {
    "address": "plan",
    "aliases": "/old-address/",
    "authors": "Malika Sobirova",
    "canonical": "https://www.example.org/plan/",
    "contacts": "{name: Press Office, email: press@example.org}",
    "corrections": "{date: 2025-01-28, text: The number of schools was wrong.}",
    "count": "120",
    "embargo": "2025-01-27 14:30",
    "flag": "true",
    "language": "uz",
    "moment": "2025-01-27",
    "people": "malika",
    "picture": "pictures/photo.jpg",
    "prose": "What is new, in one to three sentences.",
    "references": "other-release.md",
    "section": "news",
    "series": "reform",
    "tags": "[schools, teachers]",
    "template": "speech.html",
}
"""A value for each form of keys."""
_EXAMPLES_OF_KEYS = {
    "dateline": "Samarkand",
    "image_alt": "Pupils at a table with books.",
    "image_caption": "The new library in Urgut.",
    "image_credit": "Photo: A. Karimov",
    "part": "1",
}


def has_key(matter: FrontMatter, name: str) -> bool:
    """Whether front matter has a value for a key under any of its names."""
    key = key_name(name)
    if not key:
        return comparable(name) in {comparable(key) for key in matter.extra}
    if key in _OF_PICTURE:
        return matter.image is not None and bool(getattr(matter.image, _OF_PICTURE[key]))
    if key == "part":
        return matter.series is not None and matter.series.part > 0
    # A value of its own decides where one counts: 0 views are a number of views.
    value = getattr(matter, key, None)
    return key in matter.extra if value is None else value is not False and value not in ("", ())


def example(name: str) -> str:
    """A value that a key may have."""
    match = find_key(name)
    if match is None:
        return "…"
    return _EXAMPLES_OF_KEYS.get(match.key.name) or _EXAMPLES.get(match.key.form, "…")
