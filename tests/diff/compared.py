"""A small newsroom, and its differences in short lines."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import NOW, Site
from pressgen.diff.difference import Cause, Difference
from pressgen.diff.run import diff
from pressgen.model import Options

NEWSROOM = """\
-- pressgen.yml --
title: Test News
url: https://news.example/press/
timezone: Asia/Tashkent
page_size: 2
orphans: 0
share: [email]
-- content/bridge.md --
---
title: The bridge
date: 2025-03-01 10:00
tags: [Roads]
summary: S.
---
The bridge is open.
-- content/school.md --
---
title: The school
date: 2025-03-02 10:00
tags: [Schools]
summary: S.
---
The school is open. See [the plan](plan.txt).
-- content/garden.md --
---
title: The garden
date: 2025-03-03 10:00
summary: S.
---
The garden is open.
-- content/plan.txt --
A plan.
-- content/bus.md --
---
title: The bus
date: 2026-01-15 12:30
tags: [Roads]
summary: S.
---
The bus runs.
-- content/tram.md --
---
title: The tram
date: 2025-03-04
status: draft
summary: S.
---
The tram runs.
-- content/pages/about.md --
---
title: About us
---
We are here.
"""


def compared(site: Site, as_of: str = NOW, against: str = "", **options: object) -> Difference:
    return diff(site.folder, as_of, Options(**options), against, os.environ)  # type: ignore[arg-type]


def short(cause: Cause) -> str:
    """A cause in a few words: `edited content/a.md`, `setting title`."""
    name = f" {cause.name}" if cause.name else ""
    return (
        f"{cause.event or cause.kind}{name}"
        if cause.kind == "source"
        else f"{cause.kind} {cause.event}{name}".replace("  ", " ").strip()
    )


def lines(difference: Difference) -> dict[str, str]:
    """What happens to each path, and why: `+ new content/a.md`."""
    signs = {"added": "+", "changed": "~", "removed": "-"}
    return {
        change.path: f"{signs[change.action]} {', '.join(map(short, change.causes))}" for change in difference.changes
    }


def causes(difference: Difference) -> set[str]:
    return {short(cause) for change in difference.changes for cause in change.causes}


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
