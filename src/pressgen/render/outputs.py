"""Outputs → contents: what will be in the file of each output, made in parallel where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar, cast

from msgspec import Struct, json

from pressgen.content import folders, media, pictures, share_card
from pressgen.content.font_subset import FontError, subset
from pressgen.content.picture_metadata import PictureError, kind_of, with_rights
from pressgen.errors import ContentError, OutputError, Phrase, Problem
from pressgen.model import BodyText, Copied, Derived, Drawn, Output, Packed, Recipe, Rendered, Sizes, digest_of
from pressgen.publish.diff import moved
from pressgen.publish.manifest import Content, Staged
from pressgen.publish.staging import StagingArea, stage, stage_patched, stage_written
from pressgen.render.pages import Renderer
from pressgen.render.press_kit import write_kit
from pressgen.site.references import body_html
from pressgen.store.pictures import PictureCache
from pressgen.workers import Done, Outcome, map_items


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
BATCH = 32
"""Pages that a worker renders at a time."""
BATCH_BUDGET = 120.0
"""Seconds that one batch may take."""
WORTH_SHARING = 6
"""Batches from which on workers save more time than it takes to start them."""
MOST_FAULTS = 20
"""Template faults that are reported; one mistake in a layout breaks every page."""
Page = Content | list[Problem]
"""A rendered page, or what is wrong with its template."""


class PicturesFailedError(OutputError):
    """Pictures that cannot be made smaller (`faults`) or must not be published (`refusals`): why, by name on disk."""

    def __init__(self, faults: dict[str, Phrase], refusals: dict[str, Phrase]) -> None:
        self.faults, self.refusals = faults, refusals
        super().__init__(*(Problem.at("picture-failed", file, reason=why) for file, why in (refusals | faults).items()))


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


def render_outputs(
    outputs: Sequence[Output], shop: Workshop, progress: Callable[[int, int], None]
) -> dict[str, Content]:
    """The content of each output, by path.

    Raises ContentError with the faults of templates, OutputError where a file cannot be copied, and
    PicturesFailedError before any page is rendered.
    """
    total = len(outputs)
    copies = [output for output in outputs if isinstance(output, Copied)]
    derivatives = [output for output in outputs if isinstance(output, Derived)]
    drawings = [output for output in outputs if isinstance(output, Drawn)]
    kits = [output for output in outputs if isinstance(output, Packed)]
    pages = [output for output in outputs if isinstance(output, Rendered)]
    contents, refusals = _copy_files(copies, shop)
    smaller, faults = _derive_pictures(derivatives, shop, lambda done: progress(len(copies) + done, total))
    if refusals or faults:
        raise PicturesFailedError(faults, refusals)
    start = len(copies) + len(derivatives)
    cards = _draw_cards(drawings, shop, lambda done: progress(start + done, total))
    files = contents | smaller | cards | _pack_kits(kits, shop)
    sizes = {file.path: _size(file, files, shop) for file in _measured(pages)}
    return files | _render_pages(pages, sizes, shop, lambda done: progress(total - len(pages) + done, total))


def _measured(pages: Iterable[Rendered]) -> Iterator[Derived | Packed]:
    """The files whose sizes pages show."""
    for page in pages:
        for value in page.values.values():
            if isinstance(value, Sizes):
                yield from value.files


def _size(output: Derived | Packed, contents: dict[str, Content], shop: Workshop) -> int:
    """The size of a file in bytes: as it was just made, or else as it is published."""
    content = contents.get(output.path)
    if isinstance(content, bytes):
        return len(content)
    staged = content.file if isinstance(content, Staged) else ""
    try:
        return Path(staged or shop.published / output.path).stat().st_size
    except OSError as error:
        raise moved(shop.published / output.path) from error


def render_output(site: Path, renderer: Renderer, output: Output) -> bytes:
    """The content of a single output, made in this process; raises ContentError or OutputError."""
    if isinstance(output, Rendered):
        sizes = {file.path: len(render_output(site, renderer, file)) for file in _measured([output])}
        return renderer.render(output, sizes)
    try:
        if isinstance(output, Derived):
            return with_rights(_derive(site, output.source, [output.recipe])[0], output.rights)
        if isinstance(output, Drawn):
            return _draw(site, output)
        if isinstance(output, Packed):
            stream = BytesIO()
            _write_kit(site, renderer, output, stream)
            return stream.getvalue()
        if output.characters:
            return _subset(site, output)
        data, file = _read(site, output.source), _file(site, output)
        if _is_picture(file):
            return pictures.published_bytes(output.source, data, output.rights)
        return media.patched(data, media.published_patches(file)) if media.is_media(file) else data
    except PictureError as error:
        raise OutputError(Problem.at("picture-failed", output.source, reason=error.reason)) from error


def _render_pages(
    pages: Sequence[Rendered], sizes: Mapping[str, int], shop: Workshop, progress: Callable[[int], None]
) -> dict[str, Content]:
    """Render pages, in this process where there are few, else by workers."""
    task = partial(_render_batch, shop.renderer, shop.area, sizes)
    batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
    if shop.jobs == 1 or len(batches) < WORTH_SHARING:
        return _collect(batches, map(task, batches))
    # Here, since forked workers inherit compiled templates, and would else compile each for itself.
    shop.renderer.compile({page.template for page in pages})
    outcomes = map_items(
        task, batches, jobs=shop.jobs, budget=BATCH_BUDGET, progress=lambda done: progress(done * BATCH)
    )
    return _collect(batches, (_pages_of(batch, outcome) for batch, outcome in zip(batches, outcomes, strict=True)))


def _render_batch(
    renderer: Renderer, area: StagingArea | None, sizes: Mapping[str, int], batch: Sequence[Rendered]
) -> list[Page]:
    pages: list[Page] = []
    for output in batch:
        try:
            data = renderer.render(output, sizes)
        except ContentError as error:
            pages.append(list(error.problems))
        else:
            pages.append(_staged(area, output.path, data))
    return pages


def _staged(area: StagingArea | None, path: str, data: bytes) -> Content:
    return stage(area, path, data) if area else data


def _pages_of(batch: Sequence[Rendered], outcome: Outcome[list[Page]]) -> list[Page]:
    if isinstance(outcome, Done):
        return outcome.result
    if outcome.error is not None:
        raise outcome.error
    # A worker does not say which page of its batch it was rendering when it was killed.
    key = "template-failed/overdue" if outcome.reason == "overdue" else "template-failed/pages"
    values = {"first": batch[0].path, "last": batch[-1].path, "reason": outcome.message}
    return [[Problem.at(key, f"templates/{batch[0].template}", **values)]] * len(batch)


def _collect(batches: Iterable[Sequence[Rendered]], rendered: Iterator[list[Page]]) -> dict[str, Content]:
    """Pages by path; raises ContentError with each fault of a template once."""
    contents: dict[str, Content] = {}
    faults: dict[tuple[str, int, str], Problem] = {}
    for batch, pages in zip(batches, rendered, strict=False):
        for output, page in zip(batch, pages, strict=True):
            if not isinstance(page, list):
                contents[output.path] = page
                continue
            for problem in page:
                faults.setdefault((problem.file, problem.line, "" if problem.line else repr(problem.values)), problem)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise ContentError(*faults.values())
    return contents


def _copy_files(outputs: Sequence[Copied], shop: Workshop) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Contents of files to copy, by path, and why some pictures among them must not be published, by source."""
    # Pictures, film, sound and fonts are published without what nobody needs, all else as it is.
    files = {output.path: _file(shop.site, output) for output in outputs}
    private = [output for output in outputs if _is_picture(files[output.path]) or media.is_media(files[output.path])]
    cleaned, refusals = _map_pictures(partial(_clean, shop.site, shop.area), private, shop.jobs, lambda done: None)
    fonts = [output for output in outputs if output.characters]
    subsets = {output.path: _staged(shop.area, output.path, _subset(shop.site, output)) for output in fonts}
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
    return _staged(area, output.path, data)


def _read(site: Path, source: str) -> bytes:
    data = folders.read(site, source)
    if data is None:
        raise OutputError(Problem.at("file-unreadable/vanished", source))
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


def _derive_pictures(
    outputs: Sequence[Derived], shop: Workshop, progress: Callable[[int], None]
) -> tuple[dict[str, Content], dict[str, Phrase]]:
    """Pictures by path, from the cache where an earlier build made them, and faults by source."""
    contents: dict[str, Content] = {}
    missing: dict[str, list[Derived]] = {}
    for output in outputs:
        data = shop.pictures.get(picture_name(output))
        if data is not None:
            contents[output.path] = _staged(shop.area, output.path, with_rights(data, output.rights))
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
    pictures_by_name = dict(zip(recipes, _derive(site, making.source, [*recipes.values()]), strict=True))
    for name, data in pictures_by_name.items():
        cache.put(name, data)
    return {
        output.path: _staged(area, output.path, with_rights(pictures_by_name[picture_name(output)], output.rights))
        for output in making.outputs
    }


def _derive(site: Path, source: str, recipes: Sequence[Recipe]) -> list[bytes]:
    return pictures.derive_all(_read(site, source), recipes)


def _draw_cards(drawings: Sequence[Drawn], shop: Workshop, progress: Callable[[int], None]) -> dict[str, Content]:
    """The share cards by path, from the cache or drawn by workers; raises OutputError for one that fails."""
    contents: dict[str, Content] = {}
    missing: list[Drawn] = []
    for card in drawings:
        data = shop.pictures.get(picture_name(card))
        if data is None:
            missing.append(card)
        else:
            contents[card.path] = _staged(shop.area, card.path, data)
    results, faults = _map_pictures(
        partial(_draw_one, shop.site, shop.area, shop.pictures), missing, shop.jobs, progress
    )
    if faults:
        raise OutputError(*(Problem.at("picture-failed", file, reason=why) for file, why in faults.items()))
    return contents | results


def _draw_one(site: Path, area: StagingArea | None, cache: PictureCache, card: Drawn) -> Content:
    data = _draw(site, card)
    cache.put(picture_name(card), data)
    return _staged(area, card.path, data)


def _draw(site: Path, output: Drawn) -> bytes:
    logo = output.card.logo.file
    return share_card.draw(output.card, _read(site, logo) if logo else None)


def _pack_kits(kits: Sequence[Packed], shop: Workshop) -> dict[str, Content]:
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
    stream = BytesIO()
    _write_kit(site, renderer, kit, stream)
    return stream.getvalue()


def _write_kit(site: Path, renderer: Renderer, kit: Packed, stream: BinaryIO) -> None:
    body = cast(BodyText, kit.body)
    write_kit(kit.kit, body_html(renderer.read(body.digest), body), partial(_read, site), stream)
