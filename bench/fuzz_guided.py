"""Fuzz every reader guided by coverage (atheris, Linux): no error but the declared ones, sound trees.

    pip install atheris
    python bench/fuzz_guided.py --runs 200000 [--seconds 600]

The first byte of an input chooses the reader, the rest is the document; the fixtures are the corpus to begin with.
What causes a fault is left in the working directory as `crash-…`, what takes over two minutes as `timeout-…`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["threads"]):
    from fuzz_readers import FIXTURES, check

    from threads.errors import ThreadsError
    from threads.readers import read_strictly
    from threads.source import Document, Format
    from threads.source.decode import binary_kind, decode
    from threads.source.sniff import sniff

FORMATS = tuple(Format)


def one(content: bytes) -> None:
    """Sniff and read one input."""
    form, body = FORMATS[content[0] % len(FORMATS)] if content else Format.TEXT, content[1:]
    digest = sha256(body).hexdigest()
    if form is Format.PARQUET:
        document = Document("input", form, body, digest)
    elif binary_kind(body):
        return
    else:
        decoded = decode(body)
        sniff(body, decoded.text)
        document = Document("input", form, body, digest, decoded.text, decoded.encoding)
    try:
        for thread in read_strictly(document):
            check(thread)
    except ThreadsError:
        pass


def seed(directory: Path) -> None:
    """Every fixture under the format that it has."""
    for path in FIXTURES.rglob("*"):
        body = path.read_bytes() if path.is_file() else b""
        if not body or len(body) > 20_000:
            continue
        is_text = body[:4] != b"PAR1" and not binary_kind(body)
        form = sniff(body, decode(body).text if is_text else None)
        (directory / sha256(body).hexdigest()).write_bytes(bytes([FORMATS.index(form)]) + body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=0, help="stop after this time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        seed(Path(directory))
        limits = [f"-runs={options.runs}", f"-max_total_time={options.seconds}", "-max_len=8192", "-timeout=120"]
        atheris.Setup([sys.argv[0], *limits, directory], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
