"""Which HTML a release may have, and what is told of the rest: the sanitiser's one policy."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from pressgen.content.markdown.lines import Lines
from pressgen.content.markdown.rendering import CARD, LINE, PERSON, SCHEMES
from pressgen.content.text.embeds import find_embed
from pressgen.errors import Problem, shorten_list
from pressgen.letters import splice
from pressgen.model import media_format

_KEPT = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary "
    "sup table tbody td tfoot th thead time tr u ul var wbr"
)
TAGS = frozenset(_KEPT.split())
"""Elements that are kept; of all others only the text is kept, of script and style nothing."""

ATTRIBUTES = {
    "*": frozenset({"class", "dir", "id", "lang", "title"}),
    "a": frozenset({"href", "hreflang", "name"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "data": frozenset({"value"}),
    "del": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "credit", "height", "poster", "src", "width"}),
    "ins": frozenset({"datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""Attributes that are kept, by element; `name`, `align` and `credit` leave as something else. Lines leave later."""

_WITHOUT_TEXT = frozenset({"script", "style", "template"})
_LONGEST_NAME = 24
_CARRIED = {"a": (LINE, CARD), "img": (LINE,)}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: {*names, *_CARRIED.get(tag, ())} for tag, names in ATTRIBUTES.items()},
    clean_content_tags={"script", "style"},
    url_schemes={*SCHEMES, PERSON},
    link_rel=None,
    strip_comments=True,
)
# Elements that are removed, and that browsers show on lines of their own.
_LINES_OF_THEIR_OWN = (
    "address article aside body button center dialog dir fieldset footer form frameset header hgroup label legend main "
    "marquee menu nav noscript option search section select template textarea"
)
_BLOCKS = frozenset(_LINES_OF_THEIR_OWN.split())
_BLOCK_TAG = re.compile(rf"(?<=\S)(?=</?(?:{'|'.join(sorted(_BLOCKS))})[\s/>])", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ASCII_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--).)*+-->", re.DOTALL)
"""A comment without -- in it, where browsers and CommonMark may see different ends."""
_ENCODED_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_DEEPEST_RAW = 256
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_WITHOUT_END = (
    "area base br col colgroup dd dt embed hr img input li link meta option p param rp rt source tbody td tfoot th "
    "thead tr track wbr"
)
_ENDED_BY_OTHERS = frozenset(_WITHOUT_END.split())
_EMBEDS = {"iframe": "src", "video": "src", "audio": "src", "embed": "src", "object": "data"}
_SUSPECT = re.compile(
    rf"<(?!/?(?:{'|'.join(sorted(TAGS))})[\s/>]|!--|https?:|mailto:|[\w.+-]{{1,64}}@)[a-z/!?]|\b(?:on[a-z]+|style)\s*=",
    re.IGNORECASE,
)
_CHECKBOX = re.compile(r"<input(?=\s)(?=[^<>]*\stype=[\"']?checkbox\b)[^<>]*>", re.IGNORECASE)
# Up to their end tag they hold no elements, and without one they hide or change all that follows.
_HOLDS_TEXT = "script|style|template|title|textarea|xmp|iframe(?![^<>]*\\ssrc=)|noembed|noframes|noscript|plaintext"
_TEXT_HOLDER = re.compile(rf"<!--(?:(?!-->|<!--).)*+-->|<(?P<name>{_HOLDS_TEXT})(?=[\s/>])", re.IGNORECASE | re.DOTALL)
_END_OF_HOLDER = re.compile(rf"</(?P<name>{_HOLDS_TEXT})(?=[\s/>])", re.IGNORECASE)
_CHECKED = re.compile(r"\schecked(?=[\s=/>])", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
_PLAIN_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*+\.)++[A-Za-z]+(?:[/?#][!-~]*)?")
_IGNORED_IN_ADDRESSES = re.compile("[\x00-\x20]+")
_ATTRIBUTE = r"""[\s/]++[^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
# No element has as many that are kept, and the sanitiser compares each with all before it.
_SURPLUS_ATTRIBUTES = re.compile(rf"(<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{100}})(?:{_ATTRIBUTE})++", re.IGNORECASE)
_SHOWN = 8
# Behind each no-break space, « and the like the sanitiser looks through the rest of their paragraph, so in texts with
# very many they are noncharacters meanwhile.
_MANY_SYMBOLS = 20_000
_ASIDE = dict(zip(range(0xA0, 0xC0), range(0xFDD0, 0xFDF0), strict=True))
_BACK = {aside: chr(symbol) if symbol > 0xA0 else "&nbsp;" for symbol, aside in _ASIDE.items()}


def sanitise(raw: str) -> str:
    """HTML of the policy alone, well-formed, attributes in double quotes, without control characters."""
    return without_controls(_clean(_with_unknown_names(raw)))


def _clean(raw: str) -> str:
    if len(raw) < _MANY_SYMBOLS or raw.encode().count(b"\xc2") < _MANY_SYMBOLS:
        return _CLEANER.clean(raw)
    return _CLEANER.clean(raw.translate(_ASIDE)).translate(_BACK)


def _with_unknown_names(raw: str) -> str:
    """The HTML with other names for elements that the sanitiser would remove with their text, such as <card>.

    It knows them from MathML and SVG; in texts without these they are components of other generators.
    """
    names = {name.lower() for _, name in _TAG.findall(raw)} - TAGS - _WITHOUT_TEXT
    hiding = [name for name in names if len(name) <= _LONGEST_NAME and _hides_text(name)]
    if not hiding or not names.isdisjoint(("math", "svg")):
        return raw
    return re.sub(rf"<(/?)(?=(?:{'|'.join(hiding)})[\s/>])", r"<\1x-", raw, flags=re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def _hides_text(name: str) -> bool:
    return not _CLEANER.clean(f"<{name}>x</{name}>")


def without_controls(clean: str) -> str:
    """HTML without control characters."""
    # To look for them as bytes takes a tenth of the time.
    encoded = clean.encode()
    if (
        len(encoded.translate(None, _ASCII_CONTROLS)) < len(encoded)
        or (b"\xc2" in encoded and _ENCODED_CONTROL.search(encoded))
        or "\ufffe" in clean
        or "\uffff" in clean
    ):
        return _CONTROLS.sub("", clean)
    return clean


def without_comments(clean: str) -> str:
    """HTML without comments, which are all that it has of an author's HTML."""
    return COMMENT.sub("", clean)


def is_too_deep(raw: str) -> bool:
    """Whether more elements are open at one place than any text has, those aside whose end may be left out."""
    if raw.count("<") <= _DEEPEST_RAW:
        return False
    depth = 0
    for end, name in _TAG.findall(raw):
        if end:
            depth -= depth > 0 and name.lower() not in _ENDED_BY_OTHERS
        elif name.lower() not in _ENDED_BY_OTHERS:
            depth += 1
            if depth > _DEEPEST_RAW:
                return True
    return False


def with_checkboxes(raw: str) -> str:
    """HTML whose boxes to be ticked, as extensions write them for tasks, are characters, which the sanitiser keeps."""
    return _CHECKBOX.sub(lambda box: "\u2611" if _CHECKED.search(box[0]) else "\u2610", raw)


def without_surplus_attributes(raw: str) -> str:
    """HTML whose tags have no more attributes than can be kept of them."""
    return _SURPLUS_ATTRIBUTES.sub(r"\1", raw)


def with_closed_elements(raw: str) -> str:
    """HTML in which tags such as <title> are text, if their element never ends."""
    if not _TEXT_HOLDER.search(raw):
        return raw
    ends: dict[str, list[int]] = {}
    for end_tag in _END_OF_HOLDER.finditer(raw):
        ends.setdefault(end_tag["name"].lower(), []).append(end_tag.start())
    unclosed: list[int] = []
    last = 0
    for tag in _TEXT_HOLDER.finditer(raw):
        if not tag["name"] or tag.start() < last:
            continue
        same_name = ends.get(tag["name"].lower(), [])
        following = bisect_right(same_name, tag.start())
        if following < len(same_name):
            last = same_name[following]
        else:
            unclosed.append(tag.start())
    return splice(raw, ((start, start + 1, "&lt;") for start in unclosed))


def may_lose(text: str) -> bool:
    """Whether HTML that was written has elements or attributes that the sanitiser would take away (addresses aside)."""
    return ("<" in text or "{" in text) and bool(_SUSPECT.search(text))


def scheme_of(address: str) -> str:
    """The scheme of an address, blanks and controls aside, in lower case, or ""."""
    scheme = _SCHEME.match(_IGNORED_IN_ADDRESSES.sub("", address)) if ":" in address else None
    return scheme.group().lower() if scheme else ""


def embeds_as_links(raw: str, scan: Scan, lines: Lines, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The HTML with a picture that stands for every film and sound of the site, and with links for all others.

    Each link is told with its line.
    """
    changes: list[tuple[int, int, str]] = []
    problems = []
    for embed in scan.embeds:
        if not embed.address:
            continue
        if embed.name in ("video", "audio") and is_own_media(embed.address):
            poster = f' poster="{html.escape(embed.poster)}"' if embed.poster else ""
            image = f'<img src="{html.escape(embed.address)}" alt="{html.escape(embed.title)}"{poster}>'
            changes.append((embed.start, embed.end, image if embed.in_line else f"<p>{image}</p>"))
            continue
        address = f"https:{embed.address}" if embed.address.startswith("//") else embed.address
        is_card = not embed.in_line and find_embed(address) is not None
        mark = f' {CARD}="1"' if is_card else ""
        link = f'<a href="{html.escape(address)}"{mark}>{html.escape(embed.title or address)}</a>'
        changes.append((embed.start, embed.end, link if embed.in_line else f"<p>{link}</p>"))
        if not is_card:  # what is said of cards is said where their data are known
            line = lines.of_target(embed.address)
            problems.append(Problem.at("embed-replaced", file, line, name=embed.name, address=address))
    return splice(raw, changes), tuple(problems)


def is_own_media(address: str) -> bool:
    """Whether an address is that of a film or a sound in the folder of the site."""
    return media_format(address) is not None and not scheme_of(address) and not address.startswith(("//", "\\\\"))


def removals(scan: Scan, lines: Lines, file: str) -> tuple[Problem, ...]:
    """A warning for each address that is none, and one for all else that the policy takes away, with counts."""
    problems = [
        Problem.at("link-malformed", file, lines.of_target(address), target=address[:200]) for address in scan.malformed
    ]
    for key, removed in (("html-removed", scan.removed), ("html-removed/address", scan.schemes)):
        if removed:
            names = [f"{name} ({count})" if count > 1 else name for name, count in removed.items()]
            # They are in the order of the text, and each takes a look at all of it.
            line = lines.of_first(*(name.split(" ")[0].rstrip(">=:") for name in [*removed][:_SHOWN]))
            problems.append(Problem.at(key, file, line, names=shorten_list(names, _SHOWN)))
    return tuple(problems)


def with_parted_blocks(raw: str, scan: Scan) -> str:
    """The HTML with a line feed at each block that the sanitiser will remove, so that no words are run together."""
    return _BLOCK_TAG.sub("\n", raw) if any(name[1:-1] in _BLOCKS for name in scan.removed) else raw


class _Embed(NamedTuple):
    name: str
    address: str
    title: str
    start: int
    end: int
    in_line: bool
    poster: str = ""


class Scan(HTMLParser):
    """Raw HTML read for what the sanitiser will take away. It decides nothing: the sanitiser runs after it."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.removed: dict[str, int] = {}
        self.schemes: dict[str, int] = {}
        self.malformed: list[str] = []
        self.embeds: list[_Embed] = []
        self._starts = [0, *(m.end() for m in re.finditer("\n", raw))]
        self._open: _Embed | None = None
        self._in_paragraph = False
        # Marked sections make HTMLParser stop; to the sanitiser they are comments. Offsets must stay.
        text = re.sub(r"<(?=!(?!--)|\?)", " ", raw)
        # It reads all that follows for each comment and each tag that does not end.
        for begin, end in (("<!--", "-->"), ("<", ">")):
            last = text.rfind(end) + 1
            text = text[:last] + text[last:].replace(begin, " " * len(begin))
        self.feed(text)
        self.close()
        if self._open:
            self._close_embed(self._open.end)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element loses."""
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        address = values.get(_EMBEDS.get(tag, "src"), "").strip()
        if self._open:
            self._start_in_embed(self._open, tag, address)
            return
        if tag in _EMBEDS:
            title = values.get("title", "") or values.get("aria-label", "")
            poster = values.get("poster", "").strip()
            self._start_embed(tag, address if is_safe(address) else "", title, poster if is_safe(poster) else "")
        elif tag not in TAGS:
            self._count(f"<{tag[:40]}>")
        elif tag == "p":
            self._in_paragraph = True
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self._count(f"{name[:40]}=")
            elif (tag, name) in (("a", "href"), ("img", "src")) and not is_safe(value):
                self._note_address(value)

    def _start_in_embed(self, embed: _Embed, tag: str, address: str) -> None:
        if tag in ("source", "embed", "video", "audio", "iframe") and not embed.address:
            self._open = embed._replace(address=address if is_safe(address) else "")
        elif tag == "track" and is_own_media(embed.address):
            self._count("<track>")

    def _note_address(self, address: str) -> None:
        if scheme_of(address) in SCHEMES:
            self.malformed.append(address)
        else:
            name = f"{scheme_of(address)[:40] or address[:40]}:"
            self.schemes[name] = self.schemes.get(name, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        """Note where an element ends."""
        if self._open and tag == self._open.name:
            closing = self.rawdata.find(">", self._offset())
            self._close_embed(self._offset() if closing < 0 else closing + 1)
        elif tag == "p":
            self._in_paragraph = False

    def _start_embed(self, tag: str, address: str, title: str, poster: str) -> None:
        start = self._offset()
        end = start + len(self.get_starttag_text() or "")
        self._open = _Embed(tag, address, title, start, end, self._in_paragraph, poster)
        if tag == "embed":
            self._close_embed(self._open.end)

    def _close_embed(self, end: int) -> None:
        if self._open:
            self.embeds.append(self._open._replace(end=end))
            if not self._open.address:
                self._count(f"<{self._open.name}>")
        self._open = None

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _count(self, name: str) -> None:
        self.removed[name] = self.removed.get(name, 0) + 1


def is_safe(address: str) -> bool:
    """Whether the sanitiser keeps an address; asked of itself, so that the two cannot differ."""
    if ":" not in address and "\\" not in address:
        return True
    # First what is known here: the sanitiser takes far longer to answer.
    if _PLAIN_ADDRESS.fullmatch(address):
        return True
    if scheme_of(address) not in ("", PERSON, *SCHEMES):
        return False
    return "href=" in _clean(f'<a href="{html.escape(address)}">')
