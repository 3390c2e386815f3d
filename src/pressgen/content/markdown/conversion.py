"""Markdown to the clean HTML of a page: converted, sanitised, put in order, with all that it points at."""

from __future__ import annotations

import re
from collections.abc import Callable

from pressgen.content.markdown import commonmark
from pressgen.content.markdown.addresses import SIGNS, with_bracketed
from pressgen.content.markdown.blocks import (
    drop_empty_paragraphs,
    set_code_blocks,
    set_figures,
    set_lone_images,
    set_notes,
    set_tables,
)
from pressgen.content.markdown.cards import mark_cards
from pressgen.content.markdown.code import with_samples, with_shortcodes_as_text, with_whole_html
from pressgen.content.markdown.comments import (
    drop_hidden,
    without_hidden,
    without_mdx_comments,
    without_remarks,
    without_template_comments,
)
from pressgen.content.markdown.contents import (
    MARK,
    count_headings,
    has_mark,
    with_contents_at_mark,
    with_contents_first,
    with_escapes_apart,
    without_signs,
)
from pressgen.content.markdown.lines import Lines
from pressgen.content.markdown.lost import lost_words
from pressgen.content.markdown.pandoc import with_raw_html, with_spans
from pressgen.content.markdown.policy import (
    Scan,
    embeds_as_links,
    is_too_deep,
    may_lose,
    removals,
    sanitise,
    with_checkboxes,
    with_closed_elements,
    with_parted_blocks,
    without_comments,
    without_controls,
    without_surplus_attributes,
)
from pressgen.content.markdown.rendering import (
    DEEPEST,
    MOST_LINKS,
    Rendering,
    TooLargeError,
    has_too_many_elements,
    too_large,
)
from pressgen.content.markdown.shown import shown_signs
from pressgen.content.markdown.structure import Pieces, anchors, depth, in_pieces, opening, set_headings, set_ids
from pressgen.content.markdown.targets import Targets, set_anchors
from pressgen.content.text.embeds import may_have_embeds
from pressgen.content.text.foreign import with_addresses_in_tags, with_contents, with_pictures, with_slashes
from pressgen.content.text.sheets import sheets_for
from pressgen.errors import ContentError, Problem
from pressgen.model import COMMONMARK, Body, Dialect, digest_of

_WITHIN_PLAYER = re.compile(r"(<(video|audio)\b[^<>]*+>)((?:(?!</?\2\b).)*+)(</\2\s*>)", re.I | re.S)


def convert(  # noqa: PLR0913 (an argument for each that decides what the body is)
    text: str, file: str, first_line: int, lang: str, dialect: Dialect = COMMONMARK, site: str = "", contents: int = 0
) -> tuple[Body, tuple[Problem, ...]]:
    """A body of Markdown as clean HTML, and its warnings.

    `first_line` is the line of the file at which `text` starts, `lang` a BCP 47 tag; whole addresses that begin with
    that of the `site` are references like those to files. A text with so many headings as `contents` says gets a table
    of contents, if that is not 0. Raises
    ContentError if the text cannot be converted. With Python-Markdown, time grows with the square
    of some hostile texts, so the caller sets a time budget.
    """
    # The signs that the library marks with. To look first takes a thirtieth of the time of replacing what is not there.
    if "\x02" in text or "\x03" in text:
        text = text.replace("\x02", "").replace("\x03", "")
    try:
        return _converted(text, file, first_line, lang, dialect, site, contents)
    except RecursionError:
        problem = Problem.at("markdown-too-deep", file, first_line)
    except TooLargeError:
        problem = too_large(file, first_line, dialect.name)
    except Exception as error:  # any text at all may come in here, and one text must not stop the others
        problem = Problem.at("markdown-failed", file, first_line, reason=f"{type(error).__name__}: {error}")
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


def _with_html_as_meant(rendering: Rendering) -> Rendering:
    """The rendering with what an author's HTML has for browsers or Markdown only as the sanitiser keeps it."""
    shown = rendering.html
    if "<input" in shown:
        shown = with_checkboxes(shown)
    if rendering.author_html:
        shown = without_surplus_attributes(shown)
    if "<" in rendering.author_html:
        shown = with_closed_elements(shown)
        if any(sign in rendering.author_html for sign in SIGNS):
            shown = with_bracketed(shown)
    return rendering if shown is rendering.html else rendering._replace(html=shown)


def _converted(  # noqa: PLR0913 (as above)
    text: str, file: str, first_line: int, lang: str, dialect: Dialect, site: str, contents: int
) -> tuple[Body, tuple[Problem, ...]]:
    remarks: tuple[Problem, ...] = ()
    is_commonmark = dialect.name == "commonmark"
    text = with_contents(with_slashes(text))
    text = with_whole_html(with_spans(with_raw_html(with_pictures(with_samples(text))))) if is_commonmark else text
    text = without_template_comments(text)
    text = with_addresses_in_tags(text)
    text, hidden = without_hidden(text, file, first_line)
    if is_commonmark:
        text, remarks = without_remarks(text, file, first_line)
        text = without_mdx_comments(text, file.lower().endswith(".mdx"))
    text = with_shortcodes_as_text(text)
    rendering = _with_html_as_meant(render(with_escapes_apart(text), file, first_line, lang, dialect))
    if has_too_many_elements(rendering.html):
        raise TooLargeError
    lines = Lines(text, first_line)
    problems = rendering.problems + hidden + remarks
    raw, scan, replaced = _without_embeds(rendering, lines, file)
    problems += replaced
    pieces = _clean_pieces(raw, rendering)
    if "{" in text and ' class="' in raw:
        problems += drop_hidden(pieces, lines, file)
    if may_have_embeds(raw):
        pieces = mark_cards(pieces)
    targets = Targets(pieces, lines, file, site)
    problems += _set_all(pieces, targets, lines, file)
    if scan or targets.lost:
        problems += removals(scan or Scan(raw), lines, file)
    tags = _set_blocks(pieces, targets)
    ids = anchors(tags)
    problems += (*targets.problems, *set_anchors(pieces, targets.fragments, ids, lines, file))
    shown = text
    if scan and scan.embeds:
        # What a player has for old browsers is never shown; lines keep their numbers.
        shown = _WITHIN_PLAYER.sub(lambda match: match[1] + "\n" * match[3].count("\n") + match[4], text)
    problems += lost_words(
        shown, pieces, tags, first_line, file, (problem.line for problem in problems), _plain(text, lang, dialect)
    )
    finished = "".join(pieces)
    problems += shown_signs(finished, text, rendering.author_html, first_line, file)
    if has_mark(pieces, finished):
        tags = finished = with_contents_at_mark(pieces, lang)
        if not count_headings(pieces):
            problems += (Problem.at("contents-empty", file, lines.of_first(MARK)),)
    elif 0 < contents <= count_headings(pieces):
        tags = finished = with_contents_first(pieces, lang)
    finished = without_signs(finished).strip()
    words, paragraph = opening(finished)
    body = Body(
        html=finished,
        digest=digest_of(finished.encode("utf-8", "surrogatepass")),
        references=tuple(targets.references),
        anchors=ids,
        opening=words,
        opening_end=len(paragraph),
        sheets=sheets_for(tags),
    )
    return body, problems


def _plain(text: str, lang: str, dialect: Dialect) -> Callable[[], str] | None:
    """What gives the HTML of a text as read without the extensions of the settings, if there are any."""
    if not dialect.extensions:
        return None
    return lambda: sanitise(_with_html_as_meant(render(text, "", 1, lang, Dialect(dialect.name))).html)


def _without_embeds(rendering: Rendering, lines: Lines, file: str) -> tuple[str, Scan | None, tuple[Problem, ...]]:
    """The HTML with links for embeds, what was found in it if it was looked through, and a warning for each embed."""
    if not rendering.author_html or not may_lose(rendering.author_html):
        return rendering.html, None, ()
    scan = Scan(rendering.html)
    if len(scan.embeds) > MOST_LINKS:
        raise TooLargeError
    raw, problems = embeds_as_links(rendering.html, scan, lines, file)
    return with_parted_blocks(raw, scan), scan, problems


def _clean_pieces(raw: str, rendering: Rendering) -> Pieces:
    """The sanitised HTML; raises RecursionError where it is nested deeper than any reader follows."""
    if rendering.is_clean:
        return in_pieces(without_controls(without_comments(raw) if rendering.author_html else raw))
    if rendering.author_html and is_too_deep(raw):
        raise RecursionError  # the sanitiser's time grows with the square of the depth
    clean = sanitise(raw)
    pieces = in_pieces(clean)
    if clean.count("</") > DEEPEST and depth(pieces) > DEEPEST:
        raise RecursionError
    if "<img" in rendering.author_html:
        set_lone_images(pieces)
        return in_pieces("".join(pieces))
    return pieces


def _set_all(pieces: Pieces, targets: Targets, lines: Lines, file: str) -> tuple[Problem, ...]:
    """Set ids, headings, notes and targets; most texts have only some of them."""
    tags = "".join(pieces[1::2])
    problems: tuple[Problem, ...] = ()
    if ' id="' in tags or ' name="' in tags:
        set_ids(pieces)
    if "<h" in tags:
        set_headings(pieces)
    drop_empty_paragraphs(pieces)
    if "footnote" in tags:
        unused = set_notes(pieces)
        problems = tuple(Problem.at("footnote-unused", file, lines.of_note(label), label=label) for label in unused)
    if "<a" in tags or "<img" in tags:
        targets.set_all()
    return problems


def _set_blocks(pieces: Pieces, targets: Targets) -> str:
    """Set figures, tables and code; returns all tags as they are then."""
    tags = "".join(pieces[1::2])
    if not ("<img" in tags or "<table" in tags or "<pre" in tags):
        return tags
    if "<img" in tags:
        set_figures(pieces, targets.photos)
    if "<table" in tags:
        set_tables(pieces)
    if "<pre" in tags:
        set_code_blocks(pieces)
    return "".join(pieces[1::2])
