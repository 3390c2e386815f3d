"""The JSON Schemas that editors check settings and front matter against, as text."""

from __future__ import annotations

import msgspec

from pressgen.content.frontmatter.schema import schema as frontmatter_schema
from pressgen.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def settings() -> str:
    """The schema of pressgen.yml."""
    return _printed({"$schema": DIALECT, **msgspec.json.schema(Settings)})


def frontmatter() -> str:
    """The schema of the front matter of a release or page."""
    return _printed(frontmatter_schema())


def _printed(schema: dict[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
