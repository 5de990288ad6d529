"""Macro-F1 before and after `threads train --from MODEL` on 100, 300 and 1,000 labelled posts of a debate forum.

    python bench/own_labels.py [--dumps ../shared/dumps] [--model NAME] [--sizes 100 300 1000] [--test 640] [--each]

The posts are those of the Internet Argument Corpus (Walker et al. 2012); an author whom four in five of five or more
annotators put on one side of a topic lends that side to every post of theirs, so a share of the labels is wrong: not
every post takes its author's side. Each topic has a thesis for either side. Authors and threads are each parted in two;
nobody who is learned from, and no thread, is tested on. With `--each` every topic is learned alone and tested on posts
of it by other authors, as by someone who labels a part of one debate; topics with too few posts are left out, and the
figures are over the test posts of all others. The model chooses between FAVOR and AGAINST. Differences are drawn in
pairs over the authors of the test posts (bootstrap, 95 %). `words` is a logistic regression on the words (TF-IDF) and
the topic, learned from the same posts: what they can teach at all without knowing the language.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from time import perf_counter

import numpy as np

from threads.stance import scores
from threads.stance.load import load_model, model_directory
from threads.stance.model import StanceInput

THESES = {
    "abortion": ("Abortion should stay legal.", "Abortion should be banned."),
    "climate change": ("Climate change is caused by humans.", "Man-made climate change is a myth."),
    "death penalty": ("The death penalty is right.", "The death penalty should be abolished."),
    "evolution": ("Evolution explains how life developed.", "Life was created by God, it did not evolve."),
    "existence of god": ("God exists.", "There is no God."),
    "gay marriage": ("Gay couples should be allowed to marry.", "Marriage should be between a man and a woman only."),
    "gun control": ("Gun control laws should be stricter.", "Citizens should be free to own guns."),
    "marijuana legalization": ("Marijuana should be legalised.", "Marijuana should stay illegal."),
}
"""A thesis of the side that the corpus calls `pro`, and one of the other."""

LEAST_WORDS, MOST_WORDS = 15, 200
PER_AUTHOR = 5
"""Posts of one author on one topic, at most."""


@dataclass(frozen=True, slots=True)
class Post:
    """A labelled post; `favours` says whether its author is for the thesis."""

    topic: str
    thread: str
    author: str
    thesis: str
    text: str
    parent: str | None
    favours: bool

    @property
    def pro(self) -> bool:
        return self.favours is (self.thesis == THESES[self.topic][0])

    @property
    def input(self) -> StanceInput:
        return StanceInput(self.thesis, self.text, self.parent, "en")

    @property
    def row(self) -> dict[str, object]:
        context = [self.parent] if self.parent else []
        return {"target": self.thesis, "text": self.text, "label": "FAVOR" if self.favours else "AGAINST", "lang": "en",
                "group": self.thread, "context": context}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """A model's answers on the test posts: confusion by author, and how long it took to make it."""

    learned: int
    counts: scores.Counts
    seconds: float


Debate = tuple[str, Sequence[Post], Sequence[Post]]
"""A name, posts to learn from, posts to test on."""


def read_posts(dumps: Path) -> Iterator[Post]:
    """The labelled posts of usable length, an author's first ones on each topic."""
    votes = json.loads(gzip.decompress((dumps / "fourforums_author_stance.json.gz").read_bytes()))
    with gzip.open(dumps / "fourforums.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = {row["id"]: own_words(row["text"]) for row in rows}
    taken: Counter[tuple[str, str, bool]] = Counter()
    for row in rows:
        vote = votes.get(row["thread"], {}).get(row["author"])
        pro = side(vote) if vote else None
        if pro is None or vote["topic"] not in THESES:
            continue
        text, key = words[row["id"]], (row["author"], vote["topic"], part(row["thread"]))
        if LEAST_WORDS <= len(text.split()) <= MOST_WORDS and taken[key] < PER_AUTHOR:
            taken[key] += 1
            first = part(row["id"])
            thesis = THESES[vote["topic"]][0 if first else 1]
            parent = words.get(row["parent"]) or None
            yield Post(vote["topic"], row["thread"], row["author"], thesis, text, parent, pro is first)


def side(vote: Mapping[str, int]) -> bool | None:
    """Whether the annotators put an author on the `pro` side; None where they are few or not of one mind."""
    cast = vote["pro"] + vote["anti"] + vote["other"]
    if cast < 5 or max(vote["pro"], vote["anti"]) < 0.8 * cast:
        return None
    return vote["pro"] > vote["anti"]


def own_words(text: str) -> str:
    """What follows the last quotation: the forum's export sets a blank line and an indented one behind each."""
    return " ".join(text.rsplit("\n\n \n", 1)[-1].split())


def part(name: str) -> bool:
    """One of two halves, by hash."""
    return hashlib.sha256(name.encode()).digest()[0] < 128


def in_turn(posts: Iterable[Post], seed: int) -> list[Post]:
    """Shuffled posts, the topics and sides taking turns, so that every beginning of the list is balanced."""
    groups: dict[tuple[str, bool], list[Post]] = defaultdict(list)
    for post in posts:
        groups[post.topic, post.favours].append(post)
    choice = random.Random(seed)
    for key in sorted(groups):
        choice.shuffle(groups[key])
    return [post for turn in zip_longest(*(groups[key] for key in sorted(groups))) for post in turn if post is not None]


def answers(model: str | None, posts: Sequence[Post], learned: int, seconds: float) -> Answers:
    loaded = load_model(model, device="auto")
    gold = np.array([0 if post.favours else 1 for post in posts])
    found = [one.stance for one in loaded.predict([post.input for post in posts])]
    chosen = np.array([0 if one is not None and one.agree >= one.disagree else 1 for one in found])
    return Answers(learned, scores.confusion(gold, chosen, [post.author for post in posts], labels=2), seconds)


def further_trained(model: Path, posts: Sequence[Post], folder: Path) -> Path:
    from threads.train.run import train

    rows = folder / f"labels-{len(posts)}.jsonl"
    rows.write_text("".join(json.dumps(post.row) + "\n" for post in posts), encoding="utf-8")
    out = folder / f"model-{len(posts)}"
    return train(model / "training.toml", start=model, rows=rows, out=out, work=folder / "work")


def by_words(learned: Sequence[Post], posts: Sequence[Post]) -> float:
    """Macro-F1 of a linear classifier of the side that the corpus calls `pro`, turned by the thesis."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    def words(of: Sequence[Post]) -> list[str]:
        return [f"{one.topic.replace(' ', '')} {one.text}" for one in of]

    rows = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    fitted = LogisticRegression(max_iter=500).fit(rows.fit_transform(words(learned)), [one.pro for one in learned])
    said = fitted.predict(rows.transform(words(posts)))
    chosen = [int(bool(pro) is not (one.thesis == THESES[one.topic][0])) for pro, one in zip(said, posts, strict=True)]
    gold = np.array([0 if one.favours else 1 for one in posts])
    return float(scores.macro_f1(scores.confusion(gold, np.array(chosen), None, labels=2).sum(axis=0)))


def line(one: Answers, start: Answers) -> str:
    """Learned posts, macro-F1 with its interval, the gain over the start with its own, seconds."""
    drawn, before = (scores.macro_f1(scores.resampled(each.counts, seed=0)) for each in (one, start))
    value, base = (float(scores.macro_f1(each.counts.sum(axis=0))) for each in (one, start))
    whole, gain = scores.estimate(np.array(value), drawn), scores.estimate(np.array(value - base), drawn - before)
    shown = f"{100 * whole.value:8.1f} ({100 * whole.low:.1f}–{100 * whole.high:.1f})"
    if one is start:
        return f"{one.learned:>7,}{shown}"
    return (f"{one.learned:>7,}{shown}{100 * gain.value:+8.1f} ({100 * gain.low:+.1f} to {100 * gain.high:+.1f})"
            f"{one.seconds:9.0f}")  # fmt: skip


def together(posts: Sequence[Post], size: int, given: argparse.Namespace) -> Iterator[Debate]:
    """All topics at once: nobody who is learned from, and no thread, is tested on."""
    learn = in_turn((one for one in posts if part(one.author) and part(one.thread)), given.seed)
    test = in_turn((one for one in posts if not part(one.author) and not part(one.thread)), given.seed)
    yield "all", learn[:size], test[: given.test]


def alone(posts: Sequence[Post], size: int, given: argparse.Namespace) -> Iterator[Debate]:
    """Every topic with enough posts: nobody who is learned from is tested on."""
    for topic in THESES:
        learn = in_turn((one for one in posts if one.topic == topic and part(one.author)), given.seed)
        test = in_turn((one for one in posts if one.topic == topic and not part(one.author)), given.seed)
        if len(learn) >= size:
            yield topic, learn[:size], test[: given.test // len(THESES)]


def compared(path: Path, learn: Sequence[Post], test: Sequence[Post], folder: Path) -> tuple[Answers, Answers, float]:
    """The answers before and after learning, and the macro-F1 of a classifier of words."""
    folder.mkdir(exist_ok=True)
    start = answers(str(path), test, 0, 0.0)
    began = perf_counter()
    made = further_trained(path, learn, folder)
    after = answers(str(made), test, len(learn), perf_counter() - began)
    return start, after, by_words(learn, test)


def pooled(parts: Sequence[Answers]) -> Answers:
    """Answers on several debates as one; an author of two debates counts as two."""
    counts = np.concatenate([one.counts for one in parts])
    return Answers(parts[0].learned, counts, sum(one.seconds for one in parts))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dumps", type=Path, default=Path(__file__).parents[2] / "shared" / "dumps")
    parser.add_argument("--model", help="a shipped model or a directory; default: the shipped model")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--test", type=int, default=640)
    parser.add_argument("--each", action="store_true", help="learn and test every topic alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the rows and models; default: a temporary one")
    given = parser.parse_args()
    posts = list(read_posts(given.dumps))
    path = model_directory(given.model).path
    print(f"{'learned':>7}  macro-F1 (95 %)     gain (95 %)          seconds   words", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in given.sizes:
            debates = list(alone(posts, size, given) if given.each else together(posts, size, given))
            found = [compared(path, learn, test, folder / name) for name, learn, test in debates]
            names = [name for name, _, _ in debates]
            print(f"{size} posts of {', '.join(names)}; {sum(len(test) for _, _, test in debates)} test posts")
            start, after = pooled([one for one, _, _ in found]), pooled([one for _, one, _ in found])
            words = np.average([one for _, _, one in found], weights=[len(test) for _, _, test in debates])
            print(line(start, start), flush=True)
            print(line(after, start) + f"{100 * words:8.1f}", flush=True)


if __name__ == "__main__":
    main()
