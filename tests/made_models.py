"""Small random classifiers of several architectures, with tokenizers trained on the spot, as model directories."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

JOINT = ("agree", "neutral", "disagree", "reply:agree", "reply:neither", "reply:disagree")
CORPUS = [
    "Der Mindestlohn muss steigen, weil die Mieten steigen. Nein, das ist falsch und gefährlich!",
    "The minimum wage must rise, because rents are rising. No, this is wrong and dangerous!",
    "Le salaire minimum doit augmenter. Non, c'est faux et dangereux ! Минимальная зарплата должна расти.",
    "El salario mínimo debe subir. Il salario minimo deve aumentare. a e i o the die",
]
ARCHITECTURES = ("bert", "deberta-v2", "xlm-roberta", "modernbert")


def save_tokenizer(path: Path, architecture: str, *, longest: int = 64) -> int:
    """Train and save a tokenizer of the architecture's kind; gives its size."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    if architecture == "xlm-roberta":
        pad, unk, cls, sep, mask = "<pad>", "<unk>", "<s>", "</s>", "<mask>"
        pair = "<s> $A </s> </s> $B </s>"
    else:
        pad, unk, cls, sep, mask = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
        pair = "[CLS] $A [SEP] $B:1 [SEP]:1"
    special = [cls, pad, sep, unk, mask]
    if architecture == "bert":
        tokenizer = Tokenizer(models.WordPiece(unk_token=unk))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer: Any = trainers.WordPieceTrainer(vocab_size=300, special_tokens=special)
    elif architecture == "modernbert":
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=400, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
        )
    else:
        tokenizer = Tokenizer(models.Unigram())
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=special, unk_token=unk)
    tokenizer.train_from_iterator(CORPUS * 3, trainer)
    ids = [(token, tokenizer.token_to_id(token)) for token in (cls, sep)]
    single = f"{cls} $A {sep}"
    tokenizer.post_processor = processors.TemplateProcessing(single=single, pair=pair, special_tokens=ids)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, unk_token=unk, cls_token=cls, sep_token=sep, mask_token=mask,
        model_max_length=longest,
    )  # fmt: skip
    fast.save_pretrained(path)
    return len(fast)


def save_model(
    path: Path, labels: Sequence[str], *, architecture: str = "bert", winner: str | None = None, longest: int = 64
) -> Path:
    """Save a random classifier; one with a `winner` gives that label almost all probability."""
    import torch
    import transformers

    size = save_tokenizer(path, architecture, longest=longest)
    settings: dict[str, Any] = {
        "vocab_size": size,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 48,
        "max_position_embeddings": longest + 2,
        "id2label": dict(enumerate(labels)),
        "label2id": {label: column for column, label in enumerate(labels)},
        "pad_token_id": 1,
        "initializer_range": 0.3,
    }
    deberta = {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_biased_input": False}
    local = {"global_attn_every_n_layers": 2, "local_attention": 16}
    ids = {"cls_token_id": 0, "sep_token_id": 2, "bos_token_id": 0, "eos_token_id": 2}
    of_architecture: dict[str, tuple[Any, dict[str, Any]]] = {
        "bert": (transformers.BertConfig, {}),
        "xlm-roberta": (transformers.XLMRobertaConfig, {"type_vocab_size": 1}),
        "deberta-v2": (transformers.DebertaV2Config, {**deberta, "type_vocab_size": 0}),
        "modernbert": (transformers.ModernBertConfig, {**local, **ids}),
    }
    config_of, more = of_architecture[architecture]
    torch.manual_seed(1)
    model = transformers.AutoModelForSequenceClassification.from_config(config_of(**{**settings, **more}))
    if winner is not None:
        linear = [one for one in model.modules() if isinstance(one, torch.nn.Linear)]
        last = next(one for one in reversed(linear) if one.out_features == len(labels))
        with torch.no_grad():
            last.weight.zero_()
            last.bias.zero_()
            last.bias[list(labels).index(winner)] = 9.0
    model.save_pretrained(path)
    return path


def change_config(path: Path, **fields: Any) -> None:
    """Overwrite fields of a saved config.json; None removes one."""
    file = path / "config.json"
    config = {**json.loads(file.read_text(encoding="utf-8")), **fields}
    file.write_text(json.dumps({k: v for k, v in config.items() if v is not None}), encoding="utf-8")
