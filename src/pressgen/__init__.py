"""pressgen: a static generator for news and press releases.

`build` makes a site from a folder and answers with a `Report`; the other names are the values
that it works with.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pressgen.version import __version__

if TYPE_CHECKING:
    from pressgen.build import build
    from pressgen.errors import Problem
    from pressgen.model import Options, Report

__all__ = ["Options", "Problem", "Report", "__version__", "build"]


_HOMES = {
    "Options": "pressgen.model",
    "Problem": "pressgen.errors",
    "Report": "pressgen.model",
    "build": "pressgen.build",
}


def __getattr__(name: str) -> object:
    # `import pressgen` and `pressgen --version` must not pay for jinja2, markdown and babel.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'pressgen' has no attribute {name!r}")
