"""The answers that `pressgen init` needs for a new newsroom, each checked by the rule of its setting."""

from __future__ import annotations

import re
from typing import Literal, cast
from urllib.parse import urlsplit

from msgspec import Struct

from pressgen.content import dates
from pressgen.content.settings import settings_file
from pressgen.content.yaml.nodes import yaml_string
from pressgen.errors import Problem, SettingsError
from pressgen.settings import Settings
from pressgen.site.i18n import language_problems

Host = Literal["github", "gitlab", "none"]
_BARE_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\.?(?::\d+)?(?:/|$)")
"""`news.example.org`, also with a port and a path."""


class Answers(Struct, frozen=True, kw_only=True):
    """Name, address, languages (the first is the default), time zone, and the code host that builds the site."""

    title: str
    url: str
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    host: Host = "none"


def title(answer: str) -> str:
    """The name of the newsroom on one line; raises SettingsError if there is none."""
    name = " ".join(answer.split())
    if not name:
        raise SettingsError(Problem.at("scaffold-answer/title"))
    # Read back by the settings' own parser: what it refuses must not get into pressgen.yml.
    try:
        _read_settings(f"title: {yaml_string(name)}", "url: https://x.example/")
    except SettingsError:
        raise SettingsError(Problem.at("scaffold-answer/character")) from None
    return name


def url(answer: str) -> str:
    """The public address with https:// and a final slash; raises SettingsError if it is not an address."""
    address = answer.strip()
    if _BARE_HOST.match(address):
        address = f"https://{address}"
    try:
        _read_settings("title: T", f"url: {yaml_string(address)}")
    except SettingsError:
        raise SettingsError(Problem.at("scaffold-answer/url", value=address[:80])) from None
    return address if address.endswith("/") else f"{address}/"


def languages(answer: str) -> tuple[str, ...]:
    """The tags in a list with commas or spaces, in their usual spelling; raises SettingsError for an unknown one."""
    tags = [tag for tag in re.split(r"[\s,;]+", answer) if tag]
    if not tags:
        raise SettingsError(Problem.at("scaffold-answer/languages"))
    yaml_list = ", ".join(map(yaml_string, tags))
    try:
        normal_tags = _read_settings("title: T", "url: https://x.example/", f"languages: [{yaml_list}]").languages
        unknown = [problem for problem in language_problems(normal_tags) if problem.severity == "error"]
        if unknown:
            raise SettingsError(*unknown)
    except SettingsError as error:
        # The same sentences without a place: there is no pressgen.yml yet that could be corrected.
        keys = [problem.key.replace("settings-languages", "scaffold-answer") for problem in error.problems]
        problems = (Problem.at(key, **problem.values) for key, problem in zip(keys, error.problems, strict=True))
        raise SettingsError(*problems) from None
    return normal_tags


def timezone(answer: str) -> str:
    """The name of a time zone; raises SettingsError for any other."""
    name = answer.strip()
    try:
        dates.zone(name)
    except ValueError:
        suggestion = dates.near_zone(name)
        raise SettingsError(Problem.at("scaffold-answer/timezone", zone=name[:60], near=suggestion)) from None
    return name


def host_of(address: str) -> Host:
    """The code host whose pages have this address, by its domain; "none" for any other."""
    name = urlsplit(address).hostname or ""
    hosts = {".github.io": "github", ".gitlab.io": "gitlab"}
    return cast(Host, next((host for suffix, host in hosts.items() if name.endswith(suffix)), "none"))


def _read_settings(*lines: str) -> Settings:
    # Arguments that are not UTF-8 contain surrogates, which cannot be encoded.
    return settings_file.read("\n".join(lines).encode("utf-8", "replace"))
