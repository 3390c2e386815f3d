"""The folder of a site → what it is assembled from: settings, documents, and the sizes of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, msgpack, structs

from pressgen.brand.fonts import FontFile
from pressgen.content import consents_file, dates, redirects_file, scan
from pressgen.content.cards_file import FILE as CARDS_FILE
from pressgen.content.cards_file import CardTable, read_cards
from pressgen.content.consents_file import ConsentTable
from pressgen.content.data_files import are_mentioned, read_site_data
from pressgen.content.documents import Documents, ParseAll, parser, read_documents
from pressgen.content.folder_keys import held_folders
from pressgen.content.folders import read, unreadable
from pressgen.content.font_subset import read_font
from pressgen.content.media.files import UNREAD as MEDIA_UNREAD
from pressgen.content.media.files import Companions, read_media
from pressgen.content.pictures.measures import Measured, read_measures
from pressgen.content.pictures.pictures import UNCLEANABLE
from pressgen.content.record_file import Record, read_record
from pressgen.content.redirects_file import RedirectTable
from pressgen.content.settings import settings_file
from pressgen.content.settings.dialect import dialect_digest, dialect_of
from pressgen.content.settings.places import lines_in_errors, with_lines
from pressgen.content.views_file import read_site_views
from pressgen.content.zones import zone_rules
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.model import RECORD_FILE, CardData, Image, MediaFile, Options, Page, Post, Rules, ViewCounts
from pressgen.model.media import FORMATS
from pressgen.settings import Settings
from pressgen.site.brand import font_files
from pressgen.site.file_targets import files_of, find_file, find_pictures
from pressgen.site.i18n import language_problems
from pressgen.site.settings_files import files_of_settings
from pressgen.site.urls import address_of
from pressgen.store.database import Store, open_store, retry_without_memory
from pressgen.store.key import memory_key

_PASSING = frozenset({"file-unreadable", "document-overdue", "document-failed"})
"""Problems of documents that the same file may not have next time: a disk, or a busy machine, was their cause."""
R = TypeVar("R")
T = TypeVar("T", ConsentTable, RedirectTable)
HEADINGS = 3
"""Headings of a text that gets a table of contents, if the settings do not say how many."""


class Sources(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was read for an instant: folder, settings, documents by source, sizes, views and fonts.

    `redirects` is the table of old addresses, `data` are the values in data/ by name, read from `data_files`; without a
    `record` nobody keeps one.
    """

    root: Path
    folder: scan.Folder
    settings: Settings
    instant: datetime
    documents: Documents
    measures: dict[str, Measured]
    views: ViewCounts
    fonts: dict[str, FontFile | None]
    record: Record | None = None
    redirects: RedirectTable = RedirectTable()
    data: dict[str, object] = {}
    data_files: tuple[str, ...] = ()
    media: dict[str, MediaFile] = {}
    cards: CardTable = CardTable()
    consents: ConsentTable = ConsentTable()

    @property
    def files(self) -> dict[str, str]:
        """The names on disk of the files of content/ and static/."""
        return self.folder.files

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """All releases that could be parsed."""
        return tuple([each.document for each in self.documents.values() if isinstance(each.document, Post)])

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All standing pages that could be parsed."""
        return tuple([each.document for each in self.documents.values() if isinstance(each.document, Page)])

    @cached_property
    def parsed(self) -> tuple[Post | Page, ...]:
        """All releases and standing pages that could be parsed."""
        return (*self.posts, *self.pages)

    @cached_property
    def images(self) -> dict[str, Image]:
        """The pictures that can be shown."""
        return {path: measured.image for path, measured in self.measures.items() if measured.image}

    @cached_property
    def faults(self) -> dict[str, Phrase]:
        """Why other pictures cannot be shown."""
        return {path: measured.fault for path, measured in self.measures.items() if measured.fault}

    @cached_property
    def refusals(self) -> dict[str, Phrase]:
        """Why files must not be published."""
        return {path: file.refusal for path, file in (self.media | self.measures).items() if file.refusal}

    @property
    def are_partly_unread(self) -> bool:
        """Whether something was not read that could be read next time, although its file stays as it is."""
        unread = [parsed for parsed in self.documents.values() if parsed.document is None]
        return (
            any(measured.is_unread for measured in self.measures.values())
            or any(file.fault == MEDIA_UNREAD for file in self.media.values())
            or any(problem.code in _PASSING for parsed in unread for problem in parsed.problems)
        )


def read_settings(root: Path, url: str = "") -> Settings:
    """The settings of the site in `root`; `url` replaces their public address.

    Raises SettingsError if they cannot be used.
    """
    data = scan.read_settings(root)
    settings = settings_file.read(data, url)
    errors = [problem for problem in language_problems(settings.languages) if problem.severity == "error"]
    if errors:
        raise SettingsError(*with_lines(errors, lambda: data))
    if not (root / "content").is_dir():
        raise SettingsError(Problem.at("content-missing", near=scan.near_file(root, "content", "contents")))
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
    """The key of the memory of a site with these settings: if it changes, the memory starts empty."""
    rules = _rules(settings)
    return memory_key(zone_rules(settings.timezone), msgpack.encode(rules), dialect_digest(rules.dialect))


def read_sources(  # noqa: PLR0913 (what to read, and how)
    root: Path,
    inputs: scan.Inputs,
    settings: Settings,
    instant: datetime,
    store: Store,
    parse_all: ParseAll,
    jobs: int = 1,
) -> Sources:
    """Parse documents and measure pictures that the store does not have yet, and put the results into it."""
    folder = scan.scan(root, inputs)
    documents = read_documents(root, folder.sources, _rules(settings), store, inputs.settle_time, parse_all)
    cards = read_cards(root, folder, store, inputs.settle_time)
    with lines_in_errors(partial(scan.read_settings, root)):
        named_files = _named_files(folder, settings, documents)
        named_fonts = font_files(settings, folder.files)
    pictures_of_cards = card_pictures(cards, folder, settings)
    zone = dates.zone(settings.timezone)
    parse_consents = partial(consents_file.read, zone=zone)
    consents = _read_table(root, folder, consents_file.FILE, ConsentTable(), parse_consents)
    parse_redirects = partial(redirects_file.read, site=settings.url)
    pictures = named_files | {path for path in pictures_of_cards.values() if path}
    pictures |= _files_with_consent(consents, folder, settings)
    measures = read_measures(root, folder, pictures, store, inputs.settle_time, jobs)
    card_problems = (
        Problem.at("card-picture", CARDS_FILE, card.line, picture=card.picture)
        for card, path in pictures_of_cards.items()
        if path not in measures or measures[path].image is None
    )
    views = read_site_views(root, inputs.views, store, inputs.settle_time)
    data_files = inputs.data if inputs.data and are_mentioned(folder.templates) else {}
    data = read_site_data(root, data_files, store, inputs.settle_time)
    unread = (
        *scan.unread_releases(root, folder.files, named_files),
        *held_folders(root, inputs.content, folder.sources, instant, zone),
    )
    return Sources(
        root=root,
        folder=structs.replace(folder, problems=(*folder.problems, *unread, *views.problems, *data.problems)),
        settings=settings,
        instant=instant.astimezone(zone),
        documents=documents,
        measures=measures,
        views=views.counts,
        fonts={path: read_font(root, folder.files[path]) for path in named_fonts},
        record=_record(root, inputs, settings, store),
        redirects=_read_table(root, folder, redirects_file.FILE, RedirectTable(), parse_redirects),
        data=data.values,
        data_files=tuple(data_files),
        consents=consents,
        media=read_media(root, folder, named_files, Companions(folder.files), store, inputs.settle_time),
        cards=structs.replace(cards, problems=(*cards.problems, *card_problems)),
    )


def card_pictures(cards: CardTable, folder: scan.Folder, settings: Settings) -> dict[CardData, str]:
    """The picture file of each card that names one; empty if it is missing."""
    address = address_of(settings.url)
    named = [card for card in cards.cards.values() if card.picture]
    return {card: find_file(card.picture, CARDS_FILE, folder.files, address) for card in named}


def _record(root: Path, inputs: scan.Inputs, settings: Settings, store: Store) -> Record | None:
    """The record of the site, if there is one or if the settings ask for one."""
    file = inputs.content.get(RECORD_FILE)
    return read_record(root, file, store, inputs.settle_time) if file or settings.record else None


@contextmanager
def open_sources(
    root: Path,
    instant: datetime,
    options: Options,
    inputs: scan.Inputs | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[tuple[Sources, Store]]:
    """Read the site in `root` with the memory that its options allow, which is open while the block runs.

    `inputs` is what there is to read, if the caller has just scanned the folder.
    """
    settings = read_settings(root, options.url)
    with open_store(root, store_key(settings), options.cache) as store:
        parse_all = parser(options.jobs, settings.time_budget, progress)
        inputs = inputs or scan.stat_inputs(root)
        sources = read_sources(root, inputs, settings, instant, store, parse_all, options.jobs)
        if options.record == "always" and sources.record is None:
            sources = structs.replace(sources, record=read_record(root, None, store, inputs.settle_time))
        store.commit()
        yield sources, store


def with_sources(root: Path, instant: datetime, options: Options, use: Callable[[Sources, Store], R]) -> R:
    """What `use` makes of the site in `root`; without the memory if that proves to be damaged or in use."""

    def run(is_kept: bool) -> R:
        with open_sources(root, instant, structs.replace(options, cache=is_kept)) as (sources, store):
            return use(sources, store)

    return retry_without_memory(run, options.cache)


def without_pictures(sources: Sources, faults: Mapping[str, Phrase], refusals: Mapping[str, Phrase]) -> Sources:
    """The sources with faults of some pictures, by their names on disk: they are not shown, or not even published."""
    measures = dict(sources.measures)
    for path, name in sources.files.items():
        if fault := faults.get(name) or refusals.get(name):
            measures[path] = Measured(None, fault, refusals.get(name), is_unread=True)
    return structs.replace(sources, measures=measures)


def _read_table(root: Path, folder: scan.Folder, path: str, empty: T, parse: Callable[[bytes], T]) -> T:
    """A table in content/; the `empty` one if there is none, with a problem if it cannot be read."""
    name = folder.files.get(path)
    data = read(root, name) if name else None
    if data is not None:
        return parse(data)
    return structs.replace(empty, problems=(unreadable(path, None),)) if name else empty


def _files_with_consent(table: ConsentTable, folder: scan.Folder, settings: Settings) -> frozenset[str]:
    """The pictures of the table, which are measured to know their copies."""
    address = address_of(settings.url)
    targets = (target for target, _ in table.consents)
    return frozenset(
        path
        for target in targets
        for path in (target, *find_pictures(target, consents_file.FILE, folder.files, address))
        if path in folder.files
    )


def _rules(settings: Settings) -> Rules:
    contents = HEADINGS if settings.toc is True else int(settings.toc)
    dialect = dialect_of(settings)
    return Rules(settings.timezone, settings.languages, settings.tag_keys, settings.url, dialect, contents)


def _named_files(folder: scan.Folder, settings: Settings, documents: Documents) -> frozenset[str]:
    """The files that documents and settings name, and those in static/ that may have what cannot be removed."""
    address = address_of(settings.url)
    readable = [parsed.document for parsed in documents.values() if parsed.document]
    # A file of static/ is published whether it is named or not, so that each has to be looked at.
    endings = (*UNCLEANABLE, *FORMATS)
    uncleanable = {path for path in folder.files if path.startswith("static/") and path.lower().endswith(endings)}
    return files_of(readable, folder.files, address) | uncleanable | files_of_settings(folder.files, settings)
