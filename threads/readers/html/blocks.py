"""A page in, the elements that hold one comment each out: by what is known of platforms, else by repetition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from threads.readers.html.page import Page
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.readers.html.selectors import Names, compiled, literals
from threads.readers.html.spoken import spoken_hint
from threads.readers.html.survey import Survey
from threads.readers.html.weight import weigh
from threads.readers.html.widening import Candidate, with_others, with_surroundings
from threads.readers.html.wrapping import ROW, SIGNED

GENERIC = Platform("generic", (), ())
"""No known platform: everything about the comments is inferred."""

_HINT = re.compile(
    r"comment|kommentar|komment|coment|repl(?:y|ies)|antwort|respon[sd]|répon|reac|reak|beitr|posting|opinion|forum"
    r"|disku|discuss|discus|diszk|feedback|review|meinung|thread|message|\bmsg|bb_|leserbrief|wypowied|opini|keskustelu"
    r"|viesti|inl[äa]gg|bericht|reactie|комм|отзыв|\[signed"
)
_WEAK_HINT = re.compile(r"post|entry|item|node|topic|answer|msg|talk|chat|note|contribution")
_AGAINST = re.compile(
    r"sidebar|widget|recent|related|teaser|\bnav|menu|footer|popular|latest|promo|archive|breadcrumb|share|social"
    r"|sponsor|banner|newsletter|advert|ticker|trending|most-?read|slider|carousel|cookie|pagination|form|respond$"
    r"|count|-?button|rating-?bar|tooltip|avatar"
)
_VOLATILE = re.compile(r"\d|^(?:even|odd|alt|first|last|clearfix|row|col|item-\w|js-|is-|has-|u-|d-flex|mb-|mt-|p-)")
_PUT = (f"div{ROW}", f"div{SIGNED}")
_LEAST_QUALITY = 0.5
_SAMPLE = 20
_LEAST_UNDATED = 3


@dataclass(frozen=True, slots=True)
class Blocks:
    """Elements that hold one comment each (with its replies inside, or not), in document order."""

    indices: tuple[int, ...]
    platform: Platform
    rule: str
    quality: float


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


def _generic(page: Page, survey: Survey) -> Blocks | None:
    """The repeated elements that look most like comments."""
    found: list[Candidate] = []
    best: Candidate | None = None
    best_worth = 0.0
    headings = page.tagged("h1")
    for rule, group in _groups(page).items():
        indices = _without_article(page, group, headings)
        hint = _hint(page, rule, indices) or spoken_hint(page, survey, indices)
        weighed = weigh(page, survey, indices) if hint > 0 and _may_be_comments(page, survey, indices, hint) else None
        if weighed is None or weighed.mean < _LEAST_QUALITY or (len(weighed.indices) < 2 and hint < 1):
            continue
        found.append(Candidate(rule, weighed))
        worth = weighed.total * weighed.mean * hint
        near = best is not None and worth > 0.93 * best_worth and weighed.letters > 1.05 * best.weighed.letters
        same = best is not None and len(weighed.indices) == len(best.weighed.indices)
        if worth > best_worth * 1.03 or (near and same):
            best, best_worth = found[-1], worth
    if best is None:
        return None
    best = with_surroundings(page, survey, with_others(page, survey, best, found))
    return Blocks(best.weighed.indices, GENERIC, f"repeated {best.rule}", best.weighed.mean)


def _may_be_comments(page: Page, survey: Survey, indices: Sequence[int], hint: float) -> bool:
    """Whether any bears a date; without dates, whether at least three are named comments and have author and words."""
    sample = indices[:_SAMPLE]
    if any(survey.stamps[page.ends[i]] > survey.stamps[i] for i in sample):
        return True
    return (
        hint > 1
        and len(sample) >= _LEAST_UNDATED
        and all(survey.authors[page.ends[i]] > survey.authors[i + 1] for i in sample)
        and all(survey.lengths[i] > 0 for i in sample)
    )


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
        if key in _PUT:
            groups[key].append(index)
        if "#" in names and any(letter.isdigit() for letter in names):
            groups[re.sub(r"\d+", "*", names)].append(index)
        if not stable and tag in ("li", "article", "div", "tr", "section", "table", "dt"):
            groups[f"{page.parents[index]} > {tag}"].append(index)
            if tag == "li":
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
