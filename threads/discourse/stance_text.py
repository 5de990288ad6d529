"""A thread's findings → where it stands, in sentences: thesis, shares, completeness, camps, the largest branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threads.discourse.central import central_sentences
from threads.discourse.quoting import candidates, quotation_of, quotes
from threads.discourse.replies import ReplyTree
from threads.discourse.share import Shares, stance_shares
from threads.discourse.summary import Representative, SummarySentence, Topic
from threads.discourse.wording import Wording
from threads.stance.label import Stance
from threads.stance.reading import ThreadStance
from threads.thread import Thread

if TYPE_CHECKING:
    from threads.discourse.discourse import Discourse

FEWEST_FOR_PERCENT = 10
"""Comments under which shares are given as counts only."""

_OPENING_MARKS, _CLOSING_MARKS = set('„“"«»'), set('“”"»«')

_CAMPS = (Stance.AGREE, Stance.DISAGREE, Stance.NEUTRAL)


def stance_text(
    thread: Thread, stance: ThreadStance, tree: ReplyTree, found: Discourse, say: Wording
) -> tuple[SummarySentence, ...]:
    """Where the thread stands; every quotation is verbatim, in the comment's own language."""
    if not thread.comments:
        return (_thesis(stance, say), SummarySentence(Topic.SHARES, _nothing_found(thread, say)))
    camps = [_camp(tree, camp, found, say) for camp in (*_CAMPS, Stance.UNCLEAR)]
    return (
        _thesis(stance, say),
        *_shares(found.shares, say),
        *_completeness(thread, say),
        *(sentence for sentence in camps if sentence is not None),
        *_largest_branch(found, tree, say),
    )


def _nothing_found(thread: Thread, say: Wording) -> str:
    if not thread.declared_comments:
        return say.say("no_comments")
    return say.say("none_found", comments=say.count("comments", thread.declared_comments))


def topic_of(thread: Thread, stance: ThreadStance) -> str | None:
    """What sentences should speak of: the thesis and the article's title."""
    parts = (stance.thesis.text if stance.thesis else None, thread.article.title)
    return " ".join(part for part in parts if part) or None


def representatives(tree: ReplyTree, topic: str | None = None) -> tuple[Representative, ...]:
    """One to three central sentences of each camp, in thread order; more of a larger camp. `topic`: see `central`.

    Comments whose stance is unclear are a camp only where they are the majority.
    """
    found = []
    for camp in (*_CAMPS, Stance.UNCLEAR) if mostly_unclear(stance_shares(tree)) else _CAMPS:
        positions = [i for i in tree.scored() if tree.stance(i) is camp]
        quota = min(3, 1 + len(positions) // 4)
        for central in central_sentences(candidates(tree, positions, camp), quota, topic=topic):
            found.append(Representative(camp, quotation_of(tree, central), central.centrality))
    return tuple(found)


def _thesis(stance: ThreadStance, say: Wording) -> SummarySentence:
    if stance.thesis is None:
        return SummarySentence(Topic.THESIS, say.say("no_thesis"))
    key = "thesis_given" if stance.thesis.given else "thesis_proposed"
    return SummarySentence(Topic.THESIS, say.say(key, quote=say.quote(_unquoted(stance.thesis.text))))


def _unquoted(text: str) -> str:
    """A sentence that stands in quotation marks as a whole, without them."""
    inside = text[1:-1]
    whole = text[:1] in _OPENING_MARKS and text[-1:] in _CLOSING_MARKS
    return inside if whole and not set(inside) & (_OPENING_MARKS | _CLOSING_MARKS) else text


def _shares(shares: Shares, say: Wording) -> list[SummarySentence]:
    if shares.reason:
        return [SummarySentence(Topic.SHARES, say.say("no_shares", reason=say.reason(shares.reason)))]
    if _unclear(shares) == shares.n:
        return [SummarySentence(Topic.SHARES, say.say_of(shares.n, "all_unclear"))]
    percent = shares.n >= FEWEST_FOR_PERCENT
    parts = share_parts(shares, say, percent=percent)
    text = say.say("shares_percent" if percent else "shares", comments=say.count("comments", shares.n), parts=parts)
    told = [SummarySentence(Topic.SHARES, text)]
    if mostly_unclear(shares):
        warning = say.say("mostly_unclear", n=_unclear(shares), comments=say.count("comments_of", shares.n))
        told.append(SummarySentence(Topic.SHARES, warning))
    return told


def mostly_unclear(shares: Shares) -> bool:
    """Whether the model was not sure enough about at least half of the comments."""
    return shares.n > 0 and 2 * _unclear(shares) >= shares.n


def _unclear(shares: Shares) -> int:
    return next((entry.count for entry in shares.entries if entry.stance is Stance.UNCLEAR), 0)


def share_parts(shares: Shares, say: Wording, *, percent: bool) -> str:
    """The stances with their counts, those that occur, and with intervals where `percent`."""
    parts = []
    for entry in (e for e in shares.entries if e.count):
        key = "share_interval" if percent else "share_plain"
        share, interval = say.percent(entry.proportion), say.interval(entry.interval)
        parts.append(
            say.say(key, n=entry.count, camp=say.camp(entry.stance, entry.count), share=share, interval=interval)
        )
    return ", ".join(parts)


def _completeness(thread: Thread, say: Wording) -> list[SummarySentence]:
    found = thread.recovered_comments
    placed = len(thread.comments) - found
    text = _completeness_text(thread, found, placed, say)
    missing = tuple(comment.id for comment in thread.comments if comment.missing)
    told = [SummarySentence(Topic.COMPLETENESS, text, missing)]
    if (pages := thread.pagination) is not None:
        page = f"{pages.page}/{pages.pages}" if pages.pages else str(pages.page)
        told.append(SummarySentence(Topic.COMPLETENESS, say.say("page", page=page)))
    return told


def _completeness_text(thread: Thread, found: int, placed: int, say: Wording) -> str:
    counts = {"found": found, "placed": placed, "lost": thread.lost_comments or 0}
    parts = [say.count(what, n) for what, n in counts.items() if n or what == "found"]
    announced = thread.declared_comments
    if announced is None:
        return say.say("not_announced", parts=", ".join(parts))
    if found == announced and not placed:
        return say.say_of(announced, "complete", comments=say.count("comments", announced))
    parts[:1] = [say.say("more", found=parts[0])] if found > announced else parts[:1]
    return say.say("incomplete", comments=say.count("comments", announced), parts=", ".join(parts))


def _camp(tree: ReplyTree, camp: Stance, found: Discourse, say: Wording) -> SummarySentence | None:
    chosen = tuple(r.quotation for r in found.summary.representatives if r.stance is camp)
    if not chosen:
        return None
    count = next(entry.count for entry in found.shares.entries if entry.stance is camp)
    key = "camp_quotes" if count == 1 else "camp_examples"
    text = say.say(key, voices=say.voices(camp, count), n=count, quotes=quotes(tree, chosen, say))
    return SummarySentence(Topic.CAMP, text, tuple(q.comment_id for q in chosen), chosen)


def _largest_branch(found: Discourse, tree: ReplyTree, say: Wording) -> list[SummarySentence]:
    """The largest branch of several, if it holds replies worth a sentence of their own."""
    if len(tree.tops) < 2 or not found.branches or found.branches[0].quotation is None:
        return []
    branch, quotation = found.branches[0], found.branches[0].quotation
    text = say.say(
        "branch",
        id=f"[{branch.top}]",
        comments=say.count("comments", branch.comments),
        parts=share_parts(branch.shares, say, percent=False) or say.reason(branch.shares.reason or ""),
        quotes=quotes(tree, (quotation,), say),
    )
    return [SummarySentence(Topic.BRANCH, text, (branch.top, quotation.comment_id), (quotation,))]
