"""Finds the template code of other generators in a body, so that it is reported and never run."""

from __future__ import annotations

import re
from typing import NamedTuple

from pressgen.errors import Problem


class _Kind(NamedTuple):
    name: str
    pattern: re.Pattern[str]


_SHORTCODES = r"caption|gallery|embed|video|audio|playlist|wp_caption|youtube|vimeo|contact-form-7"
_KINDS = (
    _Kind(
        "hugo",
        re.compile(r"\{\{[<%]"),
    ),
    _Kind(
        "tag",
        re.compile(r"\{%(?<!\{\{%)[-+]?[ \t]{0,20}[A-Za-z_]"),
    ),
    _Kind(
        "expression",
        re.compile(r"\{\{(?![<%])[^{}\n]{1,500}\}\}"),
    ),
    _Kind(
        "kramdown",
        re.compile(r"\{::|\{:/|\{:toc\b"),
    ),
    _Kind(
        "wordpress",
        re.compile(rf"\[/?(?:{_SHORTCODES})(?=[ \]])[^\[\]\n]{{0,1000}}\](?![(\[:])"),
    ),
    _Kind(
        "mdx",
        re.compile(
            r"^import [^'\"\n]{1,200} from ['\"][^'\"\n]{1,300}['\"];?[ \t]*$|^export (?:const|default|function) "
            r"|</?[A-Z][A-Z0-9]*[a-z][A-Za-z0-9.]*(?:[ \t][^<>\n]{0,500})?/>|</[A-Z][A-Z0-9]*[a-z][A-Za-z0-9.]*>",
            re.MULTILINE,
        ),
    ),
)
# One of these stands in every text that has code of any kind; most texts are done with after this one look. Each begins
# with one character, which is found quickly.
_MARKS = tuple(map(re.compile, (r"\{", "</?[A-Z]", r"\n(?:im|ex)port\b", rf"\[/?(?:{_SHORTCODES})")))
_FENCE = re.compile(r"(?:[ ]{0,3}|[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+|[ \t]+)(`{3,}|~{3,})")
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:|:)[ \t]|!!! ")
_CLOSED = re.compile(r"(\}\}|%\}|\]|/>|[^}]\}(?!\})).*")
_TICKS = re.compile(r"`+|\n[ \t]*\n")


def find(text: str, file: str, first_line: int) -> tuple[Problem, ...]:
    """One warning for each kind of foreign code outside code samples, with its count and first line."""
    if not text.startswith(("import", "export")) and not any(mark.search(text) for mark in _MARKS):
        return ()
    prose = without_code(text)
    problems = []
    for kind in _KINDS:
        hits = [m for m in kind.pattern.finditer(prose) if not _is_a_named_link(prose, m.group())]
        if hits:
            start = hits[0].start()
            line_start = prose.rfind("\n", 0, start) + 1
            shown = _CLOSED.sub(r"\1", text[start : start + 60].split("\n")[0])
            line, column = first_line + prose.count("\n", 0, start), start - line_start + 1
            times = f" × {len(hits)}" if len(hits) > 1 else ""
            key = f"foreign-code/{kind.name}"
            problems.append(Problem.at(key, file, line, column, times=times, code=shown))
    return tuple(problems)


def _is_a_named_link(prose: str, shortcode: str) -> bool:
    # [video] with a line [video]: address is a Markdown link by reference.
    return shortcode.startswith("[") and f"\n{shortcode}:" in f"\n{prose}"


def without_code(text: str) -> str:
    """The text with every character of code blocks and code spans blanked: same length, same lines."""
    if "`" in text or "~~~" in text or "    " in text or "\t" in text:
        text = _without_spans("\n".join(_without_blocks(text.split("\n"))))
    for name in ("pre", "code"):
        if f"<{name}" in text:
            text = _without_element(text, name)
    return text


def _without_blocks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    fence = ""
    in_list = indented = False
    blank_before = True
    for line in lines:
        bare = line.strip()
        if fence:
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            line = " " * len(line)
        elif opened := _FENCE.match(line):
            fence = opened.group(1)
            line = " " * len(line)
        elif bare and line.startswith(("    ", "\t")):
            indented = not in_list and (blank_before or indented)
            line = " " * len(line) if indented else line
        elif bare:
            indented = False
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and not blank_before)
        blank_before = not bare
        kept.append(line)
    return kept


def _without_spans(text: str) -> str:
    """Blank code spans: from a run of backticks to the next of the same length in the same paragraph."""
    runs = list(_TICKS.finditer(text)) if "`" in text else []
    partner: dict[int, int] = {}
    later: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number].group())
        if not runs[number].group().startswith("`"):
            later.clear()
            continue
        if length in later:
            partner[number] = later[length]
        later[length] = number
    pieces: list[str] = []
    at = number = 0
    while number < len(runs):
        if number in partner:
            start, end = runs[number].start(), runs[partner[number]].end()
            pieces += (text[at:start], re.sub(r"[^\n]", " ", text[start:end]))
            at, number = end, partner[number]
        number += 1
    return "".join((*pieces, text[at:]))


def _without_element(text: str, name: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := text.find(f"<{name}", at)) >= 0 and (end := text.find(f"</{name}>", start)) >= 0:
        pieces += (text[at:start], re.sub(r"[^\n]", " ", text[start:end]))
        at = end
    return "".join((*pieces, text[at:]))
