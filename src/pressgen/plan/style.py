"""The style sheet of the theme inside pages: minified, with its hash for the Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re


def minify(css: str) -> str:
    """The sheet without comments and without spaces that mean nothing; strings do not change."""
    tokens = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/)""", css, flags=re.S)
    css = "".join(token if token[:1] in ('"', "'") else _squeeze(token) for token in tokens if token[:2] != "/*")
    return css.strip()


def csp_hash(text: str) -> str:
    """The hash of an inline sheet as a CSP source (CSP Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    # Spaces around + and - matter in calc(), and those before a colon in selectors.
    return re.sub(r"(?<=:) | ?([{};,>]) ?", lambda match: match[1] or "", css).replace(";}", "}")
