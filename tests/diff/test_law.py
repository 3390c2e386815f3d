"""What is said to change is what a build then changes, byte for byte, whatever was edited."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from compared import causes, compared, lines, tree
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conftest import Site
from pressgen.diff.difference import Difference
from test_laws import HOURS, NOW, Random, laid_out, random_sites, sites, written

SIGNS = {"added": "+", "changed": "~", "removed": "-"}


def said(difference: Difference) -> dict[str, str]:
    assert difference.exit_code == 0, difference.problems
    return {change.path: SIGNS[change.action] for change in difference.changes}


def done(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, str]:
    """How two trees of files differ, without the manifest."""
    actions = dict.fromkeys(before.keys() - after.keys(), "-")
    actions |= {path: "~" if path in before else "+" for path in after if before.get(path) != after[path]}
    actions.pop(".pressgen.json", None)
    return actions


def edit(site: Site, drawn: Random, chance: random.Random) -> None:
    """One to three random edits of sources, settings, templates and files."""
    documents = [document for document in drawn.documents if (site.folder / document.path).exists()]
    for _ in range(chance.randint(1, 3)):
        document = chance.choice(documents) if documents else None
        match chance.choice(("text", "keys", "remove", "date", "settings", "template", "file", "touch", "add")):
            case "text" if document:
                site.edit(document.path, written(document, drawn, None) + f"\nMore {chance.random()}.\n")
            case "keys" if document:
                text = written(document, drawn, None)
                site.edit(
                    document.path, text.replace("title: Title", f"title: {chance.choice(('New', 'Old'))} title", 1)
                )
            case "remove" if document:
                site.remove(document.path)
                documents.remove(document)
            case "date" if document:
                changed = document._replace(hours=chance.choice(HOURS), draft=chance.random() < 0.3)
                site.edit(document.path, written(changed, drawn, None))
            case "settings":
                site.edit("pressgen.yml", f"{drawn.settings}description: {chance.choice(('A', 'B', 'C'))}\n")
            case "template":
                site.edit("templates/404.html", f"{{{{ page.title }}}} {chance.random()}\n")
            case "file":
                site.edit("static/shared/f0.txt", f"File {chance.random()}\n")
            case "touch" if document:
                (site.folder / document.path).touch()
            case "add":
                site.edit(
                    f"content/added{chance.randint(1, 3)}.md", "---\ntitle: Added\ndate: 2025-06-01\n---\nText.\n"
                )


@settings(random_sites)
@given(sites(), st.randoms(use_true_random=False))
def test_what_is_said_to_change_is_what_a_build_changes(drawn: Random, chance: random.Random) -> None:
    with laid_out(drawn) as site:
        instant = NOW
        assert site.build(as_of=instant.isoformat(), skip_invalid=True).written
        for _ in range(4):
            edit(site, drawn, chance)
            instant += timedelta(hours=chance.choice((0, 0, 1, 50, 700)))
            before, stamps = tree(site.output), {path: path.stat() for path in site.output.rglob("*")}
            difference = compared(site, instant.isoformat(), skip_invalid=True)
            assert {path: path.stat() for path in site.output.rglob("*")} == stamps, "something was written"
            assert [path.name for path in site.folder.iterdir() if path.name.startswith(".output")] == []
            assert site.build(as_of=instant.isoformat(), skip_invalid=True, hostile=True).written
            assert said(difference) == done(before, tree(site.output))
            assert compared(site, instant.isoformat(), skip_invalid=True).changes == ()


def _edit_text(site: Site, drawn: Random, document: str) -> str:
    text = (site.folder / document).read_text(encoding="utf-8")
    site.edit(document, text.replace("title: Title", "title: New title", 1))
    return f"edited {document}"


def _remove(site: Site, drawn: Random, document: str) -> str:
    site.remove(document)
    return f"deleted {document}"


def _add(site: Site, drawn: Random, document: str) -> str:
    site.edit("content/added.md", "---\ntitle: Added\ndate: 2025-06-01\ntags: [News, Other]\n---\nText.\n")
    return "new content/added.md"


def _set(site: Site, drawn: Random, document: str) -> str:
    site.edit("pressgen.yml", drawn.settings.replace("title: Test News", "title: Other News"))
    return "setting title"


def _shape(site: Site, drawn: Random, document: str) -> str:
    (site.folder / "templates").mkdir(exist_ok=True)
    base = (Path(__file__).parents[2] / "templates" / "base.html").read_text(encoding="utf-8")
    site.edit("templates/base.html", base.replace("</body>", "<p>x</p></body>"))
    return "template base.html"


@pytest.mark.parametrize("one_edit", [_edit_text, _remove, _add, _set, _shape])
@settings(random_sites, phases=[Phase.explicit, Phase.generate])  # to make the sites smaller takes minutes
@given(sites(), st.integers(0, 99))
def test_all_that_one_edit_changes_is_because_of_that_edit(
    one_edit: Callable[[Site, Random, str], str], drawn: Random, number: int
) -> None:
    public = [document.path for document in drawn.documents if not document.is_held() and not document.links]
    document = public[number % len(public)] if public else ""
    if not document and one_edit in (_edit_text, _remove):
        return
    with laid_out(drawn, NOW) as site:
        assert site.build(as_of=NOW.isoformat(), skip_invalid=True).written
        cause = one_edit(site, drawn, document)
        difference = compared(site, NOW.isoformat(), skip_invalid=True)
        # A link to what is gone is an error of the release that has it, which is another cause.
        others = {name for name in causes(difference) if name.startswith("errors")}
        # A file that only withheld releases name from now on goes as well; nothing remembers who named it.
        is_file = [
            path for path, line in lines(difference).items() if line == "- unknown" and path.startswith("shared/")
        ]
        # So does a language whose only release is in no list.
        is_unlisted = any(document.hiding == "unlisted: true" for document in drawn.documents)
        others |= {"unknown"} if is_file or is_unlisted else set()
        assert causes(difference) - others <= {cause}, lines(difference)
