"""Rendered outputs → bytes: pages, feeds and sitemaps are rendered from templates here."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress

from msgspec import Struct

from pressgen.errors import ContentError
from pressgen.model import BodyText, Computed, Rendered
from pressgen.render.environment import (
    Facts,
    PageEnvironment,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    html,
    template_digest,
)
from pressgen.render.template_errors import location_of, template_failed, template_missing
from pressgen.site.references import body_html
from pressgen.store.database import StoreError

ReadBody = Callable[[str], str]
"""Gives the HTML of a body by its digest."""


class Mention(Struct, frozen=True):
    """What a page from one template can depend on.

    `names` are the values that it may read, `functions` the site's own functions and filters that it may call, and
    `texts` the template and all that it extends, includes or imports; all sorted.
    """

    names: tuple[str, ...]
    functions: tuple[str, ...]
    texts: tuple[str, ...]


class Renderer:
    """Renders outputs from these templates (name to text); every process that has one compiles for itself.

    `former_facts` is what earlier builds know of templates, by digest.
    """

    def __init__(self, templates: Mapping[str, str], read: ReadBody, former_facts: Mapping[str, Facts]) -> None:
        self.templates, self.read, self.former_facts = templates, read, former_facts
        self.environment = PageEnvironment(templates, former_facts, self._body_html)
        self._mentions: dict[str, Mention | None] = {}

    def __reduce__(self) -> tuple[type[Renderer], tuple[object, ...]]:
        return Renderer, (self.templates, self.read, {**self.former_facts, **self.fresh_facts()})

    def _body_html(self, text: BodyText) -> str:
        return body_html(self.read(text.digest), text)

    def render(self, output: Rendered) -> bytes:
        """The bytes of an output; raises ContentError that names the template, its line and the page."""
        try:
            template = self.environment.get_template(output.template)
            mention = self.mention(output.template)
            values = computed_values(output, mention.names if mention else output.values)
            if "style" in values:
                values["style"] = html(values["style"])
            return template.render(values).encode()
        except StoreError:  # nothing is wrong with the template
            raise
        except TemplateNotFound as error:
            location = location_of(error.__traceback__, "")
            problem = template_missing(str(error.name or ""), output, self.templates, location)
            raise ContentError(problem) from error
        except TemplateSyntaxError as error:
            problem = template_failed(error.name or output.template, error.lineno, error.message or "", output)
            raise ContentError(problem) from error
        except Exception as error:  # a template may call anything that its values offer
            name, line = location_of(error.__traceback__, output.template)
            has_message = isinstance(error, TemplateError) and error.message
            reason = str(error.message) if has_message else f"{type(error).__name__}: {error}"  # type: ignore[attr-defined]
            raise ContentError(template_failed(name, line, reason, output)) from error

    def mention(self, name: str) -> Mention | None:
        """What a template mentions itself or through others; None if one of them has a fault."""
        if name not in self._mentions:
            try:
                self._mentions[name] = self._mention(name)
            except TemplateError:
                self._mentions[name] = None
        return self._mentions[name]

    def _mention(self, name: str) -> Mention | None:
        names: set[str] = set()
        functions: set[str] = set()
        reached, ahead = {name} & self.templates.keys(), [name] if name in self.templates else []
        while ahead:
            facts = self.environment.facts(ahead.pop())
            names.update(facts.names)
            functions.update(facts.functions)
            # A name that only rendering can tell may be that of any template.
            others = set(self.templates) if None in facts.references else {ref for ref in facts.references if ref}
            others &= self.templates.keys()
            ahead += others - reached
            reached |= others
        return Mention(tuple(sorted(names)), tuple(sorted(functions)), tuple(sorted(reached))) if reached else None

    def compile(self, names: Iterable[str]) -> None:
        """Compile these templates and all that they use; what is wrong with them is reported by `render`."""
        for name in sorted({text for name in names if (mention := self.mention(name)) for text in mention.texts}):
            with suppress(TemplateError):
                self.environment.get_template(name)

    def fresh_facts(self) -> dict[str, Facts]:
        """What is known now of templates and was not before, by digest."""
        facts = self.environment.known_facts.items()
        known = {template_digest(name, self.templates[name]): each for name, each in facts}
        return {digest: each for digest, each in known.items() if digest not in self.former_facts}


def computed_values(output: Rendered, names: Container[str]) -> dict[str, object]:
    """The values that the output's template is given; of those to be computed only the ones among `names`."""
    values = output.values
    return {
        name: value.make(*(values[read] for read in value.reads)) if isinstance(value, Computed) else value
        for name, value in values.items()
        if not isinstance(value, Computed) or name in names
    }
