"""What the bot counts for Prometheus: what it does itself as it happens, what the database holds when asked.

Every label has few values, and none is a person's or a text's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.domain.checkpoint_run import KnownRun
from bot.domain.pulse import Pulse
from bot.ports import Kept
from bot.storage.census import Counts
from bot.web.process_metrics import ProcessMetrics

MIME = "text/plain; version=0.0.4; charset=utf-8"

# From a caption that nobody waits behind to a queue that is given up.
_WRITING_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
# From one picture at a running process to a turn that is given up.
_PAINTING_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Our own code names the methods, so there are a few dozen; should that ever change, the rest is one.
_MOST_METHODS = 200


class Metrics:
    """The port `Meter`, of one community."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._calls = Counter(
            "wallflower_api_calls",
            "Calls of a platform's methods, by what came of them.",
            ("platform", "method", "outcome"),
            registry=self._registry,
        )
        self._texts = Counter("wallflower_texts_written", "Texts that the network wrote.", registry=self._registry)
        self._kept: dict[Kept, ProcessMetrics] = {
            "writer": ProcessMetrics(
                "writer", "wallflower_writing_seconds",
                "How long whoever asked the network for texts waited for them.", _WRITING_S, self._registry,
            ),
            "painter": ProcessMetrics(
                "painter", "wallflower_painting_seconds",
                "How long whoever asked for a picture waited for it.", _PAINTING_S, self._registry,
            ),
        }  # fmt: skip
        self._requests = Counter(
            "wallflower_http_requests", "Requests over HTTP, by what they came for and the class of the answer.",
            ("door", "status"), registry=self._registry,
        )  # fmt: skip
        self._methods: set[tuple[str, str]] = set()

    def called(self, platform: str, method: str, outcome: str) -> None:
        """As the port says."""
        if (platform, method) not in self._methods:
            if len(self._methods) >= _MOST_METHODS:
                method = "other"
            self._methods.add((platform, method))
        self._calls.labels(platform, method, outcome).inc()

    def wrote(self, texts: int) -> None:
        """As the port says."""
        self._texts.inc(texts)

    def keeps(self, process: Kept, pid: Callable[[], int | None], waiting: Callable[[], int]) -> None:
        """As the port says."""
        self._kept[process].runs(pid, waiting)

    def started(self, process: Kept) -> None:
        """As the port says."""
        self._kept[process].started()

    def asked(self, process: Kept, outcome: str, seconds: float) -> None:
        """As the port says."""
        self._kept[process].asked(outcome, seconds)

    def served(self, door: str, status: int) -> None:
        """As the port says."""
        self._requests.labels(door, f"{status // 100}xx").inc()

    def text(
        self, counts: Counts | None, live: KnownRun | None, pulses: Mapping[str, Pulse], *, is_training: bool
    ) -> bytes:
        """The page. `counts` is None while the database does not answer."""
        # Where the database does not answer nobody can say whether a checkpoint has learned from forgotten posts.
        found = () if counts is None else _of_checkpoint(live)
        moment = CollectorRegistry()
        moment.register(_Moment([*_of_database(counts), *found, *_of_process(pulses, is_training)]))
        return generate_latest(self._registry) + generate_latest(moment)


class _Moment:
    """What was just looked up, as prometheus_client takes it."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def _of_database(counts: Counts | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("wallflower_database_up", "Whether the database answers.", value=counts is not None)
    if counts is None:
        return
    yield GaugeMetricFamily("wallflower_posts", "Posts of the community that are stored.", value=counts.posts)
    drafts = GaugeMetricFamily("wallflower_drafts", "Drafts, by their state.", labels=("state",))
    for state, count in counts.drafts.items():
        drafts.add_metric((state.value,), count)
    yield drafts
    decisions = CounterMetricFamily("wallflower_decisions", "Decisions of moderators.", labels=("verdict",))
    for verdict, count in counts.decisions.items():
        decisions.add_metric((verdict.value,), count)
    yield decisions
    publications = GaugeMetricFamily(
        "wallflower_publications", "Publications, by their place and what came of them.", labels=("place", "state")
    )
    for (place, outcome), count in counts.publications.items():
        publications.add_metric((place, outcome.value), count)
    yield publications
    yield GaugeMetricFamily(
        "wallflower_inbox_waiting", "Updates of the platforms that are not answered yet.", value=counts.inbox_waiting
    )
    scraped = GaugeMetricFamily(
        "wallflower_last_scrape_timestamp_seconds", "When a source was last read to its end.", labels=("source",)
    )
    for source, at in counts.scraped_at.items():
        scraped.add_metric((source,), at.timestamp())
    yield scraped
    yield from _instant(
        "wallflower_last_publication_timestamp_seconds", "When a post last went out.", counts.published_at
    )


def _of_checkpoint(live: KnownRun | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("wallflower_checkpoint_live", "Whether a checkpoint is live.", value=live is not None)
    if live is None:
        return
    if live.bits is not None:
        yield GaugeMetricFamily(
            "wallflower_checkpoint_bits_per_character", "Of the live checkpoint, on held-out posts.", value=live.bits
        )
    yield GaugeMetricFamily(
        "wallflower_checkpoint_corpus_posts", "Posts of the corpus that the live checkpoint learned.", value=live.posts
    )
    yield from _instant(
        "wallflower_checkpoint_created_timestamp_seconds", "When the live checkpoint was made.", live.made_at
    )


def _of_process(pulses: Mapping[str, Pulse], is_training: bool) -> Iterator[Metric]:
    yield GaugeMetricFamily("wallflower_training", "Whether a training works in this home.", value=is_training)
    listening = GaugeMetricFamily(
        "wallflower_listening_age_seconds", "Since a platform was last heard, or asked with success.",
        labels=("platform",),
    )  # fmt: skip
    for platform, pulse in pulses.items():
        age_s = pulse.age_s
        listening.add_metric((platform,), float("inf") if age_s is None else age_s)
    yield listening


def _instant(name: str, what: str, at: datetime | None) -> Iterator[Metric]:
    if at is not None:
        yield GaugeMetricFamily(name, what, value=at.timestamp())
