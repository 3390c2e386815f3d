"""The proof that every output has a path of its own inside the output folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pressgen.errors import ContentError, Problem
from pressgen.model import Output, Plan, Rendered
from pressgen.site.urls import DEVICES, PLAIN_PATH, folded

MAX_SEGMENT = 255
MAX_PATH = 1_000
FORBIDDEN = frozenset('\\:*?"<>|')
Claim = tuple[str, str, str]
"""A path, who wants it (the file that an output is about, or the kind of page), and that file or ""."""
KEPT = ".pressgen"
"""How the names begin that pressgen keeps in the output folder for its manifest and its work."""


def prove(outputs: Iterable[Output]) -> Plan:
    """A plan whose paths are unique also where case or Unicode form is ignored; raises ContentError."""
    outputs = list(outputs)
    if not _are_plain(tuple([output.path for output in outputs])):
        wanted = {(output.path, _claimant(output), output.source): output for output in outputs}
        problems = _problems(tuple(wanted))
        if problems:
            raise ContentError(*problems)
        outputs = list(wanted.values())
    return Plan(tuple(sorted(outputs, key=lambda output: output.path)))


@lru_cache(maxsize=2)  # the same paths are proved again after most changes that a preview shows
def _are_plain(paths: tuple[str, ...]) -> bool:
    """Whether one look at all paths together shows that nothing is wrong with any of them, as is nearly always so."""
    unique, together = set(paths), "/".join(paths)
    folders = {path.rpartition("/")[0] for path in unique}
    return (
        len(unique) == len(paths)
        and PLAIN_PATH.fullmatch(together) is not None
        and max(map(len, paths)) <= MAX_SEGMENT
        and DEVICES.isdisjoint(part.partition(".")[0] for part in set(together.split("/")))
        and unique.isdisjoint(above for folder in folders for above in (folder, *_above(folder)))
    )


def clashes(coming: Sequence[Rendered], outputs: Iterable[Output]) -> tuple[Problem, ...]:
    """What would be wrong with paths that come to those of a plan; looks only at outputs that they touch."""
    wanted = {folded(path) for output in coming for path in (output.path, *_above(output.path))}
    near = [output for output in outputs if folded(output.path) in wanted]
    return _problems(tuple({(one.path, _claimant(one), one.source): None for one in (*coming, *near)}))


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, seen as paths themselves."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _problems(wanted: tuple[Claim, ...]) -> tuple[Problem, ...]:
    """What is wrong with the paths that are wanted."""
    problems = [problem for claim in wanted if (problem := _unusable(claim))]
    claims: dict[str, list[Claim]] = {}
    for claim in wanted:
        claims.setdefault(folded(claim[0]), []).append(claim)
    problems += [problem for several in claims.values() if len(several) > 1 for problem in _collision(several)]
    problems += _files_as_folders(claims)
    return tuple(problems)


def _claimant(output: Output) -> str:
    if isinstance(output, Rendered):
        return output.source or f"templates/{output.template}"
    return output.source


def _unusable(claim: Claim) -> Problem | None:
    path, file, _ = claim
    parts = path.split("/")
    faulty = next(((case, part) for part in parts if (case := _fault_of(part))), None)
    if faulty is None and len(path.encode()) > MAX_PATH:
        faulty = "long", path
    if faulty is None and parts[0].casefold().startswith(KEPT):
        faulty = "reserved", parts[0]
    if faulty is None:
        return None
    case, part = faulty
    return Problem.at(f"path-unusable/{case}", file, path=path[:120], part=part[:40])


@lru_cache(maxsize=1 << 16)
def _fault_of(part: str) -> str:
    """Why a part of a path cannot be published, as a case of `path-unusable`; empty if it can."""
    if part in ("", ".", "..") or FORBIDDEN & set(part) or part != part.strip(" ") or part.endswith("."):
        return "character"
    if not part.isascii() or not part.isprintable():
        if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in part):
            return "control"
        if len(part.encode("utf-8", "replace")) > MAX_SEGMENT:
            return "part"
    if len(part) > MAX_SEGMENT:
        return "part"
    return "device" if part.split(".")[0].casefold() in DEVICES else ""


def _collision(claimants: list[Claim]) -> list[Problem]:
    """A problem for every source among the claimants: which of them is right, only a person can tell."""
    names = sorted({claimant for _, claimant, _ in claimants})
    sources = sorted({source for _, _, source in claimants if source})
    values = {"path": claimants[0][0], "names": ", ".join(names)}
    return [Problem.at("path-collision", source, **values) for source in sources or [""]]


def _files_as_folders(claims: dict[str, list[Claim]]) -> list[Problem]:
    """A path that is a file for one output and a folder for another."""
    problems: list[Problem] = []
    for path, claimants in claims.items():
        for above in _above(path):
            for other in claims.get(above, ()):
                problems += _collision([other, *claimants])
    return problems
