"""Shortcodes that Hugo, Hexo and WordPress have for pictures and films, as Markdown; others are those of one site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.content.text.embeds import find_embed
from pressgen.content.text.rare_forms import RareForm
from pressgen.letters import splice

_VALUE = r"\"(?:[^\"\\\n]|\\[\"\\])*+\"|(?!/?[%>]\}\})[^\s\"'`<>{}=]++"
_SHORTCODE = re.compile(
    rf"^(?P<before>[ \t]*)\{{\{{[<%]\s*+(?P<name>figure|youtube|vimeo)"
    rf"(?P<arguments>(?:\s++(?:[\w-]++=)?(?:{_VALUE}))++)"
    r"\s*+/?[%>]\}\}[ \t]*$",
    re.MULTILINE,
)
_TAG = re.compile(
    r"^(?P<before>[ \t]*)\{%[ \t]*(?P<name>asset_img|youtube|vimeo)[ \t]+(?P<slug>[^\s\"'{}%<>\\]+)"
    r"(?:[ \t]+\"(?P<title>[^\"'{}%\n]*)(?:'(?P<alt>[^\"'{}%\n]*)')?\")?[ \t]*%\}[ \t]*$",
    re.MULTILINE,
)
"""Hexo's tags, of which a picture may have sizes and classes as well; those are left as they are."""
# Programs that make Markdown of a post put backslashes before its brackets.
_EMBED = re.compile(
    r"^(?P<before>[ \t]*)\\?\[(?:embed(?:[ ][^\[\]\n]*|\\)?\][ \t]*(?P<address>https?://[^\s\[\]<>]+)[ \t]*\[/embed\\?"
    r"|(?:youtube|vimeo)[ =][ ]*(?P<film>https?://[^\s\[\]<>]+)[ \t]*)\][ \t]*$",
    re.MULTILINE,
)
"""WordPress's shortcodes for a film or post on another site."""
_TARGET = r"(?:<[^<>\n]*+>|(?:[^\s()<>\\]|\\.|\([^\s()<>]*+\))++)"
_CAPTION = re.compile(
    r"^(?P<before>[ \t]*+)(?P<paragraph><p(?:[ ][^<>\n]*+)?>)?\\?\[caption(?P<attributes>(?:[ ][^\[\]\n]*+)?)\][ \t]*+"
    rf"(?P<picture>(?P<link>\[)?!\[(?:[^\[\]\\\n]|\\.)*+\]\((?P<file>{_TARGET})\)(?(link)\]\({_TARGET}\))"
    r"|(?P<html>(?:<a[ ][^<>\n]*+>)?<img[ ][^<>\n]*+>(?:</a>)?))"
    r"[ \t]*+(?P<words>[^\[\]\n]*+)\[/caption\\?\](?(paragraph)(?:</p>)?)[ \t]*$",
    re.MULTILINE,
)
"""WordPress's shortcode for a picture with a caption, as HTML or as Markdown."""
_CAPTION_OF_OLD = re.compile(r"\bcaption=\"([^\"]*)\"")
_PARAGRAPH_ENDS = re.compile(r"\n?\Z|\n[ \t]*(?:\n|\Z)")
_ARGUMENT = re.compile(rf"\s++(?:(?P<key>[\w-]++)=)?(?P<value>{_VALUE})")
_BEGINNING = RareForm(
    "{", re.compile(r"\{(?=\{[<%]\s*(?:figure|youtube|vimeo)\s|%[ \t]*(?:asset_img|youtube|vimeo)\s)")
)
_WORDPRESS = RareForm("[", re.compile(r"\[(?=(?:embed|caption)[ \]\\]|(?:youtube|vimeo)[ =])"))
_IMAGE = re.compile(r".+\.[A-Za-z]{3,4}")
_FILM = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_FILM_ID = re.compile(r"[\w-]+")
# What a figure says; the other parameters say how it looks.
_TEXTS = ("title", "caption", "attr")
_PARAMETERS = frozenset((*_TEXTS, "src", "alt", "link", "target", "rel", "width", "height", "class", "id", "loading"))
# In the texts of a figure this is markup, and a title of a picture has none.
_MARKUP = re.compile(r"[*_`<>\[\]\\]|&#?\w+;|https?:")
_MARKUP_OF_CAPTION = re.compile(r"[*_`<>]|~~|https?:")
_ESCAPED = re.compile(r"\\(.)")
_ESCAPED_OR_QUOTE = re.compile(r"\\(.)|\"")
_SPECIAL = re.compile(r"[\\`*_\[\]<&]")
_ADDRESS = re.compile(r"[^<>\n\\{}]+")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")


def may_have(text: str) -> bool:
    """Whether a text with its code may have such shortcodes."""
    return _BEGINNING.is_in(text) or _WORDPRESS.is_in(text)


def as_markdown(text: str, prose: str) -> str:
    """A text with its shortcodes for pictures and films as Markdown; `prose` is the same text without its code.

    They are a paragraph of their own, or else their captions would not be seen; lines keep their numbers. What has
    parameters of a site's own is left as it is, and what says more than words.
    """
    changes: list[tuple[int, int, str]] = []
    for shortcodes in _rows(prose):
        start, end = shortcodes[0].start(), shortcodes[-1].end()
        above = prose[prose.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip(" \t\n")
        markdown = [_as_markdown(each, is_alone=len(shortcodes) == 1) for each in shortcodes]
        is_paragraph = all(each.re is _CAPTION and each["paragraph"] for each in shortcodes)
        is_paragraph = is_paragraph or (not above and _PARAGRAPH_ENDS.match(prose, end) is not None)
        # What is code in their words would be lost.
        if all(markdown) and is_paragraph and text[start:end] == prose[start:end]:
            changes += (
                (shortcode.end("before"), shortcode.end(), each + "\n" * shortcode[0].count("\n"))
                for shortcode, each in zip(shortcodes, markdown, strict=True)
            )
    return splice(text, changes)


def captions(text: str) -> Iterator[tuple[int, str]]:
    """The words of captions of WordPress, and where in the text they are."""
    for shortcode in _CAPTION.finditer(text) if "[/caption" in text else ():
        yield shortcode.start("words"), _words(shortcode)


def _rows(prose: str) -> list[list[re.Match[str]]]:
    """The shortcodes of a text, those on one line right below another together."""
    rows: list[list[re.Match[str]]] = []
    found = (match for form in (_SHORTCODE, _TAG, _EMBED, _CAPTION) for match in form.finditer(prose))
    for shortcode in sorted(found, key=re.Match.start):
        if rows and rows[-1][-1].end() + 1 == shortcode.start():
            rows[-1].append(shortcode)
        else:
            rows.append([shortcode])
    return rows


def _as_markdown(shortcode: re.Match[str], is_alone: bool) -> str:
    """A shortcode as Markdown; empty if it says more than that could. An address of a film is a line of its own."""
    if shortcode.re is _EMBED:
        address = _ESCAPED.sub(r"\1", (shortcode["address"] or shortcode["film"]).removesuffix("\\"))
        return address if is_alone and find_embed(address) else ""
    if shortcode.re is _CAPTION:
        return _of_wordpress(shortcode)
    if shortcode.re is _TAG:
        return _of_hexo(shortcode, is_alone)
    keys: dict[str, str] = {}
    for argument in _ARGUMENT.finditer(shortcode["arguments"]):
        key, value = argument["key"] or "", argument["value"]
        if key in keys:
            return ""
        keys[key] = _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value
    if shortcode["name"] == "figure":
        return "" if shortcode[0].count("\n") and not is_alone else _picture(keys)
    return _film(shortcode["name"], keys) if is_alone else ""


def _of_hexo(tag: re.Match[str], is_alone: bool) -> str:
    if tag["name"] != "asset_img":
        return "" if tag["title"] is not None or not is_alone else _film(tag["name"], {"": tag["slug"]})
    if not _IMAGE.fullmatch(tag["slug"]):
        return ""
    title, alt = ((tag[name] or "").strip() for name in ("title", "alt"))
    return _picture({"src": tag["slug"], "alt": alt or title, "title": title if alt and alt != title else ""})


def _of_wordpress(shortcode: re.Match[str]) -> str:
    words, picture, end = _words(shortcode), shortcode["picture"], shortcode.end("file") - shortcode.start("picture")
    if shortcode["html"]:
        return f"<figure>{picture}<figcaption>{words}</figcaption></figure>" if words else picture
    if shortcode["paragraph"] or _MARKUP_OF_CAPTION.search(_ESCAPED.sub("", words)):
        return ""
    if not words:
        return picture
    title = _ESCAPED_OR_QUOTE.sub(lambda sign: sign[0] if sign[1] else '\\"', words)
    return f'{picture[:end]} "{title}"{picture[end:]}'


def _words(shortcode: re.Match[str]) -> str:
    """The caption of a picture in WordPress, which was an attribute once."""
    old = _CAPTION_OF_OLD.search(shortcode["attributes"])
    return shortcode["words"].removesuffix("\\").strip() or (old[1].strip() if old else "")


def _film(name: str, keys: dict[str, str]) -> str:
    film = keys.get("id", keys.get("", ""))
    return f"{_FILM[name]}{film}" if len(keys) == 1 and _FILM_ID.fullmatch(film) else ""


def _picture(keys: dict[str, str]) -> str:
    texts = [keys[key].strip() for key in _TEXTS if keys.get(key, "").strip()]
    file, link = keys.get("src", "").strip(), keys.get("link", "").strip()
    is_plain = _ADDRESS.fullmatch(file) and (not link or _ADDRESS.fullmatch(link))
    if not is_plain or not keys.keys() <= _PARAMETERS or any(map(_MARKUP.search, texts)):
        return ""
    caption = " ".join([text if text.endswith(_SENTENCE_ENDS) or text == texts[-1] else f"{text}." for text in texts])
    # Hugo describes a picture with its caption, if it has no words of its own for that.
    alt = _SPECIAL.sub(r"\\\g<0>", " ".join(keys.get("alt", keys.get("caption", "")).split()))
    title = ' "{}"'.format(caption.replace('"', '\\"')) if caption else ""
    picture = f"![{alt}](<{file}>{title})"
    return f"[{picture}](<{link}>)" if link else picture
