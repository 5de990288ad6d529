"""A page and where its comments stand in, the article they are about out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from threads.readers.html.metadata import Metadata, kind_of, words_of
from threads.readers.html.names import clean_name
from threads.readers.html.page import Page
from threads.readers.html.render import render
from threads.readers.html.survey import Survey
from threads.readers.language import identify
from threads.readers.timestamps import parse_timestamp
from threads.thread import Article, Evidence, Timestamp

_ARTICLE = re.compile(r"Article|Posting|NewsArticle|Report|Review$|WebPage|QAPage|Recipe")
_ASIDE = re.compile(
    r"sidebar|widget|related|teaser|\bnav|menu|footer|promo|breadcrumb|share|social|newsletter|cookie|comment(?!ary)|respond"
    r"|author-?box|author-?bio|banner|advert|\bads?\b|recommend|popular|consent|modal|popup"
)
_OUTSIDE = frozenset({"aside", "nav", "footer", "form", "button", "noscript", "figcaption"})
_TITLE_TAIL = re.compile(r"\s+[|–—·•»-]\s+[^|–—·•»]{2,60}$")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?=[-_]|$)")


def read_article(
    page: Page, survey: Survey, metadata: Metadata, blocks: Sequence[int], url: str | None, *, with_text: bool = True
) -> Article:
    """Title, author, date, language and main text, each from the best that the page has; None where it has nothing."""
    item = next((item for item in metadata.items if _ARTICLE.search(kind_of(item)) and item.get("headline")), {})
    evidence: list[Evidence] = []
    title = _title(page, metadata, words_of(item.get("headline")), evidence)
    author = _author(page, survey, metadata, words_of(item.get("author")), blocks, evidence)
    language = page_language(page, metadata)
    published = _published(page, metadata, words_of(item.get("datePublished")), blocks, evidence)
    text = _text(page, survey, blocks, evidence) if with_text else None
    return Article(
        title, author, published, language or (identify(text) if text else None), text, url or _url(page, metadata),
        tuple(evidence),
    )  # fmt: skip


def page_language(page: Page, metadata: Metadata) -> str | None:
    """The language that the page says it is in."""
    stated = page.attributes[0].get("lang") or page.attributes[0].get("xml:lang") if len(page) else None
    match = _LANGUAGE.match(stated or metadata.first("og:locale", "content-language", "language", "dc.language") or "")
    return match[0].lower() if match else None


def _title(page: Page, metadata: Metadata, headline: str | None, evidence: list[Evidence]) -> str | None:
    heading = next((i for i in page.tagged("h1") if page.text(i)), None)
    whole = next(iter(page.tagged("title")), None)
    og = metadata.first("og:title", "twitter:title")
    if headline:
        evidence.append(Evidence("title", "JSON-LD headline"))
        return headline
    if og:
        evidence.append(Evidence("title", "meta og:title"))
        return " ".join(og.split())
    named = " ".join(page.texts[whole].split()) if whole is not None else ""
    shown = page.text(heading) if heading is not None else ""
    if shown and (not named or shown.casefold() in named.casefold()):
        evidence.append(Evidence("title", "h1", path=page.path(heading or 0)))
        return shown
    if named:
        evidence.append(Evidence("title", "title element"))
        return _TITLE_TAIL.sub("", named)
    return None


def _author(
    page: Page, survey: Survey, metadata: Metadata, stated: str | None, blocks: Sequence[int], evidence: list[Evidence]
) -> str | None:
    if stated and not stated.startswith("http"):
        evidence.append(Evidence("author", "JSON-LD author"))
        return stated
    meta = metadata.first("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
    if meta and not meta.startswith("http"):
        evidence.append(Evidence("author", "meta author"))
        return clean_name(meta)
    first = blocks[0] if blocks else len(page)
    for index in range(first):
        key = page.keys[index]
        if "[rel=author]" in key or "[itemprop=author]" in key or ".byline" in key or ".entry-author" in key:
            name = clean_name(page.text(index)) if 0 < survey.lengths[index] < 160 else None
            if name:
                evidence.append(Evidence("author", "byline", path=page.path(index)))
                return name
    return None


def _published(
    page: Page, metadata: Metadata, stated: str | None, blocks: Sequence[int], evidence: list[Evidence]
) -> Timestamp | None:
    meta = metadata.first(
        "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
        "parsely-pub-date", "sailthru.date", "pubdate", "og:published_time", "last-modified",
    )  # fmt: skip
    for rule, raw in (("JSON-LD datePublished", stated), ("meta", meta)):
        stamp = parse_timestamp(raw) if raw else None
        if stamp:
            evidence.append(Evidence("published", rule))
            return stamp
    first = blocks[0] if blocks else len(page)
    for index in range(first):
        moment = page.attributes[index].get("datetime") or (
            page.attributes[index].get("content") if "[itemprop=datepublished]" in page.keys[index] else None
        )
        stamp = parse_timestamp(moment) if moment else None
        if stamp:
            evidence.append(Evidence("published", "time element", path=page.path(index)))
            return stamp
    return None


def _url(page: Page, metadata: Metadata) -> str | None:
    for index in page.tagged("link"):
        if "[rel=canonical]" in page.keys[index]:
            return page.attributes[index].get("href") or None
    return metadata.first("og:url")


def _text(page: Page, survey: Survey, blocks: Sequence[int], evidence: list[Evidence]) -> str | None:
    """The element whose paragraphs hold most words outside comments, sidebars and navigation."""
    worth: dict[int, float] = defaultdict(float)
    inside = iter(sorted(set(blocks)))
    barrier = next(inside, len(page))
    at = 0
    while at < len(page):
        while barrier < at:
            barrier = next(inside, len(page))
        if at == barrier or (page.tags[at] != "body" and _aside(page, survey, at)):
            at = page.ends[at]
            continue
        if page.tags[at] in ("p", "pre", "blockquote") or (page.tags[at] == "div" and len(page.texts[at]) > 80):
            letters = survey.lengths[at]
            linked = survey.links[page.ends[at]] - survey.links[at]
            if letters > 25 and linked < 0.6 * letters:
                parent = page.parents[at] if page.tags[at] != "div" else at
                worth[parent] += letters
                if page.parents[parent] >= 0:
                    worth[page.parents[parent]] += 0.6 * letters
        at += 1
    if not worth:
        return None
    best = max(worth, key=lambda index: (worth[index], -index))
    if worth[best] < 140:
        return None
    inner = range(best + 1, page.ends[best])
    skip = {i for i in inner if page.tags[i] == "h1" or _aside(page, survey, i)} | set(blocks)
    evidence.append(Evidence("text", "most words in paragraphs", path=page.path(best)))
    return render(page, best, skip=skip).text or None


def _aside(page: Page, survey: Survey, index: int) -> bool:
    """Whether an element is furniture; what holds a third of the page's words is not, whatever its name."""
    if page.tags[index] in _OUTSIDE:
        return True
    key = page.keys[index]
    if ("#" not in key and "." not in key) or page.tags[index] in ("body", "html", "article", "main"):
        return False
    return _sounds_aside(key) and survey.lengths[index] < 0.34 * survey.lengths[0]


@lru_cache(maxsize=32768)
def _sounds_aside(key: str) -> bool:
    return _ASIDE.search(key) is not None
