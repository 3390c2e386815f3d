"""Addresses and file names in front matter: slug, permalink, old addresses, template."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import unquote

from pressgen.content.frontmatter.groups import is_link
from pressgen.content.frontmatter.values import Context
from pressgen.content.frontmatter.withholding import is_no
from pressgen.content.yaml.loader import Node
from pressgen.errors import Phrase, shorten

Address = tuple[Literal["slug", "permalink"], str]

_UNSAFE = frozenset('\\?#%:*"<>|')
_UNSAFE_CATEGORIES = frozenset(("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
_JOINERS = "\u200c\u200d"
_FOREIGN_CODE = re.compile(r"\{|/:|^:")
# Jekyll's names for patterns of addresses, which are no address of one page.
_JEKYLL_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none", "false", "true"))
_MAX_HINT = 300
_EXAMPLE = "/2025/01/plan/"
_FULL_URL = re.compile(r"https?://(?P<host>[^/?#]+)(?P<path>[^?#]*)$", re.IGNORECASE)
_BARE_TEMPLATE = re.compile("[A-Za-z0-9_][A-Za-z0-9_-]*")
_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


def address(name: str, value: str, node: Node, context: Context) -> Address | None:
    """A slug or, if the value has a slash, a permalink, under either of the two keys.

    A mistake with one obvious correction is corrected, with a warning; any other is an error.
    """
    value = _within_site(unicodedata.normalize("NFC", value), context.site)
    if _FOREIGN_CODE.search(value) or (name != "slug" and value.casefold() in _JEKYLL_STYLES):
        # `permalink: false` tells a generator to publish nothing.
        key = "address-invalid/withheld" if value.casefold() == "false" else "address-invalid/code"
        context.report(key, node, name=name, value=shorten(value))
        return None
    if "/" not in value:
        return _slug(name, value, node, context)
    fault = _path_fault(value)
    if not fault:
        return "permalink", value
    repaired = _repair(value)
    if _is_ambiguous(value) or not repaired:
        path = repaired or _EXAMPLE
        context.report("address-invalid", node, name=name, value=shorten(value), fault=fault, path=path)
        return None
    context.report("address-invalid/repaired", node, name=name, value=shorten(value), fault=fault, path=repaired)
    return "permalink", repaired


def old_address(value: str, node: Node, context: Context) -> str | None:
    """An old address of the page, percent-decoded once; None, with a warning, if it cannot be one."""
    value = _below_base(_within_site(value, context.site), context.site)
    decoded = unicodedata.normalize("NFC", unquote(value, errors="strict") if _is_utf8(value) else value)
    hides_slash = decoded.count("/") != value.count("/")
    fault = Phrase("address-hidden") if hides_slash else _path_fault(decoded)
    if not fault:
        return decoded
    repaired = re.sub("/{2,}", "/", f"/{decoded}")
    if hides_slash or _is_ambiguous(decoded) or _path_fault(repaired):
        context.report("alias-invalid", node, value=shorten(value), fault=fault, path=_repair(value) or _EXAMPLE)
        return None
    context.report("alias-invalid/repaired", node, value=shorten(value), fault=fault, path=repaired)
    return repaired


def canonical(name: str, value: str, node: Node, context: Context) -> str | None:
    """The full URL of a page, or a path on this site; None, with a warning, for anything else."""
    # A plain no means that the page has no other address.
    if is_no(value):
        return None
    path = _within_site(value, context.site)
    url = _FULL_URL.match(path)
    if is_link(f"https://{url['host']}") if url else not _path_fault(path):
        return path
    context.report("canonical-invalid", node, name=name, value=shorten(value))
    return None


def template(name: str, value: str, node: Node, context: Context) -> str | None:
    """The name of a template file, without folders; `.html` is added to a name without an ending."""
    if _TEMPLATE.fullmatch(value):
        return value
    is_bare = _BARE_TEMPLATE.fullmatch(value) is not None
    key = "template-invalid/repaired" if is_bare else "template-invalid"
    context.report(key, node, name=name, value=shorten(value))
    return f"{value}.html" if is_bare else None


def _slug(name: str, value: str, node: Node, context: Context) -> Address | None:
    unsafe_character = next(filter(_is_unsafe, value), "")
    if not unsafe_character and not value.startswith("."):
        return "slug", value
    fault = (
        Phrase.of("slug-character", character=_character_name(unsafe_character))
        if unsafe_character
        else Phrase("slug-dot")
    )
    repaired = _hyphenate(_decoded(value))
    key = "slug-invalid/repaired" if repaired else "slug-invalid"
    context.report(key, node, name=name, value=shorten(value), fault=fault, slug=repaired)
    return ("slug", repaired) if repaired else None


def _within_site(value: str, site: str) -> str:
    """The path of a full URL of this site; any other value unchanged."""
    url, home = _FULL_URL.match(value), _FULL_URL.match(site)
    if not url or not home or _host(url) != _host(home):
        return value
    base, path = home["path"].rstrip("/"), url["path"] or "/"
    return path.removeprefix(base) if path.startswith(f"{base}/") else value


def _host(url: re.Match[str]) -> str:
    """The host of an address, without the `www.` with which many sites can be reached too."""
    return url["host"].casefold().removeprefix("www.")


def _below_base(path: str, site: str) -> str:
    """A path without the base path of the site."""
    # Addresses are copied from a browser, which shows them with the base path.
    home = _FULL_URL.match(site)
    base = home["path"].rstrip("/") if home else ""
    return path.removeprefix(base) if base and path.startswith(f"{base}/") else path


def _is_ambiguous(path: str) -> bool:
    """Whether only the author knows the address: it is on another site, has `..`, a query or a fragment."""
    decoded = _decoded(path).replace("\\", "/")
    segments = decoded.split("/")
    return "://" in path or path.startswith("//") or bool({".", ".."} & {*segments}) or "?" in path or "#" in path


def _decoded(path: str) -> str:
    """A path, percent-decoded if that is UTF-8 and hides no slash."""
    decoded = unicodedata.normalize("NFC", unquote(path)) if _is_utf8(path) else path
    return decoded if decoded.count("/") == path.count("/") else path


def _path_fault(path: str) -> Phrase | None:
    """The reason why a path within the site cannot be used; None if it can."""
    if "://" in path or path.startswith("//"):
        return Phrase("address-elsewhere")
    if not path.startswith("/"):
        return Phrase("address-rootless")
    unsafe_character = next(filter(_is_unsafe, path), "")
    if unsafe_character:
        return Phrase.of("address-character", character=_character_name(unsafe_character))
    segments = path[1:].split("/")
    if "" in segments[:-1]:
        return Phrase("address-slashes")
    return Phrase("address-dot") if any(segment.endswith(".") for segment in segments) else None


def _repair(value: str) -> str:
    """The usable path that is closest to an unusable one; "" if there is none."""
    path = re.sub(r"^[a-z]+://[^/]*|^//[^/]*|[?#].*", "", value.strip(), flags=re.IGNORECASE).replace("\\", "/")
    segments = [_hyphenate(segment) if _is_faulty(segment) else segment for segment in _decoded(path).split("/")]
    slash = "/" if path.endswith("/") else ""
    repaired = "/" + "/".join(filter(None, segments)) + slash
    return "" if repaired in {"/", "//"} or len(repaired) > _MAX_HINT else repaired


def _is_faulty(segment: str) -> bool:
    return any(map(_is_unsafe, segment)) or segment.endswith(".")


def _hyphenate(text: str) -> str:
    text_with_hyphens = "".join("-" if _is_unsafe(character) else character for character in text)
    return re.sub("-{2,}", "-", text_with_hyphens).strip("-.")


def _is_unsafe(character: str) -> bool:
    if character.isascii():
        return character in _UNSAFE or character <= " " or character == "\x7f"
    category = unicodedata.category(character)
    # Persian and Indian languages need joiners to spell words; other format characters are invisible for nothing.
    return category in _UNSAFE_CATEGORIES or (category == "Cf" and character not in _JOINERS)


def _is_utf8(value: str) -> bool:
    try:
        unquote(value, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _character_name(character: str) -> str | Phrase:
    if character.isspace():
        return Phrase("space")
    return character if character.isprintable() else f"U+{ord(character):04X}"
