"""pressgen.yml → Settings, or all problems with their lines."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pressgen.content import dates
from pressgen.content.folders import text_of
from pressgen.content.frontmatter.groups import is_link
from pressgen.content.frontmatter.keys import comparable, key_name, near_name
from pressgen.content.frontmatter.withholding import has_effect
from pressgen.content.markdown.rendering import SCHEMES
from pressgen.content.scan import MARKDOWN
from pressgen.content.settings.banners import banner_problems, banners_of
from pressgen.content.settings.collections import clean_slug, collection_problems
from pressgen.content.settings.dialect import dialect_of, extension_of
from pressgen.content.settings.places import FILE, MAX_SIZE, place, texts_with_places, with_lines
from pressgen.content.settings.theme import theme_problems
from pressgen.content.settings.types import settings_of, to_python, type_problems, unknown_keys
from pressgen.content.yaml import loader
from pressgen.errors import Problem, SettingsError
from pressgen.settings import Settings, Text

MAIL = re.compile(r"[^\s@]+@[^\s@.,]+(?:\.[^\s@.,]+)+")
_SCHEME = re.compile(r"\A(?:https?(?=[:/]))?[:/]*", re.IGNORECASE)
CONTROL_CHARACTERS = frozenset(map(chr, (*range(32), 127)))
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?")


def read(data: bytes | None, url: str = "") -> Settings:
    """The settings in the file's bytes; raises SettingsError with all their problems.

    `url`, if it is not empty, replaces that of the file.
    """
    if data is None:
        raise SettingsError(Problem.at("settings-missing", FILE, near=""))
    text = text_of(data, FILE)
    if isinstance(text, Problem):
        raise SettingsError(text)
    tree, problems = loader.load(text, FILE, 1, max_size=MAX_SIZE)
    if tree is None:
        raise SettingsError(*(problems or (Problem.at("settings-empty", FILE, 1),)))
    problems = (*problems, *unknown_keys(settings_of(tree)), *type_problems(settings_of(tree)))
    if any(problem.severity == "error" for problem in problems):
        raise SettingsError(*problems)
    values = to_python(tree)
    for key, value in tree.entries:
        if key.text == "markdown_extensions" and isinstance(value, loader.Sequence):
            values[key.text] = [extension_of(item) for item in value.items]
    settings = msgspec.convert(values, Settings, strict=False)
    problems = (*_invalid_values(settings), *theme_problems(settings, tree, text), *collection_problems(settings))
    problems = problems or tuple(banner_problems(settings))
    if problems:
        raise SettingsError(*with_lines(problems, lambda: data))
    if url and not _is_public_address(url):
        raise SettingsError(_url_problem(url, ""))
    languages = tuple(_canonical_tag(tag) for tag in settings.languages)
    return msgspec.structs.replace(settings, languages=languages, url=url or settings.url)


def _invalid_values(settings: Settings) -> Iterator[Problem]:
    """Problems of values that have the right type, but no meaning."""
    if not _is_public_address(settings.url):
        yield _url_problem(settings.url, place("url"))
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
        if key_name(name) not in ("tags", "") or has_effect(comparable(name)):
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
            elif key == "slug" and value != (slug := clean_slug(str(value))):
                written = {"value": str(value), "slug": slug or tag}
                yield Problem.at("settings-tags/slug", place("tags", tag, key), tag=tag, **written)


@cache
def podcast_categories() -> dict[str, tuple[str, ...]]:
    """The categories of Apple Podcasts, each with those in it."""
    lines = Path(__file__).with_name("podcast_categories.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return {name: tuple(inner.split(", ")) if inner else () for name, _, inner in pairs}


def _invalid_podcast(settings: Settings) -> Iterator[Problem]:
    podcast = settings.podcast
    if podcast is None:
        return
    categories = podcast_categories()
    names = [name for outer, inner in categories.items() for name in (outer, *inner)]
    if podcast.category not in names:
        near, known = near_name(podcast.category, names), ", ".join(categories)
        values = {"value": podcast.category, "near": near, "known": known}
        yield Problem.at("settings-podcast/category", place("podcast", "category"), **values)
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


def _url_problem(url: str, file: str) -> Problem:
    """The problem of an address that is not a public one."""
    full = _whole_address(url.partition("?")[0].partition("#")[0])
    return Problem.at("settings-url", file, url=url[:80], near=full if _is_public_address(full) else "")


def _whole_address(text: str) -> str:
    """The address that a text means if it begins with a host; browsers and paper show addresses without a scheme."""
    bare = _SCHEME.sub("", text, count=1)
    scheme = "http" if text.startswith("http:") else "https"
    return f"{scheme}://{bare}" if "." in bare.partition("/")[0].strip(".") else ""


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
    """Problems of links for readers that lead nowhere, or have a scheme that no link may have, such as javascript:."""
    links: list[tuple[Text, tuple[str | int, ...]]] = [
        (url, ("profiles", key)) for key, url in settings.profiles.items()
    ]
    links += [(contact.url, ("contacts", key, "url")) for key, contact in settings.contacts.items()]
    links += [(person.url, ("people", key, "url")) for key, person in settings.people.items()]
    links += [(banner.link, ("banner", number, "link")) for number, banner in enumerate(banners_of(settings))]
    for menu, entries in (("main", settings.menus.main or ()), ("footer", settings.menus.footer)):
        links += [(entry.to, ("menus", menu, number, "to")) for number, entry in enumerate(entries)]
    for link, keys in links:
        for address, where in texts_with_places(link, *keys):
            # A menu may name a file, and so may a banner, in which links are looked up as in a text.
            is_local = keys[0] == "banner" or (keys[0] == "menus" and address.endswith(MARKDOWN))
            if not _is_usable_link(address, is_local):
                yield _link_problem(address, where, str(keys[0]))
    # Readers, and machines that read the data of a page, see it as it is.
    if settings.publisher.url and not is_link(settings.publisher.url):
        yield _link_problem(settings.publisher.url, place("publisher", "url"), "publisher")


def _link_problem(address: str, file: str, name: str) -> Problem:
    full = _whole_address(address)
    return Problem.at("settings-link", file, name=name, address=address, near=full if is_link(full) else "")


def _is_usable_link(address: str, is_local: bool) -> bool:
    """Whether an address leads to the same place from every page; without a scheme and a slash only if `is_local`."""
    try:
        scheme, host, path, *_ = urlsplit(address.strip())
    except ValueError:
        return False
    is_whole = bool(host) if scheme in ("http", "https") else scheme in SCHEMES
    is_local = not scheme and (is_local or bool(host) or path.startswith("/") or path == "")
    return (is_whole or is_local) and not set(address) & CONTROL_CHARACTERS


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
    texts += [(getattr(settings.publisher, name), ("publisher", name)) for name in ("name", "address", "licence")]
    for key, contact in settings.contacts.items():
        texts += [(contact.name, ("contacts", key, "name")), (contact.role, ("contacts", key, "role"))]
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
