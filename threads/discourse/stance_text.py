"""A thread's findings → where it stands, in sentences: thesis, shares, completeness, camps, the largest branch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from threads.discourse.central import Candidate, Central, central_sentences
from threads.discourse.replies import ReplyTree
from threads.discourse.sentences import links, sentences, words
from threads.discourse.share import Shares, stance_shares
from threads.discourse.summary import Quotation, Representative, SummarySentence, Topic
from threads.discourse.wording import Wording
from threads.stance.label import Stance
from threads.stance.reading import ThreadStance
from threads.thread import Thread

if TYPE_CHECKING:
    from threads.discourse.discourse import Discourse

LONGEST_QUOTATION = 45
"""Words after which a quotation is cut, with […] outside the quotation marks."""
READABLE = 25
"""Words up to which a sentence is quoted as readily as a shorter one."""
SHORTEST_QUOTATION = 4
FEWEST_FOR_PERCENT = 10
"""Comments under which shares are given as counts only."""
SMALLEST_BRANCH = 4

_WORD = re.compile(r"\S+")
_CAMPS = (Stance.AGREE, Stance.DISAGREE, Stance.NEUTRAL)


def stance_text(
    thread: Thread, stance: ThreadStance, tree: ReplyTree, found: Discourse, say: Wording
) -> tuple[SummarySentence, ...]:
    """Where the thread stands; every quotation is verbatim, in the comment's own language."""
    if not thread.comments:
        return (_thesis(stance, say), SummarySentence(Topic.SHARES, say.say("no_comments")))
    camps = [_camp(tree, camp, found, say) for camp in _CAMPS]
    return (
        _thesis(stance, say),
        _shares(found.shares, say),
        *_completeness(thread, say),
        *(sentence for sentence in camps if sentence is not None),
        *_largest_branch(tree, found, say, topic_of(thread, stance)),
    )


def topic_of(thread: Thread, stance: ThreadStance) -> str | None:
    """What sentences should speak of: the thesis and the article's title."""
    parts = (stance.thesis.text if stance.thesis else None, thread.article.title)
    return " ".join(part for part in parts if part) or None


def representatives(tree: ReplyTree, topic: str | None = None) -> tuple[Representative, ...]:
    """One to three central sentences of each camp, in thread order; more of a larger camp. `topic`: see `central`."""
    found = []
    for camp in _CAMPS:
        positions = [i for i in tree.scored() if tree.stance(i) is camp]
        quota = min(3, 1 + len(positions) // 4)
        for central in central_sentences(candidates(tree, positions, camp), quota, topic=topic):
            found.append(Representative(camp, _quotation(tree, central), central.centrality))
    return tuple(found)


def candidates(tree: ReplyTree, positions: list[int], camp: Stance | None = None) -> list[Candidate]:
    """Sentences of own words, without those that only link; short ones only where a comment has no longer."""
    found = []
    for i in positions:
        comment, distribution = tree.comments[i], tree.distribution(i)
        weight = 1.0 if distribution is None or camp is None else float(getattr(distribution, camp.value))
        parts = [s for s in sentences(comment.own_words, comment.language) if not links(s) and words(s)]
        long = [s for s in parts if len(words(s)) >= SHORTEST_QUOTATION]
        found += [Candidate(i, s, weight * _weighed(s)) for s in long or parts]
    return found


def _weighed(sentence: str) -> float:
    """Half for a question, which seldom states a position, and less for what is too long to be quoted whole."""
    return (0.5 if sentence.endswith("?") else 1.0) * min(1.0, (READABLE / max(1, len(words(sentence)))) ** 2)


def cut(sentence: str) -> str:
    """The sentence, or its first LONGEST_QUOTATION words: a substring either way."""
    ends = [match.end() for match in _WORD.finditer(sentence)]
    return sentence if len(ends) <= LONGEST_QUOTATION else sentence[: ends[LONGEST_QUOTATION - 1]]


def quoted(quotation: Quotation, full: str, say: Wording) -> str:
    """A quotation in quotation marks, with a mark where it was cut, and its comment's id."""
    more = "" if quotation.text == full else " […]"
    return f"{say.quote(quotation.text)}{more} [{quotation.comment_id}]"


def _quotation(tree: ReplyTree, central: Central) -> Quotation:
    return Quotation(tree.comments[central.candidate.position].id, cut(central.candidate.text))


def _thesis(stance: ThreadStance, say: Wording) -> SummarySentence:
    if stance.thesis is None:
        return SummarySentence(Topic.THESIS, say.say("no_thesis"))
    key = "thesis_given" if stance.thesis.given else "thesis_proposed"
    return SummarySentence(Topic.THESIS, say.say(key, quote=say.quote(stance.thesis.text)))


def _shares(shares: Shares, say: Wording) -> SummarySentence:
    if shares.reason:
        return SummarySentence(Topic.SHARES, say.say("no_shares", reason=say.reason(shares.reason)))
    parts = share_parts(shares, say, percent=shares.n >= FEWEST_FOR_PERCENT)
    return SummarySentence(Topic.SHARES, say.say("shares", comments=say.count("comments", shares.n), parts=parts))


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
    if thread.declared_comments is None:
        return say.say("not_announced_placed" if placed else "not_announced", found=found, placed=placed)
    announced = say.count("comments", thread.declared_comments)
    if found == thread.declared_comments:
        return say.say("complete", comments=announced)
    return say.say("incomplete", comments=announced, found=found, placed=placed, lost=thread.lost_comments)


def _camp(tree: ReplyTree, camp: Stance, found: Discourse, say: Wording) -> SummarySentence | None:
    chosen = tuple(r.quotation for r in found.summary.representatives if r.stance is camp)
    if not chosen:
        return None
    count = next(entry.count for entry in found.shares.entries if entry.stance is camp)
    text = say.say("camp_quotes", voices=say.voices(camp), n=count, quotes=quotes(tree, chosen, say))
    return SummarySentence(Topic.CAMP, text, tuple(q.comment_id for q in chosen), chosen)


def quotes(tree: ReplyTree, chosen: tuple[Quotation, ...], say: Wording) -> str:
    """Several quotations one after the other."""
    by_id = {comment.id: comment for comment in tree.comments}
    told = []
    for quotation in chosen:
        comment = by_id[quotation.comment_id]
        whole = any(s == quotation.text for s in sentences(comment.own_words, comment.language))
        told.append(quoted(quotation, quotation.text if whole else "", say))
    return " ".join(told)


def _largest_branch(tree: ReplyTree, found: Discourse, say: Wording, topic: str | None) -> list[SummarySentence]:
    """The largest branch of several, if it holds replies worth a sentence of their own."""
    branches = [tuple(i for i in tree.below(top) if not tree.comments[i].missing) for top in tree.tops]
    largest = max(branches, key=len, default=())
    if len(branches) < 2 or len(largest) < SMALLEST_BRANCH:
        return []
    said = {r.quotation.comment_id for r in found.summary.representatives}
    rest = [i for i in largest[1:] if tree.comments[i].id not in said]
    chosen = tuple(_quotation(tree, c) for c in central_sentences(candidates(tree, rest), 1, topic=topic))
    if not chosen:
        return []
    shares = stance_shares(tree, largest)
    text = say.say(
        "branch",
        id=f"[{tree.comments[largest[0]].id}]",
        comments=say.count("comments", len(largest)),
        parts=share_parts(shares, say, percent=False) or say.reason(shares.reason or ""),
        quotes=quotes(tree, chosen, say),
    )
    cites = (tree.comments[largest[0]].id, *(q.comment_id for q in chosen))
    return [SummarySentence(Topic.BRANCH, text, cites, chosen)]
