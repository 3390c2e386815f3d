"""Releases whose words alone were edited: only what shows them is printed, and the rest of the site is as on file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from pressgen.content import dates, scan
from pressgen.errors import PressgenError
from pressgen.model import Options, Post, Rendered, Report
from pressgen.output import cache, filing, guard, inputs, prints, trace
from pressgen.output.files import Press, contents
from pressgen.output.inputs import Edits
from pressgen.output.manifest import AS_IT_IS, Content
from pressgen.output.prints import Prospect
from pressgen.output.texts import Shelf
from pressgen.output.twin import Twin
from pressgen.output.write import amend
from pressgen.plan.plan import outputs_of
from pressgen.settings import Settings
from pressgen.site.filing import Revised, amended, revised


class AllStepsError(PressgenError):
    """More has changed than words, or what was kept is not there: all steps must be taken."""


class Reprinted(Struct, frozen=True, kw_only=True):
    """The report, and what is to be remembered; `stamps` is as `trace.written` gives it, empty if it is not known."""

    report: Report
    stamps: str
    prints: dict[str, str]
    trace: trace.Trace


def reprint(
    root: Path, as_of: datetime, options: Options, edits: Edits, reworded: Callable[[], str], twin: Twin
) -> Reprinted:
    """Print and publish what shows the edited releases; raises AllStepsError where that is not enough."""
    last, read, output = edits.last, edits.read, root / options.output
    drawer = filing.recall(root, read.filing)
    texts = scan.templates(root, [])
    before = prints.recall(root, output, read.prints, last.outputs)
    text = reworded()
    if drawer is None or not before or not text:
        raise AllStepsError
    filed = amended(drawer.filing, read.amended)
    posts = _posts(root, text)
    instant = as_of.astimezone(dates.zone(read.timezone))
    now = revised(filed, posts, drawer.settings, instant, _Library(root, read.documents).post)
    if len(posts) < len(edits.sources) or any(made.problems for made in now.made.values()):
        raise AllStepsError
    press = Press(site=root, output=output, templates=texts, jobs=options.jobs, prints=False)
    prospect, pages = _printed(now, drawer.settings, before, press)
    files = [(path, pages.get(path, AS_IT_IS)) for path in twin.known]
    written, stamps = amend(twin, files, guard.protected(root), guard.home_of(options))
    report = structs.replace(
        last.report, changed=len(written.changed), unchanged=len(written.unchanged), removed=len(written.removed)
    )
    # The site is published: what is not remembered of it now only makes the next build longer.
    with contextlib.suppress(OSError):
        _file(root, edits, now)
    reasons = dict.fromkeys(last.paths, "") | prospect.reasons if options.explain else {}
    return Reprinted(
        report=structs.replace(report, reasons=reasons),
        stamps=stamps,
        prints=before | prospect.prints,
        trace=structs.replace(last, inputs=edits.seen.digest, outputs="", since=as_of, report=report),
    )


def remember(root: Path, output: Path, done: Reprinted, key: str) -> None:
    """Keep what the next build is answered from, once nothing is done to the files any more."""
    with contextlib.suppress(OSError):
        stamps = prints.record(root, output, key, done.prints, done.stamps)
        trace.record(root, output, structs.replace(done.trace, outputs=stamps))


def _posts(root: Path, text: str) -> dict[str, Post]:
    fresh, shelf = msgspec.json.decode(text, type=dict[str, cache.Remembered]), Shelf(root)
    return {path: post for path, one in fresh.items() if shelf.reaches(one.parsed) and (post := one.sound_post)}


def _printed(
    now: Revised, settings: Settings, before: Mapping[str, str], press: Press
) -> tuple[Prospect, dict[str, Content]]:
    """The fingerprints of all that shows the edited releases, and the pages that are not as they were."""
    new = {id(made.document) for made in now.made.values()}
    retitled = {id(now.made[source].document) for source in now.retitled}
    shown = [
        output.looked_at()
        for output in outputs_of(now.site, settings, press.templates)
        if isinstance(output, Rendered)
        and not (new.isdisjoint(map(id, output.shows)) and (not retitled or retitled.isdisjoint(map(id, output.names))))
    ]
    prospect = prints.prospect(shown, press.templates, before)
    made = contents([output for output in shown if prospect.reasons[output.path]], press, lambda done, total: None)
    return prospect, {path: one.content for path, one in made.items()}


def _file(root: Path, edits: Edits, now: Revised) -> None:
    """Keep the edited releases beside the site on file."""
    seen, read = edits.seen, edits.read
    inputs.record(
        root,
        structs.replace(
            read,
            digest=seen.digest,
            sources={path: file.stamp for path, file in seen.content.items()},
            amended={source: row.at_rest() for source, row in read.amended.items()} | now.rows(),
        ),
    )


class _Library:
    """The documents that earlier builds parsed, read as they are asked for."""

    def __init__(self, root: Path, key: str) -> None:
        self.root, self.key = root, key
        self.documents: dict[str, cache.Remembered] = {}

    def post(self, path: str) -> Post:
        """The post of a source that did not change."""
        if path not in self.documents:
            self.documents |= cache.load_beside(self.root, self.key, [path])
        post = self.documents[path].sound_post if path in self.documents else None
        if post is None:
            raise AllStepsError
        return post
