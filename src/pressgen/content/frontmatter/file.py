"""The bytes of a file → the YAML between its fences, its body, and the lines on which they begin."""

from __future__ import annotations

import re

from msgspec import Struct

from pressgen.content.frontmatter.keys import comparable, find_key, is_foreign
from pressgen.content.frontmatter.other_forms import TomlError, read_other_form, with_encoded_text
from pressgen.content.frontmatter.withholding import keeps_back
from pressgen.content.markdown.rendering import is_too_large, too_large
from pressgen.errors import Problem

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
)
# UTF-32 first, because its mark begins with that of UTF-16.
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
_ENCODED_CONTROLS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),
    (b"\xef", re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")),
    (b"\xbf", re.compile(rb"\xbf[\xbe\xbf]")),
)
"""A byte of the C1 controls and of the noncharacters in UTF-8, with what it stands in."""
# Marks of byte order and spaces without width come along when a text is pasted.
_OPEN = re.compile(
    r"[\ufeff\u200b\u2060]*+(?:[^\S\n]*+\n)*+[\ufeff\u200b\u2060]*+---[^\S\n]*(?:ya?ml[^\S\n]*)?\n", re.IGNORECASE
)
_CLOSE = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)
# Word processors turn hyphens into dashes.
_FENCE_LIKE = re.compile(r"^[^\S\n]*(?:[-\u2013\u2014_*]{2,}|\u2014)[^\S\n]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z][\w -]{0,40}:(?:[^\S\n]|\n|$)")
# Keys between the closing fence and another one, with their values and without a line of prose.
_SECOND_BLOCK = re.compile(
    r"(?P<fence>(?:(?P<blank>(?:[^\S\n]*\n)*+)---[^\S\n]*\n)?)(?P<keys>(?:[^\S\n]*\n)*"
    r"(?:[^\W\d_][\w-]*:(?:[^\S\n].*)?\n(?:[^\S\n]+\S.*\n|(?:- |#).*\n|[^\S\n]*\n)*)+)"
    r"(?=---[^\S\n]*(?:\n|\Z))"
)
_NAMES = re.compile(r"^([^\W\d_][\w-]*):", re.MULTILINE)
# Comments that the text begins with; readers see nothing of them.
_COMMENTS = re.compile(r"(?:<!--(?:(?!-->)[\s\S])*+-->\s*+)++")
_FENCE_IN_COMMENT = re.compile(r"^---[^\S\n]*\n(?P<key>[A-Za-z][\w-]*):", re.MULTILINE)
# A fence within the first lines, with a key below it.
_FENCE_BELOW = re.compile(r"(?P<above>(?:.*\n){1,20}?)---[^\S\n]*\n(?P<key>[A-Za-z][\w-]*):(?=[^\S\n]|\n)")


class DividedFile(Struct, frozen=True, kw_only=True):
    """The front matter and the body of a file; `matter` is None if there is none. Lines count from 1."""

    matter: str | None = None
    matter_line: int = 0
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


def divide(data: bytes, file: str) -> DividedFile:
    """Decode a file and divide it into front matter and body; line ends become line feeds."""
    fault = _file_fault(data, file)
    if fault is not None:
        return DividedFile(problems=(fault,))
    text, problems = _decode(data, file)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _has_controls(data) and (control := _CONTROL.search(text)):
        line, character = text.count("\n", 0, control.start()) + 1, f"U+{ord(control[0]):04X}"
        problems += (Problem.at("control-character", file, line, character=character),)
        text = _CONTROL.sub("", text.translate(_BREAKS))
    return _divide_text(text, file, problems)


def _file_fault(data: bytes, file: str) -> Problem | None:
    for signature, name in _OTHER_ENCODINGS:
        if data.startswith(signature):
            return Problem.at("file-encoding/other", file, 1, encoding=name)
    format_name = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
    if format_name:
        return Problem.at("file-not-text", file, 1, format=format_name)
    if b"\x00" in data:
        return Problem.at("file-not-text/binary", file, 1)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c"):
        return Problem.at("file-empty", file, 1)
    # Before anything else goes through it.
    return too_large(file, 1) if is_too_large(data) else None


def _decode(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        data_before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line, column = data_before.count(b"\n") + 1, len(data_before) - data_before.rfind(b"\n")
        problem = Problem.at("file-encoding", file, line, column, byte=f"{data[error.start]:02X}")
        # The file is read on: all of its problems are reported at once.
        return data.decode("utf-8", "replace"), (problem,)


def _has_controls(data: bytes) -> bool:
    # On the bytes, most of which are in ASCII, this takes a fraction of the time of the pattern.
    if len(data.translate(None, _ASCII_CONTROLS)) != len(data):
        return True
    # Of the bytes that all these signs begin with or hold, most texts have none.
    return any(byte in data and pattern.search(data) for byte, pattern in _ENCODED_CONTROLS)


def _divide_text(text: str, file: str, problems: tuple[Problem, ...]) -> DividedFile:
    opening = _OPEN.match(text)
    if opening is None:
        return _without_opening(text, file, problems)
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        similar = _FENCE_LIKE.search(text, opening.end())
        line = text.count("\n", 0, similar.start()) + 1 if similar else text.count("\n", 0, opening.end())
        key = "fence-close-missing/near" if similar else "fence-close-missing"
        return DividedFile(problems=(*problems, Problem.at(key, file, line)))
    return _divide_at(text, opening.end(), closing.start(), file, problems)


def _divide_at(text: str, start: int, fence: int, file: str, problems: tuple[Problem, ...]) -> DividedFile:
    """Divide a text whose first key is at `start`, and the closing fence at `fence`."""
    first_line = text.count("\n", 0, start) + 1
    matter = text[start:fence]
    body_start = _line_end(text, fence)
    second_block = _SECOND_BLOCK.match(text, body_start)
    # A line of hyphens below a blank one may also divide the text.
    is_fenced = bool(second_block and second_block["fence"] and not second_block["blank"])
    if second_block and _are_keys(second_block["keys"], is_fenced):
        # Each line above the keys becomes an empty comment, so that the lines keep their numbers.
        fences = "#\n" * (1 + second_block["fence"].count("\n"))
        matter += fences + second_block["keys"]
        problems += (Problem.at("fence-second", file, text.count("\n", 0, fence) + 1),)
        body_start = _line_end(text, second_block.end("keys"))
    return DividedFile(
        matter=with_encoded_text(matter),
        matter_line=first_line,
        body=text[body_start:],
        body_line=text.count("\n", 0, body_start) + 1,
        problems=problems,
    )


def _line_end(text: str, start: int) -> int:
    """The index of the next line's beginning after `start`."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1


def _are_keys(block: str, has_fence: bool) -> bool:
    """Whether a block consists of keys of front matter and is not a heading underlined with hyphens."""
    names = _NAMES.findall(block)
    # “Contact: Dilnoza” over a line of hyphens is a heading, `contact: press` is a key.
    key_names = [
        name for name in names if (has_fence or name[0].islower()) and (find_key(name) or keeps_back(comparable(name)))
    ]
    return bool(key_names) and (has_fence or all(name in key_names or is_foreign(name) for name in names))


def _without_opening(text: str, file: str, problems: tuple[Problem, ...]) -> DividedFile:
    stripped = text.lstrip("\ufeff\u200b\u2060 \t\n\xa0")
    start = len(text) - len(stripped)
    comments = _COMMENTS.match(stripped)
    fence = _FENCE_IN_COMMENT.search(comments[0]) if comments else None
    if fence and find_key(fence["key"]):
        fault = Problem.at("fence-open-missing/comment", file, text.count("\n", 0, start) + 1)
        return DividedFile(problems=(*problems, fault))
    line = text.count("\n", 0, start) + 1
    try:
        other = read_other_form(stripped)
    except TomlError as error:
        fault = Problem.at("toml-syntax", file, line - 1 + error.line, reason=str(error))
        return DividedFile(body=stripped, body_line=line, problems=(*problems, fault))
    if other:
        body = stripped[other.body_start :]
        body_line = line + stripped.count("\n", 0, other.body_start)
        return DividedFile(matter=other.matter, matter_line=line, body=body, body_line=body_line, problems=problems)
    return DividedFile(body=stripped, body_line=line, problems=(*problems, _fence_fault(stripped, file, line)))


def _fence_fault(text: str, file: str, line: int) -> Problem:
    """What is wrong with a text that begins on a line with no front matter that can be read."""
    head = text.partition("\n")[0]
    below = _FENCE_BELOW.match(text)
    below = below if below and find_key(below["key"]) else None
    if head.startswith(("+++", ";;;", "{")) or re.match(r"---[^\S\n]*[A-Za-z]+[^\S\n]*$", head):
        language = "TOML" if head.startswith("+++") else "JSON" if head[0] in ";{" else ""
        return Problem.at("fence-foreign" if language else "fence-foreign/other", file, line, language=language)
    if _KEY.match(head) and (not below or find_key(head.partition(":")[0])):
        return Problem.at("fence-open-missing/keys", file, line)
    if head.rstrip() == "---":
        return Problem.at("fence-close-missing", file, line)
    if below:
        case = "code" if head.startswith(("```", "~~~")) and below["above"].count("\n") == 1 else "above"
        values = {"start": line + below["above"].count("\n")} if case == "above" else {}
        return Problem.at(f"fence-open-missing/{case}", file, line, **values)
    if _FENCE_LIKE.match(head) or head.startswith("---"):
        return Problem.at("fence-open-missing", file, line)
    return Problem.at("fence-missing", file, line)
