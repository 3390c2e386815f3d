"""`python -m pressgen`."""

import sys
from pathlib import Path

# Python looks for modules in the current folder first, so a file yaml.py in a site's folder would be
# run. The folder stays if the package itself is in it.
if Path(sys.path[0] or ".").resolve() == Path.cwd() != Path(__file__).resolve().parents[1]:
    del sys.path[0]

from pressgen.cli import program

program()
