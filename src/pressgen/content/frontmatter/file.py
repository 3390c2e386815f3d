"""One file's bytes to its two parts: the YAML between the fences and the body, with lines."""

from __future__ import annotations

import re

from msgspec import Struct

from pressgen.content.frontmatter.keys import find, is_foreign
from pressgen.errors import Problem

_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
)
_OTHER_ENCODINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_ASCII_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_BREAKS = str.maketrans("\x0b\x0c\x85", "   ")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_OPEN = re.compile(r"\ufeff*(?:[^\S\n]*\n)*\ufeff*---[^\S\n]*(?:ya?ml[^\S\n]*)?\n", re.IGNORECASE)
_CLOSE = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)
_ALMOST = re.compile(r"^[^\S\n]*(?:[-\u2013\u2014_*]{2,}|\u2014)[^\S\n]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z][\w -]{0,40}:(?:[^\S\n]|\n|$)")
# Keys between the line that closes the front matter and another: with what belongs to them, and no line of prose.
_SECOND_BLOCK = re.compile(
    r"(?P<fence>(?:---[^\S\n]*\n)?)(?P<keys>(?:[^\S\n]*\n)*"
    r"(?:[A-Za-z][\w-]*:(?:[^\S\n].*)?\n(?:[^\S\n]+\S.*\n|(?:- |#).*\n|[^\S\n]*\n)*)+)"
    r"(?=---[^\S\n]*(?:\n|\Z))"
)
_NAMES = re.compile(r"^([A-Za-z][\w-]*):", re.MULTILINE)


class Parts(Struct, frozen=True, kw_only=True):
    """A file in two; `matter` is None where it has no front matter. Lines count from 1."""

    matter: str | None = None
    matter_line: int = 0
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


def divide(data: bytes, file: str) -> Parts:
    """Decode a file and part its front matter from its body; line ends become line feeds."""
    fault = _not_text(data, file)
    if fault is not None:
        return Parts(problems=(fault,))
    text, problems = _decode(data, file)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _has_controls(data) and (found := _CONTROL.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        sign = f"U+{ord(found[0]):04X}"
        problems += (Problem.at("control-character", file, line, character=sign),)
        text = _CONTROL.sub("", text.translate(_BREAKS))
    return _cut(text, file, problems)


def _not_text(data: bytes, file: str) -> Problem | None:
    for mark, name in _OTHER_ENCODINGS:
        if data.startswith(mark):
            return Problem.at("file-encoding/other", file, 1, encoding=name)
    kind = next((name for head, name in _HEADS if data.startswith(head)), "")
    if kind:
        return Problem.at("file-not-text", file, 1, format=kind)
    if b"\x00" in data:
        return Problem.at("file-not-text/binary", file, 1)
    return None if data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c") else Problem.at("file-empty", file, 1)


def _decode(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        problem = Problem.at("file-encoding", file, line, column, byte=f"{data[error.start]:02X}")
        # What else is wrong is still looked for, so that all is told at once.
        return data.decode("utf-8", "replace"), (problem,)


def _has_controls(data: bytes) -> bool:
    if len(data.translate(None, _ASCII_CONTROLS)) != len(data):
        return True
    if data.isascii():
        return False
    # In UTF-8 every C1 control, and every noncharacter, holds one of these.
    if b"\xc2" in data or (b"\xef" in data and b"\xef\xb7" in data):
        return True
    return b"\xbf" in data and (b"\xbf\xbe" in data or b"\xbf\xbf" in data)


def _cut(text: str, file: str, problems: tuple[Problem, ...]) -> Parts:
    opened = _OPEN.match(text)
    if opened is None:
        return _without_opening(text, file, problems)
    first = text.count("\n", 0, opened.end()) + 1
    closed = _CLOSE.search(text, opened.end())
    if closed is None:
        near = _ALMOST.search(text, opened.end())
        line = text.count("\n", 0, near.start()) + 1 if near else first - 1
        key = "fence-close-missing/near" if near else "fence-close-missing"
        return Parts(problems=(*problems, Problem.at(key, file, line)))
    matter = text[opened.end() : closed.start()]
    after = _line_end(text, closed.start())
    rest = _SECOND_BLOCK.match(text, after)
    if rest and _are_keys(rest["keys"], bool(rest["fence"])):
        # Each line of hyphens becomes an empty comment, so that the lines keep their numbers.
        fences = "#\n" * (2 if rest["fence"] else 1)
        matter += fences + rest["keys"]
        line = first + text.count("\n", opened.end(), closed.start())
        problems += (Problem.at("fence-second", file, line),)
        after = _line_end(text, rest.end("keys"))
    return Parts(
        matter=matter,
        matter_line=first,
        body=text[after:],
        body_line=first + text.count("\n", opened.end(), after),
        problems=problems,
    )


def _line_end(text: str, start: int) -> int:
    """Where the line after the one that begins or goes on at `start` begins."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1


def _are_keys(block: str, has_fence: bool) -> bool:
    """Whether the lines of a block are keys of front matter, and not a heading that is underlined with hyphens."""
    names = _NAMES.findall(block)
    # “Contact: Dilnoza” over a line of hyphens is a heading, `contact: press` is a key.
    known = [name for name in names if find(name) and (has_fence or name[0].islower())]
    return bool(known) and (has_fence or all(name in known or is_foreign(name) for name in names))


def _without_opening(text: str, file: str, problems: tuple[Problem, ...]) -> Parts:
    stripped = text.lstrip("\ufeff \t\n\xa0")
    line = text.count("\n", 0, len(text) - len(stripped)) + 1
    head = stripped.partition("\n")[0]
    if head.startswith(("+++", ";;;", "{")) or re.match(r"---[^\S\n]*[A-Za-z]+[^\S\n]*$", head):
        language = "TOML" if head.startswith("+++") else "JSON" if head[0] in ";{" else ""
        fault = Problem.at("fence-foreign" if language else "fence-foreign/other", file, line, language=language)
    elif _KEY.match(head):
        fault = Problem.at("fence-open-missing/keys", file, line)
    elif _ALMOST.match(head) or head.startswith("---"):
        fault = Problem.at("fence-open-missing", file, line)
    else:
        fault = Problem.at("fence-missing", file, line)
    return Parts(body=stripped, body_line=line, problems=(*problems, fault))
