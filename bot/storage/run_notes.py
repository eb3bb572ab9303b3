"""A small file of JSON beside a run's checkpoints, about one of them: of another one it is never taken."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MOST_BYTES = 2_000_000


def write(run: Path, file: str, checkpoint: str, said: Mapping[str, object]) -> None:
    """Keep it in the folder of the run; `checkpoint` names what it is about. Raises OSError."""
    beside = run / f"{file}.{secrets.token_hex(4)}.new"
    try:
        # In ASCII: a network writes half characters as well.
        beside.write_text(json.dumps({"checkpoint": checkpoint, **said}, indent=1), "ascii")
        beside.replace(run / file)
    finally:
        beside.unlink(missing_ok=True)


def read(run: Path, file: str, checkpoint: str) -> dict[str, Any] | None:
    """What is kept about this checkpoint; None where nothing is, or only about another one."""
    try:
        with (run / file).open("rb") as source:
            found = json.loads(source.read(_MOST_BYTES + 1))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("checkpoint") == checkpoint else None
