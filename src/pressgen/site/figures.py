"""Pictures as pages show them: which sizes are made, and where they are published."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from pressgen.content.pictures import Size, fit
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.model import Copied, Derived, Figure, Image, Recipe, SocialCard, Variant
from pressgen.settings import Settings
from pressgen.site.urls import Address, slugify

WIDTHS = (480, 720, 960, 1600)
SHOWN = 960
"""Width of the file for readers whose browser has no WebP, in pixels."""
RATIOS = ((1200, 675), (1200, 900), (1200, 1200))
"""16:9, 4:3 and 1:1, as search engines ask for; the first is also the link preview's."""
SMALLEST_CARD = 50_000
_ROOTS = ("static/", "content/", "content/_posts/", "content/_drafts/", "static/_posts/", "static/_drafts/")


class Shown(Struct, frozen=True):
    """A figure and the files that it needs."""

    figure: Figure
    files: tuple[Copied | Derived, ...]


class Carded(Struct, frozen=True):
    """The pictures for link previews and the files that they need."""

    cards: tuple[SocialCard, ...]
    files: tuple[Derived, ...]


def published_path(file: str, files: Container[str]) -> str:
    """Where a file of content/ or static/ is published: at the place that it has there.

    Where several of the `files` have one place (static/list.txt, content/list.txt), the others get a number.
    """
    rest = file.partition("/")[2].removeprefix("_posts/").removeprefix("_drafts/")
    before = _ROOTS[: _ROOTS.index(file.removesuffix(rest))]
    number = 1 + sum(f"{root}{rest}" in files for root in before)
    if number == 1:
        return rest
    stem, ending = posixpath.splitext(rest)
    return f"{stem}-{number}{ending}"


def logo_file(settings: Settings, files: Mapping[str, str]) -> str:
    """The file of the publisher's logo, or an empty text if none is named; raises SettingsError if it is missing."""
    rest = settings.publisher.logo.removeprefix("/")
    if not rest:
        return ""
    for path in (rest, f"content/{rest}", f"static/{rest}"):
        if path in files:
            return path
    raise SettingsError(Problem.at("settings-logo", "pressgen.yml", logo=settings.publisher.logo))


def logo(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> Shown | None:
    """The publisher's logo; raises SettingsError if it cannot be shown."""
    path = logo_file(settings, files)
    if not path:
        return None
    if path not in images:
        key, reason = "settings-logo/reason" if path in faults else "settings-logo/format", faults.get(path, "")
        raise SettingsError(Problem.at(key, "pressgen.yml", logo=settings.publisher.logo, reason=reason))
    return show(images[path], files[path], "", address)


def show(image: Image, name: str, alt: str, address: Address) -> Shown:
    """The responsive picture made from a measured file; `name` is the file's on disk."""
    if image.format in ("SVG", "GIF"):
        path = f"assets/{slugify(PurePosixPath(image.path).stem)}.{image.digest}.{image.format.lower()}"
        figure = Figure(src=address.href(path), width=image.width, height=image.height, alt=alt)
        return Shown(figure, (Copied(path=path, source=name),))
    original = Size(image.width, image.height)
    widths = sorted({fit(original, Recipe(width=width, format="WEBP", quality=80)).width for width in WIDTHS})
    webp = [_derived(image, name, Recipe(width=width, format="WEBP", quality=80)) for width in widths]
    plain = Recipe(width=SHOWN, format="PNG" if image.format == "PNG" else "JPEG", quality=80)
    fallback = _derived(image, name, plain)
    size = fit(original, plain)
    figure = Figure(
        src=address.href(fallback.path),
        width=size.width,
        height=size.height,
        alt=alt,
        webp=tuple(Variant(address.href(file.path), width) for file, width in zip(webp, widths, strict=True)),
    )
    return Shown(figure, (*webp, fallback))


def cards(image: Image, name: str, alt: str, address: Address) -> Carded:
    """Cuts of a lead picture for link previews and search results; none if it is too small for them."""
    if image.format in ("SVG", "GIF"):
        return Carded((), ())
    made: list[SocialCard] = []
    files: list[Derived] = []
    for width, height in RATIOS:
        recipe = Recipe(width=width, height=height, format="JPEG", quality=80)
        size = fit(Size(image.width, image.height), recipe)
        if size.width * size.height < SMALLEST_CARD:
            continue
        file = _derived(image, name, recipe)
        files.append(file)
        made.append(SocialCard(url=address.url(file.path), width=size.width, height=size.height, alt=alt))
    return Carded(tuple(made), tuple(files))


def _derived(image: Image, name: str, recipe: Recipe) -> Derived:
    ratio = f"x{recipe.height}" if recipe.height else ""
    suffix = {"WEBP": "webp", "JPEG": "jpg", "PNG": "png"}[recipe.format]
    stem = slugify(PurePosixPath(image.path).stem)
    width = recipe.width if recipe.height else fit(Size(image.width, image.height), recipe).width
    path = f"assets/{stem}-{width}{ratio}-q{recipe.quality}.{image.digest}.{suffix}"
    return Derived(path=path, source=name, recipe=recipe)
