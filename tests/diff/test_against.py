"""What the site is compared with: another folder, a commit, the list of a published site, and hostile ones."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from compared import NEWSROOM, causes, compared, lines, tree

from conftest import Site
from pressgen.diff import fetch
from pressgen.problems import PROBLEMS
from pressgen.publish.manifest import MANIFEST

Make = Callable[..., Site]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
BRIDGE = "2025/03/bridge/index.html"


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(NEWSROOM)
    assert made.build().exit_code == 0
    return made


def edit(site: Site) -> None:
    text = (site.folder / "content/bridge.md").read_text(encoding="utf-8")
    site.edit("content/bridge.md", text.replace("is open", "was opened"))
    site.remove("content/garden.md")


def key_of(site: Site, against: str) -> str:
    difference = compared(site, against=against)
    assert (difference.exit_code, difference.changes) == (2, ())
    return difference.problems[0].key


# Folders.


def test_a_copy_of_the_output_is_as_well_known_as_the_output(newsroom: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(newsroom.output, copy)
    assert compared(newsroom, against=str(copy)).changes == ()
    edit(newsroom)
    own = compared(newsroom)
    assert compared(newsroom, against=str(copy)).changes == own.changes
    before = tree(copy)
    newsroom.build()  # what is remembered now is true of no file that this build changed
    late = compared(newsroom, against=str(copy))
    assert [(change.path, change.action) for change in late.changes] == [
        (change.path, change.action) for change in own.changes
    ]
    assert causes(late) == {"unknown"}
    assert tree(copy) == before


def test_a_folder_without_a_list_of_files_is_compared_file_by_file(newsroom: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(newsroom.output, copy)
    (copy / ".pressgen.json").unlink()
    (copy / ".git").mkdir()
    (copy / ".git" / "config").write_text("x", encoding="utf-8")
    assert compared(newsroom, against="../copy").changes == ()
    (copy / "old.html").write_text("Old", encoding="utf-8")
    (copy / "index.html").write_text("Other", encoding="utf-8")
    found = compared(newsroom, against="../copy")
    assert {(change.path, change.action) for change in found.changes} == {
        ("index.html", "changed"),
        ("old.html", "removed"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in Unicode only")
def test_files_that_can_have_no_address_are_left_out(newsroom: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(newsroom.output, copy)
    (copy / MANIFEST).unlink()
    (copy / ".hidden").mkdir()
    (copy / ".hidden/a.html").write_text("A")
    Path(os.fsdecode(os.fsencode(copy) + b"/\xff.html")).write_text("A")
    os.mkfifo(copy / "pipe")
    assert compared(newsroom, against=str(copy)).changes == ()


def test_a_folder_that_was_never_built_to_gets_everything(newsroom: Site) -> None:
    found = compared(newsroom, output="elsewhere")
    assert {change.action for change in found.changes} == {"added"}
    assert {change.path for change in found.changes} == newsroom.files().keys()
    assert not (newsroom.folder / "elsewhere").exists()


def test_a_damaged_list_is_reported(newsroom: Site) -> None:
    (newsroom.output / ".pressgen.json").write_text("{", encoding="utf-8")
    difference = compared(newsroom)
    assert (difference.exit_code, difference.problems[0].key) == (1, "manifest-damaged")


# Commits.


def git(site: Site, *words: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(site.folder), *identity, *words], check=True, capture_output=True)


@pytest.fixture
def repository(newsroom: Site) -> Site:
    newsroom.edit(".gitignore", "output\n.pressgen\n")
    git(newsroom, "init")
    git(newsroom, "add", "-A")
    git(newsroom, "commit", "-m", "First")
    return newsroom


@needs_git
def test_a_commit_is_compared_by_its_sources(repository: Site) -> None:
    before = tree(repository.folder / ".git")
    assert compared(repository, against="main").changes == ()
    edit(repository)
    own = compared(repository)
    found = compared(repository, against="HEAD")
    assert lines(found) == lines(own)
    assert found.risks == own.risks
    assert found.since == found.instant
    git(repository, "commit", "-am", "Second")
    assert lines(compared(repository, against="HEAD~1")) == lines(own)
    assert compared(repository, against="HEAD").changes == ()
    (repository.folder / ".pressgen" / "build.db").unlink()
    shutil.rmtree(repository.output)
    assert lines(compared(repository, against="main~1", cache=False)) == lines(own)
    assert not (before.keys() - tree(repository.folder / ".git").keys())


@needs_git
@pytest.mark.parametrize(
    "name", ["news", pytest.param(":news", marks=pytest.mark.skipif(sys.platform == "win32", reason="no such name"))]
)
def test_a_site_in_a_folder_of_its_repository(site: Make, tmp_path: Path, name: str) -> None:
    made = site(NEWSROOM, f"repository/{name}")
    made.edit("../other.txt", "Not of the site.\n")
    made.edit("content/left-out.md", "---\ntitle: Out\ndate: 2025-01-01\nsummary: S.\n---\nText.\n")
    made.edit("../.gitattributes", "left-out.md export-ignore\n")
    whole = Site(tmp_path / "repository", "")
    for name in ("pressgen.yml", "content"):
        path = whole.folder / name
        path.unlink() if path.is_file() else path.rmdir()
    git(whole, "init")
    git(whole, "add", "-A")
    git(whole, "commit", "-m", "First")
    assert compared(made, against="main").changes == ()
    made.remove("content/left-out.md")
    assert causes(compared(made, against="main")) == {"deleted content/left-out.md"}


@needs_git
def test_a_commit_whose_releases_have_errors_is_compared_without_them(repository: Site) -> None:
    repository.edit("content/bad.md", "---\ntitle: Bad\n---\nText.\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "Bad")
    repository.edit("content/bad.md", "---\ntitle: Good\ndate: 2025-01-01\nsummary: S.\n---\nText.\n")
    assert causes(compared(repository, against="HEAD")) == {"published content/bad.md"}


@needs_git
def test_the_hints_about_commits(repository: Site) -> None:
    repository.edit("pressgen.yml", "titel: x\n")
    git(repository, "commit", "-am", "Broken")
    git(repository, "revert", "--no-edit", "HEAD")
    assert key_of(repository, "HEAD~1") == "against-unreadable/commit"
    assert compared(repository, against="HEAD").exit_code == 0  # a later commit, as the hint says
    assert key_of(repository, "nowhere") == "against-unknown"
    assert compared(repository, against="main").exit_code == 0


@needs_git
def test_a_clone_without_the_commit_is_told_from_a_name_that_nobody_knows(repository: Site, tmp_path: Path) -> None:
    edit(repository)
    git(repository, "commit", "-am", "Second")
    words = ["git", "clone", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "clone")]
    subprocess.run(words, check=True, capture_output=True)
    clone = Site(tmp_path / "clone", "")
    assert key_of(clone, "HEAD~1") == "against-unknown/shallow"
    git(clone, "fetch", "--unshallow")  # the hint
    assert compared(clone, against="HEAD~1").exit_code == 0


@needs_git
def test_a_repository_that_git_refuses_is_no_unknown_name(repository: Site) -> None:
    (repository.folder / ".git/config").write_text("[core\n")
    assert key_of(repository, "main") == "against-unreadable/git"


@pytest.mark.parametrize(
    "name", ["--upload-pack=x", "-h", "", "a\0b", "a" * 5_000, "HEAD:content", "main..main", "\x1b[31m"]
)
def test_what_is_no_commit_reaches_no_option_of_git(newsroom: Site, name: str) -> None:
    if name:
        assert key_of(newsroom, name) == "against-unknown"
    else:
        assert compared(newsroom, against=name).exit_code == 0


# Published sites.


@contextmanager
def host(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A web server on this computer with one answer; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *words: object) -> None:
            return None

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

        def handle_error(self, *words: object) -> None:
            return None

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/news/"
        server.shutdown()


def giving(data: bytes, status: int = 200, **headers: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def test_a_published_site_is_compared_by_its_list(newsroom: Site) -> None:
    data = (newsroom.output / ".pressgen.json").read_bytes()
    asked: list[str] = []

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        giving(data)(request)

    with host(answer) as address:
        assert compared(newsroom, against=address).changes == ()
        assert compared(newsroom, against=address + ".pressgen.json").changes == ()
        edit(newsroom)
        own = compared(newsroom)
        assert compared(newsroom, against=address).changes == own.changes
        newsroom.build()
        late = compared(newsroom, against=address)
        assert [change.path for change in late.changes] == [change.path for change in own.changes]
        assert causes(late) == {"unknown"}
        shutil.rmtree(newsroom.output)
        assert [change.path for change in compared(newsroom, against=address).changes] == [
            change.path for change in own.changes
        ]
    assert set(asked) == {"/news/.pressgen.json"}


def test_an_address_may_be_written_in_any_letters(newsroom: Site) -> None:
    paths: list[str] = []

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        paths.append(request.path)
        giving((newsroom.output / MANIFEST).read_bytes())(request)

    with host(answer) as address:
        assert compared(newsroom, against=f"{address}новости города/").exit_code == 0
    assert paths == [f"/news/{quote('новости города')}/{MANIFEST}"]
    assert key_of(newsroom, "http://\u043f\u0440\u0435\u0441.invalid/") == "against-unreadable/silent"


def test_a_host_may_send_the_list_compressed(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress((newsroom.output / ".pressgen.json").read_bytes())
    with host(giving(data, 200, **{"Content-Encoding": "gzip"})) as address:
        assert compared(newsroom, against=address).changes == ()
    with host(giving(data[:40])) as address:
        assert key_of(newsroom, address) == "against-unreadable/manifest"
    with host(giving(b"\x1f\x8b no gzip")) as address:
        assert key_of(newsroom, address) == "against-unreadable/manifest"
    monkeypatch.setattr(fetch, "MAX_BYTES", 1_000)
    with host(giving(gzip.compress(b" " * 100_000))) as address:
        assert key_of(newsroom, address) == "against-unreadable/size"


def manifest(path: str) -> bytes:
    return json.dumps({"pressgen": 1, "files": {path: "0" * 16}}).encode()


@pytest.mark.trial
@pytest.mark.parametrize(
    ("data", "case"),
    [
        (b"", "manifest"),
        (b"<html>", "manifest"),
        (b"[" * 100_000, "manifest"),
        (b'{"pressgen": 1, "files": 3}', "manifest"),
        (b'{"pressgen": 1, "files": {}, "more": 1}', "manifest"),
        (b'{"pressgen": 2, "files": {}}', "newer"),
        (b'{"pressgen": -1, "files": {}}', "manifest"),
        (b"\xff\xfe", "manifest"),
        *(
            (manifest(path), "manifest")
            for path in ("../x", "/etc/passwd", "a//b", "a\\b", ".pressgen.json", "a\x1b[31m")
        ),
        (manifest("\ud800"), "manifest"),
    ],
)
def test_hostile_lists_are_refused(newsroom: Site, data: bytes, case: str) -> None:
    with host(giving(data)) as address:
        assert key_of(newsroom, address) == f"against-unreadable/{case}"


def test_names_in_a_list_are_only_shown(newsroom: Site) -> None:
    name = "a`<script>‮b"
    with host(giving(manifest(name))) as address:
        (gone,) = (change for change in compared(newsroom, against=address).changes if change.action == "removed")
    assert (gone.path, gone.address) == (name, "/press/a%60%3Cscript%3E%E2%80%AEb")


def test_a_password_goes_to_the_host_that_was_named_and_to_no_other(newsroom: Site) -> None:
    seen: list[str | None] = []

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Authorization"])
        if len(seen) == 1:
            giving(b"", 302, Location="/moved/.pressgen.json")(request)
        else:
            giving((newsroom.output / ".pressgen.json").read_bytes())(request)

    with host(answer) as address:
        difference = compared(newsroom, against=address.replace("//", "//user:secret%21@"))
    assert (difference.exit_code, difference.changes, "secret" in difference.against) == (0, (), False)
    assert seen == ["Basic dXNlcjpzZWNyZXQh", None]


def test_answers_of_hosts(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with host(giving(b"", 404)) as address:
        difference = compared(newsroom, against=address.replace("//", "//user:secret@"))
    assert difference.problems[0].key == "against-unreadable/status"
    assert "secret" not in difference.problems[0].message + difference.against
    assert key_of(newsroom, address) == "against-unreadable/silent"  # nobody listens there any more
    with host(giving(b"", 302, Location="/news/.pressgen.json")) as address:
        assert key_of(newsroom, address) == "against-unreadable/status"  # in a circle
    with host(giving(b"", 302, Location="http://127.0.0.1:9/")) as address:
        assert key_of(newsroom, address) == "against-unreadable/redirect"
    with host(giving(b"", 302, Location="file:///etc/passwd")) as address:
        assert key_of(newsroom, address) in ("against-unreadable/status", "against-unreadable/redirect")
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    with host(giving(b" " * 2000)) as address:
        assert key_of(newsroom, address) == "against-unreadable/size"
    monkeypatch.setattr(fetch, "TIMEOUT", 0.2)
    release = threading.Event()

    def silent(request: http.server.BaseHTTPRequestHandler) -> None:
        release.wait(10)

    with host(silent) as address:
        assert key_of(newsroom, address) == "against-unreadable/silent"
        release.set()
    monkeypatch.setattr(fetch, "MAX_SECONDS", 0.3)

    def slow(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(50):
            request.wfile.write(b" ")
            request.wfile.flush()
            release.wait(0.05)

    release.clear()
    with host(slow) as address:
        assert key_of(newsroom, address) == "against-unreadable/silent"
        release.set()
    for odd in ("http://", "https://[::1", "http://127.0.0.1:99999/", "http://a b/"):
        assert key_of(newsroom, odd) == "against-unreadable/silent"


def test_all_cases_are_shown_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    cases = {key.partition("/")[2] for key in PROBLEMS if key.startswith("against-unreadable")} - {"git"}
    assert [case for case in cases if f'"{case}"' not in text and f'/{case}"' not in text] == []
