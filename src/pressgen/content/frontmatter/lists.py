"""Lists of front matter: tags, references to other releases, old addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pressgen.content.frontmatter.addresses import old_address
from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.values import Context, is_empty, scalar
from pressgen.content.scan import JEKYLL_FOLDERS
from pressgen.content.yaml.loader import Mapping, Node, Scalar, Sequence
from pressgen.errors import shorten

# The commas and semicolons of Latin, Arabic and Chinese scripts.
_SEPARATOR = re.compile("[,;\u060c\u061b\u3001\uff0c\uff1b\n]")
_HASHTAGS = re.compile(r"\s+(?=#\w)")
_IN_QUOTES = re.compile("[“”„«]([^“”„«»]*)[“”»]|[‘‚]([^‘’‚]*)[‘’]")
_JEKYLL_FOLDER = re.compile(rf"/(?:{'|'.join(JEKYLL_FOLDERS)})/")
_SPLIT_BY_JEKYLL = frozenset(("tags", "categories"))
_NAMES_OF_TAGS = ("name", "label", "title", "tag")
MOST_PAGES = 200
"""Tags or old addresses of a release, each of which gets a page."""
_FLAG_WORDS = frozenset(("true", "false", "yes", "no"))


def items(name: str, node: Node, context: Context) -> tuple[Node, ...]:
    """The items of a list that have a value; a single value is a list of one."""
    if isinstance(node, Mapping):
        context.report("list-expected", node, name=name)
        return ()
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in nodes if not is_empty(item))


def tags(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Tags, each once in its first spelling; case does not count.

    Text is split at commas, semicolons and line ends, and everything before hashtags; in Jekyll's folders, what has
    none of these is split at spaces.
    """
    if isinstance(node, Scalar):
        pieces = _SEPARATOR.split(node.text)
        if len(pieces) == 1 and comparable(name) in _SPLIT_BY_JEKYLL and _JEKYLL_FOLDER.search(context.file):
            pieces = node.text.split()
        raw_tags = [(tag, node) for piece in pieces for tag in _hashtags(piece)]
    else:
        raw_tags = []
        for each in _flat(items(name, node, context)):
            item = _named(each)
            if isinstance(item, Scalar):
                raw_tags += [(tag, item) for tag in _hashtags(item.text)]
            else:
                context.report("text-expected/entry", item, name=name)
    spellings: dict[str, str] = {}
    for raw_tag, tag_node in raw_tags:
        tag = _unquote(" ".join(raw_tag.split()))
        if not tag.isascii():
            tag = unicodedata.normalize("NFC", tag)
        folded_tag = unicodedata.normalize("NFC", tag.casefold())
        if not tag:
            continue
        if folded_tag in spellings:
            key = "tag-repeated" if spellings[folded_tag] == tag else "tag-repeated/other"
            context.report(key, tag_node, tag=shorten(tag), other=shorten(spellings[folded_tag]))
        else:
            spellings[folded_tag] = tag
    return _within_limit(tuple(spellings.values()), name, node, context)


def _within_limit(values: tuple[str, ...], name: str, node: Node, context: Context) -> tuple[str, ...]:
    """As many values as may have pages, with a warning if there are more."""
    if len(values) > MOST_PAGES:
        context.report("list-long", node, name=name, count=len(values), most=MOST_PAGES)
    return values[:MOST_PAGES]


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """The items of lists, and of lists in them: Hexo's `categories` are paths, such as `[News, Schools]`."""
    for node in nodes:
        if isinstance(node, Sequence):
            yield from _flat(node.items)
        elif not is_empty(node):
            yield node


def _named(node: Node) -> Node:
    """The name of a tag that is a group, as in Docusaurus and Contentful: `{fields: {name: Buses}}`."""
    if not isinstance(node, Mapping):
        return node
    fields = next((value for key, value in node.entries if key.text == "fields"), node)
    if fields is not node:
        return _named(fields)
    values = {comparable(key.text): value for key, value in node.entries if isinstance(value, Scalar)}
    return next((values[name] for name in _NAMES_OF_TAGS if name in values and not is_empty(values[name])), node)


def with_tags(own_tags: tuple[str, ...], keys: Iterable[tuple[str, Node]], context: Context) -> tuple[str, ...]:
    """These tags and those of further keys, given by name."""
    # A tag in two keys is no mistake, unlike one that a list has twice.
    spellings = {unicodedata.normalize("NFC", tag.casefold()): tag for tag in own_tags}
    for name, node in keys:
        for tag in tags(name, node, context):
            spellings.setdefault(unicodedata.normalize("NFC", tag.casefold()), tag)
        if len(spellings) > MOST_PAGES:
            return _within_limit(tuple(spellings.values()), "tags", node, context)
    return tuple(spellings.values())


def _hashtags(text: str) -> list[str]:
    """The tags in `#education #school`; other text is one tag."""
    text = text.strip()
    if not text.startswith("#") or not text[1:2].isalpha():
        return [text]
    return [piece.removeprefix("#") for piece in _HASHTAGS.split(text)]


def _unquote(tag: str) -> str:
    quoted = None if tag.isascii() else _IN_QUOTES.fullmatch(tag)
    return (quoted[1] or quoted[2] or "").strip() if quoted else tag


def references(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Files or slugs of other releases; a single true or false, which some themes use, is none."""
    if isinstance(node, Scalar) and not node.quoted and node.text.casefold() in _FLAG_WORDS:
        return ()
    return tuple(filter(None, (scalar(name, item, context) for item in items(name, node, context))))


def aliases(name: str, node: Node, context: Context) -> tuple[str, ...]:
    """Old addresses within the site, each once."""
    values = ((item, scalar(name, item, context)) for item in items(name, node, context))
    addresses = (old_address(value, item, context) for item, value in values if value is not None)
    return _within_limit(tuple(dict.fromkeys(filter(None, addresses))), name, node, context)


def reasons(name: str, node: Node, context: Context) -> dict[str, str] | None:
    """Codes of checks to ignore, each with its reason."""
    if not isinstance(node, Mapping):
        context.report("check-ignore-invalid", node, name=name)
        return None
    reason_by_code: dict[str, str] = {}
    for code, value in node.entries:
        if not isinstance(value, Scalar) or is_empty(value):
            context.report("check-ignore-invalid/reason", code, name=name, code=shorten(code.text))
        else:
            reason_by_code[code.text] = " ".join(value.text.split())
    return reason_by_code
