"""Tells by its words which template a caption is for: how well a caption holds on to its template.

A linear classifier over the mean vector of a caption's words, pairs of words and runs of three letters, hashed (Joulin
et al., "Bag of Tricks for Efficient Text Classification", 2017). The marks between boxes count as words.
"""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from benchmarks.captioning.material import Meme

_BUCKETS = 2**18
_SIZE = 64
_BATCH = 64
_PASSES = 3
# Captions of each template to learn from: more of the most common ones would only make their names likelier.
_MOST_OF_EACH = 1_500


class Namer:
    """Learned from people's captions."""

    def __init__(self, captions: Sequence[Meme], seed: int = 0) -> None:
        torch.manual_seed(seed)
        draw = np.random.default_rng(seed)
        self.names = sorted({meme.template for meme in captions})
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._bag = nn.EmbeddingBag(_BUCKETS, _SIZE, mode="mean", sparse=True)
        self._output = nn.Linear(_SIZE, len(self.names))
        nn.init.normal_(self._bag.weight, std=0.1)
        left = dict.fromkeys(self.names, _MOST_OF_EACH)
        chosen: list[Meme] = []
        for number in draw.permutation(len(captions)):
            meme = captions[number]
            if left[meme.template]:
                left[meme.template] -= 1
                chosen.append(meme)
        self._learn(chosen, draw)

    def accuracy(self, captions: Sequence[tuple[str, tuple[str, ...]]]) -> float:
        """The share of (template, boxes) whose template is the one that it names first."""
        with torch.no_grad():
            logits = self._logits([grams(boxes) for _, boxes in captions])
        named: list[int] = logits.argmax(dim=1).tolist()
        return sum(self.names[number] == name for number, (name, _) in zip(named, captions, strict=True)) / len(named)

    def _learn(self, captions: Sequence[Meme], draw: np.random.Generator) -> None:
        seen = [grams(meme.boxes) for meme in captions]
        targets = torch.tensor([self._numbers[meme.template] for meme in captions])
        sparse = torch.optim.SparseAdam(self._bag.parameters(), lr=5e-3)
        dense = torch.optim.Adam(self._output.parameters(), lr=5e-3)
        for _ in range(_PASSES):
            order = draw.permutation(len(captions))
            for begin in range(0, len(order), _BATCH):
                some = order[begin : begin + _BATCH]
                loss = cross_entropy(self._logits([seen[i] for i in some]), targets[some])
                sparse.zero_grad()
                dense.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                sparse.step()  # type: ignore[no-untyped-call]
                dense.step()

    def _logits(self, seen: Sequence[Sequence[int]]) -> Tensor:
        offsets = np.cumsum([0, *map(len, seen[:-1])])
        every = torch.from_numpy(np.concatenate([np.asarray(each, dtype=np.int64) for each in seen]))
        logits: Tensor = self._output(self._bag(every, torch.from_numpy(offsets)))
        return logits


def grams(boxes: Sequence[str]) -> list[int]:
    """The numbers of a caption's words, pairs of words and runs of three letters; of a box's begin and end, too."""
    words = " | ".join(("", *boxes, "")).split()
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    runs = [f"#{word[i : i + 3]}" for word in words for i in range(len(word) - 2)]
    return [zlib.crc32(gram.encode()) % _BUCKETS for gram in (*words, *pairs, *runs)]
