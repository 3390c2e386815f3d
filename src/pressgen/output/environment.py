"""The language of templates: what they can call, and how their code prints (the only home of jinja2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from pressgen.output.keep import encoded
from pressgen.output.repeats import Repeats
from pressgen.output.template_faults import FOLDER
from pressgen.site.i18n import number, words

__all__ = ["TemplateError", "TemplateNotFound", "TemplateSyntaxError", "environment_of", "html", "named_in"]

# What could end a script element or start a comment in it; JSON may write any sign as an escape.
SCRIPT_SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

ALWAYS_READ = {"newsroom", "lang"}
"""Names that a page reads even if its template does not: words and numbers are printed in their language."""

CLOSED = {*ALWAYS_READ, "_", "gettext", "ngettext", "range"}
"""Names that a template can read whose macros print the same of the same values on every page of a language."""

MOST_MODULES = 64
"""Templates by the newsrooms of their pages whose macros are kept."""

PRINT = re.compile(r"^( +(?:yield |\w+\.append\()?)escape\(", re.MULTILINE)
"""Where the code of a template prints a value: in its own text, in a macro, in one that has nothing else."""

SAFE = (Markup, int, float)
"""Kinds of values that have no sign to be escaped."""


def _printed(value: object) -> str:
    """What a template prints of a value: the text itself where it is HTML, or no sign of it means something there."""
    if type(value) is Markup:
        return value
    return value if type(value) is str and not _has_special(value) else escape(value)


def _has_special(text: str) -> bool:
    # To look for one sign after the other is many times as fast as to look for any of them with an expression.
    return "&" in text or "<" in text or ">" in text or '"' in text or "'" in text


class _Context(Context):
    """Calls macros and translations, thirty for each page, without asking first what kind of callable they are."""

    def call(self, called: Callable[..., object], /, *given: Any, **named: Any) -> object:
        """What the library does as well, but for what is known here."""
        if type(called) is Macro:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return self.environment.repeated(self, called, given, named)  # type: ignore[attr-defined]
        if called is _gettext or called is _ngettext:
            loop, block = named.pop("_loop_vars", None), named.pop("_block_vars", None)
            if (loop and not ALWAYS_READ.isdisjoint(loop)) or (block and not ALWAYS_READ.isdisjoint(block)):
                return super().call(called, *given, **named, _loop_vars=loop, _block_vars=block)
            return called(self, *given, **named)
        return super().call(called, *given, **named)


class _Template(Template):
    def make_module(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        """The macros for a page, which are the same on every page of a language where they read nothing else."""
        make, environment = super().make_module, self.environment
        if vars is None or not isinstance(environment, _Environment) or not environment.is_steady:
            return make(vars, shared, locals)
        return environment.module(self.name or "", vars, lambda: make(vars, shared, locals))


class _Environment(Environment):
    """Reads `extra.items` as the key `items`: a page must not change with a method that Python's dict has."""

    printed = staticmethod(_printed)
    context_class = _Context
    template_class = _Template

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.repeats = Repeats(lambda code: self.is_closed(code.co_filename.removeprefix(FOLDER)))
        self._modules: dict[tuple[str, int, str], tuple[TemplateModule, object]] = {}
        self._closed: dict[str, bool] = {}
        self._trees: dict[str, nodes.Template] = {}
        # Whether `newsroom` and `lang` are the page's wherever they are read.
        self.is_steady = True
        super().__init__(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
            cache_size=-1,
        )

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (self.texts[name], FOLDER + name, lambda: True) if name in self.texts else None

    def repeated(self, context: Context, macro: Macro, given: tuple[object, ...], named: dict[str, object]) -> str:
        """What a macro prints, which is what it printed before where it is called with the same values."""
        page, escaping, function = context.parent, context.eval_ctx, getattr(macro, "_func", None)
        call = partial(macro, escaping, *given, **named)
        if function is None or not self.is_steady:
            return call()
        reads = (page.get("newsroom"), page.get("lang"), escaping.autoescape)
        return self.repeats.printed(function.__code__, reads, given, named, call)

    def module(self, name: str, page: Mapping[str, Any], make: Callable[[], TemplateModule]) -> TemplateModule:
        """The macros of a template for a page with these values."""
        if not self.is_closed(name):
            return make()
        newsroom, lang = page.get("newsroom"), str(page.get("lang"))
        known = self._modules.get((name, id(newsroom), lang))
        if known is None:
            if len(self._modules) >= MOST_MODULES:
                self._modules.clear()
            known = self._modules[name, id(newsroom), lang] = make(), newsroom
        return known[0]

    def is_closed(self, name: str) -> bool:
        """Whether a template reads only what all pages of a language have, and uses no other."""
        if name not in self._closed:
            self._closed[name] = name in self.texts and self._reads_no_page(name)
        return self._closed[name]

    def _reads_no_page(self, name: str) -> bool:
        tree = self.parse(self.texts[name], name)
        is_random = any(made.name == "random" for made in tree.find_all(nodes.Filter))
        others = any(True for _ in meta.find_referenced_templates(tree))
        # Of what every template knows, a namespace, a cycler or a joiner is another with each call.
        common = {each.name for each in tree.find_all(nodes.Name)} & self.globals.keys()
        return not is_random and not others and meta.find_undeclared_variables(tree) | common <= CLOSED

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree of a template, which is read twice: for what it mentions, and to be compiled."""
        tree = self._trees.pop(name or "", None)
        if tree is None:
            tree = super()._parse(source, name, filename)
            if name:
                self._trees[name] = tree
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """The code of a template, as the library gives it but for how it prints.

        What is printed is only joined; to wrap each text as one that is safe would take as long as all else.
        """
        if any(each.name in ALWAYS_READ and each.ctx != "load" for each in source.find_all(nodes.Name)):
            self.is_steady = False
        code = super()._generate(source, name, filename, defer_init)
        return PRINT.sub(r"\1environment.printed(", code)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that every template knows, in one dict: each page takes them over, entry by entry."""
        return {**self.globals, **(d or {})}

    def getattr(self, obj: object, attribute: str) -> object:
        """The item of a dict, the attribute of anything else; undefined if there is none."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:  # what the library does as well, one call sooner: pages look up values by the million
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@lru_cache(maxsize=4)  # compiling the theme takes longer than printing a small site
def environment_of(texts: tuple[tuple[str, str], ...]) -> Environment:
    """What these templates are read, compiled and printed by; `texts` holds the name and the text of each, sorted."""
    environment = _Environment(dict(texts))
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


@lru_cache(maxsize=4)  # the style of a site, which stands in each of its pages
def html(text: object) -> Markup:
    """A text that is HTML already."""
    return Markup(text)


def named_in(environment: Environment, name: str, text: str) -> tuple[set[str], set[str | None]]:
    """The names that a template reads, and those of the templates that it uses, None for one known only while printing.

    Raises TemplateError where it cannot be read.
    """
    tree = environment.parse(text, name)
    return meta.find_undeclared_variables(tree) | ALWAYS_READ, set(meta.find_referenced_templates(tree))
