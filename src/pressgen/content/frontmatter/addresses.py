"""Addresses and file names in front matter: slug, permalink, old addresses, template."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import unquote

from pressgen.content.frontmatter.values import Context, scalar, shown
from pressgen.content.frontmatter.withholding import is_no
from pressgen.content.yaml_tree import Node
from pressgen.errors import Phrase

Address = tuple[Literal["slug", "permalink"], str]

_UNSAFE = frozenset('\\?#%:*"<>|')
_UNSAFE_CATEGORIES = frozenset(("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
_JOINERS = "\u200c\u200d"
_FOREIGN_CODE = re.compile(r"\{|/:|^:")
_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none", "false", "true"))
_LONGEST_HINT = 300
_SAMPLE = "/2025/01/plan/"
_WHOLE = re.compile(r"https?://(?P<host>[^/?#]+)(?P<path>[^?#]*)$", re.IGNORECASE)
_BARE_TEMPLATE = re.compile("[A-Za-z0-9_][A-Za-z0-9_-]*")
_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


def address(name: str, node: Node, context: Context) -> Address | None:
    """A slug or, where the value has a slash, a permalink; whichever of the two keys it was given as.

    What has one meaning is read so, with a warning; what a person must choose is an error.
    """
    written = scalar(name, node, context)
    if written is None:
        return None
    written = _within_site(unicodedata.normalize("NFC", written), context.site)
    if _FOREIGN_CODE.search(written) or (name != "slug" and written.casefold() in _STYLES):
        # `permalink: false` tells a generator to publish nothing.
        key = "address-invalid/withheld" if written.casefold() == "false" else "address-invalid/code"
        context.tell(key, node, name=name, value=shown(written))
        return None
    if "/" not in written:
        return _slug(name, written, node, context)
    fault = _fault(written)
    if not fault:
        return "permalink", written
    repaired = _repaired(written)
    if _is_open(written) or not repaired:
        context.tell("address-invalid", node, name=name, value=shown(written), fault=fault, path=repaired or _SAMPLE)
        return None
    context.tell("address-invalid/repaired", node, name=name, value=shown(written), fault=fault, path=repaired)
    return "permalink", repaired


def old_address(name: str, node: Node, context: Context) -> str | None:
    """An address that once led here, its percent-encoding undone, once; None, with a warning, if it is none."""
    written = scalar(name, node, context)
    if written is None:
        return None
    written = _below_base(_within_site(written, context.site), context.site)
    decoded = unicodedata.normalize("NFC", unquote(written, errors="strict") if _is_utf8(written) else written)
    hidden = decoded.count("/") != written.count("/")
    fault = Phrase("address-hidden") if hidden else _fault(decoded)
    if not fault:
        return decoded
    rooted = re.sub("/{2,}", "/", f"/{decoded}")
    if hidden or _is_open(decoded) or _fault(rooted):
        context.tell("alias-invalid", node, value=shown(written), fault=fault, path=_repaired(written) or _SAMPLE)
        return None
    context.tell("alias-invalid/repaired", node, value=shown(written), fault=fault, path=rooted)
    return rooted


def canonical(name: str, node: Node, context: Context) -> str | None:
    """The whole address of a page, or a path on this site; None, with a warning, for anything else."""
    written = scalar(name, node, context)
    if written is None or is_no(written):
        return None
    path = _within_site(written, context.site)
    if _WHOLE.match(path) or not _fault(path):
        return path
    context.tell("canonical-invalid", node, name=name, value=shown(written))
    return None


def template(name: str, node: Node, context: Context) -> str | None:
    """The name of a template file, without folders; `.html` is added to a name without an ending."""
    written = scalar(name, node, context)
    if written is None or _TEMPLATE.fullmatch(written):
        return written
    is_bare = _BARE_TEMPLATE.fullmatch(written) is not None
    context.tell("template-invalid/repaired" if is_bare else "template-invalid", node, name=name, value=shown(written))
    return f"{written}.html" if is_bare else None


def _slug(name: str, written: str, node: Node, context: Context) -> Address | None:
    bad = next(filter(_is_unsafe, written), "")
    if not bad and not written.startswith("."):
        return "slug", written
    fault = Phrase.of("slug-character", character=_named(bad)) if bad else Phrase("slug-dot")
    safe = _safe(_decoded(written))
    key = "slug-invalid/repaired" if safe else "slug-invalid"
    context.tell(key, node, name=name, value=shown(written), fault=fault, slug=safe)
    return ("slug", safe) if safe else None


def _within_site(written: str, site: str) -> str:
    """The path within the site of a whole address on it; any other text as it is."""
    whole, home = _WHOLE.match(written), _WHOLE.match(site)
    if not whole or not home or whole["host"].casefold() != home["host"].casefold():
        return written
    base, path = home["path"].rstrip("/"), whole["path"] or "/"
    return path.removeprefix(base) if path.startswith(f"{base}/") else written


def _below_base(path: str, site: str) -> str:
    """A path without the base path of the site, with which browsers show it and with which it is copied."""
    home = _WHOLE.match(site)
    base = home["path"].rstrip("/") if home else ""
    return path.removeprefix(base) if base and path.startswith(f"{base}/") else path


def _is_open(path: str) -> bool:
    """Whether only its author can say what address is meant: it is elsewhere, upwards, or has a question."""
    decoded = _decoded(path).replace("\\", "/")
    parts = decoded.split("/")
    return "://" in path or path.startswith("//") or bool({".", ".."} & {*parts}) or "?" in path or "#" in path


def _decoded(path: str) -> str:
    """A path with its percent-encoding undone, if that is UTF-8 and hides no slash."""
    decoded = unicodedata.normalize("NFC", unquote(path)) if _is_utf8(path) else path
    return decoded if decoded.count("/") == path.count("/") else path


def _fault(path: str) -> Phrase | None:
    """What is wrong with a path within the site; None if nothing."""
    if "://" in path or path.startswith("//"):
        return Phrase("address-elsewhere")
    if not path.startswith("/"):
        return Phrase("address-rootless")
    bad = next(filter(_is_unsafe, path), "")
    if bad:
        return Phrase.of("address-character", character=_named(bad))
    segments = path[1:].split("/")
    if "" in segments[:-1]:
        return Phrase("address-slashes")
    return Phrase("address-dot") if any(segment.endswith(".") for segment in segments) else None


def _repaired(written: str) -> str:
    """The path within the site that an unusable one comes closest to, or an empty text."""
    path = re.sub(r"^[a-z]+://[^/]*|^//[^/]*|[?#].*", "", written.strip(), flags=re.IGNORECASE).replace("\\", "/")
    parts = [_safe(part) if _is_faulty(part) else part for part in _decoded(path).split("/")]
    slash = "/" if path.endswith("/") else ""
    repaired = "/" + "/".join(filter(None, parts)) + slash
    return "" if repaired in {"/", "//"} or len(repaired) > _LONGEST_HINT else repaired


def _is_faulty(part: str) -> bool:
    return any(map(_is_unsafe, part)) or part.endswith(".")


def _safe(text: str) -> str:
    hyphened = "".join("-" if _is_unsafe(sign) else sign for sign in text)
    return re.sub("-{2,}", "-", hyphened).strip("-.")


def _is_unsafe(sign: str) -> bool:
    if sign.isascii():
        return sign in _UNSAFE or sign <= " " or sign == "\x7f"
    category = unicodedata.category(sign)
    return category in _UNSAFE_CATEGORIES or (category == "Cf" and sign not in _JOINERS)


def _is_utf8(written: str) -> bool:
    try:
        unquote(written, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _named(sign: str) -> str | Phrase:
    if sign.isspace():
        return Phrase("space")
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
