"""What the sandbox remembers of each request: enough to count and to blame, never a key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class CallRecord:
    """`at` is the sandbox's clock in seconds; `outcome` what the server did, whatever a fault made of the answer."""

    method: str
    params: dict[str, str]
    at: float
    outcome: str = "not performed"
    faults: tuple[str, ...] = ()
    key: str | None = None  # the kind of key and its owner, e.g. "community -1"
