"""Templates that nobody has seen: what twenty captions of each are worth, and what is forgotten for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.captioning.figures import Forms
from benchmarks.captioning.material import Meme, Memes
from benchmarks.captioning.naming import Namer
from benchmarks.yardsticks.caption_characters import CaptionCharacters
from benchmarks.yardsticks.processor_time import ProcessorTime

EXAMPLES = 20
# Of each new template's, so many say when its vector is learned.
_PUT_ASIDE = 4
# Of each new template, how many of its other captions judge; and how many are written.
_JUDGED = 400
_WRITTEN = 60
# Of what is read a seventh is new. Where it was half, at 3e-3, the sixty captions were learned by heart: the old
# templates' came out 0.15 bits per character worse.
_OLD = 6_000
_TIMES = 16
_LEARNING_RATE = 1e-3


@dataclass(frozen=True, slots=True)
class Bits:
    """Bits per character of the boxes: of the new templates' other captions, and of the old templates'."""

    new: float
    old: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """Shares: of captions written for new templates whose template a classifier names, and that have its form; and of
    people's whose template it names."""

    named: float
    fits: float
    people: float


def bits_of(system: CaptionCharacters, memes: Memes) -> Bits:
    """What it reads now, of captions that it never learns from."""
    new = [meme for captions in memes.new.values() for meme in captions[EXAMPLES : EXAMPLES + _JUDGED]]
    return Bits(per_character(system, new), per_character(system, memes.held_out))


def per_character(system: CaptionCharacters, captions: Sequence[Meme]) -> float:
    """Bits for each character of the boxes, marks and ends counted as one."""
    return system.bits(captions) / sum(len(meme.text) + 1 for meme in captions)


def learn(system: CaptionCharacters, memes: Memes, cpu_s: float, seed: int = 0) -> ProcessorTime:
    """Twenty captions of each new template: a network with vectors learns theirs and nothing else, as the product does;
    another one trains on, old captions mixed in so that they are not forgotten.
    """
    for name in memes.new:
        system.begin_new_template(name, memes.templates)
    if system.way == "embedding":
        judged = [meme for captions in memes.new.values() for meme in captions[EXAMPLES - _PUT_ASIDE : EXAMPLES]]
        shown = [meme for captions in memes.new.values() for meme in captions[: EXAMPLES - _PUT_ASIDE]]
        return system.teach(list(memes.new), shown, judged, seed)
    old = [memes.training[i] for i in np.random.default_rng(seed).permutation(len(memes.training))[:_OLD]]
    new = [meme for captions in memes.new.values() for meme in captions[:EXAMPLES]]
    return system.learn([*old, *new * _TIMES], cpu_s, seed, _LEARNING_RATE)


def named(system: CaptionCharacters, memes: Memes, temperature: float, seed: int = 0) -> Recognised:
    """Of what is written for the new templates now; a classifier has read thousands of people's captions of each."""
    everybodys = [
        *memes.training,
        *(meme for captions in memes.new.values() for meme in captions[EXAMPLES + _JUDGED :]),
    ]
    namer, forms = Namer(everybodys), Forms(everybodys)
    asked = [(name, meme.title) for name, captions in memes.new.items() for meme in captions[EXAMPLES:][:_WRITTEN]]
    written = system.write(asked, memes.training, temperature, seed)
    ended = [(name, boxes) for (name, _), boxes in zip(asked, written, strict=True) if boxes and any(boxes)]
    people = [
        (meme.template, meme.boxes)
        for captions in memes.new.values()
        for meme in captions[EXAMPLES : EXAMPLES + _JUDGED]
    ]
    return Recognised(
        namer.accuracy(ended),
        sum(forms.fits(name, boxes) for name, boxes in ended) / len(asked),
        namer.accuracy(people),
    )
