"""From threads to all that is said about them: stance, adjusted over the reply tree, and discourse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from threads.discourse import Discourse, analyse_discourse
from threads.errors import EmptyInputError
from threads.parsing import parse, warn_of
from threads.privacy import Pseudonyms, key_for
from threads.stance.adjust import adjust
from threads.stance.consistency import check_consistency
from threads.stance.load import load_model
from threads.stance.model import Progress, StanceModel
from threads.stance.reading import ModelRecord, ThreadStance
from threads.stance.scoring import score_threads
from threads.thread import Notice, Thread


@dataclass(frozen=True, slots=True)
class Analysis:
    """One thread, the stance of its comments, and what follows from both."""

    thread: Thread
    stance: ThreadStance
    discourse: Discourse


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose about a run; everything here is recorded in the run's manifest.

    `thesis` is used for every thread; `theses` (thread id, file name or file stem → thesis) wins over it. `model` is a
    shipped model's name, a model directory or a hub id (None: the shipped model). `names` keeps authors' names
    instead of pseudonyms; `key` makes the pseudonyms of several runs agree (None: one key per run).
    `author_consistency` (0: off, under 1) ties the stances of one author's comments in a thread to each other.
    `sensitivity` also scores every comment under the runner-up thesis, which takes the model about half as long again.
    `precision` is what the model computes in: `float32`, `bfloat16`, `int8`, or `auto` for what the device is fast in.
    """

    thesis: str | None = None
    theses: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None
    template: str | None = None
    device: str = "auto"
    names: bool = False
    key: str | None = None
    language: str = "en"
    columns: Mapping[str, str] | None = None
    author_consistency: float = 0.0
    sensitivity: bool = True
    precision: str = "auto"

    def __post_init__(self) -> None:
        """Check the consistency. Raises ValueError."""
        check_consistency(self.author_consistency)

    def thesis_of(self, thread: Thread) -> str | None:
        """The thesis that the user gave for this thread, if any."""
        path = Path(thread.source.path)
        found = (self.theses.get(name) for name in (thread.id, path.name, path.stem))
        return next((thesis for thesis in found if thesis is not None), self.thesis)


@dataclass(frozen=True, slots=True)
class Run:
    """The analyses of all threads of some inputs, with what made them: options, model, notices about inputs."""

    analyses: tuple[Analysis, ...]
    options: Options
    model: ModelRecord
    notices: tuple[Notice, ...] = ()


def analyse(
    thread: Thread, *, model: StanceModel | str | None = None, thesis: str | None = None, names: bool = False,
    language: str = "en", author_consistency: float = 0.0,
) -> Analysis:  # fmt: skip
    """Stance, flips, measures and summary of one thread; authors become pseudonyms unless `names`.

    `author_consistency` (0: off, under 1) ties the stances of one author's comments to each other.
    """
    options = Options(thesis=thesis, names=names, language=language, author_consistency=author_consistency)
    loaded = load_model(model) if model is None or isinstance(model, str) else model
    return next(_analyses([thread], loaded, options))


def reframed(analysis: Analysis, language: str) -> Analysis:
    """The same analysis with summaries in the framing words of another language."""
    return replace(analysis, discourse=analyse_discourse(analysis.thread, analysis.stance, language=language))


def analyse_inputs(
    inputs: Sequence[str | Path],
    options: Options,
    *,
    on_notice: Callable[[Notice], None] = warn_of,
    on_progress: Progress | None = None,
) -> Run:
    """Parse and analyse all threads of files, directories or archives. Raises ThreadsError if none can be read.

    `on_progress` gets the number of model inputs done since its last call: up to two per comment.
    """
    notices: list[Notice] = []

    def note(notice: Notice) -> None:
        notices.append(notice)
        on_notice(notice)

    threads = list(parse(*inputs, columns=options.columns, on_notice=note))
    if not threads:
        raise EmptyInputError("Nothing in the input could be read as a thread.")
    model = load_model(options.model, device=options.device, template=options.template, precision=options.precision)
    return Run(tuple(_analyses(threads, model, options, on_progress)), options, model.record, tuple(notices))


def _analyses(
    threads: Sequence[Thread], model: StanceModel, options: Options, on_progress: Progress | None = None
) -> Iterator[Analysis]:
    pseudonyms = Pseudonyms(_key(threads, options.key))
    # the model reads the names, what is written and shown does not
    theses = [options.thesis_of(thread) for thread in threads]
    scored = score_threads(threads, model, theses=theses, sensitivity=options.sensitivity, progress=on_progress)
    for thread, text_only in zip(threads, scored, strict=True):
        yield concluded(thread, text_only, None if options.names else pseudonyms, options)


def concluded(thread: Thread, text_only: ThreadStance, pseudonyms: Pseudonyms | None, options: Options) -> Analysis:
    """All that follows from a thread and the stance of its single comments; names stay without `pseudonyms`."""
    stance = adjust(thread, text_only, author_consistency=options.author_consistency)
    shown = thread if pseudonyms is None else pseudonyms.pseudonymise(thread)
    return Analysis(shown, stance, analyse_discourse(shown, stance, language=options.language))


def _key(threads: Iterable[Thread], given: str | None) -> bytes:
    """The key of the pseudonyms: the user's, or one that only who has the names and words of all threads can derive."""
    return given.encode() if given is not None else key_for(_words(thread) for thread in threads)


def _words(thread: Thread) -> bytes:
    """Who wrote what, wherever the thread was read from."""
    return json.dumps([[comment.author, comment.text] for comment in thread.comments], ensure_ascii=True).encode()
