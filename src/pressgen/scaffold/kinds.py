"""The kinds of release: a Markdown file for each, in each language; a site may have its own."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from pressgen.content.folders import read, walk
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.samples import voice

FOLDER = Path(__file__).parent / "kinds"
OWN = "templates/kinds"
"""Where a site has its own: KIND.md for all languages, LANG/KIND.md for one."""
_NAME = re.compile(r"[\w-]+")


def names(site: Path) -> tuple[str, ...]:
    """Every kind that can be begun, sorted."""
    problems: list[Problem] = []
    own = {Path(path).stem for path in walk(site, OWN, problems) if path.endswith(".md")}
    return tuple(sorted(own | {path.stem for path in (FOLDER / "en").glob("*.md")}))


def text(site: Path, kind: str, lang: str) -> tuple[str, bytes]:
    """The file of a kind, with a name for messages: the site's own for the language or for all, else the package's.

    Raises SettingsError for a kind that there is not.
    """
    if _NAME.fullmatch(kind):
        for name in (f"{OWN}/{lang}/{kind}.md", f"{OWN}/{kind}.md"):
            data = read(site, name)
            if data is not None:
                return name, data
        for spoken in (voice(lang), "en"):
            path = FOLDER / spoken / f"{kind}.md"
            if spoken and path.is_file():
                return f"kinds/{spoken}/{kind}.md", path.read_bytes()
    known = names(site)
    near = difflib.get_close_matches(kind, known, 1, 0.6)
    key = "kind-unknown/near" if near else "kind-unknown"
    raise SettingsError(Problem.at(key, kind=kind[:60], near="".join(near), known=", ".join(known)))
