"""Language tags: the listed language that one means, and the two-letter codes of ISO 639-1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
ISO_639_1 = frozenset(CODES.split())
_REGION = 3  # two letters, or three digits
_CODE = re.compile(r"[a-z]{2}(-[a-z]{4})?(-[a-z]{2})?")


def lowercase_tag(tag: str) -> str:
    """A tag to compare: people write uz_Cyrl and UZ-cyrl for what the settings call uz-Cyrl."""
    return tag.replace("_", "-").lower()


def listed_language(tag: str, languages: Iterable[str]) -> str:
    """The listed language that a tag means; "" if there is none, or more than one.

    It is that language itself, or the one with or without the tag's region: `ru-RU` and `ru` mean each
    other. `uz-Cyrl` and `uz` do not, because their scripts differ.
    """
    own = lowercase_tag(tag)
    listed_by_tag = {language.lower(): language for language in languages}
    if own in listed_by_tag:
        return listed_by_tag[own]
    # Of two regions, pt-BR and pt-PT, nobody can say which one `pt` means.
    base = _without_region(own)
    candidates = [name for name in listed_by_tag if _without_region(name) == base and (own in name or name in own)]
    return listed_by_tag[candidates[0]] if len(candidates) == 1 else ""


def looks_like_language(text: str) -> bool:
    """Whether part of a path could be a language: `de`, `pt-BR`, `zh_Hant`."""
    tag = lowercase_tag(text)
    return tag[:2] in ISO_639_1 and bool(_CODE.fullmatch(tag))


@cache
def has_formats(tag: str) -> bool:
    """Whether Babel has the dates and numbers of a language, so that a site can have pages in it."""
    # Its data is a file for each language; to import it takes longer than all else that reads a text.
    spec = find_spec("babel")
    data = Path(spec.origin).parent / "locale-data" if spec and spec.origin else None
    return data is not None and (data / f"{tag.partition('-')[0]}.dat").exists()


def _without_region(tag: str) -> str:
    return "-".join(subtag for number, subtag in enumerate(tag.split("-")) if not number or len(subtag) > _REGION)
