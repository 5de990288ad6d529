"""Analyses → reply graphs for Gephi, networkx and igraph: one timed edge a reply, with stance and sign.

Two graphs: `replies`, whose nodes are comments and articles, and `authors`, whose nodes are authors. An edge points
from the reply to what it answers. GEXF: Gexf Working Group 2009, http://gexf.net/1.2draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threads.report.export.plain import plain
from threads.report.files import write
from threads.stance.label import Agreement, Stance
from threads.thread import Comment, Precision

if TYPE_CHECKING:
    import networkx as nx

    from threads.analysis import Analysis
    from threads.stance.reading import CommentStance

_SIGN = {Agreement.AGREE: 1, Agreement.DISAGREE: -1, Agreement.NEITHER: 0}
_STANCE_SIGN = {Stance.AGREE: 1, Stance.DISAGREE: -1, Stance.NEUTRAL: 0}
_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def reply_graph(analyses: Sequence[Analysis]) -> nx.MultiDiGraph:
    """Comments and articles as nodes; every comment has one edge, to its parent or, at the top level, to the article.

    `sign` is 1, 0 or -1: of the reply's agreement with its parent, or of the comment's stance towards the article;
    absent where unclear. `start` is in seconds since 1970 by the page's own clock, absent where the time is unknown.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for analysis in analyses:
        stances = {s.comment_id: s for s in analysis.stance.comments}
        graph.add_node(plain(analysis.thread.id), **_article(analysis))
        for comment, attributes in _nodes(analysis):
            graph.add_node(_id(analysis, comment.id), **attributes)
        for comment in analysis.thread.comments:
            target = _id(analysis, comment.parent) if comment.parent else plain(analysis.thread.id)
            edge = _id(analysis, comment.id)
            graph.add_edge(edge, target, key=edge, id=edge, **_edge(analysis, comment, stances.get(comment.id)))
    return graph


def author_graph(analyses: Sequence[Analysis]) -> nx.MultiDiGraph:
    """Authors as nodes; one edge for every reply whose author and parent's author are both known."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for analysis in analyses:
        stances = {s.comment_id: s for s in analysis.stance.comments}
        authors = {c.id: c.author for c in analysis.thread.comments}
        graph.add_nodes_from((plain(name), {"label": plain(name)}) for name in authors.values() if name)
        for comment in analysis.thread.comments:
            target = authors.get(comment.parent or "")
            if comment.author and target:
                edge = _id(analysis, comment.id)
                graph.add_edge(
                    plain(comment.author),
                    plain(target),
                    key=edge,
                    id=edge,
                    **_edge(analysis, comment, stances.get(comment.id)),
                )
    return graph


def write_gexf(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """`replies.gexf` and `authors.gexf`, dynamic graphs that Gephi's timeline plays."""
    return tuple(write(out / f"{name}.gexf", _gexf(graph)) for name, graph in _graphs(analyses))


def write_graphml(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """`replies.graphml` and `authors.graphml`."""
    import networkx as nx

    made = ((name, "\n".join(nx.generate_graphml(graph))) for name, graph in _graphs(analyses))
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return tuple(write(out / f"{name}.graphml", f"{head}{text}\n") for name, text in made)


def _graphs(analyses: Sequence[Analysis]) -> Iterator[tuple[str, nx.MultiDiGraph]]:
    yield "replies", reply_graph(analyses)
    yield "authors", author_graph(analyses)


def _gexf(graph: nx.MultiDiGraph) -> str:
    """GEXF without the day of writing, so that the same graph gives the same bytes."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(graph))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_TODAY.sub("", text)}\n'


def _id(analysis: Analysis, comment: str) -> str:
    return plain(f"{analysis.thread.id}/{comment}")


def _article(analysis: Analysis) -> dict[str, Any]:
    article = analysis.thread.article
    title = plain(article.title or analysis.thread.id)
    return _known({"label": title, "kind": "article", "language": article.language, "url": article.url})


def _nodes(analysis: Analysis) -> Iterator[tuple[Comment, dict[str, Any]]]:
    stances = {s.comment_id: s for s in analysis.stance.comments}
    for comment in analysis.thread.comments:
        found = stances.get(comment.id)
        spread = found.distribution if found else None
        yield (
            comment,
            _known(
                {
                    "label": comment.author or comment.id,
                    "kind": "lost" if comment.missing else comment.kind.value,
                    "thread": analysis.thread.id,
                    "author": comment.author,
                    "time": comment.timestamp.iso if comment.timestamp else None,
                    "start": epoch_seconds(comment),
                    "depth": comment.depth,
                    "language": comment.language,
                    "text": comment.text,
                    "stance": found.stance.value if found and not comment.missing else None,
                    "p_agree": spread.agree if spread else None,
                    "p_neutral": spread.neutral if spread else None,
                    "p_disagree": spread.disagree if spread else None,
                }
            ),
        )


def _edge(analysis: Analysis, comment: Comment, found: CommentStance | None) -> dict[str, Any]:
    top = comment.parent is None
    sign = None
    if found and not comment.missing:
        sign = _STANCE_SIGN.get(found.stance) if top else _SIGN.get(found.agreement) if found.agreement else None
    return _known(
        {
            "start": epoch_seconds(comment),
            "time": comment.timestamp.iso if comment.timestamp else None,
            "comment": _id(analysis, comment.id),
            "thread": analysis.thread.id,
            "stance": found.stance.value if found and not comment.missing else None,
            "agreement": found.agreement.value if found and found.agreement else None,
            "sign": sign,
        }
    )


def epoch_seconds(comment: Comment) -> float | None:
    """Seconds since 1970; a time without a zone is read as the page's own clock. None unless the day is known."""
    stamp = comment.timestamp
    if stamp is None or stamp.precision in (Precision.YEAR, Precision.MONTH):
        return None
    value = stamp.value if stamp.value.tzinfo else stamp.value.replace(tzinfo=UTC)
    return (value - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _known(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes without the unknown ones: graph formats have no value for unknown."""
    return {k: plain(v) if isinstance(v, str) else v for k, v in attributes.items() if v is not None}
