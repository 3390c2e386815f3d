"""Addresses and file names in front matter: slug, permalink, old addresses, template."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import unquote

from pressgen.content.frontmatter.values import Context, scalar, shown
from pressgen.content.yaml_tree import Node

Address = tuple[Literal["slug", "permalink"], str]

_UNSAFE = frozenset('\\?#%:*"<>|')
_UNSAFE_CATEGORIES = frozenset(("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
_JOINERS = "\u200c\u200d"
_FOREIGN_CODE = re.compile(r"\{|/:|^:")
_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none", "false", "true"))
_LONGEST_HINT = 300
_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+")


def address(name: str, node: Node, context: Context) -> Address | None:
    """A slug or, where the value has a slash, a permalink; whichever of the two keys it was given as."""
    written = scalar(name, node, context)
    if written is None:
        return None
    written = unicodedata.normalize("NFC", written)
    if _FOREIGN_CODE.search(written) or (name != "slug" and written.casefold() in _STYLES):
        message = f"`{name}: {shown(written)}` is an instruction to another generator."
        context.tell(
            "address-invalid", node, message, "Write the address itself, /2025/01/plan/, or leave the key out."
        )
        return None
    if "/" not in written:
        return _slug(name, written, node, context)
    fault = _fault(written)
    if fault:
        hint = f"Write the path within the site, such as {_repaired(written)}"
        context.tell("address-invalid", node, f"`{name}: {shown(written)}` {fault}.", hint)
        return None
    return "permalink", written


def old_address(name: str, node: Node, context: Context) -> str | None:
    """An address that once led here; percent-encoding in it is undone, once."""
    written = scalar(name, node, context)
    if written is None:
        return None
    decoded = unicodedata.normalize("NFC", unquote(written, errors="strict") if _is_utf8(written) else written)
    hidden = decoded.count("/") != written.count("/")
    fault = "hides a slash behind percent-encoding" if hidden else _fault(decoded)
    if fault:
        hint = f"Write the old path within the site, such as {_repaired(written)}"
        context.tell("alias-invalid", node, f"The old address “{shown(written)}” {fault}.", hint)
        return None
    return decoded


def template(name: str, node: Node, context: Context) -> str | None:
    """The name of a template file, without folders."""
    written = scalar(name, node, context)
    if written is None or _TEMPLATE.fullmatch(written):
        return written
    message = f"`{name}: {shown(written)}` is not the name of a template file."
    context.tell(
        "template-invalid", node, message, f"Write a name in templates/, without folders: `{name}: speech.html`."
    )
    return None


def _slug(name: str, written: str, node: Node, context: Context) -> Address | None:
    bad = next(filter(_is_unsafe, written), "")
    if not bad and not written.startswith("."):
        return "slug", written
    what = f"holds {_named(bad)}, which cannot stand in a slug" if bad else "begins with a dot"
    suggestion = _safe(written)
    hint = (
        f"Write `{name}: {suggestion}`." if suggestion else "Write letters, digits and hyphens, or leave the key out."
    )
    context.tell("slug-invalid", node, f"`{name}: {shown(written)}` {what}.", hint)
    return None


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
    path = re.sub(r"^[a-z]+://[^/]*|^//[^/]*|[?#].*", "", written.strip(), flags=re.IGNORECASE)
    parts = filter(None, (_safe(part) for part in re.split(r"[/\\]", unquote(path))))
    slash = "/" if path.endswith("/") else ""
    repaired = "/" + "/".join(parts) + slash
    return "/2025/01/plan/" if repaired in {"/", "//"} or len(repaired) > _LONGEST_HINT else repaired


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
