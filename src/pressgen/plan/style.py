"""The style sheets inside pages: of the theme, the brand and the site, minified, with their hashes for the CSP."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from pressgen.brand.sheet import brand_css
from pressgen.model import Site
from pressgen.settings import Settings

FOLDER = "sheets/"
"""The folder in templates/ with the style sheets that only some pages carry."""
_STRING = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_TOKEN = re.compile(_STRING.pattern + r"|/\*.*?\*/", flags=re.S)


class StyleSheets(Struct, frozen=True, eq=False):
    """The style sheets of a site: the one of `every_page`, and the `others` by name."""

    every_page: str
    others: dict[str, str]

    def csp_sources(self) -> tuple[str, ...]:
        """The hashes of all sheets, also of those that no page carries today, so that they change only with a sheet."""
        return tuple(map(csp_hash, (self.every_page, *self.others.values())))


@lru_cache(maxsize=256)  # there are few combinations, and pages that share one are fingerprinted in less time
def sheets_of_page(styles: StyleSheets, names: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets of a page that needs those with these names, in the order of the cascade."""
    # The sheet of every page comes last: it has the rules of the brand and of the site, which decide.
    return (*[styles.others[name] for name in sorted(set(names)) if name in styles.others], styles.every_page)


def style_sheets(templates: Mapping[str, str], site: Site, settings: Settings) -> StyleSheets:
    """The style sheets of a site: rules that come later override earlier ones of the same weight."""
    brand = brand_css(settings.theme, site.brand, site.logo is not None)
    every_page = minify(templates.get("style.css", "")) + brand + minify(templates.get("theme.css", ""))
    names = sorted(name for name in templates if name.startswith(FOLDER) and name.endswith(".css"))
    others = {name.removeprefix(FOLDER).removesuffix(".css"): minify(templates[name]) for name in names}
    # A newsroom can switch off a sheet with an empty file.
    return StyleSheets(every_page, {name: sheet for name, sheet in others.items() if sheet})


@lru_cache(maxsize=32)  # the preview and many small sites have the same sheets again and again
def minify(css: str) -> str:
    """The sheet without comments and without spaces that mean nothing; strings do not change."""
    css = _TOKEN.sub(lambda token: "" if token[0][:2] == "/*" else token[0], css)
    css = "".join(part if part[:1] in ('"', "'") else _squeeze(part) for part in _STRING.split(css))
    # In a page, </style> would end the sheet, even within a string.
    return css.strip().replace("</", "<\\/")


def csp_hash(text: str) -> str:
    """The hash of an inline sheet as a CSP source (CSP Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    # Spaces around + and - matter in calc(), and those before a colon in selectors.
    return re.sub(r"(?<=:) | ?([{};,>]) ?", lambda match: match[1] or "", css).replace(";}", "}")
