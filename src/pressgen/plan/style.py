"""The style sheet inside pages: of the theme, the brand and the site, minified, with its hash for the CSP."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from pressgen.brand.sheet import brand_css
from pressgen.model import Site
from pressgen.settings import Settings


def style_sheet(templates: Mapping[str, str], site: Site, settings: Settings) -> str:
    """The whole style sheet of a site: rules that come later override earlier ones of the same weight."""
    brand = brand_css(settings.theme, site.brand, site.logo is not None)
    return minify(templates.get("style.css", "")) + brand + minify(templates.get("theme.css", ""))


def minify(css: str) -> str:
    """The sheet without comments and without spaces that mean nothing; strings do not change."""
    tokens = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/)""", css, flags=re.S)
    css = "".join(token if token[:1] in ('"', "'") else _squeeze(token) for token in tokens if token[:2] != "/*")
    # In a page, </style> would end the sheet, even within a string.
    return css.strip().replace("</", "<\\/")


def csp_hash(text: str) -> str:
    """The hash of an inline sheet as a CSP source (CSP Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    # Spaces around + and - matter in calc(), and those before a colon in selectors.
    return re.sub(r"(?<=:) | ?([{};,>]) ?", lambda match: match[1] or "", css).replace(";}", "}")
