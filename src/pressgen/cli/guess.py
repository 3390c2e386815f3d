"""Guess the language and the time zone of a new newsroom from the system of its user."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from pathlib import Path

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
# The names of scripts in locales, after the @, and their codes (ISO 15924).
SCRIPTS = {"cyrillic": "Cyrl", "latin": "Latn"}
ZONE_FILES = ("/etc/timezone", "/etc/localtime")


def language(environment: Mapping[str, str]) -> str:
    """The language of the system as a tag (`ru` of `ru_RU.UTF-8`, `uz-Cyrl` of `uz_UZ@cyrillic`); English for C."""
    name = next((environment[name] for name in LOCALES if environment.get(name)), "")
    if not name and sys.platform == "win32":
        # Windows has the English name of a language: Russian_Russia.
        name = locale.normalize((locale.getlocale()[0] or "").partition("_")[0])
    name, _, script = name.partition("@")
    primary = name.partition(".")[0].partition("_")[0].lower()
    if primary in ("", "c", "posix") or not primary.isalpha():
        return "en"
    return f"{primary}-{SCRIPTS[script.lower()]}" if script.lower() in SCRIPTS else primary


def timezone(environment: Mapping[str, str], files: tuple[str, ...] = ZONE_FILES) -> str:
    """The name of the time zone of the system (`Asia/Tashkent`); UTC if it cannot be found."""
    if zone := environment.get("TZ", "").lstrip(":"):
        return _zone_of_path(zone)
    for file in map(Path, files):
        # /etc/localtime is a link to the zone on most systems, and only the link has the name.
        if file.is_symlink():
            return _zone_of_path(os.path.realpath(file))
        try:
            return file.read_text(encoding="ascii").strip() or "UTC"
        except (OSError, UnicodeDecodeError):
            continue
    return _zone_of_windows()


def _zone_of_path(name: str) -> str:
    """`Asia/Tashkent` of `/usr/share/zoneinfo/Asia/Tashkent`."""
    return name.rpartition("zoneinfo/")[2].strip("/") or "UTC"


def _zone_of_windows() -> str:
    if sys.platform != "win32":
        return "UTC"
    import winreg

    from pressgen.site.i18n import zone_of_windows

    registry_path = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, registry_path) as key:
        return zone_of_windows(str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0]))
