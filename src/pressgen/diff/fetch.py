"""The manifest of a published site, read from its address."""

from __future__ import annotations

import re
import urllib.request
import zlib
from base64 import b64encode
from contextlib import suppress
from urllib.parse import SplitResult, unquote, urlsplit

from pressgen.errors import Problem, SettingsError, shorten
from pressgen.publish.manifest import FORMAT, MANIFEST, Manifest, decode_manifest
from pressgen.site.urls import uri
from pressgen.version import __version__
from pressgen.web import ForbiddenAddressError, WebError, check_public, read

TIMEOUT = 20.0
"""Seconds for which a host may be silent."""
MAX_SECONDS = 120.0
"""Seconds that the whole answer may take."""
MAX_BYTES = 64 * 2**20
"""Size of a manifest that is read; that of a hundred thousand files has 10 MB."""
GZIP = b"\x1f\x8b"
_USER = re.compile("//[^/?#]*@")
_AGENT = f"pressgen/{__version__} (diff)"


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to web addresses, but not into a private network that the user did not name."""

    max_redirections = 5

    def redirect_request(self, *args: object) -> urllib.request.Request | None:
        """The request that follows a redirect; raises if that is refused."""
        first, target = args[0], urlsplit(str(args[-1]))
        is_same_host = isinstance(first, urllib.request.Request) and urlsplit(first.full_url).netloc == target.netloc
        # Else somebody's web server could make this computer send requests behind its firewall.
        if not is_same_host or not is_address(target.geturl()):
            try:
                check_public(target.geturl())
            except OSError as error:  # also of a host that is not found
                raise ForbiddenAddressError("redirect") from error
        return super().redirect_request(*args)  # type: ignore[arg-type]


def is_address(text: str) -> bool:
    """Whether a text is meant as a web address."""
    return text.lower().startswith(("http://", "https://"))


def fetch_manifest(address: str) -> tuple[Manifest, bytes]:
    """The manifest at a web address, or of the site at that address, and its bytes.

    Raises SettingsError where none can be read.
    """
    name = without_password(address)
    try:
        url = urlsplit(address)
    except ValueError as error:
        raise _unreadable("silent", name, reason=str(error)) from error
    path = url.path if url.path.endswith(".json") else f"{url.path.rstrip('/')}/{MANIFEST}"
    data = _read(url._replace(path=path), name)
    manifest = decode_manifest(data)
    if manifest is None:
        raise _unreadable("manifest", name)
    if manifest.pressgen > FORMAT:
        raise _unreadable("newer", name)
    return manifest, data


def without_password(address: str) -> str:
    """An address for a message, without user name and password."""
    return shorten(_USER.sub("//", address, count=1), 200)


def _request(url: SplitResult) -> urllib.request.Request:
    host = url.netloc.rpartition("@")[2]
    # An address may be written in any letters, as the address bar of a browser shows it.
    address = uri(url._replace(netloc=host).geturl())
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept": "application/json"})
    if url.username is not None:
        user = f"{unquote(url.username)}:{unquote(url.password or '')}"
        # Not for the host to which a redirect leads.
        request.add_unredirected_header("Authorization", f"Basic {b64encode(user.encode()).decode()}")
    return request


def _read(url: SplitResult, name: str) -> bytes:
    opener = urllib.request.build_opener(_Redirects)
    try:
        content = _unpacked(read(lambda: opener.open(_request(url), timeout=TIMEOUT), MAX_BYTES, MAX_SECONDS).data)
    except WebError as error:
        case = "redirect" if error.case == "private" else error.case
        raise _unreadable(case, name, **error.values) from error
    if len(content) > MAX_BYTES:
        raise _unreadable("size", name, most=MAX_BYTES // 2**20)
    return content


def _unpacked(data: bytes) -> bytes:
    """The data without gzip, of which some hosts send files although nobody asked for it; at most a little too much."""
    if not data.startswith(GZIP):
        return data
    # What is no gzip after all is no manifest either.
    with suppress(zlib.error):
        return zlib.decompressobj(31).decompress(data, MAX_BYTES + 1)
    return data


def _unreadable(case: str, address: str, **values: str | int) -> SettingsError:
    return SettingsError(Problem.at(f"against-unreadable/{case}", name=address, **values))
