"""Share cards: which releases have one, what is on it, and in which letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, features

from conftest import Site, rendered
from pressgen.content.pictures import share_card
from pressgen.content.pictures.share_card import COVERED, break_lines, draw, drawable, needs_shaping
from pressgen.model.share_card import CardLogo, ShareCard

Make = Callable[..., Site]
COLOURS = {"band": "#0b3b47", "bandtext": "#ffffff", "accent": "#0b5f70", "paper": "#ffffff", "ink": "#16232b"}
CARD = re.compile(r'<meta property="og:image" content="https://news\.example/(assets/card\.[0-9a-f]{16}\.png)">')
shaping = pytest.mark.skipif(not features.check("raqm"), reason="FriBiDi is not installed")


def card(headline: str = "The school bus starts", **values: Any) -> ShareCard:
    given: dict[str, Any] = {"headline": headline, "name": "Test News", "lang": "en", "dir": "ltr", **COLOURS, **values}
    return ShareCard(**given)


def picture(**values: Any) -> Image.Image:
    opened = Image.open(BytesIO(draw(card(**values))))
    opened.load()
    return opened


def png(width: int = 60, height: int = 40, colour: tuple[int, int, int] = (200, 10, 10)) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    return data.getvalue()


def small(settings: str = "share_cards: true") -> str:
    return (
        f"-- pressgen.yml --\ntitle: Test News\nurl: https://news.example/\ntimezone: Asia/Tashkent\n{settings}\n"
        "-- content/a.md --\n---\ntitle: The plan\ndate: 2026-01-01\n---\nText.\n"
    )


def test_a_release_without_a_picture_has_a_card_where_the_settings_say_so(site: Make) -> None:
    made = site(small())
    assert made.build().exit_code == 0
    page = made.read("2026/01/a/index.html")
    found = CARD.search(page)
    assert found
    for name, value in (("width", "1200"), ("height", "630"), ("type", "image/png"), ("alt", "The plan")):
        assert f'<meta property="og:image:{name}" content="{value}">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    data = (made.output / found[1]).read_bytes()
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert len(data) <= 40_000
    assert "assets/card" not in made.read("index.html")
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text().replace("share_cards: true", ""))
    made.build()
    assert not [path for path in made.files() if "card." in path]
    assert not CARD.search(made.read("2026/01/a/index.html"))


def test_a_release_with_a_picture_keeps_that(site: Make) -> None:
    made = site(small())
    made.edit("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n![A hall](hall.png)\n")
    made.edit("content/hall.png", png(800, 600))
    made.build()
    assert not [path for path in made.files() if "card." in path]


def ends(image: Image.Image, top: int, bottom: int) -> tuple[int, int]:
    """The pixels from the left and from the right of a strip to what is drawn on it."""
    strip = image.convert("RGB").crop((0, top, image.width, bottom))
    box = ImageChops.difference(strip, Image.new("RGB", strip.size, strip.getpixel((0, 0)))).getbbox()
    assert box
    return box[0], image.width - box[2]


@pytest.mark.parametrize(("direction", "side"), [("ltr", 0), ("rtl", 1)])
def test_words_begin_at_the_margin_of_their_language_and_a_name_beside_the_logo(direction: str, side: int) -> None:
    plain = picture(headline="Bus", name="News", dir=direction)
    for top, bottom in ((0, 490), (520, 630)):
        margins = ends(plain, top, bottom)
        assert abs(margins[side] - 72) < 12
        assert margins[1 - side] > 600
    logo = CardLogo("content/logo.png", "a", 60, 60)
    beside = Image.open(
        BytesIO(draw(card(headline="Bus", name="News", dir=direction, logo=logo), png(60, 60, (255, 255, 255))))
    )
    assert abs(ends(beside, 520, 630)[side] - ends(plain, 520, 630)[side] - 60 - 24) < 4


def test_a_card_is_drawn_again_only_if_something_on_it_changed(site: Make) -> None:
    made = site(small())
    made.build()
    first = {path: data for path, data in made.files().items() if "card." in path}
    made.edit("content/a.md", "---\ntitle: The plan\ndate: 2026-01-01\nsummary: New.\n---\nOther text.\n")
    made.build(explain=True)
    assert {path: data for path, data in made.files().items() if "card." in path} == first
    made.edit("content/a.md", "---\ntitle: The new plan\ndate: 2026-01-01\n---\nText.\n")
    made.build()
    second = {path for path in made.files() if "card." in path}
    assert len(second) == 1
    assert not second & first.keys()
    made.edit("pressgen.yml", small().split("-- content")[0].split("--\n")[1] + 'theme: {accent: "#7a1f2b"}\n')
    made.build()
    assert {path for path in made.files() if "card." in path} != second


def test_a_card_is_kept_in_the_cache_and_the_same_each_time(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(small())
    made.build()
    before = made.files()
    monkeypatch.setattr(share_card, "draw", lambda *given: pytest.fail("drawn again"))
    made.build(output="other")
    path = next(path for path in before if "card." in path)
    assert (made.folder / "other" / path).read_bytes() == before[path]
    monkeypatch.undo()
    assert rendered(made.folder)[path] == before[path]


def test_headlines_that_the_font_lacks_have_the_picture_of_the_site_and_one_notice(site: Make) -> None:
    made = site(small())
    for number, title in enumerate(("新闻", "समाचार", "სიახლე")):
        made.edit(f"content/x{number}.md", f"---\ntitle: {title}\ndate: 2026-01-0{number + 2}\n---\nText.\n")
    report = made.build()
    notices = [problem for problem in report.problems if problem.code == "share-card-script"]
    assert [(problem.severity, problem.values["count"]) for problem in notices] == [("notice", 3)]
    assert len([path for path in made.files() if "card." in path]) == 1


def test_without_the_library_nothing_is_drawn_from_right_to_left(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressgen.plan import share_cards

    share_cards._drawn.cache_clear()
    monkeypatch.setattr(share_cards, "has_shaping", lambda: False)
    made = site(small("languages: [en, ar]\nshare_cards: true"))
    made.edit("content/a.ar.md", "---\ntitle: خبر\ndate: 2026-01-01\n---\nنص\n")
    report = made.build()
    share_cards._drawn.cache_clear()
    assert [problem.code for problem in report.problems if problem.code.startswith("share")] == ["share-card-direction"]
    assert len([path for path in made.files() if "card." in path]) == 1


def test_unlisted_releases_have_cards_and_withheld_ones_have_none(site: Make) -> None:
    made = site(small())
    made.edit("content/b.md", "---\ntitle: Unlisted\ndate: 2026-01-01\nunlisted: true\n---\nText.\n")
    made.edit("content/c.md", "---\ntitle: Later\ndate: 2026-03-01\n---\nText.\n")
    made.edit("content/d.md", "---\ntitle: Draft\ndate: 2026-01-01\nstatus: draft\n---\nText.\n")
    made.build()
    assert len([path for path in made.files() if "card." in path]) == 2
    made.build("2026-03-02")
    assert len([path for path in made.files() if "card." in path]) == 3


def test_a_raster_logo_is_on_the_card_and_a_drawing_is_not(site: Make) -> None:
    made = site(small("share_cards: true\npublisher: {logo: logo.png}"))
    made.edit("content/logo.png", png(90, 60))
    made.build()
    path = next(path for path in made.files() if "card." in path)
    with Image.open(made.output / path) as opened:
        colours = opened.convert("RGB").crop((72, 520, 162, 620)).getcolors(10_000)
    assert colours is not None
    assert max(colours)[1] == pytest.approx((200, 10, 10), abs=4)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Oʻzbekiston: gʻalaba – “100 %”", "Oʻzbekiston: gʻalaba – “100 %”"),
        ("Ўзбекистон ғалаба", "Ўзбекистон ғалаба"),
        ("🎉 Party ❤️ time", "Party time"),
        ("A  b\tc", "A b c"),
        ("Cafe\u0301", "Café"),
        ("新闻 News", ""),
        ("🎉", ""),
    ],
)
def test_what_a_card_can_show_of_a_headline(text: str, shown: str) -> None:
    assert drawable(text) == shown


def test_the_font_has_the_characters_that_it_is_said_to_have() -> None:
    font = share_card._font(40, False)
    unknown = font.getmask("\U0010fffd")
    blank = re.compile(
        r"[\s\u0080-\u00a0\u00ad\u0300-\u036f\u0600-\u061f\u064b-\u06ed\u1160\u2000-\u200f\u2028-\u202f]"
    )
    for part in COVERED.split():
        first, last = (int(number, 16) for number in (part.split("-") * 2)[:2])
        for code in range(first, last + 1):
            if not blank.match(chr(code)):
                assert bytes(font.getmask(chr(code))) != bytes(unknown), hex(code)


@shaping
def test_arabic_letters_are_joined_and_begin_at_the_right() -> None:
    assert needs_shaping("خبر")
    joined = picture(headline="ببب", lang="ar", dir="rtl").convert("L")
    apart = picture(headline="ب\u200cب\u200cب", lang="ar", dir="rtl").convert("L")
    assert joined.tobytes() != apart.tobytes()
    box = joined.crop((0, 0, 1200, 500)).point(lambda value: 255 if value > 150 else 0).getbbox()
    assert box is not None
    assert box[2] > 1100


@pytest.mark.parametrize(
    "headline", ["Short", "word " * 12, "word " * 90, "Donau" * 40, "https://a.example/" + "x" * 200]
)
def test_every_headline_stays_within_its_margins(headline: str) -> None:
    words = picture(headline=headline.strip()).convert("L").crop((0, 0, 1200, 500))
    box = words.point(lambda value: 255 if value > 120 else 0).getbbox()
    assert box is not None
    assert box[0] >= share_card.MARGIN - 4
    assert box[2] <= 1200 - share_card.MARGIN + 4
    assert box[1] >= 20
    assert box[3] <= 490


def test_lines_are_about_the_same_length_and_never_too_wide() -> None:
    words = "The regional robotics week invites nine hundred pupils to build and to test".split()
    widths = [10.0 * len(word) for word in words]
    lines = break_lines(words, widths, 10, 300)
    assert [word for line in lines for word in line.text.split()] == words
    assert all(line.width <= 300 for line in lines)
    assert min(line.width for line in lines) > 150
    assert [line.text for line in break_lines(["Wide"], [500.0], 10, 300)] == ["Wide"]


def test_the_logo_is_scaled_to_its_place() -> None:
    data = draw(card(logo=CardLogo("logo.png", "a", 30, 20)), png(60, 40))
    assert Image.open(BytesIO(data)).size == (1200, 630)
