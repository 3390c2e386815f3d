"""Pictures that were replaced: they stay for some days, since feeds and previews elsewhere still show them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

from msgspec import Struct, structs

from pressgen.publish.diff import Diff
from pressgen.publish.manifest import FormerAsset

FINGERPRINTED = re.compile(r"assets/.*\.([0-9a-f]{8,})\.[A-Za-z0-9]+")
"""Files whose name tells their content, so that another content has another name; all other files are replaced."""
_FINGERPRINT = re.compile(rb"\.([0-9a-f]{8,})(?=\.)")


class Retention(Struct, frozen=True, kw_only=True):
    """How long replaced assets stay: `days` from the `instant` of the build that replaced them.

    `pages` are the paths of releases and standing pages. A file stays only as long as a page that showed it is there:
    what was shown by a page that was taken back goes with it.
    """

    instant: datetime
    days: int
    pages: Collection[str]


def retain(
    folder: Path, diff: Diff, former: Mapping[str, FormerAsset], retention: Retention
) -> tuple[Diff, dict[str, FormerAsset]]:
    """The publication without the removal of replaced assets, and these assets by path.

    `former` are those that stay from earlier publications.
    """
    candidates = [path for path in diff.removed if FINGERPRINTED.fullmatch(path) and path not in diff.blocking]
    if not candidates or not retention.days:
        return diff, {}
    # The pages that change, with what they have shown until now; a new page has shown nothing.
    files = ((page, folder / page) for page in sorted(diff.changed.keys() & set(retention.pages)))
    shown = pages_by_fingerprint(files, set(candidates) - former.keys())
    since = retention.instant.astimezone(timezone.utc).isoformat(timespec="seconds")
    assets: dict[str, FormerAsset] = {}
    for path in candidates:
        asset = former.get(path) or FormerAsset(since, shown.get(asset_fingerprint(path), ()))
        pages = tuple(page for page in asset.pages if page in retention.pages)
        if pages and ends(asset, retention.days) > retention.instant:
            assets[path] = FormerAsset(asset.since, pages)
    return structs.replace(
        diff,
        obsolete=tuple(path for path in diff.obsolete if path not in assets),
        removed=tuple(path for path in diff.removed if path not in assets),
        unchanged=tuple(sorted((*diff.unchanged, *assets))),
        digests=diff.digests | {path: digest for path, digest in diff.obsolete_digests.items() if path in assets},
    ), assets


def ends(asset: FormerAsset, days: int) -> datetime:
    """When an asset has been kept for so many days."""
    return datetime.fromisoformat(asset.since) + timedelta(days=days)


def asset_fingerprint(path: str) -> str:
    """The part of the name of an asset that tells its content; empty for other files."""
    found = FINGERPRINTED.fullmatch(path)
    return found[1] if found else ""


def pages_by_fingerprint(files: Iterable[tuple[str, Path]], assets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The pages that show one of the assets (paths), by its fingerprint; `files` are pages by path, if they exist."""
    pages: dict[str, list[str]] = {fingerprint: [] for path in assets if (fingerprint := asset_fingerprint(path))}
    for page, file in files if pages else ():
        with suppress(OSError):
            for fingerprint in {match.decode() for match in _FINGERPRINT.findall(file.read_bytes())} & pages.keys():
                pages[fingerprint].append(page)
    return {fingerprint: tuple(paths) for fingerprint, paths in pages.items()}
