"""Fuzz every reader with mutated fixtures: no error but the declared ones, no hang, sound trees.

    python bench/fuzz_readers.py --inputs 100000 --seed 1 [--formats wxr csv html/ …]

Prints inputs, threads, declared errors and the slowest input for each fixture; exits 1 on a fault, and leaves the
input that caused it in the working directory.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from threads.errors import ThreadsError
from threads.readers import read_strictly
from threads.schema import to_json
from threads.source import Document, Format
from threads.source.archive import unpack
from threads.source.decode import decode
from threads.source.leaf import Leaf
from threads.thread import Thread

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
TOO_LONG = 5.0
"""Seconds of this process's own time that one small input may take."""

WORDS = (
    rb"null [] {} [[ {{ ]] \" \", < </ <!-- ]]> <![CDATA[ &x; &#0; &#x110000; \ud800 \u0000 NaN 1e999 -1 ; , <li> > "
    rb"99999999999999999999 <blockquote> 0000-00-00 9999-99-99T99:99:99Z"
)
TOKENS = (*WORDS.split(), b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\r", b"\n\n", b"\t", b"\x1f\x8b")
VALUES: tuple[Any, ...] = (
    *(None, [], {}, "", 0, -1, 1, 1.5, 10**30, True, "x", "x" * 500, [None], [[]], {"id": {}}, {"a": [1]}),
    *("\ud800", "0", "root", "NaN", 4102444800, -62135596801, 253402300800, 1e308, "2021-13-45", "<p>&nbsp;<b>"),
    *("t1_", "t3_", "[deleted]", "2021-03-04T12:00:00+99:99", "\x00", [1, [2, [3]]]),
)


@dataclass
class Tally:
    """What became of the inputs made from one fixture."""

    inputs: int = 0
    threads: int = 0
    declared: int = 0
    slowest: float = 0.0
    formats: Counter[str] = field(default_factory=Counter)


def mutated(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The sample with some of its JSON values, or some of its bytes, replaced."""
    if chance.random() < 0.5 and (text := with_other_values(sample, chance)) is not None:
        return text if chance.random() < 0.8 else with_other_bytes(text, others, chance)
    return with_other_bytes(sample, others, chance)


def with_other_bytes(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    content = bytearray(sample)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((0, 1, 3, 20, 200)))
        kind = chance.randrange(6)
        if kind == 0 and content:
            content[at % len(content)] = chance.randrange(256)
        elif kind == 1:
            content[at:end] = b""
        elif kind == 2:
            content[at:at] = chance.choice(TOKENS)
        elif kind == 3:
            content[at:at] = content[at:end] * chance.choice((1, 2, 30))
        elif kind == 4:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            content[at:end] = other[start : start + chance.choice((5, 50, 500))]
        elif chance.random() < 0.3:
            content = content[:at]
    return bytes(content)


def with_other_values(sample: bytes, chance: random.Random) -> bytes | None:
    try:
        values = [json.loads(line) for line in sample.splitlines()] if sample.count(b"\n{") else [json.loads(sample)]
    except (ValueError, RecursionError):
        return None
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = list(containers(values))
        container = chance.choice(places)
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        if not keys:
            continue
        key = chance.choice(keys)
        if isinstance(container, dict) and chance.random() < 0.3:
            del container[key]
        else:
            container[key] = json.loads(json.dumps(chance.choice(VALUES)))
    return "\n".join(json.dumps(value) for value in values).encode()


def containers(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, (dict, list)):
            yield node
            stack += node.values() if isinstance(node, dict) else node


def check(thread: Thread) -> None:
    """Ids unique, parents before replies, depths right, quotes in the text, writable."""
    depths: dict[str, int] = {}
    for comment in thread.comments:
        assert comment.id not in depths, f"id {comment.id} twice"
        assert comment.depth == (0 if comment.parent is None else depths[comment.parent] + 1), f"depth of {comment.id}"
        assert all(0 <= quote.start <= quote.end <= len(comment.text or "") for quote in comment.quotes)
        depths[comment.id] = comment.depth
    to_json(thread).encode("utf-8")


def run(content: bytes, forced: Format | None, tally: Tally) -> None:
    for found in unpack(io.BytesIO(content), "input", Leaf()):
        if not isinstance(found, Document):
            continue
        documents = [found]
        if forced and forced is not found.format and found.text is not None:
            documents.append(Document("input", forced, content, found.sha256, decode(content).text, found.encoding))
        for document in documents:
            tally.formats[document.format.value] += 1
            try:
                for thread in read_strictly(document):
                    tally.threads += 1
                    check(thread)
            except ThreadsError:
                tally.declared += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2000, help="how many in all")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="*", help="only fixtures whose path holds one of these words")
    options = parser.parse_args()
    paths = sorted(path for path in FIXTURES.rglob("*") if path.is_file() and path.suffix != ".md")
    paths = [path for path in paths if not options.formats or any(word in str(path) for word in options.formats)]
    samples = {path: path.read_bytes() for path in paths}
    forced = {path: first_format(sample) for path, sample in samples.items()}
    tallies = {path: Tally() for path in paths}
    chance = random.Random(options.seed)
    begin = time.monotonic()
    for number in range(options.inputs):
        if time.monotonic() - begin > options.seconds:
            break
        path = paths[number % len(paths)]
        tally, content = tallies[path], mutated(samples[path], list(samples.values()), chance)
        start = time.process_time()
        try:
            run(content, forced[path] if chance.random() < 0.5 else None, tally)
        except BaseException as error:
            Path("fault.bin").write_bytes(content)
            print(f"Fault at input {number} from {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            raise
        spent = time.process_time() - start
        tally.inputs += 1
        tally.slowest = max(tally.slowest, spent)
        if spent > TOO_LONG:
            Path("slow.bin").write_bytes(content)
            print(f"Input {number} from {path.name} took {spent:.1f} s.", file=sys.stderr)
            return 1
    for path, tally in tallies.items():
        formats = ", ".join(f"{count} {name}" for name, count in tally.formats.most_common(4))
        counts = f"{tally.inputs} inputs, {tally.threads} threads, {tally.declared} declared errors"
        print(f"{path.name:24} {counts}, slowest {tally.slowest * 1000:.0f} ms ({formats})")
    done = sum(tally.inputs for tally in tallies.values())
    print(f"{done} inputs in {time.monotonic() - begin:.0f} s, no fault.")
    return 0


def first_format(sample: bytes) -> Format | None:
    return next(
        (found.format for found in unpack(io.BytesIO(sample), "x", Leaf()) if isinstance(found, Document)), None
    )


if __name__ == "__main__":
    sys.exit(main())
