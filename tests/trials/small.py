"""A small site with one of everything, its two states, and builds of it in processes of their own."""

from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest
from PIL import Image

from conftest import Site
from pressgen.build import build
from pressgen.model import Options
from pressgen.publish import exchange, publication

ROOT = Path(__file__).parents[2]
INSTANT = 1_768_460_400
"""The moment that builds are made for, in seconds since 1970: 2026-01-15 07:00 UTC."""
OLD = """\
-- content/one.md --
---
title: One
date: 2025-01-01
tags: [news]
image: {src: pic.png, alt: A square}
---
[two](two.md) and [the list](list.txt)
-- content/two.md --
---
title: Two
date: 2025-01-02
tags: [news, Очный тур]
related: one
---
## Part

Text.
-- content/gone.md --
---
title: Gone
date: 2025-02-03
tags: [leaving]
---
Text.
-- content/pages/about.md --
---
title: About
---
Text.
-- content/list.txt --
A list
-- static/robots-note.txt --
A note
"""
Tree = dict[str, tuple[int, bytes]]


def lay(folder: Path) -> Site:
    """The site in its first state, not yet built."""
    made = Site(folder, OLD)
    made.edit("content/pic.png", picture((90, 20, 160)))
    return made


def picture(colour: tuple[int, int, int]) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(data, "PNG")
    return data.getvalue()


def turn(made: Site, words: str = "New") -> None:
    """The second state: one release edited, one new, one gone, a picture and an attachment changed."""
    made.edit("content/one.md", f"---\ntitle: {words}\ndate: 2025-01-01\ntags: [news]\n---\n{words} text.\n")
    made.edit("content/three.md", f"---\ntitle: Three {words}\ndate: 2025-03-03\ntags: [fresh]\n---\nText.\n")
    (made.folder / "content/gone.md").unlink(missing_ok=True)
    made.edit("content/list.txt", f"{words} list")


def tree(folder: Path) -> Tree:
    """Every file and folder below a folder, the manifest with them: modes and bytes."""
    found: Tree = {}
    for above, folders, files in os.walk(folder):
        for path in (Path(above, name) for name in (*folders, *files)):
            mode = path.lstat().st_mode
            found[path.relative_to(folder).as_posix()] = (mode, path.read_bytes() if stat.S_ISREG(mode) else b"")
    return found


def without_stages(found: Tree) -> Tree:
    """The same files and folders without what a build laid ready among them."""
    return {path: one for path, one in found.items() if not path.startswith(".pressgen.next-")}


def differences(found: Tree, wanted: Tree) -> str:
    """Which files differ; empty if none do."""
    odd = sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))
    return f"{len(odd)} files differ: {odd[:4]}" if odd else ""


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(INSTANT),
        **more,
    }


def start(folder: Path, *options: str, **more: str) -> subprocess.Popen[str]:
    """Begin `pressgen build` in a process of its own."""
    command = [sys.executable, "-m", "pressgen", "build", str(folder), *options]
    return subprocess.Popen(
        command, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def built(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`pressgen build`, to its end."""
    process = start(folder, *options)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Any other command of pressgen, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "pressgen", *arguments],
        env=environment(), capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip


def wait_until_settled() -> None:
    """Wait until a file that changes once more is sure to get another stamp."""
    time.sleep(0.1)


def clean(made: Site, name: str = "clean") -> Tree:
    """What a build without memory, to an empty folder, makes of the same sources."""
    report = build(
        made.folder, as_of=datetime.fromtimestamp(INSTANT, timezone.utc), options=Options(output=name, cache=False)
    )
    assert report.exit_code == 0, report.problems
    return tree(made.folder / name)


def torn(found: Tree, old: Tree, new: Tree) -> str:
    """What in a folder is neither of the old site nor of the new; empty if every file is whole."""
    live = without_stages(found)
    odd = [path for path, one in live.items() if one not in (old.get(path), new.get(path))]
    odd += [path for path in old.keys() & new.keys() if path not in live]
    return f"{len(odd)} files are torn: {sorted(odd)[:4]}" if odd else ""


def set_way(way: str, patch: pytest.MonkeyPatch) -> None:
    """Let every publication go one way: by `renames`, by an `exchange`, or by renames because there is `no exchange`."""

    def refuse(_: Path, second: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(second))

    patch.setattr(publication, "FEW", 0 if way != "renames" else 1 << 20)
    if way == "no exchange":
        patch.setattr(exchange, "exchange", refuse)


def left_behind(folder: Path) -> list[str]:
    """Stages that are still there."""
    inside = folder / "output"
    return sorted(
        name
        for place in (folder, inside)
        if place.is_dir()
        for name in os.listdir(place)
        if name.startswith((".output.next-", ".pressgen.next-"))
    )
