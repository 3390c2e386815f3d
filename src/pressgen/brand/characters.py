"""Which characters a font needs for the languages of a site, as ranges of Unicode."""

from __future__ import annotations

from collections.abc import Iterable

# Latin letters are in addresses and names whatever the language is, and with them the symbols that the templates print.
_EVERYWHERE = (
    "0020-007E 00A0-024F 02BB-02BC 0300-0304 0306-030C 0323-0328 1E00-1EFF "
    "2010-2027 2030-203A 20A0-20BF 2116 2122 2190-2193 21A9 2212 25BE"
)
_OWN_LETTERS = {
    "Latn": "",
    "Cyrl": "0400-052F",
    "Grek": "0370-03FF 1F00-1FFF",
    "Armn": "0530-058F FB13-FB17",
    "Geor": "10A0-10FF 1C90-1CBF 2D00-2D2F",
    "Hebr": "0590-05FF 200C-200F FB1D-FB4F",
    "Arab": "0600-06FF 0750-077F 08A0-08FF 200C-200F FB50-FDFF FE70-FEFC",
    "Deva": "0900-097F 1CD0-1CFF 200C-200D A8E0-A8FF",
    "Thai": "0E00-0E7F",
}
"""Blocks of Unicode by script (ISO 15924); a script with thousands of characters is not among them."""


def characters_for(scripts: Iterable[str]) -> str:
    """The ranges of characters for texts in these scripts, `0020-007E 0400-052F`; empty if all characters are needed.

    They depend on nothing that is written, so that a new word in a release changes no font.
    """
    names = sorted(set(scripts))
    if not names or not set(names) <= _OWN_LETTERS.keys():
        return ""
    return " ".join(filter(None, [_EVERYWHERE, *(_OWN_LETTERS[name] for name in names)]))


def numbers_of(ranges: str) -> list[int]:
    """The characters in ranges, as numbers."""
    bounds = [part.partition("-") for part in ranges.split()]
    return [number for low, _, high in bounds for number in range(int(low, 16), int(high or low, 16) + 1)]
