"""Samples and placeholders that are left in a public site, with the severity that the settings give them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from pressgen.catalogue import catalogue
from pressgen.content.settings.places import place
from pressgen.errors import Problem
from pressgen.model import Parsed
from pressgen.settings import EXAMPLE_MAIL, STOCK_BOILERPLATE, STOCK_PICTURES, Settings
from pressgen.site.embargo import Visibility
from pressgen.site.setting_pictures import logo_setting, share_setting

CODES = frozenset(("placeholder-left", "example-contact", "sample-left"))


def document_problems(parsed: Parsed, settings: Settings, visibility: Visibility) -> Iterator[Problem]:
    """The problems of a document, without those of samples where it is a draft or where the rule is off."""
    matter = parsed.document.matter if parsed.document else None
    for problem in parsed.problems:
        if problem.code not in CODES or matter is None:
            yield problem
        elif problem.code not in matter.check_ignore and (matter.status != "draft" or visibility != "public"):
            yield from with_severity(problem, settings)


def sample_settings(settings: Settings) -> Iterator[Problem]:
    """A warning for each example address of contacts and people, and for the pictures and the boilerplate of `init`."""
    places: dict[str, str] = {}
    for key, listed in (("contacts", settings.contacts), ("people", settings.people)):
        for name, contact in listed.items():
            places.setdefault(contact.email, place(key, name, "email"))
    for mail, where in places.items():
        if EXAMPLE_MAIL.fullmatch(mail):
            yield from with_severity(Problem.at("example-contact", where, mail=mail), settings)
    for named in (logo_setting(settings), share_setting(settings)):
        if named.written.rpartition("/")[2] in STOCK_PICTURES:
            problem = Problem.at("sample-left/picture", named.place, name=named.written)
            yield from with_severity(problem, settings)
    texts = settings.boilerplate.values() if isinstance(settings.boilerplate, dict) else [settings.boilerplate]
    if any(_stock_boilerplate(lang).search(text) for lang in ("en", *settings.languages) for text in texts):
        yield from with_severity(Problem.at("sample-left/boilerplate", place("boilerplate")), settings)


def _stock_boilerplate(lang: str) -> re.Pattern[str]:
    """The paragraph that `init` writes in a language, with any name of the newsroom."""
    return re.compile(".*".join(map(re.escape, catalogue(lang).gettext(STOCK_BOILERPLATE).split("{title}"))))


def with_severity(problem: Problem, settings: Settings) -> Iterator[Problem]:
    """The problem with the severity that the settings give its code; nothing if they turn it off."""
    rule = settings.check.get(problem.code)
    if rule is None:
        yield problem
    elif rule.severity != "off":
        yield structs.replace(problem, severity=rule.severity)
