"""What a writer is shown in place of the YAML scanner's own words."""

from __future__ import annotations

import re

from pressgen.errors import Phrase, Problem

_ENTRY = re.compile(r"(?P<head>[ ]*(?:- +)?[^\s:#'\"\[{-][^:#'\"\[{]*:[ \t]+)(?P<value>\S.*?)\s*")

_ITEM = re.compile(r" *- ")
_NO_SPACE = re.compile(r" *[\w-]+:\S")
_LONGEST = 300
# The scanner's phrase, the case of `yaml-syntax` that it means, and the fix; the first that matches counts.
_CASES = (
    ("mapping values are not allowed", "colon-above", "yaml-entry"),
    ("could not find expected ':'", "entry", "yaml-entry"),
    ("found unexpected end of stream", "quote", "yaml-close"),
    ("expected ',' or ']'", "list", "yaml-quote"),
    ("expected ',' or '}'", "group", "yaml-quote"),
    ("unknown escape character", "backslash", "yaml-single"),
    ("found a tab character", "tab", "yaml-quote"),
    ("block sequence entries are not allowed", "dash", "yaml-list"),
    ("expected comment or line break", "block", "yaml-block"),
    ("cannot start any token", "character", "yaml-quote"),
    ("alphabetic or numeric character", "star", "yaml-quote"),
    ("expected node content", "character", "yaml-quote"),
    ("expected key", "indent", "yaml-indent"),
    ("expected '-' indicator", "item", "yaml-item"),
    ("<document start>", "percent", "yaml-percent"),
)


def explain(problem: str, source: str, above: str, file: str, line: int, column: int) -> Problem:
    """The problem for the scanner's `problem`, which it has with the text `source` of a line below the line `above`."""
    case, fix = next(((case, fix) for phrase, case, fix in _CASES if phrase in problem), ("", "yaml-entry"))
    entry, match = quoted(source), _ENTRY.fullmatch(source)
    if source.lstrip(" ").startswith("\t"):
        case = "tab"
    elif source.startswith("%"):
        case, fix, entry = "percent", "yaml-percent", ""
    elif case == "percent":
        # The scanner looks for another document where a line begins to the left of the first key.
        case, fix, entry = "indent", "yaml-indent", ""
    elif case == "item" or (case == "entry" and source.startswith(" ") and _ITEM.match(above)):
        case, fix, entry = "item", "yaml-item", ""
    elif case == "colon-above":
        # The scanner says the same of a colon within a value, of one above that has no space after it, and of an
        # indented key.
        is_within = match is not None and (": " in match["value"] or match["value"].endswith(":"))
        is_indented = source.startswith(" ") and not _NO_SPACE.match(above)
        if is_within and entry:
            case = "colon"
        elif is_indented:
            case, fix, entry = "indent", "yaml-indent", ""
        else:
            entry = ""
    phrase = Phrase.of("yaml-quoted", entry=entry) if entry else Phrase(fix)
    key = f"yaml-syntax/{case or 'unreadable'}" if case or not problem else "yaml-syntax"
    return Problem.at(key, file, line, column, reason=problem or "libyaml", fix=phrase)


def quoted(line: str) -> str:
    """A line `key: value` with its value in quotation marks; empty if it is not of that form."""
    match = _ENTRY.fullmatch(line)
    if match is None or len(line) > _LONGEST:
        return ""
    value = match["value"]
    for mark in "\"'":
        if value.startswith(mark) and not value.endswith(mark):
            if value.count(mark) == 1:
                return ""
            break
        if value[1:-1] and value[0] == value[-1] == mark:
            value = value[1:-1]
            break
    safe = f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"
    return f"{match['head'].strip()} {safe}"
