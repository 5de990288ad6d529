"""Typed looks into JSON values."""

from __future__ import annotations

from typing import Any

from threads.source.json_text import Loaded, Record, lines, load, load_all

__all__ = ["Loaded", "Record", "below", "get", "lines", "load", "load_all", "records", "string", "whole"]


_LONGEST_PATH = 200


def below(path: str, key: object) -> str:
    """The place of a value in its document as a JSON pointer; of one that lies very deep the end of it."""
    place = f"{path}/{key}"
    return place if len(place) <= _LONGEST_PATH else f"…{place[-_LONGEST_PATH // 2 :]}"


def get(record: object, *path: str) -> Any:
    """The value at a path of keys, None where there is none."""
    for key in path:
        if not isinstance(record, dict):
            return None
        record = record.get(key)
    return record


def string(record: object, *path: str) -> str | None:
    """The non-empty string or number at a path as a string."""
    value = get(record, *path)
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def whole(record: object, *path: str) -> int | None:
    """The whole number at a path, also where it is written as text."""
    value = get(record, *path)
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 19:
        return int(value)
    return int(value) if isinstance(value, (int, float)) and abs(value) < 1e18 else None


def records(value: object) -> list[Record]:
    """The objects of a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
