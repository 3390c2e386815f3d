"""What YAML is known to make of innocent words: each row means what its writer wrote, or is refused with a place."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from conftest import Site
from pressgen.content.frontmatter import reader
from pressgen.model import FrontMatter, Moment, Person, Picture
from trials.trial import Trial

ZONE = ZoneInfo("Asia/Tashkent")
DAY = "2025-01-27T00:00:00+05:00"

MEANS: list[tuple[str, dict[str, object]]] = [
    ("title: NO", {"title": "NO"}),
    ("title: Yes", {"title": "Yes"}),
    ("title: on", {"title": "on"}),
    ("title: 010", {"title": "010"}),
    ("title: 1:2:3", {"title": "1:2:3"}),
    ("title: 190:20:30.15", {"title": "190:20:30.15"}),
    ("title: 0x1F", {"title": "0x1F"}),
    ("title: 0o17", {"title": "0o17"}),
    ("title: 1_000", {"title": "1_000"}),
    ("title: 1e3", {"title": "1e3"}),
    ("title: .inf", {"title": ".inf"}),
    ("title: .NaN", {"title": ".NaN"}),
    ("title: 2025-01-27", {"title": "2025-01-27"}),
    ("title: 2025-02-30", {"title": "2025-02-30"}),
    ("title: 3.10", {"title": "3.10"}),
    ("title: +1", {"title": "+1"}),
    ("title: '~'", {"title": "~"}),
    ("title: 'null'", {"title": "null"}),
    ("title: =", {"title": "="}),
    ("title: C#", {"title": "C#"}),
    ("title: a#b", {"title": "a#b"}),
    ("title: 'a: b'", {"title": "a: b"}),
    ("title: http://x.example/", {"title": "http://x.example/"}),
    ("title: a 'quoted' word", {"title": "a 'quoted' word"}),
    ("title: It''s", {"title": "It''s"}),
    ("title: 'It''s'", {"title": "It's"}),
    ('title: "a\\tb\\u0416"', {"title": "a bЖ"}),
    ("title: |\n  two\n  lines", {"title": "two lines"}),
    ("title: >-\n  two\n  lines", {"title": "two lines"}),
    ("title: two\n  lines", {"title": "two lines"}),
    ("title:\tNews", {"title": "News"}),
    ("title: News\r", {"title": "News"}),
    ("title: 漢字：新聞", {"title": "漢字：新聞"}),
    ("? title\n: News", {"title": "News"}),
    ('"title": News', {"title": "News"}),
    ("Title: News", {"title": "News"}),
    ("title: News\nsummary:", {"title": "News", "summary": ""}),
    ("title: News\nsummary: ~", {"title": "News", "summary": ""}),
    ("title: News\ntags: [NO, on, 010, 1:2]", {"tags": ("NO", "on", "010", "1:2")}),
    ("title: News\ntags: a, b،c、d", {"tags": ("a", "b", "c", "d")}),
    ("title: News\ntags:\n- a\n- b", {"tags": ("a", "b")}),
    ("title: News\ntags: []", {"tags": ()}),
    ("title: News\ntags: 2025-01-27", {"tags": ("2025-01-27",)}),
    ("title: News\nauthors: NARUSE, Yui", {"authors": (Person(name="NARUSE, Yui"),)}),
    ("title: News\nauthors: [NO, 007]", {"authors": (Person(name="NO"), Person(name="007"))}),
    ("title: News\nslug: 010", {"slug": "010"}),
    ("title: News\nslug: yes", {"slug": "yes"}),
    ("title: News\nlang: NO", {"lang": "no"}),
    ("title: News\nlang: no", {"lang": "no"}),
    ("title: News\nviews: 010", {"views": 10}),
    ("title: News\nviews: '3 511'", {"views": 3511}),
    ("title: News\nviews: 3,511", {"views": 3511}),
    ("title: News\nviews: 1e3", {"views": None}),
    ("title: News\ntags: {a: b}", {"tags": ()}),
    ("title: News\nviews: -1", {"views": None}),
    ("title: News\nviews: 0x1F", {"views": None}),
    ("title: News\ndraft: NO", {"status": "published"}),
    ("title: News\npublished: off", {"status": "draft"}),
    ("title: News\nimage: {src: on.png, alt: NO}", {"image": Picture(src="on.png", alt="NO", line=4)}),
    ("title: News\nx: 1:2:3", {"extra": {"x": "1:2:3"}}),
    ("title: News\nx: [1, {y: NO}]", {"extra": {"x": ["1", {"y": "NO"}]}}),
    ("title: News\nx: !!str 010", {"extra": {"x": "010"}}),
    ("title: !!int 010", {"title": "010"}),
    ("title: News\n...\nx: 1", {"title": "News", "extra": {}}),
    ("title: News\nx: &a [1]\ny: *a", {"extra": {"x": ["1"], "y": ["1"]}}),
    ("title: News\nupdated: 2025-01-27T14:00:00 -4", {"updated": "2025-01-27T23:00:00+05:00"}),
    ("title: News\nupdated: 2025-01-28 9:05", {"updated": "2025-01-28T09:05:00+05:00"}),
    ("title: News\nupdated: 1738026000", {"updated": "2025-01-28T06:00:00+05:00"}),
    ("title: News\nupdated: 2025-01-28T00:00:00.000Z", {"updated": "2025-01-28T05:00:00+05:00"}),
]
"""Front matter below `date: 2025-01-27`, and what must have been read."""

REFUSED: list[tuple[str, str]] = [
    ("title: News\nupdated: 2024-02-30", "date-invalid"),
    ("title: News\nupdated: 2025-01-28 24:00", "date-invalid"),
    ("title: News\nupdated: 02/03/2025", "date-invalid"),
    ("title: News\nupdated: 17356896000", "date-invalid"),
    ("title: News\ntitle: Other", "yaml-duplicate-key"),
    ("title: News\nx: {a: 1, a: 2}", "yaml-duplicate-key"),
    ("title: News\n<<: {draft: true}", "yaml-merge-key"),
    ("title: News\nx: !!python/object/apply:os.system [id]", "yaml-tag"),
    ("title: News\nx: !!binary aGk=", "yaml-tag"),
    ("title: News\nx: !!set {a, b}", "yaml-tag"),
    ("title: News\nx: *nowhere", "yaml-aliases"),
    ("title: News\n\tx: 1", "yaml-syntax"),
    ("title: Vote: yes", "yaml-syntax"),
    ("title: @home", "yaml-syntax"),
    ("title: `code`", "yaml-syntax"),
    ("title: %a", "yaml-syntax"),
    ("title: [a", "yaml-syntax"),
    ('title: "C:\\docs"', "yaml-syntax"),
    ("title: 'News", "yaml-syntax"),
    ("title: [News]", "text-expected"),
    ("title: {a: b}", "text-expected"),
    ("title: - a", "yaml-syntax"),
    ("title: null", "title-missing"),
    ("title: ~", "title-missing"),
    ("title: ''", "title-missing"),
    ("title: # News", "title-missing"),
    ("- title: News", "yaml-syntax"),
    ("[a, b]: c\ntitle: News", "yaml-key"),
    ("title: News\ndraft: 2", "flag-invalid"),
    ("title: News\nstatus: on", "status-invalid"),
    ('title: "\\uD800"', "yaml-syntax"),
    ('title: "a\\0b"', "yaml-character"),
    ("%YAML 1.1\ntitle: News", "yaml-syntax"),
]
"""Front matter that must be refused, and the code of its problem."""


def fields_of(matter: FrontMatter, wanted: dict[str, object]) -> dict[str, object]:
    found = {name: getattr(matter, name) for name in wanted}
    return {name: value.at.isoformat() if isinstance(value, Moment) else value for name, value in found.items()}


def test_every_row_means_what_was_written_or_is_refused_with_a_place(site: Callable[..., Site], trial: Trial) -> None:
    made = site()
    made.edit("content/on.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    rows = [text for text, _ in MEANS] + [text for text, _ in REFUSED]
    for number, text in enumerate(rows):
        made.edit(f"content/{number:03}.md", f"---\ndate: 2025-01-27\n{text}\n---\nText.\n")
    report = made.build(skip_invalid=True)
    told = {
        f"content/{number:03}.md": [p for p in report.problems if p.file == f"content/{number:03}.md"]
        for number in range(len(rows))
    }
    for number, (text, wanted) in enumerate(MEANS):
        name = f"content/{number:03}.md"
        reading = reader.read((made.folder / name).read_bytes(), name, ZONE)
        if reading.matter is None:
            trial.case(text, f"refused: {[problem.message for problem in reading.problems]}")
            continue
        found = fields_of(reading.matter, wanted)
        day = reading.matter.date.at.isoformat() if reading.matter.date else ""
        trial.case(
            text,
            "" if found == wanted else f"read as {found}, not as {wanted}",
            "" if day == DAY else f"the date became {day}",
        )
    for number, (text, code) in enumerate(REFUSED, len(MEANS)):
        errors = [problem for problem in told[f"content/{number:03}.md"] if problem.severity == "error"]
        trial.case(
            text,
            f"told as {[problem.code for problem in errors]}" if code not in [p.code for p in errors] else "",
            "no line" if any(problem.line < 1 for problem in errors) else "",
            "no hint" if any(not problem.hint for problem in errors) else "",
        )
    trial.end(read=len(MEANS), refused=len(REFUSED))
