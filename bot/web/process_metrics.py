"""What is counted of a process that the bot keeps beside itself: what it needs, and what becomes of requests to it.

Memory and processor time are read from /proc when somebody asks; while the process does not run there are none.
"""

from collections.abc import Callable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot.ports import Kept

# No folder of /proc is called so. (An empty name would be /proc itself.)
_NOBODY = "none"


class ProcessMetrics:
    """Of one of these processes, also while it does not run."""

    def __init__(self, process: Kept, waited: str, what: str, buckets: Sequence[float], registry: CollectorRegistry):
        """`waited` names the histogram of seconds, `what` says of what they are."""
        self._find_pid: Callable[[], int | None] = lambda: None
        ProcessCollector(f"wallflower_{process}", pid=self._pid, registry=registry)
        self._starts = Counter(
            f"wallflower_{process}_starts", f"Starts of the {process}'s process.", registry=registry
        )  # fmt: skip
        self._requests = Counter(
            f"wallflower_{process}_requests", f"Requests to the {process}'s process, by what came of them.",
            ("outcome",), registry=registry,
        )  # fmt: skip
        self._waiting = Gauge(
            f"wallflower_{process}_waiting", f"Requests that wait for the {process}'s process just now.",
            registry=registry,
        )  # fmt: skip
        self._waited = Histogram(waited, what, buckets=tuple(buckets), registry=registry)

    def runs(self, pid: Callable[[], int | None], waiting: Callable[[], int]) -> None:
        """How to learn its id, None while it does not run, and how many requests wait for it."""
        self._find_pid = pid
        self._waiting.set_function(waiting)

    def started(self) -> None:
        """It was started, or started again."""
        self._starts.inc()

    def asked(self, outcome: str, seconds: float) -> None:
        """A request is over; of those that came to something it counts how long they took."""
        self._requests.labels(outcome).inc()
        if outcome == "ok":
            self._waited.observe(seconds)

    def _pid(self) -> int | str:
        found = self._find_pid()
        return _NOBODY if found is None else found
