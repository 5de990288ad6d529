"""What the stance layer says about one thread: the thesis, and a stance for every comment."""

from __future__ import annotations

from dataclasses import dataclass

from threads.stance.label import Agreement, Distribution, Stance
from threads.thread import Notice


@dataclass(frozen=True, slots=True)
class ThesisCandidate:
    """A sentence of the article that may be its thesis; `score` orders candidates, `reasons` say why (for people)."""

    text: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesis:
    """What stance is measured against; `given` by the user or proposed. `runner_ups` best first."""

    text: str
    given: bool
    reasons: tuple[str, ...] = ()
    runner_ups: tuple[ThesisCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentStance:
    """Stance of one comment. `stance` follows `tree` where it exists, else `text`; `reply` is towards the parent.

    `reply_tree` is the same relation after inference over the tree; `agreement` follows it where it exists, else
    `reply`. A placeholder has no `text`; a thread without a thesis has no CommentStance at all.
    """

    comment_id: str
    stance: Stance
    text: Distribution | None
    tree: Distribution | None = None
    reply: Distribution | None = None
    agreement: Agreement | None = None
    windows: int = 1
    reply_tree: Distribution | None = None

    @property
    def distribution(self) -> Distribution | None:
        """The distribution the label was read from."""
        return self.tree or self.text


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """Which model spoke: name, SHA-256 of its weights, kind (`stance` or `nli`), thresholds of `unclear`, licence.

    `precision` is what it computed in (`bfloat16`, `float32`, `int8`), None where it has not been loaded.
    """

    name: str
    sha256: str
    kind: str
    threshold: float
    licence: str | None = None
    reply_threshold: float = 0.0
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadStance:
    """Stance of a whole thread, comments in the thread's order. `thesis` None: nothing to measure against, see notices.

    `sensitivity` is the share of decided labels that change under the runner-up thesis (None if not computed).
    """

    thread_id: str
    thesis: Thesis | None
    comments: tuple[CommentStance, ...]
    model: ModelRecord
    sensitivity: float | None = None
    notices: tuple[Notice, ...] = ()
