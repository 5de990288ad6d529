"""A thread with stance → everything that the discourse layer says about it."""

from __future__ import annotations

from dataclasses import dataclass

from threads.discourse.acts import CommentActs
from threads.discourse.dialogue import Answered, Exchange, Question
from threads.discourse.flips import AuthorFlip, Contrast
from threads.discourse.grice import CommentGrice
from threads.discourse.measure import Finding, Measure
from threads.discourse.share import Shares
from threads.discourse.summary import Summary
from threads.discourse.swing import ThreadSwing
from threads.discourse.turns import BranchTurn
from threads.thread import Notice


@dataclass(frozen=True, slots=True)
class Discourse:
    """One thread's stance dynamics, measures and summary. Comments are named by id, authors as in the thread given.

    `swing` None: `swing_reason` says why. `longest_exchange` None: no comment answers another.
    """

    thread_id: str
    shares: Shares
    flips: Finding[AuthorFlip]
    softenings: Finding[AuthorFlip]
    contrasts: Finding[Contrast]
    turns: Finding[BranchTurn]
    swing: ThreadSwing | None
    swing_reason: str | None
    shape: tuple[Measure, ...]
    participation: tuple[Measure, ...]
    polarisation: tuple[Measure, ...]
    tempo: tuple[Measure, ...]
    completeness: tuple[Measure, ...]
    answered: Finding[Answered]
    longest_exchange: Exchange | None
    questions: tuple[Question, ...]
    acts: tuple[CommentActs, ...]
    grice: tuple[CommentGrice, ...]
    summary: Summary
    notices: tuple[Notice, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, group by group."""
        return (*self.shape, *self.participation, *self.polarisation, *self.tempo, *self.completeness)

    def measure(self, name: str) -> Measure:
        """The measure of that name. Raises KeyError."""
        return {measure.name: measure for measure in self.measures}[name]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions without an observed reply."""
        return tuple(question for question in self.questions if question.open)
