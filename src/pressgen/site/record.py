"""Which release of the record each release is, and which recorded releases no longer exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from pressgen.model import Post, Recorded
from pressgen.site.feed_ids import uri_of
from pressgen.site.urls import Address, permalink_path


class Matches(Struct, frozen=True):
    """The recorded release of each source, and the recorded releases of which no source is left."""

    by_source: dict[str, Recorded] = {}
    gone: tuple[Recorded, ...] = ()


NO_MATCHES = Matches()


def match_releases(
    releases: Iterable[Recorded],
    posts: Iterable[Post],
    paths: Mapping[str, str],
    sources: frozenset[str],
    address: Address,
) -> Matches:
    """Match releases with those of the record.

    By the `id` of their front matter, else their source, else, if the recorded source is gone, their address or their
    text in the same language. `paths` are the output paths of the releases that have one, `sources` all sources, also
    those that could not be parsed.
    """
    by_id = {release.id: release for release in releases}
    if not by_id:
        return NO_MATCHES
    sources_of_record = {release.source: release for release in by_id.values()}
    matches: dict[str, Recorded] = {}
    new_posts: list[Post] = []
    for post in posts:
        written = post.matter.id
        recorded = by_id.get(uri_of(written, post.lang, address)) if written else None
        recorded = recorded or sources_of_record.get(post.path)
        if recorded is not None:
            matches[post.path] = recorded
        else:
            new_posts.append(post)
    taken = {recorded.id for recorded in matches.values()}
    gone = {
        release.id: release for release in by_id.values() if release.id not in taken and release.source not in sources
    }
    if new_posts and gone:
        for post, recorded in _renamed(new_posts, gone.values(), paths):
            matches[post.path] = recorded
            del gone[recorded.id]
    return Matches(matches, tuple(gone.values()))


def _renamed(
    posts: Iterable[Post], gone: Iterable[Recorded], paths: Mapping[str, str]
) -> Iterable[tuple[Post, Recorded]]:
    """Releases with another file name than in the record: with an old address, or with the last text."""
    by_address: dict[tuple[str, str], Recorded] = {}
    by_text: dict[tuple[str, str], Recorded] = {}
    for release in gone:
        for old_address in release.addresses:
            by_address[release.lang, permalink_path(old_address)] = release
        by_text[release.lang, release.versions[-1].digest] = release
    taken: set[str] = set()
    for post in posts:
        path = paths.get(post.path, "")
        candidates = (by_address.get((post.lang, path)), by_text.get((post.lang, post.body.digest)))
        recorded = next((release for release in candidates if release and release.id not in taken), None)
        if recorded is not None:
            taken.add(recorded.id)
            yield post, recorded


def address_written(path: str) -> str:
    """An output path as `aliases` write it: /2026/02/plan/ for 2026/02/plan/index.html."""
    return "/" + (path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path)


def version_path(address: str, number: int) -> str:
    """The output path of an earlier version of a release that was published at an address: /2026/02/plan/v1/."""
    folder = address.removesuffix("/").removesuffix(".html").removesuffix(".htm")
    return f"{folder}/v{number}/index.html".removeprefix("/")
