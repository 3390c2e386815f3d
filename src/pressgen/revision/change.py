"""The site with its edited and new releases, made of what is on file, and the outputs that are not as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.content import dates
from pressgen.errors import PressgenError
from pressgen.model import Options, Plan, Post, Rendered, Site
from pressgen.output import cache, filing
from pressgen.output.inputs import Edits
from pressgen.output.texts import Shelf
from pressgen.plan.links import broken
from pressgen.plan.paths import fit_beside
from pressgen.plan.plan import outputs_of
from pressgen.plan.same import differing
from pressgen.settings import Settings
from pressgen.site.embargo import Shown
from pressgen.site.filing import Filing, Revised, amended, revised
from pressgen.site.joining import join
from pressgen.site.urls import address_of


class AllStepsError(PressgenError):
    """More has changed than words, or what was kept is not there: all steps must be taken."""


class Change(Struct, frozen=True):
    """The site before, the site on file that `added` releases have joined, and that with all that is made anew."""

    former: Site
    filed: Filing
    now: Revised
    added: frozenset[str]


def changed(
    root: Path, as_of: datetime, options: Options, edits: Edits, drawer: filing.Drawer, posts: Mapping[str, Post]
) -> Change:
    """The site on file with these posts, edited or new; raises AllStepsError where more would change than they."""
    read = edits.read
    library, instant = _Library(root, read.documents), as_of.astimezone(dates.zone(read.timezone))
    filed = former = amended(drawer.filing, read.amended)
    translated: frozenset[str] = frozenset()
    if len(posts) < len(edits.sources):
        raise AllStepsError
    if edits.added:
        shown: Shown = "drafts" if options.drafts else "public"
        new = {path: posts[path] for path in edits.added}
        joined = join(filed, new, drawer.settings, instant, shown, library.post)
        if joined is None:
            raise AllStepsError
        filed, translated = joined.filing, joined.translated
    now = revised(filed, posts, drawer.settings, instant, library.post, translated)
    if any(made.problems for made in now.made.values()):
        raise AllStepsError
    return Change(former.site, filed, now, edits.added)


def edited(now: Revised, settings: Settings, templates: Mapping[str, str]) -> list[Rendered]:
    """The outputs that show what was edited."""
    new = {id(made.document) for made in now.made.values()}
    retitled = {id(now.made[source].document) for source in now.retitled}
    return [
        output
        # A page names no more of other releases than their headlines.
        for output in outputs_of(now.site, settings, templates, about=None if retitled else new)
        if isinstance(output, Rendered)
        and not (new.isdisjoint(map(id, output.shows)) and (not retitled or retitled.isdisjoint(map(id, output.names))))
    ]


def different(change: Change, settings: Settings, templates: Mapping[str, str], paths: Iterable[str]) -> list[Rendered]:
    """The outputs that are not as in the former site, which has these paths; raises where the plan must be proved."""
    known = {output.path: output for output in outputs_of(change.former, settings, templates)}
    outputs = outputs_of(change.now.site, settings, templates, known)
    found, made = differing(outputs, known), change.now.made
    new = [output for output in found if output.path not in known]
    # Files of its own would have to be measured and copied.
    if (
        len(known) + len(new) != len(outputs)
        or any(one.files for path, one in made.items() if path in change.added)
        or not fit_beside(new, paths)
    ):
        raise AllStepsError
    claims = [(source, href, reference) for source, one in made.items() for href, reference in one.claims]
    if broken(claims, Plan(tuple(outputs)), address_of(settings.url)):
        raise AllStepsError
    return found


def posts_of(root: Path, data: bytes) -> dict[str, Post]:
    """The sound posts among parsed releases, by source; `data` is what parsing them gave, as JSON."""
    fresh, shelf = msgspec.json.decode(data, type=dict[str, cache.Remembered]), Shelf(root)
    return {path: post for path, one in fresh.items() if shelf.reaches(path, one.parsed) and (post := one.sound_post)}


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
