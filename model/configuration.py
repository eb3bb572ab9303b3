"""The shape of a network and the settings of a training run: plain values that are written into every checkpoint.

They live apart from network.py and training.py so that whoever reads a checkpoint or prints help needs no torch.
"""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, get_args

from model.errors import BadOption

SeparatorForm = Literal["end", "newlines"]

MOST_HIDDEN = 4096
MOST_LAYERS = 8
MOST_PARTS = 64
# Settings that checkpoints of earlier versions don't name, and what those versions did.
_BEFORE: dict[str, object] = {
    "averaging": 0.0,
    "separator": "end",
    "input_dropout": 0.0,
    "recurrent_dropout": 0.0,
    "parts": 0,
}


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The shape of the character LSTM in network.py.

    embedding          numbers that stand for one character
    hidden             cells a layer
    layers             LSTM layers, one upon the other
    dropout            share of each layer's output left out in training: 0.5 for a wall of 300 posts, 0 for a big one
    input_dropout      the same of the embedding
    recurrent_dropout  share of the weights from a layer's last output to its gates left out for a step of training
                       (DropConnect, as in Merity et al., "Regularizing and Optimizing LSTM Language Models", 2017)
    parts              how many parts of a text it tells apart, which it is told with the topic (see model.told);
                       0: it is told neither, and learns posts alone
    """

    embedding: int = 64
    hidden: int = 256
    layers: int = 2
    dropout: float = 0.0
    input_dropout: float = 0.0
    recurrent_dropout: float = 0.0
    parts: int = 0

    def __post_init__(self) -> None:
        _whole("embedding", self.embedding, 1, MOST_HIDDEN)
        _whole("hidden", self.hidden, 1, MOST_HIDDEN)
        _whole("layers", self.layers, 1, MOST_LAYERS)
        _whole("parts", self.parts, 0, MOST_PARTS)
        for name in ("dropout", "input_dropout", "recurrent_dropout"):
            _number(name, getattr(self, name), 0.0, 0.9)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Embedding, hidden, layers: networks of one shape have weights of the same sizes."""
        return self.embedding, self.hidden, self.layers

    def to_json(self) -> dict[str, object]:
        """What `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: object) -> Self:
        """Read what `to_json` wrote; anything else raises BadOption."""
        return cls(**_named(cls, found))


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. Either `minutes` or `steps` is the budget: the learning rate falls to zero as it is spent.

    batch          streams read side by side
    length         characters of each stream a step (truncated back-propagation)
    learning_rate  at its highest: 4e-3 suits a small network, 2e-3 a big one
    warm_up        share of the budget in which the learning rate rises
    clip           the gradient's greatest length
    weight_decay   of AdamW, on matrices only
    averaging      share of the steps so far over whose weights the mean is taken that is judged and kept; 0 = none
    minutes        of training, validation and saving included; a killed and resumed run counts what it had spent
    steps          the budget for runs that must be repeatable to the bit
    validations    how often the held-out posts are read in the whole budget
    patience       validations without a better figure before training stops early; 0 = never
    seed           of the weights, the order of posts, dropout, and which posts are held out
    save_every_s   seconds between checkpoints `last`: so much work a kill may cost
    precision      "auto" times both and takes the faster
    device         "auto" takes a GPU if there is one
    separator      what stands between posts: one symbol of its own, or ten newlines (see model.separator)
    """

    batch: int = 32
    length: int = 64
    learning_rate: float = 4e-3
    warm_up: float = 0.05
    clip: float = 1.0
    weight_decay: float = 0.01
    averaging: float = 0.1
    minutes: float | None = None
    steps: int | None = None
    validations: int = 20
    patience: int = 6
    seed: int = 0
    save_every_s: float = 20.0
    precision: Literal["auto", "bf16", "fp32"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    separator: SeparatorForm = "end"

    def __post_init__(self) -> None:
        _whole("batch", self.batch, 1, 65_536)
        _whole("length", self.length, 1, 65_536)
        _number("learning_rate", self.learning_rate, 1e-9, 10.0)
        _number("warm_up", self.warm_up, 0.0, 1.0)
        _number("clip", self.clip, 1e-6, 1e6)
        _number("weight_decay", self.weight_decay, 0.0, 10.0)
        _number("averaging", self.averaging, 0.0, 1.0)
        if (self.minutes is None) == (self.steps is None):
            raise BadOption("Give training a budget: either minutes or steps.")
        if self.minutes is not None:
            _number("minutes", self.minutes, 1e-3, 60 * 24 * 365)
        if self.steps is not None:
            _whole("steps", self.steps, 1, 10**12)
        _whole("validations", self.validations, 1, 100_000)
        _whole("patience", self.patience, 0, 100_000)
        _whole("seed", self.seed, 0, 2**63 - 1)
        _number("save_every_s", self.save_every_s, 0.0, 1e9)
        if self.precision not in ("auto", "bf16", "fp32"):
            raise BadOption("precision must be auto, bf16 or fp32.")
        if self.device not in ("auto", "cpu", "cuda"):
            raise BadOption("device must be auto, cpu or cuda.")
        if self.separator not in get_args(SeparatorForm):
            raise BadOption("separator must be end or newlines.")

    def to_json(self) -> dict[str, object]:
        """What `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: object) -> Self:
        """Read what `to_json` wrote; anything else raises BadOption."""
        return cls(**_named(cls, found))


def _named(cls: type[NetworkConfig] | type[TrainingConfig], found: object) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    if isinstance(found, dict):
        found = {**{name: value for name, value in _BEFORE.items() if name in names}, **found}
    if not isinstance(found, dict) or set(found) != names:
        raise BadOption(f"A {cls.__name__} names exactly {', '.join(sorted(names))}.")
    return found


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadOption(f"{name} must be a whole number from {least} to {most}.")


def _number(name: str, value: object, least: float, most: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or not least <= value <= most:
        raise BadOption(f"{name} must be a number from {least:g} to {most:g}.")
