"""The name of a model in, a loaded stance model out: a shipped one, a local directory, or a hub id the user gives."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from threads.errors import ModelError
from threads.stance.classifier import load_classifier
from threads.stance.directory import ModelDirectory, check_directory
from threads.stance.heads import Kind
from threads.stance.installed import DEFAULT_MODEL, shipped_directories
from threads.stance.joint import load_joint
from threads.stance.model import StanceModel
from threads.stance.precision import AUTO, chosen_precision
from threads.stance.reading import ModelRecord

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_WANTED = ["*.json", "*.safetensors", "*.txt", "*.model", "README.md", "SHA256SUMS"]


def load_model(
    name: str | None = None, *, device: str = "auto", template: str | None = None, precision: str = AUTO
) -> StanceModel:
    """Load a model: None for the shipped default, the name of a shipped one, a directory, or a hub id `owner/name`.

    Only a hub id can reach for the network, and only where HF_HUB_OFFLINE is not set. `device` is a PyTorch device or
    `auto`. `template` puts comment and thesis together for models trained elsewhere: a hypothesis such as
    `It is true that {thesis}`, or both segments, `{thesis} [SEP] {comment}`. `precision` is `float32`,
    `bfloat16`, `int8` or `auto`: what the device is fast in. Raises ModelError.
    """
    directory = model_directory(name)
    if directory.head.kind is not Kind.JOINT:
        return load_classifier(directory, device=device, template=template, precision=precision)
    if template is not None:
        raise ModelError(f"Model {directory.record.name} has its own input form and takes no template.")
    return load_joint(directory, device=device, precision=precision)


def model_directory(name: str | None = None) -> ModelDirectory:
    """Find a model as `load_model` does and check its directory, without loading it. Raises ModelError."""
    path = _path(name or DEFAULT_MODEL)
    return check_directory(path, name=_shown_name(name, path))


def model_record(name: str | None = None, *, device: str, precision: str = AUTO) -> ModelRecord:
    """What `load_model` would record of a model on a device (not `auto`), without loading it. Raises ModelError."""
    directory = model_directory(name)
    chosen = chosen_precision(precision, device=device, int8=directory.plain_bert)
    return replace(directory.record, precision=chosen)


def _path(name: str) -> Path:
    shipped = {path.name: path for path in shipped_directories()}
    if name in shipped:
        return shipped[name]
    if Path(name).is_dir():
        return Path(name)
    if _HUB_ID.fullmatch(name) and not Path(name).parent.is_dir():
        return _hub_directory(name)
    held = ", ".join(sorted(shipped)) or "none is installed"
    raise ModelError(
        f"There is no model '{name}': it is neither a shipped model ({held}), nor a directory, nor a hub id owner/name."
    )


def _shown_name(name: str | None, path: Path) -> str:
    return name if name and _HUB_ID.fullmatch(name) and not Path(name).is_dir() else path.resolve().name


def _hub_directory(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=_WANTED, ignore_patterns=["*/*"]))
    except Exception as error:  # a network fails in many types
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
        raise ModelError(f"Model {name} could not be fetched from the Hugging Face hub: {reason}.") from error
