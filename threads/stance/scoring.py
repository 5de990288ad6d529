"""Threads and a model in, the stance of every comment out: own words measured against the thesis, parent as context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from threads.errors import ThesisError
from threads.stance.label import Distribution, Stance
from threads.stance.model import Prediction, Progress, StanceInput, StanceModel
from threads.stance.reading import CommentStance, ModelRecord, Thesis, ThreadStance
from threads.stance.thesis import propose
from threads.thread import Comment, Kind, Notice, Thread

DIGITS = 4
"""Decimals of probabilities in results: what is beyond them depends on the machine."""


def score_thread(
    thread: Thread, model: StanceModel, *, thesis: str | None = None, sensitivity: bool = True
) -> ThreadStance:
    """Stance of every comment of a thread; without `thesis` it is proposed from the article.

    Placeholders, pingbacks, deleted and empty comments get no distribution. `sensitivity` also scores the runner-up
    thesis, which takes the time twice. Where there is no thesis the result has no comments and a notice.
    """
    return score_threads([thread], model, theses=[thesis], sensitivity=sensitivity)[0]


def score_threads(
    threads: Sequence[Thread],
    model: StanceModel,
    *,
    theses: Sequence[str | None] | None = None,
    sensitivity: bool = True,
    progress: Progress | None = None,
) -> tuple[ThreadStance, ...]:
    """`score_thread` of many threads at once, which is faster: batches are filled across threads.

    `theses` has one entry per thread, None where the thesis is to be proposed. `progress` gets the inputs done, of
    which there are up to two per comment. Raises ThesisError where the numbers of threads and theses differ.
    """
    if theses is not None and len(theses) != len(threads):
        raise ThesisError(f"There are {len(theses)} theses for {len(threads)} threads; give one (or None) for each.")
    pairs = zip(threads, theses or [None] * len(threads), strict=True)
    plans = [plan_scoring(thread, given, sensitivity=sensitivity) for thread, given in pairs]
    predictions = iter(model.predict([one for plan in plans for one in plan.asked], progress=progress))
    return tuple(stance_from(plan, list(islice(predictions, len(plan.asked))), model.record) for plan in plans)


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """What of a thread is to be scored: positions of comments and their inputs, also under the runner-up thesis."""

    thread: Thread
    thesis: Thesis | None
    positions: tuple[int, ...] = ()
    inputs: tuple[StanceInput, ...] = ()
    rival_inputs: tuple[StanceInput, ...] = ()
    only_quoted: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[StanceInput, ...]:
        """All inputs, in the order in which `stance_from` takes their predictions."""
        return (*self.inputs, *self.rival_inputs)


def plan_scoring(thread: Thread, given: str | None = None, *, sensitivity: bool = True) -> ScoringPlan:
    """What a model must be asked about a thread: the first half of `score_thread`; `given` is the user's thesis."""
    thesis = Thesis(given.strip(), given=True) if given and given.strip() else propose(thread.article)
    if thesis is None:
        return ScoringPlan(thread, None)
    by_id = {comment.id: comment for comment in thread.comments}
    positions = tuple(i for i, comment in enumerate(thread.comments) if is_scored(comment))
    comments = [thread.comments[i] for i in positions]
    rival = thesis.runner_ups[0].text if sensitivity and thesis.runner_ups else None
    return ScoringPlan(
        thread,
        thesis,
        positions,
        tuple(_input(comment, by_id, thread, thesis.text) for comment in comments),
        tuple(_input(comment, by_id, thread, rival) for comment in comments if rival),
        tuple(comment.id for comment in comments if not comment.own_words),
    )


def is_scored(comment: Comment) -> bool:
    """Whether a comment can have a stance: it is there, somebody wrote it here, and it has words."""
    written = comment.kind is Kind.COMMENT and not comment.missing and not comment.deleted
    return written and bool((comment.text or "").strip())


def _input(comment: Comment, by_id: dict[str, Comment], thread: Thread, thesis: str) -> StanceInput:
    parent = by_id.get(comment.parent) if comment.parent is not None else None
    return StanceInput(
        thesis=thesis,
        comment=_words(comment),
        parent=_context(comment, parent) if parent is not None else None,
        language=comment.language or thread.article.language,
    )


def _words(comment: Comment) -> str:
    """The commenter's own words, or all of them where everything is quoted."""
    return comment.own_words or (comment.text or "").strip()


def _context(comment: Comment, parent: Comment) -> str | None:
    """The parent's own words; of a lost or deleted parent what the comment quotes of it."""
    if is_scored(parent):
        return _words(parent)
    quoted = (quote.words(comment.text).strip() for quote in comment.quotes if quote.of in (None, parent.id))
    return next((words for words in quoted if words and comment.own_words), None)


def stance_from(plan: ScoringPlan, predictions: Sequence[Prediction], record: ModelRecord) -> ThreadStance:
    """The stance of a thread's comments from the predictions of `plan.asked`: the second half of `score_thread`."""
    found, rivals = predictions[: len(plan.inputs)], predictions[len(plan.inputs) :]
    if plan.thesis is None:
        return ThreadStance(plan.thread.id, None, (), record, notices=tuple(_no_thesis(plan.thread)))
    by_position = dict(zip(plan.positions, found, strict=True))
    comments = tuple(
        _comment_stance(comment, by_position.get(i), record) for i, comment in enumerate(plan.thread.comments)
    )
    labels = [comments[i].stance for i in plan.positions]
    return ThreadStance(
        thread_id=plan.thread.id,
        thesis=plan.thesis,
        comments=comments,
        model=record,
        sensitivity=_sensitivity(labels, rivals, record.threshold),
        notices=tuple(_notices(plan, found)),
    )


def _comment_stance(comment: Comment, found: Prediction | None, record: ModelRecord) -> CommentStance:
    if found is None or found.stance is None:
        return CommentStance(comment.id, Stance.UNCLEAR, None, windows=0)
    text, reply = rounded(found.stance), rounded(found.reply) if found.reply else None
    return CommentStance(
        comment_id=comment.id,
        stance=text.stance(record.threshold),
        text=text,
        reply=reply,
        agreement=reply.agreement(record.reply_threshold) if reply else None,
        windows=found.windows,
    )


def rounded(distribution: Distribution) -> Distribution:
    """A distribution with four decimals that still sums to 1."""
    agree, disagree = round(distribution.agree, DIGITS), round(distribution.disagree, DIGITS)
    return Distribution(agree, max(0.0, round(1 - agree - disagree, DIGITS)), disagree)


def _sensitivity(labels: Sequence[Stance], rivals: Sequence[Prediction], threshold: float) -> float | None:
    """Share of the decided labels that are another one under the runner-up thesis."""
    under_rival = [rounded(one.stance).stance(threshold) for one in rivals if one.stance is not None]
    if len(under_rival) != len(labels):
        return None
    changed = [new is not old for old, new in zip(labels, under_rival, strict=True) if old is not Stance.UNCLEAR]
    return round(sum(changed) / len(changed), DIGITS) if changed else None


def _no_thesis(thread: Thread) -> Iterator[Notice]:
    held = "no sentence of the article can be taken for one" if thread.article.text else "there is no article text"
    message = f"No stance was read: no thesis was given and {held}. Give one with --thesis."
    yield Notice("no-thesis", message, thread.id)


def _notices(plan: ScoringPlan, found: Sequence[Prediction]) -> Iterator[Notice]:
    if plan.only_quoted:
        many = "1 comment is" if len(plan.only_quoted) == 1 else f"{len(plan.only_quoted)} comments are"
        yield Notice(
            "only-quoted",
            f"{many} nothing but quotation; stance was read from the quoted words.",
            _places(plan.only_quoted),
        )
    yield from _cut_notices(plan, found)
    asked = any(one.parent for one in plan.inputs)
    if asked and all(one.reply is None for one in found):
        yield Notice("no-reply-head", "The model does not tell whether a reply agrees with its parent.", plan.thread.id)


def _cut_notices(plan: ScoringPlan, found: Sequence[Prediction]) -> Iterator[Notice]:
    """What the model read the beginnings of only: the thesis, and comments that were replied to."""
    if any(one.cut.thesis for one in found):
        message = "The thesis is longer than what the model reads of one; its beginning was read."
        yield Notice("thesis-cut", message, plan.thread.id)
    replies = [plan.thread.comments[i] for i, one in zip(plan.positions, found, strict=True) if one.cut.parent]
    if replies:
        parents = list(dict.fromkeys(one.parent for one in replies if one.parent is not None))
        many = "1 reply was" if len(replies) == 1 else f"{len(replies)} replies were"
        message = f"{many} read beside the beginning of a comment that is longer than what the model reads of one."
        yield Notice("parent-cut", message, _places(parents))


def _places(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
