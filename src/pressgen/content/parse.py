"""One source file → one Post or Page, from its path, its front matter and its body."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from msgspec import structs

from pressgen.content import dates, unfinished
from pressgen.content.frontmatter import corrections, events, reader
from pressgen.content.frontmatter.fields import expiry_on, later_moment
from pressgen.content.frontmatter.keys import comparable
from pressgen.content.frontmatter.values import Context
from pressgen.content.frontmatter.vocabulary import CREATION_DAYS, HOLD_WORDS, SCHEDULED, words_of
from pressgen.content.languages import has_formats, listed_language
from pressgen.content.markdown import conversion
from pressgen.content.place import Place, date_in_path, day_of_file, locate, says_not_public
from pressgen.content.text import foreign, release_lines
from pressgen.content.text.excerpt import excerpt
from pressgen.errors import Problem, shorten
from pressgen.model import Body, FrontMatter, Moment, Page, Parsed, Post, Rules, Source

_ZONE = re.compile(r"\b[A-Z]{2,5}\b|\btime\b|[+-]\d", re.ASCII)
"""What says that a time is that of another place."""


def parse(source: Source, rules: Rules) -> Parsed:
    """The document of one file with its problems; it depends on nothing but the bytes and the rules."""
    zone = ZoneInfo(rules.timezone)
    reading = reader.read(source.data, source.path, zone, rules.tag_keys, rules.url)
    problems = [
        *reading.problems,
        *foreign.find(reading.body, source.path, reading.body_line, rules.dialect),
    ]
    if reading.matter is None:
        return Parsed(None, tuple(problems))
    place = _located(source.path, reading.matter, rules)
    problems += unfinished.find(reading.matter, reading.body, source.path, reading.body_line)
    matter = _held_by_path(source.path, reading.matter, place, problems)
    lang = _language(source.path, matter, place, rules, problems)
    date: Moment | None = None
    if place.kind == "post":
        matter, date = _dated(source.path, matter, place, zone, problems)
    if place.kind == "page" or date is not None:
        context = Context(source.path, zone, problems)
        matter, date = _held_by_text(matter, date, reading, context)
    if place.kind == "post" and matter.list:
        problems.append(Problem.at("list-in-release", source.path, matter.lines.get("list", 0)))
        matter = structs.replace(matter, list=())
    if place.kind == "page" and matter.event:
        matter = events.without_event(source.path, matter, problems)
    if place.kind == "page" and matter.embargo:
        matter = structs.replace(matter, date=later_moment(matter.date, matter.embargo))
    contents = rules.contents if matter.toc is None else int(matter.toc)
    body, body_problems = conversion.convert(
        reading.body, source.path, reading.body_line, lang, rules.dialect, rules.url, contents
    )
    problems += body_problems
    body = _with_short_opening(body, matter.summary)
    if matter.event:
        body = structs.replace(body, references=(*body.references, *events.event_references(matter)))
    slug = matter.slug or place.name
    document: Post | Page | None = None
    if place.kind == "page":
        document = Page(path=source.path, lang=lang, key=place.key, slug=slug, matter=matter, body=body)
    elif date is not None:
        document = Post(path=source.path, lang=lang, key=place.key, slug=slug, date=date, matter=matter, body=body)
    has_errors = any(problem.severity == "error" for problem in problems)
    return Parsed(None if has_errors else document, tuple(problems))


def _with_short_opening(body: Body, summary: str) -> Body:
    """The body with an excerpt of its opening; its end is kept only if the page leaves out the opening."""
    # A page leaves out an opening that repeats its summary; the end of any other matters to no page.
    is_repeated = bool(summary) and body.opening.casefold() == summary.casefold()
    return structs.replace(body, opening=excerpt(body.opening), opening_end=body.opening_end if is_repeated else 0)


def _held_by_path(path: str, matter: FrontMatter, place: Place, problems: list[Problem]) -> FrontMatter:
    """The front matter of a file that is a draft because of its place, unless it says itself what it is."""
    if place.is_draft:
        return structs.replace(matter, status="draft")
    words = words_of(place.held_by) if place.held_by else set()
    # What is in a folder for embargoes may say until when, and what is scheduled has a date.
    says_when = ("embargo" in matter.lines and words & HOLD_WORDS) or ("date" in matter.lines and words & SCHEDULED)
    if not words or says_when or "status" in matter.lines:
        return matter
    is_subject = says_not_public(place.held_by) is None
    problems.append(Problem.at("path-draft/subject" if is_subject else "path-draft", path, name=place.held_by))
    return matter if is_subject else structs.replace(matter, status="draft")


def _located(path: str, matter: FrontMatter, rules: Rules) -> Place:
    """What the path says, which may also name the language of the front matter."""
    place = locate(path, rules.languages)
    # The settings come first: beside their en-US, an added en-GB would make en/ ambiguous.
    return locate(path, _languages(matter, rules)) if matter.lang and not place.lang else place


def _languages(matter: FrontMatter, rules: Rules) -> tuple[str, ...]:
    """The languages of the settings, and that of the front matter if they do not list it."""
    is_new = has_formats(matter.lang) and not listed_language(matter.lang, rules.languages)
    return (*rules.languages, matter.lang) if is_new else rules.languages


def _language(path: str, matter: FrontMatter, place: Place, rules: Rules, problems: list[Problem]) -> str:
    key_language = listed_language(matter.lang, _languages(matter, rules)) if matter.lang else ""
    line, default = matter.lines.get("lang", 0), rules.languages[0]
    lang = place.lang or key_language or default
    if matter.lang and (lang not in rules.languages or not (place.lang or key_language)):
        case = "language-unknown" if key_language else "language-unknown/code"
        listing = ", ".join(rules.languages)
        problems.append(Problem.at(case, path, line, lang=matter.lang, languages=listing))
    if matter.lang and place.lang and place.lang != key_language:
        problems.append(Problem.at("language-differs", path, line, lang=place.lang, other=matter.lang))
    elif place.unlisted and not key_language:
        # A suffix is more often part of a name, as in crates.io, than a folder is: it is reported more mildly.
        key = "language-unlisted" if place.unlisted.startswith(".") else "language-unlisted/folder"
        tag = place.unlisted.removeprefix(".")
        problems.append(Problem.at(key, path, ending=place.unlisted, tag=tag, lang=default))
    return lang


def _dated(
    path: str, matter: FrontMatter, place: Place, zone: ZoneInfo, problems: list[Problem]
) -> tuple[FrontMatter, Moment | None]:
    """The front matter of a release, checked against its date, and that date."""
    date = _date(path, matter, place, zone, problems)
    # Front matter checks dates against its own, but here the date is in the file's name.
    if date is not None and matter.date is None:
        matter = _checked_against_date(path, matter, date, problems)
    if date is not None and matter.corrections:
        matter = corrections.checked_against_date(path, matter, date, problems)
    return matter, date


def _missing_date(path: str, matter: FrontMatter, zone: ZoneInfo) -> Problem:
    """The problem of a release without a date; it names the day of a note that says only when it was begun."""
    if matter.status == "draft":
        return Problem.at("date-missing/draft", path, 1)
    for name, value in matter.extra.items():
        if comparable(name) in CREATION_DAYS and (start := dates.moment_of(str(value), zone)):
            # A program may have counted seconds since 1970.
            day = f"{start.at:%Y-%m-%d}" if str(value).isdigit() else shorten(str(value))
            return Problem.at("date-missing/created", path, 1, name=shorten(name), value=day)
    return Problem.at("date-missing", path, 1)


def _date(path: str, matter: FrontMatter, place: Place, zone: ZoneInfo, problems: list[Problem]) -> Moment | None:
    name_date = None
    is_undated = matter.date is None and matter.embargo is None
    # At the first hour of the day, it would be public before the hour in its name.
    written = "" if is_undated and place.has_hour else place.date
    if is_undated and not place.date:
        # As in Docusaurus and Zola: the folders of the file, or of its address; and names that Jekyll would not read.
        written = day_of_file(path) or date_in_path(matter.permalink)
    if written:
        # A wrong date in the name does no harm if front matter has one.
        try:
            name_date = dates.parse(written, zone)
        except dates.DateError as error:
            # A draft may wait in folders such as 2025/00/00/ until its day is known.
            if matter.date is None and (place.date or matter.status != "draft"):
                problems.append(error.problem("date-invalid", path))
                return None
    if matter.date is None and name_date is None and matter.embargo is None:
        problems.append(_missing_date(path, matter, zone))
    is_embargo = matter.date == matter.embargo
    if matter.date and name_date and matter.date.at.date() != name_date.at.date() and not is_embargo:
        day, other = matter.date.at.date(), name_date.at.date()
        # At another place the same instant is in the next day, or in the one before.
        case = "date-differs/zone" if not matter.date.day and abs((day - other).days) == 1 else "date-differs"
        problems.append(Problem.at(case, path, matter.lines.get("date", 0), date=str(day), other=str(other)))
    return matter.date or later_moment(name_date, matter.embargo)


def _held_by_text(
    matter: FrontMatter, date: Moment | None, reading: reader.Reading, context: Context
) -> tuple[FrontMatter, Moment | None]:
    """The front matter and the date of a document, not before the end of the embargoes that its text names.

    A page has no `date` of its own beside that of its front matter.
    """
    path, zone, problems = context.file, context.zone, context.problems
    for embargo in release_lines.embargo_lines(reading.body, zone, matter.title):
        line = reading.body_line + embargo.number if embargo.number >= 0 else matter.lines.get("title", 0)
        start = date or later_moment(matter.date, matter.embargo)
        if embargo.until is None:
            day = release_lines.latest_day(embargo.unread, start.at.date()) if start else None
            days_ahead = (day - start.at.date()).days if day and start else 0
            moment = release_lines.moment_near(embargo.unread, start.at.date(), zone) if start else None
            # At the time that the front matter names, it may be the day before elsewhere.
            is_elsewhere = matter.embargo is not None and bool(_ZONE.search(embargo.unread))
            is_later = moment.at > start.at if start and moment else days_ahead > (1 if is_elsewhere else 0)
            if is_later and matter.status == "published":
                problems.append(Problem.at("embargo-in-text/unread", path, line, words=embargo.words, day=str(day)))
            elif matter.embargo is None and days_ahead >= 0:
                problems.append(Problem.at("embargo-in-text", path, line, words=embargo.words))
        elif start is None or embargo.until.at > start.at:
            until = dates.time_text(embargo.until.at, embargo.until.day)
            problems.append(Problem.at("embargo-in-text/until", path, line, words=embargo.words, until=until))
            updated = matter.updated if matter.updated and matter.updated.at >= embargo.until.at else None
            matter = structs.replace(matter, embargo=embargo.until, date=matter.date and embargo.until, updated=updated)
            date = date and embargo.until
    return matter, date


def _checked_against_date(path: str, matter: FrontMatter, date: Moment, problems: list[Problem]) -> FrontMatter:
    """The front matter, checked against the date in the file's name as against a date of its own."""
    updated, expires = matter.updated, matter.expires and expiry_on(matter.expires, date)
    if updated is not None and updated.at < date.at:
        line = matter.lines.get("updated", 0)
        problems.append(Problem.at("date-order/updated-name", path, line, date=str(date.at.date())))
        updated = None
    if expires is not None and expires.at <= date.at:
        line = matter.lines.get("expires", 0)
        problems.append(Problem.at("date-order/expires-name", path, line, date=str(date.at.date())))
    return structs.replace(matter, updated=updated, expires=expires)
