"""A model trained with `threads train` as a stance model: one forward pass gives the stance and the reply relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from threads.errors import ModelError
from threads.stance.calibration import Calibration
from threads.stance.directory import ModelDirectory
from threads.stance.encoding import Encoded, PairEncoder
from threads.stance.forward import Forward, load_forward, load_tokenizer
from threads.stance.heads import Columns
from threads.stance.model import Prediction, Progress, StanceInput
from threads.stance.precision import AUTO
from threads.stance.reading import ModelRecord


@dataclass(frozen=True, slots=True)
class JointModel:
    """A stance head and a reply head over one encoder."""

    record: ModelRecord
    forward: Forward
    encoder: PairEncoder
    stance: Columns
    reply: Columns
    calibration: Calibration

    def predict(self, inputs: Sequence[StanceInput], *, progress: Progress | None = None) -> Sequence[Prediction]:
        """One prediction per input, in the order of the inputs; equal inputs are run once."""
        if not inputs:
            return []
        encoded = self.encoder.encoded(inputs)
        logits = self.forward.means([one.windows for one in encoded], progress=progress)
        rows = zip(inputs, logits, encoded, strict=True)
        return [self._prediction(*row) for row in rows]

    def _prediction(self, one: StanceInput, raw: NDArray[np.float64], encoded: Encoded) -> Prediction:
        stance = self.stance.logits(raw) if one.thesis else None
        reply = self.reply.logits(raw) if one.parent else None
        return Prediction(
            stance=self.calibration.stance.distribution(stance, one.language) if stance else None,
            reply=self.calibration.reply.distribution(reply, one.language) if reply else None,
            stance_logits=stance,
            reply_logits=reply,
            windows=len(encoded.windows),
            cut=encoded.cut,
        )


def load_joint(directory: ModelDirectory, *, device: str, precision: str = AUTO) -> JointModel:
    """Load a checked model directory with both heads. Raises ModelError where weights or tokenizer are unusable."""
    name, head = directory.record.name, directory.head
    if head.reply is None:
        raise ModelError(f"Model {name} has no reply head; load it with load_model.")
    tokenizer = load_tokenizer(directory.path, name=name)
    forward = load_forward(directory, device=device, pad=tokenizer.pad_token_id, precision=precision)
    return JointModel(
        record=replace(directory.record, precision=forward.precision),
        forward=forward,
        encoder=PairEncoder(tokenizer),
        stance=head.stance,
        reply=head.reply,
        calibration=directory.calibration,
    )
