"""Cards of pages on other sites: which addresses have one, what is shown, and how they are fetched."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from conftest import Site
from pressgen import web
from pressgen.cards import page_data
from pressgen.cards.fetching import CardRequest, fetch_cards
from pressgen.cli import main
from pressgen.content.cards_file import parse_cards, write_cards
from pressgen.content.markdown.conversion import convert
from pressgen.content.text import embeds
from pressgen.content.text.embeds import find_embed
from pressgen.model import CardData, Dialect, Options
from pressgen.scaffold import newsroom

Make = Callable[..., Site]

PHOTO = (Path(newsroom.__file__).parent / "pictures" / "sample-desk.jpg").read_bytes()
RELEASE = "---\ntitle: Plan\ndate: 2026-01-01\nsummary: S.\n---\n"
PAGE = "2026/01/plan/index.html"
FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("address", "site", "canonical"),
    [
        (FILM, "YouTube", FILM),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=10", "YouTube", FILM),
        ("http://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "YouTube", FILM),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", FILM),
        ("https://youtube.com/live/dQw4w9WgXcQ?feature=share", "YouTube", FILM),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "YouTube", FILM),
        ("https://vimeo.com/123456789", "Vimeo", "https://vimeo.com/123456789"),
        ("https://vimeo.com/123456789/abcdef0123", "Vimeo", "https://vimeo.com/123456789/abcdef0123"),
        ("https://player.vimeo.com/video/123456789", "Vimeo", "https://vimeo.com/123456789"),
        ("https://t.me/uzedu/1234", "Telegram", "https://t.me/uzedu/1234"),
        ("https://t.me/s/uzedu/1234?single", "Telegram", "https://t.me/uzedu/1234"),
        ("https://twitter.com/unicef/status/1234567890", "X", "https://x.com/unicef/status/1234567890"),
        ("https://x.com/unicef/status/1234567890/photo/1", "X", "https://x.com/unicef/status/1234567890"),
        ("https://www.openstreetmap.org/node/123", "OpenStreetMap", "https://www.openstreetmap.org/node/123"),
        ("https://OSM.org/node/123/#map=19/39.6/66.9", "OpenStreetMap", "https://www.openstreetmap.org/node/123"),
        (
            "https://www.openstreetmap.org/#map=16/39.6/66.9",
            "OpenStreetMap",
            "https://www.openstreetmap.org/#map=16/39.6/66.9",
        ),
        ("https://maps.app.goo.gl/AbCdEf", "Google Maps", "https://maps.app.goo.gl/AbCdEf"),
        ("https://www.google.com/maps/place/Registan", "Google Maps", "https://www.google.com/maps/place/Registan"),
        ("https://www.google.co.uk/maps?q=Registan", "Google Maps", "https://www.google.co.uk/maps?q=Registan"),
        ("https://yandex.uz/maps/org/registan/1/", "Yandex Maps", "https://yandex.uz/maps/org/registan/1/"),
        ("https://2gis.uz/samarkand/firm/1", "2GIS", "https://2gis.uz/samarkand/firm/1"),
    ],
)
def test_addresses_of_films_posts_and_maps_are_known_in_all_their_forms(
    address: str, site: str, canonical: str
) -> None:
    embed = find_embed(address)
    assert embed is not None
    assert (embed.site, embed.address) == (site, canonical)


@pytest.mark.parametrize(
    "address",
    (
        "https://www.youtube.com/@newsroom",
        "https://www.youtube.com/watch?v=short",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtube.comwatch/?v=dQw4w9WgXcQ",
        "https://maps.google.com.evil.example/maps/place/A",
        "https://maps.yandex.ru.evil.example/maps/1",
        "https://maps.app.goo.gl.evil.example/AbCdEf",
        "https://2gis.uz.evil.example/samarkand/firm/1",
        "https://t.me.evil.example/news/12",
        "https://osm.org.evil.example/node/1",
        "https://evil.example/?u=youtube.com/watch?v=dQw4w9WgXcQ",
        "https://t.me/uzedu",
        "https://t.me/c/123/4",
        "https://x.com/unicef",
        "https://www.google.com/search?q=maps",
        "https://www.openstreetmap.org/about",
        "https://2gis.uz/",
        "https://[youtube.com/watch?v=dQw4w9WgXcQ",
        "ftp://youtu.be/dQw4w9WgXcQ",
        "",
    ),
)
def test_other_addresses_are_links(address: str) -> None:
    assert find_embed(address) is None


def test_only_an_address_alone_in_its_paragraph_becomes_a_card() -> None:
    for dialect in (Dialect(), Dialect("python-markdown")):
        for text in (FILM, f"<{FILM}>", f"A\n\n{FILM}\n\nB", f"[{FILM}]({FILM})"):
            body, problems = convert(text, "a.md", 1, "en", dialect)
            assert [each.kind for each in body.references] == ["card"], text
            assert problems == ()
        for text in (
            f"See <{FILM}> now",
            f"- <{FILM}>",
            f"> <{FILM}>",
            f"[The film]({FILM})",
            f"`{FILM}`",
            f"    {FILM}",
        ):
            assert not [
                each for each in convert(text, "a.md", 1, "en", dialect)[0].references if each.kind == "card"
            ], text


def test_a_frame_of_a_film_is_a_card_too(site: Make) -> None:
    made = site()
    frame = '<iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0" title="The opening"></iframe>'
    made.edit("content/plan.md", f"{RELEASE}Before.\n\n{frame}\n")
    made.build()
    assert [(problem.key, problem.line) for problem in made.report.problems] == [("card-missing", 8)]
    assert '<p><a href="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0">The opening</a></p>' in made.read(PAGE)
    made.edit("content/cards.yml", f'"{FILM}": {{title: A}}\n')
    assert made.build().problems == ()
    assert f'<figure class="embed"><a href="{FILM}" rel="noopener noreferrer"><b><bdi>A</bdi></b>' in made.read(PAGE)
    made.edit("content/plan.md", RELEASE + 'See <a data-card="1" href="https://evil.example/">this</a>.\n')
    made.build()
    assert '<p>See <a href="https://evil.example/">this</a>.</p>' in made.read(PAGE)


@pytest.fixture
def release(site: Make) -> Site:
    made = site()
    made.edit("content/plan.md", f"{RELEASE}Before.\n\nhttps://youtu.be/dQw4w9WgXcQ?t=10\n\nAfter.\n")
    return made


def test_without_data_there_is_a_link_and_a_notice(release: Site) -> None:
    release.build()
    [problem] = release.report.problems
    assert (problem.key, problem.line, problem.severity) == ("card-missing", 8, "notice")
    link = '<p><a href="https://youtu.be/dQw4w9WgXcQ?t=10">https://youtu.be/dQw4w9WgXcQ?t=10</a></p>'
    assert link in release.read(PAGE)
    assert release.build(strict=True).exit_code == 0


def test_a_card_loads_nothing_from_elsewhere(release: Site) -> None:
    release.edit("content/cards/film.jpg", PHOTO)
    release.edit(
        "content/cards.yml", f'"{FILM}":\n  title: "Fish & <chips>"\n  author: Ministry\n  picture: cards/film.jpg\n'
    )
    assert release.build().problems == ()
    figure = re.search(r'<figure class="embed">.*?</figure>', release.read(PAGE))[0]
    assert '<a href="https://youtu.be/dQw4w9WgXcQ?t=10" rel="noopener noreferrer">' in figure
    assert (
        "<b><bdi>Fish &amp; &lt;chips&gt;</bdi></b> <span><bdi>Ministry</bdi></span> <small>Watch on YouTube</small>"
        in figure
    )
    picture = re.search(r'<img src="/([^"]*)"', figure)[1]
    assert (release.output / picture).is_file()
    assert not any("cards" in path for path in release.files()), "neither the data nor the original"
    assert len([path for path in release.files() if path.startswith("assets/film-")]) == 1, "in one size only"
    assert f"https://news.example/{picture}" in release.read("feed.xml")


def test_a_change_of_the_data_changes_the_page_that_shows_it(release: Site) -> None:
    release.build()
    release.edit("content/cards.yml", f'"{FILM}": {{title: One}}\n')
    release.build()
    assert ">One<" in release.read(PAGE)
    release.edit("content/cards.yml", f'"{FILM}": {{title: Two}}\n')
    release.build()
    assert ">Two<" in release.read(PAGE)
    assert release.build().changed == 0
    release.remove("content/cards.yml")
    release.build()
    assert "Two" not in release.read(PAGE)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (f'"{FILM}": Title\n', "cards-invalid/title", 1),
        (f'"{FILM}":\n', "cards-invalid/title", 1),
        (f'"{FILM}":\n  author: A\n', "cards-invalid/title", 1),
        (f'"{FILM}": {{title: A, titel: B}}\n', "cards-invalid/key-near", 1),
        (f'"{FILM}":\n  title: A\n  zzzz: B\n', "cards-invalid/key", 3),
        (f'"{FILM}":\n  title: A\n  author: [B]\n', "cards-invalid/value", 3),
        ('"https://example.org/":\n  title: A\n', "cards-invalid/address", 1),
        ("title: A\n", "cards-invalid/address", 1),
        (f'"{FILM}": {{title: A}}\n"https://youtu.be/dQw4w9WgXcQ": {{title: B}}\n', "cards-invalid/twice", 2),
    ],
)
def test_mistakes_in_the_data_are_reported_with_their_line(text: str, key: str, line: int) -> None:
    [problem] = [each for each in parse_cards(text.encode()).problems if each.key.startswith("cards-")]
    assert (problem.key, problem.file, problem.line) == (key, "content/cards.yml", line)


def test_empty_data_is_no_mistake() -> None:
    assert parse_cards(b"").problems == parse_cards(b"# Cards\n").problems == ()


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_missing_or_damaged_picture_of_a_card_is_reported(release: Site, content: bytes | None) -> None:
    if content:
        release.edit("content/cards/no.jpg", content)
    release.edit("content/cards.yml", f'"{FILM}":\n  title: A\n  picture: cards/no.jpg\n')
    release.build()
    [problem] = release.report.problems
    assert (problem.key, problem.file, problem.line) == ("card-picture", "content/cards.yml", 1)
    assert '<figure class="embed"><a' in release.read(PAGE)


def test_what_is_written_is_read_again_and_other_lines_stay() -> None:
    old = f'# Ours\n"https://t.me/uzedu/1":\n  title: Old # here\n\n{FILM}:\n  title: A\n\n# End\n'
    new = {
        FILM: CardData(title='Say: "yes" # no', author="yes", picture="cards/a.jpg"),
        "https://x.com/a/status/1": CardData(title="- Ўзбекистон\\"),
    }
    text = write_cards(old, new)
    assert text.startswith('# Ours\n"https://t.me/uzedu/1":\n  title: Old # here\n')
    assert "# End" in text
    table = parse_cards(text.encode())
    assert table.problems == ()
    assert {key: (card.title, card.author, card.picture) for key, card in table.cards.items()} == {
        "https://t.me/uzedu/1": ("Old", "", ""),
        **{key: (card.title, card.author, card.picture) for key, card in new.items()},
    }


class _Host(BaseHTTPRequestHandler):
    """Answers as oEmbed and as pages with Open Graph; the paths say how."""

    asked: ClassVar[list[str]] = []
    oembed: ClassVar[tuple[int, object]] = (200, {})
    page: ClassVar[bytes] = b""
    picture: ClassVar[bytes] = PHOTO

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/oembed"):
            status, values = self.oembed
            self._send(status, "application/json", values if isinstance(values, bytes) else json.dumps(values).encode())
        elif self.path.startswith("/picture"):
            self._send(200, "image/jpeg", self.picture)
        else:
            charset = "" if b"charset=" in self.page else "; charset=utf-8"
            self._send(200, f"text/html{charset}", self.page)

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    _Host.asked, _Host.picture = [], PHOTO
    _Host.oembed = (200, {"title": "The opening", "author_name": "Ministry", "thumbnail_url": f"{base}/picture.jpg"})
    monkeypatch.setattr(web, "allow", lambda address: None)
    monkeypatch.setattr(embeds, "_OEMBED", dict.fromkeys(embeds._OEMBED, f"{base}/oembed"))
    genuine = page_data.fetch

    def fetch(url: str, agent: str, accept: str, max_bytes: int) -> web.WebAnswer:
        return genuine(url if url.startswith(base) else f"{base}/page", agent, accept, max_bytes)

    monkeypatch.setattr(page_data, "fetch", fetch)
    yield base
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(made: Site, *words: str) -> Result:
    return CliRunner().invoke(main, ["fetch-cards", "--site", str(made.folder), "--jobs", "1", *words])


def test_cards_are_fetched_once_and_shown(release: Site, host: str) -> None:
    result = fetched(release)
    assert (result.exit_code, "1 card written" in result.output) == (0, True), result.output
    assert [path.partition("?")[0] for path in _Host.asked] == ["/oembed", "/picture.jpg"]
    assert "url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ" in _Host.asked[0]
    text = (release.folder / "content/cards.yml").read_text(encoding="utf-8")
    assert text == f'"{FILM}":\n  title: The opening\n  author: Ministry\n  picture: cards/youtube-dqw4w9wgxcq.jpg\n'
    assert release.build().problems == ()
    assert "The opening" in release.read(PAGE)
    _Host.asked.clear()
    again = fetched(release)
    assert (again.exit_code, _Host.asked) == (0, [])
    assert "every card is there" in again.output
    _Host.oembed = (200, {"title": "Another name"})
    assert fetched(release, "--refresh").exit_code == 0
    assert (release.folder / "content/cards.yml").read_text(encoding="utf-8") == f'"{FILM}":\n  title: Another name\n'


def test_what_was_fetched_before_it_was_stopped_is_kept(release: Site, host: str) -> None:
    release.edit("content/second.md", RELEASE + "https://vimeo.com/123456789\n")
    instant = datetime(2026, 1, 15, tzinfo=timezone.utc)
    request = CardRequest(root=release.folder, files=(), instant=instant, options=Options(jobs=1))

    def stop(address: str) -> None:
        if "vimeo" in address:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_cards(request, stop)
    assert [*parse_cards((release.folder / "content/cards.yml").read_bytes()).cards] == [FILM]


def test_only_the_named_releases_are_looked_at(release: Site, host: str) -> None:
    release.edit("content/other.md", RELEASE + "https://vimeo.com/123456789\n")
    assert fetched(release, str(release.folder / "content/other.md")).exit_code == 0
    text = (release.folder / "content/cards.yml").read_text(encoding="utf-8")
    assert "vimeo.com/123456789" in text and FILM not in text
    release.edit("content/list.txt", "A")
    wrong = fetched(release, str(release.folder / "content/list.txt"))
    assert (wrong.exit_code, "[not-a-release]" in wrong.output) == (1, True)
    outside = fetched(release, str(Path(newsroom.__file__)))
    assert outside.exit_code == 2


def test_posts_say_their_words_and_who_wrote_them(site: Make, host: str) -> None:
    made = site()
    made.edit("content/plan.md", RELEASE + "https://t.me/uzedu/12\n\nhttps://x.com/unicef/status/99\n")
    _Host.page = (
        b'<html><head><title>No</title><meta property="og:title" content="Ministry &amp; co">'
        b'<meta property="og:description" content="Schools\n open   on 2 September"></head>'
    )
    _Host.oembed = (
        200,
        {"author_name": "UNICEF", "html": "<blockquote><p lang='en'>Every <a>child</a> &amp; all</p></blockquote>"},
    )
    assert fetched(made).exit_code == 0
    cards = parse_cards((made.folder / "content/cards.yml").read_bytes()).cards
    assert (cards["https://t.me/uzedu/12"].title, cards["https://t.me/uzedu/12"].author) == (
        "Schools open on 2 September",
        "Ministry & co",
    )
    assert cards["https://x.com/unicef/status/99"].title == "Every child & all"


@pytest.mark.parametrize(
    ("answer", "page", "code"),
    [
        ((404, {}), b"", "answers with 404"),
        ((500, {}), b"<title>The film</title>", ""),
        ((401, {}), b'<meta property="og:title" content="The film">', ""),
        ((200, b"no JSON"), b"", "has no title"),
        ((200, []), b"", "has no title"),
        ((200, {"title": 5}), b"", "has no title"),
        ((200, b"[" * 100_000), b"", "has no title"),
        ((500, {}), b"<title>The film</title><![else[ x ]]>", ""),
        ((500, {}), b"<meta charset=undefined><title>The film</title>", ""),
        ((200, b"x" * (page_data.MAX_PAGE + 1)), b"", "larger than 4 MB"),
    ],
)
def test_what_cannot_be_fetched_is_reported_with_its_line(
    release: Site, host: str, answer: tuple[int, object], page: bytes, code: str
) -> None:
    _Host.oembed, _Host.page = answer, page
    result = fetched(release)
    assert result.exit_code == (1 if code else 0)
    if code:
        assert "content/plan.md:8: error [card-unfetched]" in result.output
        assert code in result.output
        assert not (release.folder / "content/cards.yml").exists()


def test_a_card_without_its_picture_is_written_all_the_same(release: Site, host: str) -> None:
    _Host.picture = b"<html>no picture</html>"
    result = fetched(release)
    assert (result.exit_code, "[card-picture-unfetched]" in result.output) == (0, True)
    assert "picture" not in (release.folder / "content/cards.yml").read_text(encoding="utf-8")


def test_nothing_is_asked_of_private_addresses(release: Site, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def allow(address: str) -> None:
        raise web.ForbiddenAddressError("private")

    monkeypatch.setattr(web, "allow", allow)
    result = fetched(release)
    assert (result.exit_code, _Host.asked) == (1, [])
    assert "not public" in result.output


def test_data_that_cannot_be_read_is_never_written_over(release: Site, host: str) -> None:
    for text in ("- a list\n", "a: [\n"):
        release.edit("content/cards.yml", text)
        assert fetched(release).exit_code == 1
        assert (release.folder / "content/cards.yml").read_text(encoding="utf-8") == text
    assert _Host.asked == []


def test_a_linked_folder_of_cards_that_leads_outside_is_refused(release: Site, host: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (release.folder / "content/cards").symlink_to(tmp_path / "elsewhere")
    assert fetched(release).exit_code == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("target", ["nowhere", "cards"])
def test_a_linked_folder_of_cards_that_leads_nowhere_is_refused(release: Site, host: str, target: str) -> None:
    (release.folder / "content/cards").symlink_to(target)
    result = fetched(release)
    assert (result.exit_code, "content/cards: error [file-unreadable]" in result.output) == (1, True)
    (release.folder / "content/cards").unlink()
    assert fetched(release).exit_code == 0


def test_without_such_addresses_there_is_nothing_to_do(site: Make, host: str) -> None:
    made = site()
    made.edit("content/plan.md", RELEASE + "Text.\n")
    result = fetched(made)
    assert (result.exit_code, "no release has the address" in result.output) == (0, True)
