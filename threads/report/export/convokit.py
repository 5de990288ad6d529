"""Analyses → a ConvoKit corpus: one conversation a thread, opened by the article.

Chang et al. 2020; https://convokit.cornell.edu/documentation/data_format.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threads.report.export.graph import epoch_seconds
from threads.report.export.plain import plain
from threads.report.files import directory, write
from threads.report.tables import flip_rows

if TYPE_CHECKING:
    from threads.analysis import Analysis
    from threads.stance.reading import CommentStance
    from threads.thread import Comment


def write_convokit(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """The corpus in `out/convokit`; open it with `Corpus(filename=…)`.

    A comment without an author gets a speaker of its own (`unknown/…`), so that no two unknown people become one.
    Placeholders are utterances with empty text and `missing` in their metadata.
    """
    folder = directory(out / "convokit")
    utterances = [u for analysis in analyses for u in _utterances(analysis)]
    speakers: dict[str, dict[str, Any]] = {u["speaker"]: {"meta": {}, "vectors": []} for u in utterances}
    conversations = {a.thread.id: {"meta": _conversation(a), "vectors": []} for a in analyses}
    files = {
        "utterances.jsonl": "".join(_json(u) + "\n" for u in utterances),
        "speakers.json": _json(dict(sorted(speakers.items()))),
        "conversations.json": _json(conversations),
        "corpus.json": _json({"made_by": "threads"}),
        "index.json": _json(_index(utterances, conversations)),
    }
    return tuple(write(folder / name, content) for name, content in files.items())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _utterances(analysis: Analysis) -> Iterator[dict[str, Any]]:
    thread, stances = analysis.thread, {s.comment_id: s for s in analysis.stance.comments}
    article = thread.article
    meta = {"kind": "article", "title": article.title, "language": article.language, "url": article.url}
    yield _utterance(analysis, thread.id, article.author or f"article/{thread.id}", article.text, None, None, meta)
    for comment in thread.comments:
        name = f"{thread.id}/{comment.id}"
        reply_to = f"{thread.id}/{comment.parent}" if comment.parent else thread.id
        speaker = comment.author or f"unknown/{name}"
        found = stances.get(comment.id)
        yield _utterance(analysis, name, speaker, comment.text, reply_to, epoch_seconds(comment), _meta(comment, found))


def _utterance(
    analysis: Analysis, name: str, speaker: str, text: str | None, reply_to: str | None, time: float | None,
    meta: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": plain(name),
        "conversation_id": plain(analysis.thread.id),
        "text": plain(text or ""),
        "speaker": plain(speaker),
        "meta": meta,
        "reply-to": plain(reply_to) if reply_to else None,
        "timestamp": time,
        "vectors": [],
    }


def _meta(comment: Comment, found: CommentStance | None) -> dict[str, Any]:
    spread = found.distribution if found else None
    return {
        "kind": comment.kind.value,
        "missing": comment.missing,
        "depth": comment.depth,
        "language": comment.language,
        "time": comment.timestamp.iso if comment.timestamp else None,
        "stance": found.stance.value if found and not comment.missing else None,
        "p_agree": spread.agree if spread else None,
        "p_neutral": spread.neutral if spread else None,
        "p_disagree": spread.disagree if spread else None,
        "reply_agreement": found.agreement.value if found and found.agreement else None,
    }


def _conversation(analysis: Analysis) -> dict[str, Any]:
    thread, thesis = analysis.thread, analysis.stance.thesis
    flips = [row for row in flip_rows([analysis]) if row.kind == "author flip"]
    return {
        "title": thread.article.title,
        "source": thread.source.path,
        "thesis": thesis.text if thesis else None,
        "declared_comments": thread.declared_comments,
        "recovered_comments": thread.recovered_comments,
        "author_flips": [[f"{thread.id}/{f.before_id}", f"{thread.id}/{f.after_id}"] for f in flips],
    }


def _index(utterances: Sequence[dict[str, Any]], conversations: dict[str, Any]) -> dict[str, Any]:
    """The types of all metadata, as ConvoKit keeps them."""
    return {
        "utterances-index": _types(u["meta"] for u in utterances),
        "speakers-index": {},
        "conversations-index": _types(c["meta"] for c in conversations.values()),
        "overall-index": _types([{"made_by": "threads"}]),
        "version": 1,
        "vectors": [],
    }


def _types(metas: Any) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for meta in metas:
        for key, value in meta.items():
            found.setdefault(key, set())
            if value is not None:
                found[key].add(str(type(value)))
    return {key: sorted(types) for key, types in found.items()}
