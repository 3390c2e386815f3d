"""Files that are no pages: copies without what nobody needs, pictures in all sizes, share cards, press kits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar, cast

from msgspec import Struct, json

from pressgen.content import folders
from pressgen.content.font_subset import FontError, subset
from pressgen.content.media import media
from pressgen.content.pictures import pictures, share_card
from pressgen.content.pictures.metadata import PictureError, kind_of, with_rights
from pressgen.errors import OutputError, Phrase, Problem
from pressgen.model import BodyText, Copied, Derived, Drawn, Output, Packed, Recipe, digest_of
from pressgen.publish.manifest import Content
from pressgen.publish.staging import StagingArea, stage, stage_patched, stage_written
from pressgen.render.pages import Renderer
from pressgen.render.press_kit import write_kit
from pressgen.site.body_html import body_html
from pressgen.store.pictures import PictureCache
from pressgen.workers import Done, map_items


class _Making(Struct, frozen=True):
    """The pictures that are to be made from one source, the first of them at `path`; some differ in rights alone."""

    path: str
    source: str
    outputs: tuple[Derived, ...]


T = TypeVar("T")
PictureOutput = TypeVar("PictureOutput", Copied, Drawn, _Making)
KIT_BUDGET = 600.0
"""Seconds that packing one press kit may take."""
PICTURE_BUDGET = 60.0
"""Seconds that making one picture may take."""


class Workshop(Struct, frozen=True):
    """What outputs are made with: the site's folder, the renderer, worker processes, and the cache of pictures.

    `published` is the output folder, which has what need not be made again. With a staging area, files are staged as
    soon as they are made; without one they stay in memory.
    """

    site: Path
    renderer: Renderer
    jobs: int
    pictures: PictureCache
    published: Path
    area: StagingArea | None = None


def make_file(site: Path, renderer: Renderer, output: Copied | Derived | Drawn | Packed) -> bytes:
    """The content of a single file, made in this process; raises OutputError."""
    try:
        if isinstance(output, Derived):
            return with_rights(_derive(site, output.source, output.original, [output.recipe])[0], output.rights)
        if isinstance(output, Drawn):
            return _draw(site, output)
        if isinstance(output, Packed):
            return _packed(site, renderer, output)
        if output.characters:
            return _subset(site, output)
        data, file = _read(site, output.source), _file(site, output)
        if _is_picture(file):
            return pictures.published_bytes(output.source, data, output.rights)
        return media.patched(data, media.published_patches(file)) if media.is_media(file) else data
    except PictureError as error:
        raise OutputError(Problem.at("picture-failed", output.source, reason=error.reason)) from error


def staged(area: StagingArea | None, path: str, data: bytes) -> Content:
    """A content as it is handed on: as a staged file, or in memory without a staging area."""
    return stage(area, path, data) if area else data


def copy_files(outputs: Sequence[Copied], shop: Workshop) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Contents of files to copy, by path, and why some pictures among them must not be published, by source."""
    # Pictures, film, sound and fonts are published without what nobody needs, all else as it is.
    files = {output.path: _file(shop.site, output) for output in outputs}
    private = [output for output in outputs if _is_picture(files[output.path]) or media.is_media(files[output.path])]
    cleaned, refusals = _map_pictures(partial(_clean, shop.site, shop.area), private, shop.jobs, lambda done: None)
    fonts = [output for output in outputs if output.characters]
    subsets = {output.path: staged(shop.area, output.path, _subset(shop.site, output)) for output in fonts}
    return files | cleaned | subsets, refusals


def _subset(site: Path, output: Copied) -> bytes:
    """A font with the characters that the output names."""
    try:
        return subset(_read(site, output.source), output.characters)
    except FontError as error:
        raise OutputError(Problem.at("font-subset", output.source, reason=str(error))) from error


def _file(site: Path, output: Copied) -> Path:
    root, _, path = output.source.partition("/")
    file = folders.resolve(site / root, path)
    if file is None:
        raise OutputError(Problem.at("file-unreadable/vanished", output.source))
    return file


def _is_picture(file: Path) -> bool:
    # By its first bytes, whatever its name is: a photo called report.dat must not be published with its location.
    if file.suffix.lower() in (".svg", ".svgz"):
        return True
    try:
        with open(file, "rb") as opened:
            return bool(kind_of(opened.read(16)))
    except OSError:  # then copying fails as well, and reports why
        return False


def _clean(site: Path, area: StagingArea | None, output: Copied) -> Content:
    file = _file(site, output)
    if not _is_picture(file):
        # A film may be larger than the memory: it is copied by the system, and only its notes are written over.
        patches = media.published_patches(file)
        if not patches:
            return file
        return stage_patched(area, output.path, file, patches) if area else media.patched(file.read_bytes(), patches)
    data = pictures.published_bytes(output.source, _read(site, output.source), output.rights)
    return staged(area, output.path, data)


def _read(site: Path, source: str) -> bytes:
    data = folders.read(site, source)
    if data is None:
        raise OutputError(Problem.at("file-unreadable/vanished", source))
    return data


def _read_original(site: Path, source: str, name: str) -> bytes:
    """A picture whose digest is in a `name`; raises OutputError if the file has another one now."""
    data = _read(site, source)
    # What is made of it would be kept under that name, and shown again once the file is as it was.
    if pictures.picture_digest(data) not in name:
        raise OutputError(Problem.at("file-unreadable/changed", source))
    return data


def _map_pictures(
    task: Callable[[PictureOutput], T], outputs: Sequence[PictureOutput], jobs: int, progress: Callable[[int], None]
) -> tuple[dict[str, T], dict[str, Phrase]]:
    """Results of the task by path, and why it has none for some pictures, by source."""
    results: dict[str, T] = {}
    faults: dict[str, Phrase] = {}
    # Always by workers, even a single one: a picture can be made so that it takes all memory to open it.
    attempt = partial(_attempt, task)
    outcomes = map_items(attempt, outputs, jobs=jobs, budget=PICTURE_BUDGET, progress=progress) if outputs else ()
    for output, outcome in zip(outputs, outcomes, strict=True):
        if isinstance(outcome, Done):
            result = outcome.result
            if isinstance(result, Phrase):
                faults[output.source] = result
            else:
                results[output.path] = result
        elif outcome.error:
            raise outcome.error
        else:
            faults[output.source] = Phrase("picture-slow")
    return results, faults


def _attempt(task: Callable[[PictureOutput], T], output: PictureOutput) -> T | Phrase:
    """What the task makes of an output, or why it can make nothing."""
    try:
        return task(output)
    except PictureError as error:
        return error.reason


def picture_name(output: Derived | Drawn) -> str:
    """The name of a picture in the cache: it depends on the original, the recipe and the encoder."""
    if isinstance(output, Drawn):  # whose path depends on all that is on it
        return PurePosixPath(output.path).name
    digest = digest_of(json.encode((output.original, output.recipe, pictures.encoder_version())))
    return f"{digest}.{output.recipe.format.lower()}"


def picture_names(outputs: Iterable[Output]) -> set[str]:
    """The names in the cache of the pictures among these outputs."""
    return {picture_name(output) for output in outputs if isinstance(output, Derived | Drawn)}


def derive_pictures(
    outputs: Sequence[Derived], shop: Workshop, progress: Callable[[int], None]
) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Pictures by path, from the cache where an earlier build made them, and faults by source."""
    contents: dict[str, Content] = {}
    missing: dict[str, list[Derived]] = {}
    for output in outputs:
        data = shop.pictures.get(picture_name(output))
        if data is not None:
            contents[output.path] = staged(shop.area, output.path, with_rights(data, output.rights))
        else:
            # Copies of a picture have one digest, and are decoded once.
            missing.setdefault(output.original, []).append(output)
    makings = [_Making(group[0].path, group[0].source, tuple(group)) for group in missing.values()]
    task = partial(_make, shop.site, shop.area, shop.pictures)
    results, faults = _map_pictures(
        task, makings, shop.jobs, lambda done: progress(done * len(outputs) // len(makings))
    )
    for pictures_of_source in results.values():
        contents.update(pictures_of_source)
    return contents, faults


def _make(site: Path, area: StagingArea | None, cache: PictureCache, making: _Making) -> dict[str, Content]:
    """The pictures that are made from one source, by path."""
    # Staged and kept here: all pictures of a large site together would take too much memory.
    recipes = {picture_name(output): output.recipe for output in making.outputs}
    made = _derive(site, making.source, making.outputs[0].original, [*recipes.values()])
    pictures_by_name = dict(zip(recipes, made, strict=True))
    for name, data in pictures_by_name.items():
        cache.put(name, data)
    return {
        output.path: staged(area, output.path, with_rights(pictures_by_name[picture_name(output)], output.rights))
        for output in making.outputs
    }


def _derive(site: Path, source: str, original: str, recipes: Sequence[Recipe]) -> list[bytes]:
    return pictures.derive_all(_read_original(site, source, original), recipes)


def draw_cards(drawings: Sequence[Drawn], shop: Workshop, progress: Callable[[int], None]) -> dict[str, Content]:
    """The share cards by path, from the cache or drawn by workers; raises OutputError for one that fails."""
    contents: dict[str, Content] = {}
    missing: list[Drawn] = []
    for card in drawings:
        data = shop.pictures.get(picture_name(card))
        if data is None:
            missing.append(card)
        else:
            contents[card.path] = staged(shop.area, card.path, data)
    results, faults = _map_pictures(
        partial(_draw_one, shop.site, shop.area, shop.pictures), missing, shop.jobs, progress
    )
    if faults:
        raise OutputError(*(Problem.at("picture-failed", file, reason=why) for file, why in faults.items()))
    return contents | results


def _draw_one(site: Path, area: StagingArea | None, cache: PictureCache, card: Drawn) -> Content:
    data = _draw(site, card)
    cache.put(picture_name(card), data)
    return staged(area, card.path, data)


def _draw(site: Path, output: Drawn) -> bytes:
    logo = output.card.logo
    return share_card.draw(output.card, _read_original(site, logo.file, logo.digest) if logo.file else None)


def pack_kits(kits: Sequence[Packed], shop: Workshop) -> dict[str, Content]:
    """The press kits by path, packed by workers; raises OutputError for one that cannot be packed."""
    contents: dict[str, Content] = {}
    task = partial(_pack, shop.site, shop.renderer, shop.area)
    outcomes = map_items(task, kits, jobs=shop.jobs, budget=KIT_BUDGET) if kits else ()
    for kit, outcome in zip(kits, outcomes, strict=True):
        if isinstance(outcome, Done):
            contents[kit.path] = outcome.result
        elif outcome.error:
            raise outcome.error
        else:
            raise OutputError(Problem.at("picture-failed", kit.source, reason=Phrase("picture-slow")))
    return contents


def _pack(site: Path, renderer: Renderer, area: StagingArea | None, kit: Packed) -> Content:
    if area:
        return stage_written(area, kit.path, partial(_write_kit, site, renderer, kit))
    return _packed(site, renderer, kit)


def _packed(site: Path, renderer: Renderer, kit: Packed) -> bytes:
    stream = BytesIO()
    _write_kit(site, renderer, kit, stream)
    return stream.getvalue()


def _write_kit(site: Path, renderer: Renderer, kit: Packed, stream: BinaryIO) -> None:
    body = cast(BodyText, kit.body)
    write_kit(kit.kit, body_html(renderer.read(body.digest), body), partial(_read_original, site), stream)
