"""Every command in README and docs/ runs; output that README shows is output that the command gives."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
LABELS = """\
{"id": "1", "dataset": "mine", "split": "sample", "lang": "de", "target": "Atomkraft ist sicher.", "text": "Ja, das stimmt.", "label": "FAVOR"}
{"id": "2", "dataset": "mine", "split": "sample", "lang": "de", "target": "Atomkraft ist sicher.", "text": "Nein, das ist falsch.", "label": "AGAINST"}
"""  # noqa: E501


def commands(page: Path) -> list[tuple[str, str]]:
    """The `$ threads …` commands of a page, each with the output shown under it."""
    found = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        parts = re.split(r"^\$ ", block, flags=re.M)[1:]
        found += [tuple(part.partition("\n")[::2]) for part in parts]
    return [(command, shown) for command, shown in found if command.startswith("threads ")]


def bare(text: str) -> list[str]:
    """Lines without what may differ from machine to machine: digits, bars, spaces at the end."""
    lines = [re.sub(r"\d+", "#", re.sub(r"[█·]{3,}", "=", line)).rstrip() for line in text.splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_commands_run_and_give_what_is_shown(page: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    (tmp_path / "labels.jsonl").write_text(LABELS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    for command, shown in commands(page):
        words = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(words, capture_output=True, cwd=tmp_path, env=environment, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
        given = bare((done.stdout + done.stderr).decode())
        for line in bare(shown):
            assert line == "…" or line in given, f"{command}: {line}"


@pytest.mark.parametrize("page", [page for page in PAGES if PYTHON.search(page.read_text())], ids=lambda p: p.name)
def test_python_examples_run(page: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    for code in PYTHON.findall(page.read_text(encoding="utf-8")):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
