"""Outputs → bytes: templates are compiled and printed here (the only home of jinja2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from msgspec import Struct

from pressgen.errors import ContentError
from pressgen.model import Computed, Rendered
from pressgen.output.keep import encoded
from pressgen.output.template_faults import FOLDER, failed, not_found, place_of
from pressgen.output.texts import TextLostError
from pressgen.site.i18n import number, words

# What could end a script element or start a comment in it; JSON may write any sign as an escape.
SCRIPT_SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

ALWAYS_READ = {"newsroom", "lang"}
"""Names that a page reads even if its template does not: words and numbers are printed in their language."""

SPECIAL = re.compile("[&<>'\"]").search
PRINT = re.compile(r"^( +(?:yield |\w+\.append\()?)escape\(", re.MULTILINE)
"""Where the code of a template prints a value: in its own text, in a macro, in one that has nothing else."""

SAFE = (Markup, int, float)
"""Kinds of values that have no sign to be escaped."""

Printer = Callable[[Rendered], bytes]


def printer(texts: tuple[tuple[str, str], ...]) -> Printer:
    """A function that prints outputs with these templates; it raises ContentError naming template, line and page.

    `texts` holds the name and the text of each template, sorted.
    """
    environment = _environment(texts)
    templates = dict(texts)

    def render(output: Rendered) -> bytes:
        try:
            template = environment.get_template(output.template)
            context = values_of(output)
            if "style" in context:
                context["style"] = Markup(context["style"])
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


def values_of(output: Rendered) -> dict[str, object]:
    """The values that the output's template gets, those made that are made only now."""
    given = output.context
    return {
        name: value.make(*(given[read] for read in value.reads)) if isinstance(value, Computed) else value
        for name, value in given.items()
    }


def prepare(texts: tuple[tuple[str, str], ...], names: Iterable[str]) -> Iterator[None]:
    """Read and compile the templates of these names and all that they use, one at each step.

    Faults are told when a page needs the template.
    """
    environment, mentioned = _environment(texts), mentions(texts)
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
    environment, templates = _environment(texts), dict(texts)

    @cache
    def own(name: str) -> tuple[set[str], set[str]] | None:
        try:
            tree = environment.parse(templates[name], name)
            named = set(meta.find_referenced_templates(tree))
            names = meta.find_undeclared_variables(tree) | ALWAYS_READ
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


def _printed(value: object) -> str:
    """What a template prints of a value: the text itself where it is HTML, or no sign of it means something there."""
    if type(value) is Markup:
        return value
    return value if type(value) is str and not SPECIAL(value) else escape(value)


class _Context(Context):
    """Calls macros and translations, thirty for each page, without asking first what kind of callable they are."""

    def call(self, called: Callable[..., object], /, *given: Any, **named: Any) -> object:
        """What the library does as well, but for what is known here."""
        if type(called) is Macro:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return called(self.eval_ctx, *given, **named)
        if called is _gettext or called is _ngettext:
            loop, block = named.pop("_loop_vars", None), named.pop("_block_vars", None)
            if (loop and not ALWAYS_READ.isdisjoint(loop)) or (block and not ALWAYS_READ.isdisjoint(block)):
                return super().call(called, *given, **named, _loop_vars=loop, _block_vars=block)
            return called(self, *given, **named)
        return super().call(called, *given, **named)


class _Environment(Environment):
    """Reads `extra.items` as the key `items`: a page must not change with a method that Python's dict has."""

    printed = staticmethod(_printed)
    context_class = _Context

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """The code of a template, as the library gives it but for how it prints.

        What is printed is only joined; to wrap each text as one that is safe would take as long as all else.
        """
        code = super()._generate(source, name, filename, defer_init)
        return PRINT.sub(r"\1environment.printed(", code)

    def getattr(self, obj: object, attribute: str) -> object:
        """The item of a dict, the attribute of anything else; undefined if there is none."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:  # what the library does as well, one call sooner: pages look up values by the million
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@lru_cache(maxsize=4)  # compiling the theme takes longer than printing a small site
def _environment(texts: tuple[tuple[str, str], ...]) -> Environment:
    templates = dict(texts)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (templates[name], FOLDER + name, lambda: True) if name in templates else None

    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        cache_size=-1,
    )
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    # Called as they are: what the library puts around them asks thrice for each word of a page.
    environment.globals |= {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext}
    environment.filters["json"] = _json
    environment.filters["number"] = _number
    return environment


def _lang(context: Context) -> str:
    """The language of the page being printed: its newsroom's, or the name `lang` where there is none."""
    newsroom = context.get("newsroom")
    return str(newsroom.lang if newsroom else context.get("lang", "en"))


@lru_cache(maxsize=1 << 12)
def _translated(message: str, lang: str) -> Markup:
    return Markup(words(lang).gettext(message))


@lru_cache(maxsize=1 << 12)
def _whole(message: str, lang: str) -> Markup:
    return _translated(message, lang) % {}


@pass_context
def _gettext(context: Context, message: str, /, **values: object) -> Markup:
    """A message in the page's language, HTML, with the values in their places."""
    lang = _lang(context)
    return _filled(_translated(message, lang), values) if values else _whole(message, lang)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, count: int, /, **values: object) -> Markup:
    """The message for a count, which is the value `num` as well."""
    return _filled(words(_lang(context)).ngettext(singular, plural, count), {"num": count, **values})


def _filled(message: str, values: dict[str, object]) -> Markup:
    # What Markup itself does more slowly: all values but numbers and HTML are escaped.
    safe = {name: value if isinstance(value, SAFE) else escape(value) for name, value in values.items()}
    return Markup(str.__mod__(message, safe))


@pass_context
def _number(context: Context, value: int) -> str:
    """A number grouped for the page's language."""
    return number(value, _lang(context))


@pass_context
def _json(context: Context, value: object) -> Markup:
    """Compact JSON; inside HTML no sign of it can end the element that holds it."""
    text = encoded(value).decode()
    if not (context.name or "").endswith(".json"):
        for sign, harmless in SCRIPT_SAFE.items():
            text = text.replace(sign, harmless)
    return Markup(text)
