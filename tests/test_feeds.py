"""Feeds and link previews: what readers elsewhere get of a release."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from PIL import Image

from conftest import Site, rendered
from pressgen.site.feed_body import feed_body
from pressgen.site.urls import uri

Make = Callable[..., Site]
SETTINGS = "title: T\nurl: https://n.example/\ntimezone: Asia/Tashkent\nlanguages: [en, ru]\n"
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# RFC 3986, appendix A, for http addresses and those without an authority.
PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
RFC_3986 = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{PART}(?:#{PART})?")


def release(body: str = "Text.", **matter: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": "A", "date": "2026-01-10", **matter}.items())
    return f"---\n{lines}---\n{body}\n"


def bodies(made: Site, folder: str = "") -> list[str]:
    """The text of the newest release in every format of feed."""
    rss = ElementTree.fromstring(made.read(f"{folder}feed.xml")).findtext(f"channel/item/{CONTENT}")
    atom = ElementTree.fromstring(made.read(f"{folder}atom.xml")).findtext(f"{ATOM}entry/{ATOM}content")
    return [str(rss), str(atom), json.loads(made.read(f"{folder}feed.json"))["items"][0]["content_html"]]


# --- the text of a release ------------------------------------------------------------------------

PARTS = """## One {#one}

See [one](#one), [часть](#часть), [odd](#a^b), a note[^1], [the top](#), [file](a.pdf?a="b#c[1]), [site](/tags/?q=я),
[elsewhere](https://x.example/путь?[a]#b#c), [per cent](https://x.example/100%), [host](https://пример.рф/),
[mail](mailto:a@n.example), [self](a.md#one).

[^1]: The note.
"""


def test_every_address_in_a_feed_is_a_whole_uri(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS.replace("n.example/", "n.example/news&co/"))
    made.edit("content/a.pdf", "x")
    made.edit("content/a.md", release(PARTS))
    assert made.build(hostile=True).exit_code == 0
    page = "https://n.example/news&co/2026/01/a/"
    for body in bodies(made):
        addresses = [unescape(address) for address in re.findall(r'\s(?:href|src)="([^"]*)"', body)]
        assert len(addresses) == 13
        assert all(RFC_3986.fullmatch(address) for address in addresses), addresses
        assert addresses[:3] == [f"{page}#one", f"{page}#%D1%87%D0%B0%D1%81%D1%82%D1%8C", f"{page}#a%5Eb"]
        assert f"{page}#fn-1" in addresses and f"{page}#fnref-1" in addresses and f"{page}#" in addresses
        assert "https://n.example/news&co/a.pdf?a=%22b#c%5B1%5D" in addresses
        assert "https://xn--e1afmkfd.xn--p1ai/" in addresses and "https://x.example/100%25" in addresses
    assert 'href="#one"' in made.read("2026/01/a/index.html")


def test_a_text_without_local_targets_has_whole_addresses_too(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("One[^n].\n\n[^n]: Two."))
    made.build()
    assert all('href="https://news.example/2026/01/a/#fn-n"' in body for body in bodies(made))


def test_what_looks_like_an_address_in_a_text_stays_as_written(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release('Write ` href="/a/"` and [x](/tags/).'))
    made.build()
    assert all('<code> href="/a/"</code>' in body.replace("&quot;", '"') for body in bodies(made))


def test_words_for_screen_readers_only_are_in_no_feed(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS)
    hidden = (
        'A<span class="x vh">SECRET <b>one<br></b></span>B <b class="visually-hidden">SECRET</b><i class="vhs">C</i>'
    )
    made.edit("content/a.md", release(f"{hidden} note[^1].\n\n[^1]: The note."))
    made.edit("content/a.ru.md", release("Текст[^1].\n\n[^1]: Сноска."))
    made.build()
    assert "Back to reference 1" in made.read("2026/01/a/index.html")
    for body in bodies(made):
        assert "SECRET" not in body and "Back to" not in body and "aria-hidden" not in body
        assert "AB " in body and '<i class="vhs">C</i> note' in body
        assert body.count("↩") == 1 and body.rstrip().endswith("</div>")
    assert not any("Вернуться" in body or "сноске" in body for body in bodies(made, "ru/"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>a<span class="vh">b<img src="/x">c</span>d</p>', "<p>ad</p>"),
        ('<span class="vh">a<span>b</span></span><span>c</span>', "<span>c</span>"),
        ('<table class="vh"><colgroup><col></colgroup></table>x', "x"),
        ('<img class="vh" src="/a.png" alt="">x', "x"),
        ('<a title="class=&quot;vh&quot;" href="/b">x</a>', '<a title="class=&quot;vh&quot;" href="https://n.example/b">x</a>'),
        ('<a href="//cdn.example/b">x</a>', '<a href="https://cdn.example/b">x</a>'),
        ('<a href="b/../c?x#y">x</a> <a href="?x">y</a>', '<a href="https://n.example/a/c?x#y">x</a> <a href="https://n.example/a/?x">y</a>'),
        ('<a href="../ё.pdf">x</a>', '<a href="https://n.example/%D1%91.pdf">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<video poster="/p.jpg" src="v.mp4"></video>', '<video poster="https://n.example/p.jpg" src="https://n.example/a/v.mp4"></video>'),
        ('<audio src="/я.mp3"></audio>', '<audio src="https://n.example/%D1%8F.mp3"></audio>'),
        ('<img srcset="/a.webp 480w, b,1.webp 2x" src="/a.jpg">', '<img srcset="https://n.example/a.webp 480w, https://n.example/a/b,1.webp 2x" src="https://n.example/a.jpg">'),
        ('<blockquote cite="/s/">x</blockquote>', '<blockquote cite="https://n.example/s/">x</blockquote>'),
        ('<a href="/b?x=1&amp;y=2">x</a>', '<a href="https://n.example/b?x=1&amp;y=2">x</a>'),
    ],
)  # fmt: skip
def test_a_body_for_feeds(html: str, expected: str) -> None:
    assert feed_body(html, "https://n.example/a/") == expected


def test_a_link_to_a_file_cannot_leave_its_attribute(site: Make) -> None:
    made = site("")
    made.edit("content/a.pdf", "x")
    made.edit("content/a.md", release('[x](<a.pdf?a="onclick="alert(1)>) [y](<a.pdf#"onfocus="alert(1)>)'))
    made.build(hostile=True)
    for text in (made.read("2026/01/a/index.html"), *bodies(made)):
        assert 'a.pdf?a=%22onclick=%22alert(1)">x</a>' in text and 'a.pdf#%22onfocus=%22alert(1)">y</a>' in text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://[::1]:80/[a]", "https://[::1]:80/%5Ba%5D"),
        ("https://пример.рф:8080/é", "https://xn--e1afmkfd.xn--p1ai:8080/%C3%A9"),
        ("https://x.example/a#b#c", "https://x.example/a#b%23c"),
        ("https://x.example/100%?q=a b", "https://x.example/100%25?q=a%20b"),
        ("viber://chat?number=%2B1", "viber://chat?number=%2B1"),
        ("mailto:ё@x.example", "mailto:%D1%91@x.example"),
        ("/план/#я", "/%D0%BF%D0%BB%D0%B0%D0%BD/#%D1%8F"),
    ],
)
def test_an_address_becomes_a_uri(address: str, expected: str) -> None:
    assert uri(address) == expected == uri(expected)


# --- descriptions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ~~two~~ three.", "One three."),
        ("One ~~two~~, three", "One, three"),
        ("The price is <del>10</del> <ins>12</ins> (net<s>, in May</s>).", "The price is 12 (net)."),
        ("~~All **of** it~~\n\nNext.", "Next."),
        ("**Cost ~~10 *or so*~~: 12**", "Cost: 12"),
        ('<p class="vh">Hidden</p>\n\nSeen <span class="sr-only">by few</span>.', "Seen."),
        ("One ~~two[^1]~~ three[^1].\n\n[^1]: Note", "One three."),
    ],
)
def test_a_description_has_no_words_that_are_struck_out_or_hidden(site: Make, text: str, expected: str) -> None:
    made = site("")
    made.edit("content/a.md", release(text))
    made.build()
    page = made.read("2026/01/a/index.html")
    assert f'<meta name="description" content="{expected}">' in page
    assert f'<meta property="og:description" content="{expected}">' in page
    assert json.loads(made.read("feed.json"))["items"][0]["summary"] == expected
    assert f'<p class="p-summary">{expected}</p>' in made.read("index.html")


def test_a_summary_and_a_title_have_no_words_that_are_struck_out(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release(title="<s>Seven</s> Eight schools", summary='"Not ~~7~~ but 8 <del>or 9</del>"'))
    made.build()
    page = made.read("2026/01/a/index.html")
    assert '<meta name="description" content="Not but 8">' in page and '<h1 class="p-name">Eight schools</h1>' in page


def test_a_paragraph_with_words_struck_out_is_no_repeated_summary(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release("One ~~two~~ three.", summary="One three."))
    made.build()
    assert "One <del>two</del> three." in made.read("2026/01/a/index.html")


# --- lead pictures --------------------------------------------------------------------------------


def photo(form: str = "JPEG", width: int = 1600, height: int = 900, red: int = 200) -> bytes:
    data = BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.putpixel((0, 0), (red, 0, 0))
    picture.save(data, form)
    return data.getvalue()


def lead_pictures(made: Site, folder: str = "") -> list[dict[str, str]]:
    """Every picture beside the text of the newest release, as attributes: of RSS the enclosure and media:content, of Atom likewise."""
    item = ElementTree.fromstring(made.read(f"{folder}feed.xml")).find("channel/item")
    entry = ElementTree.fromstring(made.read(f"{folder}atom.xml")).find(f"{ATOM}entry")
    found = [
        item.find("enclosure"),
        item.find(f"{MEDIA}content"),
        next((link for link in entry.iter(f"{ATOM}link") if link.get("rel") == "enclosure"), None),
        entry.find(f"{MEDIA}content"),
    ]
    return [dict(one.attrib) for one in found if one is not None]


@pytest.mark.parametrize(
    ("name", "form", "size", "shown"),
    [
        ("a.jpg", "JPEG", (1600, 900), ("image/jpeg", "1200", "675")),
        ("снимок 1.png", "PNG", (900, 900), ("image/jpeg", "900", "506")),
        ("a.webp", "WEBP", (400, 300), ("image/jpeg", "400", "225")),
        ("a.gif", "GIF", (640, 360), ("image/jpeg", "640", "360")),
        ("small.png", "PNG", (120, 90), ("image/png", "120", "90")),
    ],
)
def test_the_lead_picture_is_in_each_feed_with_its_true_length(
    site: Make, name: str, form: str, size: tuple[int, int], shown: tuple[str, str, str]
) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS if name == "a.jpg" else SETTINGS.replace("n.example/", "n.example/news&co/"))
    made.edit(f"content/{name}", photo(form, *size))
    made.edit("content/a.ru.md", release(title="Б", image=f'{{src: "{name}", alt: "Tom & <Jerry>", credit: "A & B"}}'))
    assert made.build(hostile=True).exit_code == 0
    for folder in ("ru/", "all/"):
        pictures = lead_pictures(made, folder)
        assert len(pictures) == 4
        for picture in pictures:
            address = picture.get("url") or picture["href"]
            assert RFC_3986.fullmatch(address) and address.startswith("https://n.example/")
            path = unquote(address.split("/assets/")[1])
            length = str((made.output / "assets" / path).stat().st_size)
            assert (picture.get("length") or picture["fileSize"]) == length and picture["type"] == shown[0]
            if "medium" in picture:
                assert (picture["medium"], picture["width"], picture["height"]) == ("image", *shown[1:])
        root = ElementTree.fromstring(made.read(f"{folder}feed.xml"))
        assert root.findtext(f"channel/item/{MEDIA}content/{MEDIA}description") == "Tom & <Jerry>"
        assert root.findtext(f"channel/item/{MEDIA}content/{MEDIA}credit") == "A & B"
        assert json.loads(made.read(f"{folder}feed.json"))["items"][0]["image"] == address


@pytest.mark.parametrize("matter", [{}, {"image": "lost.jpg"}, {"image": "logo.svg"}])
def test_there_is_no_lead_picture_where_there_is_none_to_show(site: Make, matter: dict[str, str]) -> None:
    made = site("")
    made.edit(
        "content/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'
    )
    made.edit("content/in-text.jpg", photo())
    made.edit("content/a.md", release("Text\n\n- a list with ![One](in-text.jpg)\n", **matter))
    made.build()
    assert lead_pictures(made) == []
    # The pictures of the text are in the text; JSON Feed shows the first of them in its lists.
    assert all('alt="One"' in body for body in bodies(made))
    assert json.loads(made.read("feed.json"))["items"][0]["image"].endswith(".jpg")


def test_the_length_of_a_picture_is_right_however_the_feed_is_made(site: Make) -> None:
    warm, cold = site("", "warm"), site("", "cold")
    edits: list[tuple[str, str | bytes]] = [
        ("content/a.jpg", photo()),
        ("content/a.md", release("Other text", image="a.jpg")),
        ("content/a.jpg", photo(width=700, height=700, red=7)),
        ("content/b.md", release("Text", image="a.jpg", date="2026-01-11")),
    ]
    for made in (warm, cold):
        made.edit("pressgen.yml", SETTINGS)
        made.edit("content/a.md", release(image="a.jpg"))
    for name, data in edits:
        for made in (warm, cold):
            made.edit(name, data)
        warm.build()
        cold.build(cache=False, jobs=2)
        alone = rendered(warm.folder)  # one output at a time, as the preview makes them
        for feed in ("feed.xml", "atom.xml", "feed.json"):
            assert warm.read(feed) == cold.read(feed) == alone[feed].decode()
        address, length = lead_pictures(warm)[0]["url"], lead_pictures(warm)[0]["length"]
        assert int(length) == (warm.output / address.removeprefix("https://n.example/")).stat().st_size


# --- ids ------------------------------------------------------------------------------------------


def ids(made: Site, folder: str = "") -> list[str]:
    """The ids of all releases of a feed, newest first; they are the same in every format."""
    rss = [item.text for item in ElementTree.fromstring(made.read(f"{folder}feed.xml")).findall("channel/item/guid")]
    entries = ElementTree.fromstring(made.read(f"{folder}atom.xml")).findall(f"{ATOM}entry/{ATOM}id")
    items = [item["id"] for item in json.loads(made.read(f"{folder}feed.json"))["items"]]
    assert rss == [entry.text for entry in entries] == items and len(set(items)) == len(items)
    assert all(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", one) for one in items)
    return items


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"id": "bus"}, {"id": "bus", "slug": "buses"}),
        ({"id": "0042"}, {"id": "0042", "permalink": "/p/42.html"}),
        ({"id": '"автобус № 7"'}, {"id": '"автобус № 7"', "date": "2025-12-31"}),
        ({"id": "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}, {"id": "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "slug": "b"}),
        ({}, {"slug": "buses", "aliases": "[/2026/01/a/]"}),
        ({}, {"date": "2026-01-09", "permalink": "/автобус/", "aliases": "[2026/01/a, /short/]"}),
        ({"slug": "автобус"}, {"slug": "bus", "aliases": "[/news/2026/01/автобус/]"}),
    ],
)  # fmt: skip
def test_an_id_stays_when_the_address_changes(site: Make, before: dict[str, str], after: dict[str, str]) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS.replace("n.example/", "n.example/news/"))
    made.edit("content/a.md", release(**before))
    made.build(hostile=True)
    first, link = ids(made), ElementTree.fromstring(made.read("feed.xml")).findtext("channel/item/link")
    made.edit("content/a.md", release(**after))
    made.build(hostile=True)
    root = ElementTree.fromstring(made.read("feed.xml"))
    assert ids(made) == first and root.findtext("channel/item/link") != link
    assert root.find("channel/item/guid").get("isPermaLink") == "false"


def test_without_an_id_the_address_is_the_id(site: Make) -> None:
    made = site("")
    made.edit("content/a.md", release(slug="ёлка"))
    made.build()
    assert ids(made) == ["https://news.example/2026/01/%D1%91%D0%BB%D0%BA%D0%B0/"]
    assert '<guid isPermaLink="true">' in made.read("feed.xml")


def test_translations_may_share_an_id_and_two_releases_may_not(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS)
    for name, day, written in (
        ("a.md", "2026-01-01", "7"), ("a.ru.md", "2026-01-01", "7"), ("b.md", "2026-01-02", "7"),
        ("c.md", "2026-01-03", "https://n.example/2026/01/b/"), ("d.md", "2027-01-01", "7"),
    ):  # fmt: skip
        made.edit(f"content/{name}", release(title=name[0], date=day, id=written))
    report = made.build()
    assert [(p.file, p.line) for p in report.problems if p.code == "id-taken"] == [("content/b.md", 4)]
    assert len(ids(made, "all/")) == 4
    assert ids(made)[:2] == ["https://n.example/2026/01/b/", "https://n.example/2026/01/b/#release"]


# --- feeds as readers of feeds see them -----------------------------------------------------------


def test_feeds_are_sound_to_a_reader_of_feeds(site: Make) -> None:
    feedparser = pytest.importorskip("feedparser")
    made = site("")
    made.edit("pressgen.yml", SETTINGS)
    made.edit("content/a.jpg", photo())
    made.edit(
        "content/a.md", release(PARTS, image="{src: a.jpg, alt: A hall}", id="7", tags="[Ёлка & co]", title="'A & <B>'")
    )
    made.edit("content/a.pdf", "x")
    made.edit("content/a.ru.md", release("Текст", title="Текст"))
    made.build(hostile=True)
    feeds = [path for path in made.files() if path.endswith(("feed.xml", "atom.xml"))]
    assert len(feeds) == 8
    for path in feeds:
        parsed = feedparser.parse(made.read(path).encode())
        assert not parsed.bozo, parsed.get("bozo_exception")
        for entry in parsed.entries:
            # Headlines are plain text in both formats, and readers that take them for HTML are not led astray.
            assert entry.title and entry.id and entry.published_parsed
            addresses = [entry.id, entry.link, *(link.href for link in entry.links)]
            addresses += [media["url"] for media in entry.get("media_content", ())]
            html = entry.content[0].value
            addresses += [unescape(found) for found in re.findall(r'\s(?:href|src)="([^"]*)"', html)]
            assert all(RFC_3986.fullmatch(address) for address in addresses), addresses
            if entry.link.endswith("n.example/2026/01/a/"):
                assert entry.enclosures[0].type == "image/jpeg" and int(entry.enclosures[0].length) > 1000


# --- data for search engines ----------------------------------------------------------------------


def structured(made: Site, path: str) -> dict[str, object]:
    """The structured data of a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', made.read(path), re.S)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    return dict(data)


def test_a_person_has_no_address_but_its_own(site: Make) -> None:
    made = site("")
    made.edit("pressgen.yml", SETTINGS.replace("n.example/", "n.example/news/"))
    authors = "[One, {name: Two, url: https://two.example/ё}, {name: Three, url: /people/three/}]"
    made.edit("content/a.md", release(authors=authors))
    made.edit("content/b.md", release())
    made.build()
    persons = structured(made, "2026/01/a/index.html")["@graph"][0]["author"]
    assert persons == [
        {"@type": "Person", "name": "One"},
        {"@type": "Person", "name": "Two", "url": "https://two.example/%D1%91"},
        {"@type": "Person", "name": "Three", "url": "https://n.example/people/three/"},
    ]
    graph = structured(made, "2026/01/b/index.html")["@graph"][0]
    assert graph["author"] == [{"@type": "Organization", "name": "T", "url": "https://n.example/news/"}]


def test_a_home_page_tells_who_publishes_and_where_else(site: Make) -> None:
    made = site("")
    profiles = "profiles: {Telegram: 'https://t.me/канал', Mail: 'mailto:a@n.example', About: /about/}\n"
    made.edit("pressgen.yml", SETTINGS + profiles + "publisher: {name: {en: Office, ru: Управление}, url: /about/}\n")
    made.edit("content/a.md", release())
    made.edit("content/a.ru.md", release())
    assert made.build().exit_code == 0
    expected = {"url": "https://n.example/about/", "sameAs": ["https://t.me/%D0%BA%D0%B0%D0%BD%D0%B0%D0%BB"]}
    for path, name in (("index.html", "Office"), ("ru/index.html", "Управление")):
        data = structured(made, path)
        logo = data.pop("logo")
        assert data == {"@context": "https://schema.org", "@type": "Organization", "name": name, **expected}
        assert logo["url"].startswith("https://n.example/assets/icon.")
    made.edit("pressgen.yml", SETTINGS)
    made.build()
    assert "sameAs" not in structured(made, "index.html")


@pytest.mark.parametrize("own", [True, False])
def test_a_tag_without_feeds_of_its_own_offers_none(site: Make, own: bool) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\ntags: [schools]\n---\nText.\n")
    made.edit("pressgen.yml", f"{SETTINGS}feeds: {{tags: {str(own).lower()}}}\n")
    made.build()
    assert ("Feed of this tag" in made.read("tags/schools/index.html")) == own
