"""How well a network in training reads the posts put aside, and what the writer's memory begins with."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from model.dataset import leading, rows
from model.network import Network, State
from model.separator import Separator
from model.told import Marks
from model.vocabulary import Vocabulary

# Reading more held-out text at every validation would cost more of the budget than the sharper figure is worth:
# over 60,000 characters it is good to about 0.01 bits.
MOST_CHARACTERS = 60_000
_STREAMS = 32
_LENGTH = 256
_POSTS_BEFORE_THE_START = 64


class HeldOut:
    """Held-out posts as symbols on the device where they are read."""

    def __init__(
        self, posts: Sequence[str], vocabulary: Vocabulary, separator: Separator, device: torch.device, parts: int = 0
    ) -> None:
        """With `parts` the network is told of topics and so many parts (see `model.told`)."""
        pieces = [separator.piece(post, vocabulary) for post in leading(posts, MOST_CHARACTERS)]
        count = min(_STREAMS, len(pieces))
        self._streams = torch.from_numpy(rows(pieces, count)).to(device)  # (B, L + 1)
        self._told: Tensor | None = None  # (B, L + 1, 2)
        if parts:
            marks = Marks.of(vocabulary)
            told = [marks.told(piece, parts) for piece in pieces]
            self._told = torch.from_numpy(rows(told, count)).to(device)
        self._symbols_per_character = separator.symbols_per_character(sum(map(len, pieces)), len(pieces))
        self._some_posts = [torch.from_numpy(piece).to(device) for piece in pieces[:_POSTS_BEFORE_THE_START]]

    @torch.no_grad()
    def bits_per_character(self, network: Network, *, bf16: bool) -> float:
        """-log2 p of all symbols in the streams, with carried state, over their characters; an end counts as one."""
        network.eval()
        state: State | None = None
        total = torch.zeros((), dtype=torch.float64, device=self._streams.device)
        for start in range(0, self._streams.shape[1] - 1, _LENGTH):
            window = self._streams[:, start : start + _LENGTH + 1]  # (B, T + 1)
            with torch.autocast(window.device.type, torch.bfloat16, enabled=bf16):
                told = None if self._told is None else self._told[:, start : start + window.shape[1] - 1]
                logits, state = network(window[:, :-1], state, told)
            total += cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten(), reduction="sum")
        characters = self._streams[:, 1:].numel() / self._symbols_per_character
        return float(total) / (characters * math.log(2))

    def start(self, network: Network) -> dict[str, Tensor]:
        """The writer's first memory: `start.hidden` and `start.cell`, (layers, H) each."""
        network.eval()
        hidden, cell = network.memory_after(self._some_posts)
        return {"start.hidden": hidden, "start.cell": cell}
