"""Compare what a build would publish with a published site, the sources of a commit, or a published manifest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.content.scan import stat_inputs
from pressgen.diff.causes import Causes
from pressgen.diff.difference import Action, Change, Difference
from pressgen.diff.fetch import fetch_manifest, is_address, without_password
from pressgen.diff.git import commit_of, write_sources
from pressgen.diff.prospect import Prospect, Request, make_prospect
from pressgen.diff.risks import risks_of
from pressgen.diff.sides import NewSide, OldSide, differing
from pressgen.errors import PressgenError, Problem, SettingsError, sorted_problems
from pressgen.model import Options, Progress
from pressgen.plan.origins import Memory
from pressgen.publish.diff import is_file, status_of
from pressgen.publish.former_assets import pages_by_fingerprint
from pressgen.publish.guard import check_output_folder, protected
from pressgen.publish.manifest import FORMAT, MANIFEST, Manifest, digest, read_manifest
from pressgen.publish.os_errors import translate_os_errors
from pressgen.shortcut import BuildRequest, last_report
from pressgen.site.sources import read_instant
from pressgen.site.urls import address_of
from pressgen.store.database import retry_without_memory
from pressgen.store.pictures import PictureCache

NOTHING = Manifest(FORMAT, {})


class _ReadOnlyPictures(PictureCache):
    """Pictures of earlier builds; none are added, since no build of this site needs those of another commit."""

    def put(self, name: str, data: bytes) -> None:
        """Keep nothing."""


class _Task(Struct, frozen=True, kw_only=True):
    """A comparison of what a build with `options` would publish of the site in `root`, `against` something."""

    root: Path
    instant: datetime
    options: Options
    against: str
    environment: Mapping[str, str]
    progress: Progress


def diff(
    root: Path,
    as_of: datetime | str,
    options: Options,
    against: str = "",
    environment: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Difference:
    """What differs between the site as a build with these options would publish it at an instant, and `against`.

    That is an output folder (its path from `root`), the name of a commit, or the web address of a published manifest;
    if it is empty, the output folder of the options. `environment` is that of git. Writes nothing except the memory
    in .pressgen/. Errors are returned and not raised: exit code 1 for those of releases and templates, else 2.
    """
    try:
        task = _Task(
            root=root,
            instant=read_instant(root, as_of),
            options=options,
            against=against,
            environment=environment or {},
            progress=progress or (lambda step, done, total: None),
        )
        return retry_without_memory(partial(_compare, task), is_kept=options.cache)
    except PressgenError as error:
        return Difference(
            against=without_password(against), problems=sorted_problems(error.problems), exit_code=error.exit_code
        )


def _compare(task: _Task, use_cache: bool) -> Difference:
    if not task.against:
        folder = check_output_folder(task.root / task.options.output, protected(task.root), task.options.home)
        return _unchanged(task, use_cache) or _against_folder(task, folder, task.options.output, use_cache)
    name = without_password(task.against)
    if is_address(task.against):
        return _against_manifest(task, name, use_cache)
    if "\0" in task.against:
        raise SettingsError(Problem.at("against-unknown", name=name))
    folder = Path(os.path.realpath(task.root / task.against))
    if os.path.isdir(folder):  # which is no error for a name that no file can have
        return _against_folder(task, folder, name, use_cache)
    commit = commit_of(task.root, task.against, task.environment)
    if not commit:
        raise SettingsError(Problem.at("against-unknown", name=name))
    return _against_commit(task, name, commit, use_cache)


def _unchanged(task: _Task, use_cache: bool) -> Difference | None:
    """No difference, if a build would find that there is nothing to do."""
    inputs = stat_inputs(task.root)
    if not use_cache or not inputs.is_settled:
        return None
    output, instant = task.root / task.options.output, task.instant
    request = BuildRequest(root=task.root, output=output, options=task.options, instant=instant, inputs=inputs.digest)
    report = last_report(request)
    return Difference(against=task.options.output, instant=instant, problems=report.problems) if report else None


def _prospect(task: _Task, folder: Path, manifest: Manifest, use_cache: bool) -> Prospect:
    request = Request(
        root=task.root,
        instant=task.instant,
        options=task.options,
        target=folder,
        manifest=manifest,
        sibling=Path(os.path.realpath(task.root / task.options.output)),
        pictures=PictureCache(task.root, use_cache),
        progress=task.progress,
    )
    return make_prospect(request, use_cache)


def _own_prospect(task: _Task, use_cache: bool) -> Prospect:
    """What a build would publish, with what the output folder has already, if it is one."""
    folder = task.root / task.options.output
    target, manifest = folder / MANIFEST / "nowhere", NOTHING
    with suppress(PressgenError):
        real = check_output_folder(folder, protected(task.root), task.options.home)
        if status_of(real, MANIFEST):
            target, manifest = real, read_manifest(real)
    return _prospect(task, target, manifest, use_cache)


def _against_folder(task: _Task, folder: Path, name: str, use_cache: bool) -> Difference:
    with translate_os_errors(folder):
        has_manifest = status_of(folder, MANIFEST) is not None
        manifest = read_manifest(folder) if has_manifest else Manifest(FORMAT, _files_in(folder))
        prospect = _prospect(task, folder, manifest, use_cache)
        before = {
            path: digest(folder / path) if is_file(status_of(folder, path)) else "" for path in prospect.diff.changed
        }
        # The published pages that change or go; an asset that goes may be in them.
        former = (path for path in (*prospect.diff.changed, *prospect.diff.removed) if path.endswith(".html"))
        files = ((path, folder / path) for path in former if is_file(status_of(folder, path)))
        pages = pages_by_fingerprint(files, prospect.diff.removed)
        digest_of_manifest = digest(folder / MANIFEST) if has_manifest else ""
    old_digests = dict(manifest.files)
    foreign = {path for path, now in before.items() if path in manifest.files and now != manifest.files[path]}
    old = OldSide(old_digests, prospect.memory, digest_of_manifest, pages, frozenset(manifest.former))
    new = NewSide(prospect, prospect.diff.digests)
    changes: dict[str, Action] = dict.fromkeys(prospect.diff.removed, "removed")
    for path, now in before.items():
        if now != prospect.diff.digests[path]:
            changes[path] = "changed" if now else "added"
    return _difference(task, name, changes, Causes(old, new, frozenset(foreign)))


def _against_manifest(task: _Task, name: str, use_cache: bool) -> Difference:
    manifest, data = fetch_manifest(task.against)
    prospect = _own_prospect(task, use_cache)
    # What is remembered of the last build here is true of each published file with the same content.
    old = OldSide(manifest.files, prospect.memory, digest(data), {}, frozenset(manifest.former))
    new = NewSide(prospect, prospect.diff.digests)
    return _difference(task, name, _actions(manifest.files, new.digests), Causes(old, new, frozenset()))


def _against_commit(task: _Task, name: str, commit: str, use_cache: bool) -> Difference:
    with tempfile.TemporaryDirectory(prefix="pressgen-diff-") as temporary:
        # The real path: git and the guard of output folders would see another one, where /tmp is a link.
        folder = Path(os.path.realpath(temporary))
        root = write_sources(task.root, name, commit, folder, task.environment)
        request = Request(
            root=root,
            instant=task.instant,
            # What that commit could publish, even if some of its releases have errors.
            options=structs.replace(task.options, strict=False, skip_invalid=True),
            target=folder / "nowhere",
            manifest=NOTHING,
            pictures=_ReadOnlyPictures(task.root, use_cache),
            progress=task.progress,
        )
        try:
            before = make_prospect(request, use_cache=False)
        except PressgenError as error:
            reason = error.problems[0].message
            raise SettingsError(Problem.at("against-unreadable/commit", name=name, reason=reason)) from error
        origins = {path: (now, before.origins.origin(before.outputs[path])) for path, now in before.digests.items()}
        memory = Memory(origins, "", before.origins.site_origin())
    prospect = _own_prospect(task, use_cache)
    old = OldSide(before.digests, memory, "", before.pages)
    new = NewSide(prospect, prospect.digests)
    return _difference(task, name, _actions(old.digests, new.digests), Causes(old, new, frozenset()))


def _files_in(folder: Path) -> dict[str, str]:
    """The digests of all files in a folder by path; hidden ones belong to the host, or to git.

    Files whose names are not in UTF-8 have no address on a site of pressgen, and are left out.
    """
    files: dict[str, str] = {}
    for above, folder_names, names in os.walk(folder):
        folder_names[:] = filter(_has_address, folder_names)
        for name in filter(_has_address, names):
            path = Path(above, name)
            if is_file(path.lstat()):
                files[path.relative_to(folder).as_posix()] = digest(path)
    return files


def _has_address(name: str) -> bool:
    # The system gives bytes that are not UTF-8 as halves of surrogate pairs.
    return not name.startswith(".") and not any("\udc80" <= char <= "\udcff" for char in name)


def _actions(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Action]:
    return {
        path: "removed" if path not in new else "changed" if path in old else "added" for path in differing(old, new)
    }


def _difference(task: _Task, name: str, actions: Mapping[str, Action], causes: Causes) -> Difference:
    new, old = causes.new, causes.old
    zone = new.prospect.sources.instant.tzinfo
    address = address_of(new.prospect.sources.settings.url)
    changes = []
    for path in sorted(actions):
        origin = new.origin(path) or old.origin(path)
        present_path = _present_path(path, causes)
        changes.append(
            Change(
                path=path,
                address=address.href(path),
                action=actions[path],
                causes=causes.of(path),
                source=origin.source if origin else "",
                moved_to=address.href(present_path) if present_path else "",
            )
        )
    return Difference(
        against=name,
        instant=new.prospect.sources.instant,
        since=old.site.instant.astimezone(zone) if old.site else None,
        changes=tuple(changes),
        risks=risks_of(changes, len(new.digests)),
        problems=sorted_problems(new.prospect.problems),
    )


def _present_path(path: str, causes: Causes) -> str:
    """The path at which a release or standing page is now whose page was at another one; empty if it is not so."""
    old, new = causes.old.origin(path), causes.new.origin(path)
    if old is None or not old.document or (new and new.document):
        return ""
    return causes.new.paths.get(causes.events.moves.get(old.source, old.source), "")
