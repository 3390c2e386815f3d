"""The interface words: every message that is used is translated, whole, in every catalogue, and no other is kept."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from pressgen import catalogue as catalogues
from pressgen.cli.calendar import EVENTS
from pressgen.cli.changes import ANY_TEMPLATE, CAUSES, RISKS
from pressgen.cli.console import EXPLANATIONS, NOUNS, STEPS
from pressgen.cli.due import EFFECTS
from pressgen.cli.late import DELAYS, LATE, REASONS
from pressgen.cli.summary import HEADINGS, NO_HEADING
from pressgen.content.markdown.words import ARROW, BACK, CONTENTS, TITLES
from pressgen.messages import LANGUAGES
from pressgen.problems import PHRASES, PROBLEMS
from pressgen.scaffold.newsroom import OFFICE
from pressgen.scaffold.release import SUMMARY_PLACEHOLDER
from pressgen.scaffold.translation import PLACEHOLDER
from pressgen.settings import STOCK_BOILERPLATE
from pressgen.site import embargo
from pressgen.site.i18n import words

ROOT = Path(__file__).parents[1]
LOCALES = catalogues.FOLDER
CATALOGUES = sorted(LOCALES.glob("*.po"))
SAYING = {"say", "translate", "usage_error", "Question", "text"}
# Code, names of files, formats and the like are the same in every language.
WRITTEN = re.compile(r"`[^`]*`|\{\w+\}|--[\w-]+|pressgen [a-z]+|\S*[/.#:_=]\S+|\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]")
ENGLISH = re.compile(
    r"\b(?:the|of|and|or|is|are|was|be|not|to|in|on|with|has|have|it|this|that|by|no|write|name)\b", re.I
)
COMPLETE = {"ar", "uz_Cyrl", *LANGUAGES} - {"en"}
"""Catalogues that always have all words; where another lacks one, readers see English."""
ASKING = {"word", "gettext"}
"""What planners call the function that translates."""


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


def messages(found: Catalog) -> dict[str, Message]:
    """Messages by their English words, the singular ones; the header is left out."""
    return {key if isinstance(key := message.id, str) else key[0]: message for message in found if message.id}


def forms(message: Message) -> list[str]:
    """The translation, or the translations for each form of the plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def in_templates(folder: Path) -> Iterator[str]:
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for path in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix not in (".js", ".css")):
        for _, _, message in extract_from_ast(environment.parse(path.read_text(encoding="utf-8"))):
            text = message[0] if isinstance(message, tuple) else message
            # A word that a value brings, such as that of a badge, is listed where it is defined.
            if text is not None:
                yield text


def in_planners() -> Iterator[str]:
    for path in sorted((ROOT / "src" / "pressgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ASKING and isinstance(node.args[0].value, str):
                yield node.args[0].value


def in_commands() -> Iterator[str]:
    """What commands say, given to one of these functions as it is or by the name `text`."""
    for path in sorted((ROOT / "src" / "pressgen" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Call) and node.args:
                name, given = getattr(node.func, "id", getattr(node.func, "attr", "")), node.args[0]
            elif isinstance(node, ast.Assign):
                name, given = getattr(node.targets[0], "id", ""), node.value
            if name in SAYING and isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value


def in_problems() -> Iterator[str]:
    for case in PROBLEMS.values():
        yield from filter(None, (case.message, case.hint))
    yield from PHRASES.values()


@cache
def site_words() -> frozenset[str]:
    """The messages that readers of a site see."""
    return frozenset({*in_templates(ROOT / "templates"), *in_planners(), ARROW, BACK, CONTENTS, *TITLES})


@cache
def command_words() -> frozenset[str]:
    """The messages that people see who call commands, the preview included."""
    said = {
        *in_templates(ROOT / "src" / "pressgen" / "serve" / "pages"),
        *("Has errors", *(kind.badge for kind in vars(embargo).values() if isinstance(kind, embargo.Kind))),
        *in_commands(),
        *EXPLANATIONS.values(),
        *HEADINGS.values(),
        *(text for texts in (EFFECTS, EVENTS, LATE, REASONS, DELAYS) for text in texts.values()),
        NO_HEADING,
        ANY_TEMPLATE,
        *CAUSES.values(),
        *RISKS.values(),
        *(text for texts in STEPS.values() for text in texts),
        *(one for one, _ in NOUNS.values()),
        *("error", "warning", "notice"),
        *(STOCK_BOILERPLATE, OFFICE, PLACEHOLDER, SUMMARY_PLACEHOLDER),
        *in_problems(),
    }
    return frozenset(said - {"{fix}"})


def used_in(name: str) -> frozenset[str]:
    """The messages that a catalogue must have: only some languages have those of the commands."""
    return site_words() | command_words() if name in LANGUAGES else site_words()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_catalogue_has_the_messages_that_are_used_and_no_others(path: Path) -> None:
    present = set(messages(catalogue(path)))
    assert present == used_in(path.stem) or (path.stem not in COMPLETE and present < used_in(path.stem))


def test_the_languages_of_the_commands_are_complete() -> None:
    assert {path.stem for path in CATALOGUES} >= COMPLETE


def test_readers_see_english_where_a_catalogue_lacks_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    words_of_tags = 'msgid "Tags"\nmsgstr "Тегтер"\n\nmsgid "Archive"\nmsgstr ""\n'
    (tmp_path / "kk.po").write_text(head + words_of_tags, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    partial = catalogues.catalogue.__wrapped__("kk")
    assert [partial.gettext(word) for word in ("Tags", "Archive", "Footer")] == ["Тегтер", "Archive", "Footer"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_message_is_translated_in_all_its_forms(path: Path) -> None:
    found = catalogue(path)
    assert found.num_plurals == get_plural(path.stem)[0]
    for key, message in messages(found).items():
        assert not message.fuzzy, key
        assert len(forms(message)) == (found.num_plurals if message.pluralizable else 1), key
        is_open = path.stem not in COMPLETE and not any(forms(message))
        assert is_open or all(form.strip() == form and form for form in forms(message)), key


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_translations_name_the_same_values_as_the_english(path: Path) -> None:
    for key, message in messages(catalogue(path)).items():
        for form in filter(None, forms(message)):
            pattern = r"%\(\w+\)s" if "%(" in key else r"(?<!\{)\{\w+\}|\{\{|\}\}"
            assert Counter(re.findall(pattern, form)) == Counter(re.findall(pattern, key)), form
            assert key.count("`") == form.count("`"), form


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_english_is_left_in_messages(lang: str) -> None:
    for key, message in messages(catalogue(LOCALES / f"{lang}.po")).items():
        for form in forms(message) if key in command_words() else ():
            left = ENGLISH.findall(WRITTEN.sub("", form))
            assert not left, form


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_what_is_read_at_run_time_is_what_babel_reads(path: Path) -> None:
    read = words(path.stem)
    for key, message in messages(catalogue(path)).items():
        assert message.pluralizable or read.gettext(key) == (message.string or key)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_no_catalogue_says_one_message_twice(path: Path) -> None:
    identifiers = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), flags=re.M)
    assert [key for key, times in Counter(identifiers).items() if times > 1] == []


def test_uzbek_letters_are_written_with_their_own_marks() -> None:
    texts = [form for message in messages(catalogue(LOCALES / "uz.po")).values() for form in forms(message)]
    text = re.sub("`[^`]*`", "", "\n".join(texts))
    assert re.findall(r"(?i)[a-z]['`‘’][a-z]", text) == []
    assert re.findall(r"[А-Яа-яЁё]", text) == []


def test_cyrillic_uzbek_has_no_latin_letters_in_its_words() -> None:
    for message in messages(catalogue(LOCALES / "uz_Cyrl.po")).values():
        assert [form for form in forms(message) if re.search(r"[A-Za-z]", re.sub(r"%\(\w+\)s|\{\w+\}", "", form))] == []


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("en", 1, "1 view"),
        ("en", 3511, "3511 views"),
        ("uz-Latn", 1, "1 marta koʻrilgan"),
        ("uz-Cyrl", 3511, "3511 марта кўрилган"),
        ("ru", 1, "1 просмотр"),
        ("ru", 3511, "3511 просмотров"),
        ("ru", 3521, "3521 просмотр"),
        ("ru", 3522, "3522 просмотра"),
        ("ar", 0, "0 مشاهدة"),
        ("ar", 2, "مشاهدتان (2)"),
        ("ar", 3, "3 مشاهدات"),
        ("ar", 3511, "3511 مشاهدة"),
    ],
)
def test_views_are_counted_in_words_of_the_language(lang: str, number: int, said: str) -> None:
    assert words(lang).ngettext("%(number)s view", "%(number)s views", number) % {"number": number} == said
