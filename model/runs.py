"""The training runs that a folder of checkpoints holds. Needs no torch."""

from dataclasses import dataclass
from pathlib import Path

from model import checkpoint as checkpoints
from model.checkpoint import BEST, Manifest
from model.errors import UnusableCheckpoint


@dataclass(frozen=True, slots=True)
class Run:
    """A run with a best checkpoint. `problem` says why its manifest can't be read; then there is none."""

    name: str
    live: bool
    manifest: Manifest | None
    problem: str | None = None

    def to_json(self) -> dict[str, object]:
        """The run's name, whether it is live, and what its manifest says."""
        said = {} if self.manifest is None else self.manifest.to_json()
        return {**said, "run": self.name, "live": self.live, "problem": self.problem}


def runs(folder: Path) -> list[Run]:
    """All runs of a folder, oldest first; those that can't be read come at the end."""
    live = live_run(folder)
    found = []
    for best in folder.glob(f"*/{BEST}"):
        name = best.parent.name
        try:
            found.append(Run(name, name == live, checkpoints.read_manifest(best)))
        except UnusableCheckpoint as error:
            found.append(Run(name, name == live, None, error.why))
    return sorted(found, key=lambda run: (run.manifest.created if run.manifest else "~", run.name))


def live_run(folder: Path) -> str | None:
    """The name of the live run, None if none is."""
    try:
        return checkpoints.live(folder).parent.name
    except UnusableCheckpoint:
        return None
