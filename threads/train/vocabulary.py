"""Text of several languages in, a cased subword tokenizer out.

WordPiece (Schuster & Nakajima 2012), trained on a sample that gives each
language the number of characters asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import PreTrainedTokenizerFast

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")

RARE = 12
"""Characters seen fewer times than this are left out of the vocabulary."""

INVISIBLE = "[\\p{Cf}\ufe0e\ufe0f]+"
"""Soft hyphens, joiners, direction marks and variation selectors."""

CONTROLS = r"[\p{Cc}&&[^\t\n\r]]+"
"""Control characters but white space."""

PICTURES = "[\u2190-\u2bff\U0001f000-\U0001faff]"
"""Arrows, symbols and emoji: each is a word of its own."""


def balanced(texts: Mapping[str, Iterable[str]], share: Mapping[str, int]) -> list[str]:
    """Return texts of every language up to ``share[language]`` characters each."""
    taken: list[str] = []
    for language in sorted(share):
        left = share[language]
        for text in texts.get(language, ()):
            if left <= 0:
                break
            taken.append(text)
            left -= len(text)
    return taken


def train_tokenizer(texts: Iterable[str], size: int, *, rare: int = RARE) -> Tokenizer:
    """Train a tokenizer of at most ``size`` entries, special tokens included."""
    kept = list(texts)
    tokenizer = _untrained()
    alphabet = frequent_characters(kept, rare)
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        limit_alphabet=len(alphabet),
        show_progress=False,
    )
    tokenizer.train_from_iterator(kept, trainer=trainer)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", cls), ("[SEP]", sep)],
    )
    return tokenizer


def frequent_characters(texts: Iterable[str], rare: int) -> list[str]:
    """Return the characters seen at least ``rare`` times, sorted."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(text)
    return sorted(character for character, number in seen.items() if number >= rare)


def _untrained() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Replace(Regex(INVISIBLE), ""),
            normalizers.Replace(Regex(CONTROLS), " "),
            normalizers.Replace(Regex("[’‘ʼ`´]"), "'"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Split(Regex(PICTURES), "isolated"),
            pre_tokenizers.Digits(individual_digits=False),
        ]
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, directory: Path, *, longest: int) -> None:
    """Write ``tokenizer`` so that ``AutoTokenizer.from_pretrained`` loads it offline."""
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=longest,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    ).save_pretrained(directory)
