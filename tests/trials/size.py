"""An archive of a size that no newsroom has: time, memory, one edit, and whether every promised file is there.

    python -m tests.trials.size --n 50000 [--folder FOLDER] [--jobs N]

Builds N releases with 2,000 tags, one of them of 5 MB, in whole processes. Prints one line, and
exits with 1 if a limit is broken or a file is missing. Memory is the largest sum, over all
processes of the build at one time, of the proportional set size (PSS): pages that processes
share are counted once. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from bench import corpus  # noqa: E402

TAGS = 2_000
LARGE = 5_000_000
SECONDS, MEMORY, EDIT = 300.0, 2 << 30, 5.0
"""Limits: seconds of a clean build, bytes at its peak, seconds of a build after one edit."""
SETTINGS = """\
title: Press Office
url: https://example.org/
permalink: "/news/{slug}/"
time_budget: 60
"""


class Built(NamedTuple):
    """One build: seconds, the peak of memory in bytes, what it reported."""

    seconds: float
    peak: int
    report: dict[str, object]


def lay(folder: Path, count: int) -> None:
    """Write the archive: each release has four of the tags, so that all are in use from 500 releases on."""
    (folder / "content").mkdir(parents=True)
    (folder / "pressgen.yml").write_text(SETTINGS, encoding="utf-8")
    for one in (release(number, count) for number in range(count)):
        (folder / "content" / f"{one.slug}.md").write_text(corpus.markdown(one), encoding="utf-8")


def release(number: int, count: int) -> corpus.Release:
    """A release with plain text and four of the tags; one of them is of 5 MB."""
    plain = corpus.release(number, count, "plain")
    body = plain.body
    if number == count // 3:
        body = "\n\n".join([body] * (LARGE // len(body.encode()) + 1))
    return plain._replace(tags=tuple(f"topic-{(4 * number + k) % TAGS:04}" for k in range(4)), body=body)


def memory(process: int) -> int:
    """Bytes that a process and all that it began hold now."""
    total, ahead = 0, [process]
    while ahead:
        number = ahead.pop()
        try:
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
            for thread in os.listdir(f"/proc/{number}/task"):
                ahead += map(int, Path(f"/proc/{number}/task/{thread}/children").read_text().split())
        except OSError:
            continue
    return total


def build(folder: Path, jobs: int) -> Built:
    """`pressgen build`, watched."""
    command = [sys.executable, "-m", "pressgen", "build", str(folder), "--quiet", "--json", "--jobs", str(jobs)]
    peak, ended = [0], threading.Event()
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)

    def watch() -> None:
        while not ended.wait(0.2):
            peak[0] = max(peak[0], memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, said = process.communicate()
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said.decode()[-2000:]}")
    return Built(seconds, peak[0], json.loads(out))


def stamps(output: Path) -> dict[str, tuple[int, int]]:
    """Every published file with its inode and time: a file that was not written keeps both."""
    found = {}
    for above, _, names in os.walk(output):
        for name in names:
            status = os.lstat(os.path.join(above, name))
            found[os.path.relpath(os.path.join(above, name), output)] = (status.st_ino, status.st_mtime_ns)
    found.pop(".pressgen.json", None)
    return found


def missing(output: Path, count: int, report: dict[str, object], found: dict[str, tuple[int, int]]) -> list[str]:
    """What was promised and is not there, or is there and was not promised."""
    listed = set(json.loads((output / ".pressgen.json").read_bytes())["files"])
    articles = sum(path.startswith("news/") and path.count("/") == 2 for path in found)
    tags = {path.split("/")[1] for path in found if path.startswith("tags/topic-")}
    wanted = min(TAGS, 4 * count)
    return [
        *([f"{len(listed ^ found.keys())} files differ from the list"] if listed != found.keys() else []),
        *([f"{report['changed']} files reported, {len(found)} there"] if report["changed"] != len(found) else []),
        *([f"{articles} articles, {report['releases']} reported"] if {articles, report["releases"]} != {count} else []),
        *([f"{len(tags)} tags of {wanted}"] if len(tags) != wanted else []),
    ]


def trial(folder: Path, count: int, jobs: int) -> list[str]:
    """Lay, build, edit, build; print the line of figures; what was wrong."""
    lay(folder, count)
    clean = build(folder, jobs)
    before = stamps(folder / "output")
    faults = missing(folder / "output", count, clean.report, before)
    path = folder / "content" / f"{release(count // 2, count).slug}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("---\n\n", "---\n\nA correction. ", 1), encoding="utf-8")
    time.sleep(1.1)
    edit = build(folder, jobs)
    after = stamps(folder / "output")
    written = sum(before.get(name) != stamp for name, stamp in after.items())
    faults += (
        [f"{written} files written, {edit.report['changed']} reported"] if written != edit.report["changed"] else []
    )
    faults += [f"clean build over {SECONDS:.0f} s"] if clean.seconds > SECONDS else []
    faults += [f"memory over {MEMORY >> 20} MiB"] if max(clean.peak, edit.peak) > MEMORY else []
    faults += [f"edit over {EDIT:.0f} s"] if edit.seconds > EDIT else []
    print(
        f"size n={count} bad={len(faults)} files={len(before)} clean={clean.seconds:.1f}s "
        f"peak={clean.peak / 2**20:.0f}MiB(PSS) edit={edit.seconds:.2f}s edit_peak={edit.peak / 2**20:.0f}MiB "
        f"written={written} jobs={jobs}"
    )
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=50_000, help="releases; default: 50,000")
    parser.add_argument("--folder", type=Path, help="an empty or missing folder; default: a temporary one")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="worker processes; default: one for each core"
    )
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="trials-size-"))
    try:
        faults = trial(folder / "site", asked.n, asked.jobs)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder)
    for fault in faults:
        print(f"  {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
