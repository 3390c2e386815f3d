"""What is still a sample or a placeholder in a public release, and which of it a site wants to hear of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from pressgen.content.unfinished import EXAMPLE
from pressgen.errors import Problem
from pressgen.model import Parsed
from pressgen.settings import STOCK_BOILERPLATE, STOCK_PICTURES, Settings
from pressgen.site.embargo import Shown

FILE = "pressgen.yml"
CODES = frozenset(("placeholder-left", "example-contact", "sample-left"))
_STOCK = re.compile("|".join(".*".join(map(re.escape, text.split("{}"))) for text in STOCK_BOILERPLATE.values()))


def told_of(one: Parsed, settings: Settings, shown: Shown) -> Iterator[Problem]:
    """The problems of a document that are to be told: a draft may be unfinished, and rules may be switched off."""
    matter = one.document.matter if one.document else None
    for problem in one.problems:
        if problem.code not in CODES or matter is None:
            yield problem
        elif problem.code not in matter.check_ignore and (matter.status != "draft" or shown != "public"):
            yield from _judged(problem, settings)


def sample_settings(settings: Settings) -> Iterator[Problem]:
    """A warning for each contact of nobody, and for pictures and the paragraph about the organisation from `init`."""
    for contact in settings.contacts.values():
        if EXAMPLE.fullmatch(contact.email):
            yield from _judged(Problem.at("example-contact", FILE, mail=contact.email), settings)
    for name in (settings.publisher.logo, settings.share_image):
        if name.rpartition("/")[2] in STOCK_PICTURES:
            yield from _judged(Problem.at("sample-left/picture", FILE, name=name), settings)
    texts = settings.boilerplate.values() if isinstance(settings.boilerplate, dict) else [settings.boilerplate]
    if any(_STOCK.search(text) for text in texts):
        yield from _judged(Problem.at("sample-left/boilerplate", FILE), settings)


def _judged(problem: Problem, settings: Settings) -> Iterator[Problem]:
    chosen = settings.check.get(problem.code)
    if chosen is None:
        yield problem
    elif chosen.severity != "off":
        yield structs.replace(problem, severity=chosen.severity)
