"""Catalogues of words: one .po file for each language, for pages, commands and messages alike."""

from __future__ import annotations

import json
import re
import struct
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
_ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


@lru_cache
def catalogue(lang: str) -> NullTranslations:
    """The catalogue of a BCP 47 tag: of its language and script, else of its language, else an English one."""
    language, *subtags = lang.replace("_", "-").split("-")
    scripts = [f"{language.lower()}_{subtag.title()}" for subtag in subtags if len(subtag) == 4]
    for name in (*scripts, language.lower()):
        path = FOLDER / f"{name}.po"
        if path.is_file():
            return GNUTranslations(BytesIO(_compile(path.read_text(encoding="utf-8"))))
    return NullTranslations()


def _compile(text: str) -> bytes:
    """A .po file in the binary form that gettext reads (GNU gettext manual, "The Format of GNU MO Files")."""
    messages: dict[bytes, bytes] = {}
    for block in text.split("\n\n"):
        # The strings of a .po file have the escapes of JSON.
        strings = {kind: "".join(map(json.loads, lines.splitlines())) for kind, lines in _ENTRY.findall(f"{block}\n")}
        forms = [form for kind, form in strings.items() if kind.startswith("msgstr")]
        if all(forms):
            key = "\0".join(strings[kind] for kind in ("msgid", "msgid_plural") if kind in strings)
            messages[key.encode()] = "\0".join(forms).encode()
    # Gettext files are sorted; a program may look up their texts by bisection.
    keys = sorted(messages)
    texts = [*keys, *map(messages.__getitem__, keys)]
    header = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    offset, index = 28 + 8 * len(texts), b""
    for entry in texts:
        index += struct.pack("<2I", len(entry), offset)
        offset += len(entry) + 1
    return header + index + b"\0".join(texts) + b"\0"
