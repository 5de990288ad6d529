"""Pages per second of the HTML reader beside trafilatura, on the same pages in one process.

    python bench/parse_speed.py ../shared/pages [--rounds 3]

Prints processor time, not wall-clock time, so that other work on the machine disturbs less. Both get one unmeasured
page first: loading word lists and models is not parsing.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from threads.readers.html import read
from threads.source.document import Document, Format


def _documents(folder: Path) -> list[Document]:
    pages = [path for path in sorted(folder.glob("*/*.html")) if path.parent.name != "rendered"]
    return [_document(path) for path in pages]


def _document(path: Path) -> Document:
    content = path.read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = str(from_bytes(content).best() or "")
    return Document(str(path), Format.HTML, content, hashlib.sha256(content).hexdigest(), text)


def _seconds(work: Callable[[Document], object], documents: Sequence[Document]) -> float:
    work(documents[-1])
    start = time.process_time()
    for document in documents:
        work(document)
    return time.process_time() - start


def _trafilatura(document: Document) -> object:
    import trafilatura

    return trafilatura.extract(document.text, include_comments=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    documents = _documents(options.folder)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(options.rounds):
        ours.append(_seconds(lambda document: read(document, "bench"), documents))
        theirs.append(_seconds(_trafilatura, documents))
    speed, other = len(documents) / min(ours), len(documents) / min(theirs)
    print(f"{len(documents)} pages, best of {options.rounds} rounds, processor time")
    print(f"threads      {speed:7.1f} pages/s")
    print(f"trafilatura  {other:7.1f} pages/s")
    print(f"ratio        {speed / other:7.2f}")


if __name__ == "__main__":
    main()
