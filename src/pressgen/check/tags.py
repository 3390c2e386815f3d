"""The rule on tags that mean one thing and are spelled in two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pressgen.check.text import Text
from pressgen.errors import Problem

_SHORTEST = 5
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
    """A tag without case, apostrophes and blanks, its Cyrillic letters as Latin ones."""
    latin = "".join(_LATIN.get(sign, sign) for sign in tag.casefold())
    return "".join(sign for sign in latin.translate(_APOSTROPHES) if sign not in " -_")


def check(texts: Iterable[Text]) -> Iterator[Problem]:
    """What the rule finds in all releases of one language: each pair once, at the rarer spelling."""
    uses: Counter[str] = Counter()
    first: dict[str, Text] = {}
    for text in texts:
        for tag in text.document.matter.tags:
            uses[tag] += 1
            first.setdefault(tag, text)
    for one, other in _alike(uses):
        rare, usual = sorted((one, other), key=lambda tag: (uses[tag], tag))
        text = first[rare]
        file = first[usual].file
        yield Problem.at("tag-alike", text.file, text.key_line("tags"), tag=rare, usual=usual, file=file)


def _alike(tags: Iterable[str]) -> Iterator[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        groups[fold(tag)].append(tag)
    for same in groups.values():
        yield from ((same[0], other) for other in same[1:])
    near: dict[str, list[str]] = defaultdict(list)
    for folded in groups:
        if len(folded) >= _SHORTEST and not any(sign.isdigit() for sign in folded):
            # Two words one letter apart share a form with that letter left out.
            for place in range(len(folded)):
                near[f"{folded[:place]}\0{folded[place + 1 :]}"].append(folded)
            for place in range(len(folded) + 1):
                near[f"{folded[:place]}\0{folded[place:]}"].append(folded)
    pairs = {(one, other) for same in near.values() for one in same for other in same if one < other}
    yield from ((groups[one][0], groups[other][0]) for one, other in sorted(pairs))
