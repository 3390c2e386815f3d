"""What happened to the sources, settings and templates of a site between two states of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

from pressgen.content.settings.banners import banner_spans, banners_of
from pressgen.diff.difference import Cause, Event
from pressgen.diff.file_events import FileEvents
from pressgen.diff.renames import renames
from pressgen.diff.sides import NewSide, OldSide, differing
from pressgen.model import Output
from pressgen.plan.origins import ERRORS, Origin
from pressgen.site.embargo import DRAFT, EMBARGOED, EXPIRED, reasons

INVISIBLE = frozenset({"already_public", "assets_kept", "check", "messages", "time_budget"})
"""Settings that change no page."""

DEPARTURES: dict[str, Event] = {
    DRAFT.name: "draft",
    EMBARGOED.name: "embargoed",
    EXPIRED.name: "expired",
    ERRORS: "errors",
}
"""What happened to a release that is not shown any more, by the reason."""


class Events:
    """Compares what all files of two states were made from, as far as that is known."""

    def __init__(self, old: OldSide, new: NewSide) -> None:
        self.old, self.new = old, new
        self.files = FileEvents(old, new)
        self._events: dict[str, Cause | None] = {}

    @cached_property
    def moves(self) -> dict[str, str]:
        """The present sources of renamed releases and standing pages, by the former source."""
        return renames(self.old, self.new)

    @cached_property
    def _former(self) -> dict[str, str]:
        return {present: former for former, present in self.moves.items()}

    @cached_property
    def settings(self) -> list[Cause]:
        """The settings that changed, as far as pages can show them; none if that is not known."""
        if self.old.site is None:
            return []
        names = differing(self.old.site.settings, self.new.site.settings) - INVISIBLE
        return [Cause(kind="setting", name=name) for name in sorted(names)]

    @cached_property
    def settings_and_data(self) -> list[Cause]:
        """The settings and the files of data that changed; none if that is not known."""
        if self.old.site is None:
            return []
        old, new = self.old.site.data, self.new.site.data
        # A transcript whose film is shown no more is still there.
        root = self.new.prospect.sources.root
        names = [name for name in sorted(differing(old, new)) if name in new or not (root / name).exists()]
        data = [
            Cause(kind="file", name=name, event="deleted" if name not in new else "edited" if name in old else "new")
            for name in names
        ]
        return [*self.settings, *data, *self.files.of_settings()]

    @cached_property
    def changed_templates(self) -> list[str]:
        """The names of the templates that came, changed or went; none if that is not known."""
        if self.old.site is None:
            return []
        return sorted(differing(self.old.site.templates, self.new.site.templates))

    @cached_property
    def of_all_sources(self) -> set[Cause]:
        """What happened to all releases and standing pages; nothing if that is not known."""
        if not self.old.site:
            return set()
        sources = {*self.old.documents, *self.new.paths, *self.old.notices, *self.new.notices}
        return {event for source in sources if (event := self.event(source))}

    def of_newsroom(self) -> set[Cause]:
        """Why what all pages share has changed: settings, standing pages that the menu lists, or else any release."""
        if not self.old.site:
            return set()
        causes = {*self.settings, *self._banner_times(), *self.files.of_settings(is_newsroom=True)}
        causes |= {event for event in self.of_all_sources if self._is_standing(event.name)}
        # The first or the last one in a section, or on the agenda, changes the menu.
        return causes or self.of_all_sources

    def _banner_times(self) -> Iterator[Cause]:
        """The banner in the settings, if one has come or gone by time alone."""
        sources, old = self.new.prospect.sources, self.old.site
        if old and banners_of(sources.settings):
            spans = banner_spans(sources.settings)
            if any(span.is_shown(old.instant) != span.is_shown(sources.instant) for span in spans):
                yield Cause(kind="setting", name="banner", event="time")

    def _is_standing(self, source: str) -> bool:
        shown = self.old.documents.get(source)
        path = self.new.paths.get(source) or (shown.path if shown else "")
        origins = (self.new.origin(path), self.old.origin(path))
        return any(origin and "standing" in origin.values for origin in origins)

    def of_template(self, output: Output) -> set[Cause]:
        """Why the template of an output, or one that it uses, has changed."""
        if not self.old.site:
            return {Cause(kind="template")}
        texts, names = self.new.prospect.origins.templates_of(output), self.new.site.templates
        return set(self.templates(name for name in self.changed_templates if name in texts or name not in names))

    def of_setting_or_template(self, origin: Origin) -> Iterable[Cause]:
        """Why a page without a source of its own comes or goes."""
        return self.settings_and_data or self.templates(self.changed_templates if origin.template else ())

    @staticmethod
    def templates(names: Iterable[str]) -> list[Cause]:
        """The causes that are changes of templates."""
        return [Cause(kind="template", name=name) for name in names]

    def event(self, source: str) -> Cause | None:
        """What happened to a release or a standing page; None if nothing did, or if that is not known."""
        if source not in self._events:
            self._events[source] = self._event(source)
        return self._events[source]

    def _event(self, source: str) -> Cause | None:
        old, new, site = self.old.documents.get(source), self.new.shown(source), self.old.site
        present = self.moves.get(source, source)
        if former := self._former.get(present):
            return Cause(kind="source", name=present, event="moved", former=former)
        if source in self.old.notices or source in self.new.notices:
            return self._event_of_notice(source)
        if new is None:
            return self._departure(source) if old else None
        if old is not None:
            # Some settings say how all files are read.
            if old.document != new.document and old.file != new.file:
                return self._cause(source, "edited")
            moment = self.new.moment_since(source, site.instant) if site else None
            return self._cause(source, "time", moment) if moment else None
        if site is None:
            return None
        withheld = site.withheld.get(source)
        if withheld is None:
            return self._cause(source, "new")
        due, instant = withheld.due, self.new.prospect.sources.instant
        if withheld.document == new.document and withheld.reason == EMBARGOED.name and due and due <= instant:
            return self._cause(source, "public", due)
        # The embargo of an edited release ends as well, and that is what somebody has to know.
        return self._cause(source, "public" if withheld.reason == EMBARGOED.name else "published")

    def _event_of_notice(self, source: str) -> Cause | None:
        """What happened to a document that is withdrawn now, or that was before."""
        old, new = self.old.notices.get(source), self.new.notices.get(source)
        if new is None:
            return self._cause(source, "published") if source in self.new.paths else self._departure(source)
        if old is None:
            return self._cause(source, "withdrawn") if self.old.site or source in self.old.documents else None
        return self._cause(source, "edited") if old != new else None

    def _cause(self, source: str, event: Event, at: datetime | None = None) -> Cause:
        zone = self.new.prospect.sources.instant.tzinfo
        return Cause(kind="source", name=source, event=event, at=at.astimezone(zone).isoformat() if at else "")

    def _departure(self, source: str) -> Cause:
        withheld, document = self.new.site.withheld.get(source), self.new.document(source)
        if withheld is None:
            return self._cause(source, "deleted")
        hidden_by = reasons(document, self.new.prospect.sources.instant) if document else ()
        at = next((reason.at for reason in hidden_by if reason.kind.name == withheld.reason), None)
        return self._cause(source, DEPARTURES.get(withheld.reason, "hidden"), at)
