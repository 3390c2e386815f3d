"""The house keeps its plan: layers, one home for each library, no clock or print outside theirs, small modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "pressgen"
MODULES = sorted(PACKAGE.rglob("*.py"))
Nodes = dict[Path, list[ast.AST]]
"""All nodes of the code of each module, the module itself first."""

HOMES = {
    "yaml": ["content/yaml/loader.py"],
    "markdown": ["content/markdown/"],
    "pyromark": ["content/markdown/"],
    "nh3": ["content/markdown/"],
    "PIL": ["content/pictures/pictures.py", "content/pictures/colours.py", "content/pictures/share_card.py"],
    "babel": ["site/i18n.py"],
    "jinja2": ["render/environment.py"],
    "markupsafe": ["render/environment.py"],
    "multiprocessing": ["workers/"],
    "pickle": ["workers/"],
    "sqlite3": ["store/database.py"],
    "ctypes": ["publish/exchange.py"],
    "click": ["cli/"],
    "rich": ["cli/"],
    "segno": ["cli/"],
    "tinytag": ["content/media/media.py"],
    "starlette": ["serve/app.py", "serve/gate.py"],
    "uvicorn": ["serve/server.py"],
    "watchdog": ["serve/watch.py"],
}
DELETING = {
    "unlink",
    "rmdir",
    "rmtree",
    "rename",
    "replace",
    "write_bytes",
    "write_text",
    "mkdir",
    "makedirs",
    "remove",
}
# Those of the memory write to .pressgen/ only, the scaffold's makes new sources and replaces none, and one replaces
# the few sources that commands write: the record, the counts of views, cards, and what the scaffold knows of its
# templates.
WRITERS = {
    "store/database.py",
    "store/pictures.py",
    "store/source_files.py",
    "store/stamps.py",
    "scaffold/files.py",
}
OUTPUT_WRITERS = "publish/"
MODULE, CLASS, FUNCTION = 400, 160, 70
"""Lines above which something has surely more than one job; where code stands is decided by what it does."""


# One method for each kind of event of the parser, or of cause: to tear them apart would help nobody.
LONG = {"content/markdown/commonmark.py", "diff/causes.py", "problems.py"}


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


# These nodes are a million objects. They go with the last test here, so that garbage collectors need not look at them.
@pytest.fixture(scope="module")
def nodes() -> Nodes:
    return {module: list(ast.walk(ast.parse(module.read_text(encoding="utf-8")))) for module in MODULES}


@pytest.fixture(scope="module")
def imports(nodes: Nodes) -> dict[str, set[str]]:
    """The libraries that each module imports, by its name."""

    def names(node: ast.AST) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []

    return {
        name_of(module): {name.split(".")[0] for node in of_module for name in names(node)}
        for module, of_module in nodes.items()
    }


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(imports: dict[str, set[str]], library: str) -> None:
    users = {module for module, libraries in imports.items() if library in libraries}
    assert users
    assert all(user.startswith(tuple(HOMES[library])) for user in users), users


def test_only_the_command_line_asks_the_clock_or_the_environment_or_prints(nodes: Nodes) -> None:
    found = []
    for module in MODULES:
        if name_of(module).startswith("cli/"):
            continue
        for node in nodes[module]:
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {
                    "print",
                    "input",
                    "os.getenv",
                    "datetime.now",
                    "datetime.today",
                    "date.today",
                    "time.time",
                }:
                    found.append(f"{name_of(module)}:{node.lineno} {called}")
            elif isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "os.environ",
                "sys.stdout",
                "sys.stderr",
                "sys.argv",
            }:
                found.append(f"{name_of(module)}:{node.lineno} {ast.unparse(node)}")
    assert found == []


def test_only_publish_writes_to_the_output_or_deletes_there(nodes: Nodes) -> None:
    found = []
    for module in MODULES:
        if name_of(module) in WRITERS or name_of(module).startswith(OUTPUT_WRITERS):
            continue
        for node in nodes[module]:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DELETING:
                if node.func.attr == "replace" and ast.unparse(node.func.value) not in {"os", "path", "Path"}:
                    continue
                if node.func.attr == "remove" and ast.unparse(node.func.value) not in {"os", "path"}:
                    continue
                found.append(f"{name_of(module)}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []


def test_modules_and_functions_are_small_and_say_their_job(nodes: Nodes) -> None:
    found = []
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        tree = nodes[module][0]
        assert isinstance(tree, ast.Module)
        if text.count("\n") > MODULE and name_of(module) not in LONG:
            found.append(f"{name_of(module)} has {text.count(chr(10))} lines")
        if text.strip() and not ast.get_docstring(tree):
            found.append(f"{name_of(module)} does not say its job")
        for node in nodes[module]:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and name_of(module) not in LONG:
                limit = FUNCTION if isinstance(node, ast.FunctionDef) else CLASS
                if node.end_lineno and node.end_lineno - node.lineno + 1 > limit:
                    found.append(f"{name_of(module)}:{node.lineno} {node.name} is long")
        found += [f"{name_of(module)}: {name} has no docstring" for name in _undocumented(tree)]
    assert found == []


def _undocumented(tree: ast.Module) -> Iterator[str]:
    """Public functions, and methods of public classes, without a docstring."""
    public = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for node in [*tree.body, *(member for owner in public for member in owner.body)]:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name
