"""Signs that word processors and web pages put into YAML in place of its own: each made the one that is meant.

Lines stay as they are, and so do the columns at which values begin.
"""

from __future__ import annotations

import re

from msgspec import Struct

SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
"""Spaces that are none to YAML: they come with text that is copied from a page or typed with an Option key."""
_SPACE = re.compile(f"[{SPACES}]")
_HINTS = re.compile(f"[{SPACES}“”„‟‘’‚]")
_KEY = r"[ ]*(?:-[ ]+)*[^\s:#'\"\[\]{},&*!|>%@`-][^:#'\"\n\[{]*:"
_HEAD = re.compile(rf"(?P<indent>[ {SPACES}]*)(?P<dash>-(?=[ {SPACES}]))?")
_AFTER_KEY = re.compile(rf"(?P<key>{_KEY})(?P<blank>[ {SPACES}]*[{SPACES}][ {SPACES}]*)")
_BLOCK = re.compile(rf"(?:{_KEY}|[ ]*-)[ ]+[|>][0-9+-]*[ ]*(?:#.*)?")
# No value may begin with a percent sign, but addresses that are percent-encoded do: `slug: %D0%BF`.
_PERCENT = re.compile(r"^([A-Za-z_-]+: +)(%[0-9A-Fa-f]{2}[^\s\"\\]*)[ ]*$", re.MULTILINE)
# A typographic mark where a value or an entry may begin.
_OPENED = re.compile("(?:[:,{[-]|^)[ ]*[“”„‟‘’‚]")
# An apostrophe within is no end: it is between letters.
_IN_MARKS = (r"[“”„‟][^“”„‟\\]*[“”„‟]", r"[‘’‚](?:[^‘’‚\\]|(?<=\w)’(?=\w))*[‘’‚]")
_QUOTED = tuple(
    (
        re.compile(rf"((?:{_KEY}|[ ]*-)[ ]+)({value})([ ]*(?:[ ]#.*)?)"),
        re.compile(rf"((?:[\[,{{:]|^)[ ]*)({value})(?=[ ]*[,\]}}])"),
    )
    for value in _IN_MARKS
)


class Typed(Struct, frozen=True):
    """A YAML text with YAML's own signs; on `lines` (from 0) typographic quotation marks were replaced."""

    text: str
    lines: tuple[int, ...] = ()


def typed(text: str) -> Typed:
    """The text with blanks for other spaces around keys, and straight quotation marks around whole values."""
    if ": %" in text:
        text = _PERCENT.sub(r'\1"\2"', text)
    if text.isascii() or not _HINTS.search(text):
        return Typed(text)
    lines = text.split("\n")
    quoted: list[int] = []
    block = -1  # the column of the key whose block of text is being read
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (not line.strip() or indent > block):
            continue
        if not line.isascii() and _SPACE.search(line):
            line = _with_blanks_around_key(_with_blanks_ahead(line))
        block = indent if _BLOCK.fullmatch(line) else -1
        lines[number] = line
        if _OPENED.search(line):
            lines[number] = _with_straight_quotes(line)
            if lines[number] != line:
                quoted.append(number)
    return Typed("\n".join(lines), tuple(quoted))


def _with_blanks_ahead(line: str) -> str:
    """The line with blanks for the spaces that indent it or follow the dash of a list."""
    head = _HEAD.match(line)
    if head is None or not head["indent"] + (head["dash"] or ""):
        return line
    end = head.end()
    while head["dash"] and end < len(line) and line[end] in SPACES:
        end += 1
    return re.sub(f"[{SPACES}]", " ", line[:end]) + line[end:]


def _with_blanks_around_key(line: str) -> str:
    """The line with blanks for the spaces that part its key from the value."""
    found = _AFTER_KEY.match(line)
    return found["key"] + " " * len(found["blank"]) + line[found.end() :] if found else line


def _with_straight_quotes(line: str) -> str:
    """The line with straight marks where typographic ones enclose its whole value, or an entry within brackets."""
    for value, entry in _QUOTED:
        if found := value.fullmatch(line):
            return found[1] + _straightened(found[2]) + found[3]
        if any(sign in line for sign in ",]}"):
            line = entry.sub(lambda each: each[1] + _straightened(each[2]), line)
    return line


def _straightened(quoted: str) -> str:
    text = quoted[1:-1]
    mark = '"' if '"' not in text else "'"
    return f"{mark}{text}{mark}" if mark not in text else quoted
