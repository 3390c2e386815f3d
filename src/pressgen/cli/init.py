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
from pressgen.cli.clock import now
from pressgen.cli.tell import Voice, usage_error, voice_of

T = TypeVar("T")


class Question(NamedTuple):
    """What is asked at the terminal, an example of an answer, and the option that gives one without being asked."""

    asked: str
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
    from pressgen.errors import PressgenError
    from pressgen.scaffold import answers
    from pressgen.scaffold.newsroom import found

    voice = voice_of(folder)
    ask = partial(_answer, voice)
    spoken = _usable(guess.language(os.environ), answers.languages, "en")
    zone = _usable(guess.timezone(os.environ).removeprefix("Etc/"), answers.timezone, "UTC")
    try:
        name = ask(NAME, title, None, answers.title)
        address = ask(ADDRESS, url, None, answers.url)
        given = answers.Answers(
            title=name,
            url=address,
            languages=ask(LANGUAGES, languages, spoken, answers.languages),
            timezone=ask(ZONE, timezone, zone, answers.timezone),
            host=host or answers.host_of(address),  # type: ignore[arg-type]
        )
        needed = requirement()
        laid = found(folder, given, now(), needed)
    except PressgenError as error:
        voice.refused(error)
        sys.exit(error.exit_code)
    voice.say("{files} created in {folder}.", files=voice.count_of(len(laid.made), "file"), folder=str(folder))
    if laid.kept:
        voice.say("Not changed ({count}):", "".join(f"\n  {path}" for path in laid.kept), count=len(laid.kept))
    _say_what_next(folder, voice)
    voice.say("requirements.txt installs this pressgen on other computers: {requirement}", requirement=needed)


def _usable(guessed: str, read: Callable[[str], object], other: str) -> str:
    """A guess that can be an answer, or the other one."""
    from pressgen.errors import PressgenError

    try:
        read(guessed)
    except PressgenError:
        return other
    return guessed


def _answer(voice: Voice, question: Question, given: str | None, default: str | None, read: Callable[[str], T]) -> T:
    """The answer from the option, else from the person at the terminal, else the default."""
    if given is not None:
        return read(given)
    if _is_terminal():
        words = f"{voice.words(question.asked)} {voice.words('(for example {example})', example=question.example)}"
        answer: T = click.prompt(words, default=default, value_proc=lambda text: _read(text, read, voice), err=True)
        return answer
    if default is None:
        text = "{asked} is missing, and there is no terminal to ask. Add {option} …"
        raise usage_error(text, asked=voice.words(question.asked), option=question.option)
    return read(default)


def _read(text: str, read: Callable[[str], T], voice: Voice) -> T:
    """An answer, or a fault after which it is asked for again."""
    from pressgen.errors import PressgenError
    from pressgen.messages import localize

    try:
        return read(text)
    except PressgenError as error:
        findings = localize(error.problems, voice.lang)
        raise click.BadParameter(" ".join(f"{each.message} {each.hint}" for each in findings)) from None


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _say_what_next(folder: Path, voice: Voice) -> None:
    steps = [f"cd {folder}"] if folder != Path() else []
    steps += ["pressgen serve", voice.words('pressgen new "Your first headline"'), "pressgen build"]
    voice.say("Next:", "".join(f"\n  {step}" for step in steps))
