"""Files of labelled rows in, training examples out: read, cleaned, held out by group, mixed and augmented."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from threads.errors import SourceError
from threads.train import mirror
from threads.train.corpora import lines, records

STANCE = {"FAVOR": 0, "NEUTRAL": 1, "AGAINST": 2}
REPLY = {"AGREE": 0, "NEITHER": 1, "NEUTRAL": 1, "DISAGREE": 2}
ENTAILMENT = {"entailment": 0, "neutral": 1, "contradiction": 2}
ENTAILED = "nli"
"""The source of examples whose label is entailment: their thesis is never changed."""

_IDS = ("id", "comment_id")


@dataclass(frozen=True, slots=True)
class Example:
    """One training input; `stance` and `reply` are columns of their head, None where not labelled.

    `group` keeps together what must not be split; `opposite` is a thesis of the opposite direction, where known.
    """

    thesis: str | None
    comment: str
    parent: str | None
    language: str
    stance: int | None
    reply: int | None
    source: str
    group: str
    opposite: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One data set of the mixture: at most `most` rows of it, drawn `repeat` times (a fraction draws a part).

    `path` is a file of the data folder, or one beside the settings. `labels` is a file beside the settings that gives
    theses and labels to comments of `path`, named by their ids, or numbers where they have none: texts of others need
    not be copied to be labelled. `splits` are those that are read, none means all; `passes` the passes that draw the
    source, from 1, none means all.
    `about` and `licence` are for the model card.
    """

    path: str
    splits: tuple[str, ...] = ("train",)
    most: int = 1_000_000
    repeat: float = 1.0
    languages: tuple[str, ...] = ()
    passes: tuple[int, ...] = ()
    labels: str = ""
    about: str = ""
    licence: str = ""

    @property
    def key(self) -> str:
        """What names the source elsewhere in the settings: its labels where they are a file of their own."""
        return self.labels or self.path


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Shares of stance examples that get another form of their thesis, another thesis (then neutral) or no parent."""

    negated: float = 0.12
    denied: float = 0.05
    affirmed: float = 0.05
    asked: float = 0.12
    translated: float = 0.2
    foreign: float = 0.04
    without_parent: float = 0.3
    lower: float = 0.06


def read_source(data: Path, source: Source, beside: Path = Path()) -> list[Example]:
    """All examples of a source in file order, without repeated rows and boilerplate.

    `beside` is the folder of the settings. Raises SourceError where a label names a comment that is not there.
    """
    own = beside / source.path
    path = own if own.is_file() else data / source.path
    if path.suffix == ".xz":
        return _entailment_table(path)
    rows = _labelled(beside / source.labels, path) if source.labels else records(path)
    found = [
        one
        for row in rows
        if not source.splits or (row.get("split") or "train") in source.splits
        for one in _example(row, path)
    ]
    if source.languages:
        found = [one for one in found if one.language in source.languages]
    return without_boilerplate(found)


def _labelled(labels: Path, corpus: Path) -> Iterator[dict[str, object]]:
    """Rows of labels with the text, parent and language of the comment that each names.

    Comments of a corpus without ids are named by their number, from 1, and have their parent's text for its id.
    """
    comments = {_id(row, number): row for number, row in enumerate(records(corpus), start=1)}
    named = any(key in row for row in comments.values() for key in _IDS)
    for row in records(labels):
        comment = comments.get(str(row["id"]))
        if comment is None:
            raise SourceError(f"{labels}: {corpus} has no comment {row['id']}.")
        above = str(comment.get("parent") or "")
        if named:
            above = _text(comments[above]) if above in comments else ""
        yield {**row, "text": _text(comment), "context": [above] if above else [], "lang": comment["lang"]}


def _id(comment: Mapping[str, object], number: int) -> str:
    return next((str(comment[key]) for key in _IDS if comment.get(key) is not None), str(number))


def _text(comment: Mapping[str, object]) -> str:
    parts = comment.get("headline"), comment.get("text") or comment.get("reply")
    return "\n".join(str(part) for part in parts if part)


def _example(row: Mapping[str, object], path: Path) -> list[Example]:
    language = str(row.get("lang") or "en")
    name = path.name.split(".")[0]
    if "premise" in row:
        label = ENTAILMENT.get(str(row["label"]))
        if label is None:
            return []
        texts = str(row["hypothesis"]), str(row["premise"])
        return [Example(texts[0], texts[1], None, language, label, None, ENTAILED, texts[1])]
    group = str(row.get("group") or row.get("thread") or row.get("target") or row.get("id"))
    if "parent" in row and "reply" in row and "text" not in row:
        reply = REPLY.get(str(row["label"]).upper())
        return [Example(None, str(row["reply"]), str(row["parent"]), language, None, reply, name, group)]
    return _stance_example(row, language, name, group)


def _stance_example(row: Mapping[str, object], language: str, name: str, group: str) -> list[Example]:
    context = row.get("context")
    parent = str(context[-1]).strip() or None if isinstance(context, list) and context else None
    stance = STANCE.get(str(row.get("label")))
    reply = REPLY.get(str(row.get("reply")).upper()) if parent else None
    if stance is None and reply is None:
        return []
    opposite = row.get("opposite_target")
    return [
        Example(
            str(row["target"]).replace("_", " "),
            str(row["text"]).strip(),
            parent,
            language,
            stance,
            reply,
            name,
            group,
            str(opposite) if opposite else None,
        )
    ]


def _entailment_table(path: Path) -> list[Example]:
    language = re.sub(r".*-(\w\w)\.tsv\.xz", r"\1", path.name)
    rows = csv.reader(io.StringIO("\n".join(lines(path))), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Example(row[1], row[0], None, language, ENTAILMENT[row[2]], None, ENTAILED, row[0])
        for row in rows
        if len(row) == 3 and row[2] in ENTAILMENT
    ]


def without_boilerplate(examples: Sequence[Example], *, most: int = 2, shortest: int = 8) -> list[Example]:
    """Drop comments under `shortest` characters and those whose beginning is repeated more than `most` times."""
    seen: Counter[str] = Counter()
    kept = []
    for one in examples:
        if one.source != "wahlomat":
            kept.append(one)
            continue
        key = key_of(one.comment, 60)
        seen[key] += 1
        if len(one.comment) >= shortest and seen[key] <= most:
            kept.append(one)
    return kept


def key_of(text: str, length: int = 150) -> str:
    """The beginning of a text without case, spaces and punctuation: equal for copies of it."""
    return "".join(character for character in text[: 2 * length].casefold() if character.isalnum())[:length]


def untouchable(data: Path, splits: Iterable[str] = ("test", "test_b", "dev")) -> frozenset[str]:
    """Keys of every comment in an evaluation split of any labelled set; no training row may have one."""
    barred = set(splits)
    paths = sorted([*(data / "stance").glob("*.jsonl.gz"), *(data / "reply").glob("*.jsonl.gz")])
    rows = (row for path in paths for row in records(path) if row.get("split") in barred)
    return keys_of(str(row.get("text") or row.get("reply")) for row in rows)


def keys_of(comments: Iterable[str]) -> frozenset[str]:
    """Keys of comments, but of those so short that many write them."""
    return frozenset(key for key in map(key_of, comments) if len(key) >= 20)


def held_out(group: str, share: float, salt: str = "hold") -> bool:
    """Whether a group belongs to the held-out share: by hash, so the same on every machine."""
    digest = hashlib.sha256(f"{salt}/{group}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def translations(data: Path) -> dict[str, tuple[str, ...]]:
    """X-stance's questions in their other languages, by any one of their forms."""
    forms = json.loads((data / "stance" / "xstance_questions.json").read_text(encoding="utf-8"))
    by_number: dict[str, set[str]] = defaultdict(set)
    for language in sorted(forms):
        for number, text in forms[language].items():
            by_number[number].add(str(text))
    return {text: tuple(sorted(texts - {text})) for texts in by_number.values() for text in texts}


def mixture(sources: Sequence[Source], examples: Mapping[str, Sequence[Example]], seed: int) -> list[Example]:
    """Draw every source's share, shuffled together; `examples` are by the source's key."""
    choice = random.Random(seed)
    drawn: list[Example] = []
    for source in sources:
        rows = list(examples[source.key])
        choice.shuffle(rows)
        rows = rows[: source.most]
        whole, part = int(source.repeat), source.repeat - int(source.repeat)
        drawn.extend(rows * whole + rows[: round(part * len(rows))])
    choice.shuffle(drawn)
    return drawn


def augmented(
    one: Example,
    choice: random.Random,
    shares: Augmentation,
    *,
    other_forms: Mapping[str, Sequence[str]],
    foreign: Mapping[str, Sequence[str]],
) -> Example:
    """The example, or a form of it with another thesis, parent or case; labels follow.

    `other_forms` are the thesis's translations, `foreign` the theses to draw from, by source and language.
    """
    if choice.random() < shares.lower:
        one = replace(one, comment=one.comment.lower())
    if one.parent and one.reply is None and choice.random() < shares.without_parent:
        one = replace(one, parent=None)
    if one.stance is None or one.thesis is None or one.source == ENTAILED:
        return one
    if one.thesis in other_forms and choice.random() < shares.translated:
        return replace(one, thesis=choice.choice(list(other_forms[one.thesis])))
    if one.opposite and choice.random() < 0.4:
        return _mirrored(one, one.opposite)
    return _other_thesis(one, choice, shares, foreign)


def _other_thesis(
    one: Example, choice: random.Random, shares: Augmentation, foreign: Mapping[str, Sequence[str]]
) -> Example:
    thesis, language = one.thesis or "", one.language
    title = len(thesis) < 40 and not thesis.endswith((".", "?"))
    kind = _drawn(choice.random(), shares)
    if kind == "negated":
        return _mirrored(one, None if title else mirror.negated(thesis, language))
    if kind == "denied":
        return _mirrored(one, mirror.denied(thesis, language, choice))
    if kind == "affirmed":
        return replace(one, thesis=mirror.affirmed(thesis, language, choice) or thesis)
    if kind == "asked":
        return replace(one, thesis=(None if title else mirror.asked(thesis, language)) or thesis)
    others = foreign.get(f"{one.source}/{language}", ())
    if kind == "foreign" and len(others) >= 20:
        return replace(one, thesis=choice.choice(list(others)), stance=STANCE["NEUTRAL"])
    return one


def _drawn(number: float, shares: Augmentation) -> str | None:
    """The kind of change that a number from 0 to 1 falls on, None for no change."""
    for kind in ("negated", "denied", "affirmed", "asked", "foreign"):
        share = float(getattr(shares, kind))
        if number < share:
            return kind
        number -= share
    return None


def _mirrored(one: Example, thesis: str | None) -> Example:
    """The example under an opposite thesis; as it is where there is none."""
    if thesis is None:
        return one
    return replace(one, thesis=thesis, stance=None if one.stance is None else 2 - one.stance, opposite=None)
