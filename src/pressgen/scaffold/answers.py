"""What must be known of a newsroom before it can be laid out, and whether it can be used."""

from __future__ import annotations

import re
from typing import Literal, cast
from urllib.parse import urlsplit

from msgspec import Struct

from pressgen.content import dates, settings_file
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.wording import one_line, quoted
from pressgen.settings import Settings
from pressgen.site.i18n import language_problems

Host = Literal["github", "gitlab", "none"]
_BARE_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\.?(?::\d+)?(?:/|$)")
"""`news.example.org`, also with a port and a path."""


class Answers(Struct, frozen=True, kw_only=True):
    """Name, address, languages (the first is the default), time zone, and where the site is to be built."""

    title: str
    url: str
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    host: Host = "none"


def title(given: str) -> str:
    """The name of the newsroom on one line; raises SettingsError if there is none."""
    name = one_line(given)
    if not name:
        raise SettingsError(Problem.at("scaffold-answer/title"))
    try:
        _read(f"title: {quoted(name)}", "url: https://x.example/")
    except SettingsError:
        raise SettingsError(Problem.at("scaffold-answer/character")) from None
    return name


def url(given: str) -> str:
    """The public address with its last slash, also of a bare host name; raises SettingsError if it is none."""
    address = given.strip()
    if _BARE_HOST.match(address):
        address = f"https://{address}"
    try:
        _read("title: T", f"url: {quoted(address)}")
    except SettingsError:
        raise SettingsError(Problem.at("scaffold-answer/url", value=address[:80])) from None
    return address if address.endswith("/") else f"{address}/"


def languages(given: str) -> tuple[str, ...]:
    """The languages of a text with commas, in their usual spelling; raises SettingsError for one that is not known."""
    tags = [tag for tag in re.split(r"[\s,;]+", given) if tag]
    if not tags:
        raise SettingsError(Problem.at("scaffold-answer/languages"))
    listed = ", ".join(map(quoted, tags))
    try:
        found = _read("title: T", "url: https://x.example/", f"languages: [{listed}]").languages
        unknown = [problem for problem in language_problems(found) if problem.severity == "error"]
        if unknown:
            raise SettingsError(*unknown)
    except SettingsError as error:
        keys = [each.key.replace("settings-languages", "scaffold-answer") for each in error.problems]
        answers = (Problem.at(key, **each.values) for key, each in zip(keys, error.problems, strict=True))
        raise SettingsError(*answers) from None
    return found


def timezone(given: str) -> str:
    """The name of a time zone; raises SettingsError for any other."""
    name = given.strip()
    try:
        dates.zone(name)
    except ValueError:
        near = dates.near_zone(name)
        raise SettingsError(Problem.at("scaffold-answer/timezone", zone=name[:60], near=near)) from None
    return name


def host_of(address: str) -> Host:
    """The code host that serves an address, by its name."""
    name = urlsplit(address).hostname or ""
    places = {".github.io": "github", ".gitlab.io": "gitlab"}
    return cast(Host, next((host for ending, host in places.items() if name.endswith(ending)), "none"))


def _read(*lines: str) -> Settings:
    """Settings with these lines; raises SettingsError."""
    return settings_file.read("\n".join(lines).encode("utf-8", "replace"))
