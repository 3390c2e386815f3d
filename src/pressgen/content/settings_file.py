"""pressgen.yml → Settings, with every fault named by its line."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, ValidationError

from pressgen.content import dates, yaml_tree
from pressgen.content.dialect import dialect_of, extension_of
from pressgen.content.frontmatter.keys import find, near_name, reveal
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.settings import Settings

FILE = "pressgen.yml"
TYPES = {
    "str | object": "text",
    "object | str": "text",
    "str": "text",
    "int": "integer",
    "float": "number",
    "bool": "flag",
    "array": "list",
    "object": "group",
}
"""What msgspec calls a type, and its phrase."""
# The sentences of msgspec: a type, a bound, a length, a choice, a missing key; then perhaps the place.
_MISMATCH = re.compile(
    r"(?:Expected `(?P<wanted>[^`]+)`"
    r"(?:, got `(?P<given>[^`]+)`| (?P<sign>>=|>|<=) (?P<bound>\S+)| of length >= (?P<length>\d+))"
    r"|Invalid enum value '(?P<choice>.*)'|Object missing required field `(?P<key>[^`]+)`)"
    r"(?: - at `\$?(?P<place>[^`]*)`)?"
)
MAX_SIZE = 2**20
CONTROLS = frozenset(map(chr, (*range(32), 127)))
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?")


def read(data: bytes | None, url: str = "") -> Settings:
    """The settings in the file's bytes; raises SettingsError with all that is wrong with them.

    `url`, if it is not empty, takes the place of that in the file.
    """
    if data is None:
        raise SettingsError(Problem.at("settings-missing", FILE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(Problem.at("settings-encoding", FILE)) from None
    tree, problems = yaml_tree.load(text, FILE, 1, max_size=MAX_SIZE)
    if tree is None:
        raise SettingsError(*(problems or (Problem.at("settings-empty", FILE, 1),)))
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
        raise SettingsError(Problem.at("settings-url", url=url[:80]))
    languages = tuple(_canonical(tag) for tag in settings.languages)
    return msgspec.structs.replace(settings, languages=languages, url=url or settings.url)


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
            near = near_name(key.text, hints)
            case, known = "settings-unknown/near" if near else "settings-unknown", ", ".join(sorted(hints))
            yield Problem.at(case, FILE, key.line, name=place + reveal(key.text), near=near, known=known)
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
                yield Problem.at("settings-missing-key", FILE, line, name=name)
            continue
        if told & set(_lines(given_nodes[name])):
            continue
        try:
            msgspec.convert(value, field.type, strict=False)
        except ValidationError as error:
            yield _mismatch(name, field.type, str(error), line)


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


def _mismatch(name: str, wanted: object, sentence: str, line: int) -> Problem:
    """The problem that msgspec reports in a sentence of its own."""
    page = Phrase.of("settings-page", name=name)
    match = _MISMATCH.fullmatch(sentence)
    if match is None:
        return Problem.at("settings-type/other", FILE, line, name=name, reason=sentence, fix=page)
    name += match["place"] or ""
    if match["given"]:
        types = {side: _type_name(match[side]) for side in ("wanted", "given")}
        return Problem.at("settings-type", FILE, line, name=name, fix=page, **types)
    if match["choice"] is not None:
        choices = _choices(msgspec.json.schema(wanted))
        near = near_name(match["choice"], choices)
        phrase = "settings-choices-near" if near else "settings-choices"
        fix = Phrase.of(phrase, choices=", ".join(choices), near=near)
        return Problem.at("settings-type/choice", FILE, line, name=name, given=reveal(match["choice"]), fix=fix)
    if match["key"]:
        return Problem.at("settings-type/key", FILE, line, name=name, key=match["key"], fix=page)
    case = {">=": "least", ">": "above", "<=": "most", None: "entries"}[match["sign"]]
    bound = match["bound"] or match["length"]
    return Problem.at(f"settings-type/{case}", FILE, line, name=name, bound=bound, fix=page)


def _type_name(technical: str) -> Phrase | str:
    plain = TYPES.get(technical.removesuffix(" | null").removeprefix("null | "))
    return Phrase(f"settings-{plain}") if plain else technical


def _unusable(settings: Settings, tree: yaml_tree.Mapping) -> Iterator[Problem]:
    """Values of the right type that mean nothing."""
    lines = {key.text: key.line for key, _ in tree.entries}
    if not _is_public_address(settings.url):
        yield Problem.at("settings-url", FILE, lines["url"], url=settings.url)
    try:
        dates.zone(settings.timezone)
    except ValueError:
        yield Problem.at("settings-timezone", FILE, lines["timezone"], zone=settings.timezone)
    yield from _unusable_languages(settings, lines)
    yield from _unusable_links(settings, lines)
    yield from _unusable_extensions(settings, lines)
    yield from _unusable_pattern(settings.permalink, lines.get("permalink", 0))
    for name in settings.tag_keys:
        key = find(name)
        if key and key[0].name != "tags":
            yield Problem.at("settings-tag-keys", FILE, lines["tag_keys"], name=name)
    for code, rule in settings.check.items():
        if rule.severity == "off" and not rule.reason.strip():
            yield Problem.at("settings-check", FILE, lines["check"], code=code)


def _unusable_extensions(settings: Settings, lines: dict[str, int]) -> Iterator[Problem]:
    dialect = dialect_of(settings)
    line = lines.get("markdown_extensions", 0)
    if dialect.extensions and dialect.name != "python-markdown":
        yield Problem.at("settings-markdown", FILE, line)
    elif dialect.extensions:
        from pressgen.content.markdown.python_markdown import extension_faults  # loads the library

        for name, fault in extension_faults(dialect):
            yield Problem.at("settings-markdown/extension", FILE, line, name=name, reason=fault)


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
            yield Problem.at("settings-link", FILE, lines[name], name=name, address=address)


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
            yield Problem.at("settings-languages/tag", FILE, line, tag=tag)
    known = {_canonical(tag) for tag in settings.languages}
    if len(known) < len(settings.languages):
        yield Problem.at("settings-languages/twice", FILE, line)
    named = [(name, getattr(settings, name)) for name in ("title", "description", "boilerplate")]
    named += [("tags", names) for names in settings.tags.values()]
    for name, text in named:
        for lang in text if isinstance(text, dict) else ():
            if _canonical(lang) not in known:
                yield Problem.at("settings-languages/text", FILE, lines[name], name=name, lang=lang)


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
        yield Problem.at("settings-permalink", FILE, line, pattern=pattern)


def _canonical(tag: str) -> str:
    """A BCP 47 tag in its usual spelling: uz-Cyrl, zh-TW."""
    language, *rest = tag.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


__all__ = ["FILE", "read"]
