"""Fingerprints of outputs: only what shows a changed fact is printed again.

A fingerprint has one part for the template and one for each value that it can mention; an output
is as the last build wrote it where all parts are the same and nobody has touched the folder since.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from pressgen.model import Copied, Derived, Output, Rendered
from pressgen.output import cache, keep, trace
from pressgen.output.render import Mention, mentions

FILE = "prints.json"
LIBRARIES = ("babel", "jinja2", "markupsafe", "msgspec", "pillow")
PART = 12
"""Letters of a part: 72 bits in base 64."""
SHARED = ("newsroom", "style")
"""Names whose value is one for thousands of pages."""


class Prints(Struct, frozen=True, kw_only=True):
    """The fingerprints of an output folder's files, and the digest of the stamps that the files had then."""

    key: str
    output: str
    stamps: str
    prints: dict[str, str]


class Prospect(Struct, frozen=True, kw_only=True):
    """Outputs with their fingerprints (empty where there is none), and why each must be made; "" if it need not."""

    prints: dict[str, str]
    reasons: dict[str, str]


def prospect(outputs: Iterable[Output], templates: dict[str, str], before: Mapping[str, str]) -> Prospect:
    """Compare each output with the fingerprint of the file that stands in its place."""
    mentioned = mentions(templates)
    digests = {name: _digest_of(name, mention, templates) for name, mention in mentioned.items()}
    shared: dict[int, str] = {}
    prints: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for output in outputs:
        names: tuple[str, ...] = ()
        if isinstance(output, Rendered):
            mention = mentioned.get(output.template)
            found = _print(output, mention, digests, shared) if mention else ""
            names = mention.names if mention else ()
        else:
            # A picture's path tells what it is made from; other files are compared byte by byte.
            found = _encoded(output) if isinstance(output, Derived) else ""
        prints[output.path] = found
        reasons[output.path] = _reason(found, before.get(output.path), output, names)
    return Prospect(prints=prints, reasons=reasons)


def recall(root: Path, output: Path, key: str) -> dict[str, str]:
    """The fingerprints of what stands in an output folder; none where anybody else has touched it since."""
    data = keep.kept(root, FILE)
    try:
        last = msgspec.json.decode(data, type=Prints) if data else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    if last is None or last.key != key or last.output != str(output):
        return {}
    return last.prints if last.stamps and trace.written(output, last.prints) == last.stamps else {}


def record(root: Path, output: Path, key: str, prints: dict[str, str]) -> None:
    """Keep the fingerprints of what was just written."""
    made = Prints(key=key, output=str(output), stamps=trace.written(output, prints), prints=prints)
    keep.keep(root, FILE, msgspec.json.encode(made))


def key() -> str:
    """What pages depend on beside their values and templates: pressgen's code and words, and its libraries."""
    return cache.key_of(LIBRARIES)


def _print(output: Rendered, mention: Mention, digests: Mapping[str, str], shared: dict[int, str]) -> str:
    parts = [digests[output.template]]
    for name in mention.names:
        if name not in output.context:
            parts.append("-" * PART)
        elif name in SHARED:
            value = output.context[name]
            if id(value) not in shared:
                shared[id(value)] = _encoded(value)
            parts.append(shared[id(value)])
        else:
            parts.append(_encoded(output.context[name]))
    return "" if "" in parts else "".join(parts)


def _digest_of(name: str, mention: Mention, templates: Mapping[str, str]) -> str:
    return _part(msgspec.json.encode([name, [(text, templates[text]) for text in mention.texts]]))


def _encoded(value: object) -> str:
    try:
        return _part(msgspec.json.encode(value))
    except (TypeError, ValueError, RecursionError):  # a value of no plain kind: its page is printed each time
        return ""


def _part(data: bytes) -> str:
    return b64encode(hashlib.blake2b(data, digest_size=9).digest()).decode()


def _reason(found: str, former: str | None, output: Output, names: tuple[str, ...]) -> str:
    if isinstance(output, Copied):
        return "it is compared with its source"
    if former is None:
        return "it is new, or the last build's record does not hold"
    if not found:
        return "it has no fingerprint"
    if found == former:
        return ""
    if isinstance(output, Derived):
        return "its recipe changed"
    if len(found) != len(former) or found[:PART] != former[:PART]:
        return f"the template {output.template} or one that it uses changed"
    return "these values changed: " + ", ".join(_changed(found, former, names))


def _changed(found: str, former: str, names: tuple[str, ...]) -> Iterator[str]:
    for place, name in enumerate(names, 1):
        part = slice(place * PART, (place + 1) * PART)
        if found[part] != former[part]:
            yield name
