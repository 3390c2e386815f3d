"""Commands work under any locale, with any standard stream closed or full, for any base path, and beside links to nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from conftest import Site
from pressgen.build import build
from pressgen.cli import main
from pressgen.content.scan import Inputs, stat_inputs

Make = Callable[..., Site]
SITE = "-- content/a.md --\n---\ntitle: Мактаб “№ 1” – ўқув йили\ndate: 2025-01-01\ntags: [Таълим]\n---\nМатн.\n"
FAULTY = SITE.replace("---\nМатн", "---\n[Ҳавола](йўқ.md)\n\nМатн")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the shell is not POSIX")


def call(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a folder; variables of the locale are those that are given, and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    return subprocess.run(
        [sys.executable, "-m", "pressgen", *words],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


LOCALES = [
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LANG": "ru_RU.KOI8-R", "PYTHONUTF8": "0"},
    {"LC_ALL": "xx_XX.nonsense"},
    {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C.UTF-8"},
    {"PYTHONIOENCODING": "cp1251", "LC_ALL": "ru_RU.UTF-8"},
    {"PYTHONIOENCODING": "latin-1", "LC_ALL": "uz_UZ.UTF-8"},
]


@pytest.mark.trial
@pytest.mark.parametrize("locale", LOCALES, ids=lambda each: " ".join(f"{key}={each[key]}" for key in each))
def test_a_locale_that_has_no_letters_for_the_words_changes_no_exit_code_and_no_byte(
    site: Make, locale: dict[str, str]
) -> None:
    plain, made = site(FAULTY), site(FAULTY)
    assert plain.build(as_of="2026-01-01").exit_code == 0
    done = call(made.folder, "build", "--as-of", "2026-01-01", **locale)
    assert (done.returncode, b"Traceback" in done.stderr, b"link-missing" in done.stderr) == (0, False, True)
    assert made.files() == plain.files()
    checked = call(made.folder, "check", **locale)
    assert (checked.returncode, b"Traceback" in checked.stderr, b"link-missing" in checked.stdout) == (0, False, True)
    report = call(made.folder, "build", "--json", "--explain", **locale)
    assert report.returncode == 0
    assert "link-missing" in {problem["code"] for problem in json.loads(report.stdout.decode("utf-8"))["problems"]}
    begun = call(made.folder, "new", "Янги мактаб очилди", **locale)
    assert (begun.returncode, begun.stderr) == (0, b"")
    assert len([*(made.folder / "content").rglob("*.md")]) == 2


@posix
@pytest.mark.parametrize("streams", [">&-", "2>&-", "0<&- >&- 2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    "command", ["check", "new Headline", "clean", "init made --title T --url n.example", "completion bash"]
)
def test_every_command_ends_with_its_own_exit_code_whatever_the_streams_are(
    site: Make, command: str, streams: str
) -> None:
    made = site(SITE)
    line = f'"{sys.executable}" -m pressgen {command} {streams}'
    done = subprocess.run(line, shell=True, cwd=made.folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("command", ["build", "check"])
def test_an_instant_of_nothing_is_an_error_and_not_now(site: Make, command: str, empty: str) -> None:
    place = ["--site", str(site(SITE).folder)] if command == "check" else [str(site(SITE).folder)]
    done = CliRunner().invoke(main, [command, *place, "--as-of", empty])
    assert (done.exit_code, "instant-invalid" in done.output) == (2, True)


class Addresses(HTMLParser):
    """All values of href and src on a page, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.mark.parametrize("base", ["r&d", "o'neill", "r&amp;d", "a&lt=b'c"])
def test_a_base_path_with_signs_of_html_is_the_same_in_every_file(site: Make, base: str) -> None:
    made = site(SITE + "-- content/pages/about.md --\n---\ntitle: About\n---\nWe [wrote](../a.md).\n")
    made.edit("pressgen.yml", f'title: T\nurl: "https://n.example/{base}/"\n')
    assert made.build().exit_code == 0
    for name, data in made.files().items():
        if name.endswith(".html"):
            for address in Addresses(data.decode()).found:
                path = unquote(urlsplit(address).path)
                if address.startswith("/") or "://n.example" in address:
                    assert path.startswith(f"/{base}/"), (name, address)
                    inside = path.removeprefix(f"/{base}/")
                    assert (made.output / inside).exists(), (name, address)
        elif name.endswith(".xml"):
            texts = [text for element in ElementTree.fromstring(data).iter() for text in element.itertext()]
            for text in {text.strip() for text in texts if text.strip().startswith("https://n.example/")}:
                assert unquote(text).startswith(f"https://n.example/{base}/"), (name, text)
    feed = json.loads(made.read("feed.json"))
    assert unquote(feed["home_page_url"]) == f"https://n.example/{base}/"


def test_files_that_office_programs_keep_beside_an_open_document_are_not_published(site: Make) -> None:
    made = site(SITE)
    for name in (
        "static/~$plan.docx",
        "static/papers/.~lock.plan.odt#",
        "content/~$a.md",
        "content/.~lock.a.md#",
        "content/_posts/~$2025-01-05-b.md",
    ):
        made.edit(name, b"\x03Malika Karimova\0\0")
    for name in ("static/plan.docx", "static/~plan.txt", "static/.well-known/a.txt"):
        made.edit(name, "A plan.")
    report = made.build()
    assert (report.exit_code, report.problems) == (0, ())
    published = {path.relative_to(made.folder / "output").as_posix() for path in (made.folder / "output").rglob("*")}
    assert {"plan.docx", "~plan.txt", ".well-known/a.txt"} <= published
    assert not [path for path in published if "~$" in path or ".~lock" in path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_nowhere_are_named_with_what_helps(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    for name, target in (("loop", "loop"), ("one.md", "two.md"), ("two.md", "one.md"), ("gone.md", "nowhere.md")):
        (made.folder / "content" / name).symlink_to(target)
    problems = made.build().problems
    assert [(problem.file, problem.key) for problem in problems] == [
        ("content/gone.md", "file-unreadable/special"),
        *((f"content/{name}", "file-unreadable/loop") for name in ("loop", "one.md", "two.md")),
    ]
    for problem in problems:
        assert problem.hint.startswith("Remove it")
        (made.folder / problem.file).unlink()
    assert made.build().problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("folder", ["static", "templates"])
@pytest.mark.parametrize("is_link", [True, False])
def test_a_folder_that_is_none_is_not_passed_over(site: Make, folder: str, is_link: bool) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    place = made.folder / folder
    if is_link:
        place.symlink_to("nowhere")
    else:
        place.write_text("")
    assert [(each.file, each.key) for each in made.build().problems] == [(folder, "file-unreadable/folder")]
    assert not made.report.written
    place.unlink()
    place.mkdir()
    assert made.build().problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["pressgen.yml", "theme.css"])
def test_a_link_beside_the_settings_that_leads_to_no_file_of_the_site_is_named(site: Make, name: str) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit(name, (made.folder / name).read_bytes() if name == "pressgen.yml" else "")
    (made.folder / name).rename(made.folder.parent / name)
    for target, key in ((f"../{name}", "path-outside"), ("nowhere", "file-unreadable/special")):
        (made.folder / name).unlink(missing_ok=True)
        (made.folder / name).symlink_to(target)
        assert [(each.file, each.key) for each in made.build().problems] == [(name, key)]
    (made.folder / name).unlink()
    shutil.copy(made.folder.parent / name, made.folder)
    assert made.build().problems == ()


def test_a_file_that_vanishes_during_a_build_is_no_matter_of_rights(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")

    def listed(folder: Path) -> Inputs:
        inputs = stat_inputs(folder)
        (folder / "content/a.md").unlink(missing_ok=True)
        return inputs

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[build.__module__], "stat_inputs", listed)
        assert [(each.file, each.key) for each in made.build(cache=False).problems] == [
            ("content/a.md", "file-unreadable/vanished")
        ]
        assert not made.report.written
    assert made.build().problems == ()


@pytest.mark.parametrize("command", ["build", "check", "due", "diff", "calendar", "fetch-cards", "views", "new News"])
def test_a_command_in_a_folder_that_is_no_site_leaves_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleagues")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, command.split()).exit_code == 2
    assert os.listdir(tmp_path) == ["letter.txt"]
