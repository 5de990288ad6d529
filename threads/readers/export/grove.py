"""Items and the items they answer → the item at the top of each, which tells the threads of a document apart."""

from __future__ import annotations

from collections.abc import Mapping


def tops(parents: Mapping[str, str | None]) -> dict[str, str]:
    """For each item the last one that climbing its parents reaches, known or not; linear, cycles end the climb."""
    found: dict[str, str] = {}
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        at = start
        while at not in found and at not in on_path:
            path.append(at)
            on_path.add(at)
            above = parents.get(at)
            if above is None:
                break
            at = above
        top = found.get(at, at)
        found.update(dict.fromkeys(path, top))
    return {start: found[start] for start in parents}
