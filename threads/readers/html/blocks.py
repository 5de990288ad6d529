"""A page in, the elements that hold one comment each out: by what is known of platforms, else by repetition."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from threads.readers.html.naming import (
    AROUND,
    hint_within,
    is_part,
    may_be_reply,
    name_hint,
    named_answer,
    named_comment,
    named_event,
    named_invitation,
    named_list,
    named_question,
    words_of_comments,
)
from threads.readers.html.nesting import enclosing, first_block
from threads.readers.html.page import Page
from threads.readers.html.platforms import PLATFORMS, Platform
from threads.readers.html.replied import with_answers
from threads.readers.html.selectors import Names, compiled, literals
from threads.readers.html.spoken import is_counted, spoken_hint
from threads.readers.html.survey import Survey
from threads.readers.html.talk import are_headed, holds_article, is_talk, lead_away, of_this_page
from threads.readers.html.weight import Weighed, weigh
from threads.readers.html.widening import Candidate, with_others, with_surroundings
from threads.readers.html.wrapping import ROW, SIGNED
from threads.readers.wording import is_button

GENERIC = Platform("generic", (), ())
"""No known platform: everything about the comments is inferred."""

_VOLATILE = re.compile(
    r"\d|^(?:even|odd|alt|first|last|clearfix|row|col|item-\w|js-|is-|has-|u-|d-flex|mb-|mt-|p-"
    r"|(?:align-(?:items|self|content)|justify-content|flex|gap|order|position|overflow|rounded|float)-"
    r"|text-(?:start|end|center|muted|reset|decoration|nowrap|break|truncate)|d-(?:inline|block|none|grid))"
)
"""Classes that say how an element is set, or which of its like it is."""
_PUT = (f"div{ROW}", f"div{SIGNED}")
_LEAST_QUALITY, _LEAST_KNOWN = 0.5, 0.35
_LEAST_OF = {1: 0.65, 2: 0.5}
"""How good the only block of a known platform must be, and the only two: names alone prove little."""
_LIKELY, _SURE = 0.6, 0.9
"""Blocks of a known platform that are sure are all; likely ones may have replies under another name."""
_SAMPLE = 20
_STEPS = 12
_KERNEL = 0.7
_OF_A_PART = 0.6
_FAR_MORE = 1.5
_BUTTON = 80
_GAIN = 0.75
_LEAST_UNDATED = 3


@dataclass(frozen=True, slots=True)
class Blocks:
    """Elements that hold one comment each (with its replies inside, or not), in document order."""

    weighed: Weighed
    platform: Platform
    rule: str

    @property
    def indices(self) -> tuple[int, ...]:
        """The elements, in document order."""
        return self.weighed.indices

    @property
    def quality(self) -> float:
        """How much each looks like a comment, at most about 1."""
        return self.weighed.mean

    @property
    def worth(self) -> float:
        """How many comments there are, each by how much it looks like one."""
        return self.quality * len(self.indices)


def find_blocks(page: Page, survey: Survey, *, platforms: Sequence[Platform] = PLATFORMS) -> Blocks | None:
    """The comments of the page, or None where nothing on it looks like comments."""
    found = _blocks(page, survey, platforms)
    if found is None:
        return None
    said = _with_question(page, survey, _without_reports(page, survey, found.weighed))
    return replace(found, weighed=with_answers(page, survey, said))


def _without_reports(page: Page, survey: Survey, weighed: Weighed) -> Weighed:
    """The blocks without what the site reports between comments, and without those that hold but a button."""
    blocks = weighed.indices
    kept = tuple(
        at
        for at, after in zip(blocks, (*blocks[1:], len(page)), strict=True)
        if not (
            named_event(page, at)
            or _is_button(page, survey, at)
            or _is_list(page, survey, at, after)
            or _is_around(page, survey, at, blocks)
        )
    )
    return replace(weighed, indices=kept) if kept else weighed


def _with_question(page: Page, survey: Survey, weighed: Weighed) -> Weighed:
    """The blocks and, where they are answers, the question above them: all that is called so, with a date and words."""
    first = weighed.indices[0]
    if not named_answer(page.keys[first]):
        return weighed
    asked = sorted(at for key, own in page.by_key.items() if named_question(key) for at in own)
    if len(asked) != 1 or page.ends[asked[0]] > first or not _looks_like_comment(page, survey, asked[0]):
        return weighed
    if survey.prose[page.ends[asked[0]]] == survey.prose[asked[0]]:
        return weighed
    return replace(weighed, indices=(asked[0], *weighed.indices))


def _is_list(page: Page, survey: Survey, block: int, after: int) -> bool:
    """Whether a block is called a list of comments, holds the block that comes `after` it, and nobody's name before."""
    return (
        after < page.ends[block]
        and named_list(page.keys[block])
        and survey.authors[after] == survey.authors[block + 1]
        and survey.prose[after] == survey.prose[block]
    )


def _is_around(page: Page, survey: Survey, block: int, blocks: Sequence[int]) -> bool:
    """Whether a block holds all others, and no date before them, where these have one."""
    if block != blocks[0] or len(blocks) <= _LEAST_UNDATED or blocks[-1] >= page.ends[block]:
        return False
    inner, stamps = blocks[1], survey.stamps
    return stamps[inner] == stamps[block] and stamps[page.ends[inner]] > stamps[inner]


def _is_button(page: Page, survey: Survey, block: int) -> bool:
    """Whether a block without date and author holds no more than "Log in to reply"."""
    end = page.ends[block]
    if survey.lengths[block] > _BUTTON:
        return False
    if survey.stamps[end] > survey.stamps[block]:
        return survey.authors[end] == survey.authors[block + 1] and named_invitation(page.keys[block])
    return survey.authors[end] == survey.authors[block + 1] and is_button(page.text(block))


def _blocks(page: Page, survey: Survey, platforms: Sequence[Platform]) -> Blocks | None:
    known = _known(page, survey, platforms)
    if known and known.quality >= _SURE and not _may_lack_some(page, survey, known):
        return known
    found = _candidates(page, survey)
    generic = _generic(page, survey, found)
    if known is None:
        return generic
    if generic and generic.worth > 1.5 * known.worth and (known.quality < _LIKELY or _holds(page, generic, known)):
        return generic
    if generic and known.quality < _LIKELY and _are_rows_of(page, generic, known):
        return generic
    both = with_others(page, survey, Candidate(known.rule, known.weighed), [each for each, _ in found])
    return Blocks(both.weighed, known.platform, both.rule)


def _are_rows_of(page: Page, rows: Blocks, known: Blocks) -> bool:
    """Whether one set are rows that were put around the other's blocks, and look more like comments than these."""
    return (
        ROW in rows.rule and rows.quality > known.quality and None not in enclosing(page, rows.indices, known.indices)
    )


def _holds(page: Page, many: Blocks, few: Blocks) -> bool:
    """Whether each block of one set is a block of the other, or lies in one or around one: it is but part of these."""
    over = zip(few.indices, enclosing(page, many.indices, few.indices), strict=True)
    return len(many.indices) > len(few.indices) and all(
        block is not None or first_block(page, many.indices, index) < page.ends[index] for index, block in over
    )


def _may_lack_some(page: Page, survey: Survey, known: Blocks) -> bool:
    return _may_lack_replies(page, survey, known) or _may_lack_comments(page, survey, known)


def _may_lack_replies(page: Page, survey: Survey, known: Blocks) -> bool:
    """Whether something with words and a date, in a block or before those in it, is called an answer and is none."""
    blocks = set(known.indices)
    return any(
        may_be_reply(key) and index not in blocks and survey.stamps[page.ends[index]] > survey.stamps[index]
        and survey.prose[page.ends[index]] > survey.prose[index]
        and (_is_inside(page, index, blocks) or _speaks_before(page, survey, index, known.indices))
        for key, indices in page.by_key.items()
        for index in indices[:_SAMPLE]
    )  # fmt: skip


def _speaks_before(page: Page, survey: Survey, index: int, blocks: Sequence[int]) -> bool:
    """Whether an element has words and a date of its own before the first block in it."""
    inner = first_block(page, blocks, index)
    return (
        inner < page.ends[index]
        and survey.stamps[inner] > survey.stamps[index]
        and survey.prose[inner] > survey.prose[index]
    )


def _may_lack_comments(page: Page, survey: Survey, known: Blocks) -> bool:
    """Whether two elements in a block, side by side, are called comments, are none of the blocks and look like some."""
    blocks = set(known.indices)
    called = {at for key, indices in page.by_key.items() if named_comment(key) for at in indices} - blocks
    seats = Counter(page.parents[at] for at in called)
    for seat, held in seats.most_common(1):
        if held > 1 and (seat in blocks or _is_inside(page, seat, blocks)):
            return all(_looks_like_comment(page, survey, at) for at in sorted(called)[:_SAMPLE])
    return False


def _looks_like_comment(page: Page, survey: Survey, index: int) -> bool:
    end = page.ends[index]
    return survey.stamps[end] > survey.stamps[index] and survey.authors[end] > survey.authors[index + 1]


def _is_inside(page: Page, index: int, blocks: Set[int]) -> bool:
    for _ in range(_STEPS):
        index = page.parents[index]
        if index < 0 or index in blocks:
            break
    return index in blocks


def _known(page: Page, survey: Survey, platforms: Sequence[Platform]) -> Blocks | None:
    """The platform and the alternative of its blocks under which the page shows most comments best."""
    names = Names(page.by_key)
    best: Blocks | None = None
    for platform in platforms:
        if not any(map(names.hold, platform.marks)):
            continue
        for selectors in platform.blocks:
            fitting = _fitting(page, names, selectors)
            weighed = weigh(page, survey, fitting)
            if not weighed or (best and weighed.total <= best.weighed.total * 1.02):
                continue
            if len(own := of_this_page(page, fitting)) < len(fitting):
                weighed = weigh(page, survey, own)
            if weighed and weighed.total > _least(weighed, best, platform) and _is_sure(page, weighed):
                best = Blocks(weighed, platform, ", ".join(selectors))
    return best


def _least(weighed: Weighed, best: Blocks | None, platform: Platform) -> float:
    """What other blocks must be worth to be better: in a forum, all those more must look like posts."""
    if best is None:
        return 0.0
    more = len(weighed.indices) - len(best.indices) if platform.flat and best.platform.flat else 0
    return max(1.02 * best.weighed.total, best.weighed.total + _GAIN * more)


def _is_sure(page: Page, weighed: Weighed) -> bool:
    """Whether what is named as a platform names comments looks like comments as well."""
    least = _LEAST_OF.get(len(weighed.indices), _LEAST_KNOWN)
    articled = holds_article(page, weighed.indices) and not are_headed(page, weighed.indices)
    return weighed.mean >= least and not articled


def _fitting(page: Page, names: Names, selectors: tuple[str, ...]) -> list[int]:
    selectors = tuple(selector for selector in selectors if all(map(names.hold, literals(selector))))
    if not selectors:
        return []
    pattern = compiled(tuple(selector.lstrip("^") for selector in selectors))
    fitting = sorted(chain.from_iterable(indices for key, indices in page.by_key.items() if pattern.match(key)))
    for _ in range(selectors[0].count("^")):
        fitting = sorted({page.parents[index] for index in fitting if page.parents[index] >= 0})
    return fitting


def _candidates(page: Page, survey: Survey) -> list[tuple[Candidate, float]]:
    """Elements of one name that look like comments, each with how far names and words call them so."""
    found: list[tuple[Candidate, float]] = []
    headings, words = page.tagged("h1"), words_of_comments(page)
    for rule, group in _groups(page).items():
        indices = _without_article(page, group, headings)
        hint = name_hint(page, rule, indices) or spoken_hint(page, survey, indices)
        if 0 <= hint < AROUND and words:
            hint = max(hint, hint_within(page, indices, words))
        weighed = _weighed(page, survey, indices, hint) if hint > 0 else None
        if weighed is None or weighed.mean < _LEAST_QUALITY or (len(weighed.indices) < 2 and hint < 1):
            continue
        found.append((Candidate(rule, weighed), hint))
    return found


def _generic(page: Page, survey: Survey, found: Sequence[tuple[Candidate, float]]) -> Blocks | None:
    """The repeated elements that look most like comments."""
    best: Candidate | None = None
    best_worth = 0.0
    for candidate, hint in found:
        weighed = candidate.weighed
        worth = weighed.total * weighed.mean * hint * (_OF_A_PART if is_part(candidate.rule) else 1.0)
        near = best is not None and worth > 0.93 * best_worth and weighed.letters > 1.05 * best.weighed.letters
        same = best is not None and _hold_as_many(weighed, best.weighed)
        better = worth > best_worth * 1.03 or (near and same) or _is_kernel(page, weighed, best, worth >= best_worth)
        if better and is_talk(page, survey, weighed, hint):
            best, best_worth = candidate, worth
    if best is None:
        return None
    best = with_surroundings(page, survey, with_others(page, survey, best, [each for each, _ in found]))
    if lead_away(page, survey, best.weighed.indices):
        return None
    return Blocks(best.weighed, GENERIC, f"repeated {best.rule}")


def _hold_as_many(weighed: Weighed, best: Weighed) -> bool:
    """Whether there are as many elements as in the best set so far, or fewer with far more words than its own."""
    count, least = len(weighed.indices), len(best.indices)
    return count == least or (count < least and weighed.letters > _FAR_MORE * best.letters)


def _is_kernel(page: Page, weighed: Weighed, best: Candidate | None, as_good: bool) -> bool:
    """Whether the only element is most of the only one so far, which holds it: the comment in the list of all."""
    if best is None or not as_good or not len(weighed.indices) == 1 == len(best.weighed.indices):
        return False
    inner, outer = weighed.indices[0], best.weighed.indices[0]
    return outer < inner < page.ends[outer] and weighed.letters >= _KERNEL * best.weighed.letters


def _weighed(page: Page, survey: Survey, indices: Sequence[int], hint: float) -> Weighed | None:
    """What the elements are worth, where they may be comments: also bare words, as many as the page announces."""
    indices = of_this_page(page, indices)
    if not indices:
        return None
    if _may_be_comments(page, survey, indices, hint):
        return weigh(page, survey, indices)
    if hint > 1 and len(indices) >= _LEAST_UNDATED and is_counted(page, survey, indices):
        weighed = weigh(page, survey, indices)
        least = _LEAST_QUALITY * len(indices)
        return replace(weighed, total=least, mean=_LEAST_QUALITY) if weighed and weighed.total < least else weighed
    return None


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
        if "-" in tag:  # an element of the site's own
            groups[tag].append(index)
        if "#" in names and any(letter.isdigit() for letter in names):
            groups[re.sub(r"\d+", "*", names)].append(index)
        if tag == "table" and key == "table" and page.attributes[index]:
            groups[f"table{_look(page.attributes[index])}"].append(index)
        if not stable and tag in ("li", "article", "div", "tr", "section", "table", "dt"):
            groups[f"{page.parents[index]} > {tag}"].append(index)
            if tag == "li":
                groups[f"in {named[index]} > {tag}"].append(index)
    return groups


def _look(attributes: Mapping[str, str]) -> str:
    """How a table without a name is to be drawn: where replies are indented by lists, no two have one parent."""
    return "".join(f"[{name}={attributes[name]}]" for name in _LOOKS if name in attributes)


_LOOKS = ("width", "border", "cellspacing", "cellpadding", "bgcolor")


def key_is_named(key: str) -> bool:
    """Whether a key has an id or a class."""
    return "#" in key or "." in key


_NEVER = frozenset(
    {"html", "head", "body", "script", "style", "link", "meta", "a", "span", "p", "img", "br", "b", "i", "em", "strong",
     "time", "input", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "svg", "path", "form", "nav", "cite", "u",
     "small", "abbr", "font", "code", "pre", "ul", "ol", "td", "th", "option", "figure", "iframe"}
)  # fmt: skip
