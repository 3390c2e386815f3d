"""A newcomer's first hour: from a wheel in a new virtual environment to a folder that a web server serves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from nginx import Nginx, has_nginx

ROOT = Path(__file__).parents[2]
WINDOWS = sys.platform == "win32"
pytestmark = pytest.mark.trial


class Newcomer:
    """Somebody at a terminal, with nothing but a new virtual environment and an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.programs = folder / "venv" / ("Scripts" if WINDOWS else "bin")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.environment = {**kept, "PYTHONSAFEPATH": "1", "NO_COLOR": "1"}
        venv.create(folder / "venv", with_pip=True)

    def run(self, *words: str, code: int = 0, folder: str = ".") -> subprocess.CompletedProcess[str]:
        """Call a program of the environment, and see its exit code."""
        program = shutil.which(words[0], path=str(self.programs))
        assert program, words[0]
        done = subprocess.run(
            [program, *words[1:]],
            cwd=self.home / folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The preview, as long as the block runs."""
        program = str(shutil.which("pressgen", path=str(self.programs)))
        told = self.home / "serve.txt"
        with told.open("wb") as stderr:
            command = [program, "serve", "--port", "0"]
            process = subprocess.Popen(command, cwd=self.home / "newsroom", env=self.environment, stderr=stderr)
        try:
            for _ in range(600):
                if found := re.findall(r"http://localhost:\d+", told.read_text(encoding="utf-8")):
                    break
                time.sleep(0.1)
            assert found, told.read_text(encoding="utf-8")
            yield found[0]
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def page(address: str) -> str:
    """A page's text, that of an error too."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        return error.read().decode()


def wait_for(address: str, words: str) -> None:
    """Wait until the page at an address has some words."""
    for _ in range(100):
        if words in page(address):
            return
        time.sleep(0.1)
    raise AssertionError(f"{address} does not show {words!r}")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("packages")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*build, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "sources", filter="data")
    subprocess.run([*build, "-t", "wheel"], cwd=next((folder / "sources").iterdir()), check=True, capture_output=True)
    return folder


@contextmanager
def deployed(folder: Path, output: Path) -> Iterator[tuple[str, Nginx | None]]:
    """The address at which a folder is served: by nginx, else by Python."""
    if has_nginx():
        with Nginx(folder / "nginx", output) as nginx:
            yield "", nginx
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(output)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", None
    finally:
        server.shutdown()
        server.server_close()


def test_from_an_empty_folder_to_a_served_release(packages: Path, tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path)
    wheel = next(packages.glob("*.whl"))
    constraints = str(ROOT / "src/pressgen/scaffold/recipes/constraints.txt")
    newcomer.run("python", "-m", "pip", "install", "--quiet", "--constraint", constraints, str(wheel))
    assert newcomer.run("pressgen", "--version").stdout == f"pressgen {wheel.name.split('-')[1]}\n"

    named = ("--title", "City News", "--url", "news.example.org", "--languages", "en,ru,uz", "--host", "github")
    newcomer.run("pressgen", "init", "newsroom", *named)
    site = newcomer.home / "newsroom"
    run = partial(newcomer.run, folder="newsroom")
    assert (site / "requirements.txt").read_text().endswith(f"\npressgen=={wheel.name.split('-')[1]}\n")
    # What CI does with the two files, where the version can be had from a folder.
    offline = ("--dry-run", "--quiet", "--no-index", "--find-links", str(packages), "--ignore-installed", "--no-deps")
    run("python", "-m", "pip", "install", *offline, "--requirement", "requirements.txt")

    with newcomer.serving() as preview:
        assert "Open day" in page(f"{preview}/")
        path = run("pressgen", "new", "Forty schools open their doors").stdout.strip()
        release = site / path
        text = release.read_text(encoding="utf-8")
        wait_for(f"{preview}/", "Forty schools open their doors")

        # The mistake: a day that there is not, and a picture that was forgotten.
        matter = text.split("---\n")[1].replace("status: draft\n", "")
        matter = re.sub(r"^date: .*$", "date: 2025-02-30", matter, flags=re.M)
        matter = re.sub(r"\[insert[^\]]*\]", "Forty schools open on Friday.", matter)
        faulty = f"---\n{matter}---\nThe schools open on Friday.\n\n![A school](school.jpg)\n"
        release.write_text(faulty, encoding="utf-8")
        wait_for(f"{preview}/", "date-invalid")
        found = run("pressgen", "check", path, code=1)
        assert f"{path}:3" in found.stdout
        assert "date-invalid" in found.stdout
        assert "hint:" in found.stdout
        run("pressgen", "build", code=1)
        assert not (site / "output").exists()

        # The fix.
        right = faulty.replace("2025-02-30", "2025-02-28").replace("\n![A school](school.jpg)\n", "")
        release.write_text(right, encoding="utf-8")
        wait_for(f"{preview}/2025/02/forty-schools-open-their-doors/", "The schools open on Friday.")
    checked = run("pressgen", "check").stdout
    assert {*re.findall(r"warning \[([\w-]+)\]", checked)} == {"sample-left", "example-contact"}, checked
    assert not re.search(rf"^{re.escape(path)}\S* (?:error|warning) ", checked, re.M), checked

    report = json.loads(run("pressgen", "build", "--json", "--quiet").stdout)
    assert (report["exit_code"], report["written"], report["releases"]) == (0, True, 16)
    public = tmp_path / "public"
    shutil.copytree(site / "output", public)
    place = "/2025/02/forty-schools-open-their-doors/"
    with deployed(tmp_path, public) as (address, server):
        served = server.get(place).text if server else page(f"{address}{place}")
        assert "The schools open on Friday." in served
        home = server.get("/").text if server else page(f"{address}/")
        for asset in re.findall(r'(?:href|src)="(/assets/[^"]+)"', home):
            picture = server.get(asset).text if server else page(f"{address}{asset}")
            assert picture and "404" not in picture[:200], asset


def test_the_walk_is_served_by_nginx() -> None:
    if not has_nginx():
        pytest.skip("there is no nginx: the walk was served by Python's own server")
