"""A page in, the elements that hold one comment each out: by what is known of platforms, else by repetition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from threads.readers.html.page import Page
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.readers.html.selectors import Names, compiled, literals
from threads.readers.html.spoken import spoken_hint
from threads.readers.html.survey import Survey

GENERIC = Platform("generic", (), ())
"""No known platform: everything about the comments is inferred."""

_HINT = re.compile(
    r"comment|kommentar|komment|coment|repl(?:y|ies)|antwort|respon[sd]|répon|reac|reak|beitr|posting|opinion|forum"
    r"|disku|discuss|discus|diszk|feedback|review|meinung|thread|message|\bmsg|bb_|leserbrief|wypowied|opini|keskustelu"
    r"|viesti|inl[äa]gg|bericht|reactie|комм|отзыв"
)
_WEAK_HINT = re.compile(r"post|entry|item|node|topic|answer|msg|talk|chat|note|contribution")
_AGAINST = re.compile(
    r"sidebar|widget|recent|related|teaser|\bnav|menu|footer|popular|latest|promo|archive|breadcrumb|share|social"
    r"|sponsor|banner|newsletter|advert|ticker|trending|most-?read|slider|carousel|cookie|pagination|form|respond$"
    r"|count|-?button|rating-?bar|tooltip|avatar"
)
_VOLATILE = re.compile(r"\d|^(?:even|odd|alt|first|last|clearfix|row|col|item-\w|js-|is-|has-|u-|d-flex|mb-|mt-|p-)")
_LEAST_QUALITY = 0.5
_NUMBER = re.compile(r"\d{2,}")


@dataclass(frozen=True, slots=True)
class Blocks:
    """Elements that hold one comment each (with its replies inside, or not), in document order."""

    indices: tuple[int, ...]
    platform: Platform
    rule: str
    quality: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate set of blocks: `total` its worth, `mean` per block, `letters` the text it holds."""

    indices: tuple[int, ...]
    total: float
    mean: float
    letters: int


def find_blocks(page: Page, survey: Survey, *, platforms: Sequence[Platform] = PLATFORMS) -> Blocks | None:
    """The comments of the page, or None where nothing on it looks like comments."""
    known = _known(page, survey, platforms)
    if known and known.quality >= 0.6:
        return known
    generic = _generic(page, survey)
    if known is None or (generic and generic.quality * len(generic.indices) > 1.5 * known.quality * len(known.indices)):
        return generic
    return known


def _known(page: Page, survey: Survey, platforms: Sequence[Platform]) -> Blocks | None:
    """The platform and the alternative of its blocks under which the page shows most comments best."""
    names = Names(page.by_key)
    best: Blocks | None = None
    best_total = 0.0
    for platform in platforms:
        if not any(map(names.hold, platform.marks)):
            continue
        for selectors in platform.blocks:
            weighed = weigh(page, survey, _fitting(page, names, selectors))
            if weighed and weighed.mean >= _LEAST_QUALITY and weighed.total > best_total * 1.02:
                best_total = weighed.total
                best = Blocks(weighed.indices, platform, ", ".join(selectors), weighed.mean)
    return best


def _fitting(page: Page, names: Names, selectors: tuple[str, ...]) -> list[int]:
    selectors = tuple(selector for selector in selectors if all(map(names.hold, literals(selector))))
    if not selectors:
        return []
    pattern = compiled(tuple(selector.lstrip("^") for selector in selectors))
    fitting = sorted(chain.from_iterable(indices for key, indices in page.by_key.items() if pattern.match(key)))
    for _ in range(selectors[0].count("^")):
        fitting = sorted({page.parents[index] for index in fitting if page.parents[index] >= 0})
    return fitting


def weigh(page: Page, survey: Survey, indices: Sequence[int]) -> _Weighed | None:
    """How much a set of elements looks like comments: each should have words, a date and an author of its own."""
    members = _without_wrappers(page, survey, indices)
    if not members:
        return None
    total, letters = 0.0, 0
    for index, nested in _with_nested(page, members):
        own = _own(page, survey, index, nested)
        letters += own.letters
        if own.letters < 2:
            continue
        dates = 0.4 if 1 <= own.stamps <= 3 else 0.1 if own.stamps else 0.0
        words = 0.3 if own.prose else 0.1
        total += words + dates + (0.3 if own.authors else 0.0) - (0.2 if own.forms else 0.0)
    return _Weighed(tuple(members), total, total / len(members), letters)


@dataclass(frozen=True, slots=True)
class _Own:
    """What a block holds outside the blocks nested in it."""

    letters: int
    stamps: int
    authors: int
    forms: int
    prose: int


def _own(page: Page, survey: Survey, index: int, nested: Sequence[int]) -> _Own:
    end = page.ends[index]
    letters = survey.lengths[index]
    stamps = survey.stamps[end] - survey.stamps[index]
    authors = survey.authors[end] - survey.authors[index + 1]
    forms = survey.forms[end] - survey.forms[index]
    prose = survey.prose[end] - survey.prose[index]
    for inner in nested:
        last = page.ends[inner]
        letters -= survey.lengths[inner]
        stamps -= survey.stamps[last] - survey.stamps[inner]
        authors -= survey.authors[last] - survey.authors[inner]
        forms -= survey.forms[last] - survey.forms[inner]
        prose -= survey.prose[last] - survey.prose[inner]
    return _Own(letters, stamps, authors, forms, prose)


def _with_nested(page: Page, members: Sequence[int]) -> Iterable[tuple[int, list[int]]]:
    """Each member with those directly inside it."""
    inside: dict[int, list[int]] = {index: [] for index in members}
    path: list[int] = []
    for index in members:
        while path and page.ends[path[-1]] <= index:
            path.pop()
        if path:
            inside[path[-1]].append(index)
        path.append(index)
    return inside.items()


def _without_wrappers(page: Page, survey: Survey, indices: Sequence[int]) -> list[int]:
    """The set without elements that only wrap another one, and without second elements of one comment."""
    kept = set(indices)
    for index, nested in _with_nested(page, indices):
        if not nested:
            continue
        own_number = _number(page, index)
        twins = [inner for inner in nested if own_number and _number(page, inner) == own_number]
        kept.difference_update(twins)
        if not twins and _own(page, survey, index, nested).letters == 0:
            kept.discard(index)
    return [index for index in indices if index in kept]


def _number(page: Page, index: int) -> str | None:
    match = _NUMBER.search(page.attributes[index].get("id", ""))
    return match[0] if match else None


def _generic(page: Page, survey: Survey) -> Blocks | None:
    """The repeated elements that look most like comments."""
    best: _Weighed | None = None
    best_worth, best_rule = 0.0, ""
    headings = page.tagged("h1")
    for rule, group in _groups(page).items():
        indices = _without_article(page, group, headings)
        hint = _hint(page, rule, indices) or spoken_hint(page, survey, indices)
        if hint <= 0 or not any(survey.stamps[page.ends[i]] - survey.stamps[i] for i in indices[:20]):
            continue
        weighed = weigh(page, survey, indices)
        if weighed is None or weighed.mean < _LEAST_QUALITY or (len(weighed.indices) < 2 and hint < 1):
            continue
        worth = weighed.total * weighed.mean * hint
        near = best is not None and worth > 0.93 * best_worth and weighed.letters > 1.05 * best.letters
        if worth > best_worth * 1.03 or (near and best is not None and len(weighed.indices) == len(best.indices)):
            best, best_worth, best_rule = weighed, worth, rule
    if best is None:
        return None
    return Blocks(best.indices, GENERIC, f"repeated {best_rule}", best.mean)


def _without_article(page: Page, group: list[int], headings: Sequence[int]) -> list[int]:
    """The group without an element of the same name that stands elsewhere and holds the page's heading."""
    if len(group) < 2 or not any(group[0] <= heading < page.ends[group[-1]] for heading in headings):
        return group
    titled = {i for i in group if any(i <= heading < page.ends[i] for heading in headings)}
    seats = {page.parents[i] for i in group if i not in titled}
    kept = [i for i in group if i not in titled or page.parents[i] in seats]
    return kept or group


def _groups(page: Page) -> dict[str, list[int]]:
    """Elements that share a tag and a class, the stem of an id, or a parent."""
    groups: dict[str, list[int]] = defaultdict(list)
    named: list[int] = []  # per element the nearest one around it that has an id or a class
    for index, tag in enumerate(page.tags):
        key = page.keys[index]
        parent = page.parents[index]
        named.append(-1 if parent < 0 else parent if key_is_named(page.keys[parent]) else named[parent])
        if tag in _NEVER:
            continue
        plain = key.split("[", 1)[0]
        names, *classes = plain.split(".")
        stable = [token for token in classes if not _VOLATILE.search(token)]
        for token in stable:
            groups[f"{tag}.{token}"].append(index)
        if classes and not stable:
            groups[".".join((tag, *classes))].append(index)
        if "#" in names and any(letter.isdigit() for letter in names):
            groups[re.sub(r"\d+", "*", names)].append(index)
        if not stable and tag in ("li", "article", "div", "tr", "section", "table", "dt"):
            groups[f"{page.parents[index]} > {tag}"].append(index)
            if tag == "li" and named[index] >= 0:
                groups[f"in {named[index]} > {tag}"].append(index)
    return groups


def key_is_named(key: str) -> bool:
    """Whether a key has an id or a class."""
    return "#" in key or "." in key


_NEVER = frozenset(
    {"html", "head", "body", "script", "style", "link", "meta", "a", "span", "p", "img", "br", "b", "i", "em", "strong",
     "time", "input", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "svg", "path", "form", "nav", "cite", "u",
     "small", "abbr", "font", "code", "pre", "ul", "ol", "td", "th", "option", "figure", "iframe"}
)  # fmt: skip


def _hint(page: Page, rule: str, indices: Sequence[int]) -> float:
    """What the names of the elements and of those around them say: above 1 comments, 0 or less something else."""
    own = rule.split(" > ")[-1] + page.keys[indices[0]].partition("[")[2]
    if _AGAINST.search(own):
        return 0.0
    if _HINT.search(own):
        return 1.2
    around = _ancestors(page, indices[0], 6)
    if _AGAINST.search(around[: len(around) // 2]) and not _HINT.search(around):
        return 0.0
    if _HINT.search(around):
        return 1.0
    return 0.8 if _WEAK_HINT.search(own) else 0.0


def _ancestors(page: Page, index: int, steps: int) -> str:
    keys: list[str] = []
    index = page.parents[index]
    while index >= 0 and len(keys) < steps and page.tags[index] != "body":
        keys.append(page.keys[index])
        index = page.parents[index]
    return " ".join(keys)
