"""pressgen: a static site generator for news and press releases.

`build` builds the site of a folder and returns a `Report`; the other names are its values.
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


_HOMES = {"Options": "pressgen.model", "Problem": "pressgen.errors", "Report": "pressgen.model"}


def __getattr__(name: str) -> object:
    # Importing pressgen must be fast: `pressgen --version` and worker processes need none of what a build imports.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'pressgen' has no attribute {name!r}")


class _Package(ModuleType):
    """This package, in which `build` is the function; Python would set the module of that name when it is imported."""

    def _build(self) -> object:
        return import_module("pressgen.build").build

    def _ignore(self, module: object) -> None:
        return None

    build = property(_build, _ignore)


sys.modules[__name__].__class__ = _Package
