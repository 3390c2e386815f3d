"""What the preview shows of its own: the status page, the page of a source, and the panel over a page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from msgspec import Struct

from pressgen.errors import Problem
from pressgen.messages import Finding, localize
from pressgen.model import Rendered
from pressgen.render.pages import Renderer
from pressgen.serve import status as told
from pressgen.serve.engine import State
from pressgen.serve.status import Row, is_page
from pressgen.site.i18n import language

PAGES = Path(__file__).parent / "pages"
MOST = 200
"""Rows that the status page shows; a search finds the others."""
TEMPLATES = {file.name: file.read_text(encoding="utf-8") for file in sorted(PAGES.glob("*.html"))}
ASSETS = {file.name: file.read_bytes() for file in sorted(PAGES.iterdir()) if file.suffix in (".js", ".css")}
is_shown = is_page


class Told(Struct, frozen=True):
    """What an open page is told: the print of what it should show, the panel over it, and where else to go."""

    print: str
    panel: str
    goto: str = ""


class Status(Struct, frozen=True, kw_only=True):
    """The whole preview at a glance. `count` is that of all rows that the search found, `total` that of all."""

    title: str
    home: str
    problems: tuple[Finding, ...]
    upcoming: tuple[Row, ...]
    rows: tuple[Row, ...]
    count: int
    total: int
    query: str


def status(state: State, lang: str, query: str) -> bytes:
    """The status page: problems, upcoming releases, and each page's way from its file to its address."""
    rows = told.rows(state)
    wanted = query.casefold().split()
    found = [row for row in rows if all(word in f"{row.source} {row.title} {row.href}".casefold() for word in wanted)]
    frame = state.draft.site.editions[0] if state.draft else None
    shown = Status(
        title=frame.title if frame else "",
        home=frame.home.href if frame else "",
        problems=localize(state.problems[:MOST], lang),
        upcoming=told.upcoming(rows, state.instant),
        rows=tuple(found[:MOST]),
        count=len(found),
        total=len(rows),
        query=query,
    )
    return _printed("status.html", lang, status=shown, problem_count=len(state.problems))


def source(state: State, lang: str, file: str) -> bytes:
    """The page of one source: what is wrong with it, and where it is shown; empty if there is no such source."""
    row = next((row for row in told.rows(state) if row.source == file), None)
    if row is None:
        return b""
    problems = localize((problem for problem in state.problems if problem.file == file), lang)
    return _printed("source.html", lang, row=row, problems=problems)


def panel(state: State, source: str, problems: Iterable[Problem], lang: str) -> str:
    """The panel that lies over a page: the badges of its source and every error; empty where there are none."""
    errors = [problem for problem in state.problems if problem.severity == "error"]
    errors.sort(key=lambda problem: problem.file != source)
    errors = [*problems, *errors]
    badges = told.badges_at(state, source) if source else ()
    if not errors and not badges:
        return ""
    return _printed("panel.html", lang, errors=localize(errors[:MOST], lang), count=len(errors), badges=badges).decode()


def with_news(page: bytes, news: Told, path: str) -> bytes:
    """A page with its panel and the script that follows changes, both only in this answer."""
    element = (
        f'<pressgen-preview data-path="{escape(path)}" data-print="{news.print}">'
        f"{news.panel}</pressgen-preview>"
        '<script src="/_pressgen/preview.js"></script>'
    ).encode()
    place = page.rfind(b"</body>")
    return page + element if place < 0 else page[:place] + element + page[place:]


def base_path(state: State) -> str:
    """Where the site's addresses begin."""
    return state.address.base_path


def edited(state: State, path: str) -> str:
    """The address of the page that was edited last, if it is another than the one at a path."""
    pages = {
        output.source: output.path
        for output in state.outputs.values()
        if output.source in state.changed and is_page(output.path)
    }
    found = next((pages[source] for source in sorted(pages)), "")
    return state.address.href(found) if state.draft and found not in ("", path) else ""


def _printed(template: str, lang: str, **named: object) -> bytes:
    context = {"lang": lang, "dir": language(lang).dir, **named}
    return _renderer().render(Rendered(path=template, template=template, values=context))


@cache
def _renderer() -> Renderer:
    return Renderer(TEMPLATES, str, {})
