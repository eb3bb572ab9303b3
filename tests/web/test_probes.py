"""What programs that watch the bot are told, over real HTTP: alive, ready, metrics; and who is told the last."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.domain.audit import Signature
from bot.domain.checkpoint_run import KnownRun
from bot.domain.pulse import Pulse
from bot.errors import Misconfigured, Retryable, Unlearned
from bot.flow.watched_writer import WatchedWriter, WriterState
from bot.ports import WritingRequest, WrittenText
from bot.storage import tables
from bot.storage.api_keys import ApiKeys
from bot.storage.census import Census
from bot.storage.database import Database
from bot.web.callers import hashed, new_key
from bot.web.counting import CountedRequests
from bot.web.metrics import Metrics
from bot.web.probes import DOORS, probes
from bot.web.readiness import LISTENED_WITHIN_S, Readiness
from bot.web.serving import serve
from bot.web.watched import Watched
from tests.web.conftest import SayingWriter

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIVE = KnownRun("monday", is_live=True, bits=2.5, posts=320, made_at=NOW)


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now_s: float = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Outside:
    """Who watches from outside, and what there is to watch."""

    session: aiohttp.ClientSession
    watched: Watched
    writer: SayingWriter
    clock: Clock
    database: Database

    async def ready(self) -> tuple[int, dict[str, object]]:
        """Status, and each part that is not well."""
        self.clock.now_s += 1.5  # beyond what is remembered
        async with self.session.get("/readyz") as answer:
            parts = (await answer.json())["parts"]
            return answer.status, {name: part["state"] for name, part in parts.items() if not part["ok"]}

    async def metrics(self, **headers: str) -> dict[str, Metric]:
        """The families by name."""
        async with self.session.get("/metrics", headers=headers) as answer:
            assert answer.status == 200
            return {family.name: family for family in text_string_to_metric_families(await answer.text())}


Watch = Callable[..., AbstractAsyncContextManager[Outside]]


@pytest.fixture
def watching(keys_database: Database) -> Watch:
    """Serves the probes of a bot."""

    @asynccontextmanager
    async def served(*, has_proxy: bool = False, behind_proxy: bool = False) -> AsyncIterator[Outside]:
        clock, writer, metrics = Clock(), SayingWriter(), Metrics()
        watch = WatchedWriter(metrics, Pulse(clock))
        watch.over(writer)
        pulses = {"telegram": Pulse(clock)}

        async def live() -> KnownRun | None:
            return LIVE

        watched = Watched(
            readiness=Readiness(keys_database, watch, pulses, lambda: False, clock),
            metrics=metrics,
            census=Census(keys_database),
            pulses=pulses,
            live=live,
            is_training=lambda: True,
            find_key=ApiKeys(keys_database).name_of,
            has_proxy=has_proxy,
        )
        app = CountedRequests(probes(watched), metrics, DOORS)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        running = asyncio.create_task(serve(app, "127.0.0.1", port, behind_proxy=behind_proxy))
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
                await _answers(session, running)
                yield Outside(session, watched, writer, clock, keys_database)
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    return served


async def _answers(session: aiohttp.ClientSession, running: asyncio.Task[None]) -> None:
    while not running.done():
        try:
            async with session.get("/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"alive": True})
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.02)
    await running


async def test_ready_is_who_has_database_writer_and_platforms(watching: Watch) -> None:
    """A platform counts once it was asked with success."""
    async with watching() as outside:
        assert await outside.ready() == (503, {"telegram": "not heard yet"})
        outside.watched.pulses["telegram"].beat()
        assert await outside.ready() == (200, {})


async def test_not_ready_when_the_database_goes_away(watching: Watch, tmp_path: Path) -> None:
    """And again when it comes back."""
    async with watching() as outside:
        outside.watched.pulses["telegram"].beat()
        await outside.database.close()  # no connection is kept, and no new one can be had
        away = tmp_path / "away"
        for path in tmp_path.glob("wallflower.db*"):
            path.rename(away.with_name(f"away-{path.name}"))
        (tmp_path / "wallflower.db").mkdir()
        assert await outside.ready() == (503, {"database": "out of reach"})
        # What is asked of a database that is gone is left out.
        found = await outside.metrics()
        assert found["wallflower_database_up"].samples[0].value == 0
        assert "wallflower_drafts" not in found
        (tmp_path / "wallflower.db").rmdir()
        for path in tmp_path.glob("away-*"):
            path.rename(tmp_path / path.name.removeprefix("away-"))
        assert await outside.ready() == (200, {})


async def test_not_ready_with_another_versions_tables(watching: Watch) -> None:
    async with watching() as outside:
        outside.watched.pulses["telegram"].beat()
        async with outside.database.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        assert await outside.ready() == (503, {"database": "not migrated"})


async def test_not_ready_while_the_writer_is_silent(watching: Watch) -> None:
    """Without a checkpoint there is nothing to wait for; a busy writer has written a moment ago."""
    async with watching() as outside:
        outside.watched.pulses["telegram"].beat()
        outside.writer.trouble = Retryable("being started")
        assert await outside.ready() == (503, {"writer": "does not answer"})
        outside.writer.trouble = Misconfigured("no checkpoint")
        assert await outside.ready() == (200, {})
        outside.writer.trouble = None
        assert await outside.ready() == (200, {})
        outside.writer.trouble = Retryable("busy")
        outside.clock.now_s += 60
        outside.watched.pulses["telegram"].beat()
        assert await outside.ready() == (200, {})
        outside.clock.now_s += 90
        assert await outside.ready() == (503, {"writer": "does not answer"})


async def test_not_ready_when_a_platform_was_long_out_of_reach(watching: Watch) -> None:
    async with watching() as outside:
        outside.watched.pulses["telegram"].beat()
        assert (await outside.ready())[0] == 200
        outside.clock.now_s += LISTENED_WITHIN_S
        assert await outside.ready() == (503, {"telegram": "silent"})


async def test_many_questions_cost_one_look(watching: Watch) -> None:
    """Strangers may ask."""
    async with watching() as outside:
        await outside.ready()
        asked = len(outside.writer.asked)
        for _ in range(20):
            async with outside.session.get("/readyz") as answer:
                await answer.read()
        assert len(outside.writer.asked) == asked


async def test_readiness_tells_strangers_nothing_of_the_community(watching: Watch) -> None:
    """Fixed words alone."""
    async with watching() as outside, outside.session.get("/readyz") as answer:
        told = await answer.json()
        assert set(told) == {"ready", "parts"}
        assert all(set(part) == {"ok", "state"} for part in told["parts"].values())
        assert "wallflower.db" not in json.dumps(told)


async def test_metrics_tell_what_was_done_and_what_there_is(watching: Watch) -> None:
    """In Prometheus's own form."""
    async with watching() as outside:
        async with outside.database.begin() as connection:
            for number, state in enumerate(("pending", "published", "published"), start=1):
                await connection.execute(
                    tables.drafts.insert().values(
                        id=number, text="a secret text", state=state, prime="", temperature=0.8, checkpoint="m@1",
                        seed=1, ended_by_itself=True, created_at=NOW,
                    )
                )  # fmt: skip
            await connection.execute(
                tables.publications.insert().values(
                    place="vk:-1", due_at=NOW, state="published", draft_id=2, attempts=1, published_at=NOW
                )
            )
        meter = outside.watched.metrics
        meter.called("telegram", "sendMessage", "ok")
        meter.called("telegram", "sendMessage", "retryable")
        meter.started("writer")
        meter.keeps("writer", os.getpid, lambda: 7)
        for outcome in ("ok", "ok", "retryable"):
            meter.asked("writer", outcome, 0.3)
        await outside.watched.readiness.parts()
        found = await outside.metrics()

        def value(family: str, **labels: str) -> float:
            return next(
                sample.value
                for sample in found[family].samples
                if sample.labels == labels and not sample.name.endswith("_created")
            )

        assert value("wallflower_drafts", state="published") == 2
        assert value("wallflower_drafts", state="rejected") == 0
        assert value("wallflower_publications", place="vk:-1", state="published") == 1
        assert value("wallflower_api_calls", platform="telegram", method="sendMessage", outcome="retryable") == 1
        assert value("wallflower_writer_starts") == 1
        assert value("wallflower_writer_waiting") == 7
        assert value("wallflower_writer_requests", outcome="retryable") == 1
        assert value("wallflower_writer_requests", outcome="ok") == 2
        assert value("wallflower_writing_seconds") == 2
        assert value("wallflower_writer_process_resident_memory_bytes") > 1_000_000
        assert value("wallflower_writer_process_cpu_seconds") > 0
        # A painter that does not run has no figures, and none of the machine's first process.
        assert value("wallflower_painter_starts") == 0
        assert "wallflower_painter_process_resident_memory_bytes" not in found
        assert value("wallflower_checkpoint_bits_per_character") == 2.5
        assert value("wallflower_checkpoint_corpus_posts") == 320
        assert value("wallflower_last_publication_timestamp_seconds") == NOW.timestamp()
        assert value("wallflower_inbox_waiting") == 0
        assert value("wallflower_training") == 1
        assert value("wallflower_http_requests", door="healthz", status="2xx") >= 1
        assert value("process_resident_memory_bytes") > 1_000_000
        async with outside.session.get("/metrics") as answer:
            assert "secret" not in await answer.text()


async def test_labels_stay_few_whatever_is_called(watching: Watch) -> None:
    """Of addresses that strangers make up, and of methods should there ever be many."""
    async with watching() as outside:
        for number in range(300):
            outside.watched.metrics.called("vk", f"method{number}", "ok")
        for path in ("/made-up-1", "/made-up-2"):
            async with outside.session.get(path) as answer:
                assert answer.status == 404
        found = await outside.metrics()
        assert len({sample.labels["method"] for sample in found["wallflower_api_calls"].samples}) <= 201
        assert {sample.labels["door"] for sample in found["wallflower_http_requests"].samples} <= {*DOORS, "api"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
)
@pytest.mark.parametrize("behind_proxy", [False, True])
async def test_who_comes_through_a_proxy_gets_no_metrics(
    watching: Watch, headers: dict[str, str], *, behind_proxy: bool
) -> None:
    """Whatever they say of themselves, and whether the settings know of the proxy."""
    async with (
        watching(behind_proxy=behind_proxy, has_proxy=behind_proxy) as outside,
        outside.session.get("/metrics", headers=headers) as answer,
    ):
        assert answer.status == 401
        assert "wallflower_" not in await answer.text()


async def test_behind_a_proxy_a_key_is_needed_by_everybody(watching: Watch) -> None:
    """Also by those who seem to call from this machine: there a proxy that adds no header looks just like them."""
    async with watching(has_proxy=True) as outside:
        async with outside.session.get("/metrics") as answer:
            assert answer.status == 401
        key = new_key()
        await ApiKeys(outside.database).add("prometheus", hashed(key), Signature("terminal:0", NOW))
        assert await outside.metrics(Authorization=f"Bearer {key}", **{"X-Forwarded-For": "203.0.113.7"})
        async with outside.session.get("/metrics", headers={"Authorization": "Bearer wf_wrong"}) as answer:
            assert answer.status == 401


class _Slow:
    """A writer whose answers take their time."""

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the port says."""
        await asyncio.sleep(0)
        return [WrittenText("text", True, "run@1", 1)] * request.count


class _Refusing:
    """A writer of which each answer is an error."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the port says."""
        raise self._error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Retryable("busy"), "retryable"),
        (Misconfigured("no checkpoint"), "misconfigured"),
        (Unlearned("never seen"), "refused"),
        (asyncio.CancelledError(), "cancelled"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_a_watched_writer_says_what_came_to_nothing_and_why(error: BaseException, outcome: str) -> None:
    """Nothing of it counts as waiting afterwards, or among the seconds."""
    metrics = Metrics()
    with pytest.raises(type(error)):
        await WatchedWriter(metrics).over(_Refusing(error)).write(WritingRequest())
    told = metrics.text(None, None, {}, is_training=False).decode()
    assert f'wallflower_writer_requests_total{{outcome="{outcome}"}} 1.0' in told
    assert "wallflower_writer_waiting 0.0" in told
    assert "wallflower_writing_seconds_count 0.0" in told


async def test_a_watched_writer_says_what_it_wrote() -> None:
    """How long that took, and that it can."""
    metrics, clock = Metrics(), Clock()
    watch = WatchedWriter(metrics, Pulse(clock))
    assert await watch.state() is WriterState.SILENT
    with pytest.raises(Retryable):
        await watch.write(WritingRequest())
    texts = await watch.over(_Slow()).write(WritingRequest(count=3))
    assert len(texts) == 3
    assert await watch.state() is WriterState.ANSWERS
    told = metrics.text(None, None, {}, is_training=False).decode()
    assert "wallflower_texts_written_total 3.0" in told
    assert "wallflower_writing_seconds_count 1.0" in told
