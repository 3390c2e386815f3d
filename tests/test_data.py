"""Data for templates: every file in data/ by its name, its faults with their lines, and pages that follow it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Site, rendered
from pressgen.content.data_files import are_mentioned

Make = Callable[..., Site]
PAGE = "2026/01/a/index.html"
RELEASE = "---\ntitle: A\ndate: 2026-01-10\nsummary: S.\n---\nText.\n"


def with_template(site: Make, template: str, files: dict[str, str]) -> Site:
    made = site("")
    made.edit("content/a.md", RELEASE)
    made.edit("templates/article.html", template)
    for name, text in files.items():
        made.edit(f"data/{name}", text)
    return made


def shown(site: Make, template: str, files: dict[str, str]) -> str:
    made = with_template(site, template, files)
    assert made.build().exit_code == 0, made.report.problems
    return made.read(PAGE)


def test_yaml_json_and_tables_are_read_by_the_names_of_their_files(site: Make) -> None:
    template = (
        "{% for one in data.team %}{{ one.name }} {% endfor %}"
        "{{ data.fees.school }} {{ data['opening-hours'][0].day }} {{ data.offices.urgut.phone }}"
    )
    files = {
        "team.yml": "- name: Malika\n- name: Aziz & Co\n",
        "fees.json": '{"school": 3.5}',
        "opening-hours.csv": "day;hours\nMonday;9-18\n",
        "offices/urgut.yaml": 'phone: "+998"\n',
    }
    assert shown(site, template, files) == "Malika Aziz &amp; Co 3.5 Monday +998"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12 int"),
        ("-3", "-3 int"),
        ("1.50", "1.5 float"),
        ("1e3", "1000.0 float"),
        ("true", "True bool"),
        ("no", "no str"),
        ("'12'", "12 str"),
        ("0123", "0123 str"),
        ("2026-01-02", "2026-01-02 str"),
        ("1234567890123456789012", "1234567890123456789012 str"),
        ("~", "None NoneType"),
        ("12 schools", "12 schools str"),
        (".inf", ".inf str"),
        ("1.2.3", "1.2.3 str"),
    ],
)
def test_values_of_yaml_are_numbers_truth_values_or_text(site: Make, written: str, value: str) -> None:
    template = "{{ data.a.x }} {{ data.a.x.__class__.__name__ }}"
    assert shown(site, template, {"a.yml": f"x: {written}\n"}) == value


def test_a_table_is_read_with_the_separator_of_its_first_row(site: Make) -> None:
    for text in ('\ufeffa,b\n1,"x, y"\n', "a;b\r\n1;x, y\r\n\r\n", "a\tb\n1\tx, y\n", 'a,b\n1,"x, y"\n,\n'):
        assert shown(site, "{{ data.t|json }}", {"t.csv": text}) == '[{"a":"1","b":"x, y"}]'
    assert shown(site, "{{ data.t|json }}", {"t.csv": "a,b\n1\n"}) == '[{"a":"1","b":""}]'


def test_an_edit_of_data_renders_the_pages_that_read_it_and_no_others(site: Make) -> None:
    made = with_template(site, "{{ data.fee.sum }}", {"fee.yml": "sum: 5\n"})
    made.build()
    assert made.read(PAGE) == "5"
    made.edit("data/fee.yml", "sum: 6\n")
    report = made.build(explain=True)
    assert {path for path, reason in report.reasons.items() if reason} == {PAGE} and report.changed == 1
    assert made.files() == rendered(made.folder)
    assert made.build().changed == 0
    made.edit("data/other.yml", "sum: 6\n")
    made.build()
    assert made.files() == rendered(made.folder)


def test_two_processes_make_the_same_pages(site: Make) -> None:
    made = with_template(site, "{{ data.fee.sum }}", {"fee.yml": "sum: 5\n"})
    made.build(jobs=1)
    first = made.files()
    made.build(jobs=2, cache=False)
    assert made.files() == first


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("a.yml", "- name: A\n  role: B: C\n", "yaml-syntax", 2),
        ("a.yml", "a: 1\na: 2\n", "yaml-duplicate-key", 2),
        ("a.yml", "just words\n", "yaml-not-mapping", 1),
        ("a.json", '{"a": 1,\n "b": }', "data-json", 2),
        ("a.json", '{"a": 1,\n "a": 2}', "data-json", 2),
        ("a.json", "[NaN]", "data-json", 1),
        ("a.json", '["NaN",\n -Infinity]', "data-json", 2),
        ("a.json", '{"a": {"b": "a"},\n "a": 1,\n "c": "a"}', "data-json", 2),
        ("a.json", "", "data-json", 1),
        ("a.json", '["\\ud83d\\ude00",\n "\\ud800"]', "data-json", 2),
        ("a.json", "[" * 100_000, "data-json", 1),
        ("a.csv", "a,b\n1,2\n1,2,3\n", "data-table", 3),
        ("a.csv", "a,a\n1,2\n", "data-table", 1),
        ("a.csv", "a,\n1,2\n", "data-table", 1),
        ("a.csv", 'a,b\n1,"x"y\n', "data-table", 2),
    ],
)
def test_a_fault_stops_the_build_and_names_file_and_line(
    site: Make, name: str, text: str, code: str, line: int
) -> None:
    made = with_template(site, "{{ data.a }}", {name: text})
    report = made.build()
    assert report.exit_code == 1
    assert [(problem.file, problem.code, problem.line) for problem in report.problems] == [(f"data/{name}", code, line)]


def test_a_number_that_is_too_large_stays_text_and_quoted_cells_may_follow_a_space(site: Make) -> None:
    files = {"a.yml": "many: 1e400\n", "b.json": "[1e400]", "c.csv": 'town, office\nUrgut, "Main street, 1"\n'}
    assert (
        shown(site, "{{ data.a.many }} {{ data.b[0] }} {{ data.c[0].office }}", files) == "1e400 1e400 Main street, 1"
    )


def test_bytes_that_are_no_text_and_large_files_are_refused(site: Make) -> None:
    made = with_template(site, "{{ data.a }}", {})
    made.edit("data/a.yml", b"a: 1\nb: \xff\n")
    made.edit("data/b.json", b'["' + b"x" * 2**20 + b'"]')
    made.build()
    assert [(problem.code, problem.line) for problem in made.report.problems] == [
        ("file-encoding", 2),
        ("data-size", 0),
    ]


def test_two_files_of_one_name_are_an_error(site: Make) -> None:
    made = with_template(
        site, "{{ data.a }}", {"a.yml": "x: 1\n", "a.json": "1", "b.yml": "x: 1\n", "b/c.yml": "x: 1\n"}
    )
    made.build()
    assert made.codes() == ["data-twice", "data-twice"]


def test_nobody_is_told_of_files_that_no_template_reads(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", RELEASE)
    made.edit("data/raw.json", "{not json")
    made.edit("data/_draft.yml", "a: [")
    report = made.build()
    assert report.exit_code == 0 and report.problems == ()


def test_the_theme_reads_no_data() -> None:
    templates = Path(__file__).parents[1] / "templates"
    assert not are_mentioned({path.name: path.read_text(encoding="utf-8") for path in templates.rglob("*.*")})
    for text in ("{{ data.a }}", "{% for a in data %}", "{{ data['a-b'] }}", "{{ data|json }}", "{% if data.a %}"):
        assert are_mentioned({"a.html": text})
    for text in ("<data value=1>", 'href="data:x"', "metadata.a", "{{ release.data.a }}", "data-url="):
        assert not are_mentioned({"a.html": text})


def test_views_and_hidden_files_are_no_data(site: Make) -> None:
    files = {
        "views.yml": "as_of:\n\nreleases:\n",
        "_a.yml": "x: 1\n",
        ".b.yml": "x: 1\n",
        "c.yml": "x: 1\n",
        "d.txt": "x",
    }
    assert shown(site, "{{ data|list|join(' ') }}", files) == "c"


def test_a_name_that_is_missing_is_an_error_of_the_template(site: Make) -> None:
    made = with_template(site, "\n{{ data.nothing }}", {"a.yml": "x: 1\n"})
    report = made.build()
    assert [(problem.file, problem.line) for problem in report.problems if problem.severity == "error"] == [
        ("templates/article.html", 2)
    ]


def test_list_pages_and_standing_pages_read_data_too(site: Make) -> None:
    made = with_template(site, "{{ data.a.x }}", {"a.yml": "x: Seen\n"})
    made.edit("templates/home.html", "{{ data.a.x }}")
    made.edit("templates/page.html", "{% include 'box.html' %}")
    made.edit("templates/box.html", "Box: {{ data.a.x }}")
    made.edit("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
    made.build()
    assert made.read("index.html") == "Seen" and made.read("about/index.html") == "Box: Seen"
    made.edit("data/a.yml", "x: Changed\n")
    made.build()
    assert made.read("about/index.html") == "Box: Changed"
