"""What the last whole examination found, kept in a file beside the checkpoint that was live then."""

from datetime import datetime
from pathlib import Path

from bot.domain.finding import Examined, Finding
from bot.storage import run_notes

FILE = "examined.json"


def write(run: Path, weights: str, examined: Examined) -> None:
    """Keep one that is over; `weights` names the live checkpoint's. Raises OSError."""
    said = {
        "began": examined.began_at.isoformat(timespec="seconds"),
        "findings": [finding.to_json() for finding in examined.findings or ()],
    }
    run_notes.write(run, FILE, weights, said)


def read(run: Path, weights: str) -> Examined | None:
    """What was found with this checkpoint live; None where nothing is kept, or only of another one."""
    found = run_notes.read(run, FILE, weights)
    if found is None:
        return None
    try:
        began_at = datetime.fromisoformat(found["began"])
        findings = tuple(Finding.from_json(each) for each in found["findings"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return Examined(began_at, findings) if began_at.tzinfo is not None else None
