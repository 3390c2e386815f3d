"""Which lines of a text are code, as the parser reads it."""

from __future__ import annotations

from pyromark import Markdown, Options

_PARSER = Markdown(options=Options.ENABLE_FOOTNOTES | Options.ENABLE_GFM | Options.ENABLE_DEFINITION_LIST)


def code_lines(text: str, has_html: bool = True) -> dict[int, str]:
    """The lines of code blocks: "fenced", which covers HTML too if `has_html` is true, or "indented"."""
    kinds: dict[int, str] = {}
    source = text.encode()
    at = line = 0
    for event, span in _PARSER.events_with_range(text):
        if isinstance(event, str) or "Start" not in event:
            continue
        tag = event["Start"]
        if (tag == "HtmlBlock" and has_html) or (isinstance(tag, dict) and "CodeBlock" in tag):
            kind = "indented" if isinstance(tag, dict) and tag.get("CodeBlock") == "Indented" else "fenced"
            line += source.count(b"\n", at, span["start"])
            at = span["start"]
            for number in range(line, line + source.count(b"\n", at, span["end"]) + 1):
                kinds.setdefault(number, kind)
            # A block that ends with a line feed ends before the line after it.
            if source[span["end"] - 1 : span["end"]] == b"\n":
                del kinds[line + source.count(b"\n", at, span["end"])]
    return kinds
