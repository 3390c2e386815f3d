"""No change is without a cause, and none has a wrong one, whatever is edited in a newsroom that has everything."""

from __future__ import annotations

import pytest
from compared import compared, short

from conftest import Site
from everything import EDITS, KEYS, OTHER_KEYS, OTHER_SETTINGS, SETTINGS, newsroom
from pressgen.content.frontmatter.keys import KEYS as KNOWN_KEYS
from pressgen.content.yaml.loader import load, plain
from pressgen.settings import Settings

QUICK = ("without people", "another date", "another withdrawal", "no setting tags", "setting timezone", "link to a file",
         "school goes", "bus goes", "picture hall", "card", "new release")  # fmt: skip
"""Those that are always tried; the trials try each eighth of the others, and all at full size."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        others = [name for name in EDITS if name not in QUICK]
        tried = others if metafunc.config.getoption("--trials") == "full" else others[::8]
        metafunc.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.trial) for name in tried)])


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return newsroom(Site(tmp_path_factory.mktemp("everything") / "site", ""))


def test_every_key_and_every_setting_has_an_edit() -> None:
    assert {key.name for key in KNOWN_KEYS} <= KEYS.keys() | OTHER_KEYS.keys() | {"lang"}
    assert {*Settings.__struct_fields__} == SETTINGS.keys() | OTHER_SETTINGS.keys()


def test_every_change_has_its_cause(everything: Site, name: str) -> None:
    edit = EDITS[name]
    paths = {file: everything.folder / file for file in edit}
    before = {file: path.read_bytes() if path.exists() else None for file, path in paths.items()}
    allowed = {*edit} | _changed_settings(before.get("pressgen.yml"), edit.get("pressgen.yml"))
    try:
        for file, content in edit.items():
            if content is None:
                everything.remove(file)
            else:
                everything.edit(file, content)
        difference = compared(everything)
    finally:
        for file, text in before.items():
            if text is None:
                everything.remove(file)
            else:
                everything.edit(file, text)
    assert difference.exit_code == 0, difference.problems
    wrong = {
        change.path: [short(cause) for cause in change.causes]
        for change in difference.changes
        if not {_name(cause.kind, cause.name) for cause in change.causes} <= allowed
    }
    assert wrong == {}


def _name(kind: str, name: str) -> str:
    # Templates are named without their folder, unless they are beside it.
    return f"templates/{name}" if kind == "template" and name != "theme.css" else name


def _changed_settings(before: bytes | None, after: str | bytes | None) -> set[str]:
    if before is None or not isinstance(after, str):
        return set()
    trees = [load(text, "pressgen.yml")[0] for text in (before.decode(), after)]
    old, new = (plain(tree) if tree else {} for tree in trees)
    assert isinstance(old, dict) and isinstance(new, dict)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
