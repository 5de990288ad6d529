"""Posts cut out of a section in, whether people talk in them out: teasers, tickers and menus are lists too.

Where a heading announces comments, little more is asked for; where none does, what was said must show that it was said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from threads.readers.text.lines import Line
from threads.readers.text.posts import Boundary, Cut, Post
from threads.readers.text.section import Section
from threads.readers.text.spoken import is_answer, is_cut_off, is_ended, is_spoken

_ABOUT_COMMENTS = re.compile(
    r"\b(?:report|flag|permalink|permanent link|melden|signaler|alerter|denunciar|segnala|пожаловаться|dislike|likes?"
    r"|gefällt mir|j.aime|me gusta|mi piace|нравится|recommend|empfehlen|valoraci[óo]n|votar|thumbs|fans|karma|zitieren"
    r"|quote|citer)\b",
    re.I,
)
_LABEL = 60
_NUMBER = re.compile(r"^\W*#\s?(\d{1,6})\W*$")
_HEAD = 8
_CALL = re.compile(r"\W{0,3}(?:[\w.-]+ ){0,4}@\s?\w")
_QUOTED = re.compile(
    r"\W*(?:(?:zitat|quote|citation|citazione|cita|цитата)\b.{0,40}|originally posted by .{1,40}"
    r"|[\w. -]{2,40} (?:schrieb|hat geschrieben|wrote|said|a écrit|ha scritto|escribió|писал\(?а?\)?)\s*:\W*)",
    re.I,
)
_MOST = 0.8
_HALF, _HARDLY = 0.5, 0.1
_PAGE = 0.4
_FILLED = 0.5
_CLOSING = 3
"""Words of a line at a text's end, without a sentence's end, that may be buttons, counters or the next name."""
_LONG = 30
_SENTENCE = 6
_AWAY = 12
"""Lines with words between a heading and what it is the heading of."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a set of posts looks like: shares of them that are signed, named, have a time of day (or one
    told from now), are introduced by "X says", that hold words, end like a sentence and are cut off; the words of the
    middle one, and their share of the page's. `furnished`: labels of comments for each post.
    """

    count: int
    signed: float
    named: float
    clocked: float
    dated: float
    said: float
    worded: float
    ended: float
    cut_off: float
    words: int
    page: float
    people: int
    name_words: float
    returning: int
    answers: float
    numbered: float
    calls: int
    furnished: float


def is_talk(lines: Sequence[Line], section: Section, cut: Cut, *, forum: bool = False) -> bool:
    """Whether the posts of a section are comments; `forum` says that what forums set around posts stood there."""
    if not cut.posts:
        return False
    shape = _shape(lines, section, cut)
    if section.heading is None or section.declared == 0 or section.entry:
        return _speaks_for_itself(shape, cut, forum=forum)
    if cut.boundary in (Boundary.MARKER, Boundary.BUTTON):
        return _is_list_of_comments(lines, section, shape, cut)
    return _is_announced(lines, section, shape, cut)


def _speaks_for_itself(shape: _Shape, cut: Cut, *, forum: bool) -> bool:
    """Whether posts that nothing announces show that people talk: to each other, in a forum, or in turns."""
    if shape.worded < _HALF:
        return False
    if cut.boundary is Boundary.MARKER:
        return shape.calls >= 3 and shape.ended >= _HALF
    if cut.boundary not in (Boundary.BYLINE_BEFORE, Boundary.BYLINE_AFTER):
        return False
    answered = shape.answers >= _HALF
    whole = shape.ended - shape.cut_off
    if forum and shape.page >= _FILLED and whole >= _HALF:
        return shape.signed >= _HALF
    if (
        answered
        or shape.numbered >= _HALF
        or (forum and shape.named >= _HALF and (shape.returning >= 2 or whole >= _HALF))
    ):
        return shape.signed >= _HALF
    if shape.furnished >= _MOST and shape.named >= _MOST and shape.people >= 2 and shape.count >= 3:
        return shape.worded >= _MOST and shape.cut_off < _HALF and (shape.dated >= _HALF or whole >= _HALF)
    if shape.calls >= max(2, shape.count / 5):
        return shape.people >= 2 and shape.worded >= _MOST and shape.words >= _SENTENCE
    if shape.said >= _HALF:
        return (shape.people >= 2 or shape.clocked >= _MOST) and whole >= _HALF
    if cut.closed and _is_regular(shape):
        return True
    if shape.named >= _MOST and shape.people >= 2:
        turns = shape.clocked >= _MOST or shape.returning >= 2
        return (whole >= _MOST and turns and shape.words >= _SENTENCE) or _fills_page(shape)
    return not shape.named and shape.clocked >= _MOST and whole >= 0.7 and shape.page >= _PAGE and shape.words >= _LONG


def _is_regular(shape: _Shape) -> bool:
    """Whether several people, some of them more than once, said whole things at a time of day each."""
    spoken = min(shape.named, shape.worded, shape.clocked) >= _MOST and shape.cut_off <= _HARDLY
    return spoken and shape.people >= 3 and shape.returning >= 2


def _fills_page(shape: _Shape) -> bool:
    """Whether the page is made of what several people said at moments of their own: a forum."""
    fills = shape.page >= _FILLED and shape.words > _SENTENCE and shape.ended >= _HALF
    return fills and shape.people >= 3 and shape.count >= 4 and shape.dated >= _MOST and shape.name_words <= 2


def _is_list_of_comments(lines: Sequence[Line], section: Section, shape: _Shape, cut: Cut) -> bool:
    """Whether unsigned list items, or what stands between buttons, under a heading are said by people."""
    if cut.boundary is Boundary.BUTTON and section.declared is None:
        return all(is_spoken(_text(post)) for post in cut.posts) and _distance(lines, section, cut) <= _AWAY
    if section.declared is None:
        return shape.answers >= _HALF and shape.count >= 3 and shape.words >= _SENTENCE
    if shape.answers >= _HALF and shape.words >= 2 and _distance(lines, section, cut) <= _AWAY:
        return True
    return sum(is_spoken(_text(post)) for post in cut.posts) >= _HALF * shape.count or (
        shape.count == section.declared and shape.words > _SENTENCE
    )


def _is_announced(lines: Sequence[Line], section: Section, shape: _Shape, cut: Cut) -> bool:
    """Whether signed posts under a heading are what it announces."""
    if _speaks_for_itself(shape, cut, forum=False):
        return True
    if shape.named < _HALF and not (shape.dated and section.declared):
        return False
    article = shape.count == 1 and shape.page >= _FILLED and section.declared != 1
    if article or _distance(lines, section, cut) > _AWAY or shape.worded < _HALF / 2:
        return False
    if section.declared:
        return shape.words >= 3
    if shape.count == 1 and cut.boundary is Boundary.BYLINE_AFTER:
        return False
    return (shape.clocked >= _HALF or shape.said >= _HALF or shape.ended >= _HALF) and shape.words >= 3


def _distance(lines: Sequence[Line], section: Section, cut: Cut) -> int:
    """How many lines with words stand between the heading and the first post."""
    post = cut.posts[0]
    numbers = [post.head.number, *(line.number for line in post.lines[:1])]
    if post.byline and post.byline.lines:
        numbers.append(post.byline.lines[0])
    first = min(numbers)
    return sum(bool(line.text) and line.number < first for line in lines[section.start : section.end])


def _shape(lines: Sequence[Line], section: Section, cut: Cut) -> _Shape:
    count = len(cut.posts)
    texts = [_text(post) for post in cut.posts]
    sizes = sorted(len(text.split()) for text in texts)
    bylines = [post.byline for post in cut.posts if post.byline]
    names = Counter(byline.author.casefold() for byline in bylines if byline.author)
    return _Shape(
        count=count,
        signed=len(bylines) / count,
        named=sum(names.values()) / count,
        clocked=sum(byline.clocked for byline in bylines) / count,
        dated=sum(byline.clocked or byline.relative for byline in bylines) / count,
        said=sum(byline.shape == "said" for byline in bylines) / count,
        worded=sum(map(bool, texts)) / count,
        ended=sum(is_ended(_closing(post)) for post in cut.posts) / count,
        cut_off=sum(is_cut_off(text) for text in texts) / count,
        words=sizes[count // 2],
        page=sum(sizes) / max(1, sum(len(line.text.split()) for line in lines)),
        people=len(names),
        name_words=sum(len(name.split()) * times for name, times in names.items()) / max(1, sum(names.values())),
        returning=sum(times > 1 for times in names.values()),
        answers=sum(is_answer(line.text) for line in lines[section.start : section.end]) / count,
        numbered=max(_numbers(lines, section), sum(post.level is not None for post in cut.posts)) / count,
        furnished=sum(_is_about_comments(line.text) for line in lines[section.start : section.end]) / count,
        calls=sum(_CALL.match(text) is not None or _quotes(post) for text, post in zip(texts, cut.posts, strict=True)),
    )


def _closing(post: Post) -> str:
    """The last line of a post that is no leavings of the page."""
    worded = [line.full for line in post.lines if line.text]
    return next((text for text in reversed(worded) if len(text.split()) > _CLOSING or is_ended(text)), "")


def _quotes(post: Post) -> bool:
    """Whether a post repeats near its beginning what somebody else said."""
    head = [line.text for line in post.lines if line.text][:_HEAD]
    return any(_QUOTED.fullmatch(text) for text in head)


def _numbers(lines: Sequence[Line], section: Section) -> int:
    """How many lines are the number of a post, one more than the number before."""
    found = (_NUMBER.match(line.text) for line in lines[section.start : section.end] if line.text)
    numbers = [int(match[1]) for match in found if match]
    return sum(0 < b - a <= 2 for a, b in pairwise(numbers)) + bool(numbers)


def _is_about_comments(text: str) -> bool:
    """True for a label that stands at comments: to report them, to vote on them, the link to one."""
    return 3 < len(text) <= _LABEL and _ABOUT_COMMENTS.search(text) is not None


def _text(post: Post) -> str:
    return " ".join(line.full for line in post.lines if line.text)
