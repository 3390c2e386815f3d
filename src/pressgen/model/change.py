"""What changes on a published site by time alone."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

ChangeKind = Literal[
    "release", "expiry", "update", "correction", "event", "banner", "banner_end", "news", "asset", "consent",
    "consent_notice",
]  # fmt: skip
"""A document becomes public or is taken down, its `updated` or a correction is reached, its event leaves the agenda, it
leaves the news sitemap; a banner comes or goes; a replaced asset goes; the consent for a picture ends, or will
end soon."""


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """One change that time alone makes: `at` is the instant from which a build differs.

    `source` is the file in content/, pressgen.yml for a banner, and empty for an asset. `title`, `lang` and `address`
    (a URL) are those of the document; a banner has its text and the home page.
    For an asset, `address` is its path in the output folder. For a consent, `source` is the picture.
    """

    at: datetime
    kind: ChangeKind
    source: str = ""
    title: str = ""
    lang: str = ""
    address: str = ""


class LateChange(Struct, frozen=True, kw_only=True, gc=False):
    """A release that was published, or taken down, so many whole `seconds` after its time."""

    at: datetime
    kind: ChangeKind
    source: str
    seconds: int
