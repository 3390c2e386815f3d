"""Find the outputs that must be made again since the last build, and remember what is published now."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, json

from pressgen.model import Output
from pressgen.publish.manifest import MANIFEST
from pressgen.publish.publication import Published
from pressgen.render.environment import Facts
from pressgen.render.fingerprint import NEW, Fingerprinter
from pressgen.render.pages import Renderer
from pressgen.store.database import OUTPUT, TEMPLATE, Store
from pressgen.store.stamps import Stamp, stamp_of, untouched


class Changes(Struct, frozen=True):
    """Why each output must be made, by path; the reason is empty if it need not be.

    `fingerprints` are those of outputs whose published file nobody has touched; `all_fingerprints` has the others.
    `fingerprinter` is what computed them, and knows the digests of all values. `last_stamps` are the stamps of the
    files of the last build, by path.
    """

    fingerprints: dict[str, str]
    reasons: dict[str, str]
    fingerprinter: Fingerprinter
    last_stamps: dict[str, Stamp]


def renderer_of(templates: Mapping[str, str], store: Store) -> Renderer:
    """A renderer with these templates, and with the facts about them that are in the store."""
    facts = {str(digest): json.decode(bytes(value), type=Facts) for digest, value in store.get(TEMPLATE)}  # type: ignore[arg-type]
    return Renderer(templates, store.reader(), facts)


def find_changes(
    outputs: Sequence[Output], renderer: Renderer, stamps: Mapping[str, Stamp], folder: Path, store: Store
) -> Changes:
    """Compare outputs with the files of the last build to a folder; a file that somebody has touched counts as missing.

    `stamps` are those of the site's own files, by name on disk.
    """
    published: dict[str, str] = {}
    last_stamps: dict[str, Stamp] = {}
    for _, fingerprints_by_path, stamps_by_path in store.get(OUTPUT, str(folder)):
        published = json.decode(bytes(fingerprints_by_path), type=dict[str, str])  # type: ignore[arg-type]
        last_stamps = json.decode(bytes(stamps_by_path), type=dict[str, Stamp])  # type: ignore[arg-type]
    unchanged = untouched(folder, last_stamps)
    if MANIFEST not in unchanged:  # what it says of a file may be about an earlier one, or nothing
        unchanged = set()
    fingerprinter = Fingerprinter(renderer, stamps)
    fingerprints: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for output in outputs:
        path = output.path
        if path not in unchanged:
            reasons[path] = NEW
            continue
        fingerprints[path] = fingerprint = fingerprinter.fingerprint(output)
        reasons[path] = fingerprinter.reason(fingerprint, published[path], output)
    return Changes(fingerprints, reasons, fingerprinter, last_stamps)


def all_fingerprints(changes: Changes, outputs: Sequence[Output]) -> dict[str, str]:
    """The fingerprints of all outputs by path."""
    # After new outputs were rendered, since each process that renders has all digests of its parent in its memory.
    known, fingerprint = changes.fingerprints, changes.fingerprinter.fingerprint
    return {output.path: known[output.path] if output.path in known else fingerprint(output) for output in outputs}


def remember_outputs(
    changes: Changes,
    fingerprints: Mapping[str, str],
    published: Published,
    renderer: Renderer,
    folder: Path,
    store: Store,
) -> None:
    """Keep the fingerprints and stamps of the files that are published in a folder now, and what templates mention."""
    stamps: dict[str, Stamp] = {}
    # An exchange links every file, which changes the stamps of those that stay as well.
    last_stamps = {} if published.is_exchange else changes.last_stamps
    for path in [*fingerprints, MANIFEST]:
        is_kept = path in last_stamps and changes.reasons.get(path) == ""
        stamps[path] = last_stamps[path] if is_kept else stamp_of(os.lstat(f"{folder}/{path}"))
    store.put(OUTPUT, [(str(folder), json.encode(fingerprints), json.encode(stamps))])
    store.put(TEMPLATE, [(digest, json.encode(facts)) for digest, facts in renderer.fresh_facts().items()])
