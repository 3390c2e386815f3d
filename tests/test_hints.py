"""Every hint that tells an author what to write is followed here, and the problem is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from PIL import Image

from conftest import NOW, Site
from films import CAPTIONS, FILM, SOUND, mp4
from pressgen import scaffold
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.model import Options, digest_of
from pressgen.problems import PROBLEMS

Make = Callable[..., Site]
Edit = str | bytes | None | Callable[[str], str]
"""The content of a file once the hint is followed: None removes it; a function makes it from the hint."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>'
SETTINGS = """\
title: Test News
url: https://news.example/
timezone: Asia/Tashkent
languages: [en, ru]
contacts: {press: {name: Press Office, email: press@news.example}}
"""
SITE = {
    "pressgen.yml": SETTINGS,
    "content/other.md": "---\ntitle: Other\ndate: 2025-12-01\nsummary: S\ntags: [schools]\n---\n## Timetable\n\nText.\n",
    "content/hall.svg": SVG,
}


def _cover() -> bytes:
    data = BytesIO()
    Image.new("RGB", (1400, 1400)).save(data, "JPEG")
    return data.getvalue()


COVER = _cover()
SAMPLE = (Path(scaffold.__file__).parent / "pictures" / "sample-desk.jpg").read_bytes()


# The header of a font without tables, which is as much of it as a build reads.
FONT = b"wOF2" + bytes(44)


class Trial(NamedTuple):
    """A problem, the files that have it, and the same files once the hint is followed."""

    key: str
    files: Mapping[str, str | bytes | None]
    edits: Mapping[str, Edit]
    is_built: bool = False
    as_of: str = NOW


def release(keys: str = "", body: str = "Text.") -> str:
    """A release of 1 January 2026; `keys` may give another title, date or summary."""
    lines = [f"{key}: {value}" for key, value in (("title", "Plan"), ("date", "2026-01-01"), ("summary", "S."))]
    own = [line for line in lines if not re.search(rf"(?m)^{line.split(':')[0]}\b", keys)]
    return "---\n" + "\n".join([*own, *([keys] if keys else [])]) + f"\n---\n{body}\n"


def _after(before: str, after: str | Callable[[str], str], page: Callable[[str], str]) -> Edit:
    return page(after) if isinstance(after, str) else lambda hint: page(after(hint))


def matter(key: str, before: str, after: str | Callable[[str], str], **more: str | bytes) -> Trial:
    """Lines of front matter; more files by their names."""
    return Trial(key, {"content/plan.md": release(before), **more}, {"content/plan.md": _after(before, after, release)})


def text(key: str, before: str, after: str | Callable[[str], str], **more: str | bytes) -> Trial:
    """The body of a release."""

    def page(body: str) -> str:
        return release("", body)

    return Trial(key, {"content/plan.md": page(before), **more}, {"content/plan.md": _after(before, after, page)})


def setting(key: str, before: str, after: str | Callable[[str], str], **more: str | bytes) -> Trial:
    """Lines of the settings, in place of lines with the same key."""

    def page(lines: str) -> str:
        keys = tuple(re.findall(r"(?m)^(\w+):", lines))
        return (
            "".join(f"{line}\n" for line in SETTINGS.splitlines() if not line.startswith(keys or ("-",))) + lines + "\n"
        )

    return Trial(key, {"pressgen.yml": page(before), **more}, {"pressgen.yml": _after(before, after, page)})


def file(key: str, before: str | bytes, after: Edit, name: str = "content/plan.md", **more: str | bytes) -> Trial:
    """A whole file."""
    return Trial(key, {name: before, **more}, {name: after})


def page(key: str, before: str, after: str | Callable[[str], str], **more: str | bytes) -> Trial:
    """Lines of front matter of a standing page."""

    def standing(lines: str) -> str:
        return f"---\ntitle: A\n{lines}\n---\nText.\n"

    name = "content/pages/a.md"
    return Trial(key, {name: standing(before), **more}, {name: _after(before, after, standing)})


def beside(key: str, name: str, data: str | bytes, **more: str | bytes) -> Trial:
    """A release with a film, and a further file that has the name in the hint."""
    return Trial(key, {**SHOWN, **more}, {name: data})


def required(key: str, before: str, after: str) -> Trial:
    """Lines of front matter where pictures must have a credit: after, with the one of the hint."""
    files = {"pressgen.yml": f"{SETTINGS}pictures: {{require: [credit]}}\n", "content/plan.md": release(before)}
    return Trial(key, files, {"content/plan.md": lambda hint: release(after.replace("{}", first_credit(hint)))})


def first_credit(hint: str) -> str:
    """The credit in the line of a hint."""
    return str(re.findall(r"credit: ([^}]+)", hint)[0])


PICTURED = {"content/plan.md": release("", "![A](hall.svg)")}


def table(key: str, before: str, after: str | Callable[[str], str]) -> Trial:
    """A line of the table of consents, and a release that shows the picture."""
    return file(key, before, after, "content/consents.csv", **PICTURED)


def quoted(hint: str) -> str:
    """What the hint has in backticks first."""
    found = re.search(r"`([^`]+)`", hint)
    assert found, hint
    return found[1]


def meant(prefix: str = "", suffix: str = "") -> Callable[[str], str]:
    """A line with the name that the hint asks about: Did you mean …?"""

    def line(hint: str) -> str:
        found = re.search(r"Did you mean `?([^`?]+)`?\?", hint)
        assert found, hint
        return f"{prefix}{found[1]}{suffix}"

    return line


def first(pattern: str, line: str) -> Callable[[str], str]:
    """A line in which {} is the first part of the hint that fits the pattern."""

    def filled(hint: str) -> str:
        found = re.search(pattern, hint)
        assert found, hint
        return line.replace("{}", found[0])

    return filled


DAY = r"\d{4}-\d\d-\d\d"
TIME = DAY + r" \d\d:\d\d(?::\d\d)? [+-]\d\d:\d\d"
BERLIN = {"pressgen.yml": SETTINGS.replace("Asia/Tashkent", "Europe/Berlin")}
APIA = {"pressgen.yml": SETTINGS.replace("Asia/Tashkent", "Pacific/Apia")}
HTML = "---\ntitle: A\ndate: 2026-01-01\nsummary: S.\n---\n"

GROUPS = "sections: {news: {name: News}}\npeople: {malika: {name: Malika}}\nseries: {reform: {name: Reform}}\n"
GROUPED = {"pressgen.yml": SETTINGS + GROUPS}
REQUIRED = {"pressgen.yml": SETTINGS + GROUPS.replace("name: News", "name: News, requires: [dateline]")}

RECORD = "content/record.jsonl"
TABLE = "content/redirects.csv"
PLAN = "/2026/01/plan/"
TEXT_DIGEST = digest_of(b"<p>Text.</p>")


FILMS: dict[str, str | bytes] = {"content/a.mp4": FILM}
PLAYED: dict[str, str | bytes] = {"content/plan.md": release("", "![A](a.mp4)")}
SHOWN: dict[str, str | bytes] = {**FILMS, **PLAYED}
PLACED = b"OggS" + bytes(60) + b"LOCATION=Samarkand"
CUE = "00:00:01.000 --> 00:00:04.000\nHello.\n"
TIMES = r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}"
CARD = '"https://www.youtube.com/watch?v=dQw4w9WgXcQ":\n'


def recorded(**changes: object) -> str:
    """The line of the record for `release()`, with other values."""
    line = {
        "id": "https://news.example/2026/01/plan/", "version": 1, "at": "2026-01-01T00:00:00+05:00",
        "source": "content/plan.md", "lang": "en", "address": "/2026/01/plan/", "title": "Plan", "summary": "S.",
        "body": "<p>Text.</p>",
    }  # fmt: skip
    return json.dumps({**line, **changes}) + "\n"


def noted(keys: str) -> Callable[[str], str]:
    """The keys with the entry of `corrections` that the hint shows."""
    return lambda hint: f"{keys}\n{quoted(hint)}"


DATES: list[tuple[str, str, str | Callable[[str], str], dict[str, str]]] = [
    ("form", "8 March", first(DAY, "{}"), {}),
    ("weekday", "Sunday, 27 January 2025", "Monday, 27 January 2025", {}),
    ("future", "9999-12-31 23:59 -14:00", first(DAY, "{}"), {}),
    ("year", "1394-05-01", "2015-07-23", {}),
    ("day", "2025-02-30", first(DAY, "{}"), {}),
    ("noon", "2025-01-27 12:00 am", "2025-01-27 00:00", {}),
    ("time", "2025-01-27 13:00 pm", first(DAY + r" \d\d:\d\d", "{}"), {}),
    ("hour", "2025-01-27 24:00", "2025-01-28 00:00", {}),
    ("offset", "2025-01-27 14:30 +15:00", "2025-01-27 14:30 +14:00", {}),
    ("zone", "2025-01-27 14:30 CST", first(TIME.replace(r"(?::\d\d)?", ""), "{}"), {}),
    ("gap", "2025-03-30 02:30", first(TIME, "{}"), BERLIN),
    ("twice", "2025-10-26 02:30", first(TIME, "{}"), BERLIN),
    ("leap", "2011-12-30", first(DAY, "{}"), APIA),
]


def _dated(key: str, line: str | Callable[[str], str]) -> str | Callable[[str], str]:
    return f"{key}: {line}" if isinstance(line, str) else lambda hint: f"{key}: {line(hint)}"


WITHHELD: dict[str, str | bytes | None] = {
    "content/held.md": release("title: Merger of both colleges\ndate: 2026-02-01\nimage: {src: desk.jpg, alt: A}"),
    "content/desk.jpg": SAMPLE,
}

TRIALS = [
    # Views.
    file(
        "views-line",
        "releases:\n  /2026/01/plan/:\n    log: {views: many}\n",
        "releases:\n  /2026/01/plan/:\n    log: {views: 20}\n",
        name="data/views.yml",
    ),
    # The file.
    file("file-empty", "", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n"),
    file("file-encoding", b"---\ntitle: caf\xe9 \x81\ndate: 2026-01-01\n---\n", release()),
    file("file-encoding/other", release().encode("utf-16"), release()),
    file("file-not-text", b"{\\rtf1 News}", release()),
    file("file-not-text/binary", b"\x00\x01\x02\x03" * 9, release()),
    file("file-too-large", b"a" * (2**24 + 1), release()),
    text("control-character", "a\x07b", "ab"),
    # The front matter block.
    file("fence-missing", "Text.\n", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n"),
    file("fence-open-missing", "--\ntitle: A\ndate: 2026-01-01\n---\nText.\n", release()),
    file("fence-open-missing/keys", "title: A\ndate: 2026-01-01\nText.\n", release()),
    file("fence-open-missing/code", "```yaml\n---\ntitle: A\ndate: 2026-01-01\n---\n```\nText.\n", release()),
    file("fence-open-missing/comment", f"<!--\n{release()}-->\n", release()),
    file("fence-open-missing/above", "Here it is:\n\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n", release()),
    file("fence-close-missing", "---", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n"),
    file("fence-close-missing", "---\ntitle: A\ndate: 2026-01-01\n", release()),
    file("fence-close-missing/near", "---\ntitle: A\ndate: 2026-01-01\n--\nText.\n", release()),
    file("fence-foreign", '+++\ntitle = "A"\nText.\n', release()),
    file("toml-syntax", "+++\ntitle = A\n+++\nText.\n", release()),
    file("fence-foreign/other", "---js\n{title: 'A'}\n---\nText.\n", release()),
    matter("fence-second", "tags: [a]\n---\nviews: 3", "tags: [a]\nviews: 3"),
    matter("comment-shown/key", "summary: S %%true?%%", "summary: S"),
    matter("comment-shown/key", "summary: S {>>true?<<}", "# true?\nsummary: S"),
    matter("comment-shown/key", 'title: "Plan <!-- or plans? -->"', "# or plans?\ntitle: Plan"),
    matter("yaml-quotes", "dateline: “Urgut”", 'dateline: "“Urgut”"'),
    matter("yaml-syntax/colon", "dateline: News: plan", quoted),
    matter("yaml-syntax/colon-above", "x:\n  a:b\n   c: d", "x:\n  a: b\n  c: d"),
    matter("yaml-syntax/entry", "dateline:Urgut\nviews: 3", "dateline: Urgut\nviews: 3"),
    matter("yaml-syntax/entry", "foo bar\nviews: 3", "foo: bar\nviews: 3"),
    matter("yaml-syntax/quote", 'dateline: "Urgut', 'dateline: "Urgut"'),
    matter("yaml-syntax/list", "tags: [a, b", "tags: [a, b]"),
    matter("yaml-syntax/group", "x: {a: b", "x: {a: b}"),
    matter("yaml-syntax/hash", "tags: [#metro, schools, #buses]", quoted),
    matter("yaml-syntax/hash", "x: {colour: #fff}", quoted),
    matter("yaml-syntax/backslash", 'dateline: "C:\\path"', quoted),
    matter("yaml-syntax/tab", "x:\n\ta: b\n  c: d", "x:\n  a: b\n  c: d"),
    matter("tab-indent", "x:\n\ta: b", "x:\n  a: b"),
    matter("text-colon", "dateline: News: the plan", quoted),
    matter("text-quotes", "dateline: 'Bog'i Shamol'", quoted),
    matter("text-quotes", 'dateline: "Urgut" and "Nurota"', quoted),
    matter("yaml-syntax/dash", "tags: - a", quoted),
    matter("yaml-syntax/block", "dateline: | text", quoted),
    matter("yaml-syntax/character", "dateline: @home", quoted),
    matter("yaml-syntax/star", "dateline: *** home", quoted),
    matter("yaml-syntax/indent", 'dateline: "a" b', quoted),
    matter("yaml-syntax/indent", "  dateline: Urgut\nviews: 3", "dateline: Urgut\nviews: 3"),
    matter("yaml-syntax/indent", "views: 3\n dateline: Urgut", "views: 3\ndateline: Urgut"),
    matter("yaml-syntax/item", "tags:\n  - a\n  b", "tags:\n  - a\n  - b"),
    matter("yaml-syntax/item", "tags:\n  - a\n  b: c", "tags:\n  - a\n  - 'b: c'"),
    matter("yaml-syntax/comma", '"dateline": "Urgut",\n"views": "3",', '"dateline": "Urgut"\n"views": "3"'),
    matter("yaml-syntax/comma", "tags: [a, b],\nviews: 3", "tags: [a, b]\nviews: 3"),
    matter("yaml-syntax/percent", "%x: 1", ""),
    matter("yaml-duplicate-key", "views: 1\nviews: 2", "views: 1"),
    file("yaml-not-mapping", "---\ntitle:News\n---\nText.\n", release()),
    file("yaml-not-mapping/list", "---\n- title: A\n- date: 2026-01-01\n---\nText.\n", release()),
    file("yaml-not-mapping/colon", "---\ntitle：A\ndate：2026-01-01\n---\nText.\n", release()),
    file("yaml-not-mapping/colon", "---\ntitle = A\ndate = 2026-01-01\n---\nText.\n", release()),
    matter("yaml-key", "[a]: b", '"[a]": b'),
    matter("yaml-key", "? ''\n: - b", "tags:\n  - b"),
    matter("yaml-key", "'': b", ""),
    setting("yaml-documents", "description: A\n---\npage_size: 3", "description: A\npage_size: 3"),
    setting("yaml-character", "description: a\x01b", "description: ab"),
    matter("yaml-character/escape", 'dateline: "a\\x02b"', "dateline: 'a\\x02b'"),
    matter("yaml-tag", "dateline: !x a", 'dateline: "!x a"'),
    matter("yaml-merge-key", "x:\n  <<: {a: b}", "x:\n  a: b"),
    matter("yaml-aliases", "dateline: *name", 'dateline: "*name"'),
    matter("yaml-aliases/unused", "dateline: &Radio Urgut", 'dateline: "&Radio Urgut"'),
    matter("yaml-aliases/many", "a: &x 1\nb: [" + "*x, " * 101 + "]", "a: 1\nb: [1]"),
    matter("yaml-aliases/values", f"a: &a [{'0,' * 999}]\nb: &b [{'*a,' * 48}]", "a: [0]"),
    matter("yaml-depth", "x: " + "[" * 99 + "]" * 99, 'x: "' + "[" * 99 + "]" * 99 + '"'),
    matter("yaml-size", "x: " + "a" * 70_000, "x: a"),
    # Values in the front matter.
    file("title-missing", "---\ndate: 2026-01-01\n---\nText.\n", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n"),
    matter("title-missing/value", "title:", "title: A"),
    matter("title-missing/empty", 'title: "<b></b>"', "title: A"),
    file(
        "date-missing/created",
        "---\ntitle: A\ncreatedAt: 2025-03-04 10:00\n---\nText.\n",
        lambda hint: f"---\ntitle: A\n{quoted(hint)}\n---\nText.\n",
    ),
    file("date-missing", "---\ntitle: A\n---\nText.\n", lambda hint: f"---\ntitle: A\n{quoted(hint)}\n---\nText.\n"),
    file(
        "date-missing/draft",
        "---\ntitle: A\nstatus: draft\n---\nText.\n",
        lambda hint: f"---\ntitle: A\nstatus: draft\n{quoted(hint)}\n---\nText.\n",
    ),
    matter("date-missing/value", "date:", quoted),
    *(matter(f"date-invalid/{case}", f"date: {bad}", _dated("date", good), **more) for case, bad, good, more in DATES),
    matter("date-invalid/days-of-key", "date: 01.02.2025", quoted),
    matter("date-order/expires", "expires: 2025-01-01", "expires: 2026-02-01"),
    matter("date-order/updated", "updated: 2025-01-01", "updated: 2026-01-02"),
    file(
        "date-order/expires-name",
        "---\ntitle: A\nexpires: 2025-01-01\n---\nText.\n",
        "---\ntitle: A\nexpires: 2026-02-01\n---\nText.\n",
        "content/2026-01-01-a.md",
    ),
    file(
        "date-order/updated-name",
        "---\ntitle: A\nupdated: 2025-01-01\n---\nText.\n",
        "---\ntitle: A\nupdated: 2026-01-02\n---\nText.\n",
        "content/2026-01-01-a.md",
    ),
    Trial(
        "date-differs/zone",
        {"pressgen.yml": SETTINGS, "content/2026-01-01-a.md": release("date: 2025-12-31 10:00 -0500")},
        {"content/2026-01-01-a.md": lambda _: release("date: 2026-01-01 10:00 -0500")},
    ),
    Trial(
        "date-differs/zone",
        {"pressgen.yml": SETTINGS, "content/2026-01-01-a.md": release("date: 2026-01-01 23:00 -0500")},
        {"pressgen.yml": lambda _: SETTINGS.replace("Asia/Tashkent", "America/New_York")},
    ),
    file("date-differs", release("date: 2025-12-31"), release("date: 2026-01-01"), "content/2026-01-01-a.md"),
    matter("date-far", "date: 2126-01-01", "date: 2026-01-01"),
    matter("count-invalid", "views: many", quoted),
    matter("count-invalid/digits", "views: 11111111111111111111111111", quoted),
    matter("count-invalid/negative", "views: -1", quoted),
    matter("embargo-invalid", "embargo: true", quoted),
    matter("key-empty", "embargo:", quoted),
    matter("key-empty", "publish_date:", quoted),
    matter("key-empty", "private:", quoted),
    Trial(
        "path-draft/subject",
        {"content/review/plan.md": release()},
        {"content/review/plan.md": release("draft: false")},
    ),
    Trial(
        "path-draft/subject",
        {"content/review/plan.md": release()},
        {"content/review/plan.md": release("draft: true")},
    ),
    Trial(
        "path-draft",
        {"content/drafts/plan.md": release()},
        {"content/drafts/plan.md": release("draft: true")},
    ),
    Trial(
        "path-draft",
        {"content/drafts/plan.md": release()},
        {"content/drafts/plan.md": release("draft: false")},
    ),
    matter("embargo-unclear", "launch: 2026-12-10", quoted),
    matter("embargo-unclear", "release_date_utc: 2026-12-10 18:00", "embargo: 2026-12-10 18:00 UTC"),
    matter("embargo-unclear", "launch: noon on 10 December 2026", quoted),
    matter("embargo-unclear", "datetime: 18:00, 10 December 2026", quoted),
    matter("embargo-unclear/word", "datetime: 20261210T180000", "embargo: 2026-12-10 18:00"),
    matter("embargo-unclear/word", "isDraft: maybe", quoted),
    matter("embargo-unclear/word", "ready: soon", "draft: true"),
    matter("withheld-word", "tags: [draft]", quoted),
    matter("withheld-word", "category: drafts", "category: laws"),
    matter("date-hour", "time: 14:00", "starts: 14:00"),
    matter("date-hour/zone", "date: 2026-01-10 14:00\ntimezone: UTC", "date: 2026-01-10 14:00 UTC"),
    matter("date-hour/zone", "date: 2026-01-10 14:00\ntimezone: UTC", "date: 2026-01-10 14:00\nzone_of_office: UTC"),
    matter(
        "date-invalid/zone", "date: 2026-01-10 14:00\ntimezone: EST", "date: 2026-01-10 14:00 -05:00\ntimezone: EST"
    ),
    matter("date-hour/unclear", "time: 1400", "starts: 1400"),
    matter("date-hour/unclear", "publish_hour: soon", "updates: soon"),
    Trial(
        "date-hour",
        {"content/2026-01-10-plan.md": "---\ntitle: T\ntime: 14:00\n---\nText.\n"},
        {"content/2026-01-10-plan.md": "---\ntitle: T\ndate: 2026-01-10 14:00\n---\nText.\n"},
    ),
    Trial(
        "embargo-in-text",
        {"content/plan.md": release(body="EMBARGOED UNTIL MONDAY\n\nText.")},
        {"content/plan.md": release("embargo: 2026-12-10 09:00", "EMBARGOED UNTIL MONDAY\n\nText.")},
    ),
    text("embargo-in-text", "EMBARGOED UNTIL MONDAY\n\nText.", "Text."),
    Trial(
        "embargo-in-text/until",
        {"content/plan.md": release(body="Embargo until 10 December 2026, 09:00\n\nText.")},
        {"content/plan.md": release("embargo: 2026-12-10 09:00", "Embargo until 10 December 2026, 09:00\n\nText.")},
    ),
    Trial(
        "embargo-in-text/unread",
        {"content/plan.md": release(body="Embargo until 9 am EST, 10 December 2026\n\nText.")},
        {"content/plan.md": release("embargo: 2026-12-10 09:00", "Embargo until 9 am EST, 10 December 2026\n\nText.")},
    ),
    text("embargo-in-text/unread", "Embargo until 10/12/2026\n\nText.", "Text."),
    text("embargo-in-text/until", "Embargo until 10 December 2026, 09:00\n\nText.", "Text."),
    matter("flag-invalid", "pinned: perhaps", quoted),
    matter("flag-invalid/withholding", "draft: perhaps", quoted),
    matter("flag-invalid/date", "published: 2026-12-10", quoted),
    matter("status-invalid", "status: perhaps", quoted),
    matter("text-expected/list", "dateline: [a, b]", 'dateline: "[a, b]"'),
    matter("text-expected/group", "dateline: {a: b}", 'dateline: "{a: b}"'),
    matter("text-expected/entry", "tags: [{a: b}]", 'tags: ["{a: b}"]'),
    matter("list-expected", "tags: {a: b}", quoted),
    matter("text-cut", "summary: Vote #2 and # more", quoted),
    matter("text-cut", 'summary: Say "yes" #2', quoted),
    matter("text-cut", "summary: Vote #TheCount", "# TheCount\nsummary: Vote"),
    matter("key-conflict", "slug: a\nlang: en\nlanguage: ru", "lang: en"),
    matter("key-conflict/harmless", "tags: [a]\ntopics: [b]", "tags: [a]"),
    matter("key-conflict/image", "image: {src: hall.svg, alt: A}\nimage_alt: B", "image: {src: hall.svg, alt: A}"),
    matter("key-conflict/picture", "image: {src: hall.svg, path: b.svg}", "image: {src: hall.svg}"),
    matter("key-conflict/group", "authors:\n  - {name: A, display_name: B}", "authors:\n  - {name: A}"),
    matter("key-letters", "dаteline: Urgut", "dateline: Urgut"),
    matter("key-near-miss", "datelin: Urgut", lambda hint: quoted(hint).replace("…", "Urgut")),
    matter("key-near-miss/withholding", "stauts: draft", quoted),
    matter("key-read-as", "hidden: true", quoted),
    matter("key-read-as/expires", "valid_until: 2030-01-01", quoted),
    matter("key-read-as/expires", "available_until: 2030-01-01", "stock_ends: 2030-01-01"),
    matter("key-no-effect", "redirect_to: /a/", ""),
    matter("access-refused", "password: secret", quoted),
    matter("canonical-invalid", "canonical: 'a b'", quoted),
    matter("group-key-unknown", "image: {src: hall.svg, alt: A, zoom: 3}", "image: {src: hall.svg, alt: A}"),
    matter("person-invalid/empty", "authors: ['<b></b>']", "authors: [A]"),
    matter("person-invalid/list", "authors: [[A, B]]", "authors:\n  - A\n  - B"),
    matter("person-invalid/name", "authors: [{role: Rector}]", "authors: [{name: A, role: Rector}]"),
    matter("person-invalid/url", "authors: [{name: A, url: 'a b'}]", "authors: [{name: A, url: https://a.example/}]"),
    matter("person-invalid/email", "authors: [{name: A, email: a}]", "authors: [{name: A, email: press@news.example}]"),
    matter("contact-unknown", "contacts: [nobody]", "contacts: [press]"),
    matter("section-unknown", "section: sport", first("news", "section: {}"), **GROUPED),
    matter("section-unknown/near", "section: newss", meant("section: "), **GROUPED),
    Trial(
        "section-unknown/none",
        {"content/pages/a.md": "---\ntitle: A\nlist: {section: news}\n---\nText.\n"},
        {**GROUPED, "content/plan.md": release("section: news")},
    ),
    matter("section-requires", "section: news", lambda hint: f"section: news\n{quoted(hint)}", **REQUIRED),
    matter("person-unknown", "people: [nobody]", first("malika", "people: [{}]"), **GROUPED),
    matter("person-unknown/near", "people: [mailka]", meant("people: "), **GROUPED),
    matter("person-unknown/none", "people: [malika]", "people: [malika]", **{"pressgen.yml": SETTINGS})._replace(
        edits=GROUPED
    ),
    text("person-unknown/empty", "[Malika](person:)", first("person:malika", "[Malika]({})"), **GROUPED),
    text("person-unknown/link", "[Malika](person:malika)", "[Malika](person:malika)")._replace(edits=GROUPED),
    matter("series-unknown", "series: other", first("reform", "series: {}"), **GROUPED),
    matter("series-unknown/near", "series: refrom", meant("series: "), **GROUPED),
    matter("series-unknown/none", "series: {name: reform, part: 1}", "")._replace(edits=GROUPED),
    matter("series-invalid", "series: {part: 3}", quoted, **GROUPED),
    matter("series-part-invalid", "series: reform\npart: three", first(r"\d+", "series: reform\npart: {}"), **GROUPED),
    matter(
        "series-part-taken",
        "series: {name: reform, part: 1}",
        "series: {name: reform}",
        **GROUPED,
        **{"content/first.md": "---\ntitle: B\ndate: 2025-12-02\nseries: {name: reform, part: 1}\n---\nText.\n"},
    ),
    matter("collection-several", "series: [reform, reform]", "series: [reform]", **GROUPED),
    page("list-invalid", "list: news", quoted, **GROUPED),
    page(
        "list-invalid/key",
        "list: {tags: news, limit: 3}",
        lambda hint: f"list: {{{hint.removeprefix('Known here: ').split(', ')[1]}: news, limit: 3}}",
        **GROUPED,
    ),
    page(
        "list-limit",
        "list: {section: news, limit: 9999}",
        lambda hint: f"list: {{section: news, {quoted(hint)}}}",
        **GROUPED,
    ),
    matter("list-in-release", "list: {limit: 3}", ""),
    *(
        page("key-in-page", before, first(r"list: \{.*\}", "{}"), **GROUPED)
        for before in ("section: news", "people: [malika]", "series: reform")
    ),
    page("key-in-page/unseen", "tags: [a]\nimage: hall.svg", ""),
    page("list-tag", "list: {tag: nothing}", "list: {tag: schools}"),
    page("list-tag/near", "list: {tag: shcools}", lambda hint: f"list: {{tag: {meant()(hint)}}}"),
    matter(
        "contact-unknown/none",
        "contacts: [nobody]",
        "contacts: [{name: A}]",
        **{"pressgen.yml": "title: T\nurl: https://n.example/\n"},
    ),
    matter("check-ignore-invalid", "check_ignore: word-repeated", quoted),
    matter(
        "check-ignore-invalid/reason",
        "check_ignore: {word-repeated: , summary-long: B}",
        "check_ignore: {word-repeated: A name, summary-long: B}",
    ),
    matter("check-code-unknown/near", "check_ignore: {word-repeted: why}", meant("check_ignore: {", ": why}")),
    matter("id-taken", "id: bus", "id: tram", **{"content/older.md": release("title: B\ndate: 2025-06-01\nid: bus")}),
    matter("id-taken", "id: bus", "", **{"content/older.md": release("title: B\ndate: 2025-06-01\nid: bus")}),
    matter("related-missing", "related: [nothing]", "related: [other.md]"),
    matter("related-missing", "related: [nothing]", "related: [other]"),
    # The record of published releases.
    matter(
        "date-order/correction",
        "corrections: [{date: 2025-12-01, text: A}]",
        "corrections: [{date: 2026-01-02, text: A}]",
    ),
    matter("correction-invalid", "corrections: Wrong", lambda hint: f"corrections: [{quoted(hint)}]"),
    matter(
        "correction-invalid/date",
        "corrections: [{text: A}]",
        lambda hint: f"corrections: [{{text: A, {quoted(hint)}}}]".replace("2025", "2026"),
    ),
    matter(
        "correction-invalid/text",
        "corrections: [{date: 2026-01-02}]",
        lambda hint: f"corrections: [{{date: 2026-01-02, {quoted(hint)}}}]",
    ),
    matter(
        "correction-invalid/kind",
        "corrections: [{date: 2026-01-02, text: A, kind: error}]",
        lambda hint: f"corrections: [{{date: 2026-01-02, text: A, {quoted(hint)}}}]",
    ),
    setting(
        "settings-banner",
        "banner: {text: A, from: 2026-02-02, until: 2026-02-01}",
        "banner: {text: A, from: 2026-02-02, until: 2026-02-03}",
    ),
    setting("settings-banner/text", "banner: {text: {en: , ru: }}", "banner: {text: {en: A, ru: }}"),
    setting("settings-banner/text", "banner: {text: {en: , ru: }}", ""),
    text("contents-empty", "[TOC]\n\nText.", "[TOC]\n\n## A\n\nText."),
    text("contents-empty", "[TOC]\n\nText.", "Text."),
    # Data for templates.
    *(
        Trial(
            key,
            {"templates/page.html": "{{ data.a }}", name: before, **more},
            {name: after, **(dict.fromkeys(more) if after is not None else {})},
        )
        for key, name, before, after, more in (
            ("data-twice", "data/a.json", "1", None, {"data/a.yml": "x: 1\n"}),
            ("data-size", "data/a.json", '["' + "x" * 2**20 + '"]', "[]", {}),
            ("file-encoding", "data/a.yml", b"a: \xff\n", "a: \u00ff\n", {}),
            ("data-json", "data/a.json", '{"a": 1,}', '{"a": 1}', {}),
            ("data-json/key", "data/a.json", '{"a": 1, "a": 2}', '{"a": 1}', {}),
            ("data-table", "data/a.csv", "a,b\n1,2,3\n", 'a,b\n1,"2,3"\n', {}),
            ("data-table/names", "data/a.csv", "a,\n1,2\n", "a,b\n1,2\n", {}),
            ("data-table/quotes", "data/a.csv", 'a,b\n1,"x" y\n', 'a,b\n1,"""x"" y"\n', {}),
        )
    ),
    # Events.
    matter("event-invalid", "event: In the hall", lambda hint: f"event: {quoted(hint)}"),
    matter(
        "event-invalid/list",
        "event: [{start: 2026-02-01, place: A}, {start: 2026-02-02, place: B}]",
        "event: {start: 2026-02-01, place: A}",
    ),
    matter("event-invalid/start", "event: {place: A}", lambda hint: f"event: {{place: A, {quoted(hint)}}}"),
    matter(
        "event-invalid/hours",
        "event: {start: 2026-02-01 10:00-12:30, place: A}",
        lambda hint: f"event: {{place: A, {', '.join(re.findall('`(.*?)`', hint))}}}",
    ),
    matter(
        "event-invalid/status",
        "event: {start: 2026-02-01, place: A, status: maybe}",
        lambda hint: f"event: {{start: 2026-02-01, place: A, {quoted(hint)}}}",
    ),
    matter(
        "event-invalid/timezone",
        "event: {start: 2026-02-01, place: A, timezone: Tashkent}",
        lambda hint: f"event: {{start: 2026-02-01, place: A, {quoted(hint)}}}",
    ),
    matter(
        "event-invalid/accreditation",
        "event: {start: 2027-02-01, place: A, accreditation: [[a]]}",
        lambda hint: f"event: {{start: 2027-02-01, place: A, accreditation: {quoted(hint)}}}",
    ),
    matter(
        "event-invalid/url",
        "event: {start: 2026-02-01, place: A, url: a.example}",
        first("https://", "event: {start: 2026-02-01, place: A, url: {}a.example}"),
    ),
    matter(
        "event-invalid/email",
        "event: {start: 2026-02-01, place: A, accreditation: {email: press at a}}",
        first(r"\S+@\w+\.\w+", "event: {start: 2026-02-01, place: A, accreditation: {email: {}}}"),
    ),
    matter(
        "event-order",
        "event: {start: 2026-02-02, end: 2026-02-01, place: A}",
        "event: {start: 2026-02-02, end: 2026-02-03, place: A}",
    ),
    matter(
        "event-order/hour",
        "event: {start: 2026-02-02, end: 2026-02-02 12:00, place: A}",
        "event: {start: 2026-02-02 10:00, end: 2026-02-02 12:00, place: A}",
    ),
    matter(
        "event-order/deadline",
        "event: {start: 2026-02-02, place: A, accreditation: {deadline: 2027-02-01}}",
        "event: {start: 2026-02-02, place: A, accreditation: {deadline: 2026-02-01}}",
    ),
    matter("event-place", "event: 2026-02-01", lambda hint: f"event: {{start: 2026-02-01, {quoted(hint)}}}"),
    file(
        "event-page",
        "---\ntitle: About\nevent: {start: 2026-02-01, place: A}\n---\nText.\n",
        "---\ntitle: About\n---\nText.\n",
        "content/pages/about.md",
        **{"content/meeting.md": release("event: {start: 2026-02-01, place: A}")},
    ),
    matter("text-changed/headline", "title: Plans", noted("title: Plans"), **{RECORD: recorded()}),
    matter("text-changed/summary", "summary: New.", noted("summary: New."), **{RECORD: recorded(digest=TEXT_DIGEST)}),
    matter("text-changed/text", "", noted(""), **{RECORD: recorded(body="<p>Old text.</p>")}),
    matter("text-changed/figure", "", noted(""), **{RECORD: recorded(body="<p>5 texts.</p>")}),
    matter("text-changed/picture", "", noted(""), **{RECORD: recorded(pictures=["0123456789ab"])}),
    matter(
        "text-changed/picture-words",
        "image: {src: hall.svg, alt: A hall}",
        noted("image: {src: hall.svg, alt: A hall}"),
        **{RECORD: recorded(alt="A room")},
    ),
    matter(
        "text-changed/text",
        "corrections:\n  - {date: 2026-01-02, text: A}",
        lambda hint: f"corrections:\n  - {{date: 2026-01-02, text: A}}\n  - {quoted(hint)}",
        **{RECORD: recorded(body="<p>Old text.</p>", corrections=1)},
    ),
    matter("correction-removed", "", "corrections: [{date: 2026-01-02, text: A}]", **{RECORD: recorded(corrections=1)}),
    file(
        "record-conflict",
        f"<<<<<<< main\n{recorded()}=======\n{recorded(id='b', title='B')}>>>>>>> other\n",
        recorded() + recorded(id="b", title="B"),
        RECORD,
    ),
    file("record-double", recorded() + recorded(title="Other"), recorded(), RECORD),
    file("record-invalid", recorded()[:-3], recorded(), RECORD),
    file("record-invalid/value", recorded(version=0), recorded(), RECORD),
    # Addresses that stay.
    *(
        Trial(key, {RECORD: recorded(), **hidden}, edits)
        for key, hidden in (
            ("address-lost", {}),
            ("address-lost/hidden", {"content/plan.md": release("status: draft")}),
        )
        for edits in (
            {"content/plan.md": release("status: withdrawn\nwithdrawal: A\nupdated: 2026-01-02")},
            {TABLE: lambda hint: first(r"/2026[^`]+", "{}\n")(hint).replace("/new/address/", "/tags/")},
        )
    ),
    Trial(
        "address-reused",
        {
            RECORD: recorded(id="https://news.example/2026/01/old/", source="content/moved.md"),
            "content/moved.md": release("", "Moved."),
            "content/plan.md": release("", "New."),
        },
        {"content/plan.md": release("slug: new", "New.")},
    ),
    file(
        "redirects-encoding",
        f"/план/;{PLAN}\n".encode("cp1251"),
        f"\ufeff/план/;{PLAN}\n",
        TABLE,
        **{"content/plan.md": release()},
    ),
    *(
        file(
            key,
            f"{before}\n",
            f"{after}\n" if isinstance(after, str) else after,
            TABLE,
            **{"content/plan.md": release()},
        )
        for key, before, after in (
            ("redirect-invalid", f"/?p=1,{PLAN}", first("/[0-9][^ ]+", "{}," + PLAN + "\n")),
            ("redirect-invalid/new", "/old/,www.example.org", first("https://[^ ]+", "/old/,{}\n")),
            ("redirect-invalid/columns", f"/a,b/,{PLAN}", f'"/a,b/",{PLAN}'),
            ("redirect-taken", f"/tags/,{PLAN}", ""),
            ("redirect-double", f"/old/,{PLAN}\n/old/,/tags/", f"/old/,{PLAN}"),
            ("redirect-loop", "/a/,/b/\n/b/,/a/", f"/a/,/b/\n/b/,{PLAN}"),
            ("redirect-target", "/old/,/nowhere-at-all/", f"/old/,{PLAN}"),
            ("redirect-target/near", "/old/,/2026/01/pln/", meant("/old/,", "\n")),
        )
    ),
    Trial(
        "redirect-no-file",
        {TABLE: f"/a%3Fb/,{PLAN}\n", "content/plan.md": release()},
        {"pressgen.yml": lambda hint: f"{SETTINGS}{quoted(hint)}\n"},
    ),
    *(
        Trial(
            "redirect-file-taken",
            {
                "static/_redirects": f"/b/ {PLAN} 301\n",
                TABLE: f"/a/,{PLAN}\n",
                "content/plan.md": release(),
                "pressgen.yml": SETTINGS + "redirect_files: [netlify]\n",
            },
            edits,
        )
        for edits in (
            {"static/_redirects": None, TABLE: f"/a/,{PLAN}\n/b/,{PLAN}\n"},
            {"pressgen.yml": SETTINGS + "redirect_files: []\n"},
        )
    ),
    matter("redirect-taken/alias", "aliases: [/old/, /archive/]", "aliases: [/old/]"),
    *(
        Trial(
            "redirect-taken/tag",
            {
                "pressgen.yml": SETTINGS + "tags: {a: {en: Education, aliases: [Schools]}}\n",
                "content/plan.md": release("tags: [Education]"),
            },
            edits,
        )
        for edits in (
            {"content/other.md": SITE["content/other.md"].replace("schools", "Education")},
            {"pressgen.yml": SETTINGS + "tags: {a: {en: Education}}\n"},
        )
    ),
    setting("settings-tags", "tags: {a: {en: [Education]}}", lambda hint: f"tags: {{a: {{{quoted(hint)}}}}}"),
    setting(
        "settings-tags/aliases",
        "tags: {a: {en: A, aliases: B}}",
        lambda hint: f"tags: {{a: {{en: A, {quoted(hint)}}}}}",
    ),
    setting(
        "settings-tags/slug",
        "tags: {a: {en: A, slug: The Topic}}",
        lambda hint: f"tags: {{a: {{en: A, {quoted(hint)}}}}}",
    ),
    setting(
        "settings-slug",
        "sections: {news: {name: News, slug: Our News}}",
        lambda hint: f"sections: {{news: {{name: News, {quoted(hint)}}}}}",
    ),
    setting("settings-slug/reserved", "sections: {archive: {name: A}}", "sections: {archive: {name: A, slug: old}}"),
    setting(
        "settings-slug/taken",
        "series: {a: {name: A, slug: one}, b: {name: B, slug: one}}",
        "series: {a: {name: A, slug: one}, b: {name: B, slug: two}}",
    ),
    setting(
        "settings-section",
        "sections: {news: {name: News, template: own/speech.html}}",
        lambda hint: f"sections: {{news: {{name: News, {quoted(hint)}}}}}",
        **{"templates/speech.html": "{% extends 'article.html' %}"},
    ),
    setting(
        "settings-section/requires",
        "sections: {news: {name: News, requires: [sumary]}}",
        meant("sections: {news: {name: News, requires: [", "]}}"),
    ),
    setting(
        "settings-person",
        "people: {a: {name: A, languages: [русский]}}",
        first("uz-Cyrl", "people: {a: {name: A, languages: [{}]}}"),
    ),
    setting(
        "settings-portrait",
        "people: {a: {name: A, portrait: nowhere.png}}",
        lambda hint: f"people: {{a: {{name: A, {quoted(hint)}}}}}",
        **{"content/pictures/portrait.jpg": SAMPLE},
    ),
    setting(
        "settings-portrait/reason",
        "people: {a: {name: A, portrait: list.txt}}",
        lambda hint: f"people: {{a: {{name: A, {quoted(hint)}}}}}",
        **{"content/pictures/portrait.jpg": SAMPLE, "content/list.txt": b"A"},
    ),
    setting(
        "settings-portrait/reason",
        "people: {a: {name: A, portrait: bad.svg}}",
        lambda hint: f"people: {{a: {{name: A, {quoted(hint)}}}}}",
        **{"content/pictures/portrait.jpg": SAMPLE, "content/bad.svg": b"<svg><script/></svg>"},
    ),
    setting("settings-redirect-files", "redirect_files: [netlify, cloudflare]", "redirect_files: [netlify]"),
    matter("withdrawn-reason", "status: withdrawn", lambda hint: f"status: withdrawn\n{quoted(hint)}"),
    matter("withdrawn-date", "status: withdrawn", lambda hint: f"status: withdrawn\n{quoted(hint)}"),
    matter("withdrawal-status", "withdrawal: Wrong.", lambda hint: f"withdrawal: Wrong.\n{quoted(hint)}"),
    matter("withdrawal-status", "withdrawal: Wrong.", ""),
    Trial(
        "related-not-public/withdrawn",
        {"content/plan.md": release("related: [b.md]"), "content/b.md": release("title: B\nstatus: withdrawn")},
        {"content/plan.md": release()},
    ),
    # The text.
    text("html-removed", "<marquee>a</marquee>", "&lt;marquee>a&lt;/marquee>"),
    text("html-removed/address", "[Us](ftp://a.example/)", "[Us](https://a.example/)"),
    text("html-removed/address", "[Us](C:/Us.pdf)", "[Us](other.md)"),
    text("embed-replaced", '<iframe src="https://a.example/b"></iframe>', "[Watch the film](https://a.example/b)"),
    text("foreign-code/hugo", '{{< photo src="hall.svg" >}}', "![text](hall.svg)"),
    text("foreign-code/embedded", "See <%= date %>.", "See 1 May."),
    text("foreign-code/tag", "See {% post_url other %}.", "See [words](other.md)."),
    text("foreign-code/expression", "Of {{ site.title }}.", "Of Test News."),
    text("foreign-code/kramdown", "{::options toc_levels=1 /}\n\nText.", "Text."),
    text("foreign-code/review", "Roads {++and schools++}.", "Roads and schools."),
    text(
        "foreign-code/table", "Item   Amount\n------ ------\nRoads  12", "| Item | Amount |\n|---|---|\n| Roads | 12 |"
    ),
    text("comment-removed", "Roads. %%Is this right?%%", "Roads."),
    text("comment-removed", "Roads. %%Is this right?%%", "Roads. <!-- Is this right? -->"),
    text("comment-removed", "Roads. %%Is this right?%%", "Roads. <!-- %%Is this right?%% -->"),
    text("comment-removed", "Roads. %%Is this right?%%", "Roads. \\%%Is this right?%%"),
    text("comment-removed", "Roads. {>>Is this right?<<}", "Roads. \\{>>Is this right?<<}"),
    text("comment-removed", "Roads. %%A or B%% C.", "Roads. \\%%A or B%% C."),
    text("table-shown/tabs", "Item\tAmount\nRoads\t12", "| Item | Amount |\n|---|---|\n| Roads | 12 |"),
    text("comment-shown", "%% Is this right?\n\nRoads.", "<!-- %% Is this right? -->\n\nRoads."),
    text("comment-shown", "%% Is this right?\n\nRoads.", "\\%% Is this right?\n\nRoads."),
    text("comment-shown", "Roads%%right?%%.", "Roads\\%%right?%%."),
    text("comment-shown", "Roads {>>are\n\nthey?<<}", "Roads <!--{>>are\n\nthey?<<}-->"),
    text("comment-shown", "Roads {>>are\n\nthey?<<}", "Roads \\{>>are\n\nthey?<<}"),
    text("foreign-code/wordpress", '[gallery ids="1,2"]', '![text](hall.svg "caption")'),
    text("foreign-code/mdx", "import A from './a'\n\n<Note>Text</Note>", "Text"),
    text("foreign-code/wiki", "See [[The plan]].", "See [the plan](other.md)."),
    text("foreign-code/colons", ":::columns\nText.\n:::", ":::note\nText.\n:::"),
    text("foreign-code/formula", "$$ a^2 \\le b $$", "a<sup>2</sup> ≤ b"),
    text("text-hidden", "Roads. <p hidden>Schools.</p>", "Roads. <p>Schools.</p>"),
    text("text-hidden", "Roads.\n\n<p class='card d-none'>Schools.</p>", "Roads.\n\n<p class='card'>Schools.</p>"),
    text("text-hidden", "Roads. <b style='display:none'>Schools.</b>", "Roads."),
    text("text-hidden/block", "Roads.\n\n:::hidden\nSchools.\n:::", "Roads.\n\nSchools."),
    text("text-hidden/block", "Roads.\n\n{{< private >}}Schools.{{< /private >}}", "Roads."),
    text("comment-open", "{% comment %} Ask Ali.", "{% comment %} Ask Ali. {% endcomment %}"),
    text("footnote-unused", "Text.\n\n[^1]: Note.", "Text.[^1]\n\n[^1]: Note."),
    text("markdown-too-deep", "> " * 200 + "a", "> a"),
    text("attributes-unused", "Text.\n\n{: .note }\n\nMore.", "Text.\n{: .note }\n\nMore."),
    text(
        "code-by-indent",
        "A.\n\n    This is an ordinary sentence of the text.\n",
        "A.\n\nThis is an ordinary sentence of the text.",
    ),
    text("emphasis-shown", "Some ** bold ** words.", "Some **bold** words."),
    text("emphasis-shown/script", "Use H~2~O or m^2^.", "Use H<sub>2</sub>O or m<sup>2</sup>."),
    text("emphasis-shown", "Some ==old== words.", "Some <mark>old</mark> words."),
    text("markdown-in-html", "<div>\nSome **bold** words.\n</div>", "<div>\n\nSome **bold** words.\n\n</div>"),
    text("markdown-in-html", "<p>Some **bold** words.</p>", "<p>Some <strong>bold</strong> words.</p>"),
    text("markdown-in-html", "<div>\n## Bold\n</div>", "<div>\n\n## Bold\n</div>"),
    text("line-shown", "Text\n    # Heading", "Text\n\n# Heading"),
    text("line-shown", "Text\n    - a\n    - b", "Text\n\n- a\n- b"),
    text("table-shown", "| a | b |\n|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    text("table-shown", "| a | b |\n\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    text("link-shown", "[Us] (other.md)", "[Us](other.md)"),
    text("link-shown/label", "[Us]\n[we]\n\n[we]: other.md", "[Us][we]\n\n[we]: other.md"),
    text("link-shown", "[Us](our plan)", "[Us](<other.md>)"),
    text(
        "reference-missing",
        "[Us][plan]",
        lambda hint: "[Us][plan]\n\n[plan]: other.md" if "[plan]: and" in hint else hint,
    ),
    text("footnote-missing/inline", "Us.^[A note.]", "Us.[^1]\n\n[^1]: A note."),
    text("footnote-missing", "Us.[^1]", lambda hint: "Us.[^1]\n\n[^1]: Note." if "[^1]: and" in hint else hint),
    text("attributes-shown", "Us {: .wide}", "Us\n{: .wide}"),
    text("list-numbers", "1. A\n2. B\n4. C", "1. A\n2. B\n3. C"),
    text("list-numbers", "1. A\n2. B\n4. C", "1. A\n2. B\n\n4\\. C"),
    text("list-tight", "-One\n-Two", "- One\n- Two"),
    text("lines-joined", "→ One\n→ Two", "- → One\n- → Two"),
    text("lines-joined", "— One\n— Two", "— One\\\n— Two"),
    text("list-tight", "-One\n-Two", "— One\n\n— Two"),
    text(
        "text-lost",
        "| a | b |\n|---|---|\n| 1 | 2 | lost words |",
        "| a | b | c |\n|---|---|---|\n| 1 | 2 | lost words |",
    ),
    # Links.
    text("link-missing", "See [x](zzzzzz.md).", "See [x](other.md)."),
    text("link-missing/near", "See [x](othr.md).", meant("See [x](", ").")),
    text("link-missing/site", "See [x](www.a.example).", first(r"https://[^ ]+\w", "See [x]({}).")),
    text("link-missing/mail", "See [x](press@a.example).", first(r"mailto:[^ ]+\w", "See [x]({}).")),
    text(
        "link-missing/outside",
        "See [x](../../a.pdf).",
        "See [x](/files/a.pdf).",
        **{"content/files/a.pdf": b"%PDF-1.4"},
    ),
    text("link-broken", "See [x](/zzzzzzzzz/).", "See [x](other.md)."),
    text("link-broken/near", "See [x](/tags/schols/).", meant("See [x](", ").")),
    text("anchor-missing", "See [x](#hours).\n\n## Opening", "See [x](#hours).\n\n## Opening {#hours}"),
    text("anchor-missing/near", "See [x](other.md#timetabl).", first(r"#?timetable", "See [x](other.md#timetable).")),
    text(
        "anchor-missing/page", "See [x](none.md#a).", "See [x](none.md).", **{"content/none.md": release("title: None")}
    ),
    text("link-empty", "See [x]().", "See [x](other.md)."),
    text("link-empty/words", "See [](other.md).", lambda hint: f"See {hint[hint.index('[words]') :]}"),
    text("link-foreign", "See [x]({{ page.url }}/a).", "See [x](other.md)."),
    # Pictures.
    text("image-missing", "![A](zzzzzz.svg)", "![A](hall.svg)"),
    text("image-missing/near", "![A](hal.svg)", meant("![A](", ")")),
    text("image-missing/outside", "![A](../../a.svg)", "![A](hall.svg)"),
    text("image-missing/root", "![A](/zzzzzz.svg)", "![A](/hall.svg)"),
    matter("image-missing/lead", "image: {src: zzzzzz.svg, alt: A}", "image: {src: hall.svg, alt: A}"),
    matter("image-missing/lead", "image: {src: zzzzzz.svg, alt: A}", ""),
    matter("image-missing/lead-near", "image: {src: hal.svg, alt: A}", meant("image: {src: ", ", alt: A}")),
    matter("image-missing/gallery-near", "gallery: [{src: hal.svg, alt: A}]", meant("gallery: [{src: ", ", alt: A}]")),
    matter("image-missing/number", "image: {src: 1234, alt: A}", "image: {src: hall.svg, alt: A}"),
    matter("image-missing/remote", "image: {src: https://a.example/a.jpg, alt: A}", "image: {src: hall.svg, alt: A}"),
    matter(
        "image-missing/none",
        "image_alt: A",
        lambda hint: quoted(hint).replace("hall.jpg", "hall.svg") + "\nimage_alt: A",
    ),
    text("image-unusable/format", "![A](a.pdf)", "![A](hall.svg)", **{"content/a.pdf": b"%PDF-1.4"}),
    matter(
        "image-unusable/lead",
        "image: {src: list.txt, alt: A}",
        "image: {src: hall.svg, alt: A}",
        **{"content/list.txt": "A"},
    ),
    matter("image-invalid/word", "image: true", "image: {src: hall.svg, alt: A}"),
    matter(
        "image-invalid/list", "image: [hall.svg, hall.svg]", lambda hint: quoted(hint).replace("hall.jpg", "hall.svg")
    ),
    matter(
        "image-invalid/file",
        "image: {alt: A}",
        lambda hint: f"image:\n  {quoted(hint).replace('jpg', 'svg')}\n  alt: A",
    ),
    text("image-alt-missing", "![](hall.svg)", "![The rector speaking](hall.svg)"),
    matter(
        "image-alt-missing/lead",
        "image: hall.svg",
        lambda hint: quoted(hint).replace("src: …, alt: …", "src: hall.svg, alt: A hall"),
    ),
    matter("image-missing/gallery", "gallery: zzzzzz.svg", "gallery: [{src: hall.svg, alt: A hall}]"),
    matter("image-missing/gallery", "gallery: zzzzzz.svg", ""),
    matter(
        "image-alt-missing/gallery",
        "gallery: hall.svg",
        lambda hint: quoted(hint).replace("src: …, alt: …", "src: hall.svg, alt: A hall"),
    ),
    required(
        "image-credit-missing", "image: {src: hall.svg, alt: A hall}", "image: {src: hall.svg, alt: A hall, credit: {}}"
    ),
    required(
        "image-credit-missing/gallery",
        "gallery: [{src: hall.svg, alt: A hall}]",
        "gallery: [{src: hall.svg, alt: A hall, credit: {}}]",
    ),
    Trial(
        "image-credit-missing/text",
        {
            "pressgen.yml": f"{SETTINGS}pictures: {{require: [credit]}}\n",
            "content/plan.md": release("", "![A](hall.svg)"),
        },
        {
            "content/plan.md": lambda hint: release("", f"![A](hall.svg){re.findall(r'{.*?}', hint)[0]}"),
        },
    ),
    Trial(
        "share-card-script",
        {"pressgen.yml": f"{SETTINGS}share_cards: true\n", "content/plan.md": release("title: 新闻")},
        {"content/plan.md": release("title: 新闻\nimage: {src: desk.jpg, alt: A}"), "content/desk.jpg": SAMPLE},
    ),
    # Consent.
    matter(
        "consent-invalid",
        "image: {src: hall.svg, alt: A, consent: {reference: C-1}}",
        lambda hint: f"image: {{src: hall.svg, alt: A, {quoted(hint)}}}",
    ),
    table("consent-invalid/columns", "hall.svg", "hall.svg,2027-06-30,C-2025-14"),
    table("consent-invalid/date", "hall.svg,01.02.2027", "hall.svg,2027-06-30"),
    file("file-encoding", b"hall.svg,2027-06-30,\xff", "hall.svg,2027-06-30", "content/consents.csv"),
    table("consent-missing", "zzzzzz.svg,2027-06-30", "hall.svg,2027-06-30"),
    table("consent-missing/near", "hal.svg,2027-06-30", meant("", ",2027-06-30")),
    table("consent-ended", "hall.svg,2026-01-10", "hall.svg,2027-06-30"),
    matter(
        "consent-ended",
        "image: {src: hall.svg, alt: A, consent: 2026-01-10}",
        "",
    ),
    table("consent-ends", "hall.svg,2026-01-20", "hall.svg,2027-06-30"),
    Trial(
        "consent-ends/used",
        {
            **PICTURED,
            "content/later.md": release("date: 2026-03-01\nimage: {src: hall.svg, alt: A, consent: 2026-01-20}"),
        },
        {"content/later.md": release("date: 2026-03-01\nimage: {src: hall.svg, alt: A, consent: 2027-06-30}")},
    ),
    Trial(
        "consent-early",
        {
            **PICTURED,
            "content/plan.md": release("date: 2026-03-01", "![A](hall.svg)"),
            "content/consents.csv": "hall.svg,2026-02-10",
        },
        {"content/consents.csv": "hall.svg,2027-06-30"},
    ),
    text("remote-picture", "![A](https://a.example/a.jpg)", "![A](hall.svg)"),
    file("image-unusable", "<svg", SVG, "content/hall.svg", **{"content/plan.md": release("", "![A](hall.svg)")}),
    file("image-unusable/link", b"GIF89a", SVG, "content/a.svg", **{"content/plan.md": release("", "[A](a.svg)")}),
    file("image-unusable/file", "<svg><script/></svg>", SVG, "static/a.svg"),
    # Film, sound and cards.
    text("remote-picture/media", "![A](https://a.example/a.mp4)", "![A](a.mp4)", **FILMS),
    text("image-alt-missing/media", "![](a.mp4)", "![The opening of the school](a.mp4)", **FILMS),
    text("media-linked", "[![A](a.mp4)](other.md)", "![A](a.mp4)", **FILMS),
    text("media-missing", "![A](zzzzzz.mp4)", "![A](a.mp4)", **FILMS),
    text("media-missing/near", "![A](aa.mp4)", meant("![A](", ")"), **FILMS),
    text("media-missing/root", "![A](/zzzzzz.mp4)", "![A](/a.mp4)", **FILMS),
    text("media-missing/outside", "![A](../../zz.mp4)", "![A](a.mp4)", **FILMS),
    file("media-unusable", b"<html>", FILM, "content/a.mp4", **PLAYED),
    file("media-unusable/link", PLACED, SOUND, "content/a.ogg", **{"content/plan.md": release("", "[A](a.ogg)")}),
    file("media-unusable/file", PLACED, None, "static/a.ogg"),
    file("media-codec", mp4(codec=b"hvc1"), FILM, "content/a.mp4", **PLAYED),
    beside("media-poster-missing", "content/a.jpg", SAMPLE),
    beside("captions-missing", "content/a.vtt", CAPTIONS),
    beside("captions-missing/srt", "content/a.vtt", CAPTIONS, **{"content/a.srt": "1\n"}),
    Trial(
        "captions-missing/language",
        {**SHOWN, "content/a.final.vtt": CAPTIONS},
        {"content/a.final.vtt": None, "content/a.en.vtt": CAPTIONS},
    ),
    Trial(
        "transcript-missing",
        {"content/a.mp3": SOUND, "content/plan.md": release("", "![A](a.mp3)")},
        {"content/a.txt": "Words."},
    ),
    *(
        file(f"captions-invalid/{case}", before, after, "content/a.vtt", **SHOWN)
        for case, before, after in (
            ("encoding", b"WEBVTT\n\n\xff", CAPTIONS),
            ("large", b"WEBVTT\n" * 700_000, CAPTIONS),
            ("header", "Captions\n\n" + CUE, "WEBVTT\n\n" + CUE),
            ("srt", CUE.replace(".", ","), "WEBVTT\n\n" + CUE),
            ("none", "WEBVTT\n", "WEBVTT\n\n" + CUE),
            ("time-missing", "WEBVTT\n\nHello\n", first(TIMES, "WEBVTT\n\n{}\nHello\n")),
            ("time", "WEBVTT\n\n1 --> 2\nHello\n", first(TIMES, "WEBVTT\n\n{}\nHello\n")),
            ("comma", "WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nA\n", first(TIMES, "WEBVTT\n\n{}\nHello\n")),
            ("order", "WEBVTT\n\n00:00:04.000 --> 00:00:01.000\nA\n", "WEBVTT\n\n" + CUE),
            ("sequence", f"WEBVTT\n\n00:00:09.000 --> 00:00:10.000\nA\n\n{CUE}", f"WEBVTT\n\n{CUE}"),
            (
                "setting",
                "WEBVTT\n\n00:00:01.000 --> 00:00:04.000 align:middle\nA\n",
                first("align:[a-z]+", "WEBVTT\n\n00:00:01.000 --> 00:00:04.000 {}\nA\n"),
            ),
            ("empty", "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n", "WEBVTT\n\n" + CUE),
            ("blank", "WEBVTT\n" + CUE, "WEBVTT\n\n" + CUE),
            ("tag", f"WEBVTT\n\n{CUE}<p>A</p>\n", f"WEBVTT\n\n{CUE}<v Name>A\n"),
        )
    ),
    *(
        file(f"transcript-invalid/{case}", before, "Words.", "content/a.txt", **SHOWN)
        for case, before in (("encoding", b"\xff"), ("large", b"Words. " * 700_000), ("empty", " "))
    ),
    Trial(
        "card-missing",
        {"content/plan.md": release("", "https://youtu.be/dQw4w9WgXcQ")},
        {"content/cards.yml": f"{CARD}  title: A\n"},
    ),
    *(
        file(f"{code}", f"{CARD}{before}", after, "content/cards.yml")
        for code, before, after in (
            ("card-picture", "  title: A\n  picture: no.jpg\n", f"{CARD}  title: A\n  picture: hall.svg\n"),
            ("cards-invalid/key", "  title: A\n  zzzz: B\n", f"{CARD}  title: A\n"),
            ("cards-invalid/key-near", "  titel: B\n", meant(f"{CARD}  ", ": B\n")),
            ("cards-invalid/title", "  A\n", f"{CARD}  title: A\n"),
            ("cards-invalid/title", "  author: A\n", f"{CARD}  title: A\n"),
            ("cards-invalid/value", "  title: A\n  author: [B]\n", f'{CARD}  title: A\n  author: "B"\n'),
            ("cards-invalid/twice", "  title: A\nhttps://youtu.be/dQw4w9WgXcQ:\n  title: B\n", f"{CARD}  title: A\n"),
        )
    ),
    file("cards-invalid/address", "https://a.example/:\n  title: A\n", f"{CARD}  title: A\n", "content/cards.yml"),
    # Languages and tags.
    matter("language-invalid", "lang: 12", "lang: en"),
    file("language-differs", release("lang: en"), release(), "content/plan.ru.md"),
    matter("language-unknown", "lang: uz", "lang: ru"),
    matter("language-unknown/code", "lang: xx", "lang: ru"),
    Trial(
        "release-twice",
        {"content/plan.md": release(), "content/plan copy.md": release()},
        {"content/plan copy.md": release("title: Another plan")},
    ),
    Trial(
        "language-unlisted",
        {"content/plan.uz.md": release()},
        {"pressgen.yml": SETTINGS.replace("[en, ru]", "[en, ru, uz]")},
    ),
    Trial(
        "language-unlisted/folder",
        {"content/uz/plan.md": release()},
        {"pressgen.yml": SETTINGS.replace("[en, ru]", "[en, ru, uz]")},
    ),
    Trial(
        "translation-double",
        {"content/a.md": release("translation_key: a"), "content/b.md": release("translation_key: a\ntitle: B")},
        {"content/b.md": release("translation_key: b\ntitle: B")},
    ),
    Trial("format-unread", {"content/b.rst": "B\n=\n"}, {"content/b.rst": None, "content/b.md": release("title: B")}),
    Trial(
        "format-unread",
        {"content/b.txt": release("title: B")},
        {"content/b.txt": None, "content/b.md": release("title: B")},
    ),
    text("format-unread", "Text.", "[The form](form.docx)", **{"content/form.docx": b"PK"}),
    Trial(
        "folder-held",
        {"content/news/b.md": release(), "content/news/_index.md": "---\ntitle: N\ndraft: true\n---\n"},
        {"content/news/b.md": release("draft: true"), "content/news/_index.md": "---\ntitle: N\n---\n"},
    ),
    Trial(
        "folder-held/unread",
        {"content/news/b.md": release(), "content/news/_data.yml": "title: \0"},
        {"content/news/_data.yml": "title: N"},
    ),
    Trial(
        "folder-unread",
        {"content/_news/b.md": release("title: B")},
        {"content/_news/b.md": None, "content/news/b.md": release("title: B")},
    ),
    Trial(
        "categories-unread",
        {"content/plan.md": release("categories: [a]")},
        {"pressgen.yml": lambda hint: f"{SETTINGS}{quoted(hint)}\n"},
    ),
    Trial(
        "tag-address",
        {"content/plan.md": release("tags: [3-5%]"), "content/b.md": release("tags: [3.5%]\ntitle: B")},
        {"content/b.md": release("tags: [3-5%]\ntitle: B")},
    ),
    matter("list-long", f"tags: [{', '.join(f't{k}' for k in range(201))}]", "tags: [t0]"),
    matter("tag-repeated", "tags: [a, a]", "tags: [a]"),
    matter("tag-repeated/other", "tags: [a, A]", "tags: [a]"),
    matter("tag-spelling", "tags: [Schools]", "tags: [schools]"),
    # Addresses.
    matter("slug-invalid", "slug: '???'", "slug: plan-3"),
    matter("slug-invalid/repaired", "slug: a b", quoted),
    matter("address-invalid", "permalink: /../a/", first(r"/\S+", "permalink: {}")),
    matter("address-invalid/repaired", "permalink: /a//b/", quoted),
    matter("address-invalid/code", "permalink: /:year/:title/", "permalink: /2025/01/plan/"),
    matter("address-invalid/withheld", "permalink: false", "permalink: /2025/01/plan/"),
    matter("alias-invalid", "aliases: ['https://a.example/b']", first(r"/\S+", "aliases: [{}]")),
    matter("alias-invalid/repaired", "aliases: [a/b]", first(r"/\S+", "aliases: [{}]")),
    Trial(
        "address-shared",
        {
            "content/2025-01-01-a.md": release("date: 2025-01-01"),
            "content/2025-01-02-a.md": release("date: 2025-01-02"),
        },
        {"pressgen.yml": lambda hint: f"{SETTINGS}{re.findall('`([^`]+)`', hint)[1]}\n"},
    ),
    Trial(
        "address-shared/day",
        {"content/x/a.md": release(), "content/y/a.md": release("title: B")},
        {"content/y/a.md": release("title: B\nslug: b")},
    ),
    matter("path-collision/own", "permalink: /archive/", "permalink: /2026/archive/"),
    matter("path-collision", "permalink: /2025/12/other/", "permalink: /2025/12/plan/"),
    Trial(
        "path-collision/language",
        {"content/plan.md": release("lang: de"), "content/pages/de.md": release()},
        {"content/plan.md": release()},
    ),
    matter("path-unusable/part", f"slug: {'a' * 300}", "slug: plan"),
    matter("path-unusable/device", "slug: aux", "slug: plan"),
    matter("path-unusable/long", f"permalink: /{'abcdefgh/' * 200}", "permalink: /a/"),
    # Settings.
    Trial(
        "settings-missing/near",
        {"pressgen.yml": None, "pressgen.yml.txt": SETTINGS},
        {"pressgen.yml.txt": None, "pressgen.yml": SETTINGS},
    ),
    Trial("settings-missing", {"pressgen.yml": None}, {"pressgen.yml": "title: A\nurl: https://n.example/\n"}),
    file("settings-empty", "", SETTINGS, "pressgen.yml"),
    file("file-encoding", b"title: \xff\n", SETTINGS, "pressgen.yml"),
    file("settings-missing-key", "title: A\n", "title: A\nurl: https://n.example/\n", "pressgen.yml"),
    setting("settings-unknown", "zzzzzzzzz: A", "description: A"),
    setting("settings-unknown/near", "descriptiion: A", meant("", ": A")),
    setting(
        "settings-check",
        "check: {word-repeated: {severity: 'off'}}",
        lambda hint: f"check: {{{quoted(hint).replace('…', 'A band')}}}",
    ),
    setting("settings-type", "page_size: many", quoted),
    setting("settings-type", "time_budget: 5 seconds", quoted),
    setting("settings-type", "record: maybe", quoted),
    setting("settings-type", "toc: long", quoted),
    setting("settings-type", "views: {most_read: five}", lambda hint: f"views: {{{quoted(hint)}}}"),
    setting("settings-type", "banner: We move", quoted),
    setting("settings-type", "sections: {speeches: Speeches}", lambda hint: f"sections: {{{quoted(hint)}}}"),
    setting("settings-type", "languages: en, ru", quoted),
    setting("settings-type", "redirect_files: nginx", quoted),
    setting("settings-type", "pictures: {require: alt}", lambda hint: f"pictures: {{{quoted(hint)}}}"),
    setting("settings-type/least", "page_size: 0", quoted),
    setting("settings-type/least", "feeds: {items: -1}", lambda hint: f"feeds: {{{quoted(hint)}}}"),
    setting("settings-type/above", "time_budget: 0", "time_budget: 5"),
    setting("settings-type/most", "page_size: 501", quoted),
    setting("settings-type/entries", "languages: []", "languages: [en]"),
    setting("settings-type/choice", "archive: yearly", first(r"months", "archive: {}")),
    setting("settings-type/key", "contacts: {press: {email: a@b.example}}", "contacts: {press: {name: A}}"),
    setting("settings-tag-keys", "tag_keys: [title]", "tag_keys: [categories]"),
    setting("settings-url", "url: news", first(r"https://\S+/", "url: {}")),
    *(
        setting("settings-url/near", f"url: '{url}'", first(r"https?://\S+", "url: {}"))
        for url in ("www.news.example/r", "https:/n.example", "http://n.example/?a=b", "https//n.example/#a")
    ),
    setting("words-missing/code", "languages: [en, rus]", "languages: [en, ru]"),
    setting("settings-timezone", "timezone: Tashkent", first(r"Asia/\w+", "timezone: {}")),
    setting("settings-languages/tag", "languages: [english_language]", "languages: [en]"),
    setting("settings-languages/twice", "languages: [en, en]", "languages: [en]"),
    setting("settings-languages/text", "description: {en: A, uz: B}", "description: {en: A}"),
    setting("settings-permalink", "permalink: /{title}/", first(r"/\{year\}/\S*/", "permalink: {}")),
    setting(
        "settings-markdown", "markdown_extensions: [toc]", lambda hint: f"markdown_extensions: [toc]\n{quoted(hint)}"
    ),
    setting(
        "settings-markdown/extension",
        "markdown: python-markdown\nmarkdown_extensions: [nothing_like_it]",
        "markdown: python-markdown\nmarkdown_extensions: [toc]",
    ),
    setting(
        "settings-menu",
        "menus: {main: [{label: A, to: pages/zzz.md}]}",
        lambda hint: f"menus: {{main: [{{label: A, {quoted(hint)}}}]}}",
        **{"content/pages/about.md": "---\ntitle: About\n---\nText.\n"},
    ),
    setting("settings-link", "profiles: {A: 'javascript:a'}", first(r"https://\S+/", "profiles: {A: {}}")),
    setting("settings-link", "profiles: {A: '@city'}", first(r"https://\S+/", "profiles: {A: {}}")),
    setting("settings-link", "menus: {main: [{label: A, to: tags/}]}", "menus: {main: [{label: A, to: /tags/}]}"),
    setting("settings-link/near", "profiles: {A: t.me/city}", first(r"https://\S+", "profiles: {A: '{}'}")),
    setting(
        "settings-link/near",
        "menus: {main: [{label: A, to: www.a.example/?b}]}",
        first(r"https://\S+", "menus: {main: [{label: A, to: '{}'}]}"),
    ),
    setting(
        "settings-link/near",
        "contacts: {a: {name: A, url: a.example}}",
        first(r"https://\S+", "contacts: {a: {name: A, url: '{}'}}"),
    ),
    setting("settings-share-image", "share_image: nowhere.jpg", quoted, **{"content/pictures/share.jpg": SAMPLE}),
    setting(
        "settings-share-image/reason",
        "share_image: list.txt",
        quoted,
        **{"content/pictures/share.jpg": SAMPLE, "content/list.txt": b"A"},
    ),
    setting(
        "settings-share-image/reason",
        "share_image: bad.jpg",
        quoted,
        **{"content/pictures/share.jpg": SAMPLE, "content/bad.jpg": b"not a picture"},
    ),
    setting("settings-share-image/svg", "share_image: hall.svg", quoted, **{"content/pictures/share.jpg": SAMPLE}),
    setting("settings-logo", "publisher: {logo: nowhere.svg}", quoted, **{"content/pictures/logo.svg": SVG}),
    setting(
        "settings-logo/reason",
        "publisher: {logo: list.txt}",
        quoted,
        **{"content/pictures/logo.svg": SVG, "content/list.txt": "A"},
    ),
    setting(
        "settings-logo/reason",
        "publisher: {logo: bad.svg}",
        quoted,
        **{"content/pictures/logo.svg": SVG, "content/bad.svg": "<svg><script/></svg>"},
    ),
    # The theme.
    setting("settings-colour", "theme: {accent: 'rgb(11, 95, 112)'}", lambda hint: f"theme: {{{quoted(hint)}}}"),
    setting("settings-colour/near", "theme: {accent: tael}", meant("theme: {accent: ", "}")),
    setting("settings-colour/comment", "theme:\n  accent: #c00", lambda hint: f"theme:\n  {quoted(hint)}"),
    setting("settings-contrast", "theme: {ink: '#999'}", lambda hint: f"theme: {{{quoted(hint)}}}"),
    setting("settings-contrast/accent", "theme: {accent: gold}", lambda hint: f"theme: {{{quoted(hint)}}}"),
    setting("settings-contrast/paper", "theme: {paper: gray}", lambda hint: f"theme: {{{quoted(hint)}}}"),
    setting(
        "settings-font",
        "theme: {font: fonts/lost.woff2}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/fonts/brand.woff2": FONT},
    ),
    setting(
        "settings-font/format",
        "theme: {font_headings: hall.ttf}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/fonts/brand.woff2": FONT, "content/hall.ttf": b"\0\1\0\0"},
    ),
    setting("settings-font/name", "theme: {font: 'Segoe}UI'}", lambda hint: f"theme: {{{quoted(hint)}}}"),
    setting(
        "settings-picture",
        "theme: {logo: nowhere.png}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/pictures/picture.png": SAMPLE},
    ),
    setting(
        "settings-picture/reason",
        "theme: {favicon: list.txt}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/pictures/picture.png": SAMPLE, "content/list.txt": b"A"},
    ),
    setting(
        "settings-picture/reason",
        "theme: {logo_dark: bad.svg}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/pictures/picture.png": SAMPLE, "content/bad.svg": b"<svg><script/></svg>"},
    ),
    setting(
        "settings-picture/svg",
        "theme: {share_image: hall.svg}",
        lambda hint: f"theme: {{{quoted(hint)}}}",
        **{"content/pictures/share.jpg": SAMPLE},
    ),
    *(
        setting(
            f"settings-podcast{case}",
            f"podcast: {{category: News, image: {file}}}",
            lambda hint: f"podcast: {{category: News, {quoted(hint)}}}",
            **{
                "content/pictures/podcast.jpg": COVER,
                "content/list.txt": b"A",
                "content/bad.svg": b"<svg><script/></svg>",
            },
        )
        for case, file in (("", "no.png"), ("/reason", "list.txt"), ("/reason", "bad.svg"), ("/size", "hall.svg"))
    ),
    *(
        setting(
            f"settings-podcast/{case}",
            f"podcast: {{{before}, image: pictures/podcast.jpg}}",
            after,
            **{"content/pictures/podcast.jpg": COVER},
        )
        for case, before, after in (
            ("category", "category: Zzzzzz", first("Arts", "podcast: {category: {}, image: pictures/podcast.jpg}")),
            ("category-near", "category: Nwes", meant("podcast: {category: ", ", image: pictures/podcast.jpg}")),
            (
                "email",
                "category: News, email: a",
                first(r"press@[\w.]+\w", "podcast: {category: News, email: {}, image: pictures/podcast.jpg}"),
            ),
        )
    ),
    setting(
        "settings-twice",
        "publisher: {logo: hall.svg}\ntheme: {logo: other.svg}",
        "theme: {logo: other.svg}",
        **{"content/other.svg": SVG},
    ),
    # Templates.
    matter(
        "template-invalid", "template: a/b.html", quoted, **{"templates/speech.html": '{% extends "article.html" %}'}
    ),
    matter(
        "template-invalid/repaired",
        "template: speech",
        "template: speech.html",
        **{"templates/speech.html": '{% extends "article.html" %}'},
    ),
    Trial(
        "template-missing",
        {"templates/article.html": '{% include "zzzzzzz.html" %}', "content/plan.md": release()},
        {"templates/zzzzzzz.html": "A"},
        is_built=True,
    ),
    Trial(
        "template-missing/near",
        {"templates/speech.html": '{% extends "artcle.html" %}', "content/plan.md": release("template: speech.html")},
        {"templates/speech.html": meant('{% extends "', '" %}')},
        is_built=True,
    ),
    Trial(
        "template-missing/own",
        {"content/plan.md": release("template: zzzzzzz.html")},
        {"templates/zzzzzzz.html": '{% extends "article.html" %}'},
    ),
    matter("template-missing/own-near", "template: artcle.html", meant("template: ")),
    Trial(
        "template-failed/source",
        {"templates/article.html": "{{ release.hedline }}", "content/plan.md": release()},
        {"templates/article.html": "{{ release.headline }}"},
        is_built=True,
    ),
    *(
        Trial(
            "template-failed/empty",
            {"templates/article.html": nothing, "content/plan.md": release()},
            {"templates/article.html": None},
            is_built=True,
        )
        for nothing in ("", "{# This was a template. #}\n")
    ),
    Trial("file-encoding", {"templates/404.html": b"\xff"}, {"templates/404.html": "A"}, is_built=True),
    Trial(
        "content-missing/near",
        {"content": "", "Content/a.md": release()},
        {"content": None, "Content/a.md": None, "content/a.md": release()},
    ),
    Trial("content-missing", {"content": ""}, {"content": None, "content/a.md": release()}),
    matter("check-code-unknown", "check_ignore: {zzzzzzz: why}", ""),
    Trial(
        "related-not-public",
        {"content/plan.md": release("related: [later.md]"), "content/later.md": release("title: B\nstatus: draft")},
        {"content/later.md": release("title: B")},
    ),
    Trial(
        "related-not-public/unlisted",
        {"content/plan.md": release("related: [b.md]"), "content/b.md": release("title: B\nunlisted: true")},
        {"content/plan.md": release("", "See [B](b.md).")},
    ),
    Trial(
        "link-not-public",
        {"content/plan.md": release("", "See [B](b.md)."), "content/b.md": release("title: B\nstatus: draft")},
        {"content/b.md": release("title: B")},
        is_built=True,
    ),
    Trial(
        "sample-left/picture",
        {"content/plan.md": release("image: {src: sample-desk.jpg, alt: A}"), "content/sample-desk.jpg": SAMPLE},
        {"content/plan.md": release("image: {src: hall.svg, alt: A}")},
    ),
    matter("path-unusable/reserved", "permalink: /.pressgen.json/", "permalink: /plan/"),
    Trial(
        "due-problem",
        {
            "content/plan.md": release("", "See [B](zzzzzzz.md).").replace("2026-01-01", "2026-12-10"),
        },
        {"content/plan.md": release("", "See [B](other.md).").replace("2026-01-01", "2026-12-10")},
        is_built=True,
    ),
    Trial(
        "template-failed",
        {"templates/rss.xml": "{{ feed.nonsense }}", "content/plan.md": release()},
        {"templates/rss.xml": "{{ feed.title }}"},
        is_built=True,
    ),
    file("markdown-too-large", release("", "a\n\n" * 200_000), release()),
    Trial(
        "markdown-too-large/python-markdown",
        {"pressgen.yml": f"{SETTINGS}markdown: python-markdown\n", "content/plan.md": release("", "a\n\n" * 6_000)},
        {"pressgen.yml": SETTINGS},
    ),
    # What must not be published yet.
    Trial(
        "leak/static",
        {**WITHHELD, "static/note.txt": b"Merger of both colleges"},
        {"static/note.txt": None, "content/note.txt": b"Merger of both colleges"},
        is_built=True,
    ),
    Trial(
        "leak/static",
        {**WITHHELD, "static/note.txt": b"Merger of both colleges"},
        {"pressgen.yml": lambda hint: f"{SETTINGS}{quoted(hint)}: [Merger of both colleges]\n"},
        is_built=True,
    ),
    Trial(
        "leak/linked",
        {**WITHHELD, "content/note.txt": b"Merger of both colleges", "content/plan.md": release("", "[A](note.txt)")},
        {"content/plan.md": release("", "A")},
        is_built=True,
    ),
    Trial(
        "leak/copy",
        {**WITHHELD, "content/desk.jpg": SAMPLE, "static/copy.jpg": SAMPLE},
        {"static/copy.jpg": None, "content/copy.jpg": SAMPLE},
        is_built=True,
    ),
    # The rules of `pressgen check`.
    Trial(
        "tag-alike",
        {"content/plan.md": release("tags: [maktablar]"), "content/b.md": release("tags: [maktablarr]\ntitle: B")},
        {
            "content/b.md": lambda hint: release(f"tags: [{quoted(hint)}]\ntitle: B"),
            "content/plan.md": lambda hint: release(f"tags: [{quoted(hint)}]"),
        },
    ),
    matter("headline-long", f"title: {'Long word ' * 15}", "title: Short"),
    matter("headline-figure", "title: All 900 pupils", "title: All pupils"),
    matter("headline-name", "title: Minister meets Malika Sobirova", "title: Minister meets teachers"),
    file("text-missing", "---\ntitle: A\ndate: 2026-01-01\nsummary: S.\n---\n\n", release()),
    file("summary-missing", "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n", release()),
    matter("summary-long", f"summary: {'word ' * 60}", "summary: News."),
    Trial(
        "contact-missing",
        {"pressgen.yml": "title: T\nurl: https://n.example/\n", "content/plan.md": release()},
        {"pressgen.yml": SETTINGS},
    ),
    text("phone-format", "Call +998 66 233 00 0.", first(r"\+998 66 233 00 00", "Call {}.")),
    setting(
        "phone-format/country",
        "contacts: {press: {name: A, phone: 66 233 00 00}}",
        first(r"\+998 66 233 00 00", "contacts: {press: {name: A, phone: {}}}"),
    ),
    text("phone-format/length", "Call +888 12 34 56 78 90 12 34 56.", first(r"\+998 66 233 00 00", "Call {}.")),
    text("mail-format", "Write to press @news.example.", "Write to press@news.example."),
    text("money-format", "It costs $1,00,000.", "It costs $1,250,000."),
    text("money-format/twice", "It costs $5 million dollars.", "It costs $5 million."),
    text("heading-order", "## A\n\n#### B", "## A\n\n### B"),
    text("table-header", "| | |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    text("link-words", "Click [here](other.md).", "Read [the timetable](other.md)."),
    text("link-differs", "[a@news.example](mailto:b@news.example)", "[b@news.example](mailto:b@news.example)"),
    text("placeholder-left", "Said TK, the director.", "Said A. Karimova, the director."),
    text("example-contact", "Write to a@example.org.", "Write to a@news.example."),
    matter("sample-left", "sample: true", ""),
    setting(
        "sample-left/boilerplate",
        "boilerplate: '**T**: replace this paragraph in pressgen.yml: say who you are, what you do, and since when.'",
        "boilerplate: We teach.",
    ),
    text("immediate-embargo", "For immediate release.\n\nEmbargo until 9:00.", "Embargo until 9:00."),
    file(
        "immediate-embargo/date",
        release("date: 2026-12-01", "For immediate release."),
        release("date: 2026-12-01", "Text."),
    ),
    text("weekday-date", "On Tuesday, 27 January 2025.", "On Monday, 27 January 2025."),
    text("weekday-date/none", "On Monday, 31 February 2026.", "On Monday, 2 February 2026."),
    text("event-past", "It will be held on 3 March 2024.", "It was held on 3 March 2024."),
    text("word-repeated", "The end of of it.", "The end of it."),
    text("script-mixed/latin", "В Cамарканде.", "В Самарканде."),
    text("script-mixed/cyrillic", "In Sаmarkand.", "In Samarkand."),
    text("invisible-character", "The sch\u200bool.", "The school."),
    text("bidi-control", "The sch\u202eool.", "The school."),
    Trial(
        "translation-event",
        {
            "content/p.md": release("event: {start: 2026-02-01 10:00, place: Hall}"),
            "content/p.ru.md": release("event: {start: 2026-02-01 11:00, place: Зал}", "Да."),
        },
        {"content/p.ru.md": release("event: {start: 2026-02-01 10:00, place: Зал}", "Да.")},
    ),
    Trial(
        "translation-event/lost",
        {
            "content/p.md": release("event: {start: 2026-02-01, place: Hall}"),
            "content/p.ru.md": release("", "Да."),
        },
        {"content/p.ru.md": release("event: {start: 2026-02-01, place: Зал}", "Да.")},
    ),
    Trial(
        "translation-lag",
        {"content/p.md": release("updated: 2026-01-10"), "content/p.ru.md": release("", "Да.")},
        {"content/p.ru.md": release("updated: 2026-01-10", "Да.")},
    ),
    *(
        Trial(
            f"translation-{code}/{case}",
            {"content/p.md": release("", a), "content/p.ru.md": release("", b)},
            {"content/p.ru.md": release("", a)},
        )
        for code, one, other in (
            ("numbers", "Of 900 people.", "Of 800 people."),
            ("dates", "On 27 January 2026.", "On 28 January 2026."),
            ("phones", "Call +998 66 233 00 00.", "Call +998 66 233 00 01."),
            ("links", "[The ministry](https://a.example/)", "[The ministry](https://b.example/)"),
        )
        for case, a, b in (("lost", one, "A."), ("added", "A.", one), ("both", one, other))
    ),
]


def put(made: Site, files: Mapping[str, Edit], hint: str = "") -> None:
    """Write files, or the edits of a hint; a name without an ending is a folder that is not there."""
    for name, content in files.items():
        if name == "content":
            continue
        data = content(hint) if callable(content) else content
        if data is None:
            made.remove(name)
        else:
            made.edit(name, data)


def problems(made: Site, trial: Trial) -> dict[str, str]:
    """The hint of each problem by its key, of a check or of a build."""
    if trial.is_built:
        found = made.build(trial.as_of).problems
    else:
        found = check(made.folder, trial.as_of, Options(jobs=1)).problems
    return {problem.key: problem.hint for problem in found}


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.key)
def test_a_problem_is_gone_once_its_hint_is_followed(site: Make, trial: Trial) -> None:
    made = site()
    put(made, SITE)
    put(made, trial.files)
    if "content" in trial.files:
        for path in sorted((made.folder / "content").iterdir()):
            path.unlink()
        (made.folder / "content").rmdir()
    before = problems(made, trial)
    assert trial.key in before
    put(made, trial.edits, before[trial.key])
    after = problems(made, trial)
    assert trial.key not in after
    errors = {key for key in after if PROBLEMS[key].severity == "error"}
    assert errors <= before.keys(), "following the hint makes another error"


class Call(NamedTuple):
    """A command that is refused with a code, and the same command once its hint is followed."""

    code: str
    words: tuple[str, ...]
    right: tuple[str, ...]
    files: Mapping[str, str | bytes] = {}


INIT = ("init", "new", "--title", "News", "--url", "news.example")
CALLS = [
    *(
        Call("instant-invalid", ("check", "--as-of", bad), ("check", "--as-of", good))
        for bad, good in (
            ("8 March", "2025-03-08"),
            ("01.02.2025", "2025-02-01"),
            ("Sunday, 27 January 2025", "Monday, 27 January 2025"),
            ("1394-05-01", "2015-07-23"),
            ("2025-02-30", "2025-01-27"),
            ("2025-01-27 12:00 am", "2025-01-27 00:00"),
            ("2025-01-27 24:00", "2025-01-28 00:00"),
            ("2025-01-27 14:30 +15:00", "2025-01-27 14:30 +14:00"),
        )
    ),
    Call("template-not-copied", ("eject", "--diff", "home.html"), ("eject", "home.html")),
    Call("scaffold-answer", (*INIT[:2], "--title", " ", *INIT[4:]), INIT),
    Call("scaffold-answer", (*INIT[:2], "--title", "Ne\x01ws", *INIT[4:]), INIT),
    Call("scaffold-answer", (*INIT[:4], "--url", "news example"), (*INIT[:4], "--url", "https://news.example.org/")),
    Call("scaffold-answer", (*INIT, "--languages", ","), (*INIT, "--languages", "en, ru, uz")),
    Call("scaffold-answer", (*INIT, "--languages", "en,en"), (*INIT, "--languages", "en")),
    Call("scaffold-answer", (*INIT, "--languages", "english_language"), (*INIT, "--languages", "en,uz-Cyrl,zh-TW")),
    Call("scaffold-answer", (*INIT, "--timezone", "Tashkent"), (*INIT, "--timezone", "Asia/Tashkent")),
    Call("scaffold-taken", ("init", ".", *INIT[2:]), ("init", "newsroom", *INIT[2:])),
    Call(
        "scaffold-taken",
        ("eject", "article.html"),
        ("eject", "page.html"),
        {"templates/article.html": '{% extends "base.html" %}'},
    ),
    Call("headline-unusable", ("new", "A\nB"), ("new", "A B")),
    Call("headline-unusable", ("new", " "), ("new", "A")),
    Call("headline-unusable", ("new", "A\x01B"), ("new", "AB")),
    Call("kind-unknown", ("new", "A", "--kind", "zzzzz"), ("new", "A", "--kind", "announcement")),
    Call("kind-unknown", ("new", "A", "--kind", "evvent"), ("new", "A", "--kind", "event")),
    Call("release-unknown", ("new", "A", "--from", "content/zzzzzzz"), ("new", "A", "--from", "content/other.md")),
    Call("release-unknown", ("new", "A", "--from", "content/othr.md"), ("new", "A", "--from", "content/other.md")),
    Call(
        "release-unusable",
        ("new", "--translate", "content/bad.md", "ru"),
        ("new", "--translate", "content/other.md", "ru"),
        {"content/bad.md": "---\ntitle: A\ndate: 8 March\n---\n"},
    ),
    Call("language-unknown", ("new", "A", "--lang", "uz"), ("new", "A", "--lang", "ru")),
    Call("template-unknown", ("eject", "zzzzzzz"), ("eject", "article.html")),
    Call("template-unknown", ("eject", "artcle.html"), ("eject", "article.html")),
    *(
        Call("output-unsafe", ("build", "--output", folder), ("build", "--output", "output"))
        for folder in ("~/out", "$OUT/site", "/", ".git/x", ".", "content/site", "pressgen.yml")
    ),
    Call("not-a-release", ("fetch-cards", "content/hall.svg"), ("fetch-cards", "content/other.md")),
    Call("output-foreign", ("build", "--output", "old"), ("build", "--output", "output"), {"old/a.txt": "A"}),
    Call("manifest-damaged", ("build", "--output", "a"), ("build", "--output", "b"), {"a/.pressgen.json": "{"}),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call.words))
def test_a_command_works_once_its_hint_is_followed(site: Make, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site()
    put(made, SITE)
    put(made, call.files)
    monkeypatch.chdir(made.folder)
    refused = CliRunner().invoke(main, call.words)
    assert refused.exit_code in (1, 2)
    assert f"[{call.code}]" in refused.output
    (made.folder / "content" / "bad.md").unlink(missing_ok=True)
    done = CliRunner().invoke(main, call.right)
    assert (done.exit_code, f"[{call.code}]" in done.output) == (0, False), done.output


UNTRIED = {
    "is the system's, and is gone when somebody changes the system": (
        "file-name",
        "file-unreadable",
        "path-outside",
        "yaml-loader",
        "image-profile",
        "picture-failed",
        "share-card-direction",
        "output-moved",
        "output-torn",
        "output-failed",
        "output-in-the-way",
        "output-path",
        "manifest-newer",
        "build-locked",
        "workers-not-started",
        "port-taken",
        "handles-exhausted",
        "preview-failed",
        "scaffold-failed",
        "external-broken",
        "views-file",
        "record-unwritable",
        "settings-font-subset",
    ),
    "shows the words of a library, or what to look for": (
        "yaml-syntax",
        "yaml-syntax/unreadable",
        "font-subset",
        "yaml-size/values",
        "markdown-failed",
        "document-overdue",
        "document-failed",
        "settings-type/other",
        "template-failed/overdue",
        "template-failed/pages",
        "words-missing",
        "link-malformed",
    ),
    "is tried under another key of the same code, or in the tests of pressgen eject and pressgen diff": (
        "against-unknown",
        "against-unreadable",
        "date-invalid/days",
        "path-unusable/character",
        "path-unusable/control",
        "settings-languages/unknown",
        "template-outdated",
    ),
    "is tried in tests/test_leaks.py, with a fault of pressgen": ("leak", "leak/file"),
    "is tried in tests/test_press_kits.py, with a fault of pressgen": ("leak/made",),
    "asks for no change of this site": ("translation-exists",),
    "is about other sites, and is followed in tests/test_cards.py": (
        "card-unfetched",
        "card-picture-unfetched",
    ),
    "is followed in the tests of pressgen views import": (
        "views-unread",
        "file-unwritten",
        "views-not-log",
        "views-not-log/common",
        "views-export",
        "views-export/large",
        "views-cut",
        "views-none",
        "views-overlap",
        "views-lower",
    ),
}
"""Hints that no test follows, by the reason: a key, or a code with all of its cases."""


def test_every_other_hint_is_followed() -> None:
    untried = {name for names in UNTRIED.values() for name in names}
    tried = {trial.key for trial in TRIALS}
    called = {call.code for call in CALLS}
    missing = [
        key
        for key, case in PROBLEMS.items()
        if case.hint and key not in tried | untried and not {key.partition("/")[0]} & (called | untried)
    ]
    assert missing == []
    assert not untried & tried
