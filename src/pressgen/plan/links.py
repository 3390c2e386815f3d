"""Links to addresses on the site that name no file: is there an output at that address?"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from msgspec import structs

from pressgen.errors import Problem
from pressgen.model import Plan, Reference
from pressgen.site.near_names import NearNames
from pressgen.site.urls import Address


def broken_links(claims: Iterable[tuple[str, str, Reference]], plan: Plan, address: Address) -> tuple[Problem, ...]:
    """A warning for each claim (source, href, reference) to an address that no output of the plan has."""
    claims = tuple(claims)
    if not claims:
        return ()
    hrefs = {unquote(href) if "%" in href else href for href in (address.href(output.path) for output in plan.outputs)}
    # Comparing with all addresses of a large archive would take longer than the rest of the plan.
    near_names = NearNames(lambda: {href: href for href in sorted(hrefs)[:5000]}, 0.8)
    broken = {href for href in {href for _, href, _ in claims} if not _is_output(href, hrefs)}
    # Most links that are broken are in many releases.
    problems: dict[str, Problem] = {}
    for _, href, reference in claims:
        if href in broken and reference.target not in problems:
            near = near_names.find(reference.target)
            problems[reference.target] = Problem.at("link-broken", target=reference.target[:200], near=near)
    return tuple(
        structs.replace(problems[reference.target], file=source, line=reference.line)
        for source, href, reference in claims
        if href in broken
    )


def _is_output(href: str, hrefs: set[str]) -> bool:
    # Hosts redirect /a to /a/, and many show /a.html at /a.
    path = unquote(unescape(href).partition("#")[0].partition("?")[0])
    return path in hrefs or f"{path}/" in hrefs or f"{path.rstrip('/')}.html" in hrefs
