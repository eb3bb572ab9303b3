"""What the last cleaning did, in numbers: kept beside the corpus, for whoever asks without cleaning everything anew."""

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.cleaning import CleanedCorpus

_MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class CleaningReport:
    """`dropped` counts posts by reason, `repaired` kept posts by what was mended in them; both most frequent first.

    `characters` are those of the posts that were kept. `made_at` is when the corpus was written.
    """

    made_at: datetime
    read: int
    kept: int
    characters: int
    dropped: Mapping[str, int]
    repaired: Mapping[str, int]


def report_file(corpus_file: Path) -> Path:
    """Where the report on a corpus file is kept."""
    return corpus_file.with_suffix(".json")


def write_report(cleaned: CleanedCorpus, corpus_file: Path) -> None:
    """Keep what a cleaning did. Raises OSError."""
    numbers = {
        "read": cleaned.read,
        "kept": len(cleaned.posts),
        "characters": sum(len(post.text) for post in cleaned.posts),
        "dropped": dict(cleaned.dropped),
        "repaired": dict(cleaned.repaired),
    }
    path = report_file(corpus_file)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        beside.write_text(json.dumps(numbers, indent=1) + "\n", "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_report(corpus_file: Path) -> CleaningReport | None:
    """What the last cleaning did; None where there is no report that can be read: the next cleaning writes one."""
    path = report_file(corpus_file)
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return _parsed(json.loads(file.read(_MOST_BYTES)), made_at)
    return None


def _parsed(plain: object, made_at: datetime) -> CleaningReport | None:
    match plain:
        case {
            "read": int(read), "kept": int(kept), "characters": int(characters),
            "dropped": dict(dropped), "repaired": dict(repaired),
        } if all(isinstance(count, int) for count in (*dropped.values(), *repaired.values())):  # fmt: skip
            return CleaningReport(made_at, read, kept, characters, _sorted(dropped), _sorted(repaired))
    return None


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
