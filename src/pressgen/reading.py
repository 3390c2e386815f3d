"""The first two steps: scan the folder, parse what is new in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from pressgen.content import dates, scan, settings_file
from pressgen.content.dialect import dialect_of
from pressgen.content.folders import File
from pressgen.errors import Problem, SettingsError
from pressgen.model import Options, Parsed, Progress, Rules
from pressgen.output import guard
from pressgen.output.parsed import Crew, Documents, Effort, parsed
from pressgen.output.write import check_folder
from pressgen.settings import Settings
from pressgen.site.i18n import unspoken


class Sources(Struct, frozen=True, kw_only=True):
    """What was read: the folder, the settings, the instant, and what each file was parsed to."""

    root: Path
    found: scan.Folder
    settings: Settings
    instant: datetime
    documents: Documents

    @property
    def parsed(self) -> dict[str, Parsed]:
        """Each source's document, or what is wrong with it, by path."""
        return self.documents.parsed


def _nothing(found: scan.Folder, settings: Settings) -> Iterable[None]:
    return ()


class Warm(Struct, frozen=True, kw_only=True):
    """What a process that builds again and again brings to a reading.

    `touched` are files, seen from the site's folder, that alone may have changed since `former`
    was read; None if any may have. `keeps` tells that another reading will follow, with this one as its
    former. `looked` are the files of content/, if somebody has just walked through them.
    `meanwhile` gives short steps, of what was found and of the settings, that this process may take while others parse.
    """

    former: Sources | None = None
    crew: Crew | None = None
    touched: frozenset[str] | None = None
    keeps: bool = False
    looked: Mapping[str, File] = scan.NOTHING
    meanwhile: Callable[[scan.Folder, Settings], Iterable[None]] = _nothing


def read(root: Path, as_of: datetime | str, options: Options, told: Progress, warm: Warm | None = None) -> Sources:
    """Scan and parse; what a former reading holds and did not change is taken from it."""
    warm = warm or Warm()
    former = warm.former
    settings = settings_file.read(scan.read_settings(root))
    if former is not None and former.settings == settings:
        settings = former.settings
    instant = _instant(as_of, settings)
    check_folder(root / options.output, guard.protected(root), guard.home_of(options))
    unknown = [problem for problem in unspoken(settings.languages) if problem.severity == "error"]
    if unknown:
        raise SettingsError(*unknown)
    again = former is not None and warm.touched is not None and former.settings is settings
    found = (again and former and scan.scan_again(root, former.found, warm.touched or ())) or scan.scan(
        root, warm.looked
    )
    if not (root / "content").is_dir():
        raise SettingsError(
            Problem(
                code="content-missing",
                message="There is no folder content/ beside pressgen.yml.",
                hint="Make it and put releases into it: Markdown files with front matter.",
            )
        )
    effort = Effort(
        jobs=options.jobs,
        budget=settings.time_budget,
        memory=options.cache,
        crew=warm.crew,
        meanwhile=warm.meanwhile(found, settings),
    )
    rules = rules_of(settings)
    known = former.documents.remembered if former and former.settings is settings else None
    documents = parsed(root, found.sources, rules, effort, partial(told, "parse"), known)
    if not warm.keeps:  # of a hundred thousand releases this is as much as a small process has in all
        documents = Documents(documents.parsed, {})
    return Sources(root=root, found=found, settings=settings, instant=instant, documents=documents)


def rules_of(settings: Settings) -> Rules:
    """What of the settings documents are parsed by."""
    return Rules(settings.timezone, settings.languages, dialect_of(settings))


def _instant(as_of: datetime | str, settings: Settings) -> datetime:
    zone = dates.zone(settings.timezone)
    if isinstance(as_of, str):
        try:
            return dates.parse(as_of, zone).at
        except dates.DateError as error:
            message = f"The instant to build for is “{as_of[:80]}”: {error.message}"
            raise SettingsError(Problem(code="instant-invalid", message=message, hint=error.hint)) from error
    if as_of.tzinfo is None:
        raise ValueError("as_of must be aware: give it a tzinfo")
    return as_of.astimezone(zone)
