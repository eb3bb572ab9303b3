"""The size of network and the settings that suit a corpus, a machine and a time.

What it rests on was measured with posts of 2 million and of 165,000 characters and with tiny-shakespeare's million
(docs/training-log.md):
- one layer beats two of the same cost while minutes count, and 16 streams beat 32: there are more updates;
- the best network reads in all about seven characters for each of its weights;
- what is read five times and oftener is learned by heart unless weights decay and outputs are left out, where it is
  read very often recurrent weights, too; decay does most of it, and with it little else needs to be left out;
- the learning rate wants to be high, as long as warm-up and clipping keep it from blowing up.
"""

import math
from dataclasses import dataclass

from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import LEAST_CHARACTERS
from model.errors import BadOption

# Forward multiplications a second and core while training with bf16: 23e9 on a Zen 4 core; most others do fewer.
_MULTIPLICATIONS_PER_S = 21e9
_CHARACTERS_A_WEIGHT = 7
# What a network of this size can learn by heart: more weights than this for a character of the corpus do harm.
_WEIGHTS_A_CHARACTER = 12
_SIZES = (96, 128, 192, 256, 320, 384, 448, 512, 640, 768, 1024)
_EMBEDDING = 64
_TYPICAL_VOCABULARY = 200
_MOST_PASSES = 40
# Read less often than this: so much dropout of outputs, so much of recurrent weights.
_DROPOUTS = (
    (3, 0.0, 0.0),
    (6, 0.1, 0.0),
    (10, 0.2, 0.0),
    (14, 0.3, 0.0),
    (19, 0.4, 0.1),
    (30, 0.5, 0.2),
    (math.inf, 0.5, 0.3),
)
# At the highest learning rate weights forget in a pass over the posts by so many powers of e, however many steps it has
# (Wang and Aitchison, "How to set AdamW's weight decay as you scale model and dataset size", 2024).
_DECAY_A_PASS = 0.6
_MOST_DECAY = 0.3  # three times as much is 0.18 bits worse for 300 posts, which are read in fifty steps
# Up to so many cells: this learning rate at its highest.
_LEARNING_RATES = ((512, 1.2e-2), (768, 8e-3), (math.inf, 6e-3))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train, how, and why in a sentence for a person."""

    network: NetworkConfig
    training: TrainingConfig
    why: str


def plan(
    characters: int, minutes: float, cores: int, seed: int = 0, multiplications_per_s: float | None = None
) -> Plan:
    """Settings for a corpus of so many characters and so many minutes of so many cores. Raises BadOption.

    `multiplications_per_s` is how fast this machine trains, if that was measured (model.speed).
    """
    work = affordable_work(minutes, cores, multiplications_per_s)
    characters = max(characters, LEAST_CHARACTERS)
    affordable = math.sqrt(work / _CHARACTERS_A_WEIGHT)
    learnable = characters * _WEIGHTS_A_CHARACTER
    hidden = max([size for size in _SIZES if _weights(size) <= min(affordable, learnable)], default=_SIZES[0])
    passes = work / _weights(hidden) / characters
    # A small corpus is read often enough before the time is up; the learning rate should have come down by then.
    enough = passes > 2 * _MOST_PASSES
    passes = _MOST_PASSES if enough else passes
    dropout, recurrent = next((outputs, weights) for limit, outputs, weights in _DROPOUTS if passes < limit)
    batch = 16 if characters >= 100_000 else 8
    length = 64
    steps_a_pass = characters / (batch * length)
    learning_rate = next(rate for most, rate in _LEARNING_RATES if hidden <= most)
    training = TrainingConfig(
        batch=batch,
        length=length,
        learning_rate=learning_rate,
        weight_decay=min(_MOST_DECAY, _DECAY_A_PASS / (learning_rate * steps_a_pass)),
        minutes=None if enough else minutes,
        steps=math.ceil(_MOST_PASSES * steps_a_pass) if enough else None,
        validations=min(20, max(5, round(minutes * 5))),
        seed=seed,
    )
    network = NetworkConfig(_EMBEDDING, hidden, layers=1, dropout=dropout, recurrent_dropout=recurrent)
    times = f"{_MOST_PASSES} times and stop" if enough else f"about {max(1, round(passes))} times"
    why = (
        f"{characters:,} characters and {minutes:g} minutes on {cores} cores: one layer of {hidden} cells "
        f"can read the posts {times}"
        + (f"; {dropout:.0%} dropout, so that they are not learned by heart." if dropout else ".")
    )
    return Plan(network, training, why)


def affordable_work(minutes: float, cores: int, multiplications_per_s: float | None = None) -> float:
    """The forward multiplications that training makes in so many minutes, as measured or guessed from the cores.

    Raises BadOption.
    """
    if not (minutes > 0 and math.isfinite(minutes)):
        raise BadOption("minutes must be a number above 0.")
    if multiplications_per_s is None:
        # Beyond four cores a network of this kind gains little.
        multiplications_per_s = _MULTIPLICATIONS_PER_S * min(max(cores, 1), 4) ** 0.75
    return multiplications_per_s * minutes * 60


def _weights(hidden: int) -> int:
    """Weights of one LSTM layer with its output, which is also the multiplications a character costs."""
    return 4 * hidden * (_EMBEDDING + hidden) + hidden * _TYPICAL_VOCABULARY
