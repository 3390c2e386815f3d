"""Single values of front matter: texts, numbers, truth values, dates, languages."""

from __future__ import annotations

import html
import re
from html.entities import html5
from zoneinfo import ZoneInfo

from pressgen.content import dates
from pressgen.content.frontmatter import vocabulary, withholding
from pressgen.content.frontmatter.keys import comparable, key_name
from pressgen.content.yaml.loader import Node, Scalar, Sequence, is_null
from pressgen.errors import Problem, Value, shorten
from pressgen.letters import SPELLED
from pressgen.model import Moment, Status

_TAGS = (
    "a|abbr|b|bdi|bdo|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|nobr|p|q|s|samp|small|span"
    "|strike|strong|sub|sup|tt|u|var|wbr"
)
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*"""
_TAG = re.compile(rf"</?(?:{_TAGS}){_ATTRIBUTES}/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:blockquote|dd|dl|dt|li|ol|pre|ul){_ATTRIBUTES}>", re.IGNORECASE)
_MARKDOWN_CHARACTERS = frozenset("*_`[#>~\\<")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# None begins in O`zbekiston, whose backtick is an apostrophe.
_CODE = re.compile(rf"(?<![`{SPELLED}])(`{{1,2}})(?!`)([^`\n]+)(?<!`)\1(?!`)")
_PRIVATE_USE = 0xE000
"""Offset into the private use area, where characters in code or after a backslash are safe from the patterns."""
_SET_ASIDE = re.compile("[\ue000-\ue07f]")
# What is struck out in Markdown or HTML; with the spaces before it where none is needed there any more.
_NO_SPACE = r"(?=[\s,.;:!?)\]»”…]|\Z)"
_STRUCK = r"(?:~~(?=\S)[^~\n]+?(?<=\S)~~|<(del|s|strike)(?:\s[^<>]*)?>.*?</\1\s*>)"
_STRUCK_OUT = tuple(re.compile(pattern, re.I | re.S) for pattern in (rf"\s*{_STRUCK}{_NO_SPACE}", _STRUCK))
# Pictures and links, addresses in angle brackets, emphasis, deletions, headings and lists: each leaves its words.
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"!?\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])",
        r"<((?:https?|mailto):[^<>\s]+)>",
        r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*{1,3}(?![\w*])",
        r"(?<![\w_])_{1,3}(?=[^\s_])([^_\n]+?)(?<=[^\s_])_{1,3}(?![\w_])",
        r"^(?:#{1,6}|>|[*+-])[ ]+(.*)",
    )
)
_BLANKS = re.compile(r"[ \t\r\n\v\f\u2028\u2029]+")
_BREAK = re.compile(r"</?(?:br|p|div|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(?:([ ,'\u00a0\u202f\u2009\u2019])[0-9]{3})(?:\1[0-9]{3})*")
_MAX_DIGITS = 15  # JSON numbers, which are doubles, are exact up to these
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_CHARACTER_SET = re.compile(r"(?<=[a-z_-][a-z]{2})\.utf-?8$", re.IGNORECASE)
_STATES: dict[str, Status] = {word: status for status, words in vocabulary.STATUS.items() for word in words}


class Context:
    """What the values of one file need to be read: its name, the site's address and time zone, and its problems.

    Without `may_have_notes`, no value has words of a note such as “Embargoed until 10 December”.
    """

    def __init__(self, file: str, zone: ZoneInfo, problems: list[Problem], site: str = "") -> None:
        self.file = file
        self.site = site
        self.zone = zone
        self.problems = problems
        self.may_have_notes = True

    def report(self, key: str, node: Node, /, **values: Value) -> None:
        """Add a problem at the place of `node`."""
        self.problems.append(Problem.at(key, self.file, node.line, node.column, **values))

    def report_entry(self, key: str, name: Scalar, node: Node, written: str = "", /, **values: Value) -> bool:
        """Add a problem that shows an entry, whose name may be written with those of the groups around it."""
        value = shorten(withholding.flatten(node))
        self.report(key, name, **{"name": shorten(written or name.text), "value": value, **values})
        return True


def is_empty(node: Node) -> bool:
    """Whether there is no value: nothing, spaces, or only lists and groups of such."""
    if isinstance(node, Scalar):
        return is_null(node) or not node.text.strip()
    if isinstance(node, Sequence):
        return all(map(is_empty, node.items))
    return all(is_empty(value) for _, value in node.entries)


def plain_text(text: str) -> str:
    """Text without inline HTML tags and what they strike out, with entities decoded once and single spaces.

    Only tags of inline and heading elements with well-formed attributes count as tags, so that
    `a < b` and `<details>` stay; only entities that end in a semicolon count as entities.
    """
    if "<" in text:
        text = _without_struck(text)
        text = _TAG.sub(lambda match: " " if _BREAK.match(match[0]) else "", text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    # No-break spaces, as in "100 %", are intended and stay.
    return _BLANKS.sub(" ", text).strip()


def plain_prose(text: str) -> str:
    """Text as `plain_text` reads it, and without Markdown or lists of HTML; characters that are no markup stay."""
    if any(map(text.__contains__, _MARKDOWN_CHARACTERS)):
        text = _ESCAPED.sub(lambda match: _set_aside(match[1]), text)
        text = _CODE.sub(lambda match: _set_aside(match[2]), text)
        text = _without_struck(text)
        # One alone is the name of an element.
        text = _BLOCK_TAG.sub(" ", text) if "</" in text else text
        for pattern in (*_MARKDOWN, *_MARKDOWN):  # twice: emphasis may be within emphasis
            text = pattern.sub(r"\1", text)
        text = _SET_ASIDE.sub(lambda match: chr(ord(match[0]) - _PRIVATE_USE), text)
    return plain_text(text)


def _without_struck(text: str) -> str:
    """A text without what is struck out in it, unless that is all of it: plain text cannot show that it is."""
    if "~~" not in text and "</" not in text:
        return text
    rest = text
    for pattern in _STRUCK_OUT:
        rest = pattern.sub("", rest)
    return rest if rest.strip() else text


def _set_aside(text: str) -> str:
    return "".join(chr(_PRIVATE_USE + ord(character)) if character.isascii() else character for character in text)


def _entity(match: re.Match[str]) -> str:
    entity = match[0]
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def scalar(name: str, node: Node, context: Context) -> str | None:
    """The text of a value, or of the only line of a list; None, with a problem, if it is another list or a group."""
    if isinstance(node, Scalar):
        return node.text.strip()
    # WordPress has lists for all that its plugins add, and exports write them so. In brackets, [News] may be a text.
    if isinstance(node, Sequence) and not node.is_flow and len(node.items) == 1 and isinstance(node.items[0], Scalar):
        return node.items[0].text.strip()
    context.report("text-expected/list" if isinstance(node, Sequence) else "text-expected/group", node, name=name)
    return None


def title(_: str, value: str, node: Node, context: Context) -> str | None:
    """A title, which must not be empty without tags and spaces."""
    headline = plain_text(value)
    if not headline:
        context.report("title-missing/empty", node)
    return headline or None


def count(name: str, value: str, node: Node, context: Context) -> int | None:
    """A whole number; its digits may be grouped in threes with spaces, commas or apostrophes."""
    if _COUNT.fullmatch(value):
        digits = re.sub("[^0-9]", "", value)
        if len(digits) <= _MAX_DIGITS:
            return int(digits)
        context.report("count-invalid/digits", node, name=name, digits=len(digits))
        return None
    key = "count-invalid/negative" if re.fullmatch(r"-\s*[0-9]+", value) else "count-invalid"
    context.report(key, node, name=name, value=shorten(value))
    return None


def flag(name: str, value: str, node: Node, context: Context) -> bool | None:
    """true or false, or another word for yes or no.

    Any other value is an error if the key could withhold the release.
    """
    is_true = withholding.parse_flag(value)
    if is_true is None:
        key = "flag-invalid"
        if key_name(name) in vocabulary.FLAGS:
            key = "flag-invalid/date" if re.match("[0-9]{4}-", value) else "flag-invalid/withholding"
        context.report(key, node, name=name, value=shorten(value))
    return is_true


def status(name: str, value: str, node: Node, context: Context) -> Status | None:
    """published, draft or withdrawn."""
    state = _STATES.get(comparable(value))
    if state is None:
        context.report("status-invalid", node, name=name, value=shorten(value))
    return state


def moment(name: str, value: str, node: Node, context: Context) -> Moment | None:
    """A day or an instant, as `dates.parse` reads it."""
    try:
        return dates.parse(value, context.zone)
    except dates.DateError as error:
        if key_name(name) == "expires" and withholding.is_no_end(name, value):
            return None
        case = "days-of-key" if error.case == "days" else error.case
        context.report(f"date-invalid/{case}", node, name=name, **error.values)
        return None


def embargo(name: str, value: str, node: Node, context: Context) -> Moment | None:
    """A day or an instant before which nothing is public; no embargo for a plain no, an error for any other value."""
    if withholding.is_no_embargo(name, value):
        return None
    if re.search("[0-9]", value):
        return moment(name, value, node, context)
    context.report("embargo-invalid", node, name=name, value=shorten(value))
    return None


def language(_: str, value: str, node: Node, context: Context) -> str | None:
    """A language tag (BCP 47) in its usual spelling: zh_tw becomes zh-TW."""
    # A locale names its character set too: ru_RU.UTF-8.
    match = _LANGUAGE.fullmatch(_CHARACTER_SET.sub("", value).replace("_", "-").lower())
    if match is None:
        context.report("language-invalid", node, value=shorten(value))
        return None
    subtags = [match["language"], (match["script"] or "").title(), (match["region"] or "").upper()]
    return "-".join(filter(None, subtags)) + match["rest"]
