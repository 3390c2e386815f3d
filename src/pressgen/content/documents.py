"""Sources → documents: those that the store has are taken from it, all others are read and parsed in parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from sys import intern

from msgspec import Struct, json, structs
from msgspec.structs import force_setattr

from pressgen.content.file_memory import lasting
from pressgen.content.folders import File
from pressgen.content.scan import MARKDOWN, load
from pressgen.errors import Problem
from pressgen.model import Page, Parsed, Post, Rules
from pressgen.store.database import BODY, DOCUMENT, Row, Store
from pressgen.store.stamps import packed
from pressgen.workers import Failed, Outcome, Pool, map_items

Item = tuple[Path, Rules, str, File]
"""A source to be read: the site's folder, the rules, the source's path, and the file as it was seen."""
Documents = dict[str, Parsed]
"""Each source's document, or what is wrong with it, by path."""
CHUNK = 64
"""Rows that are put into the store at once: bodies are not held any longer than that."""
SPARE_BODIES = 64
NO_VALUES: dict[str, str] = {}

_decode: Callable[[object], Parsed] = json.Decoder(Parsed).decode  # type: ignore[assignment]
# The preview, whose memory is in the process, decodes the same rows again after every change of a file.
_decode_once = lru_cache(maxsize=1 << 17)(_decode)


class Reading(Struct, frozen=True):
    """What a source says: the digest of its text, the document without its body as JSON, and the body.

    Where the file cannot be read, the digest is empty and the JSON holds the problem.
    """

    digest: str
    value: bytes
    body_digest: str = ""
    html: str = ""


ParseAll = Callable[[list[Item]], Iterator[Outcome[Reading]]]
"""Gives the outcome of `read_and_parse` for each item, in order."""


def load_parser() -> None:
    """Import what reads a text: it is no part of the time that the first one may take."""
    # This takes longer than ten thousand documents take to load, which the parent does meanwhile.
    import pressgen.content.parse  # noqa: F401


def read_and_parse(item: Item) -> Reading:
    """Read and parse one source."""
    from pressgen.content.parse import parse

    root, rules, path, file = item
    source = load(root, path, file)
    if isinstance(source, Problem):
        return Reading("", json.encode(Parsed(None, (source,))))
    parsed = structs.replace(parse(source, rules), source=source.digest)
    document = parsed.document
    if document is None:
        return Reading(source.digest, json.encode(parsed))
    body = document.body
    lean = structs.replace(document, body=structs.replace(body, html=""))
    return Reading(source.digest, json.encode(structs.replace(parsed, document=lean)), body.digest, body.html)


def read_documents(
    root: Path, sources: Mapping[str, File], rules: Rules, store: Store, settled_time: int, parse_all: ParseAll
) -> Documents:
    """The document of each source, parsed where the store does not have it.

    Files that changed after the time
    `settled_time` (in nanoseconds) might change again without a new stamp, so their texts are compared the next time.
    """
    rows: dict[str, Row] = {}
    updates: list[Row] = []
    spare_keys: list[tuple[str]] = []
    for row in store.get(DOCUMENT):
        path = str(row[0])
        file = sources.get(path)
        if file is None:
            spare_keys += [(path,)] if path.endswith(MARKDOWN) else []
            continue
        if row[1] != packed(file.stamp):
            source = load(root, path, file)
            if isinstance(source, Problem) or source.digest != row[2]:
                continue
            updates.append((path, lasting(file.stamp, settled_time), *row[2:]))
        rows[path] = row
    store.put(DOCUMENT, updates)
    store.forget(DOCUMENT, spare_keys)
    items: list[Item] = [(root, rules, path, file) for path, file in sources.items() if path not in rows]
    outcomes = parse_all(items) if items else iter(())
    decode = _decode if store.is_kept else _decode_once
    documents = {path: decode(row[3]) for path, row in rows.items()}
    documents |= _parsed(items, outcomes, store, settled_time)
    _forget_spare_bodies(store, documents)
    return {path: documents[path] for path in sources}


def _parsed(items: list[Item], outcomes: Iterator[Outcome[Reading]], store: Store, settled_time: int) -> Documents:
    documents: Documents = {}
    lines: dict[object, dict[str, int]] = {}
    sheets: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows: list[Row] = []
    bodies: list[Row] = []
    for (_, _, path, file), outcome in zip(items, outcomes, strict=True):
        if isinstance(outcome, Failed):
            documents[path] = _unparsed(path, outcome)
            continue
        reading = outcome.result
        parsed = documents[path] = _decode(reading.value)
        if parsed.document:
            _share_values(parsed.document, path, lines, sheets)
        if reading.digest:
            rows.append((path, lasting(file.stamp, settled_time), reading.digest, reading.value))
        if reading.body_digest:
            bodies.append((reading.body_digest, reading.html))
        if len(bodies) >= CHUNK:
            store.put(BODY, bodies)
            store.put(DOCUMENT, rows)
            rows, bodies = [], []
    store.put(BODY, bodies)
    store.put(DOCUMENT, rows)
    return documents


def _share_values(
    document: Post | Page,
    path: str,
    lines: dict[object, dict[str, int]],
    sheets: dict[tuple[str, ...], tuple[str, ...]],
) -> None:
    """Give a document that was just decoded the same object as all others wherever its value is the same.

    `lines` and `sheets` are those of the others, by what is in them.
    """
    # Each process that renders pages has all documents in its memory.
    matter, body = document.matter, document.body
    force_setattr(document, "path", path)
    force_setattr(document, "lang", intern(document.lang))
    if document.key == document.slug:
        force_setattr(document, "key", document.slug)
    if isinstance(document, Post) and matter.date == document.date:
        force_setattr(matter, "date", document.date)
    force_setattr(matter, "tags", tuple([intern(tag) for tag in matter.tags]))
    force_setattr(matter, "lines", lines.setdefault(tuple(matter.lines.items()), matter.lines))
    if not matter.extra:
        force_setattr(matter, "extra", NO_VALUES)
    if not matter.check_ignore:
        force_setattr(matter, "check_ignore", NO_VALUES)
    force_setattr(body, "anchors", tuple([intern(anchor) for anchor in body.anchors]))
    force_setattr(body, "sheets", sheets.setdefault(body.sheets, body.sheets))
    for reference in body.references:
        force_setattr(reference, "target", intern(reference.target))


def parser(
    jobs: int, budget: float, progress: Callable[[int, int], None], pool: Pool[Item, Reading] | None = None
) -> ParseAll:
    """What parses items in processes of its own, or in those of a `pool`; `budget` is in seconds for each."""

    def parse_all(items: list[Item]) -> Iterator[Outcome[Reading]]:
        def count(done: int) -> None:
            progress(done, len(items))

        if pool is not None:
            return pool.map(items, count)
        return map_items(read_and_parse, items, jobs=jobs, budget=budget, progress=count, prepare=load_parser)

    return parse_all


def _forget_spare_bodies(store: Store, documents: Documents) -> None:
    """Remove bodies that no document has, once there are more of them than documents."""
    if store.count(BODY) > 2 * len(documents) + SPARE_BODIES:
        needed = {parsed.document.body.digest for parsed in documents.values() if parsed.document}
        store.forget(BODY, [(digest,) for digest in store.keys(BODY) if digest not in needed])


def _unparsed(path: str, outcome: Failed) -> Parsed:
    """A document that could not be parsed at all."""
    if outcome.error is not None:
        return Parsed(None, outcome.error.problems)
    if outcome.reason == "overdue":
        return Parsed(None, (Problem.at("document-overdue", path),))
    reason = outcome.message if outcome.reason == "died" else f"{outcome.kind}: {outcome.message}"
    return Parsed(None, (Problem.at("document-failed", path, reason=reason),))
