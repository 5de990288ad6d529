"""A thesis in, its opposite or its other forms out: pairs of rows whose labels must mirror each other or agree."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

DENIALS: dict[str, tuple[str, ...]] = {
    "de": ("Es stimmt nicht, was behauptet wird: {}", "Falsch ist: {}", "Ich bin gegen Folgendes: {}", "Nein: {}"),
    "en": ("It is not true that: {}", "This is wrong: {}", "I am against this: {}", "No: {}"),
    "es": ("No es cierto: {}", "Es falso: {}", "Estoy en contra de esto: {}", "No: {}"),
    "fr": ("Ce n'est pas vrai : {}", "Il est faux de dire : {}", "Je suis contre ceci : {}", "Non : {}"),
    "it": ("Non è vero: {}", "È falso: {}", "Sono contro questo: {}", "No: {}"),
    "ru": ("Неверно, что: {}", "Это неправда: {}", "Я против этого: {}", "Нет: {}"),
}
AFFIRMATIONS: dict[str, tuple[str, ...]] = {
    "de": ("Es stimmt, was behauptet wird: {}", "Richtig ist: {}", "Ich bin für Folgendes: {}", "Ja: {}"),
    "en": ("It is true that: {}", "This is right: {}", "I am for this: {}", "Yes: {}"),
    "es": ("Es cierto: {}", "Es verdad: {}", "Estoy a favor de esto: {}", "Sí: {}"),
    "fr": ("C'est vrai : {}", "Il est juste de dire : {}", "Je suis pour ceci : {}", "Oui : {}"),
    "it": ("È vero: {}", "È giusto: {}", "Sono a favore di questo: {}", "Sì: {}"),
    "ru": ("Верно, что: {}", "Это правда: {}", "Я за это: {}", "Да: {}"),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern and what to put in its place; the first rule that matches a thesis is used, once."""

    pattern: re.Pattern[str]
    text: str


def _rules(*pairs: str) -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(one), two) for one, two in zip(pairs[::2], pairs[1::2], strict=True))


_NEGATIONS = {
    "de": _rules(
        r" nicht mehr\b", " weiterhin",
        r" nicht\b(?! nur)", "",
        r"\b[Kk]eine?[nmrs]? ", "",
        r"^((?:Der|Die|Das|Es|In|Im|Bei|Für|Auf|An)\b.*\b(?:soll|muss|darf|sollen|müssen|dürfen|wird|werden)\b.*)"
        r" (\S+ werden)\.$",
        r"\1 nicht \2.",
        r"^([^,;:?]*\b(?:soll|sollen|darf|dürfen)\b[^,;:?]*) (\w+n)\.$", r"\1 nicht \2.",
        r"^(Soll(?:en)?\b[^,;:]*) (\w+ werden|\w+n)\?$", r"\1 nicht \2?",
        r"^((?:Der|Die|Das|Es) \w+(?: \w+)?) (ist|sind|hat|haben) ", r"\1 \2 nicht ",
    ),
    "en": _rules(
        r"\b(should|must|will|can|is|are|was|were|has|have|do|does|would) not ", r"\1 ",
        r"\bshouldn't ", "should ",
        r"\b(is|are|has|have|should have|should be) no ", r"\1 ",
        r"\b(should|must|will|is|are|was|were|has|have) (?!n't)", r"\1 not ",
        r"^This [Hh]ouse (would|believes|supports|regrets) ", r"This house \1 not ",
    ),
    "es": _rules(
        r"\b[Nn]o (?=\w)", "",
        r"\b(debe|deben|es|son|tiene|tienen)\b", r"no \1",
        r"^Hay que\b", "No hay que",
    ),
    "fr": _rules(
        r"\b[Nn]e (\w+) pas\b", r"\1",
        r"\b[Nn]'(\w+) pas\b", r"\1",
        r"\b(doit|doivent|devrait|devraient)\b", r"ne \1 pas",
        r"^Il faut\b", "Il ne faut pas",
        r"^Faut-il\b", "Ne faut-il pas",
        r"\b(est|sont)\b", r"n'\1 pas",
    ),
    "it": _rules(
        r"\b[Nn]on (?=\w)", "",
        r"\b(deve|devono|dovrebbe|dovrebbero|è|sono)\b", r"non \1",
        r"^Bisogna\b", "Non bisogna",
    ),
    "ru": _rules(
        r"\b[Нн]е (?=\w)", "",
        r"\b(должен|должна|должно|должны|нужно|следует|надо|стоит)\b", r"не \1",
        r"^(Нужно|Следует|Надо|Стоит)\b", r"Не \1",
    ),
}  # fmt: skip

_QUESTIONS = {
    "de": _rules(
        r"^Befürworten Sie (.*)\?$", r"Ich befürworte \1.",
        r"^Soll (der|die|das|ein|eine) (\w+) (.*)\?$", r"\1 \2 soll \3.",
        r"^Sollen (\w+) (.*)\?$", r"\1 sollen \2.",
        r"^(Der|Die|Das|Ein|Eine) ((?:\w+ )?\w+) (soll|sollen|muss|müssen) (.*)\.$", r"\3 \1 \2 \4?",
        r"^(\w+) (sollen) (.*)\.$", r"\2 \1 \3?",
    ),
    "fr": _rules(
        r"^(?:Êtes-vous favorable|Seriez-vous favorable) (.*)\?$", r"Je suis favorable \1.",
        r"^(?:Approuvez-vous|Soutenez-vous) (.*)\?$", r"Je soutiens \1.",
        r"^Faut-il (.*)\?$", r"Il faut \1.",
        r"^Il faut (.*)\.$", r"Faut-il \1 ?",
    ),
    "it": _rules(
        r"^(?:È|Siete|È lei) favorevol[ei] (.*)\?$", r"Sono favorevole \1.",
        r"^Bisogna (.*)\.$", r"Bisogna \1?",
    ),
    "en": _rules(
        r"^(.{3,60}?) (should|must|is|are) (.*)\.?$", r"\2 \1 \3?",
        r"^Should (.*)\?$", r"It should be that \1.",
    ),
    "es": _rules(r"^Hay que (.*)\.$", r"¿Hay que \1?"),
    "ru": _rules(r"^(Нужно|Надо|Следует) (.*)\.$", r"\1 ли \2?"),
}  # fmt: skip


def negated(thesis: str, language: str) -> str | None:
    """The thesis with a negation put in or taken out, or None where no rule of the language fits."""
    return _first(_NEGATIONS.get(language, ()), thesis)


def asked(thesis: str, language: str) -> str | None:
    """A question for a statement, a statement for a question, of the same direction; None where no rule fits."""
    found = _first(_QUESTIONS.get(language, ()), thesis)
    return None if found is None else found[:1].upper() + found[1:]


def denied(thesis: str, language: str, choice: random.Random) -> str | None:
    """The thesis inside a denial (`Falsch ist: …`), or None for a language without templates."""
    return choice.choice(DENIALS[language]).format(thesis) if language in DENIALS else None


def affirmed(thesis: str, language: str, choice: random.Random) -> str | None:
    """The thesis inside an affirmation of the same shape as `denied` gives."""
    return choice.choice(AFFIRMATIONS[language]).format(thesis) if language in AFFIRMATIONS else None


def _first(rules: tuple[_Rule, ...], text: str) -> str | None:
    for rule in rules:
        changed, number = rule.pattern.subn(rule.text, text, count=1)
        if number:
            return changed
    return None
