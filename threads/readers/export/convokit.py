"""A ConvoKit corpus (`utterances.jsonl` with `conversations.json` beside it) → a thread for each conversation.

Reference: https://convokit.cornell.edu/documentation/data_format.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from threads.errors import FormatError
from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import Post, from_plain
from threads.readers.export.values import Record, get, lines, load, string, whole
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Votes

_GONE = frozenset({"[deleted]", "[removed]"})


def read(document: Document) -> Iterator[Thread]:
    """Conversations in the order of their first utterance; an opening post with a title is the article's text too."""
    notices: list[Notice] = []
    spoken: dict[str, list[Record]] = {}
    for utterance in _utterances(document, notices):
        native = string(utterance, "conversation_id") or string(utterance, "root") or "unknown"
        spoken.setdefault(native, []).append(utterance)
    told = _conversations(document, notices)
    for native, utterances in spoken.items():
        article = _article(utterances[0], native, told.get(native))
        posts = [_post(utterance, f"utterance {string(utterance, 'id')}") for utterance in utterances]
        yield assemble(document, posts, Opening(article, native, notices=tuple(notices)))
        notices.clear()


def _utterances(document: Document, notices: list[Notice]) -> Iterator[Record]:
    """One a line, or, in corpora of the first version, all in one JSON list."""
    text = document.text or ""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        loaded = load(text, document.path)
        notices += loaded.notices
        yield from (item for item in loaded.value if isinstance(item, dict))
        return
    for _, record in lines(text, document.path):
        if isinstance(record, Notice):
            notices.append(record)
        else:
            yield record


def _conversations(document: Document, notices: list[Notice]) -> Mapping[str, Record]:
    """What `conversations.json` says of each conversation, under its id."""
    found: dict[str, Record] = {}
    for beside in document.beside:
        try:
            value = load(beside.text or "", beside.path).value
        except FormatError as error:
            notices.append(Notice("unread", f"{beside.path} could not be read: {error}", beside.path))
            continue
        if isinstance(value, dict):
            found |= {key: item for key, item in value.items() if isinstance(item, dict)}
    return found


def _article(first: Record, native: str, told: Record | None) -> Article:
    """Title and address as the conversation's metadata state them, the text of the opening post under a title."""
    meta = get(told, "meta") or told
    title = string(meta, "title") or string(meta, "page_title") or string(first, "meta", "title")
    opens = title is not None and (string(first, "id") == native or string(first, "reply_to") is None)
    return Article(
        title=title,
        author=_speaker(first) if opens else None,
        published=moment(get(first, "timestamp")) if opens else None,
        text=from_plain(get(first, "text")).text or None if opens else None,
        url=string(meta, "url") or string(meta, "permalink") or string(first, "meta", "permalink"),
        evidence=(Evidence("text", "opening post"),) if opens else (),
    )


def _post(utterance: Record, path: str) -> Post:
    text = from_plain(get(utterance, "text"))
    gone = text.text.lower() in _GONE
    score, created = whole(utterance, "meta", "score"), get(utterance, "timestamp")
    answered = get(utterance, "reply_to") if "reply_to" in utterance else get(utterance, "reply-to")
    return Post(
        id=string(utterance, "id"),
        parent=string({"id": answered}, "id"),
        body=from_plain("") if gone else text,
        path=path,
        rule="reply_to",
        author=_speaker(utterance),
        timestamp=moment(created),
        timestamp_raw=raw_moment(created),
        deleted=gone,
        permalink=string(utterance, "meta", "permalink"),
        votes=None if score is None else Votes(net=score),
    )


def _speaker(utterance: Record) -> str | None:
    speaker = get(utterance, "speaker") or get(utterance, "user")
    return string(speaker, "id") if isinstance(speaker, dict) else string({"id": speaker}, "id")
