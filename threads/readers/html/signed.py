"""A wiki's talk page in, the same page with an element around each comment and its replies out.

There a comment is what stands above a signature: paragraphs, or items of a list whose depth is that of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from threads.readers.html.page import HEADINGS, Page
from threads.readers.html.survey import dated
from threads.readers.html.wrapping import SIGNED, Run, wrapped
from threads.readers.wording import CLOCK, STAMP

_SPACES = (
    "User", "Benutzer", "Utilisat", "Utente", "Usuari", "Участни", "Gebruiker", "Wikipedysta", "Użytkownik", "Bruker",
    "Användare", "Käyttäjä", "利用者", "用户",
)  # fmt: skip
_SPACE = re.compile(
    rf"^(?:.*?(?:/|title=))?(?:{'|'.join(_SPACES)})\w*:(?!.*/)"
    r"|(?:Special|Spezial|Spécial|Speciale|Especial|Служебная):(?:Contributions|Beiträge|Contribuciones|Вклад)/"
)
_COLON = re.compile(r":|%3A", re.I)
"""One of these stands in whatever fits `_SPACE`."""
_LISTS = frozenset({"dl", "ul", "ol"})
_ITEMS = frozenset({"dd", "li", "dt"})
_PARTS = frozenset({"p", "dd", "li", "dt", "div", "blockquote", "pre", "table", "figure", "center"})
_BLOCKS = _LISTS | _PARTS
_DASHES = " -–—~\u00a0"
_NEAR = 16
_LEAST = 2


def with_signed_comments(page: Page) -> Page:
    """The page itself where fewer than two signatures stand on it; else signatures are a link and a `time` each."""
    users = {at for at in page.tagged("a") if _is_user(page.attributes[at])}
    if len(users) < _LEAST:
        return page
    parts = (at for at, tag in enumerate(page.tags) if tag in _PARTS)
    signatures = {at: found for at in parts if (found := _signature(page, at, users))}
    if len(signatures) < _LEAST:
        return page
    for signature in signatures.values():
        _make_plain(page, signature)
    seats = {page.parents[at] for at in signatures}
    return wrapped(page, [run for seat in seats for run in _runs(page, seat, signatures)], SIGNED)


def _runs(page: Page, seat: int, signatures: Collection[int]) -> list[Run]:
    """The comments among the children of one element: all up to a signature, and the lists that follow it."""
    found: list[Run] = []
    start: int | None = None
    follows = False
    at = seat + 1
    while at < page.ends[seat]:
        end, tag = page.ends[at], page.tags[at]
        if tag in _LISTS and follows and start is None:
            found[-1] = Run(found[-1].start, end)
        elif tag in _LISTS and start is None:
            pass
        elif tag not in _BLOCKS or (tag == "div" and HEADINGS & {*page.tags[at:end]}):
            start, follows = None, False
        elif at in signatures:
            found.append(Run(at if start is None else start, end))
            start, follows = None, True
        elif start is None and not (tag in _ITEMS and _only_lists(page, at)):
            start = at
        at = end
    return found


def _only_lists(page: Page, item: int) -> bool:
    """Whether an item but indents the lists in it."""
    inner = item + 1
    while inner < page.ends[item] and page.tags[inner] in _LISTS:
        if page.tails[inner].strip():
            return False
        inner = page.ends[inner]
    return inner == page.ends[item] and not page.texts[item].strip()


@dataclass(frozen=True, slots=True)
class _Signature:
    """The user's link and the element that ends in the moment, which is its tail where `after`."""

    user: int
    last: int
    moment: re.Match[str]
    after: bool


def _signature(page: Page, part: int, users: Collection[int]) -> _Signature | None:
    """The user's link and the moment with which a paragraph ends, before the replies in it."""
    end = next((at for at in range(part + 1, page.ends[part]) if page.tags[at] in _BLOCKS), page.ends[part])
    for at in range(end - 1, part, -1):
        for text, after in ((page.tails[at], True), (page.texts[at], False)):
            moment = STAMP.search(text) if _is_moment(text) else None
            if moment:
                user = next((i for i in range(max(part + 1, at - _NEAR), at + 1) if i in users), None)
                return None if user is None else _Signature(user, at, moment, after)
    return None


def _is_moment(text: str) -> bool:
    return 8 < len(text) < 200 and dated(text.strip()) and CLOCK.search(text) is not None


def _make_plain(page: Page, signature: _Signature) -> None:
    """Make a signature a bare link and a `time`."""
    user, last, moment = signature.user, signature.last, signature.moment
    zone = re.match(r"\s*\(\w{3,5}\)", moment.string[moment.end() :])
    _silence(page, user, last)
    page.keys[user] = f"a.username{SIGNED}"
    if signature.after and last == user:
        page.tails[last] = f" {moment[0].strip()}"
        return
    page.tags[last], page.keys[last] = "time", f"time{SIGNED}"
    page.texts[last] = moment[0].strip() + (zone[0] if zone else "")
    page.tails[last] = "" if signature.after else page.tails[last]


def _silence(page: Page, user: int, last: int) -> None:
    """Take away what stands between the user's link and the moment ("(talk)"), and the dash before the link."""
    inside = page.ends[user]
    for at in range(inside, last + 1):
        page.texts[at] = ""
    for at in range(user, last):
        if at == user or at >= inside:
            page.tails[at] = ""
    before = [i for i in range(page.parents[user] + 1, user) if page.parents[i] == page.parents[user]]
    if before:
        page.tails[before[-1]] = page.tails[before[-1]].rstrip(_DASHES) + " "
    else:
        page.texts[page.parents[user]] = page.texts[page.parents[user]].rstrip(_DASHES) + " "


def _is_user(link: Mapping[str, str]) -> bool:
    values = (link[name] for name in ("href", "title") if name in link)
    return any(_COLON.search(value, _scheme(value)) and _SPACE.search(unquote(value)) for value in values)


def _scheme(value: str) -> int:
    """Where to look for a colon that is not that of `http:` or `https:`."""
    return len("https:") if value.startswith("http") else 0
