"""A check: the problems of a build, seen as every reader will see the site, and what the rules find."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from pressgen.check import external, overrides
from pressgen.check.lint import judged, lint, misnamed
from pressgen.check.text import Text, text_of
from pressgen.content import scan
from pressgen.drafting import prepare
from pressgen.errors import PressgenError, Problem
from pressgen.model import Options, Post, Source
from pressgen.reading import Sources, read
from pressgen.told import reported


class Checked(Struct, frozen=True):
    """What was found, and the exit code if it is judged as it stands (2 where the settings cannot be used)."""

    problems: tuple[Problem, ...]
    files: int
    exit_code: int


def check(root: Path, as_of: datetime | str, options: Options, paths: Iterable[str] = (), online: float = 0) -> Checked:
    """Check the site in `root` as of an instant; nothing is written but the memory in .pressgen/.

    `paths` are files or folders seen from `root` to which the report is limited. `online` is the
    present in seconds since 1970 if external links are to be asked, else 0.
    """
    asked = structs.replace(options, strict=False, drafts=False, skip_invalid=False)
    try:
        sources = read(root, as_of, asked, lambda step, done, total: None)
        found = built(sources, asked)
        texts = texts_of(sources)
        found += lint(texts, sources.settings, sources.instant)
        found += overrides.check(root)
        if online:
            found += external.check(root, texts, online)
    except PressgenError as error:
        return Checked(reported(root, error.problems), 0, error.exit_code)
    ignored = {text.file: text.document.matter.check_ignore for text in texts}
    known = frozenset(problem.code for problem in found)
    kept = [*judged(found, sources.settings, ignored), *misnamed(sources.settings, texts, known)]
    chosen = [problem for problem in kept if _within(problem.file, tuple(paths))]
    failed = any(
        problem.severity == "error" or (options.strict and problem.severity == "warning") for problem in chosen
    )
    return Checked(reported(root, chosen), len(texts), int(failed))


def built(sources: Sources, options: Options) -> list[Problem]:
    """What a build would tell now, and what it would tell once drafts and embargoed releases are public."""
    problems = [*prepare(sources, options).problems]
    posts = [one.document for one in sources.parsed.values() if isinstance(one.document, Post)]
    last = max((post.date.at for post in posts), default=sources.instant)
    if last > sources.instant or any(post.matter.status == "draft" for post in posts):
        later = structs.replace(sources, instant=max(last, sources.instant))
        problems += prepare(later, structs.replace(options, drafts=True)).problems
    return problems


def texts_of(sources: Sources) -> tuple[Text, ...]:
    """The text of each document that could be read."""
    texts = []
    for path, one in sources.parsed.items():
        source = scan.load(sources.root, path, sources.found.sources[path]) if one.document else None
        if one.document and isinstance(source, Source):
            texts.append(text_of(one.document, source.data))
    return tuple(texts)


def _within(file: str, paths: tuple[str, ...]) -> bool:
    """Whether a finding is in what is asked for; one about the whole site always is."""
    return not paths or not file or any(path in ("", ".") or f"{file}/".startswith(f"{path}/") for path in paths)
