"""Zones in, each comment's place in the tree out, from the surest thing that the page says about it.

In this order: a parent named in the markup, comments nested in comments, `depth-N` classes, indents in pixels,
"level N" texts, links to the answered comment, its number or its author's name, classes that call a comment a reply.
Where replies of all depths stand in one list below a comment, what they say of the one that they answer goes deeper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from threads.readers.html.answers import LINKED, Answer, answers, named_answers
from threads.readers.html.ids import ANY_ID, WPDISCUZ
from threads.readers.html.naming import among_pingbacks, named_answer, named_question
from threads.readers.html.page import Page
from threads.readers.html.platforms import Platform
from threads.readers.html.zones import Zone
from threads.readers.tree import levels, parents


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment hangs: `parent` is a position in the list of zones, `lost` the id of one that is not there.

    `level` is the depth that the page claims, where it claims one.
    """

    parent: int | None
    rule: str
    lost: str | None = None
    level: int | None = None


_PARENT_NAME = re.compile(
    r"(?:data-)?(?:[a-z]+[-_])?parent[a-z]*(?:[-_](?:[a-z]+[-_])?id)?|data-(?:in-)?reply-?to(?:-id)?"
)
_BY_ID = "id names comment and parent"
_DEPTH = re.compile(
    r"[._-](?:(?:comment|reply|post|item|thread)[-_]{0,2})?"
    r"(?:depth|level|lvl|indent(?:-level|ed)?|nest(?:ed|ing)?(?:-?level)?|tier|ebene|stufe|tiefe|einzug|niveau|nivel"
    r"|livello|poziom|uroven|glubina|otstup|retrait|rientro|sangria|profond\w{0,5}|profundi\w{0,4})[-_]{0,2}(\d{1,3})(?=[.\[]|$)"
)
_DEPTH_ATTRIBUTES = ("data-depth", "data-level", "data-indent", "data-nesting-level", "depth", "aria-level", "indent")
_PIXELS = re.compile(
    r"(?:margin|padding)-left\s*:\s*(-?\d+(?:\.\d+)?)\s*(px|em|rem|%)?|(?:^|;)\s*left\s*:\s*(\d+)\s*(px)", re.I
)
_HOLDS_REPLIES = re.compile(r"[._-](?:children|replies|responses|answers|antworten|subcomments|indented)(?=[.\[]|$)")
_SPACER = re.compile(r"[.#](?:[\w-]*[_-])?(?:indent|spacer|offset|level)")
_WIDTH = re.compile(r"(?:^|[;\s])width\s*:\s*(\d+(?:\.\d+)?)\s*(px|em|rem)", re.I)
_CELL = re.compile(r"^\s*(\d{1,4})\s*(?:px|%|$)")
_REPLY_CLASS = re.compile(
    r"\.(?:(?:is|comment|kommentar|post|item|review|c)[-_]{1,2})?(?:sub|child|reply|nested|indented|antwort|response)(?=[.\[]|$)"
)
_LEVEL_TEXT = re.compile(r"^\W*(?:level|ebene|niveau|livello|nivel|уровень)\s+(\d{1,3})\W*$", re.I)


def place(
    page: Page,
    found: Sequence[Zone],
    ids: Sequence[str],
    authors: Sequence[str | None],
    texts: Sequence[str],
    platform: Platform,
) -> tuple[Place, ...]:
    """One place a zone; nothing is its own ancestor.

    A parent stands before its replies, or else all parents after them: where a page shows the newest comment first.
    """
    explicit = _explicit(page, found, ids)
    if explicit is not None:
        return explicit
    if platform.flat:
        return _by_levels(page, found, (_OUTER,)) or _in_a_row(page, found, ids, authors)
    nested = _nested(page, found)
    if any(spot.parent is not None for spot in nested):
        answered = answers(page, found, ids, authors, texts)
        return _refined(_levelled(page, found, nested) or _corrected(page, found, nested), answered)
    spots = _by_levels(page, found, _LEVEL_READERS)
    if spots is not None:
        return spots
    answered = answers(page, found, ids, authors, texts)
    if any(answered):
        return tuple(
            Place(answer.to, answer.rule) if answer else Place(None, "answers no other") for answer in answered
        )
    return _called_replies(page, found) or nested


def _in_a_row(
    page: Page, found: Sequence[Zone], ids: Sequence[str], authors: Sequence[str | None]
) -> tuple[Place, ...]:
    """Places of a forum's posts: top level, but for those whose head links to the answered one."""
    return tuple(
        Place(None, "forum: posts in a row") if to is None else Place(to, LINKED)
        for to in named_answers(page, found, ids, authors)
    )


def turned(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places of comments that are read from the last to the first: so that the parents come before the replies."""
    last = len(places) - 1
    return tuple(replace(spot, parent=None if spot.parent is None else last - spot.parent) for spot in reversed(places))


def _by_levels(page: Page, found: Sequence[Zone], readers: Sequence[_LevelReader]) -> tuple[Place, ...] | None:
    """Places by the first sign of a depth that most comments bear and that tells them apart."""
    for reader in readers:
        claimed = [reader.read(page, zone) for zone in found]
        known = [level for level in claimed if level is not None]
        if len(known) < 0.8 * len(found) or len(set(known)) < 2:
            continue
        if reader is _CLASSES and not _may_be_depths(known):
            continue
        depths = _depths(claimed, pixels=reader.pixels)
        above = parents(depths)
        return tuple(Place(above[at], reader.rule, level=depth) for at, depth in enumerate(depths))
    return None


def _levelled(page: Page, found: Sequence[Zone], nested: Sequence[Place]) -> tuple[Place, ...] | None:
    """Places by depths, where nesting shows but lists below comments.

    Classes name the depths where there is one such list; else cells may move some further to the right than others.
    """
    if any(spot.parent is not None and spot.rule != _BELOW for spot in nested):
        return None
    if len({spot.parent for spot in nested}) <= 2 and (named := _by_levels(page, found, (_CLASSES,))):
        return named
    moved = {_cell_indent(page, zone) for zone in found}
    return _by_levels(page, found, (_CELLS,)) if len(moved) > 2 else None


def _refined(spots: Sequence[Place], answered: Sequence[Answer | None]) -> tuple[Place, ...]:
    """Places, deeper where a comment says that it answers one below the parent that its place shows.

    All between a comment and its parent stands below this parent.
    """
    return tuple(
        Place(answer.to, answer.rule)
        if answer and (-1 if spot.parent is None else spot.parent) < answer.to < at
        else spot
        for at, (spot, answer) in enumerate(zip(spots, answered, strict=True))
    )


def _called_replies(page: Page, found: Sequence[Zone]) -> tuple[Place, ...] | None:
    """Blocks that a class calls replies under the last one before them that is none; None where there are not both."""
    called = [_REPLY_CLASS.search(page.keys[zone.block].split("[")[0]) is not None for zone in found]
    if not any(called) or all(called):
        return None
    above = parents([int(reply) for reply in called])
    return tuple(
        Place(parent, "not called a reply" if parent is None else "called a reply in a class") for parent in above
    )


def _may_be_depths(claimed: Sequence[int]) -> bool:
    """Whether hardly any step leads more than one level down: users' ranks jump, the depths of replies do not."""
    return sum(below > above + 1 for above, below in pairwise(claimed)) <= 0.1 * len(claimed)


def _explicit(page: Page, found: Sequence[Zone], ids: Sequence[str]) -> tuple[Place, ...] | None:
    """Parents that attributes name, where they do so throughout the page."""
    named: list[tuple[str | None, str]] = []
    for zone in found:
        named.append(_named_parent(page, zone))
    if not any(rule for _, rule in named):
        return None
    position = {own: at for at, own in reversed(list(enumerate(ids)))}
    known = sum(parent in position for parent, _ in named if parent)
    if not known and not any(rule == _BY_ID for _, rule in named):
        return None
    spots: list[Place] = []
    path: list[int] = []
    for at, (parent, rule) in enumerate(named):
        where = position.get(parent) if parent else None
        while path and page.ends[found[path[-1]].block] <= found[at].block:
            path.pop()
        above = path[-1] if path else None
        path.append(at)
        if where is not None and where < at:
            spots.append(Place(where, rule))
        elif above is not None and (not rule or (parent and where is None)):
            spots.append(Place(above, "nested in its parent"))
        else:
            spots.append(Place(None, rule or "no parent named", lost=parent if where is None else None))
    return tuple(spots)


def _named_parent(page: Page, zone: Zone) -> tuple[str | None, str]:
    for element in zone.elements[:8]:
        attributes = page.attributes[element]
        own = attributes.get("id")
        if own and (match := WPDISCUZ.fullmatch(own)):
            return (None if match[2] == "0" else match[2]), _BY_ID
        for name, value in attributes.items():
            if ("parent" not in name and "reply" not in name) or not _PARENT_NAME.fullmatch(name):
                continue
            numbers = ANY_ID.findall(value)
            return (numbers[-1] if numbers and numbers[-1] != "0" else None), f"attribute {name}"
    return None, ""


def _nested(page: Page, found: Sequence[Zone]) -> tuple[Place, ...]:
    """Comments inside comments, or in a list that stands deeper than the comment before it.

    A comment with replies inside it has none in a list below it, and neither have these replies. The answers to a
    question stand beside it.
    """
    depths = [page.depths[zone.block] for zone in found]
    over = _closed(page, found)
    spots: list[Place] = []
    path: list[int] = []
    for at, zone in enumerate(found):
        while path and (
            depths[path[-1]] >= depths[at]
            or over[path[-1]] <= zone.block
            or _are_entries(page, found[path[-1]].block, zone.block)
            or (named_answer(page.keys[zone.block]) and named_question(page.keys[found[path[-1]].block]))
        ):
            path.pop()
        if path and page.ends[found[path[-1]].block] <= zone.block and among_pingbacks(page, zone.block):
            path.clear()
        above = path[-1] if path else None
        inside = above is not None and page.ends[found[above].block] > zone.block
        spots.append(Place(above, "nested in its parent" if inside else _BELOW if path else "top level"))
        path.append(at)
    return _unhooked(page, found, spots)


def _unhooked(page: Page, found: Sequence[Zone], spots: Sequence[Place]) -> tuple[Place, ...]:
    """The places; where all others stand in one list below the first, not named for replies, they answer no other."""
    if len(spots) < _LEAST_POSTS or any(spot.parent != 0 or spot.rule != _BELOW for spot in spots[1:]):
        return tuple(spots)
    at = page.parents[found[1].block]
    while at > found[0].block:
        if _HOLDS_REPLIES.search(page.keys[at]):
            return tuple(spots)
        at = page.parents[at]
    return tuple(Place(None, "posts below the first") for _ in spots)


_LEAST_POSTS = 5


def _are_entries(page: Page, block: int, later: int) -> bool:
    """Whether two blocks are in two entries of one list, of one class and not named for the replies that they hold."""
    if page.ends[block] > later:
        return False
    branch = later
    while branch >= 0 and page.parents[branch] >= block:
        branch = page.parents[branch]
    while block >= 0 and page.parents[block] > page.parents[branch]:
        block = page.parents[block]
    if page.tags[block] != "li" or page.tags[branch] != "li" or page.parents[block] != page.parents[branch]:
        return False
    names, other = (page.attributes[entry].get("class", "").split() for entry in (block, branch))
    return not {*names}.isdisjoint(other) and _HOLDS_REPLIES.search(page.keys[branch]) is None


def _closed(page: Page, found: Sequence[Zone]) -> list[int]:
    """Where no list below each comment can be: after what is around it, or after itself if one is in it."""
    over: list[int] = []
    around: list[int] = []
    for zone in found:
        while around and around[-1] <= zone.block:
            around.pop()
        end = page.ends[zone.block]
        over.append(end if zone.nested else around[-1] if around else len(page))
        around.append(end)
    return over


_BELOW = "in a list under its parent"


def _corrected(page: Page, found: Sequence[Zone], nested: tuple[Place, ...]) -> tuple[Place, ...]:
    """Nesting, save where every comment carries its depth and the two disagree: a tag is missing, the depth is true."""
    claimed = [_class_depth(page, zone) for zone in found]
    depths = [depth for depth in claimed if depth is not None]
    if len(depths) < len(found) or len(set(depths)) < 2:
        return nested
    return tuple(
        spot if spot.parent == above else Place(above, "depth in a class, against broken nesting")
        for spot, above in zip(nested, parents(depths), strict=True)
    )


def _depths(claimed: Sequence[int | None], *, pixels: bool) -> list[int]:
    filled: list[int] = []
    for level in claimed:
        filled.append(level if level is not None else filled[-1] if filled else 0)
    if pixels:  # what stands furthest left is the top level, if only the first comment
        return list(levels([min(filled), *filled]).depths)[1:]
    least = min(filled)
    return [level - least for level in filled]


def _class_depth(page: Page, zone: Zone) -> int | None:
    for element in (zone.block, page.parents[zone.block], *zone.elements[1:6]):
        if element < 0:
            continue
        match = _DEPTH.search(page.keys[element].split("[")[0])
        if match:
            return int(match[1])
        for name in _DEPTH_ATTRIBUTES:
            value = page.attributes[element].get(name, "")
            if value.isdecimal() and len(value) < 4:
                return int(value)
    return None


def _indent(page: Page, zone: Zone) -> int | None:
    """Pixels from the left: of the block, an element around it, or the spacer image at its head."""
    total: int | None = None
    for element in (*_around(page, zone.block), *zone.elements[:14]):
        attributes = page.attributes[element]
        own = _left(page, element)
        own = _wide(page, element) if own is None else own
        if own is not None and (element <= zone.block or total is None):
            total = (total or 0) + own
        elif page.tags[element] == "img" and total is None and attributes.get("width", "").isdecimal():
            if "avatar" in attributes.get("class", "") or attributes.get("height", "1") not in ("1", "0", ""):
                continue
            total = int(attributes["width"])
    return total


def _left(page: Page, element: int) -> int | None:
    """Pixels that an element's style puts to its left."""
    return _pixels(_PIXELS.search(page.attributes[element].get("style", "")))


def _wide(page: Page, element: int) -> int | None:
    """Pixels that an element is wide whose name says that it takes up space."""
    style = page.attributes[element].get("style", "")
    return _pixels(_WIDTH.search(style)) if style and _SPACER.search(page.keys[element]) else None


def _pixels(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    length, unit = next((n, u) for n, u in zip(match.groups()[::2], match.groups()[1::2], strict=True) if n)
    return round(float(length) * (16 if unit in ("em", "rem") else 1))


def _around(page: Page, block: int) -> tuple[int, ...]:
    """The elements that wrap the block alone."""
    wrapping: list[int] = []
    at = page.parents[block]
    while at >= 0 and len(wrapping) < 3 and page.ends[at] <= page.ends[block] + 1 and page.parents[at] >= 0:
        wrapping.append(at)
        at = page.parents[at]
    return tuple(wrapping)


def _level_text(page: Page, zone: Zone) -> int | None:
    for element in zone.elements[:30]:
        if page.ends[element] - element == 1:
            match = _LEVEL_TEXT.match(page.texts[element])
            if match:
                return int(match[1])
    return None


def _outer_indent(page: Page, zone: Zone) -> int | None:
    """Pixels from the left that the style of the block, what wraps it alone or a cell before it gives; else none."""
    total = 0
    for element in (*_around(page, zone.block), *zone.elements[:_HEAD]):
        total += (_left(page, element) if element <= zone.block else _wide(page, element)) or 0
    return max(0, total)


def _cell_indent(page: Page, zone: Zone) -> int | None:
    """How wide the empty cells are before those that wrap the block alone, in pixels or percents."""
    return sum(_width_before(page, element) for element in _around(page, zone.block))


def _width_before(page: Page, element: int) -> int:
    before = element - 1
    if page.tags[element] != "td" or page.tags[before] != "td" or page.parents[before] != page.parents[element]:
        return 0
    own = page.attributes[before]
    match = _CELL.search(own.get("width", "") or own.get("style", "").partition("width:")[2])
    return int(match[1]) if match and not page.texts[before].strip() else 0


_HEAD = 6
"""A cell that indents a comment is among so many first elements of it."""


@dataclass(frozen=True, slots=True)
class _LevelReader:
    """A sign of depth: a number in pixels or levels that a comment bears, None where it bears none."""

    rule: str
    read: Callable[[Page, Zone], int | None]
    pixels: bool = False


_CLASSES = _LevelReader("depth in a class", _class_depth)
_OUTER = _LevelReader("indent in pixels", _outer_indent, pixels=True)
_CELLS = _LevelReader("indent by empty cells", _cell_indent, pixels=True)
_LEVEL_READERS = (
    _CLASSES,
    _LevelReader("indent in pixels", _indent, pixels=True),
    _LevelReader("level in words", _level_text),
    _OUTER,
    _CELLS,
)
