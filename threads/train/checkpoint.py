"""A model and its optimiser in, one safetensors file out from which their training goes on."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn


class Checkpoint:
    """The state of a training pass in one file: weights, moments, the random state, and the number of steps done."""

    def __init__(self, path: Path, model: nn.Module, optimiser: torch.optim.Optimizer) -> None:
        self.path, self.model, self.optimiser = path, model, optimiser

    def save(self, step: int) -> None:
        """Write the state after `step` steps; a write that is cut off leaves the last state whole."""
        tensors = {"random/state": torch.get_rng_state()}
        tensors |= {f"model/{name}": value.contiguous() for name, value in self.model.state_dict().items()}
        for number, moments in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser/{number}/{name}": value.contiguous() for name, value in moments.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".part")
        save_file(tensors, partial, metadata={"step": str(step)})
        partial.replace(self.path)

    def step(self) -> int:
        """The number of steps that the stored state has done, 0 where there is none."""
        if not self.path.is_file():
            return 0
        with safe_open(self.path, "pt") as stored:
            return int(stored.metadata()["step"])

    def restore(self) -> int:
        """Load the state, if there is one, and return the number of steps it has done, else 0."""
        if not self.path.is_file():
            return 0
        moments: dict[int, dict[str, torch.Tensor]] = {}
        weights = {}
        with safe_open(self.path, "pt") as stored:
            for key in stored.keys():  # noqa: SIM118 - a handle of safetensors is no mapping
                kind, name = key.split("/", 1)
                value = stored.get_tensor(key)
                if kind == "random":
                    torch.set_rng_state(value)
                elif kind == "model":
                    weights[name] = value
                else:
                    number, name = name.split("/")
                    moments.setdefault(int(number), {})[name] = value
        self.model.load_state_dict(weights)
        form = self.optimiser.state_dict()
        self.optimiser.load_state_dict({**form, "state": moments})
        return self.step()
