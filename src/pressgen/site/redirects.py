"""Redirects → moves: which old address leads where, with chains shortened, and loops and dead ends left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from pressgen.content.scan import MARKDOWN
from pressgen.content.settings.places import is_setting, place
from pressgen.errors import Problem, shorten
from pressgen.model import Issued, Page, Post, Redirect, Term
from pressgen.settings import Settings
from pressgen.site.addresses import FEED_FILES, prefix_of
from pressgen.site.near_names import NearNames
from pressgen.site.taxonomy import identity, names_by_language
from pressgen.site.urls import Address, collision_key, permalink_path, slugify

FOR_PROGRAMS = (".xml", ".json", ".ics")
"""Endings of files that programs read: feeds, sitemaps and calendars."""
MAX_LINKS = 8
"""Links of a loop that a message names."""
MAX_NAMES = 5_000
"""Addresses that are compared with one that does not exist."""
_MOST_FOLDERS = 500
"""Folders that a file may be in, whose path is no longer than 1,000 bytes."""


class Move(Struct, frozen=True, kw_only=True, gc=False):
    """An old address that leads somewhere: its output file `path`, and the `href` (or a URL) of its target.

    `target_path` is the output file of the target, empty on another site; `file` and `line` are where it is written.
    One that `is_recorded` is from an address that was public.
    """

    path: str
    href: str
    target_path: str
    file: str
    line: int = 0
    is_recorded: bool = False


class Moves(Struct, frozen=True):
    """All moves of a site, each old address once, and the problems of redirects that could not be used."""

    moves: tuple[Move, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Table:
    """Redirects by the keys of their old addresses, and the files of the site by theirs."""

    def __init__(self, paths: Iterable[str], address: Address) -> None:
        self.files = {collision_key(path): path for path in paths}
        self.redirects: dict[str, Redirect] = {}
        self.address = address
        self.near_names = NearNames(self._pages, 0.8)

    def _pages(self) -> dict[str, str]:
        pages = sorted(path for path in self.files.values() if path.endswith(".html"))[:MAX_NAMES]
        return {address: address for address in map(_shown, pages)}

    def file_of(self, target: str) -> str:
        """The output file at a path within the site; empty if there is none."""
        paths = target.lstrip("/"), permalink_path(target)
        return next((path for path in paths if self.files.get(collision_key(path)) == path), "")

    def holder_of(self, address: str) -> str:
        """The output file that readers get at an old address, or in whose place its folder would be; empty if none."""
        if path := self.files.get(key_of(address)):
            return path
        names = address.strip("/").split("/")
        above = ("/".join(names[: number + 1]) for number in range(min(len(names), _MOST_FOLDERS)))
        return next((path for folder in above if (path := self.files.get(collision_key(folder)))), "")

    def next(self, redirect: Redirect) -> Redirect | None:
        """The redirect at the address to which this one leads."""
        return self.redirects.get(key_of(redirect.target)) if redirect.target.startswith("/") else None

    def add(self, redirect: Redirect) -> Iterator[Problem]:
        """Take a redirect in, unless a page or another redirect has its address."""
        key, holder = key_of(redirect.address), self.holder_of(redirect.address)
        earlier = self.redirects.get(key)
        if holder:
            # An address of a page that is written in another way, such as with other capital letters, is no mistake.
            if redirect.is_recorded and self.file_of(redirect.target) not in ("", holder):
                yield _report("address-reused", redirect)
            elif not redirect.is_recorded and (self.file_of(redirect.target) != holder or redirect.suffix):
                yield _report(_taken(redirect), redirect)
        elif earlier is None:
            self.redirects[key] = redirect
        elif not redirect.is_recorded and not _is_same_target(earlier, redirect):
            other = {"other": shorten(earlier.target + earlier.suffix), "place": _place(earlier)}
            yield _report("redirect-double", redirect, **other)

    def move(self, redirect: Redirect, last: Redirect) -> Move | Problem:
        """The move of a redirect whose chain has this last link; a problem if that leads to no page."""
        target_path = self.file_of(last.target) if last.target.startswith("/") else ""
        if last.target.startswith("/") and not target_path:
            near = self.near_names.find(last.target)
            return _report("redirect-target", last, near=near)
        return Move(
            path=_old_path(redirect.address, target_path),
            href=(self.address.href(target_path) if target_path else last.target) + last.suffix,
            target_path=target_path,
            file=redirect.file,
            line=redirect.line,
            is_recorded=redirect.is_recorded,
        )


def _old_path(address: str, target_path: str) -> str:
    """The output file for an old address. That of a feed is a file, since there is a feed and no page."""
    suffix = PurePosixPath(address).suffix
    is_file = suffix in FOR_PROGRAMS and target_path.endswith(suffix)
    return address.strip("/") if is_file else permalink_path(address)


def key_of(address: str) -> str:
    """The key of an address within the site: two with the same key are one file on some file system."""
    return collision_key(permalink_path(address))


def _taken(redirect: Redirect) -> str:
    """The problem of a redirect whose address a page has, by where it is written."""
    if is_setting(redirect.file):
        return "redirect-taken/tag"
    return "redirect-taken/alias" if redirect.file.endswith(MARKDOWN) else "redirect-taken"


def resolve(redirects: Sequence[Redirect], paths: Iterable[str], address: Address) -> Moves:
    """The moves of a site whose files have these paths.

    The first redirect for an address counts, and a page at the address counts more than any redirect.
    """
    if not redirects:
        return Moves()
    moves: list[Move] = []
    table = _Table(paths, address)
    problems = [problem for redirect in redirects for problem in table.add(redirect)]
    loops: set[str] = set()
    for redirect in redirects:
        if table.redirects.get(key_of(redirect.address)) is not redirect:
            continue
        chain = _chain(redirect, table)
        if table.next(chain[-1]) is not None:
            problems += _loop(chain, table, loops) if not redirect.is_recorded else ()
            continue
        move = table.move(redirect, chain[-1])
        if isinstance(move, Move):
            moves.append(move)
        # Of a chain, only its last link can be corrected.
        elif chain[-1] is redirect and not redirect.is_recorded:
            problems.append(move)
    return Moves(tuple(moves), tuple(problems))


def feed_moves(
    moves: Sequence[Move], redirects: Iterable[Redirect], paths: Iterable[str], address: Address
) -> list[Move]:
    """The moves of feeds whose lists move: to the feed of the list to which the page goes, or of the one above it."""
    keys = {key_of(redirect.address) for redirect in redirects if redirect.has_feeds}
    lists = [move for move in moves if collision_key(move.path) in keys and move.target_path] if keys else []
    if not lists:
        return []
    files = {*paths}
    taken = files | {move.path for move in moves}
    return [
        Move(path=old, href=address.href(target), target_path=target, file=move.file, line=move.line)
        for move in lists
        for name in FEED_FILES
        if (target := _feed_above(move.target_path, name, files))
        if (old := f"{move.path.removesuffix('index.html')}{name}") not in taken
    ]


def _feed_above(path: str, name: str, files: Collection[str]) -> str:
    """The feed with this name in the folder of a page, or in the nearest one above; empty if there is none."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        feed = f"{folder}/{name}".lstrip("/")
        if feed in files:
            return feed
    return ""


def lost_addresses(issued: Sequence[Issued], moves: Iterable[Move], paths: Iterable[str]) -> Iterator[Problem]:
    """A warning for each release or page whose address would lead to nothing."""
    if not issued:
        return
    keys = {collision_key(path) for path in paths} | {collision_key(move.path) for move in moves}
    for each in issued:
        if key_of(each.address) not in keys:
            key = "address-lost/hidden" if each.is_hidden else "address-lost"
            values = {"title": shorten(each.title), "old": each.address, "source": each.source}
            yield Problem.at(key, each.file, each.line, **values)


def _shown(path: str) -> str:
    """The address within the site of an output file, as people write it."""
    return "/" + (path.removesuffix("index.html") if path.endswith("/index.html") else path)


def _chain(redirect: Redirect, table: _Table) -> list[Redirect]:
    """A redirect and those that it leads to, up to the last one or the first that comes again."""
    chain = [redirect]
    keys = {key_of(redirect.address)}
    while (following := table.next(chain[-1])) is not None:
        key = key_of(following.address)
        if key in keys:
            break
        keys.add(key)
        chain.append(following)
    return chain


def _loop(chain: Sequence[Redirect], table: _Table, reported: set[str]) -> Iterable[Problem]:
    """A problem for the loop in which a chain ends, unless it was reported for another of its links."""
    again = table.next(chain[-1])
    start = next(index for index, link in enumerate(chain) if link is again)
    keys = {key_of(link.address) for link in chain[start:]}
    if keys & reported:
        return
    reported |= keys
    links = [shorten(link.address) for link in (*chain[start:], chain[start])]
    shown = links if len(links) <= MAX_LINKS else [*links[: MAX_LINKS - 2], "…", links[-1]]
    yield _report("redirect-loop", chain[start], links=" → ".join(shown))


def _is_same_target(first: Redirect, second: Redirect) -> bool:
    if not first.target.startswith("/") or not second.target.startswith("/"):
        return first.target + first.suffix == second.target + second.suffix
    return key_of(first.target) == key_of(second.target) and first.suffix == second.suffix


def _place(redirect: Redirect) -> str:
    return f"{redirect.file}:{redirect.line}" if redirect.line else redirect.file


def _report(key: str, redirect: Redirect, **values: str) -> Problem:
    texts: Mapping[str, str] = {
        "old": shorten(redirect.address),
        "new": shorten(redirect.target + redirect.suffix),
        **values,
    }
    return Problem.at(key, redirect.file, redirect.line, **texts)


def alias_redirects(documents: Iterable[Post | Page], paths: Mapping[str, str]) -> Iterator[Redirect]:
    """The redirects from the aliases of documents to their pages; `paths` are the output paths by source."""
    for document in documents:
        for alias in document.matter.aliases:
            line = document.matter.lines.get("aliases", 0)
            yield Redirect(address=alias, target=_shown(paths[document.path]), file=document.path, line=line)


def tag_redirects(terms: Mapping[str, Sequence[Term]], settings: Settings) -> Iterator[Redirect]:
    """The redirects from the old names and addresses of tags to their pages."""
    by_identity = {lang: {identity(term.name): term for term in in_lang} for lang, in_lang in terms.items()}
    for tag_key, group in settings.tags.items():
        names = names_by_language(group)
        pages = [
            (prefix_of(lang, settings), term)
            for lang in settings.languages
            if (term := by_identity[lang].get(identity(names.get(lang.lower(), ""))))
        ]
        for alias in group.get("aliases", ()):
            if alias.startswith("/"):
                # An address belongs to one language: to that in whose folder it is.
                own = [page for page in pages if page[0] and alias.startswith(f"/{page[0]}")] or pages
                addresses = [(alias, term) for _, term in own[:1]]
            else:
                addresses = [(f"/{prefix}tags/{slugify(alias)}/", term) for prefix, term in pages]
            file = place("tags", tag_key, "aliases")
            for old, term in addresses:
                yield Redirect(address=old, target=f"/{term.path}", file=file, has_feeds=True)
