"""Addresses on the site that releases link to without naming a file: are they in the plan?"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from pressgen.errors import Problem
from pressgen.model import Plan, Reference
from pressgen.site.near_names import NearNames
from pressgen.site.urls import Address


def broken(claims: Iterable[tuple[str, str, Reference]], plan: Plan, address: Address) -> tuple[Problem, ...]:
    """A warning for each claim (source, href, reference) that no output of the plan answers."""
    claims = tuple(claims)
    if not claims:
        return ()
    hrefs = {unquote(address.href(output.path)) for output in plan.outputs}
    near = NearNames(lambda: {href: href for href in sorted(hrefs)[:5000]}, 0.8)
    return tuple(_lost(source, reference, near) for source, href, reference in claims if not _answered(href, hrefs))


def _answered(href: str, hrefs: set[str]) -> bool:
    path = unquote(unescape(href).partition("#")[0].partition("?")[0])
    return path in hrefs or f"{path}/" in hrefs or f"{path.rstrip('/')}.html" in hrefs


def _lost(source: str, reference: Reference, names: NearNames) -> Problem:
    near = names.find(reference.target)
    key = "link-broken/near" if near else "link-broken"
    return Problem.at(key, source, reference.line, target=reference.target[:200], near=near)
