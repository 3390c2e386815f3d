"""For every cause that an address can have: what happens to each address, and why."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from compared import NEWSROOM, causes, compared, lines
from PIL import Image

from conftest import NOW, Site
from films import CAPTIONS, FILM
from pressgen.plan import origins

Make = Callable[..., Site]
LATER = "2026-01-15 12:30"
BRIDGE = "2025/03/bridge/index.html"
FEEDS = ("atom.xml", "feed.json", "feed.xml")


@pytest.fixture
def newsroom(site: Make) -> Site:
    made = site(NEWSROOM)
    assert made.build().exit_code == 0
    return made


def replace(site: Site, name: str, old: str, new: str) -> None:
    text = (site.folder / name).read_text(encoding="utf-8")
    assert old in text
    site.edit(name, text.replace(old, new))


def picture(colour: int) -> bytes:
    data = BytesIO()
    Image.new("RGB", (700, 400), (colour, 99, 200)).save(data, "PNG")
    return data.getvalue()


def test_nothing_differs_after_a_build(newsroom: Site) -> None:
    assert compared(newsroom).changes == ()
    assert compared(newsroom, cache=False).changes == ()


def test_an_edit_of_the_text_changes_the_page_and_the_feeds(newsroom: Site) -> None:
    replace(newsroom, "content/bridge.md", "is open", "was opened")
    paths = [BRIDGE, *FEEDS, *(f"tags/roads/{name}" for name in FEEDS)]
    assert lines(compared(newsroom)) == dict.fromkeys(paths, "~ edited content/bridge.md")


def test_a_new_headline_changes_the_lists_and_neighbours(newsroom: Site) -> None:
    replace(newsroom, "content/school.md", "title: The school", "title: A school")
    found = lines(compared(newsroom))
    assert {"2025/03/school/index.html", BRIDGE, "2025/03/garden/index.html", "page/1/index.html"} <= found.keys()
    assert "index.html" not in found
    assert set(found.values()) == {"~ edited content/school.md"}


def test_a_new_release_comes_with_its_tag_and_its_month(newsroom: Site) -> None:
    newsroom.edit("content/park.md", "---\ntitle: The park\ndate: 2025-04-01\ntags: [Parks]\nsummary: S.\n---\nOpen.\n")
    found = lines(compared(newsroom))
    assert set(found.values()) == {"+ new content/park.md", "~ new content/park.md"}
    for path in ("2025/04/park/index.html", "tags/parks/index.html", "archive/2025/04/index.html"):
        assert found[path].startswith("+")
    for path in ("index.html", "archive/index.html", "archive/2025/index.html", "tags/index.html", "sitemap.xml"):
        assert found[path].startswith("~")


def test_a_page_that_a_list_begins_comes_from_the_release_that_filled_the_list(newsroom: Site) -> None:
    newsroom.edit("content/c4.md", "---\ntitle: C\ndate: 2025-03-05\nsummary: S.\n---\nOpen.\n")
    newsroom.edit("content/c5.md", "---\ntitle: C\ndate: 2025-03-06\nsummary: S.\n---\nOpen.\n")
    found = lines(compared(newsroom))
    assert found["page/2/index.html"] == "+ new content/c4.md, new content/c5.md"
    assert found["page/1/index.html"] == "~ new content/c4.md, new content/c5.md"


def test_the_hour_of_an_embargo_is_the_cause(newsroom: Site) -> None:
    difference = compared(newsroom, LATER)
    assert set(lines(difference).values()) == {"+ public content/bus.md", "~ public content/bus.md"}
    assert difference.changes[0].causes[0].at == "2026-01-15T12:30:00+05:00"
    assert difference.since is not None
    assert difference.since.isoformat() == "2026-01-15T12:00:00+05:00"


def test_an_embargo_that_an_edit_ends_is_no_less_an_embargo(newsroom: Site) -> None:
    replace(newsroom, "content/bus.md", "2026-01-15 12:30", "2026-01-15 11:00")
    difference = compared(newsroom)
    assert causes(difference) == {"public content/bus.md"}
    assert [risk.kind for risk in difference.risks] == ["public"]


@pytest.mark.parametrize(
    ("keys", "as_of", "cause"),
    [
        ("status: draft\n", NOW, "draft content/bridge.md"),
        ("embargo: 2027-01-01\n", NOW, "embargoed content/bridge.md"),
        ("expires: 2026-01-15 11:00\n", NOW, "expired content/bridge.md"),
        (None, NOW, "deleted content/bridge.md"),
    ],
)
def test_a_release_that_is_taken_back_loses_its_address(
    newsroom: Site, keys: str | None, as_of: str, cause: str
) -> None:
    if keys is None:
        newsroom.remove("content/bridge.md")
    else:
        replace(newsroom, "content/bridge.md", "summary: S.\n", f"summary: S.\n{keys}")
    difference = compared(newsroom, as_of)
    assert lines(difference)[BRIDGE] == f"- {cause}"
    assert causes(difference) == {cause}
    lost, withdrawn = difference.risks[:2]
    assert (lost.kind, lost.addresses[0], withdrawn.kind) == ("lost", "/press/2025/03/bridge/", "withdrawn")
    assert "/press/tags/roads/" in lost.addresses


def test_a_release_expires_by_the_clock(newsroom: Site) -> None:
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nexpires: 2026-01-15 13:00\n")
    newsroom.build()
    difference = compared(newsroom, "2026-01-15 13:00")
    assert causes(difference) == {"expired content/bridge.md", "public content/bus.md"}
    assert lines(difference)[BRIDGE] == "- expired content/bridge.md"


def test_a_release_leaves_the_news_sitemap_after_two_days(newsroom: Site) -> None:
    newsroom.build(as_of=LATER)
    assert lines(compared(newsroom, "2026-01-17 12:30")) == {"sitemap-news.xml": "~ time content/bus.md"}


def test_a_draft_that_is_published(newsroom: Site) -> None:
    replace(newsroom, "content/tram.md", "status: draft\n", "")
    difference = compared(newsroom)
    assert causes(difference) == {"published content/tram.md"}
    assert difference.risks == ()


def test_a_release_that_moves_shows_its_new_address(newsroom: Site) -> None:
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nslug: new-bridge\n")
    difference = compared(newsroom)
    assert causes(difference) == {"edited content/bridge.md"}
    (risk,) = (risk for risk in difference.risks if risk.kind == "lost")
    assert (risk.addresses, risk.moved_to) == (("/press/2025/03/bridge/",), "/press/2025/03/new-bridge/")


def renamed(site: Site, old: str, new: str, edit: Callable[[str], str] = str) -> None:
    text = (site.folder / old).read_text(encoding="utf-8")
    site.remove(old)
    site.edit(new, edit(text))


def test_a_renamed_file_has_moved(newsroom: Site) -> None:
    renamed(newsroom, "content/bridge.md", "content/2025/new-bridge.md")
    difference = compared(newsroom)
    assert causes(difference) == {"moved content/2025/new-bridge.md"}
    assert {cause.former for change in difference.changes for cause in change.causes} == {"content/bridge.md"}
    (old,) = (change for change in difference.changes if change.path == BRIDGE)
    assert (old.action, old.moved_to) == ("removed", "/press/2025/03/new-bridge/")
    assert [(risk.kind, risk.moved_to) for risk in difference.risks] == [("lost", "/press/2025/03/new-bridge/")]


def test_a_renamed_file_with_another_headline_has_moved(newsroom: Site) -> None:
    renamed(newsroom, "content/bridge.md", "content/b.md", lambda text: text.replace("The bridge\n", "A bridge\n"))
    renamed(newsroom, "content/pages/about.md", "content/pages/we.md")
    assert causes(compared(newsroom)) == {"moved content/b.md", "moved content/pages/we.md"}


def test_a_renamed_file_at_the_same_address_changes_no_page(newsroom: Site) -> None:
    renamed(newsroom, "content/bridge.md", "content/b.md", lambda text: text.replace("---\n", "---\nslug: bridge\n", 1))
    difference = compared(newsroom)
    assert BRIDGE not in lines(difference)
    assert difference.risks == ()


def test_the_record_knows_a_renamed_file_with_another_text(newsroom: Site) -> None:
    newsroom.edit("content/record.jsonl", "")
    newsroom.build(record="always")
    renamed(newsroom, "content/bridge.md", "content/b.md", lambda text: text.replace("is open.", "is open !"))
    # As the notice asks for: another text at the address of before.
    replace(newsroom, "content/b.md", "summary: S.", "summary: S.\nslug: bridge")
    difference = compared(newsroom)
    assert causes(difference) == {"moved content/b.md"}


def test_a_new_release_in_place_of_a_deleted_one_has_not_moved(newsroom: Site) -> None:
    newsroom.remove("content/bridge.md")
    newsroom.edit("content/road.md", "---\ntitle: The bridge\ndate: 2025-03-01\nsummary: S.\n---\nAnother text.\n")
    assert causes(compared(newsroom)) == {"deleted content/bridge.md", "new content/road.md"}


def test_of_two_files_with_the_same_text_nobody_knows_which_has_moved(newsroom: Site) -> None:
    text = "---\ntitle: The same\ndate: 2025-03-05\nsummary: S.\n---\nThe same text.\n"
    for name in ("one", "two"):
        newsroom.edit(f"content/{name}.md", text)
    newsroom.build()
    for name in ("one", "two"):
        newsroom.remove(f"content/{name}.md")
    newsroom.edit("content/three.md", text)
    assert {"new content/three.md", "deleted content/one.md"} <= causes(compared(newsroom))


WITHDRAWAL = "status: withdrawn\nwithdrawal: Wrong.\nupdated: 2026-01-02\n"


def test_a_withdrawn_release_is_taken_back_and_may_return(newsroom: Site) -> None:
    replace(newsroom, "content/bridge.md", "summary: S.\n", f"summary: S.\n{WITHDRAWAL}")
    difference = compared(newsroom)
    assert causes(difference) == {"withdrawn content/bridge.md"}
    assert "withdrawn" in [risk.kind for risk in difference.risks]
    newsroom.build()
    replace(newsroom, "content/bridge.md", "Wrong", "False")
    assert causes(compared(newsroom)) == {"edited content/bridge.md"}
    replace(newsroom, "content/bridge.md", WITHDRAWAL.replace("Wrong", "False"), "")
    assert causes(compared(newsroom)) == {"published content/bridge.md"}
    newsroom.remove("content/bridge.md")
    assert causes(compared(newsroom)) == {"deleted content/bridge.md"}


def test_a_release_that_begins_a_section_changes_the_menu(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "share:", "sections: {news: {name: News}}\nshare:")
    newsroom.build()
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nsection: news\n")
    difference = compared(newsroom)
    assert "news/index.html" in lines(difference)
    assert causes(difference) == {"edited content/bridge.md"}


def test_the_file_of_a_host_changes_with_what_moves(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "share:", "redirect_files: [nginx]\nshare:")
    newsroom.build()
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\naliases: /old/\n")
    replace(newsroom, "content/school.md", "is open", "was opened")
    newsroom.edit("content/redirects.csv", "/older/,/2025/03/school/\n")
    found = lines(compared(newsroom))
    assert found["redirects.nginx.conf"] == "+ file new content/redirects.csv, edited content/bridge.md"


def test_an_alias_keeps_the_address(newsroom: Site) -> None:
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nslug: b\naliases: /2025/03/bridge/\n")
    difference = compared(newsroom)
    assert lines(difference)[BRIDGE] == "~ edited content/bridge.md"
    assert not [risk for risk in difference.risks if risk.kind == "lost"]


def test_a_setting_changes_all_pages_that_show_it(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "title: Test News", "title: New News")
    difference = compared(newsroom)
    assert causes(difference) == {"setting title"}
    assert [(risk.kind, risk.cause.name) for risk in difference.risks] == [("many", "title")]


def test_a_release_and_a_setting_at_once_are_told_apart(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "title: Test News", "title: New News")
    replace(newsroom, "content/bridge.md", "is open", "was opened")
    found = lines(compared(newsroom))
    assert found[BRIDGE] == "~ edited content/bridge.md, setting title"
    assert found["2025/03/garden/index.html"] == "~ setting title"


def test_other_settings(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "page_size: 2", "page_size: 1")
    assert causes(compared(newsroom)) == {"setting page_size"}
    replace(newsroom, "pressgen.yml", "page_size: 1", "page_size: 2\npermalink: /news/{slug}/")
    found = lines(compared(newsroom))
    assert {"news/bridge/index.html", BRIDGE} <= found.keys()
    assert set(found.values()) == {"+ setting permalink", "~ setting permalink", "- setting permalink"}


def test_a_setting_that_no_page_shows_changes_nothing(newsroom: Site) -> None:
    replace(newsroom, "pressgen.yml", "share:", "messages: ru\nalready_public: [Bridge]\nshare:")
    assert compared(newsroom).changes == ()
    replace(newsroom, "pressgen.yml", "title: Test News", "title: New News")
    assert causes(compared(newsroom)) == {"setting title"}


def test_a_template_changes_what_uses_it(newsroom: Site) -> None:
    newsroom.edit("templates/404.html", "Nothing here.\n")
    assert lines(compared(newsroom)) == {"404.html": "~ template 404.html"}
    newsroom.remove("templates/404.html")
    css = (Path(__file__).parents[2] / "templates" / "style.css").read_text(encoding="utf-8")
    newsroom.edit("templates/style.css", css + "\nb { color: red }\n")
    found = lines(compared(newsroom))
    assert set(found.values()) == {"~ template style.css"}
    assert {"_headers", "index.html", BRIDGE} <= found.keys()


def test_a_standing_page_changes_the_menu(newsroom: Site) -> None:
    replace(newsroom, "content/pages/about.md", "title: About us", "title: Who we are")
    difference = compared(newsroom)
    assert causes(difference) == {"edited content/pages/about.md"}
    assert BRIDGE in lines(difference)


def test_a_file_is_its_own_cause(newsroom: Site) -> None:
    newsroom.edit("content/plan.txt", "Another plan.\n")
    newsroom.edit("static/robots-2.txt", "x\n")
    assert lines(compared(newsroom)) == {
        "plan.txt": "~ file edited content/plan.txt",
        "robots-2.txt": "+ file new static/robots-2.txt",
    }
    newsroom.build()
    newsroom.remove("static/robots-2.txt")
    assert lines(compared(newsroom)) == {"robots-2.txt": "- file deleted static/robots-2.txt"}


def test_numbers_of_views_are_a_cause_where_pages_show_them(newsroom: Site) -> None:
    counts = "as_of: {log: 2026-01-10}\nreleases:\n  /2025/03/bridge/:\n    log: {views: 35}\n"
    newsroom.edit("data/views.yml", counts)
    found = lines(compared(newsroom))
    assert set(found.values()) == {"~ file new data/views.yml"}
    assert {BRIDGE, "page/1/index.html"} <= found.keys()
    newsroom.build()
    newsroom.edit("data/views.yml", counts.replace("35", "36"))
    replace(newsroom, "content/garden.md", "is open", "was opened")
    found = lines(compared(newsroom))
    assert found[BRIDGE] == "~ file edited data/views.yml"
    assert found["2025/03/garden/index.html"] == "~ edited content/garden.md"


def test_a_picture_comes_with_the_release_that_shows_it(newsroom: Site) -> None:
    newsroom.edit("content/hall.png", picture(1))
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nimage: {src: hall.png, alt: A hall}\n")
    difference = compared(newsroom)
    assert causes(difference) == {"edited content/bridge.md"}
    assert any(change.path.startswith("assets/") for change in difference.changes)
    newsroom.build()
    newsroom.edit("content/hall.png", picture(2))
    difference = compared(newsroom)
    assert causes(difference) == {"file edited content/hall.png"}
    assert {change.action for change in difference.changes} == {"added", "changed", "removed"}
    assert BRIDGE in lines(difference)
    assert difference.risks == ()  # a replaced picture is no lost address
    newsroom.build()
    replace(newsroom, "content/bridge.md", "image: {src: hall.png, alt: A hall}\n", "")
    difference = compared(newsroom)
    assert causes(difference) == {"edited content/bridge.md"}
    assert "removed" in {change.action for change in difference.changes}


def test_a_replaced_picture_goes_when_its_days_are_over(newsroom: Site) -> None:
    newsroom.edit("content/hall.png", picture(1))
    replace(newsroom, "pressgen.yml", "share:", "assets_kept: 3\nshare:")
    replace(newsroom, "content/bridge.md", "summary: S.\n", "summary: S.\nimage: {src: hall.png, alt: A hall}\n")
    newsroom.build()
    newsroom.edit("content/hall.png", picture(2))
    assert "removed" not in {change.action for change in compared(newsroom).changes}
    newsroom.build()
    assert compared(newsroom).changes == ()
    removed = {
        path: line for path, line in lines(compared(newsroom, "2026-01-19 12:00")).items() if line.startswith("-")
    }
    assert removed
    assert set(removed.values()) == {"- retention"}


def test_a_file_that_something_else_changed(newsroom: Site) -> None:
    (newsroom.output / "index.html").write_text("Not ours", encoding="utf-8")
    (newsroom.output / "404.html").unlink()
    assert lines(compared(newsroom)) == {"404.html": "+ foreign", "index.html": "~ foreign"}


def test_without_memory_no_cause_is_claimed(newsroom: Site) -> None:
    (newsroom.folder / ".pressgen" / "build.db").unlink()
    assert compared(newsroom).changes == ()
    replace(newsroom, "content/bridge.md", "is open", "was opened")
    newsroom.edit("content/park.md", "---\ntitle: The park\ndate: 2025-04-01\nsummary: S.\n---\nOpen.\n")
    assert causes(compared(newsroom)) == {"unknown"}


def test_errors_are_reported_and_nothing_is_compared(newsroom: Site) -> None:
    newsroom.edit("content/park.md", "---\ntitle: The park\n---\nOpen.\n")
    difference = compared(newsroom)
    assert (difference.exit_code, difference.changes) == (1, ())
    assert [problem.file for problem in difference.problems if problem.severity == "error"] == ["content/park.md"]
    newsroom.edit("content/bridge.md", "---\ntitle: The bridge\n---\nText.\n")
    difference = compared(newsroom, skip_invalid=True)
    assert (difference.exit_code, causes(difference)) == (0, {"errors content/bridge.md"})
    newsroom.edit("pressgen.yml", "titel: x\n")
    assert compared(newsroom).exit_code == 2


def test_the_time_of_a_banner_is_the_cause_of_all_pages(newsroom: Site) -> None:
    settings = (newsroom.folder / "pressgen.yml").read_text(encoding="utf-8")
    newsroom.edit("pressgen.yml", settings + "banner: {text: We move., until: 2026-01-15 12:20}\n")
    newsroom.build()
    found = lines(compared(newsroom, "2026-01-15 12:21"))
    assert found["index.html"] == found["about/index.html"] == "~ setting time banner"


def test_the_first_event_is_the_cause_of_the_agenda_in_the_menu(newsroom: Site) -> None:
    newsroom.edit(
        "content/fair.md",
        "---\ntitle: Fair\ndate: 2025-04-01\nsummary: S.\nevent: {start: 2026-02-01, place: Hall}\n---\nOpen.\n",
    )
    found = lines(compared(newsroom))
    assert found["agenda/index.html"] == found["agenda/agenda.ics"] == "+ new content/fair.md"
    assert found["2025/04/fair/event.ics"] == "+ new content/fair.md"
    assert found["about/index.html"] == "~ new content/fair.md"
    newsroom.build()
    found = lines(compared(newsroom, "2026-02-02"))
    assert found["agenda/index.html"] == "~ time content/fair.md"


def test_a_file_of_data_is_the_cause_of_the_pages_that_read_it(newsroom: Site) -> None:
    newsroom.edit("templates/page.html", "{{ data.fee.sum }}")
    newsroom.edit("data/fee.yml", "sum: 5\n")
    newsroom.build()
    newsroom.edit("data/fee.yml", "sum: 6\n")
    assert lines(compared(newsroom)) == {"about/index.html": "~ file edited data/fee.yml"}


def test_the_files_that_belong_to_films_and_cards_are_causes(newsroom: Site) -> None:
    newsroom.edit("content/f.mp4", FILM)
    newsroom.edit("content/f.txt", "Words.")
    newsroom.edit("content/f.vtt", CAPTIONS)
    replace(newsroom, "content/bridge.md", "is open", "is open\n\n![A film](f.mp4)\n\nhttps://youtu.be/dQw4w9WgXcQ\n\n")
    newsroom.build()
    newsroom.edit("content/f.txt", "Other words.")
    assert lines(compared(newsroom)) == {BRIDGE: "~ file edited content/f.txt"}
    newsroom.edit("content/f.vtt", CAPTIONS.replace("Hello", "Goodbye"))
    assert lines(compared(newsroom))["f.vtt"] == "~ file edited content/f.vtt"
    newsroom.build()
    newsroom.edit("content/cards.yml", "https://youtu.be/dQw4w9WgXcQ: {title: A}\n")
    assert lines(compared(newsroom))[BRIDGE] == "~ file new content/cards.yml"


KIT = "2025/03/bridge/bridge-press-kit.zip"


def with_kits(newsroom: Site) -> None:
    newsroom.edit("content/hall.png", picture(1))
    replace(newsroom, "content/bridge.md", "summary: S.", "summary: S.\nimage: {src: hall.png, alt: A hall}")
    replace(newsroom, "pressgen.yml", "share: [email]", "share: [email]\npress_kits: true\nshare_cards: true")
    assert newsroom.build().exit_code == 0


def test_press_kits_and_share_cards_change_with_their_release(newsroom: Site) -> None:
    with_kits(newsroom)
    replace(newsroom, "content/bridge.md", "is open", "was opened")
    assert lines(compared(newsroom))[KIT] == "~ edited content/bridge.md"
    replace(newsroom, "content/school.md", "title: The school", "title: A school")
    found = lines(compared(newsroom))
    assert {found[path] for path in found if path.endswith(".png")} == {
        "- edited content/school.md",
        "+ edited content/school.md",
    }


def test_press_kits_and_share_cards_come_and_go_with_their_settings(newsroom: Site) -> None:
    with_kits(newsroom)
    replace(newsroom, "pressgen.yml", "press_kits: true", "press_kits: false")
    found = lines(compared(newsroom))
    assert found[KIT] == "- setting press_kits"
    assert found[BRIDGE] == "~ setting press_kits"
    replace(newsroom, "pressgen.yml", "press_kits: false\nshare_cards: true", "press_kits: true\nshare_cards: false")
    found = lines(compared(newsroom))
    assert KIT not in found
    assert set(found.values()) == {"- setting share_cards", "~ setting share_cards"}


def test_press_kits_change_with_the_contacts_and_the_pictures_in_them(newsroom: Site) -> None:
    with_kits(newsroom)
    replace(newsroom, "pressgen.yml", "share: [email]", "share: [email]\ncontacts: {press: {name: A. Karimova}}")
    replace(newsroom, "content/bridge.md", "summary: S.", "summary: S.\ncontacts: press")
    assert newsroom.build().exit_code == 0
    replace(newsroom, "pressgen.yml", "A. Karimova", "B. Karimova")
    assert lines(compared(newsroom))[KIT] == "~ setting contacts"
    replace(newsroom, "pressgen.yml", "B. Karimova", "A. Karimova")
    newsroom.edit("content/hall.png", picture(2))
    assert lines(compared(newsroom))[KIT] == "~ file edited content/hall.png"


def test_a_setting_that_says_how_files_are_read_edits_no_release(newsroom: Site) -> None:
    for name in ("bridge", "garden"):
        replace(newsroom, f"content/{name}.md", "is open.", "is open.\n\n## One\n\nText.\n")
    newsroom.build()
    replace(newsroom, "pressgen.yml", "share:", "toc: 1\nshare:")
    replace(newsroom, "content/garden.md", "is open", "was opened")
    found = lines(compared(newsroom))
    assert found[BRIDGE] == "~ setting toc"
    assert found["2025/03/garden/index.html"] == "~ edited content/garden.md"
    replace(newsroom, "pressgen.yml", "toc: 1\n", "")
    assert causes(compared(newsroom)) == {"edited content/garden.md"}


def test_what_another_version_of_pressgen_remembered_is_no_cause(
    newsroom: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(newsroom, "content/bridge.md", "is open", "was opened")
    monkeypatch.setattr(origins, "memory_key", lambda: "another")
    assert causes(compared(newsroom)) == {"unknown"}
