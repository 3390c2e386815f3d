"""A newsroom with one of everything under edit: each key, setting, table, picture, film, template and the record."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PIL import Image

from everything import BODY, KEYS, OTHER_KEYS, OTHER_SETTINGS, SETTINGS, picture
from films import CAPTIONS, FILM, SOUND, mp4, webm
from trials.desk import Desk

Values = dict[str, tuple[str | None, ...]]
"""Values by the name of a key or setting; None leaves it out. `<-30>` is the time 30 hours ago, `<-30d>` the day of it."""
_TIME = re.compile(r"<(-?\d+)(d?)>")
MATTER: Values = {
    **{key: (None, value, OTHER_KEYS[key]) for key, value in KEYS.items()},
    **{key: (None, value) for key, value in OTHER_KEYS.items() if key not in KEYS},
    "date": ("<-900>", "<-72>", "<-47>", "<-2>", "<1>", "<26>"),
    "updated": (None, "<-400>", "<-1>", "<2>"),
    "corrections": (
        None,
        "[{date: '<-1>', text: A note.}]",
        "[{date: '<-30d>', kind: update, text: More.}, {date: '<3>', kind: clarification, text: Clear.}]",
    ),
    "event": (
        None,
        "{start: '<-2>', end: '<1>', place: Hall, accreditation: {email: a@news.example, deadline: '<-1>'}}",
        "{start: '<30>', place: Hall, status: cancelled}",
        "{start: '<20>', online: 'https://x.example/'}",
    ),
    "expires": (None, None, "<1>", "<30>", "<-5>"),
    "embargo": (None, None, "<1>", "<-3>", "<40>"),
    "status": (None, None, "draft", "withdrawn\nwithdrawal: Wrong.\nupdated: <-1>", "published"),
    "image": (None, "hall.png", "{src: bus.png, alt: B, consent: '<900d>'}", "{src: photo.jpg, alt: P, licence: CC0}"),
    "gallery": (None, "[{src: bus.png, alt: A bus}]", "[{src: hall.png, alt: H}, {src: photo.jpg, alt: T}]", "shots/"),
    "slug": (None, None, "b", "c"),
    "permalink": (None, None, "/x/y/", "/x/z.html"),
    "aliases": (None, "[/old/bridge/]", "[/old/b/]"),
    "related": (None, "[school.md]", "[/garden.md, bus.md]"),
    "list": (None, "{section: news}", "[{tag: Roads, limit: 2}, {person: malika}, {series: reform}]"),
    "contacts": (None, "[desk]", "[malika]", "[{name: A, email: a@news.example}]"),
    "lang": (None, None, "de", "ru", "pt_br", "kaa"),
    "speaker": (None, "Anvar", "[A, B]"),
    "categories": (None, "[Roads, Cities]"),
}
KNOBS: Values = {
    **{key: (SETTINGS.get(key), value) for key, value in OTHER_SETTINGS.items() if key != "markdown_extensions"},
    **{key: (None, SETTINGS[key], OTHER_SETTINGS[key]) for key in ("publisher", "podcast", "tags", "contacts")},
    "menus": (None, SETTINGS["menus"], OTHER_SETTINGS["menus"]),
    "languages": ("[en, ru]", "[ru, en]", "[en, ru, uz]", "[en]"),
    "timezone": ("Asia/Tashkent", "UTC", "America/New_York"),
    "theme": (
        None,
        "{accent: navy}",
        "{accent: maroon, radius: 0, favicon: hall.png, logo: logo.svg, logo_dark: mark.svg, density: compact}",
        "{font: fonts/brand.woff2, font_headings: [fonts/brand-700.woff2, Georgia], band: '#0b3b47', logo: logo.png}",
    ),
    "pictures": (None, "{originals: false, copyright: Us}", "{licence: CC BY 4.0}", "{require: [alt, credit]}"),
    "sections": (
        "{news: {name: News}, speeches: {name: Speeches}}",
        "{news: {name: {en: News, ru: Новости}, requires: [summary]}, speeches: {name: Talks, slug: talks, feed: false}}",
        "{news: {name: News, archive: false, template: tag.html}, speeches: {name: Speeches, description: Said.}}",
    ),
    "banner": (
        None,
        "{text: We move., until: '<2>'}",
        "[{text: '![A](still.png)', from: '<1>', until: '<30d>', level: alert}, {text: Come., link: pages/about.md}]",
    ),
    "boilerplate": ("We are **here**.", "'![A](still.png)'", "{en: 'See [the plan](plan.txt).', ru: Мы.}", None),
    "assets_kept": (None, None, "1", "3"),
    "feeds": (None, "{formats: [rss], items: 2, tags: false}", "{formats: []}", "{items: 3}"),
    "views": (None, "{most_read: 2}", "{most_read: 1, source: true}", "{show: false}"),
    "redirect_files": (None, "[nginx]", "[apache, netlify]", "[cloudflare]"),
    "already_public": (None, "[The bridge]"),
    "share_image": (None, "hall.png"),
    "title": ("{en: Test News, ru: Вести}", "Test News"),
    "profiles": (None, "{X: 'https://x.example/us'}"),
    "markdown": (None, None, "python-markdown", "python-markdown\nmarkdown_extensions: [attr_list, footnotes]"),
    "toc": (None, "true", "2"),
}
BODIES = (
    "![A](town.png)",
    "![A](hall.png 'A hall. Photo: A. K.')\n\n![B](photo.jpg)",
    "![Film](f.mp4 'A film. Film: A. K.')",
    "![Sound](s.mp3)",
    "https://youtu.be/dQw4w9WgXcQ",
    "See [the plan](/plan.txt), [the list](/list.txt), [the school](/school.md) and [her](person:malika).",
    "## One\n\n## Two\n\n[TOC]\n\n## Three",
    "A note.[^1]\n\n[^1]: The note.",
    "A [tag](/tags/roads/), the [agenda](/agenda/), [corrections](/corrections/) and [old](/older/).",
    "A figure of 15, and a [film](f.mp4).",
    "{: .note}\n\n| a | b |\n|---|---|\n| 1 | 2 |",
)
CARD = "https://youtu.be/dQw4w9WgXcQ"
FONT = b"wOF2" + bytes(8) + bytes([0, 2]) + bytes(34) + bytes([1, 0x36, 3 | 1 << 6, 0x81, 0x00, 0x40])
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="{}" height="9"/></svg>'
OWN = "{% extends 'base.html' %}{% block main %}{{ page.title }} {{ data.fee.sum if data.fee is defined }} {{ data.region.offices|length if data.region is defined }}{% endblock %}"
FILES: dict[str, tuple[str | bytes | None, ...]] = {
    "content/f.mp4": (FILM, mp4(is_upright=True), mp4(has_sound=False), webm()),
    "content/f.vtt": (CAPTIONS, CAPTIONS.replace("Hello", "Goodbye"), "WEBVTT\n\nbroken --> it", None),
    "content/f.ru.vtt": (CAPTIONS.replace("Hello", "Привет"), None),
    "content/f.txt": ("Words.", "Other words.", None),
    "content/s.mp3": (SOUND, SOUND + SOUND[-417:]),
    "content/s.txt": ("Spoken.", "Spoken again.", None),
    "content/s.ru.txt": ("Сказано.", None),
    "content/cards.yml": (
        f"{CARD}: {{title: A, picture: still.png}}\n",
        f"{CARD}: {{title: B, author: C}}\n",
        f"{CARD}: {{title: A, picture: lost.png}}\n",
        None,
    ),
    "content/redirects.csv": (
        "/older/,/2025/03/school/\n",
        "old,new\n/older/,/tags/\n/a/,/b/\n/b/,https://x.example/\n",
        "/older/,/lost/\n",
        None,
    ),
    "content/consents.csv": ("bus.png,<900d>\n", "photo.jpg,<700d>,C-1\nstill.png,<3>\n", "hall.png,<-2>\n", "", None),
    "content/logo.svg": (SVG.format(5), SVG.format(9)),
    "content/mark.svg": (SVG.format(6),),
    "content/fonts/brand.woff2": (FONT, FONT + b"x"),
    "content/fonts/brand-700.woff2": (FONT + b"7", FONT + b"77"),
    "content/plan.txt": ("A plan.\n", "Another plan.\n"),
    "static/list.txt": ("A list.\n", "B\n", None),
    "static/new.pdf": ("x", None),
    "static/photo.jpg": (b"\xff\xd8\xff\xe0 not a picture", None),
    "data/views.yml": (
        "as_of: {log: 2026-01-10}\nreleases:\n  /2025/03/school/:\n    log: {views: 36}\n",
        "as_of:\n  log: 2026-01-11\n\nreleases:\n  /2025/03/school/:\n    log: {views: 37}\n  /2025/03/garden/:\n    log: {views: 39}\n",
        "nonsense\n",
        None,
    ),
    "data/fee.yml": ("sum: 5\n", "sum: 6\n", None),
    "data/region/offices.csv": ("city,phone\nUrgut,1\n", "city;phone\nUrgut;1\nNurata;2\n", None),
    "data/notes.json": ('{"a": [1, 2.5, null]}', None),
    "templates/page.html": (OWN, OWN.replace("{{ page.title }}", "<b>{{ page.title }}</b>"), None),
    "templates/speech.html": ("{% extends 'article.html' %}", OWN, None),
    "templates/sheets/people.css": ("h1 { color: red }", None),
    "templates/sheets/event.css": ("h2 { color: red }", None),
    "templates/podcast.xml": ("<rss>{{ podcast.title }}</rss>", None),
    "theme.css": ("h1 { color: red }", "h1 { color: blue }", None),
}
PICTURES = ("logo", "face", "hall", "bus", "town", "still", "f")
RELEASES = {
    "school": "tags: [Schools]\nsection: news\nseries: reform",
    "garden": "section: speeches\npeople: [malika]",
    "bus": "tags: [Roads]",
    "radio": "authors: [malika]",
    "gone": "status: withdrawn\nupdated: 2025-04-01\nwithdrawal: Wrong.",
    "quiet": "unlisted: true",
    "late": "embargo: <5>",
}


class Newsroom(Desk):
    """The newsroom: its acts beside those of any desk."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        super().__init__(folder, chance)
        for path in self.sources()[3:]:
            path.unlink()
        for name, values in FILES.items():
            self.put(name, values[0])
        for number, name in enumerate(PICTURES):
            self.put(f"content/{name}.png", picture(30 * number, 60, 40))
        self.put("content/shots/one.png", picture(7, 50, 40))
        self.put("content/photo.jpg", photo(1))
        self.put("content/cover.png", COVER)
        for day, (name, keys) in enumerate(RELEASES.items(), 2):
            body = "\n\n".join([f"The {name}.", *chance.sample(BODIES, 2)])
            head = f"title: The {name}\ndate: 2025-03-{day:02} 10:00\nsummary: S.\n{keys}"
            self.put(f"content/{name}.md", f"---\n{head}\n---\n{body}\n")
        matter = "".join(f"{key}: {value}\n" for key, value in KEYS.items())
        self.put("content/bridge.md", f"---\n{matter}---\n{BODY}")
        self.put("content/pages/about.md", "---\ntitle: About us\nlist: {section: news}\n---\nWe are here.\n")
        self.records: list[bytes] = []

    @property
    def acts(self) -> list[Callable[[], None]]:
        own = [self.key, self.knob, self.file, self.wait]
        return [*own, *own, self.key, self.body, self.photo, self.record, *super().acts]

    def put(self, name: str, text: str | bytes | None) -> None:
        """Write a file, or delete it."""
        if text is None:
            (self.site.folder / name).unlink(missing_ok=True)
        else:
            self.site.edit(name, self.timed(text) if isinstance(text, str) else text)

    def timed(self, text: str) -> str:
        """The text with times in the places of `<-30>`."""

        def time(match: re.Match[str]) -> str:
            at = self.instant + timedelta(hours=int(match[1]))
            return f"{at:%Y-%m-%d}" if match[2] else f"{at:%Y-%m-%d %H:%M}"

        return _TIME.sub(time, text)

    def configure(self) -> None:
        values = {**SETTINGS, **self.settings}
        self.put("pressgen.yml", "".join(f"{key}: {value}\n" for key, value in values.items() if value is not None))

    def wait(self) -> None:
        """Nothing happens, for a while."""
        self.instant += timedelta(minutes=self.chance.choice((0, 1, 600)))

    def key(self) -> None:
        """Write, change or delete a key of front matter."""
        path = self.any()
        key, values = self.chance.choice([*MATTER.items()])
        value = self.chance.choice(values)
        start, head, body = path.read_text(encoding="utf-8").partition("---\n")[2].partition("---\n")
        lines = [line for line in start.splitlines() if not line.startswith(f"{key}:")]
        lines += [self.timed(f"{key}: {value}")] if value is not None else []
        path.write_text("\n".join(["---", *lines, head + body]), encoding="utf-8")

    def knob(self) -> None:
        """Write, change or delete a setting."""
        key, values = self.chance.choice([*KNOBS.items()])
        if "markdown_extensions" not in self.settings or key != "markdown":
            self.settings[key] = self.chance.choice(values)
        self.configure()

    def file(self) -> None:
        """Change, delete or put back a file that is no release."""
        name, values = self.chance.choice([*FILES.items()])
        self.put(name, self.chance.choice(values))

    def body(self) -> None:
        """Add something to a text, or take away all that was added."""
        path, part = self.any(), self.chance.choice(BODIES)
        text = path.read_text(encoding="utf-8")
        short = text.partition("\n<!-- more -->")[0]
        path.write_text(short if short != text else f"{text}\n<!-- more -->\n\n{part}\n", encoding="utf-8")

    def photo(self) -> None:
        """Another picture under the same name, a photo with other notes, or none at all."""
        name, number = self.chance.choice(PICTURES), self.chance.randrange(255)
        path = self.site.folder / f"content/{name}.png"
        match self.chance.randrange(4):
            case 0:
                self.put("content/photo.jpg", photo(number))
            case 1:
                self.put(f"content/shots/{number % 3}.png", picture(number, 50, 40))
            case 2 if path.exists():
                path.unlink()
            case _:
                self.put(f"content/{name}.png", picture(number, *self.chance.choice(((60, 40), (40, 60)))))

    def record(self) -> None:
        """Delete the record, or put an earlier one back as git does, with lines of both, or with one that is damaged."""
        path = self.site.folder / "content/record.jsonl"
        self.records += [path.read_bytes()] if path.exists() else []
        if self.records:
            earlier = self.chance.choice(self.records)
            self.put("content/record.jsonl", self.chance.choice((None, earlier, earlier, earlier + self.records[-1])))


def photo(number: int) -> bytes:
    """A photo with the name of its maker."""
    made, notes, data = Image.new("RGB", (70, 50), (number, 9, 9)), Image.Exif(), io.BytesIO()
    notes[0x13B], notes[0x8298], notes[0x010E] = f"Maker {number % 3}", "© Office", f"A photo {number % 2}"
    made.save(data, "JPEG", exif=notes)
    return data.getvalue()


COVER = picture(200, 1400, 1400)
