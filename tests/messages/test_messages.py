"""Messages in the author's language: what is written stays, and words are translated."""

from __future__ import annotations

import pickle

import msgspec
import pytest

from pressgen.errors import Phrase, Problem, sorted_problems
from pressgen.messages import choose_language, localize

LINK = Problem.at("link-missing/near", "content/a.md", 3, target="date.md", near="dates.md")
PICTURE = Problem.at(
    "image-unusable",
    "content/a.md",
    target="a.svg",
    reason=Phrase.of("svg-element", name="script"),
    fix=Phrase("fix-picture"),
)


def test_what_was_written_stays_and_words_are_translated() -> None:
    said = {lang: localize([LINK, PICTURE], lang) for lang in ("en", "ru", "uz")}
    assert [each.message for each in said["en"]] == [
        "The link “date.md” was not found.",
        "The picture “a.svg” cannot be shown: the SVG contains <script>.",
    ]
    assert [each.message for each in said["ru"]] == [
        "Файл ссылки «date.md» не найден.",
        "Картинку «a.svg» нельзя показать: в SVG есть <script>.",
    ]
    assert said["uz"][0].hint == "Balki dates.md demoqchidirsiz?"
    assert said["uz"][1].hint == "Rasmni qaytadan JPEG, PNG yoki WebP qilib saqlang."


def test_codes_places_and_excerpts_are_the_same_in_every_language() -> None:
    problem = msgspec.structs.replace(Problem.at("date-missing", "a.md", 1), excerpt="---")
    english, uzbek = localize([problem], "en") + localize([problem], "uz")
    assert uzbek == msgspec.structs.replace(english, message="Relizning sanasi yoʻq.", hint=uzbek.hint)
    assert (uzbek.code, uzbek.severity, uzbek.file, uzbek.line, uzbek.excerpt) == (
        "date-missing",
        "error",
        "a.md",
        1,
        "---",
    )


def test_a_language_without_a_catalogue_gets_english() -> None:
    assert localize([LINK], "de") == localize([LINK], "en")


def test_braces_that_an_author_wrote_are_no_values() -> None:
    problem = Problem.at("link-foreign", target="{{ site.url }}/{target}")
    assert problem.message == "The address “{{ site.url }}/{target}” contains another generator's code."


def test_a_message_is_on_one_line_whatever_it_quotes() -> None:
    assert Problem.at("link-malformed", target="a\n\n b").message == "“a b” is not an address."


@pytest.mark.parametrize("problem", [LINK, PICTURE])
def test_a_problem_can_be_stored_and_sent(problem: Problem) -> None:
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Problem) == problem
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_each_problem_is_reported_once_in_order_of_its_place() -> None:
    later = Problem.at("link-empty", "content/a.md", 9)
    again = Problem.at("link-missing/near", "content/a.md", 3, target="date.md", near="dates.md")
    assert sorted_problems([later, LINK, again]) == (LINK, later)


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
        (None, {"LANG": "de_DE.UTF-8", "LANGUAGE": "de:ru:en"}, "ru"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "uz_UZ@cyrillic"}, "uz"),
    ],
)
def test_settings_choose_the_language_before_the_system(
    settings: bytes | None, environment: dict[str, str], lang: str
) -> None:
    assert choose_language(settings, environment) == lang
