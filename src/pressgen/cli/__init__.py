"""The commands: the only package that asks the clock or the environment, and the only one that prints.

One module for each command, imported when the command is called: start-up loads only what it uses.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from importlib import import_module

import click

from pressgen.cli.streams import open_streams, use_utf8
from pressgen.version import __version__

# In the order of the work in a newsroom; the texts are the lines of `pressgen --help`.
COMMANDS = {
    "init": "Create a newsroom.",
    "new": "Create a release, or a translation of one.",
    "eject": "Copy a template of the theme, so that you can change it.",
    "build": "Build the site.",
    "serve": "Show the site while you write.",
    "check": "Find mistakes before publication.",
    "fetch-cards": "Fetch cards of films and posts on other sites.",
    "diff": "Show what a build would change, and why.",
    "views": "Count how often releases are read.",
    "due": "Say what time will change, and build on time.",
    "calendar": "Write a calendar of the coming changes.",
    "clean": "Remove the cache.",
    "schema": "Print a JSON Schema for editors.",
    "completion": "Print the completion script of a shell.",
}
# What other programs call these commands.
OTHER_NAMES = {
    "help": "--help", "version": "--version",
    "create": "init", "start": "init",
    "watch": "serve", "server": "serve", "preview": "serve", "run": "serve",
    "publish": "build", "generate": "build", "make": "build",
    "lint": "check", "test": "check", "validate": "check",
    "next": "due", "schedule": "due", "scheduled": "due",
    "ical": "calendar", "ics": "calendar",
    "embed": "fetch-cards", "cards": "fetch-cards", "oembed": "fetch-cards",
    "plan": "diff", "status": "diff", "compare": "diff",
}  # fmt: skip
# What word processors make of two hyphens.
DASHES = "–—−"


class _CommandGroup(click.Group):
    """Finds a command in the module of its name; lists all of them without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pressgen.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; raises UsageError, which suggests a similar one.

        An option that begins with a dash, which word processors make of two hyphens, is an error that names it.
        """
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.UsageError as error:
            word = args[0].lower()
            suggestion = OTHER_NAMES.get(word.lstrip("-")) or next(iter(get_close_matches(word, COMMANDS, 1)), "")
            if not suggestion:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{suggestion}'?", ctx) from error
        options = {name for parameter in (command.params if command else ()) for name in parameter.opts}
        for word in rest:
            option = "--" + word.lstrip(DASHES + "-").partition("=")[0]
            if word.startswith(tuple(DASHES)) and option in options:
                sentence = f"'{word}' begins with a dash (U+{ord(word[0]):04X}), not with hyphens."
                raise click.UsageError(f"{sentence} Did you mean '{option}'?", ctx)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="pressgen %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Build a newsroom from Markdown releases.

    \b
    Examples:
      pressgen serve
      pressgen check
      pressgen build
    """
    # The variables of no-color.org and force-color.org; without them, only terminals get colours.
    if os.environ.get("NO_COLOR"):
        context.color = False
    elif os.environ.get("FORCE_COLOR"):
        context.color = True


def program() -> None:
    """Run `main` with standard streams that work whatever the shell did to them."""
    use_utf8()
    open_streams()
    main()
