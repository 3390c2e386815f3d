"""The commands speak the author's language, chosen by the settings or the system."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from conftest import SETTINGS, Site
from pressgen.cli import main
from pressgen.cli.console import Bar, Console

Make = Callable[..., Site]
FAULTY = "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-27 10:00\nviws: 3\n---\n[x](nowhere.md)\n"
DATELESS = "-- content/b.md --\n---\ntitle: B\n---\n"
SOUND = "-- content/a.md --\n---\ntitle: A\ndate: 2025-01-27 10:00\n---\nText\n"
UZBEK = {"LC_ALL": "uz_UZ.UTF-8"}
RUSSIAN = {"LC_ALL": "ru_RU.UTF-8"}


def run(*words: str, **env: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"SOURCE_DATE_EPOCH": None, **env})


def test_a_build_tells_its_problems_in_the_language_of_the_system(site: Make) -> None:
    folder = str(site(FAULTY + DATELESS).folder)
    uzbek, russian = run("build", folder, **UZBEK), run("build", folder, **RUSSIAN)
    assert uzbek.exit_code == russian.exit_code == 1
    assert "content/a.md:6: ogohlantirish [link-missing] “nowhere.md” havolasining fayli topilmadi." in uzbek.stderr
    assert "    maslahat: `views: …` deb yozing.\n" in uzbek.stderr
    assert "output papkasiga hech narsa yozilmadi: 1 ta xato, 2 ta ogohlantirish." in uzbek.stderr
    assert "content/a.md:4:1: предупреждение [key-near-miss] Ключ «viws» неизвестен" in russian.stderr
    assert "В output ничего не записано; ошибок: 1, предупреждений: 2." in russian.stderr


def test_settings_win_and_are_heard_even_where_they_cannot_be_read(site: Make) -> None:
    made = site(SOUND)
    made.edit("pressgen.yml", f"{SETTINGS}messages: uz\n")
    assert "output: 1 ta reliz, " in run("build", str(made.folder), **RUSSIAN).stderr
    made.edit("pressgen.yml", f"{SETTINGS}messages: uz\nshare: [x\npage_size: 3\n")
    result = run("build", str(made.folder), **RUSSIAN)
    assert result.exit_code == 2
    assert "pressgen.yml:5:8: xato [yaml-syntax] [ bilan ochilgan roʻyxat yopilmagan." in result.stderr


def test_the_language_changes_no_byte_of_the_site(site: Make) -> None:
    one, other = site(SOUND), site(SOUND)
    run("build", str(one.folder))
    run("build", str(other.folder), **UZBEK)
    assert one.files() == other.files() != {}


def test_reports_for_programs_have_the_codes_and_the_messages_of_the_language(site: Make) -> None:
    folder = str(site(FAULTY).folder)
    report = json.loads(run("build", folder, "--json", **UZBEK).stdout)
    assert report["problems"][1]["code"] == "link-missing"
    assert report["problems"][1]["severity"] == "warning"
    assert report["problems"][1]["message"].startswith("“nowhere.md” havolasining")
    sarif = json.loads(run("check", "--site", folder, "--format", "sarif", **RUSSIAN).stdout)
    said = {result["ruleId"]: result["message"]["text"] for result in sarif["runs"][0]["results"]}
    assert said["link-missing"].startswith("Файл ссылки «nowhere.md» не найден. Проверьте путь")


def test_explanations_and_findings_are_told_in_the_language(site: Make) -> None:
    folder = str(site(SOUND).folder)
    first = run("build", folder, "--explain", "/", **RUSSIAN)
    assert first.stdout == "index.html: новый: о нём ничего не запомнено, или файл изменило что-то другое\n"
    again = run("build", folder, "--explain", "/", **RUSSIAN)
    assert again.stdout == "index.html: оставлен: его шаблон и значения не изменились\n"
    assert "Проверено файлов: 1; предупреждений: 1, замечаний: 1." in run("check", "--site", folder, **RUSSIAN).stderr


def test_progress_is_told_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar(True, Console("ru"))
    bar.show("parse", 300, 300)
    bar.show("render", 420, 420)
    assert capsys.readouterr().err == "разобрано: 300 из 300\nнапечатано: 420 из 420\n"


def test_several_names_that_may_be_meant_are_told_in_the_language(site: Make) -> None:
    result = run("eject", "articl.html", "--site", str(site(SOUND).folder), **RUSSIAN)
    assert "Может быть, article.html" in result.stderr
    assert " or " not in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new",), "Sarlavhani qoʻshtirnoq ichida yozing"),
        (("build", "--output", ""), "--output boʻsh; papka nomini yozing."),
        (("init", "desk"), "Berilmagan: Matbuot markazining nomi; soʻrash uchun terminal yoʻq."),
        (("build", "--jobs", "0"), "Invalid value for '--jobs'"),
    ],
)
def test_what_was_asked_for_in_a_wrong_way_is_told_in_the_language(
    words: tuple[str, ...], told: str, site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site(SOUND).folder)
    result = run(*words, **UZBEK)
    assert result.exit_code == 2
    assert told in result.stderr
