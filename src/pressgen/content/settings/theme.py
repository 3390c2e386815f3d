"""The mistakes in the colours, fonts and pictures of a theme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.brand.colour import COLOUR_NAMES, parse
from pressgen.brand.fonts import font_names, is_family, is_file
from pressgen.brand.palette import COLOURS, unreadable_colours
from pressgen.content.frontmatter.keys import near_name
from pressgen.content.settings.places import place
from pressgen.content.yaml import loader
from pressgen.errors import Problem
from pressgen.letters import reveal, source_lines
from pressgen.settings import Settings

_COMMENT = re.compile(r"[\w\"']\s*:\s*(#\w+)")


def theme_problems(settings: Settings, tree: loader.Mapping, text: str) -> Iterator[Problem]:
    """The problems of the theme in settings that were read from this text; pictures are looked for later."""
    values = next((value for key, value in tree.entries if key.text == "theme"), None)
    faults = tuple(_invalid_colours(settings, values, text)) if isinstance(values, loader.Mapping) else ()
    yield from faults or _unreadable_colours(settings)
    for name in ("font", "font_headings"):
        for font in font_names(getattr(settings.theme, name)):
            if not is_file(font) and not is_family(font):
                yield Problem.at("settings-font/name", place("theme", name), name=name, font=reveal(font[:80]))
    pairs = (
        ("share_image", "share_image", settings.share_image, settings.theme.share_image),
        ("publisher.logo", "logo", settings.publisher.logo, settings.theme.logo),
    )
    for older, name, file, theme_file in pairs:
        if file and theme_file and file.removeprefix("/") != theme_file.removeprefix("/"):
            yield Problem.at("settings-twice", place("theme", name), older=older, name=name)


def _invalid_colours(settings: Settings, values: loader.Mapping, text: str) -> Iterator[Problem]:
    lines = source_lines(text)
    for key, value in values.entries:
        name = key.text
        if name not in COLOURS:
            continue
        # To YAML, a colour without quotation marks is a comment.
        match = _COMMENT.search(lines[key.line - 1], key.column - 1) if not loader.plain(value) else None
        written: str = getattr(settings.theme, name)
        try:
            parse(written or "black")
        except ValueError:
            near = near_name(written.strip().lower(), COLOUR_NAMES)
            written = reveal(written[:40])
            yield Problem.at("settings-colour", place("theme", name), name=name, colour=written, near=near)
        if match:
            yield Problem.at("settings-colour/comment", place("theme", name), name=name, colour=match[1])


def _unreadable_colours(settings: Settings) -> Iterator[Problem]:
    for fault in unreadable_colours(settings.theme):
        case = "settings-contrast" if fault.name == "ink" else f"settings-contrast/{fault.name}"
        # Rounded down, so that a contrast that is too low never looks like one that is enough.
        ratio = f"{int(fault.ratio * 10) / 10:.1f}"
        values = {"colour": fault.colour, "ground": fault.ground, "offer": fault.offer}
        yield Problem.at(case, place("theme", fault.name), ratio=ratio, required=f"{fault.required:g}", **values)
