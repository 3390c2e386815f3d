"""A check: the problems that a build has or will have, and the findings of all rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from pressgen.check import external
from pressgen.check.lint import apply_severities, lint, unknown_codes
from pressgen.check.templates import outdated_copies, unreadable_templates
from pressgen.check.text import LintText, text_of
from pressgen.content import scan
from pressgen.content.settings.places import with_lines
from pressgen.errors import PressgenError, Problem, sorted_problems
from pressgen.model import Options, Source
from pressgen.plan.draft import Policy, draft
from pressgen.site.embargo import why_hidden
from pressgen.site.sources import Sources, read_instant, with_sources
from pressgen.store.database import BodyReader, Store


class CheckResult(Struct, frozen=True):
    """The findings, the number of checked files, and the exit code (2 if the settings cannot be used)."""

    problems: tuple[Problem, ...]
    files: int
    exit_code: int


def check(
    root: Path, as_of: datetime | str, options: Options, paths: Iterable[str] = (), online: float = 0
) -> CheckResult:
    """Check the site in `root` as of an instant; writes nothing except the memory.

    `paths` are files or folders, relative to `root`, to which the report is limited. To check external links as
    well, `online` is the time in seconds since 1970, else 0.
    """
    # Options that let a build succeed must not hide problems.
    build_options = structs.replace(options, strict=False, drafts=False, skip_invalid=False)
    try:
        instant = read_instant(root, as_of)
        findings = with_sources(root, instant, build_options, partial(_findings, online))
    except PressgenError as error:
        return CheckResult(sorted_problems(error.problems), 0, error.exit_code)
    problems = [problem for problem in findings.problems if _is_within(problem.file, tuple(paths))]
    failed = any(
        problem.severity == "error" or (options.strict and problem.severity == "warning") for problem in problems
    )
    return CheckResult(sorted_problems(problems), findings.files, int(failed))


def _findings(online: float, sources: Sources, store: Store) -> CheckResult:
    problems = build_problems(sources)
    texts = texts_of(sources, store.reader())
    problems += lint(texts, sources.settings, sources.instant)
    problems += outdated_copies(sources.root)
    if online:
        problems += external.check(store, texts, online)
    ignored = {text.file: text.document.matter.check_ignore for text in texts}
    codes = frozenset(problem.code for problem in problems)
    findings = tuple(apply_severities(problems, sources.settings, ignored))
    findings = (*findings, *unknown_codes(sources.settings, texts, codes))
    return CheckResult(with_lines(findings, partial(scan.read_settings, sources.root)), len(texts), 0)


def build_problems(sources: Sources) -> list[Problem]:
    """The problems that a build has now, and those that it will have when drafts and embargoed releases are public."""
    drafts = [draft(sources, Policy(looks_ahead=False))]
    if any(why_hidden(document, sources.instant) for document in sources.parsed):
        drafts.append(draft(sources, Policy(visibility="planned", looks_ahead=False)))
    problems = [problem for each in drafts for problem in each.problems]
    return [*problems, *unreadable_templates(sources, (each.plan for each in drafts if each.plan))]


def texts_of(sources: Sources, read_body: BodyReader) -> tuple[LintText, ...]:
    """The text of each document that could be parsed."""
    texts = []
    for path, parsed in sources.documents.items():
        source = scan.load(sources.root, path, sources.folder.sources[path]) if parsed.document else None
        if parsed.document and isinstance(source, Source):
            texts.append(text_of(parsed.document, source.data, read_body(parsed.document.body.digest)))
    return tuple(texts)


def _is_within(file: str, paths: tuple[str, ...]) -> bool:
    """Whether a finding is in one of the files or folders; one about the whole site always is."""
    return not paths or not file or any(path in ("", ".") or f"{file}/".startswith(f"{path}/") for path in paths)
