"""What changed since the last build: which outputs must be made, and what is remembered once they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, json

from pressgen.model import Output
from pressgen.publish.manifest import MANIFEST
from pressgen.publish.publication import Published
from pressgen.render.environment import Facts
from pressgen.render.fingerprint import Fingerprinter
from pressgen.render.pages import Renderer
from pressgen.store.database import OUTPUT, TEMPLATE, Store
from pressgen.store.stamps import Stamp, packed, stamp_of, untouched


class Changes(Struct, frozen=True):
    """The fingerprints of all outputs by path, and why each must be made; the reason is empty if it need not."""

    fingerprints: dict[str, str]
    reasons: dict[str, str]


def renderer_of(templates: Mapping[str, str], store: Store) -> Renderer:
    """A renderer with these templates, and with what the store has of them."""
    facts = {str(digest): json.decode(bytes(value), type=Facts) for digest, value in store.get(TEMPLATE)}  # type: ignore[arg-type]
    return Renderer(templates, store.reader(), facts)


def find_changes(
    outputs: Sequence[Output], renderer: Renderer, stamps: Mapping[str, Stamp], folder: Path, store: Store
) -> Changes:
    """Compare outputs with what the last build published in a folder, as far as nobody has touched it since.

    `stamps` are those of the site's own files, by name on disk.
    """
    rows = {str(path): (str(fingerprint), stamp) for _, path, fingerprint, stamp in store.get(OUTPUT, str(folder))}
    same = untouched(folder, {path: bytes(stamp) for path, (_, stamp) in rows.items()})  # type: ignore[arg-type]
    former = {path: fingerprint for path, (fingerprint, _) in rows.items() if path in same}
    fingerprinter = Fingerprinter(renderer, stamps)
    fingerprints = {output.path: fingerprinter.fingerprint(output) for output in outputs}
    reasons = {
        output.path: fingerprinter.reason(fingerprints[output.path], former.get(output.path, ""), output)
        for output in outputs
    }
    return Changes(fingerprints, reasons)


def remember_outputs(changes: Changes, published: Published, renderer: Renderer, folder: Path, store: Store) -> None:
    """Keep the fingerprints and stamps of what is published in a folder now, and what templates mention."""
    rows: list[tuple[str, str, str, bytes]] = []
    paths = [path for path, reason in changes.reasons.items() if reason or published.is_exchange]
    for path in [*paths, MANIFEST]:
        stamp = packed(stamp_of((folder / path).lstat()))
        rows.append((str(folder), path, changes.fingerprints.get(path, ""), stamp))
    store.put(OUTPUT, rows)
    gone = [str(row[1]) for row in store.get(OUTPUT, str(folder)) if str(row[1]) not in changes.fingerprints]
    store.forget(OUTPUT, [(str(folder), path) for path in gone if path != MANIFEST])
    store.put(TEMPLATE, [(digest, json.encode(facts)) for digest, facts in renderer.fresh_facts().items()])
