"""What became of each release since it was published: the changes in its text, and its earlier versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, json, structs

from pressgen.content.record_file import Record
from pressgen.content.scan import lines_of
from pressgen.errors import Phrase, Problem, shorten
from pressgen.model import (
    Article,
    BodyText,
    EarlierVersion,
    Entry,
    Post,
    Recorded,
    Target,
    Version,
    address_of_path,
    digest_of,
)
from pressgen.site.articles import BuiltDocument, SiteContext
from pressgen.site.body_html import ATTRIBUTE, IMG, body_html
from pressgen.site.i18n import long_date
from pressgen.site.images import digest_in
from pressgen.site.record import version_path
from pressgen.site.urls import Address, permalink_path
from pressgen.site.wording import Difference, find_line, first_difference, wording, words_of

_ROOTED = re.compile(r'(<a[^>]*\shref=")/(?!/)')
_DIGIT = re.compile(r"\d")


class Change(Struct, frozen=True):
    """The first change of a text: the case of its problem, and the words in which it differs, if any do."""

    case: str
    words: Difference | None = None


class Pending(Struct, frozen=True):
    """A release of which the record lacks something: its `number` is that of the version, 0 if its text is recorded."""

    post: Post
    article: Article
    recorded: Recorded | None
    number: int


class History(Struct, frozen=True):
    """The documents with their earlier versions, the problems of changes, and what is to be recorded."""

    built: list[BuiltDocument]
    problems: tuple[Problem, ...] = ()
    pending: tuple[Pending, ...] = ()


def with_history(built: list[BuiltDocument], posts: Sequence[Post], record: Record, context: SiteContext) -> History:
    """Compare releases with the record; `built` begins with their documents, in the order of `posts`."""
    matches, address, today = context.record, context.index.address, context.instant.date().isoformat()
    documents = [*built]
    problems: list[Problem] = []
    pending: list[Pending] = []
    for index, post in enumerate(posts):
        article, recorded = built[index].document, matches.by_source.get(post.path)
        assert isinstance(article, Article)
        if recorded is None:
            # Samples of a new newsroom are nobody's releases.
            if not post.matter.sample:
                pending.append(Pending(post, article, None, 1))
            continue
        last = recorded.versions[-1]
        count = len(article.corrections)
        change = None if _is_plainly_same(post, last) else _remembered_change(post, article, last, record, address)
        is_noted = change is not None and count > recorded.corrections
        if change is not None and not is_noted:
            problems.append(_problem(change, post, record, today))
        if count < recorded.corrections:
            line = post.matter.lines.get("corrections", 0)
            values = {"count": count, "recorded": recorded.corrections}
            problems.append(Problem.at("correction-removed", post.path, line, **values))
        is_moved = address_of_path(article.path) != recorded.addresses[-1] if recorded.addresses else True
        if (
            is_noted
            or is_moved
            or (recorded.source, recorded.lang) != (post.path, post.lang)
            or count > recorded.corrections
        ):
            pending.append(Pending(post, article, recorded, last.number + 1 if is_noted else 0))
        earlier = recorded.versions if is_noted else recorded.versions[:-1]
        if earlier:
            versions = _earlier_versions(earlier, last, article, record, address)
            documents[index] = structs.replace(built[index], document=structs.replace(article, versions=versions))
    return History(documents, tuple(problems), tuple(pending))


def entries(pending: Sequence[Pending | Entry], record: Record, instant: datetime, address: Address) -> list[Entry]:
    """The lines that the record lacks at an instant; lines among them have no time yet."""
    at = instant.isoformat(timespec="seconds")
    return [
        structs.replace(each, at=at) if isinstance(each, Entry) else _entry(each, record, at, address)
        for each in pending
    ]


def _entry(pending: Pending, record: Record, at: str, address: Address) -> Entry:
    post, article, recorded, number = pending.post, pending.article, pending.recorded, pending.number
    written, count = address_of_path(article.path), len(article.corrections)
    if recorded is None or number:
        matter = post.matter
        alt, caption = _lead_words(post)
        return Entry(
            id=recorded.id if recorded else article.id,
            version=number,
            at=article.corrections[0].published if recorded else article.published,
            source=post.path,
            lang=post.lang,
            address=written,
            corrections=count or None,
            title=matter.title,
            summary=matter.summary,
            alt=alt,
            caption=caption,
            pictures=_pictures(article),
            digest=post.body.digest,
            body=recorded_body(record.read_body(post.body.digest), article.body, address.base_path),
        )
    return Entry(
        id=recorded.id,
        version=recorded.versions[-1].number,
        at=at,
        source=post.path if post.path != recorded.source else "",
        lang=post.lang if post.lang != recorded.lang else "",
        address=written if not recorded.addresses or written != recorded.addresses[-1] else "",
        corrections=count if count > recorded.corrections else None,
    )


def recorded_body(html: str, text: BodyText, base_path: str) -> str:
    """A body as the record holds it: links resolved, without the base path, and descriptions in place of pictures."""
    # Pictures may be replaced or deleted; a page of an earlier version must never change.
    html = html[text.cut :].lstrip() if text.cut else html
    html = IMG.sub(_description, html)
    targets = tuple([Target(_without_base(target.href, base_path)) for target in text.targets])
    return body_html(html, BodyText(text.digest, targets))


def _description(match: re.Match[str]) -> str:
    alt = dict(ATTRIBUTE.findall(match[0])).get("alt", "")
    return f' <span class="picture">{alt.replace("<", "&lt;").replace(">", "&gt;")}</span> ' if alt else " "


def _without_base(href: str, base_path: str) -> str:
    return "/" + href.removeprefix(base_path) if href.startswith(base_path) else href


def _with_base(html: str, base_path: str) -> str:
    return html if base_path == "/" else _ROOTED.sub(rf"\g<1>{base_path}", html)


def _remembered_change(
    post: Post, article: Article, version: Version, record: Record, address: Address
) -> Change | None:
    """The first change since a version; where an earlier build found none, the texts are not read again."""
    if _is_same(post, article, version):
        return None
    facts = post.matter.title, post.matter.summary, _lead_words(post), _pictures(article), post.body.digest
    text = digest_of(json.encode(facts))
    key = digest_of(json.encode(structs.replace(version, start=0, size=0, line=0)))
    if record.has_words_of(key, text):
        return None
    change = _change(post, article, version, record, address)
    if change is None:
        record.remember_same_words(key, text)
    return change


def _is_plainly_same(post: Post, version: Version) -> bool:
    """Whether a quick look shows that nothing has changed: in nearly all releases of an archive."""
    matter, body = post.matter, post.body
    return (
        version.digest == body.digest
        and version.title == matter.title
        and version.summary == matter.summary
        and not (
            matter.image or matter.gallery or body.references or version.pictures or version.alt or version.caption
        )
    )


def _is_same(post: Post, article: Article, version: Version) -> bool:
    """Whether all that a version has is as it was, letter by letter."""
    matter = post.matter
    return (
        version.digest == post.body.digest
        and (version.title, version.summary) == (matter.title, matter.summary)
        and (version.alt, version.caption) == _lead_words(post)
        and version.pictures == _pictures(article)
    )


def _change(post: Post, article: Article, version: Version, record: Record, address: Address) -> Change | None:
    """The first change of words or pictures since a version; None if there is none."""
    matter, pictures, lead_words = post.matter, _pictures(article), _lead_words(post)
    is_body_same = version.digest == post.body.digest
    texts = [
        ("headline", (version.title,), (matter.title,)),
        ("picture-words", (version.alt, version.caption), lead_words),
    ]
    for case, before, after in texts:
        words = [[*words_of(" ".join(filter(None, text)))] for text in (before, after)]
        if difference := first_difference(*words):
            return Change(case, difference)
    if not is_body_same or version.summary != matter.summary:
        current = recorded_body(record.read_body(post.body.digest), article.body, address.base_path)
        # A summary that becomes the first paragraph, or the other way round, changes no word.
        before_words = [*words_of(version.summary), *wording(record.body_of(version)).words]
        after_words = [*words_of(matter.summary), *wording(current).words]
        if difference := first_difference(before_words, after_words):
            is_figure = _DIGIT.search(difference.before + difference.after) is not None
            case = "figure" if is_figure else "summary" if is_body_same else "text"
            return Change(case, difference)
    return Change("picture") if version.pictures != pictures else None


def _pictures(article: Article) -> tuple[str, ...]:
    """The digests of the pictures of a release: the lead picture, those of the text, and the gallery."""
    figures = [target.figure for target in article.body.targets] if article.body.targets else []
    return tuple([digest_in(each.src) for each in (article.figure, *figures, *article.gallery) if each is not None])


def _lead_words(post: Post) -> tuple[str, str]:
    image = post.matter.image
    return (image.alt, " ".join(filter(None, (image.caption, image.credit)))) if image else ("", "")


def _problem(change: Change, post: Post, record: Record, today: str) -> Problem:
    fix = Phrase("fix-correction-more" if post.matter.corrections else "fix-correction", {"date": today})
    key, words = f"text-changed/{change.case}", change.words
    if words is None:
        return Problem.at(key, post.path, post.matter.lines.get("image", 0), fix=fix)
    field = {"headline": "title", "summary": "summary", "picture-words": "image"}.get(change.case, "")
    line = post.matter.lines.get(field, 0) or find_line(lines_of(record.root, post.path), words.around)
    return Problem.at(key, post.path, line, before=shorten(words.before, 80), after=shorten(words.after, 80), fix=fix)


def _earlier_versions(
    versions: Sequence[Version], last: Version, article: Article, record: Record, address: Address
) -> tuple[EarlierVersion, ...]:
    """The earlier versions of a release, the newest first."""
    newest = last.pictures if versions[-1] != last else _pictures(article)
    following = [*(version.pictures for version in versions[1:]), newest]
    earlier = [
        EarlierVersion(
            number=version.number,
            path=version_path(version.address, version.number),
            href=address.href(version_path(version.address, version.number)),
            lang=version.lang or article.lang,
            published=version.at,
            date_text=long_date(datetime.fromisoformat(version.at).date(), article.lang),
            title=version.title,
            lead=version.summary,
            alt=version.alt,
            caption=version.caption,
            body=_with_base(record.body_of(version), address.base_path),
            current=address.href(permalink_path(version.address)),
            has_other_pictures=version.pictures != pictures,
        )
        for version, pictures in zip(versions, following, strict=True)
    ]
    return tuple(reversed(earlier))
