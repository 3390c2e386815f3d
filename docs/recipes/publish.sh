#!/bin/sh
# Build the newsroom and copy it to its place. Exit code 3: published, with releases left out.
set -eu
cd /srv/newsroom
code=0
.venv/bin/pressgen build --skip-invalid || code=$?
test "$code" -eq 0 || test "$code" -eq 3 || exit "$code"
# Commands that copy output/ to another host go here.
exit "$code"
