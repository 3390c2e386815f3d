"""A release begun: the file of a headline, from its kind or from another release."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.content import dates, frontmatter
from pressgen.content.frontmatter.keys import find
from pressgen.errors import Problem, SettingsError
from pressgen.model import Moment, Page, Post
from pressgen.scaffold import kinds
from pressgen.scaffold.matter import ABOUT_US, TAGS_IN_USE, Entry, entries, lines_of
from pressgen.scaffold.placing import Known, custom_of, holder, named, path_in, placed, style_of
from pressgen.scaffold.rebase import rebased
from pressgen.scaffold.samples import voice
from pressgen.scaffold.wording import entitled, quoted
from pressgen.settings import Settings
from pressgen.site.sources import Sources

TO_WRITE = {
    "en": "[insert one or two sentences]",
    "ru": "[вставить одно-два предложения]",
    "uz": "[bir-ikki jumla kiriting]",
}
"""What `check` finds where a summary is still to be written."""
MADE = frozenset(
    ("title", "date", "lang", "status", "draft", "published", "translation_key", "slug", "permalink", "sample")
)
"""Keys that a new release never takes from its kind."""
COPIED = frozenset(("tags", "contacts", "authors", "dateline", "template"))
"""Keys that it takes from another release, beside those for templates."""
SHOWN_TAGS = 12
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PLAIN = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Begun(Struct, frozen=True):
    """A file to be made: its path from the site, its text, and the file because of which its name got a number."""

    path: str
    text: str
    beside: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """What was asked for: `source` is the release to copy from, `date` the day or instant as written, if any."""

    headline: str
    kind: str = "announcement"
    lang: str = ""
    source: str = ""
    date: str = ""


def begin(sources: Sources, wanted: Wanted) -> Begun:
    """The file of a new release; raises SettingsError where what is wanted cannot be had."""
    settings, headline = sources.settings, checked(wanted.headline)
    source = document(sources, wanted.source) if wanted.source else None
    lang = listed(wanted.lang, settings) if wanted.lang else source.lang if source else settings.languages[0]
    moment = _moment(wanted.date, sources.instant, dates.zone(settings.timezone))
    path, style, beside = _place(sources, headline, lang, moment.at)
    given, body = _given(sources, wanted, lang, source)
    body = rebased(body, source, path, sources) if source else body
    head = [f"title: {entitled(headline)}\n", f"date: {written(moment, dates.zone(settings.timezone))}\n"]
    head += [f"lang: {lang}\n"] if style == "plain" and lang != settings.languages[0] else []
    tags = (lines_of(given, "tags") or "tags: []\n") + tags_in_use(sources, lang)
    contacts = lines_of(given, "contacts") or contacts_of(settings)
    others = "".join(entry.lines for entry in given if entry.key not in ("tags", "contacts"))
    text = f"---\n{''.join(head)}status: draft\n{others}{tags}{contacts}{_about(settings)}---\n\n{body}\n"
    return Begun(path, proved(text, path, headline, sources), beside)


def checked(headline: str) -> str:
    """A headline on one line, its blanks collapsed; raises SettingsError if it cannot be one."""
    if _BREAKS.search(headline.strip()):
        raise SettingsError(Problem.at("headline-unusable/break"))
    text = re.sub("[ \t]+", " ", headline).strip()
    if not text:
        raise SettingsError(Problem.at("headline-unusable/empty"))
    bad = next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs")), "")
    if bad:
        raise SettingsError(Problem.at("headline-unusable/character", character=f"U+{ord(bad):04X}"))
    return text


def listed(lang: str, settings: Settings) -> str:
    """A language as the settings spell it; raises SettingsError for one that they do not list."""
    known = {tag.lower(): tag for tag in settings.languages}
    found = known.get(lang.replace("_", "-").lower())
    if found is None:
        languages = ", ".join(settings.languages)
        raise SettingsError(Problem.at("language-unknown/site", lang=lang[:60], languages=languages))
    return found


def document(sources: Sources, path: str) -> Post | Page:
    """The release or page of a file; raises SettingsError if there is none, or if it has faults."""
    name = unicodedata.normalize("NFC", path)
    one = sources.documents.get(name)
    if one is None:
        near = difflib.get_close_matches(name, sources.documents, 1, 0.6)
        key = "release-unknown/near" if near else "release-unknown"
        raise SettingsError(Problem.at(key, path=path[:120], near="".join(near)))
    if one.document is None:
        raise SettingsError(Problem.at("release-unusable", path=name))
    return one.document


def written(moment: Moment, zone: ZoneInfo) -> str:
    """A day or an instant as front matter writes it; with its offset only where the zone's clock is not enough."""
    at = moment.at.astimezone(zone)
    if moment.day:
        return f"{at:%Y-%m-%d}"
    text = f"{at:%Y-%m-%d %H:%M:%S}" if at.second else f"{at:%Y-%m-%d %H:%M}"
    try:
        return text if dates.parse(text, zone).at == moment.at.replace(microsecond=0) else f"{text} {at:%z}"
    except dates.DateError:
        return f"{text} {at:%z}"


def tags_in_use(sources: Sources, lang: str) -> str:
    """A comment with the tags that the releases of a language have most often; nothing if they have none."""
    tags = Counter(tag for post in posts_of(sources) if post.lang == lang for tag in post.matter.tags)
    most = ", ".join(tag for tag, _ in tags.most_common(SHOWN_TAGS))
    return f"{TAGS_IN_USE} {most}\n" if most else ""


def contacts_of(settings: Settings) -> str:
    """The line that names the contacts of the settings, to choose from."""
    keys = ", ".join(key if _PLAIN.fullmatch(key) else quoted(key) for key in settings.contacts)
    return f"contacts: [{keys}]\n" if keys else "# contacts: [{name: Press Office, email: press@example.org}]\n"


def proved(text: str, path: str, headline: str, sources: Sources) -> str:
    """The text, if a build will read it with that headline; raises SettingsError with its faults if not."""
    reading = frontmatter.read(text.encode(), path, dates.zone(sources.settings.timezone))
    faults = [problem for problem in reading.problems if problem.severity == "error"]
    if faults:
        raise SettingsError(*faults)
    if reading.matter is None or reading.matter.title != headline:
        raise SettingsError(Problem.at("headline-unusable/lost"))
    return text


def posts_of(sources: Sources) -> Sequence[Post]:
    """Every release that could be read."""
    return [one.document for one in sources.documents.values() if isinstance(one.document, Post)]


def _place(sources: Sources, headline: str, lang: str, date: datetime) -> tuple[str, str, str]:
    """Path, style, and the file that has the name already if the path got a number."""
    posts, settings = posts_of(sources), sources.settings
    custom, style = custom_of(posts, settings, lang), style_of(posts, settings, lang)
    known = Known(tuple(sources.folder.sources), tuple(posts), settings)
    name, beside, number = named(headline), "", 1
    while True:
        numbered = name if number == 1 else f"{name}-{number}"
        path = path_in(placed(custom, style, numbered, date), lang)
        taken = holder(path, lang, date, known)
        # A file named index stands for its folder.
        if not taken and numbered != "index":
            return path, style, beside
        beside, number = beside or taken, number + 1


def _given(sources: Sources, wanted: Wanted, lang: str, source: Post | Page | None) -> tuple[Iterable[Entry], str]:
    """Entries and body that a new release begins with."""
    if source is None:
        name, data = kinds.text(sources.root, wanted.kind, lang)
        found, body = entries(data, name)
        return [entry for entry in found if entry.key not in MADE], body
    data = (sources.root / sources.folder.sources[source.path].name).read_bytes()
    found, body = entries(data, source.path)
    kept = [entry for entry in found if entry.key in COPIED or find(entry.key) is None]
    return [Entry("summary", f"summary: {quoted(TO_WRITE[voice(lang) or 'en'])}\n"), *kept], body


def _moment(given: str, instant: datetime, zone: ZoneInfo) -> Moment:
    if not given:
        return Moment(instant.astimezone(zone).replace(second=0, microsecond=0))
    try:
        return dates.parse(given, zone)
    except dates.DateError as error:
        raise SettingsError(error.problem("instant-invalid")) from None


def _about(settings: Settings) -> str:
    return f"{ABOUT_US} (boilerplate in pressgen.yml) follows by itself.\n" if settings.boilerplate else ""
