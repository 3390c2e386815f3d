"""Old addresses: a small page at each of them redirects to the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from msgspec import structs

from pressgen.content.settings.places import file_of
from pressgen.model import Output, Packed, Rendered, Site
from pressgen.plan.layout import EditionContext
from pressgen.plan.paths import is_publishable
from pressgen.plan.press_kits import KIT_ENDING, kit_path_of
from pressgen.plan.views import Head, Newsroom
from pressgen.site.events import calendar_path_of
from pressgen.site.redirects import Move, Moves, feed_moves, lost_addresses, resolve
from pressgen.site.urls import Address

_TEMPLATE = "redirect.html"


def moves_of(site: Site, outputs: Iterable[Output], address: Address) -> Moves:
    """All moves of a site with these outputs."""
    paths = [output.path for output in outputs]
    moves = resolve(site.redirects, paths, address)
    others = [
        *feed_moves(moves.moves, site.redirects, paths, address),
        *_companion_moves(moves.moves, paths, address),
        *_moves_of_withdrawn_files(site, moves.moves, paths),
    ]
    return Moves((*moves.moves, *others), (*moves.problems, *lost_addresses(site.issued, moves.moves, paths)))


def _companion_moves(moves: Iterable[Move], paths: Iterable[str], address: Address) -> Iterator[Move]:
    """The moves of the calendar files and the press kits of releases, which go where their pages go."""
    files = frozenset(path for path in paths if path.endswith((".ics", KIT_ENDING)))
    for move in moves if files else ():
        for path_of in (calendar_path_of, kit_path_of) if move.target_path else ():
            target, old = path_of(move.target_path), path_of(move.path)
            if target in files and old not in files:
                yield structs.replace(move, path=old, href=address.href(target), target_path=target)


def _moves_of_withdrawn_files(site: Site, moves: Iterable[Move], paths: Iterable[str]) -> Iterator[Move]:
    """The moves of the calendar files and the press kits of withdrawn releases, which lead to their notices."""
    notices = {
        each.path: each for edition in site.editions for each in edition.withdrawn if each.has_event or each.has_kit
    }
    if not notices:
        return
    taken = frozenset(paths)
    old_pages = [(path, path) for path in notices]
    old_pages += [(move.path, move.target_path) for move in moves if move.target_path in notices]
    for old_page, path in old_pages:
        notice = notices[path]
        files = [calendar_path_of(old_page)] if notice.has_event else []
        files += [kit_path_of(old_page)] if notice.has_kit else []
        for file in files:
            if file not in taken:
                yield Move(path=file, href=notice.href, target_path=notice.path, file=notice.source)


def is_redirect(output: Output) -> bool:
    """Whether an output is the page at an old address."""
    return isinstance(output, Rendered) and output.template == _TEMPLATE


def redirect_pages(
    moves: Sequence[Move], outputs: Iterable[Output], contexts: Sequence[EditionContext]
) -> Iterator[Rendered | Packed]:
    """A page at each old address at which a file can be; its words are those of the page to which it leads.

    At the old address of a feed or a calendar there is that itself: programs that read it follow no page. So it is with
    a press kit, which is large: only where no host redirects to it, and only if it was public there. If one of these
    leads to a page, as those of a withdrawn release do, only the host can redirect.
    """
    if not moves:
        return
    targets = {output.path: output for output in outputs if isinstance(output, Rendered | Packed)}
    has_host = bool(contexts[0].settings.redirect_files)
    for move in moves:
        if not is_publishable(move.path):
            continue
        target = targets.get(move.target_path)
        if isinstance(target, Packed):
            if move.is_recorded and not has_host:
                yield structs.replace(target, path=move.path)
            continue
        is_page = target is not None and isinstance(target.values.get("page"), Head)
        if target and not is_page and PurePath(move.path).suffix == PurePath(target.path).suffix:
            yield structs.replace(target, path=move.path, source=file_of(move.file))
            continue
        if not move.path.endswith((".html", ".htm")):
            continue
        values = _values_of(target, move) if target and is_page else _values_elsewhere(move, contexts)
        yield Rendered(path=move.path, template=_TEMPLATE, source=file_of(move.file), values=values)


def _values_of(target: Rendered, move: Move) -> dict[str, object]:
    page, newsroom = target.values["page"], target.values["newsroom"]
    assert isinstance(page, Head) and isinstance(newsroom, Newsroom)
    head = _head(page.title, page.description, page.href, page.url, newsroom)
    return {"newsroom": newsroom, "style": target.values["style"], "page": head, "target": move.href}


def _values_elsewhere(move: Move, contexts: Sequence[EditionContext]) -> dict[str, object]:
    """The values for a target that is no page of this site: its address takes the place of a title."""
    context = next((one for one in contexts[1:] if move.path.startswith(one.edition.prefix)), contexts[0])
    url = context.address.origin + move.href if move.target_path else move.href
    head = structs.replace(_head(url, url, move.href, url, context.newsroom), sheets=())
    return context.values(page=head, target=move.href)


def _head(title: str, description: str, href: str, url: str, newsroom: Newsroom) -> Head:
    head = Head(kind="redirect", title=title, description=description, href=href, url=url, robots="noindex")
    return structs.replace(head, breadcrumb=(newsroom.home,), feeds=newsroom.feeds)
