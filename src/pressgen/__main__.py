"""`python -m pressgen`."""

from pressgen.cli import main

main()
