"""Everything beyond the weights that a killed run needs to go on exactly where it was, as one safetensors file."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from model.errors import UnusableCheckpoint
from model.network import State
from model.optimisation import AveragedWeights

_ADVICE = "Remove this run's folder and train anew."


@dataclass(slots=True)
class Position:
    """Where a run stands. `seconds` and `step` are spent of its budget; `bf16` is None until it is decided."""

    epoch: int = 0
    window: int = 0
    step: int = 0
    seconds: float = 0.0
    validated: int = 0
    best: float | None = None
    without_better: int = 0
    bf16: bool | None = None
    finished: bool = False
    stopped_early: bool = False


def pack(position: Position, optimizer: torch.optim.Optimizer, averaged: AveragedWeights, state: State | None) -> bytes:
    """Safetensors bytes for `unpack`: position, optimizer, averaged weights, streams' memory, random generators."""
    tensors: dict[str, Tensor] = {
        "position": torch.frombuffer(bytearray(json.dumps(asdict(position)).encode()), dtype=torch.uint8),
        "random.cpu": torch.get_rng_state(),
    }
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    if state is not None:
        tensors["hidden"], tensors["cell"] = (part.cpu().contiguous() for part in state)
    for name, tensor in averaged.network.state_dict().items():
        tensors[f"averaged.{name}"] = tensor.cpu().contiguous()
    for number, values in optimizer.state_dict()["state"].items():
        for name, value in values.items():
            tensors[f"optimizer.{number}.{name}"] = value.cpu().contiguous()
    return save_safetensors(tensors)


def unpack(
    data: bytes, path: Path, optimizer: torch.optim.Optimizer, averaged: AveragedWeights, batch: int
) -> tuple[Position, State | None]:
    """Put optimizer, averaged weights and random generators back to what `pack` saw; returns position and memory.

    Raises UnusableCheckpoint when the bytes don't fit this network.
    """
    try:
        tensors = load_safetensors(data)
        position = _position(bytes(tensors["position"].tolist()))
        _fill(optimizer, tensors)
        averaged.network.load_state_dict(
            {name.removeprefix("averaged."): tensor for name, tensor in tensors.items() if name[:9] == "averaged."}
        )
        config = averaged.network.config
        state = _hidden_state(tensors, (config.layers, batch, config.hidden))
        torch.set_rng_state(tensors["random.cpu"])
        if "random.cuda" in tensors and torch.cuda.is_available():
            torch.cuda.set_rng_state(tensors["random.cuda"])
    except (SafetensorError, KeyError, IndexError, ValueError, TypeError, RuntimeError) as error:
        raise UnusableCheckpoint(path, "training can't go on from it", _ADVICE) from error
    if state is None:
        return position, None
    device = next(averaged.network.parameters()).device
    return position, (state[0].to(device), state[1].to(device))


def _fill(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    numbered: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, number, part = name.split(".")
            if part != "step" and tensor.shape != parameters[int(number)].shape:
                raise ValueError(f"{name} has another shape")
            numbered.setdefault(int(number), {})[part] = tensor
    optimizer.load_state_dict({"state": numbered, "param_groups": optimizer.state_dict()["param_groups"]})


def _hidden_state(tensors: dict[str, Tensor], expected: tuple[int, int, int]) -> State | None:
    if "hidden" not in tensors:
        return None
    if tensors["hidden"].shape != expected or tensors["cell"].shape != expected:
        raise ValueError("the hidden state has another shape")
    return tensors["hidden"], tensors["cell"]


def _position(data: bytes) -> Position:
    found = json.loads(data)
    if not isinstance(found, dict) or set(found) != {field.name for field in fields(Position)}:
        raise ValueError("not a position")
    return Position(**found)
