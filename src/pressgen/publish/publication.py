"""Publish the files of a site: all of them or none, and touch no foreign file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from pressgen.publish.diff import compare
from pressgen.publish.exchange import publish_by_exchange
from pressgen.publish.former_assets import Retention, ends, retain
from pressgen.publish.guard import check_output_folder
from pressgen.publish.journal import publish_by_renames
from pressgen.publish.manifest import MANIFEST, Content, Keep, encode_manifest, read_manifest, signature_of
from pressgen.publish.os_errors import translate_os_errors
from pressgen.publish.staging import StagingArea, open_stage, write_staged

FEW = 1024
"""Files up to which they are renamed one by one; with more, readers would see a mixture of two sites for too long."""


class Published(Struct, frozen=True):
    """What a publication did: paths from the output folder, sorted.

    `ends` are when replaced assets that still stay have to go, by path. After an exchange the stamps of unchanged files
    may differ too, since they were linked into another folder.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    is_exchange: bool = False
    ends: dict[str, datetime] = {}


def publish(
    output: Path,
    files: Iterable[tuple[str, Content | Keep]],
    protected: Sequence[Path],
    home: str = "",
    area: StagingArea | None = None,
    retention: Retention | None = None,
) -> Published:
    """Make `files` the only files of pressgen in the folder `output`, and leave what others put there.

    Each file is a path from `output`, with /, and its Content, or KEEP for a published file that the caller knows to
    be right; they are published in this order. Replaced assets stay as `retention` says. `area` is the staging area in
    which `stage` has put files, and nothing else is in it. `protected` and `home` are as for `check_output_folder`;
    `complete` has been called before.
    Nothing is written where nothing differs. Raises SettingsError for a folder that must not be built to, and
    OutputError, with the folder as it was, where anything prevents it.
    """
    with translate_os_errors(output):
        folder = check_output_folder(output, protected, home)
        signature = signature_of(folder)
        manifest = read_manifest(folder)
        ours = manifest.files
        planned = compare(folder, ours, files)
        diff, former = retain(folder, planned, manifest.former, retention) if retention else (planned, {})
        former_ends = {path: ends(asset, retention.days) for path, asset in former.items()} if retention else {}
        is_exchange = False
        # Without a manifest the folder is new to pressgen, so one is written even for a site without files.
        is_same = diff.digests == ours and former == manifest.former
        if diff.changed or diff.removed or not is_same or signature is None:
            with nullcontext(area) if area else open_stage(folder, ours) as used:
                for path, content in diff.changed.items():
                    write_staged(used, path, content)
                write_staged(used, MANIFEST, encode_manifest(diff.digests, former))
                is_small = signature is not None and len(diff.changed) + len(diff.removed) <= FEW
                is_exchange = not (is_small or used.is_inside) and publish_by_exchange(folder, used, diff, signature)
                if not is_exchange:
                    publish_by_renames(folder, used, diff, ours, signature)
    return Published(tuple(sorted(diff.changed)), planned.unchanged, diff.removed, is_exchange, former_ends)
