"""The pictures that the settings name: their files, and what pages show of them."""

from __future__ import annotations

from collections.abc import Container

from msgspec import Struct

from pressgen.content.pictures.pictures import Size
from pressgen.content.settings.places import place
from pressgen.errors import Phrase, Problem, SettingsError
from pressgen.model import NO_RIGHTS, Copied, Derived, Image, SocialCard
from pressgen.model.picture_sizes import ENCODINGS
from pressgen.settings import Settings
from pressgen.site.images import ResponsiveImage, card_of, copy_path, responsive_image, social_cards, whole_card
from pressgen.site.index import Index
from pressgen.site.picture_rights import default_rights, rights_of

PODCAST_SIDES = (1400, 3000)
"""Pixels of each side of a podcast's cover, at least and at most, as Apple Podcasts wants it."""


class NamedImage(Struct, frozen=True):
    """A picture that a setting names: the code of what can be wrong with it, the setting, the name as written.

    `place` is where that is in the settings.
    """

    code: str
    setting: str
    written: str
    place: str


def theme_picture(name: str, settings: Settings) -> NamedImage:
    """The picture that the theme has under this name."""
    return NamedImage("settings-picture", name, getattr(settings.theme, name), place("theme", name))


def logo_setting(settings: Settings) -> NamedImage:
    """The logo: that of the theme, or else that of the publisher."""
    if settings.theme.logo:
        return theme_picture("logo", settings)
    return NamedImage("settings-logo", "publisher.logo", settings.publisher.logo, place("publisher", "logo"))


def share_setting(settings: Settings) -> NamedImage:
    """The picture for link previews of pages without one: that of the theme, or else the setting of the same name."""
    if settings.theme.share_image:
        return theme_picture("share_image", settings)
    return NamedImage("settings-share-image", "share_image", settings.share_image, place("share_image"))


def portrait_setting(key: str, settings: Settings) -> NamedImage:
    """The portrait of a person."""
    written, setting = settings.people[key].portrait, f"people.{key}.portrait"
    return NamedImage("settings-portrait", setting, written, place("people", key, "portrait"))


def podcast_setting(settings: Settings) -> NamedImage:
    """The cover of the podcast."""
    written = settings.podcast.image if settings.podcast else ""
    return NamedImage("settings-podcast", "podcast.image", written, place("podcast", "image"))


def podcast_cover(settings: Settings, index: Index) -> Copied | None:
    """The cover of the podcast as it is published; raises SettingsError if podcast directories would refuse it."""
    named = podcast_setting(settings)
    image = named_image(named, index)
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
    return Copied(path=copy_path(image.path, image.digest, ending), source=index.files[image.path])


def picture_places(settings: Settings, files: Container[str]) -> dict[str, str]:
    """The pictures that the settings name, with the place of each; raises SettingsError if one is missing."""
    pictures = [named(settings) for named in (logo_setting, share_setting, podcast_setting)]
    pictures += [theme_picture(name, settings) for name in ("favicon", "logo_dark")]
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


def named_image(named: NamedImage, index: Index) -> Image | None:
    """The picture that a setting names, if any; raises SettingsError if it cannot be shown."""
    path = _find_named(named, index.files)
    if path and path not in index.images:
        key, reason = f"{named.code}/reason", index.faults.get(path, Phrase("picture-format"))
        raise SettingsError(Problem.at(key, named.place, file=named.written, name=named.setting, reason=reason))
    return index.images[path] if path else None


def logos(settings: Settings, index: Index) -> tuple[ResponsiveImage | None, ResponsiveImage | None]:
    """The logo, and that for dark pages; raises SettingsError if one cannot be shown."""
    named = (logo_setting(settings), theme_picture("logo_dark", settings))
    light, dark = (named_image(each, index) for each in named)
    return (_plain(light, index) if light else None, _plain(dark, index) if dark else None)


def site_card(settings: Settings, index: Index) -> tuple[SocialCard | None, tuple[Copied | Derived, ...]]:
    """The picture for link previews of pages without one, and its file: the share image, else the logo, else none.

    Raises SettingsError if it cannot be shown.
    """
    named = share_setting(settings)
    image = named_image(named, index)
    if image:
        if image.format == "SVG":
            problem = Problem.at(f"{named.code}/svg", named.place, file=named.written, name=named.setting)
            raise SettingsError(problem)
        rights = rights_of(image, None, default_rights(settings, settings.languages[0], index.address))
        cards, card_files = social_cards(image, index.files[image.path], "", index.address, rights)
        return cards[0], card_files[:1]
    image = named_image(logo_setting(settings), index)
    if image is None:
        return None, ()
    if image.format != "SVG":
        # A logo is not cropped.
        card, card_file = whole_card(image, index.files[image.path], "", index.address, NO_RIGHTS)
        return card, (card_file,)
    # Most networks do not show drawings, but some do.
    path = _plain(image, index).files[0].path
    return card_of(path, "image/svg+xml", Size(image.width, image.height), "", index.address), ()


def _plain(image: Image, index: Index) -> ResponsiveImage:
    """A picture without words and rights of its own, in all its sizes."""
    return responsive_image(image, index.files[image.path], "", index.address)
