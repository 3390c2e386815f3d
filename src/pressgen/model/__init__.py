"""The values that travel from the sources to the output; frozen, with no behaviour but to spell out share links.

A value holds no absolute path and no other release: what one page may know of another is a
`Link` or a `Teaser`. None can hold itself, so those of which there is one for each release are
left out of the search for cycles (`gc=False`), which takes memory for each value. Addresses
come in three kinds, never mixed: a `path` is a file in the output folder
(`2025/01/plan/index.html`), an `href` is root-relative, percent-encoded and has the site's base
path (`/news/2025/01/plan/`), a `url` is absolute.
"""

from __future__ import annotations

from pressgen.model.outputs import (
    Computed,
    Copied,
    Derived,
    Options,
    Output,
    Plan,
    Progress,
    Recipe,
    Rendered,
    Report,
)
from pressgen.model.public import (
    Alternate,
    Article,
    Edition,
    FeedLink,
    Figure,
    Filed,
    Link,
    Release,
    Site,
    SocialCard,
    StandingPage,
    Teaser,
    Term,
    Text,
    Variant,
    Words,
    whole,
)
from pressgen.model.share import ShareLink
from pressgen.model.written import (
    Body,
    Dialect,
    FrontMatter,
    Image,
    Moment,
    Page,
    Parsed,
    Person,
    Picture,
    Place,
    Post,
    Reference,
    Rules,
    Source,
    Status,
    differ_in_words,
    digest_of,
)

__all__ = [
    "Alternate",
    "Article",
    "Body",
    "Computed",
    "Copied",
    "Derived",
    "Dialect",
    "Edition",
    "FeedLink",
    "Figure",
    "Filed",
    "FrontMatter",
    "Image",
    "Link",
    "Moment",
    "Options",
    "Output",
    "Page",
    "Parsed",
    "Person",
    "Picture",
    "Place",
    "Plan",
    "Post",
    "Progress",
    "Recipe",
    "Reference",
    "Release",
    "Rendered",
    "Report",
    "Rules",
    "ShareLink",
    "Site",
    "SocialCard",
    "Source",
    "StandingPage",
    "Status",
    "Teaser",
    "Term",
    "Text",
    "Variant",
    "Words",
    "differ_in_words",
    "digest_of",
    "whole",
]
