"""What an author element shows in, the commenter's name out."""

from __future__ import annotations

import re
from functools import lru_cache

from threads.readers.wording import ANSWERING, LEAD, STAMP, STAMP_WORDS, TRAIL, is_button

LONGEST = 140
_EDGE = " \t\u00a0|,;:·•–—›»«/"
_SAYS = re.compile(r"\s*\b(?:says?|said|sagte?|schreibt|schrieb|wrote|dit|dice|пишет|mówi|skriver|zegt)\s*:?\s*$", re.I)
_SAYING = (
    "say", "says", "said", "sagt", "sagte", "schreibt", "schrieb", "wrote", "dit", "dice", "пишет", "mówi", "skriver",
    "zegt",
)  # fmt: skip
"""One of these ends whatever fits `_SAYS`, but for white space and a colon."""
_DASHES = re.compile(r"\s[-*]+\s*$|^[-*]+\s")
_ON = re.compile(r"\s+(?:on|am|at|le|il|el|um|vom|du|del|em|den)\W*$", re.I)
_FROM = re.compile(r"^(?:pingback|trackback)s?\s*(?:(?:von|from|by|de|da|di|par|от)\b)?\s*[:|]?\s*(?=\w)", re.I)
_HANDLE_TAIL = re.compile(
    r"\s*(?:\((?:author|autor|op|admin|mod(?:erator)?|not verified|nicht überprüft|nicht verifiziert|no verificado"
    r"|non vérifié|non verificato|não verificado|niet gecontroleerd|niet geverifieerd|ej verifierad|ikke bekreftet"
    r"|niezweryfikowany|не проверено|nem ellenőrzött|neověřeno)\)|#\d+)\s*$",
    re.I,
)
_LABEL = re.compile(
    r"^(?:(?:autor(?:in)?|author|auteur|autrice|autore|autora|автор|verfasser(?:in)?|user(?:name)?|name|from|nom)\s*:"
    r"|(?:risponde|responde|répond))\s+",
    re.I,
)
_NUMBERED = re.compile(r"^#\d+\s+(?=\S)")
_ADDRESS = re.compile(r"\s*(?:<[^<>\s]+(?:@| at |_at_)[^<>]+>|\([^()\s]+(?:@|_at_)[^()\s]+\))$")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_DIGIT = re.compile(r"\d")
_NUMBER_ONLY = re.compile(r"^[\W\d_]*$")
_QUESTION = re.compile(r"\s\S+\s\S+\?$")
_NOT_NAMES = re.compile(
    r"^(?:(?:posted |written |comment )?(?:by|on|at)|von|am|um|par|le|anonymous user icon|avatar|author|autor|auteur|"
    r"(?:comment|post|message|kommentar|beitrag|commentaire) (?:deleted|removed|gelöscht|entfernt|supprimé)\b.*|"
    r"from|posted|published|written|verfasst|geschrieben|veröffentlicht|erstellt|publié|posté|écrit|scritto|publicado|enviado|"
    r"reply|permalink|#|level \d+|guest posted|member|online|offline|moderator|op|admin|junior member|senior member"
    r"|registriert)\W*$",
    re.I,
)


@lru_cache(maxsize=16384)
def clean_name(shown: str) -> str | None:
    """The name in what an author element shows ("Posted by Eva on 3 May" → "Eva"); None where there is none."""
    if not shown or len(shown) > 4 * LONGEST:
        return None
    if not shown.isascii():
        shown = shown.translate(_INVISIBLE)
    name = _DASHES.sub(" ", ANSWERING.sub("", shown) if " " in shown else shown).strip(_EDGE)
    stamp = STAMP.search(name) if _may_be_dated(name.lower()) else None
    if stamp and stamp.start() == 0:
        name = name[stamp.end() :]
    elif stamp:
        name = _DASHES.sub(" ", _ON.sub("", name[: stamp.start()].strip(_EDGE)))
    name = TRAIL.sub("", name.strip(_EDGE)).strip(_EDGE)
    name = _HANDLE_TAIL.sub("", _SAYS.sub("", name) if says(name) else name).strip(_EDGE)
    name = _NUMBERED.sub("", name)
    name = _FROM.sub("", _LABEL.sub("", _ADDRESS.sub("", name)))
    lead = LEAD.match(name)
    if lead and len(lead[0].strip()) > 1 and lead[0].strip().casefold() not in ("di", "da", "de", "von", "от", "do"):
        name = name[lead.end() :].strip(_EDGE)
    if not name or len(name) > LONGEST or _NOT_NAMES.match(name) or is_button(name) or _QUESTION.search(name):
        return None
    return name


def _may_be_dated(name: str) -> bool:
    return _DIGIT.search(name) is not None or any(word in name for word in STAMP_WORDS)


def is_number(name: str) -> bool:
    """Whether a name has no letter: a counter rather than a name."""
    return _NUMBER_ONLY.match(name) is not None


def says(shown: str) -> bool:
    """Whether words end as a byline does ("Eva says:")."""
    end = shown.rstrip().removesuffix(":").rstrip().lower()
    return end.endswith(_SAYING) and _SAYS.search(shown) is not None
