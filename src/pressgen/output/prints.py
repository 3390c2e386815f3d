"""Fingerprints of outputs: only what shows a changed fact is printed again.

A fingerprint has one part for the template and one for each value that it can mention; an output
is as the last build wrote it where all parts are the same and nobody has touched the folder since.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from pressgen.model import Computed, Copied, Derived, Output, Rendered
from pressgen.output import cache, keep, trace
from pressgen.output.render import Mention, mentions
from pressgen.plan.views import Listing

FILE = "prints.json"
LIBRARIES = ("babel", "jinja2", "markupsafe", "msgspec", "pillow")
PART = 12
"""Letters of a part: 72 bits in base 64."""
NEW = "it is new, or nothing is remembered of it"
SHARED = ("newsroom", "style")
"""Names whose value is one for thousands of pages."""
MOST_SHARED = 64
MANY = 64
"""Values of a list that are encoded together: to encode an archive in one takes megabytes, and longer."""
MISSING = "-" * PART
MOST_TEASERS = 1 << 14
Known = dict[int, tuple[object, str]]
"""Values by their identity, each with its part: while a value is kept here, no other can have its identity."""


class Prints(Struct, frozen=True, kw_only=True):
    """The fingerprints of an output folder's files, and the digest of the stamps that the files had then."""

    key: str
    output: str
    stamps: str
    prints: dict[str, str]


class _Memory(Struct):
    """What was found out of values that many outputs show."""

    shared: Known
    teasers: Known


class Prospect(Struct, frozen=True, kw_only=True):
    """Outputs with their fingerprints (empty where there is none), and why each must be made; "" if it need not."""

    prints: dict[str, str]
    reasons: dict[str, str]


def prospect(outputs: Iterable[Output], templates: dict[str, str], before: Mapping[str, str]) -> Prospect:
    """Compare each output with the fingerprint of the file that stands in its place.

    Where there are none all must be made, and their prints are told by those who make them.
    """
    if not before:
        return Prospect(prints={}, reasons={output.path: NEW for output in outputs})
    texts = tuple(sorted(templates.items()))
    mentioned, fingerprint = mentions(texts), fingerprinter(texts)
    prints = {output.path: fingerprint(output) for output in outputs}
    reasons = {
        output.path: _reason(prints[output.path], before.get(output.path), output, mentioned) for output in outputs
    }
    return Prospect(prints=prints, reasons=reasons)


@lru_cache(maxsize=4)
def fingerprinter(texts: tuple[tuple[str, str], ...]) -> Callable[[Output], str]:
    """A function that gives the fingerprint of an output made with these templates; empty if it has none.

    `texts` holds the name and the text of each template, sorted.
    """
    mentioned = mentions(texts)
    templates = dict(texts)
    digests: dict[str, str] = {}
    memory = _Memory({}, {})

    def fingerprint(output: Output) -> str:
        if isinstance(output, Rendered):
            mention = mentioned(output.template)
            if mention is None:
                return ""
            if output.template not in digests:
                digests[output.template] = _digest_of(output.template, mention, templates)
            return _print(output, mention, digests[output.template], memory)
        # A picture's path tells what it is made from; other files are compared byte by byte.
        return _encoded(output, memory) if isinstance(output, Derived) else ""

    return fingerprint


def recall(root: Path, output: Path, key: str, stamps: str = "") -> dict[str, str]:
    """The fingerprints of what stands in an output folder; none where anybody else has touched it since.

    `stamps` is the digest of the stamps of all files there, from whoever has already looked at them.
    """
    last = keep.recalled(root, FILE, Prints)
    if last is None or last.key != key or last.output != str(output):
        return {}
    return last.prints if last.stamps and last.stamps == (stamps or trace.written(output, last.prints)) else {}


def record(root: Path, output: Path, key: str, prints: dict[str, str], stamps: str = "") -> str:
    """Keep the fingerprints of what was just written; the answer is the digest of the stamps of all files there.

    `stamps` is that digest, from whoever has already looked at them.
    """
    stamps = stamps or trace.written(output, sorted(prints))
    made = Prints(key=key, output=str(output), stamps=stamps, prints=dict(sorted(prints.items())))
    keep.keep(root, FILE, msgspec.json.encode(made))
    return stamps


def key() -> str:
    """What pages depend on beside their values and templates: pressgen's code and words, and its libraries."""
    return cache.key_of(LIBRARIES)


def _print(output: Rendered, mention: Mention, digest: str, memory: _Memory) -> str:
    known: dict[str, str] = {}
    context = output.context
    parts = [digest, *(_part_of(name, context, memory, known) for name in mention.names)]
    return "" if "" in parts else "".join(parts)


def _part_of(name: str, context: Mapping[str, object], memory: _Memory, known: dict[str, str]) -> str:
    """The part of one name; `known` are those of this output that were asked for before."""
    if name not in known:
        value = context.get(name, MISSING)
        if isinstance(value, Computed):  # all that can change in it is what it is made from
            parts = [_part_of(other, context, memory, known) for other in value.reads]
            known[name] = "" if "" in parts else _encoded(parts, memory)
        elif name in SHARED:
            known[name] = _known(value, memory.shared, MOST_SHARED)
        else:
            known[name] = _encoded(value, memory)
    return known[name]


def _known(value: object, known: Known, most: int) -> str:
    found = known.get(id(value))
    if found is None:
        if len(known) >= most:  # a process that builds many sites keeps none of their values
            known.clear()
        found = known[id(value)] = (value, _part([keep.encoded(value)]))
    return found[1]


def _digest_of(name: str, mention: Mention, templates: Mapping[str, str]) -> str:
    return _part([msgspec.json.encode([name, [(text, templates[text]) for text in mention.texts]])])


def _encoded(value: object, memory: _Memory) -> str:
    try:
        return _part(_in_parts(value, memory.teasers))
    except (TypeError, ValueError, RecursionError):  # a value of no plain kind: its page is printed each time
        return ""


def _in_parts(value: object, teasers: Known) -> Iterator[bytes]:
    if isinstance(value, Listing):
        # A release stands in a list, in those of its tags and in the archive.
        yield keep.encoded(structs.replace(value, teasers=(), pinned=()))
        for shown in (value.pinned, value.teasers):
            yield b";"
            for teaser in shown:
                yield _known(teaser, teasers, MOST_TEASERS).encode()
    elif isinstance(value, tuple) and len(value) > MANY:
        for start in range(0, len(value), MANY):
            yield keep.encoded(value[start : start + MANY])
    else:
        yield keep.encoded(value)


def _part(data: Iterable[bytes]) -> str:
    total = hashlib.blake2b(digest_size=9)
    for some in data:
        total.update(some)
    return b64encode(total.digest()).decode()


def _reason(found: str, former: str | None, output: Output, mentioned: Callable[[str], Mention | None]) -> str:
    if isinstance(output, Copied):
        return "it is compared with its source"
    if former is None:
        return NEW
    if not found:
        return "it has no fingerprint"
    if found == former:
        return ""
    if isinstance(output, Derived):
        return "its recipe changed"
    if len(found) != len(former) or found[:PART] != former[:PART]:
        return f"the template {output.template} or one that it uses changed"
    mention = mentioned(output.template)
    changed = [*_changed(found, former, mention.names if mention else ())]
    # What is made from other values changes with them; they are the reason.
    context = output.context
    given = [name for name in changed if not isinstance(context.get(name), Computed)]
    return "these values changed: " + ", ".join(given or changed)


def _changed(found: str, former: str, names: tuple[str, ...]) -> Iterator[str]:
    for place, name in enumerate(names, 1):
        part = slice(place * PART, (place + 1) * PART)
        if found[part] != former[part]:
            yield name
