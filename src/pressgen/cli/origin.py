"""Where this pressgen was installed from, as pip can install it on another computer."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import msgspec
from msgspec import Struct

from pressgen.version import __version__

_OF_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/](.+)")


class Commit(Struct, frozen=True):
    """`vcs_info` of PEP 610."""

    vcs: str
    commit_id: str


class Origin(Struct, frozen=True):
    """`direct_url.json` of PEP 610; a package from an index has none."""

    url: str
    vcs_info: Commit | None = None


def requirement() -> str:
    """A line for requirements.txt: the commit or the address that was installed, else the version; never a path."""
    try:
        recorded = distribution("pressgen").read_text("direct_url.json")
        origin = msgspec.json.decode(recorded, type=Origin) if recorded else None
    except (PackageNotFoundError, msgspec.MsgspecError):
        origin = None
    return requirement_of(origin)


def requirement_of(origin: Origin | None) -> str:
    """The line for what pip has recorded."""
    scheme = urlsplit(origin.url).scheme if origin else ""
    if origin and scheme == "file":
        folder = Path(url2pathname(urlsplit(origin.url).path))
        commit = origin.vcs_info.commit_id if origin.vcs_info else _git(folder, "rev-parse", "HEAD")
        address = _git(folder, "remote", "get-url", "origin")
        of_ssh = _OF_SSH.fullmatch(address)
        address = f"https://{of_ssh[1]}/{of_ssh[2]}" if of_ssh else address
        if commit and urlsplit(address).scheme == "https":
            return _pinned("git", address, commit)
    elif origin and origin.vcs_info:
        return _pinned(origin.vcs_info.vcs, origin.url, origin.vcs_info.commit_id)
    elif origin and scheme == "https":
        return f"pressgen @ {_public(origin.url)}"
    return f"pressgen=={__version__}"


def _pinned(vcs: str, address: str, commit: str) -> str:
    return f"pressgen @ {vcs}+{_public(address)}@{commit}"


def _public(address: str) -> str:
    """An address without the name and the password that its owner may have written into it."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts.scheme == "https" else address


def _git(folder: Path, *words: str) -> str:
    """What git says of a checkout; nothing where there is none. A folder above that is one does not count."""
    program = shutil.which("git")
    if program is None or not (folder / ".git").exists():
        return ""
    done = subprocess.run([program, "-C", folder, *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
