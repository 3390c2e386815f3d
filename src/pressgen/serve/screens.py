"""The preview's own pages: the status page, the page of a source, and the panel over a page."""

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
from pressgen.messages import localize
from pressgen.model import Rendered
from pressgen.render.pages import Renderer
from pressgen.serve.engine import State
from pressgen.serve.status import badges_at, faulty_sources, is_page, rows_of, upcoming_rows
from pressgen.site.i18n import language
from pressgen.site.urls import slugify

PAGES = Path(__file__).parent / "pages"
MAX_ROWS = 200
"""Rows and problems on the status page; the search finds other rows."""
MAX_LINES = 2_000
"""Lines of a source on its page."""
LINK = re.compile(rb'<a\s(?:[^<>]*\s)?href="(?P<href>/[^"#?]*)"[^<>]*>.*?</a>', re.DOTALL)
TEMPLATES = {file.name: file.read_text(encoding="utf-8") for file in sorted(PAGES.glob("*.html"))}
ASSETS = {file.name: file.read_bytes() for file in sorted(PAGES.iterdir()) if file.suffix in (".js", ".css")}


class PageUpdate(Struct, frozen=True):
    """What an open page receives: the fingerprint of its current bytes, its panel, and an address to go to."""

    fingerprint: str
    panel: str
    goto: str = ""


def status_page(state: State, lang: str, query: str) -> bytes:
    """The status page: problems, upcoming releases, and the file and address of each page."""
    rows, problems = rows_of(state), state.problems
    words = query.casefold().split()
    matches = [row for row in rows if all(word in f"{row.source} {row.title} {row.href}".casefold() for word in words)]
    edition = state.draft.site.editions[0] if state.draft else None
    return _render(
        "status.html",
        lang,
        title=edition.title if edition else "",
        home=edition.home.href if edition else "",
        problems=localize(problems[:MAX_ROWS], lang),
        problem_count=len(problems),
        upcoming=upcoming_rows(rows, state.instant),
        rows=matches[:MAX_ROWS],
        count=len(matches),
        total=len(rows),
        query=query,
    )


def source_page(state: State, lang: str, file: str) -> bytes:
    """The page of one source: its text, problems and address; empty for an unknown source.

    Only known sources are read: the file's name comes from a request.
    """
    row = next((row for row in rows_of(state) if row.source == file), None)
    if row is None or state.sources is None:
        return b""
    problems = localize((problem for problem in state.problems if problem.file == file), lang)
    lines = lines_of(state.sources.root, file)[:MAX_LINES]
    faulty_lines = {problem.line for problem in problems if problem.severity == "error"}
    return _render("source.html", lang, row=row, problems=problems, lines=lines, faulty=faulty_lines)


def broken_source(state: State, path: str) -> str:
    """The unreadable source that an address most likely means; "" if there is none.

    Its front matter cannot be read, so the end of the address is compared with the file's name.
    """
    name = path.removesuffix("index.html").removesuffix("/").rpartition("/")[2].removesuffix(".html")
    sources = state.sources
    if sources is None or not name:
        return ""
    languages = sources.settings.languages
    broken = (file for file, parsed in sources.documents.items() if parsed.document is None)
    return next((file for file in broken if slugify(locate(file, languages).name) == name), "")


def panel(state: State, source: str, problems: Iterable[Problem], lang: str) -> str:
    """The panel at the foot of a page: badges, errors of its source, errors of other files; empty if there are none."""
    errors = state.errors
    here = [*problems, *(problem for problem in errors if problem.file == source)]
    elsewhere = [problem for problem in errors if problem.file != source]
    badges = badges_at(state, source, faulty_sources(state))
    if not here and not elsewhere and not badges:
        return ""
    # A reader who closed the panel sees it again when the errors change, in whatever language.
    digest = hashlib.blake2b(msgspec.json.encode([*problems, *errors]), digest_size=8).hexdigest()
    return _render(
        "panel.html",
        lang,
        here=localize(here[:MAX_ROWS], lang),
        elsewhere=localize(elsewhere[:MAX_ROWS], lang),
        badges=badges,
        digest=digest,
    ).decode()


def with_badges(page: bytes, state: State, path: str, lang: str) -> bytes:
    """A page with a badge after each link to a release that readers cannot see yet, or that has errors."""
    faulty_files = faulty_sources(state)

    def with_badge(link: re.Match[bytes]) -> bytes:
        address = html.unescape(link["href"].decode("utf-8", "replace"))
        output = state.outputs.get(_path_of(address, state))
        source = output.source if isinstance(output, Rendered) and output.path != path else ""
        badges = badges_at(state, source, faulty_files)
        return link[0] + (_render("badge.html", lang, badges=badges).strip() if badges else b"")

    return LINK.sub(with_badge, page)


def _path_of(address: str, state: State) -> str:
    path = unquote(address).removeprefix(state.address.base_path)
    return f"{path}index.html" if not path or path.endswith("/") else path


def with_panel(page: bytes, update: PageUpdate, path: str) -> bytes:
    """A page with its panel and the script that follows changes, which the built site never has."""
    markup = (
        f'<pressgen-preview data-path="{escape(path)}" data-fingerprint="{update.fingerprint}">'
        f"{update.panel}</pressgen-preview>"
        '<script src="/_pressgen/preview.js"></script>'
    ).encode()
    position = page.rfind(b"</body>")
    return page + markup if position < 0 else page[:position] + markup + page[position:]


def edited_page(state: State, path: str) -> str:
    """The address of the page whose source has just changed; "" if that is the page at `path` or there is none."""
    pages = {
        output.source: output.path
        for output in state.outputs.values()
        if output.source in state.changed and is_page(output.path)
    }
    target = next((pages[source] for source in sorted(pages)), "")
    return state.address.href(target) if state.draft and target not in ("", path) else ""


# Rendered as the site's own pages are: values are escaped, and words come from the catalogues.
def _render(template: str, lang: str, **values: object) -> bytes:
    context = {"lang": lang, "dir": language(lang).dir, **values}
    return _renderer().render(Rendered(path=template, template=template, values=context))


@cache
def _renderer() -> Renderer:
    return Renderer(TEMPLATES, str, {})
