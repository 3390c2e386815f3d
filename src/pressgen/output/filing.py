"""The filing of the last build: what an edited release is printed from without the rest of the site."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pressgen.model import Rules, digest_of
from pressgen.output import cache, inputs, prints
from pressgen.output.keep import encoded, keep, recalled
from pressgen.output.trace import Known, Seen
from pressgen.settings import Settings
from pressgen.site.assemble import Assembled
from pressgen.site.filing import Filing, filed

FILE = "filing.json"


class Drawer(Struct, frozen=True, kw_only=True):
    """A site on file, with its settings; `digest` is that of the inputs that it was made of and of what was asked."""

    digest: str
    settings: Settings
    filing: Filing


def recall(root: Path, digest: str) -> Drawer | None:
    """The site with this digest, if it is on file."""
    found = recalled(root, FILE, Drawer)
    return found if found is not None and found.digest == digest else None


def digest(seen: Seen, asked: str) -> str:
    """The digest of a site that is made of these inputs, and answers this question."""
    return digest_of(f"{seen.digest} {asked}".encode())


def record(root: Path, drawer: Drawer) -> None:
    """File a site."""
    keep(root, FILE, encoded(drawer))


def file(root: Path, assembled: Assembled, settings: Settings, rules: Rules, known: Known) -> None:
    """File what was assembled from what was seen, for the next build that is asked the same."""
    seen = known.seen
    under = digest(seen, known.asked)
    record(root, Drawer(digest=under, settings=settings, filing=filed(assembled)))
    inputs.record(
        root,
        inputs.Inputs(
            asked=known.asked,
            digest=seen.digest,
            sources={path: found.stamp for path, found in seen.content.items()},
            timezone=settings.timezone,
            languages=settings.languages,
            dialect=rules.dialect,
            budget=settings.time_budget,
            documents=cache.key_of(cache.LIBRARIES, rules),
            prints=prints.key(),
            filing=under,
            amended={},
        ),
    )
