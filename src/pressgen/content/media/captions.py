"""Captions of films: WebVTT (W3C), checked line by line, and transcripts as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from pressgen.errors import Phrase, Problem
from pressgen.model.media import MediaFile

Words = Literal["captions", "transcript"]
MAX_SIZE = 4 * 2**20
"""Bytes of the longest captions or transcript; those of a film of two hours have a twentieth."""
_TIMING = re.compile(r"(?P<start>\S+)[ \t]+-->[ \t]+(?P<end>\S+)(?P<settings>.*)")
_TIME = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_COMMA_TIME = re.compile(r"(?:\d+:)?\d{1,2}:\d{2},\d{1,3}\s*-->")
_SETTINGS = {
    "vertical": re.compile(r"rl|lr"),
    "line": re.compile(r"(-?\d+(\.\d+)?|\d+(\.\d+)?%)(,(start|center|end))?"),
    "position": re.compile(r"\d+(\.\d+)?%(,(line-left|center|line-right))?"),
    "size": re.compile(r"\d+(\.\d+)?%"),
    "align": re.compile(r"start|center|end|left|right"),
    "region": re.compile(r"\S+"),
}
_TAG = re.compile(r"</?([A-Za-z][^\s>./]*)[^>]*>")
_TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
MOST_FAULTS = 20
"""Faults that are reported of one file."""


def read_captions(path: str, data: bytes | None) -> MediaFile:
    """The captions in a file, with a problem for each fault; those that no browser shows have a fault."""
    text = _decode("captions", path, data)
    if isinstance(text, MediaFile):
        return text
    lines = re.split(r"\r\n|\r|\n", text)
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        key = "captions-invalid/srt" if _COMMA_TIME.search(text[:2000]) else "captions-invalid/header"
        return _faulty("captions", Problem.at(key, path, 1))
    problems = tuple(islice(_faults(path, lines), MOST_FAULTS))
    words = "\n".join(_TAG.sub("", line) for line in lines[1:] if line and "-->" not in line)
    return MediaFile(kind="captions", size=len(data or b""), text=words, problems=problems)


def _decode(kind: Words, path: str, data: bytes | None) -> str | MediaFile:
    """The text of a file, or what it is if it cannot be read."""
    if data is None:
        problem = Problem.at("file-unreadable/words", path)
        return MediaFile(kind=kind, fault=Phrase("media-unread"), problems=(problem,))
    if len(data) > MAX_SIZE:
        return _faulty(kind, Problem.at(f"{kind}-invalid/large", path, 0, most=MAX_SIZE // 2**20))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _faulty(kind, Problem.at(f"{kind}-invalid/encoding", path, line))


def _faulty(kind: Words, problem: Problem) -> MediaFile:
    return MediaFile(kind=kind, fault=Phrase("captions-faulty"), problems=(problem,))


def _faults(path: str, lines: list[str]) -> Iterator[Problem]:
    count, previous, has_faults = 0, -1.0, False
    if len(lines) > 1 and lines[1].strip():
        if "-->" in lines[1]:
            yield Problem.at("captions-invalid/blank", path, 2)
            has_faults = True
        header = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    else:
        header = 1
    for first, block in _blocks(lines, header):
        if re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
            continue
        timing = next((at for at, line in enumerate(block[:2]) if "-->" in line), None)
        if timing is None:
            yield Problem.at("captions-invalid/time-missing", path, first, words=block[0][:60])
            has_faults = True
            continue
        count += 1
        yield from _cue_faults(path, first + timing, block[timing:], previous)
        previous = max(previous, _start_of(block[timing]))
    if not count and not has_faults:
        yield Problem.at("captions-invalid/none", path, 1)


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """The blocks of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines[start:], ""], start + 1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue_faults(path: str, line: int, cue: list[str], previous: float) -> Iterator[Problem]:
    """What is wrong with a caption; its times are in the first of its lines, and the one above begins at `previous`."""
    match = _TIMING.fullmatch(cue[0].strip())
    start, end = (_seconds(match[name]) if match else None for name in ("start", "end"))
    if match is None or start is None or end is None:
        key = "captions-invalid/comma" if _COMMA_TIME.search(cue[0]) else "captions-invalid/time"
        yield Problem.at(key, path, line, words=cue[0].strip()[:60])
        return
    if end <= start:
        yield Problem.at("captions-invalid/order", path, line, start=match["start"], end=match["end"])
    elif start < previous:
        yield Problem.at("captions-invalid/sequence", path, line, start=match["start"])
    for setting in match["settings"].split():
        name, _, value = setting.partition(":")
        if name not in _SETTINGS or not _SETTINGS[name].fullmatch(value):
            yield Problem.at("captions-invalid/setting", path, line, setting=setting[:40])
    if not any(words.strip() for words in cue[1:]):
        yield Problem.at("captions-invalid/empty", path, line)
    yield from _word_faults(path, line + 1, cue[1:])


def _word_faults(path: str, first: int, lines: list[str]) -> Iterator[Problem]:
    for number, words in enumerate(lines, first):
        if "-->" in words:
            yield Problem.at("captions-invalid/blank", path, number)
            return
        for tag in _TAG.finditer(words):
            if tag[1] not in _TAGS:
                yield Problem.at("captions-invalid/tag", path, number, tag=tag[0][:40])


def _start_of(timing: str) -> float:
    """The time in seconds at which a caption begins; 0 where nobody can tell."""
    return _seconds(timing.split()[0]) or 0.0 if timing.split() else 0.0


def _seconds(time: str) -> float | None:
    match = _TIME.fullmatch(time)
    if match is None:
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]) + int(match[4]) / 1000


def read_transcript(path: str, data: bytes | None) -> MediaFile:
    """The text of a transcript, with a problem if it cannot be read."""
    text = _decode("transcript", path, data)
    if isinstance(text, MediaFile):
        return text
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", re.sub(r"\r\n?", "\n", text)).strip()
    if not text:
        return _faulty("transcript", Problem.at("transcript-invalid/empty", path, 0))
    return MediaFile(kind="transcript", size=len(data or b""), text=text)
