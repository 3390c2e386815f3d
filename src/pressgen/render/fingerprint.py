"""Fingerprints of outputs: digests of the template and of every value that it may read.

Whatever an output is given is part of its fingerprint, so no planner declares what its pages depend on: a changed
value has another digest, and so has everything that is made from it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import get_args, get_origin

from msgspec import Struct, json, msgpack, structs

from pressgen.model import NO_RIGHTS, BodyText, Computed, Derived, Drawn, Output, Packed, Rendered, Teaser
from pressgen.render.environment import FILTERS, FUNCTIONS, template_digest
from pressgen.render.pages import Mention, Renderer
from pressgen.store.stamps import NO_STAMP, Stamp, packed

NEW = "new"
TEMPLATE = "template"
VALUES = "values"
PART = 16
"""Bytes of each of the two digests in a fingerprint, which is written in hexadecimal digits."""
LONG = 256
"""Characters from which on the digest of a text is computed once for all the pages that show it."""
SCALARS = frozenset({str, int, float, bool, type(None), bytes})


class NoDigestError(TypeError):
    """A value without a digest, since nothing tells what of it a template could read."""


class Fingerprinter:
    """Computes the fingerprints of one build's outputs; `stamps` are those of the site's own files, by name on disk."""

    def __init__(self, renderer: Renderer, stamps: Mapping[str, Stamp]) -> None:
        self.renderer, self.stamps = renderer, stamps
        self._digests: dict[int, bytes] = {}
        # As long as a value is alive, no other has its identity.
        self._values: list[object] = []
        self._templates: dict[str, bytes] = {}

    def fingerprint(self, output: Output) -> str:
        """The fingerprint of an output; empty if it has none, so that it must be made each time."""
        if isinstance(output, Rendered):
            return self._of_page(output)
        if isinstance(output, Derived | Drawn):
            return _hash(json.encode(output)).hex()
        if isinstance(output, Packed):
            return self.digest(output).hex()
        stamp = self.stamps.get(output.source, NO_STAMP)
        # A file that changed a moment ago may change again without another stamp.
        if stamp == NO_STAMP:
            return ""
        rights = [json.encode(output.rights)] if output.rights != NO_RIGHTS else []
        return _hash(output.source.encode("utf-8", "surrogatepass"), packed(stamp), *rights).hex()

    def reason(self, fingerprint: str, published: str, output: Output) -> str:
        """Why an output must be made, given the fingerprint of the published file; empty if it need not be."""
        if not published:
            return NEW
        if fingerprint and fingerprint == published:
            return ""
        is_template = isinstance(output, Rendered) and fingerprint[: 2 * PART] != published[: 2 * PART]
        return TEMPLATE if is_template else VALUES

    def _of_page(self, output: Rendered) -> str:
        mention = self.renderer.mention(output.template)
        if mention is None:
            return ""
        try:
            data = msgpack.encode(self.parts(output, mention))
        except (NoDigestError, RecursionError):  # the latter for a value that contains itself
            return ""
        return (self.fingerprint_of_template(output.template, mention) + _hash(data)).hex()

    def parts(self, output: Rendered, mention: Mention) -> list[tuple[str, bytes]]:
        """Name and digest of each value that a template with this mention may read; raises NoDigestError."""
        values, names, digests = output.values, [*mention.names], self._digests
        parts: list[tuple[str, bytes]] = []
        for name in names:
            if name in values:
                value = values[name]
                if type(value) is Computed:  # the loop continues with the values that it reads
                    names += [source for source in value.reads if source not in names]
                parts.append((name, digests.get(id(value)) or self.digest(value)))
        return parts

    def fingerprint_of_template(self, name: str, mention: Mention) -> bytes:
        """The first half of a fingerprint: the digest of a template with all that its `mention` names."""
        if name not in self._templates:
            texts = [template_digest(text, self.renderer.templates[text]) for text in mention.texts]
            functions = [_of_function({**FUNCTIONS, **FILTERS}[called]) for called in mention.functions]
            self._templates[name] = _hash(msgpack.encode((name, texts, functions)))
        return self._templates[name]

    def digest(self, value: object) -> bytes:
        """The digest of a value; raises NoDigestError if it is of a kind that has none."""
        digest = self._digests.get(id(value))
        if digest is not None:
            return digest
        kind = type(value)
        row = self._of_struct(value) if isinstance(value, Struct) else self._row(value)
        digest = _hash(_encoded((kind.__qualname__, row)))
        if kind not in SCALARS or (kind is str and len(str(value)) > LONG):
            self._digests[id(value)] = digest
            self._values.append(value)
        return digest

    def _of_struct(self, value: Struct) -> object:
        """What is hashed for a Struct: itself; of lists of teasers their digests, since many lists have them."""
        if isinstance(value, Computed):
            return value.reads, _of_function(value.make)
        names = tuple_fields(type(value), Teaser)
        if not names:
            return value
        # Nearly all have been digested, and lists have several times as many teasers as there are releases.
        digests, digest = self._digests, self.digest
        teasers = [[digests.get(id(teaser)) or digest(teaser) for teaser in getattr(value, name)] for name in names]
        return structs.replace(value, **dict.fromkeys(names, ())), teasers

    def _row(self, value: object) -> object:
        """What is hashed for any other value: itself if it is simple, else the digests of its items."""
        kind = type(value)
        if kind in SCALARS:
            return value
        if isinstance(value, BodyText):
            value = value.fields
        if isinstance(value, tuple | list):
            kinds = {*map(type, value)}
            # A list of plain values of one kind, such as the addresses of a sitemap, is hashed in one go.
            if len(kinds) == 1 and issubclass(kind := kinds.pop(), Struct) and kind not in (Computed, Teaser):
                return kind.__qualname__, value
            return [*map(self._item, value)]
        if isinstance(value, Mapping):
            # In the mapping's own order, in which a template may list the items.
            return [(self._item(key), self._item(item)) for key, item in value.items()]
        if isinstance(value, str):
            return str(value)
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, set | frozenset):
            return sorted(map(self.digest, value))
        raise NoDigestError(kind.__qualname__)

    def _item(self, value: object) -> object:
        is_short = type(value) in SCALARS and not (type(value) is str and len(value) > LONG)
        return value if is_short else self.digest(value)


@cache
def tuple_fields(kind: type[Struct], item: type[Struct] = Struct) -> tuple[str, ...]:
    """The names of the fields of a Struct that hold a tuple of Structs, of this kind of `item`."""
    return tuple(
        field.name
        for field in structs.fields(kind)
        if get_origin(field.type) is tuple
        and isinstance(get_args(field.type)[0], type(Struct))
        and issubclass(get_args(field.type)[0], item)
    )


def _fields_of(value: object) -> object:
    if isinstance(value, BodyText):
        return value.fields
    raise TypeError(type(value).__qualname__)


_encode = msgpack.Encoder(enc_hook=_fields_of).encode


def _encoded(value: object) -> bytes:
    try:
        try:
            return _encode(value)
        except OverflowError:  # MessagePack has no numbers of more than 64 bits
            return json.encode(value, enc_hook=_fields_of)
    except (TypeError, ValueError) as error:
        raise NoDigestError(type(value).__qualname__) from error


def _of_function(function: Callable[..., object]) -> bytes:
    """The digest of a function's code, its module and the simple values it is bound to; else raises NoDigestError."""
    # Other values may be written by their address in memory, which tells nothing about what is in them.
    if not isinstance(function, FunctionType):
        raise NoDigestError(type(function).__qualname__)
    bound = tuple([cell.cell_contents for cell in function.__closure__ or ()])
    values = bound, function.__defaults__ or (), tuple((function.__kwdefaults__ or {}).items())
    if not _is_simple(values):
        raise NoDigestError(function.__qualname__)
    module = _of_module(function.__code__.co_filename)
    return _hash(msgpack.encode((function.__module__, repr(values), _of_code(function.__code__), module)))


def _of_module(file: str) -> bytes:
    """The digest of the source of a module, which has what a function calls; empty if there is no such file."""
    try:
        return _of_source(file, os.stat(file).st_mtime_ns)
    except OSError:
        return b""


@lru_cache(maxsize=64)
def _of_source(file: str, _changed_at: int) -> bytes:
    return _hash(Path(file).read_bytes())


def _is_simple(value: object) -> bool:
    return all(map(_is_simple, value)) if isinstance(value, tuple) else type(value) in SCALARS


def _of_code(code: CodeType) -> bytes:
    # Functions in it are among its constants, and their `repr` would contain an address in memory.
    constants = [_of_code(item) if isinstance(item, CodeType) else repr(item).encode() for item in code.co_consts]
    return _hash(code.co_code, msgpack.encode((*code.co_names, *code.co_varnames, *constants)))


def _hash(*parts: bytes) -> bytes:
    # Processors compute SHA-256 themselves, which makes it the fastest of all.
    return hashlib.sha256(b"".join(parts)).digest()[:PART]
