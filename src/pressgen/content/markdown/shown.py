"""Markup that readers see as it was typed, because it is none in its place: emphasis, links, notes, lists in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressgen.content.foreign import without_code
from pressgen.content.markdown import attributes
from pressgen.content.markdown.code import code_lines
from pressgen.content.markdown.structure import Pieces, decoded, name_of
from pressgen.content.rare_forms import RareForm, has_any
from pressgen.errors import Problem, shorten

_MOST = 5
_MOST_TRIES = 200
# Few pages have one of these outside their code. To look for one character takes a thirtieth of the time of two.
_FORMS = (
    RareForm("*", re.compile(r"\*(?=\*|(?<!\w\*)\w)")),
    RareForm("_", re.compile(r"_(?=_|(?<!\w_)\w)")),
    RareForm("`", re.compile(r"`(?<!\w`)")),
    RareForm("~", re.compile(r"~(?=~)")),
    RareForm("=", re.compile(r"=(?==)")),
    RareForm("]", re.compile(r"\](?=[(\[]|[ \n]\(|&nbsp;\()")),
    RareForm("[", re.compile(r"\[(?=\^|(?<=\)\[))")),
    RareForm("}", re.compile(r"\}(?=\()")),
    RareForm("{", re.compile(r"\{(?=[:#.])")),
    RareForm("|", re.compile(r"\|(?=-|(?<=[\n>-]\|)|(?<=- \|))")),
)
# Only within HTML and below an indent are lines of a page like this; in Markdown they are no text.
_LINE = re.compile(r"\n[ \t]*(?:#{1,6} |[-*+] |1[.)] )")
# What is put for tags into the text of a page: for those within lines, and for those that part blocks and lines.
_IN_LINE, _APART = "\ufdd1", "\ufdd2"
_NAMES = "a abbr b bdi bdo cite data del em i ins mark q s small span strong sub sup time u wbr"
_WITHIN_LINES = frozenset((*_NAMES.split(), *(f"/{name}" for name in _NAMES.split())))
_VERBATIM = frozenset({"code", "kbd", "pre", "samp"})
_ANY = rf"[^\[\]\n{_APART}]"
# Numbers in brackets are more often notes than links.
_WORDS = rf"(?={_ANY}{{0,200}}[^\W\d_]){_ANY}{{1,200}}"
_FILE = r"[^\s()<>\[\]]{1,200}\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|md|html?|jpe?g|png|gif|webp|avif|svg|mp[34])\b"
_ADDRESS = rf"<?(?:{_IN_LINE}?(?:https?:|www\.|mailto:)|tel:|\.{{0,2}}/\w|#\w|{_FILE})"
_EMPHASIS = re.compile(
    rf"\*\*(?=[^*\n{_APART}]*[^\W\d_])[^*\n{_APART}]{{1,60}}\*\*|==(?=[^\W_])[^=\n{_APART}]{{0,60}}(?<=[^\s=])=="
    rf"|~~(?=[^\W_])[^~\n{_APART}]{{1,60}}(?<=\S)~~|(?<![\w_])__(?=[^\W_])[^_\n{_APART}]{{1,60}}(?<=[^\s_])__(?!\w)"
    rf"|(?<![\w*])\*(?=[^\W_])[^*\n{_APART}]{{1,60}}(?<=\S)\*(?![\w*])"
    rf"|(?<![\w_])_(?=[^\W_])[^_\n{_APART}]{{1,60}}(?<=\S)_(?!\w)|(?<![\w`])`(?=[^\s`])[^`\n{_APART}]{{1,60}}(?<=\S)`(?![\w`])"
)
_LINK = re.compile(
    rf"(?<!\w)!?\[{_WORDS}(?:\]|\}})(?:[ \u00a0]|[ ]?\n)?\((?={_ADDRESS})[^()\n{_APART}]{{1,300}}\)?"
    rf"|(?<!\w)!?\[{_WORDS}\]\([^()\n{_APART}]{{1,300}}\)|\([^()\n{_APART}]{{1,200}}\)\[(?={_ADDRESS}){_ANY}{{1,300}}\]"
)
_REFERENCE = re.compile(rf"(?<![\w\]])!?\[(?P<words>{_WORDS})\]\[(?!\^)(?P<label>{_ANY}{{0,200}})\](?![\[(:])")
_NOTE = re.compile(r"\[\^(?!(?:a-z|A-Z|0-9))(?P<label>[\w.-]{1,100})\](?!:)")
_ATTRIBUTES = re.compile(r"\{(?=[#.]|:[^:/])(?!:toc\b):?[ \t]*(?P<inside>[^{}\n]{1,200})\}")
_LINES = re.compile(
    rf"[{_APART}\n][ \t]*(?:#{{1,6}} (?=[^\W\d_])[^\n{_APART}]+|(?:```|~~~)[^\n{_APART}]*"
    rf"|(?:[-*+] [^\n{_APART}]+\n[ \t]*(?=[-*+] )|1[.)] [^\n{_APART}]+\n[ \t]*(?=2[.)] ))[^\n{_APART}]+)"
)
_ROW = re.compile(
    rf"[{_APART}\n][ \t]*(?:\|(?:[^|\n{_APART}]+\|){{2,}}|\|?[ ]*:?-{{2,}}:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?)[ ]*"
    rf"(?=[\n{_APART}]|$)"
)
_HTML_LINE = re.compile(r"\n[ \t>]*+(?:(?:[-*+:]|\d{1,9}[.)])[ \t>]++)*+<")
_NO_MARKDOWN = re.compile(r"<[a-z][^<>\n]{0,200}\smarkdown=[\"']?0", re.IGNORECASE)
_FOUND = (
    ("emphasis-shown", _EMPHASIS, "*_=~`", 1),
    ("link-shown", _LINK, "[", _MOST),
    ("reference-missing", _REFERENCE, "[", _MOST),
    ("footnote-missing", _NOTE, "^", _MOST),
    ("attributes-shown", _ATTRIBUTES, "{", _MOST),
    ("line-shown", _LINES, "#-*+`~1", 1),
    ("table-shown", _ROW, "|", 1),
)
"""Each problem, its form, the signs of which each has one, and how many of it are reported."""


def shown_signs(
    pieces: Pieces, finished: str, text: str, author_html: str, first_line: int, file: str
) -> tuple[Problem, ...]:
    """Notices of markup of the source that readers see as signs; `finished` is the HTML of the pieces."""
    may_have_lines = author_html or "\t" in text or "\n    " in text
    if not has_any(finished, _FORMS) and not (may_have_lines and _LINE.search(finished)):
        return ()
    page = _text_of(pieces)
    problems: list[Problem] = []
    source: _Source | None = None
    for key, form, signs, most in _FOUND:
        reported = 0
        if not any(sign in page for sign in signs):
            continue
        for _, match in zip(range(_MOST_TRIES), form.finditer(page), strict=False):
            if key == "attributes-shown" and not attributes.parse(match["inside"]):
                continue
            source = source or _Source(text)
            if problem := source.problem(key, match, first_line, file):
                problems += () if problem in problems else (problem,)
                reported += 1
            if reported == most:
                break
    return tuple(problems)


def _text_of(pieces: Pieces) -> str:
    """The text of a page without its code, with a sign for each tag."""
    texts: list[str] = []
    verbatim = 0
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            texts.append("" if verbatim else piece)
        elif piece:
            name = name_of(piece)
            verbatim += (name in _VERBATIM) - (name[1:] in _VERBATIM and name[0] == "/")
            texts.append(_IN_LINE if name in _WITHIN_LINES else _APART)
    return decoded("".join((_APART, *texts)))


class _Source:
    """The text in which the signs that readers see are looked for; with a backslash before them they are meant."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._prose = without_code(text)
        # Only the parser knows where a block of HTML ends.
        has_html = "<" in text and _HTML_LINE.search(f"\n{text}")
        self._html = code_lines(text).keys() - code_lines(text, has_html=False).keys() if has_html else frozenset()
        self._is_meant = bool(_NO_MARKDOWN.search(text))

    def problem(self, key: str, match: re.Match[str], first_line: int, file: str) -> Problem | None:
        """What is said of signs of the page; nothing, if they are not in the source."""
        shown = match[0].strip(f" \t\n{_APART}")
        lines = list(self._lines(shown, key in ("line-shown", "table-shown")))
        words = shorten(re.sub(f"[{_IN_LINE}{_APART}]", "", shown))
        # What has the right form is markup outside of HTML.
        for is_html, line in sorted(lines, key=lambda found: not found[0]):
            number = first_line + line
            if is_html and self._is_meant:
                continue
            if is_html:
                return Problem.at("markdown-in-html", file, number, words=words)
            label = match["label"] or match["words"] if "label" in match.re.groupindex else ""
            return Problem.at(key, file, number, **({"label": label} if label else {"words": words}))
        return None

    def _lines(self, shown: str, is_line: bool) -> Iterator[tuple[bool, int]]:
        """The lines of the source that have what is shown, and whether they are in HTML."""
        # The first words behind a tag are enough to know the place, and more would take long to look for.
        parts = [part for part in shown.split(_IN_LINE) if part][:2]
        spelled = ".{0,300}?".join(r"[\s>]+".join(map(_spelled, re.split(r"\s+", part))) for part in parts)
        form = re.compile(rf"^[ \t>]*(?:[-*+] )?{spelled}" if is_line else rf"(?<!\\){spelled}", re.MULTILINE)
        at = line = 0
        for _, found in zip(range(_MOST_TRIES), form.finditer(self._text), strict=False):
            start = found.end() - len(found[0].lstrip())
            line += self._text.count("\n", at, start)
            at = start
            if line in self._html:
                yield True, line
            elif self._prose[found.start() : found.end()].strip() == found[0].strip():
                yield False, line


def _spelled(words: str) -> str:
    """A pattern of words as HTML and Markdown may spell them."""
    return re.escape(words).replace("&", "&(?:amp;)?").replace("<", "(?:<|&lt;)").replace(">", "(?:>|&gt;)")
