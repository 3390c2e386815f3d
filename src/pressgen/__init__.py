"""pressgen: a static generator for news and press releases.

`build` makes a site from a folder and answers with a `Report`; the other names are the values
that it works with.
"""

# Not on demand: once anybody had imported the module pressgen.build, that would be `pressgen.build`.
from pressgen.build import build
from pressgen.errors import Problem
from pressgen.model import Options, Report
from pressgen.version import __version__

__all__ = ["Options", "Problem", "Report", "__version__", "build"]
