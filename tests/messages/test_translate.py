"""Messages in the author's language: everything that can be told is told whole, and what was written is kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pressgen.errors import Problem
from pressgen.messages import translate
from pressgen.messages.choose import chosen
from pressgen.messages.translate import LANGUAGES, said, translated

SOURCE = Path(translate.__file__).parents[1]
CATALOGUES = {
    lang: msgspec.json.decode((translate.FOLDER / f"{lang}.json").read_bytes(), type=dict[str, str])
    for lang in LANGUAGES
    if lang != "en"
}
STEPS = ("build.py", "check", "content", "plan", "publish", "render", "scaffold", "serve", "site", "workers")
"""Where faults are found; what commands say of themselves is in their help, which is English."""
NOT_TOLD = re.compile(
    r"# |https?:|title: |\*\*\{|The same as|Keys of a release|pressgen front matter|Releases |Tag: |All |The page was moved"
    r"|One Host header|The preview (answers|can only)|Pages of other sites|Open the address|There is no such page"
    r"|Back to reference|The folder of the site|See \{0\}"
)
"""Beginnings of sentences for others than the author: what files, pages, other programs and schemas say."""
COMPOSED = {
    "The translation {0}.", "Write it with its offset: {0}.", "The file or folder cannot be read{0}.", "`{0}: {1}` {2}.",
    "The tag “{0}” is already given{1}.", "Another build{0} is writing this site.", "{0}Known: {1}.",
    "The related release “{0}” {1}.", "{0} “{1}” {2}.",
}  # fmt: skip
"""Sentences put together from parts; the catalogue has them whole, as they come out."""
WHOLE = re.compile(
    "The translation (lacks|has) the|The tag “|Write `|invalid enum|Another build|address already|permission|number out|expected"
)
"""Beginnings of those, and of what the libraries say that read settings and listen for browsers."""


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the steps that is a sentence, with its place; values in it are numbered."""
    for path in sorted(SOURCE.rglob("*.py")):
        where = path.relative_to(SOURCE).as_posix()
        if not where.startswith(STEPS) or where in ("content/frontmatter/keys.py",):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            text = "" if node in documentation | parts else written(node)
            if re.fullmatch(r"[A-Z`“{].* .*[.?]", text) and not NOT_TOLD.match(text) and "(?:" not in text:
                yield f"{where}:{node.lineno}", text  # type: ignore[attr-defined]


def written(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    numbers = iter(range(100))
    texts = (part.value if isinstance(part, ast.Constant) else f"{{{next(numbers)}}}" for part in node.values)
    return "".join(map(str, texts))


@pytest.mark.parametrize("lang", CATALOGUES)
def test_every_sentence_that_can_be_told_is_in_the_catalogue(lang: str) -> None:
    found = [*sentences()]
    assert len(found) > 300
    assert [each for each in found if each[1] not in COMPOSED and said(each[1], lang) == each[1]] == []


@pytest.mark.parametrize("lang", CATALOGUES)
def test_a_translation_has_the_values_of_its_sentence(lang: str) -> None:
    for english, text in CATALOGUES[lang].items():
        assert sorted(re.findall(r"\{(\d)\}", english)) == sorted(set(re.findall(r"\{(\d)(?::words)?\}", text))), (
            english
        )
        assert english.count("`") == text.count("`"), english


def test_all_catalogues_have_the_same_sentences() -> None:
    assert len({tuple(catalogue) for catalogue in CATALOGUES.values()}) == 1


def test_no_sentence_is_kept_that_nothing_tells() -> None:
    code = "\0".join(
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    for english in CATALOGUES["ru"]:
        words = max(re.split(r"\{\d\}|[ ,;:.()]{1,2}(?=\{)", english), key=len).strip(" .,;:()")
        spellings = (words, words.removesuffix("s"), words[:1].upper() + words[1:])
        assert WHOLE.match(english) or any(spelling in code for spelling in spellings), english


def test_what_was_written_is_kept_and_words_are_said() -> None:
    assert said("The tag “number” is already given, as “link”.", "ru") == "Тег «number» уже указан — как «link»."
    lacks = "The translation lacks the number 12, 13 and 2 more of content/a.md:3 and has the number 14, which content/a.md has not."
    assert said(lacks, "ru") == (
        "В переводе нет того, что есть в content/a.md:3 (число: 12, 13 и ещё 2), и есть то, чего нет в content/a.md (число: 14)."
    )
    assert (
        said("3 files checked: 1 error, 2 warnings.", "uz") == "Tekshirildi: 3 ta fayl; 1 ta xato, 2 ta ogohlantirish."
    )
    assert said("`title` is taken. Keep one of them.", "ru") == "Взято `title`. Оставьте что-то одно."
    moment = "The date in the file's name: There is no day 2025-02-30. " + (
        "Write 2025-01-27, or with the time 2025-01-27 14:30, or with its offset too: 2025-01-27 14:30 +05:00."
    )
    assert said(moment, "ru").startswith("Дата в имени файла: Дня 2025-02-30 нет. Напишите 2025-01-27")
    removed = "HTML that a release may not have was taken out: script (2), onclick attribute."
    assert said(removed, "ru") == "Убран HTML, которого в релизе быть не может: script (2), атрибут onclick."


def test_what_is_not_known_stays() -> None:
    assert said("Something quite else, date.", "uz") == "Something quite else, date."
    assert said("", "ru") == ""
    assert said("The text is nested too deep to be converted.", "en") == "The text is nested too deep to be converted."


def test_codes_places_and_excerpts_are_the_same_in_every_language() -> None:
    problem = Problem(code="date-missing", file="a.md", line=1, message="The release has no date.", excerpt="---")
    (told,) = translated([problem], "uz")
    assert told == msgspec.structs.replace(problem, message="Relizning sanasi yoʻq.")


@pytest.mark.parametrize(
    ("settings", "environment", "lang"),
    [
        (None, {}, "en"),
        (b"title: T\n", {"LANG": "uz_UZ.UTF-8"}, "uz"),
        (b"title: T\nmessages: ru\n", {"LANG": "uz_UZ.UTF-8"}, "ru"),
        (b'messages: "uz" # ours\ntitle: [\n', {}, "uz"),
        (b"messages: fr\n", {"LANG": "ru_RU"}, "ru"),
        (b"check:\n  messages: ru\n", {}, "en"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "ru_RU.UTF-8", "LANG": "en_US.UTF-8"}, "ru"),
        (None, {"LANG": "POSIX", "LANGUAGE": "ru"}, "en"),
        (None, {"LANG": "kk_KZ.UTF-8", "LANGUAGE": "kk:ru:en"}, "ru"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "uz_UZ@cyrillic"}, "uz"),
    ],
)
def test_settings_choose_the_language_before_the_system(
    settings: bytes | None, environment: dict[str, str], lang: str
) -> None:
    assert chosen(settings, environment) == lang
