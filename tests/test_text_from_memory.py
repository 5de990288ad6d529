"""The pages of `test_html_from_memory` as text: what is read of them without their markup may only get better."""

from __future__ import annotations

import json
from pathlib import Path

import inscriptis
from made_pages import of_thread

from threads.readers.text import read
from threads.source.document import Document, Format

PAGES = Path(__file__).parent / "fixtures" / "html" / "from_memory"


def test_renderings_of_pages_written_from_memory() -> None:
    found = []
    for page in sorted(PAGES.glob("*.html")):
        text = inscriptis.get_text(page.read_text(encoding="utf-8"))
        gold = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        thread = read(Document(f"{page.stem}.txt", Format.TEXT, text.encode(), "0" * 64, text), "t")
        found.append(of_thread(thread, gold).found)
    assert sum(found) / len(found) >= 0.69
