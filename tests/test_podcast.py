"""The podcast: a feed of the releases that have sound, as Apple Podcasts wants it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO

import feedparser
import pytest
from PIL import Image

from conftest import Site
from films import FILM, SOUND

Make = Callable[..., Site]
SETTINGS = """\
title: Test News
url: https://news.example/news/
timezone: Asia/Tashkent
languages: [en, ru]
publisher: {licence: Free to reprint}
podcast:
  title: {en: Voices & more, ru: Голоса}
  category: Politics
  image: cover.png
  email: press@news.example
"""


@cache
def picture(width: int, height: int, form: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), (11, 95, 112)).save(data, form)
    return data.getvalue()


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site()
    made.edit("pressgen.yml", SETTINGS)
    made.edit("content/cover.png", picture(1400, 1400))
    made.edit("content/talk.mp3", SOUND)
    made.edit("content/talk.txt", "Words.")
    made.edit("content/film.mp4", FILM)
    for number, body in enumerate(("![Talk](talk.mp3)", "Text.", "![Film](film.mp4)\n\n![Talk](talk.mp3)"), 1):
        text = f"---\ntitle: Release {number} & more\ndate: 2026-01-0{number}\nsummary: S{number}.\n---\n{body}\n"
        made.edit(f"content/r{number}.md", text)
    return made


def test_every_release_with_sound_is_an_episode(newsroom: Site) -> None:
    newsroom.build()
    feed = feedparser.parse(newsroom.output.joinpath("podcast.xml").read_bytes())
    assert not feed.bozo
    channel = feed.feed
    assert (channel.title, channel.language, channel.link) == ("Voices & more", "en", "https://news.example/news/")
    assert channel.image.href.startswith("https://news.example/news/assets/cover.")
    assert newsroom.read("podcast.xml").count("<itunes:explicit>false</itunes:explicit>") == 3
    assert [tag.term for tag in channel.tags] == ["News", "Politics"]
    assert channel.publisher_detail.email == "press@news.example"
    assert channel.rights == "Free to reprint"
    assert [entry.title for entry in feed.entries] == ["Release 3 & more", "Release 1 & more"]
    [enclosure] = feed.entries[0].enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        "https://news.example/news/talk.mp3",
        "audio/mpeg",
        str(len(SOUND)),
    )
    assert feed.entries[0].itunes_duration == "1"
    assert feed.entries[0].id == "https://news.example/news/2026/01/r3/"
    cover = channel.image.href.removeprefix("https://news.example/news/")
    with Image.open(newsroom.output / cover) as image:
        assert image.size == (1400, 1400)


def test_every_page_of_the_edition_links_to_it(newsroom: Site) -> None:
    newsroom.edit("content/r1.ru.md", "---\ntitle: Новость\ndate: 2026-01-01\nsummary: S.\n---\nТекст.\n")
    newsroom.build()
    page = newsroom.read("2026/01/r2/index.html")
    assert (
        '<link rel="alternate" type="application/rss+xml" title="Voices &amp; more" href="/news/podcast.xml">' in page
    )
    assert '<a href="/news/podcast.xml">Podcast</a>' in page
    assert "podcast.xml" not in newsroom.read("ru/2026/01/r1/index.html"), "no Russian release has sound"
    newsroom.edit("content/r1.ru.md", "---\ntitle: Новость\ndate: 2026-01-01\nsummary: S.\n---\n![Речь](talk.mp3)\n")
    newsroom.build()
    assert 'title="Голоса" href="/news/ru/podcast.xml"' in newsroom.read("ru/2026/01/r1/index.html")
    assert "<language>ru</language>" in newsroom.read("ru/podcast.xml")
    assert newsroom.build().changed == 0


def test_the_id_of_an_episode_stays_when_its_address_changes(newsroom: Site) -> None:
    text = (newsroom.folder / "content/r1.md").read_text(encoding="utf-8")
    newsroom.edit("content/r1.md", text.replace("summary:", "slug: new\naliases: [/2026/01/r1/]\nsummary:"))
    newsroom.build()
    entry = feedparser.parse(newsroom.output.joinpath("podcast.xml").read_bytes()).entries[1]
    assert (entry.id, entry.link) == ("https://news.example/news/2026/01/r1/", "https://news.example/news/2026/01/new/")


def test_releases_that_are_not_public_are_no_episodes(newsroom: Site) -> None:
    text = (newsroom.folder / "content/r3.md").read_text(encoding="utf-8")
    for change in ("date: 2027-01-03", "date: 2026-01-03\nunlisted: true", "date: 2026-01-03\ndraft: true"):
        newsroom.edit("content/r3.md", text.replace("date: 2026-01-03", change))
        newsroom.build()
        assert "Release 3" not in newsroom.read("podcast.xml")
        assert "Release 1" in newsroom.read("podcast.xml")


def test_without_sound_or_without_the_setting_there_is_none(newsroom: Site) -> None:
    newsroom.remove("content/r1.md")
    newsroom.remove("content/r3.md")
    newsroom.build()
    assert not (newsroom.output / "podcast.xml").exists()
    assert "podcast" not in newsroom.read("index.html")


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("category: Polytics", "settings-podcast/category-near"),
        ("category: Zzzzzzzz", "settings-podcast/category"),
        ("email: press", "settings-podcast/email"),
        ("image: no.png", "settings-podcast"),
        ("image: ''", "settings-podcast"),
        ("image: talk.txt", "settings-podcast/reason"),
        ("image: wide.png", "settings-podcast/size"),
        ("image: small.png", "settings-podcast/size"),
        ("image: cover.webp", "settings-podcast/size"),
        ("explicit: maybe", "settings-type"),
        ("categories: News", "settings-unknown/near"),
    ],
)
def test_mistakes_in_the_settings_stop_the_build(newsroom: Site, setting: str, key: str) -> None:
    newsroom.edit("content/wide.png", picture(1600, 1400))
    newsroom.edit("content/small.png", picture(300, 300))
    newsroom.edit("content/cover.webp", picture(1400, 1400, "WEBP"))
    name = setting.partition(":")[0]
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"  {name}:")]
    newsroom.edit("pressgen.yml", "\n".join([*lines, f"  {setting}"]) + "\n")
    report = newsroom.build()
    assert report.exit_code == 2
    assert [problem.key for problem in report.problems] == [key]


@pytest.mark.parametrize("value", ["true", "[a]", "text"])
def test_the_setting_is_a_group(newsroom: Site, value: str) -> None:
    newsroom.edit("pressgen.yml", SETTINGS.partition("podcast:")[0] + f"podcast: {value}\n")
    assert newsroom.build().exit_code == 2
    assert newsroom.codes() == ["settings-type"]
