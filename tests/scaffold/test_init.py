"""`pressgen init`: what it lays out builds and checks clean, and nothing that was there is touched."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
import yaml
from click.testing import CliRunner, Result

from pressgen.build import build
from pressgen.cache_folder import CACHE_FOLDER
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.content.settings import settings_file
from pressgen.model import Options
from pressgen.scaffold import newsroom, samples
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.newsroom import create_newsroom
from pressgen.settings import Settings

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 5, 20, 30, tzinfo=timezone.utc)  # the samples lie in two years
NAMED = ("--title", "City News", "--url", "https://news.example.org/")
HOSTILE = "City_News & <b>Co</b> [x](y) #1: “{name}” {day} \\ * `c` {{ x }}"
SAMPLES = {"sample-left", "example-contact"}
"""What a new newsroom is told: what in it is still to be replaced."""


def called(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["init", *words], input=stdin, env={"SOURCE_DATE_EPOCH": None, "TZ": "UTC"})


def laid(folder: Path, languages: str = "en", title: str = "City News", zone: str = "Asia/Tashkent") -> list[str]:
    answers = Answers(
        title=title, url="https://x.example/news/", languages=tuple(languages.split(",")), timezone=zone, host="github"
    )
    return list(create_newsroom(folder, answers, NOW).created)


@pytest.mark.parametrize(
    "languages", ["en", "ru", "uz", "ar", "en,ru,uz", "uz,en,ru", "ar,en", "en,ar", "en-GB", "uz-Cyrl,ru"]
)
def test_the_new_site_builds_and_checks_without_a_word_but_on_its_samples(tmp_path: Path, languages: str) -> None:
    laid(tmp_path, languages)
    report = build(tmp_path, as_of=NOW, options=Options(jobs=1))
    assert (report.exit_code, report.left_out) == (0, ())
    assert {problem.code for problem in report.problems} <= SAMPLES
    assert report.releases == 5 * len(samples.text_languages(tuple(languages.split(","))))
    for instant in (NOW, "2031-01-01"):
        assert {problem.code for problem in check(tmp_path, instant, Options(jobs=1)).problems} <= SAMPLES


def test_samples_leave_nothing_in_the_record_that_would_be_missed(tmp_path: Path) -> None:
    news = tmp_path / "news"
    laid(news)
    options = Options(jobs=1, record="always")
    assert build(news, as_of=NOW, options=options).exit_code == 0
    for source in sorted((news / "content").rglob("*.md")):
        if "sample: true" in source.read_text(encoding="utf-8"):
            source.unlink()
    source = news / "content" / "first.md"
    source.write_text("---\ntitle: First\ndate: 2025-01-05\ntags: [News]\n---\nText.\n", encoding="utf-8")
    report = build(news, as_of=NOW, options=options)
    assert "address-lost" not in {problem.code for problem in report.problems}
    recorded = [json.loads(line)["id"] for line in (news / "content" / "record.jsonl").read_text().splitlines()]
    assert any(name.endswith("/first/") for name in recorded) and "tag:/tags/news/" in recorded
    assert not any("about" in name or "open-day" in name for name in recorded)


def test_the_samples_are_translations_of_each_other_with_one_event_day(tmp_path: Path) -> None:
    laid(tmp_path, "en,ru,uz")
    build(tmp_path, as_of=NOW, options=Options(jobs=1))
    pages = [(tmp_path / "output" / place / "2026/01/open-day/index.html").read_text() for place in ("", "ru", "uz")]
    for page, day in zip(pages, ("January 20, 2026", "20 января 2026", "2026-yil 20-yanvar"), strict=True):
        assert day in page
        assert all(f'hreflang="{lang}"' in page for lang in ("en", "ru", "uz"))
    correction = (tmp_path / "content/2026/longer-hours-correction.ru.md").read_text(encoding="utf-8")
    assert "(../2025/longer-hours.ru.md)" in correction
    assert "date: 2026-01-03 10:00" in correction


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Africa/Cairo"])
def test_the_samples_are_public_in_every_zone(tmp_path: Path, zone: str) -> None:
    laid(tmp_path, zone=zone)
    assert build(tmp_path, as_of=NOW, options=Options(jobs=1)).releases == 5


def test_a_name_is_shown_as_it_was_given(tmp_path: Path) -> None:
    laid(tmp_path, "en,ru,uz", HOSTILE)
    report = build(tmp_path, as_of=NOW, options=Options(jobs=1))
    assert [one for one in report.problems if one.severity != "notice" and one.code not in SAMPLES] == []
    assert settings_file.read((tmp_path / "pressgen.yml").read_bytes()).title == HOSTILE
    for place in ("about/index.html", "uz/2026/01/open-day/index.html"):
        page = (tmp_path / "output" / place).read_text(encoding="utf-8")
        text = re.sub(r"\s+", " ", page)
        assert "City_News &amp; &lt;b&gt;Co&lt;/b&gt; [x](y) #1: “{name}” {day} \\ * `c` {{ x }}" in text


def test_every_language_has_every_text() -> None:
    for lang in samples.LANGUAGES:
        names = {path.stem for path in (samples.FOLDER / lang).glob("*.md")}
        assert names == {*samples.RELEASES, *samples.PAGES}


def test_the_recipes_are_those_of_the_documentation(tmp_path: Path) -> None:
    text = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    for name in ("github.yml", "github-check.yml", "dependabot.yml", "gitlab.yml"):
        assert f"```yaml\n{newsroom.recipe(name)}```" in text
    made = laid(tmp_path)
    assert {".github/workflows/publish.yml", ".github/dependabot.yml"} <= {*made}
    assert ".gitlab-ci.yml" not in made
    assert "schedule" in yaml.load((tmp_path / ".github/workflows/publish.yml").read_text(), yaml.BaseLoader)["on"]


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("--host", "gitlab"), ".gitlab-ci.yml"),
        (("--url", "https://city.github.io/news"), ".github/workflows/publish.yml"),
        (("--url", "https://city.gitlab.io/"), ".gitlab-ci.yml"),
    ],
)
def test_the_host_is_chosen_or_told_by_the_address(tmp_path: Path, words: tuple[str, ...], made: str) -> None:
    result = called(str(tmp_path / "a"), *NAMED, *words)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "a" / made).is_file()
    assert "requirements.txt" in result.stderr


def test_editors_get_the_schemas(tmp_path: Path) -> None:
    laid(tmp_path)
    wired = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert wired == {"./.vscode/pressgen.schema.json": "pressgen.yml"}
    for name, what in (("pressgen", "settings"), ("frontmatter", "frontmatter")):
        printed = CliRunner().invoke(main, ["schema", what]).stdout
        assert (tmp_path / f".vscode/{name}.schema.json").read_text(encoding="utf-8") == printed
    assert json.loads((tmp_path / ".vscode/extensions.json").read_text()) == {"recommendations": ["redhat.vscode-yaml"]}
    written = yaml.safe_load((tmp_path / "pressgen.yml").read_text(encoding="utf-8"))
    assert msgspec.convert(written, Settings).contacts["press"].email == "press@example.org"
    assert (tmp_path / ".gitignore").read_text().split() == ["output/", "preview/", f"{CACHE_FOLDER}/", ".venv/"]


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    result = called(str(tmp_path / "a"), "--url", "https://x.example/", stdin="City News\n")
    assert result.exit_code == 2
    assert "Add --title" in result.stderr
    assert "Add --url" in called(str(tmp_path / "a"), "--title", "City News").stderr
    assert not (tmp_path / "a").exists()
    assert called(str(tmp_path / "a"), *NAMED).exit_code == 0
    settings = settings_file.read((tmp_path / "a/pressgen.yml").read_bytes())
    assert (settings.languages, settings.timezone) == (("en",), "UTC")


def test_at_a_terminal_what_is_missing_is_asked_until_it_can_be_used(tmp_path: Path) -> None:
    answers = "City News\nnews example org\nnews.example.org\nen, klingon\nRU, uz_cyrl\nTashkent\nAsia/Tashkent\n"
    with patch("pressgen.cli.init._is_terminal", lambda: True):
        result = called(str(tmp_path / "a"), stdin=answers)
    assert result.exit_code == 0, result.stderr
    assert "Write the whole address: https://news.example.org/." in result.stderr
    assert "“klingon” is not a language" in result.stderr
    assert "Write a name such as Asia/Tashkent." in result.stderr
    settings = settings_file.read((tmp_path / "a/pressgen.yml").read_bytes())
    assert (settings.url, settings.languages) == ("https://news.example.org/", ("ru", "uz-Cyrl"))
    assert settings.timezone == "Asia/Tashkent"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--url", "news", "Write the whole address: https://news.example.org/."),
        ("--url", "ftp://x.example/", "is not an http or https address"),
        ("--url", "javascript:alert(1)", "is not an http or https address"),
        ("--url", "https://x.example/?a=b", "is not an http or https address"),
        ("--url", "", "is not an http or https address"),
        ("--timezone", "Tashkent", "Write a name such as Asia/Tashkent."),
        ("--timezone", "../../etc/passwd", "is not a time zone"),
        ("--languages", "english", "is not a language tag"),
        ("--languages", "xx", "pressgen cannot write dates in the language “xx”"),
        ("--languages", "en,en", "A language is listed twice."),
        ("--languages", " , ", "No language is named."),
        ("--title", " \n ", "The name of the newsroom is empty."),
        ("--title", "a\x07b", "is not text"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_a_cure(
    tmp_path: Path, option: str, value: str, said: str
) -> None:
    result = called(str(tmp_path / "a"), *NAMED, option, value)
    assert result.exit_code == 2
    assert "[scaffold-answer]" in result.stderr
    assert said in result.stderr
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("options", [NAMED, ()])
def test_a_folder_with_a_site_is_refused_before_anything_is_asked(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "pressgen.yml").symlink_to("nowhere")
    result = called(str(tmp_path), *options)
    assert result.exit_code == 2
    assert "[scaffold-taken]" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pressgen.yml"]


def test_what_is_there_is_kept_and_named(tmp_path: Path) -> None:
    (tmp_path / "content/pages").mkdir(parents=True)
    kept = {"content/pages/about.md": "---\ntitle: Mine\n---\nMine.\n", ".gitignore": "*.bak\n", "README.md": "R"}
    for name, text in kept.items():
        (tmp_path / name).write_text(text)
    result = called(str(tmp_path), *NAMED)
    assert result.exit_code == 0
    assert {name: (tmp_path / name).read_text() for name in kept} == kept
    assert result.stderr.split("Not changed (2):")[1].split("Next:")[0].split() == [
        "content/pages/about.md",
        ".gitignore",
    ]
    assert build(tmp_path, as_of=datetime.now(timezone.utc), options=Options(jobs=1)).exit_code == 0


def test_links_lead_nothing_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a/content").symlink_to(tmp_path / "out")
    result = called(str(tmp_path / "a"), *NAMED)
    assert result.exit_code == 1
    assert "[scaffold-failed]" in result.stderr
    assert not any((tmp_path / "out").iterdir())
    assert not (tmp_path / "a/pressgen.yml").exists()
