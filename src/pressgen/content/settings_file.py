"""pressgen.yml → Settings, with every fault named by its line."""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, ValidationError

from pressgen.content import dates, yaml_tree
from pressgen.content.dialect import dialect_of, extension_of
from pressgen.content.frontmatter.keys import find
from pressgen.errors import Problem, SettingsError
from pressgen.settings import Settings

FILE = "pressgen.yml"
TYPES = {
    "str | object": "text",
    "object | str": "text",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "keys with values",
}
MAX_SIZE = 2**20
CONTROLS = frozenset(map(chr, (*range(32), 127)))
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?")


def read(data: bytes | None, url: str = "") -> Settings:
    """The settings in the file's bytes; raises SettingsError with all that is wrong with them.

    `url`, if it is not empty, takes the place of that in the file.
    """
    if data is None:
        raise SettingsError(
            Problem(
                code="settings-missing",
                file=FILE,
                message="There is no pressgen.yml in this folder.",
                hint="Go to the site's folder, or write one with `title: …` and `url: https://…`.",
            )
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Problem(
            code="settings-encoding", file=FILE, message="pressgen.yml is not UTF-8 text.", hint="Save it as UTF-8."
        )
        raise SettingsError(fault) from None
    tree, problems = yaml_tree.load(text, FILE, 1, max_size=MAX_SIZE)
    if tree is None:
        raise SettingsError(
            *(problems or (_fault("settings-empty", 1, "pressgen.yml is empty.", "Write at least `title` and `url`."),))
        )
    unknown = tuple(_unknown(tree, Settings, ""))
    # A part with an unknown key is told once; msgspec would only say the same in other words.
    problems = (*problems, *unknown, *_mistyped(tree, {problem.line for problem in unknown}))
    if any(problem.severity == "error" for problem in problems):
        raise SettingsError(*problems)
    plain = _plain(tree)
    for key, value in tree.entries:
        if key.text == "markdown_extensions" and isinstance(value, yaml_tree.Sequence):
            plain[key.text] = [extension_of(item) for item in value.items]
    settings = msgspec.convert(plain, Settings, strict=False)
    problems = tuple(_unusable(settings, tree))
    if problems:
        raise SettingsError(*problems)
    if url and not _is_public_address(url):
        message, hint = f"`url` is “{url[:80]}”.", "Write the whole public address: https://x.example/news/."
        raise SettingsError(Problem(code="settings-url", message=message, hint=hint))
    languages = tuple(_canonical(tag) for tag in settings.languages)
    return msgspec.structs.replace(settings, languages=languages, url=url or settings.url)


def _fault(code: str, line: int, message: str, hint: str = "") -> Problem:
    return Problem(code=code, file=FILE, line=line, message=message, hint=hint)


def _plain(node: yaml_tree.Node) -> Any:
    """The tree without keys that have no value: such a key is a key not given."""
    if isinstance(node, yaml_tree.Mapping):
        pairs = ((key.text, _plain(value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}
    if isinstance(node, yaml_tree.Sequence):
        return [_plain(item) for item in node.items]
    return yaml_tree.plain(node)


def _unknown(tree: yaml_tree.Mapping, struct: type, place: str) -> Iterator[Problem]:
    """A problem for every key that the settings do not have, with the nearest one that they have."""
    hints = get_type_hints(struct)
    for key, value in tree.entries:
        if key.text not in hints:
            near = difflib.get_close_matches(key.text, hints, 1, 0.6)
            cure = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(sorted(hints))}."
            yield _fault("settings-unknown", key.line, f"`{place}{key.text}` is not a setting.", cure)
            continue
        inner, many = _struct_in(hints[key.text])
        for part in _parts(value, many) if inner else ():
            yield from _unknown(part, inner, f"{place}{key.text}.")


def _struct_in(hint: Any) -> tuple[Any, bool]:
    """The Struct that a type holds, and whether it holds many of them."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint, False
    for argument in get_args(hint):
        inner, many = _struct_in(argument)
        if inner:
            return inner, many or get_origin(hint) in (tuple, dict)
    return None, False


def _parts(value: yaml_tree.Node, many: bool) -> Iterator[yaml_tree.Mapping]:
    nodes: tuple[yaml_tree.Node, ...] = (value,)
    if many and isinstance(value, yaml_tree.Mapping):
        nodes = tuple(node for _, node in value.entries)
    elif many and isinstance(value, yaml_tree.Sequence):
        nodes = tuple(value.items)
    return (node for node in nodes if isinstance(node, yaml_tree.Mapping))


def _mistyped(tree: yaml_tree.Mapping, told: set[int]) -> Iterator[Problem]:
    """A problem for every key whose value has another type than wanted, and for every key that is missing."""
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    given = {key.text: (key.line, _plain(value)) for key, value in tree.entries}
    given_nodes = {key.text: value for key, value in tree.entries}
    for name, field in fields.items():
        line, value = given.get(name, (1, None))
        if value is None:
            if field.required:
                yield _fault(
                    "settings-missing-key", line, f"`{name}` is not given.", f"Write `{name}: …`: {_described(name)}"
                )
            continue
        if told & set(_lines(given_nodes[name])):
            continue
        try:
            msgspec.convert(value, field.type, strict=False)
        except ValidationError as error:
            known = _choices(msgspec.json.schema(field.type))
            hint = f"Choose from: {', '.join(known)}." if known and "enum" in str(error) else _described(name)
            yield _fault("settings-type", line, f"`{name}` cannot be used: {_said(error)}.", hint)


def _lines(node: yaml_tree.Node) -> Iterator[int]:
    """The lines of the keys below a node."""
    if isinstance(node, yaml_tree.Mapping):
        for key, value in node.entries:
            yield key.line
            yield from _lines(value)
    elif isinstance(node, yaml_tree.Sequence):
        for item in node.items:
            yield from _lines(item)


def _choices(schema: object) -> list[str]:
    """The words that a setting may be chosen from, wherever in its schema they stand."""
    if isinstance(schema, dict):
        found = [str(word) for word in schema.get("enum", [])]
        return found or next((words for part in schema.values() if (words := _choices(part))), [])
    if isinstance(schema, list):
        return next((words for part in schema if (words := _choices(part))), [])
    return []


def _described(name: str) -> str:
    return str(msgspec.json.schema(Settings)["$defs"]["Settings"]["properties"][name].get("description", ""))


def _said(error: ValidationError) -> str:
    """msgspec's sentence in the words of YAML."""
    said, _, place = str(error).partition(" - at `$")
    said = said.replace("Object missing required field", "there is no key")
    for technical, plain in TYPES.items():
        said = said.replace(f"`{technical}`", plain)
    return said[0].lower() + said[1:] + (f" (at {place.strip('.`')})" if place.strip(".`") else "")


def _unusable(settings: Settings, tree: yaml_tree.Mapping) -> Iterator[Problem]:
    """Values of the right type that mean nothing."""
    lines = {key.text: key.line for key, _ in tree.entries}
    if not _is_public_address(settings.url):
        cure = "Write the whole public address: https://x.example/news/."
        yield _fault("settings-url", lines["url"], f"`url` is “{settings.url}”.", cure)
    try:
        dates.zone(settings.timezone)
    except ValueError:
        cure = "Write an IANA name, such as Asia/Tashkent."
        yield _fault("settings-timezone", lines["timezone"], f"“{settings.timezone}” is not a time zone.", cure)
    yield from _unusable_languages(settings, lines)
    yield from _unusable_links(settings, lines)
    yield from _unusable_extensions(settings, lines)
    yield from _unusable_pattern(settings.permalink, lines.get("permalink", 0))
    for name in settings.tag_keys:
        key = find(name)
        if key and key[0].name != "tags":
            cure = "Name keys of another generator, such as categories."
            message = f"`tag_keys` names “{name}”, which is a key of its own."
            yield _fault("settings-tag-keys", lines["tag_keys"], message, cure)
    for code, rule in settings.check.items():
        if rule.severity == "off" and not rule.reason.strip():
            cure = f"Write `{code}: {{severity: off, reason: …}}`, so that others know why."
            yield _fault("settings-check", lines["check"], f"`check.{code}` is off without a reason.", cure)


def _unusable_extensions(settings: Settings, lines: dict[str, int]) -> Iterator[Problem]:
    dialect = dialect_of(settings)
    line = lines.get("markdown_extensions", 0)
    if dialect.extensions and dialect.name != "python-markdown":
        cure = "Write `markdown: python-markdown`, or delete the extensions: CommonMark needs none."
        yield _fault("settings-markdown", line, "`markdown_extensions` are for python-markdown only.", cure)
    elif dialect.extensions:
        from pressgen.content.markdown.python_markdown import extension_faults  # loads the library

        for name, fault in extension_faults(dialect):
            cure = "Install its package beside pressgen, and write its name and options as its documentation does."
            yield _fault("settings-markdown", line, f"The Markdown extension “{name}” cannot be used ({fault}).", cure)


def _is_public_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        usable = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username) and not set(url) & set(' "<>\\')
    segments = parts.path.strip("/").split("/") if parts.path.strip("/") else []
    plain = plain and not {"", ".", ".."} & {*segments} and not parts.path.startswith("//")
    return usable and plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _unusable_links(settings: Settings, lines: dict[str, int]) -> Iterator[Problem]:
    """Addresses for readers to follow that have a scheme which no link may have, such as javascript:."""
    menus = (*(settings.menus.main or ()), *settings.menus.footer)
    given: list[tuple[str, str]] = [("publisher", settings.publisher.url)]
    given += [("profiles", url) for url in settings.profiles.values()]
    given += [("contacts", contact.url) for contact in settings.contacts.values()]
    for entry in menus:
        given += [("menus", to) for to in (entry.to.values() if isinstance(entry.to, dict) else [entry.to])]
    for name, address in given:
        if not _is_followable(address):
            cure = "Write a whole address, https://x.example/, or one on this site, /about/."
            yield _fault("settings-link", lines[name], f"In `{name}`, “{address}” is not an address for readers.", cure)


def _is_followable(address: str) -> bool:
    try:
        scheme = urlsplit(address.strip()).scheme
    except ValueError:
        return False
    return scheme in ("", "http", "https", "mailto", "tel", "viber") and not set(address) & CONTROLS


def _unusable_languages(settings: Settings, lines: dict[str, int]) -> Iterator[Problem]:
    line = lines.get("languages", 0)
    for tag in settings.languages:
        if not TAG.fullmatch(tag):
            cure = "Write BCP 47 tags: en, uz-Cyrl, zh-TW."
            yield _fault("settings-languages", line, f"“{tag}” is not a language tag.", cure)
    known = {_canonical(tag) for tag in settings.languages}
    if len(known) < len(settings.languages):
        yield _fault("settings-languages", line, "A language is listed twice.", "List each language once.")
    for name in ("title", "description", "boilerplate"):
        text = getattr(settings, name)
        for lang in text if isinstance(text, dict) else ():
            if _canonical(lang) not in known:
                message = f"`{name}` has a text in “{lang}”, which `languages` does not list."
                yield _fault("settings-languages", lines[name], message, "List the language or remove the text.")
    for lang in (lang for names in settings.tags.values() for lang in names):
        if _canonical(lang) not in known:
            message = f"`tags` has a text in “{lang}”, which `languages` does not list."
            yield _fault("settings-languages", lines["tags"], message, "List the language or remove the text.")


def _unusable_pattern(pattern: str, line: int) -> Iterator[Problem]:
    try:
        fields = [field for field in string.Formatter().parse(pattern) if field[1] is not None]
        names = {name for _, name, _, _ in fields}
        usable = names <= {"year", "month", "day", "slug"} and "slug" in names and pattern.startswith("/")
        usable = usable and not any(form or conversion for _, _, form, conversion in fields)
        ending = pattern.rpartition("/")[2].replace("{slug}", "").rpartition(".")
        usable = usable and (not ending[1] or ending[2] in ("html", "htm"))
    except ValueError:
        usable = False
    if not usable or any(part in (".", "..") for part in pattern.split("/")) or set(pattern) & set("\\?#%"):
        yield _fault(
            "settings-permalink", line, f"`permalink` is “{pattern}”.",
            "Begin with / and use {slug}, and {year}, {month}, {day} as you like: /{year}/{month}/{slug}/.",
        )  # fmt: skip


def _canonical(tag: str) -> str:
    """A BCP 47 tag in its usual spelling: uz-Cyrl, zh-TW."""
    language, *rest = tag.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


__all__ = ["FILE", "read"]
