"""`pressgen completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pressgen.cli.console import usage_error
from pressgen.cli.streams import write


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that lets a shell complete commands and options.

    \b
    Examples:
      pressgen completion bash > ~/.local/share/bash-completion/completions/pressgen
      pressgen completion zsh > ~/.zfunc/_pressgen
      pressgen completion fish > ~/.config/fish/completions/pressgen.fish
    """
    from pressgen.cli import main

    completion_class = get_completion_class(shell)
    if completion_class is None:
        raise usage_error("There is no completion for {shell}.", shell=shell)
    write(completion_class(main, {}, "pressgen", "_PRESSGEN_COMPLETE").source())
