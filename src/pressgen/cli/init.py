"""`pressgen init`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from pressgen.cli import guess
from pressgen.cli.clock import current_instant
from pressgen.cli.console import Console, console_for, usage_error

T = TypeVar("T")


class Question(NamedTuple):
    """A question at the terminal, an example of an answer, and the option that answers it without a terminal."""

    prompt: str
    example: str
    option: str


NAME = Question("Name of the newsroom", "City News", "--title")
ADDRESS = Question("Public address", "news.example.org", "--url")
LANGUAGES = Question("Languages, the default one first", "en,ru,uz", "--languages")
ZONE = Question("Time zone", "Asia/Tashkent", "--timezone")


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", metavar="NAME", help="Name of the newsroom.")
@click.option("--url", metavar="URL", help="Public address, e.g. news.example.org.")
@click.option(
    "--languages",
    metavar="LANGS",
    help="Languages, separated by commas, the default one first; default: that of the system.",
)
@click.option(
    "--timezone", metavar="ZONE", help="Time zone of the dates, e.g. Asia/Tashkent; default: that of the system."
)
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Where the site will be built; adds a CI recipe. Default: by the address, or none.",
)
def command(
    folder: Path, title: str | None, url: str | None, languages: str | None, timezone: str | None, host: str | None
) -> None:
    """Create a complete newsroom in DIR (default: here).

    Asks for the options that you leave out, if there is a terminal. Existing files are not changed;
    a folder with a pressgen.yml is refused.

    \b
    Examples:
      pressgen init newsroom
      pressgen init newsroom --title 'City News' --url news.example.org --languages en,ru,uz
    """
    from pressgen.cli.origin import requirement
    from pressgen.scaffold import answers
    from pressgen.scaffold.newsroom import check_folder, create_newsroom

    console = console_for(folder)
    ask = partial(_ask, console)
    language = _valid_guess(guess.language(os.environ), answers.languages, "en")
    # Servers have Etc/UTC, which people know as UTC.
    zone = _valid_guess(guess.timezone(os.environ).removeprefix("Etc/"), answers.timezone, "UTC")
    with console.exit_on_error():
        check_folder(folder)  # before anything is asked
        name = ask(NAME, title, None, answers.title)
        address = ask(ADDRESS, url, None, answers.url)
        newsroom = answers.Answers(
            title=name,
            url=address,
            languages=ask(LANGUAGES, languages, language, answers.languages),
            timezone=ask(ZONE, timezone, zone, answers.timezone),
            host=host or answers.host_of(address),  # type: ignore[arg-type]
        )
        pip_requirement = requirement()
        result = create_newsroom(folder, newsroom, current_instant(), pip_requirement)
    console.say("{files} created in {folder}.", files=console.count_of(len(result.created), "file"), folder=str(folder))
    if result.existing:
        paths = "".join(f"\n  {path}" for path in result.existing)
        console.say("Not changed ({count}):", paths, count=len(result.existing))
    _print_next_steps(folder, console)
    text = "requirements.txt installs this pressgen on other computers: {requirement}"
    console.say(text, requirement=pip_requirement)


def _valid_guess(guess: str, read: Callable[[str], object], default: str) -> str:
    from pressgen.errors import PressgenError

    try:
        read(guess)
    except PressgenError:
        return default
    return guess


def _ask(console: Console, question: Question, option: str | None, default: str | None, read: Callable[[str], T]) -> T:
    """The answer from the option, else from the person at the terminal, else the default."""
    if option is not None:
        return read(option)
    if _is_terminal():
        example = console.translate("(for example {example})", example=question.example)
        prompt, process = f"{console.translate(question.prompt)} {example}", partial(_read_answer, read, console)
        answer: T = click.prompt(prompt, default=default, value_proc=process, err=True)
        return answer
    if default is None:
        text = "{asked} is missing, and there is no terminal to ask. Add {option} …"
        raise usage_error(text, asked=console.translate(question.prompt), option=question.option)
    return read(default)


def _read_answer(read: Callable[[str], T], console: Console, text: str) -> T:
    """An answer; raises BadParameter, after which click asks again."""
    from pressgen.errors import PressgenError
    from pressgen.messages import localize

    try:
        return read(text)
    except PressgenError as error:
        findings = localize(error.problems, console.lang)
        raise click.BadParameter(" ".join(f"{finding.message} {finding.hint}" for finding in findings)) from None


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _print_next_steps(folder: Path, console: Console) -> None:
    steps = [f"cd {folder}"] if folder != Path() else []
    steps += ["pressgen serve", console.translate('pressgen new "Your first headline"'), "pressgen build"]
    console.say("Next:", "".join(f"\n  {step}" for step in steps))
