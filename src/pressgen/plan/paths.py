"""The proof that every output has a path of its own inside the output folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pressgen.errors import ContentError, Problem
from pressgen.model import Output, Plan, Rendered
from pressgen.plan.views import Head
from pressgen.site.collections import GROUPS
from pressgen.site.urls import DEVICES, PLAIN_PATH, collision_key

# In bytes: file systems take names of 255, and stores of objects take keys of about 1,000.
MAX_SEGMENT = 255
MAX_PATH = 1_000
# Windows takes none of these in a name.
FORBIDDEN = frozenset('\\:*?"<>|')
# A path, its claimant (the source of an output, its settings or its template), and that source, which is empty for
# other pages.
Claim = tuple[str, str, str]
Guests = Mapping[str, frozenset[str]]
"""The sources of all documents in languages that the settings do not list, by the folder of each language."""
NO_GUESTS: Guests = {}
# In the output folder, the names of the manifest and of staging folders begin with it.
RESERVED = ".pressgen"


def prove(outputs: Iterable[Output], guests: Guests = NO_GUESTS) -> Plan:
    """A plan whose paths are unique on every file system; raises ContentError if they are not."""
    outputs = list(outputs)
    if not _are_plain(tuple([output.path for output in outputs])):
        claims = {(output.path, _claimant(output), output.source): output for output in outputs}
        problems = _problems(tuple(claims), guests)
        if problems:
            raise ContentError(*problems)
        outputs = list(claims.values())
    return Plan(tuple(sorted(outputs, key=lambda output: output.path)))


@lru_cache(maxsize=2)  # most edits during a preview leave all paths as they are
def _are_plain(paths: tuple[str, ...]) -> bool:
    """Whether a quick test of all paths together shows that they are unique and can be published."""
    # Nearly every site passes it; testing path by path takes much longer.
    unique, all_paths = set(paths), "/".join(paths)
    if max(map(len, paths), default=0) > MAX_SEGMENT:
        return False
    folders: set[str] = set()
    for path in unique:
        while (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    return (
        len(unique) == len(paths)
        and PLAIN_PATH.fullmatch(all_paths) is not None
        and DEVICES.isdisjoint(segment.partition(".")[0] for segment in set(all_paths.split("/")))
        and unique.isdisjoint(folders)
    )


def new_collisions(additions: Sequence[Rendered], outputs: Iterable[Output]) -> tuple[Problem, ...]:
    """The problems of paths that are added to those of a plan."""
    # Only outputs at the same paths or above them can collide with the new ones.
    keys = {collision_key(path) for output in additions for path in (output.path, *_parents(output.path))}
    neighbours = [output for output in outputs if collision_key(output.path) in keys]
    claims = {(output.path, _claimant(output), output.source): None for output in (*additions, *neighbours)}
    return _problems(tuple(claims))


def _parents(path: str) -> Iterator[str]:
    """The paths of the folders that a path is in."""
    segments = path.split("/")
    return ("/".join(segments[:depth]) for depth in range(1, len(segments)))


def _problems(claims: tuple[Claim, ...], guests: Guests = NO_GUESTS) -> tuple[Problem, ...]:
    problems = []
    by_key: dict[str, list[Claim]] = {}
    for claim in claims:
        if problem := _unusable_path(claim):
            problems.append(problem)
        else:
            by_key.setdefault(collision_key(claim[0]), []).append(claim)
    groups = [claimants for claimants in by_key.values() if len(claimants) > 1]
    for claimants in (*groups, *_files_as_folders(by_key)):
        problems += _collision(claimants, guests)
    return tuple(problems)


def _claimant(output: Output) -> str:
    if not isinstance(output, Rendered) or output.source:
        return output.source
    page = output.values.get("page")
    setting = GROUPS.get(page.kind) if isinstance(page, Head) else None
    return f"pressgen.yml: {setting}" if setting else f"templates/{output.template}"


def _unusable_path(claim: Claim) -> Problem | None:
    path, file, _ = claim
    segments = path.split("/")
    fault = next(((case, segment) for segment in segments if (case := _fault_of(segment))), None)
    if fault is None and len(path.encode()) > MAX_PATH:
        fault = "long", path
    if fault is None and segments[0].casefold().startswith(RESERVED):
        fault = "reserved", segments[0]
    if fault is None:
        return None
    case, segment = fault
    return Problem.at(f"path-unusable/{case}", file, path=path[:120], part=segment[:40])


def is_publishable(path: str) -> bool:
    """Whether a file can be at this path on every file system."""
    return _unusable_path((path, "", "")) is None


@lru_cache(maxsize=1 << 16)
def _fault_of(segment: str) -> str:
    """Why a segment of a path cannot be published, as a case of `path-unusable`; empty if it can."""
    if segment in ("", ".", "..") or FORBIDDEN & set(segment) or segment != segment.strip(" ") or segment.endswith("."):
        return "character"
    if not segment.isascii() or not segment.isprintable():
        if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in segment):
            return "control"
        if len(segment.encode("utf-8", "replace")) > MAX_SEGMENT:
            return "part"
    if len(segment) > MAX_SEGMENT:
        return "part"
    return "device" if segment.split(".")[0].casefold() in DEVICES else ""


def _collision(claimants: list[Claim], guests: Guests) -> list[Problem]:
    """A problem for every source among the claimants: only a person can say which of them is right.

    But a list in a language that the settings do not list gives way, with all documents in that language.
    """
    names = sorted({claimant for _, claimant, _ in claimants})
    sources = sorted({source for _, _, source in claimants if source})
    values = {"path": claimants[0][0], "names": ", ".join(names)}
    template = next((claimant for _, claimant, source in claimants if not source and "/" in claimant), "")
    paths = {path for path, _, _ in claimants}
    for folder in sorted({path.partition("/")[0] for path, _, source in claimants if path in guests or not source}):
        if folder in guests and (folder in paths or guests[folder].isdisjoint(sources)):
            return [Problem.at("path-collision/language", file, **values) for file in sorted(guests[folder])]
    if template and sources:
        values |= {"names": ", ".join(sources), "template": template.removeprefix("templates/")}
        return [Problem.at("path-collision/own", source, **values) for source in sources]
    return [Problem.at("path-collision", source, **values) for source in sources or [""]]


def _files_as_folders(by_key: dict[str, list[Claim]]) -> Iterator[list[Claim]]:
    """The claimants of each path that is a file for one output and a folder for another."""
    for path, claimants in by_key.items():
        for parent in _parents(path):
            yield from ([parent_claim, *claimants] for parent_claim in by_key.get(parent, ()))
