"""The two states that are compared: their files, and what is known of what those were made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from msgspec import Struct

from pressgen.diff.prospect import Prospect
from pressgen.model import Page, Post, Rendered
from pressgen.plan.origins import DOCUMENTS, NOTICE, Memory, Origin, SiteOrigin
from pressgen.site.clock import moments


class Shown(Struct, frozen=True):
    """A release or a standing page that a site shows: the digest of its document, and the path of its page.

    `text` are the digests of its headline and of its body, `file` that of its file.
    """

    document: str
    path: str
    text: tuple[str, str] = ("", "")
    file: str = ""


def differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """The keys whose values differ, and those that only one of the two has."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


class OldSide:
    """The state that the site is compared with: `digests` of files by path, and what is known of their origins.

    `pages` are pages that show an asset, by its fingerprint; `former` are the replaced assets that stayed. `lists` are
    the entries of all pages of a list, by the path of its newest page.
    """

    def __init__(
        self,
        digests: Mapping[str, str],
        memory: Memory,
        manifest: str,
        pages: Mapping[str, tuple[str, ...]],
        former: frozenset[str] = frozenset(),
    ) -> None:
        self.digests, self.pages, self.former = digests, pages, former
        self.lists: dict[str, frozenset[str]] = {}
        self.site: SiteOrigin | None = memory.site if memory.manifest == manifest else None
        # What is remembered of a file is true as long as the file has the same content.
        self._origins = {
            path: origin for path, (digest, origin) in memory.origins.items() if digests.get(path) == digest
        }

    def origin(self, path: str) -> Origin | None:
        """The origin of a file, if it is known."""
        return self._origins.get(path)

    @cached_property
    def documents(self) -> dict[str, Shown]:
        """What is shown, by source."""
        return {
            origin.source: Shown(origin.document, path, origin.text, origin.file)
            for path, origin in self._origins.items()
            if origin.document
        }

    @cached_property
    def notices(self) -> dict[str, str]:
        """The digests of the files of withdrawn documents, by source."""
        return {origin.source: origin.file for origin in self._origins.values() if NOTICE in origin.values}

    @cached_property
    def links(self) -> dict[str, set[str]]:
        """The sources of the releases and standing pages that link to a file or show it, by its path."""
        sources: dict[str, set[str]] = {}
        for origin in self._origins.values():
            for name in DOCUMENTS if origin.document else ():
                for path in origin.items.get(name, ()):
                    sources.setdefault(path, set()).add(origin.source)
        return sources

    @cached_property
    def assets(self) -> dict[str, list[str]]:
        """The paths of copied and made files, by source."""
        paths: dict[str, list[str]] = {}
        for path, origin in self._origins.items():
            if origin.source and not origin.template:
                paths.setdefault(origin.source, []).append(path)
        return paths


class NewSide:
    """The state that a build would publish; `lists` are as in the old one."""

    def __init__(self, prospect: Prospect, digests: Mapping[str, str]) -> None:
        self.prospect, self.digests, self.pages = prospect, digests, prospect.pages
        self._origins: dict[str, Origin] = {}
        self.lists: dict[str, frozenset[str]] = {}

    def origin(self, path: str) -> Origin | None:
        """The origin of a planned file."""
        output = self.prospect.outputs.get(path)
        if output is not None and path not in self._origins:
            self._origins[path] = self.prospect.origins.origin(output)
        return self._origins.get(path)

    @cached_property
    def site(self) -> SiteOrigin:
        """What all its files have in common."""
        return self.prospect.origins.site_origin()

    @cached_property
    def paths(self) -> dict[str, str]:
        """The path of the page of each release and standing page, by source."""
        return {
            document.source: document.path
            for edition in self.prospect.site.site.editions
            for document in edition.documents
        }

    @cached_property
    def notices(self) -> dict[str, str]:
        """The digests of the files of withdrawn documents, by source."""
        withdrawn = [notice for edition in self.prospect.site.site.editions for notice in edition.withdrawn]
        return {notice.source: self.prospect.origins.file_digest(notice.source) for notice in withdrawn}

    @cached_property
    def assets(self) -> dict[str, list[str]]:
        """The paths of copied and made files, by source."""
        paths: dict[str, list[str]] = {}
        for output in self.prospect.outputs.values():
            if not isinstance(output, Rendered):
                paths.setdefault(output.source, []).append(output.path)
        return paths

    @cached_property
    def files(self) -> frozenset[str]:
        """The files of content/ and static/, by their names on disk."""
        return frozenset(self.prospect.sources.files.values())

    def shown(self, source: str) -> Shown | None:
        """A release or standing page, if it is shown."""
        if source not in self.paths:
            return None
        path, origins = self.paths[source], self.prospect.origins
        texts = origins.text_digests(source)
        return Shown(origins.document_digest(source), path, texts, origins.file_digest(source))

    def document(self, source: str) -> Post | Page | None:
        """The document of a source, if it could be parsed."""
        parsed = self.prospect.sources.documents.get(source)
        return parsed.document if parsed else None

    def moment_since(self, source: str, since: datetime) -> datetime | None:
        """The first instant after another, and not after that of the build, at which the clock changed a document."""
        document = self.document(source)
        if document is None:
            return None
        zone = self.prospect.sources.instant.tzinfo
        moment = min((moment for _, moment in moments(document, zone, "public") if moment > since), default=None)
        return moment if moment is not None and moment <= self.prospect.sources.instant else None
