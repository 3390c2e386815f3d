"""The banners in the settings: when each is shown, and mistakes in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from pressgen.content import dates
from pressgen.content.settings.places import place
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
    end = dates.end_of(dates.parse(banner.until, zone), zone) if banner.until.strip() else None
    return BannerSpan(banner, start, end, number)


def banner_problems(settings: Settings) -> Iterator[Problem]:
    """The problems of banners."""
    for number, banner in enumerate(banners_of(settings)):
        yield from _problems(banner, number, dates.zone(settings.timezone))


def _problems(banner: BannerSetting, number: int, zone: ZoneInfo) -> Iterator[Problem]:
    texts = banner.text.values() if isinstance(banner.text, dict) else [banner.text]
    if not any(text.strip() for text in texts):
        yield Problem.at("settings-banner/text", place("banner", number, "text"))
    is_read = True
    for name, text in (("from", banner.start), ("until", banner.until)):
        try:
            dates.parse(text or "2000-01-01", zone)
        except dates.DateError as error:
            case = "days-of-key" if error.case == "days" else error.case
            yield Problem.at(f"date-invalid/{case}", place("banner", number, name), name=name, **error.values)
            is_read = False
    if is_read:
        span = _span(banner, zone, number)
        if span.start and span.end and span.end <= span.start:
            yield Problem.at(
                "settings-banner", place("banner", number, "until"), start=banner.start, until=banner.until
            )
