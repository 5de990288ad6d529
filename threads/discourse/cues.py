"""Cue words of dialogue acts in six languages, as regular expressions: our own list, kept short and checkable."""

from __future__ import annotations

import re
from functools import lru_cache

LANGUAGES = ("de", "en", "fr", "it", "es", "ru")

# act → language → alternatives, matched case-insensitively at word borders; "*" holds for every language
CUES: dict[str, dict[str, str]] = {
    "agreement": {
        "de": r"volle zustimmung|sehe ich (?:auch|genau|ähnlich)(?: so)?|sehe (?:das|es) (?:auch|ähnlich|genauso)|"
        r"da haben sie recht|(?:sie haben|du hast|er hat|hat) (?:völlig |ja |absolut |da )?recht|so ist es|"
        r"ganz (?:meine|deiner|ihrer) meinung|bin (?:ganz |voll )?(?:bei|ihrer|deiner) (?:ihnen|dir|meinung)|"
        r"völlig richtig|gut gesagt|kann ich nur (?:bestätigen|zustimmen)|dem ist nichts hinzuzufügen|"
        r"stimm\w* (?:\w+ ){0,3}zu|zustimm\w*|(?:mir|uns) auch|geht (?:es )?mir (?:auch|genauso|ähnlich)|"
        r"mir geht es (?:auch|genauso|ähnlich)",
        "en": r"(?:i )?(?:totally |fully |completely |strongly )?agree(?: with)?|you(?:'|’)?re "
        r"(?:absolutely |so )?right|you are (?:absolutely |so )?right|well said|good point|spot on|so true|"
        r"couldn(?:'|’)t agree more|same here|quite right|me too|\+1",
        "fr": r"(?:je suis |entièrement |tout à fait |bien )?d(?:'|’)accord|vous avez (?:bien |"
        r"tout à fait )?raison|tu as raison|bien dit|c(?:'|’)est (?:bien )?vrai|je partage|moi aussi",
        "it": r"(?:sono |pienamente |completamente )?d(?:'|’)accordo|hai (?:proprio )?ragione|"
        r"ha (?:proprio )?ragione|ben detto|è vero|concordo|assolutamente sì|condivido|anch(?:'|’)io",
        "es": r"(?:estoy |totalmente |completamente )?de acuerdo|tienes? (?:toda la )?razón|"
        r"bien dicho|es verdad|es cierto|coincido|comparto|yo también",
        "ru": r"(?:полностью )?соглас(?:ен|на|ны)|вы правы|ты прав|так и есть|"
        r"поддерживаю|хорошо сказано|в точку|я тоже",
    },
    "assent": {  # agreement, where a reply begins with it
        "de": r"ja|stimmt|genau|richtig|eben|exakt|absolut|detto|dito|auf jeden fall",
        "en": r"yes|exactly|absolutely|right|true|indeed|this\.",
        "fr": r"oui|exactement|exact|tout à fait|absolument",
        "it": r"sì|esatto|esattamente|giusto|infatti",
        "es": r"sí|exacto|exactamente|cierto|totalmente",
        "ru": r"да|именно|точно|верно|правильно|согласен|согласна",
    },
    "disagreement": {
        "de": r"stimmt (?:so |doch |einfach |auch )?nicht|falsch|unsinn|blödsinn|quatsch|nein|im gegenteil|"
        r"(?:das )?sehe ich (?:völlig |ganz )?anders|da irren sie|irrtum|widerspruch|widerspreche|keineswegs|"
        r"das ist (?:doch )?(?:nicht wahr|gelogen|eine lüge)|da liegen sie falsch|mitnichten|trotzdem|schwachsinn|"
        r"dem ist nicht so|eben nicht|nichts|behaupt\w*|vergleich\w*|beweis\w*|es gibt kein\w*|"
        r"das ist (?:nicht|kein\w*)",
        "en": r"(?:i )?(?:totally |strongly )?disagree|nonsense|that(?:'|’)?s (?:just |simply |not |wrong)\w*|wrong|"
        r"not true|untrue|on the contrary|no,|nope|rubbish|bullshit|you(?:'|’)?re (?:wrong|mistaken)|"
        r"you are (?:wrong|mistaken)|false",
        "fr": r"pas d(?:'|’)accord|faux|n(?:'|’)importe quoi|au contraire|absurde|non,|vous vous trompez|tu te trompes|"
        r"c(?:'|’)est faux|je ne (?:suis|crois) pas|mensonge|pas du tout",
        "it": r"non (?:sono )?d(?:'|’)accordo|falso|sciocchezze|al contrario|no,|sbagliato|si sbaglia|ti sbagli|"
        r"non è vero|assurdo|affatto|dissento|macché",
        "es": r"(?:no estoy|en) (?:de )?(?:des)?acuerdo|falso|tonterías|al contrario|no,|equivocad[oa]|te equivocas|"
        r"se equivoca|no es (?:verdad|cierto)|mentira|absurdo|discrepo|para nada",
        "ru": r"не соглас(?:ен|на|ны)|неправда|чушь|ерунда|бред|наоборот|нет,|вы ошибаетесь|ты ошибаешься|ложь|"
        r"неверно|ничего подобного|вовсе не",
    },
    "appreciation": {
        "de": r"danke(?:schön)?|vielen dank|herzlichen dank|gratulier\w*|(?<!bei allem )respekt|bravo|chapeau|"
        r"schön geschrieben|gute idee|hut ab|alles gute|gute besserung|(?:toller?|super|klasse|prima|schöner?|guter?|"
        r"großartiger?|hervorragender?|interessanter?) (?:artikel|beitrag|kommentar|text|posting|sache)",
        "en": r"thanks|thank you|great (?:post|article|piece|comment|read)|well done|excellent|awesome|congrat\w*|"
        r"(?<!with all due )(?<!all )(?<!in this )respect|bravo|brilliant|love (?:this|it)|kudos|good idea|wonderful",
        "fr": r"merci|bravo|excellent\w*|félicitations|super|génial|magnifique|chapeau|très bon (?:article|billet)",
        "it": r"grazie|bravo|brava|complimenti|ottimo|eccellente|bellissim\w*|grande|fantastic\w*|stupendo",
        "es": r"gracias|bravo|excelente|enhorabuena|felicidades|felicitaciones|genial|magnífico|muy buen\w*|estupendo",
        "ru": r"спасибо|благодарю|браво|отлично|молодец|молодцы|супер|замечательн\w*|прекрасн\w*|респект|класс",
    },
    "negative reaction": {
        "de": r"peinlich|lächerlich|erbärmlich|widerlich|unverschämt\w*|frechheit|zum kotzen|pfui|armselig|schande|"
        r"idiot\w*|dumm(?:kopf|heit)?|geschichterl|unfassbar|jammer\w*|ekelhaft|schämen sie sich|troll\w*",
        "en": r"pathetic|ridiculous|disgusting|shame(?:ful)?|idiot\w*|stupid\w*|moron\w*|embarrassing|troll\w*|awful|"
        r"disgrace\w*|cry ?baby|appalling|yuck",
        "fr": r"ridicule|honte(?:ux)?|pathétique|dégueulasse|idiot\w*|imbécile\w*|stupide\w*|lamentable|scandaleux|"
        r"minable|troll\w*|écœurant",
        "it": r"ridicol\w*|vergogn\w*|patetic\w*|schif\w*|idiot\w*|stupid\w*|imbecill\w*|penoso|squallid\w*|troll\w*",
        "es": r"ridícul\w*|vergüenza|vergonzos\w*|patétic\w*|asco|asqueros\w*|idiota\w*|estúpid\w*|imbécil\w*|"
        r"lamentable|troll\w*",
        "ru": r"позор\w*|смешно|жалк\w*|отвратительн\w*|идиот\w*|дурак\w*|тупо\w*|стыдно|мерзост\w*|тролл\w*|"
        r"бесстыдств\w*",
    },
    "denial": {  # disagreement, where neither words nor the model say more
        "de": r"nicht|kein\w*|sondern",
        "en": r"not|no|never|\w+n(?:'|’)t",
        "fr": r"ne|n(?:'|’)\w+|pas|aucun\w*",
        "it": r"non|nessun\w*",
        "es": r"no|nunca|ningun\w*|sino",
        "ru": r"не|нет|нельзя",
    },
    "elaboration": {  # what an author adds of the own experience, or by the way
        "de": r"bei (?:mir|uns)|(?:ich|wir) hatten?|hatten? (?:ich|wir)|damals|wobei|apropos|übrigens|nachtrag|"
        r"ergänzend|ich ergänze|hinzu kommt|siehe (?:auch|hier)",
        "en": r"to add|by the way|in my (?:experience|case)|back then|when i was|i (?:once|used to)|i also|"
        r"see (?:also|here)|apropos",
        "fr": r"chez (?:moi|nous)|j(?:'|’)avais|à l(?:'|’)époque|au passage|d(?:'|’)ailleurs|j(?:'|’)ajoute|ajoutons|"
        r"voir aussi|en complément",
        "it": r"da (?:me|noi)|avevo|all(?:'|’)epoca|a proposito|tra l(?:'|’)altro|aggiungo|vedi anche",
        "es": r"en mi (?:caso|experiencia)|yo tenía|en aquel entonces|por cierto|añado|agrego|véase|ver también",
        "ru": r"у (?:меня|нас)|тогда|кстати|между прочим|добавлю|к слову|смотрите также",
    },
    "humour": {
        "*": r"(?:ha){2,}|(?:хa|ха){2,}|(?:ja){3,}|he(?:he)+|lol|rofl|lmao|mdr|ptdr|xd|scnr|\*g\*|\^\^",
        "de": r"kleiner scherz|spaß beiseite|witz|scherz",
        "en": r"just kidding|j/k|joke|joking",
        "fr": r"je plaisante|blague",
        "it": r"scherzo|battuta",
        "es": r"es broma|bromeo",
        "ru": r"шутка|шучу",
    },
    "announcement": {
        "de": r"einladung|(?:hier|dort) (?:anmelden|unterschreiben|mitmachen)|petition|veranstaltung am|"
        r"mein (?:neues )?buch|in eigener sache|demnächst|termin:",
        "en": r"sign (?:the|this|our) petition|join us|sign up|coming soon|event on|my new (?:book|post)|check out my|"
        r"announcement",
        "fr": r"pétition|rejoignez|inscrivez|rendez-vous le|mon (?:nouveau )?livre|annonce",
        "it": r"petizione|iscrivetevi|unitevi|appuntamento|il mio (?:nuovo )?libro|annuncio",
        "es": r"petición|únete|únanse|inscríb\w*|convocatoria|mi (?:nuevo )?libro|anuncio",
        "ru": r"петици\w*|присоединяйтесь|подпишите|приглаша\w*|моя (?:новая )?книга|объявление",
    },
    "meta": {
        "de": r"redaktion|moderat(?:or|ion|oren)\w*|zensur|zensier\w*|gelöscht|lösch\w*|freigeschaltet|freischalt\w*|"
        r"forenregeln|netiquette|kommentarbereich|foristen|mein (?:kommentar|posting|beitrag) (?:wurde|ist)|"
        r"(?:lieber|liebe|herr|frau) (?:autor\w*|redaktion)|der autor|die autorin|tippfehler",
        "en": r"moderat(?:or|ors|ion|ed)|editors?|censor\w*|deleted my|my comment (?:was|is|got)|comment section|"
        r"(?:dear|the) author|typo|this (?:site|blog)(?:'|’)?s|community guidelines|paywall",
        "fr": r"modérat(?:eur|eurs|ion)|rédaction|censur\w*|mon commentaire (?:a|est)|supprimé|"
        r"(?:l(?:'|’)|cher )auteure?|faute de frappe|journaliste",
        "it": r"moderat(?:ore|ori|rice)|moderazione|redazione|censur\w*|il mio commento|cancellat\w*|"
        r"(?:l(?:'|’)|caro )autor\w*|refuso|giornalista",
        "es": r"moderador\w*|moderación|redacción|censur\w*|mi comentario|borrad\w*|eliminaron|(?:el|la|estimad[oa]) "
        r"autora?|errata|periodista",
        "ru": r"модератор\w*|модерац\w*|редакци\w*|цензур\w*|мой комментарий|удалил\w*|удалён|"
        r"удален|автор(?:у|а)?|опечатк\w*",
    },
}

_SMILEY = r"|[;:]-?\)|[;:]-?D\b|,-\)|[\U0001F602\U0001F923\U0001F609\U0001F61C\U0001F606\U0001F604]"


@lru_cache(maxsize=128)
def pattern(act: str, language: str | None) -> re.Pattern[str]:
    """The compiled cues of an act for a language; for a language without a table, those of all six."""
    table = CUES[act]
    chosen = [language] if language in LANGUAGES else list(LANGUAGES)
    words = "|".join(table[key] for key in ["*", *chosen] if key in table)
    smileys = _SMILEY if act == "humour" else ""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w){smileys}", re.IGNORECASE)
