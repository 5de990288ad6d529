"""Comments in, the name that each is signed with out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from threads.readers.html.badges import bare_names
from threads.readers.html.election import GUESS, Found, elect
from threads.readers.html.names import clean_name, is_number, says
from threads.readers.html.naming import named_pingback
from threads.readers.html.page import Page
from threads.readers.html.scene import Scene
from threads.readers.html.selectors import rank
from threads.readers.html.survey import AUTHOR_KEY, PROFILE, dated
from threads.readers.html.zones import Zone, stem
from threads.readers.wording import BY, NO_NAME, STRONG_LEAD, find_stamp, is_button, is_plain_stamp, tells_of_edits

_STRONG = re.compile(
    r"(?:comment|reply)[-_]{0,2}author|author-?_?name|user-?_?name|nick|display-?name|commenter|actor-?name|\.fn(?=[.\[]|$)|\[rel=author\]"
    r"|\[itemprop=name\]|screen-?name|comment-?_?name|comment-?user|account-?name"
)
_AGAINST = re.compile(
    r"avatar|title|titre|titel|titol|titul|subject|betreff|sujet|oggetto|asunto|headline|badge|rank|role|user-?info|stat|count|meta(?=[.\[]|$)|reply|date|time|text|content|extra|menu|tooltip"
    r"|icon|link-?list|options|rating|votes?(?=[.\[_-]|$)|score|(?:comment|message|post)-?_?body(?=[.\[]|$)"
)
_CALLED = re.compile(
    r"(?:(?<!file)(?<!host)name|nombre|naam|imya|imie|jmeno|namn|navn)(?:text|link|label)?(?=[.\[]|__|$)"
)
"""Names of elements that end in "name"."""
_STYLE = re.compile(r"\.(?:[\w-]+:)*(?:text|font|bg|border|overflow)-[\w-]+")
"""Classes that say how an element looks."""
_OF_USERS = re.compile(r"(?:user|member)s?[-_]?(?:comment|content|post|review|opinion)s?(?=[-_.\[]|$)")
"""What names a whole comment as that of a user."""
_TITLED = re.compile(r"titl|titr|titel|titol|subject|betreff|sujet|oggetto|asunto|headline|badge|rank|role")
_TEXT = re.compile(r"body|message|msg|inhalt|entry|words|testo|copy|\.md(?=[.\[]|$)")
_TAGS = {
    "cite": 1.2, "b": 0.5, "strong": 0.5, "h3": 0.3, "h4": 0.5, "h5": 0.5, "h6": 0.4, "address": 0.4, "a": 0.0,
    "span": 0.0, "em": 0.0, "dt": 0.0, "dd": 0.0, "li": 0.0, "td": 0.0, "p": 0.0, "div": 0.0, "section": 0.0,
    "header": 0.0, "label": 0.0, "u": 0.0, "font": 0.0, "small": 0.0, "bdi": 0.0, "i": 0.0, "button": 0.0,
}  # fmt: skip
"""Elements that may hold a name, with the weight that the mere element gives."""
_NAME_OR_NOT = re.compile(r"admin(?:istrator)?|moderator|redaktion|[a-z]+\d\d+", re.I)
"""What names an author only where the element surely holds a name: an office, a button's word with a number."""
_SURE = 2.0
_NAMES_AUTHOR = 1.5
_LABELLED = 1.5
"""Weight of a short text behind "Author:"."""
_NEXT, _LEAST_INSTEAD = 0.9, 2
_IN_BRACKETS = re.compile(r"\(.*\)")
_COUNTS = "+-−–0123456789 "
_BADGE = re.compile(
    r"\W*(?:gast|guest|autor(?:in)?|author|auteure?|autore|autora|admin|administrator|moderator(?:in)?|mod|op|team"
    r"|redaktion|editor|mitglied|member|premium|staff|verfasser(?:in)?|автор(?: (?:поста|статьи|блога))?|админ|гость"
    r"|модератор|редакция)\W*",
    re.I,
)
_BADGE_KEY = re.compile(r"badge|reputation|rank(?!ed)|role(?=[.\[-]|$)|posted|(?<!up)date|time(?=[.\[-]|$)")
_INLINE = frozenset({"a", "b", "strong", "em", "i", "u", "font"})
_BEFORE = 24
_BY_WORDS = "by|von|par|de|da|di|por|от"
_BY = re.compile(rf"(?:\b(?:{_BY_WORDS})|:)$", re.I)
_LEAD = re.compile(rf"^(?:{_BY_WORDS})\s+", re.I)
_TO = re.compile(r"\W*(?:to|an|à|para|naar|do|кому|till?)\s*:\s*", re.I)
"""What stands before the name of whom a comment is for."""
_LONGEST = 240
_GUESSED = 32
_PINGBACK_WORDS = 30
"""Characters that a pingback has beside the title of a page, where it has words of that page."""
_SAID = 0.8
"""Weight of an element that says "Eva says"."""
_BESIDE = 0.3
_JOINT = re.compile(r"(?:\s*[|/»·•–—,]|\s-|\s(?:am|on|le|el|il|vom|um|at)\b)[\W_]*(?:(?:am|on|le|el|il)\b\W*)?$", re.I)
_BAR = re.compile(r"[|»·•–—]")
_NAME_WORDS = 4
_FROM = re.compile(r"(?:from|von|de|da|author|autor|auteur|autore|name|от|автор)\s*:", re.I)
_INITIALS = 2
_LONGEST_LINE = 120
_LINE_PARTS = 6
_LINES = frozenset(
    {"p", "div", "span", "small", "li", "td", "em", "i", "b", "strong", "h4", "h5", "h6", "dt", "footer", "header"}
)


def find_authors(scene: Scene, times: Sequence[Found | None]) -> tuple[Found | None, ...]:
    """One name a comment. A name that all comments share is little believed: more likely it is a label."""
    candidates: list[dict[str, Found]] = []
    doubtful: list[dict[str, Found]] = []
    weights: dict[str, float] = {}
    values: dict[str, set[str]] = defaultdict(set)
    known: dict[str, float] = {}
    wider: dict[str, Counter[str]] = defaultdict(Counter)
    for zone, time in zip(scene.zones, times, strict=True):
        seen = _signed(scene, zone, time, weights, known)
        doubtful.append({name: seen.pop(name) for name, found in [*seen.items()] if _is_office(found, weights[name])})
        for name, found in seen.items():
            values[name].add(found.value)
            wider[name].update(inner for inner, other in seen.items() if _holds(scene, found, other))
        candidates.append(seen)
    served = Counter(name for zone in candidates for name in zone)
    instead = _instead(candidates, weights, served)
    for name, distinct in values.items():
        narrow = (inner for inner, often in wider[name].items() if often > 0.5 * served[name])
        if any(2 * len(values[inner]) > len(distinct) for inner in narrow):
            weights[name] *= 0.4
            instead.pop(name, None)
        if len(distinct) == 1 and served[name] >= 4 and name not in instead:
            weights[name] *= 0.3
        if sum(map(_is_answer, distinct)) >= _LEAST_INSTEAD:
            weights[name] *= 0.2
        if all(each[0] == "@" for each in distinct):
            weights[name] *= 0.5
        if max(map(len, distinct)) <= _INITIALS or all(map(_IN_BRACKETS.fullmatch, distinct)):
            weights[name] *= 0.1
    weights |= instead
    chosen = elect(_not_at_odds(candidates, weights, served), weights)
    rules = [rule for rule, _ in Counter(found.rule for found in chosen if found).most_common()]
    return bare_names(
        scene.page, [found or _of_office(zone, rules) for found, zone in zip(chosen, doubtful, strict=True)]
    )


def _not_at_odds(
    candidates: Sequence[dict[str, Found]], weights: Mapping[str, float], served: Counter[str]
) -> list[dict[str, Found]]:
    """The candidates, where the best name is missing without those that say something else than it where it stands."""
    best = max(served, key=lambda name: served[name] * weights[name], default="")
    beside: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for zone in candidates:
        for name, found in zone.items() if best in zone else ():
            beside[name] += 1
            alike[name] += found.value in zone[best].value or zone[best].value in found.value
    odd = {name for name, often in beside.items() if often >= _LEAST_INSTEAD and 2 * alike[name] < often}
    return [
        zone if best in zone else {name: found for name, found in zone.items() if name not in odd}
        for zone in candidates
    ]


def _instead(
    candidates: Sequence[Mapping[str, Found]], weights: Mapping[str, float], served: Counter[str]
) -> dict[str, float]:
    """New weights of names that stand for authors where the best one does not: next to that, however few they are."""
    best = max(served, key=lambda name: served[name] * weights[name], default="")
    if not best or served[best] == len(candidates):
        return {}
    beside = {name for zone in candidates if best in zone for name in zone}
    others = [name for name in served if name not in beside and _is_like(name, best, weights)]
    lone = served[best] >= 2 * _LEAST_INSTEAD
    return {
        name: _NEXT * min(weights[name], weights[best]) * served[best] / served[name]
        for name in others
        if served[name] >= _LEAST_INSTEAD or (lone and weights[name] >= _SURE)
    }


def _is_like(name: str, best: str, weights: Mapping[str, float]) -> bool:
    """Whether an element's name surely says that it holds an author as the best one does, or is of the same class."""
    shared = {*name.split(".")[1:]} & {*best.split(".")[1:]}
    return min(weights[name], weights[best]) >= _NAMES_AUTHOR or bool(shared)


def _is_answer(shown: str) -> bool:
    """Whether what may be a name is the title of an answer."""
    return shown[:4].casefold() == "re: "


def _is_office(found: Found, weight: float) -> bool:
    return weight < _SURE and clean_name(found.value) is None and _NAME_OR_NOT.fullmatch(found.value) is not None


def _of_office(doubtful: Mapping[str, Found], rules: Sequence[str]) -> Found | None:
    """A name that may be an office or a button, where other comments have their author's."""
    return next((found for rule in rules for found in doubtful.values() if found.rule == rule), None)


def _holds(scene: Scene, wide: Found, narrow: Found) -> bool:
    """Whether an element shows more than the name that an element inside it shows."""
    if not wide.element < narrow.element < scene.page.ends[wide.element]:
        return False
    shown = _LEAD.sub("", wide.value.lstrip(_COUNTS))
    return len(wide.value) > len(narrow.value) and (
        shown.startswith(narrow.value)
        or (shown.endswith(f" {narrow.value}") and not _IN_BRACKETS.fullmatch(narrow.value))
    )


def _signed(
    scene: Scene, zone: Zone, time: Found | None, weights: dict[str, float], known: dict[str, float]
) -> dict[str, Found]:
    """The first name under each element name; `weights` and the cache of key weights `known` are filled in passing."""
    page = scene.page
    seen: dict[str, Found] = {}
    lengths = scene.survey.lengths
    longest = _LONGEST
    if named_pingback(page.keys[zone.block]):  # "Pingback: " and a title: all that it says
        longest = min(longest, zone.letters - _PINGBACK_WORDS)
    for element in zone.elements[1:]:
        letters = lengths[element]
        if letters > longest or not (letters or "content" in page.attributes[element]):
            continue
        weight = _weight(scene, element, letters, known)
        is_date = time is not None and element == time.element and not time.after
        if is_date or (not weight and letters <= _LONGEST_LINE):
            weight = _weight_of_line(scene, element, time)
        if not weight or (weight < _SURE and page.tags[element] in _INLINE and _in_sentence(page, element)):
            continue
        if page.tags[element] == "a" and _TO.fullmatch(page.texts[page.parents[element]]):
            continue
        name = stem(page.keys[element])
        if weight < _LABELLED and page.tags[element] == "a" and _BY_ONLY.fullmatch(page.words_before(element)):
            name, weight = _LINK, _LABELLED
        if name in seen and not _is_nearer(page, element, seen[name].element, time):
            continue
        value = clean_name(_without_badges(scene, element)) or clean_name(page.attributes[element].get("content", ""))
        if value is None and _NAME_OR_NOT.match(shown := _without_badges(scene, element)):
            stamp = find_stamp(shown)
            shown = shown[: stamp.start()].rstrip() if stamp else shown
            value = shown if _NAME_OR_NOT.fullmatch(shown) else None
        if value is None or (is_number(value) and weight < 2):
            continue
        weights[name] = weight
        seen[name] = Found(value, element, f"author: {name}")
    if page.tags[zone.block] == "dt" and (signed := clean_name(_term(page, zone))):
        name = f"{stem(page.keys[zone.block])}, the term itself"
        weights[name] = _SAID
        seen[name] = Found(signed, zone.block, f"author: {name}", after=True)
    if time is not None:
        line = page.tails[time.element] if time.after else page.text(time.element)
        beside = None if time.after else clean_name(_apart(page.words_before(time.element)))
        stamp = find_stamp(line)
        behind, ahead = (_behind(line, stamp), _ahead(line, stamp)) if stamp else (None, None)
        for rule, signed, weight in ((_BEHIND, behind, _SAID), (_AHEAD, ahead, _SAID), (_BESIDE_DATE, beside, _BESIDE)):
            if signed:
                weights[rule] = weight
                seen[rule] = Found(signed, time.element, f"author: {rule}", after=True)
    return seen


def _is_nearer(page: Page, element: int, first: int, time: Found | None) -> bool:
    """Whether an element stands in a small box with the date, and the first of its name in one that tells of edits."""
    if time is None or time.after or not -_BOX < element - time.element < _BOX:
        return False
    box, other = (page.parents[page.parents[at]] for at in (time.element, first))
    return (
        0 <= box < element < page.ends[box] <= box + 2 * _BOX
        and 0 <= other < first < page.ends[other] <= other + 2 * _BOX
        and not box < first < page.ends[box]
        and tells_of_edits(page.text(other))
    )


_BOX = 12
_BEHIND, _AHEAD, _LINK = "words behind the date", "words before the date", "link behind “by”"
_BESIDE_DATE = "words beside the date"
_BY_ONLY = re.compile(rf"(?:.{{0,20}}\W)?(?:{_BY_WORDS})", re.I)
_BY_NAME_ON = re.compile(
    rf"(?<![^\s)\]|•·>])(?:{_BY_WORDS})\s+(?P<name>\S[^\n]{{0,40}}?),?(?:\s+(?:on|am|el|le|il|em|op|den|у)\b)?[\W_]*$",
    re.I,
)
_BY_NAME = re.compile(rf"(?:\W*(?:{BY})|\s*[—–])\s+(\S[^\n]{{0,60}})", re.I)


def _behind(line: str, stamp: re.Match[str]) -> str | None:
    """The name in "… 3 May 2012, 10:23 by Eva"."""
    match = _BY_NAME.fullmatch(line, stamp.end())
    return clean_name(match[1]) if match else None


def _term(page: Page, zone: Zone) -> str:
    """What a term says before its definitions, where it is short."""
    inside = (at for at in zone.elements[1:] if page.tags[at] == "dd")
    shown = page.text_between(zone.block, next(inside, page.ends[zone.block]))
    return shown if len(shown) <= _GUESSED + 10 else ""


def _ahead(line: str, stamp: re.Match[str]) -> str | None:
    """The name in "Score: 1, by Eva on 3 May 2012"."""
    match = _BY_NAME_ON.search(line[: stamp.start()]) if len(line) <= _LONGEST else None
    return clean_name(match["name"]) if match and not _CHANGED.search(line[: match.start()]) else None


_CHANGED = re.compile(
    r"delet|remov|edit|hidden|gelösch|entfern|bearbeit|geändert|supprim|modif|elimin|rimoss|borrad|удал|измен",
    re.I,
)


def _in_sentence(page: Page, element: int) -> bool:
    """Whether more words stand right before an element than stand before a name."""
    words = page.words_before(element)
    return len(words) > _BEFORE and not (_BY.search(words) or dated(words))


def _without_badges(scene: Scene, element: int) -> str:
    """What an element shows, without what elements at its end say of its author: guest, author, moderator."""
    page = scene.page
    shown = page.text(element)
    for inner in range(page.ends[element] - 1, element, -1):
        own = page.text(inner)
        if own and len(own) < len(shown) and shown.endswith(own):
            if not (_BADGE.fullmatch(own) or _BADGE_KEY.search(page.keys[inner])):
                break
            shown = shown[: -len(own)].rstrip()
    return shown


def _weight(scene: Scene, element: int, letters: int, known: dict[str, float]) -> float:
    page = scene.page
    key = page.keys[element]
    weight = known.get(key)
    if weight is None:
        position = rank(scene.platform.author, key)
        weight = known[key] = _key_weight(key) if position is None else 4.0 - 0.1 * position
    if weight == _SURE and "[itemprop=name]" in key and not _of_person(page, element):
        return GUESS
    if not weight and letters <= _GUESSED and page.ends[element] == element + 1 and _may_be_name(key):
        weight = GUESS
    if not weight and letters <= _GUESSED + 10 and page.ends[element] - element == 2 and says(page.text(element)):
        weight = _SAID
    if weight < _LABELLED and letters <= _GUESSED and _FROM.fullmatch(page.words_before(element)):
        return _LABELLED
    if page.tags[element] == "a" and weight < 1.2 and PROFILE.search(page.attributes[element].get("href", "")):
        weight = 1.2
    return weight


def _of_person(page: Page, element: int) -> bool:
    """Whether a `name` is that of a person rather than of the comment: what it stands in is one, or is called so."""
    while element >= 0 and page.tags[element] != "body":
        key = page.keys[element].replace("[itemprop=name]", "")
        if AUTHOR_KEY.search(key) and not _AGAINST.search(key):
            return True
        if "[type=" in key:
            return "[type=comment" not in key and "[type=review" not in key and "[type=usercomments" not in key
        element = page.parents[element]
    return True


def _weight_of_line(scene: Scene, element: int, time: Found | None) -> float:
    """The weight of what no name speaks for: a line "Posted by Eva on 3 May", or a link beside the date."""
    page = scene.page
    if page.tags[element] == "a":
        date = _alone_in(scene, time.element) if time else -1
        if time is None or page.parents[element] != page.parents[date]:
            return 0.0
        beside = element != date or time.after
        return _BESIDE if beside and not page.attributes[element].get("href", "").startswith("#") else 0.0
    if page.depths[element - 1] == page.depths[element] and _FROM.fullmatch(page.texts[element - 1].strip()):
        return _SAID
    if 2 < len(tail := page.tails[element]) <= _GUESSED and says(tail):
        return _SAID
    if page.ends[element] - element > _LINE_PARTS or page.tags[element] not in _LINES:
        return 0.0
    shown = page.text(element)
    if STRONG_LEAD.match(shown):
        return _SAID
    return _BESIDE if time is not None and element == time.element and _names_first(shown) else 0.0


def _alone_in(scene: Scene, element: int) -> int:
    """The outermost of the links and the like that hold nothing but an element."""
    page = scene.page
    while page.tags[above := page.parents[element]] in _INLINE and scene.length(above) == scene.length(element):
        element = above
    return element


def _names_first(shown: str) -> bool:
    """Whether a few words stand before a date, set apart from it: "Eva B. - 3 May", "Eva am 3. Mai", "eva | 3 May"."""
    stamp = None if is_plain_stamp(shown) else find_stamp(shown)
    before = shown[: stamp.start()] if stamp else ""
    name = _apart(before)
    return name != "" and (shown[:1].isupper() or _BAR.search(before[len(name) :]) is not None)


def _apart(words: str) -> str:
    """The few words of a name that a comma, a dash or the like sets apart from what follows, or nothing."""
    joint = _JOINT.search(words)
    name = words[: joint.start()].strip() if joint else ""
    return "" if name.count(" ") >= _NAME_WORDS or NO_NAME.match(name) or is_button(name) else name


def _tag(key: str) -> str:
    return re.split(r"[#.\[]", key, maxsplit=1)[0]


@lru_cache(maxsize=8192)
def _may_be_name(key: str) -> bool:
    tag, key = _tag(key), _STYLE.sub("", key)
    return tag in _TAGS and tag not in ("a", "p", "button") and not (_TEXT.search(key) or _AGAINST.search(key))


@lru_cache(maxsize=8192)
def _key_weight(key: str) -> float:
    """What an element's name says: that of a name most, against one least."""
    tag, key = _tag(key), _OF_USERS.sub("", _STYLE.sub("", key))
    if tag not in _TAGS and "[" not in key:
        return 0.0
    if _STRONG.search(key):
        return 2.0
    if _CALLED.search(key) and not _TITLED.search(key):
        return 1.5
    if _AGAINST.search(key):
        return 0.1 if AUTHOR_KEY.search(key) else 0.0
    return 1.5 if AUTHOR_KEY.search(key) else _TAGS.get(tag, 0.0)
