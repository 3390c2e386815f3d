"""What other computers install, what CI runs, and the recipes: each is read or run as its users would."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from packaging.requirements import Requirement

from conftest import Site
from nginx import Nginx, has_nginx
from pressgen.cache_folder import CACHE_FOLDER
from pressgen.cli import guess, main
from pressgen.cli.origin import Commit, Origin, requirement_of
from pressgen.scaffold import newsroom
from pressgen.version import __version__

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "src/pressgen/scaffold/recipes"
DOCUMENTED = ROOT / "docs/recipes"
PINNED = re.compile(r"^([\w.-]+)==([\w.]+)", re.M)
Make = Callable[..., Site]
SITE = "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n"
BAD = "-- content/b.md --\n---\ntitle: B <b>|\ndate: 2025-02-30\n---\nText.\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the shell is not POSIX")


def run(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"SOURCE_DATE_EPOCH": None, "PRESSGEN_URL": None, **env})


# --- versions ---------------------------------------------------------------------------------


def named(text: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text, maxsplit=1)[0]).lower()


SYSTEMS = ("Linux", "linux", "posix"), ("Darwin", "darwin", "posix"), ("Windows", "win32", "nt")
ENVIRONMENTS = [
    {"extra": "", "python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0"}
    | {"platform_system": system, "sys_platform": platform, "os_name": name}
    for minor in (11, 12, 13, 14)
    for system, platform, name in SYSTEMS
]
"""Where pressgen runs, as markers of requirements see it (PEP 508)."""


def needed(name: str, known: set[str]) -> set[str]:
    """Everything that a package needs where pressgen runs, without extras.

    What is for another system is not installed, so nobody knows what it needs in turn.
    """
    if name not in known:
        known.add(name)
        with suppress(PackageNotFoundError):
            for each in map(Requirement, requires(name) or ()):
                if each.marker is None or any(map(each.marker.evaluate, ENVIRONMENTS)):
                    needed(named(each.name), known)
    return known


def versions(text: str) -> dict[str, tuple[int, ...]]:
    return {named(name): tuple(map(int, version.split("."))) for name, version in PINNED.findall(text)}


def floors() -> dict[str, tuple[int, ...]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["heic"]]
    found = (re.fullmatch(r"([\w-]+)>=([\d.]+)(?:,<[\d.]+)?", one) for one in listed)
    return {named(one[1]): tuple(map(int, one[2].split("."))) for one in found}


def test_constraints_hold_all_that_is_needed_as_the_tests_install_it() -> None:
    constrained = versions((RECIPES / "constraints.txt").read_text())
    locked = versions((ROOT / ".ci/requirements.txt").read_text())
    assert needed("pressgen", set()) - {"pressgen"} <= set(constrained)
    assert constrained.items() <= locked.items()
    for name, floor in floors().items():
        assert constrained[name] >= floor, name


def test_the_lowest_versions_are_tested() -> None:
    lowest = versions((ROOT / ".ci/lowest.txt").read_text())
    for name, floor in floors().items():
        if name != "pillow-heif":  # comes with the group of the tests
            assert lowest[name][: len(floor)] == floor, name
            assert not any(lowest[name][len(floor) :]), name


ADVISORIES = {
    "click": (8, 3, 3),  # CVE-2026-7246
    "jinja2": (3, 1, 6),  # CVE-2025-27516
    "markdown": (3, 8, 1),  # CVE-2025-69534
    "nh3": (0, 3, 1),  # RUSTSEC-2025-0071
    "pillow": (12, 3, 0),  # CVE-2026-55798, CVE-2026-59197 to 59200
    "starlette": (1, 3, 1),  # CVE-2026-48710, 48817, 48818, 54282, 54283
}
"""The first versions without the advisories that were known when this was written."""


def test_the_lowest_versions_have_no_advisory() -> None:
    for name, fixed in ADVISORIES.items():
        assert floors()[name] >= fixed, name


# --- requirements.txt -------------------------------------------------------------------------

HEAD = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, f"pressgen=={__version__}"),
        (
            Origin("https://code.example/a/pressgen.git", Commit("git", HEAD)),
            f"pressgen @ git+https://code.example/a/pressgen.git@{HEAD}",
        ),
        (
            Origin("https://me:secret@code.example/a/p.git", Commit("git", HEAD)),
            f"pressgen @ git+https://code.example/a/p.git@{HEAD}",
        ),
        (Origin("https://x.example/pressgen-1-py3-none-any.whl"), "pressgen @ https://x.example/pressgen-1-py3-none-any.whl"),
        (Origin("file:///home/me/pressgen-1-py3-none-any.whl"), f"pressgen=={__version__}"),
        (Origin("file:///home/me/pressgen"), f"pressgen=={__version__}"),
        (Origin("file:///home/me/pressgen", Commit("git", HEAD)), f"pressgen=={__version__}"),
        (
            Origin("ssh://git@code.example/a/p.git", Commit("git", HEAD)),
            f"pressgen @ git+ssh://git@code.example/a/p.git@{HEAD}",
        ),
    ],
)  # fmt: skip
def test_other_computers_install_a_version_or_a_commit_never_a_path(origin: Origin | None, line: str) -> None:
    assert requirement_of(origin) == line


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
@pytest.mark.parametrize("remote", ["https://code.example/a/p.git", "git@code.example:a/p.git", "/srv/p.git", ""])
def test_a_checkout_is_named_by_its_commit_and_remote(tmp_path: Path, remote: str) -> None:
    def git(*words: str) -> str:
        identity = ["-c", "user.name=A", "-c", "user.email=a@x.example"]
        return subprocess.run(
            ["git", *identity, *words], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "First")
    if remote:
        git("remote", "add", "origin", remote)
    line = requirement_of(Origin(tmp_path.as_uri()))
    commit = git("rev-parse", "HEAD").strip()
    has_address = "code.example" in remote
    wanted = f"pressgen @ git+https://code.example/a/p.git@{commit}" if has_address else f"pressgen=={__version__}"
    assert line == wanted


def test_init_writes_what_to_install(tmp_path: Path) -> None:
    assert run("init", str(tmp_path), "--title", "T", "--url", "n.example").exit_code == 0
    lines = (tmp_path / "requirements.txt").read_text().splitlines()
    assert lines[-2] == "--constraint constraints.txt"
    assert re.fullmatch(r"pressgen(==[\d.]+| @ git\+https://\S+@[0-9a-f]{40})", lines[-1])
    assert (tmp_path / "constraints.txt").read_bytes() == (RECIPES / "constraints.txt").read_bytes()


# --- what init guesses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LC_MESSAGES": "uz_UZ.UTF-8", "LANG": "ru_RU.UTF-8"}, "uz"),
        ({"LANG": "uz_UZ.UTF-8@cyrillic"}, "uz-Cyrl"),
        ({"LANG": "ca_ES@valencia"}, "ca"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "../../x"}, "en"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has settings of its own")
def test_the_language_is_that_of_the_system(environment: dict[str, str], lang: str) -> None:
    assert guess.language(environment) == lang


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has settings of its own")
def test_the_time_zone_is_that_of_the_system(tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo" / "Asia"
    zones.mkdir(parents=True)
    (zones / "Tashkent").write_text("TZif")
    link, written = tmp_path / "localtime", tmp_path / "timezone"
    link.symlink_to(zones / "Tashkent")
    written.write_text("Europe/Moscow\n")
    assert guess.timezone({"TZ": ":Asia/Samarkand"}, (str(link),)) == "Asia/Samarkand"
    assert guess.timezone({"TZ": "/usr/share/zoneinfo/Asia/Samarkand"}, ()) == "Asia/Samarkand"
    assert guess.timezone({}, (str(link),)) == "Asia/Tashkent"
    assert guess.timezone({}, (str(tmp_path / "none"), str(written))) == "Europe/Moscow"
    assert guess.timezone({}, ()) == "UTC"
    written.write_text("\n")
    assert guess.timezone({}, (str(written),)) == "UTC"
    assert guess.timezone({"TZ": ":"}, (str(link),)) == "Asia/Tashkent"


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({"LANG": "ru_RU.UTF-8", "TZ": "Asia/Tashkent"}, ("languages: [ru]", "timezone: Asia/Tashkent")),
        ({"LANG": "xx_XX.UTF-8", "TZ": "UTC0"}, ("languages: [en]", "timezone: UTC")),
        ({"LANG": "de_DE.UTF-8", "TZ": "nonsense/../x"}, ("languages: [de]", "timezone: UTC")),
    ],
)
def test_init_takes_what_it_guessed_if_it_can_be_used(
    tmp_path: Path, environment: dict[str, str], settings: tuple[str, ...]
) -> None:
    clean = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANGUAGE"))
    words = ["init", str(tmp_path), "--title", "T", "--url", "n.example"]
    done = CliRunner().invoke(main, words, env={**clean, **environment})
    assert done.exit_code == 0, done.stderr
    written = (tmp_path / "pressgen.yml").read_text(encoding="utf-8").splitlines()
    assert {*settings} <= {*written}


def test_the_questions_have_examples_and_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pressgen.cli.init._is_terminal", lambda: True)
    environment = {"LC_ALL": "uz_UZ.UTF-8", "TZ": "Asia/Tashkent"}
    done = CliRunner().invoke(main, ["init", str(tmp_path)], input="T\nn.example\n\n\n", env=environment)
    assert done.exit_code == 0, done.stderr
    assert "Matbuot markazining nomi (masalan, City News):" in done.stderr
    assert "(masalan, Asia/Tashkent) [Asia/Tashkent]:" in done.stderr
    assert "(masalan, en,ru,uz) [uz]:" in done.stderr


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("news.example.org", "https://news.example.org/"),
        ("news.example.org/press", "https://news.example.org/press/"),
        ("news.example.org:8443", "https://news.example.org:8443/"),
        ("хабарлар.uz", "https://хабарлар.uz/"),
        ("http://news.example.org", "http://news.example.org/"),
    ],
)
def test_a_bare_host_name_is_an_address(tmp_path: Path, given: str, address: str) -> None:
    assert run("init", str(tmp_path), "--title", "T", "--url", given).exit_code == 0
    assert f'url: "{address}"' in (tmp_path / "pressgen.yml").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("given", ["me@news.example.org", "news", "news.example.org?a=b", "1.2", "a..b.org", "-.org"])
def test_other_words_are_none(tmp_path: Path, given: str) -> None:
    assert run("init", str(tmp_path), "--title", "T", "--url", given).exit_code == 2


@pytest.mark.parametrize("languages", ["en", "en,ru,uz", "ar"])
def test_a_new_newsroom_opens_with_a_picture_and_names_exactly_what_is_still_sample(
    tmp_path: Path, languages: str
) -> None:
    assert run("init", str(tmp_path), "--title", "T", "--url", "n.example", "--languages", languages).exit_code == 0
    assert run("build", str(tmp_path)).exit_code == 0
    home = (tmp_path / "output/index.html").read_text(encoding="utf-8")
    first = home.split('class="h-entry first"')[1].split("</article>")[0]
    assert "<picture>" in first
    assert 'src="/assets/sample-logo' in home or 'sample-logo.svg"' in home
    found = run("check", "--site", str(tmp_path)).stdout
    heads = re.findall(r"^(\S+?)(?::\d+)*: warning \[(sample-left|example-contact)\]", found, re.M)
    texts = {file.relative_to(tmp_path).as_posix() for file in (tmp_path / "content").rglob("*.md")}
    assert {file for file, code in heads if code == "sample-left"} == {*texts, "pressgen.yml"}
    assert {file for file, code in heads if code == "example-contact"} == {
        "pressgen.yml",
        *(file for file in texts if "contacts" in file),
    }
    assert len(heads) == found.count(": warning [")


def test_a_sample_picture_in_a_text_of_ones_own_is_named_with_its_line(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: {src: /pictures/sample-desk.jpg, alt: A}\n---\n"
        "Text.\n\n![B](/pictures/sample-open-day.jpg)\n"
    )
    for name in ("sample-desk.jpg", "sample-open-day.jpg"):
        made.edit(f"content/pictures/{name}", (RECIPES.parent / "pictures" / name).read_bytes())
    made.build()
    assert [one.line for one in made.report.problems if one.code == "sample-left"] == [4, 8]


def test_the_pictures_are_small() -> None:
    for file in (RECIPES.parent / "pictures").iterdir():
        assert file.stat().st_size <= 40_000, file


# --- the address ------------------------------------------------------------------------------


def canonical(made: Site) -> str:
    return str(re.findall(r'rel="canonical" href="([^"]*)"', made.read("index.html"))[0])


def test_the_address_comes_from_the_option_else_the_environment_else_the_settings(site: Make) -> None:
    made = site(SITE)
    folder = str(made.folder)
    steps: list[tuple[list[str], dict[str, str], str]] = [
        ([], {}, "https://news.example/"),
        (["--url", "https://test.example/x/"], {}, "https://test.example/x/"),
        ([], {"PRESSGEN_URL": "https://env.example"}, "https://env.example/"),
        (["--url", "https://test.example/"], {"PRESSGEN_URL": "https://env.example"}, "https://test.example/"),
        ([], {"PRESSGEN_URL": ""}, "https://news.example/"),
    ]
    for words, environment, address in steps:
        assert run("build", folder, *words, **environment).exit_code == 0
        assert canonical(made) == address


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_address_that_is_none_is_refused(site: Make, command: str) -> None:
    folder = site(SITE).folder
    words = [command, str(folder)] if command == "build" else [command, "--site", str(folder)]
    for given in ("n.example", "ftp://n.example/", "https://n.example/?a"):
        done = run(*words, "--url", given)
        assert (done.exit_code, "[settings-url]" in done.output) == (2, True)
    assert run(*words, "--url", "").exit_code == 2


def test_links_are_checked_for_the_address_that_is_built(site: Make) -> None:
    made = site(SITE.replace("Text.", "[x](https://test.example/nowhere/)"))
    assert "[link-" not in run("check", "--site", str(made.folder)).stdout
    assert "[link-" in run("check", "--site", str(made.folder), PRESSGEN_URL="https://test.example/").stdout


# --- the summary ------------------------------------------------------------------------------


def test_the_summary_says_what_became_of_the_site_and_nothing_in_it_is_markup(site: Make, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("Before.\n")
    made = site(SITE + BAD)
    assert run("build", str(made.folder), "--skip-invalid", "--summary", str(file)).exit_code == 3
    text = file.read_text(encoding="utf-8")
    assert text.startswith("Before.\n## Published, with releases left out\n\n1 release, ")
    assert re.search(r"^- \*\*error\*\* <code>content/b\.md:3</code>: [^<>`|*]+ \[date-invalid\]$", text, re.M)
    assert run("build", str(made.folder), "--summary", str(file)).exit_code == 1
    assert "## Not published\n" in file.read_text(encoding="utf-8")
    made.remove("content/b.md")
    assert run("build", str(made.folder), "--summary", str(file), LC_ALL="ru_RU.UTF-8").exit_code == 0
    assert "## Опубликовано\n\nрелизов: 1, страниц: " in file.read_text(encoding="utf-8")
    done = run("build", str(made.folder), "--summary", str(tmp_path / "no/where.md"))
    assert (done.exit_code, "could not be written" in done.stderr) == (2, True)


# --- recipes ----------------------------------------------------------------------------------


def recipe(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(newsroom.recipe(name), yaml.BaseLoader)
    return found


def test_the_jobs_of_github_end_are_alone_and_remember() -> None:
    publish, check = recipe("github.yml"), recipe("github-check.yml")
    assert {"push", "schedule", "workflow_dispatch"} == {*publish["on"]}
    for workflow in (publish, check):
        assert workflow["concurrency"]["group"]
        assert workflow["permissions"] == {"contents": "read"}
        for job in workflow["jobs"].values():
            assert int(job["timeout-minutes"]) <= 15
            for step in job["steps"]:
                assert re.search(r"@[0-9a-f]{40}$", step.get("uses", f"@{HEAD}"))
    steps = publish["jobs"]["build"]["steps"]
    assert any(step.get("with", {}).get("path", "").split() == [CACHE_FOLDER, "output"] for step in steps)
    assert "--summary" in next(step["run"] for step in steps if step.get("id") == "build")
    assert publish["jobs"]["deploy"]["needs"] == "build"
    assert {*publish["jobs"]["complete"]["needs"]} == {"build", "deploy"}
    assert any("check --strict" in step.get("run", "") for step in check["jobs"]["check"]["steps"])


def test_the_jobs_of_gitlab_end_are_alone_and_remember() -> None:
    pipeline = recipe("gitlab.yml")
    assert pipeline["default"]["timeout"] == "15 minutes"
    assert {f"{CACHE_FOLDER}/", "public/"} <= {*pipeline["default"]["cache"]["paths"]}
    assert pipeline["pages"]["resource_group"] == "pages"
    assert pipeline["complete"]["needs"][0]["job"] == "pages"
    assert any("check --strict" in line for line in pipeline["check"]["script"])


def scripts() -> Iterator[tuple[str, str]]:
    """The scripts of the recipes that build: of GitHub's step and of GitLab's job."""
    steps = recipe("github.yml")["jobs"]["build"]["steps"]
    yield "github", next(step["run"] for step in steps if step.get("id") == "build")
    yield "gitlab", "\n".join(line for line in recipe("gitlab.yml")["pages"]["script"] if "pip install" not in line)


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder with the command `pressgen`."""
    program = tmp_path / "bin/pressgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pressgen "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return program.parent


@posix
@pytest.mark.parametrize(("host", "script"), list(scripts()), ids=["github", "gitlab"])
@pytest.mark.parametrize(
    ("archive", "code"), [(SITE, 0), (SITE + BAD, 3), (SITE + "-- templates/article.html --\n{% if", 1)]
)
def test_the_recipes_go_on_to_deploy_after_0_and_3_only(
    site: Make, tmp_path: Path, bin_folder: Path, host: str, script: str, archive: str, code: int
) -> None:
    made = site(archive)
    made.edit("requirements.txt", "")
    files = {"GITHUB_STEP_SUMMARY": tmp_path / "summary.md", "GITHUB_OUTPUT": tmp_path / "output.env"}
    environment = {**os.environ, **{name: str(file) for name, file in files.items()}}
    environment |= {"PATH": f"{bin_folder}:{os.environ['PATH']}", "PRESSGEN_URL": ""}
    shell = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(
        shell, cwd=made.folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == (1 if code == 1 else 0), done.stderr
    noted = files["GITHUB_OUTPUT"] if host == "github" else made.folder / "build.env"
    if code != 1 or host == "github":
        assert noted.read_text().lower().strip() == f"code={code}"
    summary = files["GITHUB_STEP_SUMMARY"] if host == "github" else made.folder / "summary.md"
    assert summary.read_text().startswith("## ")
    assert (made.folder / ("output" if host == "github" else "public") / "index.html").exists() == (code != 1)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=60, check=True).stdout


@posix
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_recipes_commit_the_record_also_where_somebody_else_was_quicker(
    site: Make, tmp_path: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    steps = recipe("github.yml")["jobs"]["build"]["steps"]
    script = next(step["run"] for step in steps if step.get("id") == "record")
    if host == "gitlab":
        script = recipe("gitlab.yml")["pages"]["script"][-1]
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for variable in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{variable}_NAME", "Officer")
        monkeypatch.setenv(f"{variable}_EMAIL", "officer@x.example")
    made = site(SITE)
    made.edit(".gitignore", "output/\n.pressgen/\n")
    made.edit("content/record.jsonl", "")
    git(made.folder, "init", "--quiet", "--initial-branch=main")
    git(made.folder, "add", ".")
    git(made.folder, "commit", "--quiet", "--message", "Begin")
    git(tmp_path, "clone", "--quiet", "--bare", str(made.folder), "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    (tmp_path / "other/new.txt").write_text("A")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "Quicker")
    git(tmp_path / "other", "push", "--quiet")
    remote = str(tmp_path / "remote.git")
    environment = {**os.environ, "REMOTE": remote, "GITHUB_REF_NAME": "main", "CI_COMMIT_BRANCH": "main"}
    environment |= {"RECORD_TOKEN": "t", "CI_SERVER_HOST": "x.example", "CI_PROJECT_PATH": "a/b"}
    # GitLab's address is in the script.
    environment |= {
        "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": f"url.{remote}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://oauth2:t@x.example/a/b.git",
        "GIT_CONFIG_KEY_1": "receive.advertisePushOptions", "GIT_CONFIG_VALUE_1": "true",
    }  # fmt: skip
    git(tmp_path / "remote.git", "config", "receive.advertisePushOptions", "true")
    assert made.build(record="always").exit_code == 0
    for _ in range(2):
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=made.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "could not" not in done.stdout, done.stderr
    log = git(tmp_path / "remote.git", "log", "--format=%an %s", "main").splitlines()
    assert log == ["Officer Record what was published", "Officer Quicker", "Officer Begin"]
    committed = git(tmp_path / "remote.git", "show", "main:content/record.jsonl")
    assert committed == (made.folder / "content/record.jsonl").read_text(encoding="utf-8") != ""


@posix
@pytest.mark.parametrize(
    ("archive", "build", "code", "calls"),
    [
        (SITE, "2026-01-01", 0, []),
        (SITE, "2024-12-31", 0, ["workflow run publish.yml"]),
        (SITE, "", 0, ["workflow run publish.yml"]),
        (
            SITE + "-- content/b.md --\n---\ntitle: B\ndate: 2024-01-01\npermalink: /2025/01/a/\n---\nText.\n",
            "2026",
            0,
            [],
        ),
        ("-- pressgen.yml --\ntitel: T\n", "", 2, []),
    ],
)
def test_the_workflow_that_looks_for_what_is_due_starts_the_other_one_only_then(
    site: Make, tmp_path: Path, bin_folder: Path, archive: str, build: str, code: int, calls: list[str]
) -> None:
    workflow = yaml.load((DOCUMENTED / "on-time.yml").read_text(), yaml.BaseLoader)
    assert workflow["permissions"] == {"contents": "read", "actions": "write"}
    script = workflow["jobs"]["due"]["steps"][-1]["run"]
    made = site(archive)
    if build == "2026":  # an error since the last build, but releases with errors are left out
        made.remove("content/b.md")
    if build:
        made.build(build if len(build) > 4 else "2026-01-01")
    log = tmp_path / "gh.log"
    (bin_folder / "gh").write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n')
    (bin_folder / "gh").chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PRESSGEN_URL": ""}
    environment["SOURCE_DATE_EPOCH"] = "1767265200"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=made.folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert (log.read_text().splitlines() if log.exists() else []) == calls


@posix
@pytest.mark.parametrize("is_built", [True, False])
def test_the_line_for_cron_builds_only_if_something_is_due(site: Make, bin_folder: Path, is_built: bool) -> None:
    made = site(SITE)
    if is_built:
        made.build()
    (made.folder / ".venv").mkdir()
    (made.folder / ".venv/bin").symlink_to(bin_folder)
    made.edit("publish.sh", "#!/bin/sh\ntouch published\n")
    (made.folder / "publish.sh").chmod(0o755)
    line = re.findall(r"^\* \* \* \* \* (.+)$", (ROOT / "docs/on-time.md").read_text(), re.M)[0]
    command = line.replace("/srv/newsroom", str(made.folder))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1768460400"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert (made.folder / "published").exists() != is_built


@posix
@pytest.mark.parametrize(("archive", "code"), [(SITE, 0), (SITE + BAD, 3)])
def test_the_script_for_systemd_builds_and_keeps_the_exit_code(
    site: Make, bin_folder: Path, archive: str, code: int
) -> None:
    made = site(archive)
    script = (DOCUMENTED / "publish.sh").read_text().replace("/srv/newsroom", str(made.folder))
    (made.folder / ".venv").mkdir()
    (made.folder / ".venv/bin").symlink_to(bin_folder)
    assert subprocess.run(["sh", "-c", script], capture_output=True, timeout=60, check=False).returncode == code
    assert (made.output / "index.html").is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    script = tmp_path / "publish.sh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    program = tmp_path / ".venv/bin/pressgen"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    for name in ("newsroom.service", "newsroom.timer", "newsroom-watch.service"):
        text = (
            (DOCUMENTED / name)
            .read_text()
            .replace("/srv/newsroom", str(tmp_path))
            .replace("User=newsroom", "User=root")
        )
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", str(tmp_path / "newsroom.timer"), str(tmp_path / "newsroom.service")]
    command.append(str(tmp_path / "newsroom-watch.service"))
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "newsroom" not in done.stderr, done.stderr
    calendar = re.findall(r"^OnCalendar=(.+)$", (DOCUMENTED / "newsroom.timer").read_text(), re.M)[0]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


def test_the_recipes_of_the_documentation_are_whole_files() -> None:
    text = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("publishing.md", "on-time.md"))
    for file in DOCUMENTED.iterdir():
        assert f"\n{file.read_text()}```" in text, file


@pytest.mark.skipif(not has_nginx(), reason="there is no nginx")
def test_nginx_serves_a_newsroom_as_documented(site: Make, tmp_path: Path) -> None:
    made = site(
        SITE + "-- content/a.ru.md --\n---\ntitle: А\ndate: 2025-01-01\n---\nТекст.\n"
        "-- content/a.uz.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nMatn.\n"
        "-- static/.well-known/security.txt --\nContact: mailto:a@x.example\n"
    )
    made.edit("pressgen.yml", "title: T\nurl: https://news.example.org/\nlanguages: [en, ru, uz]\n")
    assert made.build().exit_code == 0
    with Nginx(tmp_path / "nginx", made.output) as server:
        home = server.get("/")
        assert (home.status, home.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        asset = re.findall(r'href="(/assets/[^"]+)"', home.text)[0]
        assert server.get(asset).headers["Cache-Control"] == "public, max-age=31536000, immutable"
        for path in ("/", "/2025/01/a/", "/ru/", asset, "/feed.xml", "/nowhere/"):
            headers = server.get(path).headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        types = {
            "/feed.xml": "application/rss+xml",
            "/ru/atom.xml": "application/atom+xml",
            "/feed.json": "application/feed+json",
        }
        for path, kind in types.items():
            assert server.get(path).headers["Content-Type"].startswith(kind), path
        for path, words in (("/nowhere/", 'lang="en"'), ("/ru/nowhere", 'lang="ru"'), ("/uz/nowhere/", 'lang="uz"')):
            missing = server.get(path)
            assert (missing.status, words in missing.text) == (404, True), path
        for path in ("/_headers", "/.pressgen.json", "/.git/config"):
            assert server.get(path).status == 404, path
        assert server.get("/.well-known/security.txt").status == 200
        assert server.get("/2025/01/a").status == 301
        assert server.get("/", secure=False).headers["Location"] == "https://news.example.org/"
