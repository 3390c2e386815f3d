"""A name that is nearly known is answered with the known one; what cannot be seen, or looks alike, is named."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from pressgen.cli import COMMANDS, main
from pressgen.content.frontmatter import reader
from pressgen.content.frontmatter.keys import KEYS, find_key, near_miss
from pressgen.content.settings import settings_file
from pressgen.errors import Problem, SettingsError
from pressgen.letters import reveal
from pressgen.settings import Settings


def typos(name: str) -> set[str]:
    """Names with two letters swapped, and with one too few, too many or wrong."""
    swapped = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
    fewer = {name[:at] + name[at + 1 :] for at in range(len(name))}
    more = {name[:at] + name[at:][:1] + name[at:] for at in range(len(name))}
    wrong = {f"{name[:at]}q{name[at + 1 :]}" for at in range(len(name))}
    return (swapped | fewer | more | wrong) - {name}


def of_matter(line: str) -> list[Problem]:
    text = f"---\ntitle: A\ndate: 2026-01-01\n{line}\n---\n"
    return list(reader.read(text.encode(), "content/a.md", ZoneInfo("UTC")).problems)


def of_settings(line: str) -> Problem:
    with pytest.raises(SettingsError) as error:
        settings_file.read(f"title: T\nurl: https://n.example/\n{line}\n".encode())
    return error.value.problems[0]


def refused(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    return result.stderr.splitlines()[-1]


@pytest.mark.parametrize("key", [key.name for key in KEYS if len(key.name) > 3])
def test_every_typo_of_a_key_is_a_near_miss_of_it_or_another_name(key: str) -> None:
    for typo in typos(key):
        known = find_key(typo)
        meant = known[0].name if known else near_miss(typo)
        assert meant, typo


@pytest.mark.parametrize("typo", ["otc", "tco", "tooc"])
def test_too_many_words_of_three_letters_differ_in_one(typo: str) -> None:
    assert near_miss(typo) == "toc"
    assert near_miss("tac") == ""


@pytest.mark.parametrize("name", [name for name in Settings.__struct_fields__ if len(name) > 3])
def test_every_typo_of_a_setting_is_answered_with_it(name: str) -> None:
    for typo in typos(name) - set(Settings.__struct_fields__):
        problem = of_settings(f"{typo}: A")
        assert (problem.key, problem.hint) == ("settings-unknown/near", f"Did you mean `{name}`?"), typo


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("ulr: A", "url"),
        ("publisher: {naem: A}", "name"),
        ("feeds: {fomrats: [rss]}", "formats"),
        ("contacts: {press: {name: A, emial: B}}", "email"),
        ("Title: A", "title"),
        ("page-size: 3", "page_size"),
        ("lang: en", "languages"),
    ],
)
def test_a_setting_that_is_nearly_known_is_answered_with_the_known_one(line: str, near: str) -> None:
    assert of_settings(line).hint == f"Did you mean `{near}`?"


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("share: [tellegram]", "telegram"),
        ("share: [fcaebook]", "facebook"),
        ("share: [X]", "x"),
        ("share: [mail]", "email"),
        ("feeds: {formats: [jsno]}", "json"),
        ("archive: moths", "months"),
        ("markdown: python_markdown", "python-markdown"),
        ("check: {word-repeated: {severity: errro}}", "error"),
    ],
)
def test_a_choice_that_is_nearly_one_is_answered_with_it(line: str, near: str) -> None:
    assert of_settings(line).hint.startswith(f"Did you mean {near}? Choose from: ")


def test_a_choice_that_is_like_none_is_answered_with_all() -> None:
    assert of_settings("archive: yearly").hint == "Choose from: months, page."


@pytest.mark.parametrize("name", COMMANDS)
def test_every_typo_of_a_command_is_answered_with_it(name: str) -> None:
    for typo in typos(name) - {*COMMANDS}:
        if len(typo) > 2:
            assert refused(typo).endswith(f"Did you mean '{name}'?"), typo


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("help",), "--help"),
        (("version",), "--version"),
        (("preview",), "serve"),
        (("publish",), "build"),
        (("Build",), "build"),
        (("build", "--strcit"), "--strict"),
        (("build", "—strict"), "--strict"),
        (("build", "–output=a"), "--output"),
        (("check", "--exernal"), "--external"),
        (("serve", "--lna"), "--lan"),
        (("init", "--langauges", "en"), "--languages"),
    ],
)
def test_a_command_or_an_option_that_is_nearly_known_is_answered_with_it(words: tuple[str, ...], near: str) -> None:
    # Versions of the library differ in whether they put the option in quotation marks.
    assert refused(*words).replace("'", "").endswith(f"Did you mean {near}?")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("status: dr\u200baft", "“dr[U+200B]aft”"),
        ("status: dr\u0430ft", "“dr\u0430[U+0430]ft”"),
        ("draft: t\u00adrue", "“t[U+00AD]rue”"),
        ("lang: \u0435n", "“\u0435[U+0435]n”"),
        ("sta\u200btus: draft", "U+200B"),
        ("d\u0430te_of: A\nt\u0430gs: [a]", "U+0430"),
    ],
)
def test_a_character_that_cannot_be_seen_or_looks_alike_is_named(line: str, said: str) -> None:
    assert said in " ".join(problem.message for problem in of_matter(line))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("\u200bdescription: A", "`[U+200B]description`"),
        ("descripti\u043en: A", "`descripti\u043e[U+043E]n`"),
        ("archive: m\u043enths", "“m\u043e[U+043E]nths”"),
    ],
)
def test_such_a_character_is_named_in_the_settings(line: str, said: str) -> None:
    problem = of_settings(line)
    assert said in problem.message
    assert problem.hint.startswith("Did you mean ")


@pytest.mark.parametrize("text", ["COVID-19га", "Самарканд", "šaxs", "τελικά", "A–B", "soʻm", "می\u200cروم"])
def test_words_of_other_languages_are_shown_as_they_are(text: str) -> None:
    assert reveal(text) == text


def test_the_name_in_a_hint_has_no_space_behind_it() -> None:
    assert of_matter("pinned\u00a0: true")[0].hint == "Type `pinned` again."
