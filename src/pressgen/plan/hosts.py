"""Files with which hosts redirect and answer 410 by themselves: `_redirects`, a map for nginx, `.htaccess`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct

from pressgen.errors import Problem, shorten
from pressgen.model import Copied, Derived, Rendered
from pressgen.plan.paths import is_publishable
from pressgen.settings import Settings
from pressgen.site.redirects import Move
from pressgen.site.urls import Address, uri

Host = Literal["netlify", "cloudflare", "nginx", "apache"]
FILES: dict[Host, tuple[str, str]] = {
    "netlify": ("_redirects", "redirects.txt"),
    "cloudflare": ("_redirects", "redirects.txt"),
    "nginx": ("redirects.nginx.conf", "redirects-nginx.txt"),
    "apache": (".htaccess", "htaccess.txt"),
}
"""The file of each host in the output, and its template."""
# Only these stand for themselves in a regular expression of Apache, inside quotation marks.
_PLAIN = re.compile(r"[A-Za-z0-9/_~-]")


class Rule(Struct, frozen=True, kw_only=True, gc=False):
    """What a host answers at an old address, both in the spelling of its file; `target` is empty for 410.

    `page` is the file that it shows with a 410.
    """

    address: str
    target: str = ""
    page: str = ""


def host_files(
    moves: Sequence[Move], gone: Sequence[str], settings: Settings, address: Address, files: Iterable[Copied | Derived]
) -> tuple[tuple[Rendered, ...], tuple[Problem, ...]]:
    """The files of the hosts in the settings, if there is a rule to write, and the problems with them.

    A file of the newsroom's own at the same place counts more, and is reported.
    """
    hosts = settings.redirect_files
    if not moves and not gone:
        return (), ()
    own_files = {file.path: file.source for file in files if isinstance(file, Copied)}
    outputs: list[Rendered] = []
    problems = [
        Problem.at("redirect-no-file", move.file, move.line, old=shorten(f"/{move.path.removesuffix('index.html')}"))
        for move in moves
        if not hosts and not is_publishable(move.path)
    ]
    for host in hosts:
        path, template = FILES[host]
        if path in own_files:
            problems.append(Problem.at("redirect-file-taken", own_files[path], name=path, host=host))
            continue
        rules = tuple(_RULES[host](moves, gone, address))
        values: dict[str, object] = {"rules": rules, "host": host, "prefix": address.base_path}
        outputs.append(Rendered(path=path, template=template, values=values))
    return tuple(outputs), tuple(problems)


def _forms(path: str) -> tuple[str, ...]:
    """The addresses within the site at which hosts show an output file, the usual one first."""
    if path.endswith("/index.html"):
        folder = path.removesuffix("index.html")
        return f"/{folder}", f"/{folder[:-1]}"
    return (f"/{path}",)


def _lines_of_redirects(moves: Sequence[Move], gone: Sequence[str], address: Address, force: str) -> Iterator[Rule]:
    """Rules for `_redirects`, percent-encoded; hosts read # as a comment and : and * as patterns."""
    for move in moves:
        for form in _forms(move.path):
            yield Rule(address=_encoded(form, address), target=f"{uri(move.href)} 301{force}")
    for path in gone if force else ():
        file = uri(address.href(path)) + ("index.html" if path.endswith("/index.html") else "")
        for form in _forms(path):
            yield Rule(address=_encoded(form, address), target=f"{file} 410!")


def _encoded(form: str, address: Address) -> str:
    return uri(address.href(form[1:])).replace(":", "%3A").replace("*", "%2A")


def _nginx(moves: Sequence[Move], gone: Sequence[str], address: Address) -> Iterator[Rule]:
    """Lines of a map from decoded paths, in quotation marks."""
    base = address.base_path[:-1]
    for move in moves:
        # A $ would begin a variable.
        target = uri(move.href).replace("$", "%24")
        for form in _forms(move.path):
            yield Rule(address=_quoted(base + form), target=_quoted(target))
    for path in gone:
        for form in _forms(path):
            yield Rule(address=_quoted(base + form))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _apache(moves: Sequence[Move], gone: Sequence[str], address: Address) -> Iterator[Rule]:
    """Patterns of mod_rewrite for paths below the folder of .htaccess, whatever the base path is."""
    for move in moves:
        # Digits after a % or a $ would stand for parts of the pattern.
        target = uri(move.href).replace("%", "\\%").replace("$", "\\$")
        yield Rule(address=_pattern(move.path), target=target)
    for path in gone:
        page = "$1/index.html" if path.endswith("/index.html") else "$1"
        yield Rule(address=_pattern(path), page=page)


def _pattern(path: str) -> str:
    """A regular expression for an output file, in quotation marks."""
    is_folder = path.endswith("/index.html")
    text = path.removesuffix("/index.html")
    return f'"^({"".join(map(_literal, text))}){"/?" if is_folder else ""}$"'


def _literal(character: str) -> str:
    if _PLAIN.match(character) or not character.isascii():
        return character
    # Apache ends the pattern at any quotation mark. In brackets, a ^ alone has a meaning.
    return {'"': "\\x22", "^": "\\^"}.get(character, f"[{character}]")


_RULES: dict[Host, Callable[[Sequence[Move], Sequence[str], Address], Iterator[Rule]]] = {
    # The page at the old address would win without a !.
    "netlify": partial(_lines_of_redirects, force="!"),
    # Rules win here, a ! is an error, and so is 410: readers see the notice itself.
    "cloudflare": partial(_lines_of_redirects, force=""),
    "nginx": _nginx,
    "apache": _apache,
}
