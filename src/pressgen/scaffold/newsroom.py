"""A new newsroom: settings, samples, the recipe of its host and the wiring of editors, laid out in a folder."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from pressgen.content import schemas
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.answers import Answers
from pressgen.scaffold.lay import Laid, lay
from pressgen.scaffold.samples import samples, voices
from pressgen.scaffold.wording import plain_markdown, quoted, spoken
from pressgen.settings import STOCK_BOILERPLATE, STOCK_PICTURES
from pressgen.version import __version__

RECIPES = Path(__file__).parent / "recipes"
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
"""The recipes of each host: where they go, and their names here."""
IGNORED = "output/\npreview/\n.pressgen/\n.venv/\n"
REQUIREMENTS = """\
# What a computer that builds this newsroom installs: python -m pip install --requirement requirements.txt
# To update pressgen, change the last line, and copy constraints.txt from the new version.
--constraint constraints.txt
{}
"""
SETTINGS_SCHEMA = ".vscode/pressgen.schema.json"
VSCODE = """\
{
  "yaml.schemas": { "./.vscode/pressgen.schema.json": "pressgen.yml" },
  "[markdown]": { "editor.wordWrap": "on", "editor.quickSuggestions": { "other": "off" } },
  "files.encoding": "utf8",
  "files.eol": "\\n"
}
"""
EXTENSIONS = '{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'
OFFICE = {"en": "Press Office", "ru": "Пресс-служба", "uz": "Matbuot xizmati"}
SETTINGS = """\
# yaml-language-server: $schema={schema}
# Settings of this newsroom. Only `title` and `url` are needed; unknown settings are errors.

# Name of the newsroom. It can differ by language: {{en: City News, ru: Новости города}}
title: {title}

# The public address, with its base path if there is one: https://example.org/news/
url: {url}

# The first language is at the root of the site, each of the others in its own folder.
languages: [{languages}]

# Dates without an offset are in this time zone.
timezone: {timezone}

# The organisation, as shown in the footer and to search engines.
publisher:
  name: {title}
  # url: https://www.example.org/
  logo: /pictures/sample-logo.svg

# Press contacts by key. A release selects them with `contacts: [press]`; otherwise it shows all of them.
# Write your own address and number here, and on the page Contacts, before you publish.
contacts:
  press:
    name: {office}
    email: press@example.org
    # phone: +998 66 233 00 00

# The paragraph about the organisation under every release (Markdown).
boilerplate:{boilerplate}

# Share links under a release, in this order; an empty list shows none.
share: [telegram, facebook, x, whatsapp, linkedin, email]

# Releases on a list page.
page_size: 20

# The organisation's profiles on other sites.
# profiles:
#   Telegram: https://t.me/example
"""


def found(folder: Path, answers: Answers, instant: datetime, requirement: str = "") -> Laid:
    """Lay out a newsroom in a folder, with samples dated before the instant; what is there already stays.

    `requirement` is how pip can install this pressgen elsewhere; its version if not given.
    Raises SettingsError if the folder has a site, and OutputError where something cannot be written.
    """
    if os.path.lexists(folder / "pressgen.yml"):
        raise SettingsError(Problem.at("scaffold-taken", folder=str(folder)))
    files = dict(samples(answers, instant))
    files |= {place: (RECIPES / name).read_text(encoding="utf-8") for place, name in HOSTS[answers.host].items()}
    files |= {
        ".gitignore": IGNORED,
        "requirements.txt": REQUIREMENTS.format(requirement or f"pressgen=={__version__}"),
        "constraints.txt": (RECIPES / "constraints.txt").read_text(encoding="utf-8"),
        ".vscode/settings.json": VSCODE,
        ".vscode/extensions.json": EXTENSIONS,
        SETTINGS_SCHEMA: schemas.settings(),
        ".vscode/frontmatter.schema.json": schemas.frontmatter(),
        # Last, so that a run that failed half-way can be called again.
        "pressgen.yml": settings_text(answers),
    }
    pictures = {f"content/pictures/{name}": (PICTURES / name).read_bytes() for name in STOCK_PICTURES}
    return lay(folder, pictures | {name: text.encode() for name, text in files.items()})


def settings_text(answers: Answers) -> str:
    """The pressgen.yml of a new newsroom."""
    speaking = voices(answers.languages)
    office = ", ".join(f"{lang}: {quoted(OFFICE[texts])}" for lang, texts in speaking.items())
    about = {lang: STOCK_BOILERPLATE[texts].format(plain_markdown(answers.title)) for lang, texts in speaking.items()}
    return SETTINGS.format(
        schema=SETTINGS_SCHEMA,
        title=quoted(answers.title),
        url=quoted(answers.url),
        # Elsewhere than here, a bare no is a truth value.
        languages=", ".join(quoted(lang) if lang == "no" else lang for lang in answers.languages),
        timezone=answers.timezone,
        office=f"{{{office}}}" if len(speaking) > 1 else office.partition(": ")[2],
        boilerplate=spoken(about),
    )
