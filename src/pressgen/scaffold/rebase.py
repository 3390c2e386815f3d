"""Relative paths in text that is copied to another folder: those that would break are rewritten."""

from __future__ import annotations

import posixpath
import re

from pressgen.model import Page, Post
from pressgen.site.sources import Sources


def rebase_paths(text: str, document: Post | Page, target: str, sources: Sources) -> str:
    """Part of a document's source, with its relative paths rewritten for the file `target`.

    A path that exists from the new folder too, for example to a translation there, is not changed.
    """
    old_folder, new_folder = posixpath.dirname(document.path), posixpath.dirname(target)
    if old_folder == new_folder:
        return text
    paths = {re.split("[?#]", reference.target)[0] for reference in document.body.references}
    paths |= {document.matter.image.src} if document.matter.image else set()
    # The longest first: a path can be the end of another one.
    for path in sorted(paths, key=len, reverse=True):
        file = posixpath.normpath(posixpath.join(old_folder, path))
        if path.startswith("/") or not _exists(file, sources) or _exists(posixpath.join(new_folder, path), sources):
            continue
        new_path = posixpath.relpath(file, new_folder).replace("\\", r"\\")
        text = re.sub(rf"(?<![\w./-]){re.escape(path)}(?![\w/-])", new_path, text)
    return text


def _exists(path: str, sources: Sources) -> bool:
    name = posixpath.normpath(path)
    return name in sources.folder.sources or name in sources.files
