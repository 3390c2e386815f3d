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
_PART = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


@lru_cache
def catalogue(lang: str) -> NullTranslations:
    """The words of a language (BCP 47): in its script, else of the language; English where there is no catalogue."""
    language, *rest = lang.replace("_", "-").split("-")
    scripts = [f"{language.lower()}_{part.title()}" for part in rest if len(part) == 4]
    for name in (*scripts, language.lower()):
        path = FOLDER / f"{name}.po"
        if path.is_file():
            return GNUTranslations(BytesIO(_compiled(path.read_text(encoding="utf-8"))))
    return NullTranslations()


def _compiled(text: str) -> bytes:
    """A .po file in the binary form that gettext reads (GNU gettext manual, "The Format of GNU MO Files")."""
    messages: dict[bytes, bytes] = {}
    for block in text.split("\n\n"):
        # The strings of these files are written as in JSON.
        parts = {kind: "".join(map(json.loads, lines.splitlines())) for kind, lines in _PART.findall(f"{block}\n")}
        forms = [form for kind, form in parts.items() if kind.startswith("msgstr")]
        if all(forms):
            key = "\0".join(parts[kind] for kind in ("msgid", "msgid_plural") if kind in parts)
            messages[key.encode()] = "\0".join(forms).encode()
    keys = sorted(messages)
    texts = [*keys, *map(messages.__getitem__, keys)]
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    offset, index = 28 + 8 * len(texts), b""
    for each in texts:
        index += struct.pack("<2I", len(each), offset)
        offset += len(each) + 1
    return head + index + b"\0".join(texts) + b"\0"
