"""Pictures as pages show them: the sizes they are published in, and their paths."""

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
# For browsers without WebP, which are rare: one size is enough.
FALLBACK_WIDTH = 960
# 16:9, 4:3 and 1:1, as search engines ask for; the first is also that of link previews.
RATIOS = ((1200, 675), (1200, 900), (1200, 1200))
# Google takes no smaller pictures (width times height) for articles.
MIN_CARD_PIXELS = 50_000
_ROOTS = ("static/", "content/", "content/_posts/", "content/_drafts/", "static/_posts/", "static/_drafts/")


class ResponsiveImage(Struct, frozen=True):
    """A picture in several sizes: the figure that pages show, and its files."""

    figure: Figure
    files: tuple[Copied | Derived, ...]


def published_path(file: str, files: Container[str]) -> str:
    """The output path of a file of content/ or static/: its path below that folder.

    If several of the `files` have the same path there (static/list.txt, content/list.txt), the later ones get a number.
    """
    path = file.partition("/")[2].removeprefix("_posts/").removeprefix("_drafts/")
    earlier_roots = _ROOTS[: _ROOTS.index(file.removesuffix(path))]
    number = 1 + sum(f"{root}{path}" in files for root in earlier_roots)
    if number == 1:
        return path
    stem, suffix = posixpath.splitext(path)
    return f"{stem}-{number}{suffix}"


def logo_file(settings: Settings, files: Mapping[str, str]) -> str:
    """The file of the publisher's logo, empty if none is named; raises SettingsError if it is missing."""
    name = settings.publisher.logo.removeprefix("/")
    if not name:
        return ""
    for candidate in (name, f"content/{name}", f"static/{name}"):
        if candidate in files:
            return candidate
    raise SettingsError(Problem.at("settings-logo", "pressgen.yml", logo=settings.publisher.logo))


def logo(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> ResponsiveImage | None:
    """The publisher's logo; raises SettingsError if it cannot be shown."""
    path = logo_file(settings, files)
    if not path:
        return None
    if path not in images:
        key, reason = "settings-logo/reason" if path in faults else "settings-logo/format", faults.get(path, "")
        raise SettingsError(Problem.at(key, "pressgen.yml", logo=settings.publisher.logo, reason=reason))
    return responsive_image(images[path], files[path], "", address)


def responsive_image(image: Image, name: str, alt: str, address: Address) -> ResponsiveImage:
    """The sizes of a measured picture; `name` is that of the file on disk."""
    # A drawing needs no sizes, and an animation would lose its motion: both are published as they are.
    if image.format in ("SVG", "GIF"):
        path = f"assets/{slugify(PurePosixPath(image.path).stem)}.{image.digest}.{image.format.lower()}"
        figure = Figure(src=address.href(path), width=image.width, height=image.height, alt=alt)
        return ResponsiveImage(figure, (Copied(path=path, source=name),))
    original = Size(image.width, image.height)
    # A set: all sizes above that of a small original are the original's.
    widths = sorted({fit(original, Recipe(width=width, format="WEBP", quality=80)).width for width in WIDTHS})
    webp = [_resize(image, name, Recipe(width=width, format="WEBP", quality=80)) for width in widths]
    plain = Recipe(width=FALLBACK_WIDTH, format="PNG" if image.format == "PNG" else "JPEG", quality=80)
    fallback = _resize(image, name, plain)
    size = fit(original, plain)
    figure = Figure(
        src=address.href(fallback.path),
        width=size.width,
        height=size.height,
        alt=alt,
        webp=tuple(Variant(address.href(file.path), width) for file, width in zip(webp, widths, strict=True)),
    )
    return ResponsiveImage(figure, (*webp, fallback))


def social_cards(
    image: Image, name: str, alt: str, address: Address
) -> tuple[tuple[SocialCard, ...], tuple[Derived, ...]]:
    """Crops of a lead picture for link previews and search results, and their files; none if it is too small."""
    cards: list[SocialCard] = []
    files: list[Derived] = []
    # Link previews need a still picture that is made of pixels.
    if image.format in ("SVG", "GIF"):
        return (), ()
    for width, height in RATIOS:
        recipe = Recipe(width=width, height=height, format="JPEG", quality=80)
        size = fit(Size(image.width, image.height), recipe)
        if size.width * size.height < MIN_CARD_PIXELS:
            continue
        file = _resize(image, name, recipe)
        files.append(file)
        cards.append(SocialCard(url=address.url(file.path), width=size.width, height=size.height, alt=alt))
    return tuple(cards), tuple(files)


def _resize(image: Image, name: str, recipe: Recipe) -> Derived:
    ratio = f"x{recipe.height}" if recipe.height else ""
    suffix = {"WEBP": "webp", "JPEG": "jpg", "PNG": "png"}[recipe.format]
    stem = slugify(PurePosixPath(image.path).stem)
    width = recipe.width if recipe.height else fit(Size(image.width, image.height), recipe).width
    # A host may let browsers cache it for good: another picture, size or quality has another name.
    path = f"assets/{stem}-{width}{ratio}-q{recipe.quality}.{image.digest}.{suffix}"
    return Derived(path=path, source=name, recipe=recipe)
