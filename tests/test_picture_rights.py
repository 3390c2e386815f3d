"""Rights of pictures: read from photos and front matter, shown, written into what is published; and originals."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import Site
from pressgen.content.pictures.metadata import with_rights, without_metadata
from pressgen.content.pictures.notes import Notes
from pressgen.content.pictures.pictures import derive_all, measure
from pressgen.model import NO_RIGHTS, Recipe, Rights
from pressgen.model.picture_sizes import responsive
from pressgen.render import files
from pressgen.site.picture_rights import licence_of
from test_picture_metadata import EXIFTOOL, exiftool, needs_exiftool, written_by_exiftool

Make = Callable[..., Site]
ALL = Rights(
    alt="Twelve buses",
    caption="The first & best “bus”",
    credit="Пресс-служба",
    creator="A. Karimova",
    copyright="© 2026 Газета",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    licensor_url="https://photos.example/buy",
)
PAGE = "2026/01/a/index.html"


def photo(form: str = "JPEG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **options: object) -> bytes:
    data = BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(data, form, **options)
    return data.getvalue()


def pixels(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as opened:
        return opened.convert("RGBA").tobytes()


def rights_in(data: bytes) -> Rights:
    notes = Notes()
    without_metadata(data, notes)
    return notes.rights


def release(image: str = "{src: photo.jpg, alt: A bus}", body: str = "Text.", keys: str = "") -> str:
    return f"-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {image}\n{keys}---\n{body}\n"


def figures(page: str) -> list[str]:
    return re.findall(r"<figcaption>.*?</figcaption>", page, re.S)


def original_in(made: Site) -> bytes:
    (path,) = [path for path in made.files() if "-original-" in path]
    return made.files()[path]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_rights_are_written_and_read_and_pixels_stay(form: str) -> None:
    data = photo(form)
    for result in (with_rights(data, ALL), without_metadata(data, rights=ALL)):
        assert rights_in(result) == ALL
        assert pixels(result) == pixels(data)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(
    ("form", "options"), [("AVIF", {}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("PNG", {}), ("JPEG", {})]
)
def test_rights_are_written_into_pictures_of_every_kind_that_is_made(
    form: str, options: dict[str, object], mode: str
) -> None:
    if (form, mode) == ("JPEG", "RGBA"):
        mode = "L"
    data = photo(form, (90, 60), mode, **options)
    result = with_rights(data, ALL)
    assert pixels(result) == pixels(data)
    with Image.open(BytesIO(result)) as opened:
        assert b"<photoshop:Credit>\xd0\x9f" in opened.info["xmp"] if "xmp" in opened.info else form == "PNG"
        assert dict(opened.getexif())[0x013B] == "A. Karimova"
    assert "Пресс-служба".encode() in result
    assert with_rights(data, NO_RIGHTS) == data


def test_an_avif_of_another_program_stays_as_it_is() -> None:
    data = photo("AVIF", (90, 60))
    foreign = data.replace(b"iloc\0\0\0\0\x44", b"iloc\1\0\0\0\x44")
    assert foreign != data
    assert with_rights(foreign, ALL) == foreign
    assert with_rights(b"\0\0\0\x08ftypavif" + bytes(8), ALL) == b"\0\0\0\x08ftypavif" + bytes(8)


@needs_exiftool
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_published_picture_has_credit_and_copyright_and_no_place(site: Make, tmp_path: Path, form: str) -> None:
    ending = form.lower()
    made = site(release(f"{{src: photo.{ending}, alt: A bus, credit: Agency, copyright: © 2026 Газета}}"))
    made.edit(f"content/photo.{ending}", written_by_exiftool(tmp_path / "a", photo(form)))
    assert made.build(strict=True).exit_code == 0
    found = exiftool(made.output / "assets", "-j", "-a", "-G1")
    pictures = [each for each in json.loads(found) if "/photo-" in each["SourceFile"]]
    # Four widths, since the picture is upright and 800 pixels wide; one for old browsers, three cuts, the original.
    assert len(pictures) == 9
    assert "SECRET" not in found
    for each in pictures:
        assert not [name for name in each if "GPS" in name or "Serial" in name or "Location" in name]
        assert each["XMP-photoshop:Credit"] == "Agency"
        assert each["XMP-dc:Rights"] == each["IFD0:Copyright"] == "© 2026 Газета"
        assert each["IFD0:Artist"] == each["XMP-dc:Creator"] == "A. Karimova"
    (original,) = [each for each in pictures if "-original-" in each["SourceFile"]]
    assert original["XMP-iptcCore:AltTextAccessibility"] == "A bus"
    assert original["IFD0:ImageDescription"] == "The hall"
    if form == "JPEG":
        assert original["IPTC:Credit"] == "Agency"
        assert original["IPTC:CopyrightNotice"] == "© 2026 Газета"
        assert original["IPTC:CodedCharacterSet"] == "UTF8"


@needs_exiftool
def test_what_photo_programs_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo())
    written = {
        "XMP-iptcCore:AltTextAccessibility": "A bus", "XMP-dc:Description": "The first bus", "XMP-dc:Creator": "A. Karimova",
        "XMP-photoshop:Credit": "Agency", "XMP-dc:Rights": "© Agency", "XMP-xmpRights:UsageTerms": "Editorial use",
        "XMP-xmpRights:WebStatement": "https://a.example/terms", "XMP-plus:LicensorURL": "https://a.example/buy",
        "XMP-plus:LicensorTelephone1": "+998 SECRET",
    }  # fmt: skip
    exiftool(path, "-q", "-overwrite_original", *(f"-{name}={value}" for name, value in written.items()))
    image = measure("content/a.jpg", path.read_bytes())
    assert image.rights == Rights(
        alt="A bus",
        caption="The first bus",
        creator="A. Karimova",
        credit="Agency",
        copyright="© Agency",
        licence="Editorial use",
        licence_url="https://a.example/terms",
        licensor_url="https://a.example/buy",
    )
    published = without_metadata(path.read_bytes(), rights=image.rights)
    assert rights_in(published) == image.rights
    assert b"SECRET" not in published
    assert image.bytes == len(without_metadata(path.read_bytes()))


def iptc(**fields: bytes) -> bytes:
    numbers = {"by_line": 0x50, "credit": 0x6E, "notice": 0x74, "caption": 0x78}
    block = b"".join(
        bytes((0x1C, 2, numbers[name])) + len(value).to_bytes(2, "big") + value for name, value in fields.items()
    )
    content = b"Photoshop 3.0\x008BIM\4\4\0\0" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
    data = photo()
    return data[:2] + b"\xff\xed" + (2 + len(content)).to_bytes(2, "big") + content + data[2:]


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
def test_iptc_is_read_in_utf_8_and_in_the_code_page_of_windows(charset: str) -> None:
    data = iptc(by_line="А. Каримова".encode(charset), notice="© Газета".encode(charset), credit=b"Agency")
    rights = rights_in(data)
    assert (rights.creator, rights.copyright, rights.credit) == ("А. Каримова", "© Газета", "Agency")
    rewritten = without_metadata(data, rights=Rights(caption="Автобус"))
    assert rights_in(rewritten) == Rights(
        creator="А. Каримова", copyright="© Газета", credit="Agency", caption="Автобус"
    )
    assert b"\x1c\x01\x5a\0\x03\x1b%G" in rewritten


@pytest.mark.parametrize(
    "words", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA", "IMG_1234", "  \0 ", "Untitled"]
)
def test_what_cameras_write_is_no_caption(words: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = words
    assert rights_in(photo(exif=exif.tobytes())).caption == ""


def test_words_of_a_photo_are_plain_text_and_its_addresses_are_those_of_the_web(site: Make) -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights='
        b'"http://ns.adobe.com/xap/1.0/rights/" photoshop:Credit="&lt;script&gt;a&lt;/script&gt; &#10; b"'
        b' xmpRights:WebStatement="javascript:alert(1)"/></rdf:RDF></x:xmpmeta>'
    )
    rights = rights_in(photo(xmp=xmp))
    assert rights == Rights(credit="<script>a</script> b")
    made = site(release(body="![Bus](photo.jpg)"))
    made.edit("content/photo.jpg", photo(xmp=xmp))
    assert made.build(strict=True).exit_code == 0
    page = made.read(PAGE)
    assert page.count("&lt;script&gt;a&lt;/script&gt; b") == 2
    assert "javascript:alert" not in page


def test_a_release_shows_and_offers_its_picture_with_its_rights(site: Make) -> None:
    made = site(
        release(
            "{src: photo.jpg, alt: A bus, caption: Twelve buses, credit: A. Karimova, copyright: © 2026 Agency, licence: CC BY 4.0}"
        )
    )
    made.edit("content/photo.jpg", photo())
    assert made.build(strict=True).exit_code == 0
    page = made.read(PAGE)
    (href,) = re.findall(r'href="(/assets/photo-original-[^"]+)" download', page)
    assert figures(page) == [
        "<figcaption>Twelve buses <span>A. Karimova</span> <small>© 2026 Agency · "
        '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a> · '
        f'<a href="{href}" download>Download: JPEG, 1200 × 800, {len(photo()) / 1000:.0f}\u00a0kB</a></small></figcaption>'
    ]
    data = made.files()[href[1:]]
    assert pixels(data) == pixels(photo())
    assert rights_in(data) == Rights(
        alt="A bus",
        caption="Twelve buses",
        credit="A. Karimova",
        creator="A. Karimova",
        copyright="© 2026 Agency",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )
    structured = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])
    image = structured["@graph"][0]["image"][0]
    assert image["@type"] == "ImageObject"
    assert image["url"] == image["contentUrl"]
    assert image["creditText"] == "A. Karimova"
    assert image["copyrightNotice"] == "© 2026 Agency"
    assert image["license"] == image["acquireLicensePage"] == "https://creativecommons.org/licenses/by/4.0/"


def test_words_of_front_matter_come_before_those_of_the_photo(site: Make) -> None:
    made = site(release("{src: photo.jpg, alt: Mine, credit: My credit}"))
    made.edit("content/photo.jpg", without_metadata(photo(), rights=ALL))
    assert made.build(strict=True).exit_code == 0
    page = made.read(PAGE)
    assert 'alt="Mine"' in page
    assert "The first &amp; best “bus” <span>My credit</span> <small>© 2026 Газета · <a rel" in page
    rights = rights_in(original_in(made))
    assert (rights.alt, rights.credit, rights.creator) == ("Mine", "My credit", "A. Karimova")
    image = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])["@graph"][0]["image"][0]
    assert image["creator"] == {"@type": "Person", "name": "A. Karimova"}
    assert image["acquireLicensePage"] == "https://photos.example/buy"


def test_a_picture_without_rights_is_named_by_its_address(site: Make) -> None:
    made = site(release())
    made.edit("content/photo.jpg", photo())
    made.build()
    assert '"image":["https://' in made.read(PAGE)


def test_a_photo_that_describes_itself_needs_no_alt(site: Make) -> None:
    made = site(release("photo.jpg", "![](photo.jpg)\n\n![](plain.jpg)"))
    made.edit("content/photo.jpg", without_metadata(photo(), rights=Rights(alt="Twelve <buses>")))
    made.edit("content/plain.jpg", photo())
    made.build()
    assert [(p.code, p.line) for p in made.report.problems] == [("image-alt-missing", 8)]
    page = made.read(PAGE)
    assert page.count('alt="Twelve &lt;buses&gt;"') == 2
    made.edit("content/photo.jpg", photo())
    made.build()
    assert sorted(p.line for p in made.report.problems) == [4, 6, 8]


def test_pictures_in_a_text_have_their_rights_in_the_caption(site: Make) -> None:
    body = (
        '![Bus](photo.jpg "Twelve buses. Пресс-служба")\n\n![Bus](photo.jpg)\n\nA line with ![Bus](photo.jpg) in it.\n\n'
        '<figure><a href="https://x.example/"><img src="photo.jpg" alt="Bus"></a>\n'
        "<figcaption>My <em>words</em></figcaption></figure>\n\n![Bus](drawing.svg)"
    )
    made = site(release("{src: other.png, alt: Other}", body))
    made.edit("content/photo.jpg", without_metadata(photo(), rights=ALL))
    made.edit("content/other.png", photo("PNG"))
    made.edit(
        "content/drawing.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><path d="M0 0h9v9z"/></svg>',
    )
    assert made.build(strict=True).exit_code == 0
    lead, titled, untitled, linked = figures(made.read(PAGE))
    assert lead.startswith("<figcaption> <small><a href=")
    assert "Download: PNG, 1200 × 800" in lead
    assert titled.startswith("<figcaption>Twelve buses. Пресс-служба <small>© 2026 Газета · ")
    assert untitled.startswith("<figcaption>The first &amp; best “bus” <span>Пресс-служба</span> <small>© 2026")
    assert linked.startswith("<figcaption>My <em>words</em> <span>Пресс-служба</span> <small>")
    assert made.read(PAGE).count("Download: JPEG") == 3
    assert "Download" not in made.read("feed.xml")


@pytest.mark.parametrize(
    ("settings", "keys"),
    [("pictures: {originals: false}\n", ""), ("", "originals: false\n"), ("", "originals: no\n")],
)
def test_settings_and_front_matter_can_offer_nothing(site: Make, settings: str, keys: str) -> None:
    made = site(release(keys=keys, body="![Bus](photo.jpg)"))
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + settings)
    made.edit("content/photo.jpg", photo())
    assert made.build(strict=True).exit_code == 0
    assert "Download" not in made.read(PAGE)
    assert not [path for path in made.files() if "-original-" in path]


def test_the_settings_have_rights_for_all_other_pictures(site: Make) -> None:
    made = site(release("{src: photo.jpg, alt: A, licence: Ask us}", "![Bus](other.jpg)"))
    made.edit(
        "pressgen.yml",
        "title: T\nurl: https://x.example/news/\nlanguages: [en, ru]\n"
        "pictures: {copyright: {en: © Agency, ru: © Агентство}, licence: /terms/}\n",
    )
    made.edit("content/photo.jpg", photo())
    made.edit("content/other.jpg", photo(size=(900, 600)))
    made.edit("content/a.ru.md", release(body="![Bus](other.jpg)").split("\n", 1)[1])
    made.build()
    lead, other = figures(made.read(PAGE))
    assert "<small>© Agency · Ask us · <a href" in lead
    terms = '<a rel="license" href="https://x.example/news/terms/">%s</a>'
    assert f"<small>© Agency · {terms % 'Terms of use'} · <a href" in other
    assert (
        f"<small>© Агентство · {terms % 'Условия использования'} · " in figures(made.read("ru/2026/01/a/index.html"))[1]
    )
    assert "Скачать: JPEG, 900 × 600, " in figures(made.read("ru/2026/01/a/index.html"))[1]


def test_the_share_image_of_the_settings_has_its_rights(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nText.\n")
    made.edit(
        "pressgen.yml", "title: T\nurl: https://x.example/\nshare_image: photo.jpg\npictures: {licence: Ask us}\n"
    )
    made.edit("content/photo.jpg", without_metadata(photo(), rights=Rights(credit="Agency")))
    assert made.build(strict=True).exit_code == 0
    (card,) = [data for path, data in made.files().items() if "-1200x675-" in path]
    assert rights_in(card) == Rights(credit="Agency", creator="Agency", licence="Ask us")


def test_facts_keep_their_order_in_writing_from_right_to_left(site: Make) -> None:
    made = site(release())
    made.edit("pressgen.yml", "title: T\nurl: https://x.example/\nlanguages: [ar]\n")
    made.edit("content/photo.jpg", photo())
    made.build()
    assert "تنزيل: \u2068JPEG\u2069\u060c \u20681200 × 800\u2069\u060c \u2068" in made.read(PAGE)


def test_translations_share_the_files_of_a_picture(site: Make) -> None:
    made = site(release("{src: photo.jpg, alt: A bus, credit: Agency}"))
    made.edit("pressgen.yml", "title: T\nurl: https://x.example/\nlanguages: [en, ru]\n")
    made.edit("content/a.ru.md", release("{src: photo.jpg, alt: Автобус, credit: Агентство}").split("\n", 1)[1])
    made.edit("content/photo.jpg", photo())
    assert made.build(strict=True).exit_code == 0
    assert "Агентство" in made.read("ru/2026/01/a/index.html")
    assert len([path for path in made.files() if path.startswith("assets/photo")]) == 10
    rights = rights_in(original_in(made))
    assert (rights.alt, rights.credit) == ("A bus", "Agency")


def test_other_words_make_no_picture_again(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(release("{src: photo.jpg, alt: A bus, credit: Agency}"))
    made.edit("content/photo.jpg", photo())
    made.build()
    names = {path for path in made.files() if path.startswith("assets/photo")}
    monkeypatch.setattr(files, "_derive", lambda *_: pytest.fail("a picture is made again"))
    made.edit("content/a.md", release("{src: photo.jpg, alt: A bus, credit: Another}").split("\n", 1)[1])
    assert made.build(strict=True).exit_code == 0
    assert not names & made.files().keys()
    assert rights_in(original_in(made)).credit == "Another"
    assert made.build().changed == 0


@pytest.mark.processes
def test_any_number_of_processes_makes_the_same_files(site: Make) -> None:
    files = []
    for jobs in (1, 2):
        made = site(
            "".join(
                release().replace("/a.md", f"/a{number}.md").replace("photo.jpg", f"{number}.jpg")
                for number in range(17)
            )
        )
        for number in range(17):
            made.edit(f"content/{number}.jpg", photo(size=(300 + number, 240)))
        assert made.build(jobs=jobs).exit_code == 0
        files.append(made.files())
    assert files[0] == files[1]


@pytest.mark.processes
def test_a_photo_that_cannot_be_measured_costs_itself_only(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressgen.content.pictures import measures

    def broken(path: str, data: bytes) -> object:
        if b"BAD" in data:
            raise MemoryError
        return measure(path, data)

    monkeypatch.setattr(measures, "measure", broken)
    made = site(
        "".join(
            release().replace("/a.md", f"/a{number}.md").replace("photo.jpg", f"{number}.jpg") for number in range(17)
        )
    )
    for number in range(17):
        made.edit(f"content/{number}.jpg", photo(size=(300, 240)) + b"BAD" * (number == 7))
    assert made.build(jobs=2).exit_code == 0
    assert [(p.code, p.file) for p in made.report.problems] == [("image-unusable", "content/a7.md")]


def test_the_first_picture_of_a_page_comes_at_once(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n![Bus](photo.jpg)\n\n![Bus](photo.jpg)\n"
        "-- content/b.md --\n---\ntitle: B\ndate: 2026-01-02\ntags: [News]\nimage: {src: photo.jpg, alt: A}\n---\n![Bus](photo.jpg)\n"
        "-- content/c.md --\n---\ntitle: C\ndate: 2026-01-03\ntags: [News]\nimage: {src: photo.jpg, alt: A}\n---\nText.\n"
    )
    made.edit("content/photo.jpg", photo())
    assert made.build(strict=True).exit_code == 0

    def images(path: str) -> list[bool]:
        tags = re.findall(r"<img[^>]*/assets/photo[^>]*>", made.read(path))
        assert all('width="' in tag and 'height="' in tag and 'decoding="async"' in tag for tag in tags)
        return ['loading="lazy"' in tag for tag in tags]

    assert images(PAGE) == [False, True]
    assert images("2026/01/b/index.html") == [False, True]
    assert images("tags/news/index.html") == [False, True]
    assert images("index.html") == [False, True]


@pytest.mark.parametrize(
    ("written", "words", "address"),
    [
        ("CC BY 4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-sa 3.0", "cc-by-nc-sa 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("Creative Commons BY-ND 2.5", "Creative Commons BY-ND 2.5", "https://creativecommons.org/licenses/by-nd/2.5/"),
        ("CC0", "CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        (
            "https://creativecommons.org/licenses/by-sa/4.0/deed.uz",
            "CC BY-SA 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/deed.uz",
        ),
        (
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "CC0 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        ("https://a.example/terms", "", "https://a.example/terms"),
        ("Free for editorial use", "Free for editorial use", ""),
        ("CC BY", "CC BY", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("", "", ""),
    ],
)
def test_a_licence_is_words_and_an_address(written: str, words: str, address: str) -> None:
    assert licence_of(written) == (words, address)


def test_a_modern_picture_is_smaller_than_a_jpeg_and_the_same_each_time() -> None:
    data = photo(size=(1600, 1200))
    jpeg, first, second = (
        derive_all(data, [recipe])[0]
        for recipe in (Recipe(width=960, format="JPEG", quality=80), responsive(960), responsive(960))
    )
    assert first == second
    assert len(first) < len(jpeg)


def test_exiftool_is_at_hand_where_it_must_be() -> None:
    if EXIFTOOL:
        assert subprocess.run([EXIFTOOL, "-ver"], capture_output=True).returncode == 0


@pytest.mark.parametrize("licence", ["/files/terms.pdf", "/news/files/terms.pdf"])
def test_terms_of_use_can_be_a_file_of_the_site(site: Make, licence: str) -> None:
    made = site(release("{src: photo.jpg, alt: A}"))
    made.edit("content/photo.jpg", photo())
    made.edit("static/files/terms.pdf", b"%PDF-1.4")
    settings = "title: T\nurl: https://x.example/news/\npictures: {{licence: {}}}\n"
    made.edit("pressgen.yml", settings.format(licence))
    made.build()
    assert "link-broken" not in made.codes("warning")
    assert 'rel="license" href="https://x.example/news/files/terms.pdf"' in made.read(PAGE)


def test_terms_of_use_that_are_not_there_are_reported(site: Make) -> None:
    made = site(release("{src: photo.jpg, alt: A}"))
    made.edit("content/photo.jpg", photo())
    made.edit("pressgen.yml", "title: T\nurl: https://x.example/\npictures: {licence: {en: /terms/, ru: /ru/terms/}}\n")
    targets = [each.values["target"] for each in made.build().problems if each.code == "link-broken"]
    assert set(targets) == {"/terms/", "/ru/terms/"}
