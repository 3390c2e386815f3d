"""The lock of a build: who comes second is told who builds, and a killed build does not block the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pressgen.errors import OutputError
from pressgen.publish.lock import FOLDER, Builder, lock

HOLD = """
import os, signal, sys
from pathlib import Path
from pressgen.publish.lock import Builder, lock
with lock(Path(sys.argv[1]), Path(sys.argv[1], "output"), Builder(os.getpid(), "pressgen build", "07:12:03")):
    if os.fork() == 0:
        signal.pause()
    print("ready", flush=True)
    signal.pause()
"""
ME = Builder(1, "pressgen build")


def test_the_second_build_is_told_who_builds_and_a_killed_one_does_not_block_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        named = rf"process {process.pid}, pressgen build, 07:12:03"
        with pytest.raises(OutputError, match=named), lock(tmp_path, tmp_path / "output", ME):
            pass
        with lock(tmp_path, tmp_path / "elsewhere", ME):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with lock(tmp_path, tmp_path / "output", ME):  # though the process that it forked lives on
            assert os.listdir(tmp_path / FOLDER)
        assert os.listdir(tmp_path) == []
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_one_process_cannot_build_twice_at_once(tmp_path: Path) -> None:
    with lock(tmp_path, tmp_path / "output", ME):
        for _ in range(2):
            refused = pytest.raises(OutputError, match="process 1, pressgen build")
            with refused, lock(tmp_path, tmp_path / "output", ME):
                pass
        code = f"import sys; sys.argv = ['', {str(tmp_path)!r}]\n" + HOLD
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
        assert "Another build is writing this site (process 1, pressgen build)" in done.stderr
    with lock(tmp_path, tmp_path / "output", ME):
        pass


def test_where_no_lock_can_be_kept_the_block_runs_without_one(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file")
    with lock(tmp_path, tmp_path / "output", ME), lock(tmp_path, tmp_path / "output", ME):
        pass
    (tmp_path / FOLDER).unlink()
    (tmp_path / "foreign").mkdir()
    (tmp_path / FOLDER).symlink_to(tmp_path / "foreign")
    with lock(tmp_path, tmp_path / "output", ME):
        pass
    assert os.listdir(tmp_path / "foreign") == []
