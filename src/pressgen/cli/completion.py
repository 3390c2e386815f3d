"""`pressgen completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from pressgen.cli.streams import write

SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SHELLS)))
def command(shell: str) -> None:
    """Print a script that lets a shell complete commands and options.

    \b
    Examples:
      pressgen completion bash > ~/.local/share/bash-completion/completions/pressgen
      pressgen completion zsh > ~/.zfunc/_pressgen
      pressgen completion fish > ~/.config/fish/completions/pressgen.fish
    """
    from pressgen.cli import main

    write(SHELLS[shell](main, {}, "pressgen", "_PRESSGEN_COMPLETE").source())
