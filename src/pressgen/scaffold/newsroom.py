"""A new newsroom: settings, samples, the workflow of its code host and the schemas for editors."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from pressgen.cache_folder import CACHE_FOLDER
from pressgen.catalogue import catalogue
from pressgen.content import schemas
from pressgen.content.yaml.nodes import yaml_string
from pressgen.errors import Problem, SettingsError
from pressgen.model import RECORD_FILE
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.escaping import escape_markdown, localized_yaml
from pressgen.scaffold.files import WriteResult, write_new_files
from pressgen.scaffold.samples import samples, text_languages
from pressgen.settings import STOCK_BOILERPLATE, STOCK_PICTURES
from pressgen.version import __version__

RECORDING = {
    False: "Every build here that publishes adds its releases to content/record.jsonl; commit that file after it.",
    True: "The recipe of the code host adds what it publishes to content/record.jsonl, so builds here do not.",
}
"""What the settings say about the record, by whether a code host builds the site."""
RECIPES = Path(__file__).parent / "recipes"
"""The files of a newsroom that are no samples: settings, workflows, and what git and editors read."""
PICTURES = Path(__file__).parent / "pictures"
HOSTS = {
    "github": {
        ".github/workflows/publish.yml": "github.yml",
        ".github/workflows/check.yml": "github-check.yml",
        ".github/dependabot.yml": "dependabot.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "none": {},
}
"""The workflow files of each host: their paths in the newsroom, and their names in RECIPES."""
SETTINGS_SCHEMA = ".vscode/pressgen.schema.json"
OFFICE = "Press Office"
"""The name of the first press contact, translated."""


def check_folder(folder: Path) -> None:
    """Raise SettingsError if the folder has a site."""
    if os.path.lexists(folder / "pressgen.yml"):
        raise SettingsError(Problem.at("scaffold-taken", folder=str(folder)))


def create_newsroom(folder: Path, answers: Answers, instant: datetime, requirement: str = "") -> WriteResult:
    """Create a newsroom in a folder, with samples dated before the instant; existing files are not changed.

    `requirement` is what pip installs on other computers; this version of pressgen if empty.
    Raises SettingsError if the folder has a site, and OutputError if a file cannot be written.
    """
    check_folder(folder)
    files = dict(samples(answers, instant))
    files |= {path: recipe(name) for path, name in HOSTS[answers.host].items()}
    files |= {
        ".gitignore": recipe("gitignore"),
        ".gitattributes": recipe("gitattributes"),
        # Empty: the first build that publishes fills it.
        RECORD_FILE: "",
        "requirements.txt": recipe("requirements.txt").format(requirement or f"pressgen=={__version__}"),
        "constraints.txt": recipe("constraints.txt"),
        ".vscode/settings.json": recipe("vscode-settings.json"),
        ".vscode/extensions.json": recipe("vscode-extensions.json"),
        SETTINGS_SCHEMA: schemas.settings(),
        ".vscode/frontmatter.schema.json": schemas.frontmatter(),
        # Last: with pressgen.yml the folder has a site, and a run that failed half-way could not be repeated.
        "pressgen.yml": settings_text(answers),
    }
    pictures = {f"content/pictures/{name}": (PICTURES / name).read_bytes() for name in STOCK_PICTURES}
    return write_new_files(folder, pictures | {name: text.encode() for name, text in files.items()})


def recipe(name: str) -> str:
    """The text of a file in RECIPES, with the folder of the cache filled in."""
    return (RECIPES / name).read_text(encoding="utf-8").replace("{cache}", CACHE_FOLDER)


def settings_text(answers: Answers) -> str:
    """The pressgen.yml of a new newsroom."""
    text_langs = text_languages(answers.languages)
    office_names = ", ".join(
        f"{lang}: {yaml_string(catalogue(text_lang).gettext(OFFICE))}" for lang, text_lang in text_langs.items()
    )
    title = escape_markdown(answers.title)
    boilerplate = {
        lang: catalogue(text_lang).gettext(STOCK_BOILERPLATE).format(title=title)
        for lang, text_lang in text_langs.items()
    }
    return recipe("pressgen.yml").format(
        schema=SETTINGS_SCHEMA,
        title=yaml_string(answers.title),
        url=yaml_string(answers.url),
        # Editors and other YAML parsers read a bare no (Norwegian) as a truth value.
        languages=", ".join(yaml_string(lang) if lang == "no" else lang for lang in answers.languages),
        timezone=answers.timezone,
        office=f"{{{office_names}}}" if len(text_langs) > 1 else office_names.partition(": ")[2],
        boilerplate=localized_yaml(boilerplate),
        recording=RECORDING[answers.host != "none"],
        record="# record: true" if answers.host != "none" else "record: true",
    )
