"""The thread of a text dump put together: article, section, posts and tree come in, a `Thread` comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from threads.readers import quotes
from threads.readers.language import identify
from threads.readers.removal import is_removal
from threads.readers.rendering import saved_at
from threads.readers.text import article, bylines, forum, lines, notices, posts, section, talk
from threads.readers.text.lines import Line
from threads.readers.text.posts import Boundary, Cut, Post
from threads.readers.text.section import Section
from threads.readers.text.stated import Stated, stated
from threads.readers.timestamps import day_first, parse_timestamp
from threads.readers.tree import Levels, Seat, capped, levels, moved, plant
from threads.readers.wording import is_older, is_pingback, page_of
from threads.source.document import Document
from threads.thread import Article, Comment, Evidence, Kind, Pagination, Thread, Timestamp

_OPENING = 8
"""Letters of a title at least that only repeats how its text begins."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What all comments of one page share."""

    language: str | None
    day_first: bool | None
    now: Callable[[], Timestamp | None]
    boundary: Boundary
    unit: int | None


def assemble(document: Document, thread_id: str) -> Thread:
    """Read the whole document."""
    numbered = lines.split(document.text or "")
    text = forum.bare(numbered)
    found = _find(text, forum=text is not numbered or forum.is_led(text))
    place, cut = found.place, found.cut
    articles = _articles(text, place, cut)
    main = articles.main
    tree = _levels(cut)
    told = stated(cut.posts)
    seats = moved(plant(tree.depths), told.answered)
    comments = _comments(told, seats, main, _page(main, cut, tree, document))
    thread = Thread(
        id=thread_id,
        source=document.source,
        article=main,
        comments=comments,
        declared_comments=place.declared if place else None,
        stacked_articles=articles.stacked,
        pagination=_pagination(text),
        confidence=_confidence(comments, place, cut),
        evidence=_evidence(text, place),
    )
    return replace(thread, notices=document.notices + notices.of(thread, cut.boundary))


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the comments stand, and what they are; without a place where nothing says that there are any."""

    place: Section | None
    cut: Cut


def _find(text: Sequence[Line], *, forum: bool) -> _Found:
    """The first section in which people talk, else the one that a number announces, with nothing in it."""
    signed = bylines.find(text)
    silent: Section | None = None
    for place in section.candidates(text, signed):
        cut = posts.cut(text, place, signed)
        if talk.is_talk(text, place, cut, forum=forum):
            return _Found(place, cut)
        if silent is None and place.declared is not None:
            silent = place
    return _Found(_emptied(text, silent) if silent else None, Cut((), Boundary.NONE))


def _emptied(text: Sequence[Line], place: Section) -> Section:
    """A section with nothing in it: below its heading, or below the article where that stands below the heading."""
    words = [len(line.text.split()) for line in text]
    above = sum(words[: place.top])
    at = place.start if above >= sum(words[place.start :]) else len(text)
    return replace(place, start=at, end=at, top=place.top if at == place.start else at)


@dataclass(frozen=True, slots=True)
class _Articles:
    main: Article
    stacked: tuple[Article, ...]


def _articles(text: Sequence[Line], place: Section | None, cut: Cut) -> _Articles:
    """The longest article above the comments, the others, and what stands beside: page head, sidebars, footer."""
    head = text if place is None else text[: place.top]
    title = place.title if place else None
    begin = article.begin(head, title=title)
    found = article.read(head[begin:], title=title)
    main = max(found, key=lambda a: len((a.text or "").split()))
    stacked = tuple(a for a in found if a is not main) if len(found) > 1 else ()
    below = article.rest([*head[:begin], *cut.left, *(text[place.end :] if place else ())])
    return _Articles(main, stacked + ((below,) if below else ()))


def _levels(cut: Cut) -> Levels:
    """Depths as the page states them, else by indent: the list markers' or the texts', whichever has fewer columns."""
    stated = [post.level for post in cut.posts if post.level is not None]
    if stated and len(stated) * 10 >= 9 * len(cut.posts):
        return Levels(tuple(post.level or 0 for post in cut.posts), None)
    heads = [post.head for post in cut.posts]
    marked = sum(head.marker is not None for head in heads) * 10 >= 9 * len(heads)
    by_marker = [head.indent for head in heads]
    by_text = [_left(post) for post in cut.posts]
    columns = by_marker if len(set(by_marker)) < len(set(by_text)) + marked else by_text
    unit = _fixed_step(cut.posts) if marked else None
    return levels(capped([head.marker for head in heads], by_marker if unit else columns), unit=unit)


def _left(post: Post) -> int:
    """The column of a post: where the words behind its marker begin, else where its first line does."""
    if post.head.marker:
        return post.head.column
    return next((line.indent for line in post.lines if not line.blank), post.head.indent)


def _fixed_step(found: Sequence[Post]) -> int | None:
    """The columns a level, where texts are indented by a fixed step and not by the width of their list number."""
    steps = [step for post in found if post.head.marker and post.head.marker[0].isdecimal() and (step := _step(post))]
    return 2 if steps and sum(step == 2 for step in steps) * 4 >= 3 * len(steps) else None


def _step(post: Post) -> int | None:
    """How far a post's second line stands right of its list marker."""
    below = (line.indent for line in post.lines if line.number > post.head.number and not line.blank)
    step = next(below, post.head.indent) - post.head.indent
    return step if step > 0 else None


def _page(main: Article, cut: Cut, tree: Levels, document: Document) -> _Page:
    raws = tuple(post.byline.stamp for post in cut.posts if post.byline and post.byline.stamp)
    return _Page(main.language, day_first(raws), saved_at(document, main.language), cut.boundary, tree.unit)


def _comments(told: Stated, seats: Sequence[Seat], main: Article, page: _Page) -> tuple[Comment, ...]:
    sources = quotes.Sources()
    sources.add("article", main.text or "")
    authors: dict[str, str] = {}
    ids: list[str] = []
    made: list[Comment] = []
    missing = 0
    for seat in seats:
        parent = None if seat.parent is None else ids[seat.parent]
        if seat.index is None:
            missing += 1
            ids.append(f"m{missing}")
            gap = Evidence("missing", "a reply stands more than one level deeper than the comment above it")
            made.append(Comment(ids[-1], parent, seat.depth, missing=True, evidence=(gap,)))
            continue
        ids.append(str(len(ids) - missing + 1))
        comment = _comment(ids[-1], parent, seat.depth, told.posts[seat.index], page)
        if line := told.where[seat.index]:
            proof = Evidence("parent", "says whom it answers", (line, line))
            comment = replace(comment, evidence=(*comment.evidence, proof))
        comment = replace(comment, quotes=quotes.find(comment.text or "", sources, authors))
        sources.add(comment.id, comment.own_words)
        if comment.author:
            authors[comment.author.casefold()] = comment.id
        made.append(comment)
    return tuple(made)


def _comment(id: str, parent: str | None, depth: int, post: Post, page: _Page) -> Comment:
    text = _text(post)
    byline = post.byline
    raw = byline.stamp if byline else None
    stamp = parse_timestamp(raw, language=page.language, now=page.now, day_first=page.day_first) if raw else None
    return Comment(
        id=id,
        parent=parent,
        depth=depth,
        text=text,
        author=byline.author if byline else None,
        author_url=byline.link if byline and byline.author else None,
        timestamp=stamp,
        timestamp_raw=raw,
        language=identify(text),
        deleted=is_removal(text),
        kind=Kind.PINGBACK if is_pingback(text) else Kind.COMMENT,
        evidence=_proof(post, page),
    )


def _text(post: Post) -> str:
    """The post's lines, the first without its list marker, inner indents kept, runs of blank lines as one."""
    told = _without_opening(post.lines)
    left = min((line.indent for line in told[1:] if not line.blank), default=0)
    rows = []
    for line in told:
        rows.append(line.text if line.number == post.head.number else " " * (line.indent - left) + line.full)
    return re.sub(r"\n\s*\n(?:[ \t]*\n)*", "\n\n", "\n".join(rows)).strip()


def _without_opening(told: Sequence[Line]) -> Sequence[Line]:
    """Without a title that is but the first words of the text below it."""
    worded = [at for at, line in enumerate(told) if not line.blank][:2]
    if len(worded) < 2:
        return told
    title, below = (told[at].text for at in worded)
    title = title.rstrip(" .…")
    opens = len(title) >= _OPENING and len(title) < len(below) and below.startswith(title)
    return told[worded[1] :] if opens else told


def _proof(post: Post, page: _Page) -> tuple[Evidence, ...]:
    unit = f"indent of {post.head.indent} columns" + (f", {page.unit} a level" if page.unit else "")
    spot = (post.head.number, post.head.number)
    proof = [Evidence("depth", unit, spot)]
    if post.lines:
        proof.append(Evidence("text", page.boundary.value, (post.lines[0].number, post.lines[-1].number)))
    if post.byline:
        rule, where = f"byline {post.byline.shape}", post.byline.lines
        if post.byline.author:
            proof.append(Evidence("author", rule, where))
        if post.byline.stamp:
            proof.append(Evidence("timestamp", rule, where))
    return tuple(proof)


def _pagination(text: Sequence[Line]) -> Pagination | None:
    """Page x of y where the page says so; a link to older comments makes it a page of unknown many."""
    for line in text:
        if line.text and (found := page_of(line.full)):
            return Pagination(found.page, found.pages)
    return Pagination(1, None) if any(line.text and is_older(line.full) for line in text) else None


def _confidence(comments: Sequence[Comment], place: Section | None, cut: Cut) -> float | None:
    """How far the tree can be trusted, 0..1: by what told the comments apart and how many of those announced are there.

    None where no comment section was found.
    """
    if place is None:
        return None
    real = sum(not comment.missing for comment in comments)
    if place.declared == 0 and not real:
        return 1.0
    trust = {Boundary.BYLINE_BEFORE: 0.95, Boundary.BYLINE_AFTER: 0.95, Boundary.MARKER: 0.8, Boundary.BUTTON: 0.5}
    share = 0.8 if not place.declared else min(real, place.declared) / max(real, place.declared)
    return round(trust.get(cut.boundary, 0.2) * (0.5 + 0.5 * share), 3)


def _evidence(text: Sequence[Line], place: Section | None) -> tuple[Evidence, ...]:
    if place is None or place.heading is None or place.declared is None:
        return ()
    number = text[place.heading].number
    return (Evidence("declared_comments", "heading of the comments", (number, number)),)
