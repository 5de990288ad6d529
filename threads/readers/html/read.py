"""A document of HTML in, one thread out: the article with all comments that the page shows, each at its place."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from threads.readers import quotes, removal
from threads.readers.html import marks, section
from threads.readers.html.article import page_language, read_article
from threads.readers.html.blocks import Blocks
from threads.readers.html.embedded import BLOGGER, Carried, carried_comments
from threads.readers.html.fields import Fields, read_fields
from threads.readers.html.ground import find_ground
from threads.readers.html.ids import own_ids
from threads.readers.html.metadata import Metadata, read_metadata
from threads.readers.html.page import Page
from threads.readers.html.parents import Place, place, turned
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.readers.html.render import Rendered
from threads.readers.html.replied import with_answerer
from threads.readers.html.scene import Scene
from threads.readers.html.state import comments_in_state
from threads.readers.html.stubs import with_stubs
from threads.readers.html.survey import Survey
from threads.readers.html.zones import Zone, zones
from threads.readers.implicit import with_implicit_parents
from threads.readers.language import identify
from threads.readers.rendering import saved_at
from threads.source.document import Document
from threads.thread import Article, Comment, Evidence, Kind, Notice, Quote, Thread


def read(document: Document, thread_id: str, *, platforms: Sequence[Platform] = PLATFORMS) -> Thread:
    """The thread of one page. Any string gives one; a page without comments says so in a notice.

    `platforms` are the comment platforms known by name; without any, all is inferred from repetition.
    """
    with _cycles_left_alone():
        return _read(document, thread_id, platforms)


@contextmanager
def _cycles_left_alone() -> Iterator[None]:
    """Python's search for cycles is put off: a page's lists hold none, and the search takes a tenth of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _read(document: Document, thread_id: str, platforms: Sequence[Platform]) -> Thread:
    ground = find_ground(document.text or "", platforms)
    page, counts, blocks = ground.page, ground.survey, ground.blocks
    metadata = read_metadata(page)
    carried = carried_comments(page, metadata)
    if carried and len(carried) >= len(blocks.indices if blocks else ()) + (carried[0].rule != BLOGGER):
        found = _from_scripts(carried)
    elif blocks:
        own = zones(page, counts, with_stubs(page, blocks.indices))
        language = page_language(page, metadata)
        scene = Scene(page, counts, own, blocks.platform, language, saved_at(document, language))
        found = _from_blocks(scene, blocks, document.url)
    else:
        found = _from_state(page, document)
    return _thread(document, thread_id, page, counts, metadata, blocks, found)


@dataclass(frozen=True, slots=True)
class _Found:
    """Comments with the confidence in their tree and what showed the tree."""

    comments: tuple[Comment, ...]
    confidence: float | None
    evidence: tuple[Evidence, ...]


def _thread(
    document: Document,
    thread_id: str,
    page: Page,
    counts: Survey,
    metadata: Metadata,
    blocks: Blocks | None,
    found: _Found,
) -> Thread:
    indices = blocks.indices if blocks else ()
    forum = blocks is not None and blocks.platform.flat
    article = read_article(page, counts, metadata, indices, document.url, with_text=not forum)
    pages = section.pagination(page, counts, indices, article.url)
    opening = forum and found.comments and not (pages and pages.page > 1) and section.opens(page, indices[0])
    if opening:
        article = _opened(article, found.comments[0])
    notices = [section.rest_is_elsewhere(pages)] if pages else []
    announced = section.declared(page, counts, metadata, indices)
    if announced == 0 and not any(comment.author for comment in found.comments):
        found = _Found((), None, ())  # a notice where comments would stand
    if unread := sum(c.timestamp_raw is not None and c.timestamp is None for c in found.comments):
        told = f"The times of {unread} comments are kept as written: they name no date, and the page not its own."
        notices.append(Notice("unread-times", told))
    if not found.comments:
        notices.append(_nothing(announced, document.path))
    quotable = None if opening else article.text
    comments = with_implicit_parents(_with_quotes(found.comments, quotable), page_has_replies=not forum)
    return Thread(
        thread_id,
        document.source,
        article,
        comments,
        announced,
        pagination=pages,
        confidence=found.confidence,
        notices=tuple(notices),
        evidence=found.evidence,
    )


def _opened(article: Article, first: Comment) -> Article:
    """A forum's thread: what the others talk about is the post that opens it, which stays a comment as well."""
    return replace(
        article,
        text=first.text or None,
        author=article.author or first.author,
        published=article.published or first.timestamp,
        evidence=(*article.evidence, Evidence("text", "first post")),
    )


def _nothing(announced: int | None, path: str) -> Notice:
    if announced:
        return Notice("no-comments", f"The page announces {announced} comments and shows none in its markup.", path)
    return Notice("no-comments", "Nothing on the page looks like comments.", path)


def _from_blocks(scene: Scene, blocks: Blocks, url: str | None) -> _Found:
    page = scene.page
    read_from = [
        (zone, kept)
        for zone, part in zip(scene.zones, read_fields(scene), strict=True)
        if (kept := _kept(page, zone, part)) is not None
    ]
    inner = {at for zone, _ in read_from for at in zone.nested}
    read_from = [(zone, with_answerer(page, zone, part) if zone.block in inner else part) for zone, part in read_from]
    read_from = _without_copies(_without_frame(page, read_from))
    own, fields = [zone for zone, _ in read_from], [part for _, part in read_from]
    if not any(part.text.text for part in fields):
        return _Found((), None, ())
    ids = _unique(own_ids(page, own))
    authors = [part.author.value if part.author else None for part in fields]
    texts = [part.text.text for part in fields]
    places = place(page, own, ids, authors, texts, blocks.platform)
    comments = [
        _comment(scene, zone, part, spot, name, url)
        for zone, part, spot, name in zip(own, fields, places, ids, strict=True)
    ]
    evidence = (Evidence("comments", f"{blocks.platform.name}: {blocks.rule}", path=page.path(own[0].block)),)
    confidence = _confidence(blocks, fields, places)
    if any(spot.parent is not None and spot.parent > at for at, spot in enumerate(places)):
        comments, places, ids = comments[::-1], turned(places), ids[::-1]
    return _Found(_seated(comments, places, ids), confidence, evidence)


def _kept(page: Page, zone: Zone, part: Fields) -> Fields | None:
    """What a block holds: of a comment that was removed the words which say so, None where it holds no comment.

    A named block without author, date and words that has replies in it is kept as their parent.
    """
    named = part.author is not None and not removal.is_removal(part.author.value)
    if part.author and not part.text.text and _ADVERTISED.fullmatch(part.author.value):
        return None
    if named or (not part.text.text and (part.author or part.time)):
        return part
    if notice := _notice(page, zone, part):
        return replace(part, text=Rendered(notice))
    if part.text.text:
        return part
    return part if zone.nested and zone.letters and "#" in page.keys[zone.block] else None


_ADVERTISED = re.compile(
    r"\W*(?:advert(?:isement|ising)?|sponsored|werbung|anzeige|publicité|pubblicità|publicidad|publicidade|реклама"
    r"|reklama?|reclame|advertentie|annons|annonce|mainos|reklám|广告|広告|광고)\W*",
    re.I,
)
"""Who signs what is but a place for an advertisement."""


def _notice(page: Page, zone: Zone, part: Fields) -> str:
    """What a block without a name says of a removal; a single word may be the name of who went."""
    if not 0 < zone.letters <= 2 * removal.LONGEST:
        return ""
    words = page.text_between(zone.block, zone.nested[0] if zone.nested else page.ends[zone.block])
    if removal.is_removal(words):
        return words
    most = len(part.text.text) // 2
    small = (page.text(element) for element in zone.elements[1:] if page.ends[element] - element <= _SMALL)
    return next((said for said in small if len(said) > most and " " in said and removal.is_removal(said)), "")


_SMALL = 6
"""A notice of a removal has no more elements than this."""


def _without_frame(page: Page, read_from: list[tuple[Zone, Fields]]) -> list[tuple[Zone, Fields]]:
    """Without what stands before or after comments that all have author and date and has neither: notices, links.

    What stands in a comment is an answer to it.
    """
    signed = [bool(part.author and part.time) for _, part in read_from]
    if sum(signed) < max(_LEAST_SIGNED, _SIGNED * len(signed)):
        return read_from
    inner = {at for zone, _ in read_from for at in zone.nested}
    bare = [
        not (part.author or part.time or zone.nested or marks.is_deleted(page, zone, part.text.text))
        and not (zone.block in inner and part.text.text)
        for zone, part in read_from
    ]
    first, end = 0, len(read_from)
    while bare[first]:
        first += 1
    while bare[end - 1]:
        end -= 1
    return read_from[first:end]


_LEAST_SIGNED, _SIGNED = 2, 0.66


def _without_copies(read_from: list[tuple[Zone, Fields]]) -> list[tuple[Zone, Fields]]:
    """Without previews: what bears no date, and says in the same name the same as a comment that bears one."""
    said = {_said(part) for _, part in read_from if part.time}
    return [
        (zone, part) for zone, part in read_from
        if part.time or zone.nested or len(part.text.text) < _PREVIEWED or _said(part) not in said
    ]  # fmt: skip


def _said(part: Fields) -> tuple[str, str]:
    return part.author.value if part.author else "", part.text.text


_PREVIEWED = 15


def _unique(given: Sequence[str | None]) -> tuple[str, ...]:
    """Ids as the page gives them; `c1`, `c2` … where it gives none, a suffix where it gives one twice."""
    taken: set[str] = set()
    ids: list[str] = []
    for at, name in enumerate(given, start=1):
        base = own = name or f"c{at}"
        again = 2
        while own in taken:
            own, again = f"{base}-{again}", again + 1
        taken.add(own)
        ids.append(own)
    return tuple(ids)


def _comment(scene: Scene, zone: Zone, part: Fields, spot: Place, own: str, url: str | None) -> Comment:
    page, counts = scene.page, scene.survey
    text, author, time = part.text.text, part.author, part.time
    evidence = [Evidence("text", part.place.rule, path=page.path(part.place.element)), Evidence("parent", spot.rule)]
    if author:
        evidence.append(Evidence("author", author.rule, path=page.path(author.element)))
    if time:
        evidence.append(Evidence("timestamp", time.rule, path=page.path(time.element)))
    return Comment(
        own,
        None,
        0,
        text or (None if author is None else ""),
        author=author.value if author else None,
        author_url=_author_url(page, author.element, url) if author else None,
        timestamp=time.stamp if time else None,
        timestamp_raw=time.value if time else None,
        language=identify(text),
        quotes=part.text.quotes,
        kind=Kind.PINGBACK if marks.is_pingback(page, zone.block, text) else Kind.COMMENT,
        edited=part.edited or marks.is_edited(page, counts, zone),
        deleted=marks.is_deleted(page, zone, text),
        permalink=_permalink(page, zone, own, url),
        votes=marks.votes(page, counts, zone),
        missing=not text and author is None,
        evidence=tuple(evidence),
    )


def _author_url(page: Page, element: int, url: str | None) -> str | None:
    """Where the author's name links to."""
    around = [*range(element, page.ends[element]), page.parents[element]]
    for index in around:
        href = page.attributes[index].get("href", "") if index >= 0 and page.tags[index] == "a" else ""
        if href and not href.startswith(("#", "javascript:")):
            return _absolute(href, url)
    return None


def _permalink(page: Page, zone: Zone, own: str, url: str | None) -> str | None:
    for index in zone.elements:
        href = page.attributes[index].get("href", "") if page.tags[index] == "a" else ""
        if own in href and "reply" not in href.lower() and "report" not in href.lower() and not href.startswith("java"):
            return _absolute(href, url)
    return None


def _absolute(href: str, url: str | None) -> str:
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return href


def _seated(comments: Sequence[Comment], places: Sequence[Place], ids: Sequence[str]) -> tuple[Comment, ...]:
    """Comments with parent and depth set; a parent that the page only names becomes a placeholder before its reply.

    Where the page itself counts levels, a gap between them is filled with placeholders too.
    """
    taken, depths, out = set(ids), dict[str, int](), list[Comment]()
    made: dict[str, str] = {}

    def add(comment: Comment, parent: str | None) -> None:
        depth = depths[parent] + 1 if parent is not None else 0
        depths[comment.id] = depth
        out.append(replace(comment, parent=parent, depth=depth) if depth else comment)

    def placeholder(name: str, parent: str | None, rule: str) -> str:
        while name in taken:
            name += "-lost"
        taken.add(name)
        add(Comment(name, None, 0, missing=True, evidence=(Evidence("missing", rule),)), parent)
        return name

    for comment, spot in zip(comments, places, strict=True):
        parent = ids[spot.parent] if spot.parent is not None else None
        if spot.lost is not None:
            if spot.lost not in made:
                made[spot.lost] = placeholder(spot.lost, None, "named as a parent, not on the page")
            parent = made[spot.lost]
        if spot.level is not None:
            above = depths[parent] + 1 if parent is not None else 0
            for level in range(above, min(spot.level, above + _MOST_LOST)):
                parent = placeholder(f"{comment.id}-above{level}", parent, "a level that the page skips")
        add(comment, parent)
    return tuple(out)


_MOST_LOST = 30
"""A jump over more levels than this is taken for noise."""


def _confidence(blocks: Blocks, fields: Sequence[Fields], places: Sequence[Place]) -> float:
    """Between 0 and 1: how much the blocks look like comments, and how sure the sign is that shows their tree."""
    complete = sum(
        0.4 * bool(part.text.text) + 0.3 * bool(part.author) + 0.3 * bool(part.time) for part in fields
    ) / len(fields)
    known = 1.0 if blocks.platform.blocks else 0.85
    tree = 0.8 if all(spot.parent is None for spot in places) else 1.0
    return round(complete * known * tree, 3)


def _from_state(page: Page, document: Document) -> _Found:
    comments = comments_in_state(page, document)
    if not comments:
        return _Found((), None, ())
    return _Found(comments, 0.9, (Evidence("comments", "JSON in a script", path="script"),))


def _from_scripts(carried: Sequence[Carried]) -> _Found:
    ids = _unique([item.id for item in carried])
    places = [Place(item.parent, item.rule) for item in carried]
    comments = [_of_script(item, own) for item, own in zip(carried, ids, strict=True)]
    evidence = (Evidence("comments", carried[0].rule, path="script"),)
    return _Found(_seated(comments, places, ids), 0.95, evidence)


def _of_script(item: Carried, own: str) -> Comment:
    body: Rendered = item.body
    return Comment(
        own,
        None,
        0,
        body.text,
        author=item.author,
        author_url=item.author_url,
        timestamp=item.timestamp,
        timestamp_raw=item.timestamp_raw,
        language=identify(body.text),
        quotes=body.quotes,
        deleted=removal.is_removal(body.text),
        permalink=item.permalink,
        evidence=(Evidence("text", item.rule), Evidence("parent", item.rule)),
    )


def _with_quotes(comments: Sequence[Comment], article: str | None) -> tuple[Comment, ...]:
    """Quotations in the words themselves added to those in the markup, and what they are taken from."""
    sources = quotes.Sources()
    if article:
        sources.add("article", article)
    latest: dict[str, str] = {}
    ids = {comment.id for comment in comments}
    out: list[Comment] = []
    for comment in comments:
        text = comment.text or ""
        marked = [_with_source(quote, ids, latest, text, sources) for quote in comment.quotes]
        found = quotes.find(text, sources, latest) if text else ()
        own = [q for q in found if not any(q.start < m.end and m.start < q.end for m in marked)]
        if marked or own:
            comment = replace(comment, quotes=tuple(sorted((*marked, *own), key=lambda q: q.start)))
        out.append(comment)
        if text:
            sources.add(comment.id, text)
        if comment.author:
            latest[comment.author.casefold()] = comment.id
    return tuple(out)


def _with_source(quote: Quote, ids: set[str], latest: dict[str, str], text: str, sources: quotes.Sources) -> Quote:
    of = quote.of if quote.of in ids else None
    of = of or sources.holding(quote.words(text)) or latest.get((quote.author or "").casefold())
    return replace(quote, of=of)
