"""What is on a share card: the picture of its headline that link previews show for a release without a picture."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

WIDTH, HEIGHT = 1200, 630
"""The size that networks ask for, in pixels."""


class CardLogo(Struct, frozen=True):
    """The newsroom's logo on cards: the name of its file on disk, what tells its content, and its size in pixels."""

    file: str = ""
    digest: str = ""
    width: int = 0
    height: int = 0


class ShareCard(Struct, frozen=True, kw_only=True, gc=False):
    """The words of a card and its colours, as #rrggbb: the headline on the band, the newsroom's name on the paper."""

    headline: str
    name: str
    lang: str
    dir: Literal["ltr", "rtl"]
    band: str
    bandtext: str
    accent: str
    paper: str
    ink: str
    logo: CardLogo = CardLogo()
