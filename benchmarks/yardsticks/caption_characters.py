"""Captions letter by letter, the template told in one of three ways.

line       a control line stands before the boxes, with the template's name spelled out
symbol     the template is one symbol, at the beginning and again instead of the mark before each box
embedding  a vector of the template and one of the box are added to the embedding of every character; before the boxes
           stands the title alone

Network, schedule and streams are the product's own; the budget is processor time, so that neighbours change nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from benchmarks.captioning.material import ASKED, BOX, HEADING, MOST_BOXES, MOST_CHARS, Meme
from benchmarks.yardsticks.processor_time import ProcessorTime
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import rows
from model.network import Network, State
from model.optimisation import learning_rate, optimizer
from model.vocabulary import END, UNKNOWN, Vocabulary

Way = Literal["line", "symbol", "embedding"]
# What stands at a place of the text: the symbol, the template, the box, and whether the symbol after it is counted.
_COLUMNS = 4
_SYMBOL, _TEMPLATE, _BOX, _COUNTED = range(_COLUMNS)
# Captions that are laid out in streams at a time; with all of them at once an epoch would take 250 MB.
_AT_ONCE = 20_000
_JUDGED_STREAMS, _JUDGED_LENGTH = 32, 256
_READ_BEFORE = 64
_FIRST_SYMBOL = 0xE000  # for private use: no caption has it
# As `model.new_topics` has them.
_TEACHING_EPOCHS, _TEACHING_PATIENCE, _TEACHING_STREAMS, _TEACHING_RATE = 30, 5, 8, 0.03

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Size and settings, as planned for some 15 minutes of one core."""

    hidden: int = 512
    embedding: int = 64
    batch: int = 16
    length: int = 64
    learning_rate: float = 1.2e-2


class CaptionNetwork(nn.Module):
    """The product's network; with `templates` one that is told the template and the box at every character."""

    def __init__(self, config: NetworkConfig, vocabulary_size: int, templates: int) -> None:
        super().__init__()
        self.characters = Network(config, vocabulary_size)
        self.template = nn.Embedding(templates, config.embedding) if templates else None
        self.box = nn.Embedding(MOST_BOXES + 1, config.embedding) if templates else None
        for embedding in (self.template, self.box):
            if embedding is not None:
                nn.init.normal_(embedding.weight, std=0.5)

    def forward(self, places: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """(B, T, 4) places and the state before them → (B, T, V) logits and the state after them, detached."""
        network = self.characters
        x = network.embedding(places[..., _SYMBOL])  # (B, T, E)
        if self.template is not None and self.box is not None:
            x = x + self.template(places[..., _TEMPLATE]) + self.box(places[..., _BOX])
        x, (h, c) = network.lstm(x, state)  # (B, T, H)
        return network.output(x).float(), (h.detach(), c.detach())


class CaptionCharacters:
    """A network, what it knows of templates, and how it is taught, judged and asked."""

    def __init__(self, way: Way, vocabulary: Vocabulary, templates: Sequence[str], recipe: Recipe, seed: int) -> None:
        """`templates` are all that it will ever be told of, also those that come later."""
        torch.manual_seed(seed)
        self.way = way
        self.recipe = recipe
        self._symbols: dict[str, str] = {}
        if way == "symbol":
            self._symbols = {name: chr(_FIRST_SYMBOL + number) for number, name in enumerate(templates)}
            vocabulary = Vocabulary(vocabulary.characters + "".join(self._symbols.values()))
        self._vocabulary = vocabulary
        self._templates = {name: number for number, name in enumerate(templates)}
        config = NetworkConfig(recipe.embedding, recipe.hidden, layers=1)
        self.network = CaptionNetwork(config, vocabulary.size, len(templates) if way == "embedding" else 0)
        self._box_marks = vocabulary.encode(BOX + "".join(self._symbols.values()))

    @property
    def parameters(self) -> int:
        """Numbers that it learns."""
        return sum(p.numel() for p in self.network.parameters())

    def begin_new_template(self, name: str, like: Sequence[str]) -> None:
        """Let a template that was never seen begin as the mean of others; nothing where letters tell the template."""
        with torch.no_grad():
            if self.network.template is not None:
                _be_like(self.network.template.weight, self._templates[name], [self._templates[each] for each in like])
            if self._symbols:
                new, *known = self._vocabulary.encode("".join(self._symbols[each] for each in (name, *like))).tolist()
                characters = self.network.characters
                for weight in (characters.embedding.weight, characters.output.weight, characters.output.bias):
                    _be_like(weight, new, known)

    def learn(
        self, captions: Sequence[Meme], cpu_s: float, seed: int, learning_rate_: float | None = None
    ) -> ProcessorTime:
        """Learn for so many seconds of processor time; read again from the start when all are read."""
        recipe = self.recipe
        config = TrainingConfig(
            batch=recipe.batch,
            length=recipe.length,
            learning_rate=learning_rate_ or recipe.learning_rate,
            minutes=cpu_s / 60,
        )
        adamw = optimizer(self.network, config)
        clock = ProcessorTime()
        state: State | None = None
        self.network.train()
        for window in self._windows(captions, seed):
            if clock.cpu_s >= cpu_s:
                break
            for group in adamw.param_groups:
                group["lr"] = learning_rate(config, clock.cpu_s / cpu_s)
            with torch.autocast("cpu", torch.bfloat16):
                logits, state = self.network(window[:, :-1], state)
            loss = cross_entropy(logits.flatten(0, 1), window[:, 1:, _SYMBOL].flatten())
            adamw.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.network.parameters(), config.clip)
            adamw.step()
            clock.made(window[:, 1:, _SYMBOL].numel(), float(loss.detach()))
        return clock

    def teach(
        self, names: Sequence[str], captions: Sequence[Meme], held_out: Sequence[Meme], seed: int
    ) -> ProcessorTime:
        """Learn nothing but the vectors of these templates, as `model.new_topics` does: all else stays as it is.

        Until `held_out` has not been read better for five epochs, or for thirty.
        """
        assert self.network.template is not None, "only vectors can be learned by themselves"
        self.network.requires_grad_(False)
        table = self.network.template.weight.requires_grad_()
        learned = torch.zeros(len(table), 1)
        learned[[self._templates[name] for name in names]] = 1.0
        hook = table.register_hook(lambda gradient: gradient * learned)  # type: ignore[no-untyped-call]
        adam = torch.optim.Adam([table], lr=_TEACHING_RATE)
        clock = ProcessorTime()
        best, kept, without_better = self.bits(held_out), table.detach().clone(), 0
        for epoch in range(_TEACHING_EPOCHS):
            self._teach_once(captions, seed + epoch, adam, clock)
            bits = self.bits(held_out)
            without_better += 1
            if bits < best:
                best, kept, without_better = bits, table.detach().clone(), 0
            if without_better == _TEACHING_PATIENCE:
                break
        with torch.no_grad():
            table.copy_(kept)
        hook.remove()
        self.network.requires_grad_()
        return clock

    def _teach_once(
        self, captions: Sequence[Meme], seed: int, adam: torch.optim.Optimizer, clock: ProcessorTime
    ) -> None:
        order = np.random.default_rng(seed).permutation(len(captions))
        streams = self._streams([captions[i] for i in order], _TEACHING_STREAMS)
        state: State | None = None
        for at in range(0, streams.shape[1] - 1, self.recipe.length):
            window = streams[:, at : at + self.recipe.length + 1]
            logits, state = self.network(window[:, :-1], state)
            loss = cross_entropy(logits.flatten(0, 1), window[:, 1:, _SYMBOL].flatten())
            adam.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
            clock.made(window[:, 1:, _SYMBOL].numel(), float(loss.detach()))

    @torch.no_grad()
    def bits(self, captions: Sequence[Meme]) -> float:
        """Bits in all of the boxes' characters, the marks between boxes and the ends; what stands before is given."""
        self.network.eval()
        streams = self._streams(captions, min(_JUDGED_STREAMS, len(captions)))
        state, nats = None, 0.0
        for begin in range(0, streams.shape[1] - 1, _JUDGED_LENGTH):
            window = streams[:, begin : begin + _JUDGED_LENGTH + 1]
            logits, state = self.network(window[:, :-1], state)
            counted = window[:, :-1, _COUNTED].bool()
            nats += float(cross_entropy(logits[counted], window[:, 1:, _SYMBOL][counted], reduction="sum"))
        # The streams cover the ring of all captions but for a few symbols at their cuts.
        share = float(streams[:, :-1, _COUNTED].sum()) / sum(len(meme.text) + 1 for meme in captions)
        return nats / float(np.log(2)) / share

    @torch.no_grad()
    def write(
        self, asked: Sequence[tuple[str, str]], before: Sequence[Meme], temperature: float, seed: int
    ) -> list[tuple[str, ...] | None]:
        """The boxes of a caption for each (template, title); None where it did not end. `before` are some to begin
        after."""
        self.network.eval()
        draw = torch.Generator().manual_seed(seed)
        places = [self._places(Meme(template, title, ("",))) for template, title in asked]
        primes = [place[: int(place[:, _COUNTED].argmax()) + 1] for place in places]
        state = self._memory(before[:_READ_BEFORE], len(asked))
        current = torch.from_numpy(np.stack([prime[0] for prime in primes]))[:, None]  # (B, 1, 4)
        written: list[list[int]] = [[] for _ in asked]
        ended = [False] * len(asked)
        marks = set(self._box_marks.tolist())
        for step in range(1, max(map(len, primes)) + MOST_CHARS + 1):
            logits, state = self.network(current, state)
            odds = logits[:, 0].clone()
            odds[:, UNKNOWN] = -torch.inf
            chosen = torch.multinomial(torch.softmax(odds / temperature, dim=-1), 1, generator=draw)[:, 0].tolist()
            for row, prime in enumerate(primes):
                if step < len(prime):
                    current[row, 0] = torch.from_numpy(prime[step])
                elif not ended[row]:
                    ended[row] = chosen[row] == END
                    written[row].append(chosen[row])
                    current[row, 0, _SYMBOL] = chosen[row]
                    if chosen[row] in marks:
                        current[row, 0, _BOX] = min(MOST_BOXES, int(current[row, 0, _BOX]) + 1)
            if all(ended):
                break
        shown = str.maketrans(dict.fromkeys(self._symbols.values(), BOX))
        return [
            tuple(self._vocabulary.decode(symbols).translate(shown).split(BOX)) if has_ended else None
            for symbols, has_ended in zip(written, ended, strict=True)
        ]

    def _memory(self, before: Sequence[Meme], count: int) -> State:
        """The mean memory after reading each of some captions, for every row."""
        after = [self.network(torch.from_numpy(self._places(meme))[None])[1] for meme in before]
        h, c = (torch.cat([state[part] for state in after], dim=1).mean(dim=1, keepdim=True) for part in (0, 1))
        return h.expand(-1, count, -1).contiguous(), c.expand(-1, count, -1).contiguous()

    def _windows(self, captions: Sequence[Meme], seed: int) -> Iterator[Tensor]:
        """(B, T + 1, 4) windows without end."""
        draw, length = np.random.default_rng(seed), self.recipe.length
        while True:
            order = draw.permutation(len(captions))
            for begin in range(0, len(order), _AT_ONCE):
                streams = self._streams([captions[i] for i in order[begin : begin + _AT_ONCE]], self.recipe.batch)
                for at in range(0, streams.shape[1] - 1, length):
                    window = streams[:, at : at + length + 1]
                    if window.shape[1] > 1:
                        yield window

    def _streams(self, captions: Sequence[Meme], count: int) -> Tensor:
        """(count, L + 1, 4): the captions one after another, cut where one begins."""
        places = [self._places(meme) for meme in captions]
        numbers = rows(_numbered([len(place) for place in places]), count)
        return torch.from_numpy(np.concatenate(places)[numbers])

    def _places(self, meme: Meme) -> Places:
        """(L, 4) of a caption, with the END of the one before it."""
        text = ASKED + meme.title + BOX + BOX.join(meme.boxes)
        if self.way == "line":
            text = HEADING + meme.template + text
        if self.way == "symbol":
            symbol = self._symbols[meme.template]
            text = symbol + text.replace(BOX, symbol)
        symbols = np.concatenate([[END], self._vocabulary.encode(text)])
        marks = np.isin(symbols, self._box_marks)
        marks[1] &= self.way != "symbol"  # the first one stands before the title
        boxes = np.minimum(np.cumsum(marks), MOST_BOXES)
        return np.stack(
            [symbols, np.full(len(symbols), self._templates.get(meme.template, 0)), boxes, boxes > 0], axis=1
        ).astype(np.int64)


def _be_like(weight: Tensor, new: int, known: Sequence[int]) -> None:
    weight[new] = weight[known].mean(dim=0)


def _numbered(lengths: Sequence[int]) -> list[Places]:
    """0, 1, 2, … in pieces of these lengths."""
    ends = np.cumsum(lengths)
    return [np.arange(end - length, end) for end, length in zip(ends, lengths, strict=True)]
