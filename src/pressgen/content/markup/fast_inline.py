"""The marks within one ordinary text straight to HTML: emphasis, links, pictures, code, line breaks."""

from __future__ import annotations

import re

# A line break is searched for as one character, and each form starts with a literal one: that makes searching quick.
_BREAK = "\x02\n"
_ADDRESS = r'[^\s()<>"\'`\[\]\x02]+'
_TITLE = r'"(?P<title>[^"\'()`\n\x02]+)"'
_CAPTION = r'"(?P<caption>[^"\'()`\n\x02]+)"'
_TOKEN = re.compile(
    r"\*(?P<stars>\**)"
    r"|_(?P<lows>_*)"
    rf"|\[(?P<words>[^\[\]`]+)\]\((?P<href>{_ADDRESS})(?: +{_TITLE})?(?P<link>\))"
    r"|\[(?P<bracket>)(?=[^\[\]`]*\](?!\())"
    r"|`(?P<code>[^`\x02]+)`"
    rf"|!\[(?P<alt>[^\[\]`\x02]*)\]\((?P<src>{_ADDRESS})(?: +{_CAPTION})?(?P<picture>\))"
    r"|\x02(?P<line>\n)(?!\s)"
    r"|`|\[|\x02|\{"
)
_ENTITY = re.compile(r"&(?:#|[A-Za-z0-9]+;)")
_OPEN_ENTITY = re.compile(r"&#(?!(?:[0-9]+|[xX][0-9A-Fa-f]+);)")
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
_BLANK = re.compile(r"\s")


class NotOrdinaryError(Exception):
    """A text holds a form that is left to the library."""


def inline_html(text: str) -> str:
    """The HTML of one text without backslash, `<`, double backticks and the library's placeholders.

    Raises NotOrdinaryError unless every mark stands where it can be read in one way only.
    """
    if "&" in text:
        # In code an entity is shown as it is written, and one without its semicolon is given one.
        if _ENTITY.search(text) and ("`" in text or _OPEN_ENTITY.search(text)):
            raise NotOrdinaryError
        text = _AMPERSAND.sub("&amp;", text)
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "  \n" in text:
        text = text.replace("  \n", _BREAK)
    return _marked(text) if _has_marks(text) else text


def _has_marks(text: str) -> bool:
    # To look for one sign after the other is many times as fast as to look for any of them with an expression.
    return "*" in text or "[" in text or "_" in text or "`" in text or "{" in text or "\x02" in text


def _marked(text: str) -> str:
    html: list[str] = []
    at = 0
    opened = ""
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        html.append(text[at:start])
        at = end
        kind = token.lastgroup
        if kind == "stars" or kind == "lows":
            shown, opened = _emphasis(text, start, end, opened)
            html.append(shown)
        elif kind == "link":
            words, address, title = token.group("words", "href", "title")
            html.append(f'<a href="{address}"{_title(title)}>{_marked(words)}</a>')
        elif kind == "code":
            html.append(f"<code>{token['code'].strip()}</code>")
        elif kind == "picture":
            alt, address, title = token.group("alt", "src", "caption")
            alt = alt.replace('"', "&quot;")
            html.append(f'<img alt="{alt}" src="{address}"{_title(title)}>')
        elif kind == "bracket":
            html.append("[")
        elif kind == "line":
            html.append("<br>\n")
        else:
            raise NotOrdinaryError
    if opened:
        raise NotOrdinaryError
    html.append(text[at:])
    return "".join(html)


def _emphasis(text: str, start: int, end: int, opened: str) -> tuple[str, str]:
    """What a run of stars or low lines is, and the run that is open after it."""
    run, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    in_word = run[0] == "_" and (before.isalnum(), after.isalnum())
    if in_word == (True, True) and len(run) <= 2:
        return run, opened
    name = "em" if len(run) == 1 else "strong"
    if opened == run and not before.isspace() and not (in_word and in_word[1]):
        return f"</{name}>", ""
    # Emphasis in emphasis has many readings.
    if opened or len(run) > 2 or not after.strip() or (in_word and in_word[0]):
        raise NotOrdinaryError
    return f"<{name}>", run


def _title(title: str | None) -> str:
    if not title:
        return ""
    if not title.strip():
        raise NotOrdinaryError
    return f' title="{_BLANK.sub(" ", title.strip())}"'
