"""Admonitions and tabs, and HTML and components of MDX that hold Markdown, laid out as CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pressgen.content.markdown.attributes import parse
from pressgen.content.markdown.code import code_lines
from pressgen.content.markdown.policy import TAGS
from pressgen.content.text.foreign import (
    BETWEEN_COLONS,
    BOX_BETWEEN_COLONS,
    NAMED_COMPONENT,
    fence_after,
    without_blocks,
)

# Elements that hold paragraphs. Within others Markdown is read anyway, or they are headings, which hold none.
_HOLDERS = (
    "address|article|aside|blockquote|center|dd|details|div|figcaption|figure|footer|header|li|main|nav|p|section|t[dh]"
)
OPEN_HTML = re.compile(
    r"""^(?>(?P<start>[ ]{0,3}<(?P<name>[a-z][a-z0-9]*)(?=[^<>\n]*>)[^<>\n]*?)"""
    r"""\smarkdown(?!=["']?0)(?:="[^"\n]*"|='[^'\n]*'|=\w+)?(?P<rest>(?:\s[^<>\n]*)?>))"""
    rf"""(?:[ \t]*(?P<inside>[^\s<].*|<(?!/).*)(?P<end></(?=(?:{_HOLDERS})>)(?P=name)>))?[ \t]*$""",
    re.MULTILINE | re.IGNORECASE,
)
_WHOLE_BLOCK = re.compile(rf"[ ]{{0,3}}<({_HOLDERS}|caption|dt|h[1-6]|summary)[\s>].*</\1>[ \t]*", re.IGNORECASE)
_COMPONENT = re.compile(r"(?P<indent>[ \t]*)<(?P<name>[A-Z][A-Z0-9]*[a-z][\w.]*)(?:\s[^<>\n]*)?(?<!/)>[ \t]*")
COMPONENT_ENDS = re.compile(r"^[ \t]*</(?P<name>[A-Z][A-Z0-9]*[a-z][\w.]*)>[ \t]*$", re.MULTILINE)
_ADMONITION = re.compile(
    r"(?P<indent>[ \t]*(?=!)|[ ]{0,3}(?=\?))(?:!!!|\?\?\?\+?)[ ]?"
    r'(?:(?P<classes>[\w-]+(?:[ ]+[\w-]+)*)(?:[ ]+"(?P<title>.*?)")?|"(?P<words>.*?)")[ \t]*'
)
# Of tabs, readers see each as a box.
_TAB = re.compile(r'(?P<indent>[ \t]*)===[!+]?[ ]+"(?P<title>.+?)"[ \t]*')
# GitHub has five kinds and no title, and the parser reads these.
CALLOUT = re.compile(
    r"^(?P<indent>[ \t>]*)>[ ]?\[!(?P<kind>[a-z][\w-]{0,40})\][-+]?(?:[ \t]+(?P<title>\S.*))?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ALERTS = frozenset({"note", "tip", "important", "warning", "caution"})
_KINDS = frozenset(BETWEEN_COLONS.split("|"))
_KIND_OF_TYPE = {"success": "tip", "error": "danger"}
_TITLE_LINE = re.compile(r"[ ]{0,3}#{1,6}[ ]+(?P<title>[^#\n].*?)[ #]*")

# Blocks of other kinds end as boxes do.
_OTHER_BLOCK = re.compile(r"[ ]{0,3}(?P<colons>:{2,})[ ]*(?:[A-Za-z][\w-]*(?:\[[^\[\]]*\])?)?\{[^{}]*\}[ \t]*")
_DEEPEST = 8
"""Boxes in one another."""


class Line(NamedTuple):
    """A line on its way to the parser: its number in the source, from 0, and the classes and title it begins."""

    text: str
    number: int
    admonition: tuple[str, str | None] | None = None


def with_markdown_in_html(lines: list[Line]) -> list[Line]:
    """Elements with the attribute `markdown`: empty lines around what is in them make it Markdown."""
    result: list[Line] = []
    names: list[str] = []
    fence = ""
    for line in lines:
        fence = fence_after(line.text, fence)
        # In code it is a sample of HTML.
        opened = None if fence else OPEN_HTML.fullmatch(line.text)
        empty = Line("", line.number)
        if opened:
            result += (line._replace(text=f"{opened['start']}{opened['rest']}"), empty)
            if opened["end"]:
                indent = opened["start"].partition("<")[0]
                result += (line._replace(text=f"{indent}{opened['inside']}"), empty)
                result += (line._replace(text=f"{indent}{opened['end']}"), empty)
            else:
                names.append(opened["name"].lower())
        elif names and not fence and line.text.strip().lower() == f"</{names[-1]}>":
            names.pop()
            result += (empty, line, empty)
        elif names and not fence and _WHOLE_BLOCK.fullmatch(line.text):
            result += (line, empty)
        else:
            result.append(line)
    return result


def with_markdown_in_components(lines: list[Line]) -> list[Line]:
    """Components of MDX with their lines as Markdown: without the indent that shows what they hold."""
    result: list[Line] = []
    prose = without_blocks([line.text for line in lines])
    ends = _ends(_components(prose))
    at = 0
    while at < len(lines):
        line = lines[at]
        end = ends.get(at, 0)
        at += 1
        if not end:
            result.append(line)
            continue
        own = line.text[: len(line.text) - len(line.text.lstrip())]
        inside = _without_indent(lines[at:end])
        result += (line, Line("", line.number))
        result += [each._replace(text=f"{own}{each.text}".rstrip()) for each in with_markdown_in_components(inside)]
        result += (Line("", lines[end].number), lines[end]._replace(text=own + lines[end].text.lstrip()))
        result.append(Line("", lines[end].number))
        at = end + 1
    return result


def _without_indent(lines: list[Line]) -> list[Line]:
    """Lines without the indent that all of them have."""
    shared = min((each.text[: -len(each.text.lstrip())] for each in lines if each.text.strip()), key=len, default="")
    return [each._replace(text=each.text.removeprefix(shared)) for each in lines]


def _ends(marks: Iterable[tuple[int, str, bool]]) -> dict[int, int]:
    """The line that ends each box, by the line that begins it; those that never end are text.

    Marks have a line, what the beginning and the end of a box have in common, and whether it begins there.
    """
    ends: dict[int, int] = {}
    open_boxes: list[tuple[str, int]] = []
    for at, name, is_beginning in marks:
        if is_beginning:
            open_boxes.append((name, at))
            # Nobody has more in one another, and a list of these takes no time to search.
            del open_boxes[:-_DEEPEST]
        elif places := [place for place, (other, _) in enumerate(open_boxes) if other == name]:
            ends[open_boxes[places[-1]][1]] = at
            del open_boxes[places[-1] :]
    return ends


def _components(prose: list[str]) -> Iterator[tuple[int, str, bool]]:
    """The marks of components; <Table> is HTML."""
    for at, text in enumerate(prose):
        tag = (_COMPONENT.fullmatch(text) or COMPONENT_ENDS.fullmatch(text)) if "<" in text else None
        if tag and tag["name"].lower() not in TAGS:
            yield at, tag["name"], tag.re is _COMPONENT


def _boxes(lines: list[Line], prose: list[str]) -> Iterator[tuple[int, str, bool]]:
    """The marks of boxes between lines of colons."""
    for at, line in enumerate(lines):
        if "::" not in prose[at]:
            continue
        if opened := BOX_BETWEEN_COLONS.fullmatch(line.text) or _OTHER_BLOCK.fullmatch(line.text):
            yield at, opened["colons"], True
        elif not line.text.strip().strip(":"):
            yield at, line.text.strip(), False


def with_admonitions(lines: list[Line], depth: int = 0) -> list[Line]:
    """`!!! note`, `=== "tab"`, `:::note` and `<TabItem label="…">` with the lines of their box as a quotation.

    The writer makes a box of it again. `depth` boxes are around these lines; as each takes another look at all of
    them, more than anybody has in one another raise RecursionError.
    """
    if depth > _DEEPEST:
        raise RecursionError
    result: list[Line] = []
    texts = [line.text for line in lines]
    # Where a fence ends in an item only the parser knows; what is indented below a box is code to it.
    source = "\n".join(texts)
    code = code_lines(source, has_html=False)
    # In HTML, what looks like the first line of a box is a sample of it.
    verbatim = code_lines(source) if "[!" in source and "<" in source else code
    prose = ["" if code.get(at) == "fenced" else text for at, text in enumerate(without_blocks(texts))]
    ends = _ends(_components(prose)) | _ends(_boxes(lines, prose))
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        is_code = not prose[at - 1].strip()
        end = ends.get(at - 1, 0)
        box = None if is_code else _indented_box(lines, at) or _box_between(lines, at, end)
        if not box:
            above = lines[at - 2].text if at > 1 else ""
            result.append(line if is_code or at - 1 in verbatim else _callout(line, above) or line)
            continue
        if result and result[-1].text.strip():
            result.append(Line("", line.number))
        result.append(_first_line(box.indent, line.number, box.classes, box.title))
        result += [
            each._replace(text=f"{box.indent}> {each.text}".rstrip())
            for each in with_admonitions(box.inside, depth + 1)
        ]
        at = box.end
        if at < len(lines) and lines[at].text.strip():
            result.append(Line("", lines[at].number))
    return result


def _first_line(indent: str, number: int, classes: str, title: str | None) -> Line:
    """The line that begins a box. Its title is Markdown of one line, as headings are, and the writer knows it."""
    # A tag in it could end the box, or begin something that goes on below it.
    heading = title if not title or "`" in title else title.replace("<", "\\<")
    heading = f" ###### {heading} #" if heading and heading.strip() else ""
    return Line(f"{indent}>{heading}", number, (classes.lower(), title))


def _callout(line: Line, above: str) -> Line | None:
    """The first line of a quotation that is a box with a title, or of a kind of its own, as in Obsidian."""
    callout = CALLOUT.fullmatch(line.text) if "[!" in line.text else None
    quotes = len(above) - len(above.lstrip(" \t>"))
    if not callout or above[:quotes].count(">") != callout["indent"].count(">"):
        return None
    is_alert = not callout["title"] and callout["kind"].lower() in _ALERTS and line.text.rstrip().endswith("]")
    return None if is_alert else _first_line(callout["indent"], line.number, callout["kind"], callout["title"])


class _Box(NamedTuple):
    indent: str
    classes: str
    title: str | None
    inside: list[Line]
    end: int


def _indented_box(lines: list[Line], at: int) -> _Box | None:
    """The box that the line before `at` begins, of all lines below that are indented."""
    opened = _ADMONITION.fullmatch(lines[at - 1].text) or _TAB.fullmatch(lines[at - 1].text)
    if not opened:
        return None
    end = at
    width = len(opened["indent"].expandtabs(4)) + 4
    while end < len(lines) and (not lines[end].text.strip() or width_of(lines[end].text) >= width):
        end += 1
    # Empty lines at the end are between it and the next block.
    while not lines[end - 1].text.strip():
        end -= 1
    if end == at and opened["title"] is None:
        return None  # there is nothing for a box: somebody calls out
    inside = [each._replace(text=each.text.expandtabs(4)[width:]) for each in lines[at:end]]
    if opened.re is _TAB:
        return _Box(opened["indent"], "tab", opened["title"], inside, end)
    # MkDocs needs no kind for a box with a title.
    classes, title = opened["classes"] or "details", opened["title"]
    return _Box(opened["indent"], classes, opened["words"] if title is None else title, inside, end)


def _box_between(lines: list[Line], at: int, end: int) -> _Box | None:
    """The box that the line before `at` begins and the line `end` ends, if that is not 0."""
    first = lines[at - 1]
    if "<" in first.text and (named := NAMED_COMPONENT.fullmatch(first.text)):
        indent = first.text[: len(first.text) - len(first.text.lstrip())]
        if named["inside"]:
            return _Box(indent, "tab", named["title"], [first._replace(text=named["inside"])], at)
        return _Box(indent, "tab", named["title"], _without_indent(lines[at:end]), end + 1) if end else None
    opened = BOX_BETWEEN_COLONS.fullmatch(first.text) if end else None
    if not opened:
        return None
    indent = opened["indent"]
    inside = [each._replace(text=each.text.removeprefix(indent)) for each in lines[at:end]]
    if opened["name"]:
        return _Box(indent, opened["name"], opened["label"] or opened["title"], inside, end + 1)
    listed = parse(opened["more"] or opened["attributes"] or "", words=True)
    values = listed.values if listed else {}
    title = values.get("title") or None
    if kind := opened["class"] or opened["callout"]:
        # Quarto takes the heading that a box begins with as its title.
        place = next((number for number, each in enumerate(inside) if each.text.strip()), 0)
        if title is None and inside and (heading := _TITLE_LINE.fullmatch(inside[place].text)):
            title, inside = heading["title"], inside[place + 1 :]
        return _Box(indent, kind, title, inside, end + 1)
    kind = opened["kind"] or values.get("type", "")
    return _Box(indent, kind if kind in _KINDS else _KIND_OF_TYPE.get(kind, "note"), title, inside, end + 1)


def width_of(text: str) -> int:
    """The columns by which a line is indented."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
