"""Comments of a text in, the same without the line that says whom each answers, and whom it is out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from threads.readers.text.lines import Line
from threads.readers.text.posts import Post
from threads.readers.wording import SAID_REPLY, find_stamp, is_button

_LEAST = 2
_LONGEST, _TITLE = 90, 60
_OF = r"(?:von|vom|by|from|of|de|di|da|do|от|od|van|av|af)"
_NAMED = re.compile(
    rf"\W*?(?:(?:den|die|le|il|el|the|a)\s+)?(?:(?:beitrag|kommentar|posting|post|comment|commentaire|commento|comentario)\s+)?"
    rf"(?:#[\d.]+\s+)?(?:{_OF}\s+)?(?P<name>\S.*)",
    re.I,
)
_NUMBERED = re.compile(r"#?\d{1,6}[.)]\s+")
_EDGES = ' \t\u00a0:…|,;·•–—-()[]"„“”«»@'
_JOIN = re.compile(r"\s+(?:on|am|at|le|il|el|um|vom|du|del|em|в)$", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """The posts, the position of the one that each says it answers, and the number of the line that says so."""

    posts: tuple[Post, ...]
    answered: tuple[int | None, ...]
    where: tuple[int | None, ...]


def stated(posts: Sequence[Post]) -> Stated:
    """What posts say by a line of the site's that most replies have: "In reply to Eva", "Antwort auf „Ein Titel“".

    One alone may be its author's.
    """
    lines = [_saying(post) for post in posts]
    if sum(line is not None for line in lines) < _LEAST:
        return Stated(tuple(posts), (None,) * len(posts), (None,) * len(posts))
    moments: dict[tuple[str, str], int] = {}
    names: dict[str, int] = {}
    titles: dict[str, int] = {}
    answered: list[int | None] = []
    kept: list[Post] = []
    for at, (post, line) in enumerate(zip(posts, lines, strict=True)):
        answered.append(None if line is None else _meant(_bare(line), moments, names, titles))
        kept.append(post if line is None else replace(post, lines=_without(post.lines, line)))
        if post.byline and post.byline.author:
            name = post.byline.author.casefold()
            names[name] = at
            moments[name, _figures(post.byline.stamp)] = at
        if title := next((each.text for each in kept[-1].lines if each.text), ""):
            titles[_NUMBERED.sub("", title).strip(_EDGES).casefold()] = at
    return Stated(tuple(kept), tuple(answered), tuple(line.number if line else None for line in lines))


def _saying(post: Post) -> Line | None:
    """The line that begins with "in reply to": the first one of a post, the one below its title, or the last one."""
    worded = [line for line in post.lines if line.text]
    first = worded[: 1 if worded and len(worded[0].text) > _TITLE else 2]
    return next(filter(_says, (*first, *worded[len(first) :][-1:])), None)


def _says(line: Line) -> bool:
    match = SAID_REPLY.match(line.text) if len(line.text) <= _LONGEST else None
    return match is not None and match.end() < len(line.text.rstrip())


def _bare(line: Line) -> str:
    """Whom a line says that a comment answers, without the buttons behind."""
    words = SAID_REPLY.sub("", line.text).split()
    while len(words) > 1 and is_button(words[-1]):
        words.pop()
    return " ".join(words)


def _without(lines: Sequence[Line], line: Line) -> tuple[Line, ...]:
    """The lines without one, and without blank ones below it."""
    at = lines.index(line)
    below = next((i for i in range(at + 1, len(lines)) if not lines[i].blank), len(lines))
    return (*lines[:at], *lines[below:])


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
