"""The framing words of summaries: one table a language, `words/<language>.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from threads.discourse.measure import Interval
from threads.stance.label import Stance

LANGUAGES = ("de", "en", "es", "fr", "it", "ru")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Wording:
    """Fills the sentences of one language."""

    language: str
    table: dict[str, str | dict[str, str | list[str]]]

    def say(self, key: str, **parts: object) -> str:
        """The sentence `key` with its parts."""
        return self._text("sentence", key).format(**parts)

    def say_of(self, n: int, key: str, **parts: object) -> str:
        """The sentence `key` in the form for n things, `{n}` among its parts."""
        return self._form("sentence", key, n).format(n=n, **parts)

    def word(self, key: str) -> str:
        """A word of no group: `someone`."""
        found = self.table[key]
        return found if isinstance(found, str) else ""

    def stance(self, stance: Stance) -> str:
        """What one comment does: agrees, disagrees, neutral, unclear."""
        return self._text("stance", stance.value)

    def camp(self, stance: Stance, n: int = 2) -> str:
        """How a group of n comments stands: for it, against it, neutral, unclear."""
        return self._form("camp", stance.value, n)

    def voices(self, stance: Stance, n: int = 2) -> str:
        """What a camp of n comments is called at the head of its quotations."""
        return self._form("voices", stance.value, n)

    def count(self, noun: str, n: int) -> str:
        """A number with its noun in the right form."""
        return self._form("count", noun, n).format(n=n)

    def reason(self, reason: str) -> str:
        """A reason why something cannot be computed; as it is where the table has no wording for it."""
        group = self.table.get("reasons", {})
        found = group.get(reason, reason) if isinstance(group, dict) else reason
        return found if isinstance(found, str) else reason

    def quote(self, text: str) -> str:
        """Words of others in this language's quotation marks; in its other ones where the words hold such marks."""
        marks = {self.word("open").strip(), self.word("close").strip(), "“", "„"}
        side = "_outside" if any(mark in text for mark in marks) else ""
        return f"{self.word('open' + side)}{text}{self.word('close' + side)}"

    def join(self, parts: list[str]) -> str:
        """A list in words: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self.word("list_and").format(head=", ".join(parts[:-1]), last=parts[-1])

    def percent(self, proportion: float) -> str:
        """A share in whole percent."""
        return self.word("share").format(value=round(100 * proportion))

    def interval(self, interval: Interval) -> str:
        """An interval of shares in whole percent."""
        return self.word("percent").format(low=round(100 * interval.low), high=round(100 * interval.high))

    def number(self, value: float, digits: int = 2) -> str:
        """A number with the language's decimal sign and a true minus."""
        text = f"{value:.{digits}f}".replace("-", "−")
        return text if self.language == "en" else text.replace(".", ",")

    def duration(self, seconds: float) -> str:
        """A time span in its largest fitting unit."""
        for unit, length in (("days", _DAY), ("hours", _HOUR)):
            if seconds >= 2 * length:
                return self.count(unit, round(seconds / length))
        return self.count("minutes", round(seconds / _MINUTE))

    def _text(self, group: str, key: str) -> str:
        return self._form(group, key, 1)

    def _form(self, group: str, key: str, n: int) -> str:
        """The text, or of several forms the one that fits the number."""
        table = self.table[group]
        forms = table[key] if isinstance(table, dict) else table
        return forms if isinstance(forms, str) else forms[min(_plural(self.language, n), len(forms) - 1)]


def spoken(language: str) -> str:
    """The one of `LANGUAGES` that is meant: `es` for `es-MX`; English where there is none."""
    code = re.split("[-_]", language)[0].lower()
    return code if code in LANGUAGES else "en"


@lru_cache(maxsize=len(LANGUAGES))
def wording(language: str) -> Wording:
    """The table of a language (`de`, `de-AT`, …); English where there is none."""
    code = spoken(language)
    text = files("threads.discourse").joinpath("words", f"{code}.toml").read_text(encoding="utf-8")
    return Wording(code, tomllib.loads(text))


def _plural(language: str, n: int) -> int:
    """Which plural form a number takes (Unicode CLDR): one, other; in Russian one, few, many."""
    if language == "ru":
        if n % 10 == 1 and n % 100 != 11:
            return 0
        return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2
    if language == "fr":
        return 0 if n < 2 else 1
    return 0 if n == 1 else 1
