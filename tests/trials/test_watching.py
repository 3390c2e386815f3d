"""Whatever way editors save, the preview soon shows what a clean build makes, and nothing ends it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from conftest import Site
from pressgen.build import build
from pressgen.model import Options
from serve.host import Host, previewing, until
from trials.trial import Trial

AT = datetime(2026, 6, 1, tzinfo=timezone.utc)
SECONDS = 3.0
"""How soon the served bytes must be those of a clean build."""
PAGES = {"/2026/01/a/": "2026/01/a/index.html", "/": "index.html", "/feed.xml": "feed.xml"}
OWN = re.compile(r'<pressgen-preview.*</pressgen-preview><script src="/_pressgen/preview.js"></script>', re.S)
# That it is not for search engines, a preview says in a header: its pages are those that a build will publish.
FOR_ROBOTS = re.compile(r'<(?:meta name="robots"|link rel="canonical")[^>]*>\n')


def release(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2026-01-10\n---\nThe text of {title}.\n"


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def rename_over(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.tmp")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def rename_over_from_outside(path: Path, text: str) -> None:
    new = path.parents[2] / "outside.tmp"
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def backup_and_swap(path: Path, text: str) -> None:
    """As Vim does, with its probe file 4913."""
    probe, backup = path.with_name("4913"), path.with_name(f"{path.name}~")
    probe.touch()
    probe.unlink()
    path.rename(backup)
    path.write_text(text, encoding="utf-8")
    backup.unlink()


def delete_and_create(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.05)
    path.write_text(text, encoding="utf-8")


def in_two_parts(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:20])
        file.flush()
        time.sleep(0.15)
        file.write(text[20:])


def truncate_then_write(path: Path, text: str) -> None:
    os.truncate(path, 0)
    time.sleep(0.1)
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)


def with_lock_file(path: Path, text: str) -> None:
    """As Emacs does: a link to nothing beside the file while it is changed."""
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("press@desk.1234")
    path.write_text(text, encoding="utf-8")
    time.sleep(0.05)
    lock.unlink()


def with_old_time(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (10**9, 10**9))


def git_checkout(path: Path, text: str) -> None:
    """As another branch that is checked out: several files at once, each removed and made anew."""
    for other in sorted(path.parent.glob("*.md")):
        kept = other.read_text(encoding="utf-8")
        other.unlink()
        other.write_text(text if other == path else kept, encoding="utf-8")


def appended(path: Path, text: str) -> None:
    head, tail = text.rsplit("\n", 2)[0], "\n"
    path.write_text(head, encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(tail)


def by_another_program(path: Path, text: str) -> None:
    subprocess.run(["tee", str(path)], input=text.encode(), stdout=subprocess.DEVNULL, check=True)


STYLES: list[Callable[[Path, str], None]] = [
    in_place, rename_over, rename_over_from_outside, backup_and_swap, delete_and_create, in_two_parts,
    truncate_then_write, with_lock_file, with_old_time, git_checkout, appended, by_another_program,
]  # fmt: skip


def unlike_clean(host: Host, site: Site) -> list[str]:
    """The pages whose served bytes are not those of a clean build that is no more public than a preview."""
    build(site.folder, as_of=AT, options=Options(output="../clean", drafts=True, cache=False, skip_invalid=True))
    clean = site.folder.parent / "clean"
    return [
        path
        for path, file in PAGES.items()
        if FOR_ROBOTS.sub("", OWN.sub("", host.get(path)[2])) != FOR_ROBOTS.sub("", (clean / file).read_text("utf-8"))
    ]


@pytest.fixture
def made(tmp_path: Path) -> Site:
    archive = "".join(f"-- content/{name}.md --\n{release(name.upper())}" for name in "abcd")
    return Site(tmp_path / "site", archive)


def test_every_style_of_saving_shows(made: Site, trial: Trial, full_trials: bool) -> None:
    slowest, path = 0.0, made.folder / "content/a.md"
    with previewing(made.folder) as host:
        for number in range(50 if full_trials else 2):
            for style in STYLES:
                title, fault, began = f"Save {number} {style.__name__}", "", time.monotonic()
                style(path, release(title))

                def is_shown(title: str = title) -> bool:
                    return title in host.get("/2026/01/a/")[2]

                try:
                    until(is_shown, SECONDS)
                except AssertionError:
                    fault = "stale"
                slowest = max(slowest, time.monotonic() - began)
                trial.case(title, fault, f"unlike {odd}" if (odd := unlike_clean(host, made)) else "")
        trial.case("alive", "" if host.lives() else "exit")
    trial.end(slowest=f"{slowest:.2f}")


def test_bursts_renames_and_unreadable_files(made: Site, trial: Trial, full_trials: bool) -> None:
    folder = made.folder / "content"
    count = 10_000 if full_trials else 1_000
    with previewing(made.folder) as host:
        (folder / "many").mkdir()
        for number in range(count):
            (folder / f"many/n{number}.md").write_text(release(f"Number {number}"), encoding="utf-8")
        until(lambda: host.get(f"/2026/01/n{count - 1}/")[0] == 200, 90)
        trial.case("burst", f"unlike {odd}" if (odd := unlike_clean(host, made)) else "")
        (folder / "many").rename(folder / "more")
        (folder / "more/n7.md").write_text(release("Seven again"), encoding="utf-8")
        until(lambda: "Seven again" in host.get("/2026/01/n7/")[2], 30)
        shutil.rmtree(folder / "more")
        until(lambda: host.get("/2026/01/n7/")[0] == 404, 30)
        trial.case("folder removed", f"unlike {odd}" if (odd := unlike_clean(host, made)) else "")
        (folder / "odd.md").symlink_to("/nowhere/at/all")
        until(lambda: "content/odd.md" in host.get("/_pressgen/")[2], 10)
        (folder / "odd.md").unlink()
        until(lambda: "content/odd.md" not in host.get("/_pressgen/")[2], 10)
        trial.case("alive", "" if host.lives() else "exit")
    trial.end()


def test_broken_and_mended_again_and_again(made: Site, trial: Trial, full_trials: bool) -> None:
    good = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    breaks = [
        ("pressgen.yml", "title: [", good),
        ("pressgen.yml", good + "unknown_key: 1\n", good),
        ("content/a.md", "---\ntitle: [A\n---\n", release("A")),
        ("content/a.md", "---\ntitle: A\ndate: 2026-13-01\n---\n", release("A")),
        ("templates/home.html", "{% if %}", ""),
    ]
    with previewing(made.folder) as host:
        # Listening begins before the first look: a site broken that early has no good pages to stand behind the panel.
        until(lambda: host.get("/")[0] == 200)
        for number in range(200 if full_trials else 10):
            file, bad, sound = breaks[number % len(breaks)]
            made.edit(file, bad)
            fault = ""

            def is_told(file: str = file) -> bool:
                return re.search(rf"{re.escape(file)}(:\d+)?", panel(host)) is not None

            try:
                until(is_told, SECONDS)
                status, _, page = host.get("/")
                fault = "" if status == 200 and "Test News" in page else "the last good site is gone"
            except AssertionError:
                fault = "not told"
            made.edit(file, sound) if sound else made.remove(file)
            try:
                until(lambda: not panel(host), SECONDS)
            except AssertionError:
                fault += "not mended"
            trial.case(f"{number} {file} {bad}", fault, "" if host.lives() else "exit")
        trial.case("in the end", f"unlike {odd}" if (odd := unlike_clean(host, made)) else "")
    trial.end()


def panel(host: Host) -> str:
    """The panel over the home page; empty if there is none."""
    found = re.search(r"<pressgen-preview[^>]*>(.*)</pressgen-preview>", host.get("/")[2], re.S)
    return found[1] if found else ""
