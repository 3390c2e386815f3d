"""Front matter as Hugo, Pelican and Nikola also write it, in TOML, JSON or bare lines, as YAML on the same lines."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from datetime import date, time
from itertools import islice
from typing import NamedTuple

from pressgen.content.frontmatter.keys import key_name
from pressgen.content.frontmatter.mentions import may_have_key, may_withhold
from pressgen.content.text.release_lines import draft_marks
from pressgen.content.yaml.loader import MAX_BYTES

_TOML = re.compile(r"\+\+\+[^\S\n]*\n(?P<matter>(?:.*\n)*?)\+\+\+[^\S\n]*(?:\n|\Z)")
_LINE_WITH_KEY = re.compile(r"""[ \t{]*(?:\[+[ \t]*)?(?P<quote>["']?)(?P<key>[^"'=:\].]+?)(?P=quote)[ \t]*[=:.\]]""")
_TOML_COMMENT = re.compile(r"""(?:^|[ \t])(#[ \t]?[^\n"']*)$""", re.MULTILINE)
_PLACE = re.compile(r"\s*\(at line (\d+).*")
# Pelican's keys end at an empty line, Nikola's there or with the comment that they are in.
_BARE = re.compile(r"(?P<matter>(?:[^\W\d_][\w-]*+:(?:[ \t].*)?\n)++)[ \t]*\n")
_NIKOLA = re.compile(
    r"(?P<comment><!--[ \t]*\n)?(?P<matter>(?:\.\.[ \t]+[^\W\d_][\w-]*+:(?:[ \t].*)?\n)++)"
    r"(?(comment)(?:[ \t]*\n)*+[ \t]*-->[ \t]*(?:\n|\Z)|[ \t]*\n)"
)
_BARE_ENTRY = re.compile(r"^(?:\.\.[ \t]+)?(?P<key>[\w-]+):(?P<value>.*)$", re.MULTILINE)
# Whoever knows YAML writes quotation marks around a value, and brackets around a list.
_YAML_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]|")
# No definition of a link, no address, and nothing that announces what comes below.
_LIKE_KEY = re.compile(
    r"(?![ \t>]*\[[^\[\]]*\]:)[\W_]*+(?P<name>[^\W\d_][\w-]*+(?: [\w-]++){0,2})[^\w:=\uff1a\n]*+"
    r"[:=\uff1a](?!//)\s*(?P<value>\S.*)"
)
# As Ruby writes texts of which it does not know the letters.
_ENCODED = re.compile(
    r"^(?P<head>[ ]*(?:- )*(?:[\w-]+:[ ]+)?)!{1,2}binary[ ]+\|[+-]?[ ]*"
    r"(?P<lines>\n(?P<margin>[ ]+)[A-Za-z0-9+/]+=*[ ]*(?:\n(?P=margin)[A-Za-z0-9+/]+=*[ ]*)*)$",
    re.MULTILINE,
)
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MOST_LINES, _MOST_WORDS = 12, 3
"""Lines below bare keys among which there may be more of them, and words of a value that is a state."""
_HOLDING_TAGS = frozenset(("draft", "private", "retired"))
"""Tags by which Nikola keeps a post back, or out of lists."""


# White space and comments leave what is made of a block much smaller, but no smaller than this.
_MOST_BYTES = 4 * MAX_BYTES


class OtherForm(NamedTuple):
    """Front matter as YAML, which begins on the text's first line, and where in the text the body begins."""

    matter: str
    body_start: int


class TomlError(ValueError):
    """Front matter between `+++` is no TOML; `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def read_other_form(text: str) -> OtherForm | None:
    """The front matter with which a text begins, in one of these forms; raises TomlError."""
    if text.startswith("+++"):
        return _toml(text)
    return _json(text) if text.startswith("{") else _bare(text)


def with_encoded_text(matter: str) -> str:
    """Front matter with the texts that importers of Jekyll have in Base64, as `title: !binary |-`; lines stay."""
    return _ENCODED.sub(_decoded, matter) if "binary" in matter else matter


def _decoded(value: re.Match[str]) -> str:
    try:
        text = b64decode("".join(value["lines"].split()), validate=True).decode()
    except ValueError:
        return value[0]
    return value["head"] + json.dumps(text, ensure_ascii=False) + "\n" * value["lines"].count("\n")


def _toml(text: str) -> OtherForm | None:
    import tomllib

    block = _TOML.match(text)
    if not block:
        return None
    if len(block["matter"]) > _MOST_BYTES:
        return OtherForm(block["matter"], block.end())  # the reader of YAML refuses all that is too large
    try:
        values = tomllib.loads(block["matter"])
        # Zola has the tags of a page in a group of their own.
        groups = values.pop("taxonomies", {})
        values |= {key: value for key, value in groups.items() if key not in values} if isinstance(groups, dict) else {}
        # And its address, always from the root of the site.
        path = values.get("path")
        if isinstance(path, str) and path.strip("/") and not values.keys() & {"permalink", "url"}:
            values["path"] = f"/{path.strip('/')}/"
            return OtherForm(_as_yaml(values, block.group(), {"path": "permalink"}), block.end())
        return OtherForm(_as_yaml(values, block.group()), block.end())
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        reason = str(error)[: place.start()] if place else str(error)
        raise TomlError(reason, 1 + int(place[1]) if place else 1) from None


def _json(text: str) -> OtherForm | None:
    try:
        values, end = json.JSONDecoder(object_pairs_hook=_without_doubles).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if end > _MOST_BYTES:
        return OtherForm(text[:end], end)
    return OtherForm(_as_yaml(values, text[:end]), end) if isinstance(values, dict) else None


def _bare(text: str) -> OtherForm | None:
    """Keys without fences; None unless it is certain that no key is left in the text below them."""
    block = _NIKOLA.match(text) or _BARE.match(text)
    if not block or _may_go_on(text[block.end() :]):
        return None
    entries = [(entry["key"], entry["value"].strip(" \t")) for entry in _BARE_ENTRY.finditer(block["matter"])]
    given = {key_name(name): value for name, value in entries if value}
    tags = {tag.strip(" []\"'#").casefold() for tag in given.get("tags", "").split(",")}
    if not given.keys() >= {"title", "date"} or tags & _HOLDING_TAGS:
        return None
    values = (value if _YAML_VALUE.fullmatch(value) else json.dumps(value, ensure_ascii=False) for _, value in entries)
    matter = "".join(f"{key}: {value}\n" for (key, _), value in zip(entries, values, strict=True))
    return OtherForm("\n" * text.count("\n", 0, block.start("matter")) + matter, block.end())


def _may_go_on(body: str) -> bool:
    """Whether the first lines below keys look like more of them, or like a state that keeps a release back."""
    for number, line in enumerate(islice((line for line in body.splitlines() if line.strip()), _MOST_LINES)):
        if line.startswith(("---", "...", "+++")) or any(draft_marks("", line)):
            return True
        if like_key := _LIKE_KEY.match(_HTML_TAG.sub("", line)):
            name, value = like_key["name"], like_key["value"]
            state = value if len(value.split()) <= _MOST_WORDS else ""
            if (not number and may_have_key(f"{name}:")) or may_withhold(f"{name}: {state}"):
                return True
    return False


def _without_doubles(entries: list[tuple[str, object]]) -> dict[str, object]:
    """The entries of an object of JSON; raises ValueError if two have one name, for nobody knows which is meant."""
    values = dict(entries)
    if len(values) < len(entries):
        raise ValueError
    return values


def _as_yaml(values: Mapping[str, object], block: str, names: Mapping[str, str] | None = None) -> str:
    """Values as YAML, each key on the line of the block on which it is written, as messages name it.

    `names` has other names for some keys.
    """
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n")):
        if match := _LINE_WITH_KEY.match(line):
            lines.setdefault(match["key"], number)
    entries: dict[int, list[str]] = {}
    for key, value in values.items():
        name = names.get(key, key) if names else key
        entry = f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False, default=_as_text)}"
        entries.setdefault(lines.get(key, 0), []).append(entry)
    # Keys on one line are those of a group in braces.
    if len(entries) < len(values):
        return "{" + ",\n".join(", ".join(each) for each in entries.values()) + "}\n"
    # A note for editors may be in one.
    for comment in _TOML_COMMENT.finditer(block) if block.startswith("+++") and "#" in block else ():
        entries.setdefault(block.count("\n", 0, comment.start(1)), []).append(comment[1])
    return "".join(f"{' '.join(entries.get(line, ()))}\n" for line in range(max(entries, default=0) + 1))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)
