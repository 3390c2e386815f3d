"""Why files differ: found by comparing what they were made from with what they are made from now.

Nothing is guessed: where what a file was made from is not known, its cause is not known either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pressgen.diff.difference import Cause
from pressgen.diff.events import Events
from pressgen.diff.sides import NewSide, OldSide, differing
from pressgen.model import Output, Rendered
from pressgen.plan.hosts import FILES
from pressgen.plan.origins import DOCUMENTS, MANY, SHARED, TARGET, Origin
from pressgen.publish.former_assets import asset_fingerprint

UNKNOWN = Cause(kind="unknown")
_NUMBERED = re.compile(r"page/\d+/index\.html$")
LISTING = "listing"
"""The value that has the entries of a list of several pages."""
OF_STYLE = {"style", "csp_hashes", "csp_hash"}
"""Values that are made from the style sheets of the theme."""
HOST_FILES = frozenset(path for path, _ in FILES.values())
MOVING = ("redirect.html", "withdrawn.html")
"""The templates of pages that hosts' files of redirects are about."""
MAX_PAGES = 4
"""Pages that are looked at for the causes of an asset."""


class _Searches:
    """Remembers what was found for each path, and ends where a search comes back to its beginning."""

    def __init__(self) -> None:
        self._causes: dict[str, frozenset[Cause]] = {}
        self._visiting: set[str] = set()
        self._is_cut = False

    def find(self, path: str, search: Callable[[str], Iterable[Cause]]) -> frozenset[Cause]:
        """What a search finds for a path; nothing while it is under way."""
        if path in self._causes:
            return self._causes[path]
        if path in self._visiting:
            self._is_cut = True
            return frozenset()
        self._visiting.add(path)
        was_cut, self._is_cut = self._is_cut, False
        causes = frozenset(search(path))
        self._visiting.remove(path)
        # What was found in the middle of a circle may lack the causes of its beginning, so it is not kept.
        if not self._is_cut or not self._visiting:
            self._causes[path] = causes
        self._is_cut = was_cut or (self._is_cut and bool(self._visiting))
        return causes


class Causes:
    """Finds the causes of changes; `foreign` are the published files that something else has changed."""

    def __init__(self, old: OldSide, new: NewSide, foreign: frozenset[str]) -> None:
        self.old, self.new, self.foreign = old, new, foreign
        self.events = Events(old, new)
        self._searches = _Searches()
        self._assets = _assets_by_page(old, new)
        self._sources = {origin.path: source for source, origin in old.documents.items()}
        self._sources |= {path: source for source, path in new.paths.items()}

    def of(self, path: str) -> tuple[Cause, ...]:
        """The causes of a change, that of the file's own source first; one that says that they are not known if so."""
        causes = self._find(path)
        sources = [origin.source for side in (self.new, self.old) if (origin := side.origin(path)) and origin.source]
        own_source = self.events.moves.get(sources[0], sources[0]) if sources else ""
        return tuple(sorted(causes, key=lambda cause: (cause.name != own_source, cause))) or (UNKNOWN,)

    def _find(self, path: str) -> frozenset[Cause]:
        return self._searches.find(path, self._search)

    def _search(self, path: str) -> Iterator[Cause]:
        if path in self.foreign:
            yield Cause(kind="foreign")
            if self.new.digests.get(path) == self.old.digests.get(path):
                return
        if path in self.old.former and path not in self.new.digests:
            yield Cause(kind="retention")
            return
        if path in HOST_FILES:
            yield from self._of_redirects()
            return
        causes = frozenset(self._of_origins(path))
        # A feed or a calendar may have come or gone with the page beside it.
        yield from causes or (self._of_page(path) if self.old.site else ())

    def _of_origins(self, path: str) -> Iterator[Cause]:
        """The causes that show in what a file was made from, and is made from now."""
        old, new = self.old.origin(path), self.new.origin(path)
        output = self.new.prospect.outputs.get(path)
        is_file = not (old.template if output is None and old else isinstance(output, Rendered))
        if is_file:
            yield from self._of_file(path, (new or old or Origin()).source)
        elif old and new:
            yield from self._of_values(path, old, new)
        elif either := old or new:
            yield from self._of_arrival(path, either, path in self.old.digests and path in self.new.digests)

    def _of_redirects(self) -> set[Cause]:
        """The causes of a host's file of redirects are those of the pages at old addresses, and of notices."""
        outputs = self.new.prospect.outputs
        pages = {page for page, output in outputs.items() if isinstance(output, Rendered) and output.template in MOVING}
        causes = {cause for page in pages if self._differs(page) for cause in self._find(page)}
        return causes or self.events.of_all_sources | {*self.events.settings_and_data}

    def _of_file(self, path: str, source: str) -> Iterable[Cause]:
        """A picture or an attachment: it was edited, or a page begins or ceases to show it."""
        if source in self.old.documents or source in self.new.paths:  # a press kit or a share card
            page = self.new.paths.get(source, "")
            event, pictures = self.events.event(source), self._of_pictures(page)
            if event or pictures:
                return (event,) if event else pictures
            return self.events.settings_and_data or (self._find(page) if page and self._differs(page) else ())
        if edit := self.events.files.edit(path, source) or self.events.files.deletion(path, source):
            return (edit,)
        side = self.new if path in self.new.digests else self.old
        pages = side.pages.get(asset_fingerprint(path), ())[:MAX_PAGES]
        if not pages:
            if arrival := self.events.files.arrival(path, source):
                return (arrival,)
            is_in_both = path in self.old.digests and path in self.new.digests
            return self._of_links(path) or (self.events.settings_and_data if source and not is_in_both else ())
        return {cause for page in pages for cause in self._find(page)}

    def _of_links(self, path: str) -> set[Cause]:
        """The causes of a file that goes because nothing links to it any more."""
        sources = self.old.links.get(path, ()) if path not in self.new.digests else ()
        return {event for source in sources if (event := self.events.event(source))}

    def _of_page(self, path: str) -> frozenset[Cause]:
        """The causes of the page in whose folder a file is."""
        index = f"{path.rpartition('/')[0]}/index.html".lstrip("/")
        return self._find(index) if index != path and self._differs(index) else frozenset()

    def _of_arrival(self, path: str, origin: Origin, is_changed: bool) -> Iterator[Cause]:
        """A page that comes or goes, or that changed from something unknown."""
        if origin.source:
            event = self.events.event(origin.source)
            if event:
                yield event
            elif not is_changed and self.old.site:
                own = [cause for cause in self.events.settings_and_data if cause.name == origin.source]
                yield from own or self._of_target(origin) or self.events.of_setting_or_template(origin)
            return
        if is_changed or not self.old.site:
            return
        causes = {cause for address in _addresses(origin) for cause in self._of_entry(address)}
        causes |= self._of_list(path)
        yield from causes or self._of_folder(path) or self.events.of_setting_or_template(origin)

    def _of_target(self, origin: Origin) -> set[Cause]:
        """The causes of a page at an old address, which has the words of the page to which it leads."""
        targets = (address for address in origin.items.get(TARGET, ()) if self._differs(address))
        return {cause for address in targets for cause in self._find(address)}

    def _of_folder(self, path: str) -> set[Cause]:
        """The causes of a page without entries that comes or goes with a page above it, as in another language."""
        folder = path.rpartition("/")[0]
        while folder:
            index = f"{folder}/index.html"
            if index != path and (index in self.old.digests) == (path in self.old.digests) and self._differs(index):
                return set(self._find(index))
            folder = folder.rpartition("/")[0]
        return set()

    def _of_list(self, path: str) -> set[Cause]:
        """The causes of a numbered page of a list are those of the list: releases move from page to page."""
        newest = _NUMBERED.sub("index.html", path)
        return set(self._find(newest)) if newest != path and self._differs(newest) else set()

    def _of_members(self, path: str) -> set[Cause]:
        """The causes of what came to a list of several pages, or left it."""
        members = _members(path, self.old) ^ _members(path, self.new)
        return {cause for address in members for cause in self._of_entry(address)}

    def _of_values(self, path: str, old: Origin, new: Origin) -> Iterator[Cause]:
        causes = {cause for source in {old.source, new.source} - {""} if (cause := self.events.event(source))}
        if old.template != new.template:
            causes |= self.events.of_template(self.new.prospect.outputs[path])
        names = differing(old.values, new.values)
        if "newsroom" in names:
            causes |= self.events.of_newsroom()
        if names & OF_STYLE:
            sheets = [name for name in self.events.changed_templates if name.endswith(".css")]
            causes |= {Cause(kind="template", name=name) for name in sheets}
        own_names = names - SHARED
        causes |= self._of_target(old) | self._of_target(new)
        if old.items.get(TARGET) != new.items.get(TARGET):
            causes |= {cause for cause in self.events.settings_and_data if cause.name in (old.source, new.source)}
        for name in own_names:
            causes |= self._of_entries(path, name, old.items.get(name, {}), new.items.get(name, {}))
        if own_names and not causes:
            causes |= self._of_pictures(path)
        if own_names and not causes:
            is_unclear = _is_large(own_names, old, new) or _is_sorted(
                own_names, old, new, self.new.prospect.outputs[path]
            )
            causes |= (
                self._of_list(path)
                or self._of_members(path)
                or (self.events.of_all_sources if is_unclear else ())
                or set(self.events.settings_and_data)
            )
        yield from causes

    def _of_entries(self, path: str, name: str, old: dict[str, bytes], new: dict[str, bytes]) -> set[Cause]:
        """The causes of changes in the entries of a value."""
        addresses = differing(old, new)
        shifted: set[str] = set()
        causes: set[Cause] = set()
        moved = {address for address in addresses if address not in old or address not in new}
        if name == LISTING and (moved or not addresses):
            before, after = _members(path, self.old), _members(path, self.new)
            # An entry that was on another page of the list is here because of those that came to the list or left it.
            shifted = moved & before & after
            if shifted or not addresses:
                causes = self._of_members(path)
            shifted = shifted if causes else set()
        return causes | {cause for address in addresses - shifted for cause in self._of_entry(address)}

    def _of_entry(self, address: str) -> Iterable[Cause]:
        """The causes of a change in the entry of a list that leads to an address."""
        source = self._sources.get(address)
        if source is not None:
            event = self.events.event(source)
            return (event,) if event else self._of_release(address)
        return self._find(address) if self._differs(address) else ()

    def _of_release(self, page: str) -> set[Cause]:
        """Why a list shows another version of a release that was not edited: what it links to, or its pictures."""
        old, new = self.old.origin(page), self.new.origin(page)
        causes = self._of_pictures(page)
        for name in DOCUMENTS if old and new else ():
            before, after = (origin.items.get(name, {}) for origin in (old, new) if origin)
            for address in differing(before, after):
                source = self._sources.get(address)
                if source is None:  # such as a tag, whose spelling may have changed
                    causes |= self._find(address) if self._differs(address) else frozenset()
                elif event := self.events.event(source):
                    causes.add(event)
        return causes

    def _of_pictures(self, page: str) -> set[Cause]:
        """The files whose new versions a page shows, and those that it showed and that are deleted."""
        changed = [asset for asset in self._assets.get(page, ()) if self._differs(asset)]
        return {cause for asset in changed for cause in self._find(asset) if cause.kind == "file"}

    def _differs(self, path: str) -> bool:
        return self.old.digests.get(path) != self.new.digests.get(path)


def _is_large(names: set[str], old: Origin, new: Origin) -> bool:
    """Whether a value has too many entries to remember them, as in a sitemap: all releases with an event are causes."""
    return any(MANY in (old.items.get(name), new.items.get(name)) for name in names)


def _is_sorted(names: set[str], old: Origin, new: Origin, output: Output) -> bool:
    """Whether a list has the entries of before in another order."""
    lists = {
        name for name in names if isinstance(output, Rendered) and isinstance(output.values.get(name), tuple | list)
    }
    return any(old.items.get(name) and old.items.get(name) == new.items.get(name) for name in lists)


def _assets_by_page(old: OldSide, new: NewSide) -> dict[str, list[str]]:
    """The new assets that a page shows, and those that it showed and that go, by its path."""
    assets: dict[str, list[str]] = {}
    gone = [path for path in old.digests if path not in new.digests] if old.pages else []
    for paths, pages in ((new.prospect.outputs, new.pages), (gone, old.pages)):
        for path in paths if pages else ():
            for page in pages.get(asset_fingerprint(path), ()):
                assets.setdefault(page, []).append(path)
    return assets


def _addresses(origin: Origin) -> set[str]:
    return {address for entries in origin.items.values() for address in entries}


def _members(path: str, side: OldSide | NewSide) -> frozenset[str]:
    """The addresses of the entries on all pages of the list to which a page belongs."""
    newest = _NUMBERED.sub("index.html", path)
    if newest not in side.lists:
        folder, pages = newest.removesuffix("index.html"), [newest]
        while (page := f"{folder}page/{len(pages)}/index.html") in side.digests:
            pages.append(page)
        origins = [origin for page in pages if (origin := side.origin(page))]
        side.lists[newest] = frozenset(address for origin in origins for address in origin.items.get(LISTING, ()))
    return side.lists[newest]
