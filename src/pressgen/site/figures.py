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

    cards: tuple[SocialCard, ...] = ()
    files: tuple[Copied | Derived, ...] = ()


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


def settings_files(settings: Settings, files: Mapping[str, str]) -> frozenset[str]:
    """The pictures that the settings name; raises SettingsError if one is missing."""
    named = (_file(key, written, files) for key, written in _named(settings).items())
    return frozenset(named) - {""}


def _named(settings: Settings) -> dict[str, str]:
    """The pictures as the settings name them, by the code of what can be wrong with them."""
    return {"settings-logo": settings.publisher.logo, "settings-share-image": settings.share_image}


def _file(key: str, written: str, files: Mapping[str, str]) -> str:
    """The file that a setting means, or an empty text if it names none."""
    rest = written.removeprefix("/")
    if not rest:
        return ""
    for path in (rest, f"content/{rest}", f"static/{rest}"):
        if path in files:
            return path
    raise SettingsError(Problem.at(key, "pressgen.yml", file=written))


def _image(
    key: str, settings: Settings, files: Mapping[str, str], images: Mapping[str, Image], faults: Mapping[str, Phrase]
) -> Image | None:
    """The picture that a setting names, if any; raises SettingsError if it cannot be shown."""
    written = _named(settings)[key]
    path = _file(key, written, files)
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
) -> Shown | None:
    """The publisher's logo; raises SettingsError if it cannot be shown."""
    image = _image("settings-logo", settings, files, images, faults)
    return show(image, files[image.path], "", address) if image else None


def site_card(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> Carded:
    """The picture for previews of pages without one: that of the settings, else the logo; else none.

    Raises SettingsError if it cannot be shown.
    """
    image = _image("settings-share-image", settings, files, images, faults)
    if image:
        if image.format == "SVG":
            problem = Problem.at("settings-share-image/svg", "pressgen.yml", file=settings.share_image)
            raise SettingsError(problem)
        carded = cards(image, files[image.path], "", address)
        return Carded(carded.cards[:1], carded.files[:1])
    mark = _image("settings-logo", settings, files, images, faults)
    if mark is None:
        return Carded()
    if mark.format != "SVG":
        return _whole(mark, files[mark.path], "", address)
    # Most networks show no drawings; those that do shall have it.
    shown = show(mark, files[mark.path], "", address)
    return Carded((card_of(shown.files[0].path, "image/svg+xml", Size(mark.width, mark.height), "", address),), ())


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
    """Cuts of a picture for link previews and search results; the whole picture if it is small, none of a drawing."""
    if image.format == "SVG":
        return Carded()
    made: list[SocialCard] = []
    files: list[Derived] = []
    for width, height in RATIOS:
        recipe = Recipe(width=width, height=height, format="JPEG", quality=80)
        size = fit(Size(image.width, image.height), recipe)
        if size.width * size.height < SMALLEST_CARD:
            continue
        file = _derived(image, name, recipe)
        files.append(file)
        made.append(card_of(file.path, "image/jpeg", size, alt, address))
    return Carded(tuple(made), tuple(files)) if made else _whole(image, name, alt, address)


def card_of(path: str, media_type: str, size: Size, alt: str, address: Address) -> SocialCard:
    """The card of a file in the output."""
    url = address.url(path)
    return SocialCard(path=path, url=url, type=media_type, width=size.width, height=size.height, alt=alt)


def is_large(image: Image) -> bool:
    """Whether a picture of a text, which may be an ornament, is large enough to stand for the whole release."""
    width, height = RATIOS[0]
    size = fit(Size(image.width, image.height), Recipe(width=width, height=height, format="JPEG", quality=80))
    return image.format != "SVG" and size.width * size.height >= SMALLEST_CARD


def _whole(image: Image, name: str, alt: str, address: Address) -> Carded:
    """A picture for previews that is not cut."""
    recipe = Recipe(width=SHOWN, format="PNG" if image.format == "PNG" else "JPEG", quality=80)
    file = _derived(image, name, recipe)
    size = fit(Size(image.width, image.height), recipe)
    return Carded((card_of(file.path, f"image/{recipe.format.lower()}", size, alt, address),), (file,))


def _derived(image: Image, name: str, recipe: Recipe) -> Derived:
    ratio = f"x{recipe.height}" if recipe.height else ""
    suffix = {"WEBP": "webp", "JPEG": "jpg", "PNG": "png"}[recipe.format]
    stem = slugify(PurePosixPath(image.path).stem)
    width = recipe.width if recipe.height else fit(Size(image.width, image.height), recipe).width
    path = f"assets/{stem}-{width}{ratio}-q{recipe.quality}.{image.digest}.{suffix}"
    return Derived(path=path, source=name, recipe=recipe)
