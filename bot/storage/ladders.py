"""What a run wrote at each temperature, kept in a file beside its checkpoints."""

import math
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.checkpoint_run import Ladder, LadderStep
from bot.storage import run_notes

FILE = "ladder.json"

_MOST_STEPS, _MOST_TEXTS = 20, 20


def write(run: Path, checkpoint: str, ladder: Ladder) -> None:
    """Keep it in the folder of the run; `checkpoint` is what wrote. Raises OSError."""
    said = {
        "made": ladder.made_at.isoformat(timespec="seconds"),
        "is_measured": ladder.is_measured,
        "steps": [
            {
                "temperature": step.temperature,
                "texts": list(step.texts),
                "known_words": step.known_words,
                "copies": step.copies,
                "loops": step.loops,
            }
            for step in ladder.steps
        ],
    }
    run_notes.write(run, FILE, checkpoint, said)


def read(run: Path, checkpoint: str) -> Ladder | None:
    """What this checkpoint wrote; None where nothing is kept, or only of an earlier one of the run."""
    found = run_notes.read(run, FILE, checkpoint)
    if found is None:
        return None
    try:
        made_at = datetime.fromisoformat(found["made"])
        steps = tuple(_step(each) for each in found["steps"][:_MOST_STEPS])
    except (ValueError, TypeError, KeyError):
        return None
    return Ladder(made_at, steps, found.get("is_measured") is True) if made_at.tzinfo is not None else None


def _step(found: dict[str, Any]) -> LadderStep:
    texts = found["texts"][:_MOST_TEXTS]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is none")
    known_words, copies, loops = (_share(found[name]) for name in ("known_words", "copies", "loops"))
    temperature = float(found["temperature"])
    if not math.isfinite(temperature):
        raise ValueError("a temperature is none")
    return LadderStep(temperature, tuple(texts), known_words, copies, loops)


def _share(value: object) -> float | None:
    return min(1.0, max(0.0, float(value))) if isinstance(value, int | float) and math.isfinite(value) else None
