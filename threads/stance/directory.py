"""A model directory in, what it holds out: weights as safetensors, tokenizer, labels, calibration, each checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from threads.errors import ModelError
from threads.stance.calibration import FILE, Calibration, HeadCalibration, read_calibration
from threads.stance.heads import Head, Kind, head_of
from threads.stance.reading import ModelRecord
from threads.stance.sums import check_sums, sum_of

UNCALIBRATED_THRESHOLD = 0.5
"""Confidence from which a model without calibration.json decides."""

_TOKENIZERS: tuple[tuple[str, ...], ...] = (
    ("tokenizer.json",),
    ("vocab.txt",),
    ("vocab.json", "merges.txt"),
    ("spm.model",),
    ("sentencepiece.bpe.model",),
    ("spiece.model",),
    ("tokenizer.model",),
)
"""Files that hold a vocabulary. Without them transformers makes, silently, a tokenizer that knows no word."""


@dataclass(frozen=True, slots=True)
class ModelDirectory:
    """What was found in a model directory; `calibration` is that of no change where the directory has none.

    `plain_bert` says whether `Bert` computes every part of the model.
    """

    path: Path
    record: ModelRecord
    head: Head
    labels: tuple[str, ...]
    calibration: Calibration
    plain_bert: bool = False


def check_directory(path: Path, *, name: str | None = None) -> ModelDirectory:
    """Read what a model directory says of itself. Raises ModelError that says what it lacks.

    Where it has SHA256SUMS, every file that is loaded is compared with it, in full: 60 MB take about a tenth of a
    second, far less than loading them.
    """
    name = name or path.resolve().name
    config = _config(path, name)
    check_sums(path, name=name)
    weights = _weights(path, name)
    if not any(all((path / file).is_file() for file in files) for files in _TOKENIZERS):
        raise ModelError(f"Model {name} has no tokenizer in {path} (tokenizer.json); save it there with the weights.")
    labels = _labels(config, name)
    head = head_of(labels, model=name)
    calibrated = (path / FILE).is_file()
    calibration = read_calibration(path / FILE) if calibrated else Calibration(_uncalibrated(), _uncalibrated())
    record = ModelRecord(
        name=name,
        sha256=sum_of(*weights),
        kind=Kind.NLI.value if head.kind is Kind.NLI else Kind.STANCE.value,
        threshold=calibration.stance.threshold,
        licence=licence(path),
        reply_threshold=calibration.reply.threshold,
    )
    plain_bert = config.get("model_type") == "bert" and config.get("hidden_act", "gelu") == "gelu"
    return ModelDirectory(path, record, head, labels, calibration, plain_bert)


def licence(path: Path) -> str | None:
    """The `license` in the YAML head of the model card, None where there is none."""
    try:
        card = (path / "README.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    head = re.match(r"---\s*\n(.*?)\n---\s*\n", card, re.DOTALL)
    found = re.search(r"^license(?:_name)?:\s*['\"]?([^'\"\n]+)", head[1], re.MULTILINE) if head else None
    return found[1].strip() if found else None


def _uncalibrated() -> HeadCalibration:
    return HeadCalibration(threshold=UNCALIBRATED_THRESHOLD)


def _config(path: Path, name: str) -> dict[str, Any]:
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{path} is no model directory: it has no config.json.") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"The config.json of model {name} cannot be read: {error}.") from error
    if not isinstance(config, dict):
        raise ModelError(f"The config.json of model {name} is not a JSON object.")
    return cast(dict[str, Any], config)


def _weights(path: Path, name: str) -> tuple[Path, ...]:
    """The weight files, one or several shards in order."""
    whole, shards = path / "model.safetensors", sorted(path.glob("model-*-of-*.safetensors"))
    if whole.is_file():
        return (whole,)
    if shards:
        return tuple(shards)
    unsafe = sorted(file.name for kind in ("*.bin", "*.pt", "*.pth", "*.ckpt") for file in path.glob(kind))
    held = f", only {unsafe[0]}, a format that can run code" if unsafe else ""
    raise ModelError(f"Model {name} has no model.safetensors in {path}{held}; save the weights as safetensors.")


def _labels(config: dict[str, Any], name: str) -> tuple[str, ...]:
    try:
        written = {int(column): str(label) for column, label in config.get("id2label", {}).items()}
    except (ValueError, AttributeError) as error:
        raise ModelError(f"The id2label of model {name} is not of the form {{'0': 'agree', …}}.") from error
    if not written:
        written = {column: f"LABEL_{column}" for column in range(int(config.get("num_labels", 2)))}
    if sorted(written) != list(range(len(written))):
        raise ModelError(f"The id2label of model {name} does not number its labels from 0 without gaps.")
    return tuple(label for _, label in sorted(written.items()))
