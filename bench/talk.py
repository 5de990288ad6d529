"""How often the reader takes for comments what is none, and misses those that are there, on real pages.

    git clone https://github.com/adbar/trafilatura && git -C trafilatura checkout e90b0ef5
    git clone https://github.com/adbar/htmldate && git -C htmldate checkout b895282
    git clone https://github.com/scrapinghub/article-extraction-benchmark && … checkout 4a3bc97
    python bench/talk.py FOLDER          # that holds the three checkouts

`talk_pages.tsv` beside this file tells for 529 of their pages how many comments of readers stand in the markup, counted
by language models that read each page beside what an earlier version of the reader had found; all other pages neither
gave comments then nor name anything so. Sites are parted in two halves by a hash: the rules were written with the half
`read` in sight; the half `kept` shows what they are worth elsewhere. Pages of customers' reviews are left out.
Precision and recall are of comments, by their number on each page.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from gzip import decompress
from pathlib import Path

from threads.errors import ThreadsError
from threads.parsing import parse
from threads.thread import Notice

_LABELS = Path(__file__).with_name("talk_pages.tsv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    sums: dict[str, Counter[str]] = {"read": Counter(), "kept": Counter()}
    with _LABELS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["kind"] != "reviews":
                sums[row["half"]] += _page(folder / row["repository"] / row["path"], int(row["comments"]))
    print(f"{'half':6}{'without':>9}{'of these quiet':>16}{'with':>6}{'found':>7}{'precision':>11}{'recall':>8}")
    for half, total in sums.items():
        precision, recall = total["hits"] / total["found"], total["hits"] / total["true"]
        print(
            f"{half:6}{total['without']:>9}{total['quiet']:>16}{total['with']:>6}{total['seen']:>7}"
            f"{precision:>11.3f}{recall:>8.3f}"
        )


def _page(path: Path, true: int) -> Counter[str]:
    found = _count(path)
    if not true:
        return Counter({"without": 1, "quiet": found == 0, "found": found})
    return Counter({"with": 1, "seen": found > 0, "found": found, "true": true, "hits": min(found, true)})


def _count(path: Path) -> int:
    """Comments on a page, by the reader of a file that is named as on the web."""
    content = path.read_bytes()
    with tempfile.NamedTemporaryFile(suffix=".html") as page:
        page.write(decompress(content) if path.suffix == ".gz" else content)
        page.flush()
        try:
            return sum(thread.recovered_comments for thread in parse(page.name, on_notice=_ignored))
        except ThreadsError:
            return 0


def _ignored(notice: Notice) -> None:
    """A page that cannot be read has no comments."""


if __name__ == "__main__":
    main()
