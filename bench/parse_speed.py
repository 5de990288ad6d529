"""Pages per second of the HTML reader beside trafilatura, on the same pages in one process.

    python bench/parse_speed.py ../shared/pages

Prints processor time, not wall-clock time, so that other work on the machine disturbs less. Both get one unmeasured
page first, which loads word lists; our language model, which not every page needs, is loaded before it: loading is not
parsing. Every other page is read once, so that no cache helps.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from threads.readers.html import read
from threads.readers.language import identify
from threads.source.document import Document, Format

_ODD = "Hyvää huomenta kaikille ihmisille"
"""Words that only the language model tells the language of."""


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
    work(documents[0])
    start = time.process_time()
    for document in documents[1:]:
        work(document)
    return time.process_time() - start


def _trafilatura(document: Document) -> object:
    import trafilatura

    return trafilatura.extract(document.text, include_comments=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    documents = _documents(parser.parse_args().folder)
    identify(_ODD)
    ours = _seconds(lambda document: read(document, "bench"), documents)
    theirs = _seconds(_trafilatura, documents)
    speed, other = (len(documents) - 1) / ours, (len(documents) - 1) / theirs
    print(f"{len(documents) - 1} pages, processor time")
    print(f"threads      {speed:7.1f} pages/s")
    print(f"trafilatura  {other:7.1f} pages/s")
    print(f"ratio        {speed / other:7.2f}")


if __name__ == "__main__":
    main()
