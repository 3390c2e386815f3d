"""What happened to the files of a site that are published, or from which something is made."""

from __future__ import annotations

from collections.abc import Iterator

from pressgen.content.settings.places import place
from pressgen.diff.difference import Cause
from pressgen.diff.sides import NewSide, OldSide
from pressgen.publish.former_assets import asset_fingerprint
from pressgen.site.settings_files import named_in_settings


class FileEvents:
    """Compares the files of two states, as far as they are known."""

    def __init__(self, old: OldSide, new: NewSide) -> None:
        self.old, self.new = old, new

    def edit(self, path: str, source: str) -> Cause | None:
        """The edit of a file that is published, at the same path or at one made from its content."""
        old, new = self.old.assets.get(source, []), self.new.assets.get(source, [])
        is_renamed = {*map(asset_fingerprint, old)}.isdisjoint(map(asset_fingerprint, new))
        is_edited = source and old and new and ((path in old and path in new) or is_renamed)
        return Cause(kind="file", name=source, event="edited") if is_edited else None

    def deletion(self, path: str, source: str) -> Cause | None:
        """The deletion of the file from which a published file was made, or of which that is a copy."""
        is_gone = source and self.old.site and path not in self.new.digests and source not in self.new.files
        return Cause(kind="file", name=source, event="deleted") if is_gone else None

    def arrival(self, path: str, source: str) -> Cause | None:
        """The arrival of a file that is published now, and that no page shows."""
        is_known = source and self.old.site and path not in self.old.digests
        is_new = is_known and path in self.new.digests and not self.old.assets.get(source)
        return Cause(kind="file", name=source, event="new") if is_new else None

    def of_settings(self, is_newsroom: bool = False) -> Iterator[Cause]:
        """The edits of files that the settings name, or of those that all pages may show, such as the logo."""
        sources = self.new.prospect.sources
        files = {path: where for path, where, _ in named_in_settings(sources.files, sources.settings)}
        for path, where in sorted(files.items()):
            name = sources.files[path]
            published = self.new.assets.get(name, [])
            if published and not (is_newsroom and where.startswith((place("people"), place("boilerplate")))):
                edit = self.edit(published[0], name)
                yield from [edit] if edit and published[0] not in self.old.digests else ()
