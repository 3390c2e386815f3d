"""`pressgen fetch-cards`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pressgen.cli.arguments import build_options, find_site, jobs_option, paths_in_site, site_option
from pressgen.cli.clock import current_instant
from pressgen.cli.console import console_for


@click.command("fetch-cards")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--refresh", is_flag=True, help="Fetch cards again that are there already, in place of the old ones.")
@site_option
@jobs_option
def command(files: tuple[Path, ...], refresh: bool, site: Path | None, jobs: int) -> None:
    """Fetch the cards of films, posts and maps on other sites, and write them to content/cards.yml.

    A release shows such a card for an address that is alone on its line. FILES are releases;
    without them, all are read. Only cards that are not there yet are fetched, with their pictures, which
    are written to content/cards/. Builds never use the network.

    Exits with 0 if every card is there, and with 1 if one could not be fetched.

    \b
    Examples:
      pressgen fetch-cards
      pressgen fetch-cards content/2026/plan.md
      pressgen fetch-cards content/2026/plan.md --refresh
    """
    from pressgen.cards.fetching import CardRequest, fetch_cards
    from pressgen.content.cards_file import FILE
    from pressgen.errors import sorted_problems

    root = find_site(site)
    console = console_for(root)
    request = CardRequest(
        root=root,
        files=paths_in_site(root, files),
        instant=current_instant(),
        options=build_options(jobs),
        refresh=refresh,
    )
    with console.exit_on_error():
        report = fetch_cards(request, lambda address: console.say("Fetching {address}", address=address))
    console.print_problems(sorted_problems(report.problems))
    if report.cards:
        console.say("{file}: {cards} written.", file=FILE, cards=console.count_of(len(report.cards), "card"))
    elif not report.problems and report.present:
        console.say("Nothing to fetch: every card is there.")
    elif not report.problems:
        console.say("Nothing to fetch: no release has the address of a film, post or map alone on a line.")
    sys.exit(1 if any(problem.severity == "error" for problem in report.problems) else 0)
