"""One file → one Post or Page: language, slug, date and translation key from its front matter and its path."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec import structs

from pressgen.content import dates, foreign, frontmatter, markdown, unfinished
from pressgen.content.excerpt import excerpt
from pressgen.content.frontmatter.fields import later, not_on_day_of
from pressgen.content.languages import listed
from pressgen.content.place import Place, locate
from pressgen.errors import Problem, Severity
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
    if matter.lang and not by_key:
        if place.lang:
            problems.append(_language_differs(path, matter, place.lang))
            return place.lang
        problems.append(_language_unknown(path, matter, rules))
        return matter.lang
    if place.unlisted and not by_key:
        problems.append(_language_unlisted(path, place, rules))
    if place.lang and by_key and place.lang != by_key:
        problems.append(_language_differs(path, matter, place.lang))
    return place.lang or by_key or rules.languages[0]


def _language_unknown(path: str, matter: FrontMatter, rules: Rules) -> Problem:
    return Problem(
        code="language-unknown",
        file=path,
        line=matter.lines.get("lang", 0),
        message=f"The release is in “{matter.lang}”; the site's languages are {', '.join(rules.languages)}.",
        hint=f"Add {matter.lang} to `languages` in pressgen.yml, or correct `lang`.",
    )


def _language_unlisted(path: str, place: Place, rules: Rules) -> Problem:
    """An ending is more often a part of a name (crates.io) than a folder is."""
    is_ending, lang = place.unlisted.startswith("."), rules.languages[0]
    as_ending = f"The ending “{place.unlisted}” is not a listed language; the release is in “{lang}”."
    as_folder = f"The folder “{place.unlisted}” is not a listed language; the release is in “{lang}”."
    return Problem(
        code="language-unlisted",
        severity="notice" if is_ending else "warning",
        file=path,
        message=as_ending if is_ending else as_folder,
        hint=f"If it is meant as one, add {place.unlisted.removeprefix('.')} to `languages` in pressgen.yml.",
    )


def _language_differs(path: str, matter: FrontMatter, taken: str) -> Problem:
    return Problem(
        code="language-differs",
        severity="warning",
        file=path,
        line=matter.lines.get("lang", 0),
        message=f"The file's name or folder says “{taken}”, which is taken; `lang` says “{matter.lang}”.",
        hint="Rename or move the file, or take `lang` out.",
    )


def _date(path: str, matter: FrontMatter, place: Place, zone: ZoneInfo, problems: list[Problem]) -> Moment | None:
    named = None
    if place.date:
        try:
            named = dates.parse(place.date, zone)
        except ValueError as error:
            if matter.date is None:
                problems.append(
                    Problem(code="date-invalid", file=path, message=f"The date in the file's name: {error}")
                )
                return None
    if matter.date is None and named is None and matter.embargo is None:
        idea = matter.status == "draft"
        problems.append(
            Problem(
                code="date-missing",
                severity="warning" if idea else "error",
                file=path,
                line=1,
                message="The draft has no date yet and is in no preview." if idea else "The release has no date.",
                hint="Write `date: 2025-01-27`, or with the hour `date: 2025-01-27 09:00`, in the front matter.",
            )
        )
    is_embargo = matter.date == matter.embargo
    if matter.date and named and matter.date.at.date() != named.at.date() and not is_embargo:
        written, in_name = matter.date.at.date(), named.at.date()
        problems.append(
            Problem(
                code="date-differs",
                severity="notice",
                file=path,
                line=matter.lines.get("date", 0),
                message=f"The front matter's date {written} is taken; the file's name says {in_name}.",
                hint="Rename the file, or correct `date`.",
            )
        )
    return matter.date or later(named, matter.embargo)


def _ordered(path: str, matter: FrontMatter, date: Moment, problems: list[Problem]) -> FrontMatter:
    """The front matter held against the date in the file's name, as it was against a date of its own."""
    updated, expires = matter.updated, matter.expires and not_on_day_of(matter.expires, date)
    if updated is not None and updated.at < date.at:
        problems.append(_too_early(path, matter, "updated", date, "warning"))
        updated = None
    if expires is not None and expires.at <= date.at:
        problems.append(_too_early(path, matter, "expires", date, "error"))
    return structs.replace(matter, updated=updated, expires=expires)


def _too_early(path: str, matter: FrontMatter, key: str, date: Moment, severity: Severity) -> Problem:
    return Problem(
        code="date-order",
        severity=severity,
        file=path,
        line=matter.lines.get(key, 0),
        message=f"`{key}` lies before the date in the file's name, {date.at.date()}.",
        hint="Correct one of the two.",
    )
