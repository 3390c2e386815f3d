"""What is known of a picture beside its pixels: its words, its makers and the terms of its use."""

from __future__ import annotations

from msgspec import Struct


class Rights(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The words that belong to a picture, who made it, and the terms of its use; empty where nothing is known.

    `creator` is the photographer, `credit` the line to print. `licence` is what users may do, in words; `licence_url`
    is the page with these terms, `licensor_url` the page where a licence can be had (absolute addresses).
    """

    alt: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    copyright: str = ""
    licence: str = ""
    licence_url: str = ""
    licensor_url: str = ""


NO_RIGHTS = Rights()
