"""What training tells of itself while it runs, and when it is done. Apart from training.py, which needs torch."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Progress:
    """How training stands. Bits per character are None until first measured; `training_bpc` is of the last moment."""

    step: int
    epoch: float
    share: float
    seconds_left: float
    characters_per_s: float
    training_bpc: float | None
    validation_bpc: float | None
    best_bpc: float | None


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What training came to. `bits_per_character` is the best checkpoint's, on held-out posts.

    `captions_bits_per_character` is the same on held-out captions; None if none were learned or held out.
    """

    folder: Path
    bits_per_character: float
    steps: int
    epochs: float
    seconds: float
    stopped_early: bool
    resumed: bool
    captions_bits_per_character: float | None = None
