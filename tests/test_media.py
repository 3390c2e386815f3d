"""Film and sound: their players, captions and transcripts, and what of their files is never published."""

from __future__ import annotations

import json
import random
import re
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from conftest import Site, rendered
from films import CAPTIONS, FILM, PLACE, SOUND, apple_notes, box, itunes_notes, mp3, mp4, wav, webm
from pressgen.content.markdown.conversion import convert
from pressgen.content.media import media
from pressgen.content.media.captions import read_captions
from pressgen.content.media.media import measure
from pressgen.content.media.parts import MediaError
from pressgen.model import Dialect
from pressgen.scaffold import newsroom

Make = Callable[..., Site]

PHOTO = (Path(newsroom.__file__).parent / "pictures" / "sample-desk.jpg").read_bytes()
RELEASE = "---\ntitle: Plan\ndate: 2026-01-01\nsummary: S.\n---\n"
PAGE = "2026/01/plan/index.html"
SETTINGS = "title: Test News\nurl: https://news.example/news/\ntimezone: Asia/Tashkent\nlanguages: [en, ru]\n"


@pytest.fixture
def film(site: Make) -> Site:
    made = site()
    made.edit("content/2026/film.mp4", FILM)
    made.edit("content/2026/film.jpg", PHOTO)
    made.edit("content/2026/film.vtt", CAPTIONS)
    made.edit("content/2026/film.txt", "Host: hello\nGuest: hi & bye\n\nEnd.\n")
    made.edit("content/2026/plan.md", RELEASE + '![The opening](film.mp4 "Cut & paste")\n')
    return made


def codes(made: Site) -> list[tuple[str, int]]:
    return [(problem.key, problem.line) for problem in made.report.problems]


def test_a_film_is_a_player_with_all_that_belongs_to_it(film: Site) -> None:
    assert film.build().problems == ()
    page = film.read(PAGE)
    start = re.search(r"<figure><video [^>]*>", page)[0]
    assert 'controls preload="none" width="320" height="180"' in start
    assert 'aria-label="The opening" src="/2026/film.mp4"' in start
    poster = re.search(r'poster="/(assets/film-[^"]*\.jpg)"', start)[1]
    assert (film.output / poster).is_file()
    assert '<track kind="captions" src="/2026/film.vtt" srclang="en" label="English"></video><figcaption>' in page
    assert "<span>Cut &amp; paste</span>" in page
    assert '<a href="/2026/film.mp4" download>Download</a> (MP4, 1\u00a0kB, 0:06)' in page
    assert "<div><p>Host: hello<br>Guest: hi &amp; bye</p>\n<p>End.</p></div></details></figcaption></figure>" in page
    assert (film.output / "2026/film.vtt").read_text(encoding="utf-8") == CAPTIONS
    assert (film.output / "2026/film.mp4").read_bytes() == FILM
    assert not (film.output / "2026/film.txt").exists()
    assert re.search(r'property="og:image" content="[^"]*/assets/film-', page), (
        "the still picture stands for the release"
    )


def test_both_dialects_and_html_mean_the_same() -> None:
    for text in ('![A](film.mp4 "B"){poster=p.jpg}', '<video src="film.mp4" title="A" poster="p.jpg">Old</video>'):
        for dialect in (Dialect(), Dialect("python-markdown")):
            body, problems = convert(text, "a.md", 1, "en", dialect)
            assert problems == ()
            assert 'data-media="block"' in body.html and body.html.startswith("<figure><img ")
            [reference] = body.references
            assert (reference.target, reference.alt, reference.poster) == ("film.mp4", "A", "p.jpg")


@pytest.mark.parametrize(
    ("name", "data", "facts"),
    [
        ("a.mp4", mp4(), ("film", 320, 180, 6.0, False)),
        ("a.mov", mp4(is_upright=True), ("film", 180, 320, 6.0, False)),
        ("a.mp4", mp4(has_sound=False), ("film", 320, 180, 6.0, True)),
        ("a.mp4", mp4(has_picture=False), ("sound", 0, 0, 6.0, False)),
        ("a.m4a", mp4(has_picture=False), ("sound", 0, 0, 6.0, False)),
        ("a.webm", webm(), ("film", 320, 180, 2.0, True)),
        ("a.mp3", mp3(), ("sound", 0, 0, 1.0, False)),
        ("a.wav", wav(), ("sound", 0, 0, 1.0, False)),
    ],
)
def test_formats_are_measured(tmp_path: Path, name: str, data: bytes, facts: tuple[object, ...]) -> None:
    (tmp_path / name).write_bytes(data)
    file = measure(tmp_path / name)
    assert file.fault is None
    assert (file.kind, file.width, file.height, round(file.seconds), file.is_silent) == facts
    assert file.size == len(data)


TAGS = b"LOCATION" + PLACE
WITH_PLACES = {
    "xyz.mp4": mp4(box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE))),
    "loci.mp4": mp4(box(b"udta", box(b"loci", bytes(6), b"Samarkand\0", PLACE))),
    "apple.mov": mp4(apple_notes()),
    "itunes.mp4": mp4(itunes_notes()),
    "track.mp4": mp4(notes_of_track=box(b"udta", box(b"\xa9xyz", PLACE))),
    "xmp.mp4": mp4(behind=box(b"uuid", bytes(16), PLACE)),
    "top.mp4": mp4(behind=box(b"meta", bytes(4), PLACE)),
    "camera.mp4": mp4(telemetry=PLACE * 3),
    "memo.m4a": mp4(itunes_notes(), has_picture=False),
    "a.webm": webm(TAGS),
    "a.mp3": mp3((b"TIT2", b"Title"), (b"TXXX", PLACE), (b"COMM", PLACE), (b"TCOP", b"City of Samarkand")),
    "old.mp3": mp3((b"PRIV", PLACE), (b"TCOP", b"City of Samarkand"), version=3),
    "a.wav": wav(LIST=b"INFOICMT" + PLACE, iXML=PLACE),
}


@pytest.mark.parametrize("name", WITH_PLACES)
def test_no_place_of_a_recording_is_published(site: Make, name: str) -> None:
    made, data = site(), WITH_PLACES[name]
    assert PLACE in data
    made.edit(f"content/2026/{name}", data)
    made.edit(f"content/2026/linked-{name}", data)
    made.edit(f"static/{name}", data)
    made.edit("content/2026/plan.md", f"{RELEASE}![A]({name})\n\nAlso [here](linked-{name}).\n")
    made.build()
    published = [path for path in made.files() if path.endswith(name)]
    assert len(published) == 3
    for path, content in made.files().items():
        assert PLACE not in content, path
    for path in published:
        assert len((made.output / path).read_bytes()) == len(data), "what plays is not moved"
    content = (made.output / "2026" / name).read_bytes()
    if b"City of Samarkand" in data:
        assert b"City of Samarkand" in content
    if name.endswith(("mp4", "mov")):
        assert content[: 28 + 17] == data[: 28 + 17], "the picture itself is not changed"
    (made.folder / "again.mp4").write_bytes(content)
    assert rendered(made.folder)[f"2026/{name}"] == content, "the preview shows the same"
    assert made.build().changed == 0


def test_a_sound_whose_place_cannot_be_removed_is_not_published(site: Make) -> None:
    made = site()
    made.edit("static/a.ogg", b"OggS" + bytes(60) + b"vorbisLOCATION=Samarkand" + bytes(60))
    made.edit("content/2026/b.flac", b"fLaC" + bytes(60) + b"GEO_LOCATION=Samarkand")
    made.edit("content/2026/plan.md", f"{RELEASE}[Listen](b.flac)\n")
    made.build()
    assert [path for path in made.files() if path.endswith((".ogg", ".flac"))] == []
    assert {key for key, _ in codes(made)} == {"media-unusable/file", "media-unusable/link"}


def test_damaged_files_are_faults_and_never_crashes(tmp_path: Path) -> None:
    chance = random.Random(7)
    for name, data in WITH_PLACES.items():
        for _ in range(60):
            broken = bytearray(data)
            for _ in range(chance.randrange(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            path = tmp_path / name
            path.write_bytes(broken[: chance.randrange(len(broken))] if chance.random() < 0.5 else broken)
            file = measure(path)
            assert file.fault is None or file.fault.key.startswith("media-")
            try:
                changes = media.published_patches(path)
            except MediaError:
                continue
            assert all(change.offset + len(change.data) <= path.stat().st_size for change in changes)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.mp4", b"", "media-empty"),
        ("a.mp4", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "media-pointer"),
        ("a.mp4", b"<html>Not found</html>", "media-format"),
        ("a.mp4", FILM[:60], "media-damaged"),
        ("a.mp3", b"<html>Not found</html>", "media-format"),
        ("a.webm", FILM, "media-format"),
        ("a.wav", SOUND, "media-format"),
    ],
)
def test_an_unusable_file_is_reported_and_its_words_are_kept(site: Make, name: str, data: bytes, reason: str) -> None:
    made = site()
    made.edit(f"content/2026/{name}", data)
    made.edit("content/2026/plan.md", f"{RELEASE}Before.\n\n![The opening]({name})\n")
    made.build()
    [problem] = made.report.problems
    assert (problem.key, problem.line) == ("media-unusable", 8)
    assert problem.values["reason"].key == reason
    assert "The opening" in made.read(PAGE)
    assert "<video" not in made.read(PAGE) and "<audio" not in made.read(PAGE)


def test_what_is_missing_is_reported_at_its_line(site: Make) -> None:
    made = site()
    made.edit("content/2026/film.mp4", mp4(codec=b"hvc1"))
    made.edit("content/2026/sub.mp4", FILM)
    made.edit("content/2026/sub.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n")
    made.edit("content/2026/silent.mp4", mp4(has_sound=False))
    made.edit("content/2026/talk.mp3", SOUND)
    body = "![A](film.mp4)\n\n![B](talk.mp3)\n\n![C](gone.mp4)\n\n![D](filn.mp4)\n\n![](silent.mp4)\n\n![E](sub.mp4)\n"
    made.edit(
        "content/2026/plan.md", f"{RELEASE}{body}\n[![F](film.mp4)](plan.md)\n\n![G](film.mp4){{poster=no.jpg}}\n"
    )
    made.build()
    assert set(codes(made)) == {
        ("media-codec", 6),
        ("media-poster-missing", 6),
        ("captions-missing", 6),
        ("transcript-missing", 8),
        ("media-missing", 10),
        ("media-missing/near", 12),
        ("image-alt-missing/media", 14),
        ("media-poster-missing", 14),
        ("media-poster-missing", 16),
        ("captions-missing/srt", 16),
        ("media-linked", 18),
        ("image-missing", 20),
        ("media-codec", 20),
        ("media-poster-missing", 20),
        ("captions-missing", 20),
    }


def test_captions_whose_name_says_no_language_are_reported(site: Make) -> None:
    made = site()
    made.edit("content/2026/film.mp4", FILM)
    made.edit("content/2026/film.jpg", PHOTO)
    made.edit("content/2026/plan.md", f"{RELEASE}![A](film.mp4)\n")
    made.edit("content/2026/film.final.vtt", CAPTIONS)
    made.build()
    assert [problem.message for problem in made.report.problems] == [
        "The captions film.final.vtt are not shown: “final” is not the code of a language."
    ]
    # Also beside captions that are shown, but not where they belong to another film.
    made.edit("content/2026/film.vtt", CAPTIONS)
    made.build()
    assert codes(made) == [("captions-missing/language", 6)]
    made.edit("content/2026/film.final.mp4", FILM)
    made.build()
    assert codes(made) == []


CUE = "00:00:01.000 --> 00:00:04.000"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (CAPTIONS, []),
        (
            "\ufeffWEBVTT Title\nKind: captions\n\nNOTE a\nb --> c is no time here\n\nSTYLE\n::cue {}\n\n1\n"
            + CUE
            + "\n<v Anna>Hi\n",
            [],
        ),
        (f"WEBVTT\r\n\r\n{CUE} align:start line:90%,end\r\nHi\r\n", []),
        ("WEBVTT\n\n01:02.000 --> 01:03.000\nHi\n", []),
        ("", [("header", 1)]),
        ("WEBVTTX\n", [("header", 1)]),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n", [("srt", 1)]),
        ("WEBVTT\n", [("none", 1)]),
        (f"WEBVTT\n{CUE}\nHi\n", [("blank", 2)]),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHi\n", [("comma", 3)]),
        ("WEBVTT\n\n0:00:01.000 --> 00:00:02.000\nHi\n", [("time", 3)]),
        ("WEBVTT\n\n00:00:01.0 --> 00:00:02.0\nHi\n", [("time", 3)]),
        ("WEBVTT\n\n00:61:01.000 --> 00:62:02.000\nHi\n", [("time", 3)]),
        ("WEBVTT\n\n --> \nHi\n", [("time", 3)]),
        ("WEBVTT\n\nHi\n", [("time-missing", 3)]),
        ("WEBVTT\n\n00:00:04.000 --> 00:00:01.000\nHi\n", [("order", 3)]),
        (f"WEBVTT\n\n00:00:09.000 --> 00:00:10.000\nA\n\nx\n{CUE}\nB\n", [("sequence", 7)]),
        (f"WEBVTT\n\n{CUE} align:middle\nHi\n", [("setting", 3)]),
        (f"WEBVTT\n\n{CUE} colour\nHi\n", [("setting", 3)]),
        (f"WEBVTT\n\n{CUE}\n\n", [("empty", 3)]),
        (f"WEBVTT\n\n{CUE}\nHi\n00:00:05.000 --> 00:00:06.000\nHo\n", [("blank", 5)]),
        (f"WEBVTT\n\n{CUE}\nHi <font color=red>there</font>\n", [("tag", 4), ("tag", 4)]),
    ],
)
def test_captions_are_checked_line_by_line(text: str, faults: list[tuple[str, int]]) -> None:
    file = read_captions("content/a.vtt", text.encode())
    assert [(problem.key.partition("/")[2], problem.line) for problem in file.problems] == faults
    assert (file.fault is not None) == (bool(faults) and faults[0][0] in ("header", "srt"))


def test_captions_and_transcripts_that_cannot_be_read_are_not_shown(film: Site) -> None:
    film.edit("content/2026/film.vtt", b"WEBVTT\n\n\xff\n")
    film.edit("content/2026/film.txt", b"\xff")
    film.build()
    assert codes(film) == [("transcript-invalid/encoding", 1), ("captions-invalid/encoding", 3)]
    assert "<track" not in film.read(PAGE) and "<details><summary>Transcript" not in film.read(PAGE)
    film.edit("content/2026/film.txt", " \n")
    film.build()
    assert "transcript-invalid/empty" in [key for key, _ in codes(film)]


def test_each_language_gets_its_captions_and_words(film: Site) -> None:
    film.edit("pressgen.yml", SETTINGS)
    film.edit("content/2026/film.ru.vtt", CAPTIONS)
    film.edit("content/2026/film.uz-Cyrl.vtt", CAPTIONS)
    film.edit("content/2026/plan.ru.md", RELEASE + "![Открытие](film.mp4)\n")
    assert film.build().problems == ()
    english, russian = film.read(PAGE), film.read("ru/" + PAGE)
    assert re.findall(r'srclang="([^"]*)"', english) == ["en", "ru", "uz-Cyrl"]
    assert re.findall(r'srclang="([^"]*)"', russian) == ["ru", "en", "uz-Cyrl"]
    assert 'src="/news/2026/film.ru.vtt" srclang="ru" label="Русский"' in russian
    assert "Скачать</a> (MP4, 1\u00a0кБ, 0:06)" in russian
    assert '<div lang="en" dir="ltr"><p>Host' in russian
    film.edit("content/2026/film.ru.txt", "Ведущий: привет")
    film.build()
    assert "<div><p>Ведущий: привет</p></div>" in film.read("ru/" + PAGE)


def test_feeds_have_the_film_with_whole_addresses_and_as_an_enclosure(film: Site) -> None:
    film.edit("pressgen.yml", SETTINGS)
    film.build()
    for name in ("feed.xml", "atom.xml"):
        [entry] = feedparser.parse((film.output / name).read_bytes()).entries
        enclosures = [link for link in entry.links if link.rel == "enclosure"]
        assert next((each.href, each.type, each.length) for each in enclosures) == (
            "https://news.example/news/2026/film.mp4",
            "video/mp4",
            str(len(FILM)),
        )
    [item] = json.loads(film.read("feed.json"))["items"]
    assert item["attachments"] == [
        {
            "url": "https://news.example/news/2026/film.mp4",
            "mime_type": "video/mp4",
            "size_in_bytes": len(FILM),
            "duration_in_seconds": 6,
        }
    ]
    html = item["content_html"]
    assert set(re.findall(r'(?:src|href|poster)="(https?://[^/"]*|)', html)) == {"https://news.example"}
    assert "<details" not in html and "Host: hello" not in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', film.read(PAGE))[1])
    assert data["@graph"][0]["video"]["duration"] == "PT6S"


def test_a_film_under_embargo_leaves_no_trace_before_its_hour(site: Make) -> None:
    made = site()
    for name, data in (("film.mp4", FILM), ("film.jpg", PHOTO), ("film.vtt", CAPTIONS), ("film.txt", "Words.")):
        made.edit(f"static/films/{name}", data)
    made.edit("static/films/other.vtt", CAPTIONS)
    made.edit("content/2026/plan.md", RELEASE.replace("2026-01-01", "2026-02-01 10:00") + "![A](/films/film.mp4)\n")
    assert made.build(as_of="2026-02-01 09:59").exit_code == 0
    assert sorted(path for path in made.files() if "film" in path) == ["films/other.vtt"]
    made.build(as_of="2026-02-01 10:00")
    assert {"films/film.mp4", "films/film.vtt"} <= made.files().keys()


def test_pages_without_film_carry_no_rules_for_it(film: Site) -> None:
    film.edit("content/2026/other.md", RELEASE.replace("Plan", "Other") + "Text.\n")
    film.build()
    assert "video" in film.read(PAGE)
    assert "video" not in film.read("2026/01/other/index.html")


def test_a_sound_in_a_sentence_stays_in_it(site: Make) -> None:
    made = site()
    made.edit("content/2026/a.mp3", SOUND)
    made.edit("content/2026/plan.md", RELEASE + "Hear ![him](a.mp3) speak.\n")
    made.build()
    assert '<p>Hear <audio controls preload="none" aria-label="him" src="/2026/a.mp3"></audio> speak.</p>' in made.read(
        PAGE
    )


def test_changes_of_what_belongs_to_a_film_change_its_page(film: Site) -> None:
    film.build()
    assert film.build().changed == 0
    film.edit("content/2026/film.txt", "Other words.")
    film.build()
    assert "Other words." in film.read(PAGE)
    film.remove("content/2026/film.vtt")
    film.build()
    assert "<track" not in film.read(PAGE)
    assert not (film.output / "2026/film.vtt").exists()
    film.edit("content/2026/film.mp4", mp4(has_sound=False))
    film.build()
    assert codes(film) == []


def test_a_large_film_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    head = box(b"ftyp", b"isom", bytes(4), b"isom")
    size = 3 << 30
    with open(path, "wb") as file:
        file.write(head + struct.pack(">I4sQ", 1, b"mdat", size))
        file.seek(len(head) + size)
        file.write(FILM[FILM.index(b"moov") - 4 :])
    assert measure(path).fault.key == "media-large"
    assert media.patches(BytesIO(FILM), len(FILM), ".mp4") == []


REPEATED = """\
![The film](film.mp4 "Words"){poster=film.jpg}

![The speech](speech.mp3)

<video src="film.mp4" title="The film" poster="film.jpg"></video>

<audio controls><source src="speech.mp3"></audio>

![](film.jpg)

![A still](film.jpg)

<img src="film.jpg" alt="">
"""


@pytest.mark.parametrize("dialect", [Dialect(), Dialect("python-markdown")])
def test_a_file_that_a_text_names_again_is_reported_in_the_right_line(dialect: Dialect) -> None:
    problems = convert(REPEATED, "content/a.md", 1, "en", dialect)[1]
    assert [(problem.line, problem.values["target"]) for problem in problems] == [
        (7, "speech.mp3"),
        (9, "film.jpg"),
        (13, "film.jpg"),
    ]


@pytest.mark.parametrize("dialect", ["", "markdown: python-markdown\n"])
def test_a_still_picture_needs_no_credit_and_a_tag_can_have_one(site: Make, dialect: str) -> None:
    made = site()
    made.edit("pressgen.yml", f"title: T\nurl: https://x.example/\npictures: {{require: [credit]}}\n{dialect}")
    made.edit("content/film.mp4", FILM)
    made.edit("content/hall.jpg", PHOTO)
    body = (
        '![F](film.mp4){poster=hall.jpg}\n\n<img src="hall.jpg" alt="A" credit="Me">\n\n<img src="hall.jpg" alt="A">\n'
    )
    made.edit("content/plan.md", f"---\ntitle: Plan\ndate: 2025-01-10\nsummary: S.\n---\n{body}")
    report = made.build()
    assert [(each.key, each.line) for each in report.problems if each.severity == "error"] == [
        ("image-credit-missing/text", 10)
    ]
