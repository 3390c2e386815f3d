"""`pressgen init`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from pressgen.cli.clock import now
from pressgen.cli.tell import Voice, usage_error, voice_of

T = TypeVar("T")


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", metavar="NAME", help="Name of the newsroom.")
@click.option("--url", metavar="URL", help="Public address, e.g. https://news.example.org/.")
@click.option("--languages", metavar="LANGS", help="Languages with commas between, the default first; default: en.")
@click.option("--timezone", metavar="ZONE", help="Time zone of the dates, e.g. Asia/Tashkent; default: UTC.")
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Where the site is to be built: adds its CI recipe; default: by the address, else none.",
)
def command(
    folder: Path, title: str | None, url: str | None, languages: str | None, timezone: str | None, host: str | None
) -> None:
    """Create a newsroom in DIR (default: here) that builds at once.

    Asks for what is not given. Without a terminal nothing is asked. Files that are there stay as
    they are; a folder with a pressgen.yml is refused.

    \b
    Examples:
      pressgen init newsroom
      pressgen init newsroom --title 'City News' --url https://news.example.org/ --languages en,ru,uz
    """
    from pressgen.errors import PressgenError
    from pressgen.scaffold import answers
    from pressgen.scaffold.newsroom import found

    voice = voice_of(folder)
    ask = partial(_answer, voice)
    try:
        name = ask("Name of the newsroom", "--title", title, None, answers.title)
        address = ask("Public address", "--url", url, None, answers.url)
        given = answers.Answers(
            title=name,
            url=address,
            languages=ask("Languages, the default first", "--languages", languages, "en", answers.languages),
            timezone=ask("Time zone", "--timezone", timezone, "UTC", answers.timezone),
            host=host or answers.host_of(address),  # type: ignore[arg-type]
        )
        laid = found(folder, given, now())
    except PressgenError as error:
        voice.refused(error)
        sys.exit(error.exit_code)
    voice.say("{files} created in {folder}.", files=voice.count_of(len(laid.made), "file"), folder=str(folder))
    if laid.kept:
        voice.say("Not changed ({count}):", "".join(f"\n  {path}" for path in laid.kept), count=len(laid.kept))
    _say_what_next(folder, given.host, voice)


def _answer(
    voice: Voice, asked: str, option: str, given: str | None, default: str | None, read: Callable[[str], T]
) -> T:
    """The answer from the option, else from the person at the terminal, else the default."""
    if given is not None:
        return read(given)
    if _is_terminal():
        question = voice.words(asked)
        answer: T = click.prompt(question, default=default, value_proc=lambda text: _read(text, read, voice), err=True)
        return answer
    if default is None:
        text = "{asked} is not given, and there is no terminal to ask at. Write {option} …"
        raise usage_error(text, asked=voice.words(asked), option=option)
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


def _say_what_next(folder: Path, host: str, voice: Voice) -> None:
    steps = [f"cd {folder}"] if folder != Path() else []
    steps += ["pressgen serve", voice.words('pressgen new "Your first headline"'), "pressgen build"]
    if host != "none":
        steps.append(f"python -m pip freeze > requirements.txt    {voice.words('(what the CI recipe installs)')}")
    voice.say("Next:", "".join(f"\n  {step}" for step in steps))
