"""A check: the problems of a build, seen as every reader will see the site, and what the rules find."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.check import external, overrides
from pressgen.check.lint import judged, lint, misnamed
from pressgen.check.text import Text, text_of
from pressgen.content import scan
from pressgen.errors import PressgenError, Problem, sorted_problems
from pressgen.model import Options, Source
from pressgen.plan.draft import Policy, draft
from pressgen.site.embargo import why_hidden
from pressgen.site.sources import Sources, open_sources, read_instant
from pressgen.store.database import BodyReader, retry_without_memory


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
        instant = read_instant(root, as_of)
        run = partial(_findings, root, instant, asked, online)
        findings = retry_without_memory(run, options.cache)
    except PressgenError as error:
        return Checked(sorted_problems(error.problems), 0, error.exit_code)
    chosen = [problem for problem in findings.problems if _within(problem.file, tuple(paths))]
    failed = any(
        problem.severity == "error" or (options.strict and problem.severity == "warning") for problem in chosen
    )
    return Checked(sorted_problems(chosen), findings.files, int(failed))


def _findings(root: Path, instant: datetime, options: Options, online: float, is_kept: bool) -> Checked:
    with open_sources(root, instant, structs.replace(options, cache=is_kept)) as (sources, store):
        problems = build_problems(sources)
        texts = texts_of(sources, store.reader())
        problems += lint(texts, sources.settings, sources.instant)
        problems += overrides.check(root)
        if online:
            problems += external.check(store, texts, online)
        ignored = {text.file: text.document.matter.check_ignore for text in texts}
        codes = frozenset(problem.code for problem in problems)
        kept = [*judged(problems, sources.settings, ignored), *misnamed(sources.settings, texts, codes)]
        return Checked(tuple(kept), len(texts), 0)


def build_problems(sources: Sources) -> list[Problem]:
    """What a build would report now, and what it would report once drafts and embargoed releases are public."""
    problems = [*draft(sources, Policy(looks_ahead=False)).problems]
    documents = [one.document for one in sources.documents.values() if one.document]
    if any(why_hidden(document, sources.instant) for document in documents):
        problems += draft(sources, Policy(shown="planned", looks_ahead=False)).problems
    return problems


def texts_of(sources: Sources, read_body: BodyReader) -> tuple[Text, ...]:
    """The text of each document that could be read."""
    texts = []
    for path, one in sources.documents.items():
        source = scan.load(sources.root, path, sources.folder.sources[path]) if one.document else None
        if one.document and isinstance(source, Source):
            texts.append(text_of(one.document, source.data, read_body(one.document.body.digest)))
    return tuple(texts)


def _within(file: str, paths: tuple[str, ...]) -> bool:
    """Whether a finding is in what is asked for; one about the whole site always is."""
    return not paths or not file or any(path in ("", ".") or f"{file}/".startswith(f"{path}/") for path in paths)
