"""Shapes that grow without measure: each is rendered or refused by itself, in time, and the others are still read."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable

from conftest import SETTINGS, Site
from trials.trial import Trial

SIZES = (1_000, 20_000)
BUDGET = 4.0
"""Seconds for one text, several times what the slowest takes on a machine that does nothing else."""
MEAN = 1.0

BODIES: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "picture brackets": lambda n: "![" * n,
    "links that never close": lambda n: "[a](" * n,
    "marked sections": lambda n: "<![" * n,
    "open tags": lambda n: "<a " * n,
    "attributes of a tag that never ends": lambda n: "<div" + " markdown" * n,
    "comments with words that never end": lambda n: "<!--a" * n,
    "films that never end": lambda n: '<video src="a.mp4">a' * n,
    "open comments": lambda n: "<!-- " * n,
    "nested elements": lambda n: "<div>" * n,
    "nested elements in one paragraph": lambda n: "x " + "<b>" * n,
    "stars": lambda n: "*a" * n,
    "stars and lines": lambda n: "**_" * n,
    "backticks of every length": lambda n: " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))),
    "backticks beside an apostrophe": lambda n: "O`z " + " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))),
    "comments and styles": lambda n: "<!--<style>" * n,
    "tags and comments": lambda n: "<style a<!-- " * n,
    "quotes in quotes": lambda n: ">" * n + " a",
    "lists in lists": lambda n: "\n".join("    " * k + "* a" for k in range(int((n / 2) ** 0.5))),
    "definitions": lambda n: "\n\n".join(f"a{k}\n:   b" for k in range(n // 10)),
    "notes of one name": lambda n: ":::\n[^a]" * n,
    "references to one footnote": lambda n: "[^a]" * n + "\n\n[^a]: b",
    "table cells": lambda n: "|a" * (n // 20) + "|\n" + "|-" * (n // 20) + "|\n" + ("|b" * (n // 20) + "|\n") * 3,
    "entities": lambda n: "&amp;" * n,
    "abbreviations": lambda n: "\n".join(f"*[A{k}]: b" for k in range(n // 40)) + "\n\n" + "A1 " * n,
    "attribute lists": lambda n: "a {: " * n,
    "foreign code": lambda n: "{% " * n + "{{" * n,
    "boxes that never end": lambda n: ":::note\n" * n,
    "boxes in boxes": lambda n: "\n".join(":" * k + "note" for k in range(3, int(n**0.5))),
    "stars beside letters": lambda n: "“a”**b" * n,
    "code that never ends": lambda n: "{% highlight a %}\n" * n,
    "tables without a head": lambda n: "| a | b |\n| c | d |\n\n" * n,
    "lists below text": lambda n: "x\n5. a\n6. b\n" * n,
    "heads below text": lambda n: "x\na | b\n--- | ---\n\n" * n,
    "lines of attributes": lambda n: "".join(f"{{: .a{k}}}\n" for k in range(n)) + "x\n",
    "rows without a head": lambda n: "| a | b |\n" * n,
    "numbers out of order": lambda n: "".join(f"{k * 3}. a\n" for k in range(n)),
    "schemes": lambda n: "".join(f"[a](b{k}:c)\n" for k in range(n)),
    "comments of MDX that never end": lambda n: "{/* " * n,
    "notes that nothing mentions": lambda n: "".join(f"[^n{k}]: a\n\n" for k in range(n)),
    "addresses that are none": lambda n: "".join(f"[a](http://[{k})\n" for k in range(n)),
    "addresses without end": lambda n: "www.a" * 100 * n,
    "struck out words before commas": lambda n: "~~a~~, " * n,
    "attributes in braces": lambda n: "*a*{" + " ".join(f"a{k}=b" for k in range(n)) + "}",
    "attributes of one tag": lambda n: "<p " + " ".join(f"a{k}" for k in range(5 * n)) + ">x",
    "formulas": lambda n: r"\(" * 5 * n,
    "spans of code in a row": lambda n: "|a|b|\n|-|-|\n" + "|`" * n,
    "words beside a mail address": lambda n: "x@example.com " + "a" * 5 * n,
    "indented boxes in boxes": lambda n: "".join("    " * k + "!!! note\n" for k in range(int(n**0.5))),
    "one long explanation": lambda n: f"*[A]: {'b' * n}\n\n" + "A " * n,
    "placeholders": lambda n: "XXX TODO " * n,
    "pictures": lambda n: "<img src=a.png>" * n,
    "films": lambda n: "<video src='a.mp4'></video>\n" * n,
    "telephone numbers": lambda n: ("+" + "1 " * 20) * n,
    "links to releases that are missing": lambda n: "".join(f"[a](b{k}.md)\n" for k in range(n - 1)),
    "blanks": lambda n: " " * n * 5 + "a\n" * n,
}
MATTERS: dict[str, Callable[[int], str]] = {
    "deep lists": lambda n: "x: " + "[" * n,
    "balanced lists": lambda n: "x: " + "[" * n + "]" * n,
    "deep groups": lambda n: "x: " + "{a: " * n,
    "questions": lambda n: "x:\n  " + "? " * n,
    "dashes": lambda n: "x:\n  " + "- " * n,
    "alias bomb": lambda n: (
        "a0: &a0 [x]\n" + "".join(f"a{k}: &a{k} [{f'*a{k - 1},' * 9}]\n" for k in range(1, n // 50))
    ),
    "aliases": lambda n: "a: &a x\nb: [" + "*a, " * n + "]",
    "many keys": lambda n: "".join(f"key{k}: a\n" for k in range(n)),
    "many tags": lambda n: "tags: [" + ", ".join(f"t{k}" for k in range(n)) + "]",
    "huge number": lambda n: "views: " + "9" * n,
    "huge exponent": lambda n: f"views: 1e{n}",
    "long slug": lambda n: "slug: " + "a" * n,
    "long permalink": lambda n: "permalink: /" + "a/" * n,
    "long summary": lambda n: "summary: " + "<b " * n,
    "long word": lambda n: "dateline: '" + "&#" * n + "'",
    "open quotation": lambda n: "summary: '" + "''" * n,
}


WHOLE: dict[str, Callable[[int], str]] = {
    "toml": lambda n: "+++\ntitle = 'A'\ndate = 2025-01-01\n" + "".join(f"k{k} = 1\n" for k in range(n)) + "+++\n",
    "deep toml": lambda n: "+++\ntitle = 'A'\nk = " + "[" * n + "\n+++\n",
    "json": lambda n: '{"title": "A", ' + ", ".join(f'"k{k}": 1' for k in range(n)) + "}\n",
    "deep json": lambda n: '{"title": ' + "[" * n + "\n",
    "empty lines before a heading": lambda n: "---\ndate: 2025-01-01\n---\n" + "\n" * n + "# a\n",
    "lines before the front matter": lambda n: "\n" * n + "---\ntitle: A\ndate: 2025-01-01\n---\na",
    "keys of a second block": lambda n: "---\ntitle: A\ndate: 2025-01-01\n---\ntags:\n" + "\n" * n + "x",
    "bare keys": lambda n: "title: A\n" + "a: b\n" * n + "\n",
    "keys of nikola": lambda n: "<!--\n" + ".. title: a\n" * n,
}


def picture_bomb(side: int) -> bytes:
    """A PNG that claims to be `side` pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99_999))) + chunk(b"IEND", b"")
    )


def test_what_grows_without_measure_is_rendered_or_refused_alone(site: Callable[..., Site], trial: Trial) -> None:
    made = site("-- content/sound.md --\n---\ntitle: Sound\ndate: 2025-01-01\n---\nText.\n")
    made.edit("pressgen.yml", SETTINGS + f"time_budget: {BUDGET}\nfeeds: {{tags: false}}\n")
    made.edit("content/faulty.md", "---\ntitle: Faulty\ndate: 8 March\n---\n")
    written: dict[str, str] = {}
    for size in SIZES:
        for name, shape in BODIES.items():
            written[f"content/{name} {size}.md"] = f"---\ntitle: A\ndate: 2025-01-01\n---\n{shape(size)}\n"
        for name, shape in MATTERS.items():
            written[f"content/{name} {size}.md"] = f"---\ntitle: A\ndate: 2025-01-01\n{shape(size)}\n---\n"
        for name, shape in WHOLE.items():
            written[f"content/{name} {size}.md"] = shape(size)
        made.edit(f"content/bomb{size}.png", picture_bomb(size))
        written[f"content/bomb {size}.md"] = f"---\ntitle: A\ndate: 2025-01-01\nimage: bomb{size}.png\n---\n"
    for name, text in written.items():
        made.edit(name, text)
    began = time.monotonic()
    report = made.build(skip_invalid=True, jobs=2)
    spent = time.monotonic() - began
    shown = {problem.file: problem for problem in report.problems if problem.severity == "error"}
    for name in written:
        refused = shown.get(name)
        trial.case(
            name,
            "" if refused or name not in report.left_out else "left out without a word",
            f"an exception: {refused.message}" if refused and refused.code == "document-failed" else "",
            f"no hint: {refused.message}" if refused and not refused.hint else "",
            "it took too long" if refused and refused.code == "document-overdue" else "",
        )
    trial.case("the sound release", "" if "2025/01/sound/index.html" in made.files() else "it was not published")
    told = [problem.line for problem in report.problems if problem.file == "content/faulty.md"]
    trial.case("the faulty release", "" if told == [3] else f"its fault was told on lines {told}")
    late = len(written) * MEAN
    trial.case("all of them", f"the build took {spent:.0f} s" if spent > late else "")
    trial.end(shown=report.releases, refused=len(report.left_out))
