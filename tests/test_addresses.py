"""No address dies: whatever is renamed, moved, withdrawn or deleted, each address ever issued answers rightly."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SETTINGS, Site
from nginx import Nginx, has_nginx
from pressgen.site.urls import collision_key

Make = Callable[..., Site]
RECORD = "content/record.jsonl"
NOTICE = "status: withdrawn\nwithdrawal: The figures were wrong.\nupdated: 2026-01-10\n"


def release(title: str = "The plan", body: str = "Fifteen schools.", date: str = "2026-01-02", keys: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: In short.\n{keys}---\n{body}\n"


@pytest.fixture
def recorded(site: Make) -> Site:
    """A site with a record of a release with an alias and a tag, its translation, another release, and a page."""
    made = site()
    made.edit("pressgen.yml", SETTINGS + "languages: [en, ru]\nrecord: true\n")
    made.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\n"))
    made.edit("content/plan.ru.md", release("План", "Пятнадцать школ."))
    made.edit("content/other.md", release("Other", "Other text.", "2026-01-03"))
    made.edit("content/pages/about.md", "---\ntitle: About\n---\nAbout us.\n")
    assert made.build().problems == ()
    return made


def entries(made: Site) -> list[dict[str, object]]:
    return [json.loads(line) for line in (made.folder / RECORD).read_text(encoding="utf-8").splitlines()]


def target(made: Site, address: str) -> str:
    """Where the page at an address leads."""
    match = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', made.read(f"{address[1:]}index.html"))
    assert match, f"no redirect at {address}"
    return match[1]


def rename(made: Site, old: str, new: str) -> None:
    (made.folder / new).parent.mkdir(parents=True, exist_ok=True)
    (made.folder / old).rename(made.folder / new)


# --- what moves -----------------------------------------------------------------------------------


def move_file(made: Site) -> None:
    rename(made, "content/plan.md", "content/2026/new-plan.md")


def change_slug(made: Site) -> None:
    made.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\nslug: new-plan\n"))


def change_date(made: Site) -> None:
    made.edit("content/plan.md", release(date="2025-12-30", keys="tags: [Schools]\naliases: [/2020/plan/]\n"))


def change_language(made: Site) -> None:
    made.remove("content/plan.ru.md")
    made.build()
    made.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\nlang: ru\n"))


def change_pattern(made: Site) -> None:
    settings_text = (made.folder / "pressgen.yml").read_text()
    made.edit("pressgen.yml", settings_text + "permalink: /news/{slug}.html\n")


MOVES = {
    move_file: "/2026/01/new-plan/",
    change_slug: "/2026/01/new-plan/",
    change_date: "/2025/12/plan/",
    change_language: "/ru/2026/01/plan/",
    change_pattern: "/news/plan.html",
}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_a_release_that_moves_leaves_a_redirect_by_itself(recorded: Site, move: Callable[[Site], None]) -> None:
    move(recorded)
    recorded.build()
    assert [problem.key for problem in recorded.report.problems if problem.key != "address-lost"] == []
    assert target(recorded, "/2026/01/plan/") == MOVES[move]
    assert target(recorded, "/2020/plan/") == MOVES[move]
    # Once more, to a third address: both old ones lead there, and nothing is written twice.
    source = next(path for path in ("content/plan.md", "content/2026/new-plan.md") if (recorded.folder / path).exists())
    text = (recorded.folder / source).read_text()
    slugless = re.sub("(?m)^slug:.*\n", "", text)
    recorded.edit(source, slugless.replace("date:", "slug: third\ndate:", 1))
    recorded.build()
    third = target(recorded, "/2026/01/plan/")
    assert "third" in third
    if move is not change_pattern:
        assert target(recorded, MOVES[move]) == third
    lines = entries(recorded)
    recorded.build()
    assert entries(recorded) == lines


def test_a_release_that_moves_back_has_no_redirect_at_its_address(recorded: Site) -> None:
    change_slug(recorded)
    recorded.build()
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\n"))
    assert recorded.build().problems == ()
    assert "Fifteen schools" in recorded.read("2026/01/plan/index.html")
    assert target(recorded, "/2026/01/new-plan/") == "/2026/01/plan/"


def test_an_alias_that_is_removed_still_leads_to_its_release(recorded: Site) -> None:
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\n"))
    assert recorded.build().problems == ()
    assert target(recorded, "/2020/plan/") == "/2026/01/plan/"
    # Another release may take it.
    recorded.edit("content/other.md", release("Other", "Other text.", "2026-01-03", "aliases: [/2020/plan/]\n"))
    assert recorded.build().problems == ()
    assert target(recorded, "/2020/plan/") == "/2026/01/other/"


@pytest.mark.parametrize(
    "alias", ["/2026/01/other/", "/2026/01/Other", "/archive/", "/tags/schools/", "/", "/feed.xml/old/"]
)
def test_an_alias_that_a_page_has_costs_no_release_and_is_not_recorded(recorded: Site, alias: str) -> None:
    recorded.edit("content/plan.md", release(keys=f"tags: [Schools]\naliases: [/2020/plan/, {alias}]\n"))
    (problem,) = recorded.build().problems
    assert (problem.key, problem.severity) == ("redirect-taken/alias", "warning")
    assert (problem.file, problem.line) == ("content/plan.md", 6)
    assert "Other text." in recorded.read("2026/01/other/index.html")
    assert "Fifteen schools." in recorded.read("2026/01/plan/index.html")
    assert recorded.build(strict=True).exit_code == 1
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\n"))
    assert recorded.build(strict=True).problems == ()


def test_an_alias_that_two_releases_have_leads_to_the_earlier_one(recorded: Site) -> None:
    recorded.edit("content/other.md", release("Other", "Other text.", "2026-01-03", "aliases: [/2020/Plan]\n"))
    (problem,) = recorded.build().problems
    assert (problem.key, problem.severity, problem.file) == ("redirect-double", "warning", "content/other.md")
    assert "redirects to /2026/01/plan/ already" in problem.message
    assert target(recorded, "/2020/plan/") == "/2026/01/plan/"


def test_the_page_of_a_former_tag_leads_to_the_tag_that_took_its_place(recorded: Site) -> None:
    recorded.edit("content/plan.md", release(keys="tags: [Education]\naliases: [/2020/plan/]\n"))
    assert recorded.build().problems == ()
    assert target(recorded, "/tags/schools/") == "/tags/education/"
    recorded.edit("content/plan.md", release(keys="tags: [Education, Samarkand]\naliases: [/2020/plan/]\n"))
    assert recorded.build().problems == ()
    assert target(recorded, "/tags/schools/") == "/tags/"
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\n"))
    assert recorded.build().problems == ()
    assert "The plan" in recorded.read("tags/schools/index.html")
    assert target(recorded, "/tags/education/") == "/tags/schools/"


def test_the_settings_say_better_where_the_page_of_a_tag_leads(recorded: Site) -> None:
    recorded.edit("content/plan.md", release(keys="tags: [Education, Region]\naliases: [/2020/plan/]\n"))
    text = (recorded.folder / "pressgen.yml").read_text()
    recorded.edit("pressgen.yml", text + "tags: {education: {en: Education, aliases: [Schools]}}\n")
    assert recorded.build().problems == ()
    assert target(recorded, "/tags/schools/") == "/tags/education/"


def test_a_page_that_moves_leaves_a_redirect(recorded: Site) -> None:
    recorded.edit("content/pages/about.md", "---\ntitle: About\nslug: who-we-are\n---\nAbout us.\n")
    assert recorded.build().problems == ()
    assert target(recorded, "/about/") == "/who-we-are/"
    rename(recorded, "content/pages/about.md", "content/pages/us.md")
    recorded.edit("content/pages/us.md", "---\ntitle: About\n---\nAbout us.\n")
    assert recorded.build().problems == ()
    assert target(recorded, "/about/") == target(recorded, "/who-we-are/") == "/us/"


def test_a_page_at_an_old_address_is_reported(recorded: Site) -> None:
    rename(recorded, "content/plan.md", "content/new-plan.md")
    recorded.build()
    recorded.edit("content/plan.md", release("Another plan", "Another text.", "2026-01-09"))
    recorded.build()
    (problem,) = recorded.report.problems
    assert (problem.key, problem.file) == ("address-reused", "content/new-plan.md")
    assert "Another text" in recorded.read("2026/01/plan/index.html")


def test_a_language_in_which_nothing_is_public_any_more_leads_home(recorded: Site) -> None:
    recorded.edit("content/plan.ru.md", release("План", "Пятнадцать школ.", keys="tags: [Школы]\n"))
    recorded.build()
    recorded.edit("content/plan.ru.md", release("План", "Пятнадцать школ.", keys="tags: [Школы]\nstatus: draft\n"))
    recorded.build()
    assert [problem.key for problem in recorded.report.problems] == ["address-lost/hidden"]
    assert (target(recorded, "/ru/"), target(recorded, "/ru/tags/")) == ("/", "/tags/")
    assert target(recorded, "/ru/tags/школы/") == "/tags/"


def test_a_release_is_found_again_after_its_language_and_then_its_file_changed(recorded: Site) -> None:
    recorded.edit("content/other.md", release("Other", "Other text.", "2026-01-03", "lang: ru\n"))
    recorded.build()
    rename(recorded, "content/other.md", "content/moved.md")
    assert recorded.build().problems == ()
    assert target(recorded, "/2026/01/other/") == target(recorded, "/ru/2026/01/other/") == "/ru/2026/01/moved/"


# --- what would vanish ----------------------------------------------------------------------------


def delete(made: Site) -> None:
    made.remove("content/other.md")


def make_draft(made: Site) -> None:
    made.edit("content/other.md", release("Other", "Other text.", "2026-01-03", "status: draft\n"))


def date_in_the_future(made: Site) -> None:
    made.edit("content/other.md", release("Other", "Other text.", "2026-03-01"))


@pytest.mark.parametrize(
    ("vanish", "key", "file"),
    [
        (delete, "address-lost", RECORD),
        (make_draft, "address-lost/hidden", "content/other.md"),
        (date_in_the_future, "address-lost/hidden", "content/other.md"),
    ],
)
def test_an_address_that_would_vanish_is_reported_until_it_leads_somewhere(
    recorded: Site, vanish: Callable[[Site], None], key: str, file: str
) -> None:
    vanish(recorded)
    (problem,) = recorded.build().problems
    assert (problem.key, problem.file, problem.severity) == (key, file, "warning")
    assert "“Other” was public at /2026/01/other/" in problem.message
    assert recorded.build(strict=True).exit_code == 1
    line = re.search("`(/[^`]*)`", problem.hint)
    assert line
    recorded.edit("content/redirects.csv", line[1].replace("/new/address/", "/2026/01/plan/") + "\n")
    assert recorded.build(strict=True).problems == ()
    assert target(recorded, "/2026/01/other/") == "/2026/01/plan/"
    recorded.remove("content/redirects.csv")
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/, /2026/01/other/]\n"))
    assert recorded.build(strict=True).problems == ()
    recorded.edit("content/plan.md", release(keys="tags: [Schools]\naliases: [/2020/plan/]\n"))
    recorded.edit("content/other.md", release("Other", "Other text.", "2026-01-03", NOTICE))
    assert recorded.build(strict=True).problems == ()


@pytest.mark.parametrize("keys", ["unlisted: true\n", "expires: 2026-01-10\n", "noindex: true\n", NOTICE])
def test_what_is_unlisted_expired_or_withdrawn_is_meant_so(recorded: Site, keys: str) -> None:
    recorded.edit("content/other.md", release("Other", "Other text.", "2026-01-03", keys))
    assert recorded.build(strict=True).problems == ()


def test_a_page_that_was_deleted_is_reported(recorded: Site) -> None:
    recorded.remove("content/pages/about.md")
    (problem,) = recorded.build().problems
    assert problem.key == "address-lost" and "“about.md” was public at /about/" in problem.message
    recorded.edit("content/pages/about.md", "---\ntitle: About\nstatus: draft\n---\nAbout us.\n")
    (problem,) = recorded.build().problems
    assert (problem.key, problem.file) == ("address-lost/hidden", "content/pages/about.md")


def test_a_withdrawn_release_that_moves_keeps_its_old_addresses_and_loses_its_versions(recorded: Site) -> None:
    note = "corrections: [{date: 2026-01-10, text: Sixteen.}]\n"
    recorded.edit("content/other.md", release("Other", "Sixteen schools.", "2026-01-03", note))
    assert recorded.build().problems == ()
    assert "Other text" in recorded.read("2026/01/other/v1/index.html")
    recorded.edit("content/other.md", release("Other", "Sixteen schools.", "2026-01-03", note + NOTICE))
    assert recorded.build().problems == ()
    assert target(recorded, "/2026/01/other/v1/") == "/2026/01/other/"
    recorded.edit("content/other.md", release("Other", "", "2026-01-03", note + NOTICE + "slug: gone\n"))
    assert recorded.build().problems == ()
    for address in ("/2026/01/other/", "/2026/01/other/v1/"):
        assert target(recorded, address) == "/2026/01/gone/"
    recorded.edit("content/other.md", release("Other", "", "2026-01-03", note + NOTICE + "slug: third\n"))
    assert recorded.build().problems == ()
    assert target(recorded, "/2026/01/gone/") == "/2026/01/third/"
    assert not any(b"Sixteen schools" in data or b"Other text" in data for data in recorded.files().values())


def test_a_release_that_was_withdrawn_before_the_record_began_has_its_address_in_it(recorded: Site) -> None:
    recorded.edit("content/late.md", release("Late", "Late text.", "2026-01-04", NOTICE))
    assert recorded.build().problems == ()
    assert "Late text" not in (recorded.folder / RECORD).read_text()
    recorded.remove("content/late.md")
    (problem,) = recorded.build().problems
    assert "/2026/01/late/" in problem.message


# --- histories ------------------------------------------------------------------------------------

FILES = ("a", "b", "c", "d")
TAGS = ("Schools", "Buses", "Ўқув", "C++")
HISTORY_SETTINGS = SETTINGS + "languages: [en, ru]\nrecord: true\nredirect_files: [nginx]\n"
LISTS = re.compile("/404.html|/archive/|/page/|/corrections/|/v[0-9]+/")
"""Lists come and go with their releases; versions are looked at on their own."""
ACTS = ("add", "edit", "rename", "slug", "date", "lang", "tag", "withdraw", "restore", "delete", "alias", "draft")


class History:
    """A newsroom in which things happen; it knows each address that was ever issued, and what must answer there."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.made = Site(folder, "")
        self.made.edit("pressgen.yml", HISTORY_SETTINGS)
        self.made.edit("content/pages/about.md", "---\ntitle: About\n---\nAbout us.\n")
        self.random = random.Random(seed)
        self.names = iter(range(1000))
        # By the number that each release has in its text: its file, and its keys.
        self.files: dict[int, str] = {}
        self.keys: dict[int, dict[str, str]] = {}
        self.deleted: set[int] = set()
        self.addresses: dict[str, int] = {}
        for _ in range(3):
            self.act("add")

    def act(self, act: str) -> None:
        live = sorted(self.files)
        if act == "add" or not live:
            number = next(self.names)
            self.files[number] = f"content/r{number}.md"
            self.keys[number] = {"title": f"Release {number}", "date": "2026-01-02", "tags": "[Schools]"}
            self.write(number)
            return
        number = self.random.choice(live)
        keys, fresh = self.keys[number], next(self.names)
        if act == "rename":
            new = f"content/n{fresh}.md"
            rename(self.made, self.files[number], new)
            self.files[number] = new
            return
        if act == "delete":
            self.made.remove(self.files.pop(number))
            self.deleted.add(number)
            return
        if act == "edit":
            note = f"{{date: 2026-01-10, text: Note {fresh}.}}"
            keys["corrections"] = f"{keys.get('corrections', '[]')[:-1]}{note}, ]"
            keys["text"] = f"Edit {fresh}."
        elif act == "slug":
            keys["slug"] = f"slug-{fresh}" if self.random.random() < 0.7 else f"мақола-{fresh}"
        elif act == "date":
            keys["date"] = f"202{self.random.randrange(4, 6)}-0{self.random.randrange(1, 9)}-01"
        elif act == "lang":
            keys["lang"] = self.random.choice(["en", "ru"])
        elif act == "tag":
            keys["tags"] = f"[{self.random.choice(TAGS)}]"
        elif act == "alias":
            keys["aliases"] = f"[/old/{fresh}/, /page-{fresh}.html]"
        elif act == "withdraw":
            keys |= {"status": "withdrawn", "withdrawal": "Wrong.", "updated": "2026-01-11"}
        else:
            for key in ("status", "withdrawal", "updated"):
                keys.pop(key, None)
            if act == "draft":
                keys["status"] = "draft"
        self.write(number)

    def write(self, number: int) -> None:
        keys = {**self.keys[number]}
        text = keys.pop("text", "")
        lines = [f"{key}: {value}" for key, value in keys.items()]
        self.made.edit(self.files[number], "\n".join(["---", *lines, "---", f"This is number {number}. {text}", ""]))

    def build(self) -> None:
        """Build, correct what is reported as the hint says, and note the addresses of all releases."""
        report = self.made.build()
        table = self.made.folder / "content/redirects.csv"
        lines = table.read_text().splitlines() if table.exists() else []
        fixed_lines = [*lines]
        for problem in report.problems:
            assert problem.code in ("address-lost", "redirect-taken", "tag-address"), problem
            if problem.code == "address-lost":
                fixed_lines.append(f"{problem.values['old']},/about/")
            elif problem.code == "redirect-taken":  # it was hidden, and is public again
                fixed_lines.remove(lines[problem.line - 1])
        if fixed_lines != lines:
            self.made.edit("content/redirects.csv", "".join(f"{line}\n" for line in fixed_lines))
            self.build()
            return
        for path, data in self.made.files().items():
            # A release, its notice, and a redirect to either.
            title = re.search(rb"<h1[^>]*>(?:<a [^>]*>)?Release (\d+)<", data)
            if path.endswith(".html"):
                self.addresses.setdefault(f"/{path.removesuffix('index.html')}", int(title[1]) if title else -1)

    def expected(self, address: str) -> tuple[int, str]:
        """The status and a word of the answer that a reader must get in the end."""
        number = self.addresses[address]
        if number in self.deleted or (number >= 0 and self.keys[number].get("status") == "draft"):
            return 200, "About us."
        if number >= 0 and self.keys[number].get("status") == "withdrawn":
            return 410, f"Release {number}"
        return 200, f"This is number {number}." if number >= 0 else ""


def lead(made: Site, address: str) -> tuple[str, str]:
    """The path and the text of the page at which a reader ends up, from files alone."""
    for _ in range(3):
        path = address[1:] + ("index.html" if address.endswith("/") else "")
        text = made.read(path)
        match = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', text)
        if match is None:
            return path, text
        address = match[1]
    raise AssertionError(f"a chain from {address}")


def play(folder: Path, acts: list[str], seed: int) -> History:
    """A history: after each act the site is built, and all addresses of before must answer."""
    history = History(folder, seed)
    history.build()
    for act in acts:
        history.act(act)
        history.build()
    return history


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4), seed=st.integers(0, 1 << 20))
def test_each_address_ever_issued_answers_rightly(acts: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = play(Path(folder) / "site", acts, seed)
        nginx_map = history.made.read("redirects.nginx.conf") if "redirects.nginx.conf" in history.made.files() else ""
        for address in history.addresses:
            if LISTS.search(address):
                continue
            status, word = history.expected(address)
            path, text = lead(history.made, address)
            assert word in text, (address, path)
            assert (status == 410) == ("This release was withdrawn." in text or "Этот материал отозван." in text), (
                address
            )
            if status == 410:
                shown = re.escape("/" + path.removesuffix("index.html"))
                assert re.search(rf'(?m)^"{shown}" 410;$', nginx_map), address
        keys = [collision_key(path) for path in history.made.files()]
        assert len(set(keys)) == len(keys)


@pytest.fixture
def www() -> Iterator[Path]:
    """A folder that every user of the system can read."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.mark.trial
@pytest.mark.skipif(not has_nginx(), reason="there is no nginx")
def test_each_address_ever_issued_answers_rightly_in_nginx(www: Path) -> None:
    history = play(www / "site", ["alias", "withdraw", "slug", *random.Random(3).choices(ACTS, k=6)], 3)
    with Nginx(www / "nginx", history.made.output) as server:
        for address in history.addresses:
            if LISTS.search(address):
                continue
            status, word = history.expected(address)
            answer = server.get(_encoded(address))
            for _ in range(2):
                if answer.status == 301:
                    answer = server.get(re.sub(r"^https://[^/]+", "", answer.headers["Location"]))
            assert answer.status == status and word in answer.text, address


def _encoded(address: str) -> str:
    return quote(address)
