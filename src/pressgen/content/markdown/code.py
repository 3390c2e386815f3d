"""Which lines of a text are code, as the parser reads it, and code of other generators as the parser's."""

from __future__ import annotations

import html
import re
from collections.abc import Set

from pyromark import Markdown, Options

from pressgen.content.text.foreign import with_fences, without_code
from pressgen.letters import lines_at, splice

_PARSER = Markdown(options=Options.ENABLE_FOOTNOTES | Options.ENABLE_GFM | Options.ENABLE_DEFINITION_LIST)

# Without a space it looks like HTML, and with the name of an element, such as {{<table>}}, it would be some. Those two
# are addresses.
_UNSPACED_SHORTCODE = re.compile(r"\{\{<(?=/?\w)(?!(?:rel)?ref\b)")

# As WordPress keeps the code of its shortcodes, and as programs that make Markdown of all that is a text write it.
_CHARACTER = re.compile("&(?:lt|gt|amp|quot|#0?39);")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|+.!-])")
_SAMPLE = re.compile(r"<pre(?=[\s>])[^<>]*+>[^<]*+(?:<(?!/?pre[\s>])[^<]*+)*+</pre>", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*(?=\n)")


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


def html_lines(text: str) -> Set[int]:
    """The lines of blocks of HTML; only the parser knows where one ends."""
    return code_lines(text).keys() - code_lines(text, has_html=False).keys()


def with_samples(text: str) -> str:
    """The text with the code between `{% highlight %}` and the like as code; lines keep their numbers."""
    fenced = with_fences(text)
    if fenced == text:
        return text
    lines, written = fenced.split("\n"), text.split("\n")
    changed = [at for at, (line, before) in enumerate(zip(lines, written, strict=True)) if line != before]
    pairs = list(zip(changed[::2], changed[1::2], strict=True))
    for first, last in pairs:
        if written[first].lstrip(" \\").startswith("["):
            lines[first + 1 : last] = _as_typed(lines[first + 1 : last], written[first])
    if "<" not in text:
        return "\n".join(lines)
    # An HTML block ends at an empty line, which may be within the code.
    filled = list(lines)
    for first, last in pairs:
        filled[first : last + 1] = ["x"] * (last + 1 - first)
    within_html = html_lines("\n".join(filled))
    for first, last in pairs:
        if first in within_html:
            # In HTML a fence is text. The line feed behind <pre> is no part of the code.
            code = [html.escape(line, quote=False) if line.strip() else "&#32;" for line in lines[first + 1 : last]]
            language = lines[first].strip(" ~")
            start = f'<code class="language-{language}">' if language else "<code>"
            lines[first : last + 1] = ["<pre>", *code, "</code></pre>"]
            lines[first + 1] = f"{start}{lines[first + 1]}"
    return "\n".join(lines)


def _as_typed(code: list[str], shortcode: str) -> list[str]:
    """The code below a shortcode of WordPress, without what its editor and exports to Markdown made of it."""
    if not any("<" in line or ">" in line for line in code):
        code = [_CHARACTER.sub(lambda name: html.unescape(name[0]), line) for line in code]
    if shortcode.lstrip().startswith("\\") or shortcode.endswith("  "):
        code = [_ESCAPED.sub(r"\1", line).removesuffix("  ") for line in code]
    return code


def with_whole_html(text: str) -> str:
    """The text with the empty lines in <pre> filled where CommonMark ends at them the HTML that began above it."""
    if not ("<pre" in text or "<PRE" in text):
        return text
    samples = [sample for sample in _SAMPLE.finditer(text) if _EMPTY_LINE.search(sample[0])]
    if not samples:
        return text
    lines = text.split("\n")
    filled = list(lines)
    places: list[tuple[int, int]] = []
    for line, sample in zip(lines_at(text, map(re.Match.start, samples)), samples, strict=True):
        places.append((line, line + sample[0].count("\n") + 1))
        filled[slice(*places[-1])] = [each if each.strip() else "&#32;" for each in lines[slice(*places[-1])]]
    before, after = html_lines(text), html_lines("\n".join(filled))
    for first, end in places:
        numbers = {*range(first, end)}
        if numbers <= after and not numbers <= before:
            lines[first:end] = filled[first:end]
    return "\n".join(lines)


def with_shortcodes_as_text(text: str) -> str:
    """The text with shortcodes of Hugo as text where they look like HTML; code stays as it is."""
    if "{{<" not in text:
        return text
    ends = [match.end() for match in _UNSPACED_SHORTCODE.finditer(without_code(text))]
    code = code_lines(text, has_html=False) if ends else {}
    lines = zip(ends, lines_at(text, ends), strict=True)
    return splice(text, ((end - 1, end, "&lt;") for end, line in lines if line not in code))
