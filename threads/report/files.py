"""Bytes → a file that is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

from threads.errors import OutputError


def write(path: Path, content: bytes | str) -> Path:
    """Write UTF-8 text or bytes through a partial file beside it. Raises OutputError."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from error
    finally:
        if partial.exists():
            partial.unlink()
    return path


def directory(path: Path) -> Path:
    """Make a directory with its parents. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the directory {path}: {error.strerror or error}.") from error
    return path
