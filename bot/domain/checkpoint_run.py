"""What a person sees of the checkpoints: runs, how their trainings went, what they write, how two compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# What a ladder is climbed by: below the first texts repeat each other, above the last they are noise.
TEMPERATURES = (0.4, 0.6, 0.8, 1.0, 1.2)


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run and what its manifest says. `problem` says why that can't be read; then the rest is empty.

    `mark` says that it has, or may have, learned from posts that were forgotten, else "".
    """

    name: str
    is_live: bool = False
    was_live_before: bool = False
    problem: str = ""
    mark: str = ""
    made_at: datetime | None = None
    bits: float | None = None
    captions_bits: float | None = None
    layers: int = 0
    hidden: int = 0
    symbols: int = 0
    posts: int = 0
    characters: int = 0
    steps: int = 0
    epochs: float = 0.0
    seconds: float = 0.0
    started_from: str = ""
    templates: int = 0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Bits per character at a step; None until first measured."""

    step: int
    training: float | None
    held_out: float | None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """What was written at a temperature, and, where it was measured, figures of that: shares, 0 to 1."""

    temperature: float
    texts: tuple[str, ...]
    known_words: float | None = None
    copies: float | None = None
    loops: float | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """A run at each temperature. `is_measured`: by `wallflower evaluate`, which lets pass whatever was written."""

    made_at: datetime
    steps: tuple[LadderStep, ...]
    is_measured: bool


class Better(StrEnum):
    """How one figure of a run is beside that of another."""

    BETTER = "better"
    AS_GOOD = "as good"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure of two runs, less is better; within `margin` they count as equal."""

    name: str
    first: float
    second: float
    margin: float
    is_share: bool

    @property
    def first_is(self) -> Better:
        """The first beside the second."""
        apart = self.first - self.second
        return Better.WORSE if apart > self.margin else Better.BETTER if -apart > self.margin else Better.AS_GOOD


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs held against each other; `posts` are those that neither has learned from."""

    made_at: datetime
    posts: int
    figures: Sequence[ComparedFigure]


class ErrandKind(StrEnum):
    """What is done beside the bot, when a person asks."""

    COMPARE = "compare"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that takes a while. `runs` are those that it is about; `problem` says why it came to nothing."""

    kind: ErrandKind
    runs: tuple[str, ...]
    began_at: datetime
    is_done: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TrainingNow:
    """Whether a training works, and what is known of it.

    `run` is the one that works or, where none does, the one that was killed and will be gone on with. `share` is of the
    budget, 0 to 1; None before its first step. `is_ours`: it was begun by this bot, which can end it. `said` are the
    last lines of what the last training said that a bot began.
    """

    is_at_work: bool
    is_ours: bool = False
    run: str = ""
    began_at: datetime | None = None
    share: float | None = None
    seconds_left: float | None = None
    said: tuple[str, ...] = ()
