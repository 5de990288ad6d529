"""Reply links that the markup lost, inferred from the words: an address, a name at the start, a quotation.

They are kept apart from explicit parents and never replace them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from threads.thread import Comment, ImplicitParent, Kind

_AT = re.compile(r"(?:^|(?<=[\s(,;:>]))@\s?([^\W_][^\n@:,;!?]{0,60})")
_START_WORDS = 6
_WORD = re.compile(r"[\w.'’-]+")
_SHORTEST_NAME = 3
_SCORE_QUOTED = 0.9
_SCORE_AT = 0.85
_SCORE_AT_LATER = 0.7
_SCORE_NAME = 0.6
_COMMON = frozenset(
    [
        "anonymous",
        "anonym",
        "guest",
        "gast",
        "name",
        "all",
        "alle",
        "admin",
        "author",
        "autor",
        "the",
        "und",
        "and",
        "sorry",
        "hallo",
        "hello",
        "danke",
        "thanks",
        "thank",
        "ja",
        "nein",
        "yes",
        "no",
        "das",
        "die",
        "der",
        "ich",
        "this",
        "that",
    ]
)
_GREETING = re.compile(
    r"^\W*(?:(?:hallo|hi|hey|hello|dear|liebe[rs]?|lieber|sehr geehrter?|herr|frau|moin|servus|bonjour|salut|cher|"
    r"chère|"
    r"ciao|caro|cara|hola|estimad[oa]|querid[oa]|привет|уважаемый|thanks|thank you|danke|merci|grazie|gracias|"
    r"mr|mrs|ms|monsieur|madame|re|an|to|à)\b[\s:,.]*)+",
    re.I,
)


@dataclass(slots=True)
class _Heard:
    """The commenters so far: the latest comment by each casefolded name, and names by their first word."""

    latest: dict[str, str] = field(default_factory=dict)
    by_first: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, id: str) -> None:
        key = _fold(name)
        if len(key) < _SHORTEST_NAME or key in _COMMON:
            return
        self.latest[key] = id
        self.by_first.setdefault(key.split()[0], set()).add(key)

    def named_at(self, text: str) -> str | None:
        """The id of the latest comment by whoever's name begins the text: the longest name, or a lone first name."""
        words = [word.casefold().strip(".'’-") for word in _WORD.findall(text[:120])]
        for count in range(min(_START_WORDS, len(words)), 0, -1):
            found = self.latest.get(" ".join(words[:count]))
            if found:
                return found
        if not words or len(words[0]) < _SHORTEST_NAME or words[0] in _COMMON:
            return None
        alike = self.by_first.get(words[0], set())
        return self.latest[next(iter(alike))] if len(alike) == 1 else None


def with_implicit_parents(comments: Sequence[Comment], *, page_has_replies: bool = True) -> tuple[Comment, ...]:
    """Comments with `implicit_parent` set where the markup names no parent and the words do.

    `page_has_replies` says whether replies are shown as such on this page: then a top-level comment that names someone
    is less likely to be a lost reply, and its score is lower.
    """
    heard = _Heard()
    threaded = page_has_replies and any(comment.parent is not None for comment in comments)
    out: list[Comment] = []
    for comment in comments:
        found = _implied(comment, heard) if comment.parent is None and comment.text else None
        if found and threaded:
            found = replace(found, score=round(found.score * 0.8, 3))
        out.append(replace(comment, implicit_parent=found) if found else comment)
        if comment.author and comment.kind is Kind.COMMENT:
            heard.add(comment.author, comment.id)
    return tuple(out)


def _implied(comment: Comment, heard: _Heard) -> ImplicitParent | None:
    text = comment.text or ""
    own = heard.latest.get(_fold(comment.author or ""))
    for quote in comment.quotes:
        if quote.of and quote.of not in ("article", comment.id):
            return ImplicitParent(quote.of, _SCORE_QUOTED, "quotation")
    for match in _AT.finditer(text) if "@" in text else ():
        id = heard.named_at(match[1])
        if id and id != own:
            at_start = not text[: match.start()].strip(" \n(>")
            return ImplicitParent(id, _SCORE_AT if at_start else _SCORE_AT_LATER, "@name")
    head = _GREETING.sub("", text[:160]) if text else ""
    id = heard.named_at(head)
    if id and id != own and _addressed(head):
        return ImplicitParent(id, _SCORE_NAME, "name at the start")
    return None


def _addressed(head: str) -> bool:
    """Whether the name at the start is set off like an address: followed by a comma, colon, dash or line break."""
    return re.match(r"^\W*[\w.'’-]+(?: [\w.'’-]+){0,4}?\s*(?:[,:!–—-]|\n)", head) is not None


def _fold(name: str) -> str:
    return " ".join(word.casefold().strip(".'’-") for word in _WORD.findall(name))
