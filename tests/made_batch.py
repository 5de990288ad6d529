"""A small site on disk and a stance model that needs no weights, for the tests of batches."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from threads.stance.label import Distribution
from threads.stance.model import Prediction, Progress, StanceInput
from threads.stance.reading import ModelRecord


@dataclass(frozen=True, slots=True)
class HashModel:
    """Predicts from a hash of the input: fast, and a function of the input alone. Counts go to `log` if given."""

    log: Path | None = None

    @property
    def record(self) -> ModelRecord:
        return ModelRecord("hash", "0" * 64, "stance", 0.5)

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.writelines(f"{one.comment}\n" for one in inputs)
        return [Prediction(_drawn(one, "s"), _drawn(one, "r") if one.parent else None) for one in inputs]


def _drawn(one: StanceInput, salt: str) -> Distribution:
    digest = hashlib.sha256(f"{salt}|{one.thesis}|{one.comment}|{one.parent}".encode()).digest()
    a, b, c = (digest[i] ** 3 + 1 for i in range(3))
    return Distribution(a / (a + b + c), b / (a + b + c), c / (a + b + c))


def page(number: int, comments: int = 4) -> str:
    """A blog page as a text dump of the seeds' kind would have it, as HTML."""
    items = "".join(
        f'<li class="comment" id="comment-{number * 1000 + i}"><div class="comment-author vcard">'
        f'<cite class="fn">Anna{i % 3}</cite></div><div class="comment-meta"><a href="#comment-{number * 1000 + i}">'
        f'<time datetime="2022-01-{10 + i % 15:02d}T10:00:00+01:00">January</time></a></div>'
        f'<div class="comment-content"><p>Comment {i} of page {number}: I {"do not " if i % 2 else ""}agree with'
        f" the council, the plan is what the town needs.</p></div></li>"
        for i in range(comments)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>The plan {number} is good</title></head><body>"
        f"<article><h1>The plan {number} is good</h1><p>The council shows that plan number {number} must be built."
        f" It is clearly the best plan that the town has had for years, and nobody can say why it should fail.</p>"
        f"</article><div id='comments'><h2>{comments} comments</h2><ol class='comment-list'>{items}</ol></div>"
        f"</body></html>"
    )


def site(directory: Path, pages: int, comments: int = 4, start: int = 0) -> Path:
    """Write a site of pages into `directory`."""
    for number in range(start, start + pages):
        path = directory / f"{number // 10:03d}" / f"post-{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, comments), encoding="utf-8")
    return directory


def contents(out: Path) -> dict[str, bytes]:
    """The bytes of an output directory without its state."""
    found = (path for path in sorted(out.rglob("*")) if path.is_file() and ".state" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in found}
