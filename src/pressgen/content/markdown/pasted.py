"""What people type and paste, made into CommonMark: lists of word processors, lines in braces, admonitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct
from pyromark import Markdown

from pressgen.content.foreign import path_of, without_code
from pressgen.content.markdown.attributes import Attributes, parse
from pressgen.content.markdown.containers import (
    COMPONENT_ENDS,
    OPEN_HTML,
    Line,
    with_admonitions,
    with_markdown_in_components,
    with_markdown_in_html,
)
from pressgen.content.markdown.lists import (
    BULLETS,
    ITEM,
    SPACES,
    WITH_TAB,
    tight_lists,
    with_bullets,
    with_letters,
    with_tight_numbers,
)
from pressgen.content.rare_forms import RareForm

_INVISIBLE = "\u200b\u2060\ufeff"
# A colon that marks no definition: a smiley, `:smile:` of a chat, `:::` of other generators, `:30`.
_NO_DEFINITION = r":(?!-[-:| \t]*(?:\n|$))(?:[^\s\w]|\d|[\w+-]+:(?!\S))"
# `##Word`: hashtags have one sign.
_HEADING_WORD = r"""(?=[^\W_]|[*"'(\[«“„《（【「])"""
_HEADING = re.compile(rf"(?P<signs>^[ >]*\#{{2,6}}){_HEADING_WORD}")
_UNUSUAL = re.compile(
    # Nearly all lines are passed over at their first character.
    rf"\n[ \t>]*(?=[{BULLETS}{SPACES}{_INVISIBLE}{WITH_TAB}\u00b7aAаА\d!?*:={{#+-])"
    rf"(?:(?P<paste>[{BULLETS}{SPACES}{_INVISIBLE}]|\u00b7[ \t{SPACES}]|[{WITH_TAB}]\t"
    rf"|(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}})[{SPACES}])|(?P<letter>[aаAА]\)[ \t{SPACES}])"
    rf"|(?P<admonition>!!!|\?\?\?|:::|===[!+]?[ ]+\")"
    rf"|(?P<heading>\#\#+{_HEADING_WORD})|(?P<tight>(?:-|1[.)])(?=[^\W\d_]))"
    rf"|(?P<apart>\*\[[^\]\n]+\]:|\{{(?!%)[^{{}}\n]+\}})|(?P<colon>{_NO_DEFINITION}))"
)
# *a* with a no-break space on either side is text.
_MARKER = re.compile(rf"(?P<marker>[ \t>]*(?:[-+]|\*(?=[^*]*$)|\d{{1,9}}[.)]|\#{{1,6}}))[{SPACES}][ \t{SPACES}]*")
_INDENT = re.compile(
    rf"[ \t{SPACES}]*[{SPACES}][ \t{SPACES}]*(?=(?:[-*+>{BULLETS}]|\d{{1,9}}[.)]|\#{{1,6}})[ \t{SPACES}])"
)
_ATTRIBUTES = re.compile(
    r"(?P<before>[ \t>]*)(?P<list>\{(?P<colon>:?)(?![:/]|toc\b)[ \t]*(?P<inside>[^{}]*?)[ \t]*\})[ \t]*"
)
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[(?P<short>[^\]\n]+)\]:[ \t]*(?P<long>.*\S)[ \t]*")
_CODE_ADDRESS = re.compile(
    r"\]\(((?:\{\{[^{}<>\n]*\}\}|\{%[^{}<>\n]*%\})(?:\{\{[^{}<>\n]*\}\}|\{%[^{}<>\n]*%\}|[^\s()<>{])*)"
    r"(?=[ \t]*\)|[ \t]+[\"'])"
)
_REFERENCE_OF_HUGO = re.compile(r"\]\((\{\{[<%][ ]*(?:rel)?ref[ ][^{}\n]*\}\})(?=\))")
# Possessive: an address without a space, as nearly all are, is passed over at once.
_WORD_OF_ADDRESS = r"(?!['\"])(?:[^\s()<>\"]++|\([^()<>\n]*+\))++"
_SPACED_ADDRESS = re.compile(
    rf"\](?=\()\(({_WORD_OF_ADDRESS}(?:[ \u00a0]++{_WORD_OF_ADDRESS})++)(?=[ \t]*\)|[ \t]+[\"'])",
)
# The size of a picture behind its name, and a space after the scheme.
_NO_ADDRESS = re.compile(r"[ ]+=\d*x\d*$|(?<=^mailto:)[ \u00a0]+")
# Other words in round brackets are text.
_FILE_OR_NUMBER = re.compile(
    r"tel:[+\d\s().-]+|mailto:\s[^\s@]+@\S+|.*\.(?:jpe?g|png|gif|webp|avif|hei[cf]|svg|tiff?|mp4|webm|mov|ogv|mp3|m4a|ogg|opus|wav|flac|aac"
    r"|pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|zip|rar|md|html?)(?:#\S*)?(?:[ ]+=\d*x\d*)?",
    re.IGNORECASE,
)
_DEFINED = RareForm("]", re.compile(r"\](?=:)"))
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<scheme>https?://)?[^\n]+")
_TABLE = re.compile(r"\n {0,3}\|[^\n]*\|[ \t]*\n {0,3}\|[ \t:]*-[-:| \t]*(?=\n|$)")
# Two rows or more, each between bars.
_ROW = r"\n {0,3}\|(?=[^\n|])[^\n]*[^\n|\\]\|[ \t]*(?=\n|$)"
_ROWS = re.compile(rf"{_ROW}(?:{_ROW})+")
_RULE = re.compile(r"[ \t:|]*-[-:| \t]*")
_CURLY_TITLE = re.compile(r"(\](?=\()\([^()\s<>]+[ \u00a0]+)[“”„«»]([^()\n\"“”„«»]*)[“”«»](?=\s*\))")
_CURLY_VALUE = re.compile(r"<[A-Za-z][^<>\n]*=[“”„«][^<>\n]*>")
_COLON = re.compile(rf"\A([ \t>]*)(?={_NO_DEFINITION})")
# A backtick for an apostrophe: O`zbekiston, ma`lum, tog`. A span of code begins after no letter, but for
# those of Chinese, Japanese and Korean, which are written without spaces. Where another backtick ends the word,
# the space before the code was forgotten: an`XFS` file.
_SPELLED = r"A-Za-z\u00c0-\u024f\u0370-\u058f"
_TICK = rf"`(?:(?<=[{_SPELLED}]`)(?=[{_SPELLED}])|(?<=[OoGg]`)(?=[\s.,;:!?)»”]|$))"
_APOSTROPHE = re.compile(_TICK)
_CODE_OR_APOSTROPHE = re.compile(
    rf"(?P<run>`(?<![{_SPELLED}`]`)`*)(?!`).*?(?<!`)(?P=run)(?!`)"
    rf"|(?P<word>`(?<=[{_SPELLED}]`)[^\s`]++`(?<![OoGg]`)(?![\w`]))|{_TICK}"
)
EDGE = "\u2cff"
"""A punctuation mark that no text has; beside `**` it shows the parser where emphasis ends. Readers never see it."""
_UNSPACED = "\u2e80-\u30ff\u3130-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""The letters of Chinese, Japanese and Korean."""
# CommonMark reads **“a”**b and a**“b”** as text, because a quotation mark is on one side and a letter on the other.
# That is right for a**"b" of programs and wrong for all that have no spaces or put an ending after a name.
# A single asterisk is more often one that refers to a note: price*(net).
_TIGHT = re.compile(
    r"\*\*(?:(?P<end>(?<=[”’»」』）】》〉：，。！？、；…％]\*\*)\*?(?=[^\W_])"
    r"""|(?<=[!"#$%&')+,.:;=>?@\]^`|}~-]\*\*)\*?(?=[^\W\d_\x00-\x7f])|(?<=[:"'!?.,;)]\*\*)(?=[^\W\d_]))"""
    rf"""|(?<=[{_UNSPACED}]\*\*)\*?(?=["'(\[`]|[.@$#+~<-][^\W_])"""
    r"|(?<=[^\W_]\*\*)\*?(?=[“«„「『（【《〈]))"
)


def _as_text(match: re.Match[str]) -> str:
    """A backtick with a backslash, which makes it text; a span of code as it is."""
    return match[0] if match["run"] or match["word"] else f"\\{match[0]}"


_CONTAINERS: dict[str, Callable[[list[Line]], list[Line]]] = {
    "html": with_markdown_in_html,
    "component": with_markdown_in_components,
    "admonition": with_admonitions,
}
"""How each kind of container is laid out, in this order."""
_OUTSIDE_CODE: dict[str, tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]] = {
    "colon": (":", _COLON, r"\1\\"),
    "heading": ("##", _HEADING, r"\g<signs> "),
    "apostrophe": ("`", _CODE_OR_APOSTROPHE, _as_text),
}
"""What is changed in lines that are no code, by its kind, with what these lines have."""
_OTHER_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_CODE_MARKS = ("```", "~~~", "\n    ", "\n\t", "<")
_PARSER = Markdown()


class Pending(NamedTuple):
    """A line that was an attribute list: where it was in the text that is left, and what it touched there.

    `line` is the line of that text before which it was, `number` its own line in the source, both from 0.
    """

    line: int
    column: int
    follows: bool
    precedes: bool
    attributes: Attributes
    markup: str
    number: int


class Prepared(Struct, frozen=True):
    """A text as the parser reads it, maybe with `EDGE` in it. `numbers` has the source's line of each of its lines,
    if they differ.

    `tight` has the lines of the source that begin lists without a space after `-`, which are text.
    `admonitions` has the classes and the title, None if none was given, by line of the text.
    """

    text: str
    numbers: tuple[int, ...] = ()
    admonitions: dict[int, tuple[str, str | None]] = {}
    abbreviations: dict[str, str] = {}
    attributes: tuple[Pending, ...] = ()
    tight: tuple[int, ...] = ()


def prepare(text: str, is_mdx: bool = False) -> Prepared:
    """The text for the parser; most are as they were. In MDX the text of components is Markdown."""
    for control in _OTHER_BREAKS:
        if control in text:
            text = text.replace(control, " ")
    if not text.isascii():
        text = _with_straight_quotes(text)
    if "*" in text and EDGE not in text:
        text = _TIGHT.sub(lambda stars: f"{stars[0]}{EDGE}" if stars["end"] is not None else f"{EDGE}{stars[0]}", text)
    if "]" in text:
        text = with_bracketed_addresses(text)
    kinds = _kinds(text, is_mdx)
    inserted: dict[int, tuple[str, ...]] = {}
    if _DEFINED.is_in(text):
        inserted = dict.fromkeys(_tucked_definitions(text), ("",))
    if "|" in text:
        inserted |= dict.fromkeys(_tucked_tables(text), ("",))
        inserted |= _heads_of_tables(text)
    if kinds:
        return _rearranged(text, kinds, inserted)
    if not inserted:
        return Prepared(text)
    lines = _with_lines(text, inserted)
    return Prepared("\n".join([line.text for line in lines]), tuple([line.number for line in lines]))


def _kinds(text: str, is_mdx: bool) -> set[str]:
    """The kinds of unusual forms in a text."""
    # One search tells whether the lines have to be gone through at all.
    kinds = {match.lastgroup or "" for match in _UNUSUAL.finditer(f"\n{text}")}
    if "admonition" in kinds and ":::" in text:
        kinds.add("colon")  # for those that are no box
    if "<" in text and " markdown" in text and OPEN_HTML.search(text):
        kinds.add("html")
    if is_mdx and "</" in text and COMPONENT_ENDS.search(text):
        kinds.add("component")
    if "`" in text and _APOSTROPHE.search(text):
        kinds.add("apostrophe")
    return kinds


def _rearranged(text: str, kinds: set[str], inserted: dict[int, tuple[str, ...]]) -> Prepared:
    """The text with the unusual forms that are in it made into others, and with the lines to be inserted."""
    lines = _with_lines(text, inserted)
    for kind, laid_out in _CONTAINERS.items():
        lines = laid_out(lines) if kind in kinds else lines
    code: dict[int, str] = {}
    if not kinds <= _CONTAINERS.keys() and any(mark in text for mark in _CODE_MARKS):
        code = _code_lines("\n".join([line.text for line in lines]))
    if "paste" in kinds:
        lines = [line if code.get(at) == "fenced" else _spaced(line) for at, line in enumerate(lines)]
        lines = with_bullets(lines, code)
    if "letter" in kinds:
        lines = with_letters(lines, code)
    if "tight" in kinds:
        lines = with_tight_numbers(lines, code)
    for kind, (sign, form, replacement) in _OUTSIDE_CODE.items():
        if kind in kinds:
            lines = [
                line if at in code or sign not in line.text else line._replace(text=form.sub(replacement, line.text))
                for at, line in enumerate(lines)
            ]
    abbreviations: dict[str, str] = {}
    pending: list[Pending] = []
    if "apart" in kinds:
        lines = _taken_apart(lines, code, abbreviations, pending)
    return Prepared(
        "\n".join([line.text for line in lines]),
        tuple([line.number for line in lines]),
        {at: line.admonition for at, line in enumerate(lines) if line.admonition},
        abbreviations,
        tuple(pending),
        tuple(tight_lists(lines, code)) if "tight" in kinds else (),
    )


def _with_lines(text: str, inserted: dict[int, tuple[str, ...]]) -> list[Line]:
    """The lines of a text, with others before some of them."""
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n")):
        if number in inserted:
            lines += [Line(each, number) for each in inserted[number]]
        lines.append(Line(line, number))
    return lines


def _tucked(form: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str], str]]:
    """Where a form is right below a line that is not of the form: the form's line, from 0, itself, and that line."""
    number = at = 0
    end = -1
    for match in form.finditer(f"\n{text}"):
        start = match.start()  # in the text itself, the place after the line feed
        above = text[text.rfind("\n", 0, start - 1) + 1 : start - 1] if start else ""
        number += text.count("\n", at, start)
        at = start
        if start != end and above.strip(" \t>"):
            yield number, match, above
        end = match.end()


def _tucked_definitions(text: str) -> Iterator[int]:
    """The first of definitions of addresses right below a line of text or of Liquid.

    CommonMark reads it as text of that paragraph; all who write it mean a definition. An address within the site
    is left as it is, for it may be text.
    """
    for number, definition, above in _tucked(_DEFINITION, text):
        if definition["scheme"] or above.lstrip().startswith("{%"):
            yield number


def _tucked_tables(text: str) -> Iterator[int]:
    """The heads of tables right below a list item, which CommonMark reads as text of the item."""
    for number, _, above in _tucked(_TABLE, text):
        if "|" not in above:
            yield number


def _heads_of_tables(text: str) -> dict[int, tuple[str, ...]]:
    """The lines to be inserted before tables without a head, which kramdown reads and CommonMark takes for text."""
    if not _ROWS.search(f"\n{text}"):
        return {}
    prose = without_code(text)
    heads: dict[int, tuple[str, ...]] = {}
    for match in _ROWS.finditer(f"\n{prose}"):
        rows = match[0].split("\n")[1:]
        indent = rows[0][: len(rows[0]) - len(rows[0].lstrip())]
        above = prose[prose.rfind("\n", 0, match.start() - 1) + 1 : match.start()] if match.start() else ""
        first = prose.count("\n", 0, match.start())
        written = text.split("\n")[first : first + len(rows)]
        columns = max(row.replace("\\|", "").count("|") - 1 for row in written)
        below = prose[match.end() :].partition("\n")[0]
        # Below a row that is no match they go on with its table; a line below them would be a row of it.
        if "|" in above or below.strip() or any(map(_RULE.fullmatch, rows[1:])) or columns < 2:
            continue
        rule = () if _RULE.fullmatch(rows[0]) else (f"{indent}|{'---|' * columns}",)
        heads[first] = ("", f"{indent}|{' |' * columns}", *rule)
    return heads


def with_bracketed_addresses(text: str) -> str:
    """The text with angle brackets around addresses with spaces: names of files, telephone numbers and template code.

    So they stay links and pictures. That a file is missing is reported, and so is the code, whose words readers see.
    Where Hugo's `ref` names a file, its name is the address.
    """
    if not ("{" in text and "]({" in text) and not _SPACED_ADDRESS.search(text):
        return text
    prose = without_code(text)
    files = (match for match in _SPACED_ADDRESS.finditer(prose) if _FILE_OR_NUMBER.fullmatch(match[1]))
    pieces: list[str] = []
    at = 0
    code = (*_CODE_ADDRESS.finditer(prose), *_REFERENCE_OF_HUGO.finditer(prose))
    for match in sorted((*code, *files), key=re.Match.start):
        if match.start() >= at:
            address = _NO_ADDRESS.sub("", path_of(text[match.start(1) : match.end(1)]))
            is_plain = "{" not in address and len(address.split()) == 1
            pieces += (text[at : match.start(1)], address if is_plain else f"<{address}>")
            at = match.end(1)
    return "".join((*pieces, text[at:]))


def _with_straight_quotes(text: str) -> str:
    """Titles of links and attributes of HTML that a word processor gave typographic quotes."""
    if "“" not in text and "”" not in text and "„" not in text and "«" not in text:
        return text
    text = _CURLY_TITLE.sub(r'\1"\2"', text)
    return _CURLY_VALUE.sub(lambda tag: re.sub("[“”„«»]", '"', tag[0]), text) if "<" in text else text


def _code_lines(text: str) -> dict[int, str]:
    """The lines of code blocks and HTML: "fenced", which covers HTML too, or "indented"."""
    kinds: dict[int, str] = {}
    source = text.encode()
    at = line = 0
    for event, span in _PARSER.events_with_range(text):
        if isinstance(event, str) or "Start" not in event:
            continue
        tag = event["Start"]
        if tag == "HtmlBlock" or (isinstance(tag, dict) and "CodeBlock" in tag):
            kind = "indented" if isinstance(tag, dict) and tag.get("CodeBlock") == "Indented" else "fenced"
            line += source.count(b"\n", at, span["start"])
            at = span["start"]
            for number in range(line, line + source.count(b"\n", at, span["end"]) + 1):
                kinds.setdefault(number, kind)
            # A block that ends with a line feed ends before the line after it.
            if source[span["end"] - 1 : span["end"]] == b"\n":
                del kinds[line + source.count(b"\n", at, span["end"])]
    return kinds


def _spaced(line: Line) -> Line:
    """A line whose invisible characters and no-break spaces do not hide what it is."""
    text = line.text.lstrip(_INVISIBLE)
    if text.isascii():
        return line if text == line.text else line._replace(text=text)
    if not text.strip():
        return line._replace(text="")
    text = (
        _INDENT.sub(lambda found: re.sub(f"[{SPACES}]", " ", found[0]), text, count=1) if _INDENT.match(text) else text
    )
    if marker := _MARKER.match(text):
        text = f"{marker['marker']} {text[marker.end() :]}"
    return line._replace(text=text)


def _taken_apart(
    lines: list[Line], code: dict[int, str], abbreviations: dict[str, str], pending: list[Pending]
) -> list[Line]:
    """The lines without those of attributes and abbreviations; blocks that one of them parted stay apart."""
    result: list[Line] = []
    for at, line in enumerate(lines):
        if at in code or ("}" not in line.text and "*[" not in line.text):
            result.append(line)
            continue
        follows = bool(result) and bool(result[-1].text.strip(" \t>"))
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        precedes = bool(after.strip(" \t>"))
        abbreviation = _ABBREVIATION.fullmatch(line.text)
        match = _ATTRIBUTES.fullmatch(line.text)
        attributes = parse(match["inside"], words=bool(match["colon"])) if match else None
        if abbreviation:
            abbreviations.setdefault(abbreviation["short"], abbreviation["long"])
        elif match and attributes:
            column = len(match["before"].expandtabs(4))
            pending.append(Pending(len(result), column, follows, precedes, attributes, match["list"], line.number))
        if not abbreviation and not attributes:
            result.append(line)
        # Without the line between them two paragraphs would become one; two items stay two.
        elif follows and precedes and not ITEM.match(after):
            result.append(line._replace(text=""))
    return result
