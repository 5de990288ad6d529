"""Token windows in, logits out of a BERT classifier, in plain PyTorch: windows lie end to end, so nothing is padding.

The sums of transformers' BertForSequenceClassification (Devlin et al. 2019), with one product for query, key and value,
and with attention window by window, which needs no mask.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from threads.stance.encoding import Window
from threads.stance.precision import Precision

Linear = Callable[[Tensor], Tensor]
Norm = Callable[[Tensor], Tensor]

_ROWS = 2048
"""Rows for which oneDNN lays weights out; others are right too, if slower."""

_LEAST = 1e-12
"""The least scale of a row, for rows of zeros."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the encoder; the queries of `mixed` are divided by the root of a head's size."""

    mixed: Linear
    attended: Linear
    attention_norm: Norm
    widened: Linear
    narrowed: Linear
    norm: Norm


class Bert:
    """The weights of a loaded classifier, made ready for a CPU; the first sums and the last layers stay in float32."""

    def __init__(self, model: Any, precision: Precision) -> None:
        dtype = torch.bfloat16 if precision is Precision.BFLOAT16 else torch.float32
        self.config, self._dtype = model.config, dtype
        self._heads = int(model.config.num_attention_heads)
        given = model.bert.embeddings
        tables = given.word_embeddings, given.token_type_embeddings, given.position_embeddings
        self._words, self._types, self._places = (table.weight.detach().to(dtype) for table in tables)
        self._norm = _norm(given.LayerNorm, torch.float32)
        self._layers = tuple(_layer(one, self._heads, precision) for one in model.bert.encoder.layer)
        last = model.bert.pooler.dense, model.classifier
        self._pooler, self._classifier = (_linear([one], Precision.FLOAT32) for one in last)

    def logits(self, windows: Sequence[Window], *, rows: int | None = None) -> NDArray[np.float64]:
        """Logits of windows, shape (windows, labels); `rows` is how many tokens to compute, more than there are."""
        lengths = [len(window.ids) for window in windows]
        fill = (0,) * ((rows or 0) - sum(lengths))
        ids = _joined([window.ids for window in windows], fill)
        types = _joined([window.types for window in windows], fill)
        places = _joined([range(length) for length in lengths], fill)
        starts = np.cumsum([0, *lengths[:-1]])
        with torch.inference_mode():
            sums = self._words[ids].float() + self._types[types] + self._places[places]
            hidden = self._norm(sums).to(self._dtype)
            for layer in self._layers:
                hidden = self._layer(hidden, layer, lengths)
            first = torch.tanh(self._pooler(hidden[torch.from_numpy(starts)].float()))
            return cast(NDArray[np.float64], self._classifier(first).numpy().astype(np.float64))

    def _layer(self, hidden: Tensor, layer: Layer, lengths: Sequence[int]) -> Tensor:
        mixed = layer.mixed(hidden)
        heads = mixed.view(len(mixed), 3, self._heads, -1)
        attended = torch.zeros_like(heads[:, 0], memory_format=torch.contiguous_format)
        start = 0
        for length in lengths:
            query, key, value = heads[start : start + length].permute(1, 2, 0, 3)
            attended[start : start + length] = _attention(query, key, value).transpose(0, 1)
            start += length
        hidden = layer.attention_norm(layer.attended(attended.view_as(hidden)).add_(hidden))
        return layer.norm(layer.narrowed(functional.gelu(layer.widened(hidden))).add_(hidden))


def _layer(layer: Any, heads: int, precision: Precision) -> Layer:
    dtype = torch.bfloat16 if precision is Precision.BFLOAT16 else torch.float32
    attention, output = layer.attention.self, layer.attention.output
    parts = [attention.query, attention.key, attention.value]
    scale = 1 / math.sqrt(attention.query.out_features // heads)
    return Layer(
        mixed=_linear(parts, precision, scale=scale),
        attended=_linear([output.dense], precision),
        attention_norm=_norm(output.LayerNorm, dtype),
        widened=_linear([layer.intermediate.dense], precision),
        narrowed=_linear([layer.output.dense], precision),
        norm=_norm(layer.output.LayerNorm, dtype),
    )


def _linear(parts: Sequence[torch.nn.Linear], precision: Precision, *, scale: float = 1.0) -> Linear:
    """The product with the weights of all parts, the first of them scaled."""
    scales = [scale, *[1.0] * (len(parts) - 1)]
    pairs = list(zip(parts, scales, strict=True))
    weight = torch.cat([part.weight.detach().float() * by for part, by in pairs])
    bias = torch.cat([part.bias.detach().float() * by for part, by in pairs])
    make = {Precision.BFLOAT16: _bfloat16, Precision.INT8: _int8}.get(precision, _float32)
    return make(weight, bias)


def _float32(weight: Tensor, bias: Tensor) -> Linear:
    return lambda given: functional.linear(given, weight, bias)


def _bfloat16(weight: Tensor, bias: Tensor) -> Linear:
    weight, bias = weight.bfloat16(), bias.bfloat16()
    if hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        return LaidOut(weight, bias)
    return lambda given: functional.linear(given, weight, bias)


class LaidOut:
    """A product whose weights are laid out once for oneDNN, which would else do it in every call."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        self._weight, self._bias = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS), bias

    def __call__(self, given: Tensor) -> Tensor:
        """The product, shape (rows, features)."""
        made = torch.ops.mkldnn._linear_pointwise(given, self._weight, self._bias, "none", [], "")
        return cast(Tensor, made)

    def __reduce__(self) -> tuple[type[LaidOut], tuple[Tensor, Tensor]]:
        """The layout is of this machine; another one makes its own."""
        return LaidOut, (self._weight.to_dense(), self._bias)


def _int8(weight: Tensor, bias: Tensor) -> Linear:
    """Integers with one scale for each row, of the weights beforehand, of what is multiplied on the spot.

    The sums are whole numbers, so a row's result is the same whatever stands beside it.
    """
    scales = weight.abs().amax(1).clamp_(min=_LEAST).div_(_levels())
    columns = (weight / scales[:, None]).round_().to(torch.int8).t()

    def product(given: Tensor) -> Tensor:
        unit = given.abs().amax(-1, keepdim=True).clamp_(min=_LEAST).div_(127)
        whole = torch._int_mm((given * (1 / unit)).round_().to(torch.int8), columns)
        return whole.float().mul_(unit).mul_(scales).add_(bias)

    return product


@cache
def _levels() -> int:
    """The largest integer of a weight: 127, or 63 where the chip adds pairs of products in 16 bits, which overflow."""
    ends = torch.tensor([127, -127], dtype=torch.int8)
    left, right = ends.repeat_interleave(32)[:, None].repeat(1, 384), ends.repeat(192)[:, None].repeat(1, 384)
    exact = left.double() @ right.double().t()
    return 127 if bool((torch._int_mm(left, right.t()) == exact).all()) else 63


def _norm(norm: Any, dtype: torch.dtype) -> Norm:
    weight, bias = norm.weight.detach().to(dtype), norm.bias.detach().to(dtype)
    return lambda given: functional.layer_norm(given, weight.shape, weight, bias, norm.eps)


def _joined(parts: Sequence[Sequence[int]], fill: Sequence[int]) -> Tensor:
    return torch.from_numpy(np.concatenate([*map(np.array, parts), np.array(fill, np.int64)]).astype(np.int64))


def _attention(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    return functional.scaled_dot_product_attention(query[None], key[None], value[None], scale=1.0)[0]
