"""Markdown to the clean HTML of a page: converted, sanitised, put in order, with all that it points at."""

from __future__ import annotations

from pressgen.content.markdown import commonmark
from pressgen.content.markdown.blocks import (
    drop_empty_paragraphs,
    set_code_blocks,
    set_figures,
    set_lone_images,
    set_notes,
    set_tables,
)
from pressgen.content.markdown.commonmark import DEEPEST
from pressgen.content.markdown.lines import Lines
from pressgen.content.markdown.lost import lost_words
from pressgen.content.markdown.policy import Scan, embeds_as_links, is_too_deep, may_lose, removals, sanitised
from pressgen.content.markdown.rendering import Rendering, TooLargeError
from pressgen.content.markdown.structure import anchors, depth, in_pieces, opening, set_headings, set_ids
from pressgen.content.markdown.targets import Targets, missing_anchors
from pressgen.errors import ContentError, Problem
from pressgen.model import Body, Dialect, digest_of

COMMONMARK = Dialect()
"""What releases are written in unless the settings say otherwise."""


MOST_LINES = 100_000
MOST_ELEMENTS = 200_000
"""Lines and tags of one text; a book has a tenth of them. More would take seconds and hundreds of megabytes."""


def convert(
    text: str, file: str, first_line: int, lang: str, dialect: Dialect = COMMONMARK
) -> tuple[Body, tuple[Problem, ...]]:
    """A body of Markdown as clean HTML, and its warnings.

    `first_line` is the line of the file at which `text` starts, `lang` a BCP 47 tag. Raises
    ContentError if the text cannot be converted. With Python-Markdown, time grows with the square
    of some hostile texts, so the caller sets a time budget.
    """
    try:
        return _converted(_without_marks(text), file, first_line, lang, dialect)
    except RecursionError:
        problem = Problem(
            code="markdown-too-deep",
            file=file,
            line=first_line,
            message="The text is nested too deep to be converted.",
            hint="Take out levels: lists in lists, quotes in quotes, emphasis in emphasis.",
        )
    except TooLargeError:
        problem = Problem(
            code="markdown-too-large",
            file=file,
            line=first_line,
            message=f"The text has more than {MOST_LINES} lines or {MOST_ELEMENTS} elements.",
            hint="Publish it in several parts, or as a PDF beside the release.",
        )
    except Exception as error:  # any text at all may come in here, and one text must not stop the others
        problem = Problem(
            code="markdown-failed",
            file=file,
            line=first_line,
            message=f"The text cannot be converted ({type(error).__name__}: {error}).",
            hint="Delete half of the text, and repeat, to find the part that fails; raw HTML is the likeliest.",
        )
    if dialect.name == "python-markdown":
        from pressgen.content.markdown import python_markdown

        python_markdown.forget()
    raise ContentError(problem)


def render(text: str, file: str, first_line: int, lang: str, dialect: Dialect = COMMONMARK) -> Rendering:
    """The HTML of a text as the dialect's library reads it; all that comes after it is the same for each."""
    if dialect.name == "commonmark":
        return commonmark.render(text, file, first_line, lang)
    # To load it takes longer than a hundred texts take without it.
    from pressgen.content.markdown import python_markdown

    return python_markdown.render(text, lang, dialect)


def _without_marks(text: str) -> str:
    """The text without the signs that the library marks with."""
    # To look first takes a thirtieth of the time of replacing what is not there.
    return text.replace("\x02", "").replace("\x03", "") if "\x02" in text or "\x03" in text else text


def _converted(text: str, file: str, first_line: int, lang: str, dialect: Dialect) -> tuple[Body, tuple[Problem, ...]]:
    if text.count("\n") > MOST_LINES:
        raise TooLargeError
    rendering = render(text, file, first_line, lang, dialect)
    if rendering.html.count("<") > MOST_ELEMENTS:
        raise TooLargeError
    raw, lines = rendering.html, Lines(text, first_line)
    problems = rendering.problems
    scan = Scan(raw) if rendering.written and may_lose(rendering.written) else None
    if scan:
        raw, replaced = embeds_as_links(raw, scan, lines, file)
        problems += replaced
    if rendering.written and is_too_deep(raw):
        raise RecursionError  # the sanitiser's time grows with the square of the depth
    clean = sanitised(raw)
    pieces = in_pieces(clean)
    if "<img" in rendering.written:
        set_lone_images(pieces)
        pieces = in_pieces("".join(pieces))
    if clean.count("</") > DEEPEST and depth(pieces) > DEEPEST:
        raise RecursionError  # told as what it is: nested deeper than any reader follows, or any browser draws well
    targets = Targets(pieces, lines, file)
    if ' id="' in clean or ' name="' in clean:
        set_ids(pieces)
    if "<h" in clean:
        set_headings(pieces)
    drop_empty_paragraphs(pieces)
    if "footnote" in clean:
        problems += tuple(_unused_note(label, lines, file) for label in set_notes(pieces))
    if "<a" in clean or "<img" in clean:
        targets.set_all()
    if scan or targets.lost:
        problems += removals(scan or Scan(raw), lines, file)
    if "<img" in clean:
        set_figures(pieces)
    if "<table" in clean:
        set_tables(pieces)
    if "<pre" in clean:
        set_code_blocks(pieces)
    finished = "".join(pieces).strip()
    ids = anchors(pieces)
    problems += (*targets.problems, *missing_anchors(targets.fragments, ids, lines, file))
    problems += lost_words(text, pieces, first_line, file, (problem.line for problem in problems))
    words, paragraph = opening(finished)
    body = Body(
        html=finished,
        digest=digest_of(finished.encode("utf-8", "surrogatepass")),
        references=tuple(targets.references),
        anchors=ids,
        opening=words,
        opening_end=len(paragraph),
    )
    return body, problems


def _unused_note(label: str, lines: Lines, file: str) -> Problem:
    return Problem(
        code="footnote-unused",
        severity="warning",
        file=file,
        line=lines.of_first(f"[^{label}]:"),
        message=f"The text never points to footnote [^{label}].",
        hint=f"Write [^{label}] after the words that the note belongs to, or delete the note.",
    )


__all__ = ["COMMONMARK", "convert", "render"]
