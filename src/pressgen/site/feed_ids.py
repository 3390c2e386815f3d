"""The id of each release in feeds, which stays the same when its address changes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence

from pressgen.errors import Problem
from pressgen.model import Post, Recorded
from pressgen.site.urls import Address, permalink_path, uri

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def feed_ids(
    posts: Sequence[Post], hrefs: Mapping[str, str], address: Address, recorded: Mapping[str, Recorded]
) -> tuple[dict[str, str], list[Problem]]:
    """The id of each post by its path, no two the same; a warning for each that names the id of an earlier one.

    It is the `id` of the front matter; else that in the record (`recorded` by path); else the first old address; else
    the present one. The posts must be in the order of their dates.
    """
    # Of two that name one id, the one that feeds have had for longer keeps it.
    ordered = sorted(posts, key=lambda post: post.matter.unlisted)
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for post in ordered:
        written = post.matter.id
        if not written:
            continue
        identifier = uri_of(written, post.lang, address)
        if identifier in sources:
            line = post.matter.lines.get("id", 0)
            problems.append(Problem.at("id-taken", post.path, line, id=written, file=sources[identifier]))
        else:
            sources[identifier] = post.path
    ids = {path: identifier for identifier, path in sources.items()}
    for post in ordered:
        if post.path in ids:
            continue
        url = uri(address.origin + hrefs[post.path])
        candidates = [url, f"{url}#release"]
        if post.matter.aliases:
            candidates.insert(0, uri(address.url(permalink_path(post.matter.aliases[0]))))
        if post.path in recorded:
            candidates.insert(0, recorded[post.path].id)
        # An address that another release names as its id is not free, even where it has become this one's.
        while candidates[0] in sources and len(candidates) > 1:
            del candidates[0]
        ids[post.path] = candidates[0]
        sources[candidates[0]] = post.path
    return ids, problems


def uri_of(written: str, lang: str, address: Address) -> str:
    """An id of the front matter as a URI: itself if it is one, else a UUID made from it, the language and the site."""
    if SCHEME.fullmatch(written):
        return uri(written)
    # Translations may share a number, and so may the releases of two newsrooms.
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{address.url('')}{lang}/{written}").urn
