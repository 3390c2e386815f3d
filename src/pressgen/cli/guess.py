"""What the system says of its user: the language and the time zone that a new newsroom probably has."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from pathlib import Path

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
SCRIPTS = {"cyrillic": "Cyrl", "latin": "Latn"}
"""How locales name a script after the @, and its code (ISO 15924)."""
ZONE_FILES = ("/etc/timezone", "/etc/localtime")


def language(environment: Mapping[str, str]) -> str:
    """The language of the system as a tag (`ru` of `ru_RU.UTF-8`, `uz-Cyrl` of `uz_UZ@cyrillic`); English for C."""
    name = next((environment[name] for name in LOCALES if environment.get(name)), "")
    if not name and sys.platform == "win32":
        # There it is the name of a language in English: Russian_Russia.
        name = locale.normalize((locale.getlocale()[0] or "").partition("_")[0])
    name, _, script = name.partition("@")
    primary = name.partition(".")[0].partition("_")[0].lower()
    if primary in ("", "c", "posix") or not primary.isalpha():
        return "en"
    return f"{primary}-{SCRIPTS[script.lower()]}" if script.lower() in SCRIPTS else primary


def timezone(environment: Mapping[str, str], files: tuple[str, ...] = ZONE_FILES) -> str:
    """The time zone of the system by its name (`Asia/Tashkent`); UTC where it cannot be found."""
    if given := environment.get("TZ", "").lstrip(":"):
        return _of_path(given)
    for file in map(Path, files):
        if file.is_symlink():
            return _of_path(os.path.realpath(file))
        try:
            return file.read_text(encoding="ascii").strip() or "UTC"
        except (OSError, UnicodeDecodeError):
            continue
    return _of_windows()


def _of_path(name: str) -> str:
    """`Asia/Tashkent` of `/usr/share/zoneinfo/Asia/Tashkent`."""
    return name.rpartition("zoneinfo/")[2].strip("/") or "UTC"


def _of_windows() -> str:
    if sys.platform != "win32":
        return "UTC"
    import winreg

    from pressgen.site.i18n import zone_of_windows

    place = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
        return zone_of_windows(str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0]))
