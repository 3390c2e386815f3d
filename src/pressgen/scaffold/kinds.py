"""The kinds of release: a Markdown template for each kind and language; a site can have its own."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from pressgen.content.folders import read, walk
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.samples import text_language

FOLDER = Path(__file__).parent / "kinds"
SITE_FOLDER = "templates/kinds"
"""The site's own kinds: KIND.md for all languages, LANG/KIND.md for one."""
_NAME = re.compile(r"[\w-]+")


def kind_names(site: Path) -> tuple[str, ...]:
    """Every kind of the site and of the package, sorted."""
    problems: list[Problem] = []
    site_kinds = {Path(path).stem for path in walk(site, SITE_FOLDER, problems) if path.endswith(".md")}
    return tuple(sorted(site_kinds | {path.stem for path in (FOLDER / "en").glob("*.md")}))


def kind_file(site: Path, kind: str, lang: str) -> tuple[str, bytes]:
    """The template of a kind, as a name for messages and bytes: the site's own, else the package's.

    Raises SettingsError for an unknown kind.
    """
    # The kind comes from the command line: it must not name a path.
    if _NAME.fullmatch(kind):
        for name in (f"{SITE_FOLDER}/{lang}/{kind}.md", f"{SITE_FOLDER}/{kind}.md"):
            data = read(site, name)
            if data is not None:
                return name, data
        for text_lang in (text_language(lang), "en"):
            path = FOLDER / text_lang / f"{kind}.md"
            if text_lang and path.is_file():
                return f"kinds/{text_lang}/{kind}.md", path.read_bytes()
    known = kind_names(site)
    near = "".join(difflib.get_close_matches(kind, known, 1, 0.6))
    raise SettingsError(Problem.at("kind-unknown", kind=kind[:60], near=near, known=", ".join(known)))
