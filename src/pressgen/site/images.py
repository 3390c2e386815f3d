"""Pictures as pages show them: their files, and where these are published."""

from __future__ import annotations

import posixpath
from collections.abc import Container
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct, json, structs

from pressgen.content.pictures.pictures import Size, encoder_version, fit
from pressgen.model import (
    NO_RIGHTS,
    Copied,
    Derived,
    Figure,
    IconRecipe,
    Image,
    Original,
    Recipe,
    Rights,
    SocialCard,
    Variant,
    digest_of,
)
from pressgen.model.picture_sizes import CARDS, ENCODINGS, MIN_CARD_PIXELS, WIDTHS, fallback, full_size, responsive
from pressgen.site.i18n import facts_text, file_size, words
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


def responsive_image(
    image: Image, name: str, alt: str, address: Address, rights: Rights = NO_RIGHTS
) -> ResponsiveImage:
    """The sizes of a measured picture, with its rights in them; `name` is that of the file on disk."""
    # A drawing needs no sizes, and an animation would lose its motion: both are published as they are.
    if image.format in ("SVG", "GIF"):
        path = copy_path(image.path, image.digest, image.format.lower())
        figure = Figure(src=address.href(path), width=image.width, height=image.height, alt=alt)
        return ResponsiveImage(figure, (Copied(path=path, source=name),))
    original = Size(image.width, image.height)
    # A set: all sizes above that of a small original are the original's.
    widths = sorted({fit(original, responsive(width)).width for width in WIDTHS})
    variants = [_resize(image, name, responsive(width), rights) for width in widths]
    plain = _resize(image, name, fallback(image.format), rights)
    size = fit(original, plain.recipe)
    figure = Figure(
        src=address.href(plain.path),
        width=size.width,
        height=size.height,
        alt=alt,
        variants=tuple(Variant(address.href(file.path), width) for file, width in zip(variants, widths, strict=True)),
    )
    return ResponsiveImage(figure, (*variants, plain))


def with_original(
    picture: ResponsiveImage, image: Image, name: str, address: Address, rights: Rights, lang: str
) -> ResponsiveImage:
    """A picture that offers its full size for the press, with its rights written into it.

    A drawing, an animation, and a picture that is too small to be printed are given as they are.
    """
    if image.format in ("SVG", "GIF") or image.width * image.height < MIN_CARD_PIXELS:
        return picture
    size = Size(image.width, image.height)
    file: Copied | Derived
    if image.bytes:
        path = _asset_path(image, f"original-{_mark(rights)}", _ENDINGS[image.format])
        file, form = Copied(path=path, source=name, rights=rights), image.format
    else:
        # Its own format cannot be cleaned, and few editors can open it.
        recipe = full_size(image.width)
        size, form = fit(size, recipe), recipe.format
        path = _asset_path(image, f"original-{_mark(recipe.quality, encoder_version(), rights)}", "jpg")
        file = Derived(path=path, source=name, recipe=recipe, original=image.digest, rights=rights)
    facts = [form.replace("WEBP", "WebP"), f"{size.width} × {size.height}"]
    if image.bytes:
        facts.append(file_size(image.bytes, lang))
    text = f"{words(lang).gettext('Download')}: {facts_text(facts, lang)}"
    original = Original(
        path=path, href=address.href(path), url=address.url(path), format=form, width=size.width, height=size.height,
        bytes=image.bytes, text=text,
    )  # fmt: skip
    return ResponsiveImage(structs.replace(picture.figure, original=original), (*picture.files, file))


_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def social_cards(
    image: Image, name: str, alt: str, address: Address, rights: Rights = NO_RIGHTS
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
        file = _resize(image, name, recipe, rights)
        files.append(file)
        cards.append(card_of(file.path, ENCODINGS[recipe.format].media_type, size, alt, address))
    if not cards:
        card, file = whole_card(image, name, alt, address, rights)
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


def whole_card(image: Image, name: str, alt: str, address: Address, rights: Rights) -> tuple[SocialCard, Derived]:
    """A picture that is not cropped for link previews, and its file."""
    file = _resize(image, name, fallback(image.format), rights)
    size = fit(Size(image.width, image.height), file.recipe)
    return card_of(file.path, ENCODINGS[file.recipe.format].media_type, size, alt, address), file


def icon_file(image: Image, name: str, recipe: IconRecipe) -> Derived:
    """The file of an icon that is made from a picture."""
    stem = _slug_of_file(image.path)
    ground = f"-{recipe.ground[1:]}" if recipe.ground else ""
    mark = _mark(encoder_version())
    path = f"assets/{stem}-icon-{recipe.width}{ground}-{mark}.{image.digest}.png"
    return Derived(path=path, source=name, recipe=recipe, original=image.digest)


def _resize(image: Image, name: str, recipe: Recipe, rights: Rights) -> Derived:
    ratio = f"x{recipe.height}" if recipe.height else ""
    width = recipe.width if recipe.height else fit(Size(image.width, image.height), recipe).width
    # Scaled pictures are made to be seen: what they show is said on the page.
    rights = structs.replace(rights, alt="", caption="")
    label = f"{width}{ratio}-{_mark(recipe.quality, encoder_version(), rights)}"
    path = _asset_path(image, label, ENCODINGS[recipe.format].ending)
    return Derived(path=path, source=name, recipe=recipe, original=image.digest, rights=rights)


def _asset_path(image: Image, label: str, ending: str) -> str:
    """The output path of a file made from a picture; the record and the search for leaks know it by the digest."""
    return f"assets/{_slug_of_file(image.path)}-{label}.{image.digest}.{ending}"


def copy_path(path: str, digest: str, ending: str) -> str:
    """The output path of a file that is published as it is, or nearly so."""
    return f"assets/{_slug_of_file(path)}.{digest}.{ending}"


def digest_in(path: str) -> str:
    """The digest of a picture in the path of a file that was made from it, or is a copy of it."""
    return path.rpartition(".")[0].rpartition(".")[2]


@lru_cache(maxsize=1 << 12)
def _slug_of_file(path: str) -> str:
    """The name of a file without its ending, as a slug."""
    return slugify(PurePosixPath(path).stem)


@lru_cache(maxsize=1 << 12)
def _mark(*parts: object) -> str:
    """A few letters in the name of a file that differ if any of these parts does.

    A host may let browsers keep files for good, so whatever changes a file has to change its name.
    """
    return digest_of(json.encode(parts))[:6]
