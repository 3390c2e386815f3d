"""Markdown to the clean HTML of a page: converted, sanitised, put in order, with all that it points at."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pressgen.content.markup.blocks import drop_empty_paragraphs, set_code_blocks, set_figures, set_notes, set_tables
from pressgen.content.markup.fast_blocks import ordinary_html
from pressgen.content.markup.lines import Lines
from pressgen.content.markup.policy import Scan, embeds_as_links, is_clean, may_lose, removals, sanitised
from pressgen.content.markup.structure import anchors, depth, in_pieces, opening, set_headings, set_ids
from pressgen.content.markup.targets import Targets, missing_anchors
from pressgen.errors import ContentError, Problem
from pressgen.model import Body, digest_of

if TYPE_CHECKING:
    from markdown import Markdown


DEEPEST = 64
"""Elements that may stand in one another; each of them has its end, so end tags are counted first."""


def convert(text: str, file: str, first_line: int, lang: str) -> tuple[Body, tuple[Problem, ...]]:
    """A body of Markdown as clean HTML, and its warnings.

    `first_line` is the line of the file at which `text` starts, `lang` a BCP 47 tag. Raises
    ContentError if the text cannot be converted. Time grows with the square of some hostile
    texts, so the caller sets a time budget.
    """
    try:
        return _converted(_without_marks(text), file, first_line, lang)
    except RecursionError:
        _converter.cache_clear()
        problem = Problem(
            code="markdown-too-deep",
            file=file,
            line=first_line,
            message="The text is nested too deep to be converted.",
            hint="Take out levels: lists in lists, quotes in quotes, emphasis in emphasis.",
        )
    except Exception as error:  # any text at all may come in here, and one text must not stop the others
        _converter.cache_clear()
        problem = Problem(
            code="markdown-failed",
            file=file,
            line=first_line,
            message=f"The text cannot be converted ({type(error).__name__}: {error}).",
            hint="Halve the text until the part shows that does it; raw HTML and footnotes are the likeliest.",
        )
    raise ContentError(problem)


@lru_cache(maxsize=8)
def _converter(lang: str) -> Markdown:
    # Loading the library takes as long as a hundred ordinary texts, which do without it.
    from pressgen.content.markup.extensions import markdown_for

    return markdown_for(lang)


def _without_marks(text: str) -> str:
    """The text without the signs that the library marks with."""
    # To look first takes a thirtieth of the time of replacing what is not there.
    return text.replace("\x02", "").replace("\x03", "") if "\x02" in text or "\x03" in text else text


def _converted(text: str, file: str, first_line: int, lang: str) -> tuple[Body, tuple[Problem, ...]]:
    ordinary, lines = ordinary_html(text), Lines(text, first_line)
    raw = _converter(lang).reset().convert(text) if ordinary is None else ordinary
    scan = Scan(raw) if may_lose(text) else None
    shown, told = embeds_as_links(raw, scan, lines, file) if scan else (raw, ())
    clean = shown if shown is ordinary and is_clean(shown) else sanitised(shown)
    pieces = in_pieces(clean)
    if clean.count("</") > DEEPEST and depth(pieces) > DEEPEST:
        raise RecursionError  # told as what it is: nested deeper than any reader follows, or any browser draws well
    targets = Targets(pieces, lines, file)
    if ' id="' in clean or ' name="' in clean:
        set_ids(pieces)
    if "<h" in clean:
        set_headings(pieces)
    drop_empty_paragraphs(pieces)
    if "footnote" in clean:
        told += tuple(_unused_note(label, lines, file) for label in set_notes(pieces))
    if "<a" in clean or "<img" in clean:
        targets.set_all()
    if scan or targets.lost:
        told += removals(scan or Scan(raw), lines, file)
    if "<img" in clean:
        set_figures(pieces)
    if "<table" in clean:
        set_tables(pieces)
    if "<pre" in clean:
        set_code_blocks(pieces)
    finished = "".join(pieces).strip()
    ids = anchors(pieces)
    words, paragraph = opening(finished)
    body = Body(
        html=finished,
        digest=digest_of(finished.encode("utf-8", "surrogatepass")),
        references=tuple(targets.references),
        anchors=ids,
        opening=words,
        opening_end=len(paragraph),
    )
    return body, (*told, *targets.problems, *missing_anchors(targets.fragments, ids, lines, file))


def _unused_note(label: str, lines: Lines, file: str) -> Problem:
    return Problem(
        code="footnote-unused",
        severity="warning",
        file=file,
        line=lines.of_first(f"[^{label}]:"),
        message=f"The text never points to footnote [^{label}].",
        hint=f"Write [^{label}] after the words that the note belongs to, or delete the note.",
    )
