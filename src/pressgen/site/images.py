"""Pictures as pages show them: their files, and where these are published."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from pressgen.content.pictures import Size, fit
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.model import Copied, Derived, Figure, Image, Recipe, SocialCard, Variant
from pressgen.model.picture_sizes import CARDS, ENCODINGS, MIN_CARD_PIXELS, WIDTHS, fallback, responsive
from pressgen.settings import Settings
from pressgen.site.urls import Address, slugify

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


def settings_files(settings: Settings, files: Mapping[str, str]) -> frozenset[str]:
    """The pictures that the settings name; raises SettingsError if one is missing."""
    paths = (_find_named(key, written, files) for key, written in _image_names(settings).items())
    return frozenset(paths) - {""}


def _image_names(settings: Settings) -> dict[str, str]:
    """The pictures as the settings name them, by the code of what can be wrong with them."""
    return {"settings-logo": settings.publisher.logo, "settings-share-image": settings.share_image}


def _find_named(key: str, written: str, files: Mapping[str, str]) -> str:
    """The file that a setting names, empty if it names none; raises SettingsError if it is missing."""
    name = written.removeprefix("/")
    if not name:
        return ""
    for candidate in (name, f"content/{name}", f"static/{name}"):
        if candidate in files:
            return candidate
    raise SettingsError(Problem.at(key, "pressgen.yml", file=written))


def _named_image(
    key: str, settings: Settings, files: Mapping[str, str], images: Mapping[str, Image], faults: Mapping[str, Phrase]
) -> Image | None:
    """The picture that a setting names, if any; raises SettingsError if it cannot be shown."""
    written = _image_names(settings)[key]
    path = _find_named(key, written, files)
    if path and path not in images:
        case, reason = f"{key}/reason" if path in faults else f"{key}/format", faults.get(path, "")
        raise SettingsError(Problem.at(case, "pressgen.yml", file=written, reason=reason))
    return images[path] if path else None


def logo(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> ResponsiveImage | None:
    """The publisher's logo; raises SettingsError if it cannot be shown."""
    image = _named_image("settings-logo", settings, files, images, faults)
    return responsive_image(image, files[image.path], "", address) if image else None


def site_card(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> tuple[SocialCard | None, tuple[Copied | Derived, ...]]:
    """The picture for link previews of pages without one, and its file: the share image, else the logo, else none.

    Raises SettingsError if it cannot be shown.
    """
    image = _named_image("settings-share-image", settings, files, images, faults)
    if image:
        if image.format == "SVG":
            problem = Problem.at("settings-share-image/svg", "pressgen.yml", file=settings.share_image)
            raise SettingsError(problem)
        cards, card_files = social_cards(image, files[image.path], "", address)
        return cards[0], card_files[:1]
    image = _named_image("settings-logo", settings, files, images, faults)
    if image is None:
        return None, ()
    if image.format != "SVG":
        # A logo is not cropped.
        card, card_file = _whole_card(image, files[image.path], "", address)
        return card, (card_file,)
    # Most networks do not show drawings, but some do.
    drawing = responsive_image(image, files[image.path], "", address)
    return card_of(drawing.files[0].path, "image/svg+xml", Size(image.width, image.height), "", address), ()


def responsive_image(image: Image, name: str, alt: str, address: Address) -> ResponsiveImage:
    """The sizes of a measured picture; `name` is that of the file on disk."""
    # A drawing needs no sizes, and an animation would lose its motion: both are published as they are.
    if image.format in ("SVG", "GIF"):
        path = f"assets/{slugify(PurePosixPath(image.path).stem)}.{image.digest}.{image.format.lower()}"
        figure = Figure(src=address.href(path), width=image.width, height=image.height, alt=alt)
        return ResponsiveImage(figure, (Copied(path=path, source=name),))
    original = Size(image.width, image.height)
    # A set: all sizes above that of a small original are the original's.
    widths = sorted({fit(original, responsive(width)).width for width in WIDTHS})
    variants = [_resize(image, name, responsive(width)) for width in widths]
    plain = _resize(image, name, fallback(image.format))
    size = fit(original, plain.recipe)
    figure = Figure(
        src=address.href(plain.path),
        width=size.width,
        height=size.height,
        alt=alt,
        variants=tuple(Variant(address.href(file.path), width) for file, width in zip(variants, widths, strict=True)),
    )
    return ResponsiveImage(figure, (*variants, plain))


def social_cards(
    image: Image, name: str, alt: str, address: Address
) -> tuple[tuple[SocialCard, ...], tuple[Derived, ...]]:
    """Crops of a picture for link previews and search results, and their files; none of a drawing.

    A picture that is too small to be cropped is given as it is.
    """
    cards: list[SocialCard] = []
    files: list[Derived] = []
    # Link previews need a picture that is made of pixels; of an animation it is the first one.
    if image.format == "SVG":
        return (), ()
    for recipe in CARDS:
        size = fit(Size(image.width, image.height), recipe)
        if size.width * size.height < MIN_CARD_PIXELS:
            continue
        file = _resize(image, name, recipe)
        files.append(file)
        cards.append(card_of(file.path, ENCODINGS[recipe.format].media_type, size, alt, address))
    if not cards:
        card, file = _whole_card(image, name, alt, address)
        return (card,), (file,)
    return tuple(cards), tuple(files)


def card_of(path: str, media_type: str, size: Size, alt: str, address: Address) -> SocialCard:
    """The card of a file in the output."""
    url = address.url(path)
    return SocialCard(path=path, url=url, type=media_type, width=size.width, height=size.height, alt=alt)


def is_large(image: Image) -> bool:
    """Whether a picture of a text, which may be an ornament, is large enough to represent the whole release."""
    size = fit(Size(image.width, image.height), CARDS[0])
    return image.format != "SVG" and size.width * size.height >= MIN_CARD_PIXELS


def _whole_card(image: Image, name: str, alt: str, address: Address) -> tuple[SocialCard, Derived]:
    file = _resize(image, name, fallback(image.format))
    size = fit(Size(image.width, image.height), file.recipe)
    return card_of(file.path, ENCODINGS[file.recipe.format].media_type, size, alt, address), file


def _resize(image: Image, name: str, recipe: Recipe) -> Derived:
    ratio = f"x{recipe.height}" if recipe.height else ""
    stem = slugify(PurePosixPath(image.path).stem)
    width = recipe.width if recipe.height else fit(Size(image.width, image.height), recipe).width
    # A host may let browsers cache it for good: another picture, size or quality has another name.
    path = f"assets/{stem}-{width}{ratio}-q{recipe.quality}.{image.digest}.{ENCODINGS[recipe.format].ending}"
    return Derived(path=path, source=name, recipe=recipe)
