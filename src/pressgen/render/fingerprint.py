"""Fingerprints of outputs: digests of the template and of every value that it may read.

Whatever an output is given is part of its fingerprint, so no planner declares what its pages depend on: a value that
changed has another digest, and with it all that is made from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import cache
from types import CodeType, FunctionType
from typing import get_origin

from msgspec import Struct, json, msgpack, structs

from pressgen.model import BodyText, Computed, Derived, Output, Rendered
from pressgen.render.environment import FILTERS, FUNCTIONS, template_digest
from pressgen.render.pages import Mention, Renderer
from pressgen.store.stamps import NO_STAMP, Stamp, packed

NEW = "new"
TEMPLATE = "template"
VALUES = "values"
PART = 16
"""Bytes of each of the two digests that a fingerprint consists of; written as hexadecimal digits."""
LONG = 256
"""Characters of a text from which on its digest is computed once for all the pages that show it."""
LIST = 8
"""Values from which on a list in a value is long: what is in it has a digest of its own, and appears in other lists."""
SCALARS = frozenset({str, int, float, bool, type(None), bytes})


class NoDigestError(TypeError):
    """A value that has no digest, since nothing tells what of it a template could read."""


class Fingerprinter:
    """Computes the fingerprints of one build's outputs; `stamps` are those of the site's own files, by name on disk.

    A digest is computed once for each value, and found again by the value's identity: the values must stay alive.
    """

    def __init__(self, renderer: Renderer, stamps: Mapping[str, Stamp]) -> None:
        self.renderer, self.stamps = renderer, stamps
        self._digests: dict[int, tuple[object, bytes]] = {}
        self._templates: dict[str, bytes] = {}

    def fingerprint(self, output: Output) -> str:
        """The fingerprint of an output; empty if it has none, and must be made each time."""
        if isinstance(output, Rendered):
            return self._of_page(output)
        if isinstance(output, Derived):
            return _hash(json.encode(output)).hex()
        stamp = self.stamps.get(output.source, NO_STAMP)
        # A file that changed a moment ago may change again without another stamp.
        return "" if stamp == NO_STAMP else _hash(output.source.encode("utf-8", "surrogatepass"), packed(stamp)).hex()

    def reason(self, fingerprint: str, former: str, output: Output) -> str:
        """Why an output must be made, given the fingerprint of the published file; empty if it need not."""
        if not former:
            return NEW
        if fingerprint and fingerprint == former:
            return ""
        is_template = isinstance(output, Rendered) and fingerprint[: 2 * PART] != former[: 2 * PART]
        return TEMPLATE if is_template else VALUES

    def _of_page(self, output: Rendered) -> str:
        mention = self.renderer.mention(output.template)
        if mention is None:
            return ""
        values, names = output.values, [*mention.names]
        rows: list[bytes] = []
        try:
            for name in names:
                if name in values:
                    value = values[name]
                    if type(value) is Computed:  # the loop goes on with what it reads
                        names += [other for other in value.reads if other not in names]
                    rows += name.encode(), self.digest(value)
        except (NoDigestError, RecursionError):
            return ""
        return (self._of_template(output.template, mention) + _hash(*rows)).hex()

    def _of_template(self, name: str, mention: Mention) -> bytes:
        if name not in self._templates:
            texts = [template_digest(text, self.renderer.templates[text]) for text in mention.texts]
            functions = [_of_function({**FUNCTIONS, **FILTERS}[called]) for called in mention.functions]
            self._templates[name] = _hash(msgpack.encode((name, texts, functions)))
        return self._templates[name]

    def digest(self, value: object) -> bytes:
        """The digest of a value; raises NoDigestError if it is of a kind that has none."""
        known = self._digests.get(id(value))
        if known is not None:
            return known[1]
        kind = type(value)
        data = self._of_struct(value) if isinstance(value, Struct) else msgpack.encode(self._row(value))
        digest = _hash(kind.__qualname__.encode(), data)
        if kind not in SCALARS or (kind is str and len(str(value)) > LONG):
            # The value is kept beside its digest: meanwhile no other can have its identity.
            self._digests[id(value)] = value, digest
        return digest

    def _of_struct(self, value: Struct) -> bytes:
        """What is hashed for a Struct: its fields as JSON; long lists in it by the digests of what is in them."""
        if isinstance(value, Computed):
            return msgpack.encode([*value.reads, _of_function(value.make)])
        lists: dict[str, tuple[Struct, ...]] = {}
        for name in _tuple_fields(type(value)):
            if len(shown := getattr(value, name)) >= LIST and isinstance(shown[0], Struct):
                lists[name] = shown
        try:
            if not lists:
                return _JSON.encode(value)
            rest = _JSON.encode(structs.replace(value, **dict.fromkeys(lists, ())))
        except (TypeError, ValueError) as error:
            raise NoDigestError(type(value).__qualname__) from error
        return rest + b"".join([b"".join(map(self.digest, shown)) for shown in lists.values()])

    def _row(self, value: object) -> object:
        """What is hashed for any other value: itself if it is simple, else the digests of its parts."""
        kind = type(value)
        if kind in SCALARS:
            return value
        if isinstance(value, tuple | list):
            return [*map(self._part, value)]
        if isinstance(value, Mapping):
            return [(self._part(key), self._part(item)) for key, item in value.items()]
        if isinstance(value, BodyText):
            return [*map(self._part, value.parts)]
        if isinstance(value, str):
            return str(value)
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, set | frozenset):
            return sorted(map(self.digest, value))
        raise NoDigestError(kind.__qualname__)

    def _part(self, value: object) -> object:
        is_short = type(value) in SCALARS and not (type(value) is str and len(value) > LONG)
        return value if is_short else self.digest(value)


@cache
def _tuple_fields(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in structs.fields(kind) if get_origin(field.type) is tuple)


def _plain(value: object) -> object:
    if isinstance(value, BodyText):
        return value.parts
    raise TypeError(type(value).__qualname__)


_JSON = json.Encoder(enc_hook=_plain)


def _of_function(function: Callable[..., object]) -> bytes:
    """The digest of a function's code and of what it is bound to; raises NoDigestError for other callables.

    It also does where the function is bound to anything but simple values: how those are written may say no more than
    where in memory they are.
    """
    if not isinstance(function, FunctionType):
        raise NoDigestError(type(function).__qualname__)
    bound = tuple([cell.cell_contents for cell in function.__closure__ or ()])
    values = bound, function.__defaults__ or (), tuple((function.__kwdefaults__ or {}).items())
    if not _is_simple(values):
        raise NoDigestError(function.__qualname__)
    return _hash(msgpack.encode((function.__module__, repr(values), _of_code(function.__code__))))


def _is_simple(value: object) -> bool:
    return all(map(_is_simple, value)) if isinstance(value, tuple) else type(value) in SCALARS


def _of_code(code: CodeType) -> bytes:
    constants = [_of_code(each) if isinstance(each, CodeType) else repr(each).encode() for each in code.co_consts]
    return _hash(code.co_code, msgpack.encode((*code.co_names, *code.co_varnames, *constants)))


def _hash(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=PART).digest()
