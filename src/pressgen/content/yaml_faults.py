"""Words for a writer in place of the YAML scanner's own."""

from __future__ import annotations

import re

_ENTRY = re.compile(r"(?P<head>[ ]*(?:- +)?[^\s:#'\"\[{-][^:#'\"\[{]*:[ \t]+)(?P<value>\S.*?)\s*")

_LONGEST = 300
_COLON = "Write each entry as `key: value`, with a blank after the colon."
_QUOTE = "Put the value in quotation marks."
_INDENT = "Begin the keys of one level in the same column, with blanks and never with tabs."

# The scanner's phrase, what it means to a writer, and the cure; the first that matches counts.
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "A second colon stands in this line, or the colon above has no blank after it",
        _COLON,
    ),
    ("could not find expected ':'", "This line is neither `key: value` nor part of the entry above", _COLON),
    (
        "found unexpected end of stream",
        "A quotation mark that opens here is never closed",
        "Close it at the end of the value.",
    ),
    (
        "expected ',' or ']'",
        "A list that opens with [ is never closed",
        "Close it with ], or put the value in quotation marks.",
    ),
    (
        "expected ',' or '}'",
        "A group that opens with { is never closed",
        "Close it with }, or put the value in quotation marks.",
    ),
    (
        "unknown escape character",
        "A backslash in double quotation marks stands before a letter that cannot follow it",
        "Use single quotation marks.",
    ),
    ("found a tab character", "A tab stands where blanks should indent", _INDENT),
    (
        "block sequence entries are not allowed",
        "A list cannot begin on the line of its key, nor a text with a dash and a blank",
        "Begin the list on the next line.",
    ),
    (
        "expected comment or line break",
        "Text follows the sign | or > on its own line",
        "Begin the text on the next line, indented.",
    ),
    ("cannot start any token", "The value begins with a sign that has a meaning of its own in YAML", _QUOTE),
    (
        "alphabetic or numeric character",
        "The value begins with * or &, which have a meaning of their own in YAML",
        _QUOTE,
    ),
    ("expected node content", "The value begins with a sign that has a meaning of its own in YAML", _QUOTE),
    (
        "expected key",
        "This line does not continue the entry above: its indentation or a quotation mark is wrong",
        _INDENT,
    ),
    (
        "expected '-' indicator",
        "This line does not continue the list above",
        "Begin every item with a dash and a blank, in one column.",
    ),
    (
        "<document start>",
        "A line that begins with % is an order to the YAML reader, which is not taken here",
        "Leave that line out.",
    ),
)


def explain(problem: str, line: str) -> tuple[str, str]:
    """Return message and hint for the scanner's `problem`, found in the source line `line`."""
    if line.lstrip(" ").startswith("\t") or line.startswith("\t"):
        return "A tab stands where blanks should indent.", _INDENT
    for phrase, message, hint in _WORDS:
        if phrase in problem:
            cure = "" if "',' or" in phrase else quoted(line)
            return f"{message}.", cure or hint
    return f"This is not valid YAML: {problem or 'it cannot be read'}.", quoted(line) or _COLON


def quoted(line: str) -> str:
    """The hint that shows `key: value` with its value in quotation marks; empty if it is not of that form."""
    match = _ENTRY.fullmatch(line)
    if match is None or len(line) > _LONGEST:
        return ""
    value = match["value"]
    for mark in "\"'":
        if value.startswith(mark) and not value.endswith(mark):
            return ""
        if value[1:-1] and value[0] == value[-1] == mark:
            value = value[1:-1]
            break
    safe = f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"
    return f"Put the whole value in quotation marks: `{match['head'].strip()} {safe}`"
