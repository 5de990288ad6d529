"""A batch → its manifest and its fingerprint: what was asked, with which weights and versions; no clock times."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from threads.analysis import Options
from threads.batch.inputs import Found
from threads.batch.segment import Counts, Quarantined, Settings
from threads.batch.store import Mark
from threads.report.manifest import made_with

SCHEMA = "threads.batch/1"
"""Version of the manifest's form; stands first in it."""


def fingerprint(settings: Settings, device: str) -> str:
    """Hash of everything but the inputs that decides what a part's bytes are."""
    record = {
        **made_with(),
        "options": _options(settings.options),
        "model": asdict(settings.record),
        "device": device,
        "key": None if settings.key is None else hashlib.blake2b(settings.key, person=b"threads.finger").hexdigest(),
        "part_comments": settings.part_comments,
    }
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def manifest(settings: Settings, found: Found, marks: Sequence[Mark], quarantined: int) -> bytes:
    """The manifest as JSON; the key of the pseudonyms is not in it."""
    counts = sum((mark.counts for mark in marks), Counts())
    listing = "".join(f"{file.path}\0{file.sha256}\n" for file in found.files)
    record: dict[str, Any] = {
        "schema": SCHEMA,
        **made_with(),
        "options": _options(settings.options) | {"pseudonym_key_given": settings.options.key is not None},
        "part_comments": settings.part_comments,
        "model": asdict(settings.record),
        "inputs": {
            "files": len(found.files),
            "bytes": sum(file.size for file in found.files),
            "sha256": hashlib.sha256(listing.encode("utf-8", "surrogateescape")).hexdigest(),
        },
        "counts": {
            "threads": counts.threads,
            "comments": counts.comments,
            "placeholders": counts.placeholders,
            "author_flips": counts.flips,
            "notices": counts.notices + len(found.notices),
            "quarantined": quarantined,
        },
        "parts": {name: sha256 for mark in marks for name, sha256 in sorted(mark.files.items())},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def quarantine(found: Iterable[Quarantined]) -> bytes:
    """quarantine.jsonl: path, SHA-256 and reason of every page that was given up, sorted."""
    lines = sorted(json.dumps(asdict(one), ensure_ascii=False) for one in found)
    return "".join(line + "\n" for line in lines).encode("utf-8", "replace")


def _options(options: Options) -> dict[str, Any]:
    record = asdict(options)
    for name in ("key", "device", "model", "precision"):  # the first is secret, the others have their own places
        record.pop(name)
    return record
