"""The judge: what stands on the walls against what should, and against what the bot believes. It knows no bot.

A bot may be unsure, late or out of drafts, as long as it says so. What it may not do, each with a name here:

- duplicates: a text stands twice at a place;
- unrecorded: a post stands there and no publication says that it may (so its occurrence may be served again);
- missing: a publication says `published` and no post stands there;
- silent: an occurrence has no publication at all, or one that ended without a reason, or one that nobody will ever
  look after again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.place import Place

# A publication in one of these says that its text may stand at its place.
_MAY_STAND = frozenset({"published", "unsure", "sending", "handed_over", "taken_down"})
_WAITING = frozenset({"due", "sending", "handed_over"})
_ENDED = frozenset({"skipped", "failed", "refused"})
_SHOWN = frozenset({"unsure"})
_PUBLISHED = frozenset({"published"})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One slot's turn on one local day at one place."""

    slot_id: int
    local_date: date
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A publication as it stands in the database, with its draft's text where it has a draft."""

    id: int
    slot_id: int | None
    local_date: date | None
    place: Place
    state: str
    due_at: datetime
    text: str | None = None
    problem: str | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong, in sentences, and how many publications are in each state at each platform."""

    duplicates: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def wrongs(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.duplicates, *self.unrecorded, *self.missing, *self.silent]

    def count(self, state: str, platform: str | None = None) -> int:
        """Publications in `state`, on one platform or on all."""
        return sum(
            count for (at, of), count in self.states.items() if of == state and platform in (None, at)
        )  # fmt: skip


def judge(
    occurrences: Sequence[Occurrence], rows: Sequence[Row], posts: Mapping[Place, Sequence[str]], settled_by: datetime
) -> Judgement:
    """Compare what should be, what the bot believes and what is there.

    What came due at or before `settled_by` may wait no longer.
    """
    found = Judgement()
    found.states.update((row.place.platform.value, row.state) for row in rows)
    for place, texts in posts.items():
        standing = Counter(texts)
        allowed = Counter(row.text for row in rows if row.place == place and row.state in _MAY_STAND)
        for text, count in standing.items():
            if count > 1:
                found.duplicates.append(f"{place} has {text!r} {count} times")
            if allowed[text] < 1:
                found.unrecorded.append(f"{place} has {text!r}, and no publication says so")
        believed = [row for row in rows if row.place == place and row.state in _PUBLISHED]
        found.missing.extend(f"{_name(row)} says published, {place} has no {row.text!r}" for row in believed
                             if not standing[row.text or ""])  # fmt: skip
    _find_silent(found, occurrences, rows, settled_by)
    return found


def _find_silent(
    found: Judgement, occurrences: Sequence[Occurrence], rows: Sequence[Row], settled_by: datetime
) -> None:
    known = {(row.slot_id, row.local_date, row.place) for row in rows}
    for occurrence in occurrences:
        if (occurrence.slot_id, occurrence.local_date, occurrence.place) not in known:
            found.silent.append(
                f"slot {occurrence.slot_id} on {occurrence.local_date} at {occurrence.place} was forgotten"
            )
    expected = {(one.slot_id, one.local_date, one.place) for one in occurrences}
    for row in rows:
        is_of_a_slot = row.slot_id is not None and row.due_at <= settled_by
        if is_of_a_slot and (row.slot_id, row.local_date, row.place) not in expected:
            found.duplicates.append(f"{_name(row)} is of no day that its slot has")
        if row.state in _ENDED and not row.problem:
            found.silent.append(f"{_name(row)} is {row.state} and does not say why")
        if row.state in _WAITING and row.due_at <= settled_by:
            found.silent.append(f"{_name(row)} is {row.state} and nobody looks after it")
        if row.state not in _ENDED | _WAITING | _SHOWN | _PUBLISHED:
            found.silent.append(f"{_name(row)} is {row.state!r}: the judge knows no such state")


def _name(row: Row) -> str:
    return f"publication {row.id} (slot {row.slot_id}, {row.local_date}, {row.place})"
