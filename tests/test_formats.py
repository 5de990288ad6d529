"""docs/formats.md: every format is there, and every command on the page runs and gives threads."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from threads.cli import app
from threads.source import Format

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines() if line
]


@pytest.mark.parametrize("form", Format)
def test_every_format_is_in_the_table(form: Format) -> None:
    assert f"`{form.value}`" in PAGE


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_gives_threads_with_comments(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, shlex.split(command)[1:], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    threads = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(thread["recovered_comments"] for thread in threads) >= 2


def test_the_commands_show_every_format() -> None:
    assert len(COMMANDS) >= len(Format)
