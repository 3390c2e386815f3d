"""The JSON Schemas with which editors check settings and front matter, as text."""

from __future__ import annotations

import msgspec

from pressgen.content.frontmatter.schema import schema as frontmatter_schema
from pressgen.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def settings() -> str:
    """The schema of pressgen.yml."""
    return _to_json({"$schema": DIALECT, **msgspec.json.schema(Settings)})


def frontmatter() -> str:
    """The schema of the front matter of a release or page."""
    return _to_json(frontmatter_schema())


def _to_json(schema: dict[str, object]) -> str:
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"
