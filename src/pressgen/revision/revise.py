"""A build after a few releases were edited or added: what takes long is begun before it is known what must be printed.

Nothing here imports what a build needs to parse, plan or print.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from pressgen.errors import PressgenError
from pressgen.model import Options, Report
from pressgen.output.beside import beside
from pressgen.output.guard import home_of, protected
from pressgen.output.inputs import Edits
from pressgen.output.write import twinned


def revise(root: Path, as_of: datetime, options: Options, edits: Edits) -> Report | None:
    """The report of a build that made only what shows edited and new releases; None where all steps must be taken.

    They must be where more than words was edited, where a new release is not the newest, or where there is
    anything to tell.
    """
    output = root / options.output
    reworded = beside(partial(_reworded, root, edits))
    try:
        with twinned(root, output, edits.files, protected(root), home_of(options)) as twin:
            from pressgen.revision.reprint import remember, reprint

            if twin is None:
                return None
            done = reprint(root, as_of, options, edits, lambda: reworded.answer, twin)
    except PressgenError:  # it is told by the steps
        return None
    finally:
        reworded.end()
    remember(root, output, done, edits.read.prints)
    return done.report


def _reworded(root: Path, edits: Edits) -> bytes:
    from pressgen.revision.reword import reworded

    return reworded(root, edits)
