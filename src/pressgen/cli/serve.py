"""`pressgen serve`."""

from __future__ import annotations

import secrets
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.arguments import build_options, folder_argument, jobs_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import Console, console_for
from pressgen.cli.streams import print_message

if TYPE_CHECKING:
    from pressgen.errors import Problem
    from pressgen.serve.engine import State


@click.command("serve")
@folder_argument
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 is any free one.")
@click.option("--follow", is_flag=True, help="Open the page that you are editing in the browser.")
@click.option("--poll", is_flag=True, help="Look for changes every second, for network drives.")
@click.option(
    "--lan", is_flag=True, help="Also answer phones on the local network; they need the token in the address."
)
@jobs_option
def command(folder: Path, port: int, follow: bool, poll: bool, lan: bool, jobs: int) -> None:
    """Show the site in FOLDER (default: here) in the browser while you write.

    Drafts, embargoed releases and those with errors are shown with a badge, and errors are shown on
    the page until you fix them. Nothing is written to the output folder. Press Ctrl+C to stop.

    \b
    Examples:
      pressgen serve
      pressgen serve --follow
      pressgen serve --port 8080 --lan
    """
    from pressgen.serve.run import Callbacks, ServeOptions, serve

    names = _lan_addresses() if lan else ()
    # Not everybody on a local network may read releases before their time.
    token = secrets.token_urlsafe(16) if lan else ""
    console = console_for(folder)
    serve_options = ServeOptions(
        root=folder.absolute(), port=port, lang=console.lang, follow=follow, poll=poll, names=names, token=token
    )
    log = _Log(console)

    def listening(used_port: int) -> None:
        address = f"http://localhost:{used_port}/"
        console.say("Preview: {address}   Overview: {overview}", address=address, overview=f"{address}_pressgen/")
        for name in names:
            _print_invitation(f"http://{name}:{used_port}/?token={token}", console)
        console.say("Press Ctrl+C to stop.")

    callbacks = Callbacks(now=current_instant, on_listen=listening, on_refresh=log.print_state, warn=log.warn)
    # Ctrl+C is how a preview ends.
    with suppress(KeyboardInterrupt), console.exit_on_error():
        serve(serve_options, build_options(jobs), callbacks)


class _Log:
    """Prints what happens while the preview runs."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.has_warned = False

    def warn(self, problem: Problem) -> None:
        """Print that the system has no more file handles, but only once: each request has this problem again."""
        if not self.has_warned:
            self.has_warned = True
            self.console.print_problem(problem)

    def print_state(self, state: State, seconds: float) -> None:
        """Print the errors of a state, and a line that it is ready."""
        errors = state.errors
        for problem in errors:
            (self.warn if problem.code == "handles-exhausted" else self.console.print_problem)(problem)
        pages = self.console.count_of(sum(path.endswith(".html") for path in state.outputs), "page")
        duration = self.console.translate("{pages} in {seconds} s", pages=pages, seconds=f"{seconds:.2f}")
        changed = ", ".join(sorted(state.changed)[:3]) + (", …" if len(state.changed) > 3 else "")
        count = self.console.count_of(len(errors), "error") if errors else ""
        details = "; ".join(filter(None, (duration, changed, count)))
        print_message(f"{current_instant().astimezone():%H:%M:%S} {details}")


def _lan_addresses() -> tuple[str, ...]:
    """The address of this computer on the local network, or its name if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing, but makes the system choose an address. The target is reserved (RFC 5737).
            probe.connect(("192.0.2.1", 9))
            return (str(probe.getsockname()[0]),)
        except OSError:
            return (socket.gethostname(),)


def _print_invitation(address: str, console: Console) -> None:
    """Print an address with its QR code."""
    import segno

    console.say("On the local network, for anyone who has this address: {address}", address=address)
    if sys.stderr.isatty():
        segno.make(address, error="l").terminal(out=sys.stderr, compact=True)
