"""`pressgen serve`."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressgen.cli.clock import now
from pressgen.cli.streams import tell
from pressgen.cli.tell import Voice, voice_of

if TYPE_CHECKING:
    from pressgen.errors import Problem
    from pressgen.serve.engine import State


@click.command("serve")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 is any free one.")
@click.option("--follow", is_flag=True, help="Open the page that you are editing in the browser.")
@click.option("--poll", is_flag=True, help="Look for changes every second, for network drives.")
@click.option(
    "--lan", is_flag=True, help="Also answer phones on the local network; they need the token in the address."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Worker processes; default: one for each core.")
def command(folder: Path, port: int, follow: bool, poll: bool, lan: bool, jobs: int | None) -> None:
    """Show the site in FOLDER (default: here) in the browser while you write.

    Drafts, embargoed releases and those with errors are shown with a badge, and errors are shown on
    the page until you fix them. Nothing is written to the output folder. Press Ctrl+C to stop.

    \b
    Examples:
      pressgen serve
      pressgen serve --follow
      pressgen serve --port 8080 --lan
    """
    from pressgen.errors import PressgenError
    from pressgen.model import Options
    from pressgen.serve.run import Talk, Wish, serve

    names = _names() if lan else ()
    token = secrets.token_urlsafe(16) if lan else ""
    voice = voice_of(folder)
    wish = Wish(root=folder.absolute(), port=port, lang=voice.lang, follow=follow, poll=poll, names=names, token=token)
    log = _Log(voice)
    options = Options(jobs=jobs or os.cpu_count() or 1, home=os.path.expanduser("~"))

    def listening(chosen: int) -> None:
        address = f"http://localhost:{chosen}/"
        voice.say("Preview: {address}   Overview: {overview}", address=address, overview=f"{address}_pressgen/")
        for name in names:
            _invite(f"http://{name}:{chosen}/?token={token}", voice)
        voice.say("Press Ctrl+C to stop.")

    try:
        serve(wish, options, Talk(now=now, listening=listening, looked=log.looked, warn=log.warn))
    except PressgenError as error:
        voice.refused(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(0)


class _Log:
    """Prints what happens while the preview runs."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.has_warned = False

    def warn(self, problem: Problem) -> None:
        """Print once that file handles have run out: it returns with every request, and every look."""
        if not self.has_warned:
            self.has_warned = True
            self.voice.problem(problem)

    def looked(self, state: State, seconds: float) -> None:
        """Print the errors of a state, and that it is there."""
        errors = [problem for problem in state.problems if problem.severity == "error"]
        for problem in errors:
            (self.warn if problem.code == "handles-exhausted" else self.voice.problem)(problem)
        _tell_state(self.voice, state, len(errors), seconds)


def _tell_state(voice: Voice, state: State, errors: int, seconds: float) -> None:
    pages = sum(path.endswith(".html") for path in state.outputs)
    changed = ", ".join(sorted(state.changed)[:3]) + (", …" if len(state.changed) > 3 else "")
    duration = voice.words("{pages} in {seconds} s", pages=voice.count_of(pages, "page"), seconds=f"{seconds:.2f}")
    fixes = voice.count_of(errors, "error") if errors else ""
    tell(f"{now().astimezone():%H:%M:%S} {'; '.join(filter(None, (duration, changed, fixes)))}")


def _names() -> tuple[str, ...]:
    """This machine's address on the local network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says by which of its addresses it would go there (RFC 5737).
            probe.connect(("192.0.2.1", 9))
            return (str(probe.getsockname()[0]),)
        except OSError:
            return (socket.gethostname(),)


def _invite(address: str, voice: Voice) -> None:
    """Print an address with its QR code."""
    import segno

    voice.say("On the local network, for anyone who has this address: {address}", address=address)
    if sys.stderr.isatty():
        segno.make(address, error="l").terminal(out=sys.stderr, compact=True)
