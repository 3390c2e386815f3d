"""What in published HTML could run code: read by an HTML5 parser, as a browser reads it."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib

from pressgen.plan.style import minify
from pressgen.share import NETWORKS
from trials.small import ROOT

FORBIDDEN = frozenset(
    "applet base embed form frame frameset iframe input isindex math noscript object param plaintext portal svg "
    "template textarea xmp button marquee".split(" ")
)
"""Elements that run code, load documents, or change how what follows them is read; the theme has none of them."""
ADDRESSES = frozenset(
    "href src srcset action formaction background cite data poster ping longdesc xlink:href".split(" ")
)
SCHEMES = frozenset(("http", "https", "mailto", "tel", "viber"))
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SHEETS = frozenset(minify(sheet.read_text(encoding="utf-8")) for sheet in (ROOT / "templates" / "sheets").glob("*.css"))
SVG = "{http://www.w3.org/2000/svg}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def faults_of_page(text: str, style: str) -> list[str]:
    """Script-capable elements, attributes and addresses of a page, whose style elements must hold `style` or a sheet of the theme.

    The signs of networks in the theme are no faults.
    """
    faults = []
    tree = parsed(text)
    signs = {part for element in tree.iter(f"{SVG}svg") if _is_sign(element) for part in element.iter()}
    for element in tree.iter():
        faults += [] if element in signs else list(_of_element(element, style))
    return faults


def _is_sign(svg: ElementTree.Element) -> bool:
    parts = [(part.tag, dict(part.attrib), (part.text or "").strip()) for part in svg]
    return (
        svg.attrib == {"viewBox": "0 0 24 24", "aria-hidden": "true"}
        and parts in [[(f"{SVG}path", {"d": icon}, "")] for _, _, icon in NETWORKS.values()]
        and not (svg.text or "").strip()
    )


def faults_of_part(text: str) -> list[str]:
    """The same for a piece of HTML, as a feed carries it; it has no style or script at all."""
    faults = []
    for element in parsed(text, part=True).iter():
        name = name_of(element)
        faults += [f"<{name}>"] if name in ("script", "style", "meta", "link") else list(_of_element(element, ""))
    return faults


def parsed(text: str, part: bool = False) -> ElementTree.Element:
    """The tree that a browser would make."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
        tree: ElementTree.Element = parser.parseFragment(text) if part else parser.parse(text)
    return tree


def name_of(element: ElementTree.Element) -> str:
    """The element's name; foreign ones keep their namespace's last word."""
    if not isinstance(element.tag, str):
        return ""
    return element.tag.removeprefix(XHTML) if element.tag.startswith(XHTML) else element.tag.rpartition("/")[2]


def _of_element(element: ElementTree.Element, style: str) -> Iterator[str]:
    name = name_of(element)
    if name in FORBIDDEN or "}" in name:
        yield f"<{name}>"
    if name == "script":
        yield from _of_script(element)
    if name == "style" and (element.text or "") not in (style, *SHEETS):
        yield "<style> of its own"
    if name == "meta" and element.get("http-equiv") not in (None, "refresh"):
        yield "<meta http-equiv>"
    if name == "link" and not {"stylesheet", "import", "preload"}.isdisjoint((element.get("rel") or "").split()):
        yield "<link> that loads"
    for key, value in element.attrib.items():
        if key.lower().startswith("on") or key.lower() in ("style", "srcdoc", "manifest"):
            yield f"{key} on <{name}>"
        if key.lower() in ADDRESSES and not is_harmless(value):
            yield f"{key}={value[:60]!r} on <{name}>"
        if (
            key == "content"
            and element.get("http-equiv") == "refresh"
            and not value.startswith(("0;url=/", "0; url=/"))
        ):
            yield f"refresh to {value[:60]!r}"


def _of_script(element: ElementTree.Element) -> Iterator[str]:
    if element.get("type") != "application/ld+json" or element.get("src"):
        yield "<script>"
    try:
        json.loads(element.text or "")
    except ValueError:
        yield "<script type=application/ld+json> that is not JSON"
    if "<" in (element.text or ""):
        yield "< in <script type=application/ld+json>"


def is_harmless(address: str) -> bool:
    """Whether an address has no scheme, or one that runs nothing; blanks and controls are read as browsers do."""
    bare = re.sub("[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    scheme = SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in SCHEMES
