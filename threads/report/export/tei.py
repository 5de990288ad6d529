"""Analyses → TEI P5 documents with the module for computer-mediated communication: every comment is a `post`.

TEI Consortium, TEI P5 Guidelines, chapter "Computer-mediated Communication" (from version 4.8.0 on).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from threads.report.export.plain import plain
from threads.report.files import directory, write
from threads.stance.label import Stance

if TYPE_CHECKING:
    from threads.analysis import Analysis
    from threads.stance.reading import CommentStance
    from threads.thread import Comment

_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINES = ("teiHeader", "fileDesc", "encodingDesc", "profileDesc", "person", "category", "head", "div", "post", "body")
_E = ElementMaker(namespace=_TEI, nsmap={None: _TEI})


def write_tei(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """One document a thread, `out/tei/00001.xml` and so on, in the order of the analyses."""
    folder = directory(out / "tei")
    return tuple(write(folder / f"{at:05}.xml", tei(analysis)) for at, analysis in enumerate(analyses, 1))


def tei(analysis: Analysis) -> bytes:
    """One thread as a TEI document.

    A comment's stance is `ana`, its probability a `certainty`; `replyTo` is the reply link of the page and
    `indentLevel` the depth. A lost comment is a `post` that holds only a `gap`; quoted words are a `quote`.
    """
    people = {
        name: f"p{at}" for at, name in enumerate(sorted({c.author for c in analysis.thread.comments if c.author}), 1)
    }
    document = _E.TEI(_header(analysis, people), _text(analysis, people))
    # one post a line: indentation would put blanks into quoted words
    for element in document.iter(*(f"{{{_TEI}}}{name}" for name in _LINES)):
        element.tail = "\n"
    return bytes(etree.tostring(document, xml_declaration=True, encoding="utf-8"))


def _header(analysis: Analysis, people: Mapping[str, str]) -> etree._Element:
    thread, article = analysis.thread, analysis.thread.article
    title = plain(article.title or thread.id)
    bibl = _E.bibl(_E.title(title))
    if article.author:
        bibl.append(_E.author(plain(article.author)))
    if article.published:
        bibl.append(_E.date(plain(article.published.iso), {"when-iso": article.published.iso}))
    if article.url:
        bibl.append(_E.ref(plain(article.url), target=_pointer(article.url)))
    bibl.append(_E.idno(thread.source.sha256, type="sha256"))
    return _E.teiHeader(
        _E.fileDesc(
            _E.titleStmt(_E.title(f"{title}: comment thread")),
            _E.publicationStmt(_E.p("Made by threads; not published.")),
            _E.sourceDesc(bibl),
        ),
        _encoding(analysis),
        _profile(people),
    )


def _encoding(analysis: Analysis) -> etree._Element:
    model = analysis.stance.model
    about = (
        f"Stance towards the article's thesis as read by the model {model.name} (weights SHA-256 {model.sha256}); "
        f"unclear under {model.threshold:g}. Reply links and indentation are those of the source as rebuilt from its "
        f"{analysis.thread.source.format} form."
    )
    thesis = analysis.stance.thesis
    if thesis:
        about += f" The thesis is: {thesis.text}"
    categories = [_E.category(_E.catDesc(stance.value), {_ID: f"stance.{stance.value}"}) for stance in Stance]
    return _E.encodingDesc(
        _E.editorialDecl(_E.interpretation(_E.p(plain(about)))), _E.classDecl(_E.taxonomy(*categories, {_ID: "stance"}))
    )


def _profile(people: Mapping[str, str]) -> etree._Element:
    if not people:
        return _E.profileDesc()
    persons = [_E.person(_E.persName(plain(name)), {_ID: key}) for name, key in people.items()]
    return _E.profileDesc(_E.particDesc(_E.listPerson(*persons)))


def _text(analysis: Analysis, people: Mapping[str, str]) -> etree._Element:
    article, stances = analysis.thread.article, {s.comment_id: s for s in analysis.stance.comments}
    front = _E.div(
        _E.head(plain(article.title or "")), *_paragraphs(article.text or ""), {_ID: "article", "type": "article"}
    )
    if article.language:
        front.set(_LANG, article.language)
    body = _E.body(front)
    if analysis.thread.comments:
        places = {c.id: f"c{at}" for at, c in enumerate(analysis.thread.comments, 1)}
        posts = [_post(c, stances.get(c.id), places, people) for c in analysis.thread.comments]
        body.append(_E.div(*posts, type="comments"))
    return _E.text(body)


def _post(
    comment: Comment, found: CommentStance | None, places: Mapping[str, str], people: Mapping[str, str]
) -> etree._Element:
    attributes = {_ID: places[comment.id], "n": plain(comment.id), "type": comment.kind.value, "modality": "written"}
    attributes |= {"indentLevel": str(comment.depth), "replyTo": f"#{places.get(comment.parent or '', 'article')}"}
    if comment.author:
        attributes["who"] = f"#{people[comment.author]}"
    if comment.timestamp:
        attributes["when-iso"] = comment.timestamp.iso
    if comment.language:
        attributes[_LANG] = plain(comment.language)
    if comment.missing:
        return _E.post(_E.gap(reason="lost"), attributes)
    post = _E.post(*_words(comment), attributes)
    spread = found.distribution if found else None
    if found and spread:
        post.set("ana", f"#stance.{found.stance.value}")
        degree = f"{spread.confidence:.3f}"
        post.append(
            _E.certainty({"target": f"#{places[comment.id]}", "match": "@ana", "locus": "value", "degree": degree})
        )
    return post


def _words(comment: Comment) -> list[etree._Element]:
    """Paragraphs of own words, and quoted words apart."""
    comment = comment.whole
    text, at, parts = comment.text or "", 0, []
    for quote in sorted(comment.quotes, key=lambda q: q.start):
        parts += _paragraphs(text[at : quote.start])
        if text[quote.start : quote.end].strip():
            parts.append(_E.p(_E.quote(plain(text[quote.start : quote.end].strip()))))
        at = max(at, quote.end)
    return [*parts, *_paragraphs(text[at:])]


def _paragraphs(text: str) -> list[etree._Element]:
    return [_E.p(plain(part.strip())) for part in text.split("\n\n") if part.strip()]


def _pointer(url: str) -> str:
    """A URL without blanks: a TEI pointer holds none."""
    return plain("%20".join(url.split()))
