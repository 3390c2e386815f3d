"""Edited releases, parsed anew: are their words all that was edited?"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pressgen.model import Rules, differ_in_words
from pressgen.output import cache, workers
from pressgen.output.inputs import Edits
from pressgen.output.keep import encoded
from pressgen.output.parsed import read_and_lay


def reworded(root: Path, edits: Edits, jobs: int) -> str:
    """The edited releases as JSON, parsed and remembered; empty if more than their words has changed."""
    read, seen = edits.read, edits.seen
    kept = cache.load_beside(root, read.documents, edits.sources)
    items = [(path, seen.content[path]) for path in edits.sources if path in kept]
    task = partial(read_and_lay, root, Rules(read.timezone, read.languages))
    outcomes = workers.run(task, items, jobs=jobs, budget=read.budget)
    fresh = {
        path: cache.Remembered(file.stamp, outcome.result.digest, outcome.result.parsed)
        for (path, file), outcome in zip(items, outcomes, strict=True)
        if isinstance(outcome, workers.Done)
    }
    posts = {path: post for path, one in fresh.items() if (post := one.sound_post)}
    former = {path: post for path in posts if (post := kept[path].sound_post)}
    if len(former) < len(edits.sources) or not all(differ_in_words(posts[path], former[path]) for path in posts):
        return ""
    cache.save(root, read.documents, kept | fresh, kept)
    return encoded(fresh).decode()
