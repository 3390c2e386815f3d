"""The site's folder → what the site is assembled from: settings, documents, and the sizes of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct, msgpack, structs

from pressgen.content import dates, scan, settings_file
from pressgen.content.dialect import dialect_digest, dialect_of
from pressgen.content.documents import Documents, ParseAll, parser, read_documents
from pressgen.content.measures import Measured, read_measures
from pressgen.content.pictures import UNCLEANABLE
from pressgen.content.zones import zone_rules
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.model import Options, Rules
from pressgen.settings import Settings
from pressgen.site.assemble import files_of
from pressgen.site.boilerplate import PLACE, bodies
from pressgen.site.figures import settings_files
from pressgen.site.i18n import unspoken
from pressgen.site.references import find_file
from pressgen.site.urls import address_of
from pressgen.store.database import Store, open_store
from pressgen.store.key import memory_key


class Sources(Struct, frozen=True, kw_only=True):
    """What was read for an instant: the folder, the settings, each source's document, and the sizes of pictures."""

    root: Path
    folder: scan.Folder
    settings: Settings
    instant: datetime
    documents: Documents
    measures: dict[str, Measured]


def read_settings(root: Path, url: str = "") -> Settings:
    """The settings of the site in `root`, for another public address if one is given.

    Raises SettingsError where they cannot be used.
    """
    settings = settings_file.read(scan.read_settings(root), url)
    unknown = [problem for problem in unspoken(settings.languages) if problem.severity == "error"]
    if unknown:
        raise SettingsError(*unknown)
    if not (root / "content").is_dir():
        raise SettingsError(Problem.at("content-missing"))
    return settings


def read_instant(root: Path, as_of: datetime | str) -> datetime:
    """The instant that a datetime, or a text in the site's zone, means.

    Raises SettingsError for any other text, and ValueError for a datetime without a zone.
    """
    if isinstance(as_of, str):
        try:
            return dates.parse(as_of, dates.zone(read_settings(root).timezone)).at
        except dates.DateError as error:
            raise SettingsError(error.problem("instant-invalid")) from error
    if as_of.tzinfo is None:
        raise ValueError("as_of must be aware: give it a tzinfo")
    return as_of


def store_key(settings: Settings) -> str:
    """What everything depends on that is remembered of a site with these settings."""
    rules = _rules(settings)
    return memory_key(zone_rules(settings.timezone), msgpack.encode(rules), dialect_digest(rules.dialect))


def read_sources(
    root: Path, inputs: scan.Inputs, settings: Settings, instant: datetime, store: Store, parse_all: ParseAll
) -> Sources:
    """Parse what the store does not have yet, and measure pictures likewise; all of it is put into the store."""
    folder = scan.scan(root, inputs)
    documents = read_documents(root, folder.sources, _rules(settings), store, inputs.settled, parse_all)
    pictures = _named_files(folder, settings, documents)
    return Sources(
        root=root,
        folder=folder,
        settings=settings,
        instant=instant.astimezone(dates.zone(settings.timezone)),
        documents=documents,
        measures=read_measures(root, folder, pictures, store, inputs.settled),
    )


@contextmanager
def open_sources(
    root: Path,
    instant: datetime,
    options: Options,
    inputs: scan.Inputs | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[tuple[Sources, Store]]:
    """Read the site in `root` with the memory that its options allow, and hold the memory as long as the block runs.

    `inputs` is what there is to be read, if somebody has just looked.
    """
    settings = read_settings(root, options.url)
    with open_store(root, store_key(settings), options.cache) as store:
        parse_all = parser(options.jobs, settings.time_budget, progress)
        sources = read_sources(root, inputs or scan.look(root), settings, instant, store, parse_all)
        store.commit()
        yield sources, store


def without_pictures(sources: Sources, faults: Mapping[str, Phrase], refusals: Mapping[str, Phrase]) -> Sources:
    """The sources with some pictures, by their names on disk, that cannot be shown or not even be published."""
    measures = dict(sources.measures)
    for path, name in sources.folder.files.items():
        if fault := faults.get(name) or refusals.get(name):
            measures[path] = Measured(None, fault, refusals.get(name), is_unread=True)
    return structs.replace(sources, measures=measures)


def _rules(settings: Settings) -> Rules:
    return Rules(settings.timezone, settings.languages, settings.tag_keys, settings.url, dialect_of(settings))


def _named_files(folder: scan.Folder, settings: Settings, documents: Documents) -> frozenset[str]:
    """The files that documents and settings name, and the pictures in static/ that may have to stay unpublished."""
    address = address_of(settings.url)
    boilerplate = {
        find_file(reference.target, PLACE, folder.files, address)
        for body, _ in bodies(settings).values()
        for reference in body.references
    }
    sound = [one.document for one in documents.values() if one.document]
    doubtful = {path for path in folder.files if path.startswith("static/") and path.lower().endswith(UNCLEANABLE)}
    named = settings_files(settings, folder.files)
    return frozenset(doubtful) | files_of(sound, folder.files, address) | boilerplate | named
