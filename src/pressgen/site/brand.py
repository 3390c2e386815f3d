"""The theme in the settings → icons and fonts as pages load them, and their files."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from pressgen.brand.characters import characters_for
from pressgen.brand.fonts import FontFile, css_name, font_names, is_file, style_of, weight_of
from pressgen.brand.palette import light_palette
from pressgen.content.font_subset import subset_version
from pressgen.content.settings.places import place
from pressgen.errors import Problem, SettingsError
from pressgen.model import Brand, Copied, Derived, Face, Family, Icon, Image, digest_of
from pressgen.model.picture_sizes import APP_ICONS, BROWSER_ICON, TOUCH_ICON, icon
from pressgen.settings import Settings, Theme
from pressgen.site.i18n import script
from pressgen.site.images import copy_path, icon_file
from pressgen.site.index import Index
from pressgen.site.setting_pictures import find_in_site, logo_setting, named_image, theme_picture
from pressgen.site.urls import Address

MAX_RATIO = 1.5
"""The longer side of a logo, compared with the shorter one, up to which it can be read as a small icon."""
FAMILIES = {"font": "Newsroom", "font_headings": "Headings"}
"""The names of the families of the site's own font files, by setting."""
Files = tuple[Copied | Derived, ...]


def font_files(settings: Settings, files: Mapping[str, str]) -> frozenset[str]:
    """The font files that the theme names; raises SettingsError if one is missing."""
    theme = settings.theme
    fonts = [("font", name) for name in font_names(theme.font)]
    fonts += [("font_headings", name) for name in font_names(theme.font_headings)]
    return frozenset(_find_font(setting, name, files) for setting, name in fonts if is_file(name))


def build_brand(settings: Settings, index: Index, fonts: Mapping[str, FontFile | None]) -> tuple[Brand, Files]:
    """The brand and its files, empty without a theme; raises SettingsError if a picture or font cannot be used."""
    theme = settings.theme
    if theme == Theme():
        return Brand(), ()
    favicon = named_image(theme_picture("favicon", settings), index)
    logo = named_image(logo_setting(settings), index)
    if favicon is None and logo and max(logo.width, logo.height) <= MAX_RATIO * min(logo.width, logo.height):
        favicon = logo
    brand, icon_files = _icons(favicon, index.files[favicon.path], theme, index.address) if favicon else (Brand(), ())
    characters = _characters(settings) if fonts else ""
    text, text_files = _family("font", theme.font, index, fonts, characters)
    headings, heading_files = _family("font_headings", theme.font_headings, index, fonts, characters)
    brand = structs.replace(brand, text=text, headings=headings)
    return brand, (*icon_files, *text_files, *heading_files)


def _characters(settings: Settings) -> str:
    """The characters that fonts are published with; empty for all."""
    if not settings.theme.font_subset:
        return ""
    if not subset_version():
        raise SettingsError(Problem.at("settings-font-subset", place("theme", "font_subset")))
    return characters_for(map(script, settings.languages))


def _icons(image: Image, name: str, theme: Theme, address: Address) -> tuple[Brand, Files]:
    """The icons that can be made from a picture; a drawing is used as it is."""
    if image.format == "SVG":
        path = copy_path(image.path, image.digest, "svg")
        drawing = Icon(href=address.href(path), type="image/svg+xml", sizes="any")
        return Brand(icon=drawing.href, icons=(drawing,)), (Copied(path=path, source=name),)
    # Systems show the icons of apps and home screens without transparency, and round their corners.
    paper = light_palette(theme).paper
    browser, touch = icon_file(image, name, icon(BROWSER_ICON)), icon_file(image, name, icon(TOUCH_ICON, paper))
    apps = {side: icon_file(image, name, icon(side, paper)) for side in APP_ICONS}
    icons = tuple(
        Icon(href=address.href(file.path), type="image/png", sizes=f"{side}x{side}") for side, file in apps.items()
    )
    brand = Brand(icon=address.href(browser.path), touch_icon=address.href(touch.path), icons=icons)
    return brand, (browser, touch, *apps.values())


def _family(
    setting: str, written: str | tuple[str, ...], index: Index, fonts: Mapping[str, FontFile | None], characters: str
) -> tuple[Family | None, Files]:
    """The font that a setting names, if any; its files are one family, tried where the first of them is named."""
    names: list[str] = []
    faces: list[Face] = []
    copies: list[Copied] = []
    for name in font_names(written):
        if not is_file(name):
            names.append(css_name(name))
            continue
        path = _find_font(setting, name, index.files)
        font = fonts[path]
        if font is None:
            raise SettingsError(Problem.at("settings-font/format", place("theme", setting), name=setting, font=name))
        digest = font.digest
        if characters:
            # Hosts let browsers keep a file for good, so other bytes need another name.
            digest = digest_of(f"{digest} {characters} {subset_version()}".encode())[:16]
        output = copy_path(path, digest, "woff2")
        copies.append(Copied(path=output, source=index.files[path], characters=characters))
        names += [] if faces else [css_name(FAMILIES[setting])]
        faces.append(
            Face(href=index.address.href(output), weight=weight_of(path, font.is_variable), style=style_of(path))
        )
    own_name = css_name(FAMILIES[setting]) if faces else ""
    return (Family(names=tuple(names), own_name=own_name, faces=tuple(faces)) if names else None), tuple(copies)


def _find_font(setting: str, name: str, files: Mapping[str, str]) -> str:
    path = find_in_site(name, files)
    if not path:
        raise SettingsError(Problem.at("settings-font", place("theme", setting), name=setting, font=name))
    return path
