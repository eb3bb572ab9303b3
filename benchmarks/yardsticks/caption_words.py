"""Captions word by word: seq2seq over word vectors, as the published system wrote them (Peirson and Tolunay, "Dank
Learning: Generating Memes Using Deep Neural Networks", 2018).

The encoder is the mean of the title's word vectors and a vector of the template (there: of the picture), which begin
the memory of a decoder LSTM over words. Word vectors are learned along with the rest.

A word carries the space before it, so that words laid end to end are the text again. For bits per character over the
very text that the letters are judged by a word that is not in the vocabulary costs the bits of UNKNOWN and then those
of its letters, by how often each letter stands in the unknown words of training. Nothing is left out, and nothing free.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from benchmarks.captioning.material import MOST_CHARS, Meme
from benchmarks.yardsticks.processor_time import ProcessorTime
from model.configuration import TrainingConfig
from model.optimisation import learning_rate

# Letters with apostrophes inside, digits, one other character; each with the space before it.
_WORD = re.compile(r" ?(?:[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_)| ")
_END, _UNKNOWN, _BOX = range(3)
_MARKS = 3
_END_OF_WORD = "\n"
# Batches are of captions of like length: of so many batches' captions, sorted.
_SORTED_TOGETHER = 50
_JUDGED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class WordRecipe:
    """Size and settings; the cost of a caption is about that of the letters' network."""

    words: int = 10_000
    embedding: int = 200
    hidden: int = 512
    batch: int = 32
    learning_rate: float = 3e-3


class Words:
    """The words that are known, and what it costs to spell others."""

    def __init__(self, captions: Sequence[Meme], most: int) -> None:
        counts = Counter(word for meme in captions for box in meme.boxes for word in split(box))
        known = [word for word, _ in counts.most_common(most)]
        self._numbers = {word: number for number, word in enumerate(known, _MARKS)}
        self._shown = ["", "", "\n", *known]
        letters: Counter[str] = Counter()
        for word, count in counts.items():
            if word not in self._numbers:
                for letter in (*word, _END_OF_WORD):
                    letters[letter] += count
        self._letters = letters
        self._all_letters = letters.total()

    @property
    def size(self) -> int:
        """Symbols, marks included."""
        return len(self._shown)

    def encode(self, boxes: Sequence[str]) -> list[int]:
        """The words of all boxes with marks between them, and the end."""
        found: list[int] = []
        for place, box in enumerate(boxes):
            found += [_BOX] if place else []
            found += [self._numbers.get(word, _UNKNOWN) for word in split(box)]
        return [*found, _END]

    def title(self, title: str) -> list[int]:
        """The known words of a title."""
        return [number for word in split(title) if (number := self._numbers.get(word)) is not None]

    def decode(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The boxes."""
        text = "".join(self._shown[number] for number in numbers)
        return tuple(box.strip() for box in text.split("\n"))

    def spelling_bits(self, boxes: Sequence[str]) -> float:
        """Of the words that are not known; each letter has been seen once more than it has."""
        unknown = [word for box in boxes for word in split(box) if word not in self._numbers]
        total = self._all_letters + len(self._letters) + 1
        return sum(-math.log2((self._letters[c] + 1) / total) for word in unknown for c in (*word, _END_OF_WORD))

    def unknown_share(self, captions: Sequence[Meme]) -> float:
        """Of the words of some captions, how many are not known."""
        every = [word for meme in captions for box in meme.boxes for word in split(box)]
        return sum(word not in self._numbers for word in every) / len(every)


def split(text: str) -> list[str]:
    """The words of a box, the first one with a space before it like the others."""
    return _WORD.findall(f" {text}") if text else []


class _Seq2seq(nn.Module):
    def __init__(self, words: int, templates: int, recipe: WordRecipe) -> None:
        super().__init__()
        self.words = nn.Embedding(words, recipe.embedding)
        self.template = nn.Embedding(templates, recipe.embedding)
        self.memory = nn.Linear(2 * recipe.embedding, 2 * recipe.hidden)
        self.decoder = nn.LSTM(recipe.embedding, recipe.hidden, batch_first=True)
        self.output = nn.Linear(recipe.hidden, words)
        for embedding in (self.words, self.template):
            nn.init.normal_(embedding.weight, std=0.5)

    def begin(self, titles: Sequence[Sequence[int]], templates: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The decoder's first memory, (1, B, H) each."""
        means = [self.words(torch.tensor(t)).mean(dim=0) if t else self.words.weight[_UNKNOWN] for t in titles]
        told = torch.cat([torch.stack(means), self.template(torch.tensor(templates))], dim=1)  # (B, 2E)
        hidden, cell = torch.tanh(self.memory(told)).chunk(2, dim=1)
        return hidden[None].contiguous(), cell[None].contiguous()


class CaptionWords:
    """The network, its words, and how it is taught, judged and asked."""

    def __init__(self, captions: Sequence[Meme], templates: Sequence[str], recipe: WordRecipe, seed: int) -> None:
        torch.manual_seed(seed)
        self.recipe = recipe
        self.words = Words(captions, recipe.words)
        self._templates = {name: number for number, name in enumerate(templates)}
        self.network = _Seq2seq(self.words.size, len(templates), recipe)

    @property
    def parameters(self) -> int:
        """Numbers that it learns."""
        return sum(p.numel() for p in self.network.parameters())

    def learn(self, captions: Sequence[Meme], cpu_s: float, seed: int) -> ProcessorTime:
        """Learn for so many seconds of processor time."""
        config = TrainingConfig(learning_rate=self.recipe.learning_rate, minutes=cpu_s / 60)
        adamw = torch.optim.AdamW(self.network.parameters(), betas=(0.9, 0.99), weight_decay=0.0, fused=True)
        clock = ProcessorTime()
        self.network.train()
        for batch in self._batches(captions, seed):
            if clock.cpu_s >= cpu_s:
                break
            for group in adamw.param_groups:
                group["lr"] = learning_rate(config, clock.cpu_s / cpu_s)
            with torch.autocast("cpu", torch.bfloat16):
                logits, targets = self._read(batch)
            loss = cross_entropy(logits, targets)
            adamw.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.network.parameters(), config.clip)
            adamw.step()
            clock.made(len(targets), float(loss.detach()))
        return clock

    @torch.no_grad()
    def bits(self, captions: Sequence[Meme]) -> tuple[float, float]:
        """Bits in all of the boxes' text, the marks between boxes and the ends, as for letters; and those that each
        word has, marks and ends among the words."""
        self.network.eval()
        nats, words, spelled = 0.0, 0, sum(self.words.spelling_bits(meme.boxes) for meme in captions)
        for begin in range(0, len(captions), _JUDGED_AT_ONCE):
            logits, targets = self._read(captions[begin : begin + _JUDGED_AT_ONCE])
            nats += float(cross_entropy(logits, targets, reduction="sum"))
            words += len(targets)
        bits = nats / math.log(2)
        return bits + spelled, bits / words

    @torch.no_grad()
    def write(self, asked: Sequence[tuple[str, str]], temperature: float, seed: int) -> list[tuple[str, ...] | None]:
        """The boxes of a caption for each (template, title); None where it did not end."""
        self.network.eval()
        draw = torch.Generator().manual_seed(seed)
        state = self.network.begin(
            [self.words.title(title) for _, title in asked], [self._templates[name] for name, _ in asked]
        )
        current = torch.full((len(asked), 1), _END)
        written: list[list[int]] = [[] for _ in asked]
        ended = [False] * len(asked)
        for _ in range(MOST_CHARS // 2):
            x, state = self.network.decoder(self.network.words(current), state)
            odds = self.network.output(x[:, 0]).float()
            odds[:, _UNKNOWN] = -torch.inf
            current = torch.multinomial(torch.softmax(odds / temperature, dim=-1), 1, generator=draw)
            for row, word in enumerate(current[:, 0].tolist()):
                if not ended[row]:
                    ended[row] = word == _END
                    written[row] += [] if ended[row] else [word]
            if all(ended):
                break
        return [self.words.decode(row) if is_ended else None for row, is_ended in zip(written, ended, strict=True)]

    def _read(self, captions: Sequence[Meme]) -> tuple[Tensor, Tensor]:
        """(N, V) logits of all words of some captions, and these words (N,)."""
        texts = [self.words.encode(meme.boxes) for meme in captions]
        state = self.network.begin(
            [self.words.title(meme.title) for meme in captions], [self._templates[meme.template] for meme in captions]
        )
        inputs = pad_sequence([torch.tensor([_END, *text[:-1]]) for text in texts], batch_first=True)
        targets = pad_sequence([torch.tensor(text) for text in texts], batch_first=True, padding_value=-1)
        x, _ = self.network.decoder(self.network.words(inputs), state)
        there = targets >= 0
        return self.network.output(x[there]).float(), targets[there]

    def _batches(self, captions: Sequence[Meme], seed: int) -> Iterator[list[Meme]]:
        draw, size = np.random.default_rng(seed), self.recipe.batch
        while True:
            order = draw.permutation(len(captions))
            for begin in range(0, len(order), size * _SORTED_TOGETHER):
                some = [captions[i] for i in order[begin : begin + size * _SORTED_TOGETHER]]
                some.sort(key=lambda meme: len(meme.text))
                starts = np.arange(0, len(some), size)
                for start in draw.permutation(starts):
                    yield some[start : start + size]
