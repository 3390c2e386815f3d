"""250 spellings of a way out, by every route, and links of every kind: no file outside the site is ever opened."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import SETTINGS, Site, digest
from trials.audit import audited_build
from trials.test_content_fuzz import PICTURE
from trials.trial import Trial

Make = Callable[..., Site]

BAIT = b"BAIT7f3a91c0"
RELEASE = "---\ntitle: {title}\ndate: 2025-01-01\n{keys}---\n{body}\n"


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def bait(folder: Path) -> None:
    """Files that nobody offered: outside the site, in a sibling whose name begins alike, in the site but not in content/."""
    for place in (
        folder.parent / "outside",
        folder.parent / f"{folder.name}-secret",
        folder,
        folder / "content-secret",
    ):
        put(place / "secret.txt", BAIT)
        put(place / "secret.png", PICTURE + BAIT)
        put(place / "secret.html", b"<p>" + BAIT)
        put(place / "secret.md", b"---\ntitle: " + BAIT + b"\ndate: 2025-01-01\n---\n" + BAIT)


def spellings(folder: Path) -> list[str]:
    """Ways to write a file outside content/, from a file in content/."""
    out, near = "../../outside/secret", f"../../{folder.name}-secret/secret"
    bare = [
        "../secret",
        out,
        near,
        "../content-secret/secret",
        f"{folder.parent}/outside/secret",
        "../../../../../../../../etc/passwd",
    ]
    bent: list[Callable[[str], str]] = [
        lambda way: way,
        lambda way: way.replace("..", "%2e%2e"),
        lambda way: way.replace("../", "%2e%2e%2f"),
        lambda way: way.replace("../", "%252e%252e%252f"),
        lambda way: way.replace("../", "..%2F"),
        lambda way: way.replace("/", "\\"),
        lambda way: way.replace("../", "..\\"),
        lambda way: way.replace("../", "..%5c"),
        lambda way: way.replace("../", "....//"),
        lambda way: way.replace("../", "..//"),
        lambda way: way.replace("../", "./.././"),
        lambda way: f"x/../{way}",
        lambda way: f"./{way}",
        lambda way: f"/{way}",
        lambda way: f"/content/../{way}",
        lambda way: f"content/{way}",
        lambda way: f"file://{way}",
        lambda way: way.replace("..", "\uff0e\uff0e"),
        lambda way: way.replace("..", "%c0%ae%c0%ae"),
        lambda way: way.replace("../", "..;/"),
        lambda way: f"{way}%00",
    ]
    ends = (".txt", ".png", ".md")
    ways = [bend(way) + (end if "secret" in way else "") for end in ends for bend in bent for way in bare]
    rest = [
        "~/secret.txt",
        "$HOME/secret.txt",
        "C:\\secret.txt",
        "\\\\host\\secret.txt",
        "//host/secret.txt",
        ".",
        "..",
        "/",
    ]
    return (rest + list(dict.fromkeys(ways)))[:250]


ROUTES: dict[str, Callable[[str], tuple[str, str]]] = {
    "slug": lambda way: (f"slug: '{way}'\n", ""),
    "permalink": lambda way: (f"permalink: '{way}'\n", ""),
    "rooted": lambda way: (f"permalink: '/{way}'\n", ""),
    "alias": lambda way: (f"aliases: ['{way}', '/{way}']\n", ""),
    "template": lambda way: (f"template: '{way}'\n", ""),
    "image": lambda way: (f"image: '{way}'\n", ""),
    "related": lambda way: (f"related: ['{way}']\n", ""),
    "key": lambda way: (f"translation_key: '{way}'\nlang: '{way}'\n", ""),
    "link": lambda way: ("", f"[x]({way}) [x](<{way}>) <a href='{way}'>x</a>"),
    "picture": lambda way: ("", f"![x]({way}) ![x](<{way}>) <img src='{way}'>"),
}


def faults(folder: Path, before: str) -> Iterator[str]:
    """What a build of the site in `folder` took from outside, or put there."""
    for root, _, names in os.walk(folder / "output"):
        for name in names:
            if BAIT in Path(root, name).read_bytes():
                yield f"the bait is in {name}"
    if outside(folder) != before:
        yield "files outside the output were changed"


def outside(folder: Path) -> str:
    """A digest of everything around the output and the cache."""
    found: dict[str, bytes] = {}
    for root, folders, names in os.walk(folder.parent):
        if root == str(folder):
            folders[:] = [name for name in folders if name not in ("output", ".pressgen")]
        for name in names:
            path = Path(root, name)
            found[str(path)] = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    return digest(found)


def test_no_spelling_of_a_path_leads_out_of_the_site(site: Make, trial: Trial) -> None:
    made = site()
    bait(made.folder)
    made.edit("pressgen.yml", SETTINGS + "feeds: {tags: false}\npage_size: 200\n")
    ways = spellings(made.folder)
    for route, write in ROUTES.items():
        for number, way in enumerate(ways):
            keys, body = write(way)
            made.edit(f"content/{route}{number}.md", RELEASE.format(title=f"{route} {number}", keys=keys, body=body))
            trial.case(way)
    for number, name in enumerate(
        ("..md", "....md", "%2e%2e%2fsecret.md", "..\\secret.md", "C:secret.md", "~.md", "-.md")
    ):
        made.edit(f"content/{name}", RELEASE.format(title=f"name {number}", keys="", body=""))
    before = outside(made.folder)
    audited = audited_build(made.folder)
    opened = audited.opened_outside(made.folder)
    trial.case("all spellings", *faults(made.folder, before), f"opened {opened}" if opened else "", audited.said)
    published = audited.report.get("releases", 0)
    trial.case("all spellings", "nothing was published" if not published else "")
    trial.end(spellings=len(ways), routes=len(ROUTES), published=published)


def test_no_spelling_of_a_path_in_the_settings_leads_out(site: Make, trial: Trial) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    bait(made.folder)
    for way in spellings(made.folder)[::2]:
        told = "'" + way + "'"
        settings = (
            f"publisher: {{logo: {told}}}\nmenus: {{main: [{{label: a, to: {told}}}]}}\npermalink: '/{way}/{{slug}}/'\n"
        )
        made.edit("pressgen.yml", SETTINGS + settings)
        before = outside(made.folder)
        made.build()
        trial.case(way, *faults(made.folder, before))
        made.edit("pressgen.yml", SETTINGS + f"permalink: '/{way}/{{slug}}/'\n")
        before = outside(made.folder)
        made.build()
        trial.case(way, *faults(made.folder, before))
        shutil.rmtree(made.output, ignore_errors=True)
    trial.end()


def link(place: str, target: str) -> Callable[[Path], None]:
    """Make a symbolic link at a place in the site; `{out}` and `{site}` in its target are folders."""

    def make(folder: Path) -> None:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(target.format(out=folder.parent / "outside", site=folder))

    return make


def two(*makers: Callable[[Path], None]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for maker in makers:
            maker(folder)

    return make


def listening(folder: Path) -> None:
    before = Path.cwd()
    os.chdir(folder / "content")  # a socket's name must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("a.md")
    os.chdir(before)


ODD: dict[str, Callable[[Path], None]] = {
    "link to a file outside": link("content/l.md", "{out}/secret.md"),
    "link to a file in the site, not in content": link("content/l.md", "../secret.md"),
    "link to a picture outside": link("content/pic.png", "{out}/secret.png"),
    "link to a folder outside": link("content/far", "{out}"),
    "link to the root": link("content/root", "/"),
    "link to the parent": link("content/up", ".."),
    "link to the parent's parent": link("content/up", "../.."),
    "link to a sibling whose name begins alike": link("content/l", "../content-secret"),
    "link to the site's sibling": link("content/l", "{site}-secret"),
    "link to a link to a file outside": two(link("content/m.md", "{out}/secret.md"), link("content/l.md", "m.md")),
    "link through a linked folder": two(link("content/far", "{out}"), link("content/l.md", "far/secret.md")),
    "link to itself": link("content/l.md", "l.md"),
    "links to each other": two(link("content/l.md", "m.md"), link("content/m.md", "l.md")),
    "link to nothing": link("content/l.md", "nowhere.md"),
    "link to a device": link("content/l.md", "/dev/zero"),
    "content is a link": link("content", "{out}"),
    "static is a link": link("static", "{out}"),
    "templates is a link": link("templates", "{out}"),
    "static file is a link": link("static/secret.txt", "{out}/secret.txt"),
    "template is a link": link("templates/article.html", "{out}/secret.html"),
    "settings are a link": link("pressgen.yml", "{out}/pressgen.yml"),
    "pipe": lambda folder: os.mkfifo(folder / "content/a.md"),
    "pipe as a template": lambda folder: os.mkfifo(folder / "templates/article.html"),
    "socket": listening,
}


@pytest.mark.parametrize("kind", ODD)
def test_a_link_that_leads_out_and_a_file_that_is_none_stop_the_build_unopened(site: Make, kind: str) -> None:
    made = site(
        "-- content/sound.md --\n---\ntitle: Sound\ndate: 2025-01-01\n---\nText.\n-- templates/note.txt --\nNote\n"
    )
    bait(made.folder)
    put(made.folder.parent / "outside" / "pressgen.yml", SETTINGS.encode() + b"# " + BAIT)
    ODD[kind](made.folder)
    before = outside(made.folder)
    audited = audited_build(made.folder)
    assert not audited.said
    assert audited.opened_outside(made.folder) == []
    assert list(faults(made.folder, before)) == []
    assert BAIT not in repr(audited.report).encode()
    assert audited.report["exit_code"] in (1, 2)


def test_links_inside_content_work(site: Make) -> None:
    made = site(
        "-- content/real/a.md --\n---\ntitle: A\ndate: 2025-01-01\nimage: ../again.png\n---\n[list](../list.txt)\n"
        "-- content/real/list-2025.txt --\nA list\n"
    )
    put(made.folder / "content/pic.png", PICTURE)
    for place, target in (
        ("again.png", "pic.png"),
        ("list.txt", "real/list-2025.txt"),
        ("b.md", "_b.md"),
        ("c", "folder"),
    ):
        link(f"content/{place}", target)(made.folder)
    made.edit("content/_b.md", "---\ntitle: B\ndate: 2025-01-02\n---\nText\n")
    made.edit("content/folder/index.md", "---\ntitle: C\ndate: 2025-01-03\n---\nText\n")
    link("content/real/around", "..")(made.folder)
    assert made.build().exit_code == 0, made.report.problems
    assert made.report.releases == 3
    assert "A list\n" in made.read("list.txt")
