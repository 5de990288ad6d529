"""The words of a comment in, whether they only say that one was removed out."""

from __future__ import annotations

import re

LONGEST = 240

_ALONE = (
    r"(?:\[?(?:deleted|removed|gelöscht|entfernt|supprimé|eliminado|borrado|rimosso|removido|usunięto|удалено|flagged|dead)"
    r"\]?|\((?:screened|deleted|suspicious|frozen) comment\)|\(?(?:скрытый|удал[её]нный) комментарий\)?"
    r"|\(?previous comment deleted\.?\)?|(?:hidden|deleted|removed) by (?:its |the )?(?:owner|author|user|moderator)s?"
    r"|нло прилетело[^\n.]{0,60}"
    r"|[^\n]{0,30}(?:삭제된 (?:댓글|글)|삭제되었습니다|削除されました|已(?:被)?(?:删除|刪除))[^\n]{0,12}"
    r"|(?:\w+ ){1,6}(?:ha eliminado este comentario|has removed this (?:comment|post)|hat diesen kommentar entfernt"
    r"|ha (?:eliminato|rimosso) questo commento|a supprimé ce commentaire|removeu este comentário))"
)
_THIS = (
    r"this|the|your|dieser?|dieses|der|die|das|cet|cette|ce|le|la|este|esta|el|questo|questa|il|esse|essa|este|o|a|"
    r"этот|эта|это|данный|данное|ten|ta|to|tento|toto|deze|dit|het|den här|denna|detta|denne|dette|bu|цей|це"
)
_NOUN = (
    r"comment|post|posting|message|reply|response|answer|contribution|content|kommentar(?:en|et)?|(?:leser)?beitrag|"
    r"antwort|commentaire|contenu|réponse|réaction|comentario|mensaje|respuesta|commento|messaggio|risposta|contenuto|"
    r"comentário|mensagem|resposta|комментарий|сообщение|запись|пост|ответ|коментар|повідомлення|komentarz|wpis|"
    r"wypowiedź|odpowiedź|komentář|příspěvek|reactie|bericht|inlägg(?:et)?|indlæg(?:get)?|innlegg(?:et)?|kommentti|"
    r"viesti|hozzászólás|yorum"
)
_IS = (
    r"has been|have been|was|were|is|wurde|ist|a été|est|ha sido|fue|ha estado|è stat[oa]|è|foi|está|был[оа]?|"
    r"został[oa]?|był[oa]?|byl[oa]?|je|werd|har blivit|er blevet|er|har|on|був|було"
)
_GONE = (
    r"deleted|removed|hidden|withdrawn|no longer available|nicht mehr verfügbar|"
    r"deactivated|unpublished|moderated|erased|rejected|blocked|"
    r"gelöscht|entfernt|gesperrt|ausgeblendet|zurückgezogen|deaktiviert|"
    r"supprimée?|modérée?|effacée?|retirée?|dépubliée?|masquée?|censurée?|"
    r"eliminad[oa]|borrad[oa]|retirad[oa]|ocultad[oa]|suprimid[oa]|moderad[oa]|"
    r"rimoss[oa]|eliminat[oa]|cancellat[oa]|nascost[oa]|moderat[oa]|censurat[oa]|"
    r"removid[oa]|apagad[oa]|excluíd[oa]|"
    r"удал[её]н[оаы]?|скрыт[оа]?|заблокирован[оа]?|видален(?:ий|о)|"
    r"usunięt[yaeo]|skasowan[yaeo]|ukryt[yaeo]|smazán[ao]?|odstraněn[ao]?|skryt[ýáo]?|"
    r"verwijderd|verborgen|borttag(?:en|et)|tagits bort|raderats"
    r"|rader(?:ad|at)|slettet|fjernet|poistettu|törölték|törölve|silindi|silinmiş"
)
_REMOVED = re.compile(
    rf"^\W*(?:#?\d{{1,6}}\W+)?(?:{_ALONE}\W*$|entfernt\. [^\n]{{0,200}}$"
    r"|(?:dieser|der) (?:kommentar|beitrag)(?:, [^\n,]{0,60},| \w+)? (?:wurde|ist)"
    r"[^\n]{0,60}(?:gelöscht|entfernt|gesperrt)[^\n]{0,120}$"
    rf"|(?:(?:{_THIS}) )?(?:{_NOUN})(?: (?:{_IS})(?: [^\s.!?,;]+){{0,4}}?)? (?:{_GONE})\b[^?]{{0,160}}$)",
    re.I,
)


def is_removal(text: str) -> bool:
    """Whether words stand in place of a comment ("This comment was removed by a moderator")."""
    return len(text) <= LONGEST and _REMOVED.match(text) is not None
