"""Analyses made for tests: one of every length, with every kind of finding, without a model and without inputs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from threads.analysis import Analysis, Options, Run
from threads.discourse.acts import Act, ActCue, CommentActs
from threads.discourse.dialogue import Answered, Exchange, Question
from threads.discourse.discourse import Discourse
from threads.discourse.flips import AuthorFlip, Contrast
from threads.discourse.grice import CommentGrice
from threads.discourse.measure import Finding, Interval, Measure
from threads.discourse.share import Share, Shares
from threads.discourse.summary import Quotation, Representative, Summary, SummarySentence, Topic
from threads.discourse.swing import BalancePoint, Crossing, ThreadSwing
from threads.discourse.turns import BranchTurn
from threads.stance.label import Agreement, Distribution, Stance
from threads.stance.reading import CommentStance, ModelRecord, Thesis, ThesisCandidate, ThreadStance
from threads.thread import (
    Article,
    Comment,
    Notice,
    Precision,
    Quote,
    Source,
    Thread,
    Timestamp,
    Votes,
)

MODEL = ModelRecord("stance-mini", "ab" * 32, "stance", 0.55, "Apache-2.0")
NO_AUTHORS = "no comment has an author"
SENTENCES = {
    "de": (
        "Das überzeugt mich nicht, denn die Zahlen stammen aus dem Jahr 2015.",
        "Ich wohne an der Straße und sage: endlich!",
        "Wer soll das bezahlen?",
        "Der Artikel trifft es genau, danke dafür.",
        "Das gilt für die Innenstadt, aber nicht für die Dörfer ringsum.",
        "Nein, so einfach ist es nicht.",
    ),
    "en": (
        "I moved here for the quiet street, so yes, please.",
        "Nobody asked the shops, and they will be the first to close.",
        "Is there a study of what happened in Ghent?",
        "The article says exactly that in its third paragraph.",
        "It works in Utrecht, it will work here.",
    ),
    "fr": (
        "Je ne suis pas d'accord : les livraisons ne sont pas prévues.",
        "Bonne idée, mais il faut des bus le soir.",
        "Qui a fait le calcul ?",
    ),
}
THESIS = "Die Innenstadt sollte für den privaten Autoverkehr gesperrt werden."


def stamp(text: str) -> Timestamp:
    return Timestamp.from_iso(text)


def spread(agree: float, disagree: float) -> Distribution:
    return Distribution(agree, round(1 - agree - disagree, 6), disagree)


def article(title: str = "Autofreie Innenstadt: ein Plädoyer") -> Article:
    text = (
        f"{title}\n\n{THESIS} Wer heute durch die Hauptstraße geht, hört vor allem Motoren.\n\n"
        "Andere Städte haben gezeigt, dass der Handel davon gewinnt. Es wird Zeit."
    )
    return Article(title, "Johanna Blume", stamp("2024-03-01"), "de", text, "https://blog.example/autofrei")


def stances(thread: Thread, seed: int = 0, *, tree: bool = True) -> ThreadStance:
    """A stance for every comment: drawn under `seed`, pulled towards or away from the parent's."""
    draw = random.Random(seed)
    lean: dict[str, float] = {}
    found = []
    for comment in thread.comments:
        pull = lean.get(comment.parent or "", 0.2)
        lean[comment.id] = max(-1.0, min(1.0, draw.gauss(pull * draw.choice((0.9, -0.9)), 0.6)))
        found.append(_stance(comment, lean[comment.id], draw.random(), tree))
    runner_ups = (
        ThesisCandidate("Andere Städte haben gezeigt, dass der Handel davon gewinnt.", 0.61, ("a “dass” clause",)),
    )
    thesis = Thesis(
        THESIS, False, ("second sentence", "“sollte” makes a claim", "shares words with the title"), runner_ups
    )
    return ThreadStance(thread.id, thesis, tuple(found), MODEL, 0.12)


def _stance(comment: Comment, lean: float, doubt: float, tree: bool) -> CommentStance:
    def of(strength: float) -> Distribution:
        agree, disagree = max(0.03, 0.34 + 0.6 * strength), max(0.03, 0.34 - 0.6 * strength)
        total = agree + disagree + 0.25 + 0.3 * doubt
        return spread(round(agree / total, 6), round(disagree / total, 6))

    text = None if comment.missing else of(lean)
    adjusted = of(lean * 0.9) if tree else None
    label = (adjusted or text or of(0.0)).stance(MODEL.threshold)
    reply = spread(0.3, 0.5) if comment.parent and not comment.missing else None
    return CommentStance(
        comment.id,
        label,
        text,
        adjusted,
        reply,
        reply.agreement() if reply else None,
        1 + len(comment.text or "") // 2000,
    )


def discourse(thread: Thread, stance: ThreadStance) -> Discourse:
    """Findings that fit the stances, by the shortest way: what they say is checked elsewhere."""
    by_id = {s.comment_id: s for s in stance.comments}
    there = [c for c in thread.comments if not c.missing]
    count = {label: sum(by_id[c.id].stance is label for c in there) for label in Stance}
    entries = tuple(_share(label, count[label], len(there)) for label in Stance) if there else ()
    replies = [c for c in there if c.parent and not next(p for p in thread.comments if p.id == c.parent).missing][:400]
    contrasts = tuple(
        Contrast(c.parent or "", c.id, by_id[c.parent or ""].stance, by_id[c.id].stance, 0.9, 3600.0)
        for c in replies
        if {by_id[c.parent or ""].stance, by_id[c.id].stance} == {Stance.AGREE, Stance.DISAGREE}
    )
    named = any(c.author for c in there)
    return Discourse(
        thread.id,
        Shares(len(there), len(thread.comments) - len(there), entries, None if there else "no comment was found"),
        Finding(_flips(there, by_id), len(there)) if named else Finding(reason=NO_AUTHORS),
        Finding((), len(there)) if named else Finding(reason=NO_AUTHORS),
        Finding(contrasts, len(replies)),
        Finding(_turns(thread), 1),
        _swing(there, by_id) if there else None,
        None if there else "no comment was found",
        (Measure("structural virality", 1.8 if there else None, len(there), "comments", reference="Goel et al. 2015"),),
        (Measure("gini", None, 0, "authors", reason=NO_AUTHORS) if not named else Measure("gini", 0.31, 7, "authors"),),
        (Measure("normalised entropy", 0.8, len(there), "comments", interval=Interval(0.7, 0.9, "bootstrap")),),
        (Measure("median time to reply", 5400.0, len(replies), "replies", unit="seconds"),),
        (Measure("found", float(len(there)), len(there), "comments", with_placeholders=float(len(thread.comments))),),
        Finding(_answered(replies, thread), len(replies)) if named else Finding(reason=NO_AUTHORS),
        Exchange(tuple(c.id for c in replies[:3]), None) if len(replies) > 2 else None,
        tuple(Question(c.id, c.text, (), 0, True) for c in there[:200] if c.text and c.text.endswith("?")),
        tuple(CommentActs(c.id, (ActCue(Act.QUESTION, "?"),) if (c.text or "").endswith("?") else ()) for c in there),
        tuple(CommentGrice(c.id, 0.1, 0.2, 12, 1.0, 0.5, 12.0, 0.05, 0.0, 0, len(c.quotes), 1) for c in there),
        _summary(there, by_id),
    )


def _share(label: Stance, count: int, n: int) -> Share:
    p, z = count / n, 1.96
    middle, half = (
        (p + z * z / (2 * n)) / (1 + z * z / n),
        z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n),
    )
    return Share(label, count, p, Interval(max(0.0, middle - half), min(1.0, middle + half), "wilson"))


def _flips(there: Sequence[Comment], by_id: dict[str, CommentStance]) -> tuple[AuthorFlip, ...]:
    last: dict[str, Comment] = {}
    found = []
    for comment in there:
        before = last.get(comment.author or "")
        if before and {by_id[before.id].stance, by_id[comment.id].stance} == {Stance.AGREE, Stance.DISAGREE}:
            between = tuple(c.id for c in there if c.parent == before.id and c.author != comment.author)
            found.append(
                AuthorFlip(
                    comment.author or "",
                    before.id,
                    comment.id,
                    by_id[before.id].stance,
                    by_id[comment.id].stance,
                    0.86,
                    86400.0 * 2 + 3600,
                    False,
                    between[:1],
                    between,
                )
            )
        if comment.author:
            last[comment.author] = comment
    return tuple(found[:40])


def _turns(thread: Thread) -> tuple[BranchTurn, ...]:
    branch = [c for c in thread.comments if c.depth <= 1][:3]
    return (BranchTurn(branch[0].id, branch[-1].id, 0.4, -0.3, len(branch), 0.04),) if len(branch) > 2 else ()


def _swing(there: Sequence[Comment], by_id: dict[str, CommentStance]) -> ThreadSwing:
    points, balance = [], 0.0
    for n, comment in enumerate(sorted(there, key=lambda c: c.timestamp.iso if c.timestamp else "")):
        spread = by_id[comment.id].distribution
        balance += spread.agree - spread.disagree if spread else 0.0
        half = 1.2 * (n + 1) ** 0.5
        points.append(BalancePoint(comment.id, balance, balance - half, balance + half))
    pairs = pairwise(points)
    crossings = tuple(Crossing(b.comment_id, a, b, False) for a, b in pairs if a.balance * b.balance < 0)
    return ThreadSwing(tuple(points), crossings[:5], not any(c.timestamp for c in there))


def _answered(replies: Sequence[Comment], thread: Thread) -> tuple[Answered, ...]:
    author = {c.id: c.author for c in thread.comments}
    pairs: dict[tuple[str, str], list[str]] = {}
    for reply in replies:
        target = author.get(reply.parent or "")
        if reply.author and target:
            pairs.setdefault((reply.author, target), []).append(reply.id)
    ordered = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Answered(a, b, len(ids), len(ids) // 3, len(ids) // 2, tuple(ids)) for (a, b), ids in ordered)


def _summary(there: Sequence[Comment], by_id: dict[str, CommentStance]) -> Summary:
    if not there:
        return Summary("en", (), (), ())
    first, last = there[0], there[-1]
    quotation = Quotation(first.id, (first.text or "").split(".")[0])
    camps = {by_id[c.id].stance: c for c in reversed(there[:50])}
    stance = (
        SummarySentence(Topic.SHARES, f"{len(there)} comments take a stance.", tuple(c.id for c in there[:3])),
        SummarySentence(Topic.OPENING, f"The first says: “{quotation.text}”", (first.id,), (quotation,)),
    )
    dialogue = (SummarySentence(Topic.EXCHANGE, "The last word was a reply.", (last.id,)),)
    representatives = tuple(
        Representative(label, Quotation(c.id, (c.text or "").split("\n")[0]), 0.2) for label, c in sorted(camps.items())
    )
    return Summary("en", stance, dialogue, representatives)


def analysis(thread: Thread, seed: int = 0, *, tree: bool = True) -> Analysis:
    stance = stances(thread, seed, tree=tree)
    return Analysis(thread, stance, discourse(thread, stance))


def made(n: int, seed: int = 0, *, authors: bool = True, times: bool = True, title: str | None = None) -> Analysis:
    """A thread of `n` comments under a seed: several languages, a placeholder now and then, nested replies."""
    draw = random.Random(seed)
    comments: list[Comment] = []
    moment = datetime(2024, 3, 1, 9, 0)
    for number in range(n):
        parents = comments[-12:] if comments and draw.random() < 0.7 else []
        parent = draw.choice(parents) if parents else None
        moment += timedelta(minutes=draw.randrange(1, 240))
        comments.append(_comment(number, parent, draw, moment if times else None, authors))
    ordered = _document_order(comments)
    source = Source(f"pages/{seed}.html", "html", f"{seed:064x}", "utf-8", "https://blog.example/autofrei")
    thread = Thread(
        f"t{seed}", source, article(title) if title else article(), ordered, declared_comments=n + 3 if n else 0
    )
    return analysis(thread, seed)


def _comment(number: int, parent: Comment | None, draw: random.Random, moment: datetime | None, named: bool) -> Comment:
    depth = parent.depth + 1 if parent else 0
    if number % 29 == 17:
        return Comment(f"c{number}", parent.id if parent else None, depth, missing=True)
    language = draw.choices(("de", "en", "fr"), (6, 3, 1))[0]
    sentences = draw.choices(SENTENCES[language], k=draw.choice((1, 1, 2, 3, 6)))
    text, quotes = " ".join(sentences), ()
    if parent and parent.text and number % 11 == 0:
        head = parent.text.split(". ")[0]
        text, quotes = f"{head}\n\n{text}", (Quote(0, len(head), parent.author, parent.id),)
    name = (
        f"{draw.choice('bdfgk')}{draw.choice('aiou')}sab-b{draw.choice('aiou')}bad" if named and number % 13 else None
    )
    return Comment(
        f"c{number}", parent.id if parent else None, depth, text, name, None,
        Timestamp(moment, Precision.MINUTE) if moment else None, None, language, quotes,
        votes=Votes(up=number % 7, down=number % 3) if number % 5 == 0 else None,
    )  # fmt: skip


def _document_order(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    children: dict[str | None, list[Comment]] = {}
    for comment in comments:
        children.setdefault(comment.parent, []).append(comment)
    ordered, stack = [], list(reversed(children.get(None, [])))
    while stack:
        ordered.append(stack.pop())
        stack += reversed(children.get(ordered[-1].id, []))
    return tuple(ordered)


def four(**options: bool) -> Analysis:
    """Four comments by two authors; the second changes her mind after a reply. One placeholder, one lost."""
    comments = (
        Comment(
            "c1",
            None,
            0,
            "Das ist der richtige Weg.",
            "lusab-babad",
            timestamp=stamp("2024-03-01T10:00"),
            language="de",
        ),
        Comment(
            "c2",
            "c1",
            1,
            "Nein. Wer soll das bezahlen?",
            "gutih-tugad",
            timestamp=stamp("2024-03-01T11:30"),
            language="de",
        ),
        Comment("c3", "c2", 2, missing=True),
        Comment(
            "c4",
            "c3",
            3,
            "Gut, das sehe ich ein: sperren!",
            "gutih-tugad",
            timestamp=stamp("2024-03-03"),
            language="de",
        ),
    )
    thread = Thread(
        "four",
        Source("four.html", "html", "4" * 64),
        article(),
        comments,
        5,
        notices=(Notice("lost", "One comment has no place."),),
    )
    stance = stances(thread, 1)
    labels = (spread(0.8, 0.1), spread(0.08, 0.86), spread(0.4, 0.4), spread(0.7, 0.2))
    fixed = tuple(
        replace(
            s,
            stance=d.stance(0.5),
            text=None if c.missing else d,
            tree=d,
            agreement=Agreement.DISAGREE if c.id == "c2" else s.agreement,
        )
        for c, s, d in zip(comments, stance.comments, labels, strict=True)
    )
    stance = replace(stance, comments=fixed)
    return Analysis(thread, stance, discourse(thread, stance))


def run(*analyses: Analysis, **options: object) -> Run:
    return Run(analyses, Options(**options), MODEL, (Notice("skipped", "One page was empty.", "pages/9.html"),))  # type: ignore[arg-type]
