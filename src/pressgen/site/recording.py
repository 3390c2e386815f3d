"""Adding what a build published to the record."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import structs

from pressgen.content.record_file import DAMAGE, add_entries
from pressgen.content.scan import Inputs, with_file
from pressgen.errors import Problem
from pressgen.model import RECORD_FILE, Entry, Options
from pressgen.settings import Settings
from pressgen.site.history import Pending, entries
from pressgen.site.sources import Sources
from pressgen.site.urls import address_of
from pressgen.store.stamps import stamp_of


def is_publication(root: Path, options: Options, settings: Settings) -> bool:
    """Whether a build of the site in `root` with these options publishes, so that the record must have that."""
    if options.drafts or options.record == "never":
        return False
    # A build for another folder or address is a trial, unless somebody says that it is not.
    # Shells complete `output` to `output/`.
    written, usual = (os.path.normcase(os.path.abspath(root / name)) for name in (options.output, Options().output))
    return options.record == "always" or (settings.record and written == usual and not options.url)


def add_to_record(
    pending: Sequence[Pending | Entry], sources: Sources, inputs: Inputs, problems: Iterable[Problem]
) -> tuple[str, tuple[Problem, ...]]:
    """Add the releases of which the record lacks something.

    Returns the digest of the inputs with the record as it is now, and the problems, in which lines of the record have
    the numbers that they have now. If the record cannot be written, that is one more problem, and the digest is empty,
    so that the next build tries again.
    """
    try:
        present_inputs, numbers = _add(pending, sources, inputs)
    # While the site was built, somebody may have saved a record that cannot be read, as git does after a conflict.
    except (OSError, *DAMAGE) as error:
        reason = ((error.strerror if isinstance(error, OSError) else "") or str(error)).lower()
        return "", (*problems, Problem.at("record-unwritable", RECORD_FILE, reason=reason))
    return present_inputs.digest, tuple(
        structs.replace(problem, line=numbers.get(problem.line, 0)) if problem.file == RECORD_FILE else problem
        for problem in problems
    )


def _add(pending: Sequence[Pending | Entry], sources: Sources, inputs: Inputs) -> tuple[Inputs, dict[int, int]]:
    assert sources.record is not None
    lines = entries(pending, sources.record, sources.instant, address_of(sources.settings.url))
    file = inputs.content.get(RECORD_FILE)
    # Somebody else may have changed it during the build; then the next build has to read it.
    is_unchanged = file is None or stamp_of(os.stat(sources.root / file.name)) == file.stamp
    numbers = add_entries(sources.root, lines)
    return with_file(sources.root, inputs, RECORD_FILE, is_unchanged), numbers
