"""SVG files: what is drawn is published, what runs or loads anything is refused, what nobody sees is left out."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from conftest import Site
from pressgen.content.pictures.metadata import PictureError
from pressgen.content.pictures.notes import write_tiff
from pressgen.content.pictures.svg import read_svg

Make = Callable[..., Site]
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2">'
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n{OPEN}'


def inner(text: str) -> str:
    """What is published of an SVG with this content."""
    return read_svg(f"{OPEN}{text}</svg>".encode()).data.decode().removeprefix(HEAD).removesuffix("</svg>\n")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ('<g fill="red"><path d="M0 0L4 2"/></g>', '<g fill="red"><path d="M0 0L4 2"></path></g>'),
        ("<text>a &lt; б &amp; &#1074;</text>", "<text>a &lt; б &amp; в</text>"),
        ('<use href="#a"/>', '<use href="#a"></use>'),
        ('<rect fill="url(#a)" style="fill: url(\'#b\')"/>', '<rect fill="url(#a)" style="fill: url(&#x27;#b&#x27;)"></rect>'),
        ("<style><![CDATA[a > b { fill: url(#c) }]]></style>", "<style>a &gt; b { fill: url(#c) }</style>"),
        ("<style>@font-face { src: url(https://x.y/z.woff) }</style>", "<style>@font-face { src: url(#) }</style>"),
        ('<rect fill="url(http://x.y/z)"/>', '<rect fill="url(#)"></rect>'),
        ("<!-- secret --><?php secret ?><metadata>secret</metadata>", ""),
        ('<i:view xmlns:i="http://i.example/" a="secret"><g/>secret</i:view><g/>', "<g></g>"),
        ('<g xmlns:i="http://i.example/" i:export="/home/secret" data-name="secret" made-up="secret"/>', "<g></g>"),
        ('<a href="javascript:alert(1)"><g/></a><a href="https://x.y/"/>', "<a><g></g></a><a></a>"),
        ("<style>a {}<title>b</title>c {}</style>", "<style>a {}c {}</style>"),
        ('<g xml:space="preserve" xml:base="http://x.y/"/>', '<g xml:space="preserve"></g>'),
        ('<text aria-label="a (b)" class="c" id="d"/>', '<text aria-label="a (b)" class="c" id="d"></text>'),
    ],
)  # fmt: skip
def test_what_is_drawn_is_published(written: str, published: str) -> None:
    assert inner(written) == published


SVG, XHTML, XLINK = (
    'xmlns:{0}="http://www.w3.org/2000/svg"',
    'xmlns:{0}="http://www.w3.org/1999/xhtml"',
    'xmlns:x="http://www.w3.org/1999/xlink"',
)


@pytest.mark.parametrize(
    "active",
    [
        "<script>alert(1)</script>",
        "<g><script/></g>",
        f"<a.b:script {SVG.format('a.b')}>alert(1)</a.b:script>",
        f"<é:script {SVG.format('é')}>alert(1)</é:script>",
        f"<h.h:script {XHTML.format('h.h')}>alert(1)</h.h:script>",
        f"<h:p {XHTML.format('h')}>text</h:p>",
        '<i:nothing xmlns:i="http://i.example/"><script/></i:nothing>',
        "<foreignObject/>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="x"/>',
        '<g onclick="alert(1)"/>',
        '<g ONCLICK="alert(1)"/>',
        "<iframe/>",
        '<image href="photo.jpg"/>',
        f'<image {XLINK} x:href="https://x.y/z.png"/>',
        '<use href="https://x.y/z.svg#a"/>',
        '<use href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<image href="data:text/html,x"/>',
        '<image href="data:image/png;base64,A"/>',
        '<style>@import "https://x.y/z.css"</style>',
        "<style>@\\69mport url(#a)</style>",
        '<rect style="fill:u\\72l(https://x.y/z)"/>',
        '<rect fill="u\\72 l(https://x.y/z)"/>',
        "<style>a {}<title>b</title>@import 'c'</style>",
        "<rect style=\"fill: image-set('https://x.y/z' 1x)\"/>",
        "<g>",
        "&nothing;",
    ],
)
def test_what_runs_or_loads_is_refused(active: str) -> None:
    with pytest.raises(PictureError):
        inner(active)


@pytest.mark.parametrize(
    "data",
    [
        f'{OPEN}</svg>'.encode("utf-16"),
        b"\xff\xfe" + f'{OPEN}</svg>'.encode("utf-16-le"),
        f'{OPEN}<text>п</text></svg>'.encode("koi8-r"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg width="1" height="1">&a;</svg>',
        b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg width="1" height="1"/>',
        b"<html/>", b"", b"\0", b'<svg xmlns="http://else.example/" width="1" height="1"/>',
        b"<svg/>", b'<svg width="1.2.3"/>', b'<svg width="." height="px"/>', b'<svg width="1" height="100%"/>',
        b'<svg width="9999999999" height="1"/>', b'<svg width="1" height="1e999"/>', b'<svg viewBox="0 0 a b"/>',
    ],
)  # fmt: skip
def test_other_encodings_types_and_files_without_a_size_are_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        read_svg(data)


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="40" height="20px"', (40, 20)),
        ('width="10mm" height="1in"', (38, 96)),
        ('width="100%" height="100%" viewBox="0 0 64 32"', (64, 32)),
        ('viewBox="-5,-5, 64.4 32"', (64, 32)),
        ('width="1.2.3" viewBox="0 0 10 5"', (10, 5)),
        ('width="0" height="0.1"', (1, 1)),
    ],
)
def test_the_size_of_a_drawing(root: str, size: tuple[int, int]) -> None:
    drawing = read_svg(f"<svg {root}/>".encode())
    assert (drawing.width, drawing.height) == size


def test_a_public_document_type_is_left_out_and_latin_letters_are_read() -> None:
    head = '<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert read_svg(f"\ufeff{head}{OPEN}</svg>".encode()).data.decode() == f"{HEAD}</svg>\n"


def test_a_picture_within_is_published_without_its_notes() -> None:
    data = BytesIO()
    Image.new("RGB", (4, 2)).save(
        data, "JPEG", exif=b"Exif\0\0" + write_tiff({0x010F: b"SECRET", 0x013B: b"Karimova"}), comment=b"SECRET"
    )
    text = base64.b64encode(data.getvalue()).decode()
    published = inner(f'<image href="data:image/jpeg;base64,{text[:40]}\n{text[40:]}"/>')
    within = base64.b64decode(published.partition(",")[2].partition('"')[0])
    assert b"SECRET" not in within
    assert b"Karimova" in within


def test_a_refused_svg_is_published_in_no_way(site: Make) -> None:
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\nimage: {src: bad.svg, alt: A}\n---\n"
        "![one](bad.svg) and [two](bad.svg) and [three](/static.svg) and [good](good.svg)\n"
    )
    bad = f"{OPEN}<script>alert('SECRET')</script></svg>"
    for name in ("content/bad.svg", "static/static.svg", "static/unnamed.SVG", "static/theme/packed.svgz"):
        made.edit(name, bad)
    made.edit("content/good.svg", f"{OPEN}<!-- SECRET --></svg>")
    assert made.build().exit_code == 0
    assert not any(b"SECRET" in data for data in made.files().values())
    assert [(p.code, p.severity, p.file, p.line) for p in made.report.problems] == [
        ("image-unusable", "warning", "content/a.md", 4),
        ("image-unusable", "warning", "content/a.md", 6),
        ("image-unusable", "warning", "content/a.md", 6),
        ("image-unusable", "warning", "content/a.md", 6),
        ("image-unusable", "warning", "static/theme/packed.svgz", 0),
        ("image-unusable", "warning", "static/unnamed.SVG", 0),
    ]
    assert '<p>one and two and three and <a href="/good.svg">good</a></p>' in made.read("2026/01/a/index.html")
    assert made.build(strict=True).exit_code == 1


def test_a_logo_that_cannot_be_shown_says_why(site: Make) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n")
    made.edit("pressgen.yml", (made.folder / "pressgen.yml").read_text() + "publisher: {logo: logo.svg}\n")
    made.edit("content/logo.svg", '<svg width="1.2.3"/>')
    assert made.build().exit_code == 2
    assert "the SVG has neither a width and height nor a viewBox" in made.report.problems[0].message
