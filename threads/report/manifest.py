"""A run → its manifest: versions, options, hashes of inputs, weights and outputs; no clock times."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threads.analysis import Run
    from threads.thread import Notice

SCHEMA = "threads.manifest/1"
"""Version of the manifest's form; stands first in it."""

_LIBRARIES = (
    "torch",
    "transformers",
    "tokenizers",
    "numpy",
    "scipy",
    "scikit-learn",
    "networkx",
    "pyarrow",
    "lxml",
)


def manifest(run: Run, outputs: Mapping[str, bytes]) -> str:
    """The manifest as JSON. `outputs` are the run's files by name.

    The key of the pseudonyms is never written, only whether the user gave one.
    """
    record: dict[str, Any] = {
        "schema": SCHEMA,
        **made_with(),
        "options": _options(run),
        "model": asdict(run.model),
        "inputs": _inputs(run),
        "counts": {
            "threads": len(run.analyses),
            "comments": sum(a.thread.recovered_comments for a in run.analyses),
            "placeholders": sum(c.missing for a in run.analyses for c in a.thread.comments),
        },
        "outputs": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(outputs.items())},
        "notices": [_notice(notice) for notice in run.notices],
    }
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def made_with() -> dict[str, Any]:
    """The versions of `threads`, of Python and of the libraries that results depend on."""
    return {
        "threads": _version("threads-discourse"),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _options(run: Run) -> dict[str, Any]:
    options = asdict(run.options)
    given = options.pop("key") is not None
    return {**options, "pseudonym_key_given": given}


def _inputs(run: Run) -> list[dict[str, str]]:
    """Each input once, in the order of its first thread."""
    sources = {(a.thread.source.path, a.thread.source.sha256): a.thread.source.format for a in run.analyses}
    return [{"path": path, "sha256": sha256, "format": form} for (path, sha256), form in sources.items()]


def _notice(notice: Notice) -> dict[str, str | None]:
    return asdict(notice)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
