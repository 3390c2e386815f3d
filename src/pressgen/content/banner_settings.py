"""The banners in the settings: when each is shown, and mistakes in them with their lines in pressgen.yml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.content import dates, yaml_tree
from pressgen.content.setting_places import FILE
from pressgen.errors import Problem
from pressgen.settings import BannerSetting, Settings


class BannerSpan(Struct, frozen=True):
    """A banner, and the instants from which it is shown and is not shown any more; None where there is no such.

    `number` counts the banners of the settings from 0.
    """

    banner: BannerSetting
    start: datetime | None
    end: datetime | None
    number: int

    def is_shown(self, instant: datetime) -> bool:
        """Whether readers see the banner at an instant."""
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


def banners_of(settings: Settings) -> tuple[BannerSetting, ...]:
    """The banners, of which the settings may have one or a list."""
    return (settings.banner,) if isinstance(settings.banner, BannerSetting) else settings.banner


def banner_spans(settings: Settings) -> tuple[BannerSpan, ...]:
    """The banners with their times; raises DateError for settings with problems."""
    banners = banners_of(settings)
    zone = dates.zone(settings.timezone) if banners else None
    return tuple(_span(banner, zone, number) for number, banner in enumerate(banners) if zone)


def _span(banner: BannerSetting, zone: ZoneInfo, number: int) -> BannerSpan:
    start = dates.parse(banner.start, zone).at if banner.start.strip() else None
    return BannerSpan(banner, start, _end(banner.until, zone) if banner.until.strip() else None, number)


def _end(text: str, zone: ZoneInfo) -> datetime:
    """The instant at which a banner goes; of a day, its end, since people read “until Friday” so."""
    moment = dates.parse(text, zone)
    return dates.end_of_day(moment.at, zone) if moment.day else moment.at


def banner_problems(settings: Settings, tree: yaml_tree.Mapping) -> Iterator[Problem]:
    """The problems of banners in settings that were read from this tree."""
    node = next((value for key, value in tree.entries if key.text == "banner"), None)
    nodes = node.items if isinstance(node, yaml_tree.Sequence) else (node,)
    for banner, entry in zip(banners_of(settings), nodes, strict=False):
        if isinstance(entry, yaml_tree.Mapping):
            lines = {key.text: key.line for key, _ in entry.entries}
            yield from _problems(banner, lines, dates.zone(settings.timezone))


def _problems(banner: BannerSetting, lines: dict[str, int], zone: ZoneInfo) -> Iterator[Problem]:
    texts = banner.text.values() if isinstance(banner.text, dict) else [banner.text]
    if not any(text.strip() for text in texts):
        yield Problem.at("settings-banner/text", FILE, lines["text"])
    is_read = True
    for name, text in (("from", banner.start), ("until", banner.until)):
        try:
            dates.parse(text or "2000-01-01", zone)
        except dates.DateError as error:
            case = "days-of-key" if error.case == "days" else error.case
            yield Problem.at(f"date-invalid/{case}", FILE, lines[name], name=name, **error.values)
            is_read = False
    if is_read:
        span = _span(banner, zone, 0)
        if span.start and span.end and span.end <= span.start:
            yield Problem.at("settings-banner", FILE, lines["until"], start=banner.start, until=banner.until)
