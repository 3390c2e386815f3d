"""Typographic quotation marks and spaces in YAML, replaced by those that YAML knows; no line or value moves."""

from __future__ import annotations

import re

from msgspec import Struct

SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
"""Characters that YAML does not count as spaces: they come from web pages and from the Option key."""
_SPACE = re.compile(f"[{SPACES}]")
_TYPOGRAPHIC = re.compile(f"[{SPACES}“”„‟‘’‚]")
_KEY = r"[ ]*(?:-[ ]+)*[^\s:#'\"\[\]{},&*!|>%@`-][^:#'\"\n\[{]*:"
_INDENT = re.compile(rf"(?P<indent>[ {SPACES}]*)(?P<dash>-(?=[ {SPACES}]))?")
_AFTER_KEY = re.compile(rf"(?P<key>{_KEY})(?P<blank>[ {SPACES}]*[{SPACES}][ {SPACES}]*)")
_BLOCK = re.compile(rf"(?:{_KEY}|[ ]*-)[ ]+[|>][0-9+-]*[ ]*(?:#.*)?")
# YAML values cannot begin with a percent sign, but percent-encoded addresses do: `slug: %D0%BF`.
_PERCENT = re.compile(r"^([A-Za-z_-]+: +)(%[0-9A-Fa-f]{2}[^\s\"\\]*)[ ]*$", re.MULTILINE)
# A typographic quotation mark where a value or an entry may begin.
_OPENING_QUOTE = re.compile("(?:[:,{[-]|^)[ ]*[“”„‟‘’‚]")
# An apostrophe between letters does not end a quotation.
_IN_QUOTES = (r"[“”„‟][^“”„‟\\]*[“”„‟]", r"[‘’‚](?:[^‘’‚\\]|(?<=\w)’(?=\w))*[‘’‚]")
_QUOTED_VALUES = tuple(
    (
        re.compile(rf"((?:{_KEY}|[ ]*-)[ ]+)({value})([ ]*(?:[ ]#.*)?)"),
        re.compile(rf"((?:[\[,{{:]|^)[ ]*)({value})(?=[ ]*[,\]}}])"),
    )
    for value in _IN_QUOTES
)


class NormalizedText(Struct, frozen=True):
    """A YAML text without typographic characters; on `lines` (from 0) quotation marks were replaced."""

    text: str
    lines: tuple[int, ...] = ()


def normalize(text: str) -> NormalizedText:
    """The text with plain spaces around keys, and straight quotation marks around whole values."""
    if ": %" in text:
        text = _PERCENT.sub(r'\1"\2"', text)
    if text.isascii() or not _TYPOGRAPHIC.search(text):
        return NormalizedText(text)
    lines = text.split("\n")
    quoted: list[int] = []
    block = -1  # indent of the key whose block scalar is being read; its text is never changed
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (not line.strip() or indent > block):
            continue
        if not line.isascii() and _SPACE.search(line):
            line = _with_plain_spaces_after_key(_with_plain_indent(line))
        block = indent if _BLOCK.fullmatch(line) else -1
        lines[number] = line
        if _OPENING_QUOTE.search(line):
            lines[number] = _with_straight_quotes(line)
            if lines[number] != line:
                quoted.append(number)
    return NormalizedText("\n".join(lines), tuple(quoted))


def _with_plain_indent(line: str) -> str:
    """The line with plain spaces as its indent and after the dash of a list."""
    indent = _INDENT.match(line)
    if indent is None or not indent["indent"] + (indent["dash"] or ""):
        return line
    end = indent.end()
    while indent["dash"] and end < len(line) and line[end] in SPACES:
        end += 1
    return re.sub(f"[{SPACES}]", " ", line[:end]) + line[end:]


def _with_plain_spaces_after_key(line: str) -> str:
    """The line with plain spaces between its key and the value."""
    match = _AFTER_KEY.match(line)
    return match["key"] + " " * len(match["blank"]) + line[match.end() :] if match else line


def _with_straight_quotes(line: str) -> str:
    """The line with straight quotation marks around its whole value, or around an entry in brackets."""
    for value, entry in _QUOTED_VALUES:
        if match := value.fullmatch(line):
            return match[1] + _straighten(match[2]) + match[3]
        if any(character in line for character in ",]}"):
            line = entry.sub(lambda match: match[1] + _straighten(match[2]), line)
    return line


def _straighten(quoted: str) -> str:
    text = quoted[1:-1]
    mark = '"' if '"' not in text else "'"
    return f"{mark}{text}{mark}" if mark not in text else quoted
