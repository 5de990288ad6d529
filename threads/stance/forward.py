"""Token windows in, logits out: length-bucketed batches through one Hugging Face classifier, on CPU or GPU."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.directory import ModelDirectory
from threads.stance.encoding import Window
from threads.stance.model import Progress
from threads.stance.precision import AUTO, Precision, chosen_precision

if TYPE_CHECKING:
    import torch

    from threads.stance.bert import Bert

CPU_TOKENS = {Precision.FLOAT32: 1024, Precision.BFLOAT16: 2048, Precision.INT8: 512}
GPU_TOKENS = 65536
"""Tokens in a batch, with padding. A CPU is fastest where what a batch leaves stays in its cache; int8 leaves most."""

WASTE = 0.1
"""Largest share of padding in a batch."""


def batches(lengths: Sequence[int], *, tokens: int, waste: float = WASTE) -> Iterator[tuple[int, int]]:
    """Cut sequences sorted by length into (start, stop) batches of at most `tokens`, at most `waste` of it padding.

    A sequence longer than `tokens` is a batch of its own.
    """
    start = held = 0
    for stop, length in enumerate(lengths):
        size = (stop - start + 1) * length
        if stop > start and (size > tokens or held + length < (1 - waste) * size):
            yield start, stop
            start, held = stop, 0
        held += length
    if lengths:
        yield start, len(lengths)


@dataclass(frozen=True, slots=True)
class Forward:
    """A loaded classifier; equal windows are run once, and the order of the windows changes nothing.

    In bfloat16 the company of a window in its batch can move its logits in the third decimal, in float32 in the sixth,
    in int8 not at all.
    """

    model: torch.nn.Module | Bert
    device: str
    pad: int
    typed: bool
    precision: Precision

    def means(self, inputs: Sequence[Sequence[Window]], *, progress: Progress | None = None) -> NDArray[np.float64]:
        """Logits of inputs that are one or more windows each, shape (inputs, labels).

        The windows of an input are averaged, weighted by the comment tokens in each. `progress` gets the inputs done.
        """
        windows = [window for one in inputs for window in one]
        starts = np.cumsum([0, *(len(one) for one in inputs)])[:-1]
        firsts = np.zeros(len(windows), np.int64)
        firsts[starts] = 1
        weights = np.maximum(np.array([window.comment_tokens for window in windows], np.float64), 1.0)[:, None]
        sums = np.add.reduceat(self._logits(windows, firsts, progress) * weights, starts)
        return sums / np.add.reduceat(weights, starts)

    def _logits(
        self, windows: Sequence[Window], firsts: NDArray[np.int64], progress: Progress | None
    ) -> NDArray[np.float64]:
        unique: dict[Window, int] = {}
        index = np.array([unique.setdefault(window, len(unique)) for window in windows])
        done = np.bincount(index, weights=firsts)
        held = list(unique)
        order = sorted(range(len(held)), key=lambda i: (len(held[i].ids), held[i].ids, held[i].types))
        parts = []
        for start, stop in self._cut([len(held[i].ids) for i in order]):
            parts.append(self._batch([held[i] for i in order[start:stop]]))
            if progress is not None:
                progress(int(done[order[start:stop]].sum()))
        return cast(NDArray[np.float64], np.concatenate(parts)[np.argsort(order)][index])

    def _cut(self, lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
        tokens = GPU_TOKENS if self.device != "cpu" else CPU_TOKENS[self.precision]
        return batches(lengths, tokens=tokens, waste=WASTE if self._unpadded is None else 1.0)

    def _batch(self, windows: Sequence[Window], length: int | None = None) -> NDArray[np.float64]:
        """Logits of windows; with a `length`, computed in the shape of as many windows of that length."""
        if self._unpadded is not None:
            return self._unpadded.logits(windows, rows=length and length * len(windows))
        return self._padded(windows, length or max(len(window.ids) for window in windows))

    @property
    def _unpadded(self) -> Bert | None:
        from threads.stance.bert import Bert

        return self.model if isinstance(self.model, Bert) else None

    def _padded(self, windows: Sequence[Window], length: int) -> NDArray[np.float64]:
        import torch

        shape = len(windows), length
        ids, types, mask = np.full(shape, self.pad, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, window in enumerate(windows):
            end = len(window.ids)
            ids[row, :end], types[row, :end], mask[row, :end] = window.ids, window.types, 1
        arrays = {"input_ids": ids, "attention_mask": mask, **({"token_type_ids": types} if self.typed else {})}
        with torch.inference_mode():
            inputs = {name: torch.from_numpy(array).to(self.device) for name, array in arrays.items()}
            logits = cast(Any, self.model)(**inputs).logits
        return cast(NDArray[np.float64], logits.float().cpu().numpy().astype(np.float64))


def load_forward(directory: ModelDirectory, *, device: str, pad: int, precision: str = AUTO) -> Forward:
    """Load the weights of a checked model directory; `pad` is the id of the padding token.

    `device` is a PyTorch device or `auto` (a GPU where there is one), `precision` as for `chosen_precision`. On a CPU a
    BERT runs in our own operations, all else in transformers'. Raises ModelError where the weights cannot be read or
    lack the classifier.
    """
    import torch
    from transformers import AutoModelForSequenceClassification

    path, name, chosen = directory.path, directory.record.name, chosen_device(device)
    try:
        with _quiet():
            model, info = AutoModelForSequenceClassification.from_pretrained(
                path,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
    except Exception as error:  # the loaders of many architectures raise many types
        raise ModelError(f"Model {name} in {path} cannot be loaded: {_first_line(error)}.") from error
    if info["missing_keys"]:
        missing = sorted(info["missing_keys"])[0]
        raise ModelError(f"Model {name} in {path} is not a trained sequence classifier: its weights lack {missing}.")
    exactly = chosen_precision(precision, device=chosen, int8=directory.plain_bert)
    typed = _reads_types(model)
    if chosen == "cpu" and directory.plain_bert:
        from threads.stance.bert import Bert

        return Forward(Bert(model, exactly), chosen, pad, typed, exactly)
    return Forward(_reduced(model.eval(), exactly).to(chosen), chosen, pad, typed, exactly)


def load_tokenizer(path: Path, *, name: str) -> Any:
    """The fast tokenizer of a model directory. Raises ModelError for one that cannot be read or knows no word."""
    from transformers import AutoTokenizer

    try:
        with _quiet():
            tokenizer = AutoTokenizer.from_pretrained(
                path, local_files_only=True, trust_remote_code=False, use_fast=True
            )
    except Exception as error:  # tokenizers raise bare Exception
        raise ModelError(f"The tokenizer of model {name} in {path} cannot be loaded: {_first_line(error)}.") from error
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"Model {name} has no fast tokenizer; save one as tokenizer.json in {path}.")
    known = tokenizer("a e i o the die", add_special_tokens=False)["input_ids"]
    if not known or all(one == tokenizer.unk_token_id for one in known):
        raise ModelError(f"The tokenizer of model {name} knows no word: its vocabulary is missing in {path}.")
    if tokenizer.pad_token_id is None:
        raise ModelError(f"The tokenizer of model {name} names no padding token (pad_token in tokenizer_config.json).")
    return tokenizer


def chosen_device(device: str) -> str:
    """`auto` as a PyTorch device: the GPU where there is one. Raises ModelError for a device that is not there."""
    import torch

    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ModelError(f"There is no device '{device}' here; use auto, cpu or cuda.") from error
    return device


def _reduced(model: Any, precision: Precision) -> Any:
    """The model in a precision, but for its last layer: logits in bfloat16 would have two or three digits."""
    import torch

    linear = [one for one in model.modules() if isinstance(one, torch.nn.Linear)]
    last = next(one for one in reversed(linear) if one.out_features == model.config.num_labels)
    weights = {name: values.clone() for name, values in last.state_dict().items()}
    model = model.to(dtype=torch.bfloat16 if precision is Precision.BFLOAT16 else torch.float32)
    last.float().load_state_dict(weights)
    last.register_forward_pre_hook(lambda _, given: (given[0].float(), *given[1:]))
    return model


def _reads_types(model: Any) -> bool:
    """Whether the model tells its two segments apart by token types."""
    return (getattr(model.config, "type_vocab_size", 0) or 0) > 1


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars or loading reports of the library on stderr; what matters in them is checked here."""
    from transformers.utils import logging as log

    logging: Any = log
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
