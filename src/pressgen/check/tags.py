"""The rule on two spellings of one tag."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pressgen.check.text import LintText
from pressgen.errors import Problem

# Shorter words that differ in one letter are often different words.
_MIN_LENGTH = 5
_PAIRS = (
    ("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("sh", "ш"), ("ch", "ч"), ("o'", "ў"), ("g'", "ғ"), ("ts", "ц"),
    ("a", "а"), ("b", "б"),
    ("v", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("j", "ж"), ("z", "з"), ("i", "и"), ("y", "й"), ("k", "к"),
    ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("f", "ф"), ("x", "х"), ("e", "э"), ("q", "қ"), ("h", "ҳ"), ("'", "ъ"), ("", "ь"),
)  # fmt: skip
_LATIN = {cyrillic: latin for latin, cyrillic in _PAIRS}
_APOSTROPHES = dict.fromkeys(map(ord, "‘’ʻʼ`´ʹ′'"), None)


def fold(tag: str) -> str:
    """A tag without case, apostrophes and spaces, and with Latin instead of Cyrillic letters."""
    latin = "".join(_LATIN.get(char, char) for char in tag.casefold())
    return "".join(char for char in latin.translate(_APOSTROPHES) if char not in " -_")


def check(texts: Iterable[LintText]) -> Iterator[Problem]:
    """The findings of this rule in all releases of one language: each pair once, at the rarer spelling."""
    uses: Counter[str] = Counter()
    first: dict[str, LintText] = {}
    for text in texts:
        for tag in text.document.matter.tags:
            uses[tag] += 1
            first.setdefault(tag, text)
    for tag, similar in _similar_pairs(uses):
        rare, usual = sorted((tag, similar), key=lambda tag: (uses[tag], tag))
        text = first[rare]
        file = first[usual].file
        yield Problem.at("tag-alike", text.file, text.key_line("tags"), tag=rare, usual=usual, file=file)


def _similar_pairs(tags: Iterable[str]) -> Iterator[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        groups[fold(tag)].append(tag)
    for spellings in groups.values():
        yield from ((spellings[0], second) for second in spellings[1:])
    by_gap: dict[str, list[str]] = defaultdict(list)
    for folded in groups:
        if len(folded) >= _MIN_LENGTH and not any(char.isdigit() for char in folded):
            # Two words that differ in one letter share a form without that letter.
            for position in range(len(folded)):
                by_gap[f"{folded[:position]}\0{folded[position + 1 :]}"].append(folded)
            for position in range(len(folded) + 1):
                by_gap[f"{folded[:position]}\0{folded[position:]}"].append(folded)
    pairs = {(first, second) for words in by_gap.values() for first in words for second in words if first < second}
    yield from ((groups[first][0], groups[second][0]) for first, second in sorted(pairs))
