"""Any three-way stance or NLI classifier as a stance model: the comment and the thesis are its two segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.calibration import HeadCalibration
from threads.stance.directory import ModelDirectory
from threads.stance.encoding import Encoded, Window
from threads.stance.forward import Forward, load_forward, load_tokenizer
from threads.stance.heads import Columns
from threads.stance.model import Cut, Prediction, Progress, StanceInput
from threads.stance.precision import AUTO
from threads.stance.reading import ModelRecord

TEMPLATE = "{comment} [SEP] {thesis}"
"""The comment is the premise, the thesis the hypothesis."""

_LONGEST, _OVERLAP = 512, 64


@dataclass(frozen=True, slots=True)
class Template:
    """The two segments of an input; `{comment}` stands in one of them, `{thesis}` in the other."""

    first: str
    second: str

    @classmethod
    def of(cls, text: str) -> Template:
        """Read `{comment} [SEP] {thesis}` in either order, or a hypothesis such as `It is true that {thesis}`.

        Raises ModelError where it is neither.
        """
        whole = text if "{comment}" in text else f"{{comment}} [SEP] {text}"
        parts = [part.strip() for part in whole.split("[SEP]")]
        slots = [("{comment}" in part, "{thesis}" in part) for part in parts]
        if sorted(slots) != [(False, True), (True, False)]:
            raise ModelError(f"The template '{text}' is not of the form '{TEMPLATE}' or 'It is true that {{thesis}}'.")
        return cls(*parts)

    @property
    def comment_first(self) -> bool:
        """Whether the comment is the first segment."""
        return "{comment}" in self.first

    def filled(self, one: StanceInput) -> tuple[str, str]:
        """Both segments of an input."""
        pairs = (("{thesis}", one.thesis or ""), ("{comment}", one.comment))
        first, second = self.first, self.second
        for slot, words in pairs:
            if slot in first:
                first = first.replace(slot, words)
            else:
                second = second.replace(slot, words)
        return first, second


@dataclass(frozen=True, slots=True)
class ClassifierModel:
    """A stance model over somebody else's classifier; it reads no parent and says nothing of replies."""

    record: ModelRecord
    forward: Forward
    tokenizer: Any
    columns: Columns
    calibration: HeadCalibration
    template: Template
    longest: int

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        """One prediction per input, in the order of the inputs; None where there is no thesis."""
        asked = [one for one in inputs if one.thesis]
        if not asked:
            return [Prediction(None, None, windows=0) for _ in inputs]
        encoded = self._encoded(asked)
        logits = self.forward.means([one.windows for one in encoded], progress=progress)
        rows = zip(asked, logits, encoded, strict=True)
        found = iter([self._prediction(*row) for row in rows])
        return [next(found) if one.thesis else Prediction(None, None, windows=0) for one in inputs]

    def _prediction(self, one: StanceInput, raw: NDArray[np.float64], encoded: Encoded) -> Prediction:
        logits = self.columns.logits(raw)
        return Prediction(
            stance=self.calibration.distribution(logits, one.language),
            reply=None,
            stance_logits=logits,
            windows=len(encoded.windows),
            cut=encoded.cut,
        )

    def _encoded(self, inputs: Sequence[StanceInput]) -> list[Encoded]:
        """Windows of every input: the comment in overlapping pieces, the thesis whole (its beginning if very long)."""
        pairs = [self.template.filled(one) for one in inputs]
        comment = 0 if self.template.comment_first else 1
        other = [self._shortened(pair[1 - comment]) for pair in pairs]
        texts = [pair[comment] for pair in pairs]
        encoded = self.tokenizer(
            *((texts, other) if comment == 0 else (other, texts)),
            truncation="only_first" if comment == 0 else "only_second",
            max_length=self.longest,
            stride=_OVERLAP if self.longest > 4 * _OVERLAP else 0,
            return_overflowing_tokens=True,
            return_token_type_ids=True,
        )
        found: list[list[Window]] = [[] for _ in inputs]
        for row, sample in enumerate(encoded["overflow_to_sample_mapping"]):
            tokens = encoded.sequence_ids(row).count(comment)
            found[sample].append(
                Window(tuple(encoded["input_ids"][row]), tuple(encoded["token_type_ids"][row]), tokens)
            )
        cuts = (Cut(thesis=short != pair[1 - comment]) for short, pair in zip(other, pairs, strict=True))
        return [Encoded(tuple(several), cut) for several, cut in zip(found, cuts, strict=True)]

    def _shortened(self, text: str) -> str:
        """The text, or as much of it as fills half a window."""
        room = self.longest // 2
        offsets = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        return text if len(offsets) <= room else text[: offsets[room - 1][1]]


def load_classifier(
    directory: ModelDirectory, *, device: str, template: str | None, precision: str = AUTO
) -> ClassifierModel:
    """Load a checked model directory. Raises ModelError where its weights, tokenizer or the template are unusable."""
    parts = Template.of(template or TEMPLATE)
    tokenizer = load_tokenizer(directory.path, name=directory.record.name)
    forward = load_forward(directory, device=device, pad=tokenizer.pad_token_id, precision=precision)
    return ClassifierModel(
        record=replace(directory.record, precision=forward.precision),
        forward=forward,
        tokenizer=tokenizer,
        columns=directory.head.stance,
        calibration=directory.calibration.stance,
        template=parts,
        longest=_longest(tokenizer, forward),
    )


def _longest(tokenizer: Any, forward: Forward) -> int:
    """Tokens that a window may have: what the tokenizer and the position table allow, 512 at most."""
    config = forward.model.config
    positions = getattr(config, "max_position_embeddings", None) or _LONGEST
    offset = 2 if getattr(config, "model_type", "") in {"xlm-roberta", "roberta", "camembert"} else 0
    return int(min(tokenizer.model_max_length, positions - offset, _LONGEST))
