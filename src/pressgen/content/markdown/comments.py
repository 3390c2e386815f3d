"""What readers never see: comments of MDX, templates and editors, and what HTML hides; the last two are reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pressgen.content.markdown.code import code_lines
from pressgen.content.markdown.lines import Lines
from pressgen.content.markdown.policy import COMMENT
from pressgen.content.markdown.structure import VOID, Pieces, decoded, name_of
from pressgen.content.text import comments
from pressgen.content.text.foreign import without_code
from pressgen.content.text.unseen import hidden_in, is_hiding_tag, may_hide
from pressgen.errors import Problem, shorten
from pressgen.letters import lines_at, splice

_END = r"(?:[^*{]|\*(?!/\})|\{(?!/\*))*+\*/\}"
# Elsewhere `src/{/*.js}` may be text, and behind a backslash it is: a comment has lines of its own, or begins like one
# within a paragraph.
_COMMENT = re.compile(
    rf"^[ \t>]*+(?P<alone>\{{/\*{_END})[ \t]*$"
    r"|(?<!\\)(?<!\\\{)(?P<inside>\{/\*(?=[\s\w<])(?:[^*{\n]|\n(?![ \t>]*\n)|\*(?!/\})|\{(?!/\*))*+\*/\})",
    re.MULTILINE,
)
_COMMENT_OF_MDX = re.compile(rf"(?P<inside>\{{/\*{_END})(?P<alone>)")
_INDENTED = re.compile(r"^[ >]*(?: {4}|\t)[ \t>]*\{/\*", re.MULTILINE)

_WITHIN_PARAGRAPH = r"[^\\{sign}\n]|\\(?=\n)|\\[^\n]|\n(?![ \t>]*\n)"
# Obsidian has %% and %% within a paragraph or as two lines, CriticMarkup {>> and <<}.
_REMARK = re.compile(
    r"^[ \t]*%%[ \t]*\n(?>(?:(?![ \t]*%%[ \t]*$).*\n)*)[ \t]*%%[ \t]*$"
    rf"|(?<![\w%\\])%%(?!%)(?:{_WITHIN_PARAGRAPH.format(sign='%')}|%(?!%))++%%(?![\w%])"
    rf"|(?<!\\)\{{>>(?:{_WITHIN_PARAGRAPH.format(sign='<{')}|<(?!<\}})|\{{(?!>>))*+<<\}}",
    re.MULTILINE,
)
# What is left looks like a comment where a line or a word begins with its sign, and between letters and another.
_REST = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<line>%%(?!%))|(?<![^\s(\[*_\"'«“„])(?P<word>%%[^\W\d_])"
    r"|(?<=[^\W\d_])(?P<letter>%%[^%\s](?:[^%\n]|%(?!%))*+%%)|(?<!\\)(?P<brace>\{>>)",
    re.MULTILINE,
)
_AMOUNTS = re.compile(r"(?<=\d[ \u00a0])%%.*\d[ \u00a0]?%%", re.DOTALL)
# What may be between ]( and a sign in the address of a link; before other addresses are spaces or these signs.
_LINK = re.compile(r"<[^<>\n]*+|(?:[^\s()<>]|\([^\s()]*+\))++")
_EDGE = re.compile(r"[\s()<>\[\]\"'{}]")
_ATTRIBUTE_OR_DEFINITION = re.compile(r"(?:=[\"']|\]:\s+<?)\Z")
_LONGEST_ADDRESS = 300
_MOST_REMARKS, _MOST_HIDDEN = 5, 100


def remarks_in(text: str) -> list[tuple[int, int]]:
    """Where a text has comments of editors outside its code."""
    return _spans_of(_REMARK, comments.blanked(without_code(text))) if _may_have_remarks(text) else []


def without_remarks(text: str, file: str, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """The text without the comments of editors, with warnings; lines keep their numbers, and what is code stays."""
    if not _may_have_remarks(text):
        return text, ()
    prose = comments.blanked(without_code(text))
    remarks = _spans_of(_REMARK, prose)
    bare = _without(prose, remarks)
    starts = [begin for begin, _ in _spans_of(_REST, bare, _MOST_REMARKS)]
    rest = [(begin, f"{bare}\n".index("\n", begin), "comment-shown") for begin in starts]
    return _without(text, remarks), (
        *_reported(text, [(*remark, "comment-removed") for remark in remarks[:_MOST_REMARKS]], file, first_line),
        *_reported(bare, rest, file, first_line),
    )


def _may_have_remarks(text: str) -> bool:
    # To look for one character takes a tenth of the time of two.
    return ("%" in text and "%%" in text) or ("{" in text and "{>>" in text)


def _spans_of(form: re.Pattern[str], prose: str, most: int | None = None) -> list[tuple[int, int]]:
    spans = (match.span(match.lastgroup or 0) for match in form.finditer(prose))
    return [*islice((span for span in spans if _is_remark(prose, *span)), most)]


def found_in(words: str) -> list[str]:
    """What may be comments in words of front matter, where readers see them all."""
    _, problems = without_remarks(words, "", 0)
    unseen = [words[begin:end] for begin, end in comments.of_templates(words)]
    unseen += COMMENT.findall(words) if "<!--" in words else []
    return [*map(shorten, unseen), *(str(problem.values["words"]) for problem in problems)]


def _is_remark(text: str, begin: int, end: int) -> bool:
    """Whether what may be a comment is none of two percentages, as in 5 %% and 10 %%, and not in an address."""
    if _AMOUNTS.fullmatch(text, begin, end):
        return False
    above = text[max(0, begin - _LONGEST_ADDRESS) : begin]
    _, link, inside = above.rpartition("](")
    if link and _LINK.fullmatch(inside):
        return False
    address = _EDGE.split(above)[-1]
    is_address = "://" in address or address.startswith(("www.", "/"))
    return not address or not (is_address or _ATTRIBUTE_OR_DEFINITION.search(above.removesuffix(address)))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    return splice(text, ((begin, end, "\n" * text.count("\n", begin, end)) for begin, end in spans))


def _reported(text: str, spans: Sequence[tuple[int, int, str]], file: str, first_line: int) -> Iterator[Problem]:
    """A problem for each of these places, which are in order, each with its code."""
    for line, (begin, end, key) in zip(lines_at(text, (begin for begin, _, _ in spans)), spans, strict=True):
        yield Problem.at(key, file, first_line + line, words=shorten(text[begin:end].strip()))


def without_hidden(text: str, file: str, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """The text without what HTML or a block hides from readers, with warnings; lines keep their numbers."""
    if not may_hide(text):
        return text, ()
    hidden = hidden_in(comments.blanked(without_code(text)))
    problems = tuple(_reported(text, hidden[:_MOST_HIDDEN], file, first_line))
    return _without(text, [each[:2] for each in hidden]), problems


def drop_hidden(pieces: Pieces, lines: Lines, file: str) -> tuple[Problem, ...]:
    """Take out the elements that attributes of Markdown hide, such as {.hidden}, with a warning for each."""
    problems: list[Problem] = []
    for start in range(1, len(pieces), 2):
        if ' class="' not in pieces[start] or not is_hiding_tag(pieces[start]):
            continue
        end, depth, name = start, 0, name_of(pieces[start])
        for at in range(start, len(pieces), 2):
            depth += (name_of(pieces[at]) == name) - (name_of(pieces[at]) == f"/{name}")
            if depth == 0 or name in VOID:
                end = at
                break
        if len(problems) < _MOST_HIDDEN:
            words = decoded("".join(pieces[start + 1 : end : 2])).strip() or pieces[start]
            line = lines.of_first(words.split("\n")[0])
            problems.append(Problem.at("text-hidden", file, line, words=shorten(words)))
        pieces[start : end + 1] = [""] * (end + 1 - start)
    return tuple(problems)


def without_template_comments(text: str) -> str:
    """The text without comments of Liquid, Nunjucks and Hugo; lines keep their numbers, and what is code stays."""
    return _without(text, comments.of_templates(without_code(text))) if comments.may_have(text) else text


def without_mdx_comments(text: str, is_mdx: bool = False) -> str:
    """The text without comments of MDX; lines keep their numbers, and what is code stays."""
    if "{/*" not in text or "*/}" not in text:
        return text
    # What is indented within an item is code or its next paragraph, as only the parser knows.
    code = code_lines(text) if not is_mdx and _INDENTED.search(text) else {}
    matches = (_COMMENT_OF_MDX if is_mdx else _COMMENT).finditer(without_code(text, has_indented=not is_mdx))
    spans = [match.span("alone" if match["alone"] else "inside") for match in matches]
    lines = lines_at(text, (begin for begin, _ in spans))
    return _without(text, [span for span, line in zip(spans, lines, strict=True) if code.get(line) != "indented"])
