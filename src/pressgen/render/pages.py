"""Render outputs to bytes: pages, feeds and sitemaps from their templates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from types import TracebackType

from msgspec import Struct

from pressgen.errors import ContentError, Problem
from pressgen.model import BodyText, Computed, Rendered, Sizes
from pressgen.render.environment import (
    FOLDER,
    Facts,
    PageEnvironment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    inlined,
    template_digest,
)
from pressgen.site.body_html import body_html
from pressgen.store.database import StoreError

PIECES = 256
"""Pieces of a page that are joined at a time."""
ReadBody = Callable[[str], str]
"""Returns the HTML of a body by its digest."""


class Mention(Struct, frozen=True):
    """What a page from one template can depend on, sorted.

    `names` are the values that it may read, `functions` the site's own functions and filters that it may call, and
    `texts` the template and all that it extends, includes or imports.
    """

    names: tuple[str, ...]
    functions: tuple[str, ...]
    texts: tuple[str, ...]


class Renderer:
    """Renders outputs from `templates` (name to text); `former_facts` are those of earlier builds, by digest."""

    # Compiled code cannot be pickled, so each process that gets a renderer compiles for itself.

    def __init__(self, templates: Mapping[str, str], read: ReadBody, former_facts: Mapping[str, Facts]) -> None:
        self.templates, self.read, self.former_facts = templates, read, former_facts
        self.environment = PageEnvironment(templates, former_facts, self._body_html)
        self._mentions: dict[str, Mention | None] = {}

    def __reduce__(self) -> tuple[type[Renderer], tuple[object, ...]]:
        return Renderer, (self.templates, self.read, {**self.former_facts, **self.fresh_facts()})

    def _body_html(self, text: BodyText) -> str:
        return body_html(self.read(text.digest), text, has_contents=True)

    def render(self, output: Rendered, sizes: Mapping[str, int] | None = None) -> bytes:
        """The bytes of an output; raises ContentError that names the template, its line and the page.

        `sizes` are those of the outputs by path whose sizes it is to be given.
        """
        try:
            template = self.environment.get_template(output.template)
            mention = self.mention(output.template)
            values = computed_values(output, mention.names if mention else output.values, sizes)
            if "style" in values:
                values["style"] = inlined(values["style"])
            data = _joined(template.generate(values)).encode()
        except StoreError:  # a damaged memory and no fault of the template: the build starts again without it
            raise
        except TemplateNotFound as error:
            location = _location_of(error.__traceback__, "")
            problem = _template_missing(str(error.name or ""), output, self.templates, location)
            raise ContentError(problem) from error
        except TemplateSyntaxError as error:
            raise ContentError(_syntax_fault(error, output)) from error
        except Exception as error:  # a template may call anything that its values offer
            name, line = _location_of(error.__traceback__, output.template)
            has_message = isinstance(error, TemplateError) and error.message
            reason = str(error.message) if has_message else f"{type(error).__name__}: {error}"  # type: ignore[attr-defined]
            raise ContentError(_template_failed(name, line, reason, output)) from error
        if output.path.endswith((".html", ".htm")) and (not data or data.isspace()):
            raise ContentError(Problem.at("template-failed/empty", FOLDER + output.template, path=output.path))
        return data

    def fault(self, output: Rendered) -> Problem | None:
        """What makes one of the templates unreadable that an output needs."""
        try:
            self._mention(output.template)
        except TemplateSyntaxError as error:
            return _syntax_fault(error, output)
        return None

    def mention(self, name: str) -> Mention | None:
        """What a template mentions itself or through others; None if one of them is missing or has a fault."""
        if name not in self._mentions:
            try:
                self._mentions[name] = self._mention(name)
            except TemplateError:
                self._mentions[name] = None
        return self._mentions[name]

    def _mention(self, name: str) -> Mention | None:
        names: set[str] = set()
        functions: set[str] = set()
        texts: set[str] = set()
        queue = {name}
        while queue := (queue & self.templates.keys()) - texts:
            texts |= queue
            facts = [self.environment.facts(text) for text in queue]
            names.update(*(fact.names for fact in facts))
            functions.update(*(fact.functions for fact in facts))
            references = {reference for fact in facts for reference in fact.references}
            # A name that is known only when the page is rendered may be that of any template.
            queue = set(self.templates) if None in references else {name for name in references if name}
        return Mention(tuple(sorted(names)), tuple(sorted(functions)), tuple(sorted(texts))) if texts else None

    def compile(self, names: Iterable[str]) -> None:
        """Compile these templates and all that they use; their errors are reported by `render`."""
        for name in sorted({text for name in names if (mention := self.mention(name)) for text in mention.texts}):
            with suppress(TemplateError):
                self.environment.get_template(name)

    def fresh_facts(self) -> dict[str, Facts]:
        """The facts about templates that are not among the former ones, by digest."""
        facts = {template_digest(name, self.templates[name]): f for name, f in self.environment.known_facts.items()}
        return {digest: fact for digest, fact in facts.items() if digest not in self.former_facts}


def _syntax_fault(error: TemplateSyntaxError, output: Rendered) -> Problem:
    return _template_failed(error.name or output.template, error.lineno, error.message or "", output)


def _joined(pieces: Iterator[str]) -> str:
    """The pieces of a page as one text."""
    # Not all at once: the page of an archive has a hundred thousand, and Python's garbage collector watches each.
    parts = []
    while some := [*islice(pieces, PIECES)]:
        parts.append("".join(some))
    return "".join(parts)


def computed_values(
    output: Rendered, names: Container[str], sizes: Mapping[str, int] | None = None
) -> dict[str, object]:
    """The values that the output's template is given; those to be computed only if they are among `names`.

    `sizes` are those of other outputs by path, if it is given any.
    """
    values = output.values
    given: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Sizes):
            given[name] = sizes or {}
        elif not isinstance(value, Computed):
            given[name] = value
        elif name in names:
            given[name] = value.make(*(values[read] for read in value.reads))
    return given


def _location_of(traceback: TracebackType | None, name: str) -> tuple[str, int]:
    """The innermost template and line of a traceback."""
    line = 0
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(FOLDER):
            name, line = file.removeprefix(FOLDER), traceback.tb_lineno
        traceback = traceback.tb_next
    return name, line


def _template_failed(name: str, line: int | None, reason: str, output: Rendered) -> Problem:
    """A template that could not be rendered."""
    key = "template-failed/source" if output.source else "template-failed"
    # Its name in the documentation, in place of that of its module.
    reason = re.sub(r"'pressgen\.[\w.]+\.(\w+) object'", r"\1", reason.strip().rstrip("."))
    return Problem.at(key, FOLDER + name, line or 0, reason=reason, path=output.path, source=output.source)


def _template_missing(
    missing: str, output: Rendered, templates: Mapping[str, str], location: tuple[str, int]
) -> Problem:
    """A template that is missing: asked for by a line of another template, or by the release itself."""
    name = missing or output.template
    near = "".join(difflib.get_close_matches(name, templates, 1))
    file = FOLDER + location[0] if location[0] else output.source or FOLDER + output.template
    return Problem.at("template-missing", file, location[1], template=name, path=output.path, near=near)
