"""A model directory in, SHA256SUMS of the files that decide its predictions out; and the check of them on loading.

The file has the form of `sha256sum`, so that `sha256sum --check SHA256SUMS` checks it too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from threads.errors import ModelError

FILE = "SHA256SUMS"

_READ = (".json", ".model", ".safetensors", ".txt")
_NOT_READ = ("ablation.json", "calibration_report.json", "errors.json", "figures.json", "probes.json")
"""What the training writes about a model beside it: another card or figure is no other model."""


def write_sums(directory: Path) -> Path:
    """Write SHA256SUMS over weights, settings, tokenizer and calibration; the same bytes for the same files."""
    named = sorted(file.name for file in directory.iterdir() if file.is_file() and _is_read(file.name))
    lines = [f"{sum_of(directory / name)}  {name}\n" for name in named]
    path = directory / FILE
    path.write_text("".join(lines), encoding="utf-8")
    return path


def check_sums(directory: Path, *, name: str) -> None:
    """Compare the files with SHA256SUMS, all of them in full; a directory without one passes.

    Raises ModelError for the first file that is missing or not what was written. Files that no model is loaded from
    are passed over.
    """
    for file, promised in _promised(directory / FILE, name):
        path = directory / file
        if not path.is_file():
            raise ModelError(f"Model {name} lacks {file}, which its {FILE} lists: fetch it again into {directory}.")
        if sum_of(path) != promised:
            raise ModelError(f"Model {name} is damaged: {file} is not the file of its {FILE}; fetch {path} again.")


def sum_of(*files: Path) -> str:
    """SHA-256 of files, one after the other, as lower-case hex."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _promised(path: Path, name: str) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The {FILE} of model {name} cannot be read: {error}.") from error
    for line in text.splitlines():
        words = line.split(maxsplit=1)
        file = words[1].removeprefix("*").removeprefix("./") if len(words) == 2 else ""
        if "/" not in file and "\\" not in file and _is_read(file):
            yield file, words[0].lower()


def _is_read(file: str) -> bool:
    return file.endswith(_READ) and file not in _NOT_READ
