"""The laws: what must hold for every site, shown on random ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SETTINGS, Site, planned, rendered
from pressgen.model import Options
from pressgen.schedule.due import look_ahead

ROOT = Path(__file__).parents[1]
ZONE = timezone(timedelta(hours=5))
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=ZONE)
HOURS = (-9000, -1200, -72, -48, -47, -24, -1, 0, 1, 47, 700)
LANGUAGES = ("en", "uz", "ru")
GROUPINGS = (
    *("", "section: news", "section: news\nseries: reform", "series: reform\npeople: malika"),
    *("authors: malika", "section: speeches\nauthors: Rustam Hakimov\npeople: [malika]", "contacts: rustam"),
)
LISTS = ("", "list: {section: news}", "list: [{person: malika, limit: 1}, {series: reform}, {pinned: true}]")
GROUPS = """sections: {news: {name: News}, speeches: {name: {en: Speeches, uz: Nutqlar}, slug: {en: speeches, uz: nutqlar}}}
people: {malika: {name: Malika Sobirova}, rustam: {name: Rustam Hakimov}}
series: {reform: {name: The reform}}
"""
TAGS = ("News", "news", "C++", "100%", "Очный тур", "a b")

random_sites = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Document(NamedTuple):
    """One source of a random site; dates are hours from NOW, `files` numbers of pictures and attachments.

    `way` is how a release waits for its hour: by its date, or by a key for that, which holds a page as well.
    """

    path: str
    page: bool
    hours: int
    draft: bool
    expires: int | None
    tags: tuple[str, ...]
    picture: int | None
    files: tuple[int, ...]
    links: tuple[int, ...]
    related: tuple[int, ...]
    pinned: bool
    alias: str
    way: str
    hiding: str
    updated: int | None
    event: int | None
    grouping: str

    def is_held(self, instant: datetime = NOW) -> bool:
        waits = not self.page or self.way != "date"
        late = waits and NOW + timedelta(hours=self.hours) > instant
        over = self.expires is not None and NOW + timedelta(hours=self.expires) <= instant
        return self.draft or late or over


class Random(NamedTuple):
    """A random site: its documents and its settings."""

    documents: tuple[Document, ...]
    settings: str


def name_of(number: int, picture: bool) -> str:
    """A picture or an attachment; every second one lies in static/."""
    root = "content" if number % 2 else "static"
    return f"{root}/shared/p{number}.png" if picture else f"{root}/shared/f{number}.txt"


@st.composite
def sites(draw: st.DrawFn) -> Random:
    """Up to six releases and two pages in up to three languages each, some of them held."""
    documents: list[Document] = []
    numbers = st.lists(st.integers(0, 5), max_size=2, unique=True).map(tuple)
    for group in range(draw(st.integers(1, 8))):
        page = group > 5
        for lang in draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)):
            suffix = "" if lang == "en" else f".{lang}"
            hours = draw(st.sampled_from(HOURS))
            documents.append(
                Document(
                    path=f"content/{'pages/' if page else ''}r{group}{suffix}.md",
                    page=page,
                    hours=hours,
                    draft=draw(st.sampled_from((False, False, True))),
                    expires=draw(st.sampled_from((None, None, *(hours + more for more in (1, 49, 10_000))))),
                    tags=draw(st.lists(st.sampled_from(TAGS), max_size=2, unique_by=str.casefold).map(tuple)),
                    picture=None if page else draw(st.none() | st.integers(0, 3)),
                    files=draw(numbers),
                    links=draw(numbers),
                    related=() if page else draw(numbers),
                    pinned=draw(st.booleans()),
                    alias=draw(st.sampled_from(("", f"/old/{group}{lang}/"))),
                    way=draw(st.sampled_from(("date", "date", "embargo", "go_live", "публикация"))),
                    hiding=draw(st.sampled_from(("", "", "unlisted: true", "noindex: true", "canonical: /elsewhere/"))),
                    updated=draw(st.sampled_from((None, None, *(hours + more for more in (0, 5, 49, 800))))),
                    event=None if page else draw(st.sampled_from((None, *(hours + more for more in (-1, 1, 47, 800))))),
                    grouping=draw(st.sampled_from(LISTS if page else GROUPINGS)),
                )
            )
    size, orphans = draw(st.integers(1, 3)), draw(st.integers(0, 1))
    press = draw(st.sampled_from(("", "share_cards: true\npress_kits: true\n")))
    said = (
        f"{press}languages: [{', '.join(LANGUAGES)}]\npage_size: {size}\norphans: {orphans}\nshare: [email]\n{GROUPS}"
    )
    if span := draw(st.sampled_from((None, (-1, 1), (1, 47), (-50, 0)))):
        start, end = (f"{NOW + timedelta(hours=hours):%Y-%m-%d %H:%M}" for hours in span)
        said += f"banner: {{text: Notice, from: {start}, until: {end}}}\n"
    return Random(tuple(documents), SETTINGS + said)


def written(
    document: Document, drawn: Random, instant: datetime | None, avoided: frozenset[Document] = frozenset()
) -> str:
    """The source of a document. With an instant, a public one links to no held one; none links to one to be avoided."""
    near = "../" * (document.path.count("/") - 1)
    others = [
        other
        for number in document.links
        if (other := drawn.documents[number % len(drawn.documents)]) is not document
        and (instant is None or document.is_held(instant) or not other.is_held(instant))
        and other not in avoided
    ]
    related = [
        other
        for number in document.related
        if (other := drawn.documents[number % len(drawn.documents)]) is not document
        and not other.page
        and (instant is None or document.is_held(instant) or not other.is_held(instant))
    ]
    keys = [f"title: Title of {document.path}", f"views: {zlib.crc32(document.path.encode()) % 9999}"]
    hour = f"{NOW + timedelta(hours=document.hours):%Y-%m-%d %H:%M}"
    if document.way != "date":
        keys += [f"{document.way}: {hour}"] + (["date: 2020-01-01"] if document.hours % 2 and not document.page else [])
    elif not document.page:
        keys += [f"date: {hour}"]
    keys += [document.hiding] if document.hiding else []
    keys += [document.grouping] if document.grouping else []
    keys += ["draft: true"] if document.draft else []
    if document.updated is not None:
        keys += [f"updated: {NOW + timedelta(hours=document.updated):%Y-%m-%d %H:%M}"]
    if document.event is not None:
        keys += [f"event: {{start: {NOW + timedelta(hours=document.event):%Y-%m-%d %H:%M}, place: Hall}}"]
    if document.expires is not None:
        keys += [f"expires: {NOW + timedelta(hours=document.expires):%Y-%m-%d %H:%M}"]
    keys += [f"tags: [{', '.join(document.tags)}]"] if document.tags and not document.page else []
    keys += [f"image: {{src: /{shown(document.picture, True)}, alt: A square}}"] if document.picture is not None else []
    keys += (
        [f"related: [{', '.join(near + other.path.removeprefix('content/') for other in related)}]"] if related else []
    )
    keys += ["pinned: true"] if document.pinned else []
    keys += [f"aliases: {document.alias}"] if document.alias else []
    links = [f"[{other.path}]({near}{other.path.removeprefix('content/')})" for other in others]
    links += [f"[file](/{shown(number, False)}) ![A picture](/{shown(number % 4, True)})" for number in document.files]
    return "\n".join(["---", *keys, "---", f"Text of {document.path}.", "", *links, ""])


def shown(number: int, picture: bool) -> str:
    """A file as a release names it: from its root folder."""
    return name_of(number, picture).partition("/")[2]


def names_in(document: Document) -> set[str]:
    """The pictures and attachments that a document shows or offers."""
    names = {name_of(number, False) for number in document.files} | {
        name_of(number % 4, True) for number in document.files
    }
    return names | ({name_of(document.picture, True)} if document.picture is not None else set())


def picture(number: int) -> bytes:
    """A PNG of a few pixels, another one for each number."""
    from io import BytesIO

    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (8 + number, 6), (9 * number, 99, 200)).save(data, "PNG")
    return data.getvalue()


@contextmanager
def laid_out(drawn: Random, instant: datetime | None = None, name: str = "site") -> Iterator[Site]:
    """The random site on disk."""
    with tempfile.TemporaryDirectory() as folder:
        made = Site(Path(folder) / name, "")
        made.edit("pressgen.yml", drawn.settings)
        for number in range(6):
            made.edit(name_of(number, False), f"File {number}\n")
        for number in range(4):
            made.edit(name_of(number, True), picture(number))
        for document in drawn.documents:
            made.edit(document.path, written(document, drawn, instant))
        yield made


def built(made: Site, instant: datetime = NOW, **options: Any) -> dict[str, bytes]:
    report = made.build(as_of=instant.isoformat(), **options)
    assert report.exit_code == 0, report.problems
    return made.files()


def same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """Say which files differ, if any."""
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.processes
@random_sites
@given(sites())
def test_two_jobs_make_the_bytes_that_one_makes(drawn: Random) -> None:
    with laid_out(drawn) as first, laid_out(drawn) as second:
        same(built(first, jobs=1), built(second, jobs=2))


@random_sites
@given(sites())
def test_a_second_build_writes_nothing(drawn: Random) -> None:
    with laid_out(drawn) as made:
        files = built(made)
        before = {name: (made.output / name).stat() for name in files}
        same(files, built(made))
        assert (made.report.changed, made.report.removed) == (0, 0)
        after = {name: (made.output / name).stat() for name in files}
        assert [name for name in files if before[name].st_mtime_ns != after[name].st_mtime_ns] == []


@random_sites
@given(sites())
def test_a_build_over_another_sites_output_is_the_build_in_an_empty_folder(drawn: Random) -> None:
    with laid_out(drawn) as cold, laid_out(drawn) as warm:
        for later in (timedelta(hours=-50), timedelta(hours=50), timedelta()):
            over = built(warm, NOW + later)
        same(built(cold), over)
        same(rendered(cold.folder, NOW), over)


@random_sites
@given(sites())
def test_the_output_is_the_plan_no_more_and_no_less(drawn: Random) -> None:
    with laid_out(drawn) as made:
        files = built(made)
        plan = planned(made.folder, NOW)[1].plan
        assert plan is not None
        assert sorted(files) == [output.path for output in plan.outputs]


@random_sites
@given(sites(), st.randoms(use_true_random=False))
def test_the_order_of_files_and_the_folder_change_nothing(drawn: Random, chance: random.Random) -> None:
    real = os.scandir, os.listdir

    class Shuffled:
        """What os.scandir gives, in an order of its own."""

        def __init__(self, *given: Any) -> None:
            found = list(real[0](*given))
            chance.shuffle(found)
            self.entries = iter(found)

        def __enter__(self) -> Iterator[object]:
            return self.entries

        def __exit__(self, *rest: object) -> None:
            return None

        def __iter__(self) -> Iterator[object]:
            return self.entries

        def __next__(self) -> object:
            return next(self.entries)

    def listing(*given: Any) -> list[str]:
        return chance.sample(found := real[1](*given), len(found))

    with laid_out(drawn) as plain, laid_out(drawn, name="другая папка/" + "long" * 20) as moved:
        expected = rendered(plain.folder, NOW)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "scandir", Shuffled)
            patch.setattr(os, "listdir", listing)
            found = rendered(moved.folder, NOW)
        same(expected, found)


@settings(random_sites, max_examples=2 * settings.default.max_examples)
@given(sites())
def test_a_build_is_that_of_the_site_without_all_that_is_held(drawn: Random) -> None:
    public = [document for document in drawn.documents if not document.is_held()]
    held = [document for document in drawn.documents if document.is_held()]
    needed = {name for document in public for name in names_in(document)}
    with laid_out(drawn, NOW) as whole, laid_out(drawn, NOW) as bare:
        for document in held:
            bare.remove(document.path)
        for name in {name for document in held for name in names_in(document)} - needed:
            bare.remove(name)
        same(rendered(whole.folder, NOW), rendered(bare.folder, NOW))


@random_sites
@given(sites())
def test_what_is_unlisted_leaves_no_trace_but_its_own_pages(drawn: Random) -> None:
    public = [document for document in drawn.documents if not document.is_held()]
    unlisted = frozenset(document for document in public if document.hiding == "unlisted: true")
    with laid_out(drawn, NOW) as whole, laid_out(drawn, NOW) as bare:
        for made in (whole, bare):
            for suffix in ("", ".uz", ".ru"):  # so that every language has its pages, whatever is unlisted
                made.edit(f"content/base{suffix}.md", "---\ntitle: Base\ndate: 2024-01-01\n---\nText.\n")
            for document in drawn.documents:
                avoided = frozenset() if document in unlisted else unlisted
                made.edit(document.path, written(document, drawn, NOW, avoided))
        for document in unlisted:
            bare.remove(document.path)
        plan = planned(whole.folder, NOW)[1].plan
        assert plan is not None
        paths = {document.path for document in unlisted}
        own = {output.path for output in plan.outputs if getattr(output, "source", "") in paths}
        first, second = rendered(whole.folder, NOW), rendered(bare.folder, NOW)
        files = {path for path in first if path.startswith(("assets/", "shared/"))}
        same({path: data for path, data in first.items() if path in second or path not in own | files}, second)


@random_sites
@given(sites())
def test_nothing_that_a_held_release_says_changes_what_links_to_it(drawn: Random) -> None:
    with laid_out(drawn) as whole, laid_out(drawn) as blank:
        for document in drawn.documents:
            if document.is_held():
                date = "" if document.page else "date: 2040-01-01\n"
                blank.edit(document.path, f"---\ntitle: Blank\n{date}draft: true\n---\n")
        for number in range(4):  # pictures and files that nobody names any more would be published
            blank.edit(name_of(number, True), picture(number))
        shared = {name for document in drawn.documents if document.is_held() for name in names_in(document)}
        first, second = rendered(whole.folder, NOW), rendered(blank.folder, NOW)
        loose = {name.partition("/")[2] for name in shared if name.startswith("static/")}
        assert sorted(set(first) - loose) == sorted(set(second) - loose)
        assert [name for name in set(first) - loose if first[name] != second[name]] == []


@settings(random_sites, max_examples=2 * settings.default.max_examples)
@given(sites(), st.sampled_from(HOURS), st.floats(0.001, 0.999))
def test_nothing_changes_before_the_next_change_and_something_does_at_it(
    drawn: Random, hours: int, part: float
) -> None:
    instant = NOW + timedelta(hours=hours)
    with laid_out(drawn) as made:
        first = rendered(made.folder, instant)
        change = planned(made.folder, instant)[1].site.next_change
        if change is None:
            same(first, rendered(made.folder, instant + timedelta(days=5000)))
            return
        same(first, rendered(made.folder, instant + (change - instant) * part))
        same(first, rendered(made.folder, change - timedelta(microseconds=1)))
        assert rendered(made.folder, change) != first


@random_sites
@given(sites(), st.sampled_from((-72, -48, -24, -1, 0)), st.integers(1, 3))
def test_a_published_site_is_right_until_the_next_change_and_wrong_from_then_on(
    drawn: Random, hours: int, days: int
) -> None:
    instant = NOW + timedelta(hours=hours)
    with laid_out(drawn) as made:
        made.edit("pressgen.yml", drawn.settings + f"assets_kept: {days}\n")
        built(made, instant - timedelta(hours=1))
        for number in range(4):
            made.edit(name_of(number, True), picture(number + 4))
        # Each change in turn: what replaced pictures do is known only of a published site.
        for _ in range(min(10, settings.default.max_examples)):
            first, change = built(made, instant), made.report.next_change
            outlook = look_ahead(made.folder, instant, Options())
            assert not outlook.is_due
            assert change == (outlook.coming[0].at if outlook.coming else None)
            if change is None:
                same(first, built(made, instant + timedelta(days=5000), cache=False))
                return
            between = change - timedelta(microseconds=1)
            assert look_ahead(made.folder, between, Options()).coming == outlook.coming
            same(first, built(made, between, cache=False))  # the memory would believe the calendar
            assert look_ahead(made.folder, change, Options()).is_due
            assert built(made, change) != first
            instant = change


HELD = {
    "future": "date: 2026-01-15 12:01\n",
    "draft": "date: 2025-01-01\nstatus: draft\n",
    "expired": "date: 2025-01-01\nexpires: 2026-01-15 12:00\n",
}


def test_no_word_of_a_held_release_is_anywhere_in_the_output(tmp_path: Path) -> None:
    made = Site(tmp_path / "site", "")
    made.edit("pressgen.yml", SETTINGS + "languages: [en, uz]\n")
    words: list[str] = []

    def word() -> str:
        words.append(f"zq{zlib.crc32(str(len(words)).encode()):08x}")
        return words[-1]

    public = []
    for kind, keys in {**HELD, "drafts folder": "date: 2025-01-01\n"}.items():
        folder = f"_drafts/{word()}" if kind == "drafts folder" else word()
        for lang in ("", ".uz"):
            path, shot, sheet, loose = f"{folder}/{word()}{lang}.md", f"{word()}.png", f"{word()}.txt", f"{word()}.txt"
            made.edit(f"content/{folder}/{shot}", picture(len(words) % 4))
            made.edit(f"content/{folder}/{sheet}", word())
            made.edit(f"static/{loose}", word())
            made.edit(
                f"content/{path}",
                f"---\ntitle: {word()}\n{keys}tags: [{word()}, News]\nauthors: {word()}\nslug: {word()}\nsummary: {word()}\n"
                f"aliases: /{word()}/\ndateline: {word()}\nx: {word()}\ntranslation_key: {word()}\n"
                f"image: {{src: {shot}, alt: {word()}, caption: {word()}, credit: {word()}, copyright: {word()}, licence: {word()}}}\n"
                f"contacts: {{name: {word()}, email: {word()}@x.example}}\nrelated: ['{'../' * folder.count('/')}../a.md']\n---\n"
                f"## {word()}\n\n{word()} [{word()}]({sheet}) [x](/{loose}) ![{word()}]({shot})\n\n[^1]\n\n[^1]: {word()}\n",
            )
            public.append(path)
    links = " ".join(f"[words]({path}) [more]({path}#part)" for path in public)
    related = ", ".join(public)
    made.edit("content/a.md", f"---\ntitle: A\ndate: 2025-01-01\ntags: News\nrelated: [{related}]\n---\n{links}\n")
    made.edit("content/a.uz.md", f"---\ntitle: A\ndate: 2025-01-01\ntags: News\n---\n{links}\n")
    assert made.build(jobs=2).exit_code == 0, made.report.problems
    assert made.report.releases == 2
    everything = {**made.files(), ".pressgen.json": (made.output / ".pressgen.json").read_bytes()}
    found = [
        (word, path)
        for path, data in everything.items()
        for word in words
        if word in path.casefold()
        or word.encode() in data.lower()
        or word in unquote(data.decode(errors="replace")).casefold()
    ]
    assert found == []
    # The same words are there when their time has come, or the search above would prove nothing.
    later = made.build(as_of="2026-01-15 12:01", drafts=True, output="preview")
    assert later.releases == 2 + 2 * 3
    told = b"".join(path.read_bytes() for path in (made.folder / "preview").rglob("*") if path.is_file())
    assert sum(word.encode() in told for word in words) > len(words) // 2


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        *(
            pytest.param(environment, marks=pytest.mark.trial)
            for environment in (
                {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
                {"PYTHONHASHSEED": "3", "TZ": "", "PYTHONUTF8": "0", "PYTHONOPTIMIZE": "1", "HOME": "/nonexistent"},
            )
        ),
    ],
)
def test_zone_locale_and_hash_seed_of_the_machine_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    made = Site(tmp_path / "site", "")
    for path in sorted((ROOT / "content").rglob("*.md")):
        made.edit(str(path.relative_to(ROOT)), path.read_bytes())
    for path in sorted((ROOT / "content").rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".jpg", ".jsonl"):
            made.edit(str(path.relative_to(ROOT)), path.read_bytes())
    for path in sorted((ROOT / "content").rglob("*.jpg")):
        made.edit(str(path.relative_to(ROOT)), picture(len(path.name) % 4))
    made.edit("pressgen.yml", (ROOT / "pressgen.yml").read_bytes())
    here = built(made)
    script = (
        "import sys; from pressgen import build, Options;"
        "sys.exit(build(sys.argv[1], as_of=sys.argv[2], options=Options(output='other', jobs=2)).exit_code)"
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(made.folder), NOW.isoformat()],
        env={**os.environ, **environment}, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    other = {
        path.relative_to(made.folder / "other").as_posix(): path.read_bytes()
        for path in (made.folder / "other").rglob("*")
        if path.is_file() and path.name != ".pressgen.json"
    }
    same(here, other)
