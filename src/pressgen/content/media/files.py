"""Film, sound and what belongs to them → what was read of them, from the store or, for new and changed files, anew."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import json

from pressgen.content.file_memory import recall, remember
from pressgen.content.folders import read, resolve
from pressgen.content.media.captions import read_captions, read_transcript
from pressgen.content.scan import Folder
from pressgen.errors import Phrase
from pressgen.model.media import FORMATS, MediaFile
from pressgen.store.database import Store

POSTERS = (".jpg", ".jpeg", ".png", ".webp", ".avif")
"""Endings of the still picture beside a film that has its name; the first counts."""
_WORDS = re.compile(r"\.(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\.)?(?:vtt|srt|txt)", re.I)
"""How the names of captions and transcripts go on after that of the film: .vtt, .ru.vtt, .uz-Cyrl.txt."""

UNREAD = Phrase("media-unread")
"""The fault of a file that the next build may be able to read."""
_decoder = json.Decoder(MediaFile)


class Companions:
    """Finds the files that belong to a film or a sound: those beside it that have its name.

    `files` are those of content/ and static/; they are looked through once, when the first film is asked about.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._by_stem: dict[str, list[str]] | None = None

    def of(self, path: str) -> tuple[str, ...]:
        """The still picture, captions and transcripts of a film or sound, sorted; nothing for any other file."""
        stem = posixpath.splitext(path)[0]
        return tuple([file for file in self._near(path) if _is_companion(file[len(stem) :])])

    def captions_without_language(self, path: str) -> tuple[str, ...]:
        """Captions with the name of a film in front of what is no language, as film.final.vtt, sorted."""
        stem = posixpath.splitext(path)[0]
        return tuple(
            [
                file
                for file in self._near(path)
                if file.lower().endswith(".vtt")
                and file[len(stem)] == "."
                and not _is_companion(file[len(stem) :])
                # There may be another film with this name.
                and not any(file[:-4] + ending in self._files for ending in FORMATS)
            ]
        )

    def _near(self, path: str) -> tuple[str, ...]:
        """The files beside a film or sound whose names begin with its own."""
        stem, ending = posixpath.splitext(path)
        if ending.lower() not in FORMATS:
            return ()
        if self._by_stem is None:
            self._by_stem = {}
            for file in self._files:
                if file.lower().endswith((*POSTERS, ".vtt", ".srt", ".txt")):
                    folder, _, name = file.rpartition("/")
                    self._by_stem.setdefault(f"{folder}/{name.partition('.')[0]}", []).append(file)
        folder, _, name = stem.rpartition("/")
        near = self._by_stem.get(f"{folder}/{name.partition('.')[0]}", ())
        return tuple([file for file in near if file.startswith(stem)])


def _is_companion(rest: str) -> bool:
    return rest.lower() in POSTERS or bool(_WORDS.fullmatch(rest))


def language_of(path: str) -> str:
    """The language in the name of captions or a transcript (film.ru.vtt); empty if there is none."""
    parts = posixpath.basename(path).split(".")
    is_tag = len(parts) > 2 and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", parts[-2])
    return parts[-2] if is_tag else ""


def read_media(
    root: Path, folder: Folder, paths: Iterable[str], companions: Companions, store: Store, settle_time: int
) -> dict[str, MediaFile]:
    """What the film and sound among these paths are, and their captions and transcripts; by path.

    `settle_time` is that of Inputs.
    """
    films = sorted(path for path in paths if path in folder.files and path.lower().endswith(tuple(FORMATS)))
    words = {file for path in films for file in companions.of(path) if not file.lower().endswith(POSTERS)}
    media: dict[str, MediaFile] = {}
    for path in (*films, *sorted(words)):
        stamp = folder.stamps[path]
        file = recall(store, path, stamp, _decoder)
        if file is None:
            file = _read(root, path, folder.files[path])
            if file.fault != UNREAD:
                remember(store, path, stamp, settle_time, file)
        media[path] = file
    return media


def _read(root: Path, path: str, name: str) -> MediaFile:
    if path.lower().endswith(tuple(FORMATS)):
        from pressgen.content.media.media import measure

        top, _, relative = name.partition("/")
        file = resolve(root / top, relative)
        kind = FORMATS[posixpath.splitext(path)[1].lower()].kind
        return measure(file) if file else MediaFile(kind=kind, fault=UNREAD)
    if path.lower().endswith(".srt"):
        return MediaFile(kind="captions", fault=Phrase("captions-faulty"))
    data = read(root, name)
    return read_captions(path, data) if path.lower().endswith(".vtt") else read_transcript(path, data)
