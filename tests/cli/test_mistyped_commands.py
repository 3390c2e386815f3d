"""Commands that do not exist, and the ones that were meant."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pressgen.cli import COMMANDS, main


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("buld", "build"),
        ("biuld", "build"),
        ("Build", "build"),
        ("chekc", "check"),
        ("sevre", "serve"),
        ("int", "init"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_one_that_was_meant(written: str, meant: str) -> None:
    result = CliRunner().invoke(main, [written])
    assert result.exit_code == 2
    assert f"No such command '{written}'. Did you mean '{meant}'?" in result.output


def test_a_command_that_is_like_none_is_answered_without_a_guess() -> None:
    result = CliRunner().invoke(main, ["frobnicate"])
    assert result.exit_code == 2 and "Did you mean" not in result.output
    assert set(COMMANDS) <= set(CliRunner().invoke(main, ["--help"]).output.split())
