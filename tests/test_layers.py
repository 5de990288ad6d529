"""Data flows one way: a module imports only from its own layer and the layers before it."""

import ast
from pathlib import Path

import pytest

import threads

PACKAGE = Path(threads.__file__).parent
LAYERS = [
    "errors",
    "shipped",
    "thread",
    "schema",
    "source",
    "readers",
    "parsing",
    "privacy",
    "stance",
    "discourse",
    "analysis",
    "report",
    "train",
    "batch",
    "cli",
    "__init__",
    "__main__",
]


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Layers that a file imports from `threads`, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "threads" else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("threads.")}
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_backwards(path: Path) -> None:
    own = LAYERS.index(layer(path))
    late = {name for name in imports(path) if name in LAYERS and LAYERS.index(name) > own}
    assert not late, f"{path.name} imports from later layers: {sorted(late)}"


def test_every_part_has_a_layer() -> None:
    parts = {layer(path) for path in PACKAGE.rglob("*.py")}
    assert parts <= set(LAYERS)
