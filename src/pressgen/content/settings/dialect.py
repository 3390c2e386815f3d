"""The Markdown dialect of the settings and the source files of its extensions; loads no library of Markdown."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from pressgen.content.scan import LIBRARIES
from pressgen.content.yaml.nodes import Mapping, Node, Scalar, is_null, typed, values_of
from pressgen.model import Dialect
from pressgen.settings import Settings

# Read and not run: where a name in a text looks like an import, one module more is watched.
_IMPORT = re.compile(
    rb"^[ \t]*(?:(?:try|else|finally|(?:if|elif|except|with)\b[^#\n]*):[ \t]*)?"
    rb"(?:from[ \t]+(?P<module>[\w.]+)[ \t]+import\b|import[ \t]+(?P<modules>[\w., \t]+))",
    re.MULTILINE,
)


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
        # Extensions expect Python values; all other settings are read as text by their types.
        return {key.text: values_of(value, typed) or {} for key, value in node.entries}
    # A name is a text, even if YAML would read a number.
    return node.text if isinstance(node, Scalar) and not is_null(node) else values_of(node, typed)


def dialect_files(dialect: Dialect) -> tuple[Path, ...]:
    """The Python files of a dialect's extensions and of all that these import, in order, each once."""
    return tuple(_sources([_module(name) for name, _ in dialect.extensions]))


def dialect_digest(dialect: Dialect) -> bytes:
    """The digest of the code of a dialect's extensions."""
    # A new version of an extension can render other HTML from the same text.
    sources = _sources([_module(name) for name, _ in dialect.extensions]).values()
    return hashlib.blake2b(b"".join(hashlib.blake2b(each).digest() for each in sources), digest_size=16).digest()


def _sources(modules: list[str]) -> dict[Path, bytes]:
    """The Python files of modules, and of those that they import, with what is in them."""
    sources: dict[Path, bytes] = {}
    names = [module.partition(".")[0] for module in modules]
    known = {*names, *sys.stdlib_module_names, *LIBRARIES, "pressgen"}
    while names:
        for file in _files(names.pop(0)):
            data = sources[file] = _read(file)
            imported = {name for match in _IMPORT.finditer(data) for name in _names(match)}
            names += sorted(imported - known)
            known |= imported
    return sources


def _names(match: re.Match[bytes]) -> list[str]:
    """The top-level modules that an import names; none for one within its own package."""
    modules = (match["module"] or match["modules"]).decode().split(",")
    return [name for module in modules if (name := module.strip().partition(" ")[0].partition(".")[0])]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # the import says what is wrong with it, if it is needed
        return b""


def _module(name: str) -> str:
    """The module of an extension, which Python-Markdown looks up as an entry point first."""
    from importlib import metadata  # slow to import, and not needed without extensions

    entries = metadata.entry_points(group="markdown.extensions", name=name)
    value = next((entry.value for entry in entries), name)
    return value.partition(":")[0]


def _files(name: str) -> list[Path]:
    """The Python files of a package, or the file of a module, by its name at the top level."""
    try:
        package = find_spec(name)
    except (ImportError, ValueError):
        return []
    if package is None:
        return []
    if package.submodule_search_locations is None:
        return [Path(package.origin)] if package.origin and Path(package.origin).is_file() else []
    files = (file for folder in package.submodule_search_locations for file in Path(folder).rglob("*.py"))
    return sorted(files)
