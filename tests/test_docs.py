"""Every command in README and docs/ runs; output that README shows is output that the command gives."""

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import threads

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FIXTURES = ROOT / "tests" / "fixtures"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
THESES = (
    "Atomkraft ist sicher.",
    "Der Bus soll kostenlos sein.",
    "Schulen sollen später beginnen.",
    "Steuern müssen sinken.",
    "Das Stadion soll gebaut werden.",
)
ANSWERS = {
    "Ja, das stimmt.": "FAVOR",
    "Nein, das ist falsch.": "AGAINST",
    "Kommt darauf an.": "NEUTRAL",
    "Genau so ist es.": "FAVOR",
}
SITE = ("wordpress_de.html", "wpdiscuz_en.html", "xenforo_de.html")


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


def inputs(place: Path) -> None:
    """What the pages call their inputs: the seeds, a saved page, a crawl, a dump, a site, labels."""
    (place / "seeds").symlink_to(ROOT / "seeds")
    (place / "site").mkdir()
    for name in SITE:
        shutil.copy(FIXTURES / "html" / name, place / "site")
    shutil.copy(FIXTURES / "html" / "wordpress_de.html", place / "blog.html")
    for name in ("crawl.warc.gz", "reddit.ndjson.zst"):
        shutil.copy(FIXTURES / "archive" / name, place)
    answers = [(f"{text} ({copy})", label) for copy in range(3) for text, label in ANSWERS.items()]
    rows = [{"target": target, "text": text, "label": label} for target in THESES for text, label in answers]
    write(place / "labels.jsonl", rows)
    (putsch,) = threads.parse(ROOT / "seeds" / "001_4a71c00d018d265b.txt")
    there = [c for c in putsch.comments if not c.missing]
    drawn = [
        {
            "target": THESES[0],
            "text": c.text,
            "label": "AGAINST",
            "thread": putsch.id,
            "comment": c.id,
            "inclusion": 0.5,
        }
        for c in there[:3]
    ]
    write(place / "sample.jsonl", drawn)


def write(path: Path, rows: list[dict[str, object]]) -> None:
    common = {"dataset": "mine", "split": "sample", "lang": "de"}
    lines = [json.dumps({"id": str(n), **common, **row}) for n, row in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(*words: str, place: Path) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run([sys.executable, *words], capture_output=True, cwd=place, env=environment, check=False)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_what_a_page_shows_runs(page: Path, tmp_path: Path) -> None:
    """Commands first, and the Python on what they wrote: a page is one session."""
    inputs(tmp_path)
    for command, shown in commands(page):
        done = run("-m", *shlex.split(command), place=tmp_path)
        assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
        given = bare((done.stdout + done.stderr).decode())
        for line in bare(shown):
            assert line == "…" or line in given, f"{command}: {line}"
    for code in PYTHON.findall(page.read_text(encoding="utf-8")):
        if "duckdb" in code:
            pytest.importorskip("duckdb", reason="DuckDB is not installed")
        done = run("-c", code, place=tmp_path)
        assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_the_reference_says_what_the_code_says() -> None:
    make = runpy.run_path(str(ROOT / "docs" / "reference" / "make.py"))
    for name, text in make["made"]().items():
        held = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert held == text, f"docs/reference/{name} is out of date: run python docs/reference/make.py"
