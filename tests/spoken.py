"""Whether what is told can be told in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pressgen.errors import Problem
from pressgen.messages.translate import said

# In quotation marks, backticks and brackets stands what the author wrote, or code; after “YAML:”, what its reader says.
_WRITTEN = re.compile(
    r"`[^`]*`|«.*»|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|'[^']*'|<[^<>]*>|\S*[/.#]\S+|(?<=YAML: ).*", re.S
)
_ENGLISH = re.compile(r"[a-z]{3,} [a-z]{3,}")
# They quote the system, the template engine or the YAML reader, which speak English only.
_QUOTING = {"template-failed", "output-failed", "preview-failed", "scaffold-failed", "port-taken", "foreign-code"}


def unspoken(problems: Iterable[Problem]) -> list[str]:
    """The messages and hints that are not wholly said in Russian, or not at all in Uzbek."""
    texts = [text for each in problems if each.code not in _QUOTING for text in (each.message, each.hint) if text]
    return [text for text in texts if not _is_spoken(text)]


@lru_cache(maxsize=4096)
def _is_spoken(text: str) -> bool:
    russian, uzbek = said(text, "ru"), said(text, "uz")
    return text not in (russian, uzbek) and not _ENGLISH.search(_WRITTEN.sub("", russian))
