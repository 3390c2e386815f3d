"""Edited releases, parsed anew: are their words all that was edited?"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pressgen.content import scan
from pressgen.model import Rules, Source, differ_in_words
from pressgen.output import cache, workers
from pressgen.output.inputs import Edits
from pressgen.output.keep import encoded
from pressgen.output.parsed import parse_and_lay


def reworded(root: Path, edits: Edits, jobs: int) -> str:
    """The edited releases as JSON, parsed and remembered; empty if more than their words has changed."""
    read, seen = edits.read, edits.seen
    kept = cache.load_beside(root, read.documents, edits.sources)
    sources = [scan.load(root, path, seen.content[path]) for path in edits.sources]
    new = [source for source in sources if isinstance(source, Source) and source.path in kept]
    task = partial(parse_and_lay, root, Rules(read.timezone, read.languages))
    fresh: dict[str, cache.Remembered] = {}
    for source, outcome in zip(new, workers.run(task, new, jobs=jobs, budget=read.budget), strict=True):
        if isinstance(outcome, workers.Done):
            fresh[source.path] = cache.Remembered(seen.content[source.path].stamp, source.digest, outcome.result)
    posts = {path: post for path, one in fresh.items() if (post := one.sound_post)}
    former = {path: post for path in posts if (post := kept[path].sound_post)}
    if len(former) < len(edits.sources) or not all(differ_in_words(posts[path], former[path]) for path in posts):
        return ""
    cache.save(root, read.documents, kept | fresh, kept)
    return encoded(fresh).decode()
