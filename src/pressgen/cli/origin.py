"""The line of a requirements.txt that installs this pressgen on another computer."""

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

_SSH_ADDRESS = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/](.+)")


class Commit(Struct, frozen=True):
    """`vcs_info` of PEP 610."""

    vcs: str
    commit_id: str


class Origin(Struct, frozen=True):
    """`direct_url.json` of PEP 610; a package from an index has none."""

    url: str
    vcs_info: Commit | None = None


def requirement() -> str:
    """The line for requirements.txt: the commit or the address that is installed, else the version; never a path."""
    try:
        record = distribution("pressgen").read_text("direct_url.json")
        origin = msgspec.json.decode(record, type=Origin) if record else None
    except (PackageNotFoundError, msgspec.MsgspecError):
        origin = None
    return requirement_of(origin)


def requirement_of(origin: Origin | None) -> str:
    """The line for the origin that pip has recorded."""
    scheme = urlsplit(origin.url).scheme if origin else ""
    # Installed from a checkout: other computers do not have its folder, but they may reach its remote.
    if origin and scheme == "file":
        folder = Path(url2pathname(urlsplit(origin.url).path))
        commit = origin.vcs_info.commit_id if origin.vcs_info else _git(folder, "rev-parse", "HEAD")
        address = _git(folder, "remote", "get-url", "origin")
        ssh = _SSH_ADDRESS.fullmatch(address)
        address = f"https://{ssh[1]}/{ssh[2]}" if ssh else address
        if commit and urlsplit(address).scheme == "https":
            return _pin("git", address, commit)
    elif origin and origin.vcs_info:
        return _pin(origin.vcs_info.vcs, origin.url, origin.vcs_info.commit_id)
    elif origin and scheme == "https":
        return f"pressgen @ {_without_credentials(origin.url)}"
    return f"pressgen=={__version__}"


def _pin(vcs: str, address: str, commit: str) -> str:
    return f"pressgen @ {vcs}+{_without_credentials(address)}@{commit}"


def _without_credentials(address: str) -> str:
    """An address without user name and password, which must not get into a file that is published."""
    url = urlsplit(address)
    return url._replace(netloc=url.netloc.rpartition("@")[2]).geturl() if url.scheme == "https" else address


def _git(folder: Path, *args: str) -> str:
    """The output of a git command in a checkout; empty if the folder is none."""
    # A folder above it may be a checkout too, but of something else.
    program = shutil.which("git")
    if program is None or not (folder / ".git").exists():
        return ""
    result = subprocess.run([program, "-C", folder, *args], capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""
