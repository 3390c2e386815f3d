"""What published files were made from: the memory of each build, from which `pressgen diff` finds why files differ.

A build remembers the origins of the files that it makes, and no others, so an edit costs as much as it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from msgspec import MsgspecError, Struct, json

from pressgen.content.cards_file import FILE as CARDS_FILE
from pressgen.content.scan import VIEWS_FILE
from pressgen.model import Article, Output, Page, Post, Rendered, StandingPage, digest_of
from pressgen.plan.draft import Draft, Policy
from pressgen.publish.manifest import MANIFEST, Content, digest
from pressgen.render.environment import template_digest
from pressgen.render.fingerprint import Fingerprinter, NoDigestError, tuple_fields
from pressgen.site.embargo import EMBARGOED, UNLISTED, due_at, why_hidden
from pressgen.site.sources import Sources
from pressgen.site.urls import Address, address_of
from pressgen.store.database import ORIGIN, Store
from pressgen.store.key import memory_key

SHARED = frozenset({"newsroom", "style"})
"""Values of nearly every page; where their links lead is not remembered for each page again."""
DOCUMENTS = ("release", "standing")
"""Values that only the page of a release, or a standing page, is given."""
TARGET = "target"
"""The value that only a page at an old address is given: where it leads."""
NOTICE = "notice"
"""The value that only the notice of a withdrawn document is given."""
DATA = ("content/redirects.csv", CARDS_FILE, VIEWS_FILE)
"""Files that no release names, and that can change any page."""
ELSEWHERE = frozenset({"breadcrumb", "feeds"})
"""Lists that are the same on most pages."""
OF_ENTRIES = frozenset({"tags", "alternates"})
"""What an entry of a list says about itself, and where the list itself does not lead."""
TEASERS = "teasers"
"""The releases of a list that has no page of its own."""
MAX_ITEMS = 500
"""Entries of a value up to which each has a digest; a feed has no more."""
MANY = {"": b""}
"""In place of the entries of a value that has more."""
_SHORT = 6
"""Bytes of a remembered digest: enough to see that two values differ."""

ERRORS = "errors"
"""Why a document is not shown that was left out because of its errors."""


class Origin(Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """What an output was made from.

    `source` is the file that it is about, or that it is a copy of; `document` is the digest of the release or standing
    page that it shows; `file` is that of its file, also if it is withdrawn. `template` is the digest of its template
    with all that this uses. `values` are digests by name, `items` those of the entries in a value, by the path of the
    output to which each leads. `text` are digests by which a document is known under another name: of its headline, and
    of its body with its language.
    """

    source: str = ""
    document: str = ""
    template: str = ""
    values: dict[str, bytes] = {}
    items: dict[str, dict[str, bytes]] = {}
    text: tuple[str, str] = ("", "")
    file: str = ""


class Withheld(Struct, frozen=True, array_like=True):
    """A document that is not shown: its digest, why not, and when it becomes public if it is embargoed.

    `reason` is the name of a kind of hidden document, or ERRORS.
    """

    document: str
    reason: str
    due: datetime | None = None


class SiteOrigin(Struct, frozen=True, array_like=True):
    """What all outputs of a build have in common: its instant, and digests of settings, templates and data by name.

    `withheld` are the documents that were not shown, by source. `code` stands for the version of pressgen: another one
    may give other digests.
    """

    code: str
    instant: datetime
    settings: dict[str, str]
    templates: dict[str, str]
    withheld: dict[str, Withheld]
    data: dict[str, str] = {}


class Origins:
    """Finds the origins of the outputs of one build."""

    def __init__(self, sources: Sources, draft: Draft, fingerprinter: Fingerprinter, policy: Policy) -> None:
        self.sources, self.draft, self.policy = sources, draft, policy
        self._fingerprinter = fingerprinter
        self._address = address_of(sources.settings.url)
        self._paths: dict[str, str] = {}

    def origin(self, output: Output) -> Origin:
        """The origin of an output."""
        if not isinstance(output, Rendered):
            return Origin(output.source)
        is_document = any(name in output.values for name in DOCUMENTS)
        document = self.document_digest(output.source) if is_document else ""
        text = self.text_digests(output.source) if is_document else ("", "")
        file = self.file_digest(output.source) if is_document or NOTICE in output.values else ""
        mention = self._fingerprinter.renderer.mention(output.template)
        if mention is None:
            return Origin(output.source, document, text=text, file=file)
        template = self._fingerprinter.fingerprint_of_template(output.template, mention)
        values: dict[str, bytes] = {}
        items: dict[str, dict[str, bytes]] = {}
        # A value without a digest leaves a gap: what is not known is not remembered.
        with suppress(NoDigestError, RecursionError):
            for name, value_digest in self._fingerprinter.parts(output, mention):
                values[name] = value_digest[:_SHORT]
                value = output.values[name]
                if (
                    name not in SHARED
                    and isinstance(value, tuple | list | Struct)
                    and (entries := self._entries(value))
                ):
                    items[name] = entries
        if isinstance(target := output.values.get(TARGET), str):
            items[TARGET] = {path_of(target, self._address): b""}
        return Origin(output.source, document, template[:_SHORT].hex(), values, items, text, file)

    def templates_of(self, output: Output) -> tuple[str, ...]:
        """The names of the templates that an output uses."""
        mention = self._fingerprinter.renderer.mention(output.template) if isinstance(output, Rendered) else None
        return mention.texts if mention else ()

    def document_digest(self, source: str) -> str:
        """The digest of a document as it was parsed; empty if there is none."""
        parsed = self.sources.documents.get(source)
        return document_digest(parsed.document) if parsed and parsed.document else ""

    def file_digest(self, source: str) -> str:
        """The digest of the file of a document, which the settings do not change; empty if there is none."""
        parsed = self.sources.documents.get(source)
        return parsed.source if parsed else ""

    def text_digests(self, source: str) -> tuple[str, str]:
        """The digests of the headline of a document, and of its body with its language."""
        parsed = self.sources.documents.get(source)
        document = parsed.document if parsed else None
        if document is None:
            return "", ""
        return digest_of(document.matter.title.encode()), digest_of(f"{document.lang} {document.body.digest}".encode())

    def site_origin(self) -> SiteOrigin:
        """What all outputs have in common."""
        settings = self.sources.settings
        # These are published as part of pages only.
        transcripts = [path for path, file in self.sources.media.items() if file.kind == "transcript"]
        return SiteOrigin(
            code=memory_key(),
            instant=self.sources.instant,
            settings={name: digest_of(json.encode(getattr(settings, name))) for name in settings.__struct_fields__},
            templates={name: template_digest(name, text) for name, text in self.sources.folder.templates.items()},
            withheld=dict(self._withheld()),
            data=_data_digests(self.sources.root, (*DATA, *self.sources.data_files, *transcripts)),
        )

    def _withheld(self) -> Iterator[tuple[str, Withheld]]:
        shown = {document.source for edition in self.draft.site.editions for document in edition.documents}
        for source in self.sources.documents.keys() - shown:
            document = self.sources.documents[source].document
            if document is None or source in self.draft.left_out:
                yield source, Withheld(document_digest(document) if document else "", ERRORS)
                continue
            reason = why_hidden(document, self.sources.instant, self.policy.visibility)
            if reason is not None and reason.kind != UNLISTED:
                due = due_at(document) if reason.kind == EMBARGOED else None
                yield source, Withheld(document_digest(document), reason.kind.name, due)

    def _entries(self, value: object) -> dict[str, bytes]:
        """The digests of the entries in a value by the paths to which they lead, or MANY."""
        entries: dict[str, bytes] = {}
        if isinstance(value, tuple | list):
            self._add(value, entries)
            return entries
        field, lists = _shape(type(value))
        if field and not lists:
            self._add((value,), entries)
        items = [getattr(value, name) for name in lists]
        if isinstance(value, Article):
            items += value.teaser.tags, [each for each in (value.teaser.section, value.series) if each]
        if isinstance(value, Article | StandingPage):
            items.append(value.body.targets)
        for each in filter(None, items):  # most are empty
            self._add(each, entries)
        return entries

    def _add(self, items: Iterable[object], entries: dict[str, bytes]) -> None:
        """Add the items of a list that lead somewhere, and those of lists in them, as of the months of a year."""
        # A first build adds some twenty entries for each page, so nothing is done twice.
        digest, paths = self._fingerprinter.digest, self._paths
        for item in items:
            field, lists = _shape(type(item))
            address = getattr(item, field) if field else ""
            if not field and TEASERS in lists:
                self._add(getattr(item, TEASERS), entries)
            if not address:
                continue
            if len(entries) >= MAX_ITEMS:
                entries |= MANY
                return
            if (path := paths.get(address)) is None:
                path = paths[address] = path_of(address, self._address)
            if path:
                entries[path] = digest(item)[:_SHORT]
            for name in lists:
                if name not in OF_ENTRIES and (inner := getattr(item, name)):
                    self._add(inner, entries)


def path_of(address: str, site: Address) -> str:
    """The path of the output at an address, which may be absolute; empty if that is elsewhere."""
    path = unquote(address.removeprefix(site.origin).partition("#")[0].partition("?")[0])
    base_path = unquote(site.base_path)
    if not path.startswith(base_path) or path.startswith("//"):
        return ""
    path = path.removeprefix(base_path)
    return path + "index.html" if not path or path.endswith("/") else path


def document_digest(document: Post | Page) -> str:
    """The digest of a document as it was parsed."""
    return digest_of(json.encode(document))


def _data_digests(root: Path, names: Iterable[str]) -> dict[str, str]:
    digests: dict[str, str] = {}
    for name in names:
        with suppress(OSError):
            digests[name] = digest(root / name)
    return digests


_shapes: dict[type, tuple[str, tuple[str, ...]]] = {}


def _shape(kind: type) -> tuple[str, tuple[str, ...]]:
    """Which field of a kind of value has an address, if any, and which fields have lists of entries."""
    if kind not in _shapes:
        names = tuple_fields(kind) if issubclass(kind, Struct) else ()
        fields = getattr(kind, "__struct_fields__", ())
        address = next((name for name in ("href", "url") if name in fields), "")
        _shapes[kind] = address, tuple(name for name in names if name not in ELSEWHERE)
    return _shapes[kind]


def remember_origins(
    store: Store, folder: Path, outputs: Iterable[tuple[Output, Content]], removed: Iterable[str], origins: Origins
) -> None:
    """Put the origins of outputs that were just published, and what they have in common, into the store.

    `removed` are the paths of files that are not published any more.
    """
    rows = [
        (str(folder), output.path, digest(content), json.encode(origins.origin(output))) for output, content in outputs
    ]
    manifest = digest(folder / MANIFEST)
    store.put(ORIGIN, [*rows, (str(folder), MANIFEST, manifest, json.encode(origins.site_origin()))])
    store.forget(ORIGIN, [(str(folder), path) for path in removed])


class Memory(Struct, frozen=True):
    """The remembered origins of the files in an output folder by path, each with the digest of its file.

    `manifest` is the digest of the manifest with which `site` is valid.
    """

    origins: Mapping[str, tuple[str, Origin]] = {}
    manifest: str = ""
    site: SiteOrigin | None = None


def recall_origins(store: Store, folder: Path, sibling: Path | None = None) -> Memory:
    """What the store remembers of an output folder, or else of its sibling."""
    memory = _recall(store, folder)
    return _recall(store, sibling) if sibling and not memory.origins else memory


def _recall(store: Store, folder: Path) -> Memory:
    origins: dict[str, tuple[str, Origin]] = {}
    manifest, site = "", None
    for _, path, file_digest, data in store.get(ORIGIN, str(folder)):
        with suppress(MsgspecError):
            if path == MANIFEST:
                manifest, site = str(file_digest), json.decode(bytes(data), type=SiteOrigin)  # type: ignore[arg-type]
            else:
                origins[str(path)] = str(file_digest), json.decode(bytes(data), type=Origin)  # type: ignore[arg-type]
    return Memory(origins, manifest, site) if site and site.code == memory_key() else Memory()
