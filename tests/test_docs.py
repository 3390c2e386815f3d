"""The documentation says what the code does: every name is in it, every example works, every link leads somewhere."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import click
import msgspec
import pytest
from jinja2.filters import FILTERS
from msgspec import Struct

from conftest import Site, planned
from pressgen.cache_folder import CACHE_FOLDER
from pressgen.cli import main
from pressgen.content import dates
from pressgen.content.frontmatter import reader
from pressgen.content.frontmatter.groups import PERSON_KEYS, PICTURE_KEYS
from pressgen.content.frontmatter.keys import KEYS
from pressgen.content.markdown import policy, rendering
from pressgen.content.settings import settings_file
from pressgen.errors import Problem
from pressgen.messages import Finding
from pressgen.model import Options, Plan, Rendered, Report
from pressgen.model.change import ChangeKind
from pressgen.plan.sitemaps import sitemaps
from pressgen.problems import PROBLEMS, RULES
from pressgen.render.environment import PageEnvironment
from pressgen.render.pages import computed_values
from pressgen.settings import Settings
from pressgen.share import NETWORKS, Network
from pressgen.site.urls import address_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "pressgen"
PAGES = sorted(DOCS.glob("*.md"))
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.M | re.S)
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
Make = Callable[..., Site]

NEWSROOM = """\
-- pressgen.yml --
title: {en: City News, uz: Shahar yangiliklari}
url: https://news.example.org/press/
timezone: Asia/Tashkent
languages: [en, uz]
contacts: {press: {name: Press Office, email: press@example.org}}
profiles: {Telegram: "https://t.me/example"}
theme: {radius: 4}
banner: {text: We move., until: 2030-01-01}
redirect_files: [netlify, nginx, apache]
sections: {news: {name: News}}
people: {malika: {name: Malika Sobirova, portrait: card.png}}
series: {reform: {name: The reform}}
-- content/2026/plan.md --
---
title: The plan
date: 2026-01-14
views: 3511
tags: [schools, C++]
authors: [Malika Sobirova]
image: {src: hall.svg, alt: A hall}
aliases: [/old/plan.html]
speaker: Malika Sobirova
corrections: {date: 2026-01-15, text: The text was too long.}
---
Text.
-- content/record.jsonl --
{"id": "a", "version": 1, "at": "2026-01-14T00:00:00+05:00", "source": "content/2026/plan.md", "lang": "en", "address": "/2026/01/plan/", "title": "The plan", "body": "<p>Long text.</p>"}
-- content/2026/figures.md --
---
title: Figures
section: news
date: 2026-01-12
status: withdrawn
withdrawal: They were wrong.
updated: 2026-01-14
---
Text.
-- content/2026/bus.md --
---
title: The bus
date: 2026-01-13
section: news
series: reform
people: malika
image: {src: /card.png, alt: A card}
event: {start: 2026-02-01 10:00, place: Station, accreditation: press@example.org}
---
Text.
-- content/2026/plan.uz.md --
---
title: Reja
date: 2026-01-14
---
Matn.
-- content/pages/about.md --
---
title: About
list: {section: news}
---
We are.
-- content/2026/hall.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>
"""


@cache
def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", text(name))


def blocks(name: str, language: str) -> list[str]:
    return [code for _, kind, code in FENCE.findall(text(name)) if kind == language]


def quoted(name: str) -> set[str]:
    """Every word that stands in backticks outside code blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(name)))


def section(name: str, heading: str) -> str:
    """The text below a heading, to the next heading of its level or above."""
    level = heading.split(" ", 1)[0]
    after = text(name).split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.M)[0]


def rows(markdown: str) -> list[list[str]]:
    """The cells of every table row but the heads."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    heads = {place - 1 for place, line in enumerate(lines) if set(line) <= set("|-: ")}
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for place, row in enumerate(cells) if place not in heads and not set("".join(row)) <= set("-: ")]


def first_words(markdown: str) -> set[str]:
    """The words in backticks in the first column of the tables."""
    return {word for row in rows(markdown) for word in re.findall(r"`([^`]+)`", row[0])}


# --- links ------------------------------------------------------------------------------------


def anchors(name: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(name), re.M)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_to_a_page_and_an_anchor(page: Path) -> None:
    found = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(page.name)))
    local = [target for target in found if "://" not in target]
    lost = []
    for target in local:
        path, _, anchor = target.partition("#")
        other = path or page.name
        if not (DOCS / other).is_file() or (anchor and anchor not in anchors(other)):
            lost.append(target)
    assert lost == []


def test_the_index_names_every_page() -> None:
    assert {page.name for page in PAGES} - {"README.md"} == set(re.findall(r"\]\(([\w-]+\.md)\)", text("README.md")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_headings_and_tables_are_shown_as_such(page: Path) -> None:
    lines = ["", *prose(page.name).splitlines(), ""]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.startswith("#") or (line.startswith("|") and not above.startswith("|")):
            assert above == "", line
        if line.startswith("|") and not above.startswith("|"):
            assert set(below) and set(below) <= set("|-: "), f"a row without a head: {line}"


def test_only_two_pages_name_the_folder_of_the_cache() -> None:
    assert {page.name for page in PAGES if f"{CACHE_FOLDER}/" in text(page.name)} == {
        "command-line.md",
        "publishing.md",
    }


# --- command line -----------------------------------------------------------------------------


def commands() -> list[tuple[str, click.Command]]:
    """Every command with the name of its section: commands of a group are in that of the group."""
    context = click.Context(main)
    pairs = [(name, found) for name in main.list_commands(context) if (found := main.get_command(context, name))]
    groups = [(name, command) for name, command in pairs if isinstance(command, click.Group)]
    return [*pairs, *((name, inner) for name, group in groups for inner in group.commands.values())]


def test_every_command_and_option_is_documented() -> None:
    missing = []
    for name, command in commands():
        part = section("command-line.md", f"## `pressgen {name}`")
        for parameter in command.get_params(click.Context(command)):
            spellings = parameter.opts if isinstance(parameter, click.Option) else []
            missing += [f"{name} {option}" for option in spellings if f"`{option}" not in part]
    assert missing == []
    options = {option for parameter in main.get_params(click.Context(main)) for option in parameter.opts}
    assert all(f"`pressgen {option}`" in text("command-line.md") for option in options)


def test_no_option_is_documented_that_does_not_exist() -> None:
    known = {
        option
        for _, command in commands()
        for p in command.get_params(click.Context(command))
        for option in (*p.opts, *p.secondary_opts)
    }
    named = {word.split(" ")[0] for word in quoted("command-line.md") if word.startswith("--")}
    assert named <= known


def test_every_kind_of_change_is_documented() -> None:
    sentence = section("command-line.md", "## `pressgen due`").split("The `kind` of a change is ")[1]
    assert set(re.findall(r"`([^`]+)`", sentence.split(".\n")[0])) == set(get_args(ChangeKind))


def test_the_sample_report_has_the_fields_of_a_report() -> None:
    sample = json.loads(blocks("command-line.md", "json")[0])
    assert list(sample) == list(Report.__struct_fields__)
    assert list(sample["problems"][0]) == list(Finding.__struct_fields__)
    assert msgspec.convert(sample | {"problems": []}, Report, strict=False).releases == sample["releases"]


# --- settings ---------------------------------------------------------------------------------


def settings(struct: type[Struct] = Settings, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting by its dotted name, with its default."""
    hints = get_type_hints(struct)
    for field in msgspec.structs.fields(struct):
        yield place + field.encode_name, field.default
        by_key = "KEY." if "dict" in str(hints[field.name]) else ""
        for inner in inner_structs(hints[field.name]):
            yield from settings(inner, f"{place}{field.encode_name}.{by_key}")


def inner_structs(hint: Any) -> list[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return [hint]
    return [inner for argument in get_args(hint) for inner in inner_structs(argument)]


def test_every_setting_is_documented_with_its_default() -> None:
    table = {re.sub(r"[\[\]`]|\(.*\)", "", row[0]): row for row in rows(section("settings.md", "## All settings"))}
    assert set(table) == {name for name, _ in settings()}
    plain = {name: default for name, default in settings() if isinstance(default, int | float | str) and default != ""}
    for name, default in plain.items():
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert table[name][2] == f"`{shown}`", name


def test_every_share_target_is_documented() -> None:
    assert set(get_args(Network)) == NETWORKS.keys()
    assert set(NETWORKS) <= first_or_quoted(section("settings.md", "### share"))


def first_or_quoted(markdown: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", markdown))


def test_every_example_of_settings_is_valid() -> None:
    for example in blocks("settings.md", "yaml"):
        needed = [
            f"{key}\n"
            for key in ("title: T", "url: https://x.example/")
            if not re.search(rf"^{key[:4]}", example, re.M)
        ]
        settings_file.read((example + "".join(needed)).encode())


# --- front matter -----------------------------------------------------------------------------


def test_every_key_and_its_other_names_are_in_the_table_of_keys() -> None:
    table = {}
    for key, _, others in rows(section("front-matter.md", "## Keys")):
        table[re.findall(r"`([^`]+)`", key)[0]] = tuple(re.findall(r"`([^`]+)`", others))
    assert table == {key.name: key.synonyms for key in KEYS}


@pytest.mark.parametrize(("heading", "keys"), [("### authors", PERSON_KEYS), ("### image", PICTURE_KEYS)])
def test_the_keys_of_groups_are_documented(heading: str, keys: dict[str, tuple[str, ...]]) -> None:
    table = {
        row[0].strip("`"): tuple(re.findall(r"`([^`]+)`", row[1])) for row in rows(section("front-matter.md", heading))
    }
    assert {key: (key, *others) for key, others in table.items()} == keys


def test_dates_are_read_and_refused_as_the_tables_say() -> None:
    zone = ZoneInfo("Asia/Tashkent")
    table = section("front-matter.md", "## Dates")
    taken, refused = table.split("| Refused |")
    forms = [row[0].strip("`") for row in rows(taken)]
    assert len(forms) > 8
    for form in forms:
        assert dates.parse(form, zone)
    assert dates.parse("2025-01-27 14:30 -4", zone).at.strftime("%H:%M") == "23:30"
    for row in rows("| Refused |" + refused):
        with pytest.raises(dates.DateError):
            dates.parse(row[0].strip("`"), zone)


def test_every_example_of_front_matter_is_valid() -> None:
    zone = ZoneInfo("Asia/Tashkent")
    examples = [*blocks("front-matter.md", "yaml"), *blocks("writing.md", "yaml")]
    for example in examples:
        matter = example.strip().removeprefix("---").removesuffix("---").strip()
        titled = matter if matter.startswith("title:") else f"title: T\n{matter}"
        if not re.search(r"^date:", matter, re.M):
            titled += "\ndate: 2025-01-01"
        reading = reader.read(f"---\n{titled}\n---\n".encode(), "content/a.md", zone)
        allowed = {"image-missing", "image-alt-missing"}
        assert [p for p in reading.problems if p.code not in allowed] == [], example


def test_the_releases_shown_as_examples_are_valid() -> None:
    found = [block for block in blocks("writing.md", "markdown") if block.startswith("---\n")]
    assert len(found) >= 4
    for release in found:
        assert reader.read(release.encode(), "content/a.md", ZoneInfo("UTC")).problems == ()


def test_the_lists_of_html_are_those_of_the_policy() -> None:
    part = section("writing.md", "## Raw HTML")
    assert set(FENCE.findall(part)[0][2].split()) == set(policy.TAGS)
    documented: dict[str, set[str]] = {}
    for names, attributes in rows(part):
        for name in ["*"] if names == "all" else re.findall(r"`([^`]+)`", names):
            documented[name] = set(re.findall(r"`([^`]+)`", attributes))
    assert documented == {name: set(attributes) for name, attributes in policy.ATTRIBUTES.items()}
    assert {f"{scheme}:" for scheme in rendering.SCHEMES} <= first_or_quoted(part)


# --- problems ---------------------------------------------------------------------------------


CODES = {key.partition("/")[0] for key in PROBLEMS}


def test_every_problem_code_is_documented_with_its_severities_and_every_documented_code_exists() -> None:
    severities = {
        code: {PROBLEMS[key].severity for key in PROBLEMS if f"{key}/".startswith(f"{code}/")} for code in CODES
    }
    documented: dict[str, set[str]] = {}
    for row in rows(text("problems.md")):
        for code in re.findall(r"`([^`]+)`", row[0]):
            documented[code] = set(row[1].split(" or "))
    assert documented.keys() == (CODES - RULES.keys()) | {"placeholder-left", "example-contact", "sample-left"}
    assert documented == {code: severities[code] for code in documented}


SHOWN = re.compile(r"(error|warning|notice) \[([\w-]+)\] (.+)(?:\n +\| .+)*(?:\n +hint: (.+))?")
"""A problem as the command line prints it."""


def is_of(template: str, sentence: str) -> bool:
    """Whether a sentence is a template with values."""
    parts = re.split(r"\{\w+\}", template.replace("{{", "\0").replace("}}", "\1"))
    pattern = ".+".join(re.escape(part.replace("\0", "{").replace("\1", "}")) for part in parts)
    return re.fullmatch(pattern, sentence) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_problems_shown_as_examples_are_printed_like_that(page: Path) -> None:
    shown = [(severity, code, words, hint) for severity, code, words, hint in SHOWN.findall(text(page.name))]
    for block in blocks(page.name, "json"):
        problems = json.loads(block).get("problems", [])
        shown += [(each["severity"], each["code"], each["message"], each["hint"]) for each in problems]
    for severity, code, words, hint in shown:
        cases = [case for key, case in PROBLEMS.items() if f"{key}/".startswith(f"{code}/")]
        alike = [case for case in cases if case.severity == severity and is_of(case.message, words)]
        assert any(not hint or is_of(case.hint, hint) for case in alike), f"[{code}] {words} {hint}"


def test_codes_named_on_other_pages_exist() -> None:
    known = CODES
    families = {code.split("-")[0] for code in known} - {"key", "text", "file", "list"}
    for page in PAGES:
        words = {w for w in quoted(page.name) if CODE.fullmatch(w) and w.split("-")[0] in families}
        assert words <= known, page.name


def test_every_rule_of_the_check_is_documented_with_its_default_under_its_heading() -> None:
    for code, rule in RULES.items():
        heading = rule.group.replace("-", " ").capitalize()
        row = next(row for row in rows(section("checks.md", f"## {heading}")) if row[0] == f"`{code}`")
        assert row[1] == rule.severity, code


# --- templates --------------------------------------------------------------------------------


def plan_of(folder: Path) -> list[Rendered]:
    """All outputs that templates print on a small site, an index of sitemaps included."""
    sources, draft = planned(folder)
    assert isinstance(draft.plan, Plan), draft.problems
    rendered = [output for output in draft.plan.outputs if isinstance(output, Rendered)]
    pages = [output for output in rendered if "page" in output.values]
    return [*rendered, *sitemaps(pages, draft.site, address_of(sources.settings.url), shard=2)]


@pytest.fixture
def printed(site: Make) -> list[Rendered]:
    made = site(NEWSROOM)
    picture = next((ROOT / "content" / "pictures").glob("*.jpg"))
    made.edit("content/card.png", picture.read_bytes())
    made.edit("data/views.yml", "releases:\n  /2026/01/bus/:\n    log: {views: 9}\n")
    settings = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    made.edit("content/speech.mp3", (ROOT / "content" / "2025" / "statement.mp3").read_bytes())
    made.edit("content/2026/speech.md", "---\ntitle: Speech\ndate: 2026-01-02\n---\n![Speech](/speech.mp3)\n")
    made.edit("content/cover.png", (ROOT / "content" / "pictures" / "podcast.png").read_bytes())
    podcast = "podcast: {category: News, image: cover.png}\n"
    made.edit("pressgen.yml", f"{settings}views: {{most_read: 3}}\npress_kits: true\n{podcast}")
    return plan_of(made.folder)


def test_every_template_is_documented_with_the_values_it_gets(printed: list[Rendered]) -> None:
    table = {
        row[0].strip("`"): set(re.findall(r"`([^`]+)`", row[2]))
        for row in rows(section("templates.md", "## Which template prints what"))
    }
    shipped = {
        path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()
    }
    assert set(table) == shipped
    given: dict[str, set[str]] = {}
    for output in printed:
        given.setdefault(output.template, set()).update(output.values)
    assert {name: table[name] for name in given} == given
    named = {name for names in given.values() for name in names}
    assert named == first_words(section("templates.md", "## The values").split("### ")[0])


def structs_in(value: object) -> Iterator[type[Struct]]:
    """The types of all values below one, fields that are empty here included."""
    if isinstance(value, Struct):
        yield from struct_types(type(value), set())
    elif isinstance(value, tuple | list):
        for item in value:
            yield from structs_in(item)


def struct_types(struct: type[Struct], seen: set[type[Struct]]) -> Iterator[type[Struct]]:
    if struct not in seen:
        seen.add(struct)
        yield struct
        for hint in (*get_type_hints(struct).values(), *made(struct).values()):
            for inner in inner_structs(hint):
                yield from struct_types(inner, seen)


def made(struct: type[Struct]) -> dict[str, object]:
    """The types of the values that a struct makes from its fields."""
    found = {name: each for name, each in vars(struct).items() if isinstance(each, property)}
    return {name: get_type_hints(each.fget)["return"] for name, each in found.items()}


def test_every_field_of_every_value_is_documented(printed: list[Rendered]) -> None:
    types = {
        t for output in printed for value in computed_values(output, output.values).values() for t in structs_in(value)
    }
    headings = set(re.findall(r"^### (\w+)$", section("templates.md", "## The values"), re.M))
    assert headings == {struct.__name__ for struct in types}
    for struct in types:
        names = {*struct.__struct_fields__, *made(struct)}
        assert first_words(section("templates.md", f"### {struct.__name__}")) == names, struct


def test_the_template_shown_as_an_example_prints_the_speaker(site: Make) -> None:
    made = site(NEWSROOM)
    made.edit("content/card.png", next((ROOT / "content" / "pictures").glob("*.jpg")).read_bytes())
    made.edit("templates/speech.html", blocks("templates.md", "jinja")[0])
    plan = (made.folder / "content/2026/plan.md").read_text(encoding="utf-8")
    made.edit("content/2026/plan.md", plan.replace("speaker:", "template: speech.html\nspeaker:"))
    assert made.build().exit_code == 0
    page = made.read("2026/01/plan/index.html")
    assert page.index('<p class="speaker">Malika Sobirova</p>') < page.index("<h1")


def test_the_filters_beside_jinjas_own_are_documented() -> None:
    own = set(PageEnvironment({}, {}, str).filters) - FILTERS.keys()
    named = re.findall(r"^\| the filter `(\w+)`", section("templates.md", "## What every template can do"), re.M)
    assert set(named) == own


# --- architecture -----------------------------------------------------------------------------


PLACE = re.compile(r"`([\w./-]+\.(?:py|md|html)|[\w/-]+/)`(?: \(([^)]*)\))?")
"""A file or folder, and perhaps names in it."""


def test_every_place_in_the_list_of_changes_exists() -> None:
    cells = "\n".join(cell for row in rows(section("architecture.md", "## Where to change what")) for cell in row)
    places = PLACE.findall(cells)
    assert len(places) > 40
    for written, named in places:
        path = next((path for path in (SOURCE / written, ROOT / written) if path.exists()), None)
        assert path, written
        names = re.findall(r"`(\w+(?:\.\w+)?)`", named)
        assert not names or set(names) <= names_in(path), written


def names_in(path: Path) -> set[str]:
    """What a module defines, the members of its classes included; the macros of a template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"\{% macro (\w+)", source))
    module = ast.parse(source)
    owners: list[tuple[str, ast.Module | ast.ClassDef]] = [
        ("", module),
        *((f"{node.name}.", node) for node in module.body if isinstance(node, ast.ClassDef)),
    ]
    return {prefix + name for prefix, owner in owners for node in owner.body for name in defined_by(node)}


def defined_by(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


# --- Python -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
def test_the_python_examples_run(site: Make, number: int) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n", name="newsroom")
    script = made.folder.parent / "example.py"
    script.write_text(blocks("python.md", "python")[number], encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, script], cwd=script.parent, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (made.folder / ("public" if number else "output") / "index.html").is_file()


@pytest.mark.parametrize("struct", [Options, Report, Problem], ids=lambda struct: struct.__name__)
def test_the_fields_of_the_librarys_values_are_documented(struct: type[Struct]) -> None:
    names = {*struct.__struct_fields__, *(name for name, each in vars(struct).items() if isinstance(each, property))}
    assert first_words(section("python.md", f"## `pressgen.{struct.__name__}`")) == names
