"""Equal small values of many documents made one: each process that prints holds all of them."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct, structs

from pressgen.model import FrontMatter, Page, Post

T = TypeVar("T")


class Alike:
    """Keeps the first of equal values; documents that nobody has seen yet share it from then on."""

    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}

    def share(self, path: str, document: Post | Page) -> None:
        """Let a document hold the values that others hold, and its `path` as it is known already."""
        self._set(document, "path", path)
        self._set(document, "lang", self._one(document.lang))
        matter = document.matter
        self._set(matter, "lang", self._one(matter.lang))
        self._set(matter, "tags", tuple(map(self._one, matter.tags)))
        for name in ("lines", "extra", "check_ignore"):
            self._share_keys(matter, name)
        if isinstance(document, Post) and matter.date == document.date:
            self._set(matter, "date", document.date)
        place = document.body.place
        if place is not None:
            self._set(place, "file", self._one(place.file))

    def _share_keys(self, matter: FrontMatter, name: str) -> None:
        given: dict[str, object] = getattr(matter, name)
        if not given or name == "lines":
            self._set(matter, name, self.known.setdefault((name, *given.items()), given))

    def _one(self, value: T) -> T:
        one: T = self.known.setdefault(value, value)
        return one

    @staticmethod
    def _set(holder: Struct, name: str, value: object) -> None:
        # Frozen values may be changed only here, before anybody knows them, and only to equal ones.
        structs.force_setattr(holder, name, value)
