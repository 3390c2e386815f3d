"""Whatever happens to releases, every address that a newsroom ever gave out answers rightly, and old versions stay."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from histories import Answer, History, middle_of
from nginx import Nginx, has_nginx
from trials.trial import Trial

FULL, QUICK = 200, 2
STEPS = 8
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')


def follow(history: History, path: str) -> tuple[int, str, bytes]:
    """Where readers get from an output file on a host without redirects: the moves, the last path and what is there."""
    for moves in range(3):
        file = history.site.output / path
        if not file.is_file():
            return 404, path, b""
        data = file.read_bytes()
        match = _REFRESH.search(data.decode("utf-8", "replace")) if path.endswith(".html") else None
        if match is None:
            return (301 if moves else 200), path, data
        path = path_of(match[1], history.base)
    return 508, path, b""


def path_of(href: str, base: str) -> str:
    path = unquote(href).removeprefix(f"{base}/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def fault_of(path: str, answer: Answer, status: int, place: str, data: bytes) -> str:
    """What is wrong with where readers got to; empty if nothing is."""
    if status != answer.status and not (answer.status == 200 and not answer.path and status == 301):
        return f"{path}: {status}, not {answer.status}"
    if status != 404 and answer.path and place != answer.path:
        return f"{path} leads to {place}, not to {answer.path}"
    return "" if answer.words.encode() in data else f"{path} leads to {place}, which does not have “{answer.words}”"


def check_files(history: History) -> list[str]:
    """What is wrong on a host that only has the files."""
    faults = []
    for path, answer in history.answers():
        status, place, data = follow(history, path)
        # Without help, no host answers 410, and a former address of a notice is a redirect.
        expected = answer if answer.status != 410 else answer._replace(status=200 if path == answer.path else 301)
        faults.append(fault_of(path, expected, status, place, data))
    for release in history.releases:
        for path, seen in release.versions.items() if release.state == "public" else ():
            file = history.site.output / path
            # In a language in which nothing is public, the site has no words.
            if path.startswith("ru/") and not is_page(history.site.output / "ru/index.html"):
                continue
            if not file.is_file() or middle_of(file.read_bytes()) != seen:
                faults.append(f"{path} is not as it was published")
    return [*filter(None, faults)]


def is_page(file: Path) -> bool:
    """Whether there is a page that leads nowhere else."""
    return file.is_file() and not _REFRESH.search(file.read_text(encoding="utf-8"))


def check_nginx(history: History, server: Nginx) -> list[str]:
    """What is wrong on nginx, with its file of redirects."""
    return [fault for path, answer in history.answers() if (fault := _nginx_fault(history, server, path, answer))]


def _nginx_fault(history: History, server: Nginx, path: str, answer: Answer) -> str:
    address, place, moves = f"{history.base}/{quote(path.removesuffix('index.html'))}", path, 0
    while (reply := server.get(address)).status == 301 and moves < 2:
        address = re.sub(r"^https://news\.example\.org(:\d+)?", "", reply.headers["Location"])
        place, moves = path_of(address, history.base), moves + 1
    if moves > 1:
        return f"{path} leads to {place} in {moves} moves"
    status = 301 if moves and reply.status == 200 else reply.status
    return fault_of(path, answer, status, place, reply.text.encode())


def put_under(root: Path, history: History) -> None:
    """Let nginx serve a site, below its base path if it has one, with the redirects that there are now."""
    output, folder = history.site.output, history.site.folder.parent / "www"
    shutil.rmtree(folder, ignore_errors=True)
    root.unlink(missing_ok=True)
    if not history.base:
        root.symlink_to(output)
        return
    folder.mkdir()
    (folder / "news").symlink_to(output)
    redirects = output / "redirects.nginx.conf"
    if redirects.exists():
        (folder / redirects.name).symlink_to(redirects)
    root.symlink_to(folder)


@pytest.mark.skipif(not has_nginx(), reason="there is no nginx")
def test_every_address_ever_issued_answers_rightly(tmp_path: Path, trial: Trial, full_trials: bool) -> None:
    addresses = versions = 0
    root = tmp_path / "root"
    nginx = Nginx(tmp_path / "nginx", root)
    for number in range(FULL if full_trials else QUICK):
        base = "/news" if trial.random.random() < 0.5 else ""
        history = History(tmp_path / str(number) / "site", trial.random, base)
        asked_at = {STEPS, trial.random.randint(1, STEPS - 1)}
        for step, _ in enumerate(history.steps(STEPS), 1):
            faults = check_files(history)
            if step in asked_at:
                put_under(root, history)
                with nginx as server:
                    faults += check_nginx(history, server)
            is_told = "address-lost" in history.keys or "address-lost/hidden" in history.keys
            if not is_told and any(answer.status == 404 for _, answer in history.answers()):
                faults.append("an address is lost, and nobody is told")
            trial.case(f"history {number} after {', '.join(history.log)}", *faults[:3])
            if faults:
                break
        addresses += len([*history.answers()])
        versions += sum(len(release.versions) for release in history.releases)
        shutil.rmtree(tmp_path / str(number))
    trial.end(addresses=addresses, versions=versions)
