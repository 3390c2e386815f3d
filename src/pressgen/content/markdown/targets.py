"""What a body points at: local targets become marks, pictures of other hosts become links, anchors are checked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote, unquote

from pressgen.content.markdown.lines import Lines
from pressgen.content.markdown.policy import is_safe, scheme_of
from pressgen.content.markdown.rendering import CARD, LINE, MEDIA, PERSON, SCHEMES
from pressgen.content.markdown.structure import Pieces, attributes_of, start_tag
from pressgen.content.text.anchors import anchors_meant
from pressgen.content.text.embeds import find_embed
from pressgen.content.text.foreign import path_of
from pressgen.errors import Problem
from pressgen.model import Reference, media_format

_DROPPED_BY_BROWSERS = re.compile("[\t\n\r]")
_AROUND_ADDRESSES = "".join(map(chr, range(33)))
# Without two slashes, browsers read it as a path on the site if that has the same scheme.
_FEW_SLASHES = re.compile(r"\s*https?:[/\\]?(?=[^\s/\\])", re.IGNORECASE)
_TO_A_HOST = re.compile(r"[/\\]{2,}(?=[^/\\?#\s])")
# Most links are so plain that nothing in them can change.
_PLAIN_LINK = re.compile(rf'(<a href="https?://[A-Za-z0-9][A-Za-z0-9./?=%#_~-]*")(?: {LINE}="[0-9]*")?>')
_TAGS = ("<a", "</a", "<img")
_NO_WORDS = frozenset({"", " ", "\n", "&nbsp;"})
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif")
"""Endings of pictures of which several are a gallery; drawings, such as the badges of a project, are none."""
DECORATION = "decorative"
"""The class of a picture that says nothing, so that it needs no description."""
_NEVER_RAW = re.compile(r'[\s"<>\\^`{|}]')
_TO_A_PLACE = re.compile('(?<= )href="#[^"]*"')
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")


class Targets:
    """Sets the addresses of one body, in order; then holds references, links within the body, and what to tell."""

    def __init__(self, pieces: Pieces, lines: Lines, file: str, site: str = "") -> None:
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self.fragments: list[tuple[str, int]] = []
        self.lost = False
        self._pieces = pieces
        self._lines = lines
        self._file = file
        # http or https, the page is the same.
        self._site = site.partition("://")[2].rstrip("/").casefold()
        self._in_link = False

    def set_all(self) -> None:
        """Set the address of every link and picture; `lost` tells that the sanitiser took one away."""
        for number, tag in enumerate(self._pieces[1::2]):
            if not tag.startswith(_TAGS):
                continue
            at = 2 * number + 1
            if self._pieces[at + 1] in _NO_WORDS and tag[1] == "a" and self._pieces[at + 2 : at + 3] == ["</a>"]:
                self._give_words(at, attributes_of(tag))
            if (
                tag.startswith("<a href")
                and (plain := _PLAIN_LINK.fullmatch(tag))
                and not _within(self._site, tag[9:-2])
            ):
                self._pieces[at] = f"{plain[1]}>"
                self._in_link = True
            elif tag == "<a>" or tag.startswith("<a "):
                self._pieces[at] = self._link(attributes_of(tag))
                self._in_link = bool(self._pieces[at])
                if ' href="tel:' in tag:
                    # A number that breaks at the end of a line is hard to read and to copy.
                    self._pieces[at + 1] = self._pieces[at + 1].replace(" ", "\u00a0")
            elif tag == "</a>":
                self._pieces[at] = "</a>" if self._in_link else ""
                self._in_link = False
            elif tag == "<img>" or tag.startswith("<img "):
                image = self._image(attributes_of(tag))
                if image.startswith("<"):
                    self._pieces[at] = image
                else:  # words in the place of a picture are text, also to what is done after this
                    self._pieces[at] = ""
                    self._pieces[at + 1] = image + self._pieces[at + 1]

    @property
    def photos(self) -> frozenset[str]:
        """The marks of photos, as they are in the text."""
        pairs = enumerate(self.references)
        return frozenset(_mark(number) for number, each in pairs if each.target.lower().endswith(PHOTOS))

    def _link(self, attributes: dict[str, str]) -> str:
        line = _line(attributes)
        has_mark = bool(attributes.pop(CARD, ""))
        if "href" not in attributes:
            self.lost = self.lost or "id" not in attributes
            return start_tag("a", attributes) if "id" in attributes else ""
        raw = path_of(_decoded(attributes["href"]))
        address = _within(self._site, raw) or raw
        self._lines.pass_by(address, line)
        remote = "" if scheme_of(address) == PERSON else _remote(address)
        # The sanitiser has judged the address as it was written, not as browsers read it.
        if remote and scheme_of(remote) not in SCHEMES:
            self._refuse(remote, line)
            return ""
        if remote != address and remote and self._report_malformed(remote, address, line):
            return ""
        if address.startswith("#"):
            fragment = "-".join(address[1:].split())
            self.fragments.append((fragment, line))
            attributes["href"] = html.escape(f"#{fragment}")
        elif address:
            is_card = has_mark and find_embed(remote) is not None
            is_mark = is_card or not remote
            kind: Literal["link", "card"] = "card" if is_card else "link"
            attributes["href"] = (
                self._mark(_encoded(remote) or address, kind, line) if is_mark else html.escape(_encoded(remote))
            )
        elif "id" in attributes:  # the mark of a place, as [](){#plan} in MkDocs
            del attributes["href"]
        else:
            line = line or self._lines.of_first("]()", "](<>)", 'href=""', "href=''")
            self.problems.append(Problem.at("link-empty", self._file, line))
            return ""
        return start_tag("a", attributes)

    def _give_words(self, at: int, attributes: dict[str, str]) -> None:
        """Report a link without words, of which readers see nothing, and show its address; marks of places are none."""
        address = attributes.get("href", "")
        if address and not address.startswith("#") and attributes.keys() <= {"href", LINE}:
            self._pieces[at + 1] = address
            target = _decoded(address)
            line = int(attributes.get(LINE, "0")) or self._lines.of_target(target)
            self.problems.append(Problem.at("link-empty/words", self._file, line, target=_shortened(target)))

    def _refuse(self, remote: str, line: int) -> None:
        """Report an address of a scheme that no page may have, which the sanitiser kept."""
        line = line or self._lines.of_target(remote)
        self.problems.append(Problem.at("html-removed/address", self._file, line, names=f"{scheme_of(remote)[:40]}:"))

    def _report_malformed(self, remote: str, address: str, line: int) -> bool:
        """Report an address that names a host without a scheme and is none: the sanitiser leaves these as they are."""
        if is_safe(remote):
            return False
        line = line or self._lines.of_target(address)
        self.problems.append(Problem.at("link-malformed", self._file, line, target=address[:200]))
        return True

    def _image(self, attributes: dict[str, str]) -> str:
        raw = path_of(_decoded(attributes.get("src", "")))
        address = _within(self._site, raw) or raw
        line = _line(attributes)
        self._lines.pass_by(address, line)
        remote = _remote(address)
        alt = attributes.setdefault("alt", "").strip()
        if not address:
            self.lost = True
            return alt
        if remote and scheme_of(remote) not in ("https", "http"):
            self._refuse(remote, line)
            return alt
        line = line or (self._lines.of_target(address) if remote or not alt else 0)
        if remote != address and remote and self._report_malformed(remote, address, line):
            return alt
        is_media = media_format(address) is not None
        if not alt and DECORATION not in attributes.get("class", "").split():
            key = "image-alt-missing/media" if is_media else "image-alt-missing"
            self.problems.append(Problem.at(key, self._file, line, target=_shortened(address)))
        if remote:
            return self._remote_image(remote, attributes, line)
        poster = _decoded(attributes.pop("poster", ""))
        if is_media and self._in_link:
            self.problems.append(Problem.at("media-linked", self._file, line, target=_shortened(address)))
            return alt or html.escape(address)
        poster = _within(self._site, poster) or poster
        words = [html.unescape(attributes.get(name, "").strip()) for name in ("title", "credit")]
        attributes["src"] = self._mark(address, "image", line, html.unescape(alt), *words, poster if is_media else "")
        if is_media:
            attributes[MEDIA] = "inline"
            self._lines.pass_by(poster, self.references[-1].line)
        for side in ("width", "height"):
            if not _PIXELS.fullmatch(attributes.get(side, "1")):
                del attributes[side]
        return start_tag("img", attributes)

    def _remote_image(self, remote: str, attributes: dict[str, str], line: int) -> str:
        key = "remote-picture/media" if media_format(remote) else "remote-picture"
        self.problems.append(Problem.at(key, self._file, line, target=_shortened(remote)))
        text = attributes["alt"].strip() or html.escape(remote)
        # A link cannot stand in another; the outer one is what the author meant a click to do.
        if self._in_link:
            return text
        title = {"title": attributes["title"]} if attributes.get("title") else {}
        return f"{start_tag('a', {'href': html.escape(remote), **title})}{text}</a>"

    def _mark(self, address: str, kind: Literal["link", "image", "card"], line: int = 0, *words: str) -> str:
        self.references.append(Reference(address, line or self._lines.of_target(address), kind, *words))
        return _mark(len(self.references) - 1)


def _within(site: str, address: str) -> str:
    """The path, with all that follows it, of a whole address on this site; an empty text for any other."""
    if not site or site not in address.casefold():
        return ""
    scheme, _, location = address.partition("://")
    if scheme.casefold() not in ("http", "https"):
        return ""
    if not location.casefold().startswith(site) or location[len(site) : len(site) + 1] not in (
        "",
        *"/?#",
    ):
        return ""
    _, slash, path = location.partition("/")
    return f"/{path}" if slash else f"/{location[len(site) :]}"


def _mark(number: int) -> str:
    return f"\x02{number}\x03"


def set_anchors(
    pieces: Pieces, fragments: Iterable[tuple[str, int]], anchors: tuple[str, ...], lines: Lines, file: str
) -> tuple[Problem, ...]:
    """Set each link to a place in this body to the anchor that it means; a warning for each that is not there.

    `fragments` have their lines, or 0.
    """
    ids = {*anchors, "", "top"}
    others = [(each, line) for each, line in fragments if each not in ids and unquote(each) not in ids]
    meant = anchors_meant((each for each, _ in others), anchors)
    set_to = {_to(each): _to(anchor) for each, anchor in meant.items() if anchor}
    for at in range(1, len(pieces), 2) if set_to else ():
        if pieces[at].startswith("<a ") and (link := _TO_A_PLACE.search(pieces[at])) and link[0] in set_to:
            pieces[at] = pieces[at].replace(link[0], set_to[link[0]], 1)
    return tuple(
        Problem.at("anchor-missing", file, line or lines.of_target(f"#{fragment}"), anchor=fragment)
        for fragment, line in others
        if not meant[fragment]
    )


def _to(anchor: str) -> str:
    return f'href="#{html.escape(anchor)}"'


def _line(attributes: dict[str, str]) -> int:
    """The line that an address brought through the sanitiser, taken off; 0 where the library told none."""
    value = attributes.pop(LINE, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


def _decoded(value: str) -> str:
    return _DROPPED_BY_BROWSERS.sub("", html.unescape(value)).strip(_AROUND_ADDRESSES)


def _remote(address: str) -> str:
    """The absolute form of an address that has a scheme or names a host, else ""."""
    # Browsers read \ as / here, and any number of them as two.
    if host := _TO_A_HOST.match(address):
        return "https://" + address[host.end() :]
    scheme = scheme_of(address)
    if scheme in ("http", "https") and (match := _FEW_SLASHES.match(address)):
        return f"{scheme}://{address[match.end() :]}"
    # A number is written with spaces, and called without them.
    return "".join(address.split()) if scheme == "tel" else address if scheme else ""


def _shortened(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:77]}…"


def _encoded(address: str) -> str:
    """An address with the signs that none may hold percent-encoded (URL Standard, section 4.3)."""
    return _NEVER_RAW.sub(lambda sign: quote(sign[0]), address)
