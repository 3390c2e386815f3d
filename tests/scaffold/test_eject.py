"""`pressgen eject`: a template is copied once, its page stays the same, and `check` tells when the original moves on."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from conftest import NOW, Site
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.content import ejected
from pressgen.content.folders import DEFAULT_THEME
from pressgen.model import Options

Make = Callable[..., Site]
RELEASE = "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-27\nsummary: What is new.\ncontacts: {name: Press, email: p@example.org}\n---\nText\n"


def called(made: Site, *words: str) -> Result:
    return CliRunner().invoke(main, ["eject", "--site", str(made.folder), *words])


def notices(made: Site) -> list[str]:
    found = check(made.folder, NOW, Options(jobs=1)).problems
    return [f"{problem.severity} {problem.file}" for problem in found if problem.code == "template-outdated"]


def test_without_a_name_the_templates_are_listed(site: Make) -> None:
    listed = CliRunner().invoke(main, ["eject"]).stdout.split()
    assert listed == sorted(path.relative_to(DEFAULT_THEME).as_posix() for path in DEFAULT_THEME.rglob("*.*"))


def test_the_copy_is_the_original_and_prints_the_same_bytes(site: Make) -> None:
    made = site(RELEASE)
    made.build()
    before = made.files()
    for name in ("article.html", "style.css"):
        result = called(made, name)
        assert (result.exit_code, result.stdout.strip().endswith(f"templates/{name}")) == (0, True)
        assert (made.folder / "templates" / name).read_bytes() == (DEFAULT_THEME / name).read_bytes()
    made.build()
    assert made.files() == before
    assert list(json.loads((made.folder / ejected.RECORD).read_bytes())) == ["article.html", "style.css"]


def test_nothing_is_overwritten(site: Make) -> None:
    made = site(RELEASE + "-- templates/article.html --\nMine\n")
    result = called(made, "article.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[scaffold-taken] templates/article.html already exists" in result.stderr
    assert (made.folder / "templates/article.html").read_text() == "Mine\n"
    assert not (made.folder / ejected.RECORD).exists()


@pytest.mark.parametrize("name", ["artcle.html", "../pressgen.yml", "/etc/passwd", ""])
def test_an_unknown_name_is_refused_with_near_ones(site: Make, name: str) -> None:
    made = site(RELEASE)
    result = called(made, name)
    assert result.exit_code == 2
    assert "[template-unknown]" in result.stderr
    assert ("Did you mean article.html" in result.stderr) == (name == "artcle.html")
    assert not (made.folder / "templates").exists()


def test_a_folder_without_a_site_is_a_usage_error(tmp_path: object) -> None:
    result = CliRunner().invoke(main, ["eject", "--site", str(tmp_path), "article.html"])
    assert result.exit_code == 2
    assert "There is no pressgen.yml in" in result.stderr


def test_check_tells_when_the_original_has_moved_on(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(RELEASE)
    called(made, "article.html")
    called(made, "style.css")
    assert notices(made) == []
    made.edit("templates/article.html", "Mine")
    assert notices(made) == []
    newer = {**ejected.originals(), "article.html": b"newer"}
    monkeypatch.setattr("pressgen.check.templates.originals", lambda: newer)
    assert notices(made) == ["notice templates/article.html"]
    del newer["style.css"]
    assert notices(made) == ["notice templates/article.html", "notice templates/style.css"]
    made.remove("templates/article.html")
    made.edit(ejected.RECORD, "{")
    assert notices(made) == []


def test_other_line_ends_are_no_change() -> None:
    assert ejected.template_digest(b"a\r\nb\n") == ejected.template_digest(b"a\nb\n")


def test_the_difference_between_a_copy_and_the_theme_is_shown(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(RELEASE)
    called(made, "tags.html")
    called(made, "404.html")
    same = called(made, "--diff")
    assert (same.exit_code, same.stdout) == (0, "")
    assert "No template of yours differs" in same.stderr
    own = (made.folder / "templates/tags.html").read_text(encoding="utf-8")
    made.edit("templates/tags.html", own.replace("{% block main %}", "{% block main %}\n<p>Mine</p>"))
    newer = {**ejected.originals(), "tags.html": own.encode() + b"<p>Newer</p>\n"}
    monkeypatch.setattr("pressgen.scaffold.eject.originals", lambda: newer)
    for words in (["--diff"], ["--diff", "tags.html"], ["templates/tags.html", "--diff"]):
        lines = called(made, *words).stdout.splitlines()
        assert lines[:2] == ["--- templates/tags.html", "+++ tags.html of the theme"]
        assert [line for line in lines[2:] if line[0] in "+-"] == ["-<p>Mine</p>", "+<p>Newer</p>"]
    assert called(made, "--diff", "404.html").stdout == ""


def test_only_a_template_that_was_copied_can_be_compared(site: Make) -> None:
    result = called(site(RELEASE), "--diff", "home.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[template-not-copied]" in result.stderr
    assert "[template-unknown]" in called(site(RELEASE), "--diff", "hme.html").stderr
