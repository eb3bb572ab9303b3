"""How often a member may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests in any `window`."""

    count: int
    window: timedelta

    def wait(self, earlier: Sequence[datetime], now: datetime) -> timedelta:
        """How long from `now` until another request is allowed; zero if it is allowed now.

        `earlier` are the instants of the requests so far, in any order.
        """
        recent = sorted(instant for instant in earlier if instant > now - self.window)
        if len(recent) < self.count:
            return timedelta(0)
        return recent[len(recent) - self.count] + self.window - now
