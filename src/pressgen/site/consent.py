"""The consent of those whom pictures show: where a picture is used after it has ended, and when it will end."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import unquote

from msgspec import Struct, structs

from pressgen.content.cards_file import FILE as CARDS_FILE
from pressgen.content.consents_file import FILE
from pressgen.content.dates import time_text
from pressgen.content.media.files import Companions
from pressgen.content.text.embeds import find_embed
from pressgen.errors import Phrase, Problem, shorten
from pressgen.model import Change, Consent, Page, Post, Reference, media_format
from pressgen.settings import Settings
from pressgen.site.articles import has_press_kit
from pressgen.site.embargo import due_at
from pressgen.site.file_targets import find_file, find_pictures
from pressgen.site.media import poster_beside
from pressgen.site.near_names import NearNames
from pressgen.site.setting_texts import BASE
from pressgen.site.settings_files import named_in_settings, settings_references
from pressgen.site.sources import Sources
from pressgen.site.urls import Address, address_of

NOTICE = timedelta(days=30)
"""How long before its end a consent is reported."""


class PictureConsent(Struct, frozen=True):
    """The consent for a picture of content/ or static/, and the file where it is written."""

    picture: str
    consent: Consent
    file: str


class Use(Struct, frozen=True):
    """A place where a picture is used: a line of a file, and the part of the page, as the key of a phrase."""

    picture: str
    file: str
    line: int
    part: str


class Consents(Struct, frozen=True):
    """The problems of consents, and the instants of which the office should know."""

    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


def check_consents(
    sources: Sources, visible: Iterable[Post | Page], published: Container[str], settings: Settings
) -> Consents:
    """An error for each place that shows a picture whose consent has ended, and what will come.

    `published` are the names on disk of the files of the site.
    A consent is for the picture and not for its file: copies under other names have it as well.
    """
    address, instant = address_of(settings.url), sources.instant
    written, problems = _written(sources, address)
    if not written:
        return Consents(problems)
    ends = _with_copies(written, sources)
    shown = {document.path for document in visible}
    uses: list[Use] = []
    companions = Companions(sources.files)
    for document in sources.parsed:
        own_uses = _uses(document, ends, sources, companions, settings)
        due = due_at(document)
        if document.path in shown:
            uses += own_uses
        elif due is not None and due > instant and document.matter.status == "published":
            problems += tuple(_early(own_uses, ends, due))
    public_files = {path for path, name in sources.files.items() if name in published}
    in_settings = dict.fromkeys(_settings_uses(sources, companions, settings))
    # People whom only withheld releases name have no page yet.
    uses += [use for use in in_settings if use.picture in ends.keys() & public_files]
    withheld = {document.path for document in sources.parsed} - shown
    uses += _static_uses(uses, ends, public_files, withheld)
    ended = [use for use in uses if (end := ends[use.picture].consent.end) is not None and end <= instant]
    return Consents(
        (
            *problems,
            *(_ended(use, ends[use.picture]) for use in ended),
            *_ending(uses, written, sources, withheld),
        ),
        tuple(_changes(uses, ends, instant, address)),
    )


def _written(sources: Sources, address: Address) -> tuple[tuple[PictureConsent, ...], tuple[Problem, ...]]:
    """All consents of the table and of releases, and a problem for each of a picture that is not there."""
    consents: list[PictureConsent] = []
    problems: list[Problem] = list(sources.consents.problems)
    near = NearNames(lambda: {path.rpartition("/")[2]: path for path in sorted(sources.files)}, 0.7)
    for target, consent in sources.consents.consents:
        pictures = (target,) if target in sources.files else find_pictures(target, FILE, sources.files, address)
        consents += [PictureConsent(picture, consent, FILE) for picture in pictures]
        if not pictures:
            similar = near.find(target.rpartition("/")[2])
            problems.append(Problem.at("consent-missing", FILE, consent.line, target=shorten(target), near=similar))
    for document in sources.parsed:
        matter = document.matter
        if matter.image is None and not matter.gallery:
            continue
        for picture in (*([matter.image] if matter.image else ()), *matter.gallery):
            if picture.consent:
                pictures = find_pictures(picture.src, document.path, sources.files, address)
                consents += [PictureConsent(path, picture.consent, document.path) for path in pictures]
    return tuple(consents), tuple(problems)


def _with_copies(written: Iterable[PictureConsent], sources: Sources) -> dict[str, PictureConsent]:
    """The consent that counts for each picture and each copy of it: of several, the one that ends first."""
    names: dict[str, list[str]] = {}
    for path, image in sources.images.items():
        names.setdefault(image.digest, []).append(path)
    ends: dict[str, PictureConsent] = {}
    for one in written:
        measured = sources.images.get(one.picture)
        for path in {one.picture, *(names[measured.digest] if measured else ())}:
            other = ends.get(path)
            if other is None or _is_earlier(one.consent, other.consent):
                ends[path] = one
    return ends


def _is_earlier(consent: Consent, other: Consent) -> bool:
    return consent.end is not None and (other.end is None or consent.end < other.end)


def _uses(
    document: Post | Page,
    ends: Mapping[str, PictureConsent],
    sources: Sources,
    companions: Companions,
    settings: Settings,
) -> list[Use]:
    """The places of a document that use pictures with a consent."""
    matter, path, address = document.matter, document.path, address_of(settings.url)
    kit = "-kit" if has_press_kit(document, settings) else ""
    names = {picture.rpartition("/")[2] for picture in ends}
    uses: list[Use] = []
    if matter.image and _name(matter.image.src) in names:
        file = find_file(matter.image.src, path, sources.files, address)
        uses += [Use(file, path, matter.image.line, f"place-lead{kit}")] if file in ends else []
    for picture in matter.gallery:
        files = find_pictures(picture.src, path, sources.files, address)
        uses += [Use(file, path, picture.line, f"place-gallery{kit}") for file in files if file in ends]
    for reference in document.body.references:
        # Nearly every name is another one, which shows sooner than what file it means.
        if reference.kind != "card" and _name(reference.target) in names:
            file = find_file(reference.target, path, sources.files, address)
            part = f"place-text{kit}" if reference.kind == "image" else "place-link"
            uses += [Use(file, path, reference.line, part)] if file in ends else []
        still = _still(reference, path, sources, companions, address)
        uses += [Use(still, path, reference.line, "place-text")] if still in ends else []
    return uses


def _still(reference: Reference, source: str, sources: Sources, companions: Companions, address: Address) -> str:
    """The still picture of a film, or the picture of a card; empty if the reference shows none."""
    if reference.kind == "card":
        embed = find_embed(reference.target)
        data = sources.cards.cards.get(embed.address) if embed else None
        return find_file(data.picture, CARDS_FILE, sources.files, address) if data and data.picture else ""
    if reference.poster:
        return find_file(reference.poster, source, sources.files, address)
    if reference.kind == "link" or media_format(reference.target) is None:
        return ""
    film = find_file(reference.target, source, sources.files, address)
    return poster_beside(film, companions) if film else ""


def _name(target: str) -> str:
    path = target.strip().partition("?")[0].partition("#")[0].replace("\\", "/")
    return (unquote(path) if "%" in path else path).rpartition("/")[2]


def _settings_uses(sources: Sources, companions: Companions, settings: Settings) -> Iterator[Use]:
    """The files that the settings show at an instant, with still pictures of films and pictures of cards."""
    for path, place, line in named_in_settings(sources.files, settings, sources.instant):
        yield Use(path, place, line, "place-settings")
    address = address_of(settings.url)
    for reference, place in settings_references(settings, sources.instant):
        still = _still(reference, BASE, sources, companions, address)
        if still:
            yield Use(still, place, reference.line, "place-settings")


def _static_uses(
    uses: Iterable[Use], ends: Mapping[str, PictureConsent], published: Iterable[str], withheld: Container[str]
) -> Iterator[Use]:
    """Pictures of static/, which is published as a whole, that nothing shows."""
    named = {use.picture for use in uses}
    for picture in sorted(ends.keys() & {path for path in published if path.startswith("static/")} - named):
        one = ends[picture]
        file, line = (picture, 0) if one.file in withheld else (one.file, one.consent.line)
        yield Use(picture, file, line, "place-static")


def _ended(use: Use, one: PictureConsent) -> Problem:
    return Problem.at(
        "consent-ended",
        use.file,
        use.line,
        picture=shorten(use.picture),
        date=_date(one.consent),
        place=Phrase(use.part),
        file=one.file,
    )


def _ending(
    uses: Iterable[Use],
    written: Iterable[PictureConsent],
    sources: Sources,
    withheld: Container[str],
) -> Iterator[Problem]:
    """A notice for each consent that will end soon, if its picture is used.

    It is where the consent is written, or where the picture is used if nothing may be quoted from there.
    """
    places = list(uses)
    for one in written:
        end = one.consent.end
        if end is None or not sources.instant < end <= sources.instant + NOTICE:
            continue
        paths = _with_copies([one], sources).keys()
        used = [use for use in places if use.picture in paths]
        if not used:
            continue
        values: dict[str, str | int] = {"date": _date(one.consent), "count": len(used)}
        if one.file in withheld:
            use = min(used, key=lambda use: (use.file, use.line))
            picture = shorten(use.picture)
            yield Problem.at("consent-ends/used", use.file, use.line, picture=picture, file=one.file, **values)
        else:
            yield Problem.at("consent-ends", one.file, one.consent.line, picture=shorten(one.picture), **values)


def _early(uses: Iterable[Use], ends: Mapping[str, PictureConsent], due: datetime) -> Iterator[Problem]:
    # Nothing of a withheld release may be quoted: many people can read what CI prints.
    for use in uses:
        end = ends[use.picture].consent.end
        if end is not None and end <= due:
            yield Problem.at("consent-early", use.file, use.line)


def _changes(
    uses: Iterable[Use], ends: Mapping[str, PictureConsent], instant: datetime, address: Address
) -> Iterator[Change]:
    """When the consents for pictures that are used will end, and when that is reported."""
    for picture in dict.fromkeys(use.picture for use in uses):
        end = ends[picture].consent.end
        if end is None or end <= instant:
            continue
        ending = Change(at=end, kind="consent", source=picture, title=picture, address=address.url(""))
        yield ending
        if end - NOTICE > instant:
            yield structs.replace(ending, at=end - NOTICE, kind="consent_notice")


def _date(consent: Consent) -> str:
    return time_text(consent.until.at, consent.until.day) if consent.until else ""
