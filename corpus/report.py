"""The table that says what a cleaning did, as plain values: who prints it decides how it looks."""

from collections.abc import Mapping
from typing import NamedTuple

from corpus.cleaning import CleanedCorpus, Reason
from corpus.repair import Repair


class Line(NamedTuple):
    """One line of the table: what, how many posts, and their share (0 to 1) of all that were read."""

    name: str
    posts: int
    share: float


def table(cleaned: CleanedCorpus) -> list[Line]:
    """First all that was read, then each reason for dropping that occurred, most frequent first, then what was kept."""
    return [
        Line("read", cleaned.read, 1.0 if cleaned.read else 0.0),
        *_counted(cleaned.dropped, cleaned.read),
        Line("kept", len(cleaned.posts), _share(len(cleaned.posts), cleaned.read)),
    ]


def repairs(cleaned: CleanedCorpus) -> list[Line]:
    """Each kind of repair that was made on kept posts, most frequent first. A post may stand in several lines."""
    return _counted(cleaned.repaired, cleaned.read)


def _counted(counts: Mapping[Reason, int] | Mapping[Repair, int], read: int) -> list[Line]:
    lines = [Line(str(name), count, _share(count, read)) for name, count in counts.items() if count]
    return sorted(lines, key=lambda line: (-line.posts, line.name))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
