"""The theme's sheet as pages carry it: minified, and its hash for the Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re


def minify(css: str) -> str:
    """The sheet without comments and blanks that mean nothing; strings stay as they are."""
    parts = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/)""", css, flags=re.S)
    squeezed = [part if part[:1] in ('"', "'") else "" if part.startswith("/*") else _squeeze(part) for part in parts]
    return "".join(squeezed).strip()


def csp_hash(text: str) -> str:
    """The hash of an inline sheet as a CSP source (CSP Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    # Blanks around + and - mean something in calc(), and before a colon in selectors.
    return re.sub(r"(?<=:) | ?([{};,>]) ?", lambda found: found[1] or "", css).replace(";}", "}")
