"""Edited words and new releases: only what shows them is printed and published, all else stays as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, json, structs

from pressgen.content import scan
from pressgen.model import Options, Rendered, Report, Site
from pressgen.output import filing, guard, inputs, keep, prints, trace
from pressgen.output.beside import NOBODY, beside
from pressgen.output.inputs import Edits
from pressgen.output.keep import encoded
from pressgen.output.manifest import AS_IT_IS
from pressgen.output.prints import Prospect
from pressgen.output.render import printer
from pressgen.output.twin import Twin
from pressgen.output.write import Written, amend
from pressgen.revision.change import AllStepsError, Change, changed, different, edited, posts_of
from pressgen.settings import Settings
from pressgen.site.filing import filed_anew

LONG = 1 << 10
"""Releases from which on a page that shows them is made by a process of its own, while this one makes the others."""


class Reprinted(Struct, frozen=True, kw_only=True):
    """The report, and what is to be remembered; `stamps` is as `trace.written` gives it, empty if it is not known.

    `kept` is what is to be kept as it is, by name.
    """

    report: Report
    kept: dict[str, bytes]
    stamps: str
    prints: dict[str, str]
    trace: trace.Trace


def reprint(
    root: Path, as_of: datetime, options: Options, edits: Edits, reworded: Callable[[], bytes], twin: Twin
) -> Reprinted:
    """Print and publish what shows the edited and the new releases; raises AllStepsError where that is not enough."""
    last, read, output = edits.last, edits.read, root / options.output
    drawer = filing.recall(root, read.filing)
    texts = scan.templates(root, [])
    before = prints.recall(root, output, read.prints, last.outputs)
    posts = reworded()
    if drawer is None or not before or not posts:
        raise AllStepsError
    change = changed(root, as_of, options, edits, drawer, posts_of(root, posts))
    now, settings = change.now, drawer.settings
    shown = different(change, settings, texts, last.paths) if edits.added else edited(now, settings, texts)
    with _printing(shown, before, texts) as printed:
        kept = _kept(edits, change, settings)
        twin.stamps()
        prospect, pages = printed()
    files = [(path, pages.get(path, AS_IT_IS)) for path in {**twin.known, **pages}]
    written, stamps = amend(twin, files, guard.protected(root), guard.home_of(options))
    paths = tuple(sorted([*last.paths, *(pages.keys() - twin.known.keys())]))
    report = _report(last.report, now.site, paths, written)
    reasons = dict.fromkeys(paths, "") | prospect.reasons if options.explain else {}
    return Reprinted(
        report=structs.replace(report, reasons=reasons),
        kept=kept,
        stamps=stamps,
        prints=before | prospect.prints,
        trace=structs.replace(
            last,
            inputs=edits.seen.digest,
            outputs="",
            paths=paths,
            since=as_of,
            until=report.next_change,
            report=report,
        ),
    )


def remember(root: Path, output: Path, done: Reprinted, key: str) -> None:
    """Keep what the next build is answered from, once nothing is done to the files any more."""
    # The site is published: what is not remembered of it now only makes the next build longer.
    for name, data in done.kept.items():
        keep.keep(root, name, data)
    with contextlib.suppress(OSError):
        stamps = prints.record(root, output, key, done.prints, done.stamps)
        trace.record(root, output, structs.replace(done.trace, outputs=stamps))


def _report(last: Report, site: Site, paths: Sequence[str], written: Written) -> Report:
    return structs.replace(
        last,
        releases=sum(len(edition.articles) for edition in site.editions),
        pages=sum(path.endswith(".html") for path in paths),
        next_change=site.next_change,
        changed=len(written.changed),
        unchanged=len(written.unchanged),
        removed=len(written.removed),
    )


@contextlib.contextmanager
def _printing(
    shown: Sequence[Rendered], before: Mapping[str, str], templates: dict[str, str]
) -> Iterator[Callable[[], tuple[Prospect, dict[str, bytes]]]]:
    """What gives the fingerprints of these outputs, and those pages that are not as they were.

    In the block, long pages may still be in the making.
    """
    long = [output for output in shown if len(output.shows) >= LONG]
    others = [output for output in shown if len(output.shows) < LONG]
    other = beside(partial(_told, long, before, templates)) if long and others else NOBODY
    try:
        prospect, pages = _made(others, before, templates)

        def printed() -> tuple[Prospect, dict[str, bytes]]:
            if other.answer:
                told = json.decode(other.answer, type=_Told)
                found, texts = told.prospect, {path: text.encode() for path, text in told.pages.items()}
            else:
                found, texts = _made(long, before, templates)
            prints, reasons = prospect.prints | found.prints, prospect.reasons | found.reasons
            return Prospect(prints=prints, reasons=reasons), pages | texts

        yield printed
    finally:
        other.end()


def _made(
    shown: Sequence[Rendered], before: Mapping[str, str], templates: dict[str, str]
) -> tuple[Prospect, dict[str, bytes]]:
    shown = [output.looked_at() for output in shown]
    prospect = prints.prospect(shown, templates, before)
    render = printer(tuple(sorted(templates.items())))
    return prospect, {output.path: render(output) for output in shown if prospect.reasons[output.path]}


class _Told(Struct):
    """What one process tells another of pages that it made."""

    prospect: Prospect
    pages: dict[str, str]


def _told(shown: Sequence[Rendered], before: Mapping[str, str], templates: dict[str, str]) -> bytes:
    prospect, pages = _made(shown, before, templates)
    return json.encode(_Told(prospect, {path: page.decode() for path, page in pages.items()}))


def _kept(edits: Edits, change: Change, settings: Settings) -> dict[str, bytes]:
    """What is to be kept, by name: the edited releases beside the site on file, or that with the new ones in it."""
    seen, rows = edits.seen, change.now.rows()
    read = structs.replace(
        edits.read, digest=seen.digest, sources={path: file.stamp for path, file in seen.content.items()}
    )
    if not edits.added:
        amended = {source: row.at_rest() for source, row in read.amended.items()} | rows
        return {inputs.FILE: encoded(structs.replace(read, amended=amended))}
    sought = [path for made in change.now.made.values() for path in made.sought]
    digest, filed = filing.digest(seen, read.asked), filed_anew(change.filed, rows, sought)
    return {
        filing.FILE: encoded(filing.Drawer(digest=digest, settings=settings, filing=filed)),
        inputs.FILE: encoded(structs.replace(read, filing=digest, amended={})),
    }
