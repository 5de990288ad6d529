"""A thread with stance → everything that the discourse layer says about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from threads.discourse.acts import CommentActs, dialogue_acts
from threads.discourse.branches import Branch, branches
from threads.discourse.completeness import completeness
from threads.discourse.dialogue import Answered, Exchange, Question, longest_exchange, questions, who_answered_whom
from threads.discourse.dialogue_text import dialogue_text
from threads.discourse.flips import AuthorFlip, Contrast, author_flips, contrasts, softenings
from threads.discourse.grice import CommentGrice, grice
from threads.discourse.measure import Finding, Measure
from threads.discourse.participation import participation
from threads.discourse.polarisation import polarisation
from threads.discourse.replies import reply_tree
from threads.discourse.shape import shape
from threads.discourse.share import Shares, stance_shares
from threads.discourse.stance_text import representatives, stance_text, topic_of
from threads.discourse.summary import Summary
from threads.discourse.swing import ThreadSwing, thread_swing
from threads.discourse.tempo import tempo
from threads.discourse.turns import BranchTurn, branch_turns
from threads.discourse.wording import wording
from threads.stance.reading import ThreadStance
from threads.thread import Notice, Thread


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
    branches: tuple[Branch, ...] = ()
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


def analyse_discourse(thread: Thread, stance: ThreadStance, *, language: str = "en", seed: int = 0) -> Discourse:
    """Flips, measures and summary of one thread; `language` is that of the summary's framing words.

    Authors appear as in `thread`: give a pseudonymised thread where names must not show. Raises FormatError where a
    comment's parent does not stand before it.
    """
    tree = reply_tree(thread, stance)
    acts = dialogue_acts(tree, thread.article.language)
    swing = thread_swing(tree)
    say, topic = wording(language), topic_of(thread, stance)
    voices = representatives(tree, topic)
    said = frozenset(voice.quotation.comment_id for voice in voices)
    found = Discourse(
        thread_id=thread.id,
        shares=stance_shares(tree),
        flips=author_flips(tree),
        softenings=softenings(tree),
        contrasts=contrasts(tree),
        turns=branch_turns(tree, seed=seed),
        swing=swing,
        swing_reason=None if swing else ("no comment has a stance" if tree.comments else "no comments"),
        shape=shape(tree),
        participation=participation(tree),
        polarisation=polarisation(tree, seed=seed),
        tempo=tempo(tree, thread.article.published, seed=seed),
        completeness=completeness(thread),
        answered=who_answered_whom(tree),
        longest_exchange=longest_exchange(tree),
        questions=questions(tree, acts),
        acts=acts,
        grice=grice(tree, thread.article),
        summary=Summary(say.language, (), (), voices),
        branches=branches(tree, topic, said=said),
    )
    standing = stance_text(thread, stance, tree, found, say)
    moving = dialogue_text(tree, found, say, topic=topic)
    return replace(found, summary=replace(found.summary, stance=standing, dialogue=moving))
