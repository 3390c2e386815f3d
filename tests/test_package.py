"""The wheel: what a user installs works in an empty folder, with the theme and the interface words in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_theme_words_kinds_and_types_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {
        "pressgen/theme/article.html",
        "pressgen/theme/style.css",
        "pressgen/theme/sheets/gallery.css",
        "pressgen/content/pictures/fonts/card.ttf",
        "pressgen/content/pictures/fonts/OFL.txt",
        "pressgen/locale/uz.po",
        "pressgen/scaffold/kinds/ru/event.md",
        "pressgen/scaffold/samples/uz/about.md",
        "pressgen/scaffold/recipes/github.yml",
        "pressgen/py.typed",
    } <= {*names}
    assert all(name.startswith(("pressgen/", "pressgen-")) for name in names)


def test_the_installed_wheel_builds_a_site_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "pressgen.yml").write_text("title: N\nurl: https://x.example/\nlanguages: [uz]\n", encoding="utf-8")
    (site / "content" / "a.md").write_text("---\ntitle: A\ndate: 2025-01-27\ntags: b\n---\nText\n", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); from pressgen.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "build"], cwd=site, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "output: 1 release" in done.stderr
    assert done.stdout == ""
    assert "Teglar" in (site / "output/2025/01/a/index.html").read_text(encoding="utf-8")


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    from pressgen import __version__

    assert wheel.name.startswith(f"pressgen-{__version__}-")
    done = subprocess.run([sys.executable, "-m", "pressgen", "--version"], capture_output=True, text=True)
    assert done.stdout.strip() == f"pressgen {__version__}"
