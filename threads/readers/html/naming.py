"""Repeated elements in, what their names and those around them say they are out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from threads.readers.html.page import Page

NAMED, AROUND, WEAKLY, AGAINST = 1.2, 1.0, 0.8, -1.0
"""Named as comments themselves; something around them is; named as entries of some list; named as something else."""

_PINGBACK = re.compile(r"\.(?:pingback|trackback|ping|type-pingback|type-trackback)(?=[.\[]|$)")
"""The classes of what another site's link left."""
_PINGBACKS = re.compile(r"[.#](?:[\w-]*[_-])?(?:ping|track)(?:back)?s?(?:-?_?list)?(?=[.#\s\[]|$)")
_COMMENT = re.compile(
    r"comment(?!ary|ed\b|s?-?(?:open|closed|off\b|disabled))|kommentar|komment|coment|\brepl(?:y|ies)|antwort|répon"
    r"|reac[ct]|reak[ct]|beitr|(?<!blog)posting|opinion(?:es|s)|forum|disku|discuss|discus|diszk|feedback|meinung|thread"
    r"|(?<![a-z])review|message|\bmsg|bb_|leserbrief|wypowied|opini[ei]|keskustelu|viesti|inl[äa]gg|\bbericht|комм|отзыв"
    r"|\[signed|(?<!ajax-)respon[sd](?!iv|s?ible)|koment|комент|messagg|mensaje|mensag|rispost|respuesta|resposta"
    r"|yorum|hozz[aá]sz[oó]l|tanggap|binh-?luan|p[rř][ií]sp[eě]v|diskuz|g(?:ae|ä|a)stebuch|guest-?book|livre-?d-?or"
    r"|t[eé]moignage|(?<![a-z])remarks?(?![a-z])"
)
_SURELY = re.compile(
    r"comment(?!ary|ed\b|s?-?(?:open|closed|off\b|disabled))|kommentar|komment|coment|\brepl(?:y|ies)|antwort|répon|reaktion"
    r"|reaction|leserbrief|(?<!blog)posting|forum|disku|discuss|discus|feedback|keskustelu|комм|отзыв|\[signed|koment"
    r"|комент|yorum|hozz[aá]sz[oó]l|tanggap|binh-?luan|p[rř][ií]sp[eě]v|diskuz|g(?:ae|ä|a)stebuch|guest-?book|livre-?d-?or"
)
_REPLY = re.compile(
    r"(?:div|li|article|section|tr)[^\[]*[.#-](?:repl(?:y|ies)|answers?|antwort|réponse|respuesta|subcomment)\b"
)
_REPLY_WORDS = ("repl", "answer", "antwort", "réponse", "respuesta", "subcomment")
_MAY_BE_REPLY = re.compile("|".join(_REPLY_WORDS))
_INVITATION = re.compile(
    r"[.#_-](?:(?:comment|reply|answer|kommentar|antwort)[-_]?(?:add|new|create|write)"
    r"|(?:add|create|write)[-_]?(?:a[-_]?)?(?:comment|reply|answer|kommentar|antwort))(?=[.\[]|$)"
)
_QUESTION = re.compile(r"^(?:div|article|section|li|table)[^\[]*[.#]question(?:-?\d+)?(?=[.\[]|$)|\[type=question\]")
_ANSWER = re.compile(r"[.#](?:[\w-]*[-_])?answers?(?:[-_]?\d+)?(?=[.\[]|$)|\[type=answer\]")
_LIST = re.compile(
    r"[.#_-](?:comments|replies|answers|kommentare|antworten|commentaires|commenti|comentarios)"
    r"(?:[-_]?(?:container|list|wrap(?:per)?|thread|section|area|box))?(?=[.\[]|$)"
)
_CALLED = re.compile(
    r"^(?:div|li|article|section|tr)[^\[]*\.(?:comment|reply|kommentar|antwort|commentaire|réponse|commento|comentario)(?=[.\[]|$)"
)
_PART = re.compile(r"(?:author|autor|meta|infos?|date|header|footer|title|name|avatar)$")
_EVENT = re.compile(
    r"[.#_-](?:(?:system|service)[-_]?(?:note|message|msg|event|entry|post)|event-?post|post-?event"
    r"|modification-?_?log-?_?entry)(?![a-rt-z])|\[type=sitenavigationelement\]"
)
"""Names of what the site itself reports between the comments: "Eva closed this"."""
_WORDS = re.compile(
    r"(?:comment|kommentar|koment\w*|coment[aá]rio|commento|commentaire|reply|message|msg|posting)[-_]{0,2}"
    r"(?:text|body|content|message|copy)(?=[.\[]|$)|^div[^.]*\.comment(?=[.\[]|$)|\.com-?text(?=[.\[]|$)"
)
"""Names that sites give to the words of a comment."""
_LEAST_HELD, _MOST_HELD = 0.75, 1.5
_FORM = re.compile(r"#commentform|\.comment-?form(?=[.\s]|$)|[#.](?:comment-)?respond(?=[.\s]|$)")
_TOPIC = re.compile(r"\.(?:category|tag|post_tag|topic|section)-[^.\s\[]+")
"""Classes that say what a post is about."""
_WEAK = re.compile(r"post|entry|item|node|topic|answer|msg|talk|chat|note|contribution")
_AGAINST = re.compile(
    r"sidebar|widget|recent|related|teaser|\bnav|menu|footer|popular|latest|promo|archive|breadcrumb|share|social"
    r"|sponsor|banner|newsletter|advert|ticker|trending|most-?read|slider|carousel|cookie|pagination|form|respond$"
    r"|count|-?button|rating-?bar|tooltip|avatar|modal|dialog|tweet|embed|live-?(?:blog|ticker|match|event|cover)"
    r"|reference|cite_|footnote|fussnote|byline"
)


def name_hint(page: Page, rule: str, indices: Sequence[int]) -> float:
    """`NAMED`, `AROUND`, `WEAKLY` or `AGAINST`; 0 where the names say nothing, or those around something else."""
    own = _TOPIC.sub("", rule.split(" > ")[-1] + page.keys[indices[0]].partition("[")[2])
    around = names_around(page, indices[0], 6)
    if _AGAINST.search(own) or _FORM.search(around):
        return AGAINST
    if _COMMENT.search(own):
        return NAMED
    if _AGAINST.search(around[: len(around) // 2]) and not _COMMENT.search(around):
        return 0.0
    if _COMMENT.search(around):
        return AROUND
    return WEAKLY if _WEAK.search(own) else 0.0


def hint_within(page: Page, indices: Sequence[int], words: Sequence[int]) -> float:
    """`AROUND` where most of the elements hold the words of one comment each, else 0; `words` are those of the page."""
    if _AGAINST.search(f"{page.keys[indices[0]]} {names_around(page, indices[0], 6)}"):
        return 0.0
    held = set[int]()
    holding = 0
    for index in indices:
        inside = words[bisect_right(words, index) : bisect_left(words, page.ends[index])]
        holding += len(inside) > 0
        held.update(inside)
    some = len(indices) > 1 and holding >= _LEAST_HELD * len(indices)
    return AROUND if some and len(held) <= _MOST_HELD * len(indices) else 0.0


def named_event(page: Page, index: int) -> bool:
    """Whether the element, or the one that it stands in, is named as a report of the site."""
    return _EVENT.search(page.keys[index]) is not None or _EVENT.search(page.keys[page.parents[index]]) is not None


def words_of_comments(page: Page) -> list[int]:
    """The elements that are named as the words of a comment, in document order."""
    return sorted(
        at for key, own in page.by_key.items() if _WORDS.search(key) and not _AGAINST.search(key) for at in own
    )


def named_pingback(key: str) -> bool:
    """Whether an element is named as what another site's link left."""
    return ("ping" in key or "trackback" in key) and _PINGBACK.search(key) is not None


def among_pingbacks(page: Page, block: int) -> bool:
    """Whether a block stands in a list of other sites' links, which is below that of the comments and no part of it."""
    around = f"{page.keys[block]} {page.keys[page.parents[block]]}"
    return ("ping" in around or "track" in around) and _PINGBACKS.search(around) is not None


def named_question(key: str) -> bool:
    """Whether an element is called the question to which others are the answers."""
    return "question" in key and _QUESTION.search(key) is not None


def named_answer(key: str) -> bool:
    """Whether an element is called an answer to a question."""
    return _ANSWER.search(key) is not None


def named_list(key: str) -> bool:
    """Whether an element is named as a list of comments."""
    return _LIST.search(key) is not None


def named_invitation(key: str) -> bool:
    """Whether an element is named as the place to write a comment."""
    return _INVITATION.search(key) is not None


def named_comment(key: str) -> bool:
    """Whether an element is called a comment by a class, and nothing else."""
    return _CALLED.search(key) is not None


def may_be_reply(key: str) -> bool:
    """Whether an element is named as the answer to a comment."""
    return _MAY_BE_REPLY.search(key) is not None and _REPLY.match(key) is not None


def is_part(rule: str) -> bool:
    """Whether elements are named as a part of a comment: they are found where nothing whole has a name."""
    return _PART.search(rule) is not None


def says_comments(page: Page, index: int) -> bool:
    """Whether the element or one around it is named for comments, and not for what else readers and editors write."""
    return _SURELY.search(f"{page.keys[index]} {names_around(page, index, 6)}") is not None


def names_around(page: Page, index: int, steps: int) -> str:
    """The keys of up to so many elements around one, the nearest first, without the page's body and nameless forms."""
    keys: list[str] = []
    index = page.parents[index]
    while index >= 0 and len(keys) < steps and page.tags[index] != "body":
        if page.keys[index] != "form":
            keys.append(page.keys[index])
        index = page.parents[index]
    return _TOPIC.sub("", " ".join(keys))
