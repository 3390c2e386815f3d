"""pressgen: a static generator for news and press releases.

`build` makes a site from a folder and answers with a `Report`; the other names are the values
that it works with.
"""

from __future__ import annotations

from pressgen.version import __version__

__all__ = ["Options", "Problem", "Report", "__version__", "build"]


def __getattr__(name: str) -> object:
    # `import pressgen` and `pressgen --version` must not pay for jinja2, markdown and babel.
    if name in ("build", "Options"):
        from pressgen import build as module

        return getattr(module, name)
    if name == "Report":
        from pressgen.model import Report

        return Report
    if name == "Problem":
        from pressgen.errors import Problem

        return Problem
    raise AttributeError(f"module 'pressgen' has no attribute {name!r}")
