"""What the preview shows of its own: the status page, the page of a source, and the panel over a page."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from pressgen.content.place import locate
from pressgen.content.scan import lines_of
from pressgen.errors import Problem
from pressgen.messages import Finding, localize
from pressgen.model import Rendered
from pressgen.render.pages import Renderer
from pressgen.serve import status as told
from pressgen.serve.engine import State
from pressgen.serve.status import Row, is_page
from pressgen.site.i18n import language
from pressgen.site.urls import slugify

PAGES = Path(__file__).parent / "pages"
MOST = 200
"""Rows that the status page shows; a search finds the others."""
MOST_LINES = 2_000
"""Lines of a source that its page shows."""
LINK = re.compile(rb'<a\s(?:[^<>]*\s)?href="(?P<href>/[^"#?]*)"[^<>]*>.*?</a>', re.DOTALL)
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
    """The page of one source: its text, what is wrong with it, and where it is shown; empty for an unknown source."""
    row = next((row for row in told.rows(state) if row.source == file), None)
    if row is None or state.sources is None:
        return b""
    problems = localize((problem for problem in state.problems if problem.file == file), lang)
    lines = lines_of(state.sources.root, file)[:MOST_LINES]
    faulty = {problem.line for problem in problems if problem.severity == "error"}
    return _printed("source.html", lang, row=row, problems=problems, lines=lines, faulty=faulty)


def broken_source(state: State, path: str) -> str:
    """The source without a page, because it cannot be read, that an address most likely means; "" if there is none.

    What its front matter says of its address is not known, so the last part of the address is compared with its name.
    """
    name = path.removesuffix("index.html").removesuffix("/").rpartition("/")[2].removesuffix(".html")
    sources = state.sources
    if sources is None or not name:
        return ""
    languages = sources.settings.languages
    broken = (file for file, parsed in sources.documents.items() if parsed.document is None)
    return next((file for file in broken if slugify(locate(file, languages).name) == name), "")


def panel(state: State, source: str, problems: Iterable[Problem], lang: str) -> str:
    """The panel over the foot of a page: the badges of its source, and its errors before those of other files.

    It is empty where there is neither.
    """
    errors = [problem for problem in state.problems if problem.severity == "error"]
    here = [*problems, *(problem for problem in errors if problem.file == source)]
    elsewhere = [problem for problem in errors if problem.file != source]
    badges = told.badges_at(state, source) if source else ()
    if not here and not elsewhere and not badges:
        return ""
    digest = hashlib.blake2b(msgspec.json.encode([*problems, *errors]), digest_size=8).hexdigest()
    return _printed(
        "panel.html",
        lang,
        here=localize(here[:MOST], lang),
        elsewhere=localize(elsewhere[:MOST], lang),
        badges=badges,
        digest=digest,
    ).decode()


def with_badges(page: bytes, state: State, path: str, lang: str) -> bytes:
    """A page with a badge after each link to a release that readers cannot see yet, or that has errors."""
    faulty = told.faulty_sources(state)

    def with_badge(link: re.Match[bytes]) -> bytes:
        address = html.unescape(link["href"].decode("utf-8", "replace"))
        output = state.outputs.get(_path_of(address, state))
        source = output.source if isinstance(output, Rendered) and output.path != path else ""
        one = state.sources.documents.get(source) if state.sources and source else None
        badges = told.badges(one.document, source in faulty, state.instant) if one else ()
        return link[0] + (_printed("badge.html", lang, badges=badges).strip() if badges else b"")

    return LINK.sub(with_badge, page)


def _path_of(address: str, state: State) -> str:
    path = unquote(address).removeprefix(base_path(state))
    return f"{path}index.html" if not path or path.endswith("/") else path


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
