"""The sources of a site at a commit, written to a temporary folder by git."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pressgen.errors import Problem, SettingsError
from pressgen.letters import reveal

_NO_REPOSITORY = b"not a git repository"
_ERRORS = ("fatal:", "error:")


def commit_of(root: Path, name: str, environment: Mapping[str, str]) -> str:
    """The full id of the commit that a name means in the repository of a site; empty if it means none.

    Raises SettingsError where git refuses to look, or has only the latest commits; `name` may be in the others.
    """
    # Git would take a name with a hyphen for an option.
    if not name or name.startswith("-") or "\0" in name or shutil.which("git") is None:
        return ""
    own = {**environment, "LC_ALL": "C"}
    result = _run(root, own, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if result.returncode == 0:
        return result.stdout.decode().strip()
    if _NO_REPOSITORY in result.stderr:
        return ""
    if result.stderr:  # such as a repository of another user
        _checked(result, name)
    if _run(root, own, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise SettingsError(Problem.at("against-unknown/shallow", name=name))
    return ""


def write_sources(root: Path, name: str, commit: str, folder: Path, environment: Mapping[str, str]) -> Path:
    """Write the files of a commit to a new folder, and return the folder of the site in it.

    Nothing changes in the repository. Raises SettingsError where git cannot do that; `name` is what its user called it.
    """
    # An index of our own, and not `git archive`: that leaves out files with `export-ignore`, and has large files (LFS)
    # as pointers only.
    own = {**environment, "GIT_INDEX_FILE": str(folder / "index")}
    top = Path(_text(root, name, environment, "rev-parse", "--show-toplevel"))
    prefix = _text(root, name, environment, "rev-parse", "--show-prefix")
    _text(top, name, own, "read-tree", commit)
    names = _checked(_run(top, own, "ls-files", "-z", "--cached", "--", prefix or "."), name)
    target = folder / "tree"
    checkout = _run(top, own, "checkout-index", "-z", "--stdin", f"--prefix={target}/", data=names)
    _checked(checkout, name)
    return target / prefix


def _text(folder: Path, name: str, environment: Mapping[str, str], *words: str) -> str:
    output = _checked(_run(folder, environment, *words), name)
    return output.decode("utf-8", "surrogateescape").rstrip("\n")


def _run(
    folder: Path, environment: Mapping[str, str], *words: str, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    # Else a folder with the name `:site` would be a pattern.
    command = ["git", "--literal-pathspecs", "-C", str(folder), *words]
    return subprocess.run(command, input=data, capture_output=True, env=dict(environment), check=False)


def _checked(result: subprocess.CompletedProcess[bytes], name: str) -> bytes:
    if result.returncode:
        lines = result.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {result.returncode}"]
        # Before the error there may be warnings, and after it advice.
        reason = next((line for line in lines if line.startswith(_ERRORS)), lines[-1])
        raise SettingsError(Problem.at("against-unreadable/git", name=name, reason=reveal(reason)[:200]))
    return result.stdout
