"""Analyses → a Hugging Face data set on disk, with the codebook's types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from threads.errors import OutputError
from threads.report.files import write
from threads.report.tables import comments_parquet, comments_table

if TYPE_CHECKING:
    from threads.analysis import Analysis


def write_datasets(analyses: Sequence[Analysis], out: Path) -> tuple[Path, ...]:
    """The comments in `out/datasets`; open them with `datasets.load_from_disk(…)`."""
    from datasets import Dataset, DatasetInfo
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = out / "datasets"
    fingerprint = hashlib.sha256(comments_parquet(analyses)).hexdigest()[:16]
    info = DatasetInfo(description="Comments of reader threads with their stance, made by threads.")
    try:
        Dataset(comments_table(analyses), info=info, fingerprint=fingerprint).save_to_disk(folder)
    except OSError as error:
        raise OutputError(f"Cannot write {folder}: {error}.") from error
    return tuple(_steady(path) for path in sorted(folder.iterdir()))


def _steady(path: Path) -> Path:
    """JSON with its keys in order."""
    if path.suffix == ".json":
        write(path, json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2, sort_keys=True) + "\n")
    return path
