"""Pages in the manner of 303 sites, written from memory of their markup: what is reached on each may only get better.

Their authors did not know the readers; threads and people are invented.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_pages import Rates, rates

PAGES = Path(__file__).parent / "fixtures" / "html" / "from_memory"
FLOORS: dict[str, list[float]] = json.loads((PAGES / "floors.json").read_text(encoding="utf-8"))
"""Found F1, parent, author and time of the pages that are not read without a fault, cut to two digits."""


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_pages_written_from_memory(name: str) -> None:
    gold = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    reached = rates(name, (PAGES / f"{name}.html").read_text(encoding="utf-8"), gold)
    floor = Rates(*FLOORS.get(name, (1, 1, 1, 1)))
    assert reached.found >= floor.found
    assert reached.parent >= floor.parent
    assert reached.author >= floor.author
    assert reached.time >= floor.time
