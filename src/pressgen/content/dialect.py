"""The Markdown dialect of the settings and the source files of its extensions; loads no library of Markdown."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from pressgen.content.yaml_nodes import Mapping, Node, Scalar, is_null, values_of
from pressgen.model import Dialect
from pressgen.settings import Settings


def dialect_of(settings: Settings) -> Dialect:
    """The dialect of the settings, with its extensions in order and their options as JSON."""
    extensions: list[tuple[str, str]] = []
    for entry in settings.markdown_extensions:
        pairs = [(entry, {})] if isinstance(entry, str) else list(entry.items())
        extensions += [(name, json.dumps(options, ensure_ascii=False, sort_keys=True)) for name, options in pairs]
    return Dialect(settings.markdown, tuple(extensions))


def extension_of(node: Node) -> object:
    """A Markdown extension: its name, or its name with options, whose values have YAML's types."""
    if isinstance(node, Mapping):
        return {key.text: values_of(value, _typed) or {} for key, value in node.entries}
    # A name is a text, even if YAML would read a number.
    return node.text if isinstance(node, Scalar) and not is_null(node) else values_of(node, _typed)


def _typed(node: Scalar) -> object:
    if is_null(node):
        return None
    # Extensions expect Python values; all other settings are read as text by their types.
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
    """The Python files of a dialect's extensions: of a package all of them, of a module its own."""
    return tuple(file for name, _ in dialect.extensions for file in _files(_module(name)))


def dialect_digest(dialect: Dialect) -> bytes:
    """The digest of the code of a dialect's extensions."""
    # A new version of an extension can render other HTML from the same text.
    files = [hashlib.blake2b(file.read_bytes()).digest() for file in dialect_files(dialect)]
    return hashlib.blake2b(b"".join(files), digest_size=16).digest()


def _module(name: str) -> str:
    """The module of an extension, which Python-Markdown looks up as an entry point first."""
    from importlib import metadata  # slow to import, and not needed without extensions

    entries = metadata.entry_points(group="markdown.extensions", name=name)
    value = next((entry.value for entry in entries), name)
    return value.partition(":")[0]


def _files(module: str) -> list[Path]:
    """The Python files of a module's package, or its own file."""
    try:
        package = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return []
    if package is None:
        return []
    if package.submodule_search_locations is None:
        return [Path(package.origin)] if package.origin and Path(package.origin).is_file() else []
    files = (file for folder in package.submodule_search_locations for file in Path(folder).rglob("*.py"))
    return sorted(files)
