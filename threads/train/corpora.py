"""Files of the data folder in, sentence pairs and raw texts out."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LANGUAGES = ("de", "en", "es", "fr", "it", "ru")

OLD_NOVELS = ("eltec_novels", "russian_novels")
"""Raw files in the language of another century: used last."""

STANCE_TEXTS = {
    "de": ("wahlomat", "xstance", "written"),
    "en": ("arc", "vast", "semeval2016t6", "mt_csd", "written"),
    "es": ("cic", "cofe", "decidim", "written"),
    "fr": ("xstance", "efra_rita", "cofe", "written"),
    "it": ("conref_ita", "efra_rita", "cofe", "written"),
    "ru": ("ruarg2022", "written"),
}
"""Labelled sets whose training texts (labels unseen) join the raw text."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in English and in ``language``."""

    english: str
    other: str
    language: str
    source: str


def lines(path: Path) -> Iterator[str]:
    """Yield the non-empty lines of an ``.xz``, ``.gz`` or plain UTF-8 file."""
    with _opened(path) as stream:
        for line in stream:
            text = line.strip()
            if text:
                yield text


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", errors="replace")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def records(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a JSON-lines file, compressed or not."""
    for line in lines(path):
        yield json.loads(line)


def sentence_pairs(folder: Path, name: str) -> list[Pair]:
    """Return the pairs of one ``NAME_en-XX.tsv.xz`` file of ``folder``."""
    language = name.rsplit("-", 1)[1]
    found = []
    for line in lines(folder / f"{name}.tsv.xz"):
        columns = line.split("\t")
        if len(columns) == 2 and all(column.strip() for column in columns):
            found.append(Pair(columns[0].strip(), columns[1].strip(), language, name))
    return found


def pair_files(folder: Path) -> list[str]:
    """Return the names of the English pair files, test sets left out, sorted."""
    names = (path.name.removesuffix(".tsv.xz") for path in folder.glob("*_en-*.tsv.xz"))
    return sorted(name for name in names if not name.startswith("laser_"))


def retrieval_pairs(folder: Path, language: str) -> list[Pair]:
    """Return LASER's 1,000 Tatoeba test pairs: for measuring only."""
    return sentence_pairs(folder, f"laser_tatoeba1k_en-{language}")


def training_pairs(folder: Path) -> list[Pair]:
    """Return all English pairs once, without any sentence of the retrieval test."""
    tested = {
        _key(side)
        for language in LANGUAGES
        if language != "en"
        for pair in retrieval_pairs(folder, language)
        for side in (pair.english, pair.other)
    }
    seen: set[tuple[str, str]] = set()
    kept = []
    for name in pair_files(folder):
        for pair in sentence_pairs(folder, name):
            key = (_key(pair.english), _key(pair.other))
            if key in seen or key[0] in tested or key[1] in tested:
                continue
            seen.add(key)
            kept.append(pair)
    return kept


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def raw_texts(data: Path, language: str, *, seed: int, longest: int = 2000, comments: bool = True) -> list[str]:
    """Return shuffled raw paragraphs of one language, `comments` among them; old novels come last."""
    chosen = random.Random(seed)
    new: list[str] = []
    old: list[str] = []
    for path in sorted((data / "raw" / language).glob("*.txt.xz")):
        held = old if path.name.startswith(OLD_NOVELS) else new
        held.extend(line[:longest] for line in lines(path))
    if comments:
        new.extend(comment_texts(data, language))
    chosen.shuffle(new)
    chosen.shuffle(old)
    return new + old


def comment_texts(data: Path, language: str) -> list[str]:
    """Return unlabelled comments and training texts of the stance sets, once each."""
    found: dict[str, None] = {}
    for path in sorted((data / "comments").glob("*.jsonl.gz")):
        for row in records(path):
            if row.get("lang") == language:
                found[str(row.get("text") or row.get("reply") or "").strip()] = None
    for name in STANCE_TEXTS.get(language, ()):
        for row in records(data / "stance" / f"{name}.jsonl.gz"):
            if row.get("lang") == language and row.get("split") == "train":
                found[str(row["text"]).strip()] = None
                found[str(row["target"]).strip()] = None
    found.pop("", None)
    return list(found)


def similarity_rows(data: Path, language: str, part: str) -> list[tuple[str, str, float]]:
    """Return STSb rows: two sentences and their similarity from 0 to 5."""
    text = "\n".join(lines(data / "nli" / f"stsb-{language}-{part}.csv.xz"))
    return [(row[0], row[1], float(row[2])) for row in csv.reader(io.StringIO(text)) if len(row) == 3]
