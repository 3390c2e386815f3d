"""A theme in the settings: colours, fonts, icons and rules of the site's own, in every page, and nothing without one."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from conftest import SETTINGS, Site, planned
from pressgen.content.settings import settings_file
from pressgen.errors import Problem, SettingsError
from pressgen.plan.style import minify

ROOT = Path(__file__).parents[2]
Make = Callable[..., Site]
RELEASE = "---\ntitle: Plan\ndate: 2026-01-10\ntags: [news]\n---\nText.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>'
FONT = b"wOF2" + bytes(44)
PAGES = ("index.html", "2026/01/plan/index.html", "404.html", "uz/index.html")


def drawing(width: int, height: int, colour: tuple[int, ...] = (200, 30, 30, 255)) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(data, "PNG")
    return data.getvalue()


def themed(site: Make, theme: str, **files: str | bytes) -> Site:
    """A site in two languages with this theme, built; files by their names with __ for / and _ for the last dot."""
    made = site()
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, uz]\n{theme}")
    made.edit("content/plan.md", RELEASE)
    made.edit("content/plan.uz.md", RELEASE)
    for name, data in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        made.edit(f"content/{stem}.{ending}", data)
    report = made.build()
    assert report.exit_code == 0, report.problems
    return made


def style(made: Site, page: str = "index.html") -> str:
    return str(re.findall(r"<style>(.*?)</style>", made.read(page), flags=re.S)[-1])


def problems(lines: str) -> list[Problem]:
    with pytest.raises(SettingsError) as caught:
        settings_file.read((SETTINGS + lines).encode())
    return list(caught.value.problems)


def test_without_a_theme_pages_have_the_sheet_as_it_is_and_nothing_else(site: Make) -> None:
    made = themed(site, "")
    sheet = (ROOT / "templates" / "style.css").read_text(encoding="utf-8")
    assert style(made) == minify(sheet)
    page = made.read("index.html")
    assert page.count('<meta name="theme-color" content="#0b3b47">') == page.count("theme-color") == 1
    assert not re.search("manifest|apple-touch-icon|preload|<picture><source media", page)
    assert not [path for path in made.files() if path.endswith((".webmanifest", ".woff2"))]
    made.edit("pressgen.yml", f"{SETTINGS}languages: [en, uz]\ntheme: {{}}\n")
    before = made.files()
    made.build()
    assert made.files() == before


def test_colours_are_set_for_light_and_dark_screens_and_not_for_print(site: Make) -> None:
    made = themed(site, 'theme: {accent: "#7a1f2b", paper: "#fffcf7"}\n')
    for page in PAGES:
        css = style(made, page)
        light = re.findall(r"@media screen\{:root\{(.*?)\}\}", css)
        dark = re.findall(r"@media screen and \(prefers-color-scheme: dark\)\{:root\{(.*?)\}\}", css)
        assert len(light) == len(dark) == 1
        assert "--link:#7a1f2b" in light[0] and "--paper:#fffcf7" in light[0]
        assert "--link:#7a1f2b" not in dark[0] and "--paper:#1" in dark[0]
        assert css.index("@media print") < css.index(light[0])


def test_the_bars_of_browsers_have_the_colour_of_the_band(site: Make) -> None:
    for setting in ("band", "accent"):
        page = themed(site, f'theme: {{{setting}: "#7a1f2b"}}\n').read("index.html")
        meta = r'<meta name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: \w+\)">'
        light, dark = re.findall(meta, page)
        assert light == "#7a1f2b" != dark
    own_sheet = site("-- templates/style.css --\n:root { --band: #123456; }\n-- content/a.md --\n" + RELEASE)
    own_sheet.build()
    assert '<meta name="theme-color" content="#123456">' in own_sheet.read("index.html")


def test_a_band_colours_the_masthead_unless_it_is_that_of_the_page(site: Make) -> None:
    masthead, foot = ".mast{background:var(--band)", ".foot{border-block-start"
    for theme, has_masthead, has_line in (
        ("band: gold", True, False),
        ("band: white", False, True),
        ("accent: navy", False, False),
        ("paper: '#111', band: '#111'", False, True),
    ):
        css = style(themed(site, f"theme: {{{theme}}}\n"))
        assert (masthead in css, foot in css) == (has_masthead, has_line), theme


def test_a_logo_keeps_its_ground_where_that_of_the_page_is_not_shown(site: Make) -> None:
    for theme, ground, colour in (
        ("logo: logo.svg, band: navy", "band", "#000080"),
        ("logo: logo.svg, paper: '#111', band: '#111'", "paper", "#111111"),
        ("logo: logo.svg, band: white", "", ""),
        ("logo: logo.svg, accent: navy", "", ""),
        ("band: navy", "", ""),
    ):
        css = style(themed(site, f"theme: {{{theme}}}\n", logo_svg=SVG))
        everywhere = re.findall(
            r"\.mast img\{forced-color-adjust:none;print-color-adjust:exact;background:(#\w+)\}", css
        )
        assert everywhere == [colour] * bool(ground), theme
        on_screens = css.partition("@media screen{:root")[2]
        assert re.findall(r"\.mast img\{background:var\(--(\w+)\)\}", on_screens) == [ground] * bool(ground), theme


def test_the_hash_of_the_policy_is_that_of_the_sheet_with_brand_and_own_rules(site: Make) -> None:
    made = themed(site, "theme: {accent: navy, radius: 0, density: compact}\n")
    made.edit("theme.css", "/* mine */ h1 { color: red; content: '</style>' }\n")
    made.build()
    css = style(made)
    assert css.endswith("h1{color:red;content:'<\\/style>'}")
    assert "--radius:0px" in css and "--gap:.75rem" in css
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in made.read("_headers")
    assert "font-src 'self'" in made.read("_headers")


def test_own_rules_come_and_go_with_their_file(site: Make) -> None:
    made = themed(site, "")
    before = made.files()
    made.edit("theme.css", "h1 { color: red }")
    assert made.build().changed > 0
    assert "h1{color:red}" in style(made)
    made.edit("theme.css", "h1 { color: blue }")
    made.build()
    assert "h1{color:blue}" in style(made)
    assert made.build().changed == 0
    made.remove("theme.css")
    made.build()
    assert made.files() == before


def test_own_rules_that_are_not_utf_8_are_reported(site: Make) -> None:
    made = themed(site, "")
    made.edit("theme.css", b"h1 { content: '\xe9' }")
    assert [(problem.code, problem.file) for problem in made.build().problems] == [("file-encoding", "theme.css")]


def test_font_files_are_published_and_loaded_first(site: Make) -> None:
    names = "[fonts/brand-regular.woff2, fonts/brand-bold.woff2, Georgia]"
    made = themed(
        site,
        f"theme: {{font: {names}, font_headings: fonts/head.woff2}}\n",
        **{
            "fonts__brand-regular_woff2": FONT + b"r",
            "fonts__brand-bold_woff2": FONT + b"b",
            "fonts__head_woff2": FONT + b"h",
        },
    )
    css, page = style(made), made.read("2026/01/plan/index.html")
    faces = re.findall(r"@font-face\{(.*?)\}", css)
    assert ["font-display:swap" in face for face in faces] == [True] * 3
    assert ["font-weight:700" in face for face in faces] == [False, True, False]
    assert '--text:"Newsroom","Georgia",var(--sans);--head:"Headings",var(--sans)' in css
    files = re.findall(r'src:url\("/(.*?)"\) format\("woff2"\)', css)
    assert [made.files()[file] for file in files] == [FONT + b"r", FONT + b"b", FONT + b"h"]
    preloads = re.findall(r'<link rel="preload" as="font" type="font/woff2" href="/(.*?)" crossorigin>', page)
    assert preloads == [files[0], files[2]]
    made.edit("content/fonts/head.woff2", FONT + b"other")
    made.build()
    assert files[2] not in made.files() and files[2] not in made.read("index.html")


def test_a_font_of_readers_is_a_name_only(site: Make) -> None:
    made = themed(site, "theme: {font: 'Segoe UI, sans-serif'}\n")
    assert '--text:"Segoe UI",sans-serif,var(--sans);--head:var(--text)' in style(made)
    assert "@font-face" not in style(made) and "preload" not in made.read("index.html")


def test_icons_of_all_sizes_are_made_from_a_picture(site: Make) -> None:
    made = themed(site, "theme: {favicon: seal.png, paper: '#fffcf7'}\n", seal_png=drawing(300, 200))
    page = made.read("index.html")
    icon, touch, manifest = (
        re.findall(rf'<link rel="{rel}" href="/(.*?)">', page)[0] for rel in ("icon", "apple-touch-icon", "manifest")
    )
    opened = Image.open(io.BytesIO(made.files()[touch]))
    assert (opened.size, opened.mode) == ((180, 180), "RGB")
    assert opened.getpixel((2, 2)) == (255, 252, 247)
    assert opened.getpixel((90, 90)) == (200, 30, 30)
    opened = Image.open(io.BytesIO(made.files()[icon]))
    assert (opened.size, opened.mode, opened.getpixel((2, 2))) == ((96, 96), "RGBA", (0, 0, 0, 0))
    described = json.loads(made.files()[manifest])
    assert described["name"] == "Test News" and described["start_url"] == "/"
    sizes = [Image.open(io.BytesIO(made.files()[each["src"][1:]])).size for each in described["icons"]]
    assert sizes == [(192, 192), (512, 512)]
    assert [each["sizes"] for each in described["icons"]] == ["192x192", "512x512"]


def test_a_drawing_is_the_icon_as_it_is(site: Make) -> None:
    made = themed(site, "theme: {logo: logo.svg}\n", logo_svg=SVG)
    page = made.read("index.html")
    icon = re.findall(r'<link rel="icon" href="/(.*?)">', page)[0]
    assert icon.startswith("assets/logo.") and "apple-touch-icon" not in page
    described = json.loads(made.read("site.webmanifest"))
    assert described["icons"] == [{"src": f"/{icon}", "type": "image/svg+xml", "sizes": "any"}]


def test_a_wide_logo_is_no_icon(site: Make) -> None:
    made = themed(site, "theme: {logo: wide.png, accent: '#7a1f2b'}\n", wide_png=drawing(400, 100))
    icon = re.findall(r'<link rel="icon" href="/(.*?)">', made.read("index.html"))[0]
    assert icon.startswith("assets/icon.") and 'fill="#7a1f2b"' in made.read(icon)


def test_a_dark_logo_is_for_dark_screens(site: Make) -> None:
    theme = "theme: {logo: a.png, logo_dark: b.svg, share_image: a.png}\n"
    made = themed(site, theme, a_png=drawing(300, 300), b_svg=SVG)
    page = made.read("index.html")
    source = re.findall(
        r'<picture><source media="screen and \(prefers-color-scheme: dark\)" srcset="/(.*?)" width="40" height="30">'
        r'<img src="/(.*?)" alt="" width="300" height="300"></picture>',
        page,
    )
    assert len(source) == 1 and {*source[0]} <= made.files().keys()
    assert "og:image" in page and re.search(r'og:image" content="https://news.example/assets/a-', page)


def test_the_older_settings_mean_the_same(site: Make) -> None:
    files: dict[str, str | bytes] = {"logo_svg": SVG, "share_jpg": (ROOT / "content/pictures/library.jpg").read_bytes()}
    older = themed(site, "publisher: {logo: logo.svg}\nshare_image: share.jpg\ntheme: {radius: 4}\n", **files)
    newer = themed(site, "theme: {radius: 4, logo: logo.svg, share_image: share.jpg}\n", **files)
    both = themed(
        site,
        "publisher: {logo: /logo.svg}\nshare_image: share.jpg\n"
        "theme: {radius: 4, logo: logo.svg, share_image: share.jpg}\n",
        **files,
    )
    assert older.files() == newer.files() == both.files()


def test_mistakes_have_the_line_of_their_setting() -> None:
    found = problems('theme:\n  radius: 4\n  accent: "#ffb81c"\n  ink: "#999"\n  font: A;B\n')
    assert [(problem.key, problem.line) for problem in found] == [
        ("settings-contrast", 7),
        ("settings-contrast/accent", 6),
        ("settings-font/name", 8),
    ]
    assert "the contrast is 1.7, not 4.5 or more" in found[1].message
    assert found[1].hint.startswith('Write `accent: "#9c6e00"`')


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("accent: #0b5f70", "settings-colour/comment"),
        ("accent:    #0b5f70  # ours", "settings-colour/comment"),
        ("accent: bleu", "settings-colour/near"),
        ("band: 'rgb(1,2,3)'", "settings-colour"),
        ("paper: ff0000", "settings-colour"),
        ("paper: 000000", "settings-colour"),
        ("ink: [red]", "settings-type"),
        ("radius: 6px", "settings-type"),
        ("radius: 25", "settings-type/most"),
        ("density: dense", "settings-type/choice"),
        ("color: red", "settings-unknown"),
        ("font: 3", "settings-font/name"),
        ("font: {a: b}", "settings-type"),
    ],
)
def test_each_mistake_is_named(line: str, key: str) -> None:
    found = problems(f"theme:\n  {line}\n")
    assert [problem.key for problem in found] == [key]
    assert "type" in key or found[0].line == 5


@pytest.mark.parametrize("line", ["accent:", "accent: ~", 'accent: ""', "font: []", "font: ''"])
def test_what_has_no_value_is_not_set(line: str) -> None:
    assert settings_file.read(f"{SETTINGS}theme:\n  {line}\n".encode()).theme.accent == ""


def test_a_font_in_another_format_stops_the_build(site: Make) -> None:
    made = site(f"-- pressgen.yml --\n{SETTINGS}theme: {{font: a.ttf}}\n-- content/a.ttf --\nA\n")
    assert made.build().exit_code == 2
    assert made.codes() == ["settings-font"]


def test_a_theme_reads_no_more_than_it_names(site: Make) -> None:
    made = themed(site, "theme: {font: a.woff2}\n", a_woff2=FONT, b_woff2=FONT)
    sources, _ = planned(made.folder)
    assert [*sources.fonts] == ["content/a.woff2"]


def brands() -> list[str]:
    text = (ROOT / "docs" / "theme.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)


@pytest.mark.parametrize("example", brands())
def test_every_example_of_the_documentation_is_valid(example: str) -> None:
    assert settings_file.read((SETTINGS + example).encode()).theme


def test_the_error_in_the_documentation_is_the_one_that_is_shown() -> None:
    shown = (ROOT / "docs" / "theme.md").read_text(encoding="utf-8")
    [found] = problems('theme:\n  accent: "#ffb81c"\n')
    assert f"error [{found.code}] {found.message}" in shown
    assert f"hint: {found.hint}" in shown
