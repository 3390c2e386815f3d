"""Outputs → bytes: pages are printed from templates here."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache

from msgspec import Struct

from pressgen.errors import ContentError
from pressgen.model import Computed, Rendered
from pressgen.output.environment import (
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    environment_of,
    html,
    named_in,
)
from pressgen.output.template_faults import failed, not_found, place_of
from pressgen.output.texts import TextLostError

Printer = Callable[[Rendered], bytes]


def printer(texts: tuple[tuple[str, str], ...]) -> Printer:
    """A function that prints outputs with these templates; it raises ContentError naming template, line and page.

    `texts` holds the name and the text of each template, sorted.
    """
    environment, mentioned = environment_of(texts), mentions(texts)
    templates = dict(texts)

    def render(output: Rendered) -> bytes:
        try:
            template = environment.get_template(output.template)
            mention = mentioned(output.template)
            context = values_of(output, mention.names if mention else output.context)
            if "style" in context:
                context["style"] = html(context["style"])
            return template.render(context).encode()
        except TextLostError:  # nothing is wrong with the template
            raise
        except TemplateNotFound as error:
            place = place_of(error.__traceback__, "")
            raise ContentError(not_found(str(error.name or ""), output, templates, place)) from error
        except TemplateSyntaxError as error:
            raise ContentError(
                failed(error.name or output.template, error.lineno, error.message or "", output)
            ) from error
        except Exception as error:  # a template may call anything that its values offer
            name, line = place_of(error.__traceback__, output.template)
            said = (
                error.message
                if isinstance(error, TemplateError) and error.message
                else f"{type(error).__name__}: {error}"
            )
            raise ContentError(failed(name, line, said, output)) from error

    return render


def values_of(output: Rendered, names: Container[str]) -> dict[str, object]:
    """The values that the output's template gets, those made that are made only now, if they are among `names`."""
    given = output.context
    return {
        name: value.make(*(given[read] for read in value.reads)) if isinstance(value, Computed) else value
        for name, value in given.items()
        if not isinstance(value, Computed) or name in names
    }


def prepare(texts: tuple[tuple[str, str], ...], names: Iterable[str]) -> Iterator[None]:
    """Read and compile the templates of these names and all that they use, one at each step.

    Faults are told when a page needs the template.
    """
    environment, mentioned = environment_of(texts), mentions(texts)
    compiled: set[str] = set()
    for name in sorted(names):
        mention = mentioned(name)
        yield
        for text in mention.texts if mention else ():
            if text not in compiled:
                compiled.add(text)
                with suppress(TemplateError):
                    environment.get_template(text)
                yield


class Mention(Struct, frozen=True):
    """What a page from one template can depend on: the names that it may read, and the texts it is made of.

    `texts` names the template and all that it extends, includes or imports, sorted.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]


@lru_cache(maxsize=4)
def mentions(texts: tuple[tuple[str, str], ...]) -> Callable[[str], Mention | None]:
    """A function that gives what a template mentions itself or through others; None if one of them has a fault.

    `texts` holds the name and the text of each template, sorted. A template is read when it is asked for.
    """
    environment, templates = environment_of(texts), dict(texts)

    @cache
    def own(name: str) -> tuple[set[str], set[str]] | None:
        try:
            names, named = named_in(environment, name, templates[name])
        except TemplateError:
            return None
        # A name that is only known while printing may be that of any template.
        others = set(templates) if None in named else {other for other in named if other} & templates.keys()
        return names, others

    @cache
    def mention(name: str) -> Mention | None:
        names: set[str] = set()
        reached, ahead = {name} & templates.keys(), [name] if name in templates else []
        while ahead:
            found = own(ahead.pop())
            if found is None:
                return None
            names |= found[0]
            ahead += found[1] - reached
            reached |= found[1]
        return Mention(tuple(sorted(names)), tuple(sorted(reached))) if reached else None

    return mention
