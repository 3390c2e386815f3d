"""What journalists get of a release in one file: its pictures with their words, its text and the contacts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from pressgen.model.picture_sizes import Recipe
from pressgen.model.post import Person
from pressgen.model.rights import Rights


class KitPicture(Struct, frozen=True, kw_only=True, gc=False):
    """A picture of a kit: its name there, its file on disk with what tells the content of that, and its rights.

    With a `recipe`, it is made by that, because its own format is not published.
    """

    name: str
    source: str
    digest: str
    rights: Rights
    recipe: Recipe | None = None


class KitText(Struct, frozen=True, kw_only=True, gc=False):
    """The words of a kit. Addresses are absolute; `boilerplate` is HTML.

    `date_text` is the day of publication as readers see it; `place` is empty without a dateline.
    """

    lang: str
    dir: Literal["ltr", "rtl"]
    title: str
    lead: str
    place: str
    date_text: str
    url: str
    newsroom: str
    licence: str
    boilerplate: str
    contacts: tuple[Person, ...]


class PressKit(Struct, frozen=True, kw_only=True, gc=False):
    """A press kit: `folder` is the one in which all files are, `at` the time that they are given."""

    folder: str
    at: datetime
    text: KitText
    pictures: tuple[KitPicture, ...]
