"""Pictures as pages show them: their files, and where these are published."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct, json, structs

from pressgen.content.pictures import Size, encoder_version, fit
from pressgen.content.setting_places import place
from pressgen.errors import Phrase, Problem, SettingsError
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
from pressgen.settings import Settings
from pressgen.site.i18n import facts_text, file_size, words
from pressgen.site.picture_rights import default_rights, rights_of
from pressgen.site.urls import Address, slugify

PODCAST_SIDES = (1400, 3000)
"""Pixels of each side of a podcast's cover, at least and at most, as Apple Podcasts wants it."""
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


class NamedImage(Struct, frozen=True):
    """A picture that a setting names: the code of what can be wrong with it, the setting, the name as written.

    `place` is where that is in the settings.
    """

    code: str
    setting: str
    written: str
    place: str


def logo_setting(settings: Settings) -> NamedImage:
    """The logo: that of the theme, or else that of the publisher."""
    if settings.theme.logo:
        return NamedImage("settings-picture", "logo", settings.theme.logo, place("theme", "logo"))
    return NamedImage("settings-logo", "publisher.logo", settings.publisher.logo, place("publisher", "logo"))


def share_setting(settings: Settings) -> NamedImage:
    """The picture for link previews of pages without one: that of the theme, or else the setting of the same name."""
    if settings.theme.share_image:
        return NamedImage("settings-picture", "share_image", settings.theme.share_image, place("theme", "share_image"))
    return NamedImage("settings-share-image", "share_image", settings.share_image, place("share_image"))


def favicon_setting(settings: Settings) -> NamedImage:
    """The icon for tabs."""
    return NamedImage("settings-picture", "favicon", settings.theme.favicon, place("theme", "favicon"))


def _dark_logo_setting(settings: Settings) -> NamedImage:
    return NamedImage("settings-picture", "logo_dark", settings.theme.logo_dark, place("theme", "logo_dark"))


def portrait_setting(key: str, settings: Settings) -> NamedImage:
    """The portrait of a person."""
    written, setting = settings.people[key].portrait, f"people.{key}.portrait"
    return NamedImage("settings-portrait", setting, written, place("people", key, "portrait"))


def podcast_setting(settings: Settings) -> NamedImage:
    """The cover of the podcast."""
    written = settings.podcast.image if settings.podcast else ""
    return NamedImage("settings-podcast", "podcast.image", written, place("podcast", "image"))


def podcast_cover(
    settings: Settings, files: Mapping[str, str], images: Mapping[str, Image], faults: Mapping[str, Phrase]
) -> Copied | None:
    """The cover of the podcast as it is published; raises SettingsError if podcast directories would refuse it."""
    named = podcast_setting(settings)
    image = named_image(named, files, images, faults)
    if image is None:
        return None
    low, high = PODCAST_SIDES
    is_usable = image.format in ("JPEG", "PNG") and image.width == image.height and low <= image.width <= high
    if not is_usable:
        size = f"{image.width} × {image.height}"
        raise SettingsError(
            Problem.at("settings-podcast/size", named.place, file=named.written, size=size, format=image.format)
        )
    ending = ENCODINGS["JPEG" if image.format == "JPEG" else "PNG"].ending
    path = f"assets/{_slug_of_file(image.path)}.{image.digest}.{ending}"
    return Copied(path=path, source=files[image.path])


def settings_files(settings: Settings, files: Mapping[str, str]) -> dict[str, str]:
    """The pictures that the settings name, with the place of each; raises SettingsError if one is missing."""
    settings_of_pictures = (logo_setting, share_setting, favicon_setting, _dark_logo_setting, podcast_setting)
    pictures = [named(settings) for named in settings_of_pictures]
    pictures += [portrait_setting(key, settings) for key in settings.people]
    return {path: picture.place for picture in pictures if (path := _find_named(picture, files))}


def find_in_site(written: str, files: Container[str]) -> str:
    """The file of content/ or static/ that a setting names; empty if there is none."""
    name = written.removeprefix("/")
    return next((path for path in (name, f"content/{name}", f"static/{name}") if path in files), "")


def _find_named(named: NamedImage, files: Container[str]) -> str:
    """The file that a setting names, empty if it names none; raises SettingsError if it is missing."""
    if not named.written.removeprefix("/"):
        return ""
    path = find_in_site(named.written, files)
    if not path:
        raise SettingsError(Problem.at(named.code, named.place, file=named.written, name=named.setting))
    return path


def named_image(
    named: NamedImage, files: Mapping[str, str], images: Mapping[str, Image], faults: Mapping[str, Phrase]
) -> Image | None:
    """The picture that a setting names, if any; raises SettingsError if it cannot be shown."""
    path = _find_named(named, files)
    if path and path not in images:
        case, reason = f"{named.code}/reason" if path in faults else f"{named.code}/format", faults.get(path, "")
        raise SettingsError(Problem.at(case, named.place, file=named.written, name=named.setting, reason=reason))
    return images[path] if path else None


def logos(
    settings: Settings,
    files: Mapping[str, str],
    images: Mapping[str, Image],
    faults: Mapping[str, Phrase],
    address: Address,
) -> tuple[ResponsiveImage | None, ResponsiveImage | None]:
    """The logo, and that for dark pages; raises SettingsError if one cannot be shown."""
    light, dark = (named_image(named(settings), files, images, faults) for named in (logo_setting, _dark_logo_setting))
    return (
        responsive_image(light, files[light.path], "", address) if light else None,
        responsive_image(dark, files[dark.path], "", address) if dark else None,
    )


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
    named = share_setting(settings)
    image = named_image(named, files, images, faults)
    if image:
        if image.format == "SVG":
            problem = Problem.at(f"{named.code}/svg", named.place, file=named.written, name=named.setting)
            raise SettingsError(problem)
        rights = rights_of(image, None, default_rights(settings, settings.languages[0], address))
        cards, card_files = social_cards(image, files[image.path], "", address, rights)
        return cards[0], card_files[:1]
    image = named_image(logo_setting(settings), files, images, faults)
    if image is None:
        return None, ()
    if image.format != "SVG":
        # A logo is not cropped.
        card, card_file = _whole_card(image, files[image.path], "", address, NO_RIGHTS)
        return card, (card_file,)
    # Most networks do not show drawings, but some do.
    drawing = responsive_image(image, files[image.path], "", address)
    return card_of(drawing.files[0].path, "image/svg+xml", Size(image.width, image.height), "", address), ()


def responsive_image(
    image: Image, name: str, alt: str, address: Address, rights: Rights = NO_RIGHTS
) -> ResponsiveImage:
    """The sizes of a measured picture, with its rights in them; `name` is that of the file on disk."""
    # A drawing needs no sizes, and an animation would lose its motion: both are published as they are.
    if image.format in ("SVG", "GIF"):
        path = f"assets/{_slug_of_file(image.path)}.{image.digest}.{image.format.lower()}"
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
    """A picture that offers its full size, if it has one for the press."""
    original, file = original_of(image, name, address, rights, lang)
    if file is None:
        return picture
    return ResponsiveImage(structs.replace(picture.figure, original=original), (*picture.files, file))


def original_of(
    image: Image, name: str, address: Address, rights: Rights, lang: str
) -> tuple[Original | None, Copied | Derived | None]:
    """The full size of a picture for the press, with its rights written into it, and its file.

    There is none of a drawing, of an animation, and of a picture that is too small to be printed.
    """
    if image.format in ("SVG", "GIF") or image.width * image.height < MIN_CARD_PIXELS:
        return None, None
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
    return original, file


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
        card, file = _whole_card(image, name, alt, address, rights)
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


def _whole_card(image: Image, name: str, alt: str, address: Address, rights: Rights) -> tuple[SocialCard, Derived]:
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
