"""A newsroom that has one of everything, and edits of each of its keys, settings and files."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from conftest import Site
from films import CAPTIONS, FILM, SOUND

SETTINGS = {
    "title": "{en: Test News, ru: Вести}",
    "url": "https://news.example/press/",
    "timezone": "Asia/Tashkent",
    "languages": "[en, ru]",
    "description": "About us.",
    "publisher": "{name: Office, logo: logo.png, address: Street 1, licence: CC BY 4.0}",
    "press_kits": "true",
    "share_cards": "true",
    "theme": "{accent: navy}",
    "contacts": "{desk: {name: Desk, email: desk@news.example}}",
    "sections": "{news: {name: News}, speeches: {name: Speeches}}",
    "people": "{malika: {name: Malika Sobirova, role: Head, portrait: face.png, about: Fine.}, anvar: {name: Anvar}}",
    "series": "{reform: {name: The reform}}",
    "boilerplate": "We are **here**.",
    "share": "[email]",
    "tags": "{roads: {en: Roads, ru: Дороги, aliases: [Streets]}}",
    "page_size": "2",
    "orphans": "0",
    "record": "true",
    "podcast": "{category: News, image: cover.png}",
    "views": "{most_read: 2}",
    "banner": "{text: We move., until: 2030-01-01}",
    "menus": "{footer: [{label: About, to: pages/about.md}]}",
    "profiles": "{X: 'https://x.example/us'}",
    "redirect_files": "[nginx]",
}
KEYS = {
    "title": "The bridge",
    "date": "2025-03-10 10:00",
    "updated": "2025-04-01",
    "corrections": "[{date: 2025-04-02, text: The bridge is long.}]",
    "event": "{start: 2026-03-01 10:00, place: Hall}",
    "tags": "[Roads, Towns]",
    "authors": "[malika]",
    "contacts": "[desk]",
    "section": "news",
    "people": "[anvar]",
    "series": "reform",
    "summary": "S.",
    "dateline": "Samarkand",
    "image": "{src: hall.png, alt: A hall, credit: A. K.}",
    "gallery": "[{src: bus.png, alt: A bus}]",
    "aliases": "[/old/bridge/]",
    "related": "[school.md]",
    "pinned": "true",
    "toc": "true",
}


def picture(colour: int, width: int = 900, height: int = 600) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), (colour, 99, 200)).save(data, "PNG")
    return data.getvalue()


def settings_text(**changes: str | None) -> str:
    """The settings with some others; None leaves one out."""
    return "".join(f"{key}: {value}\n" for key, value in (SETTINGS | changes).items() if value is not None)


def release(title: str, day: int, body: str = "", more: str = "") -> str:
    # No two have one text: the record would take one for the other if that is deleted.
    return f"---\ntitle: {title}\ndate: 2025-03-{day:02} 10:00\nsummary: S.\n{more}---\n{body or title}\n"


BODY = "The bridge is open. See [the plan](plan.txt) and [the school](school.md).\n\n## One\n\nText.\n\n## Two\n\n![A](town.png)\n"


def bridge(body: str = BODY, /, **changes: str | None) -> str:
    """The release that has every key, with other values; None leaves one out."""
    keys = "".join(f"{key}: {value}\n" for key, value in (KEYS | changes).items() if value is not None)
    return f"---\n{keys}---\n{body}"


def newsroom(made: Site) -> Site:
    """Lay out the newsroom, and build it twice: what the first build records is in the second one."""
    made.edit("pressgen.yml", settings_text())
    for number, name in enumerate(("logo", "face", "hall", "bus", "town", "still")):
        made.edit(f"content/{name}.png", picture(30 * number))
    made.edit("content/cover.png", picture(200, 1400, 1400))
    made.edit("content/plan.txt", "A plan.\n")
    made.edit("content/bridge.md", bridge())
    made.edit("content/bridge.ru.md", bridge("Мост открыт.\n", title="Мост", aliases=None, related=None))
    made.edit("content/school.md", release("The school", 2, more="tags: [Schools]\nsection: news\nseries: reform\n"))
    made.edit("content/garden.md", release("The garden", 3, more="section: speeches\npeople: [malika]\n"))
    made.edit(
        "content/bus.md", release("The bus", 4, "![Film](f.mp4)\n\nhttps://youtu.be/dQw4w9WgXcQ", "tags: [Roads]\n")
    )
    made.edit("content/radio.md", release("The radio", 5, "![Sound](s.mp3)\n\n[She](person:malika) speaks."))
    made.edit(
        "content/gone.md", release("Gone", 6, more="status: withdrawn\nupdated: 2025-04-01\nwithdrawal: Wrong.\n")
    )
    made.edit("content/quiet.md", release("Quiet", 7, more="unlisted: true\n"))
    made.edit("content/later.md", "---\ntitle: Later\ndate: 2026-06-01\nsummary: S.\n---\nText.\n")
    made.edit("content/pages/about.md", "---\ntitle: About us\nlist: {section: news}\n---\nWe are here.\n")
    made.edit("content/f.mp4", FILM)
    made.edit("content/f.vtt", CAPTIONS)
    made.edit("content/f.txt", "Words.")
    made.edit("content/f.png", picture(77))
    made.edit("content/s.mp3", SOUND)
    made.edit("content/s.txt", "Spoken.")
    made.edit("content/cards.yml", "https://youtu.be/dQw4w9WgXcQ: {title: A, picture: still.png}\n")
    made.edit("content/redirects.csv", "/older/,/2025/03/school/\n")
    made.edit("content/consents.csv", "bus.png,2026-12-31\n")
    made.edit("static/list.txt", "A list.\n")
    made.edit("data/views.yml", "as_of: {log: 2026-01-10}\nreleases:\n  /2025/03/bridge/:\n    log: {views: 35}\n")
    made.edit("data/fee.yml", "sum: 5\n")
    made.edit(
        "templates/page.html",
        "{% extends 'base.html' %}{% block main %}{{ page.title }} {{ data.fee.sum }}{% endblock %}",
    )
    for _ in range(2):
        report = made.build(record="always")
        assert report.exit_code == 0, report.problems
    return made


Edit = dict[str, str | bytes | None]
"""Files with their new contents; None deletes one."""
BRIDGE = "content/bridge.md"
OTHER_KEYS = {
    "title": "A bridge",
    "date": "2025-03-02 11:00",
    "updated": "2025-04-03",
    "corrections": "[{date: 2025-04-02, text: Another.}]",
    "event": "{start: 2026-04-01 10:00, place: Hall}",
    "tags": "[Cities]",
    "authors": "[anvar]",
    "contacts": "[{name: A, email: a@news.example}]",
    "section": "speeches",
    "people": "[malika]",
    "series": "{name: reform, part: 9}",
    "summary": "Another.",
    "dateline": "Bukhara",
    "image": "{src: bus.png, alt: B}",
    "gallery": "[{src: hall.png, alt: H}, {src: town.png, alt: T}]",
    "aliases": "[/old/b/]",
    "related": "[garden.md]",
    "pinned": "false",
    "toc": "false",
    "slug": "b",
    "permalink": "/x/y/",
    "noindex": "true",
    "unlisted": "true",
    "canonical": "https://x.example/",
    "status": "draft",
    "draft": "true",
    "published": "false",
    "expires": "2025-12-01",
    "embargo": "2027-01-01",
    "id": "abc",
    "views": "7",
    "originals": "false",
    "press_kit": "false",
    "template": "page.html",
    "translation_key": "other",
    "part": "3",
    "sample": "true",
    "image_alt": "B",
    "image_caption": "C",
    "image_credit": "D",
    "image_copyright": "E",
    "image_licence": "F",
    "withdrawal": "Wrong.",
    "check_ignore": "{summary-missing: Because}",
    "list": "{section: news}",
}
WITH = {"withdrawal": {"status": "withdrawn"}}
WITH |= {key: {"image": "hall.png"} for key in OTHER_KEYS if key.startswith("image_")}
"""Other keys that a key needs to mean anything."""
OTHER_SETTINGS = {
    "title": "{en: News, ru: Вести}",
    "url": "https://news.example/",
    "timezone": "UTC",
    "languages": "[en, ru, uz]",
    "description": "Else.",
    "publisher": "{name: Office 2, logo: logo.png}",
    "share_image": "hall.png",
    "press_kits": "false",
    "share_cards": "false",
    "theme": "{accent: maroon, radius: 0, favicon: hall.png}",
    "pictures": "{originals: false, copyright: Us}",
    "contacts": "{desk: {name: Desk 2}}",
    "sections": "{news: {name: Novelties, archive: false}, speeches: {name: Speeches, slug: talks}}",
    "people": SETTINGS["people"].replace("face.png", "hall.png").replace("Fine.", "'![A](bus.png)'"),
    "series": "{reform: {name: A reform, slug: r}}",
    "boilerplate": "'![A](still.png)'",
    "share": "[x]",
    "permalink": "/{year}/{slug}/",
    "tag_keys": "[categories]",
    "tags": "{roads: {en: Roads, ru: Дороги, aliases: [Ways]}}",
    "redirect_files": "[apache, netlify]",
    "page_size": "3",
    "orphans": "1",
    "assets_kept": "3",
    "already_public": "[A b]",
    "archive": "page",
    "record": "false",
    "feeds": "{formats: [rss], items: 2, tags: false}",
    "podcast": "{category: News, image: cover.png, title: P}",
    "views": "{most_read: 1, source: true}",
    "banner": "{text: '![A](still.png)', until: 2030-01-01}",
    "toc": "2",
    "menus": "{main: [{label: Us, to: pages/about.md}]}",
    "profiles": "{X: 'https://x.example/we'}",
    "markdown": "python-markdown",
    "markdown_extensions": "[attr_list]",
    "time_budget": "9",
    "check": "{summary-missing: {severity: 'off', reason: No}}",
    "messages": "ru",
}
SETTINGS_WITH = {"markdown_extensions": {"markdown": "python-markdown"}}
REQUIRED = {"title", "date", "url", "languages"}
VIEWS = "as_of: {log: 2026-01-11}\nreleases:\n  /2025/03/school/:\n    log: {views: 36}\n"
EDITS: dict[str, Edit] = {
    **{f"without {key}": {BRIDGE: bridge(**{key: None})} for key in KEYS if key not in REQUIRED},
    **{f"another {key}": {BRIDGE: bridge(**{key: value, **WITH.get(key, {})})} for key, value in OTHER_KEYS.items()},
    **{f"no setting {key}": {"pressgen.yml": settings_text(**{key: None})} for key in SETTINGS if key not in REQUIRED},
    **{
        f"setting {key}": {"pressgen.yml": settings_text(**{key: value, **SETTINGS_WITH.get(key, {})})}
        for key, value in OTHER_SETTINGS.items()
    },
    "text": {BRIDGE: bridge(BODY.replace("open", "closed"))},
    "picture of a text": {BRIDGE: bridge(BODY.replace("town.png", "hall.png"))},
    "link to a file": {BRIDGE: bridge(BODY.replace("[the plan](plan.txt)", "it"))},
    "heading": {BRIDGE: bridge(BODY.replace("## One", "## Three"))},
    "new name of a file": {BRIDGE: None, "content/b.md": bridge()},
    "new and gone": {BRIDGE: None, "content/b.md": bridge(title="Another"), "content/school.md": None},
    **{
        f"{name} goes": {f"content/{name}.md": None}
        for name in ("bridge", "bridge.ru", "school", "garden", "bus", "radio", "gone", "quiet", "later")
    },
    "a headline": {"content/school.md": release("A school", 2, "The school", "tags: [Schools]\nsection: news\n")},
    "another lang": {"content/school.md": release("The school", 2, more="lang: ru\nsection: news\nseries: reform\n")},
    "a notice goes": {"content/gone.md": release("Gone", 6)},
    "a standing page": {"content/pages/about.md": "---\ntitle: Who we are\nlist: {section: speeches}\n---\nWe.\n"},
    **{f"picture {name}": {f"content/{name}.png": picture(222)} for name in ("logo", "face", "hall", "bus", "town", "f")},
    "picture still": {"content/still.png": picture(223)},
    "picture cover": {"content/cover.png": picture(222, 1500, 1500)},
    "captions": {"content/f.vtt": CAPTIONS.replace("Hello", "Goodbye")},
    "transcript": {"content/f.txt": "Other words."},
    "transcript of sound": {"content/s.txt": "Other words."},
    "attachment": {"content/plan.txt": "Another plan.\n"},
    "card": {"content/cards.yml": "https://youtu.be/dQw4w9WgXcQ: {title: B}\n"},
    "redirects": {"content/redirects.csv": "/older/,/2025/03/garden/\n"},
    "consents": {"content/consents.csv": "bus.png,2026-12-30\n"},
    "static": {"static/list.txt": "B\n"},
    "views": {"data/views.yml": VIEWS},
    "data": {"data/fee.yml": "sum: 6\n"},
    "template": {"templates/page.html": "x"},
    "new template": {"templates/tag.html": "{{ term.title }}"},
    "new sheet": {"theme.css": "h1 { color: red }"},
    "new sheet of people": {"templates/sheets/people.css": "h1 { color: red }"},
    "new release": {
        "content/new.md": release(
            "New", 12, more="tags: [Fresh]\nsection: speeches\nseries: reform\nevent: {start: 2026-05-01, place: Hall}\n"
        )
    },
    "new translation": {"content/school.ru.md": release("Школа", 2)},
    "new page": {"content/pages/new.md": "---\ntitle: New\n---\nText.\n"},
    "new file": {"static/new.pdf": "x"},
    **{
        f"no {name}": {name: None}
        for name in (
            "content/f.vtt", "content/f.txt", "content/s.txt", "content/f.png", "content/cards.yml",
            "content/redirects.csv", "content/consents.csv", "static/list.txt", "data/views.yml", "templates/page.html",
            "content/record.jsonl",
        )
    },
}  # fmt: skip
