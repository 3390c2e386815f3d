"""Make the font of share cards from Noto Sans and Noto Sans Arabic: `python tests/card_font.py FOLDER`.

The folder has NotoSans-Bold.ttf and NotoSansArabic-Bold.ttf, as Debian's package fonts-noto-core does in
/usr/share/fonts/truetype/noto. Needs fontTools 4. Prints the ranges for COVERED in content/pictures/share_card.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "src" / "pressgen" / "content" / "fonts" / "card.ttf"
LATIN = (
    "20-7e a0-17f 18f 192 1a0-1a1 1af-1b0 1cd-1dc 1e6-1e7 218-21b 259 2b9-2bf 2c6-2dd 300-304 306-30c 323 327-328 "
    "370-4ff 1e00-1eff 2000-2027 202f-203a 2044 2070-2089 20a0-20bf 2113-2116 2122 2190-2193 2212 2248 2260-2265"
)
ARABIC = "600-6ff 750-77f fdf2 fdfc"
FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "mkmk", "rlig", "calt", "init", "medi", "fina", "isol")


def codes(ranges: str) -> list[int]:
    bounds = [[int(number, 16) for number in part.split("-")] for part in ranges.split()]
    return [code for bound in bounds for code in range(bound[0], bound[-1] + 1)]


def reduce(source: Path, ranges: str, target: Path) -> str:
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = options.glyph_names = options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    font = subset.load_font(str(source), options)
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=codes(ranges))
    reducer.subset(font)
    subset.save_font(font, str(target), options)
    return str(target)


def covered(font: TTFont) -> str:
    ranges: list[list[int]] = []
    for code in sorted(font.getBestCmap()):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return " ".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in ranges)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        parts = [
            reduce(folder / "NotoSans-Bold.ttf", LATIN, Path(place, "latin.ttf")),
            reduce(folder / "NotoSansArabic-Bold.ttf", ARABIC, Path(place, "arabic.ttf")),
        ]
        font = Merger().merge(parts)
    font.save(str(TARGET))
    print(covered(TTFont(str(TARGET))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
