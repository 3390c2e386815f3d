"""Which release of the record each release is, and which recorded releases no longer exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct

from pressgen.content.record_file import Record
from pressgen.model import Post, Recorded
from pressgen.site.feed_ids import uri_of
from pressgen.site.urls import Address, permalink_path
from pressgen.site.wording import first_difference, fold, wording, words_of


class Matches(Struct, frozen=True):
    """The recorded release of each source, and the recorded releases of which no source is left."""

    by_source: dict[str, Recorded] = {}
    gone: tuple[Recorded, ...] = ()


NO_MATCHES = Matches()


def match_releases(
    record: Record, posts: Iterable[Post], paths: Mapping[str, str], sources: frozenset[str], address: Address
) -> Matches:
    """Match releases with those of the record.

    By the `id` of their front matter, else their source, else, if the recorded source is gone, their address or their
    text in the same language. `paths` are the output paths of the releases that have one, `sources` all sources, also
    those that could not be parsed.
    """
    by_id = {release.id: release for release in record.releases}
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
    gone = {key: release for key, release in by_id.items() if key not in taken and release.source not in sources}
    if new_posts and gone:
        renamed = _Renamed(gone.values(), record)
        for post in new_posts:
            recorded = renamed.find(post, paths.get(post.path, ""))
            if recorded is not None:
                matches[post.path] = gone.pop(recorded.id)
    return Matches(matches, tuple(gone.values()))


class _Renamed:
    """Recorded releases whose source is gone, to find those that have another one now; each is found once."""

    def __init__(self, gone: Iterable[Recorded], record: Record) -> None:
        self._record = record
        self._matched_ids: set[str] = set()
        self._by_key: dict[tuple[str, str, object], list[Recorded]] = {}
        for release in gone:
            last = release.versions[-1]
            keys = [("address", permalink_path(address)) for address in release.addresses]
            for kind, value in (*keys, ("digest", last.digest), ("title", _words(last.title))):
                self._by_key.setdefault((release.lang, kind, value), []).append(release)

    def find(self, post: Post, path: str) -> Recorded | None:
        """The release with an old address like the path of the post, with its text, or with its headline and words."""
        release = (
            self._first(post, "address", path)
            or self._first(post, "digest", post.body.digest)
            or next(
                filter(partial(self._has_words_of, post), self._all(post, "title", _words(post.matter.title))), None
            )
        )
        if release is not None:
            self._matched_ids.add(release.id)
        return release

    def _first(self, post: Post, kind: str, value: object) -> Recorded | None:
        return next(iter(self._all(post, kind, value)), None)

    def _all(self, post: Post, kind: str, value: object) -> Iterable[Recorded]:
        return (each for each in self._by_key.get((post.lang, kind, value), ()) if each.id not in self._matched_ids)

    def _has_words_of(self, post: Post, release: Recorded) -> bool:
        last, body = release.versions[-1], post.body
        before = [*words_of(last.summary), *wording(self._record.body_of(last)).words]
        html = self._record.read_body(body.digest)[body.opening_end :]
        return first_difference(before, [*words_of(post.matter.summary), *wording(html).words]) is None


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(fold, words_of(text)))


def version_path(address: str, number: int) -> str:
    """The output path of an earlier version of a release that was published at an address: /2026/02/plan/v1/."""
    folder = address.removesuffix("/").removesuffix(".html").removesuffix(".htm")
    return f"{folder}/v{number}/index.html".removeprefix("/")
