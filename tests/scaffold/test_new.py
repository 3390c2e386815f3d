"""`pressgen new`: the draft lies where the site's releases lie, keeps its headline, and cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Site
from pressgen.catalogue import catalogue
from pressgen.check.run import check
from pressgen.cli import main
from pressgen.content import unfinished
from pressgen.content.frontmatter import reader
from pressgen.messages import LANGUAGES
from pressgen.model import FrontMatter, Options
from pressgen.scaffold import kinds
from pressgen.scaffold.escaping import yaml_headline
from pressgen.scaffold.release import SUMMARY_PLACEHOLDER, clean_headline
from pressgen.scaffold.translation import PLACEHOLDER

Make = Callable[..., Site]
NOW = "1768460341"  # 2026-01-15 11:59:01 in Tashkent
ZONE = ZoneInfo("Asia/Tashkent")
SITE = """\
-- pressgen.yml --
title: News
url: https://news.example/
timezone: Asia/Tashkent
languages: [en, ru, uz]
contacts: {press: {name: Press Office, email: press@example.org}, head of unit: {name: H, email: h@example.org}}
boilerplate: We are.
-- content/2025/plan.md --
---
# The plan of the year
title: The plan
date: 2025-01-27 09:00
views: 3511
slug: the-plan
aliases: [/old/plan.html]
summary: What is new in 2025.
dateline: Urgut
tags:
  - schools
  - C++
authors: Malika Sobirova
contacts: [press]
image:
  src: bus.svg
  alt: A bus
speaker: Malika
status: published
---

See [the bus](bus.md#stops) and [the timetable](bus.svg).

> “Words”
-- content/2025/bus.md --
---
title: The bus
date: 2025-01-28
tags: [schools]
---

## Stops

Text.
-- content/2025/bus.ru.md --
---
title: Автобус
date: 2025-01-28
tags: [школы]
---

## Stops

Текст.
-- content/2025/bus.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>
-- content/pages/about.md --
---
title: About us
---
We are.
"""


def called(made: Site, *words: str, **env: str) -> Result:
    return CliRunner().invoke(main, ["new", "--site", str(made.folder), *words], env={"SOURCE_DATE_EPOCH": NOW, **env})


def made_by(made: Site, *words: str) -> str:
    """The path of the new file, from the site's folder."""
    result = called(made, *words)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    return Path(result.stdout.strip()).resolve().relative_to(made.folder.resolve()).as_posix()


def read(made: Site, path: str) -> FrontMatter:
    reading = reader.read((made.folder / path).read_bytes(), path, ZONE)
    assert reading.matter is not None, reading.problems
    return reading.matter


def text(made: Site, path: str) -> str:
    return (made.folder / path).read_text(encoding="utf-8")


def found(made: Site) -> list[tuple[str, str]]:
    problems = check(made.folder, "2026-01-15 12:00", Options(jobs=1)).problems
    return [(problem.code, problem.file) for problem in problems]


def test_a_release_is_begun_with_the_keys_it_needs(site: Make) -> None:
    made = site(SITE)
    path = made_by(made, "Forty schools open their doors")
    assert path == "content/2026/forty-schools-open-their-doors.md"
    matter = read(made, path)
    assert (matter.title, matter.status) == ("Forty schools open their doors", "draft")
    assert matter.date is not None
    assert matter.date.at.isoformat() == "2026-01-15T11:59:00+05:00"
    assert matter.contacts == ("press", "head of unit")
    assert "\ntags: []\n# Tags in use: schools, C++\n" in text(made, path)
    assert "boilerplate" in text(made, path)
    assert ("placeholder-left", path) in found(made)
    assert made.build().exit_code == 0
    assert not (made.output / "2026").exists()


@pytest.mark.parametrize("lang", ["en", "ru", "uz"])
@pytest.mark.parametrize("kind", ["announcement", "event", "appointment", "statement", "correction"])
def test_every_kind_in_every_language_is_sound_and_told_until_it_is_written(site: Make, kind: str, lang: str) -> None:
    made = site(SITE)
    path = made_by(made, "Headline", "--kind", kind, "--lang", lang)
    _, data = kinds.kind_file(made.folder, kind, lang)
    said = [problem for problem in check(made.folder, "2026-01-15", Options(jobs=1)).problems if problem.file == path]
    assert {problem.code for problem in said} <= {"placeholder-left"}
    assert len(said) >= len({*re.findall(r"\[[^\]\n]+\]", data.decode().replace("tags: []", ""))}) > 2
    assert made.build(drafts=True, output="preview").exit_code == 0


def test_dates_are_taken_as_front_matter_takes_them(site: Make) -> None:
    made = site(SITE)
    assert "\ndate: 2031-03-02\n" in text(made, made_by(made, "A", "--date", "2031-03-02"))
    path = made_by(made, "B", "--date", "2031-03-02 09:00 UTC")
    assert path.startswith("content/2031/")
    assert "\ndate: 2031-03-02 14:00\n" in text(made, path)
    refused = called(made, "C", "--date", "2 March")
    assert refused.exit_code == 2
    assert "[instant-invalid]" in refused.stderr


def test_an_hour_that_the_clocks_show_twice_is_written_with_its_offset(site: Make) -> None:
    made = site(SITE.replace("Asia/Tashkent", "Europe/Berlin"))
    assert "\ndate: 2026-10-25 02:30 +0100\n" in text(made, made_by(made, "A", "--date", "2026-10-25 01:30 UTC"))


def test_a_name_that_is_taken_gets_a_number(site: Make) -> None:
    made = site(SITE)
    assert made_by(made, "The bus") == "content/2026/the-bus.md"
    assert made_by(made, "The bus") == "content/2026/the-bus-2.md"
    result = called(made, "The bus!")
    assert result.stdout.endswith("the-bus-3.md\n")
    assert "content/2026/the-bus.md already has that name or address" in result.stderr
    # A name in another language would make the two each other's translation.
    assert made_by(made, "The bus", "--lang", "ru") == "content/2026/the-bus-4.ru.md"
    assert re.fullmatch(f"content/2026/{'x' * 87}-[0-9a-f]{{8}}.md", made_by(made, "x" * 300))
    assert re.fullmatch(f"content/2026/{'x' * 87}-[0-9a-f]{{8}}-2.md", made_by(made, "x" * 300))
    assert made_by(made, "Index") == "content/2026/index-2.md"
    assert made.build(drafts=True, output="preview").exit_code == 0


def test_a_file_whose_name_differs_in_case_only_is_not_the_new_one(site: Make) -> None:
    made = site(SITE)
    made.edit("content/2026/The-Bus.md", "---\ntitle: A\ndate: 2026-01-01\nslug: other\n---\nText.\n")
    assert made_by(made, "The bus") == "content/2026/the-bus-2.md"


def test_an_address_that_is_taken_by_a_slug_gets_a_number(site: Make) -> None:
    made = site(SITE)
    assert made_by(made, "The plan", "--date", "2025-01-30") == "content/2025/the-plan-2.md"
    made.edit(
        "content/2025/bus.ru.md", "---\ntitle: Автобус\ndate: 2025-01-28\npermalink: /ru/2025/01/school/\n---\nА.\n"
    )
    assert made_by(made, "School", "--date", "2025-01-30", "--lang", "ru") == "content/2025/school-2.ru.md"
    assert made_by(made, "School", "--date", "2025-01-30") == "content/2025/school.md"


LAYOUTS = [
    ("content/{}.md", "content/headline.md"),
    ("content/2025/01/{}.md", "content/2026/02/headline.md"),
    ("content/news/2025-01/{}.md", "content/news/2026-02/headline.md"),
    ("content/2025/{}/index.md", "content/2026/headline/index.md"),
    ("content/_posts/2025-01-2{n}-{}.md", "content/_posts/2026-02-03-headline.md"),
    ("content/en/2025/{}.md", "content/en/2026/headline.md"),
    ("content/2025/{}.en.md", "content/2026/headline.en.md"),
]


@pytest.mark.parametrize(("layout", "wanted"), LAYOUTS)
def test_a_release_goes_where_the_newest_ones_are(site: Make, layout: str, wanted: str) -> None:
    made = site("-- content/2020/old.md --\n---\ntitle: Old\ndate: 2020-01-01\n---\nText\n")
    for n, name in enumerate("ab"):
        made.edit(layout.format(name, n=n), f"---\ntitle: {name}\ndate: 2025-01-2{n}\n---\nText\n")
    assert made_by(made, "Headline", "--date", "2026-02-03") == wanted
    made.build(drafts=True, output="preview")
    assert made.codes() == []


STYLES = [
    ("content/ru/2025/a.md", "", "content/ru/2026/headline.md", False),
    ("content/2025/a.ru.md", "", "content/2026/headline.ru.md", False),
    ("content/2025/a-ru.md", "lang: ru\n", "content/2026/headline.md", True),
]


@pytest.mark.parametrize(("path", "key", "wanted", "keyed"), STYLES)
def test_the_language_is_told_as_the_site_tells_it(site: Make, path: str, key: str, wanted: str, keyed: bool) -> None:
    made = site(SITE)
    made.remove("content/2025/bus.ru.md")
    made.edit(path, f"---\ntitle: A\ndate: 2025-02-01\n{key}---\nТекст\n")
    assert made_by(made, "Headline", "--lang", "RU") == wanted
    assert ("\nlang: ru\n" in text(made, wanted)) == keyed
    made.build(drafts=True, output="preview")
    assert (made.folder / "preview/ru/2026/01/headline/index.html").is_file()


def test_in_an_empty_site_the_year_is_the_folder(site: Make) -> None:
    made = site(SITE.split("-- content")[0])
    assert made_by(made, "Headline") == "content/2026/headline.md"
    assert made_by(made, "Sarlavha", "--lang", "uz") == "content/2026/sarlavha.uz.md"


def test_from_a_release_its_text_and_standing_keys_are_taken(site: Make) -> None:
    made = site(SITE)
    path = made_by(made, "The new plan", "--from", "content/2025/plan.md")
    matter = read(made, path)
    assert (matter.title, matter.status, matter.dateline) == ("The new plan", "draft", "Urgut")
    assert (matter.tags, matter.contacts, matter.extra) == (("schools", "C++"), ("press",), {"speaker": "Malika"})
    assert [author.name for author in matter.authors] == ["Malika Sobirova"]
    assert (matter.views, matter.slug, matter.aliases, matter.image) == (None, "", (), None)
    assert matter.date is not None
    assert matter.date.at.year == 2026
    assert "See [the bus](../2025/bus.md#stops) and [the timetable](../2025/bus.svg).\n\n> “Words”\n" in text(
        made, path
    )
    assert {code for code, file in found(made) if file == path} == {"placeholder-left", "key-unknown"}


def test_the_sections_of_the_settings_are_offered(site: Make) -> None:
    made = site(SITE)
    settings = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    made.edit("pressgen.yml", f"{settings}sections: {{news: {{name: News}}, statements: {{name: Statements}}}}\n")
    assert "# section: news, statements\n" in text(made, made_by(made, "A plan"))
    assert "\nsection: statements\n" in text(made, made_by(made, "Our words", "--kind", "statement"))
    made.edit("content/2025/old.md", "---\ntitle: Old\ndate: 2025-01-01\nsection: news\n---\nText.\n")
    assert "\nsection: news\n" in text(made, made_by(made, "Once more", "--from", "content/2025/old.md"))


def test_slips_are_not_copied(site: Make) -> None:
    made = site(SITE)
    matter = (
        "\ttitle: Old: the first plan\n\tdate: 2025-01-01\n\tdateline: Urgut: town hall steps\n\ttags:\n\t\t- schools\n"
    )
    made.edit("content/2025/old.md", f"---\n{matter}---\nText.\n")
    path = made_by(made, "Once more", "--from", "content/2025/old.md")
    assert '\ndateline: "Urgut: town hall steps"\n' in text(made, path) and "\t" not in text(made, path)
    assert read(made, path).tags == ("schools",)


def test_the_heading_that_is_a_headline_is_not_copied(site: Make) -> None:
    made = site(SITE)
    made.edit("content/2025/yellow.md", "---\ndate: 2025-01-27\n---\n# A bus\n\nYellow.\n")
    for words in (("A tram", "--from", "content/2025/yellow.md"), ("--translate", "content/2025/yellow.md", "ru")):
        written = text(made, made_by(made, *words))
        assert "# A bus" not in written
        assert "Yellow." in written


def test_the_comments_of_a_new_release_are_not_copied_to_the_next(site: Make) -> None:
    made = site(SITE)
    first = made_by(made, "First")
    for words in (("Second", "--from", first), ("--translate", first, "ru")):
        path = made_by(made, *words)
        assert text(made, path).count("# Tags in use:") == 1
        assert text(made, path).count("# The paragraph about us") == (0 if "ru" in words else 1)


def test_from_takes_the_language_of_the_release_and_names_as_seen_from_here(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(SITE)
    monkeypatch.chdir(made.folder / "content/2025")
    result = CliRunner().invoke(main, ["new", "Ещё автобус", "--from", "bus.ru.md"], env={"SOURCE_DATE_EPOCH": NOW})
    assert result.stdout == "../2026/ещё-автобус.ru.md\n", result.stderr


def test_a_translation_is_joined_and_told_until_it_is_written(site: Make) -> None:
    made = site(SITE)
    path = made_by(made, "--translate", "content/2025/plan.md", "ru")
    assert path == "content/2025/plan.ru.md"
    matter = read(made, path)
    assert (matter.title, matter.status, matter.tags) == ("[вставить перевод] The plan", "draft", ())
    assert (matter.slug, matter.aliases, matter.views, matter.dateline) == ("", (), None, "Urgut")
    assert matter.date == read(made, "content/2025/plan.md").date
    assert (
        "# In the original: schools, C++\n# Tags in use: школы\n# To be translated too: dateline, authors, image\n"
        in text(made, path)
    )
    assert text(made, path).endswith(
        "---\n\n[вставить перевод]\n\nSee [the bus](bus.md#stops) and [the timetable](bus.svg).\n\n> “Words”\n"
    )
    assert [code for code, file in found(made) if file == path].count("placeholder-left") == 3
    assert made.build(drafts=True, output="preview").exit_code == 0
    page = (made.folder / "preview/2025/01/the-plan/index.html").read_text(encoding="utf-8")
    assert 'hreflang="ru"' in page
    again = called(made, "--translate", "content/2025/plan.md", "ru")
    assert again.exit_code == 2
    assert "[translation-exists] content/2025/plan.ru.md is" in again.stderr


def test_a_page_and_a_translation_can_be_translated_too(site: Make) -> None:
    made = site(SITE)
    assert made_by(made, "--translate", "content/pages/about.md", "uz") == "content/pages/about.uz.md"
    made.edit("content/2025/yangi.uz.md", "---\ntitle: Yangi\ndate: 2025-02-01\n---\nMatn\n")
    assert made_by(made, "--translate", "content/2025/yangi.uz.md", "en") == "content/2025/yangi.md"
    assert made.build(drafts=True, output="preview").exit_code == 0


@pytest.mark.parametrize(
    ("path", "lang", "translated"),
    [
        ("content/2025/yangi.md", "fr", "content/2025/yangi.ru.md"),
        ("content/2025/yangi.fr.md", "fr", "content/2025/yangi.ru.md"),
        ("content/2025/yangi.zh_TW.md", "zh-TW", "content/2025/yangi.ru.md"),
        ("content/2025/yangi.ru-RU.md", "ru", "content/2025/yangi.uz.md"),
        ("content/fr/2025/yangi.md", "fr", "content/ru/2025/yangi.md"),
        ("content/pt/2025/yangi/index.md", "pt-BR", "content/ru/2025/yangi/index.md"),
    ],
)
def test_a_release_in_a_language_that_the_settings_do_not_list_can_be_translated(
    site: Make, path: str, lang: str, translated: str
) -> None:
    made = site(SITE)
    made.edit(path, f"---\ntitle: A\ndate: 2025-02-01\nlang: {lang}\n---\nText\n")
    assert made_by(made, "--translate", path, "uz" if ".uz." in translated else "ru") == translated
    made.build(drafts=True, output="preview")
    pages = [page.read_text(encoding="utf-8") for page in (made.folder / "preview").rglob("2025/02/yangi/index.html")]
    assert [f'hreflang="{lang}"' in page for page in pages] == [True, True]


def test_in_folders_of_languages_pictures_and_links_are_named_anew(site: Make) -> None:
    made = site(SITE)
    made.remove("content/2025/bus.ru.md")
    made.edit("content/ru/2025/bus.md", "---\ntitle: Автобус\ndate: 2025-01-28\n---\n\n## Stops\n\nТекст\n")
    path = made_by(made, "--translate", "content/2025/plan.md", "ru")
    assert path == "content/ru/2025/plan.md"
    assert "  src: ../../2025/bus.svg\n" in text(made, path)
    assert "See [the bus](bus.md#stops) and [the timetable](../../2025/bus.svg)." in text(made, path)
    assert made.build(drafts=True, output="preview").exit_code == 0


def test_where_only_front_matter_tells_the_language_the_key_joins_the_two(site: Make) -> None:
    made = site(SITE)
    made.remove("content/2025/bus.ru.md")
    made.edit("content/2025/avtobus.md", "---\ntitle: A\ndate: 2025-02-01\nlang: ru\n---\nТекст\n")
    plan = text(made, "content/2025/plan.md")
    made.edit("content/2025/plan.md", plan.replace("views:", "translation_key: plan\nviews:"))
    path = made_by(made, "--translate", "content/2025/plan.md", "ru")
    assert path == "content/2025/plan-ru.md"
    assert read(made, path).translation_key == "plan"
    assert made_by(made, "--translate", "content/2025/bus.md", "ru") == "content/2025/bus.ru.md"
    made.build(drafts=True, output="preview")
    assert made.codes() == []
    again = called(made, "--translate", "content/2025/plan.md", "ru")
    assert "[translation-exists]" in again.stderr


def test_the_site_can_have_kinds_of_its_own(site: Make) -> None:
    made = site(SITE)
    made.build()
    before = made.files()
    made.edit(
        "templates/kinds/tender.md", "---\n# Ask the lawyers.\ntags: [tenders]\ncontacts: [press]\n---\nTK lots\n"
    )
    made.edit("templates/kinds/ru/event.md", "---\ntitle: x\nstatus: published\n---\nМоё {{ x }}\n")
    path = made_by(made, "Tender", "--kind", "tender")
    assert (read(made, path).tags, read(made, path).contacts) == (("tenders",), ("press",))
    assert "# Ask the lawyers.\ntags: [tenders]\n" in text(made, path)
    assert "\n\nTK lots\n" in text(made, path)
    assert text(made, made_by(made, "Праздник", "--kind", "event", "--lang", "ru")).endswith("\n\nМоё {{ x }}\n")
    assert "## Programme" in text(made, made_by(made, "Feast", "--kind", "event"))
    made.build()
    assert made.files() == before
    made.edit("templates/kinds/tender.md", "No front matter")
    refused = called(made, "Tender", "--kind", "tender")
    assert (refused.exit_code, "templates/kinds/tender.md:1" in refused.stderr) == (2, True)


def test_the_kind_in_the_documentation_can_be_used(site: Make) -> None:
    made = site(SITE)
    page = (Path(__file__).parents[2] / "docs/first-release.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```markdown\n(.*?)^```$", page, re.M | re.S)[1]
    made.edit("templates/kinds/tender.md", shown)
    path = made_by(made, "Forty school buses wanted", "--kind", "tender")
    assert [code for code, file in found(made) if file == path].count("placeholder-left") == 3
    assert made.build(drafts=True, output="preview").exit_code == 0


REFUSED = [
    (("",), "[headline-unusable] The headline is empty."),
    (("  \t ",), "[headline-unusable]"),
    (("two\nlines",), "The headline has a line break in it."),
    (("two\u2028lines",), "The headline has a line break in it."),
    (("a\x07b",), "(U+0007)"),
    (("a\ud800b",), "(U+D800)"),
    (("a\ufffeb",), "[headline-unusable]"),
    (("A", "--kind", "anouncement"), "Did you mean announcement? Known: announcement, appointment,"),
    (("A", "--kind", "../../pressgen"), "[kind-unknown]"),
    (("A", "--lang", "fr"), "[language-unknown]"),
    (("A", "--from", "content/2025/pln.md"), "[release-unknown] There is no release content/2025/pln.md."),
    (("A", "--from", "pressgen.yml"), "[release-unknown]"),
    (("--translate", "content/2025/plan.md", "fr"), "[language-unknown]"),
    (("--translate", "content/2025/plan.md", "en"), "[translation-exists]"),
    (("--translate", "content/2025/nothing.md", "ru"), "[release-unknown]"),
    (("A", "--translate", "content/2025/plan.md", "ru"), "do not use other options with it"),
    (("A", "--from", "content/2025/plan.md", "--kind", "event"), "use only one of them"),
    ((), 'Write the headline in quotation marks: pressgen new "…".'),
    (("The", "bus", "{leaves}"), 'Write the headline in quotation marks: pressgen new "The bus {leaves}".'),
    (("A", "B", "--translate", "content/2025/plan.md", "ru"), "do not use other options with it"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_made(site: Make, words: tuple[str, ...], said: str) -> None:
    made = site(SITE)
    before = sorted((made.folder / "content").rglob("*"))
    result = called(made, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted((made.folder / "content").rglob("*")) == before


def test_a_release_with_faults_cannot_be_copied(site: Make) -> None:
    made = site(SITE)
    made.edit("content/2025/bad.md", "---\ntitle: A\ndate: soon\n---\nText\n")
    made.edit("content/2025/flow.md", "---\n{title: A, date: 2025-01-01}\n---\nText\n")
    for name in ("bad", "flow"):
        result = called(made, "A", "--from", f"content/2025/{name}.md")
        assert (result.exit_code, "[release-unusable]" in result.stderr) == (2, True), name


def test_the_editor_opens_the_new_file(site: Make) -> None:
    made = site(SITE)
    editor = made.folder / "editor.sh"
    editor.write_text('#!/bin/sh\necho "Edited." >> "$1"\n')
    editor.chmod(0o755)
    result = called(made, "Headline", "--edit", VISUAL="", EDITOR=str(editor))
    assert result.exit_code == 0
    assert text(made, "content/2026/headline.md").endswith("Edited.\n")


HOSTILE = """\
Robotics week: 40 schools take part
"Quoted" and 'quoted' and “quoted”
Vote #2 in the list
- a list
[a, b] and {c: d}
{{ jinja }} {% raw %}
*bold* _em_ `code`
& * ! % @ ` | > ? anchors
&anchor *alias
!!python/object:os.system
yes
null
~
2025-01-27
2025-01-27: what happened
12345
1e3
---
...
a\\b \\n \\u0041 \\
<b>HTML</b> and <script>alert(1)</script>
<br>
a < b & c > d
AT&T, AT&amp;T, &lt;b&gt;, &#10;, &#x41;
&nbsp;&nbsp;
Ўзбекистон — янги давр
Oʻzbekiston taʼlim “yili”
تعليم: مدارس جديدة
新学期开始了！
🎉🚌 40 👩‍🏫 schools
e\u0301 and \u00e9
a\u00a0b\u202fc 100\u00a0%
zero\u200bwidth \u2066bidi\u2069
C++, C#, 100% & more
../../etc/passwd
con
.hidden
_private
index
report.ru
$HOME $(rm -rf /) `id`
a, b, c
: colon first
colon last:
? question
title: A
=cmd|' /C calc'!A0
%TAG ! x
""".splitlines()


@pytest.mark.parametrize("headline", HOSTILE)
def test_a_headline_survives(site: Make, headline: str) -> None:
    made = site(SITE)
    path = made_by(made, "--", headline)
    assert read(made, path).title == headline
    assert path.startswith("content/2026/")
    assert path.count("/") == 2
    assert made.build(drafts=True, output="preview").exit_code == 0


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_headline_is_written_so_that_it_is_read_back(headline: str) -> None:
    wanted = clean_headline(headline)
    reading = reader.read(f"---\ntitle: {yaml_headline(wanted)}\ndate: 2025-01-01\n---\n".encode(), "a.md", ZONE)
    assert reading.matter is not None
    assert reading.matter.title == wanted


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["&", "amp;", "lt;", "<b>", "<", "/", ">", "#65;", '"', "\\", "x", " ", "<br/>"])))
def test_headlines_of_html_are_read_back(parts: list[str]) -> None:
    wanted = re.sub(" +", " ", "".join(parts)).strip() or "x"
    reading = reader.read(f"---\ntitle: {yaml_headline(wanted)}\ndate: 2025-01-01\n---\n".encode(), "a.md", ZONE)
    assert reading.matter is not None
    assert reading.matter.title == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("placeholder", [PLACEHOLDER, SUMMARY_PLACEHOLDER])
def test_the_check_finds_the_placeholders_of_every_language(lang: str, placeholder: str) -> None:
    matter = FrontMatter(title="A", summary=catalogue(lang).gettext(placeholder))
    assert [problem.code for problem in unfinished.find(matter, "", "content/a.md", 1)] == ["placeholder-left"]
