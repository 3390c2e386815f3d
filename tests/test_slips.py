"""Slips in front matter that have one meaning are read as meant; what could keep a release back is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conftest import Site
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from spoken import unspoken

Make = Callable[..., Site]


def read(block: str) -> reader.Reading:
    reading = reader.read(f"---\n{block}\n---\nText.\n".encode(), "content/a.md", dates.zone("Asia/Tashkent"))
    assert not unspoken(reading.problems)
    return reading


def codes(block: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in read(block).problems]


def is_refused(block: str) -> bool:
    return "error" in {problem.severity for problem in read(block).problems}


def is_withheld(block: str) -> bool:
    """Whether a block is an error or keeps its release back for longer than `date: 2026-01-10` does."""
    matter = read(block).matter
    return (
        matter is None or matter.status != "published" or (matter.date is not None and f"{matter.date.at:%Y}" > "2026")
    )


# --- a colon in a text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: Plan: what changes", "title", "Plan: what changes"),
        ("Title:  Schools in 2025: 3 new buildings  ", "title", "Schools in 2025: 3 new buildings"),
        ("post_title:\tUzbekistan: the year 2030", "title", "Uzbekistan: the year 2030"),
        ("title: Meeting at 10:30: who comes", "title", "Meeting at 10:30: who comes"),
        ("title: О школах: что изменится", "title", "О школах: что изменится"),
        ("title: Oʻzbekiston: yangi maktablar", "title", "Oʻzbekiston: yangi maktablar"),
        ('title: The "plan": what it\'s for', "title", 'The "plan": what it\'s for'),
        ("title: C:\\dir: what is in it", "title", "C:\\dir: what is in it"),
        ("summary: Samarkand: twelve schools, two roads", "summary", "Samarkand: twelve schools, two roads"),
        ("description: How it works: a guide", "summary", "How it works: a guide"),
        ("dateline: Tashkent: press centre", "dateline", "Tashkent: press centre"),
    ],
)  # fmt: skip
def test_a_text_with_one_colon_is_read_as_text_and_the_warning_shows_how_to_write_it(
    line: str, field: str, value: str
) -> None:
    block = f"date: 2026-01-10\n{'' if field == 'title' else 'title: T'}\n{line}\ntags: [water]"
    reading = read(block)
    assert reading.matter is not None and getattr(reading.matter, field) == value and reading.matter.tags == ("water",)
    (warning,) = reading.problems
    assert (warning.severity, warning.code, warning.line) == ("warning", "text-colon", 4)
    fixed = read(block.replace(line, re.findall("`(.+)`", warning.hint)[0]))
    assert fixed.problems == () and fixed.matter == reading.matter


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'O'zbekiston yangi yo'lda'", "O'zbekiston yangi yo'lda"),
        ("'Bog' va xiyobon'  ", "Bog' va xiyobon"),
        ("'L'avenir de l'eau'", "L'avenir de l'eau"),
        ('"He said "no" today"', 'He said "no" today'),
        ('"Water" and "Roads"', '"Water" and "Roads"'),
        ("'O'zbekiston' va 'Buxoro'", "'O'zbekiston' va 'Buxoro'"),
        ("'It's \"new\"'", 'It\'s "new"'),
    ],
)
@pytest.mark.parametrize("key", ["title", "summary", "location"])
def test_a_mark_within_a_text_and_around_it_is_a_part_of_the_text(key: str, written: str, text: str) -> None:
    others = "date: 2026-01-10" if key == "title" else "title: T\ndate: 2026-01-10"
    block = f"{others}\n{key}: {written}\ntags: [water]"
    reading = read(block)
    assert reading.matter is not None and reading.matter.tags == ("water",)
    assert text in (reading.matter.title, reading.matter.summary, reading.matter.extra.get("location"))
    warning = next(problem for problem in reading.problems if problem.code != "key-unknown")
    assert (warning.severity, warning.code, warning.line) == ("warning", "text-quotes", others.count("\n") + 3)
    fixed = read(block.replace(f"{key}: {written}", re.findall("`(.+)`", warning.hint)[0]))
    assert fixed.matter == reading.matter and "text-quotes" not in [problem.code for problem in fixed.problems]


@pytest.mark.parametrize(
    "line",
    """
        title: 'Plan' draft: 'yes'|title: 'Plan', draft, 'x'|title: 'It's a draft'|title: 'It's embargoed until 'May''
        title: 'Plan's' # 'draft'|title: 'Plan's: what changes'|title: "Plan" and Act"|title: "Plan" status=draft "x"
        date: '2026-01-10' or '2026-02-10'|slug: 'a'b'|tags: ['o'zbek', 'b']|title: 'Plan's|status: 'it's draft'
        title: 'Plan' private 'x'|unknown: 'a'b'|title: 'Plan' hold until 'noon'
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_a_mark_within_any_other_value_is_an_error_as_ever(line: str) -> None:
    line = line.strip()
    block = "\n".join(
        each for each in ("title: T", "date: 2026-01-10", line) if not each.startswith(line.split(":")[0])
    )
    assert is_refused(f"{block}\n{line}" if line not in block else block), line


def test_several_such_texts_are_read_and_more_than_that_is_an_error_on_the_first_line() -> None:
    block = "date: 2026-01-10\ntitle: Plan: what changes\nauthor: Ali: press office\nlocation: Room 5: second floor"
    assert codes(block) == [("text-colon", 3), ("text-colon", 4), ("text-colon", 5), ("key-unknown", 5)]
    assert codes(f"{block}\nslug: a: b c") == [("yaml-syntax", 3)]
    assert is_refused("\n".join(["title: T", "date: 2026-01-10", *(f"subtitle: A{n}: b c" for n in range(9))]))


ENTRIES = (
    """
    draft: true now|status: draft for now|Plan draft: yes please|Plan DRAFT: yes please|Plan drfat: yes please
    Plan dr aft: yes please|Plan d r a f t: yes please|Plan drаft: yes please|Plan ｄｒａｆｔ: yes please
    Plan dra\u200bft: yes please|Plan d\u0336raft: yes please|Plan is draft: yes please|Plan isDraft: yes please
    Plan embargo: after the meeting|Plan EMBARGO: 9 May or later|Plan embrago: 9 May or later|Plan hold until: the meeting ends
    Plan hold  until: the meeting ends|Plan holdUntil: the meeting ends|Plan publishDate: after the meeting
    Plan date: next week or so|Plan Дата: next week or so|Plan dtae: next week or so|Plan эмбарго: до конца дня
    План. Черновик: да или нет|Reja qoralama: ha yoki yoʻq|Reja eʼlon: ertaga emas|Plan expires: at noon today
    Plan expires_at: at noon today|Plan published: not before noon|Plan publihsed: not before noon|Plan status: to be written
    Plan private: yes it is|Plan visibility: members of staff|Plan visibilty: members of staff|Plan hidden: it is so
    Plan password: the usual one|Plan permission: of the minister|Plan listed: not at all|Plan robots: none of them
    Plan sitemap: none of this|Plan layout: of the page|Plan category: of the news|Plan slug: of the page|Plan email: me or you
    Plan draft：yes, what: a plan|Plan status=draft, what: a plan|Plan, what: a draft for staff|Plan: not the draft yet
    Plan (EMBARGOED): what changes|Plan [private]: what changes|Plan: confidential for now|Plan: confidental for now
    Plan: what changes: two things|Plan: what changes:|Plan: what:\u00a0changes here|Plan: what changes # draft
    Plan:\tof the year|Plan:|Plan: words|Plan: [what changes]|Plan: {what changes}|Plan: "what changes"|Plan: > what changes
    Sperrfrist: Montag 10.12.2026|Sperrfrist: Mai 9, 2026|Sperrfrist: 2026 im Mai 9|Sperrfrist: morgen 9:00|Sperrfrist: um 9.00 Uhr
    "Plan": what changes|“Plan”: what changes|[Plan]: what changes|*Plan*: what changes|&plan: what changes|- plan: what changes
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("value", ENTRIES)
@pytest.mark.parametrize("key", ["title", "summary", "author", "location"])
def test_a_text_that_could_be_two_entries_is_an_error_as_ever(key: str, value: str) -> None:
    others = "date: 2026-01-10" if key == "title" else "title: T\ndate: 2026-01-10"
    assert is_refused(f"{others}\n{key}: {value.strip()}\n"), value
    assert value.strip() != ""


@pytest.mark.parametrize(
    "key",
    """
        date lang slug permalink tags aliases related draft published status embargo expires updated unlisted noindex
        pinned template views id translation_key image series section withdrawal canonical tilte unknown
    """.split(),
)
def test_only_keys_for_text_are_read_so(key: str) -> None:
    assert is_refused(f"title: T\ndate: 2026-01-10\n{key}: Plan: what changes")


@pytest.mark.parametrize(
    "block",
    [
        "title: Plan: what changes\ntags:\n- a\n- draft: true",
        "title: Plan: what changes\nnotes:\n- a: {drafft: true}",
        "title: Plan: what changes\nimage: {src: a.jpg, embargo: 2099-01-01}",
        "title: T\ntags:\n- a\n\t- b\n- embargo_until: 2099-01-01",
        "title: T\ntags:\n- a\n\t- b\n  draft:true",
        "title: Plan: what changes\nsummary: A plan\n  status:draft",
        "title: Plan: what changes\n  draft: true",
        "title: Plan: what changes\n  from Monday on",
        "title: Plan: what changes\n\tdraft: true",
        "title: Plan: what changes\n- draft: true",
        "title: Plan: what changes\ndraft",
        "title: Plan: what changes\ndraft:true",
        "title: Plan: what changes\ntitle: Other",
        "title: Plan: what changes\n# draft: true",
        "title: Plan: what changes\ntags: [a] # EMBARGO until 9 May",
        "  title: Plan: what changes\n  draft: [true",
        "note:\n  title: Plan: what changes",
        "title: T\nimage:\n  caption: A map: what changes",
        "title: T\n- summary: Plan: what changes",
        "title: T\n? summary: Plan: what changes",
        "title: T\nnote: 'x\nsummary: Plan: what changes\ndraft: true'\nsummary: a: b c",
        "title: Plan: what changes" + " more" * 80,
    ],
)
def test_the_lines_around_such_a_text_must_be_sound(block: str) -> None:
    assert is_refused(f"date: 2026-01-10\n{block}\n")


@pytest.mark.parametrize(
    "key",
    ["draft: true", "status: draft", "embargo: 2027-05-09", "publishDate: 2027-05-09", "private: true", "drfat: true",
     "черновик: да", "draft:", "published: false", "embargo: soon"],
)  # fmt: skip
def test_a_block_with_such_a_text_is_kept_back_as_any_other(key: str) -> None:
    for block in (f"{key}\ntitle: Plan: what changes", f"title: Plan: what changes\n{key}"):
        assert is_withheld(f"date: 2026-01-10\n{block}")


@pytest.mark.parametrize(
    "key",
    """
        emabrgo: soon|ebargo: after the meeting|stauts: not yet ready|hodl: after the meeting|drfat: maybe|dtae: next week
        Sperrfrist: soon|release: soon|launch: after the meeting|available_from: after the meeting|visibilty: staff|visible: soon
        sitemap: until noon|passwrod: roza|state: draft|stage: private|note: embargo until 9 May|unknown: черновик
        # draft: true|# until 9.5.2027|mood: glad # EMBARGO|mood: glad # from 2027-05-09|#held|seceret: perhaps|publihs: later|note: [draft]|params: {hold: until noon}|дтаа: потом|эмбрго: до вечера
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
@pytest.mark.parametrize("slip", ["title: Plan: what changes", "title: T\ntags:\n\t- a"])
def test_no_slip_is_read_beside_a_key_that_may_keep_the_release_back(slip: str, key: str) -> None:
    for block in (f"{slip}\n{key.strip()}", f"{key.strip()}\n{slip}"):
        assert is_refused(f"date: 2026-01-10\n{block}")
    assert not is_refused(f"date: 2026-01-10\n{slip}\nlayout: post\ncomments: true\nmood: glad\nseason: [summer, 2025]")


# --- tabs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "spaced"),
    [
        ("tags:\n\t- schools\n\t- water", "tags:\n  - schools\n  - water"),
        ("tags:\n-\tschools\n-\twater", "tags:\n- schools\n- water"),
        ("tags: [schools]\n\t\t\nviews: 5", "tags: [schools]\n\nviews: 5"),
        ("author:\n\tname: Ali\n\trole: Head", "author:\n  name: Ali\n  role: Head"),
        ("authors:\n\t- name: Ali\n\t  role: Head\n\t- Vali", "authors:\n  - name: Ali\n    role: Head\n  - Vali"),
        ("summary:\n\tTwelve schools\n\topen today", "summary:\n  Twelve schools\n  open today"),
        ("summary: Twelve schools\n\topen today", "summary: Twelve schools\n  open today"),
        ("summary: >\n\tTwelve schools\n\topen today", "summary: >\n  Twelve schools\n  open today"),
        ("image:\n\tsrc: a.jpg\n\talt: |\n\t\tA map", "image:\n  src: a.jpg\n  alt: |\n    A map"),
    ],
)  # fmt: skip
def test_tabs_that_have_one_meaning_are_read_as_spaces(block: str, spaced: str) -> None:
    reading, fixed = (read(f"title: T\ndate: 2026-01-10\n{each}") for each in (block, spaced))
    assert reading.matter is not None and reading.matter == fixed.matter
    (notice,) = reading.problems
    assert (notice.severity, notice.code) == ("notice", "tab-indent")
    assert "\t" in f"---\ntitle: T\ndate: 2026-01-10\n{block}".split("\n")[notice.line - 1]


def test_a_block_that_is_all_indented_by_tabs_is_read_with_all_that_keeps_it_back() -> None:
    assert codes("\ttitle: T\n\tdate: 2026-01-10") == [("tab-indent", 2)]
    assert is_withheld("\ttitle: T\n\tdate: 2026-01-10\n\tdraft: true")
    assert is_withheld("\ttitle: T\n\tdate: 2027-01-10")
    assert codes("\ttitle: Plan #2 is here\n\tdate: 2026-01-10") == [("tab-indent", 2), ("text-cut", 2)]
    both = "title: Plan: what changes\ndate: 2026-01-10\ntags:\n\t- water"
    assert codes(both) == [("tab-indent", 5), ("text-colon", 2)]


@pytest.mark.parametrize(
    "lines",
    [
        "summary: A text\n\tdraft: true",
        "summary: A text\n\tdraft:true",
        "summary: A text\n\tdrfat:true",
        "summary: A text\n\tdate:2027-01-10",
        "image:\n\tsrc: a.jpg\n\tdraft: true",
        "image:\n\tsrc: a.jpg\n\tstatus: черновик",
        "image:\n\tsrc: a.jpg\n\tdate: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\tdtae: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\tpublishDate: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\tembargo: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\thold_until: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\te m b a r g o: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\tlaunch: 2027-01-10",
        "image:\n\tsrc: a.jpg\n\tvisible: false",
        "image:\n\tsrc: a.jpg\n\tvisibel: false",
        "image:\n\tsrc: a.jpg\n\trobots: noindex",
        "image:\n\tsrc: a.jpg\n\tпароль: roza",
        "image:\n\tsrc: a.jpg\n\t# draft: true",
        "image:\n\tsrc: a.jpg\n# held until 9.5.2027",
        "image:\n\tsrc: a.jpg\n# draft: true",
        "image:\n\t{src: a.jpg, draft: true}",
        "author:\n\tname: Ali\n\tprivate: true",
        "author:\n\tname: Ali\n  role: Head",
        "author:\n        name: Ali\n\trole: Head",
        "author:\n  name: Ali\n\trole: Head",
        "tags:\n  - schools\n\t- water",
        "tags:\n\t- schools\n  - draft: true",
        "summary: |\n\tTwelve\n\t\tschools",
        "summary: |\n  Twelve\n  \tschools\nslug: [",
        "tags:\n\t- schools\n\tdraft: true",
        "\tdraft: true",
        "\tdate: 2027-01-10",
        "tags:\n" + "\t- schools\n" * 61,
        "tags:\n\t- schools" + " and more" * 40,
    ],
)
def test_tabs_that_could_mean_something_else_are_an_error(lines: str) -> None:
    block = f"title: T\ndate: 2026-01-10\n{lines}"
    assert is_refused(block)
    if "\t" in lines and "tab" in {problem.key.partition("/")[2] for problem in read(block).problems}:
        assert any("spaces" in problem.hint for problem in read(block).problems)


# --- lists of one ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["private", "hidden", "public", "sitemap", "password", "redirect_to"])
def test_lists_of_keys_of_other_generators_work_as_ever(key: str) -> None:
    for value in ("true", "false", "draft"):
        one, listed = (read(f"title: T\ndate: 2026-01-10\n{key}: {each}") for each in (value, f"[{value}]"))
        assert [each.key for each in one.problems] == [each.key for each in listed.problems]
        assert (one.matter and one.matter.status) == (listed.matter and listed.matter.status)


# --- words for no date ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["expires", "Expiry-Date", "expires_at", "unpublish_date", "unpublish", "истекает", "снять_с_публикации"]
)
@pytest.mark.parametrize(
    "value", ["never", "Never", "none", "no", "false", "нет", "никогда", "yoʻq", "йўқ", "null", "~"]
)
def test_never_is_no_end(key: str, value: str) -> None:
    reading = read(f"title: T\ndate: 2026-01-10\n{key}: {value}")
    assert reading.problems == () and reading.matter is not None and reading.matter.expires is None


@pytest.mark.parametrize(
    "line",
    """
        publish_until: never|publish_until: no|public_until: none|публиковать_до: никогда|visible_until: never|embargo: n/a
        embargo: N/A|embargo: nothing|embargo: "-"|embargo: not yet|embargo: unknown|embargo: tbd|hold_until: never mind
        publish_on: never|publish_on: none|go_live: never|release_at: none|date: never|date: none|date: n/a|expires: n/a
        expires: 0|expires: off|expires: yes|expires: true|expires: now|expires: never published|expires: not before noon
        expires: soon|expires: -1|expires: "-"|expires: none yet|publishDate: none|publishDate: never|embargo: neverr
        not_expired: false|not_expired: no|no_expiry: false|не истекает: нет|noExpiry: never
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_could_mean_that_it_is_not_public_is_no_word_for_no_date(line: str) -> None:
    others = "title: T" if line.strip().startswith("date") else "title: T\ndate: 2026-01-10"
    assert is_refused(f"{others}\n{line.strip()}")


def test_of_never_and_a_day_the_day_counts() -> None:
    for block in ("expires: never\nexpires_at: 2026-02-01", "expires: 2026-02-01\nexpires_at: never"):
        matter = read(f"title: T\ndate: 2026-01-10\n{block}").matter
        assert matter is not None and matter.expires is not None


@pytest.mark.parametrize(
    "value",
    """
        embargo until 9 May|draft|DRAFT|черновик|qoralama|hold until noon|not before noon|embargoed|private|drfat|d r a f t
        scheduled|hidden for now|withdrawn|emabrgo|publish on Monday|[2026-02-01, 2026-02-02]|{at: soon}
    """.strip().replace("\n", "|").split("|"),
)  # fmt: skip
def test_an_update_that_names_what_keeps_a_release_back_is_an_error(value: str) -> None:
    assert is_refused(f"title: T\ndate: 2026-01-10\nupdated: {value.strip()}")


# --- groups of other generators --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "tags"),
    [
        ("taxonomy: {category: [a], tag: [b, c]}", ("b", "c")),
        ("taxonomy:\n  category: news\n  tag: b, c", ("b", "c")),
        ("Taxonomy: {tags: b}", ("b",)),
        ("taxonomy: {season: [summer]}", ()),
        ("taxonomy: {draft: true, tag: b}", ()),
        ("taxonomy: [b]", ()),
        ("tags: [{name: a}, {fields: {name: b}}]", ("a", "b")),
        ("tags: [{fields: {slug: b}}, c]", ("c",)),
        ("tags: [{fields: [b]}, c]", ("c",)),
    ],
)
def test_tags_in_groups_are_read(block: str, tags: tuple[str, ...]) -> None:
    matter = read(f"title: T\ndate: 2026-01-10\n{block}").matter
    assert matter is not None and matter.tags == tags
    assert codes("title: T\ndate: 2026-01-10\ntaxonomy: {draft: true, tag: b}") == [("key-unknown", 4)]


@pytest.mark.parametrize(
    "key",
    ["draft: true", "status: draft", "embargo: 2027-05-09", "publishDate: 2027-05-09", "private: true", "drfat: true",
     "черновик: да", "embargo:", "published: false", "embargo: soon", "stauts: draft", "public: false"],
)  # fmt: skip
@pytest.mark.parametrize(
    "group", ["taxonomy: {category: [a], tag: [b]}", "tags: [{fields: {name: b}}]", "expires: never"]
)
def test_beside_such_groups_and_words_all_keeps_back_that_did(group: str, key: str) -> None:
    assert is_withheld(f"title: T\ndate: 2026-01-10\n{group}\n{key}")


@pytest.mark.parametrize(
    "day",
    ["27 mai 2027", "27. Mai 2027", "27 de mayo de 2027", "27 maggio 2027", "27 мамыр 2027", "27 майи соли 2027", "27 مايو 2027",
     "jeudi 27 mai 2027", "Thu May 27 09:00:00 2027 +0500", "Thu May 27 09:00:00 UTC 2027", "2027-05-27 09:00 IST"],
)  # fmt: skip
@pytest.mark.parametrize(
    "key",
    [
        "embargo",
        "publish_on",
        "go_live",
        "эмбарго",
        "release",
        "launch",
        "dtae",
        "emabrgo",
        "publishDate",
        "hold_until",
    ],
)
def test_a_day_of_another_language_or_program_keeps_back_under_each_key_for_it(key: str, day: str) -> None:
    assert is_withheld(f"title: T\ndate: 2026-01-10\n{key}: {day}")
    assert is_withheld(f"title: T\ndate: {day}")


def test_tags_in_a_taxonomy_and_beside_it_are_reported_if_they_differ() -> None:
    assert codes("title: T\ndate: 2026-01-10\ntags: [a]\ntaxonomy: {tag: [b]}") == [("key-conflict", 5)]
    assert codes("title: T\ndate: 2026-01-10\ntags: [b]\ntaxonomy: {tag: [b]}") == []


def test_a_release_with_slips_is_built_and_reported(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: Plan: what changes\ndate: 2026-01-10\ntags:\n\t- water\n---\nText.\n")
    report = made.build()
    assert report.exit_code == 0
    assert [(each.severity, each.code, each.line) for each in report.problems] == [
        ("warning", "text-colon", 2),
        ("notice", "tab-indent", 5),
    ]
    assert "<h1>Plan: what changes</h1>" in re.sub(r"<h1[^>]*>", "<h1>", made.read("2026/01/a/index.html"))
    assert "tags/water/index.html" in made.files()
    assert made.build(strict=True).exit_code == 1
