"""No text makes the rules slow: what repeats thousands of times on one line takes no more than its length."""

from __future__ import annotations

import time
from datetime import datetime, timezone

import pytest

from pressgen.check.lint import lint
from pressgen.check.text import text_of
from pressgen.model import Body, FrontMatter, Moment, Post
from pressgen.settings import Settings

AT = datetime(2025, 1, 1, tzinfo=timezone.utc)
PIECES = [
    "`",
    "``a`",
    "<",
    "[",
    "](",
    "{{",
    "*",
    "1 ",
    "1,",
    "$1",
    "+1",
    "a@",
    "a.",
    "aa ",
    "1 May ",
    "[insert ",
    "5 0000",
    "www.",
    "a-b",
    "A",
    "а",
    "_",
    "0",
    "\u05d0",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_line_of_repetitions_is_read_in_time(piece: str) -> None:
    document = Post(
        path="content/a.md",
        lang="en",
        key="a",
        slug="a",
        date=Moment(AT),
        matter=FrontMatter(title="T"),
        body=Body(html="", digest=""),
    )
    began = time.process_time()
    text = text_of(document, f"---\ntitle: T\n---\n{piece * 20_000}".encode(), "")
    list(lint((text,), Settings(title="T", url="https://x.example/"), AT))
    assert time.process_time() - began < 2
