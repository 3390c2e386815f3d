"""One file → one Post or Page: language, slug, date and translation key from its front matter and its path."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec import structs

from pressgen.content import dates, foreign, frontmatter, markdown, unfinished
from pressgen.content.excerpt import excerpt
from pressgen.content.frontmatter.fields import later, not_on_day_of
from pressgen.content.languages import listed
from pressgen.content.place import Place, locate
from pressgen.errors import Problem
from pressgen.model import Body, FrontMatter, Moment, Page, Parsed, Post, Rules, Source


def parse(source: Source, rules: Rules) -> Parsed:
    """Make the document of one file; the same bytes and rules give the same answer."""
    zone = ZoneInfo(rules.timezone)
    reading = frontmatter.read(source.data, source.path, zone, rules.tag_keys, rules.url)
    place = locate(source.path, rules.languages)
    problems = [*reading.problems, *foreign.find(reading.body, source.path, reading.body_line)]
    if reading.matter is None:
        return Parsed(None, tuple(problems))
    problems += unfinished.find(reading.matter, reading.body, source.path, reading.body_line)
    matter = structs.replace(reading.matter, status="draft") if place.draft else reading.matter
    lang = _language(source.path, matter, place, rules, problems)
    date = _date(source.path, matter, place, zone, problems) if place.kind == "post" else None
    if date is not None and matter.date is None:
        matter = _ordered(source.path, matter, date, problems)
    if place.kind == "page" and matter.embargo:
        matter = structs.replace(matter, date=later(matter.date, matter.embargo))
    body, found = markdown.convert(reading.body, source.path, reading.body_line, lang, rules.dialect, rules.url)
    problems += found
    body = _shortened(body, matter.summary)
    slug = matter.slug or place.name
    document: Post | Page | None = None
    if place.kind == "page":
        document = Page(path=source.path, lang=lang, key=place.key, slug=slug, matter=matter, body=body)
    elif date is not None:
        document = Post(path=source.path, lang=lang, key=place.key, slug=slug, date=date, matter=matter, body=body)
    faulty = any(problem.severity == "error" for problem in problems)
    return Parsed(None if faulty else document, tuple(problems))


def _shortened(body: Body, summary: str) -> Body:
    """The body with no more of its opening than is shown; where that ends counts only if it repeats the summary."""
    is_repeated = bool(summary) and body.opening.casefold() == summary.casefold()
    return structs.replace(body, opening=excerpt(body.opening), opening_end=body.opening_end if is_repeated else 0)


def _language(path: str, matter: FrontMatter, place: Place, rules: Rules, problems: list[Problem]) -> str:
    by_key = listed(matter.lang, rules.languages) if matter.lang else ""
    line, first = matter.lines.get("lang", 0), rules.languages[0]
    if matter.lang and not by_key and not place.lang:
        listing = ", ".join(rules.languages)
        problems.append(Problem.at("language-unknown", path, line, lang=matter.lang, languages=listing))
        return matter.lang
    if matter.lang and place.lang and place.lang != by_key:
        problems.append(Problem.at("language-differs", path, line, lang=place.lang, other=matter.lang))
    elif place.unlisted and not by_key:
        # An ending is more often a part of a name (crates.io) than a folder is.
        key = "language-unlisted" if place.unlisted.startswith(".") else "language-unlisted/folder"
        tag = place.unlisted.removeprefix(".")
        problems.append(Problem.at(key, path, ending=place.unlisted, tag=tag, lang=first))
    return place.lang or by_key or first


def _date(path: str, matter: FrontMatter, place: Place, zone: ZoneInfo, problems: list[Problem]) -> Moment | None:
    named = None
    if place.date:
        try:
            named = dates.parse(place.date, zone)
        except dates.DateError as error:
            if matter.date is None:
                problems.append(error.problem("date-invalid", path))
                return None
    if matter.date is None and named is None and matter.embargo is None:
        problems.append(Problem.at("date-missing/draft" if matter.status == "draft" else "date-missing", path, 1))
    is_embargo = matter.date == matter.embargo
    if matter.date and named and matter.date.at.date() != named.at.date() and not is_embargo:
        days = {"date": str(matter.date.at.date()), "other": str(named.at.date())}
        problems.append(Problem.at("date-differs", path, matter.lines.get("date", 0), **days))
    return matter.date or later(named, matter.embargo)


def _ordered(path: str, matter: FrontMatter, date: Moment, problems: list[Problem]) -> FrontMatter:
    """The front matter held against the date in the file's name, as it was against a date of its own."""
    updated, expires = matter.updated, matter.expires and not_on_day_of(matter.expires, date)
    if updated is not None and updated.at < date.at:
        line = matter.lines.get("updated", 0)
        problems.append(Problem.at("date-order/updated-name", path, line, date=str(date.at.date())))
        updated = None
    if expires is not None and expires.at <= date.at:
        line = matter.lines.get("expires", 0)
        problems.append(Problem.at("date-order/expires-name", path, line, date=str(date.at.date())))
    return structs.replace(matter, updated=updated, expires=expires)
