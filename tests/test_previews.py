"""Pictures for previews of links (`og:image`): every page has one, and it is the right one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import Site
from pressgen.model import SocialCard
from pressgen.model.picture_sizes import ENCODINGS, RESPONSIVE

ROOT = Path(__file__).parents[1]
Make = Callable[..., Site]
SETTINGS = "title: {en: News, ru: Новости}\nurl: https://n.example/\nlanguages: [en, ru]\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h4v4z"/></svg>'


@cache
def photo(form: str = "JPEG", width: int = 1600, height: int = 900) -> bytes:
    data = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(data, form)
    return data.getvalue()


def animation() -> bytes:
    """A GIF of two frames: red with a clear corner, then green."""
    frames = [Image.new("RGBA", (640, 480), colour) for colour in ((255, 0, 0, 255), (0, 255, 0, 255))]
    frames[0].paste((0, 0, 0, 0), (0, 0, 320, 480))
    data = BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:])
    return data.getvalue()


def release(body: str = "Text.", **matter: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": "A", "date": "2026-01-10", **matter}.items())
    return f"---\n{lines}---\n{body}\n"


def newsroom(site: Make, settings: str = "", base: str = "n.example/") -> Site:
    made = site("")
    made.edit("pressgen.yml", SETTINGS.replace("n.example/", base) + settings)
    made.edit("content/logo.svg", SVG)
    made.edit("content/logo.png", photo("PNG", 400, 200))
    made.edit("content/preview.jpg", photo("JPEG", 2000, 1500))
    made.edit("content/large.jpg", photo())
    made.edit("content/small.png", photo("PNG", 120, 120))
    made.edit("content/lead.webp", photo("WEBP", 1000, 1000))
    made.edit("content/moving.gif", animation())
    return made


def preview(made: Site, path: str = "2026/01/a/index.html") -> dict[str, str]:
    """What a page says to networks; of `og:image` and what belongs to it, each once."""
    found = re.findall(r'<meta (?:property|name)="(og:image[^"]*|twitter:card)" content="([^"]*)">', made.read(path))
    assert len(dict(found)) == len(found)
    tags = {name.removeprefix("og:image").lstrip(":") or "url": unescape(value) for name, value in found}
    written = (made.folder / "pressgen.yml").read_text(encoding="utf-8")
    origin = re.search(r"url: (\S+)", written)[1]
    assert tags["url"].startswith(origin)
    file = made.output / tags["url"].removeprefix(origin)
    if tags["type"] != "image/svg+xml":
        with Image.open(file) as picture:
            assert (str(picture.width), str(picture.height)) == (tags["width"], tags["height"])
            assert Image.MIME[str(picture.format)] == tags["type"]
    assert file.is_file()
    return tags | {"name": re.sub(r"(-\d+(x\d+)?-[0-9a-f]{6})?\.[0-9a-f]+(\.\w+)$", r"\3", file.name)}


TEXT = "- an ornament: ![](small.png)\n- in a list: ![A large one](large.jpg)\n\n![Another](lead.webp)"


CASES: list[tuple[dict[str, str], str, tuple[str, str, str, str]]] = [
    ({"image": "{src: lead.webp, alt: Tom & Jerry}"}, TEXT, ("lead.jpg", "Tom & Jerry", "1000", "562")),
    ({"image": "small.png"}, TEXT, ("small.png", "A", "120", "120")),
    ({"image": "moving.gif"}, TEXT, ("moving.jpg", "A", "640", "360")),
    ({"image": "logo.svg"}, TEXT, ("large.jpg", "A large one", "1200", "675")),
    ({"image": "logo.svg"}, "Text", ("preview.jpg", "News", "1200", "675")),
    ({"image": "lost.jpg"}, TEXT, ("large.jpg", "A large one", "1200", "675")),
    ({}, TEXT, ("large.jpg", "A large one", "1200", "675")),
    ({}, "![](small.png)\n\n![x](https://x.example/large.jpg)", ("preview.jpg", "News", "1200", "675")),
    ({}, "[The picture](large.jpg)", ("preview.jpg", "News", "1200", "675")),
]


@pytest.mark.parametrize("base", ["n.example/", "n.example/news/"])
def test_the_best_picture_of_a_release_is_previewed(site: Make, base: str) -> None:
    made = newsroom(site, "share_image: preview.jpg\npublisher: {logo: logo.png}\n", base)
    for number, (matter, text, _) in enumerate(CASES):
        made.edit(f"content/r{number}.md", release(text, **matter))
    made.build()
    for number, (_, _, expected) in enumerate(CASES):
        tags = preview(made, f"2026/01/r{number}/index.html")
        assert (tags["name"], tags["alt"], tags["width"], tags["height"]) == expected
        assert tags["twitter:card"] == ("summary" if expected[0] == "small.png" else "summary_large_image")


@pytest.mark.parametrize(
    ("settings", "name", "alt", "card"),
    [
        ("share_image: /preview.jpg\n", "preview.jpg", "News", "summary_large_image"),
        ("share_image: moving.gif\npublisher: {logo: logo.png}\n", "moving.jpg", "News", "summary_large_image"),
        ("publisher: {name: {en: Office, ru: Бюро}, logo: logo.png}\n", "logo.png", "Office", "summary_large_image"),
        ("publisher: {logo: small.png}\n", "small.png", "News", "summary"),
        ("publisher: {logo: logo.svg}\n", "logo.svg", "News", "summary"),
        ("", "icon.svg", "News", "summary"),
    ],
)
def test_every_page_has_a_picture_for_previews(site: Make, settings: str, name: str, alt: str, card: str) -> None:
    made = newsroom(site, settings)
    made.edit("content/a.md", release(tags="[one]"))
    made.edit("content/a.ru.md", release(title="А"))
    made.edit("content/pages/about.md", "---\ntitle: About\n---\nText\n")
    made.edit("content/pages/plan.md", "---\ntitle: Plan\n---\n![The plan](../large.jpg)\n")
    assert made.build().exit_code == 0
    pages = [path for path in made.files() if path.endswith(".html")]
    assert {"index.html", "404.html", "tags/one/index.html", "archive/index.html", "about/index.html"} <= set(pages)
    for path in pages:
        tags = preview(made, path)
        if path == "plan/index.html":
            assert (tags["name"], tags["alt"], tags["twitter:card"]) == ("large.jpg", "The plan", "summary_large_image")
        else:
            expected = {"Office": "Бюро", "News": "Новости"}[alt] if path.startswith("ru/") else alt
            assert (tags["name"], tags["alt"], tags["twitter:card"]) == (name, expected, card)


def test_a_gif_leads_as_it_is_on_the_page_and_by_its_first_frame_elsewhere(site: Make) -> None:
    made = newsroom(site)
    made.edit("content/a.md", release(image="moving.gif"))
    made.build()
    page = made.read("2026/01/a/index.html")
    shown = re.search(r'<img src="/(assets/moving\.[0-9a-f]+\.gif)" [^>]*width="640" height="480"', page)
    assert shown and (made.output / shown[1]).read_bytes() == animation()
    with Image.open(made.output / preview(made)["url"].removeprefix("https://n.example/")) as picture:
        corner, middle = (picture.convert("RGB").crop((x, 100, x + 1, 101)).tobytes() for x in (20, 600))
    assert middle[0] > 200 and middle[1] < 60 and middle[2] < 60  # the first frame …
    assert min(corner) > 240  # … on white
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert len(data["@graph"][0]["image"]) == 3


def test_search_engines_are_shown_no_small_pictures_and_none_of_the_newsroom(site: Make) -> None:
    made = newsroom(site, "share_image: preview.jpg\n")
    for name, matter in (("a", {"image": "small.png"}), ("b", {})):
        made.edit(f"content/{name}.md", release(**matter))
    made.build()
    assert all('"image":[' not in made.read(f"2026/01/{name}/index.html") for name in "ab")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("lost.jpg", "settings-share-image"),
        ("logo.svg", "settings-share-image/svg"),
        ("a.md", "settings-share-image"),
        ("a.pdf", "settings-share-image/reason"),
        ("broken.jpg", "settings-share-image/reason"),
    ],
)
def test_a_share_image_that_cannot_be_shown_is_an_error(site: Make, written: str, key: str) -> None:
    made = newsroom(site, f"share_image: {written}\n")
    made.edit("content/a.md", release())
    made.edit("content/a.pdf", "x")
    made.edit("content/broken.jpg", photo()[:200])
    report = made.build(hostile=True)
    assert [problem.key for problem in report.problems] == [key] and report.exit_code == 2
    assert not made.output.exists()


def test_another_share_image_changes_every_page_that_shows_it(site: Make) -> None:
    made = newsroom(site, "share_image: preview.jpg\n")
    made.edit("content/a.md", release())
    made.build()
    before = preview(made)["url"]
    made.edit("content/preview.jpg", photo("JPEG", 1400, 1400))
    made.build()
    assert preview(made)["url"] != before and preview(made, "index.html")["url"] == preview(made)["url"]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(300, 157, True), (299, 157, False), (1200, 1200, True), (900, 1200, False), (1200, 300, False)],
)
def test_large_previews_are_of_pictures_that_fit(width: int, height: int, expected: bool) -> None:
    card = SocialCard(path="a", url="https://n.example/a", type="image/png", width=width, height=height, alt="")
    assert card.is_large is expected


def test_templates_of_a_newsroom_are_given_the_picture(site: Make) -> None:
    made = newsroom(site, "publisher: {logo: logo.png}\n")
    made.edit("templates/404.html", "{{ newsroom.card.url }} {{ newsroom.card.type }} {{ page.card is none }}")
    made.edit("content/a.md", release())
    made.build()
    assert re.fullmatch(r"https://n\.example/assets/logo\S+\.png image/png True", made.read("404.html"))


def test_a_copy_of_an_earlier_template_shows_the_same_picture(site: Make) -> None:
    media_type = ENCODINGS[RESPONSIVE].media_type
    made = newsroom(site)
    made.edit("content/a.md", release(image="{src: large.jpg, alt: A}"))
    assert made.build().exit_code == 0
    page = made.read("2026/01/a/index.html")
    assert page.count(f'<source type="{media_type}"') == 1
    template = (ROOT / "templates" / "parts.html").read_text(encoding="utf-8")
    earlier = template.replace("figure.variants", "figure.webp").replace("{{ figure.type }}", media_type)
    made.edit("templates/parts.html", earlier)
    assert made.build().exit_code == 0
    assert earlier != template and made.read("2026/01/a/index.html") == page
