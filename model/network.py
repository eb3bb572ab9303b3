"""The network: a character LSTM. One symbol in, the odds of the next one out."""

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.utils.rnn import pack_sequence

from model.configuration import NetworkConfig
from model.dropout import leave_out
from model.told import NO_TOPIC, PART, TOPIC
from model.vocabulary import UNKNOWN

_NOTHING_LEFT_OUT = NetworkConfig()
State = tuple[Tensor, Tensor]  # hidden and cell state, (layers, B, H) each


class Network(nn.Module):
    """Embedding, LSTM layers, linear output. The names of its parts are the names of the weights in a checkpoint."""

    def __init__(self, config: NetworkConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(vocabulary_size, config.embedding)
        # What stands before the first part is told nothing of parts: that row stays 0.
        self.part = nn.Embedding(config.parts + 1, config.embedding, padding_idx=0) if config.parts else None
        between = config.dropout if config.layers > 1 else 0.0
        self.lstm = nn.LSTM(config.embedding, config.hidden, config.layers, batch_first=True, dropout=between)
        self.output = nn.Linear(config.hidden, vocabulary_size)
        self._initialise()

    @torch.no_grad()
    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=0.5)
        # A character that training has never shown says nothing, rather than something at random.
        self.embedding.weight[UNKNOWN].zero_()
        if self.part is not None:
            nn.init.normal_(self.part.weight[1:], std=0.5)
        nn.init.zeros_(self.output.bias)
        hidden = self.config.hidden
        for layer in range(self.config.layers):
            # torch adds two biases; gates stand in the order input, forget, cell, output. Forget gates begin open
            # (bias 1), or nothing is remembered long enough to be learned (Jozefowicz et al., 2015).
            for name in ("bias_ih", "bias_hh"):
                nn.init.zeros_(getattr(self.lstm, f"{name}_l{layer}"))
            getattr(self.lstm, f"bias_ih_l{layer}")[hidden : 2 * hidden] = 1.0

    def forward(self, ids: Tensor, state: State | None = None, told: Tensor | None = None) -> tuple[Tensor, State]:
        """(B, T) symbols and the state before them → (B, T, V) logits in fp32 and the state after them, detached.

        `told`, (B, T, 2), is what model.told says of each symbol; None of posts.
        """
        config = self.config if self.training else _NOTHING_LEFT_OUT
        x = self.embedding(ids)  # (B, T, E)
        if told is not None and self.part is not None:
            topics = told[..., TOPIC]
            x = x + self.embedding(topics) * (topics != NO_TOPIC).unsqueeze(-1) + self.part(told[..., PART])
        x = leave_out(x, config.input_dropout)
        if config.recurrent_dropout:
            x, (h, c) = functional_call(self.lstm, self._thinned(), (x, state))
        else:
            x, (h, c) = self.lstm(x, state)  # (B, T, H), 2 × (layers, B, H)
        logits = self.output(leave_out(x, config.dropout))  # (B, T, V)
        return logits.float(), (h.detach(), c.detach())

    def _thinned(self) -> dict[str, Tensor]:
        """The recurrent weights with some left out, the same ones at all T characters, so the fused kernel is kept."""
        share = self.config.recurrent_dropout
        names = [f"weight_hh_l{layer}" for layer in range(self.config.layers)]
        return {name: leave_out(getattr(self.lstm, name), share) for name in names}

    @torch.no_grad()
    def memory_after(self, posts: list[Tensor]) -> State:
        """The mean memory after reading each of `posts` from nothing, (layers, H) each: where a writer may begin.

        Training carries the state from post to post, so the network hardly ever meets END with an empty memory, and
        begins badly there: on a wall of jokes the second to fourth character of a post cost 0.2 to 0.3 bits more from
        an empty memory than from this one, which does as well as the true state (docs/training-log.md).
        """
        embedded = [self.embedding(post) for post in posts]  # (T, E) each
        _, (h, c) = self.lstm(pack_sequence(embedded, enforce_sorted=False))  # 2 × (layers, N, H)
        return h.mean(dim=1), c.mean(dim=1)
