"""Addresses in releases → their cards: those that are missing are fetched and written to content/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from pressgen.cards.page_data import AGENT, page_data
from pressgen.content.cards_file import FILE, write_cards
from pressgen.content.folders import read, write
from pressgen.content.pictures.metadata import PictureError, kind_of
from pressgen.content.pictures.pictures import measure, published_bytes
from pressgen.content.text.embeds import Embed, find_embed
from pressgen.errors import ContentError, Problem
from pressgen.model import CardData, Options
from pressgen.site.sources import Sources, with_sources
from pressgen.site.urls import slugify
from pressgen.web import WebError, fetch

FOLDER = "content/cards"
MAX_PICTURE = 10 * 2**20
"""Bytes of a picture."""
_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}


class CardRequest(Struct, frozen=True, kw_only=True):
    """Which cards of the site in `root` to fetch: those in `files` (paths of sources), or all if there are none.

    `refresh` also fetches cards that are there. `options` are those of a build, `instant` is aware.
    """

    root: Path
    files: tuple[str, ...]
    instant: datetime
    options: Options
    refresh: bool = False


class CardReport(Struct, frozen=True):
    """The cards that were fetched, by address; how many others were there already; and the problems."""

    cards: dict[str, CardData]
    present: int
    problems: tuple[Problem, ...]


class _Wanted(Struct, frozen=True):
    """A page whose card is wanted, and where it is named first."""

    embed: Embed
    file: str
    line: int


def fetch_cards(request: CardRequest, progress: Callable[[str], None] = lambda address: None) -> CardReport:
    """Fetch what is missing and write it; raises PressgenError where the site cannot be read or written."""
    sources = with_sources(request.root, request.instant, request.options, lambda sources, _: sources)
    # What is added must not damage the cards that are there.
    if errors := [problem for problem in sources.cards.problems if problem.severity == "error"]:
        raise ContentError(*errors)
    unknown = [file for file in request.files if file not in sources.documents]
    if unknown:
        raise ContentError(*(Problem.at("not-a-release", file) for file in unknown))
    wanted = list(_wanted(sources, request.files))
    missing = [each for each in wanted if request.refresh or each.embed.address not in sources.cards.cards]
    cards: dict[str, CardData] = {}
    problems: list[Problem] = []
    try:
        for each in missing:
            progress(each.embed.address)
            card, problem = _fetch_card(request.root, each)
            if card:
                cards[each.embed.address] = card
            if problem:
                problems.append(problem)
    finally:
        # Also what was fetched before somebody pressed Ctrl+C.
        if cards:
            old = read(sources.root, sources.files[FILE]) if FILE in sources.files else b""
            text = (old or b"").decode("utf-8-sig")
            write(request.root, FILE, write_cards(text, cards).encode())
    return CardReport(cards, len(wanted) - len(missing), tuple(problems))


def _wanted(sources: Sources, files: Collection[str]) -> Iterator[_Wanted]:
    """The pages of which releases want a card, each once."""
    addresses: set[str] = set()
    for path, parsed in sources.documents.items():
        if parsed.document is None or (files and path not in files):
            continue
        for reference in parsed.document.body.references:
            embed = find_embed(reference.target) if reference.kind == "card" else None
            if embed and embed.address not in addresses:
                addresses.add(embed.address)
                yield _Wanted(embed, path, reference.line)


def _fetch_card(root: Path, wanted: _Wanted) -> tuple[CardData | None, Problem | None]:
    """A card, if its page can be read, and what is wrong with the page or its picture."""
    try:
        data = page_data(wanted.embed)
    except WebError as error:
        return None, _problem(wanted, error)
    picture, problem = "", None
    if data.picture:
        try:
            picture = _save_picture(root, wanted.embed, data.picture)
        except (WebError, PictureError) as error:
            values = {"target": wanted.embed.address, "reason": error.reason}
            problem = Problem.at("card-picture-unfetched", wanted.file, wanted.line, **values)
    return CardData(title=data.title, author=data.author, picture=picture), problem


def _problem(wanted: _Wanted, error: WebError) -> Problem:
    values = {"target": wanted.embed.address, "site": wanted.embed.site, **error.values}
    return Problem.at(f"card-unfetched/{error.case}", wanted.file, wanted.line, **values)


def _save_picture(root: Path, embed: Embed, address: str) -> str:
    """Fetch a picture and write it to the folder of cards; returns its path from content/.

    Raises WebError, PictureError and OutputError.
    """
    data = fetch(address, AGENT, "image/*", MAX_PICTURE).data
    ending = _ENDINGS.get(kind_of(data[:16]))
    if ending is None:
        raise PictureError("picture-format")
    measure(f"picture{ending}", data)
    clean = published_bytes(f"picture{ending}", data)
    name = slugify(f"{embed.site} {embed.name}") if embed.name else slugify(embed.site)
    if not embed.name:
        name += f"-{hashlib.sha256(embed.address.encode()).hexdigest()[:8]}"
    path = f"{FOLDER}/{name}{ending}"
    write(root, path, clean)
    return path.removeprefix("content/")
