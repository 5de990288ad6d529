"""A thread's findings → how it moved, in sentences: opening, exchange, flips, turns, open questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threads.discourse.acts import Act
from threads.discourse.central import central_sentences
from threads.discourse.dialogue import Question
from threads.discourse.flips import AuthorFlip
from threads.discourse.quoting import candidates, cut, quotes
from threads.discourse.replies import ARTICLE, ReplyTree
from threads.discourse.summary import Quotation, SummarySentence, Topic
from threads.discourse.wording import Wording
from threads.stance.label import Stance

if TYPE_CHECKING:
    from threads.discourse.discourse import Discourse

SIGNIFICANT = 0.05
"""Adjusted p-value up to which a branch turn enters the summary."""
MOST_ITEMS = 3
"""Flips, contrasts and questions named in a summary; the findings hold all of them."""

FEWEST_COMPARED = 3
"""Replies under which it says nothing that none of them opposes its parent."""

_OPPOSITE = {Stance.AGREE: Stance.DISAGREE, Stance.DISAGREE: Stance.AGREE}


def dialogue_text(
    tree: ReplyTree, found: Discourse, say: Wording, *, topic: str | None = None
) -> tuple[SummarySentence, ...]:
    """How the thread moved; empty for a thread without comments."""
    if not any(not comment.missing for comment in tree.comments):
        return ()
    return (
        *_opening(tree, found, say, topic),
        _exchange(found, say),
        *_flips(tree, found, say),
        *_contrasts(found, say),
        *_turns(found, say),
        *_swing(found, say),
        *_questions(tree, found, say),
        *_meta(found, say),
    )


def _opening(tree: ReplyTree, found: Discourse, say: Wording, topic: str | None) -> list[SummarySentence]:
    """The first comment, and the first that takes the other side."""
    line = tree.ordered(tree.scored()).positions
    first = next((i for i in line if tree.parents[i] == ARTICLE), None)
    if first is None:
        return []
    other = _OPPOSITE.get(tree.stance(first) or Stance.UNCLEAR)
    counter = next((i for i in line if tree.stance(i) is other), None)
    told = [_first_position(tree, first, "opening", found, say, topic)]
    return told if counter is None else [*told, _first_position(tree, counter, "counter", found, say, topic)]


def _first_position(
    tree: ReplyTree, i: int, key: str, found: Discourse, say: Wording, topic: str | None
) -> SummarySentence:
    """Who says what; words that the summary quotes already are not quoted again."""
    comment = tree.comments[i]
    said = any(r.quotation.comment_id == comment.id for r in found.summary.representatives)
    central = () if said else central_sentences(candidates(tree, [i]), 1, topic=topic)
    chosen = tuple(Quotation(comment.id, cut(c.candidate.text)) for c in central)
    who, stance = _who(tree, i, say), say.stance(tree.stance(i) or Stance.UNCLEAR)
    if chosen:
        text = say.say(key, who=who, stance=stance, quote=quotes(tree, chosen, say))
    else:
        text = say.say(f"{key}_said", who=who, stance=stance, id=f"[{comment.id}]")
    return SummarySentence(Topic.OPENING, text, (comment.id,), chosen)


def _who(tree: ReplyTree, position: int, say: Wording) -> str:
    return tree.author(position) or say.word("someone")


def _ids(ids: tuple[str, ...]) -> str:
    return "[" + ", ".join(ids) + "]"


def _exchange(found: Discourse, say: Wording) -> SummarySentence:
    exchange = found.longest_exchange
    if exchange is None:
        return SummarySentence(Topic.EXCHANGE, say.say("no_exchange"))
    if len(exchange.comments) == 2 and not exchange.placeholders:
        return SummarySentence(Topic.EXCHANGE, say.say("exchange_short"), exchange.comments)
    comments, ids = say.count("comments", len(exchange.comments)), _ids(exchange.comments)
    lost = say.say("exchange_lost", n=exchange.placeholders) if exchange.placeholders else ""
    if exchange.authors:
        first, second = exchange.authors
        text = say.say("exchange_two", comments=comments, lost=lost, first=first, second=second, ids=ids)
    else:
        text = say.say("exchange_chain", comments=comments, lost=lost, ids=ids)
    return SummarySentence(Topic.EXCHANGE, text, exchange.comments)


def _flips(tree: ReplyTree, found: Discourse, say: Wording) -> list[SummarySentence]:
    if found.flips.reason:
        return [SummarySentence(Topic.FLIP, say.say("flip_unknown", reason=say.reason(found.flips.reason)))]
    told = []
    for flip in sorted(found.flips.items, key=lambda f: -f.probability)[:MOST_ITEMS]:
        told += [_flip(flip, "flip", say), _moved(tree, flip, say)]
    if not told:
        checked = found.flips.checked
        none = say.say("no_flip", pairs=say.count("pairs", checked)) if checked else say.say("no_pairs")
        told.append(SummarySentence(Topic.FLIP, none))
    softer = sorted(found.softenings.items, key=lambda f: -f.probability)[:MOST_ITEMS]
    return told + [_flip(flip, "softening", say) for flip in softer]


def _flip(flip: AuthorFlip, key: str, say: Wording) -> SummarySentence:
    time = "" if flip.seconds is None else say.say("flip_time", duration=say.duration(abs(flip.seconds)))
    text = say.say(
        key,
        author=flip.author,
        before=say.stance(flip.before_stance),
        after=say.stance(flip.after_stance),
        first=f"[{flip.before}]",
        second=f"[{flip.after}]",
        p=say.number(flip.probability),
        time=say.say("flip_order") if flip.by_document_order else time,
    )
    return SummarySentence(Topic.FLIP, text, (flip.before, flip.after))


def _moved(tree: ReplyTree, flip: AuthorFlip, say: Wording) -> SummarySentence:
    """Who moved whom: the replies that the author had received when the stance changed."""
    if not flip.candidates:
        return SummarySentence(Topic.MOVED, say.say("moved_by_none", author=flip.author), (flip.before, flip.after))
    position = {comment.id: i for i, comment in enumerate(tree.comments)}
    names = list(dict.fromkeys(_who(tree, position[i], say) for i in flip.candidates))
    text = say.say_of(len(flip.candidates), "moved", author=flip.author, who=say.join(names), ids=_ids(flip.candidates))
    return SummarySentence(Topic.MOVED, text, (flip.before, flip.after, *flip.candidates))


def _contrasts(found: Discourse, say: Wording) -> list[SummarySentence]:
    if found.contrasts.reason or not found.contrasts.checked:
        return []
    checked = found.contrasts.checked
    if not found.contrasts.items and checked < FEWEST_COMPARED:
        return []
    if not found.contrasts.items:
        return [SummarySentence(Topic.CONTRAST, say.say("no_contrast", checked=checked))]
    shown = sorted(found.contrasts.items, key=lambda c: -c.probability)[:MOST_ITEMS]
    pairs = ", ".join(f"[{c.parent} → {c.reply}]" for c in shown) + (" …" if len(found.contrasts.items) > 3 else "")
    text = say.say("contrasts", n=len(found.contrasts.items), checked=checked, pairs=pairs)
    return [SummarySentence(Topic.CONTRAST, text, tuple(i for c in shown for i in (c.parent, c.reply)))]


def _turns(found: Discourse, say: Wording) -> list[SummarySentence]:
    turns = [t for t in found.turns.items if t.p_adjusted is not None and t.p_adjusted <= SIGNIFICANT]
    return [
        SummarySentence(
            Topic.TURN,
            say.say(
                "turn_down" if turn.before > turn.after else "turn_up",
                branch=f"[{turn.branch}]",
                pivot=f"[{turn.pivot}]",
                before=say.number(turn.before),
                after=say.number(turn.after),
                p=say.number(turn.p_adjusted or 0.0, 3),
                comments=say.count("comments", turn.n),
            ),
            (turn.branch, turn.pivot),
        )
        for turn in sorted(turns, key=lambda t: t.p_adjusted or 0.0)[:MOST_ITEMS]
    ]


def _swing(found: Discourse, say: Wording) -> list[SummarySentence]:
    """The last crossing of zero that is certain; the others are left to the findings."""
    certain = [c for c in found.swing.crossings if c.certain] if found.swing else []
    if not certain:
        return []
    at = certain[-1].comment_id
    return [SummarySentence(Topic.SWING, say.say("swing", id=f"[{at}]"), (at,))]


def _questions(tree: ReplyTree, found: Discourse, say: Wording) -> list[SummarySentence]:
    open_ones = [q for q in found.open_questions if not q.lost_replies]
    told = []
    if shown := open_ones[:MOST_ITEMS]:
        chosen = tuple(Quotation(q.comment_id, cut(q.sentence)) for q in shown)
        text = say.say_of(len(shown), "question_open", quotes=quotes(tree, chosen, say))
        told.append(SummarySentence(Topic.QUESTION, text, tuple(q.comment_id for q in shown), chosen))
    return told + _lost_answers([q for q in found.open_questions if q.lost_replies], say)


def _lost_answers(asked: list[Question], say: Wording) -> list[SummarySentence]:
    if not asked:
        return []
    ids = tuple(q.comment_id for q in asked[:MOST_ITEMS])
    return [SummarySentence(Topic.QUESTION, say.say("question_lost", ids=_ids(ids)), ids)]


def _meta(found: Discourse, say: Wording) -> list[SummarySentence]:
    ids = tuple(entry.comment_id for entry in found.acts if any(a.act is Act.META for a in entry.acts))
    return [SummarySentence(Topic.META, say.say_of(len(ids), "meta", ids=_ids(ids)), ids)] if ids else []
