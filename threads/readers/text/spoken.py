"""A piece of a page's text in, what tells speech from menus and teasers out: sentences, ends, buttons to answer."""

from __future__ import annotations

import re

from threads.readers.wording import is_pingback, is_reply_button

_ENDED = re.compile(r"[.!?…:;)\]\"”“»’'*]\W*$|[:;]-?[DPpO]$|[\u2600-\u27bf\U0001f300-\U0001faff]\W*$")
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|»|→|>"
    r"|\b(?:mehr|weiterlesen|weiter lesen|more|la suite|leer más|leggi tutto|далее))\W*$",
    re.I,
)
_ANSWER = re.compile(
    r"^\W*(?:reply|antwort(?:en)?|beantworten|répondre|responder|rispondi|ответить|odpowiedz|balas|yanıtla|svara)"
    r"(?=[^\w]|[A-ZÄÖÜА-Я]|$)(?!\s+(?:auf|an|to|à|a|на|zu)\s|\W*\d)",
    re.I,
)
_ANSWER_LENGTH = 40
_LONG = 30
_SENTENCE = 6


def is_ended(text: str) -> bool:
    """True for a text that ends as sentences do, or with a smiley."""
    return _ENDED.search(text[-40:]) is not None


def is_cut_off(text: str) -> bool:
    """True for a text that breaks off, or that ends in a link to the rest, as teasers do."""
    return _CUT_OFF.search(text[-40:]) is not None


def is_spoken(text: str) -> bool:
    """True for what can be a comment although nobody signs it: sentences, or the notice of another page's link."""
    words = len(text.split())
    return is_pingback(text) or words >= _LONG or (words >= _SENTENCE and is_ended(text))


def is_answer(text: str) -> bool:
    """True for a button to answer with, also where a renderer has glued others to it."""
    return bool(text) and (is_reply_button(text) or (len(text) <= _ANSWER_LENGTH and _ANSWER.match(text) is not None))
