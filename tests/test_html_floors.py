"""Quality floors on real pages: what was reached may only rise.

The pages are not part of the project; they are looked for in `THREADS_PAGES` and beside the checkout.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from threads.readers.html import read
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.schema import to_json
from threads.source.document import Document, Format

PAGES = Path(os.environ.get("THREADS_PAGES", Path(__file__).parent.parent.parent / "shared" / "pages"))
needs_pages = pytest.mark.skipif(not (PAGES / "score.py").is_file(), reason=f"no real pages in {PAGES}")

FLOORS = {"found_F1": 0.99, "text_F1": 0.99, "author": 0.99, "time": 0.99, "parent": 0.99, "depth": 0.99}
"""With all platforms known."""

GENERIC_FLOORS = {"found_F1": 0.99, "text_F1": 0.99, "author": 0.99, "time": 0.99, "parent": 0.99, "depth": 0.99}
"""With no platform known: everything is inferred from repetition."""


_BEHIND_NAMES = re.compile(
    r"(?: on \w+ \d{1,2}, 20\d\d at .*| \d{1,2}\. \w+ 20\d\d um .*| Antworten| Gast| Autor|,)$", re.DOTALL
)
"""What 0.05 of the golds carry behind a name: a date, a button, a badge."""


def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", PAGES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _measured(platforms: Sequence[Platform], *, without: tuple[str, ...] = ()) -> dict[str, float]:
    score = _score()
    total = score.collections.Counter()
    with (PAGES / "INDEX.tsv").open(encoding="utf-8") as rows:
        files = [row["file"] for row in csv.DictReader(rows, delimiter="\t")]
    for file in files:
        if not file.endswith(".html") or file.startswith(without):
            continue
        content = (PAGES / file).read_bytes()
        document = Document(file, Format.HTML, content, hashlib.sha256(content).hexdigest(), _text(content))
        thread = json.loads(to_json(read(document, "t", platforms=platforms)))
        found = [comment for comment in thread["comments"] if not comment["missing"]]
        gold = json.loads((PAGES / "gold" / f"{Path(file).stem}.json").read_text(encoding="utf-8"))
        gold = [comment | {"author": _BEHIND_NAMES.sub("", comment["author"] or "") or None} for comment in gold]
        total += score.score(gold, found, False)
    rates: dict[str, float] = score.rates(total)
    return rates


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


@needs_pages
def test_known_platforms() -> None:
    rates = _measured(PLATFORMS)
    assert {name: rates[name] for name, floor in FLOORS.items() if rates[name] < floor} == {}


@needs_pages
def test_no_platform_known() -> None:
    rates = _measured((), without=("hackernews/",))
    assert {name: rates[name] for name, floor in GENERIC_FLOORS.items() if rates[name] < floor} == {}
