"""Single values of front matter: texts, numbers, truth values, dates, languages."""

from __future__ import annotations

import html
import re
from html.entities import html5
from zoneinfo import ZoneInfo

from pressgen.content import dates
from pressgen.content.frontmatter import withholding
from pressgen.content.frontmatter.keys import find, normal, reveal
from pressgen.content.yaml_tree import Node, Scalar, Sequence, is_null
from pressgen.errors import Problem, Value
from pressgen.model import Moment, Status

_TAGS = (
    "a|abbr|b|bdi|bdo|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|nobr|p|q|s|samp|small|span"
    "|strike|strong|sub|sup|tt|u|var|wbr"
)
_TAG = re.compile(rf"""</?(?:{_TAGS})(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""", re.IGNORECASE)
_MARKDOWN_SIGNS = frozenset("*_`[#>~\\<")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]+)(?<!`)\1(?!`)")
_PRIVATE = 0xE000
"""Where signs in code or after a backslash wait, in the private use area, so that they are taken for no markup."""
_ASIDE = re.compile("[\ue000-\ue07f]")
# Pictures and links, addresses in angle brackets, bold and emphasis, struck out, heads of lines: each keeps its words.
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"!?\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])",
        r"<((?:https?|mailto):[^<>\s]+)>",
        r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*{1,3}(?![\w*])",
        r"(?<![\w_])_{1,3}(?=[^\s_])([^_\n]+?)(?<=[^\s_])_{1,3}(?![\w_])",
        r"~~(?=\S)([^~\n]+?)(?<=\S)~~",
        r"^(?:#{1,6}|>|[*+-])[ ]+(.*)",
    )
)
_BLANKS = re.compile(r"[ \t\r\n\v\f\u2028\u2029]+")
_BREAK = re.compile(r"</?(?:br|p|div|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(?:([ ,'\u00a0\u202f\u2009\u2019])[0-9]{3})(?:\1[0-9]{3})*")
_MOST_DIGITS = 15
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_CHARACTER_SET = re.compile(r"(?<=[a-z_-][a-z]{2})\.utf-?8$", re.IGNORECASE)
_WITHHOLDING = frozenset(("draft", "published", "unlisted", "noindex"))
_STATES: dict[str, Status] = {
    **dict.fromkeys(
        ("published", "publish", "опубликовано", "опубликован", "nashrqilingan", "нашрқилинган"), "published"
    ),
    **dict.fromkeys(("draft", "черновик", "qoralama", "қоралама"), "draft"),
}
_LONGEST_SHOWN = 60


class Context:
    """Where a front matter is read, at which address its site is, and what was found wrong with it so far."""

    def __init__(self, file: str, zone: ZoneInfo, problems: list[Problem], site: str = "") -> None:
        self.file = file
        self.site = site
        self.zone = zone
        self.problems = problems

    def tell(self, key: str, node: Node, /, **values: Value) -> None:
        """Record a problem at the place of `node`."""
        self.problems.append(Problem.at(key, self.file, node.line, node.column, **values))


def is_empty(node: Node) -> bool:
    """Whether there is no value: nothing, blanks, or only lists and groups of such."""
    if isinstance(node, Scalar):
        return is_null(node) or not node.text.strip()
    if isinstance(node, Sequence):
        return all(map(is_empty, node.items))
    return all(is_empty(value) for _, value in node.entries)


def shown(text: str) -> str:
    """A text for a message: on one line, cut if it is long, and with names for characters that cannot be seen."""
    text = reveal(" ".join(text[: 2 * _LONGEST_SHOWN].split()))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def plain_text(text: str) -> str:
    """A text without inline HTML tags, its entities read once, its blanks collapsed.

    Only tags of inline and heading elements with well-formed attributes count as tags, so that
    `a < b` and `<details>` stay; only entities that end in a semicolon count as entities.
    """
    if "<" in text:
        text = _TAG.sub(lambda match: " " if _BREAK.match(match[0]) else "", text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    # Blanks that must not break, as in "100 %", are meant and stay.
    return _BLANKS.sub(" ", text).strip()


def plain_prose(text: str) -> str:
    """A text as `plain_text` reads it, also without the signs of Markdown: those that are no markup stay."""
    if any(sign in text for sign in _MARKDOWN_SIGNS):
        text = _ESCAPED.sub(lambda found: _set_aside(found[1]), text)
        text = _CODE.sub(lambda found: _set_aside(found[2]), text)
        for pattern in (*_MARKDOWN, *_MARKDOWN):  # twice: emphasis may be within emphasis
            text = pattern.sub(r"\1", text)
        text = _ASIDE.sub(lambda found: chr(ord(found[0]) - _PRIVATE), text)
    return plain_text(text)


def _set_aside(text: str) -> str:
    return "".join(chr(_PRIVATE + ord(sign)) if sign.isascii() else sign for sign in text)


def _entity(match: re.Match[str]) -> str:
    written = match[0]
    return html.unescape(written) if written[1] == "#" or written[1:] in html5 else written


def scalar(name: str, node: Node, context: Context) -> str | None:
    """The text of a value that may not be a list or a group; None if it is one."""
    if isinstance(node, Scalar):
        return node.text.strip()
    context.tell("text-expected/list" if isinstance(node, Sequence) else "text-expected/group", node, name=name)
    return None


def text(name: str, node: Node, context: Context) -> str | None:
    """A plain text on one line."""
    written = scalar(name, node, context)
    return None if written is None else plain_text(written)


def prose(name: str, node: Node, context: Context) -> str | None:
    """A plain text on one line, in which Markdown is read."""
    written = scalar(name, node, context)
    return None if written is None else plain_prose(written)


def title(name: str, node: Node, context: Context) -> str | None:
    """A title, of which something must be left when tags and blanks are gone."""
    written = text(name, node, context)
    if written == "":
        context.tell("title-missing/empty", node)
        return None
    return written


def count(name: str, node: Node, context: Context) -> int | None:
    """A whole number; its digits may be grouped in threes by blanks, commas or apostrophes."""
    written = scalar(name, node, context)
    if written is None:
        return None
    if _COUNT.fullmatch(written):
        digits = re.sub("[^0-9]", "", written)
        if len(digits) <= _MOST_DIGITS:
            return int(digits)
        context.tell("count-invalid/digits", node, name=name, digits=len(digits))
        return None
    key = "count-invalid/negative" if re.fullmatch(r"-\s*[0-9]+", written) else "count-invalid"
    context.tell(key, node, name=name, value=shown(written))
    return None


def flag(name: str, node: Node, context: Context) -> bool | None:
    """true or false, or another word for yes or no.

    Another word is an error where it could hold a release back.
    """
    written = scalar(name, node, context)
    if written is None:
        return None
    value = withholding.flag(written)
    if value is None:
        known, key = find(name), "flag-invalid"
        if known and known[0].name in _WITHHOLDING:
            key = "flag-invalid/date" if re.match("[0-9]{4}-", written) else "flag-invalid/withholding"
        context.tell(key, node, name=name, value=shown(written))
    return value


def status(name: str, node: Node, context: Context) -> Status | None:
    """published or draft."""
    written = scalar(name, node, context)
    if written is None:
        return None
    value = _STATES.get(normal(written))
    if value is None:
        context.tell("status-invalid", node, name=name, value=shown(written))
    return value


def moment(name: str, node: Node, context: Context) -> Moment | None:
    """A day or an instant, as dates.parse reads it."""
    written = scalar(name, node, context)
    if written is None:
        return None
    try:
        return dates.parse(written, context.zone)
    except dates.DateError as error:
        case = "days-of-key" if error.case == "days" else error.case
        context.tell(f"date-invalid/{case}", node, name=name, **error.values)
        return None


def embargo(name: str, node: Node, context: Context) -> Moment | None:
    """A day or an instant before which nothing is public; any other value is an error, but a plain no is no embargo."""
    written = scalar(name, node, context)
    if written is None or withholding.holds_nothing(name, written):
        return None
    try:
        return dates.parse(written, context.zone)
    except dates.DateError:
        if re.search("[0-9]", written):
            return moment(name, node, context)
        context.tell("embargo-invalid", node, name=name, value=shown(written))
        return None


def language(name: str, node: Node, context: Context) -> str | None:
    """A language tag (BCP 47) in its usual spelling: zh_tw becomes zh-TW."""
    written = scalar(name, node, context)
    if written is None:
        return None
    # A locale names its character set too: ru_RU.UTF-8.
    match = _LANGUAGE.fullmatch(_CHARACTER_SET.sub("", written).replace("_", "-").lower())
    if match is None:
        context.tell("language-invalid", node, value=shown(written))
        return None
    subtags = [match["language"], (match["script"] or "").title(), (match["region"] or "").upper()]
    return "-".join(filter(None, subtags)) + match["rest"]
