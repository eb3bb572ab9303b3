"""How much each caller may ask for: a bucket that fills with time (the token bucket of RFC 2697's kin)."""

import math
from collections import OrderedDict
from dataclasses import dataclass

# Callers that are remembered; who has not called for longest is forgotten, and so may begin anew.
_MOST_CALLERS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at_s: float


class Quotas:
    """Whether a caller may be served now. Keeps its numbers in memory: a restart begins anew."""

    def __init__(self, per_minute: int, most_callers: int = _MOST_CALLERS) -> None:
        """A caller may spend `per_minute` at once, and as much each minute."""
        self._per_minute = per_minute
        self._most_callers = most_callers
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, caller: str, cost: float, now_s: float) -> int:
        """Spend `cost` and return 0; or, if there is not enough, spend nothing and return how many seconds to wait.

        A `cost` above what a minute gives can be paid from a full bucket, which is then in debt.
        """
        bucket = self._buckets.pop(caller, None) or _Bucket(self._per_minute, now_s)
        bucket.left = min(self._per_minute, bucket.left + (now_s - bucket.at_s) * self._per_minute / 60)
        bucket.at_s = now_s
        self._buckets[caller] = bucket
        while len(self._buckets) > self._most_callers:
            self._buckets.popitem(last=False)
        missing = min(cost, self._per_minute) - bucket.left
        if missing > 0:
            return max(1, math.ceil(missing * 60 / self._per_minute))
        bucket.left -= cost
        return 0
