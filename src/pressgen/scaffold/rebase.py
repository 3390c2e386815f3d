"""Paths in a text that goes to another folder: those that would lead to nothing there are written anew."""

from __future__ import annotations

import posixpath
import re

from pressgen.model import Page, Post
from pressgen.site.sources import Sources


def rebased(text: str, document: Post | Page, target: str, sources: Sources) -> str:
    """A part of a document's source as it must stand in the file `target`.

    A path that leads to a file in the new place too, as to a translation there, stays.
    """
    here, there = posixpath.dirname(document.path), posixpath.dirname(target)
    if here == there:
        return text
    written = {re.split("[?#]", reference.target)[0] for reference in document.body.references}
    written |= {document.matter.image.src} if document.matter.image else set()
    for path in sorted(written, key=len, reverse=True):
        found = posixpath.normpath(posixpath.join(here, path))
        if path.startswith("/") or not _is_there(found, sources) or _is_there(posixpath.join(there, path), sources):
            continue
        fresh = posixpath.relpath(found, there).replace("\\", r"\\")
        text = re.sub(rf"(?<![\w./-]){re.escape(path)}(?![\w/-])", fresh, text)
    return text


def _is_there(path: str, sources: Sources) -> bool:
    name = posixpath.normpath(path)
    return name in sources.folder.sources or name in sources.folder.files
