"""What else happens to a site under edit, and the comparison with a clean build of the same sources."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import structs

from pressgen.build import build
from pressgen.check.run import check
from pressgen.diff.run import diff
from pressgen.errors import PressgenError
from pressgen.model import RECORD_FILE, Options, Report
from pressgen.schedule.due import look_ahead
from pressgen.serve.engine import Engine
from pressgen.views.importing import ImportRequest, import_views
from trials.desk import Desk

MADE = ("output", "other", "preview", "later", "twin", ".pressgen")
"""Folders that builds write; the sources are all the rest."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAME = ("exit_code", "problems", "written", "left_out", "next_change", "releases", "pages")
"""What a build reports of the site, whatever it did for it."""


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Names, modes and bytes."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def twin_of(desk: Desk) -> Path:
    """A copy of the sources that no build has seen.

    Where replaced pictures stay, what is published belongs to what decides about the next site, and is copied as well.
    """
    folder = desk.site.folder
    twin = folder / "twin"
    shutil.rmtree(twin, ignore_errors=True)
    is_kept = desk.settings.get("assets_kept") is not None
    shutil.copytree(folder, twin, ignore=lambda at, names: [*MADE[is_kept:]] if Path(at) == folder else [])
    return twin


def differences(desk: Desk, twin: Path, warm: Report, options: Options) -> str:
    """How a build with memory differs from one of its twin without any; empty if it does not."""
    folder, faults = desk.site.folder, []
    cold = build(twin, as_of=desk.instant, options=structs.replace(options, cache=False, jobs=1))
    for name in SAME:
        ours, theirs = getattr(warm, name), getattr(cold, name)
        if ours != theirs:
            faults.append(f"{name} {ours} instead of {theirs}")
    if not cold.written or faults:
        return "; ".join(faults)
    coming = [look_ahead(at, desk.instant, options).coming for at in (folder, twin)]
    if coming[0] != coming[1]:
        faults.append(f"coming {coming[0]} instead of {coming[1]}")
    for name in ("output", str(Path(RECORD_FILE).parent)):
        ours, theirs = tree(folder / name), tree(twin / name)
        odd = sorted(path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path))
        faults += [f"{len(odd)} files differ: {odd[:4]}"] if odd else []
    return "; ".join(faults)


class Between:
    """What other commands do to a site between two of its builds; each takes part in the memory or leaves its own output."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.engine = desk, Engine(desk.site.folder, Options())

    def step(self) -> str:
        """Run one or two other commands, or none; the answer names them."""
        acts = (
            self.check,
            self.preview,
            self.fail,
            self.drafts,
            self.elsewhere,
            self.another_hour,
            self.without_memory,
            self.due,
            self.diff,
            self.count_views,
        )
        chosen = self.desk.chance.sample(acts, self.desk.chance.choice((0, 1, 1, 2)))
        for act in chosen:
            act()
        return "".join(f"[{act.__name__}]" for act in chosen)

    def build(self, instant: datetime | None = None, **options: Any) -> Report:
        return build(self.desk.site.folder, as_of=instant or self.desk.instant, options=Options(**options))

    def check(self) -> None:
        check(self.desk.site.folder, self.desk.instant, Options())

    def preview(self) -> None:
        state = self.engine.refresh(self.desk.instant)
        for path in self.desk.chance.sample(sorted(state.outputs), min(2, len(state.outputs))):
            self.engine.content(path)

    def fail(self) -> None:
        """A build that a fault in a template, a release or the settings stops; the fault is gone afterwards."""
        name = self.desk.chance.choice(("templates/base.html", "content/broken.md", "pressgen.yml"))
        path = self.desk.site.folder / name
        before = path.read_bytes() if path.exists() else None
        self.desk.site.edit(name, "{% if %}" if name.endswith("html") else "---\ntitle: [\n---\n")
        assert not self.build().written
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)

    def drafts(self) -> None:
        self.build(drafts=True, output=self.desk.chance.choice(("preview", "output")))

    def elsewhere(self) -> None:
        self.build(output="other")

    def another_hour(self) -> None:
        self.build(self.desk.instant + timedelta(hours=self.desk.chance.choice((-30, 30))), output="later")

    def without_memory(self) -> None:
        self.build(cache=False)

    def due(self) -> None:
        with suppress(PressgenError):
            look_ahead(self.desk.site.folder, self.desk.instant, Options())

    def diff(self) -> None:
        """A comparison with what is published, or with a site that another command wrote."""
        against = self.desk.chance.choice(("", "", "other"))
        diff(self.desk.site.folder, self.desk.instant, Options(), against)

    def count_views(self) -> None:
        """A log of the host, counted as every morning."""
        folder, at = self.desk.site.folder, self.desk.instant - timedelta(hours=1)
        pages = sorted(path.parent for path in (folder / "output").glob("20*/*/*/index.html"))
        requests = [f"GET /press/{page.relative_to(folder / 'output').as_posix()}/ HTTP/1.1" for page in pages]
        lines = [f'192.0.2.1 - - [{at:%d/%b/%Y:%H:%M:%S %z}] "{each}" 200 99 "-" "{BROWSER}"\n' for each in requests]
        log = folder / "access.log"
        log.write_text("".join(lines), encoding="utf-8")
        with suppress(PressgenError):
            import_views(ImportRequest(root=folder, paths=(log,), instant=self.desk.instant, options=Options()))
