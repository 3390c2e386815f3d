"""Addresses and file names in front matter: slug, permalink, old addresses, template."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import unquote

from pressgen.content.frontmatter.values import Context, scalar, shown
from pressgen.content.frontmatter.withholding import is_no
from pressgen.content.yaml_tree import Node

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
        message = f"`{name}: {shown(written)}` is an instruction to another generator."
        hint = "Write the address itself, /2025/01/plan/, or leave the key out."
        # `permalink: false` tells a generator to publish nothing.
        is_withheld = written.casefold() == "false"
        context.tell("address-invalid", node, message, hint, "error" if is_withheld else "warning")
        return None
    if "/" not in written:
        return _slug(name, written, node, context)
    fault = _fault(written)
    if not fault:
        return "permalink", written
    repaired = _repaired(written)
    if _is_open(written) or not repaired:
        hint = f"Write the path within the site, such as {repaired or _SAMPLE}"
        context.tell("address-invalid", node, f"`{name}: {shown(written)}` {fault}.", hint)
        return None
    message = f"`{name}: {shown(written)}` {fault}. It is read as {repaired}"
    context.tell("address-invalid", node, message, f"Write `{name}: {repaired}`.", "warning")
    return "permalink", repaired


def old_address(name: str, node: Node, context: Context) -> str | None:
    """An address that once led here, its percent-encoding undone, once; None, with a warning, if it is none."""
    written = scalar(name, node, context)
    if written is None:
        return None
    written = _below_base(_within_site(written, context.site), context.site)
    decoded = unicodedata.normalize("NFC", unquote(written, errors="strict") if _is_utf8(written) else written)
    hidden = decoded.count("/") != written.count("/")
    fault = "hides a slash behind percent-encoding" if hidden else _fault(decoded)
    if not fault:
        return decoded
    rooted = re.sub("/{2,}", "/", f"/{decoded}")
    if hidden or _is_open(decoded) or _fault(rooted):
        hint = f"Write the old path within the site, such as {_repaired(written) or _SAMPLE}"
        context.tell("alias-invalid", node, f"The old address “{shown(written)}” {fault}.", hint, "warning")
        return None
    message = f"The old address “{shown(written)}” {fault}. It is read as {rooted}"
    context.tell("alias-invalid", node, message, f"Write the old path as {rooted}", "warning")
    return rooted


def canonical(name: str, node: Node, context: Context) -> str | None:
    """The whole address of a page, or a path on this site; None, with a warning, for anything else."""
    written = scalar(name, node, context)
    if written is None or is_no(written):
        return None
    path = _within_site(written, context.site)
    if _WHOLE.match(path) or not _fault(path):
        return path
    message = f"`{name}: {shown(written)}` is not an address."
    hint = f"Write the whole address of the other page: `{name}: https://www.example.org/news/plan/`."
    context.tell("canonical-invalid", node, message, hint, "warning")
    return None


def template(name: str, node: Node, context: Context) -> str | None:
    """The name of a template file, without folders; `.html` is added to a name without an ending."""
    written = scalar(name, node, context)
    if written is None or _TEMPLATE.fullmatch(written):
        return written
    message = f"`{name}: {shown(written)}` is not the name of a template file."
    if _BARE_TEMPLATE.fullmatch(written):
        message += f" It is read as {written}.html."
        hint = "Write the whole name of a file in templates/, or leave the key out."
        context.tell("template-invalid", node, message, hint, "warning")
        return f"{written}.html"
    hint = f"Write a name in templates/, without folders: `{name}: speech.html`."
    context.tell("template-invalid", node, message, hint, "warning")
    return None


def _slug(name: str, written: str, node: Node, context: Context) -> Address | None:
    bad = next(filter(_is_unsafe, written), "")
    if not bad and not written.startswith("."):
        return "slug", written
    what = f"holds {_named(bad)}, which cannot stand in a slug" if bad else "begins with a dot"
    safe = _safe(_decoded(written))
    if not safe:
        hint = "Write letters, digits and hyphens, or leave the key out."
        context.tell("slug-invalid", node, f"`{name}: {shown(written)}` {what}.", hint)
        return None
    message = f"`{name}: {shown(written)}` {what}. It is read as {safe}"
    context.tell("slug-invalid", node, message, f"Write `{name}: {safe}`.", "warning")
    return "slug", safe


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


def _fault(path: str) -> str:
    """What is wrong with a path within the site; empty if nothing."""
    if "://" in path or path.startswith("//"):
        return "is not on this site"
    if not path.startswith("/"):
        return "does not begin with /"
    bad = next(filter(_is_unsafe, path), "")
    if bad:
        return f"holds {_named(bad)}, which cannot stand in an address"
    segments = path[1:].split("/")
    if "" in segments[:-1]:
        return "has two slashes in a row"
    return "has a part that ends in a dot" if any(segment.endswith(".") for segment in segments) else ""


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


def _named(sign: str) -> str:
    if sign.isspace():
        return "a blank"
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
