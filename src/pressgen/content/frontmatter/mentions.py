"""Words in a value that may be a key of their own, or a mark that the release is not public."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

from pressgen.content.frontmatter.keys import (
    FOREIGN_SKELETONS,
    comparable,
    find_key,
    is_nearly,
    key_name,
    near_miss,
    skeleton,
)
from pressgen.content.frontmatter.vocabulary import ENDS_AND_EMBARGOES, FOREIGN_NAMES, STATES_AND_FLAGS, WITHHELD_NAMES
from pressgen.content.frontmatter.withholding import meaning
from pressgen.letters import latinize

_WITHHOLDING = STATES_AND_FLAGS | ENDS_AND_EMBARGOES
_WITHHELD, _EFFECTS = frozenset(map(skeleton, WITHHELD_NAMES)), frozenset(map(skeleton, FOREIGN_NAMES))
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
# An apostrophe is part of a word: eʼlon.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼ"), None)
# Colons of all scripts, and what other languages of settings have in their place.
_COLON = re.compile(r"[:=\uff1a\uff1d\ufe55\ufe13\ufe66\u2236\ua789\u02d0\u02f8\u05c3\u0589\u1804]")
_MAX_TEXT, _MAX_WORDS, _MAX_LENGTH = 300, 8, 40
"""Letters of a text that is searched; words that are one name together, as in `h o l d until`, and their letters."""


def may_withhold(text: str) -> bool:
    """Whether words of a text are a key or a state that keeps a release back, or a typo of one, or it is too long."""
    if len(text) > _MAX_TEXT:
        return True
    words = _words(text)
    names = {
        name
        for start in range(len(words))
        for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1)
        if len(name := " ".join(words[start:end])) <= _MAX_LENGTH
    }
    return not _is_plain(text, words) or any(map(_is_withholding, names))


def may_have_key(text: str, harmless: Set[str] = frozenset()) -> bool:
    """Whether words before a colon are a key that pressgen or another generator has, or a typo of one."""
    for colon in _COLON.finditer(text):
        words = _words(text[: colon.start()])[-_MAX_WORDS:]
        for name in (" ".join(words[start:]) for start in range(len(words))):
            is_key = find_key(name) or near_miss(name) or is_nearly(name, FOREIGN_SKELETONS)
            if is_key and comparable(name) not in harmless:
                return True
    return False


def is_doubtful(name: str, value: str = "") -> bool:
    """Whether a key that pressgen does not know may be meant to keep the page back."""
    if find_key(name) is not None:
        return False
    is_near = key_name(near_miss(name)) in _WITHHOLDING | {"date"}
    return is_near or bool(meaning(name).key) or is_nearly(name, _EFFECTS) or may_withhold(f"{name}: {value}")


def _is_withholding(name: str) -> bool:
    key = key_name(name) or key_name(latinize(name)) or key_name(near_miss(name))
    return is_nearly(name, _WITHHELD) or key in _WITHHOLDING


def _words(text: str) -> list[str]:
    """The words of a text; a name inCamelCase is several."""
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    return [part for word in _WORD.findall(text) for part in _CAPITAL.split(word)]


def _is_plain(text: str, words: list[str]) -> bool:
    """Whether the eye sees what is there: nothing invisible, no accents of their own, no word of two scripts."""
    characters = unicodedata.normalize("NFC", text.expandtabs(1))
    return all(unicodedata.category(each)[0] not in "CM" for each in characters) and all(
        len({unicodedata.name(letter, "").partition(" ")[0] for letter in word}) == 1 for word in words
    )
