"""A wiki's talk page in, the same page with an element around each comment and its replies out.

There a comment is what stands above a signature: paragraphs, or items of a list whose depth is that of the reply.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from threads.readers.html.page import Page
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
_MAY_SIGN = (*(f"{space}{end}" for space in _SPACES[:5] for end in (":", "in:", "eur:", "rice:", "o:", "a:")),
             "%D0%A3%D1%87%D0%B0%D1%81%D1%82", "Участни", "Gebruiker:", "Wikipedyst", "User%3A")  # fmt: skip
_LISTS = frozenset({"dl", "ul", "ol"})
_ITEMS = frozenset({"dd", "li", "dt"})
_PARTS = frozenset({"p", "dd", "li", "dt", "div", "blockquote", "pre", "table", "figure", "center"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DASHES = " -–—~\u00a0"
_NEAR = 16
_LEAST = 2


def with_signed_comments(page: Page, markup: str) -> Page:
    """The page itself where fewer than two signatures stand on it; else signatures are a link and a `time` each."""
    if not any(name in markup for name in _MAY_SIGN):
        return page
    signatures = {at for at, tag in enumerate(page.tags) if tag in _PARTS and _signs(page, at)}
    if len(signatures) < _LEAST:
        return page
    seats = {page.parents[at] for at in signatures}
    return wrapped(page, [run for seat in seats for run in _runs(page, seat, signatures)], SIGNED)


def _runs(page: Page, seat: int, signatures: set[int]) -> list[Run]:
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
        elif (tag not in _PARTS and tag not in _LISTS) or _HEADINGS & {*page.tags[at:end]}:
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


def _signs(page: Page, part: int) -> bool:
    """Whether a paragraph ends, before the replies in it, with a user's link and a moment; if so they are marked."""
    end = next((at for at in range(part + 1, page.ends[part]) if page.tags[at] in _LISTS | _PARTS), page.ends[part])
    for at in range(end - 1, part, -1):
        if _is_moment(page.tails[at]):
            return _marked(page, part, at, STAMP.search(page.tails[at]), after=True)
        if _is_moment(page.texts[at]):
            return _marked(page, part, at, STAMP.search(page.texts[at]), after=False)
    return False


def _is_moment(text: str) -> bool:
    return 8 < len(text) < 200 and dated(text.strip()) and CLOCK.search(text) is not None


def _marked(page: Page, part: int, at: int, stamp: re.Match[str] | None, *, after: bool) -> bool:
    """Make the signature that ends at `at` a bare link and a `time`; False where no user's link stands before it."""
    links = [i for i in range(max(part + 1, at - _NEAR), at + 1) if _is_user(page, i)]
    if stamp is None or not links:
        return False
    user = links[0]
    shown = stamp[0].strip()
    zone = re.match(r"\s*\(\w{3,5}\)", stamp.string[stamp.end() :])
    _silence(page, user, at)
    page.keys[user] = f"a.username{SIGNED}"
    if after and at == user:
        page.tails[at] = f" {shown}"
        return True
    page.tags[at], page.keys[at] = "time", f"time{SIGNED}"
    page.texts[at], page.tails[at] = shown + (zone[0] if zone else ""), page.tails[at] if not after else ""
    return True


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


def _is_user(page: Page, at: int) -> bool:
    if page.tags[at] != "a":
        return False
    attributes = page.attributes[at]
    return any(_SPACE.search(unquote(attributes.get(name, ""))) for name in ("href", "title"))
