"""Problems of YAML in plain words, in place of the scanner's own."""

from __future__ import annotations

import re

from pressgen.errors import Phrase, Problem

_ENTRY = re.compile(r"(?P<head>[ ]*(?:- +)?[^\s:#'\"\[{-][^:#'\"\[{]*:[ \t]+)(?P<value>\S.*?)\s*")

# As in JSON: a value in quotation marks with a comma behind it, below which there is another entry.
_COMMA = re.compile(r"""\s*[^#]*:\s*(?:"[^"]*"|'[^']*'|\[[^\[\]]*\])\s*,\s*""")
# A colour or a hashtag in a list or a group.
_HASH = re.compile(r"(?<=[\[{,\s])#[^\s,\[\]{}]+(?=\s*[,\]}])")
_ITEM = re.compile(r" *- ")
_NO_SPACE = re.compile(r" *[\w-]+:\S")
# What begins with one quotation and ends with another: "Plan" and "Act".
_QUOTATIONS = re.compile(r"""(?P<mark>["']).*?(?<=\S)(?P=mark)(?!\w).*(?<!\w)(?P=mark)(?=\w).*(?P=mark)""")
_MAX_LENGTH = 300
# The scanner's phrase, the case of `yaml-syntax` for it, and the fix; the first match counts.
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
    """The problem for the scanner's sentence `problem` about the line `source`, which is below the line `above`."""
    case, fix = next(((case, fix) for phrase, case, fix in _CASES if phrase in problem), ("", "yaml-entry"))
    quoted_entry, match = quote_value(source), _ENTRY.fullmatch(source)
    if source.lstrip(" ").startswith("\t"):
        case = "tab"
    elif case in ("list", "group") and _HASH.search(source) and len(source) <= _MAX_LENGTH:
        entry = _HASH.sub(lambda found: f'"{found[0]}"', source.strip())
        return Problem.at("yaml-syntax/hash", file, line, column, fix=Phrase.of("yaml-hash", entry=entry))
    elif case == "indent" and _COMMA.fullmatch(source):
        case, fix, quoted_entry = "comma", "yaml-comma", ""
    elif source.startswith("%"):
        case, fix, quoted_entry = "percent", "yaml-percent", ""
    elif case == "percent":
        # The scanner looks for another document where a line begins to the left of the first key.
        case, fix, quoted_entry = "indent", "yaml-indent", ""
    elif case == "item" or (case == "entry" and source.startswith(" ") and _ITEM.match(above)):
        case, fix, quoted_entry = "item", "yaml-item", ""
    elif case == "colon-above":
        # The scanner has one sentence for a colon within a value, for a colon above without a space after it, and for
        # an indented key.
        is_within = match is not None and (": " in match["value"] or match["value"].endswith(":"))
        is_indented = source.startswith(" ") and not _NO_SPACE.match(above)
        if is_within and quoted_entry:
            case = "colon"
        elif is_indented:
            case, fix, quoted_entry = "indent", "yaml-indent", ""
        else:
            quoted_entry = ""
    phrase = Phrase.of("yaml-quoted", entry=quoted_entry) if quoted_entry else Phrase(fix)
    key = f"yaml-syntax/{case or 'unreadable'}" if case or not problem else "yaml-syntax"
    return Problem.at(key, file, line, column, reason=problem or "libyaml", fix=phrase)


def quote_value(line: str) -> str:
    """A line `key: value` with its value in quotation marks; "" for any other line."""
    match = _ENTRY.fullmatch(line)
    if match is None or len(line) > _MAX_LENGTH:
        return ""
    value = match["value"]
    for quote in "\"'":
        if value.startswith(quote) and not value.endswith(quote):
            # If there is no second one, nobody can say where the quotation should end.
            if value.count(quote) == 1:
                return ""
            break
        if value[1:-1] and value[0] == value[-1] == quote:
            value = value if _QUOTATIONS.fullmatch(value) else value[1:-1]
            break
    quoted_value = f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"
    return f"{match['head'].strip()} {quoted_value}"
