"""What people type and paste, made into CommonMark: lists of word processors, lines in braces, admonitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from pressgen.content.markdown.attributes import ALONE, Attributes, joined, parse
from pressgen.content.markdown.code import code_lines
from pressgen.content.markdown.containers import (
    CALLOUT,
    COMPONENT_ENDS,
    OPEN_HTML,
    Line,
    with_admonitions,
    with_markdown_in_components,
    with_markdown_in_html,
)
from pressgen.content.markdown.grid_tables import BORDER, BORDER_BEGINS, with_grid_tables
from pressgen.content.markdown.lists import (
    BULLETS,
    INVISIBLE,
    ITEM,
    PICTURES,
    SIGN_OF_LINE,
    SPACES,
    WITH_TAB,
    joined_lines,
    tight_lists,
    with_bullets,
    with_letters,
    with_one_space,
    with_tight_numbers,
)
from pressgen.content.markdown.tucked import lines_before
from pressgen.content.text.foreign import NAMED_COMPONENT, fence_after, path_of, without_code
from pressgen.letters import SPELLED, splice

# A colon that marks no definition: a smiley, `:smile:` of a chat, `:::` of other generators, `:30`.
_NO_DEFINITION = r":(?!-[-:| \t]*(?:\n|$))(?:[^\s\w]|\d|[\w+-]+(?::(?!\S)|[\[{]))"
# `##Word`: hashtags have one sign.
_HEADING_WORD = r"""(?=[^\W_]|[*"'(\[«“„《（【「])"""
_HEADING = re.compile(rf"(?P<signs>^[ >]*\#{{2,6}}){_HEADING_WORD}")
# Signs alone on a line are a heading without words, which no page shows; below a line of text they are part of it.
_LONE_SIGNS = re.compile(r"\#(?<=[ \t\n>]\#)\#{0,5}+[ \t]*+(?=\n|\Z)")
_SIGNS_BELOW_TEXT = re.compile(
    r"^(?P<above>[ \t>]*+(?!\#|<|\||```|~~~)[^\n]*[^\W_][^\n]*\n[ \t>]*+)(?=\#{1,6}[ \t]*+(?:\n|\Z))", re.MULTILINE
)
_UNUSUAL = re.compile(
    # Nearly all lines are passed over at their first character.
    rf"\n[ \t>]*(?=[{BULLETS}{SPACES}{INVISIBLE}{WITH_TAB}{PICTURES}\u00b7aAаА(\d!?*:{{#+=-])"
    rf"(?:(?P<paste>[{BULLETS}{SPACES}{INVISIBLE}]|\u00b7[ \t{SPACES}]|[{WITH_TAB}]\t"
    rf"|(?:[-*+]|\d{{1,9}}[.)]|\#{{1,6}})[ ]?[{SPACES}])"
    rf"|(?P<letter>\(?[aаAА](?:\)(?:[ \t{SPACES}]|[^\W\d_])|\.(?:\t|[ ]{{2}})))"
    r"|(?P<wide>(?:[-*+]|\d{1,9}[.)])[ ]{5})|(?P<admonition>!!!|\?\?\?|::[:a-z]|===[!+]?[ ]+\")"
    rf"|(?P<heading>\#\#+{_HEADING_WORD})|(?P<tight>(?:-|1[.)])(?=[^\W\d_]))"
    r"|(?P<numbers>(?!1[.)])\d{1,3}[.)][ \t][^\n]*(?=\n[ >]*\d{1,3}[.)][ \t]))"
    rf"|(?P<apart>\*\[[^\]\n]+\]:|\{{(?!%)[^{{}}\n]+\}})|(?P<colon>{_NO_DEFINITION})"
    rf"|(?P<joined>{SIGN_OF_LINE}(?=[^\n]*\n[ \t>]*{SIGN_OF_LINE})))"
)
# *a* with a no-break space on either side is text.
_MARKER = re.compile(rf"(?P<marker>[ \t>]*(?:[-+]|\*(?=[^*]*$)|\d{{1,9}}[.)]|\#{{1,6}}))[ ]?[{SPACES}][ \t{SPACES}]*")
_QUOTE = re.compile(rf"[ \t]*>[ \t>{SPACES}]*")
_SPACES = re.compile(rf"[ ]*+[{SPACES}][ {SPACES}]*+")
_INDENT = re.compile(rf"[ \t]*+[{SPACES}][ \t{SPACES}]*+(?=(?:[-*+>|{BULLETS}]|\d{{1,9}}[.)]|\#{{1,6}})[ \t{SPACES}])")
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[(?P<short>[^\]\n]{1,200})\]:[ \t]*(?P<long>.*\S)[ \t]*")
_CODE_ADDRESS = re.compile(
    r"\]\(((?:\{\{[^{}<>\n]*\}\}|\{%[^{}<>\n]*%\})(?:\{\{[^{}<>\n]*\}\}|\{%[^{}<>\n]*%\}|[^\s()<>{])*)"
    r"(?=[ \t]*\)|[ \t]+[\"'])"
)
_REFERENCE_OF_HUGO = re.compile(
    r"\]\((\{\{[<%][ ]*(?:(?:rel)?ref[ ][^{}\n]*"
    r"|[\w-]+[ ]+[\"']?[^\s\"'<>{}]+\.md(?:#[^\s\"'<>{}]*)?[\"']?[ ]*[%>])\}\}(?:[?#][^\s()<>{}]*)?)"
    r"(?=[ \t]*\)|[ \t]+[\"'])"
)
# Possessive: an address without a space, as nearly all are, is passed over at once.
_WORD_OF_ADDRESS = r"(?!['\"])(?:[^\s()<>\"]++|\([^()<>\n]*+\))++"
_MOST_IN_A_ROW = 20
_SPACED_ADDRESS = re.compile(
    rf"\](?=\()\(({_WORD_OF_ADDRESS}(?:[ \u00a0]++{_WORD_OF_ADDRESS}){{1,50}}+)(?=[ \t]*\)|[ \t]+[\"'])",
)
# The size of a picture behind its name, and a space after the scheme.
_NO_ADDRESS = re.compile(r"[ ]+=\d*x\d*$|(?<=^mailto:)[ \u00a0]+")
# Other words in round brackets are text.
_FILE_OR_NUMBER = re.compile(
    r"tel:[+\d\s().-]+|mailto:[^\s@]+@[^\s@]+\?.*|mailto:\s[^\s@]+@\S+"
    r"|.*\.(?:jpe?g|png|gif|webp|avif|hei[cf]|svg|tiff?|mp4|webm|mov|ogv|mp3|m4a|ogg|opus|wav|flac|aac"
    r"|pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|zip|rar|md|html?)(?:#\S*)?(?:[ ]+=\d*x\d*)?",
    re.IGNORECASE,
)
_CURLY_TITLE = re.compile(r"(\](?=\()\([^()\s<>]+[ \u00a0]+)[“”„«»‘‚]([^()\n\"]*?)[“”«»’‘](?=\s*\))")
_CURLY_DEFINITION = re.compile(
    r"^( {0,3}\[[^\]\n]+\]:[ \t]*[^\s“”„«»‘‚]+[ \t\u00a0]+)[“”„«»‘‚]([^\n\"]*)[“”«»’‘](?=[ \t]*$)", re.MULTILINE
)
_CURLY_VALUE = re.compile(r"<[A-Za-z][^<>\n]*=[“”„«][^<>\n]*>")
# A rule, the line below the head of a table, or the end of a block of code, with no-break spaces.
_SIGNS_ONLY = re.compile(r"^(?!(?=[ ]*\u00a0)[ \u00a0]{4})[ \t>\u00a0]*+[-*_|:=`~][-*_|:=`~ \t\u00a0]*+$", re.MULTILINE)
_COLON = re.compile(rf"\A([ \t>]*)(?={_NO_DEFINITION})")
# A backtick for an apostrophe: O`zbekiston, ma`lum, tog`. A span of code begins after no letter, but for
# those of Chinese, Japanese and Korean, which are written without spaces. Where another backtick ends the word, or
# words with signs that only code has, the space before the code was forgotten: an`XFS` file, with`ls [folder]`.
_TICK = rf"`(?:(?<=[{SPELLED}]`)(?=[{SPELLED}])|(?<=[OoGg]`)(?=[\s.,;:!?)»”]|$))"
_APOSTROPHE = re.compile(_TICK)
# Nobody writes longer runs, and each that is never closed is looked for to the end of its line.
_CODE_OR_APOSTROPHE = re.compile(
    rf"(?P<run>`(?<![{SPELLED}`]`)`{{0,7}})(?!`).*?(?<!`)(?P=run)(?!`)"
    rf"|(?P<word>`(?<=[{SPELLED}]`)(?:[^\s`]++|(?=[^`]*(?:[\[{{}}<>_=|\\$]|[ ]--?\w))(?![^`]*\]\()[^`]++)"
    rf"`(?<![OoGg]`)(?![\w`]))|{_TICK}"
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


_CONTAINERS: dict[str, Callable[[list[Line]], list[Line]]] = {
    "grid": with_grid_tables,
    "html": with_markdown_in_html,
    "component": with_markdown_in_components,
    "admonition": with_admonitions,
}
"""How each kind of container is laid out, in this order."""
_ITEMS = {"letter": with_letters, "wide": with_one_space, "tight": with_tight_numbers}
"""What makes items of lines, by their kind."""
_OUTSIDE_CODE: dict[str, tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]] = {
    "colon": (":", _COLON, r"\1\\"),
    "heading": ("##", _HEADING, r"\g<signs> "),
    # A backslash makes it text.
    "apostrophe": (
        "`",
        _CODE_OR_APOSTROPHE,
        lambda found: found[0] if found["run"] or found["word"] else f"\\{found[0]}",
    ),
}
"""What is changed in lines that are no code, by its kind, with what these lines have."""
_OTHER_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_CODE_MARKS = ("```", "~~~", "\n    ", "\n\t", "<")


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
    """A text as the parser reads it, maybe with `EDGE` in it.

    `numbers` has the source's line of each of its lines, if they differ, `tight` the lines of the source that begin
    lists without a space after `-`, which are text, `joined` those that begin paragraphs of lines with a sign each,
    and `admonitions` the classes and the title, None if none was given, by line of the text.
    """

    text: str
    numbers: tuple[int, ...] = ()
    admonitions: dict[int, tuple[str, str | None]] = {}
    abbreviations: dict[str, str] = {}
    attributes: tuple[Pending, ...] = ()
    tight: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()


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
    text = _with_signs_as_text(text)
    if "\u00a0" in text and _SIGNS_ONLY.search(text):
        text = _with_plain_spaces(text)
    kinds = _kinds(text, is_mdx)
    lines = _with_containers(text, kinds) if kinds & _CONTAINERS.keys() else []
    text = "\n".join([line.text for line in lines]) if lines else text
    inserted = lines_before(text, "numbers" in kinds)
    if inserted and any(map(text.__contains__, _CODE_MARKS)):
        code = code_lines(text)
        inserted = {number: lines for number, lines in inserted.items() if number not in code}
    kinds.discard("numbers")
    if not kinds and not inserted:
        return Prepared(text)
    lines = _with_lines(lines or [Line(line, number) for number, line in enumerate(text.split("\n"))], inserted)
    if kinds:
        return _rearranged(text, lines, kinds)
    return Prepared("\n".join([line.text for line in lines]), tuple([line.number for line in lines]))


def _kinds(text: str, is_mdx: bool) -> set[str]:
    """The kinds of unusual forms in a text."""
    # One search tells whether the lines have to be gone through at all.
    kinds = {match.lastgroup or "" for match in _UNUSUAL.finditer(f"\n{text}")}
    if "admonition" in kinds and "::" in text:
        kinds.add("colon")  # for those that are no box
    if "<" in text and " markdown" in text and OPEN_HTML.search(text):
        kinds.add("html")
    if is_mdx and "</" in text and COMPONENT_ENDS.search(text):
        kinds.add("component")
    if (">" in text and "[!" in text and CALLOUT.search(text)) or ("<" in text and NAMED_COMPONENT.search(text)):
        kinds.add("admonition")
    if BORDER_BEGINS.is_in(text) and BORDER.search(text):
        kinds.add("grid")
    # A span of code with an ending, as in `Post`s, has no apostrophe.
    if "`" in text and _APOSTROPHE.search(text) and any(map(_has_apostrophe, text.split("\n"))):
        kinds.add("apostrophe")
    return kinds


def _has_apostrophe(line: str) -> bool:
    return "`" in line and any(not each["run"] for each in _CODE_OR_APOSTROPHE.finditer(line))


def _with_signs_as_text(text: str) -> str:
    """The text with a backslash before signs that are alone on a line below text, outside its code."""
    if "#" not in text or not _LONE_SIGNS.search(text):
        return text
    ends = (match.end() for match in _SIGNS_BELOW_TEXT.finditer(without_code(text)))
    return splice(text, ((end, end, EDGE) for end in ends))


def _with_containers(text: str, kinds: set[str]) -> list[Line]:
    """The lines of a text, those of boxes and of HTML that holds Markdown as CommonMark has them."""
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"))]
    for kind, laid_out in _CONTAINERS.items():
        lines = laid_out(lines) if kind in kinds else lines
    return lines


def _rearranged(text: str, lines: list[Line], kinds: set[str]) -> Prepared:
    """The lines of a text with the unusual forms that are in it made into others."""
    code: dict[int, str] = {}
    if not kinds <= _CONTAINERS.keys() and any(map(text.__contains__, _CODE_MARKS)):
        code = code_lines("\n".join([line.text for line in lines]))
    if "paste" in kinds:
        lines = [line if code.get(at) == "fenced" else _spaced(line) for at, line in enumerate(lines)]
        lines = with_bullets(lines, code)
    for kind, change in _ITEMS.items():
        if kind in kinds:
            lines = change(lines, code)
    for kind, (sign, form, replacement) in _OUTSIDE_CODE.items():
        if kind in kinds:
            lines = [
                line if at in code or sign not in line.text else line._replace(text=form.sub(replacement, line.text))
                for at, line in enumerate(lines)
            ]
    tight = tuple(tight_lists(lines, code)) if "tight" in kinds else ()
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
        tight,
        tuple(joined_lines(lines, code)) if "joined" in kinds else (),
    )


def _with_lines(lines: list[Line], inserted: dict[int, tuple[str, ...]]) -> list[Line]:
    """Lines with others before some of them."""
    result: list[Line] = []
    for at, line in enumerate(lines):
        if at in inserted:
            result += [Line(each, line.number) for each in inserted[at]]
        result.append(line)
    return result


def with_bracketed_addresses(text: str) -> str:
    """The text with angle brackets around addresses with spaces: names of files, telephone numbers and template code.

    So they stay links and pictures. That a file is missing is reported, and so is the code, whose words readers see.
    Where Hugo's `ref` names a file, its name is the address.
    """
    if not ("{" in text and "]({" in text) and not _SPACED_ADDRESS.search(text):
        return text
    prose = without_code(text)
    files = (match for match in _SPACED_ADDRESS.finditer(prose) if _FILE_OR_NUMBER.fullmatch(match[1]))
    code = (*_CODE_ADDRESS.finditer(prose), *_REFERENCE_OF_HUGO.finditer(prose))
    changes: list[tuple[int, int, str]] = []
    for match in sorted((*code, *files), key=re.Match.start):
        if not changes or match.start() >= changes[-1][1]:
            address = _NO_ADDRESS.sub("", path_of(text[match.start(1) : match.end(1)]))
            is_plain = "{" not in address and len(address.split(None, 1)) == 1
            changes.append((*match.span(1), address if is_plain else f"<{address}>"))
    return splice(text, changes)


def _with_straight_quotes(text: str) -> str:
    """Titles of links and attributes of HTML that a word processor gave typographic quotes."""
    if not any(map(text.__contains__, "“”„«‘‚")):
        return text
    if "](" in text:
        text = _CURLY_TITLE.sub(r'\1"\2"', text)
    if "]:" in text:
        text = _CURLY_DEFINITION.sub(r'\1"\2"', text)
    return _CURLY_VALUE.sub(lambda tag: re.sub("[“”„«»]", '"', tag[0]), text) if "<" in text else text


def _with_plain_spaces(text: str) -> str:
    """The text with spaces in place of the no-break spaces of lines of signs, but for those within fences."""
    lines = text.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        above, fence = fence, fence_after(line, fence)
        if "\u00a0" in line and not (above and fence) and _SIGNS_ONLY.fullmatch(line):
            lines[at] = line.replace("\u00a0", " ")
    return "\n".join(lines)


def _spaced(line: Line) -> Line:
    """A line whose invisible characters and no-break spaces do not hide what it is."""
    text = line.text.lstrip(INVISIBLE)
    if text.isascii():
        return line if text == line.text else line._replace(text=text)
    if not text.strip():
        return line._replace(text="")
    if quote := _QUOTE.match(text):
        text = f"{_SPACES.sub(' ', quote[0])}{text[quote.end() :]}"
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
    last = -2
    for at, line in enumerate(lines):
        if at in code or ("}" not in line.text and "*[" not in line.text):
            result.append(line)
            continue
        follows = bool(result) and bool(result[-1].text.strip(" \t>"))
        after = lines[at + 1].text if at + 1 < len(lines) else ""
        precedes = bool(after.strip(" \t>"))
        abbreviation = _ABBREVIATION.fullmatch(line.text)
        match = ALONE.fullmatch(line.text)
        attributes = parse(match["inside"], words=bool(match["colon"])) if match else None
        if abbreviation:
            abbreviations.setdefault(abbreviation["short"], abbreviation["long"])
        elif match and attributes:
            column = len(match["before"].expandtabs(4))
            place = Pending(len(result), column, follows, precedes, attributes, match["list"], line.number)
            is_next = bool(pending) and last == at - 1 and pending[-1].column == column
            if is_next and line.number - pending[-1].number < _MOST_IN_A_ROW:
                above = pending.pop()
                place = above._replace(precedes=precedes, attributes=joined(above.attributes, attributes))
            pending.append(place)
            last = at
        if not abbreviation and not attributes:
            result.append(line)
        # Without the line between them two paragraphs would become one; two items stay two.
        elif (
            follows
            and precedes
            and not ALONE.fullmatch(after)
            and not (ITEM.match(after) and ITEM.match(result[-1].text))
        ):
            result.append(line._replace(text=match["before"].rstrip() if match else ""))
    return result
