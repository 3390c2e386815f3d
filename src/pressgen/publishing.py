"""The last two steps: render what is not as it was, write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from functools import partial

from msgspec import Struct

from pressgen.drafting import Draft
from pressgen.errors import ContentError
from pressgen.model import Copied, Options, Progress
from pressgen.output import guard, prints
from pressgen.output.files import Press, contents
from pressgen.output.manifest import AS_IT_IS
from pressgen.output.render import prepare
from pressgen.output.twin import Renewal, Twin, drop
from pressgen.output.write import Written, amend, publish, staging
from pressgen.plan.plan import EVERYWHERE
from pressgen.reading import Sources

MANY = 64
"""Outputs from which on they are laid ready as they are made, instead of being kept in memory."""


def made_ready(templates: Mapping[str, str]) -> Iterator[None]:
    """Read and compile what nearly every site is printed from, one template at each step."""
    yield from prepare(tuple(sorted(templates.items())), EVERYWHERE)


class Wrote(Struct, frozen=True, kw_only=True):
    """What was published, why each file had to be made (empty if it had not), and the fingerprints of all.

    `stamps` is as `trace.written` gives it; empty if it is not known.
    """

    written: Written
    reasons: dict[str, str]
    prints: dict[str, str]
    stamps: str


class Standing(Struct, frozen=True, kw_only=True):
    """What stands in the output folder: the digest of its stamps, if that is known, and its twin, if one is begun.

    The `renewal` makes the twin where all is published anew.
    """

    stamps: str
    twin: Twin | None
    renewal: Renewal


def write(sources: Sources, draft: Draft, options: Options, told: Progress, standing: Standing) -> Wrote:
    """Render and write; into the twin of the output folder, if there is one and only a few files are made."""
    if draft.plan is None:
        raise ContentError(*draft.problems)
    root, outputs, templates = sources.root, draft.plan.outputs, sources.found.templates
    output, guarded, home = root / options.output, guard.protected(root), guard.home_of(options)
    before = prints.recall(root, output, prints.key(), standing.stamps) if options.cache else {}
    prospect = prints.prospect(outputs, templates, before)
    stale = [one for one in outputs if prospect.reasons[one.path]]
    many = sum(not isinstance(one, Copied) for one in stale) >= MANY
    twin = standing.twin
    if twin and many:
        twin.end()
    with staging(output, guarded, home) if many else nullcontext() as place:
        press = Press(site=root, output=output, templates=templates, jobs=options.jobs, place=place, prints=not before)
        made = contents(stale, press, partial(told, "render"))
        files = [(one.path, made[one.path].content if one.path in made else AS_IT_IS) for one in outputs]
        if twin and not many:
            written, stamps = amend(twin, files, guarded, home)
        else:
            if options.cache:
                standing.renewal.prepare(len(files))
            written, stamps = publish(output, files, guarded, home, place), ""
        if not stamps:
            is_new = bool(written.changed or written.removed)
            if options.cache and written.is_all:
                standing.renewal.begin(is_new)
            elif is_new:
                drop(root, output)
    fresh = {path: one.print for path, one in made.items()} if not before else {}
    return Wrote(written=written, reasons=prospect.reasons, prints=prospect.prints | fresh, stamps=stamps)
