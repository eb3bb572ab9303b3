"""How a run compared with another one, kept in a file beside the first one's checkpoints."""

import math
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.checkpoint_run import Compared, ComparedFigure
from bot.storage import run_notes

_MOST_FIGURES = 50


def write(run: Path, second: str, weights: tuple[str, str], compared: Compared) -> None:
    """Keep it; `weights` name those of both runs' checkpoints. Raises OSError."""
    said = {
        "made": compared.made_at.isoformat(timespec="seconds"),
        "posts": compared.posts,
        "figures": [
            {
                "name": one.name,
                "first": one.first,
                "second": one.second,
                "margin": one.margin,
                "is_share": one.is_share,
            }
            for one in compared.figures
        ],
    }
    run_notes.write(run, _file(second), " ".join(weights), said)


def read(run: Path, second: str, weights: tuple[str, str]) -> Compared | None:
    """What was found of these very checkpoints; None where they were never compared, or one is another by now."""
    found = run_notes.read(run, _file(second), " ".join(weights))
    if found is None:
        return None
    try:
        made_at = datetime.fromisoformat(found["made"])
        figures = tuple(_figure(each) for each in found["figures"][:_MOST_FIGURES])
        return Compared(made_at, int(found["posts"]), figures) if made_at.tzinfo is not None else None
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _file(second: str) -> str:
    return f"compared-{second}.json"


def _figure(found: dict[str, Any]) -> ComparedFigure:
    first, second, margin = (float(found[name]) for name in ("first", "second", "margin"))
    if not all(map(math.isfinite, (first, second, margin))):
        raise ValueError("a figure is none")
    return ComparedFigure(str(found["name"]), first, second, margin, found["is_share"] is True)
