"""What comment pages say around the comments, in six languages: announced numbers, bylines, forms, buttons.

Tables are data; the functions read one line each and know nothing of where it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar jänner februar feber märz mai juni juli oktober dezember mrz mär okt dez
    janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr fév avr juil déc
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre dicembre
    gen mag giu lug ago set ott dic
    enero febrero abril mayo junio julio septiembre setiembre octubre noviembre diciembre ene abr
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
    янв фев мар апр июн июл авг сен сент окт ноя дек
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    sty lut kwi maj cze lip sie wrz paź lis gru
    januari februari maart mei augustus janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    fev out dez
"""
_OTHER_MONTHS = """
    augusti marts desember mrt maj aoû márc ápr máj jún júl szept
    şub nis haz tem ağu eyl eki kas led úno bře dub kvě čvn čvc srp zář říj
    ledna února března dubna května června července srpna září října listopadu prosince
    leden únor březen duben květen červen červenec srpen říjen prosinec
    január január februára marca apríla mája júna júla augusta septembra októbra novembra decembra januára
    február március április május június július augusztus szeptember október
    siječnja veljače ožujka travnja svibnja lipnja kolovoza rujna prosinca
    ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
    tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta
    marraskuuta joulukuuta
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
"""
_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunedì martedì mercoledì giovedì venerdì sabato domenica gio dom
    lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb
    poniedziałek wtorek środa czwartek piątek sobota niedziela maandag dinsdag woensdag donderdag vrijdag zaterdag
    zondag segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    pondělí úterý středa čtvrtek pátek neděle måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag
    søndag
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
"""


def _any(table: str) -> str:
    """One pattern for a table of words: by their first letter, the longest first."""
    rests: dict[str, list[str]] = defaultdict(list)
    for word in sorted({*table.split()}, key=lambda word: (-len(word), word)):
        rests[word[0]].append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


def _phrases(table: str) -> str:
    """One pattern for a table of phrases that are set apart by ` | ` or line ends."""
    return "|".join(phrase for phrase in re.split(r"\s+\|\s+|\n\s*", table) if phrase)


_MONTH = _any(_MONTHS + _OTHER_MONTHS) + r"\b\.?"
_DAY = r"\d{1,2}(?:\.|º|°|er|st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_CLOCK = (
    r"\d{1,2}(?::|\.|h|\s?h\s?)\d\d(?::\d\d(?:\.\d+)?|(?<=\.\d\d)\.\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s*(?:Uhr|Hrs?|ч|h)\b)?"
    r"|(?<!\d)(?:1[0-2]|0?\d)\s?[ap]\.?m\b\.?|\d{1,2}\s?(?:Uhr\b|h\b)"
)
_ZONE = r"(?:\s*(?:Z|UTC|GMT|CES?T|MES?Z|E[SD]T|P[SD]T|MSK)\b)?(?:\s?[+-]\d\d:?\d\d\b)?"
_JOIN = (
    r"(?:\s|,|;|(?<=\s):(?=\s)|\||/|@|·|•|–|—|-|T(?=\d)"
    r"|\b(?:at|um|à|às|a|alle|ore|las|los|в|on|am|le|il|el|v|o|om|u|em|den|dia|kl|klo|kello|saat|godz|г|r)\b\.?)*"
)
_DATE = "|".join(
    (
        rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}",
        rf"{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]",
        rf"{_YEAR}\.?\s+{_MONTH}\s+{_DAY}",
        rf"\d{{1,2}}[./-]{_MONTH}[./-]{_YEAR}",
        r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?=\d\d:\d\d)",
        rf"{_DAY}\s*(?:de\s+|of\s+)?{_MONTH},?(?:\s+de|\s+del)?\s*{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}\s+{_MONTH}\s+['’]?\d\d(?=,?\s+\d{{1,2}}:\d\d)",
        rf"{_DAY}\s*(?:de\s+)?{_MONTH}(?={_JOIN}(?:{_CLOCK}))",
        rf"{_MONTH}\s+{_DAY}(?={_JOIN}(?:{_CLOCK}))",
        rf"\d{{1,2}}\.\s?\d{{1,2}}\.,?\s?(?:{_YEAR}|\d\d)\b(?!\.\d)",
        rf"\d{{1,2}}\.\d{{1,2}},\s?{_YEAR}",
        rf"\d{{1,2}}/\d{{1,2}}/(?:{_YEAR}|\d\d)\b",
        rf"\d{{1,2}}-\d{{1,2}}-(?:{_YEAR}|\d\d)\b",
        r"\d\d[/.]\d\d\.?(?=,?\s\d\d:\d\d)",
    )
)
_AGO = (
    r"(?:vor|hace|il y a|há|před)\s+(?:(?:etwa|ca\.|rund|environ|unos|unas|cerca de)\s+)?"
    r"(?:\d+|einem|einer|einigen|un|une|una)\s+\w+(?:\ssiden)?"
    r"|(?:(?:about|almost|over|circa|около)\s+)?(?:\d+|an?|un|una|einem|um|uma|een)\s?\w+\.?\s+"
    r"(?:ago|fa|назад|her|zuvor|atrás|temu|geleden|siden|sedan|sitten|önce|тому)"
    r"|un['’]ora\s+fa|(?:минуту|час|день|неделю|месяц|год)\s+назад|just\s+now|gerade\s+eben"
    r"|(?:gestern|heute|vorgestern|yesterday|today|hier|aujourd['’]hui|ieri|oggi|ayer|hoy|вчера|сегодня|ontem|hoje"
    r"|wczoraj|dzisiaj|dziś|včera|dnes|gisteren|vandaag|igår|idag|i g[åa]r|i dag|вчора|сьогодні"
    r"|last (?:year|month|week)|letzte[sn]? (?:Jahr|Monat|Woche)|l['’]an(?:née)? (?:derni(?:er|ère)|passée)"
    r"|le mois dernier|la semaine dernière|l['’]anno scorso|(?:il )?mese scorso|(?:la )?settimana scorsa"
    r"|(?:el )?(?:año|mes) pasado|(?:la )?semana pasada|в прошлом (?:году|месяце)|на прошлой неделе)"
    rf"(?={_JOIN}(?:{_CLOCK})|\W*$)"
)
_STAMP = (
    rf"(?:(?:{_DATE})(?:{_JOIN}(?:{_CLOCK}){_ZONE}(?!\w))?|(?:{_CLOCK}){_ZONE}{_JOIN}(?:{_DATE})"
    rf"|(?:{_AGO})(?:{_JOIN}(?:{_CLOCK}){_ZONE})?)(?!\w)"
)
STAMP = re.compile(rf"(?:\b{_any(_WEEKDAYS)}\b[.,]*\s+)?(?<![\w.]){_STAMP}", re.I)
"""A date, with or without weekday, clock and zone, or a relative one: as comment pages write them."""
GLUED = re.compile(
    rf"(?<=[^\W_])(?:{_DATE}){_JOIN}(?:{_CLOCK}){_ZONE}(?!\w)|(?<=[^\W\d_])\d+ \w+ (?:ago|fa|her|назад)\b",
    re.I,
)
"""A date with a clock, or one told from now, that a renderer has glued to the name before it."""
CLOCK = re.compile(rf"(?<!\d)(?:{_CLOCK})", re.I)
"""A time of day."""
AGO = re.compile(rf"(?:{_AGO})", re.I)
"""A date told by its distance from now."""
_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(r"\d\s?[-/.年년]\s?\d")
_WORD = re.compile(r"(?:(?<=\d)(?:st|nd|rd|th|er|º))?([^\W\d_]+)")
MONTH_STARTS = frozenset(month[:3] for month in _MONTHS.split())
OTHER_MONTHS = frozenset(_OTHER_MONTHS.split())
"""Months in languages whose abbreviations are words in others."""
MONTHS = OTHER_MONTHS | {*_MONTHS.split()}
STAMP_WORDS = (
    "vor", "hace", "il y a", " ago", " fa", " назад", " her", "now", "eben", "gestern", "heute", "yesterday", "today",
    "hier", "aujourd", "ieri", "oggi", "ayer", "hoy", "вчера", "сегодня", "ontem", "hoje", "wczoraj", "dzi", "včera",
    "dnes", "gister", "vandaag", "igår", "idag", "i går", "i gar", "i dag", "вчора", "сьогодні", "há ", "před",
    "last ", "letzte", "dernièr", "dernier", "scors", "pasad", "прошл", " passé",
    " atr", " temu", " gele", " siden", " sedan", " sitten", " önce", " тому",
)  # fmt: skip
"""One of these, a month or a date in figures stands in whatever fits `STAMP`, where all white space is spaces."""


ANSWERING = re.compile(
    r"\s+(?:(?:said,? )?(?:in reply|replied|responded|replying) to|antwortete?"
    r"|a répondu à|répond à|en réponse à|ha risposto a"
    r"|risponde a|in risposta a|respondió a|responde a|en respuesta a|ответила?|отвечает|в ответ"
    r"|respondeu a|[→▸►➤⟶➜])\s+\S.*$",
    re.I,
)
"""Words after the name that tell whom its bearer answers."""

_PLAIN_STAMP = re.compile(
    r"(?:\d\d?\.? ?[^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9} \d\d?, \d{4}"
    r"|\d\d?[./-] ?\d\d?[./-] ?\d{2,4}|\d{4}-\d\d-\d\d)"
    r"(?:,? (?:um |at |à |@ |- )?\d\d?:\d\d(?::\d\d)?(?: ?[ap]m| Uhr)?)?",
    re.I,
)
"""The commonest dates."""


def is_plain_stamp(line: str) -> bool:
    """Whether a line is surely no more than a date; `find_stamp` tells for those where it is not sure."""
    return _PLAIN_STAMP.fullmatch(line) is not None


def find_stamp(line: str) -> re.Match[str] | None:
    """The first date of a line: `STAMP.search`, where the line has figures or a word without which there is none."""
    return STAMP.search(line) if _may_be_dated(line) else None


def _may_be_dated(line: str) -> bool:
    if _FIGURES.search(line) or not line.isprintable():
        return True
    folded = line.casefold()
    if any(word in folded for word in STAMP_WORDS):
        return True
    return _FIGURE.search(line) is not None and any(
        word[:3] in MONTH_STARTS or word in OTHER_MONTHS for word in _WORD.findall(folded)
    )


_EDIT_WORDS = re.compile(
    r"\b(?:edited|modified|bearbeitet|editiert|geändert|modifiée?|éditée?|modificato|editad[oa]|modificad[oa]|gewijzigd|bewerkt"
    r"|redigerad|ändrad|redigeret|endret|edytowan[aoy]|zmieniony|upraven[oý]?|изменено|отредактировано"
    r"|отредактирован|düzenlendi|muokattu|derni[èe]re (?:modification|édition)|ultima modifica|ostatnio zmieniany"
    r"|última (?:modificaci[óo]n|edici[óo]n|edição|alteração)|letzte (?:änderung|bearbeitung)|last edit"
    r"|последнее редактирование|ostatnia edycja)\b",
    re.I,
)
_EDIT_WORDS_LEFT = 10
"""Words that say that, when and by whom a comment was changed: more are a sentence about something else."""


def tells_of_edits(text: str) -> bool:
    """Whether a word for changing what was written stands in a text: without one it has no line that is a note."""
    return _EDIT_WORDS.search(text) is not None


def is_edit_note(line: str) -> bool:
    """Whether a line says no more than when a comment was changed: "Last edited by Eva on 3 May 2012, 10:15"."""
    if not _EDIT_WORDS.search(line) or (stamp := find_stamp(line)) is None:
        return False
    return len(line[: stamp.start()].split()) + len(line[stamp.end() :].split()) <= _EDIT_WORDS_LEFT


_GLUED_CLOCK = re.compile(r"\d\s?(?:[:.h]\s?\d\d|[ap]\.?m|Uhr|h)", re.I)


def find_glued(line: str) -> re.Match[str] | None:
    """`GLUED.search`, where the line has a time of day or a word behind a distance from now."""
    if _GLUED_CLOCK.search(line):
        return GLUED.search(line)
    if not _FIGURE.search(line):
        return None
    folded = line.casefold()
    return GLUED.search(line) if any(after in folded for after in (" ago", " fa", " her", " назад")) else None


_NUMBER_WORDS = {
    "no": 0, "kein": 0, "keine": 0, "aucun": 0, "nessun": 0, "ningún": 0, "нет": 0,
    "one": 1, "ein": 1, "eine": 1, "einen": 1, "un": 1, "une": 1, "uno": 1, "una": 1, "один": 1,
}  # fmt: skip
_COUNTED = (
    r"(?:Leser|User|Nutzer|Reader|Besucher)?[- ]?(?:"
    r"Gedanken?|Discussions?|Antwort(?:en)?|Kommentare?|Reaktion(?:en)?|Meinung(?:en)?|Leserbriefe?|Wortmeldung(?:en)?"
    r"|thoughts?|comments?|responses?|repl(?:y|ies)|reactions?"
    r"|commentaires?|réponses?|réactions?|pensées?|réflexions?|messages? de forum|messagg[io]|mensajes?"
    r"|comment[oi]|rispost[ae]|pensier[oi]|reazion[ei]"
    r"|comentarios?|respuestas?|pensamientos?|reacci(?:ón|ones)|opiniones"
    r"|комментари(?:й|я|ев)|ответ(?:а|ов)?|отзыв(?:а|ов)?|мысл(?:ь|и|ей)|мнени(?:е|я|й)"
    r")(?!\w)"
)
_TO = r"(?:zu[mr]?|auf|on|to|for|so far|sur|à|au|pour|su|per|a|al|en|sobre|к|на|о|об)\b"
_NUMBER = rf"(?P<n>\d{{1,6}}|\d{{1,3}}[.,]\d{{3}}|{_any(' '.join(_NUMBER_WORDS))})"
_LABELS = _phrases(r"""
    (?:Leser|User|Nutzer)?-?(?:Kommentare|Reaktionen|Antworten) | Comments? | Responses | Replies
    Discussion | Diskussion(?:en)? | Discussione | Commentaires | Réactions | Commenti | Risposte | Comentarios
    Respuestas | Комментарии | Отзывы
""")
_ANNOUNCED = (
    re.compile(rf"^[\W_]*{_NUMBER}\s+(?P<what>{_COUNTED})(?P<tail>.*)$", re.I),
    re.compile(rf"^[\W_]*(?:{_LABELS})\s*[:(\[]\s*(?P<n>\d{{1,6}})\s*[)\]]?(?P<what>)(?P<tail>\W*)$", re.I),
)
_HEADINGS = """
    kommentare leserkommentare leser-kommentare leserbriefe diskussion diskussionen diskutieren reaktionen
    comments discussion discussions responses reactions reader_comments user_comments commentaires réactions
    discussion_en_cours vos_commentaires vos_réactions commenti discussione i_vostri_commenti comentarios discusión
    комментарии обсуждение отзывы
"""
_SECTION = (
    "kommentare|leserkommentare|leserpost|lesermeinungen|meinungen|diskussion|comments|commentaires|commenti|comentarios"
    "|comentários|комментарии|komentarze|komentar|reacties|kommentarer|komentáře|yorumlar|tanggapan|hozzászólások"
    "|kommentit"
)
_COUNTABLE = (
    f"{_SECTION}|kommentar|comentário|komentarzy?|reactie|yorum|kommentaarin?|hozzászólás|komentářů|lesermeinung"
)
_ALL = "bisherige|alle|ihre|eure|deine|all|your|our|see all|view all|tous les|vos|tutti i|todos los|все|wszystkie"
_ONE = {"satu": 1, "één": 1, "um": 1, "uma": 1, "en": 1, "jeden": 1}
_PLAINLY_ANNOUNCED = (
    re.compile(rf"^[\W_]*(?:(?:{_ALL})\s+)?(?:{_SECTION})\s*(?:[:(\[]\s*)?(?P<n>\d{{1,6}})?\s*[)\]]?[^\w*]*$", re.I),
    re.compile(rf"^[\W_]*(?P<n>\d{{1,6}}|{'|'.join(_ONE)})\s+(?:{_COUNTABLE})\W*$", re.I),
)
"""Short headings, in more languages than those whose every form is known."""
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Announcement:
    """A heading of a comment section: `count` where it gives a number, `title` where it names the article."""

    count: int | None
    title: str | None
    exact: bool


@lru_cache(maxsize=8192)
def announced(line: str) -> Announcement | None:
    """Read a line that announces the comments ("4 Gedanken zu …", "Comments (3)", "Kommentare"), else None.

    `exact` is False where other words follow that a heading of this kind does not have.
    """
    line = line.strip()
    if len(line) > 300:
        return None
    for pattern in _ANNOUNCED:
        if match := pattern.match(line):
            return _announcement(match)
    heading = line.strip("#*_:»«›→ \t").casefold().replace(" ", "_")
    return Announcement(None, None, True) if heading in _HEADINGS.split() else _plainly_announced(line)


def _plainly_announced(line: str) -> Announcement | None:
    found = len(line) <= _LONGEST_HEADING and next(filter(None, (p.match(line) for p in _PLAINLY_ANNOUNCED)), None)
    if not found:
        return None
    number = found["n"] and found["n"].casefold()
    return Announcement(None if not number else _ONE.get(number) or int(number), None, True)


def _announcement(match: re.Match[str]) -> Announcement | None:
    digits = match["n"].replace(".", "").replace(",", "")
    number = int(digits) if digits.isdecimal() else _NUMBER_WORDS[match["n"].casefold()]
    tail = match["tail"].strip()
    to = re.match(_TO, tail, re.I)
    title = tail[to.end() :].strip(" \t\"“”„«»‘’'‹›_*:") if to else None
    exact = not re.search(r"\w", tail) or bool(title)
    if not exact and len(tail.split()) > 10:
        return None
    return Announcement(number, title or None, exact)


_LEADS = _phrases("""
    comment by | post by | posted by | written by | submitted by | by | from | verfasst von | geschrieben von
    kommentar von | bewertung von | rezension von | beitrag von | review by | avis de | recensione di | reseña de
    antwort von | reply by | reply from | réponse de | risposta di | respuesta de | ответ от
    gepostet von | veröffentlicht von | ein kommentar von | eingestellt von | von | commentaire de | commentaire par
    écrit par | rédigé par | publié par | posté par | par | commento di | commento da | scritto da | inviato da
    pubblicato da | da | di | comentario de | comentario por | escrito por | publicado por | enviado por | por
    geplaatst door | gepost door | reactie van | postat av | skrevet av | skrivet av | przez | napisane przez
    message par | message de | messaggio da | messaggio di | mensaje por | mensaje de | mensagem por | bericht door
    post autor | автор | написал | написала | комментарий от | сообщение от | от
""")
_TRAILS = _phrases(r"""
    says | said | wrote | writes | commented | comments | replied | replies | sagt | sagte | schreibt | schrieb
    hat gesagt | hat geschrieben | hat geantwortet | hat kommentiert
    meint | meinte | kommentiert | kommentierte | antwortet | antwortete | a dit | dit | a écrit | écrit | a répondu
    répond | ha detto | dice | scrive | ha scritto | ha risposto | dijo | escribió | ha dicho | escribe | comenta
    comentó | respondió | пишет | написал | написала | сказал | сказала | говорит | ответил | ответила
    комментирует | diz | disse | escreveu | respondeu | comentou | ha dit | ha escrit | zei | schreef | reageerde
    sa(?=\s*(?:…|\.\.\.)) | skrev | sagde | kirjoitti | sanoi | pisze | napisała?(?:\(a\))? | powiedziała?(?:\(a\))?
    řekla?(?:\(a\))? | napsala?(?:\(a\))? | írta | mondta | dedi ki | είπε | a spus | сказав | пише
""")
LEAD = re.compile(rf"^(?:{_LEADS})(?:\s*:\s*|\s+)(?=\S)", re.I)
"""Words before an author's name."""
_STRONG_LEADS = "|".join(lead for lead in _LEADS.split("|") if " " in lead or lead == "автор")
FORUM_LEAD = re.compile(
    r"(?:post (?:by|autor)|beitrag von|message (?:par|de)|messaggio (?:da|di)|mensaje (?:por|de)|mensagem por"
    r"|bericht door|сообщение от)\b",
    re.I,
)
"""Words before an author's name that forums write above a post; others write theirs below a comment."""
STRONG_LEAD = re.compile(rf"^(?:{_STRONG_LEADS})(?:\s*:\s*|\s+)(?=\S)", re.I)
"""Words before an author's name that a sentence seldom begins with."""
TRAIL = re.compile(rf"\s+(?P<verb>{_TRAILS})\s*(?P<end>:|…|\.\.\.|$|(?=\W*$))", re.I)
"""Words after an author's name."""
_TRAIL_ENDS = frozenset(trail.split()[-1] for trail in _TRAILS.split("|"))
_WORDS = re.compile(r"\w+")


def find_trail(line: str) -> re.Match[str] | None:
    """`TRAIL.search`, where a line ends in one of its words or has a mark that may stand behind them."""
    if ":" in line or "…" in line or "..." in line:
        return TRAIL.search(line)
    words = _WORDS.findall(line)
    return TRAIL.search(line) if words and words[-1].casefold() in _TRAIL_ENDS else None


_VERB_LINE = re.compile(rf"^\W*(?:{_TRAILS})\W*$", re.I)
_PINGBACK = re.compile(
    r"^\W*(?:pingback|trackback|ping|обратная ссылка|пингбэк)s?\b(?:\s*(?:von|from|de|da|от))?\s*:?", re.I
)

JOINED = re.compile(
    r"\b(?:joined|join date|registered|registriert|mitglied seit|dabei seit|beigetreten|inscrit|inscription|iscritto"
    r"|iscrizione|miembro desde|registrado|member since|lid sinds|medlem sedan|регистрация|зарегистрирован|rejestracja"
    r"|dołączył|gick med|aangemeld|tilmeldt|liittynyt)\b",
    re.I,
)
"""What a site says before the day on which somebody became a member."""
BY = "by|von|par|por|da|di|от|od|av|af|door"
"""What stands between a date and the name of who wrote, one of these."""
SAID_REPLY = re.compile(
    r"^\W*(?:in reply to|reply to|repl(?:ying|ied) to|antwort (?:auf|an)|als antwort|en réponse (?:à|au)"
    r"|in risposta al?|en respuesta|respuesta a|em resposta a|в ответ|w odpowiedzi|als reactie op|som svar"
    r"|svar(?:ade)? (?:på|till)|svar til|in antwoord op"
    r"|előzmény|válasz)\b",
    re.I,
)
"""What begins a line that says whom a comment answers."""
_NO_NAMES = _phrases(r"""
    (?:zuletzt )?(?:bearbeitet|geändert|aktualisiert|veröffentlicht|erstellt)(?: am)? | stand | datum | beigetreten
    (?:mitglied|dabei|registriert) seit | (?:last )?(?:edited|modified|updated|active|seen|reply)(?: (?:on|at|by))?
    join(?:ed| date) | member since | posted(?: on)? | published(?: on)? | date | created | added | comment deleted.*
    modifié le | mis à jour(?: le)? | publié le | inscrit(?: le| depuis) | modificato il | aggiornato | pubblicato il
    iscritto | editado | actualizado | publicado(?: el)? | registrado | изменено | обновлено | опубликовано
    page | seite | beitrag | post | thread starter | liked | likes | gast | guest | autor | author | admin | moderator
""")
NO_NAME = re.compile(rf"^(?:{_NO_NAMES})\W*$", re.I)
"""Words that stand where a name could, and are none."""

_FORMS = _phrases(r"""
    schreib(?:e|en sie)? (?:einen|deinen|ihren) kommentar | kommentar (?:verfassen|schreiben|hinterlassen|abgeben)
    hinterlass(?:e|en sie)?(?: uns)? (?:einen|eine|deinen) (?:kommentar|antwort) | deine meinung
    antwort hinterlassen | verfassen sie einen kommentar | einen kommentar schreiben
    beteilige dich an der unterhaltung | diskutieren sie mit | leave a (?:reply|comment|response)
    post a (?:comment|reply) | add (?:a |your )?comment | write a comment | submit a comment
    join the (?:conversation|discussion) | have your say | speak your mind | your comment | sign in to comment
    laisser un commentaire | laissez un commentaire | écrire un commentaire | ajouter un commentaire
    poster un commentaire | laisser une réponse | réagir à cet article | un message, un commentaire
    lascia un commento | scrivi un commento | aggiungi un commento | lascia una risposta | deja un comentario
    dejar un comentario | escribe un comentario | deja una respuesta | añadir un comentario | deja tu comentario
    добавить комментарий | оставить комментарий | написать комментарий | оставьте комментарий | добавьте комментарий
""")
_FORM = re.compile(rf"^\W*(?:{_FORMS})\b[^.]{{0,80}}$", re.I)

_BUTTONS = _phrases(r"""
    gefällt mir(?: nicht(?: mehr)?)?(?: ?lädt\.*)? | liken | gefällt \d+ (?:person|personen)
    (?:auf (?:diesen )?kommentar )?antworten | antwort | (?:zum antworten )?anmelden | antworten? abbrechen
    melde dich an,? um zu antworten | anmelden,? um zu antworten | antworten (?:anzeigen|ausblenden)
    (?:kommentar |missbrauch )?melden | direktlink | zum kommentar | zitieren | bearbeiten | löschen | teilen
    daumen (?:hoch|runter) | lädt\.* | wird geladen\.* | nach oben | mehr anzeigen | weiterlesen | empfehlen
    übersetzen
    \d+ (?:likes?|points?|votes?|upvotes?)
    likes? | unlike | dislike | liked by \d+ (?:person|people) | repl(?:y|ies) | respond | reply to this(?: comment)?
    reply to this (?:post|message) | cancel reply | (?:hide|view|more|show) replies | \d+ more repl(?:y|ies)
    report(?: (?:abuse|post|this comment))? | flag | permalink | link | permanent link | quick reply | quote | edit
    delete | share | save | hide | follow | unfollow | give award | up ?vote | down ?vote | vote (?:up|down)
    recommend
    loading\.* | top | translate | show more | read more | continue this thread | level \d+ | parent | context
    perma-link
    (?:please )?(?:log|sign) ?in (?:to|or register to) (?:reply|post comments|(?:add a )?comment)
    (?:please )?(?:register|sign up) or (?:log|sign) ?in to (?:reply|post comments|(?:add a )?comment)
    you must be logged in to reply
    répondre | annuler la réponse | signaler | lien | citer | modifier | partager | supprimer | alerter | j'aime
    rispondi | annulla risposta | segnala | cita | modifica | condividi | mi piace | elimina
    responder | cancelar respuesta | reportar | denunciar | enlace | citar | editar | compartir | me gusta | eliminar
    ответить | отменить ответ | пожаловаться | ссылка | цитировать | редактировать | поделиться | нравится | удалить
    odpowiedz | zgłoś | cytuj | vastaa | ilmoita asiaton viesti | beantwoorden | reageer | rapporteer
""")
_FURNITURE = _phrases(r"""
    donate | spenden | subscribe | abonnieren | notify of | guest | inline feedbacks | view all comments | label
    name\*? | email\*? | e-mail\*? | website | e-mail-adresse | click to see full-size image
    would love your thoughts, please comment\.?x? | du liest\.* | werbung | anzeige | advertisements? | publicité
    pubblicità | publicidad | реклама | skip to content | zum inhalt springen | zum inhalt | share this:?
    teilen mit:? | facebook | twitter | telegram | whatsapp | pinterest | e-mail | email | drucken | print | tweet
    this site uses akismet.* | diese (?:website|seite) verwendet akismet.* | ce site utilise akismet.*
    questo sito usa akismet.* | este sitio usa akismet.* | этот сайт использует akismet.*
    learn how your comment data is processed\.? | erfahre(?:n sie)? mehr darüber, wie .*kommentardaten.*
    trage deine daten unten ein oder klicke ein icon um dich einzuloggen:?
    fill in your details below or click an icon to log in:? | wordpress\.com[- ]logo
    (?:google|twitter|facebook)[-+ ]*(?:bild|foto|photo|picture|logo) | du kommentierst mit deinem .*
    you are commenting using your .* | verbinde mit %s | connecting to %s | abbrechen | cancel | archiv | archive
    %d bloggern gefällt das:? | %d bloggers like this:? | (?:deine )?e-mail-adresse wird nicht veröffentlicht.*
    your email address will not be published.* | votre adresse (?:e-mail|de messagerie) ne sera pas publiée.*
    il tuo indirizzo email non sarà pubblicato.* | tu dirección de correo electrónico no será publicada.*
    (?:ваш )?(?:адрес )?(?:e-?mail|email) не будет опубликован.* | benachrichtige mich (?:über|bei) .*
    notify me of .* | save my name, email.* | meinen namen, (?:meine )?e-mail.* | wir verwenden cookies.*
    we use cookies.* | diese (?:website|seite) (?:verwendet|benutzt|nutzt) cookies.*
    this (?:web)?site uses cookies.* | nous utilisons des cookies.* | questo sito (?:usa|utilizza) (?:i )?cookie.*
    utilizamos cookies.* | мы используем (?:файлы )?cookie.* | kommentar-feed | comments rss.*
    rss feed for comments.* | trackback url | submit | senden | absenden | kommentar abschicken
""")
_REPLY_BUTTONS = _phrases(r"""
    (?:auf (?:diesen )?kommentar )?antworten | respond | répondre
    (?:post |add |write )?(?:a )?reply(?: to (?:this )?(?:comment|post|message)| to this)?
    rispondi | responder | ответить | odpowiedz | vastaa | beantwoorden | reageer | svara? | odpovědět | válasz | 回复
    返信 | 답글 | reagovat | odpovedať | reageren | antwoord(?:en)? | yanıtla | cevapla | balas | trả lời | απάντηση
    відповісти | răspunde | odgovori | contestar | 回應 | 回覆 | 返信する | 답글 쓰기 | réagir
""")
_REPLY_BUTTON = re.compile(rf"^\W*(?:{_REPLY_BUTTONS})\W*\d*\W*$", re.I)
_BUTTON = rf"(?:{_BUTTONS})(?:\s*\(?\d+\)?)?"
_BARS = re.compile(r"\s[|·•]\s")
_ROW = 3
_BUTTON_LINE = re.compile(rf"^\W*{_BUTTON}(?:\W*{_BUTTON})*\W*\d*\W*$", re.I)
_FURNITURE_LINE = re.compile(rf"^\W*(?:{_FURNITURE})\W*$", re.I)
_OLDER = _phrases(r"""
    (?:older|newer|previous|next) (?:comments|responses)
    (?:ältere|neuere|vorherige|frühere|nächste) kommentare
    commentaires (?:plus anciens|précédents|suivants|plus récents)
    commenti (?:precedenti|più vecchi|successivi|più recenti)
    comentarios (?:anteriores|más antiguos|más recientes|siguientes)
    (?:предыдущие|следующие|более ранние|старые|новые) комментарии
""")
_PAGES = re.compile(rf"^\W*(?:{_OLDER})\W*$", re.I)
_PAGE_OF = re.compile(
    r"\b(?:page|seite|página|pagina|страница|стр\.)\s+(?P<page>\d{1,4})\s*(?:of|von|sur|de|di|из|/)\s*"
    r"(?P<pages>\d{1,4})\b",
    re.I,
)


_CLOSED = _phrases(r"""
    (?:die )?kommentarfunktion ist (?:geschlossen|deaktiviert) | (?:die )?kommentare sind geschlossen
    kommentare geschlossen | (?:the )?comments (?:are|have been) (?:now )?closed | comments closed
    commenting is closed
    les commentaires sont (?:fermés|clos) | (?:i )?commenti (?:sono )?chiusi | los comentarios están cerrados
    (?:комментарии|обсуждение) (?:закрыты|отключены|закрыто)
""")
_ASIDES = _phrases(r"""
    seiten | pages | archiv(?:e|es|i|os)? | архивы? | blogroll | meta | kategorien | categories | catégories
    categorie
    categorías | рубрики | tags | schlagwörter | schlagworte
    (?:neueste|aktuelle|letzte) (?:beiträge|artikel|kommentare)
    recent (?:posts|comments|articles) | articles récents | commentaires récents | articoli recenti | commenti recenti
    entradas recientes | comentarios recientes | свежие (?:записи|комментарии)
    (?:ähnliche|verwandte|weitere) (?:beiträge|artikel)
    related (?:posts|articles|stories) | top-?beiträge.* | top posts.* | beitragsnavigation | post navigation
    navigation (?:de l'article|des articles) | navigazione articoli? | navegación de entradas | навигация по записям
    suchen?(?: nach)? | search(?: for)? | rechercher | cerca | buscar | поиск | follow(?: blog via email)?
    blog über e-mail folgen
    das könnte (?:sie|dich) auch interessieren | mehr zum thema | you may also like | more from .{1,40} | meistgelesen
    most (?:read|popular|commented) | a lire aussi | à lire aussi | leggi anche | lea también | читайте также
    who is online | wer ist online\?? | qui est en ligne | return to .{1,60} | zurück zu .{1,60}
    retourner vers .{1,60} | impressum | datenschutz | imprint | privacy policy | mentions légales | nutzungsbedingungen
""")
_CLOSED_LINE = re.compile(rf"^\W*(?:{_CLOSED})\b[^.]{{0,40}}\W*$", re.I)
_ASIDE_LINE = re.compile(rf"^\W*(?:{_ASIDES})\W*$", re.I)


_PICTURE = re.compile(r"(?:!?\[[\w.%-]{0,12}\]\s*)+")


def is_picture(line: str) -> bool:
    """True for a line of nothing but the placeholders that text browsers leave for pictures ("[IMG]", "[]")."""
    return len(line) <= 80 and _PICTURE.fullmatch(line) is not None


def ends_comments(line: str) -> bool:
    """True for a line that stands below comments: a form, "Comments are closed", a sidebar's heading, a "© 2022"."""
    if len(line) > 160:
        return False
    return line.startswith("©") or bool(_FORM.match(line) or _CLOSED_LINE.match(line) or _ASIDE_LINE.match(line))


def is_verb(line: str) -> bool:
    """True for words that only say that somebody speaks ("said:")."""
    return len(line) <= 40 and _VERB_LINE.match(line) is not None


def is_pingback(line: str) -> bool:
    """True for the first line of a notice that another page links here ("Pingback: …")."""
    return _PINGBACK.match(line) is not None


_LEVEL = re.compile(r"^(?:level|ebene|niveau|livello|nivel|уровень)\s+(\d{1,4})$", re.I)


def level(line: str) -> int | None:
    """The depth that a line like "level 2" states (counted from 0), else None."""
    match = _LEVEL.match(line)
    return max(0, int(match[1]) - 1) if match else None


def is_form(line: str) -> bool:
    """True for the heading of a comment form ("Schreibe einen Kommentar", "Leave a Reply to …")."""
    return len(line) <= 160 and bool(_FORM.match(line))


@lru_cache(maxsize=8192)
def is_reply_button(line: str) -> bool:
    """Whether a line is the button with which a comment is answered."""
    return _REPLY_BUTTON.match(line) is not None


@lru_cache(maxsize=8192)
def is_button(line: str) -> bool:
    """True for a line of nothing but buttons, counters and links under a comment ("Gefällt mir", "Reply · Share 3")."""
    return len(line) <= 160 and (_BUTTON_LINE.match(line) is not None or _is_row(line))


def _is_row(line: str) -> bool:
    """True for three short things or more between bars or dots, half of them known buttons."""
    parts = [part for part in _BARS.split(line) if re.search(r"[^\W\d_]", part)]
    return (
        len(parts) >= _ROW
        and all(len(part.split()) <= _ROW for part in parts)
        and 2 * sum(_BUTTON_LINE.match(part) is not None for part in parts) >= len(parts)
    )


@lru_cache(maxsize=8192)
def is_chrome(line: str) -> bool:
    """True for a line that the page's machinery wrote: buttons, forms, Akismet, cookies, share rows, pagination."""
    if not re.search(r"\w", line):
        return False
    if is_picture(line) or is_button(line) or is_form(line) or is_older(line) or _CLOSED_LINE.match(line):
        return True
    return len(line) <= 400 and bool(_FURNITURE_LINE.match(line))


@lru_cache(maxsize=8192)
def is_older(line: str) -> bool:
    """True for a link to other pages of the same comments ("Older comments")."""
    return len(line) <= 80 and bool(_PAGES.match(line))


@dataclass(frozen=True, slots=True)
class PageNumber:
    """`page` of `pages`, as the page says."""

    page: int
    pages: int


@lru_cache(maxsize=8192)
def page_of(line: str) -> PageNumber | None:
    """Read "page 2 of 5" in a short line, else None."""
    match = _PAGE_OF.search(line) if len(line) <= 80 else None
    if not match or not 1 <= int(match["page"]) <= int(match["pages"]):
        return None
    return PageNumber(int(match["page"]), int(match["pages"]))
