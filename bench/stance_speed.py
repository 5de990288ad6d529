"""Comments per second of the shipped model beside transformers' zero-shot pipeline, on the same texts in one process.

    python bench/stance_speed.py [--comments 64] [--rounds 3] [--threads 1] [--model NAME] [--precision int8]

The pipeline runs a classifier of mDeBERTa-base's size (12 layers of 768, 251,000 subwords) with random weights, which
serve for speed, once as it is called by default (float32, one text at a time) and once in batches of 8 in bfloat16.
It is asked one hypothesis per comment, the fewest it can be asked. The comments are made of the seeds' sentences, with
lengths like those of reader comments. Every second one replies to the first, which our model reads beside it and the
pipeline does not. A share of them (`--repeated`) is said twice, as "+1" is in a thread: our model reads equal inputs
once. Prints processor time beside wall-clock time: the ratio that other work on the machine disturbs less; then the
tokens that our model reads, a second. Without an installed model
a random one of the shipped model's shape is measured, and said.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from threads.errors import ModelError
from threads.stance.heads import JOINT_LABELS
from threads.stance.joint import JointModel
from threads.stance.load import load_model
from threads.stance.model import StanceInput, StanceModel
from threads.stance.sentences import split

SEEDS = Path(__file__).parents[1] / "seeds"
THESIS = "Die Ereignisse in Kasachstan wurden aus dem Ausland gesteuert."


@dataclass(frozen=True, slots=True)
class Speed:
    name: str
    comments: int
    wall: float
    processor: float

    @property
    def rate(self) -> float:
        return self.comments / self.processor


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model reads of some inputs: tokens once per distinct window."""

    inputs: int
    distinct: int
    tokens: int

    @property
    def repeated(self) -> float:
        return 1 - self.distinct / self.inputs


def comments(count: int, *, seed: int = 0, repeated: float = 0.0) -> list[str]:
    """Made-up comments: the seeds' sentences in random order, about 60 words each with a long tail."""
    draw = random.Random(seed)
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    sentences = [one for line in lines for one in split(line.strip(), "de") if len(one.split()) > 4]
    made = []
    for _ in range(count):
        wanted, words = draw.lognormvariate(4.0, 0.8), list[str]()
        while len(words) < wanted:
            words += draw.choice(sentences).split()
        made.append(" ".join(words[: max(5, round(wanted))]))
    again = round(repeated * count)
    return made[: count - again] + made[:again]


def measured(name: str, work: Callable[[Sequence[str]], Any], texts: Sequence[str], rounds: int) -> Speed:
    """The fastest of some rounds; the texts before them, unmeasured, warm it up."""
    work(texts[:2])
    times = []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        work(texts)
        times.append((time.process_time() - processor, time.perf_counter() - wall))
    processor, wall = min(times)
    return Speed(name, len(texts), wall, processor)


def inputs(texts: Sequence[str]) -> list[StanceInput]:
    """The texts as comments of one thread: half of them reply to the first one, half to the article."""
    return [StanceInput(THESIS, text, texts[0] if i % 2 else None, "de") for i, text in enumerate(texts)]


def ours(model: StanceModel) -> Callable[[Sequence[str]], Any]:
    return lambda texts: model.predict(inputs(texts))


def reading(model: JointModel, texts: Sequence[str]) -> Reading:
    encoded = model.encoder.encoded(inputs(texts))
    tokens = sum(len(window.ids) for window in {window for one in encoded for window in one.windows})
    return Reading(len(encoded), len({one.windows for one in encoded}), tokens)


def zero_shot(path: Path, *, batch: int, precision: str) -> Callable[[Sequence[str]], Any]:
    import torch
    from transformers import pipeline

    run: Any = pipeline(
        "zero-shot-classification", model=str(path), device="cpu", dtype=getattr(torch, precision), batch_size=batch
    )
    return lambda texts: run(list(texts), candidate_labels=[THESIS], hypothesis_template="{}", multi_label=True)


def save_tokenizer(path: Path, texts: Sequence[str], size: int) -> int:
    """A subword vocabulary learned on the texts: they are short, so it is smaller than `size`."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=size, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    names = {"pad": "[PAD]", "cls": "[CLS]", "sep": "[SEP]", "unk": "[UNK]", "mask": "[MASK]"}
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=512, **{f"{role}_token": token for role, token in names.items()}
    )
    fast.save_pretrained(path)
    return len(fast)


def save_baseline(path: Path, texts: Sequence[str]) -> Path:
    from transformers import DebertaV2Config, DebertaV2ForSequenceClassification

    save_tokenizer(path, texts, 8000)
    labels = {0: "entailment", 1: "neutral", 2: "contradiction"}
    config = DebertaV2Config(
        vocab_size=251000, hidden_size=768, num_hidden_layers=12, num_attention_heads=12, intermediate_size=3072,
        relative_attention=True, position_buckets=256, norm_rel_ebd="layer_norm", share_att_key=True,
        pos_att_type=["p2c", "c2p"], position_biased_input=False, type_vocab_size=0, max_position_embeddings=512,
        id2label=labels, label2id={label: column for column, label in labels.items()},
    )  # fmt: skip
    DebertaV2ForSequenceClassification(config).save_pretrained(path)
    return path


def save_stand_in(path: Path, texts: Sequence[str]) -> Path:
    from transformers import BertConfig, BertForSequenceClassification

    save_tokenizer(path, texts, 8000)
    config = BertConfig(
        vocab_size=40000, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        id2label=dict(enumerate(JOINT_LABELS)), label2id={label: i for i, label in enumerate(JOINT_LABELS)},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(path)
    return path


def model_of(name: str | None, precision: str, folder: Path, texts: Sequence[str]) -> StanceModel:
    try:
        return load_model(name, device="cpu", precision=precision)
    except ModelError as error:
        if name is not None:
            raise
        print(f"{error} Measured instead: random weights of the same shape.")
        return load_model(str(save_stand_in(folder / "stand-in", texts)), device="cpu", precision=precision)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--comments", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeated", type=float, default=0.0, help="share of comments that repeat another")
    parser.add_argument("--threads", type=int, help="PyTorch threads; default: its own choice")
    parser.add_argument("--model", help="default: the shipped model")
    parser.add_argument("--precision", default="auto", help="auto, float32, bfloat16 or int8")
    given = parser.parse_args()
    import torch
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    warnings.simplefilter("ignore")
    if given.threads:
        torch.set_num_threads(given.threads)
    texts = comments(given.comments, repeated=given.repeated)
    print(f"{len(texts)} comments, {sum(len(t.split()) for t in texts) / len(texts):.0f} words on average, "
          f"{torch.get_num_threads()} threads, torch {torch.__version__}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        model = model_of(given.model, given.precision, Path(folder), texts)
        baseline = save_baseline(Path(folder) / "mdeberta", texts)
        speeds = [measured(model.record.name, ours(model), texts, given.rounds)]
        for name, batch, precision in (("zero-shot, default", 1, "float32"), ("zero-shot, tuned", 8, "bfloat16")):
            speeds.append(measured(name, zero_shot(baseline, batch=batch, precision=precision), texts, 1))
    print(f"{'':22}{'wall s':>9}{'processor s':>13}{'comments/s':>12}{'ratio':>8}")
    for one in speeds:
        ratio = speeds[0].rate / one.rate
        print(f"{one.name:22}{one.wall:9.2f}{one.processor:13.2f}{one.rate:12.1f}{ratio:8.1f}")
    read = reading(cast(JointModel, model), texts)
    print(f"{model.record.name} in {model.record.precision}: {read.tokens / speeds[0].processor:,.0f} tokens a second, "
          f"{100 * read.repeated:.1f} % of the texts are repeated")  # fmt: skip


if __name__ == "__main__":
    main()
