"""What time will change on a published site, and what it should have changed already.

Answered from the memory if the sources have not changed; nothing here imports what reading them needs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.scan import stat_inputs
from pressgen.model import Change, Options
from pressgen.shortcut import BuildRequest, LastBuild, last_build


class Outlook(Struct, frozen=True, kw_only=True):
    """The changes after the last build to `output`: those whose time has come at `instant`, and the later ones.

    `last_build` is the instant of that build; None if none is on record, so that one is due. `is_edited` says that the
    sources have changed since then. `errors` counts errors for which the next build will stop, as far as sources had
    to be read.
    """

    output: str
    instant: datetime
    last_build: datetime | None = None
    is_edited: bool = False
    errors: int = 0
    overdue: tuple[Change, ...] = ()
    coming: tuple[Change, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether the published site is not that of the instant: older, or newer."""
        return self.last_build is None or bool(self.overdue or self.early)

    @property
    def early(self) -> tuple[Change, ...]:
        """Changes that are published before their time, by a build for a later instant or with a wrong clock."""
        return tuple(change for change in self.coming if self.last_build and change.at <= self.last_build)


def grouped(changes: Iterable[Change]) -> list[tuple[Change, int]]:
    """Changes with a count: a replaced picture has many sizes, which go together."""
    groups: dict[tuple[datetime, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.at, change.kind, change.source), []).append(change)
    return [(group[0], len(group)) for group in groups.values()]


def look_ahead(root: Path, as_of: datetime | str, options: Options) -> Outlook:
    """What is due at an instant, and what comes after it, on the site in `root`; writes nothing except the memory.

    `as_of` is an aware datetime, or text in the site's time zone. Raises PressgenError if the settings or the instant
    cannot be used.
    """
    output = Path(os.path.realpath(root / options.output))
    inputs = stat_inputs(root)
    # The digest is empty if the last change might not show in it.
    digest = inputs.digest if inputs.is_settled else ""
    request = BuildRequest(root=root, output=output, options=options, instant=datetime.min, inputs=digest)
    last = last_build(request)
    if (
        last
        and last.is_current
        and last.options.url == options.url
        # What that build left out with its errors would stop one that leaves nothing out.
        and (options.skip_invalid or not last.options.skip_invalid)
        and isinstance(as_of, datetime)
        and as_of >= last.instant
    ):
        return _outlook(options, as_of.astimezone(last.instant.tzinfo), last, last.changes)
    return _read_ahead(root, as_of, options, last)


def _read_ahead(root: Path, as_of: datetime | str, options: Options, last: LastBuild | None) -> Outlook:
    from pressgen.plan.draft import draft, policy_of
    from pressgen.publish.former_assets import ends
    from pressgen.publish.manifest import read_manifest
    from pressgen.site.clock import asset_changes, sorted_changes
    from pressgen.site.sources import Sources, read_instant, with_sources
    from pressgen.store.database import Store

    instant = read_instant(root, as_of)
    since = min(last.instant, instant) if last else instant

    def read(sources: Sources, _: Store) -> Outlook:
        site = draft(sources, policy_of(options))
        days, zone = sources.settings.assets_kept, sources.instant.tzinfo
        former = read_manifest(root / options.output).former if days else {}
        asset_ends = {path: ends(asset, days) for path, asset in former.items()}
        assets = [change for change in asset_changes(asset_ends, zone) if change.at > since]
        outlook = _outlook(options, instant.astimezone(zone), last, sorted_changes((*site.site.changes, *assets)))
        errors = sum(problem.severity == "error" for problem in site.problems)
        is_edited = last is not None and not last.is_current
        return structs.replace(outlook, is_edited=is_edited, errors=0 if site.is_sound else errors)

    return with_sources(root, since, options, read)


def _outlook(options: Options, instant: datetime, last: LastBuild | None, changes: tuple[Change, ...]) -> Outlook:
    return Outlook(
        output=options.output,
        instant=instant,
        last_build=last.instant if last else None,
        overdue=tuple(change for change in changes if change.at <= instant) if last else (),
        coming=tuple(change for change in changes if change.at > instant),
    )
