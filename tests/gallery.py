"""Takes the pictures of docs/gallery/: pages of the example newsroom on phones and desktops, light and dark, in brands.

    python tests/gallery.py [NAME ...]

It needs Chromium, `playwright` and `pypdfium2` (for the printed page). Without a name it takes all pictures.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import pressgen

sys.path.insert(0, str(Path(__file__).parent))
from browser.conftest import BROWSERS, FLAGS
from browser.host import serving

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
BRANDS = ROOT / "docs" / "brands"
AS_OF = "2026-11-29"
MEETING = "2025/01/meeting-on-the-quality-of-education/"
PAGES = {
    "home": "",
    "article": MEETING,
    "article-without-picture": "2025/03/statement-on-homework-and-ai/",
    "event": "2026/11/open-day/",
    "agenda": "agenda/",
    "pictures": "2025/10/robotics-week/",
    "film": "2026/09/school-bus-routes/",
    "map": "2021/11/library-opens-in-urgut/",
    "archive": "archive/",
    "section": "statements/",
    "person": "people/malika/",
    "series": "series/every-child/",
    "standing-page": "for-teachers/",
    "tag": "tags/teacher-training/",
    "most-read": "most-read/",
    "corrections": "corrections/",
    "version": "2024/04/cpp-olympiad-winners/v1/",
    "withdrawn": "2024/11/homework-survey/",
    "not-found": "404.html",
}
"""The English page of each picture, from the home page on; its translations are those that it links to."""
PARTS = {"event": "#Event", "pictures": "#Gallery", "film": "video", "map": ".embed"}
"""What is in the middle of the page on phones and desktops, as a CSS selector, where that is not its beginning."""
IN_ALL_LANGUAGES = ("home", "article", "archive")
LANGUAGES = ("en", "uz", "ru", "ar")
LIMIT = 60_000
"""Bytes of one picture."""
RING = 3_000
"""Milliseconds until Chromium takes its ring of loading off a film that waits to be played."""
GAP = 16
GROUND = (214, 219, 223)


class Screen(NamedTuple):
    """A browser window: its size in CSS pixels, and the scale of its picture."""

    width: int
    height: int
    scale: float


PHONE = Screen(360, 780, 0.7)
DESKTOP = Screen(1280, 920, 0.6)


class Shot(NamedTuple):
    """What one part of a picture shows."""

    path: str
    screen: Screen
    scheme: str
    part: str = ""


def built(folder: Path, brand: str = "", is_empty: bool = False) -> Path:
    """The output of the example newsroom, in a brand, or without its releases."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "data", folder / "data")
    settings = (ROOT / "pressgen.yml").read_text(encoding="utf-8")
    if brand:
        shutil.copytree(BRANDS, folder / "content" / "brands")
        theme = (BRANDS / f"{brand}.yml").read_text(encoding="utf-8")
        # The logo of a brand takes the place of the newsroom's own.
        own_logo = "  logo: /pictures/logo.svg\n" if "logo:" in theme else ""
        settings = f"{settings.replace(own_logo, '')}\n{theme}"
    if is_empty:
        shutil.rmtree(folder / "data")
        for source in [*(folder / "content").rglob("*.md"), folder / "content" / "record.jsonl"]:
            if source.parent.name != "pages" and source.is_file():
                source.unlink()
    (folder / "pressgen.yml").write_text(settings, encoding="utf-8")
    report = pressgen.build(folder, as_of=AS_OF)
    if report.exit_code:
        sys.exit(f"The example newsroom has errors: {report.problems}")
    return folder / "output"


def picture_of(browser: Browser, address: str, shot: Shot) -> Image.Image:
    """The upper part of a page, as large as the screen."""
    screen = shot.screen
    page = browser.new_page(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        color_scheme="dark" if shot.scheme == "dark" else "light",
    )
    page.goto(f"{address}/{shot.path}", wait_until="networkidle")
    if shot.part:
        page.locator(shot.part).first.evaluate("part => scrollBy(0, part.getBoundingClientRect().top - 160)")
        page.wait_for_load_state("networkidle")
    if page.locator("video").count():
        page.wait_for_timeout(RING)
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def printed(browser: Browser, address: str, path: str) -> Iterator[Image.Image]:
    """The sheets of paper of a printed page."""
    page = browser.new_page()
    page.goto(f"{address}/{path}", wait_until="networkidle")
    # Nothing else here needs it, so it is not installed with the tests.
    document = import_module("pypdfium2").PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    for sheet in document:
        yield sheet.render(scale=0.9).to_pil().convert("RGB")


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures in a row on a plain ground."""
    width = sum(picture.width + GAP for picture in pictures) + GAP
    whole = Image.new("RGB", (width, max(picture.height for picture in pictures) + 2 * GAP), GROUND)
    left = GAP
    for picture in pictures:
        whole.paste(picture, (left, GAP))
        left += picture.width + GAP
    return whole


def save(name: str, picture: Image.Image) -> None:
    """Write a picture as WebP, in the best quality that is within the limit."""
    for quality in range(84, 20, -6):
        data = io.BytesIO()
        picture.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= LIMIT:
            break
    else:
        sys.exit(f"{name} is too large in any quality")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(data.getvalue())
    print(f"{name}: {picture.width} × {picture.height}, {data.tell():,} bytes, quality {quality}")


def in_languages(browser: Browser, address: str, path: str) -> list[str]:
    """The paths of a page in the languages of the gallery that it has, from the site's root."""
    page = browser.new_page()
    page.goto(f"{address}/{path}")
    links = page.locator("link[rel=alternate][hreflang]").all()
    hrefs = {link.get_attribute("hreflang"): str(link.get_attribute("href")) for link in links}
    page.close()
    paths = [hrefs[lang].split("/", 3)[3] for lang in LANGUAGES if lang in hrefs]
    return paths or [path]


def take(browser: Browser, address: str, name: str, shots: Sequence[Shot]) -> None:
    """One picture of several screens."""
    save(name, side_by_side([picture_of(browser, address, shot) for shot in shots]))


def take_pages(browser: Browser, address: str, names: Sequence[str]) -> None:
    """The most important pages in all languages, the others on one desktop and two phones, and a printed one."""
    for name in [name for name in PAGES if name in names]:
        first, *others = in_languages(browser, address, PAGES[name])
        last = others[-1] if others else first
        if name in IN_ALL_LANGUAGES:
            schemes = ("light", "dark", "light", "dark")
            phones = [Shot(path, PHONE, scheme) for path, scheme in zip((first, *others), schemes, strict=False)]
            take(browser, address, f"{name}-phone", phones)
            take(browser, address, f"{name}-desktop", [Shot(first, DESKTOP, "light"), Shot(last, DESKTOP, "dark")])
        else:
            take(browser, address, name, screens(first, first, last, PARTS.get(name, "")))
    if "print" in names:
        save("print", side_by_side([*printed(browser, address, MEETING)][:2]))


def screens(desktop: str, light: str, dark: str, part: str = "") -> list[Shot]:
    """Pages on a desktop, on a light phone and on a dark one, from a part of them on."""
    return [Shot(desktop, DESKTOP, "light", part), Shot(light, PHONE, "light", part), Shot(dark, PHONE, "dark", part)]


def main(names: Sequence[str]) -> None:
    """Take the pictures with these names, or all."""
    brands = sorted(file.stem for file in BRANDS.glob("*.yml"))
    wanted = names or (*PAGES, "print", "empty", *brands)
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        if not {*wanted} <= {*brands, "empty"}:
            with serving(built(Path(folder) / "plain")) as address:
                take_pages(browser, address, wanted)
        if "empty" in wanted:
            with serving(built(Path(folder) / "empty", is_empty=True)) as address:
                take(browser, address, "empty", screens("", "", "archive/"))
        for brand in [brand for brand in brands if brand in wanted]:
            with serving(built(Path(folder) / brand, brand)) as address:
                take(browser, address, f"brand-{brand}", screens("", "", MEETING))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
