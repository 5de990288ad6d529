"""A forum's page as lines in, the lines without what the forum sets around each post out.

Ranks, join dates and counts of posts stand between a post's author, its date and its words on every forum; so do the
thread's title and buttons. What recurs with nearly every post is none of its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from threads.readers.text.bylines import Byline, bare_name, find, is_name
from threads.readers.text.columns import names_of_two
from threads.readers.text.lines import Line
from threads.readers.wording import FORUM_LEAD, find_stamp, is_button

_LABELS = (
    r"posts|beiträge|messages|messaggi|mensajes|сообщени(?:я|й)|join(?:ed|\s?date)|registriert(?: seit)?|registered"
    r"|mitglied seit|dabei seit|inscrit(?: le| en)?|inscription|iscritto(?: il)?|registrato(?: il)?|registrado(?: el)?"
    r"|регистрация|member since|dołączyła?|posty|skąd|medlem sedan|gick med|inlägg|lid (?:geworden|sinds)|berichten"
    r"|location|(?:wohn)?ort|localisation|località|ubicación|откуда|reputation|karma|danke(?:sagungen)?|thanks|likes"
    r"|reaction score|punkte|points"
)
_SHOWN = (
    r"(?:Posts|Beiträge|Messages|Join ?Date|Joined|Registriert|Registered|Location|Ort|Likes|Inscription)"
    r"(?=[\W\d]|[A-ZÄ-Ü])"
)
_PROFILE = re.compile(rf"^\W*(?P<label>{_LABELS})\s*(?:[:(\d].*)?$", re.I)
_GLUED = re.compile(rf"\s*(?:(?i:(?<=[^\W\d_])(?:{_LABELS})\s*:)|{_SHOWN}(?=.*?{_SHOWN})).*$")
_GLUED_MARKS = (
    ":", "Posts", "Beiträge", "Messages", "Join", "Registriert", "Registered", "Location", "Ort", "Likes",
    "Inscription",
)  # fmt: skip
"""One of these stands in whatever fits `_GLUED`."""
_MADE_OF_LABELS = 160
_COUNTER = re.compile(r"^\W*#\s?\d{1,6}\W*$")
_LIST_VALUE = 4
_SENTENCE_END = re.compile(r"(?<!\b\w)[.!?]$|[:,;]$")
_LEAST = 3
_OFTEN = 0.6
_NEAR = 4
_RANK = 2
"""Words that a rank has."""


def bare(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of the posts, their authors and dates; all lines where nothing shows a forum."""
    labels = Counter(match["label"].casefold() for line in lines if (match := _PROFILE.match(line.text)))
    labels.update("glued" for line in lines if not _PROFILE.match(line.text) and _glued(line))
    posts = max(labels.values(), default=0)
    if posts < _LEAST:
        return tuple(lines)
    kept = _without_repeated(_without_profiles(lines), posts)
    return _with_names_at_dates(_without_names_twice(kept, find(kept)))


def is_led(lines: Sequence[Line]) -> bool:
    """Whether posts have a line "Post by Eva » 3 May 2012" each."""
    return (
        sum(FORUM_LEAD.match(line.text) is not None and find_stamp(line.text) is not None for line in lines) >= _LEAST
    )


def _without_profiles(lines: Sequence[Line]) -> list[Line]:
    """Without what a forum tells of a user: labels with their values, on one line or the value below its label."""
    kept: list[Line] = []
    label: Line | None = None
    for line in lines:
        if _PROFILE.match(line.text):
            label = line if not re.search(r"[:\d]", line.text) else None
            continue
        if label and _is_value(line, label):
            label = None
            continue
        label = label if not line.text else None
        glued = _glued(line)
        words = line.text[: glued.start()].strip() if glued else ""
        kept.append(replace(line, text=words, full=words) if glued else line)
    return kept


def _is_value(line: Line, label: Line) -> bool:
    """Whether a short line stands right of the label above it, or holds a number right below it."""
    if not line.text or len(line.text.split()) > _LIST_VALUE:
        return False
    right_below = line.number == label.number + 1 and line.indent == label.indent
    return line.indent > label.indent or (right_below and re.search(r"\d", line.text) is not None)


def _glued(line: Line) -> re.Match[str] | None:
    """Where labels begin in a line that a renderer made of several."""
    if len(line.text) > _MADE_OF_LABELS or not any(mark in line.text for mark in _GLUED_MARKS):
        return None
    return _GLUED.search(line.text)


def _without_repeated(lines: Sequence[Line], posts: int) -> list[Line]:
    """Without lines that recur with most posts (the thread's title in them), counters and buttons; dates stay."""
    often = Counter(_template(line) for line in lines if line.text)
    common = {words for words, times in often.items() if times >= max(_LEAST, _OFTEN * posts)}
    return [
        line for line in lines
        if not line.text or find_stamp(line.text) or not (
            _template(line) in common or _COUNTER.match(line.text) or is_button(line.text)
        )
    ]  # fmt: skip


def _template(line: Line) -> str:
    words = re.sub(r"^(?:(?:re|aw|antw|rép|sv)\s?:\s*)+", "", line.text.casefold())
    return re.sub(r"\d+", "0", words)


def _without_names_twice(lines: Sequence[Line], signed: Sequence[Byline]) -> tuple[Line, ...]:
    """Without a name, alone or with its rank, that stands above the byline that says it again."""
    twice: set[int] = set()
    for byline in signed:
        above = [at for at in range(byline.first - 1, max(-1, byline.first - 3 * _NEAR), -1) if lines[at].text][:_NEAR]
        name = (byline.author or "").casefold()
        twice.update(at for at in above if name and _is_card(lines[at].text.casefold(), name))
    return tuple(line for at, line in enumerate(lines) if at not in twice)


def _is_card(text: str, name: str) -> bool:
    return text == name or (text.startswith(f"{name} ") and len(text[len(name) :].split()) <= _RANK)


def _with_names_at_dates(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Dates that stand alone on one line with the name right above, or right below: on the side that most have one."""
    dates = {byline.first: byline.stamp for byline in find(lines) if byline.shape == "date"}
    sides = [{date: at for date in dates if (at := _name_beside(lines, date, step)) is not None} for step in (-1, 1)]
    names = max(sides, key=len)
    if len(names) < max(_LEAST, _OFTEN * len(dates)):
        return tuple(lines)
    if names is sides[0]:
        names = names_of_two(lines, names)
    made = list(lines)
    for date, name in names.items():
        words = f"{bare_name(lines[name].text)} – {dates[date]}"
        made[min(date, name)] = replace(lines[min(date, name)], text=words, full=words)
    used = {at for pair in names.items() for at in range(min(pair) + 1, max(pair) + 1)}
    return tuple(line for at, line in enumerate(made) if at not in used)


def _name_beside(lines: Sequence[Line], date: int, step: int) -> int | None:
    """The nearest line with words, if it can be a name."""
    stop = len(lines) if step > 0 else -1
    at = next((at for at in range(date + step, stop, step) if lines[at].text), None)
    fits = at is not None and is_name(bare_name(lines[at].text)) and not find_stamp(lines[at].text)
    return at if fits and at is not None and not _SENTENCE_END.search(lines[at].text) else None
