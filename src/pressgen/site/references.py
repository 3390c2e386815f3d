"""Local targets in bodies → addresses: links to releases, attachments and pictures."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct, structs

from pressgen.content.cards_file import FILE as CARDS_FILE
from pressgen.content.frontmatter.keys import near_name
from pressgen.content.scan import MARKDOWN
from pressgen.content.text.anchors import anchor_meant
from pressgen.content.text.embeds import find_embed
from pressgen.errors import Phrase, Problem
from pressgen.model import (
    NO_RIGHTS,
    Body,
    Copied,
    Derived,
    EmbedCard,
    Picture,
    Reference,
    Target,
    media_format,
)
from pressgen.site.file_targets import candidates_of, find, find_file, in_own_folder, is_person_link, path_of, person_in
from pressgen.site.images import ResponsiveImage, published_path, responsive_image, with_original
from pressgen.site.index import Index
from pressgen.site.media import (
    Shown,
    card_of,
    media_fix,
    plain_files,
    poster_beside,
    show,
)
from pressgen.site.picture_rights import rights_of, with_words
from pressgen.site.taxonomy import identity

TEMPLATE_SYNTAX = re.compile(r"\{\{|\{%|%7B%7B|%7B%25", re.I)
UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")
HOST_NAME = re.compile(r"www\.|[\w.-]+\.(com|org|net|edu|gov|int|info|io|eu|[a-z]{2})(/|$)", re.I)


class Destination(Struct, frozen=True, kw_only=True, gc=False):
    """Where a reference leads, and the file it needs; `is_claim` if only the finished plan can confirm it."""

    href: str = ""
    copy: Copied | None = None
    image: ResponsiveImage | None = None
    problem: Problem | None = None
    is_claim: bool = False
    shown: Shown | None = None
    files: tuple[Copied | Derived, ...] = ()
    card: EmbedCard | None = None


class Built(Struct, frozen=True, kw_only=True, gc=False):
    """What each part of the site comes with: the files that it needs, and its problems.

    `claims` are the source, href and reference of addresses on the site that only the finished plan can confirm.
    """

    files: tuple[Copied | Derived, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[tuple[str, str, Reference], ...] = ()


class ResolvedReferences(Built, frozen=True, kw_only=True, gc=False):
    """Where the references of a body lead."""

    targets: tuple[Target, ...] = ()


NO_REFERENCES = ResolvedReferences()
_link_target = lru_cache(maxsize=1 << 14)(Target)  # one value for all links to an address: it is digested once


def resolve(
    body: Body, source: str, index: Index, lang: str, originals: bool = True, has_lead: bool = False
) -> ResolvedReferences:
    """Find out where the references of a body in a language lead.

    Without `originals`, no picture has one; if the page `has_lead`, a picture before the text, none of these is first.
    """
    if not body.references:
        return NO_REFERENCES
    folder = source.rpartition("/")[0]
    if index.originals and not originals:
        index = structs.replace(index, originals=False)
    destinations = [_destination(reference, source, folder, index, lang) for reference in body.references]
    files: list[Copied | Derived] = []
    problems: list[Problem] = []
    claims: list[tuple[str, str, Reference]] = []
    for at, (destination, reference) in enumerate(zip(destinations, body.references, strict=True)):
        if destination.is_claim:
            claims.append((source, destination.href, reference))
            continue
        if destination.image and not has_lead:
            has_lead = True
            figure = structs.replace(destination.image.figure, is_first=True)
            image = structs.replace(destination.image, figure=figure)
            destinations[at] = destination = structs.replace(destination, image=image)
        files += [destination.copy] if destination.copy else destination.image.files if destination.image else []
        files += destination.shown.files if destination.shown else destination.files
        if destination.problem:
            problems.append(destination.problem)
        if destination.shown:
            shown_problems = destination.shown.problems
            problems += [structs.replace(problem, file=source, line=reference.line) for problem in shown_problems]
    return ResolvedReferences(
        targets=tuple(map(_target, destinations)), files=tuple(files), problems=tuple(problems), claims=tuple(claims)
    )


def _target(place: Destination) -> Target:
    if place.shown or place.card:
        return Target(place.href, player=place.shown.player if place.shown else None, card=place.card)
    return Target(place.href, place.image.figure) if place.image else _link_target(place.href)


def find_source(target: str, source: str, index: Index) -> str:
    """The source that a target means, with or without its extension; empty if there is none."""
    path = path_of(target)
    candidates = candidates_of(path, posixpath.dirname(source), index.address.base_path)
    return find(candidates, path, index.sources, {})[0]


def _person(reference: Reference, source: str, index: Index, lang: str) -> Destination:
    name = person_in(reference.target)
    href = index.people.get(lang, {}).get(identity(name))
    if href is not None:
        return Destination(href=escape(href))
    near = near_name(name, index.person_keys)
    case = "person-unknown" if index.person_keys else "person-unknown/link"
    case = case if name else "person-unknown/empty"
    key, known = name[:60] or next(iter(index.person_keys), "malika"), ", ".join(index.person_keys)
    return Destination(problem=Problem.at(case, source, reference.line, key=key, near=near, known=known))


def _destination(reference: Reference, source: str, folder: str, index: Index, lang: str) -> Destination:
    if reference.kind == "link" and is_person_link(reference.target):
        return _person(reference, source, index, lang)
    if reference.kind == "card":
        return _card(reference, source, index, lang)
    if fault := _fault(reference.target):
        return _broken(fault, reference, source)
    path = path_of(reference.target)
    candidates = (*candidates_of(path, folder, index.address.base_path), *in_own_folder(path, source))
    if reference.kind == "image":
        is_media = media_format(path) is not None
        return (_media if is_media else _picture)(reference, source, candidates, index, lang)
    return _link(reference, source, candidates, index, lang)


@lru_cache(maxsize=1 << 14)
def _fault(target: str) -> str:
    """The key of the problem of a target that is no address; empty if it is one."""
    if TEMPLATE_SYNTAX.search(target):
        return "link-foreign"
    try:
        urlsplit(target.replace("\\", "/"))
    except ValueError:
        return "link-malformed"
    return ""


def _link(reference: Reference, source: str, candidates: Sequence[str], index: Index, lang: str) -> Destination:
    url, path = urlsplit(reference.target), path_of(reference.target)
    suffix = (f"?{url.query}" if url.query else "") + (f"#{url.fragment}" if url.fragment else "")
    document, file = find(candidates, path, index.sources, index.files)
    if document in index.addresses:
        return _link_to_document(reference, source, document, index, lang)
    if document:
        return _broken("link-not-public", reference, source)
    if file in index.refusals:
        if media_format(file):
            reason = index.refusals[file]
            return _broken("media-unusable/link", reference, source, reason=reason, fix=media_fix(reason))
        return _unusable_picture("image-unusable/link", reference, source, index.refusals[file])
    if file:
        copy = Copied(path=published_path(file, index.files), source=index.files[file])
        return Destination(href=escape(index.address.href(copy.path)) + _attribute(suffix), copy=copy)
    # Hugo's `ref` and Jekyll's `post_url` name a release alone, in whatever folder it is.
    if named := index.names.get(path.removeprefix("/_posts/")):
        return _link_to_document(reference, source, named, index, lang)
    if path.startswith("/"):
        return _claim(reference.target, path, index.address.base_path)
    return _missing_file(reference, source, candidates, index)


@lru_cache(maxsize=1 << 14)
def _claim(target: str, path: str, base_path: str) -> Destination:
    address = target if path.startswith(base_path) else base_path[:-1] + target
    return Destination(href=_attribute(address), is_claim=True)


def _attribute(address: str) -> str:
    """An address, or a part of one, as the value of an attribute."""
    return escape(UNSAFE.sub(lambda match: quote(match[0]), address))


def _link_to_document(reference: Reference, source: str, linked: str, index: Index, lang: str) -> Destination:
    url = urlsplit(reference.target)
    anchor = unquote(url.fragment)
    document, problem = index.version(linked, lang, source), None
    meant = anchor_meant(anchor, index.anchors.get(document, ())) if anchor else ""
    if anchor and not meant and (meant := anchor_meant(anchor, index.anchors.get(linked, ()))):
        # Translators often leave out anchors, and the right place matters more than the language.
        document = linked
    if anchor and not meant:
        similar = difflib.get_close_matches(anchor, sorted(index.anchors.get(document, ())), 3, 0.3)
        key = "anchor-missing/near" if similar else "anchor-missing/page"
        names = ", ".join(f"#{name}" for name in similar)
        problem = _problem(key, reference, source, anchor=anchor, file=document, near=names)
    fragment = f"#{url.fragment if meant in ('', anchor) else meant}" if anchor else ""
    return Destination(href=escape(index.addresses[document]) + _attribute(fragment), problem=problem)


def _picture(reference: Reference, source: str, candidates: Sequence[str], index: Index, lang: str) -> Destination:
    for candidate in candidates:
        if candidate in index.images:
            image = index.images[candidate]
            fault = _problem("image-profile", reference, source) if image.has_faulty_profile else None
            shown = _shown(candidate, reference, index, lang)
            if "credit" in index.require and not (shown.figure.credit or shown.figure.creator):
                fault = _problem("image-credit-missing/text", reference, source)
            return Destination(image=shown, problem=fault)
        if candidate in index.faults:
            return _unusable_picture("image-unusable", reference, source, index.faults[candidate])
        if candidate in index.files:
            return _broken("image-unusable/format", reference, source)
    return _missing_file(reference, source, candidates, index)


def _shown(path: str, reference: Reference, index: Index, lang: str) -> ResponsiveImage:
    """A picture of a text with its rights, and its original if there are to be any."""
    image, name = index.images[path], index.files[path]
    written = Picture(src=path, alt=reference.alt, caption=reference.caption, credit=reference.credit)
    rights = rights_of(image, written, index.rights.get(lang, NO_RIGHTS))
    # One file for all languages, so without what is written in one of them.
    in_file = Picture(src=path, credit=reference.credit) if len(index.rights) == 1 else None
    file_rights = rights_of(image, in_file, index.rights.get(index.lang, NO_RIGHTS))
    picture = responsive_image(image, name, rights.alt, index.address, file_rights)
    picture = structs.replace(picture, figure=with_words(picture.figure, rights, lang))
    return with_original(picture, image, name, index.address, file_rights, lang) if index.originals else picture


def _media(reference: Reference, source: str, candidates: Sequence[str], index: Index, lang: str) -> Destination:
    path = next((candidate for candidate in candidates if candidate in index.files), "")
    file = index.media.media.get(path)
    if file is None:
        return _missing_file(reference, source, candidates, index)
    reason = file.fault or index.refusals.get(path)
    if reason:
        return _broken("media-unusable", reference, source, reason=reason, fix=media_fix(reason))
    poster, fault = _poster(reference, path, source, index, lang)
    shown = show(path, poster, lang, index.media, index.address)
    return Destination(shown=shown, problem=fault)


def _poster(
    reference: Reference, path: str, source: str, index: Index, lang: str
) -> tuple[ResponsiveImage | None, Problem | None]:
    """The still picture of a film, and what is wrong with the one that was written for it."""
    if reference.poster:
        written = Reference(reference.poster, reference.line, "image")
        # Readers see no words of a still picture, so that none are required.
        index = structs.replace(index, require=frozenset())
        place = _destination(written, source, posixpath.dirname(source), index, lang)
        return place.image, place.problem
    return _picture_at(poster_beside(path, index.media.companions), index, lang), None


def _picture_at(path: str, index: Index, lang: str) -> ResponsiveImage | None:
    if path not in index.images:
        return None
    return _shown(path, Reference(path, 0, "image"), structs.replace(index, originals=False), lang)


def _card(reference: Reference, source: str, index: Index, lang: str) -> Destination:
    embed, href = find_embed(reference.target), escape(reference.target)
    data = index.media.cards.get(embed.address) if embed else None
    if embed is None or data is None:
        return Destination(href=href, problem=_problem("card-missing", reference, source))
    if "/embed/" in href or "//player." in href:  # a frame shows only the film
        href = escape(embed.address)
    picture = _picture_at(find_file(data.picture, CARDS_FILE, index.files, index.address), index, lang)
    card = card_of(embed, href, data, picture, lang)
    return Destination(href=href, files=plain_files(picture, index.address), card=card)


def picture_fix(reason: Phrase) -> Phrase:
    """How to fix a picture that cannot be used for this reason."""
    fixes = {"picture-heic": "fix-heic", "picture-pixels": "fix-pixels", "picture-avif": "fix-avif"}
    return Phrase(fixes.get(reason.key, "fix-picture"))


def _missing_file(reference: Reference, source: str, candidates: Sequence[str], index: Index) -> Destination:
    code = "image-missing" if reference.kind == "image" else "link-missing"
    code = "media-missing" if reference.kind == "image" and media_format(reference.target) else code
    path, is_rooted = path_of(reference.target), reference.target.startswith("/")
    is_inside = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)).startswith("content/")
    if not candidates or not (is_inside or is_rooted):
        return _broken(f"{code}/outside", reference, source)
    if near := near_path(path, source, index, reference.kind):
        return _broken(code, reference, source, near=near)
    if is_rooted:
        return _broken(f"{code}/root", reference, source)
    if reference.kind == "link" and HOST_NAME.match(reference.target) and not candidates[0].endswith(MARKDOWN):
        return _broken("link-missing/site", reference, source)
    is_mail = reference.kind == "link" and "@" in reference.target
    return _broken("link-missing/mail" if is_mail else code, reference, source)


def near_path(path: str, source: str, index: Index, kind: str = "image") -> str:
    """A file with a similar name, as a path from a source; empty if there is none. No picture is a release."""
    near = index.near.find(posixpath.basename(path).casefold())
    is_release = kind == "image" and near.endswith(MARKDOWN)
    return posixpath.relpath(near, posixpath.dirname(source)) if near and not is_release else ""


def _unusable_picture(key: str, reference: Reference, source: str, reason: Phrase) -> Destination:
    return _broken(key, reference, source, reason=reason, fix=picture_fix(reason))


def _broken(key: str, reference: Reference, source: str, **values: str | Phrase) -> Destination:
    return Destination(problem=_problem(key, reference, source, **values))


def _problem(key: str, reference: Reference, source: str, **values: str | Phrase) -> Problem:
    return Problem.at(key, source, reference.line, target=reference.target[:200], **values)
