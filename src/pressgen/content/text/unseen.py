"""Parts of a text that HTML, or a block of another generator, hides from readers: they stay hidden."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pressgen.content.text import comments
from pressgen.content.text.rare_forms import RareForm, has_any

_NAMES = "hidden|hide|private|internal|draft|secret|confidential|unpublished|embargo|embargoed|wip|скрыто|черновик"
_NAME = re.compile(rf"(?:{_NAMES})(?:-(?:note|notes|comment|block|section|content|script|text|only))*+", re.IGNORECASE)
"""Blocks and components that hold what is not for readers: `:::hidden`, `{{< private >}}`, <Draft>."""
_CLASSES = frozenset(("hidden", "hide", "d-none", "is-hidden", "display-none", "invisible"))
"""Classes that hide at any width of the window; `d-none d-md-block` and `hidden md:block` do not."""
_WIDE = re.compile(r":|^d-(?!none$)")
# A value is in quotation marks or, as in JSX, in braces.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|\{\{[^{}]*+\}\}|[^\s<>]*+)"""
_ATTRIBUTE = re.compile(rf"""[\s/]++(?P<name>[^\s/<>=]++)(?:\s*+=\s*+(?P<value>{_VALUE}))?+""")
_ATTRIBUTES = rf"(?:[\s/]++[^\s/<>=]*+(?:\s*+=\s*+{_VALUE})?+)*+"
_TAG = re.compile(rf"(?<!\\)(?<!\{{\{{)<(?P<end>/?)(?P<name>[^\W\d_][\w.-]*+)(?P<attributes>{_ATTRIBUTES})\s*+>")
_HIDING_STYLE = re.compile(
    r"(?<![\w-])(?:display['\"]?\s*:\s*['\"]?none|visibility['\"]?\s*:\s*['\"]?(?:hidden|collapse))\b", re.I
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CELLS, _TERMS = ("td", "th", "tr"), ("dt", "dd")
_ENDED_BY = {
    **{"p": ("p", "li", "option", *_CELLS, *_TERMS), "li": ("li",), "option": ("option",), "tr": ("tr",)},
    **{"td": _CELLS, "th": _CELLS, "dt": _TERMS, "dd": _TERMS},
}
"""Elements that need no end tag: they end before the next of these, or where their paragraph does."""
_BREAK = re.compile(r"\n[ \t>]*\n")
_SHORTCODE = re.compile(
    rf"\{{\{{[<%]\s*+(?P<slash>/\s*+)?(?P<hugo>{_NAMES})(?=[\s>%])[^{{}}]*+\}}\}}"
    rf"|\{{%-?\s*+(?P<end>end)?(?P<liquid>{_NAMES})(?=[\s%-])[^{{}}]*+\}}",
    re.IGNORECASE,
)
_COLONS = re.compile(r"^[ \t>]*::+[ \t]*(?P<name>[^\s:][^\n]*)?$", re.MULTILINE)
_CLASS_OR_NAME = re.compile(r"(?<![\w.-])\.?([^\W\d_][\w-]*)")
_HIDING_ATTRIBUTE = (
    rf"hidden\b|style\s*=[^<>]*?(?:none|hidden|collapse)|class(?:name)?\s*=[^<>]*?(?:{'|'.join(sorted(_CLASSES))})"
)
_SIGNS = (
    RareForm(
        "<",
        re.compile(rf"<(?i:(?={_NAMES})|(?=[a-z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?\s(?:{_HIDING_ATTRIBUTE})))"),
    ),
    RareForm("{", re.compile(rf"\{{(?i:(?=(?:\{{[<%]|%-?)\s*(?:{_NAMES})))")),
    RareForm(":", re.compile(rf":(?<!::)(?i:(?=:++[ \t]*+[^\s:]{{0,60}}?(?:{_NAMES})))")),
)

Span = tuple[int, int]


class Hidden(NamedTuple):
    """Where something hidden begins and ends, and the code of its problem."""

    start: int
    end: int
    key: str


def hidden_in(prose: str) -> list[Hidden]:
    """Where a text without its code and comments hides something, in order and apart from each other."""
    if not may_hide(prose):
        return []
    spans = [Hidden(*span, "text-hidden") for span in _hidden_elements(prose)]
    spans += [Hidden(*span, "text-hidden/block") for span in (*_between_colons(prose), *_between_shortcodes(prose))]
    apart: list[Hidden] = []
    for each in sorted(spans):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
        elif each.end > apart[-1].end:
            apart[-1] = apart[-1]._replace(end=each.end)
    return apart


def blanked(prose: str) -> str:
    """A text without its code, with spaces in place of its comments and of what it hides."""
    prose = comments.blanked(prose)
    return comments.blanked_at(prose, [each[:2] for each in hidden_in(prose)])


def may_hide(text: str) -> bool:
    """Whether a text with its code may hide something; most do not, and need no further search."""
    return has_any(text, _SIGNS)


def _hidden_elements(prose: str) -> Iterator[Span]:
    """Where elements are that HTML hides, with all that is in them."""
    tags = [*_TAG.finditer(prose)] if "<" in prose else []
    hiding = [tag for tag in tags if not tag["end"] and (_NAME.fullmatch(tag["name"]) or _is_hidden(tag["attributes"]))]
    if not hiding:
        return
    ends: dict[int, int] = {}
    open_tags: dict[str, list[int]] = {}
    starts: dict[str, list[int]] = {"": [match.start() for match in _BREAK.finditer(prose)]}
    for tag in tags:
        name = tag["name"].lower()
        same_name = open_tags.setdefault(name, [])
        if not tag["end"]:
            same_name.append(tag.start())
            starts.setdefault(name, []).append(tag.start())
        elif same_name:
            ends[same_name.pop()] = tag.end()
    for tag in hiding:
        end = ends.get(tag.start())
        if end is not None:
            yield tag.start(), end
        elif _is_hidden(tag["attributes"]):  # else it may be anything between < and >: the password is <hidden>
            yield tag.start(), _end_without_tag(tag, starts) or len(prose)


def _end_without_tag(tag: re.Match[str], starts: dict[str, list[int]]) -> int:
    """Where an element ends that has no end tag, or 0: as in browsers, most have all that follows in them."""
    name = tag["name"].lower()
    if name in _VOID or tag["attributes"].endswith("/"):
        return tag.end()
    if name not in _ENDED_BY:
        return 0
    others = (starts.get(other, []) for other in ("", *_ENDED_BY[name]))
    return min((each[at] for each in others if (at := bisect_left(each, tag.end())) < len(each)), default=0)


def is_hiding_tag(tag: str) -> bool:
    """Whether a start tag hides its element."""
    return not tag.startswith("</") and _is_hidden(f" {tag[:-1].partition(' ')[2]}")


def _is_hidden(attributes: str) -> bool:
    return any(
        _is_hiding_attribute(each["name"].lower(), each["value"] or "") for each in _ATTRIBUTE.finditer(attributes)
    )


def _is_hiding_attribute(name: str, value: str) -> bool:
    if name == "style":
        return bool(_HIDING_STYLE.search(value))
    if name in ("class", "classname"):
        classes = value.strip("\"'").lower().split()
        return not _CLASSES.isdisjoint(classes) and not any(map(_WIDE.search, classes))
    return name == "hidden" and value != "{false}"


def _between_colons(prose: str) -> Iterator[Span]:
    """Where blocks between lines of colons are whose name or class says that they are not for readers."""
    begins: list[tuple[int, bool]] = []
    for line in _COLONS.finditer(prose) if "::" in prose else ():
        name = line["name"]
        if name:
            words = _CLASS_OR_NAME.findall(name)
            begins.append((line.start(), any(map(_NAME.fullmatch, words if name.startswith("{") else words[:1]))))
        elif begins:
            start, is_hidden = begins.pop()
            if is_hidden:
                yield start, line.end()
    yield from ((start, len(prose)) for start, is_hidden in begins if is_hidden)


def _between_shortcodes(prose: str) -> Iterator[Span]:
    """Where tags of Hugo and Liquid with such names are, each with an end: one alone hides nothing."""
    begins: dict[str, list[int]] = {}
    for tag in _SHORTCODE.finditer(prose) if "{" in prose else ():
        same_name = begins.setdefault((tag["hugo"] or tag["liquid"]).lower(), [])
        if not (tag["slash"] or tag["end"]):
            same_name.append(tag.start())
        elif same_name:
            yield same_name.pop(), tag.end()
