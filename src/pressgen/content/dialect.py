"""How the settings want Markdown read, and what the HTML depends on beside the text; loads no library of Markdown."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from pressgen.content.yaml_nodes import Mapping, Node, Sequence, is_null
from pressgen.model import Dialect
from pressgen.settings import Settings


def dialect_of(settings: Settings) -> Dialect:
    """The dialect of the settings, its extensions in their order, with options as JSON."""
    extensions: list[tuple[str, str]] = []
    for each in settings.markdown_extensions:
        pairs = [(each, {})] if isinstance(each, str) else list(each.items())
        extensions += [(name, json.dumps(options, ensure_ascii=False, sort_keys=True)) for name, options in pairs]
    return Dialect(settings.markdown, tuple(extensions))


def extension_of(node: Node) -> object:
    """A Markdown extension: its name, or its name with options, whose values have the types of YAML."""
    if isinstance(node, Mapping):
        return {key.text: _typed(value) or {} for key, value in node.entries}
    return _typed(node)


def _typed(node: Node) -> object:
    if isinstance(node, Mapping):
        return {key.text: _typed(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [_typed(item) for item in node.items]
    if is_null(node):
        return None
    if not node.quoted:
        if node.text.lower() in ("true", "false"):
            return node.text.lower() == "true"
        for number in (int, float):
            try:
                return number(node.text)
            except ValueError:
                continue
    return node.text


def dialect_files(dialect: Dialect) -> tuple[Path, ...]:
    """The source files of a dialect's extensions, which decide about the HTML as the text does.

    An extension is what its name leads to: the package of an entry point, or a module. Of a package every Python
    file counts, because an extension may be spread over several.
    """
    return tuple(file for name, _ in dialect.extensions for file in _files(_module(name)))


def dialect_digest(dialect: Dialect) -> bytes:
    """The digest of the source of a dialect's extensions."""
    files = [hashlib.blake2b(file.read_bytes()).digest() for file in dialect_files(dialect)]
    return hashlib.blake2b(b"".join(files), digest_size=16).digest()


def _module(name: str) -> str:
    """The module of an extension, which Python-Markdown looks up as an entry point first."""
    from importlib import metadata  # as large as all that a build without extensions of its own imports here

    entries = metadata.entry_points(group="markdown.extensions", name=name)
    value = next((entry.value for entry in entries), name)
    return value.partition(":")[0]


def _files(module: str) -> list[Path]:
    """The Python files of the package that a module is in, or its own file."""
    try:
        package = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return []
    if package is None:
        return []
    if package.submodule_search_locations is None:
        return [Path(package.origin)] if package.origin and Path(package.origin).is_file() else []
    found = (file for folder in package.submodule_search_locations for file in Path(folder).rglob("*.py"))
    return sorted(found)
