"""Where the files that travel with the package lie: models and seeds."""

from __future__ import annotations

from pathlib import Path

from threads.errors import SourceError

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Directory `name` (`models` or `seeds`): inside an installed wheel, or at the top of a checkout."""
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise SourceError(f"This installation has no '{name}' directory: install the wheel, or run from a whole checkout.")
