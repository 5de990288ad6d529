"""An encoder in, how well it knows its languages out: retrieval of translations, and sentence similarity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from transformers import AutoTokenizer, BertModel, PreTrainedTokenizerBase

from threads.train.corpora import LANGUAGES, retrieval_pairs, similarity_rows
from threads.train.distil import vectors


@dataclass(frozen=True, slots=True)
class LanguageSkill:
    """`retrieval`: share of 1,000 sentences whose own English translation is the nearest (LASER's Tatoeba test).

    `similarity`: Spearman's correlation with people's judgement of sentence pairs (STSb, development part).
    """

    language: str
    retrieval: float | None
    similarity: float


def skills(encoder: Path, teacher: Path, data: Path) -> list[LanguageSkill]:
    """The skills of an encoder in every language; English sentences are encoded by the teacher."""
    model, tokenizer = _loaded(encoder)
    english, english_tokenizer = _loaded(teacher)
    found = []
    for language in LANGUAGES:
        retrieval = None
        if language != "en":
            pairs = retrieval_pairs(data / "parallel", language)
            targets = np.array([pair.english for pair in pairs])
            theirs = vectors(english, english_tokenizer, targets.tolist())
            ours = vectors(model, tokenizer, [pair.other for pair in pairs])
            retrieval = float((targets[(ours @ theirs.T).argmax(axis=1)] == targets).mean())
        found.append(LanguageSkill(language, retrieval, _similarity(model, tokenizer, data, language)))
    return found


def _similarity(model: BertModel, tokenizer: PreTrainedTokenizerBase, data: Path, language: str) -> float:
    rows = similarity_rows(data, language, "dev")
    left = vectors(model, tokenizer, [row[0] for row in rows])
    right = vectors(model, tokenizer, [row[1] for row in rows])
    return float(spearmanr((left * right).sum(axis=1), [row[2] for row in rows]).statistic)


def _loaded(directory: Path) -> tuple[BertModel, PreTrainedTokenizerBase]:
    model = BertModel.from_pretrained(directory, add_pooling_layer=False)
    return model, AutoTokenizer.from_pretrained(directory)
