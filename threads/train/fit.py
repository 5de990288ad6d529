"""Examples and an encoder in, a model with a stance head and a reply head out.

Both heads are the six logits of one classifier; each example trains the heads it
is labelled for. Hidden tokens can be guessed beside: masked-language modelling
(Devlin et al. 2019) on the same texts, and on texts that have no label.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from threads.stance.encoding import PairEncoder, Window
from threads.stance.model import StanceInput
from threads.train import team
from threads.train.checkpoint import Checkpoint
from threads.train.examples import Example

LABELS = ("agree", "neutral", "disagree", "reply:agree", "reply:neither", "reply:disagree")
Progress = Callable[[int, int, str], None]

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
ATTENTION = "sdpa" if DEVICE == "cuda" else "eager"
"""PyTorch's fused attention is slow backwards on a CPU: plain matrix products train 2.4 times faster there."""

MULTIPLE = 16
"""Lengths are padded to multiples of this: for every new shape a CPU library makes its kernels anew."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """Settings of the step; `tokens` is the size of a batch, `reply_weight` the reply head's part of the loss.

    Against learning rows by heart: `dropout` inside the encoder, `masked` the share of tokens behind the mask token,
    `smoothing` the part of a label that goes to all three (Szegedy et al. 2016). `guessing` is the part that guessing
    the masked tokens has in the loss.

    With several `workers` (processes) their weights are averaged every `together` steps (local SGD, Stich 2019): on a
    busy CPU two processes of one thread are faster than one of two threads, which wait for each other. Every
    `checkpoint` steps the state is saved, so that a run that was stopped goes on from there.
    """

    tokens: int = 4096
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1
    masked: float = 0.0
    smoothing: float = 0.0
    guessing: float = 0.0
    balance: float = 0.5
    reply_weight: float = 0.7
    validations: int = 4
    workers: int = 1
    together: int = 16
    checkpoint: int = 320
    seed: int = 11


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples as windows: one window each, with the label of either head or -1."""

    windows: tuple[Window, ...]
    stance: NDArray[np.int64]
    reply: NDArray[np.int64]


def new_model(encoder: Path, *, dropout: float = 0.1, seed: int = 11) -> BertForSequenceClassification:
    """A classifier with fresh heads, drawn by `seed`, on a saved encoder."""
    torch.manual_seed(seed)
    config = BertConfig.from_pretrained(encoder)
    config.num_labels = len(LABELS)
    config.id2label = dict(enumerate(LABELS))
    config.label2id = {label: number for number, label in enumerate(LABELS)}
    config.hidden_dropout_prob = dropout
    config.attention_probs_dropout_prob = 0.0
    config.classifier_dropout = dropout
    return BertForSequenceClassification.from_pretrained(encoder, config=config, attn_implementation=ATTENTION)


def encoded(encoder: PairEncoder, examples: Sequence[Example], *, seed: int = 0) -> Rows:
    """One window per example; of a long comment a window drawn by `seed`, most often the first."""
    choice = random.Random(seed)
    inputs = [StanceInput(one.thesis, one.comment, one.parent, one.language) for one in examples]
    windows = []
    for start in range(0, len(inputs), 4096):
        for found in encoder.windows(inputs[start : start + 4096]):
            windows.append(found[0] if choice.random() < 0.7 else choice.choice(found))
    return Rows(
        tuple(windows),
        np.array([-1 if one.stance is None else one.stance for one in examples], np.int64),
        np.array([-1 if one.reply is None else one.reply for one in examples], np.int64),
    )


def batches(windows: Sequence[Window], tokens: int, seed: int | None) -> list[list[int]]:
    """Numbers of windows of like length, up to `tokens` padded tokens a batch; shuffled with a seed."""
    order = list(range(len(windows)))
    choice = random.Random(seed)
    if seed is not None:
        choice.shuffle(order)
    span = 4000 if seed is not None else len(order)
    made: list[list[int]] = []
    for start in range(0, len(order), span):
        block = sorted(order[start : start + span], key=lambda number: -len(windows[number].ids))
        at = 0
        while at < len(block):
            width = max(1, tokens // _rounded(len(windows[block[at]].ids)))
            made.append(block[at : at + width])
            at += width
    if seed is not None:
        choice.shuffle(made)
    return made


def _rounded(length: int) -> int:
    return -(-length // MULTIPLE) * MULTIPLE


@torch.inference_mode()
def logits(
    model: BertForSequenceClassification, encoder: PairEncoder, inputs: Sequence[StanceInput], *, tokens: int = 8192
) -> NDArray[np.float64]:
    """The six logits of every input, shape (inputs, 6); windows averaged by their comment tokens."""
    model.train(False)
    found = encoder.windows(inputs)
    flat = [window for windows in found for window in windows]
    scores = np.zeros((len(flat), len(LABELS)))
    for chosen in batches(flat, tokens, None):
        with torch.autocast(model.device.type, dtype=torch.bfloat16):
            scores[chosen] = _forward(model, encoder, [flat[number] for number in chosen]).scores.float().cpu().numpy()
    means = np.zeros((len(inputs), len(LABELS)))
    at = 0
    for row, windows in enumerate(found):
        weights = np.array([max(window.comment_tokens, 1) for window in windows], np.float64)
        means[row] = weights @ scores[at : at + len(windows)] / weights.sum()
        at += len(windows)
    return means


def saved_logits(directory: Path, sets: Iterable[Sequence[StanceInput]]) -> list[NDArray[np.float64]]:
    """The six logits that the model saved in `directory` gives every input of every set, in float32 weights."""
    model = BertForSequenceClassification.from_pretrained(directory, dtype=torch.float32)
    encoder = PairEncoder(AutoTokenizer.from_pretrained(directory))
    return [logits(model, encoder, inputs) for inputs in sets]


def fit(
    model: BertForSequenceClassification,
    encoder: PairEncoder,
    rows: Rows,
    settings: Fitting,
    *,
    validate: Callable[[int], float] | None = None,
    keep: Callable[[], None] | None = None,
    place: Path | None = None,
    progress: Progress = lambda done, total, text: None,
) -> None:
    """Train `model` in place for one pass over `rows`.

    `validate` is called `settings.validations` times, the last time at the end, with the number of steps done; `keep`
    whenever its value is the highest so far. In the folder `place` the state of a stopped pass is found and kept.
    """
    rank, size = team.rank(), team.size()
    torch.manual_seed(settings.seed + rank)
    order = batches(rows.windows, settings.tokens, settings.seed)
    order = order[rank : len(order) - len(order) % size : size]
    guess = _Guess(model) if settings.guessing else None
    learning = nn.ModuleList([model, *([guess] if guess else [])])
    optimiser = _optimiser(model, guess, settings)
    rates = [group["lr"] for group in optimiser.param_groups]
    stance, reply = (class_weights(labels, settings.balance) for labels in (rows.stance, rows.reply))
    weights = stance.to(model.device), reply.to(model.device)
    due = {math.ceil(len(order) * (number + 1) / settings.validations) for number in range(settings.validations)}
    best, smooth = -math.inf, 0.0
    kept = None if place is None else Checkpoint(state(place), learning, optimiser)
    done = kept.restore() if kept and team.agreed(kept.step()) else 0
    _set_dropout(model, settings.dropout)
    model.train()
    for step, chosen in enumerate(order[done:], start=done + 1):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * slope((step - 1) / len(order), settings.warm_up)
        loss = _step(model, guess, encoder, rows, chosen, weights, settings)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learning.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        smooth = loss.item() if step == done + 1 else 0.98 * smooth + 0.02 * loss.item()
        progress(step, len(order), f"loss {smooth:.4f}")
        if size > 1 and (step % settings.together == 0 or step in due):
            _average(learning, size)
        if rank == 0 and step in due and validate is not None:
            value = validate(step)
            if value > best and keep is not None:
                keep()
            best = max(best, value)
            model.train()
        if kept and step % settings.checkpoint == 0 and step < len(order):
            kept.save(step)
    model.train(False)


def _set_dropout(model: nn.Module, share: float) -> None:
    """Set dropout everywhere but on the attention, which has none."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Dropout) and not name.endswith("attention.self.dropout"):
            module.p = share


def state(place: Path) -> Path:
    """The file in `place` that holds this process's state of a pass that has not ended."""
    return place / f"state-{team.rank()}.safetensors"


@torch.no_grad()
def _average(model: nn.Module, size: int) -> None:
    """Give every process the mean of all processes' weights."""
    parameters = list(model.parameters())
    flat = nn.utils.parameters_to_vector(parameters)
    torch.distributed.all_reduce(flat)
    nn.utils.vector_to_parameters(flat / size, parameters)


def class_weights(labels: NDArray[np.int64], power: float) -> Tensor:
    """Weights of the three labels, mean 1 over the labelled rows; `power` 0 is none, 1 full balance."""
    counts = np.bincount(labels[labels >= 0], minlength=3).astype(np.float64)
    if not counts.all():
        return torch.ones(3)
    weights = (counts.sum() / counts) ** power
    weights /= (weights * counts).sum() / counts.sum()
    return torch.tensor(weights, dtype=torch.float32)


def _step(
    model: BertForSequenceClassification,
    guess: _Guess | None,
    encoder: PairEncoder,
    rows: Rows,
    chosen: list[int],
    weights: tuple[Tensor, Tensor],
    settings: Fitting,
) -> Tensor:
    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        found = _forward(model, encoder, [rows.windows[number] for number in chosen], masked=settings.masked)
        guessed = guess(found, model.bert.embeddings.word_embeddings.weight) if guess else None
    scores = found.scores.float()
    stance = _head_loss(scores[:, :3], rows.stance[chosen], weights[0], settings.smoothing)
    reply = _head_loss(scores[:, 3:], rows.reply[chosen], weights[1], settings.smoothing)
    loss = (stance + settings.reply_weight * reply) / len(chosen)
    return loss if guessed is None else loss + settings.guessing * guessed


def _head_loss(scores: Tensor, labels: NDArray[np.int64], weights: Tensor, smoothing: float) -> Tensor:
    return nn.functional.cross_entropy(
        scores,
        torch.from_numpy(labels).to(scores.device),
        weight=weights,
        ignore_index=-1,
        reduction="sum",
        label_smoothing=smoothing,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A batch as the model read it: six scores a row, a state a token, which tokens were hidden, and all tokens."""

    scores: Tensor
    states: Tensor
    hidden: Tensor
    tokens: Tensor


def _forward(
    model: BertForSequenceClassification, encoder: PairEncoder, windows: Sequence[Window], *, masked: float = 0.0
) -> _Read:
    batch = encoder.padded(windows, multiple=MULTIPLE)
    tokens = torch.from_numpy(batch.ids)
    hidden = torch.zeros_like(tokens, dtype=torch.bool)
    if masked:
        special = torch.isin(tokens, torch.tensor(encoder.tokenizer.all_special_ids))
        hidden = (torch.rand(tokens.shape) < masked) & ~special
    found = model.bert(
        input_ids=tokens.masked_fill(hidden, encoder.tokenizer.mask_token_id).to(model.device),
        token_type_ids=torch.from_numpy(batch.types).to(model.device),
        attention_mask=torch.from_numpy(batch.mask).to(model.device),
    )
    scores = model.classifier(model.dropout(found.pooler_output))
    return _Read(scores, found.last_hidden_state, hidden.to(model.device), tokens.to(model.device))


class _Guess(nn.Module):
    """The head that guesses hidden tokens, by the encoder's own table of token vectors; it lives for one fit."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        width = model.config.hidden_size
        self.change = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width)).to(model.device)
        self.often = nn.Parameter(torch.zeros(model.config.vocab_size, device=model.device))

    def forward(self, read: _Read, table: Tensor) -> Tensor:
        """The mean loss over the hidden tokens of a batch; 0 where none is hidden."""
        scores = nn.functional.linear(self.change(read.states[read.hidden]), table, self.often).float()
        return nn.functional.cross_entropy(scores, read.tokens[read.hidden], reduction="sum") / max(1, len(scores))


def _optimiser(model: BertForSequenceClassification, guess: _Guess | None, settings: Fitting) -> torch.optim.Optimizer:
    heads = [one for name, one in model.named_parameters() if name.startswith(("classifier.", "bert.pooler."))]
    held = {id(parameter) for parameter in heads}
    heads += guess.parameters() if guess else []
    table = model.bert.embeddings.word_embeddings.weight
    body = [one for one in model.parameters() if id(one) not in held and one is not table]
    groups = [
        {"params": heads, "lr": settings.head_rate, "weight_decay": settings.decay},
        {"params": body, "lr": settings.rate, "weight_decay": settings.decay},
        {"params": [table], "lr": settings.rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, fused=True)


def slope(done: float, warm_up: float) -> float:
    """The share of the highest rate at a share of a pass: up in a line to `warm_up`, then down in a line to 0."""
    return min(done / warm_up if warm_up else 1.0, (1 - done) / (1 - warm_up), 1.0)
