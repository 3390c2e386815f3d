"""content/redirects.csv → redirects: a table of old and new addresses, as spreadsheets write it."""

from __future__ import annotations

import csv
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from pressgen.errors import Phrase, Problem, shorten
from pressgen.letters import source_lines
from pressgen.model import Redirect

FILE = "content/redirects.csv"
_SEPARATORS = ";\t,"
_ADDRESS = re.compile(r"/|https?://", re.IGNORECASE)
_URL = re.compile(r"(?P<origin>https?://[^/?#\s]+)(?P<path>[^?#]*)(?P<suffix>.*)", re.IGNORECASE)
# Spreadsheets of Microsoft write this line above a table to name the character between columns.
_SEPARATOR_LINE = re.compile(r"sep=(.)$", re.IGNORECASE)
_EXAMPLE = "/2025/01/plan/"


class RedirectTable(Struct, frozen=True):
    """The redirects of a table in their order, and the problems of lines that could not be used."""

    redirects: tuple[Redirect, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes, site: str) -> RedirectTable:
    """Read the table; `site` is the public address of the site. A faulty line is left out, with a warning."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return RedirectTable(problems=(Problem.at("redirects-encoding", FILE),))
    lines = source_lines(text)
    separator = _separator(lines)
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    is_first = True
    for number, line in enumerate(lines, 1):
        if not line.strip(" ,;\t") or line.startswith("#") or _SEPARATOR_LINE.match(line):
            continue
        cells = _cells(line, separator)
        is_header = is_first and not any(map(_ADDRESS.match, cells))
        is_first = False
        if is_header:
            continue
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) != 2 or not cells[0]:
            visible = Phrase("tab") if separator == "\t" else separator
            problems.append(Problem.at("redirect-invalid/columns", FILE, number, separator=visible))
            continue
        redirect = _redirect(cells[0], cells[1], number, site)
        if isinstance(redirect, Problem):
            problems.append(redirect)
        else:
            redirects.append(redirect)
    return RedirectTable(tuple(redirects), tuple(problems))


def _separator(lines: list[str]) -> str:
    """The character between columns: the one that a line names, or the first that separates two addresses."""
    for line in lines:
        if match := _SEPARATOR_LINE.match(line):
            return match[1]
        for separator in _SEPARATORS if not line.startswith("#") else "":
            cells = _cells(line, separator)
            if len(cells) > 1 and _ADDRESS.match(cells[1]):
                return separator
    return ","


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]


def _redirect(old: str, new: str, line: int, site: str) -> Redirect | Problem:
    path = _old_path(old, site)
    if isinstance(path, Phrase):
        return Problem.at("redirect-invalid", FILE, line, value=shorten(old), fault=path, path=_EXAMPLE)
    target = _target(new, site)
    if target is None:
        return Problem.at("redirect-invalid/new", FILE, line, value=shorten(new), path=_EXAMPLE)
    return Redirect(address=path, target=target[0], suffix=target[1], file=FILE, line=line)


def _old_path(value: str, site: str) -> str | Phrase:
    """The decoded path within the site of an old address, or the reason why it cannot be used."""
    path, suffix, is_elsewhere = _within_site(value, site)
    if is_elsewhere:
        return Phrase("address-elsewhere")
    if suffix:
        return Phrase("address-query" if suffix[0] == "?" else "address-fragment")
    if not path.startswith("/"):
        path = f"/{path}"
    try:
        decoded = unicodedata.normalize("NFC", unquote(path, errors="strict"))
    except UnicodeDecodeError:
        return Phrase("address-encoding")
    return _fault(path, decoded) or decoded


def _fault(path: str, decoded: str) -> Phrase | None:
    if decoded.count("/") != path.count("/"):
        return Phrase("address-hidden")
    if "//" in decoded:
        return Phrase("address-slashes")
    if {".", ".."} & {*decoded.split("/")}:
        return Phrase("address-relative")
    unsafe_character = next(filter(_is_unsafe, decoded), "")
    if not unsafe_character:
        return None
    name = unsafe_character if unsafe_character.isprintable() else f"U+{ord(unsafe_character):04X}"
    return Phrase.of("address-character", character=name)


def _is_unsafe(character: str) -> bool:
    # Joiners are needed to spell words of Persian and of Indian languages.
    return character == "\\" or not (character.isprintable() or character in "\u200c\u200d")


def _target(value: str, site: str) -> tuple[str, str] | None:
    """The target and the suffix of a new address; None if it is neither on this site nor a URL."""
    path, suffix, is_elsewhere = _within_site(value, site)
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", value):
        return None
    if is_elsewhere:
        try:
            return (path, suffix) if urlsplit(value).hostname else None
        except ValueError:
            return None
    if not path.startswith("/") or path.startswith("//"):
        return None
    try:
        decoded = unicodedata.normalize("NFC", unquote(path, errors="strict"))
    except UnicodeDecodeError:
        return None
    return None if _fault(path, decoded) else (decoded, suffix)


def _within_site(value: str, site: str) -> tuple[str, str, bool]:
    """The path and the suffix of an address within the site; for another site, its URL, the suffix, and True."""
    home = urlsplit(site)
    base = home.path.rstrip("/")
    url = _URL.match(value)
    if url is None:
        path = re.split("[?#]", value, maxsplit=1)[0]
        suffix = value[len(path) :]
        # Addresses are copied from a browser, which shows them with the base path.
        return (path.removeprefix(base) or "/") if path == base or path.startswith(f"{base}/") else path, suffix, False
    path = url["path"] or "/"
    is_same_host = url["origin"].partition("://")[2].casefold() == home.netloc.casefold()
    if is_same_host and f"{path}/".startswith(f"{base}/"):
        return path.removeprefix(base) or "/", url["suffix"], False
    return url["origin"] + url["path"], url["suffix"], True
