"""A new release: the file for a headline, from the template of its kind or from another release."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.catalogue import catalogue
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from pressgen.content.frontmatter.keys import find_key
from pressgen.content.languages import lowercase_tag
from pressgen.content.yaml.nodes import yaml_string
from pressgen.errors import Problem, SettingsError
from pressgen.model import Moment, Page, Post
from pressgen.scaffold.entries import BOILERPLATE_NOTE, TAGS_IN_USE, Entry, lines_of_keys, read_entries
from pressgen.scaffold.escaping import yaml_headline
from pressgen.scaffold.kinds import kind_file
from pressgen.scaffold.locations import (
    conflicting_file,
    file_name,
    fill_pattern,
    language_style,
    path_of,
    pattern_of,
)
from pressgen.scaffold.rebase import rebase_paths
from pressgen.settings import Settings
from pressgen.site.sources import Sources

SUMMARY_PLACEHOLDER = "[insert one or two sentences]"
"""What a new release has as its summary, translated; `check` reports it until it is replaced."""
REPLACED_KEYS = frozenset(
    ("title", "date", "lang", "status", "draft", "published", "translation_key", "slug", "permalink", "sample")
)
"""Keys that a new release never copies from the template of its kind."""
COPIED_KEYS = frozenset(("section", "tags", "contacts", "authors", "dateline", "template"))
"""Keys that it copies from another release, besides those that pressgen does not know."""
MAX_TAGS = 12
"""Tags in use that are suggested in a comment."""
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class NewFile(Struct, frozen=True):
    """A file to create: its path from the site and its text; `conflict` is the file whose name it would have had."""

    path: str
    text: str
    conflict: str = ""


class ReleaseRequest(Struct, frozen=True, kw_only=True):
    """What a new release should be; `source` is the release to copy from, `date` as on the command line, or ""."""

    headline: str
    kind: str = "announcement"
    lang: str = ""
    source: str = ""
    date: str = ""


def new_release(sources: Sources, request: ReleaseRequest) -> NewFile:
    """The file of a new release; raises SettingsError if the request cannot be met."""
    settings, headline = sources.settings, clean_headline(request.headline)
    source = document_at(sources, request.source) if request.source else None
    lang = site_language(request.lang, settings) if request.lang else source.lang if source else settings.languages[0]
    moment = _parse_date(request.date, sources.instant, dates.zone(settings.timezone))
    path, style, conflict = _free_path(sources, headline, lang, moment.at)
    entries, body = _initial_entries(sources, request, lang, source)
    body = rebase_paths(body, source, path, sources) if source else body
    head = [f"title: {yaml_headline(headline)}\n", f"date: {format_moment(moment, dates.zone(settings.timezone))}\n"]
    head += [f"lang: {lang}\n"] if style == "plain" and lang != settings.languages[0] else []
    tags = (lines_of_keys(entries, "tags") or "tags: []\n") + tags_comment(sources, lang)
    contacts = lines_of_keys(entries, "contacts") or contacts_line(settings)
    head += [] if lines_of_keys(entries, "section") else [section_line(settings, request.kind)]
    head += ["status: draft\n", *(entry.lines for entry in entries if entry.key not in ("tags", "contacts"))]
    note = f"{BOILERPLATE_NOTE} (boilerplate in pressgen.yml) follows by itself.\n" if settings.boilerplate else ""
    text = f"---\n{''.join(head)}{tags}{contacts}{note}---\n\n{body}\n"
    return NewFile(path, validate(text, path, headline, sources), conflict)


def clean_headline(headline: str) -> str:
    """A headline with single spaces; raises SettingsError if it is empty or has line breaks or control characters."""
    if _LINE_BREAK.search(headline.strip()):
        raise SettingsError(Problem.at("headline-unusable/break"))
    text = re.sub("[ \t]+", " ", headline).strip()
    if not text:
        raise SettingsError(Problem.at("headline-unusable/empty"))
    control = next((character for character in text if unicodedata.category(character) in ("Cc", "Cs")), "")
    if control:
        raise SettingsError(Problem.at("headline-unusable/character", character=f"U+{ord(control):04X}"))
    return text


def site_language(lang: str, settings: Settings) -> str:
    """A language as the settings spell it; raises SettingsError if they do not list it."""
    tags = {tag.lower(): tag for tag in settings.languages}
    tag = tags.get(lowercase_tag(lang))
    if tag is None:
        languages = ", ".join(settings.languages)
        raise SettingsError(Problem.at("language-unknown/site", lang=lang[:60], languages=languages))
    return tag


def document_at(sources: Sources, path: str) -> Post | Page:
    """The release or page of a file; raises SettingsError if there is none, or if it has errors."""
    # macOS can complete file names in decomposed form; sources are listed in the composed one.
    name = unicodedata.normalize("NFC", path)
    parsed = sources.documents.get(name)
    if parsed is None:
        near = "".join(difflib.get_close_matches(name, sources.documents, 1, 0.6))
        raise SettingsError(Problem.at("release-unknown", path=path[:120], near=near))
    if parsed.document is None:
        raise SettingsError(Problem.at("release-unusable", path=name))
    return parsed.document


def format_moment(moment: Moment, zone: ZoneInfo) -> str:
    """A day or an instant as front matter writes it; with its offset only if the local time is ambiguous."""
    at = moment.at.astimezone(zone)
    if moment.day:
        return dates.time_text(at, is_day=True)
    text = f"{dates.time_text(at)}:{at:%S}" if at.second else dates.time_text(at)
    # In the hour that summer time repeats, parsing raises an error or returns the other instant.
    try:
        return text if dates.parse(text, zone).at == moment.at.replace(microsecond=0) else f"{text} {at:%z}"
    except dates.DateError:
        return f"{text} {at:%z}"


def tags_comment(sources: Sources, lang: str) -> str:
    """A comment with the most frequent tags of a language's releases; "" if they have none."""
    counts = Counter(tag for post in sources.posts if post.lang == lang for tag in post.matter.tags)
    tags = ", ".join(tag for tag, _ in counts.most_common(MAX_TAGS))
    return f"{TAGS_IN_USE} {tags}\n" if tags else ""


def section_line(settings: Settings, kind: str) -> str:
    """The line with the section that has the name of the kind, else a comment with all sections; "" without any."""
    own = next((key for key in settings.sections if key in (kind, f"{kind}s")), "")
    names = ", ".join(settings.sections)
    return f"section: {own}\n" if own else f"# section: {names}\n" if names else ""


def contacts_line(settings: Settings) -> str:
    """The line with all contacts of the settings, from which the author deletes some."""
    keys = ", ".join(key if _PLAIN_KEY.fullmatch(key) else yaml_string(key) for key in settings.contacts)
    return f"contacts: [{keys}]\n" if keys else "# contacts: [{name: Press Office, email: press@example.org}]\n"


def validate(text: str, path: str, headline: str, sources: Sources) -> str:
    """The text itself, after reading it as a build will; raises SettingsError if it has errors or another headline."""
    reading = reader.read(text.encode(), path, dates.zone(sources.settings.timezone))
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if errors:
        raise SettingsError(*errors)
    if reading.matter is None or reading.matter.title != headline:
        raise SettingsError(Problem.at("headline-unusable/lost"))
    return text


def _free_path(sources: Sources, headline: str, lang: str, date: datetime) -> tuple[str, str, str]:
    """The path of a new release, its language style, and the file because of which the path has a number, or ""."""
    posts, settings = sources.posts, sources.settings
    pattern, style = pattern_of(posts, settings, lang), language_style(posts, settings, lang)
    stem = name = file_name(headline)
    first_conflict = ""
    for number in count(2):
        path = path_of(fill_pattern(pattern, style, stem, date), lang)
        conflict = conflicting_file(path, lang, date, sources)
        # A file named index would be the release of its folder.
        if not conflict and stem != "index":
            break
        first_conflict, stem = first_conflict or conflict, f"{name}-{number}"
    return path, style, first_conflict


def _initial_entries(
    sources: Sources, request: ReleaseRequest, lang: str, source: Post | Page | None
) -> tuple[Iterable[Entry], str]:
    """The entries and the body that a new release starts with."""
    if source is None:
        name, data = kind_file(sources.root, request.kind, lang)
        entries, body = read_entries(data, name)
        return [entry for entry in entries if entry.key not in REPLACED_KEYS], body
    data = (sources.root / sources.folder.sources[source.path].name).read_bytes()
    entries, body = read_entries(data, source.path)
    summary = Entry("summary", f"summary: {yaml_string(catalogue(lang).gettext(SUMMARY_PLACEHOLDER))}\n")
    # Keys that pressgen does not know are for the site's own templates, which may need them.
    return [summary, *(entry for entry in entries if entry.key in COPIED_KEYS or find_key(entry.key) is None)], body


def _parse_date(text: str, instant: datetime, zone: ZoneInfo) -> Moment:
    if not text:
        return Moment(instant.astimezone(zone).replace(second=0, microsecond=0))
    try:
        return dates.parse(text, zone)
    except dates.DateError as error:
        raise SettingsError(error.problem("instant-invalid")) from None
