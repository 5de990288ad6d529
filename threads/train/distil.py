"""Sentence pairs and an English teacher in, a multilingual sentence encoder out.

The student's mean-pooled vector of either side is pulled to the teacher's vector
of the English side (Reimers & Gurevych 2020), with the other sentences of the
batch as contrast.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel, PreTrainedTokenizerBase

from threads.train.corpora import Pair
from threads.train.fit import slope

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Distillation:
    """Settings of the step; ``temperature`` is that of the contrast."""

    batch: int = 128
    rate: float = 3e-4
    embedding_rate: float = 1e-3
    warm_up: float = 0.05
    temperature: float = 0.05
    longest: int = 64
    seed: int = 7


def pooled(model: nn.Module, batch: dict[str, Tensor]) -> Tensor:
    """Return mean-pooled, unit-length vectors, shape (texts, dimensions)."""
    states = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).last_hidden_state
    mask = batch["attention_mask"][..., None].to(states.dtype)
    mean = (states * mask).sum(1) / mask.sum(1)
    return nn.functional.normalize(mean.float(), dim=-1)


@torch.inference_mode()
def vectors(
    model: BertModel,
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    *,
    batch: int = 128,
    longest: int = 128,
) -> NDArray[np.float32]:
    """Return the unit-length vector of every text, shape (texts, dimensions)."""
    model.train(False)
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    result = np.zeros((len(texts), model.config.hidden_size), np.float32)
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        inputs = _inputs(tokenizer, [texts[number] for number in chosen], longest, model.device)
        with torch.autocast(model.device.type, dtype=torch.bfloat16):
            found = pooled(model, inputs)
        result[chosen] = found.cpu().numpy()
    return result


def distil(
    student: BertModel,
    tokenizer: PreTrainedTokenizerBase,
    pairs: Sequence[Pair],
    targets: NDArray[np.float32],
    settings: Distillation,
    progress: Progress = lambda done, total, text: None,
) -> None:
    """Train ``student`` in place for one pass over ``pairs``.

    ``targets`` holds the teacher's unit vector of each pair's English side.
    """
    torch.manual_seed(settings.seed)
    student.train()
    batches = list(_batches(pairs, settings))
    optimiser = _optimiser(student, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: slope(step / len(batches), settings.warm_up))
    smooth = 0.0
    for step, chosen in enumerate(batches):
        inputs = _inputs(tokenizer, [pairs[number].other for number in chosen], settings.longest, student.device)
        with torch.autocast(student.device.type, dtype=torch.bfloat16):
            found = pooled(student, inputs)
        loss = _loss(found, torch.from_numpy(targets[chosen]).to(found.device), settings.temperature)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
        progress(step + 1, len(batches), f"loss {smooth:.4f}")
    student.train(False)


def _loss(found: Tensor, target: Tensor, temperature: float) -> Tensor:
    likeness = target @ target.T
    scores = (found @ target.T) / temperature
    # A sentence's double in the batch is no contrast to it.
    double = (likeness > 0.98) & ~torch.eye(len(found), dtype=torch.bool, device=found.device)
    scores = scores.masked_fill(double, -1e4)
    contrast = nn.functional.cross_entropy(scores, torch.arange(len(found), device=found.device))
    distance = (1 - (found * target).sum(-1)).mean()
    return 0.2 * contrast + 4 * distance


def _optimiser(model: BertModel, settings: Distillation) -> torch.optim.Optimizer:
    table = [model.embeddings.word_embeddings.weight]
    held = {id(parameter) for parameter in table}
    body = [parameter for parameter in model.parameters() if id(parameter) not in held]
    groups = [
        {"params": table, "lr": settings.embedding_rate, "weight_decay": 0.0},
        {"params": body, "lr": settings.rate, "weight_decay": 0.01},
    ]
    return torch.optim.AdamW(groups, fused=True)


def _batches(pairs: Sequence[Pair], settings: Distillation) -> Iterator[list[int]]:
    """Yield batches of pair numbers, alike in length, in random order."""
    chosen = random.Random(settings.seed)
    order = list(range(len(pairs)))
    chosen.shuffle(order)
    span = settings.batch * 50
    batches: list[list[int]] = []
    for start in range(0, len(order), span):
        block = sorted(order[start : start + span], key=lambda n: len(pairs[n].other))
        batches.extend(block[at : at + settings.batch] for at in range(0, len(block), settings.batch))
    chosen.shuffle(batches)
    yield from batches


def _inputs(
    tokenizer: PreTrainedTokenizerBase, texts: Sequence[str], longest: int, device: torch.device
) -> dict[str, Tensor]:
    made = tokenizer(
        list(texts),
        padding=True,
        pad_to_multiple_of=8,
        truncation=True,
        max_length=longest,
        return_tensors="pt",
    )
    return cast(dict[str, Tensor], dict(made.to(device)))
