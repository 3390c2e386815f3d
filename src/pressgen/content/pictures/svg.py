"""SVG files → the same drawings, written again from a list of what is allowed: nothing runs, nothing is fetched.

A file with anything that a browser would run or fetch is refused; whatever no browser draws (editors' data,
comments, unknown elements and attributes) is left out.
"""

# ruff: noqa: SIM905 (two hundred names in quotation marks are hard to read)

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from html import escape
from xml.parsers import expat

from msgspec import Struct

from pressgen.content.pictures.metadata import PictureError, without_metadata

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_PREFIXES = {"": "", _XLINK: "xlink:", "http://www.w3.org/XML/1998/namespace": "xml:"}
_ELEMENTS = frozenset(
    "svg g defs symbol use a switch view path rect circle ellipse line polyline polygon text tspan textPath title desc"
    " style image linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix"
    " feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow"
    " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset"
    " fePointLight feSpecularLighting feSpotLight feTile feTurbulence".split()
)
_ATTRIBUTES = frozenset(
    "id class style lang role tabindex version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry"
    " fx fy fr d points pathLength dx dy rotate textLength lengthAdjust method spacing side startOffset transform"
    " gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform"
    " clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient filterUnits"
    " primitiveUnits in in2 result mode type values tableValues slope intercept amplitude exponent operator k1 k2 k3 k4"
    " order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha kernelUnitLength surfaceScale"
    " diffuseConstant specularConstant specularExponent limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth"
    " elevation scale xChannelSelector yChannelSelector stdDeviation radius baseFrequency numOctaves seed stitchTiles z"
    " systemLanguage requiredFeatures href space media"
    " alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters"
    " color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter"
    " flood-color flood-opacity font font-family font-size font-size-adjust font-stretch font-style font-variant"
    " font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning"
    " letter-spacing lighting-color line-height marker-end marker-mid marker-start mask mask-type mix-blend-mode"
    " opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray"
    " stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align"
    " text-anchor text-decoration text-overflow text-rendering transform-origin unicode-bidi vector-effect visibility"
    " white-space word-spacing writing-mode".split()
)
_ACTIVE = re.compile(
    "script|foreignobject|iframe|handler|listener|set|animate.*|discard|audio|video|object|embed", re.I
)
_URL = re.compile(r"url\(\s*(?:\"[^\"]*\"|'[^']*'|[^)\"']*)\s*\)?", re.I)
# A backslash can spell any of the words; `src(`, `image(` and others fetch without `url(`.
_UNSAFE_CSS = re.compile(
    r"\\[0-9a-z\s]|@import|@namespace|image-set|\b(?:src|image|cross-fade|expression)\s*\(|-moz-binding|script:"
    r"|url\((?!\s*[\"']?(?:#|data:(?:image/(?:png|jpeg|gif|webp)|(?:application/(?:x-)?)?font[\w/+-]*)[;,]))",
    re.I,
)
_DATA_URL = re.compile(r"data:(image/(?:png|jpe?g|gif|webp));base64,([\s\w+/=]*)", re.I)
_LENGTH = re.compile(r"\s*(\d{0,6}(?:\.\d{1,30})?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_UNITS = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class Drawing(Struct, frozen=True):
    """The bytes of an SVG as it is published, and its size in pixels."""

    data: bytes
    width: int
    height: int


def read_svg(data: bytes) -> Drawing:
    """Read an SVG and write it again; raises PictureError if it is damaged or active, or has no size."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PictureError("svg-encoding") from None
    parser, writer = expat.ParserCreate("UTF-8", " "), _Writer()
    # Entities can make a small file enormous, and hide anything from these rules.
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = writer.doctype, writer.entity
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.characters
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise PictureError("svg-damaged", line=error.lineno) from None
    width, height = _size(writer.root)
    body = "".join(writer.pieces)
    xlink = f' xmlns:xlink="{_XLINK}"' if " xlink:" in body else ""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="{_SVG}"{xlink}'
    return Drawing((head + body.removeprefix("<svg") + "\n").encode(), width, height)


class _Writer:
    """Receives the parser's events and writes what is allowed to `pieces`; `root` has the outermost attributes."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.root: Mapping[str, str] = {}
        self._skipped_depth = 0  # open elements that are left out, with all in them
        self._style: list[str] | None = None

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: bool) -> None:
        if has_internal_subset:
            raise PictureError("svg-entities")

    def entity(self, *_: object) -> None:
        raise PictureError("svg-entities")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if _ACTIVE.fullmatch(local):
            raise PictureError("svg-element", name=local[:40])
        if namespace.endswith("/xhtml"):
            raise PictureError("svg-html")
        if not self.pieces:
            if local != "svg" or namespace not in ("", _SVG):
                raise PictureError("svg-root")
            self.root = attributes
        is_drawn = namespace in ("", _SVG) and local in _ELEMENTS
        if self._skipped_depth or self._style is not None or not is_drawn:
            self._skipped_depth += 1
            return
        attribute_text = "".join(f' {key}="{escape(value)}"' for key, value in _allowed_attributes(local, attributes))
        self.pieces.append(f"<{local}{attribute_text}>")
        if local == "style":
            self._style = []

    def end(self, name: str) -> None:
        if self._skipped_depth:
            self._skipped_depth -= 1
            return
        if self._style is not None:
            self.pieces.append(escape(_css("".join(self._style)), quote=False))
            self._style = None
        self.pieces.append(f"</{name.rpartition(' ')[2]}>")

    def characters(self, text: str) -> None:
        if self._skipped_depth:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self.pieces.append(escape(text, quote=False))


def _allowed_attributes(element: str, attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name, value in attributes.items():
        namespace, _, local = name.rpartition(" ")
        if local.lower().startswith("on"):
            raise PictureError("svg-attribute", name=local[:40])
        if local == "href" and namespace in ("", _XLINK):
            if element != "a":  # a browser does not follow links in a picture
                yield _PREFIXES[namespace] + local, _href(value.strip())
        elif local.startswith("aria-") and not namespace:
            yield local, value
        elif namespace in _PREFIXES and local in _ATTRIBUTES:
            yield _PREFIXES[namespace] + local, _css(value) if "(" in value or "\\" in value else value


def _href(value: str) -> str:
    if value.startswith("#") or not value:
        return value
    picture = _DATA_URL.fullmatch(value)
    if picture is None:
        raise PictureError("svg-file")
    try:
        data = without_metadata(base64.b64decode(picture[2]))
    except (binascii.Error, PictureError):
        raise PictureError("svg-picture") from None
    return f"data:{picture[1].lower()};base64,{base64.b64encode(data).decode()}"


def _css(text: str) -> str:
    """Styles without addresses of other files; raises PictureError if there may still be some."""
    text = _URL.sub(lambda url: "url(#)" if _UNSAFE_CSS.search(url[0]) else url[0], text)
    if _UNSAFE_CSS.search(text):
        raise PictureError("svg-styles")
    return text


def _size(root: Mapping[str, str]) -> tuple[int, int]:
    """Width and height in pixels; if the root has no lengths, those of its viewBox."""
    matches = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    sizes = [float(match[1]) * _UNITS.get((match[2] or "").lower(), 1.0) for match in matches if match and match[1]]
    view_box = re.findall(r"(?<![\w.])\d{1,6}(?:\.\d+)?(?![\w.])", root.get("viewBox", ""))
    if len(sizes) < 2 and len(view_box) == 4:
        sizes = [float(view_box[2]), float(view_box[3])]
    if len(sizes) < 2:
        raise PictureError("svg-size")
    return max(1, round(sizes[0])), max(1, round(sizes[1]))
