"""An analysis → what the page shows of it, as compact JSON: comments are arrays, referred to by position.

A comment is `[id, parent, depth, flags, author, time, language, text, quotes, stance, text-only, tree, reply,
agreement, votes, permalink]`; `parent` and `author` are positions (-1: none), the three distributions
`[agree, neutral, disagree]` in thousandths or 0, stance and agreement positions in `STANCES` and `AGREEMENTS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from threads.discourse.dialogue import Question
from threads.discourse.flips import AuthorFlip, Contrast
from threads.discourse.measure import Measure
from threads.discourse.share import Shares
from threads.discourse.summary import SummarySentence
from threads.discourse.swing import ThreadSwing
from threads.discourse.turns import BranchTurn
from threads.stance.label import Agreement, Distribution, Stance
from threads.stance.reading import CommentStance, Thesis
from threads.thread import Comment, Notice, Votes

if TYPE_CHECKING:
    from threads.analysis import Analysis

Json: TypeAlias = Any
STANCES = (Stance.AGREE, Stance.NEUTRAL, Stance.DISAGREE, Stance.UNCLEAR)
AGREEMENTS = (Agreement.AGREE, Agreement.NEITHER, Agreement.DISAGREE, Agreement.UNCLEAR)
MISSING, PINGBACK, EDITED, DELETED = 1, 2, 4, 8
_WEB = ("http://", "https://")
_DOUBTFUL = 200
_PAIRS = 200


def view(analysis: Analysis) -> dict[str, Json]:
    """Everything that the page shows of one thread."""
    thread, stance, found = analysis.thread, analysis.stance, analysis.discourse
    place = {c.id: at for at, c in enumerate(thread.comments)}
    authors = sorted({c.author for c in thread.comments if c.author})
    source = thread.source
    return {
        "id": thread.id,
        "article": _article(analysis),
        "source": {"path": source.path, "format": source.format, "sha256": source.sha256, "encoding": source.encoding},
        "thesis": _thesis(stance.thesis),
        "sensitivity": stance.sensitivity,
        "model": _model(analysis),
        "shares": shares_view(found.shares),
        "completeness": _completeness(analysis),
        "authors": authors,
        "comments": _comments(analysis, place, {name: at for at, name in enumerate(authors)}),
        "flips": _finding(found.flips.reason, (_flip(f, place) for f in found.flips.items)),
        "softenings": _finding(found.softenings.reason, (_flip(f, place) for f in found.softenings.items)),
        "contrasts": _finding(found.contrasts.reason, (_contrast(c, place) for c in found.contrasts.items)),
        "turns": _finding(found.turns.reason, (_turn(t, place) for t in found.turns.items)),
        "swing": _swing(found.swing, place),
        "swingReason": found.swing_reason,
        "answered": _answered(analysis, place),
        "exchange": _places(found.longest_exchange.comments, place) if found.longest_exchange else [],
        "questions": [_question(q, place) for q in found.questions if q.open],
        "summary": [_sentence(s, place) for s in found.summary.stance],
        "dialogue": [_sentence(s, place) for s in found.summary.dialogue],
        "representatives": [
            {"stance": STANCES.index(r.stance), "at": place[r.quotation.comment_id], "text": r.quotation.text}
            for r in found.summary.representatives
            if r.quotation.comment_id in place
        ],
        "doubtful": doubtful(analysis),
        "measures": [_measure(group, m) for group in _GROUPS for m in getattr(found, group)],
        "notices": [_notice(n) for n in (*thread.notices, *stance.notices, *found.notices)],
    }


_GROUPS = ("shape", "participation", "polarisation", "tempo", "completeness")


def card(analysis: Analysis, at: int, page: str = "") -> dict[str, Json]:
    """The thread's row in the index of a report with several threads: it is number `at` of the file `page`."""
    thread, found = analysis.thread, analysis.discourse
    return {
        "at": at,
        "page": page,
        "id": thread.id,
        "title": thread.article.title,
        "path": thread.source.path,
        "published": thread.article.published.iso if thread.article.published else None,
        "language": thread.article.language,
        "completeness": _completeness(analysis),
        "shares": [e.count for e in found.shares.entries],
        "flips": None if found.flips.reason else len(found.flips.items),
        "contrasts": None if found.contrasts.reason else len(found.contrasts.items),
    }


def doubtful(analysis: Analysis) -> list[int]:
    """Positions of the comments whose label is least certain, the smallest lead of the best label first."""
    there = {s.comment_id: s for s in analysis.stance.comments}
    leads = []
    for at, comment in enumerate(analysis.thread.comments):
        found = there.get(comment.id)
        if found and found.distribution and not comment.missing:
            _, second, best = sorted(
                (found.distribution.agree, found.distribution.neutral, found.distribution.disagree)
            )
            leads.append((best - second, at))
    return [at for _, at in sorted(leads)[:_DOUBTFUL]]


def as_script(value: Json) -> str:
    """JSON that is safe inside a script element: no character in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _article(analysis: Analysis) -> dict[str, Json]:
    article = analysis.thread.article
    url = article.url or analysis.thread.source.url
    return {
        "title": article.title,
        "author": article.author,
        "published": article.published.iso if article.published else None,
        "language": article.language,
        "url": _web(url),
        "text": article.text,
    }


def _web(url: str | None) -> str | None:
    """Only web addresses become links."""
    return url if url and url.lower().startswith(_WEB) else None


def _thesis(thesis: Thesis | None) -> dict[str, Json] | None:
    if thesis is None:
        return None
    others = [{"text": c.text, "score": round(c.score, 3), "reasons": list(c.reasons)} for c in thesis.runner_ups]
    return {"text": thesis.text, "given": thesis.given, "reasons": list(thesis.reasons), "others": others}


def _model(analysis: Analysis) -> dict[str, Json]:
    model = analysis.stance.model
    return {name: getattr(model, name) for name in ("name", "sha256", "kind", "threshold", "licence")}


def shares_view(shares: Shares) -> dict[str, Json]:
    """Shares of stance with their intervals and the number behind them, or the reason why there are none."""
    entries = [
        {
            "stance": STANCES.index(e.stance),
            "count": e.count,
            "share": e.proportion,
            "low": e.interval.low,
            "high": e.interval.high,
        }
        for e in shares.entries
    ]
    method = shares.entries[0].interval.method if shares.entries else None
    return {"n": shares.n, "entries": entries, "method": method, "reason": shares.reason}


def _completeness(analysis: Analysis) -> dict[str, Json]:
    thread = analysis.thread
    return {
        "announced": thread.declared_comments,
        "found": thread.recovered_comments,
        "placeholders": len(thread.comments) - thread.recovered_comments,
        "lost": thread.lost_comments,
        "page": [thread.pagination.page, thread.pagination.pages] if thread.pagination else None,
    }


def _comments(analysis: Analysis, place: Mapping[str, int], authors: Mapping[str, int]) -> list[Json]:
    stances = {s.comment_id: s for s in analysis.stance.comments}
    return [_comment(c, stances.get(c.id), place, authors) for c in analysis.thread.comments]


def _comment(
    comment: Comment, found: CommentStance | None, place: Mapping[str, int], authors: Mapping[str, int]
) -> list[Json]:
    flags = (
        MISSING * comment.missing
        + PINGBACK * (comment.kind == "pingback")
        + EDITED * comment.edited
        + DELETED * comment.deleted
    )
    comment = comment.whole
    ordered = sorted(comment.quotes, key=lambda q: q.start)
    return [
        comment.id,
        place.get(comment.parent or "", -1),
        comment.depth,
        flags,
        authors.get(comment.author or "", -1),
        (comment.timestamp.iso if comment.timestamp else comment.timestamp_raw) or 0,
        comment.language or 0,
        comment.text or 0,
        [[_in_script(comment.text, q.start), _in_script(comment.text, q.end)] for q in ordered] or 0,
        STANCES.index(found.stance) if found and not comment.missing else -1,
        _distribution(found.text if found else None),
        _distribution(found.tree if found else None),
        _distribution(found.reply if found else None),
        AGREEMENTS.index(found.agreement) if found and found.agreement else -1,
        _votes(comment.votes),
        _web(comment.permalink) or 0,
    ]


def _in_script(text: str | None, offset: int) -> int:
    """An offset in characters as the page's script counts: in UTF-16 units."""
    return len((text or "")[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _distribution(found: Distribution | None) -> Json:
    return [round(1000 * p) for p in (found.agree, found.neutral, found.disagree)] if found else 0


def _votes(votes: Votes | None) -> Json:
    return [votes.up, votes.down, votes.net] if votes else 0


def _finding(reason: str | None, items: Iterable[Json]) -> dict[str, Json]:
    return {"reason": reason, "items": list(items)}


def _places(ids: Sequence[str], place: Mapping[str, int]) -> list[int]:
    return [place[i] for i in ids if i in place]


def _flip(flip: AuthorFlip, place: Mapping[str, int]) -> dict[str, Json]:
    return {
        "author": flip.author,
        "before": place[flip.before],
        "after": place[flip.after],
        "stances": [STANCES.index(flip.before_stance), STANCES.index(flip.after_stance)],
        "p": flip.probability,
        "seconds": flip.seconds,
        "byOrder": flip.by_document_order,
        "candidates": _places(flip.candidates, place),
        "between": _places(flip.between, place),
    }


def _contrast(contrast: Contrast, place: Mapping[str, int]) -> dict[str, Json]:
    return {
        "before": place[contrast.parent],
        "after": place[contrast.reply],
        "stances": [STANCES.index(contrast.parent_stance), STANCES.index(contrast.reply_stance)],
        "p": contrast.probability,
        "seconds": contrast.seconds,
    }


def _turn(turn: BranchTurn, place: Mapping[str, int]) -> dict[str, Json]:
    return {
        "branch": place[turn.branch],
        "pivot": place[turn.pivot],
        "before": turn.before,
        "after": turn.after,
        "n": turn.n,
        "p": turn.p_value,
    }


def _swing(swing: ThreadSwing | None, place: Mapping[str, int]) -> dict[str, Json] | None:
    if swing is None:
        return None
    points = [[place[p.comment_id], round(p.balance, 3), round(p.low, 3), round(p.high, 3)] for p in swing.points]
    crossings = [{"at": place[c.comment_id], "certain": c.certain} for c in swing.crossings]
    return {"points": points, "crossings": crossings, "byOrder": swing.by_document_order}


def _answered(analysis: Analysis, place: Mapping[str, int]) -> dict[str, Json]:
    found = analysis.discourse.answered
    items = [
        {
            "author": a.author,
            "to": a.to,
            "n": a.replies,
            "agree": a.agreeing,
            "disagree": a.disagreeing,
            "comments": _places(a.comments, place),
        }
        for a in found.items[:_PAIRS]
    ]
    return {**_finding(found.reason, items), "all": len(found.items)}


def _question(question: Question, place: Mapping[str, int]) -> dict[str, Json]:
    return {"at": place[question.comment_id], "text": question.sentence, "lost": question.lost_replies}


def _sentence(sentence: SummarySentence, place: Mapping[str, int]) -> dict[str, Json]:
    return {"topic": sentence.topic.value, "text": sentence.text, "cites": _places(sentence.cites, place)}


def _measure(group: str, measure: Measure) -> dict[str, Json]:
    near = measure.interval
    return {
        "group": group,
        "name": measure.name,
        "value": measure.value,
        "low": near.low if near else None,
        "high": near.high if near else None,
        "n": measure.n,
        "of": measure.of,
        "unit": measure.unit,
        "placeholders": measure.with_placeholders,
        "baseline": measure.baseline,
        "reason": measure.reason,
        "reference": measure.reference,
    }


def _notice(notice: Notice) -> dict[str, Json]:
    return {"code": notice.code, "message": notice.message, "where": notice.where}
