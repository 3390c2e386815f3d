"""What must be known of a newsroom before it can be laid out, and whether it can be used."""

from __future__ import annotations

import re
from typing import Literal, cast
from urllib.parse import urlsplit

from msgspec import Struct, structs

from pressgen.content import dates, settings_file
from pressgen.errors import Problem, SettingsError
from pressgen.scaffold.wording import one_line, quoted
from pressgen.site.i18n import unspoken

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
        raise SettingsError(_refused("The name of the newsroom is empty.", "Write it as readers are to see it."))
    _tried(f"title: {quoted(name)}", "url: https://x.example/")
    return name


def url(given: str) -> str:
    """The public address with its last slash, also of a bare host name; raises SettingsError if it is none."""
    address = given.strip()
    if _BARE_HOST.match(address):
        address = f"https://{address}"
    try:
        _tried("title: T", f"url: {quoted(address)}")
    except SettingsError:
        hint = "Write the whole address: https://news.example.org/."
        raise SettingsError(_refused(f"“{address[:80]}” is not an http or https address.", hint)) from None
    return address if address.endswith("/") else f"{address}/"


def languages(given: str) -> tuple[str, ...]:
    """The languages of a text with commas, in their usual spelling; raises SettingsError for one that is not known."""
    tags = [tag for tag in re.split(r"[\s,;]+", given) if tag]
    if not tags:
        raise SettingsError(_refused("No language is named.", "Write tags with commas between: en, ru, uz."))
    listed = ", ".join(map(quoted, tags))
    found = _tried("title: T", "url: https://x.example/", f"languages: [{listed}]")
    unknown = [problem for problem in unspoken(found) if problem.severity == "error"]
    if unknown:
        raise SettingsError(*(structs.replace(problem, code="scaffold-answer", file="") for problem in unknown))
    return found


def timezone(given: str) -> str:
    """The name of a time zone; raises SettingsError for any other."""
    name = given.strip()
    try:
        dates.zone(name)
    except dates.DateError as error:
        raise SettingsError(_refused(error.message, error.hint)) from None
    return name


def host_of(address: str) -> Host:
    """The code host that serves an address, by its name."""
    name = urlsplit(address).hostname or ""
    places = {".github.io": "github", ".gitlab.io": "gitlab"}
    return cast(Host, next((host for ending, host in places.items() if name.endswith(ending)), "none"))


def _tried(*lines: str) -> tuple[str, ...]:
    """The languages of settings with these lines; raises SettingsError with what the settings' own reader says."""
    try:
        return settings_file.read("\n".join(lines).encode("utf-8", "replace")).languages
    except SettingsError as error:
        told = (_refused(problem.message, problem.hint) for problem in error.problems)
        raise SettingsError(*told) from None


def _refused(message: str, hint: str) -> Problem:
    return Problem(code="scaffold-answer", message=message, hint=hint)
