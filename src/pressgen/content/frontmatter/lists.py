"""Lists of front matter: tags, references to other releases, old addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pressgen.content.frontmatter.addresses import old_address
from pressgen.content.frontmatter.values import Context, is_empty, scalar, shown
from pressgen.content.yaml_tree import Mapping, Node, Scalar, Sequence

_COMMA = re.compile("[,;\u060c\u061b\u3001\uff0c\uff1b\n]")
_HASHTAGS = re.compile(r"\s+(?=#\w)")
_QUOTED = re.compile("[“”„«]([^“”„«»]*)[“”»]|[‘‚]([^‘’‚]*)[‘’]")
_FLAGS = frozenset(("true", "false", "yes", "no"))


def items(name: str, node: Node, context: Context) -> tuple[Node, ...]:
    """The items of a list that have a value; one value alone is a list of one."""
    if isinstance(node, Mapping):
        context.tell("list-expected", node, name=name)
        return ()
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(each for each in nodes if not is_empty(each))


def tags(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Tags, each once whatever its case; the first spelling is kept.

    A text is parted at its commas, semicolons and line ends, and everywhere before hashtags.
    """
    if isinstance(node, Scalar):
        written = [(tag, node) for each in _COMMA.split(node.text) for tag in _hashtags(each)]
    else:
        written = []
        for item in items(name, node, context):
            if isinstance(item, Scalar):
                written += [(tag, item) for tag in _hashtags(item.text)]
            else:
                context.tell("text-expected/entry", item, name=name)
    kept: dict[str, str] = {}
    for raw, place in written:
        tag = _unquoted(" ".join(raw.split()))
        if not tag.isascii():
            tag = unicodedata.normalize("NFC", tag)
        folded = unicodedata.normalize("NFC", tag.casefold())
        if not tag:
            continue
        if folded in kept:
            key = "tag-repeated" if kept[folded] == tag else "tag-repeated/other"
            context.tell(key, place, tag=shown(tag), other=shown(kept[folded]))
        else:
            kept[folded] = tag
    return tuple(kept.values())


def with_tags(known: tuple[str, ...], nodes: Iterable[Node], context: Context) -> tuple[str, ...]:
    """These tags and those that further keys give; one that both give is no repetition."""
    spellings = {unicodedata.normalize("NFC", tag.casefold()): tag for tag in known}
    for node in nodes:
        for tag in tags("tags", node, context):
            spellings.setdefault(unicodedata.normalize("NFC", tag.casefold()), tag)
    return tuple(spellings.values())


def _hashtags(text: str) -> list[str]:
    """The tags in a text of hashtags, #education #school; the text alone if it is none."""
    text = text.strip()
    if not text.startswith("#") or not text[1:2].isalpha():
        return [text]
    return [each.removeprefix("#") for each in _HASHTAGS.split(text)]


def _unquoted(tag: str) -> str:
    quoted = None if tag.isascii() else _QUOTED.fullmatch(tag)
    return (quoted[1] or quoted[2] or "").strip() if quoted else tag


def references(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Files or slugs of other releases; a lone true or false, which some themes use, names none."""
    if isinstance(node, Scalar) and not node.quoted and node.text.casefold() in _FLAGS:
        return ()
    return tuple(filter(None, (scalar(name, item, context) for item in items(name, node, context))))


def aliases(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Old addresses within the site, each once."""
    found = (old_address(name, item, context) for item in items(name, node, context))
    return tuple(dict.fromkeys(filter(None, found)))


def reasons(name: str, node: Node, context: Context) -> dict[str, str] | None:
    """Codes with the reasons why they do not matter here; each must have one."""
    if not isinstance(node, Mapping):
        context.tell("check-ignore-invalid", node, name=name)
        return None
    found: dict[str, str] = {}
    for code, value in node.entries:
        if not isinstance(value, Scalar) or is_empty(value):
            context.tell("check-ignore-invalid/reason", code, name=name, code=shown(code.text))
        else:
            found[code.text] = " ".join(value.text.split())
    return found
