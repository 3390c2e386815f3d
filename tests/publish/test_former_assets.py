"""Replaced pictures stay for some days at their old addresses; those of what was taken back go at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from conftest import Site
from pressgen.publish import publication

Make = Callable[..., Site]
SETTINGS = "title: T\nurl: https://n.example/\ntimezone: Asia/Tashkent\nassets_kept: 30\n"
RELEASE = "---\ntitle: {name}\ndate: 2026-01-10\nimage: {image}\n---\nText.\n"
NEXT_DAY, LATER = "2026-01-16 12:00", "2026-02-20 12:00"


def photo(red: int) -> bytes:
    data = BytesIO()
    Image.new("RGB", (60, 40), (red, 0, 0)).save(data, "PNG")
    return data.getvalue()


def edit(made: Site, name: str, image: str = "a.png", **pictures: int) -> None:
    """A release with its picture, and pictures by name."""
    made.edit(f"content/{name}.md", RELEASE.format(name=name, image=image))
    for picture, red in pictures.items():
        made.edit(f"content/{picture}.png", photo(red))


def newsroom(site: Make, settings: str = "", name: str = "") -> Site:
    """A newsroom with one release, built, and with another picture since."""
    made = site("", name)
    made.edit("pressgen.yml", SETTINGS + settings)
    edit(made, "one", a=10)
    made.build()
    edit(made, "one", a=20)
    return made


def assets(made: Site) -> set[str]:
    return {path for path in made.files() if path.startswith("assets/a")}


def is_clean(made: Site, as_of: str) -> bool:
    """Whether the output is that of a build into an empty folder, apart from the files that the manifest names."""
    manifest = json.loads(made.read(".pressgen.json"))
    made.build(as_of, output="elsewhere", cache=False)
    clean = {
        path.relative_to(made.folder / "elsewhere").as_posix()
        for path in (made.folder / "elsewhere").rglob("*")
        if path.is_file()
    }
    former = set(manifest.get("former", ()))
    assert manifest["files"].keys() == made.files().keys()
    return made.files().keys() - former == clean - {".pressgen.json"} and not former & clean


@pytest.mark.parametrize("few", [1024, 0])
@pytest.mark.parametrize("memory", [True, False])
def test_a_replaced_picture_stays_for_its_days(
    site: Make, few: int, memory: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "FEW", few)  # renames, and an exchange of folders
    made = newsroom(site)
    before = assets(made)
    old = made.files()
    report = made.build(NEXT_DAY, cache=memory)
    now = assets(made) - before
    assert report.removed == 0 and before < assets(made) and now and is_clean(made, NEXT_DAY)
    assert all(made.files()[path] == old[path] for path in before)
    manifest = json.loads(made.read(".pressgen.json"))
    assert manifest["former"].keys() == before
    assert next(iter(manifest["former"].values())) == {
        "since": "2026-01-16T07:00:00+00:00",
        "pages": ["2026/01/one/index.html"],
    }
    # Another build writes nothing; the days count from the day of the replacement.
    stamps = (made.output / ".pressgen.json").stat()
    assert made.build("2026-02-15 11:59", cache=memory).changed == 0 and before < assets(made)
    assert (made.output / ".pressgen.json").stat() == stamps
    report = made.build("2026-02-15 12:00", cache=memory)
    assert assets(made) == now and report.removed == len(before) and is_clean(made, LATER)
    assert json.loads(made.read(".pressgen.json")).keys() == {"pressgen", "files"}


def test_a_picture_under_another_name_replaces_as_well(site: Make) -> None:
    made = newsroom(site)
    before = assets(made)
    edit(made, "one", "b.png", a=10, b=30)
    made.build(NEXT_DAY)
    assert assets(made) == before
    made.build(LATER)
    assert not assets(made)


def test_a_picture_that_comes_back_is_no_former_one(site: Make) -> None:
    made = newsroom(site)
    before = assets(made)
    made.build(NEXT_DAY)
    edit(made, "one", a=10)
    made.build("2026-01-17 12:00")
    former = json.loads(made.read(".pressgen.json"))["former"]
    assert before < assets(made) and former.keys() == assets(made) - before
    made.build(LATER)
    assert assets(made) == before and is_clean(made, LATER)


TAKEN_BACK = {
    "draft": ("date: 2026-01-10", "date: 2026-01-10\nstatus: draft"),
    "embargo": ("date: 2026-01-10", "date: 2027-01-10"),
    "expired": ("date: 2026-01-10", "date: 2026-01-10\nexpires: 2026-01-11"),
    "moved behind another release": ("date: 2026-01-10", "date: 2026-01-10\nstatus: draft"),
    "broken": ("title: one", "title: [one"),
}


@pytest.mark.parametrize("kind", [*TAKEN_BACK, "deleted"])
@pytest.mark.parametrize("is_replaced", [False, True])
def test_the_pictures_of_what_is_taken_back_go_at_once(site: Make, kind: str, is_replaced: bool) -> None:
    made = newsroom(site)
    # Another release has a picture of the same name, and the home page showed both.
    made.edit("content/other/a.png", photo(99))
    made.edit("content/other/two.md", RELEASE.format(name="two", image="a.png"))
    edit(made, "one", a=10)
    made.build()
    first = assets(made)
    if is_replaced:
        edit(made, "one", a=20)
        made.build(NEXT_DAY)
        assert first < assets(made)
    if kind == "deleted":
        made.remove("content/one.md")
    else:
        text = RELEASE.format(name="one", image="a.png")
        made.edit("content/one.md", text.replace(*TAKEN_BACK[kind]))
    if kind.startswith("moved"):
        text = RELEASE.format(name="two", image="a.png")
        made.edit("content/other/two.md", text.replace("image", "aliases: [/2026/01/one/]\nimage"))
    made.build(NEXT_DAY, skip_invalid=True)
    assert ("2026/01/one/index.html" in made.files()) == kind.startswith("moved")
    assert is_clean_of(made, first)


def is_clean_of(made: Site, first: set[str]) -> bool:
    """Whether only the picture of the other release is left."""
    return len(assets(made)) == len(first) // 2 and "former" not in json.loads(made.read(".pressgen.json"))


@pytest.mark.parametrize("settings", ["", "assets_kept: 0\n"])
def test_without_days_nothing_stays(site: Make, settings: str) -> None:
    made = newsroom(site)
    made.build(NEXT_DAY)
    count = len(assets(made))
    made.edit("pressgen.yml", SETTINGS.replace("assets_kept: 30\n", settings))
    report = made.build(NEXT_DAY)
    assert len(assets(made)) == report.removed == count // 2 and is_clean(made, NEXT_DAY)


def test_files_whose_names_do_not_tell_their_content_are_replaced_and_removed(site: Make) -> None:
    made = newsroom(site)
    made.edit("static/assets/report.pdf", "x")
    made.edit("static/assets/site.0123abcd.css", "a {}")
    edit(made, "one", "a.png")
    made.edit(
        "content/one.md",
        RELEASE.format(name="one", image="a.png") + "[Report](/assets/report.pdf), [Style](/assets/site.0123abcd.css)",
    )
    made.build()
    for name in ("report.pdf", "site.0123abcd.css"):
        made.remove(f"static/assets/{name}")
    edit(made, "one", a=10)
    made.build(NEXT_DAY)
    assert "assets/report.pdf" not in made.files() and "assets/site.0123abcd.css" in made.files()


def test_a_logo_that_was_replaced_stays(site: Make) -> None:
    made = newsroom(site, "publisher: {logo: logo.png}\n")
    made.edit("content/logo.png", photo(1))
    made.build()
    before = {path for path in made.files() if path.startswith("assets/logo")}
    made.edit("content/logo.png", photo(2))
    made.build(NEXT_DAY)
    assert before < made.files().keys()


def test_a_former_asset_that_somebody_removed_is_no_longer_kept(site: Make) -> None:
    made = newsroom(site)
    before = sorted(assets(made))
    made.build(NEXT_DAY)
    (made.output / before[0]).unlink()
    edit(made, "one", a=30)
    assert made.build("2026-01-17 12:00").exit_code == 0
    assert before[0] not in made.files() and set(before[1:]) < assets(made)


def test_a_manifest_with_former_assets_of_a_foreign_kind_is_damaged(site: Make) -> None:
    made = newsroom(site)
    made.build(NEXT_DAY)
    manifest = json.loads(made.read(".pressgen.json"))
    for former in (
        {"assets/x.0123abcd.png": {"since": "2026-01-01T00:00:00+00:00", "pages": []}},
        {sorted(assets(made))[0]: {"since": "2026-01-01", "pages": []}},
    ):
        (made.output / ".pressgen.json").write_text(json.dumps(manifest | {"former": former}), encoding="utf-8")
        edit(made, "one", a=40)
        made.build(NEXT_DAY)
        assert made.codes() == ["manifest-damaged"]
