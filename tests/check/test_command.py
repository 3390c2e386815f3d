"""`pressgen check` as it is called: paths, formats, exit codes, silencing, external links."""

from __future__ import annotations

import json
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from conftest import NOW, Site
from pressgen import web
from pressgen.check import external
from pressgen.check.reports import as_github, as_junit, as_sarif
from pressgen.check.run import texts_of
from pressgen.cli import main
from pressgen.errors import Problem
from pressgen.messages import Finding, localize
from pressgen.model import Options
from pressgen.site.sources import open_sources, read_instant
from pressgen.store.database import LINK, peek

Make = Callable[..., Site]
SITE = """\
-- pressgen.yml --
title: News
url: https://news.example/
contacts: {press: {name: Press Office, email: press@news.example}}
-- content/a.md --
---
title: The plan
date: 2025-01-27
summary: What is new.
---

Said TK, the director.
-- content/b.md --
---
title: The bus
date: 2025-01-28
summary: What is new.
---

All is well.
"""


def called(made: Site, *words: str) -> Result:
    return CliRunner().invoke(main, ["check", "--site", str(made.folder), "--as-of", "2026-01-15 12:00", *words])


def codes(result: Result) -> list[str]:
    return [problem["code"] for problem in json.loads(result.stdout)["problems"]]


def test_no_files_are_counted_where_nothing_could_be_checked(site: Make) -> None:
    made = site(SITE)
    made.remove("pressgen.yml")
    result = called(made)
    assert result.exit_code == 2
    assert "[settings-missing]" in result.output
    assert "checked" not in result.output


def test_a_warning_exits_with_1_only_when_strict(site: Make) -> None:
    made = site(SITE)
    result = called(made)
    assert result.exit_code == 0
    assert "content/a.md:7: warning [placeholder-left] “TK” was left behind." in result.stdout
    assert "| Said TK, the director." in result.stdout
    assert "2 files checked: 1 warning." in result.stderr
    assert called(made, "--strict").exit_code == 1
    assert not made.output.exists()


def test_an_error_exits_with_1_and_faulty_settings_with_2(site: Make) -> None:
    made = site(SITE)
    made.edit("content/b.md", "---\ntitle: The bus\ndate: 2025-01-28\ndraft: perhaps\n---\n\nText\n")
    assert called(made).exit_code == 1
    made.edit("pressgen.yml", "title: News\n")
    assert called(made, "--format", "json").exit_code == 2
    assert called(made, "--format", "yaml").exit_code == 2
    assert called(made, str(made.folder / "content" / "lost.md")).exit_code == 2


def test_paths_limit_the_report(site: Make) -> None:
    made = site(SITE)
    assert codes(called(made, "--format", "json", str(made.folder / "content" / "b.md"))) == []
    assert codes(called(made, "--format", "json", str(made.folder / "content"))) == ["placeholder-left"]
    assert called(made, "--strict", str(made.folder / "content" / "b.md")).exit_code == 0


def test_the_site_is_the_nearest_folder_with_settings(site: Make) -> None:
    made = site(SITE)
    result = CliRunner().invoke(main, ["check", str(made.folder / "content" / "a.md")])
    assert "content/a.md:7:" in result.stdout
    outside = made.folder.parent / "other.md"
    outside.write_text("x", encoding="utf-8")
    assert called(made, str(outside)).exit_code == 2


def test_settings_silence_a_rule_for_a_reason(site: Make) -> None:
    made = site(SITE)
    settings = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    made.edit("pressgen.yml", settings + 'check: {placeholder-left: {severity: "off", reason: TK is our editor.}}\n')
    assert codes(called(made, "--format", "json")) == []
    made.edit("pressgen.yml", settings + "check: {placeholder-left: {severity: error}}\n")
    assert called(made).exit_code == 1
    made.edit("pressgen.yml", settings + 'check: {placeholder-left: {severity: "off"}}\n')
    assert codes(called(made, "--format", "json")) == ["settings-check"]
    made.edit("pressgen.yml", settings + "check: {placeholder-lefd: {severity: error}}\n")
    result = called(made)
    assert "[check-code-unknown]" in result.stdout and "Did you mean `placeholder-left`?" in result.stdout


def test_off_needs_no_quotation_marks(site: Make) -> None:
    made = site(SITE)
    settings = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    made.edit("pressgen.yml", settings + "check: {placeholder-left: {severity: off, reason: TK is our editor.}}\n")
    assert codes(called(made, "--format", "json")) == []


def test_front_matter_passes_over_a_finding_for_a_reason(site: Make) -> None:
    made = site(SITE)
    text = (made.folder / "content" / "a.md").read_text(encoding="utf-8")
    made.edit("content/a.md", text.replace("summary:", "check_ignore: {placeholder-left: A name.}\nsummary:"))
    assert codes(called(made, "--format", "json")) == []
    made.edit("content/a.md", text.replace("summary:", "check_ignore: {placeholder-left: '', x: y}\nsummary:"))
    assert "check-ignore-invalid" in codes(called(made, "--format", "json"))
    made.edit("content/a.md", text.replace("summary:", "check_ignore: [placeholder-left]\nsummary:"))
    assert "check-ignore-invalid" in codes(called(made, "--format", "json"))


def test_what_keeps_a_site_from_being_built_cannot_be_silenced(site: Make) -> None:
    made = site(SITE)
    made.edit(
        "content/b.md",
        "---\ntitle: B\ndate: 2025-01-28\nsummary: S\ncheck_ignore: {path-collision: why}\npermalink: /feed.xml/index.html\n---\nText\n",
    )
    assert "path-collision" in codes(called(made, "--format", "json"))


AWKWARD = Finding(
    code="link-words",
    severity="warning",
    file="content/a,b: 100%.md",
    line=3,
    column=7,
    message="50 % <b>\n\x01",
    hint='“"”',
    excerpt="",
)


def test_github_annotations_are_escaped() -> None:
    assert as_github([AWKWARD]) == (
        '::warning file=content/a%2Cb%3A 100%25.md,line=3,col=7,title=link-words::50 %25 <b>%0A\x01 “"”'
    )


def test_junit_is_xml_with_a_failure_for_each_warning() -> None:
    (notice,) = localize([Problem.at("summary-missing", "content/c.md")], "en")
    tree = ET.fromstring(as_junit([AWKWARD, notice]).encode())
    assert (tree.get("tests"), tree.get("failures")) == ("2", "1")
    assert [suite.get("name") for suite in tree] == ["content/a,b: 100%.md", "content/c.md"]
    assert [len(suite.findall(".//failure")) for suite in tree] == [1, 0]


def test_sarif_names_rule_place_and_level() -> None:
    log = json.loads(as_sarif([AWKWARD]))
    run = log["runs"][0]
    result = run["results"][0]
    assert (log["version"], result["level"], result["ruleId"]) == ("2.1.0", "warning", "link-words")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "link-words"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/a%2Cb%3A%20100%25.md"
    assert place["region"] == {"startLine": 3, "startColumn": 7}


@pytest.mark.parametrize("form", ["json", "sarif", "github", "junit"])
def test_each_form_is_printed_on_stdout(site: Make, form: str) -> None:
    result = called(site(SITE), "--format", form)
    assert "placeholder-left" in result.stdout
    if form in ("json", "sarif"):
        json.loads(result.stdout)
    if form == "junit":
        ET.fromstring(result.stdout.encode())


class _Host(BaseHTTPRequestHandler):
    """Answers by the path: /404, /403, /500, /moved, /circle; HEAD is refused under /get."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status = int(self.path[1:4]) if self.path[1:4].isdigit() else 200
        if self.path == "/get" and self.command == "HEAD":
            status = 405
        targets = {"/moved": "http://10.0.0.1/", "/circle": f"http://{self.headers['Host']}/circle"}
        self.send_response(302 if self.path in targets else status)
        if self.path in targets:
            self.send_header("Location", targets[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Host)
    _Host.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_private_addresses_are_refused(host: str) -> None:
    for url in (
        f"{host}/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://192.168.1.1/",
        "http://localhost/",
    ):
        assert external.fault_of(url) == "private", url
    assert _Host.asked == []


def test_answers_are_judged_and_redirects_into_private_networks_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = web.allow
    monkeypatch.setattr(web, "allow", lambda place: None if place == "127.0.0.1" else genuine(place))
    assert external.fault_of(f"{host}/good") == ""
    assert external.fault_of(f"{host}/get") == ""
    assert external.fault_of(f"{host}/403") == ""
    assert external.fault_of(f"{host}/404") == "status:404"
    assert external.fault_of(f"{host}/999") == ""
    assert external.fault_of(f"{host}/500") == "status:500"
    assert external.fault_of(f"{host}/circle") == "status:302"
    assert external.fault_of(f"{host}/moved") == "private"


def test_a_name_that_changes_its_address_between_two_questions_does_not_help(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "check_public", lambda url: None)
    assert external.fault_of(f"{host}/") == "private"
    assert _Host.asked == []


def test_external_links_are_asked_on_request_only_and_remembered(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fault_of(url: str) -> str:
        asked.append(url)
        return "status:404"

    monkeypatch.setattr(external, "fault_of", fault_of)
    made = site(SITE)
    made.edit(
        "content/b.md",
        "---\ntitle: B\ndate: 2025-01-28\nsummary: S\n---\n\nSee [the plan](https://a.example/x_(y)#z).\n",
    )
    assert "external-broken" not in codes(called(made, "--format", "json"))
    for _ in range(2):
        result = called(made, "--format", "json", "--external")
        found = [problem for problem in json.loads(result.stdout)["problems"] if problem["code"] == "external-broken"]
        assert [(problem["file"], problem["line"]) for problem in found] == [("content/b.md", 7)]
    assert asked == ["https://a.example/x_(y)"]
    assert [row[0] for row in peek(made.folder, LINK)] == asked


def test_an_address_ends_before_what_belongs_to_the_text_around_it(site: Make) -> None:
    text = "(https://a.example/x), https://a.example/y_(z). *https://a.example/b*; https://a.example/c#d, https://a.example/c [k](https://a.example/k). **[m](https://a.example/m_(n)).**"
    made = site(SITE)
    made.edit("content/b.md", f"---\ntitle: B\ndate: 2025-01-28\n---\n{text}\n\n(see https://a.example/x_(1))\n")
    with open_sources(made.folder, read_instant(made.folder, NOW), Options(jobs=1)) as (sources, store):
        texts = [each for each in texts_of(sources, store.reader()) if each.file == "content/b.md"]
    assert external.addresses(texts) == {
        **{f"https://a.example/{path}": ("content/b.md", 5) for path in ("x", "y_(z)", "b", "c", "k", "m_(n)")},
        "https://a.example/x_(1)": ("content/b.md", 7),
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [("<p>\n{% if release %}\n", 3), ("{{ release.title | shout }}", 1), ("<p>{{ release.title }}</p>", 0)],
)
def test_a_template_that_cannot_be_read_is_an_error_as_in_a_build(site: Make, text: str, line: int) -> None:
    made = site(f"{SITE}-- templates/article.html --\n{text}\n-- templates/unused.html --\n{{% if %}}\n")
    result = called(made)
    assert ("template-failed" in result.output) == bool(line)
    assert (f"templates/article.html:{line}" in result.output) == bool(line)
    assert "unused" not in result.output
    assert result.exit_code == made.build().exit_code == int(bool(line))
