"""Markup that readers see as it was typed, because it is none in its place: emphasis, links, notes, lists in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cached_property
from itertools import islice

from pressgen.content.markdown import attributes
from pressgen.content.markdown.code import html_lines
from pressgen.content.markdown.structure import decoded
from pressgen.content.text.foreign import without_code
from pressgen.content.text.rare_forms import RareForm, has_any
from pressgen.errors import Problem, shorten
from pressgen.letters import lines_at

_MOST = 5
_MOST_TRIES = 200
# What is put for tags into the text of a page: for those within lines, and for those that part blocks and lines.
_IN_LINE, _APART = "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{_IN_LINE}{_APART}]")
_WHOLE_ADDRESS = rf"{_IN_LINE}?(?:https?:|www\.|mailto:)"
# Few pages have one of these outside their code. To look for one character takes a thirtieth of the time of two.
_OF_EMPHASIS = (
    RareForm("*", re.compile(r"\*(?=\*|(?<!\w\*)\w)")),
    RareForm("_", re.compile(r"_(?=_|(?<!\w_)\w)")),
    RareForm("`", re.compile(r"`(?<!\w`)")),
    RareForm("~", re.compile(r"~(?=~)")),
    RareForm("=", re.compile(r"=(?==)")),
)
_OF_SCRIPTS = (
    RareForm("~", re.compile(r"~(?<=[^\W_]~)(?=[^\W_]{1,10}~)")),
    RareForm("^", re.compile(r"\^(?<=[\w)]\^)(?=[^\W_])")),
)
_OF_INLINE_NOTES = (RareForm("^", re.compile(r"\^(?=\[)")),)
_OF_LINKS = (
    RareForm("]", re.compile(rf"\](?=\(|[ \n\u00a0]\(|&nbsp;\(|\[{_WHOLE_ADDRESS})")),
    RareForm("[", re.compile(r"\[(?<=\)\[)")),
    RareForm("}", re.compile(r"\}(?=\(|[ \n\u00a0]\(|&nbsp;\()")),
)
_OF_REFERENCES = (RareForm("]", re.compile(r"\](?=\[)")),)
_OF_NOTES = (RareForm("[", re.compile(r"\[(?=\^)")),)
_OF_ATTRIBUTES = (RareForm("{", re.compile(r"\{(?=[:#.])")),)
_OF_TABLES = (RareForm("|", re.compile(rf"\|(?=-|(?<=[\n>{_APART}-]\|)|(?<=- \|))")),)
_OF_CELLS = (RareForm("\t", re.compile(rf"\t(?<=[^\s{_APART}]\t)(?=[^\s{_APART}][^\n{_APART}]*\n[^\n\t{_APART}]+\t)")),)
_FORMS = (
    *(*_OF_CELLS, *_OF_EMPHASIS, *_OF_LINKS, *_OF_REFERENCES, *_OF_NOTES, *_OF_INLINE_NOTES, *_OF_SCRIPTS),
    *(*_OF_ATTRIBUTES, *_OF_TABLES),
)
# Only within HTML and below an indent are lines of a page like this; in Markdown they are no text.
_BEGINNING = r"(?=[ \t]*(?:#{1,6} |[-*+] |1[.)] ))"
_LINE = re.compile(rf"\n{_BEGINNING}")
_OF_LINES = (
    RareForm("\n", _LINE),
    RareForm(_APART, re.compile(rf"{_APART}{_BEGINNING}")),
    RareForm("`", re.compile("`(?=``)")),
    RareForm("~", re.compile("~(?=~~)")),
)
_TAG_IN_LINE = re.compile(
    r"</?(?:abbr|bd[io]|cite|data|del|em|ins|mark|small|span|strong|su[bp]|time|wbr|[abiqsu])(?=[\s>])[^<>]*>"
)
_ANY_TAG = re.compile(r"</?[a-z][^<>]*>")
_CODE = re.compile(r"<(code|kbd|pre|samp)(?=[\s>])[^<>]*>.*?</\1>", re.DOTALL)
_ANY = rf"[^\[\]\n{_APART}]"
# Numbers in brackets are more often notes than links.
_WORDS = rf"(?={_ANY}{{0,200}}[^\W\d_]){_ANY}{{1,200}}"
_FILE = r"[^\s()<>\[\]]{1,200}\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|md|html?|jpe?g|png|gif|webp|avif|svg|mp[34])\b"
_ADDRESS = rf"<?(?:{_WHOLE_ADDRESS}|tel:|\.{{0,2}}/\w|#\w|{_FILE})"
# Each way begins with one character, and looks back from there: so places without it are passed over quickly.
_EMPHASIS = re.compile(
    rf"\*(?:\*(?=[^*\n{_APART}]*[^\W\d_])[^*\n{_APART}]{{1,60}}\*\*"
    rf"|(?<![\w*]\*)(?=[^\W_])[^*\n{_APART}]{{1,60}}(?<=\S)\*(?![\w*])"
    rf"|(?<=[\n{_APART}]\*)\*?(?=[^\W_])[^*\n{_APART}]{{1,300}}(?<=\S)\*{{1,2}}(?=[\n{_APART}]|$))"
    rf"|=(?:=(?=[^\W_])[^=\n{_APART}]{{0,60}}(?<=[^\s=])==)|~(?:~(?=[^\W_])[^~\n{_APART}]{{1,60}}(?<=\S)~~)"
    rf"|_(?<![\w_]_)(?:_(?=[^\W_])[^_\n{_APART}]{{1,60}}(?<=[^\s_])__(?!\w)"
    rf"|(?=[^\W_])[^_\n{_APART}]{{1,60}}(?<=\S)_(?!\w)"
    # A whole line may be longer.
    rf"|(?<=[\n{_APART}]_)_?(?=[^\W_])[^_\n{_APART}]{{1,300}}(?<=\S)_{{1,2}}(?=[\n{_APART}]|$))"
    rf"|`(?<![\w`]`)(?=[^\s`])[^`\n{_APART}]{{1,60}}(?<=\S)`(?![\w`])"
)
_LINK = re.compile(
    # A picture may have no words.
    rf"\[(?<!\w\[)(?:{_WORDS}|(?<=!\[))"
    rf"(?:(?:\]|\}})(?:[ \u00a0]|[ ]?\n)?\((?={_ADDRESS})[^()\n{_APART}]{{1,300}}\)?|\]\([^()\n{_APART}]{{1,300}}\)"
    rf"|\]\[(?={_WHOLE_ADDRESS}){_ANY}{{1,300}}\])"
    rf"|\([^()\n{_APART}]{{1,200}}\)\[(?!/(?:wp_)?caption\b)(?={_ADDRESS}){_ANY}{{1,300}}\]"
)
_REFERENCE = re.compile(
    rf"\[(?<![\w\]]\[)(?!/\w)(?P<words>{_WORDS})\]\[(?!\^|{_WHOLE_ADDRESS})(?P<label>{_ANY}{{0,200}})\](?![\[(:])"
)
_NOTE = re.compile(r"\[\^(?!(?:a-z|A-Z|0-9))(?P<label>[\w.-]{1,100})\](?!:)")
# As Pandoc writes H~2~O, x^2^ and a note^[in the text].
_SCRIPT = re.compile(r"~(?<=[^\W_]~)[^\W_]{1,10}~(?!~)|\^(?<=[\w)]\^)[^\W_](?:[\w+-]{0,8}[^\W_])?\^(?!\^)")
_INLINE_NOTE = re.compile(rf"\^\[(?=[^\[\]{_APART}]*\s)[^\[\]{_APART}]{{3,300}}\]")
_ATTRIBUTES = re.compile(r"\{(?=[#.]|:[^:/])(?!:toc\b):?[ \t]*(?P<inside>[^{}\n]{1,200})\}")
_LINES = re.compile(
    rf"[{_APART}\n][ \t]*(?:#{{1,6}} (?=[^\W\d_])[^\n{_APART}]+|(?:```|~~~)[^\n{_APART}]*"
    rf"|(?:[-*+] [^\n{_APART}]+\n[ \t]*(?=[-*+] )|1[.)] [^\n{_APART}]+\n[ \t]*(?=2[.)] ))[^\n{_APART}]+)"
)
_ROW = re.compile(
    rf"[{_APART}\n][ \t]*(?:\|(?:[^|\n{_APART}]+\|){{2,}}|\|?[ ]*:?-{{2,}}:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?)[ ]*"
    rf"(?=[\n{_APART}]|$)"
)
# Two rows of a spreadsheet, one below the other; (ii) with a tab behind it is the number of an item.
_CELLS_OF_ROW = rf"[^\n\t{_APART}]+(?:\t[^\n\t{_APART}]+)+"
_CELLS = re.compile(rf"(?<=[{_APART}\n])(?!\(?\w{{1,5}}[.)]\t){_CELLS_OF_ROW}\n{_CELLS_OF_ROW}(?=[\n{_APART}]|$)")
_HTML_LINE = re.compile(r"\n[ \t>]*+(?:(?:[-*+:]|\d{1,9}[.)])[ \t>]++)*+<")
_NO_MARKDOWN = re.compile(r"<[a-z][^<>\n]{0,200}\smarkdown=[\"']?0", re.IGNORECASE)
_FOUND = (
    ("emphasis-shown", _EMPHASIS, _OF_EMPHASIS, 1),
    ("emphasis-shown/script", _SCRIPT, _OF_SCRIPTS, 1),
    ("footnote-missing/inline", _INLINE_NOTE, _OF_INLINE_NOTES, _MOST),
    ("link-shown", _LINK, _OF_LINKS, _MOST),
    ("reference-missing", _REFERENCE, _OF_REFERENCES, _MOST),
    ("footnote-missing", _NOTE, _OF_NOTES, _MOST),
    ("attributes-shown", _ATTRIBUTES, _OF_ATTRIBUTES, _MOST),
    ("line-shown", _LINES, _OF_LINES, 1),
    ("table-shown", _ROW, _OF_TABLES, 1),
    ("table-shown/tabs", _CELLS, _OF_CELLS, 1),
)
"""Each problem, its form, what is looked for first since it is found faster, and how many of it are reported."""


def shown_signs(finished: str, text: str, author_html: str, first_line: int, file: str) -> tuple[Problem, ...]:
    """Notices of markup of the source that readers see as signs in the HTML of the page."""
    may_have_lines = author_html or "\t" in text or "\n    " in text
    if not has_any(finished, _FORMS) and not (may_have_lines and _LINE.search(finished)):
        return ()
    page = _text_of(finished)
    problems: list[Problem] = []
    source: _Source | None = None
    for key, form, first_forms, most in _FOUND:
        reported = 0
        if not has_any(page, first_forms):
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


def _text_of(finished: str) -> str:
    """The text of a page without its code, with a sign for each tag."""
    text = _CODE.sub(2 * _APART, finished)
    return decoded(_APART + _ANY_TAG.sub(_APART, _TAG_IN_LINE.sub(_IN_LINE, text)))


class _Source:
    """The text in which the signs that readers see are looked for; with a backslash before them they are meant."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _prose(self) -> str:
        return without_code(self._text)

    @cached_property
    def _html(self) -> Set[int]:
        """The numbers of the lines in blocks of HTML."""
        has_html = "<" in self._text and _HTML_LINE.search(f"\n{self._text}")
        return html_lines(self._text) if has_html else set()

    @cached_property
    def _is_meant(self) -> bool:
        return bool(_NO_MARKDOWN.search(self._text))

    def problem(self, key: str, match: re.Match[str], first_line: int, file: str) -> Problem | None:
        """What is said of signs of the page; nothing, if they are not in the source."""
        shown = match[0].strip(f" \t\n{_APART}")
        lines = list(self._lines(shown, key.startswith(("line-shown", "table-shown"))))
        words = shorten(_MARKS.sub("", shown))
        # What has the right form is markup outside of HTML.
        for is_html, line in sorted(lines, key=lambda found: not found[0]):
            number = first_line + line
            if is_html and (self._is_meant or key == "table-shown/tabs"):
                continue
            if is_html:
                return Problem.at("markdown-in-html", file, number, words=words)
            label = _MARKS.sub("", match["label"] or match["words"]) if "label" in match.re.groupindex else ""
            return Problem.at(key, file, number, **({"label": label} if label else {"words": words}))
        return None

    def _lines(self, shown: str, is_line: bool) -> Iterator[tuple[bool, int]]:
        """The lines of the source that have what is shown, and whether they are in HTML."""
        # What is shown outside of code, and stands in the source only once, is not in code there.
        is_only = "\\" not in self._text and self._text.count(shown) == 1
        places = [*islice(self._places(shown, is_line), _MOST_TRIES)]
        for line, (start, end) in zip(lines_at(self._text, (start for start, _ in places)), places, strict=True):
            if line in self._html:
                yield True, line
            elif is_only or self._prose[start:end].strip() == self._text[start:end].strip():
                yield False, line

    def _places(self, shown: str, is_line: bool) -> Iterator[tuple[int, int]]:
        """Where the source has what is shown, without a backslash before it."""
        # Nearly always it is there as it is shown, and that is found without a pattern.
        start = self._text.find(shown) if not is_line else -1
        if start >= 0:
            while start >= 0:
                if not self._text.startswith("\\", start - 1 if start else start):
                    yield start, start + len(shown)
                start = self._text.find(shown, start + 1)
            return
        # The first words behind a tag are enough to know the place, and more would take long to look for.
        parts = [part for part in shown.split(_IN_LINE) if part][:2]
        spelled = ".{0,300}?".join(r"[\s>]+".join(map(_spelled, re.split(r"\s+", part))) for part in parts)
        form = re.compile(rf"^[ \t>]*(?:[-*+] )?{spelled}" if is_line else rf"(?<!\\){spelled}", re.MULTILINE)
        for found in form.finditer(self._text):
            yield found.end() - len(found[0].lstrip()), found.end()


def _spelled(words: str) -> str:
    """A pattern of words as HTML and Markdown may spell them."""
    return re.escape(words).replace("&", "&(?:amp;)?").replace("<", "(?:<|&lt;)").replace(">", "(?:>|&gt;)")
