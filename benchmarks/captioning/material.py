"""Captions that people wrote on known memes. Development material: nothing of it is kept in the project."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from benchmarks.yardsticks.material import CORPORA
from model.vocabulary import Vocabulary

IMGFLIP = CORPORA / "imgflip-captions.jsonl.gz"
# Before the template's name, before the title, before each box: where a template is told in letters.
HEADING, ASKED, BOX = "\x01", "\x05", "\x02"
MOST_BOXES = 6
MOST_CHARS = 250
MOST_TITLE_CHARS = 60
# Rarer characters (emoji, heaps of accents) are learned by none of the systems; captions with them are left out.
_LEAST_SEEN = 300
_HELD_OUT = 0.01
NEW_TEMPLATES = 3
_LEAST_OF_A_NEW = 1_500
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Meme:
    """A caption in small letters (most are lettered in capitals anyway), with single spaces between its words."""

    template: str
    title: str
    boxes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words, a box a line."""
        return "\n".join(self.boxes)


@dataclass(frozen=True, slots=True)
class Memes:
    """`new` are captions of templates of which there is none in the others, by template."""

    training: list[Meme]
    held_out: list[Meme]
    new: dict[str, list[Meme]]
    left_out: int

    @property
    def templates(self) -> list[str]:
        """Those to learn from, in the order of their names."""
        return sorted({meme.template for meme in self.training})

    def vocabulary(self) -> Vocabulary:
        """Every character that is left, and the marks."""
        texts = (part for meme in self.training for part in (meme.template, meme.title, *meme.boxes))
        names = "".join(sorted({character for name in self.new for character in name}))
        return Vocabulary.of(texts, min_count=1, always=HEADING + ASKED + BOX + names)

    def by_template(self) -> dict[str, list[Meme]]:
        """The captions to learn from."""
        found: dict[str, list[Meme]] = defaultdict(list)
        for meme in self.training:
            found[meme.template].append(meme)
        return found


def imgflip(path: Path = IMGFLIP, seed: int = 0) -> Memes:
    """All of the file. Equal words land on the same side, whatever their template."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return divided([_meme(json.loads(line)) for line in file], seed)


def divided(every: Sequence[Meme], seed: int = 0, least_seen: int = _LEAST_SEEN) -> Memes:
    """Usable captions, once each, divided by a hash of their words; three templates of more than 1,500 are new."""
    seen = Counter(character for meme in every for character in meme.text)
    rare = frozenset(character for character, count in seen.items() if count < least_seen)
    usable = list(dict.fromkeys(_cleaned(meme, rare) for meme in every if _is_usable(meme, rare)))
    counts = Counter(meme.template for meme in usable)
    candidates = sorted(name for name, count in counts.items() if count >= _LEAST_OF_A_NEW)
    draw = np.random.default_rng([seed, 3])
    chosen = [candidates[i] for i in draw.permutation(len(candidates))[:NEW_TEMPLATES]]
    memes = Memes([], [], {name: [] for name in sorted(chosen)}, len(every) - len(usable))
    for meme in usable:
        if meme.template in memes.new:
            memes.new[meme.template].append(meme)
        elif _hash(meme.text, seed) < _HELD_OUT:
            memes.held_out.append(meme)
        else:
            memes.training.append(meme)
    for captions in (memes.held_out, *memes.new.values()):
        captions.sort(key=lambda meme: (_hash(meme.text, seed), meme.template, meme.title))
    return memes


def _meme(found: dict[str, object]) -> Meme:
    boxes = found["boxes"]
    assert isinstance(boxes, list)
    return Meme(str(found["template"]), _line(str(found["title"])), tuple(_line(str(box)) for box in boxes))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip().lower()


def _is_usable(meme: Meme, rare: frozenset[str]) -> bool:
    text = meme.text
    return 1 <= len(meme.boxes) <= MOST_BOXES and all(meme.boxes) and len(text) <= MOST_CHARS and rare.isdisjoint(text)


def _cleaned(meme: Meme, rare: frozenset[str]) -> Meme:
    title = "".join(character for character in meme.title if character not in rare)[:MOST_TITLE_CHARS]
    return Meme(meme.template, _line(title), meme.boxes)


def _hash(text: str, seed: int) -> float:
    digest = blake2b(text.encode(), digest_size=8, salt=seed.to_bytes(8, "little")).digest()
    return int.from_bytes(digest, "little") / 2**64
