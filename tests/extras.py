"""What a newsroom may add to pressgen: a planner with its template, a function, a filter, and the Markdown of `seals`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from pressgen.model import Computed, Rendered
from pressgen.plan import plan
from pressgen.plan.layout import EditionContext
from pressgen.plan.views import Head
from pressgen.render import environment

PAGE = """\
{% extends "base.html" %}
{% block main %}
<h1>{{ page.title }}</h1>
<p>{{ counts.all }} releases, of {{ counts.days|join(" ") }}, {{ shout(counts.note) }}, {{ latest|sign("!") }}.</p>
{% for teaser in teasers %}<p>{{ teaser.title }} <a href="{{ teaser.href }}">{{ teaser.date_text }}</a></p>{% endfor %}
{{ texts|map(attribute="body")|join|safe }}{{ texts[1]["body"]|safe }}{{ texts[0].body|safe }}{{ texts[0]|string }}
{{ loud }} {{ table["deep"][0]["href"] }} {{ moment.year }} {{ ask() if ask is defined }}
{% endblock %}
"""


def figures(context: EditionContext) -> Iterator[Rendered]:
    """A page that shows teasers, links, bodies, dicts, dates and computed values of all the newest releases."""
    newest = tuple(reversed(context.edition.articles))[:5]
    path = f"{context.edition.prefix}figures/index.html"
    yield Rendered(
        path=path,
        template="figures.html",
        values=context.values(
            page=Head(
                kind="page",
                title="Figures",
                description="Figures",
                href=context.address.href(path),
                url=context.address.url(path),
                feeds=context.edition.feeds,
            ),
            counts={"all": len(context.edition.articles), "days": [one.at.date() for one in newest], "note": "now"},
            teasers=tuple(one.teaser for one in newest),
            texts=[{"body": one.body} for one in newest[:2]],
            latest=newest[0].title if newest else "",
            moment=newest[0].at if newest else datetime(2026, 1, 1),
            table={"deep": [{"href": newest[-1].href if newest else "", "unused": {1, 2, 3}}]},
            loud=Computed(("latest",), shout),
        ),
    )


def shout(text: str) -> str:
    return text.upper()


def whisper(text: str) -> str:
    return text.lower()


SETTINGS = "markdown: python-markdown\nmarkdown_extensions: [seals]\n"
"""What a site needs in its settings for the Markdown of its own."""


@contextmanager
def added() -> Iterator[pytest.MonkeyPatch]:
    """pressgen with all of it, as long as the block runs; the site needs SETTINGS, and PAGE as templates/figures.html."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "PLANNERS", (*plan.PLANNERS, figures))
        patch.setitem(environment.FUNCTIONS, "shout", shout)
        patch.setitem(environment.FILTERS, "sign", lambda text, mark: f"{text}{mark}")
        yield patch
