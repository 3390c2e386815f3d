"""100 ways to have a site's content run code: none does, and no program is started."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SETTINGS, Site
from trials.audit import audited_build
from trials.trial import Trial

COMMAND = "touch CANARY"
TAGS = """
!!python/object/apply:os.system ["touch CANARY"]
!!python/object/new:os.system ["touch CANARY"]
!!python/object/apply:subprocess.check_output [["touch", "CANARY"]]
!!python/object:os.system x
!!python/name:os.system
!!python/module:os
!!python/tuple [a]
!!python/object/new:type {args: [x, [], {}]}
!!python/object/apply:builtins.eval ["__import__('os').system('touch CANARY')"]
!<tag:yaml.org,2002:python/object/apply:os.system> ["touch CANARY"]
!!js/function "function () {}"
!ruby/object:Gem::Installer {}
!!java/javax.script.ScriptEngineManager {}
!ENV ${PATH}
!include /etc/passwd
""".strip().split("\n")
CODE = """
{{ 7*191 }}
{{ cycler.__init__.__globals__.os.system("touch CANARY") }}
{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen("touch CANARY").read() }}
{% set x = 7*191 %}{{ x }}
{% include "robots.txt" %}
{% import "os" as os %}{{ os.system("touch CANARY") }}
{#- x -#}{{ [].__class__.__base__.__subclasses__() }}
{{< exec "touch CANARY" >}}
<%= `touch CANARY` %>
<?php system("touch CANARY"); ?>
#{`touch CANARY`}
${__import__("os").system("touch CANARY")}
$(touch CANARY)
`touch CANARY`
%(os)s {0.__class__} {release.__class__}
--8<-- "/etc/passwd"
[exec]touch CANARY[/exec]
.. raw:: html
""".strip().split("\n")
FIELDS = (
    "title",
    "summary",
    "tags",
    "authors",
    "dateline",
    "image",
    "slug",
    "permalink",
    "aliases",
    "related",
    "x",
    "template",
)
FENCES = (
    "---js\n({})\n---\n",
    "---json\n{}\n---\n",
    "+++\na = 1\n+++\n",
    "---python\nimport os\n---\n",
    ";;;\n{}\n;;;\n",
)
SCRIPT = f"import os\nos.system({COMMAND!r})\n"
SHELL = f"#!/bin/sh\n{COMMAND}\n"
PLANTED = {
    **dict.fromkeys(
        ("conf.py", "pelicanconf.py", "setup.py", "sitecustomize.py", "usercustomize.py", "conftest.py"), SCRIPT
    ),
    **dict.fromkeys(("pressgen.py", "yaml.py", "jinja2.py", "markdown/__init__.py", "plugins/__init__.py"), SCRIPT),
    **dict.fromkeys(
        ("content/__init__.py", "content/conf.py", "templates/filters.py", "templates/__init__.py"), SCRIPT
    ),
    **dict.fromkeys(
        ("git", "python", "python3", "node", "ssh-keygen", "convert", "gs", "content/git", "bin/git"), SHELL
    ),
    **dict.fromkeys(
        (".git/hooks/post-checkout", ".git/hooks/pre-commit", "Makefile", ".envrc", "hooks/build.sh"), SHELL
    ),
    "x.pth": f"import os; os.system({COMMAND!r})\n",
    "content/x.pth": f"import os; os.system({COMMAND!r})\n",
    ".git/config": f"[core]\n\tfsmonitor = {COMMAND}\n\tsshCommand = {COMMAND}\n",
    "package.json": '{"scripts": {"build": "touch CANARY"}}',
    "content/a.svg": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg width="9" height="9">&x;</svg>',
    "content/b.svg": '<svg width="9" height="9"><script>alert(1)</script></svg>',
    "content/c.png": "%!PS\n(touch CANARY) (w) file\n",
    "content/d.jpg": 'push graphic-context\nimage over 0,0 0,0 "|touch CANARY"\npop graphic-context\n',
}


class Canary:
    """What a pickle would do."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (COMMAND,)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def releases() -> dict[str, str]:
    """Every attempt that a release can make, by file."""
    matters = [f"x: {tag}" for tag in TAGS] + [f"title: {tag}" for tag in TAGS[:4]]
    matters += [f"{field}: {quoted(CODE[number % 4])}" for number, field in enumerate(FIELDS)]
    head = "---\ndate: 2025-01-01\n"
    texts = [
        f"{head}{'' if matter.startswith('title') else 'title: A' + chr(10)}{matter}\n---\nText.\n"
        for matter in matters
    ]
    texts += [f"{head}title: A\n---\n{code}\n\n```\n{code}\n```\n" for code in CODE]
    texts += [f"{fence}# A\n" for fence in FENCES]
    texts += [
        f"{head}title: A\nimage: {name}\n---\n![x]({name})\n" for name in ("a.svg", "b.svg", "c.png", "d.jpg", "x.pkl")
    ]
    return {f"content/r{number}.md": text for number, text in enumerate(texts)}


def test_nothing_in_a_sites_folder_runs_but_its_templates(site: Callable[..., Site], trial: Trial) -> None:
    made = site()
    code = quoted(CODE[0])
    made.edit("pressgen.yml", f"{SETTINGS}description: {code}\nboilerplate: {code}\npublisher: {{name: {code}}}\n")
    attempts = {**PLANTED, **releases()}
    for name, text in attempts.items():
        made.edit(name, text)
        if text.startswith("#!"):
            (made.folder / name).chmod(0o755)
    for name in (
        "content/x.pkl",
        ".pressgen-cache",
        ".cache/pressgen.pickle",
        "content/.cache.pickle",
        "output.pickle",
    ):
        attempts[name] = "a pickle"
        made.edit(name, pickle.dumps(Canary()))
    way = f"{made.folder}:{made.folder}/bin:{os.environ['PATH']}"
    audited = audited_build(made.folder, {"PATH": way, "PYTHONSTARTUP": str(made.folder / "conf.py")})
    canaries = [str(path) for path in made.folder.parent.rglob("CANARY")]
    pages = {path: data for path, data in made.files().items() if b"1337" in data or b"root:x:" in data}
    for name, text in attempts.items():
        trial.case(f"{name}: {text}")
    trial.case("all attempts", f"canaries {canaries}" if canaries else "", audited.said)
    trial.case("all attempts", f"started {audited.started()}" if audited.started() else "")
    trial.case("all attempts", f"content was run as a template: {sorted(pages)}" if pages else "")
    trial.case("all attempts", "" if audited.report.get("releases") else "nothing was published")
    trial.end(published=audited.report.get("releases"))


def test_the_canary_sings_where_code_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pickle.loads(pickle.dumps(Canary()))
    assert (tmp_path / "CANARY").exists()
