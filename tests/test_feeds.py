"""Feeds and link previews: what readers elsewhere get of a release."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

import pytest

from conftest import Site
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
    made.edit("pressgen.yml", SETTINGS.replace("n.example/", "n.example/news/"))
    made.edit("content/a.pdf", "x")
    made.edit("content/a.md", release(PARTS))
    assert made.build(hostile=True).exit_code == 0
    page = "https://n.example/news/2026/01/a/"
    for body in bodies(made):
        addresses = [unescape(address) for address in re.findall(r'\s(?:href|src)="([^"]*)"', body)]
        assert len(addresses) == 13
        assert all(RFC_3986.fullmatch(address) for address in addresses), addresses
        assert addresses[:3] == [f"{page}#one", f"{page}#%D1%87%D0%B0%D1%81%D1%82%D1%8C", f"{page}#a%5Eb"]
        assert f"{page}#fn-1" in addresses and f"{page}#fnref-1" in addresses and f"{page}#" in addresses
        assert "https://n.example/news/a.pdf?a=%22b#c%5B1%5D" in addresses
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
        ('<a href="//cdn.example/b">x</a>', '<a href="//cdn.example/b">x</a>'),
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
