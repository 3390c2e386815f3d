"""The language of templates: what they can call, and how they show values (the only home of jinja2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, meta, nodes, pass_context
from jinja2 import TemplateError as TemplateError
from jinja2 import TemplateNotFound as TemplateNotFound
from jinja2 import TemplateSyntaxError as TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.utils import LRUCache
from markupsafe import Markup, escape
from msgspec import Struct, json

from pressgen.model import BodyText, digest_of
from pressgen.site.i18n import file_size, number, words
from pressgen.site.wording import show_changes

FOLDER = "templates/"
"""How the names of templates begin in messages."""
# What could end a script element or start a comment in it; JSON may write any character as an escape.
SCRIPT_SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

ALWAYS_READ = {"newsroom", "lang"}
"""Values that a page reads even if its template does not: they decide the language of words and numbers."""
FUNCTIONS: dict[str, Callable[..., object]] = {}
"""More functions for all templates, by name; their results may depend on their arguments alone."""
FILTERS: dict[str, Callable[..., object]] = {}
"""More filters for all templates, likewise."""
BodyHtml = Callable[[BodyText], str]
SAFE = (Markup, int, float)
"""Kinds of values that need no escaping."""


class Facts(Struct, frozen=True):
    """What a template mentions: names of values, functions and filters of the site's own, and other templates.

    A reference is None where only rendering can tell which template it is.
    """

    names: tuple[str, ...]
    functions: tuple[str, ...]
    references: tuple[str | None, ...]


_CODES = LRUCache(256)
"""Compiled code of templates in this process, by digest."""


class _CodeCache(BytecodeCache):
    """Keeps compiled templates as long as this process lives."""

    # Compiling takes longer than rendering, and the preview makes an environment for each edit. But code that is read
    # from a disk could be anybody's, so it is never written there.
    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The digest of the template with this name."""
        return template_digest(name, self.texts[name])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket of the library with code, if there is any."""
        bucket.code = _CODES.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        _CODES[bucket.key] = bucket.code


def template_digest(name: str, text: str) -> str:
    """The digest of a template's name, its text, and the names of functions and filters that it may call."""
    callables = " ".join(sorted([*FUNCTIONS, *FILTERS]))
    return digest_of(f"{name}\0{text}\0{callables}".encode("utf-8", "surrogatepass"))


class PageEnvironment(Environment):
    """Compiles and renders templates: `texts` by name, `former_facts` about them by digest, and a reader of bodies."""

    def __init__(self, texts: Mapping[str, str], former_facts: Mapping[str, Facts], read_body: BodyHtml) -> None:
        self.texts, self.former_facts, self.read_body = texts, former_facts, read_body
        self.known_facts: dict[str, Facts] = {}
        super().__init__(
            loader=FunctionLoader(self._load),
            autoescape=lambda name: not (name or "").endswith((".txt", ".json")),
            # A typo in a template must be an error, and not an empty place on ten thousand pages.
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
            # Texts never change during the life of an environment, so nothing is asked twice or thrown away.
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_CodeCache(texts),
        )
        # Templates show messages by `_`, which the library also knows as the tag `trans`.
        self.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
        # The library's own wrappers look up the context three times for each word of a page.
        self.globals |= {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext}
        self.globals |= {"text_changes": _text_changes, **FUNCTIONS}
        self.filters |= {"json": _json, "number": _number, "file_size": _file_size, **FILTERS}

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (self.texts[name], FOLDER + name, lambda: True) if name in self.texts else None

    def facts(self, name: str) -> Facts:
        """The facts about a template, without rendering it; raises TemplateError where it cannot be parsed."""
        if name not in self.known_facts:
            facts = self.former_facts.get(template_digest(name, self.texts[name]))
            self.known_facts[name] = facts or self._examine(name)
        return self.known_facts[name]

    def _examine(self, name: str) -> Facts:
        tree = self.parse(self.texts[name], name)
        try:
            names, references = meta.find_undeclared_variables(tree), set(meta.find_referenced_templates(tree))
        except TemplateSyntaxError as error:  # it names a template of its own
            error.name = name
            raise
        # Most sites have none of their own, and to look at every node again takes time.
        called = {each.name for each in tree.find_all(nodes.Name)} & FUNCTIONS.keys() if FUNCTIONS else set()
        filters = {each.name for each in tree.find_all(nodes.Filter)} & FILTERS.keys() if FILTERS else set()
        return Facts(
            names=tuple(sorted(names | ALWAYS_READ)),
            functions=tuple(sorted(called | filters)),
            references=tuple(sorted(references, key=str)),
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that every template can read."""
        # One dict and not the library's ChainMap: each page copies them, entry by entry.
        return {**self.globals, **(d or {})}

    def getattr(self, obj: object, attribute: str) -> object:
        """The item of a dict, the attribute of anything else, a body as its HTML; undefined if there is none."""
        if isinstance(obj, dict):
            # Never an attribute: a writer's key `items` must not be hidden by a method that Python's dict has.
            value = obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        else:
            try:  # the library does the same, but one call later, and pages look up values by the million
                value = getattr(obj, attribute)
            except AttributeError:
                return super().getattr(obj, attribute)
        return self.read_body(value) if type(value) is BodyText else value

    def getitem(self, obj: object, argument: object) -> object:
        """The library's value for `obj[argument]` and `map(attribute=…)`; a body as its HTML."""
        value = super().getitem(obj, argument)
        return self.read_body(value) if type(value) is BodyText else value


def _lang(context: Context) -> str:
    """The language of the page being rendered: its newsroom's, or the value `lang` where there is none."""
    newsroom = context.get("newsroom")
    return str(newsroom.lang if newsroom else context.get("lang", "en"))


@lru_cache(maxsize=1 << 12)
def _translated(message: str, lang: str) -> Markup:
    return Markup(words(lang).gettext(message))


@lru_cache(maxsize=1 << 12)
def _plain_message(message: str, lang: str) -> Markup:
    return _translated(message, lang) % {}  # in a message without values, a per cent sign is written twice as well


@pass_context
def _gettext(context: Context, message: str, /, **values: object) -> Markup:
    """A message in the page's language as HTML, with values in their places."""
    lang = _lang(context)
    return _filled(_translated(message, lang), values) if values else _plain_message(message, lang)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, count: int, /, **values: object) -> Markup:
    """The message for a count, which is also the value `num`."""
    return _filled(words(_lang(context)).ngettext(singular, plural, count), {"num": count, **values})


def _filled(message: str, values: dict[str, object]) -> Markup:
    # Markup does the same more slowly: all values are escaped except numbers and HTML.
    safe = {name: value if isinstance(value, SAFE) else escape(value) for name, value in values.items()}
    return Markup(str.__mod__(message, safe))


def _text_changes(before: tuple[str, ...], after: tuple[str, ...], removed: str, added: str) -> Markup:
    """What changed between two texts, each given as pieces of HTML, as HTML."""
    return Markup(show_changes(before, after, removed, added))


@pass_context
def _number(context: Context, value: int) -> str:
    """A number grouped for the page's language."""
    return number(value, _lang(context))


@pass_context
def _file_size(context: Context, value: int) -> str:
    """A size in bytes as readers of the page's language know it."""
    return file_size(value, _lang(context))


@pass_context
def _json(context: Context, value: object) -> Markup:
    """Compact JSON; inside HTML no character of it can end the element around it."""
    text = json.encode(value, enc_hook=partial(_html_of_body, context)).decode()
    if not (context.name or "").endswith(".json"):
        for character, escaped in SCRIPT_SAFE.items():
            text = text.replace(character, escaped)
    return Markup(text)


def _html_of_body(context: Context, value: object) -> str:
    if isinstance(value, BodyText):
        return str(context.environment.read_body(value))  # type: ignore[attr-defined]
    raise TypeError(f"a value of the type {type(value).__name__} cannot be written as JSON")


@lru_cache(maxsize=64)  # the pages of a site have few combinations of sheets
def inlined(sheets: tuple[str, ...]) -> Markup:
    """The style sheets of a page as the content of a `<style>` in its template; each becomes an element of its own."""
    # A host's policy names sheets by their hashes, and templates of newsrooms have one element for all of them.
    return Markup("</style>\n<style>").join(map(Markup, sheets))
