"""Problems of settings name the line in pressgen.yml where the fault is, in texts the very line."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from conftest import SETTINGS, Site
from pressgen.check.run import check
from pressgen.content.pictures.metadata import without_metadata
from pressgen.content.settings.places import place, with_lines
from pressgen.errors import Problem
from pressgen.model import NO_RIGHTS, Options, Rights

Make = Callable[..., Site]
NEWSROOM = """\
-- content/a.md --
---
title: A
date: 2026-01-10
people: [malika]
---
Text.
-- content/a.ru.md --
---
title: А
date: 2026-01-10
people: [malika]
---
Текст.
-- static/words.txt --
No picture.
"""


def photo(red: int = 90) -> bytes:
    data = BytesIO()
    Image.new("RGB", (900, 600), (red, 90, 90)).save(data, "JPEG")
    return data.getvalue()


PEOPLE = "people:\n  malika:\n    name: Malika\n"


def lines_of_problems(made: Site, as_of: str = "2026-01-15 12:00") -> list[tuple[str, str]]:
    """The code of each problem in pressgen.yml with the line that it names, and of all from `check` as well."""
    settings = (made.folder / "pressgen.yml").read_text().splitlines()
    report = made.build(as_of)
    checked = check(made.folder, as_of, Options())
    problems = {(p.code, p.line, p.file) for p in (*report.problems, *checked.problems)}
    assert not [file for _, _, file in problems if "#" in file]
    return sorted(
        (code, settings[line - 1].strip() if line else "") for code, line, file in problems if file == "pressgen.yml"
    )


def make(site: Make, text: str) -> Site:
    made = site(NEWSROOM)
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, ru]\n\n# A comment.\n{text}")
    return made


TEXTS = {
    "boilerplate: |": "\n  One.\n\n  Two and [three](nope.md).\n",
    "banner:\n  text: |": "\n    One.\n\n    Two and [three](nope.md).\n",
    "banner:\n  - text: Before.\n  - text: |": "\n\n      One and [three](nope.md).\n\n      Two.\n",
    f"{PEOPLE}    about: |": "\n      One.\n\n      Two and [three](nope.md).\n",
    f"{PEOPLE}    about:\n      en: Fine.\n      ru: |": "\n        One.\n\n        Two and [three](nope.md).\n",
    f"{PEOPLE}    about: >": "\n      One\n      one.\n\n      Two and [three](nope.md).\n",
    f"{PEOPLE}    about:": ' "One.\n\n      Two and [three](nope.md)."\n',
    f"{PEOPLE}    about: &text": " |\n      One.\n      Two and [three](nope.md).\nboilerplate: *text\n",
    "boilerplate:": " One.\n\n  Two and [three](nope.md).\n",
}


@pytest.mark.parametrize("key", TEXTS)
def test_a_link_in_a_text_of_the_settings_has_its_line(site: Make, key: str) -> None:
    problems = lines_of_problems(make(site, key + TEXTS[key]))
    assert [code for code, _ in problems] == ["link-missing"] and "nope.md" in problems[0][1]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("image-missing", "![A](nope.jpg)"),
        ("image-alt-missing", "![](/sample.png?nope)"),
        ("link-broken", "[a](/nope/)"),
        ("person-unknown", "[a](person:nope)"),
        ("foreign-code", "{{ nope }}"),
        ("html-removed", "<script>nope</script>"),
        ("image-unusable", "![A](/words.txt?nope)"),
    ],
)
@pytest.mark.parametrize("key", ["boilerplate: |\n", "banner:\n  text: |\n", f"{PEOPLE}    about: |\n"])
def test_each_kind_of_problem_in_a_text_has_its_line(site: Make, key: str, code: str, wrong: str) -> None:
    problems = lines_of_problems(make(site, f"{key}      One.\n\n      Two\n      {wrong}\n\n      Three.\n"))
    assert problems and all("nope" in line for _, line in problems)
    assert code in [code for code, _ in problems]


SETTINGS_WITH_FAULTS = {
    "settings-menu": "menus:\n  main:\n    - {label: A, to: /}\n    - label: B\n      to: nope.md\n",
    "link-broken": "menus:\n  footer:\n    - label: B\n      to: {en: /, ru: /nope/}\n",
    "settings-link": "contacts:\n  desk:\n    name: Desk\n    url: javascript:nope\n",
    "settings-logo": "publisher:\n  name: P\n  logo: nope.png\n",
    "settings-picture": "theme:\n  radius: 2\n  favicon: nope.png\n",
    "settings-share-image": "share_image: nope.png\n",
    "settings-portrait": f"{PEOPLE}    portrait: nope.png\n",
    "settings-font": "theme:\n  radius: 2\n  font: nope.woff2\n",
    "template-missing": "sections:\n  news:\n    name: News\n    template: nope.html\n",
    "example-contact": "contacts:\n  desk:\n    name: Nope\n    email: nope@example.org\n",
    "phone-format": "contacts:\n  desk:\n    name: Desk\n    phone: 123 nope\n",
    "mail-format": f"{PEOPLE}    email: nope\n",
    "check-code-unknown": "check:\n  nope: {severity: 'off', reason: No}\n",
    "settings-check": "check:\n  headline-long: {severity: error}\n  nope: {severity: 'off'}\n",
    "settings-tags": "tags:\n  a:\n    en: [nope]\n",
    "settings-languages": "banner:\n  - text: A\n  - text:\n      en: A\n      de: nope\n",
    "settings-podcast": "podcast:\n  image: a.png\n  category: nope\n",
    "settings-tag-keys": "tag_keys:\n  - category\n  - date # nope\n",
    "settings-permalink": "permalink: /nope/\n",
}


@pytest.mark.parametrize("code", SETTINGS_WITH_FAULTS)
def test_a_faulty_setting_has_its_own_line(site: Make, code: str) -> None:
    problems = lines_of_problems(make(site, SETTINGS_WITH_FAULTS[code]))
    assert [code for code, _ in problems] == [code] and "nope" in problems[0][1]


def test_a_key_with_a_dot_is_found() -> None:
    settings = b"people:\n  a: {name: A}\n  a.b:\n    name: A. B.\n    about: |\n      One.\n      Two.\n"
    places = (
        (place("people", "a.b", "name"), 0),
        (place("people", "a", "about"), 0),
        (place("people", "a.b", "about"), 2),
    )
    placed = [Problem.at("link-missing", each, line, target="x") for each, line in places]
    assert [(p.file, p.line) for p in with_lines(placed, lambda: settings)] == [("pressgen.yml", n) for n in (4, 2, 7)]


def test_a_problem_may_name_the_place_of_another_setting(site: Make) -> None:
    tags = "tags:\n  a:\n    en: One\n    aliases: [Old]\n  b:\n    en: Two\n    aliases: [Old]\n"
    made = make(site, tags)
    for name, tag in (("b", "One"), ("c", "Two")):
        made.edit(f"content/{name}.md", f"---\ntitle: B\ndate: 2026-01-11\ntags: [{tag}]\n---\nText.\n")
    problem = next(p for p in made.build().problems if p.code == "redirect-double")
    lines = (made.folder / "pressgen.yml").read_text().splitlines()
    assert "pressgen.yml:" in problem.message and "#" not in problem.message.replace("pressgen.yml:", "")
    assert lines[problem.line - 1] == "    aliases: [Old]" and f"pressgen.yml:{problem.line}" not in problem.message


def test_a_setting_that_is_gone_has_no_line() -> None:
    problem = Problem.at("link-missing", place("banner", 0, "text"), 3, target="x")
    assert [(p.file, p.line) for p in with_lines([problem], lambda: None)] == [("pressgen.yml", 0)]


@pytest.mark.parametrize("key", ["boilerplate: |\n", "banner:\n  text: |\n", f"{PEOPLE}    about: |\n"])
def test_pictures_in_texts_of_the_settings_need_the_required_words(site: Make, key: str) -> None:
    text = "      One.\n\n      ![A](a.jpg)\n\n      ![](b.jpg)\n\n      ![](said.jpg)\n"
    made = make(site, f"{key}{text}pictures: {{require: [alt, credit]}}\n")
    for name, rights in (
        ("a", NO_RIGHTS),
        ("b", Rights(credit="A. K.")),
        ("said", Rights(credit="A. K.", alt="A bus")),
    ):
        made.edit(f"content/{name}.jpg", without_metadata(photo(), rights=rights))
    assert lines_of_problems(made) == [
        ("image-alt-missing", "![](b.jpg)"),
        ("image-credit-missing", "![A](a.jpg)"),
    ]
    assert made.build().exit_code == 1 and not made.files()


def test_a_consent_ends_at_its_line_in_a_text_of_the_settings(site: Make) -> None:
    made = make(site, f"{PEOPLE}    portrait: face.jpg\n    about: |\n      One.\n\n      ![A](a.jpg)\n")
    for name, red in (("a", 1), ("face", 200)):
        made.edit(f"content/{name}.jpg", photo(red=red))
    made.edit("content/consents.csv", "a.jpg,2026-01-10\nface.jpg,2026-01-10\n")
    assert lines_of_problems(made) == [("consent-ended", "![A](a.jpg)"), ("consent-ended", "portrait: face.jpg")]
