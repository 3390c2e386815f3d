"""pressgen: a static generator for news and press releases.

`build` makes a site from a folder and answers with a `Report`; the other names are the values
that it works with.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
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
}


def __getattr__(name: str) -> object:
    # `import pressgen`, `pressgen --version` and worker processes must not pay for what a build imports.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'pressgen' has no attribute {name!r}")


class _Package(ModuleType):
    """This package; `build` is the function, although Python would set the module of that name when it is imported."""

    def _build(self) -> object:
        return import_module("pressgen.build").build

    def _ignore(self, module: object) -> None:
        return None

    build = property(_build, _ignore)


sys.modules[__name__].__class__ = _Package
