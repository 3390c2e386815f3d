"""Press kits: what is in them, that they are the same each time, and that they come and go with their release."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import Site, rendered
from pressgen.content.documents import Documents
from pressgen.content.pictures.metadata import kind_of
from pressgen.plan import leaks
from pressgen.plan.hosts import FILES
from pressgen.render import leak_scan
from pressgen.render.leak_scan import Item, Sample, Searcher
from pressgen.site.plain_text import plain_text
from pressgen.site.secret_words import Secret

Make = Callable[..., Site]
KIT = "2026/01/plan/plan-press-kit.zip"
RELEASE = """\
---
title: The plan
date: 2026-01-10 09:30
dateline: Samarkand
summary: The lead.
image: {src: hall.jpg, alt: A hall, caption: The hall, credit: A. Karimova}
gallery: [{src: bus.jpg, alt: A bus}]
---
Text with [a link](other.md) and ![a globe](globe.jpg).

![a hall](hall.jpg "The hall once more")
"""
SETTINGS = """\
title: Test News
url: https://news.example/press/
timezone: Asia/Tashkent
press_kits: true
publisher: {name: Test Office, licence: Free to print}
boilerplate: We are **the office**.
contacts: {press: {name: "Press; Office", role: Questions, email: press@news.example, phone: +998 66 233 00 00}}
"""


def jpeg(colour: int, size: tuple[int, int] = (900, 600)) -> bytes:
    data = BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 39.0, 0.0)}
    exif[0x8298] = "(c) A. Karimova"
    Image.new("RGB", size, (colour, 90, 90)).save(data, "JPEG", exif=exif)
    return data.getvalue()


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(f"-- pressgen.yml --\n{SETTINGS}-- content/plan.md --\n{RELEASE}")
    made.edit("content/other.md", "---\ntitle: Other\ndate: 2026-01-09\n---\nText.\n")
    for number, name in enumerate(("hall", "bus", "globe")):
        made.edit(f"content/{name}.jpg", jpeg(40 * number))
    return made


def members(made: Site, path: str = KIT) -> dict[str, bytes]:
    with zipfile.ZipFile(made.output / path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_a_kit_has_the_pictures_their_words_the_text_and_the_contacts(newsroom: Site) -> None:
    assert newsroom.build().exit_code == 0
    files = {name.removeprefix("plan-press-kit/"): data for name, data in members(newsroom).items()}
    assert list(files) == [
        *("release.txt", "release.html", "captions.txt", "contacts.txt", "contacts.vcf"),
        *("pictures/hall.jpg", "pictures/globe.jpg", "pictures/bus.jpg"),
    ]
    assert files["release.txt"].decode() == (
        "The plan\n========\n\nThe lead.\n\nSamarkand, January 10, 2026 – Text with a link "
        "(https://news.example/press/2026/01/other/) and [a globe].\n\n[a hall]\n\nThe hall once more\n\n"
        "We are the office.\n\nPress contact\n\nPress; Office\nQuestions\n+998 66 233 00 00\npress@news.example\n\n"
        "https://news.example/press/2026/01/plan/\n"
    )
    assert files["captions.txt"].decode() == (
        "pictures/hall.jpg\nCaption: The hall\nWhat it shows: A hall\nCredit: A. Karimova\nCopyright: (c) A. Karimova\n\n"
        "pictures/globe.jpg\nWhat it shows: a globe\nCopyright: (c) A. Karimova\n\n"
        "pictures/bus.jpg\nWhat it shows: A bus\nCopyright: (c) A. Karimova\n\n"
        "Free to print\n\nhttps://news.example/press/2026/01/plan/\n"
    )
    card = files["contacts.vcf"].decode()
    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Press\\; Office\r\n")
    assert "ORG:Test Office\r\nTITLE:Questions\r\nTEL;TYPE=WORK,VOICE:+998 66 233 00 00\r\n" in card
    page = files["release.html"].decode()
    assert '<html lang="en" dir="ltr">' in page
    assert '<a href="https://news.example/press/2026/01/other/">a link</a>' in page
    picture = files["pictures/hall.jpg"]
    assert Image.open(BytesIO(picture)).size == (900, 600)
    assert Image.open(BytesIO(picture)).getexif().get_ifd(0x8825) == {}
    assert b"A. Karimova" in picture


def test_all_that_is_in_a_kit_has_one_time_and_is_stored_as_it_is(newsroom: Site) -> None:
    newsroom.build()
    with zipfile.ZipFile(newsroom.output / KIT) as archive:
        for info in archive.infolist():
            assert info.date_time == (2026, 1, 10, 9, 30, 0)
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.external_attr >> 16 == 0o644
            assert info.create_system == 3


def test_a_page_links_to_its_kit_with_the_size(newsroom: Site) -> None:
    newsroom.build()
    size = (newsroom.output / KIT).stat().st_size
    link = re.search(
        r'<a href="/press/([^"]+\.zip)">Download press kit \(ZIP, (\d+).kB\)</a>',
        newsroom.read("2026/01/plan/index.html"),
    )
    assert link
    assert (link[1], int(link[2])) == (KIT, round(size / 1000))
    assert ".zip" not in newsroom.read("2026/01/other/index.html")
    assert not [path for path in newsroom.files() if path.endswith(".zip") and path != KIT]


def test_a_kit_is_packed_again_only_if_something_in_it_changed(newsroom: Site) -> None:
    newsroom.build()
    first = (newsroom.output / KIT).read_bytes()
    assert newsroom.build().changed == 0
    newsroom.edit("content/other.md", "---\ntitle: Another\ndate: 2026-01-09\n---\nText.\n")
    report = newsroom.build(explain=True)
    assert not report.reasons[KIT]
    newsroom.edit("content/bus.jpg", jpeg(200))
    report = newsroom.build(explain=True)
    assert report.reasons[KIT] == "values"
    second = (newsroom.output / KIT).read_bytes()
    assert second != first
    newsroom.edit("content/plan.md", RELEASE.replace("The lead.", "A longer lead."))
    newsroom.build()
    assert b"A longer lead." in (newsroom.output / KIT).read_bytes()
    assert rendered(newsroom.folder)[KIT] == (newsroom.output / KIT).read_bytes()
    contacts = SETTINGS.replace("Questions", "All questions")
    newsroom.edit("pressgen.yml", contacts)
    newsroom.build()
    assert b"All questions" in (newsroom.output / KIT).read_bytes()


@pytest.mark.processes
def test_the_number_of_processes_and_the_place_change_no_byte(newsroom: Site) -> None:
    newsroom.build(jobs=1)
    first = (newsroom.output / KIT).read_bytes()
    newsroom.build(jobs=2, output="other", cache=False)
    assert (newsroom.folder / "other" / KIT).read_bytes() == first


def test_a_kit_comes_at_its_hour_and_goes_with_its_release(newsroom: Site) -> None:
    newsroom.edit("content/plan.md", RELEASE.replace("2026-01-10 09:30", "2026-01-20 09:30\nexpires: 2026-02-01"))
    newsroom.build("2026-01-20 09:29")
    assert not [path for path in newsroom.files() if path.endswith(".zip")]
    newsroom.build("2026-01-20 09:30")
    assert KIT in newsroom.files()
    newsroom.build("2026-02-01")
    assert KIT not in newsroom.files()
    newsroom.edit("content/plan.md", RELEASE.replace("---\nText", "status: withdrawn\nwithdrawal: Wrong.\n---\nText"))
    newsroom.build()
    assert KIT not in newsroom.files()


@pytest.mark.parametrize(
    ("setting", "key", "has_kit"),
    [
        ("true", "", True),
        ("true", "press_kit: false\n", False),
        ("false", "", False),
        ("false", "press_kit: true\n", True),
    ],
)
def test_the_release_decides_before_the_settings(newsroom: Site, setting: str, key: str, has_kit: bool) -> None:
    newsroom.edit("pressgen.yml", SETTINGS.replace("press_kits: true", f"press_kits: {setting}"))
    newsroom.edit("content/plan.md", RELEASE.replace("dateline", f"{key}dateline"))
    newsroom.build()
    assert (KIT in newsroom.files()) == has_kit
    assert ("press-kit" in newsroom.read("2026/01/plan/index.html")) == has_kit


def test_pictures_of_one_name_have_names_of_their_own_and_one_picture_is_there_once(newsroom: Site) -> None:
    newsroom.edit("content/b/Hall.jpg", jpeg(222))
    newsroom.edit("content/plan.md", RELEASE.replace("bus.jpg", "b/Hall.jpg"))
    newsroom.build()
    names = [name.rpartition("/")[2] for name in members(newsroom) if "/pictures/" in name]
    assert names == ["hall.jpg", "globe.jpg", "Hall-2.jpg"]


def test_a_kit_is_in_the_language_of_its_release(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "languages: [en, ru]\n")
    newsroom.edit("content/plan.ru.md", RELEASE.replace("The plan", "План").replace("The lead.", "Кратко."))
    newsroom.build()
    files = members(newsroom, "ru/2026/01/plan/plan-press-kit.zip")
    assert "Подпись: The hall" in files["plan-press-kit/captions.txt"].decode()
    assert "Кратко." in files["plan-press-kit/release.txt"].decode()
    assert "Скачать пресс-кит (ZIP, " in newsroom.read("ru/2026/01/plan/index.html")


def test_pages_that_are_files_have_kits_beside_them(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "permalink: /news/{slug}.html\n")
    newsroom.build()
    assert "news/plan-press-kit.zip" in newsroom.files()


def test_without_contacts_and_words_a_kit_has_no_empty_files(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", "title: T\nurl: https://news.example/\npress_kits: true\n")
    newsroom.edit("content/plan.md", "---\ntitle: Plan\ndate: 2026-01-10\nimage: hall.jpg\n---\n")
    newsroom.build()
    names = [name.rpartition("plan-press-kit/")[2] for name in members(newsroom)]
    assert names == ["release.txt", "release.html", "captions.txt", "pictures/hall.jpg"]


def test_a_file_of_the_same_address_is_reported(newsroom: Site) -> None:
    newsroom.edit(f"static/{KIT}", b"PK")
    assert newsroom.build().exit_code == 1
    assert set(newsroom.codes()) == {"path-collision"}


def test_the_search_for_leaks_reads_large_kits_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leak_scan, "MAX_READ", 1 << 12)
    photo = jpeg(3)
    assert kind_of(photo[:16]) == "JPEG"
    kit = tmp_path / "kit.zip"
    with zipfile.ZipFile(kit, "w") as archive:
        archive.writestr("a.jpg", jpeg(9) + bytes(1 << 13))
        archive.writestr("b.txt", "words of the merger of both colleges")
        archive.writestr("c.jpg", photo)
    sample = Sample("x.md", "c.jpg", photo[300:364])
    searcher = Searcher([Secret("x.md", "text", b"merger of both colleges")], [sample])
    found = list(searcher.search(Item("kit.zip", kit, is_page=False)))
    assert [(finding.number, finding.is_sample) for finding in found] == [(0, True), (0, False)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>A<br>b</p><p>c</p>", "A\nb\n\nc"),
        ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n\u20031. c\n\u20032. d"),
        ('<ol start="3"><li>a</li></ol>', "3. a"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb\n1\t2"),
        (
            '<p><a href="https://a.example/">a</a> <a href="https://a.example/">https://a.example/</a></p>',
            "a (https://a.example/) https://a.example/",
        ),
        ('<p>a<span class="vh"> hidden <img src="x"> words</span> b &amp; c</p>', "a b & c"),
        ("<pre><code>a\n  b</code></pre>", "a\nb"),
        ('<figure><img src="x" alt="A hall"><figcaption>The hall</figcaption></figure>', "[A hall]\n\nThe hall"),
        ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
    ],
)
def test_html_as_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_kit_or_card_of_a_withheld_release_stops_the_build(newsroom: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.edit("pressgen.yml", SETTINGS + "share_cards: true\n")

    def withheld(documents: Documents, instant: object) -> dict[str, object]:
        return {path: parsed.document for path, parsed in documents.items()}

    monkeypatch.setattr(leaks, "withheld_documents", withheld)
    report = newsroom.build()
    assert report.exit_code == 1
    found = [(problem.file, problem.values["path"]) for problem in report.problems if problem.key == "leak/made"]
    assert found[0][0] == "content/other.md"
    assert found[1:] == [("content/plan.md", KIT)]


def test_a_contact_in_a_kit_may_be_the_author_of_a_withheld_release(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", f"{SETTINGS}people: {{rustam: {{name: Rustam Hakimov}}}}\n")
    draft = "---\ntitle: The secret\ndate: 2026-01-10\nstatus: draft\nauthors: Rustam Hakimov\n---\nNothing yet.\n"
    newsroom.edit("content/secret.md", draft)
    newsroom.edit("content/plan.md", RELEASE.replace("image:", "contacts: rustam\nimage:"))
    assert newsroom.build().exit_code == 0
    assert b"Rustam Hakimov" in members(newsroom)["plan-press-kit/contacts.txt"]


def test_captions_say_only_what_is_known_of_a_picture(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", f"{SETTINGS}pictures: {{licence: /terms/}}\n")
    newsroom.edit("content/pages/terms.md", "---\ntitle: Terms\n---\nAsk us.\n")
    newsroom.edit(
        "content/plan.md",
        "---\ntitle: The plan\ndate: 2026-01-10 09:30\ngallery: [bus.jpg, {src: hall.jpg, caption: The hall}]\n---\nText.\n",
    )
    assert newsroom.build().exit_code == 0
    files = members(newsroom)
    assert files["plan-press-kit/captions.txt"].decode() == (
        "pictures/bus.jpg\nCopyright: (c) A. Karimova\nTerms of use: https://news.example/press/terms/\n\n"
        "pictures/hall.jpg\nCaption: The hall\nCopyright: (c) A. Karimova\n"
        "Terms of use: https://news.example/press/terms/\n\n"
        "Free to print\n\nhttps://news.example/press/2026/01/plan/\n"
    )
    assert b"The plan" not in files["plan-press-kit/pictures/bus.jpg"]


OLD_KIT = "2026/01/old/old-press-kit.zip"


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "nginx", "apache"])
@pytest.mark.parametrize("way", ["record", "alias", "table"])
def test_a_host_redirects_from_the_old_address_of_a_kit(newsroom: Site, host: str, way: str) -> None:
    settings = f"{SETTINGS}redirect_files: [{host}]\nrecord: true\n"
    newsroom.edit("pressgen.yml", settings)
    newsroom.edit("content/old.md", RELEASE)
    newsroom.remove("content/plan.md")
    newsroom.build(record="always" if way == "record" else "never")
    assert OLD_KIT in newsroom.files()
    newsroom.remove("content/old.md")
    newsroom.edit(
        "content/plan.md", RELEASE.replace("---\n", "---\naliases: [/2026/01/old/]\n", 1) if way == "alias" else RELEASE
    )
    if way == "table":
        newsroom.edit("content/redirects.csv", "/2026/01/old/,/2026/01/plan/\n")
    report = newsroom.build(record="always" if way == "record" else "never")
    assert report.exit_code == 0 and OLD_KIT not in newsroom.files() and KIT in newsroom.files()
    line = next(line for line in newsroom.read(FILES[host][0]).splitlines() if "old-press-kit" in line)
    assert f"/press/{KIT}" in line.replace("\\", "")


def test_without_a_host_a_kit_stays_at_an_address_where_it_was_public(newsroom: Site) -> None:
    newsroom.edit("pressgen.yml", f"{SETTINGS}record: true\n")
    newsroom.edit("content/old.md", RELEASE)
    newsroom.remove("content/plan.md")
    newsroom.build(record="always")
    newsroom.remove("content/old.md")
    newsroom.edit("content/plan.md", RELEASE)
    newsroom.build(record="always")
    assert newsroom.files()[OLD_KIT] == newsroom.files()[KIT]
    newsroom.edit("content/plan.md", RELEASE.replace("The hall once more", "The hall again"))
    newsroom.build(record="always")
    assert newsroom.files()[OLD_KIT] == newsroom.files()[KIT]
    newsroom.edit("content/plan.md", RELEASE.replace("---\n", "---\npress_kit: false\n", 1))
    newsroom.build(record="always")
    assert not {OLD_KIT, KIT} & newsroom.files().keys()


def test_an_alias_alone_makes_no_second_kit(newsroom: Site) -> None:
    newsroom.edit("content/plan.md", RELEASE.replace("---\n", "---\naliases: [/2026/01/old/]\n", 1))
    newsroom.build()
    assert KIT in newsroom.files() and OLD_KIT not in newsroom.files()
    assert "2026/01/old/index.html" in newsroom.files()
