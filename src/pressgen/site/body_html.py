"""The HTML of a body as pages and feeds show it: with addresses, pictures and players at the places of its marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from pressgen.content.markdown.blocks import TILE
from pressgen.model import BodyText, Figure, Target
from pressgen.site.contents import PLACE, with_contents
from pressgen.site.feed_body import feed_body, feed_figure
from pressgen.site.media import fill_media, label_of, player_html
from pressgen.site.picture_rights import caption_html

# Stands for a target in a body that is kept in the store, whatever the address is at the time of a build.
MARK = re.compile("\x02(\\d+)\x03")
ATTRIBUTES = r'(?:\s+[\w:-]+(?:="[^"]*")?)*\s*'
IMG = re.compile(rf"<img{ATTRIBUTES}/?>")
FIGURE = re.compile(rf"({IMG.pattern}(?:</a>)?\s*)(?:<figcaption>(.*?)</figcaption>\s*)?</figure>", re.S)
"""The end of a figure: its picture, which may be in a link, and its caption."""
ANCHOR = re.compile(rf"<a({ATTRIBUTES})>(.*?)</a>", re.S)
ATTRIBUTE = re.compile(r'\s+([\w:-]+)="([^"]*)"')
TILE_SIZES = "(min-width: 44rem) 21rem, calc(50vw - 1.5rem)"
"""The sizes of a picture in a gallery."""
SIZES = "(min-width: 44rem) 42rem, calc(100vw - 2rem)"


def body_html(html: str, text: BodyText, has_contents: bool = False) -> str:
    """A body with addresses in the place of its marks; for a feed also with the lead in front of it.

    Only a page of its own `has_contents`, the list of its headings.
    """
    html = html[text.cut :].lstrip() if text.cut else html
    html = _fill_marks(html, text.targets, bool(text.page)) if text.targets else html
    if '<nav class="toc"' in html:
        html = with_contents(html) if has_contents and not text.page else PLACE.sub("", html)
    if not text.page:
        return html
    html = feed_body(html + "".join(map(feed_figure, text.gallery)), text.page)
    return f"<p>{escape(text.lead)}</p>\n{html}" if text.lead else html


def _fill_marks(html: str, targets: Sequence[Target], is_feed: bool) -> str:
    def img(match: re.Match[str]) -> str:
        mark = MARK.search(match[0])
        if mark is None:
            return str(match[0])
        target = targets[int(mark[1])]
        if target.player:
            return player_html(target.player, label_of(match[0]), None, is_feed)
        return _img(str(match[0]), target.figure, is_feed)

    def end_of_figure(match: re.Match[str]) -> str:
        mark = MARK.search(match[1])
        figure = targets[int(mark[1])].figure if mark else None
        lines = caption_html(str(match[2] or ""), figure) if figure else str(match[2] or "")
        return f"{match[1]}<figcaption>{lines}</figcaption></figure>" if lines else str(match[0])

    if not is_feed and "</figure>" in html:
        html = FIGURE.sub(end_of_figure, html)

    html = fill_media(html, targets, is_feed)
    if not all(target.href for target in targets):  # only links have one
        html = IMG.sub(img, html)
    return _fill_links(html, targets)


def _fill_links(html: str, targets: Sequence[Target]) -> str:
    """The HTML with addresses in the place of the marks of links; a link without an address becomes its words."""
    pieces: list[str] = []
    end = 0
    # From mark to mark and not from link to link, since most links lead to other sites.
    while (at := html.find("\x02", end)) >= 0:
        start, mark = html.rfind("<a", end, at), MARK.match(html, at)
        anchor = ANCHOR.match(html, start) if start >= 0 else None
        if anchor and mark and mark.end() <= anchor.end(1):
            href = targets[int(mark[1])].href
            attributes = f"{html[anchor.start(1) : at]}{href}{html[mark.end() : anchor.end(1)]}"
            pieces += html[end:start], f"<a{attributes}>{anchor[2]}</a>" if href else anchor[2]
            end = anchor.end()
        else:
            pieces.append(html[end : at + 1])
            end = at + 1
    return "".join([*pieces, html[end:]])


def _img(tag: str, figure: Figure | None, is_feed: bool) -> str:
    """An img with its sizes; if there is no picture to show, only its description."""
    attributes: dict[str, str] = dict(ATTRIBUTE.findall(tag))
    if figure is None:
        return attributes.get("alt", "")
    alt = attributes.get("alt", "") or escape(figure.alt)
    names = [name for name in ("class", "id", "title", "lang", "dir") if name in attributes]
    other_attributes = "".join(f' {name}="{attributes[name]}"' for name in names)
    # Many feed readers know neither lazy loading nor picture elements.
    lazy = "" if is_feed or figure.is_first else ' loading="lazy"'
    lazy += "" if is_feed else ' decoding="async"'
    size = f'width="{figure.width}" height="{figure.height}"'
    img = f'<img src="{escape(figure.src)}" {size} alt="{alt}"{other_attributes}{lazy}>'
    if is_feed or not figure.variants:
        return img
    srcset = ", ".join(f"{escape(variant.href)} {variant.width}w" for variant in figure.variants)
    sizes = TILE_SIZES if TILE in attributes.get("class", "").split() else SIZES
    picture = f'<picture><source type="{figure.type}" srcset="{srcset}" sizes="{sizes}">{img}</picture>'
    # A link needs words, which are those of its picture.
    is_link = sizes == TILE_SIZES and attributes.get("alt")
    return f'<a href="{escape(figure.variants[-1].href)}">{picture}</a>' if is_link else picture
