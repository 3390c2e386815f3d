"""The YAML reader: text as written, with places, limits, and no exception for any input."""

from __future__ import annotations

import pytest

from pressgen.content.yaml.loader import Mapping, Scalar, Sequence, load, plain
from pressgen.errors import SettingsError


def values(text: str) -> object:
    tree, problems = load(text, "a.md")
    assert problems == ()
    assert tree is not None
    return plain(tree)


def codes(text: str, **limits: int) -> list[str]:
    return [problem.code for problem in load(text, "a.md", **limits)[1]]


@pytest.mark.parametrize(
    "written", ["2020-09-24", "NO", "010", "1:2:3", "3.0", "1_000", "2020-02-30", "0x1F", "+1", "true"]
)
def test_a_value_is_the_text_as_written_and_not_what_yaml_guesses(written: str) -> None:
    assert values(f"a: {written}\nb: '{written}'") == {"a": written, "b": written}


def test_nothing_tilde_and_null_are_none_unless_they_are_quoted() -> None:
    assert values("a:\nb: ~\nc: null\nd: 'null'\ne: ''") == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


def test_lists_and_groups_nest_and_come_back_as_lists_and_dicts() -> None:
    assert values("a: [x, {b: c}]\nd:\n- e\n- f") == {"a": ["x", {"b": "c"}], "d": ["e", "f"]}


def test_every_node_knows_its_line_and_column_in_the_file() -> None:
    tree, _ = load("a: b\nc:\n  - d\n  - e: f\n", "a.md", 10)
    assert tree == Mapping(
        entries=(
            (Scalar("a", False, 10, 1), Scalar("b", False, 10, 4)),
            (
                Scalar("c", False, 11, 1),
                Sequence(
                    items=(
                        Scalar("d", False, 12, 5),
                        Mapping(((Scalar("e", False, 13, 5), Scalar("f", False, 13, 8)),), 13, 5),
                    ),
                    line=12,
                    column=3,
                ),
            ),
        ),
        line=10,
        column=1,
    )


def test_a_tab_is_taken_as_the_blank_after_a_colon() -> None:
    assert values("title:\tNews\ndate:\t\t2020-01-01") == {"title": "News", "date": "2020-01-01"}


def test_without_libyaml_the_error_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("pressgen.content.yaml.loader.yaml.CSafeLoader")
    with pytest.raises(SettingsError) as caught:
        load("a: b", "a.md")
    assert "libyaml" in caught.value.problems[0].message
    assert "pip install" in caught.value.problems[0].hint


def test_a_key_given_twice_is_an_error_that_names_both_lines() -> None:
    _, problems = load("a: 1\nb: 2\na: 1\nc:\n  d: 1\n  d: 2\n", "a.md", 2)
    assert [(p.code, p.line) for p in problems] == [("yaml-duplicate-key", 4), ("yaml-duplicate-key", 7)]
    assert "lines 2 and 4" in problems[0].message
    assert "lines 6 and 7" in problems[1].message


def test_an_alias_repeats_a_value() -> None:
    assert values("a: &x [1, 2]\nb: *x") == {"a": ["1", "2"], "b": ["1", "2"]}


def test_aliases_that_multiply_are_refused_before_they_are_written_out() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 8))
    assert codes(bomb) == ["yaml-aliases"]


def test_more_than_a_hundred_aliases_are_refused() -> None:
    assert codes("a: &x 1\nb: [" + "*x, " * 100 + "]") == []
    assert codes("a: &x 1\nb: [" + "*x, " * 101 + "]") == ["yaml-aliases"]


def test_aliases_cannot_nest_deeper_than_the_limit_either() -> None:
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60))
    assert codes(chain) == ["yaml-depth"]


@pytest.mark.parametrize("text", ["a: *nowhere", "a: &x [*x]", "a: &x {b: *x}"])
def test_an_alias_of_nothing_above_or_of_itself_is_an_error(text: str) -> None:
    assert "yaml-aliases" in codes(text)


@pytest.mark.parametrize("depth", [33, 5_000, 30_000])
@pytest.mark.parametrize("sign", ["[", "{", "- ", "? "])
def test_nesting_deeper_than_32_is_refused_at_its_place(sign: str, depth: int) -> None:
    _, problems = load("a:\n  " + sign * depth, "a.md", 1)
    assert [(p.code, p.line) for p in problems] == [("yaml-depth", 2)]


def test_a_text_longer_than_the_limit_is_refused_unread() -> None:
    assert codes("a: " + "ж" * 33_000) == ["yaml-size"]
    assert codes("a: " + "ж" * 33_000, max_size=100_000) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: {b: c}\nd:\n  <<: *x", "yaml-merge-key"),
        ("a: !!python/object:os.system x", "yaml-tag"),
        ("a: !!binary aGk=", "yaml-tag"),
        ("a: !!set {x}", "yaml-tag"),
        ("a: !Important news", "yaml-tag"),
        ("a: b\n---\nc: d", "yaml-documents"),
        ("[a]: b", "yaml-key"),
        ("a: {{ page.title }}", "yaml-key"),
        ("'': b", "yaml-key"),
        ("- a\n- b", "yaml-not-mapping"),
        ("title:News", "yaml-not-mapping"),
        ("a: b\x01", "yaml-character"),
        ("a: b\ud800", "yaml-character"),
        ('a: "\\x02 0 \\x03"', "yaml-character"),
        ('a: "\\uFFFE"', "yaml-character"),
        ("a: b: c", "yaml-syntax"),
        ("%YAML 9.9\n---\na: b", "yaml-syntax"),
        ('a: "\\ud800"', "yaml-syntax"),
    ],
)
def test_what_is_not_plain_yaml_is_an_error_by_name(text: str, code: str) -> None:
    assert code in codes(text)


def test_core_tags_change_nothing() -> None:
    assert values("a: !!str 5\nb: !!int 010\nc: ! x\nd: !!null x") == {"a": "5", "b": "010", "c": "x", "d": "x"}


def test_other_line_separators_do_not_shift_lines() -> None:
    tree, problems = load("a: b\u2028c\x85d\nx: y", "a.md")
    assert problems == ()
    assert tree is not None
    assert plain(tree) == {"a": "b c d", "x": "y"}
    assert tree.entries[1][0].line == 2


def test_an_empty_document_is_none_without_a_problem() -> None:
    assert load("", "a.md") == (None, ())
    assert load("# only a comment\n", "a.md") == (None, ())


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("x: y\ntitle: Budget: the plan", 2, '`title: "Budget: the plan"`'),
        ("title: [Draft] The plan", 1, '`title: "[Draft] The plan"`'),
        ("title: @ministry", 1, '`title: "@ministry"`'),
        ("title: *Bold* words", 1, '`title: "*Bold* words"`'),
        ("title: 'it's here'", 1, '`title: "it\'s here"`'),
        ('title: "He said "no" today"', 1, "`title: 'He said \"no\" today'`"),
        ('title: "C:\\dir"', 1, "`title: 'C:\\dir'`"),
        ("a: b\ntags:\n- a\n-b\n", 4, "key: value"),
        ('a: b\ntitle: "open\nc: d', 2, "Close it"),
        ("a: b\ntags: [a, b\nc: d", 2, "Close it"),
        ("a: b\ntags: [", 2, "Close it"),
        ("a: b\ntags: [a,\n  b,\n\n", 2, "Close it"),
        ("a: b\ntags: [#a, b]", 2, '`tags: ["#a", b]`'),
        ("x: {c: #fff}\n", 1, '`x: {c: "#fff"}`'),
        ("a:\n\tb: c", 2, "never with tabs"),
    ],
)
def test_a_slip_is_told_on_its_own_line_with_what_to_write(text: str, line: int, hint: str) -> None:
    tree, problems = load(text, "a.md")
    assert tree is None
    assert [(p.code, p.line) for p in problems] == [("yaml-syntax", line)]
    assert hint in problems[0].hint


@pytest.mark.parametrize("error", [ValueError, IndexError, RecursionError, KeyError, AttributeError])
def test_no_exception_of_the_scanner_escapes(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr("pressgen.content.yaml.loader.yaml.parse", fails)
    assert codes("a: b") == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('a: "x\ndraft: true\nb: "', "quote"),
        ("a: 'x\nembargo: 2099-01-01\nb: y'", "quote"),
        ("a:\n  b: 'x\nчерновик: да\nc: y'", "quote"),
        ("a: [x,\ndraft: true, y]", "list"),
        ("a: {x: y,\ndraft: true }", "group"),
        ("a: [{x: y,\ndraft: true }]", "list"),
    ],
)
def test_nothing_that_is_left_open_hides_a_key(text: str, key: str) -> None:
    assert [problem.key for problem in load(text, "a.md")[1]] == [f"yaml-syntax/{key}"]


@pytest.mark.parametrize(
    "text",
    [
        'a: "x\n  draft: true"',
        'a: "x\ny"',
        "a: [\nx,\ny\n]",
        "a: {\n  x: y,\n  draft: true\n}",
        "{a: [x,\n'y'],\nb: {c: d,\ne: f}}",
        "a: >\n  x\ndraft: true",
    ],
)
def test_what_goes_on_below_without_a_key_does_so(text: str) -> None:
    assert load(text, "a.md")[1] == ()
