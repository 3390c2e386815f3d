"""pressgen.yml → Settings, or all problems with their lines."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, ValidationError

from pressgen.content import dates, yaml_tree
from pressgen.content.banner_settings import banner_problems, banners_of
from pressgen.content.collection_settings import collection_problems
from pressgen.content.dialect import dialect_of, extension_of
from pressgen.content.frontmatter.keys import find_key, near_name
from pressgen.content.markdown.policy import SCHEMES
from pressgen.content.setting_places import FILE, MAX_SIZE, place, texts_with_places, with_lines
from pressgen.content.theme_settings import theme_problems
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.letters import reveal
from pressgen.settings import PODCAST_CATEGORIES, Settings, Text

MAIL = re.compile(r"[^\s@]+@[^\s@.,]+(?:\.[^\s@.,]+)+")
_NO_SLUG = re.compile(r"[\W_]+")
TYPES = {
    "str | object": "text",
    "object | str": "text",
    "str": "text",
    "str | array": "text",
    "array | str": "text",
    "int": "integer",
    "bool | int": "flag-or-integer",
    "int | bool": "flag-or-integer",
    "float": "number",
    "bool": "flag",
    "array": "list",
    "object | array": "group",
    "array | object": "group",
    "object": "group",
}
"""The names of types in msgspec's sentences, and the phrases for them."""
# msgspec's sentences about a type, a bound, a length, a choice or a missing key, perhaps with the place.
_MISMATCH = re.compile(
    r"(?:Expected `(?P<wanted>[^`]+)`"
    r"(?:, got `(?P<given>[^`]+)`| (?P<sign>>=|>|<=) (?P<bound>\S+)| of length >= (?P<length>\d+))"
    r"|Invalid enum value '(?P<choice>.*)'|Object missing required field `(?P<key>[^`]+)`)"
    r"(?: - at `\$?(?P<place>[^`]*)`)?"
)
CONTROL_CHARACTERS = frozenset(map(chr, (*range(32), 127)))
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?")


class Setting(NamedTuple):
    """A part of the settings by its name in messages, the type that it must have, its value and its line."""

    name: str
    type: Any
    node: yaml_tree.Node
    line: int


def read(data: bytes | None, url: str = "") -> Settings:
    """The settings in the file's bytes; raises SettingsError with all their problems.

    `url`, if it is not empty, replaces that of the file.
    """
    if data is None:
        raise SettingsError(Problem.at("settings-missing", FILE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Problem.at("settings-encoding", FILE, data.count(b"\n", 0, error.start) + 1)) from None
    tree, problems = yaml_tree.load(text, FILE, 1, max_size=MAX_SIZE)
    if tree is None:
        raise SettingsError(*(problems or (Problem.at("settings-empty", FILE, 1),)))
    unknown_keys = tuple(_unknown_keys(tree, Settings, ""))
    # An unknown key is reported once; msgspec would say the same again in other words.
    problems = (*problems, *unknown_keys, *_type_problems(tree, {problem.line for problem in unknown_keys}))
    if any(problem.severity == "error" for problem in problems):
        raise SettingsError(*problems)
    values = _to_python(tree)
    for key, value in tree.entries:
        if key.text == "markdown_extensions" and isinstance(value, yaml_tree.Sequence):
            values[key.text] = [extension_of(item) for item in value.items]
    settings = msgspec.convert(values, Settings, strict=False)
    problems = (
        *with_lines(_invalid_values(settings), lambda: data),
        *theme_problems(settings, tree, text),
        *collection_problems(settings, tree),
    )
    problems = (*problems, *(() if problems else banner_problems(settings, tree)))
    if problems:
        raise SettingsError(*problems)
    if url and not _is_public_address(url):
        raise SettingsError(Problem.at("settings-url", url=url[:80]))
    languages = tuple(_canonical_tag(tag) for tag in settings.languages)
    return msgspec.structs.replace(settings, languages=languages, url=url or settings.url)


def _to_python(node: yaml_tree.Node) -> Any:
    """The tree as dicts, lists and text; a key without a value counts as not given."""
    if isinstance(node, yaml_tree.Mapping):
        pairs = ((key.text, _to_python(value)) for key, value in node.entries)
        return {key: value for key, value in pairs if value is not None}
    if isinstance(node, yaml_tree.Sequence):
        return [_to_python(item) for item in node.items]
    return yaml_tree.plain(node)


def _unknown_keys(tree: yaml_tree.Mapping, struct: type, place: str) -> Iterator[Problem]:
    """A problem for each unknown key, with the most similar known one."""
    hints = _hints(struct)
    for key, value in tree.entries:
        if key.text not in hints:
            near = near_name(key.text, hints)
            case, names = "settings-unknown/near" if near else "settings-unknown", ", ".join(sorted(hints))
            yield Problem.at(case, FILE, key.line, name=place + reveal(key.text), near=near, known=names)
            continue
        substruct, is_collection = _struct_in(hints[key.text])
        for submapping in _submappings(value, is_collection) if substruct else ():
            yield from _unknown_keys(submapping, substruct, f"{place}{key.text}.")


@cache
def _hints(struct: type) -> dict[str, Any]:
    """The types of a Struct's fields, by their names in the file."""
    # Some settings have names that no Python name can have, such as `from`.
    return {field.encode_name: field.type for field in _fields(struct)}


@cache
def _fields(struct: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    # Finding out takes longer than all the rest of reading a short file.
    return msgspec.structs.fields(struct)


def _struct_in(hint: Any) -> tuple[Any, bool]:
    """The Struct in a type, and whether the type is a collection of them."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint, False
    for argument in get_args(hint):
        substruct, is_collection = _struct_in(argument)
        if substruct:
            return substruct, is_collection or get_origin(hint) in (tuple, dict)
    return None, False


def _submappings(value: yaml_tree.Node, is_collection: bool) -> Iterator[yaml_tree.Mapping]:
    nodes: tuple[yaml_tree.Node, ...] = (value,)
    if is_collection and isinstance(value, yaml_tree.Mapping):
        nodes = tuple(node for _, node in value.entries)
    elif isinstance(value, yaml_tree.Sequence):
        nodes = tuple(value.items)
    return (node for node in nodes if isinstance(node, yaml_tree.Mapping))


def _type_problems(tree: yaml_tree.Mapping, reported_lines: set[int]) -> Iterator[Problem]:
    """A problem for each value of a wrong type and for each missing key; those on `reported_lines` are left out."""
    fields = {field.name: field for field in _fields(Settings)}
    values = {key.text: (key.line, _to_python(value)) for key, value in tree.entries}
    nodes = {key.text: value for key, value in tree.entries}
    for name, field in fields.items():
        line, value = values.get(name, (1, None))
        if value is None:
            if field.required:
                yield Problem.at("settings-missing-key", FILE, line, name=name)
            continue
        if reported_lines & set(_lines(nodes[name])):
            continue
        page = Phrase.of("settings-page", name=name)
        yield from _mismatches(Setting(name, field.type, nodes[name], line), page)
        yield from _empty_entries(Setting(name, field.type, nodes[name], line), page)


def _mismatches(setting: Setting, page: Phrase) -> Iterator[Problem]:
    """The problems of a value that does not have its type, each of the innermost part that is wrong."""
    try:
        msgspec.convert(_to_python(setting.node), setting.type, strict=False)
    except ValidationError as error:
        inner = [problem for part in _parts(setting) for problem in _mismatches(part, page)]
        yield from inner or [_mismatch(setting, str(error), page)]


def _parts(setting: Setting) -> Iterator[Setting]:
    """The entries of a group or a list of the settings that have a value, with the types that they must have."""
    name, node, hint = setting.name, setting.node, setting.type
    if isinstance(node, yaml_tree.Mapping) and isinstance(hint, type) and issubclass(hint, Struct):
        hints = _hints(hint)
        parts = [Setting(f"{name}.{key.text}", hints.get(key.text), each, key.line) for key, each in node.entries]
    elif isinstance(node, yaml_tree.Mapping) and get_origin(hint) is dict:
        of_entries = get_args(hint)[1]
        parts = [Setting(f"{name}.{reveal(key.text)}", of_entries, each, key.line) for key, each in node.entries]
    elif isinstance(node, yaml_tree.Sequence) and get_origin(hint) is tuple:
        of_items = get_args(hint)[0]
        parts = [Setting(f"{name}[{number}]", of_items, each, each.line) for number, each in enumerate(node.items)]
    else:
        # Of a choice of types only those of this form of value have parts.
        types = get_args(hint) if get_origin(hint) in (Annotated, Union, UnionType) else ()
        parts = [part for each in types for part in _parts(Setting(name, each, node, setting.line))]
    return (part for part in parts if part.type is not None and _to_python(part.node) is not None)


def _empty_entries(setting: Setting, page: Phrase) -> Iterator[Problem]:
    """A problem for each entry without any value, such as a section that needs a name."""
    hint = get_args(setting.type)[0] if get_origin(setting.type) is Annotated else setting.type
    struct = get_args(hint)[1] if get_origin(hint) is dict else None
    if not (isinstance(struct, type) and issubclass(struct, Struct) and isinstance(setting.node, yaml_tree.Mapping)):
        return
    required = next((field.encode_name for field in _fields(struct) if field.required), "")
    for key, value in setting.node.entries:
        if required and _to_python(value) is None:
            name = f"{setting.name}.{reveal(key.text)}"
            yield Problem.at("settings-type/key", FILE, key.line, name=name, key=required, fix=page)


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
    """The allowed words of a setting, from anywhere in its JSON Schema."""
    if isinstance(schema, dict):
        words = [str(word) for word in schema.get("enum", [])]
        return words or next((words for subschema in schema.values() if (words := _choices(subschema))), [])
    if isinstance(schema, list):
        return next((words for subschema in schema if (words := _choices(subschema))), [])
    return []


def _mismatch(setting: Setting, sentence: str, page: Phrase) -> Problem:
    """The problem for a sentence of msgspec."""
    name, line = setting.name, setting.line
    match = _MISMATCH.fullmatch(sentence)
    if match is None:
        return Problem.at("settings-type/other", FILE, line, name=name, reason=sentence, fix=page)
    name += match["place"] or ""
    if match["given"]:
        types = {side: _type_name(match[side]) for side in ("wanted", "given")}
        return Problem.at("settings-type", FILE, line, name=name, fix=page, **types)
    if match["choice"] is not None:
        choices = _choices(msgspec.json.schema(setting.type))
        near = near_name(match["choice"], choices)
        phrase = "settings-choices-near" if near else "settings-choices"
        fix = Phrase.of(phrase, choices=", ".join(choices), near=near)
        return Problem.at("settings-type/choice", FILE, line, name=name, given=reveal(match["choice"]), fix=fix)
    if match["key"]:
        return Problem.at("settings-type/key", FILE, line, name=name, key=match["key"], fix=page)
    case = {">=": "least", ">": "above", "<=": "most", None: "entries"}[match["sign"]]
    bound = match["bound"] or match["length"]
    return Problem.at(f"settings-type/{case}", FILE, line, name=name, bound=bound, fix=page)


def _type_name(msgspec_name: str) -> Phrase | str:
    name = TYPES.get(msgspec_name.removesuffix(" | null").removeprefix("null | "))
    return Phrase(f"settings-{name}") if name else msgspec_name


def _invalid_values(settings: Settings) -> Iterator[Problem]:
    """Problems of values that have the right type, but no meaning."""
    if not _is_public_address(settings.url):
        yield Problem.at("settings-url", place("url"), url=settings.url)
    try:
        dates.zone(settings.timezone)
    except ValueError:
        yield Problem.at("settings-timezone", place("timezone"), zone=settings.timezone)
    yield from _invalid_languages(settings)
    yield from _invalid_links(settings)
    yield from _invalid_extensions(settings)
    yield from _invalid_tags(settings)
    yield from _invalid_podcast(settings)
    if {"netlify", "cloudflare"} <= {*settings.redirect_files}:
        yield Problem.at("settings-redirect-files", place("redirect_files"))
    yield from _invalid_permalink(settings.permalink)
    for number, name in enumerate(settings.tag_keys):
        # A key that has another meaning cannot have tags as well.
        match = find_key(name)
        if match and match.key.name != "tags":
            yield Problem.at("settings-tag-keys", place("tag_keys", number), name=name)
    for code, rule in settings.check.items():
        if rule.severity == "off" and not rule.reason.strip():
            yield Problem.at("settings-check", place("check", code), code=code)


def _invalid_tags(settings: Settings) -> Iterator[Problem]:
    """A problem for each name of a tag that is a list, for `aliases` that are none, and for what cannot be a slug."""
    for tag, group in settings.tags.items():
        for key, value in group.items():
            if (key == "aliases") == isinstance(value, str):
                name = value if isinstance(value, str) else next(iter(value), "…")
                case = "settings-tags/aliases" if key == "aliases" else "settings-tags"
                yield Problem.at(case, place("tags", tag, key), tag=tag, key=key, name=name)
            elif key == "slug" and value != (slug := _NO_SLUG.sub("-", str(value).lower()).strip("-")):
                written = {"value": str(value), "slug": slug or tag}
                yield Problem.at("settings-tags/slug", place("tags", tag, key), tag=tag, **written)


def _invalid_podcast(settings: Settings) -> Iterator[Problem]:
    podcast = settings.podcast
    if podcast is None:
        return
    names = [name for outer, inner in PODCAST_CATEGORIES.items() for name in (outer, *inner)]
    if podcast.category not in names:
        near, known = near_name(podcast.category, names), ", ".join(PODCAST_CATEGORIES)
        case = "settings-podcast/category-near" if near else "settings-podcast/category"
        yield Problem.at(case, place("podcast", "category"), value=podcast.category, near=near, known=known)
    if podcast.email and not MAIL.fullmatch(podcast.email):
        yield Problem.at("settings-podcast/email", place("podcast", "email"), value=podcast.email)
    if not podcast.image.strip("/ "):
        yield Problem.at("settings-podcast", place("podcast", "image"), file=podcast.image)


def _invalid_extensions(settings: Settings) -> Iterator[Problem]:
    dialect = dialect_of(settings)
    if dialect.extensions and dialect.name != "python-markdown":
        yield Problem.at("settings-markdown", place("markdown_extensions"))
    elif dialect.extensions:
        from pressgen.content.markdown.python_markdown import extension_faults  # loads the library

        for name, fault in extension_faults(dialect):
            yield Problem.at("settings-markdown/extension", place("markdown_extensions"), name=name, reason=fault)


def _is_public_address(url: str) -> bool:
    # All addresses are built by adding to it, so its path must be its end.
    try:
        address = urlsplit(url)
        has_valid_port = address.port is None or address.port > 0
    except ValueError:
        return False
    is_plain = not (address.query or address.fragment or address.username) and not set(url) & set(' "<>\\')
    segments = address.path.strip("/").split("/") if address.path.strip("/") else []
    is_plain = is_plain and not {"", ".", ".."} & {*segments} and not address.path.startswith("//")
    return has_valid_port and is_plain and address.scheme in ("http", "https") and bool(address.hostname)


def _invalid_links(settings: Settings) -> Iterator[Problem]:
    """Problems of links for readers with a scheme that no link may have, such as javascript:."""
    links: list[tuple[Text, tuple[str | int, ...]]] = [(settings.publisher.url, ("publisher", "url"))]
    links += [(url, ("profiles", key)) for key, url in settings.profiles.items()]
    links += [(contact.url, ("contacts", key, "url")) for key, contact in settings.contacts.items()]
    links += [(person.url, ("people", key, "url")) for key, person in settings.people.items()]
    links += [(banner.link, ("banner", number, "link")) for number, banner in enumerate(banners_of(settings))]
    for menu, entries in (("main", settings.menus.main or ()), ("footer", settings.menus.footer)):
        links += [(entry.to, ("menus", menu, number, "to")) for number, entry in enumerate(entries)]
    for link, keys in links:
        for address, where in texts_with_places(link, *keys):
            if not _is_safe_link(address):
                yield Problem.at("settings-link", where, name=str(keys[0]), address=address)


def _is_safe_link(address: str) -> bool:
    try:
        scheme = urlsplit(address.strip()).scheme
    except ValueError:
        return False
    return scheme in ("", *SCHEMES) and not set(address) & CONTROL_CHARACTERS


def _invalid_languages(settings: Settings) -> Iterator[Problem]:
    for number, tag in enumerate(settings.languages):
        if not TAG.fullmatch(tag):
            yield Problem.at("settings-languages/tag", place("languages", number), tag=tag)
    tags = {_canonical_tag(tag) for tag in settings.languages}
    if len(tags) < len(settings.languages):
        yield Problem.at("settings-languages/twice", place("languages"))
    texts: list[tuple[object, tuple[str | int, ...]]] = [
        (getattr(settings, name), (name,)) for name in ("title", "description", "boilerplate")
    ]
    texts += [(names, ("tags", key)) for key, names in settings.tags.items()]
    for number, banner in enumerate(banners_of(settings)):
        texts += [(banner.text, ("banner", number, "text")), (banner.link, ("banner", number, "link"))]
    for text, keys in texts:
        name = str(keys[0])
        for lang in text if isinstance(text, dict) else ():
            if (name, lang) not in (("tags", "aliases"), ("tags", "slug")) and _canonical_tag(lang) not in tags:
                yield Problem.at("settings-languages/text", place(*keys, lang), name=name, lang=lang)


def _invalid_permalink(pattern: str) -> Iterator[Problem]:
    try:
        fields = [field for field in string.Formatter().parse(pattern) if field[1] is not None]
        names = {name for _, name, _, _ in fields}
        # Without {slug} all releases of a day would have the same address.
        is_usable = names <= {"year", "month", "day", "slug"} and "slug" in names and pattern.startswith("/")
        is_usable = is_usable and not any(form or conversion for _, _, form, conversion in fields)
        extension = pattern.rpartition("/")[2].replace("{slug}", "").rpartition(".")
        is_usable = is_usable and (not extension[1] or extension[2] in ("html", "htm"))
    except ValueError:
        is_usable = False
    if not is_usable or any(segment in (".", "..") for segment in pattern.split("/")) or set(pattern) & set("\\?#%"):
        yield Problem.at("settings-permalink", place("permalink"), pattern=pattern)


def _canonical_tag(tag: str) -> str:
    """A BCP 47 tag in its recommended spelling (RFC 5646, 2.1.1): uz-Cyrl, zh-TW."""
    language, *subtags = tag.replace("_", "-").split("-")
    return "-".join([language.lower(), *(subtag.title() if len(subtag) == 4 else subtag.upper() for subtag in subtags)])
