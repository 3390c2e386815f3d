"""The values that travel from the sources to the output; frozen, with no behaviour beyond derived properties.

A value holds no absolute path and no other release: what one page may know of another is a
`Link` or a `Teaser`. Addresses come in three kinds, never mixed: a `path` is a file in the output folder
(`2025/01/plan/index.html`), an `href` is root-relative, percent-encoded and has the site's base
path (`/news/2025/01/plan/`), a `url` is absolute.
"""

# No value can contain itself, so those of which there is one for each release are not tracked by the garbage collector
# (`gc=False`): that saves memory for each, and time whenever it runs.
from __future__ import annotations

from pressgen.model.banner import Banner
from pressgen.model.brand import Brand, Face, Family, Icon
from pressgen.model.change import Change, ChangeKind, LateChange
from pressgen.model.corrections import CorrectionNote, EarlierVersion
from pressgen.model.events import Event, EventAccreditation
from pressgen.model.figure import Figure, Original, Variant
from pressgen.model.lists import Alternate, Link, PageList, SeriesPart, Term
from pressgen.model.media import CardData, EmbedCard, MediaFile, Player, Track, media_format
from pressgen.model.output import (
    Computed,
    Copied,
    Derived,
    Drawn,
    Output,
    Packed,
    Plan,
    Rendered,
    Sizes,
    address_of_path,
)
from pressgen.model.picture_sizes import IconRecipe, Recipe
from pressgen.model.post import (
    Accreditation,
    Body,
    Consent,
    Correction,
    CorrectionKind,
    EventMatter,
    EventStatus,
    FrontMatter,
    Image,
    ListRequest,
    Moment,
    Page,
    Parsed,
    Person,
    Picture,
    Post,
    Reference,
    SeriesEntry,
    Status,
)
from pressgen.model.press_kit import KitPicture, KitText, PressKit
from pressgen.model.record import PLACES, RECORD_FILE, Entry, EntryHead, Place, Recorded, Version
from pressgen.model.redirect import Issued, Redirect
from pressgen.model.report import Options, Progress, Report
from pressgen.model.rights import NO_RIGHTS, Rights
from pressgen.model.share_card import ShareCard
from pressgen.model.site import (
    Article,
    BodyText,
    Edition,
    FeedLink,
    Profile,
    Ranking,
    ReadCount,
    Site,
    SocialCard,
    StandingPage,
    Target,
    Teaser,
    Withdrawal,
)
from pressgen.model.source import COMMONMARK, Dialect, Rules, Source, digest_of
from pressgen.model.views import Count, ReadLog, ViewCounts, Views

__all__ = [
    "COMMONMARK", "NO_RIGHTS", "PLACES", "RECORD_FILE", "Accreditation", "Alternate", "Article", "Banner", "Body",
    "BodyText", "Brand", "CardData", "Change", "ChangeKind", "Computed", "Consent", "Copied", "Correction",
    "CorrectionKind", "CorrectionNote", "Count", "Derived", "Dialect", "Drawn", "EarlierVersion", "Edition",
    "EmbedCard", "Entry", "EntryHead", "Event", "EventAccreditation", "EventMatter", "EventStatus", "Face", "Family",
    "FeedLink", "Figure", "FrontMatter", "Icon", "IconRecipe", "Image", "Issued", "KitPicture", "KitText",
    "LateChange", "Link", "ListRequest", "MediaFile", "Moment", "Options", "Original", "Output", "Packed", "Page",
    "PageList", "Parsed", "Person", "Picture", "Place", "Plan", "Player", "Post", "PressKit", "Profile", "Progress",
    "Ranking", "ReadCount", "ReadLog", "Recipe", "Recorded", "Redirect", "Reference", "Rendered", "Report", "Rights",
    "Rules", "SeriesEntry", "SeriesPart", "ShareCard", "Site", "Sizes", "SocialCard", "Source", "StandingPage",
    "Status", "Target", "Teaser", "Term", "Track", "Variant", "Version", "ViewCounts", "Views", "Withdrawal",
    "address_of_path", "digest_of", "media_format",
]  # fmt: skip
