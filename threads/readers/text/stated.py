"""Comments of a text in, the same without the line that says whom each answers, and whom it is out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from threads.readers.text.posts import Post
from threads.readers.wording import SAID_REPLY, find_stamp

_LEAST = 2
_LONGEST, _TITLE = 90, 60
_OF = r"(?:von|vom|by|from|of|de|di|da|do|от|od|van|av|af)"
_NAMED = re.compile(
    rf"\W*(?:(?:den|die|le|il|el|the|a)\s+)?(?:(?:beitrag|kommentar|posting|post|comment|commentaire|commento|comentario)\s+)?"
    rf"(?:#[\d.]+\s+)?(?:{_OF}\s+)?(?P<name>\S.*)",
    re.I,
)
_NUMBERED = re.compile(r"#?\d{1,6}[.)]\s+")
_EDGES = ' \t\u00a0:…|,;·•–—-()[]"„“”«»@'
_JOIN = re.compile(r"\s+(?:on|am|at|le|il|el|um|vom|du|del|em|в)$", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """The posts, and the position of the one that each says it answers."""

    posts: tuple[Post, ...]
    answered: tuple[int | None, ...]


def stated(posts: Sequence[Post]) -> Stated:
    """What posts say by a line of the site's that most replies have: "In reply to Eva", "Antwort auf „Ein Titel“".

    One alone may be its author's.
    """
    said = [_said(post) for post in posts]
    if sum(rest is not None for rest in said) < _LEAST:
        return Stated(tuple(posts), (None,) * len(posts))
    moments: dict[tuple[str, str], int] = {}
    names: dict[str, int] = {}
    titles: dict[str, int] = {}
    answered: list[int | None] = []
    kept: list[Post] = []
    for at, (post, rest) in enumerate(zip(posts, said, strict=True)):
        post = post if rest is None else _without(post)
        kept.append(post)
        answered.append(None if rest is None else _meant(rest, moments, names, titles))
        if post.byline and post.byline.author:
            name = post.byline.author.casefold()
            names[name] = at
            moments[name, _figures(post.byline.stamp)] = at
        if first := _first(post):
            titles[_NUMBERED.sub("", first).strip(_EDGES).casefold()] = at
    return Stated(tuple(kept), tuple(answered))


def _said(post: Post) -> str | None:
    """What follows "in reply to" in the first line of a post, or in the one below its title."""
    at = _place(post)
    if at is None:
        return None
    match = SAID_REPLY.match(post.lines[at].text)
    return post.lines[at].text[match.end() :].strip() or None if match else None


def _place(post: Post) -> int | None:
    worded = [at for at, line in enumerate(post.lines) if line.text][:2]
    fits = (at for at in worded if len(post.lines[at].text) <= _LONGEST and SAID_REPLY.match(post.lines[at].text))
    at = next(fits, None)
    return (
        at if at is not None and all(len(post.lines[above].text) <= _TITLE for above in worded if above < at) else None
    )


def _first(post: Post) -> str:
    return next((line.text for line in post.lines if line.text), "")


def _without(post: Post) -> Post:
    """A post without the line that says whom it answers."""
    at = _place(post)
    below = at = 0 if at is None else at
    below += 1
    while below < len(post.lines) and post.lines[below].blank:
        below += 1
    return replace(post, lines=post.lines[:at] + post.lines[below:])


def _meant(rest: str, moments: dict[tuple[str, str], int], names: dict[str, int], titles: dict[str, int]) -> int | None:
    """The position of the post by the name and at the moment that are named, of the latest by it, or of that title."""
    stamp = find_stamp(rest)
    if stamp:
        rest = _JOIN.sub("", rest[: stamp.start()].strip(_EDGES))
    match = _NAMED.fullmatch(rest)
    shown = [rest.strip(_EDGES).casefold(), (match["name"] if match else "").strip(_EDGES).casefold()]
    for name in shown:
        at = moments.get((name, _figures(stamp[0])), names.get(name)) if stamp else names.get(name)
        if at is not None:
            return at
    return next((titles[name] for name in shown if name in titles), None)


def _figures(stamp: str | None) -> str:
    """The digits of a moment: what two ways of writing it share."""
    return "".join(filter(str.isdigit, stamp or ""))
