"""Edited and new releases, parsed: are words all that was edited?"""

from __future__ import annotations

from pathlib import Path

from pressgen.content.scan import is_source
from pressgen.model import Rules, differ_in_words
from pressgen.output import cache, process, texts
from pressgen.output.inputs import Edits
from pressgen.output.keep import encoded
from pressgen.output.parsed import read_and_lay


def reworded(root: Path, edits: Edits) -> bytes:
    """The edited and new releases as JSON, parsed and remembered; empty if more than these and words has changed.

    For a process of its own: it ends where a text takes too long, and is then as good as empty.
    """
    read, seen = edits.read, edits.seen
    if not all(map(is_source, edits.added)) or not texts.has_room(root):
        return b""
    process.limit(read.budget * len(edits.sources))
    kept = cache.load_beside(root, read.documents, edits.sources)
    rules, fresh = Rules(read.timezone, read.languages, read.dialect), dict[str, cache.Remembered]()
    for path in edits.sources:
        file = seen.content[path]
        found = read_and_lay(root, rules, (path, file))
        fresh[path] = cache.Remembered(file.stamp, found.digest, found.parsed)
    posts = {path: post for path, one in fresh.items() if (post := one.sound_post)}
    former = {path: post for path in posts if path in kept and (post := kept[path].sound_post)}
    edited = set(edits.sources) - edits.added
    if len(posts) < len(edits.sources) or not former.keys() >= edited:
        return b""
    if not all(differ_in_words(posts[path], former[path]) for path in edited):
        return b""
    cache.save(root, read.documents, kept | fresh, kept)
    return encoded(fresh)
