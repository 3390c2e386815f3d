"""A Markdown extension of a newsroom's own; it imports little, because a build reads all that an extension imports."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class _Stamps(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.replace("(seal)", "<strong>Sealed</strong>") for line in lines]


class Seals(Extension):
    """Markdown of a newsroom's own: `(seal)` in a text."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Stamps(md), "seal", 30)


def makeExtension(**options: object) -> Seals:
    """The extension, as the settings name it: by this module."""
    return Seals(**options)
