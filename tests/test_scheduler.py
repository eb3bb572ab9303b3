"""Jobs run at once and again, alone, through failures, and stop cleanly."""

import asyncio

from structlog.testing import capture_logs

from bot.errors import Retryable
from bot.scheduler import Job, Scheduler


async def test_a_job_runs_at_once_and_again() -> None:
    """The first run does not wait for the interval."""
    runs: asyncio.Queue[str] = asyncio.Queue()

    async def run(name: str) -> None:
        await runs.put(name)

    scheduler = Scheduler([Job("slow", 3_600, lambda: run("slow")), Job("fast", 0.01, lambda: run("fast"))])
    scheduler.start()
    seen = [await asyncio.wait_for(runs.get(), 5) for _ in range(4)]
    await scheduler.stop()
    assert seen.count("slow") == 1
    assert seen.count("fast") == 3


async def test_a_job_that_fails_runs_again_and_leaves_the_others_alone() -> None:
    """Neither an error of ours nor a bug ends it."""
    faults: list[Exception] = [Retryable("the writer is busy"), ZeroDivisionError("a bug")]
    succeeded = asyncio.Event()

    async def run() -> None:
        if faults:
            raise faults.pop(0)
        succeeded.set()

    scheduler = Scheduler([Job("publish", 0.01, run)])
    scheduler.start()
    await asyncio.wait_for(succeeded.wait(), 5)
    await scheduler.stop()


async def test_the_same_failure_again_and_again_is_logged_once() -> None:
    """An idle bot without a checkpoint must not fill the log; after a success the failure is news again."""
    ends: list[Exception | None] = [Retryable("no"), Retryable("no"), Retryable("yes"), None, Retryable("yes")]
    all_ended = asyncio.Event()

    async def run() -> None:
        if not ends:
            all_ended.set()
        elif (error := ends.pop(0)) is not None:
            raise error

    with capture_logs() as logged:
        scheduler = Scheduler([Job("refill", 0.01, run)])
        scheduler.start()
        await asyncio.wait_for(all_ended.wait(), 5)
        await scheduler.stop()
    assert [entry["problem"] for entry in logged if entry["log_level"] == "warning"] == ["no", "yes", "yes"]


async def test_a_job_never_runs_twice_at_a_time() -> None:
    """While one run hangs, the times that pass are left out."""
    running, most, gate, others = 0, 0, asyncio.Event(), asyncio.Queue[None]()

    async def hang() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await gate.wait()
        running -= 1

    async def tick() -> None:
        await others.put(None)

    scheduler = Scheduler([Job("publish", 0.01, hang), Job("tick", 0.01, tick)])
    scheduler.start()
    for _ in range(5):
        await asyncio.wait_for(others.get(), 5)
    gate.set()
    await scheduler.stop()
    assert most == 1


async def test_stopping_lets_a_run_end_and_starts_no_other() -> None:
    """A publication under way is recorded before the bot goes."""
    began, gate, ended = asyncio.Event(), asyncio.Event(), list[str]()

    async def publish() -> None:
        began.set()
        await gate.wait()
        ended.append("published")

    scheduler = Scheduler([Job("publish", 0.01, publish)])
    scheduler.start()
    await asyncio.wait_for(began.wait(), 5)
    stopping = asyncio.ensure_future(scheduler.stop())
    gate.set()
    await asyncio.wait_for(stopping, 5)
    assert ended == ["published"]


async def test_stopping_cuts_off_what_hangs() -> None:
    """After the time given nothing of the scheduler's is left in the loop."""
    began, cut = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()

    before = asyncio.all_tasks()
    scheduler = Scheduler([Job("hang", 60, hang)])
    scheduler.start()
    await asyncio.wait_for(began.wait(), 5)
    await asyncio.wait_for(scheduler.stop(timeout_s=0.01), 5)
    assert cut.is_set()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_stopping_twice_or_before_the_start_is_no_error() -> None:
    """Shutting down runs whatever came before it."""
    scheduler = Scheduler([])
    await scheduler.stop()
    scheduler.start()
    await scheduler.stop()
    await scheduler.stop()


async def test_at_the_end_what_may_be_cut_is_cut_and_the_rest_is_waited_for() -> None:
    """Without a word of it in the log."""
    began, may_end, ended = asyncio.Barrier(3), asyncio.Event(), []

    async def run(name: str) -> None:
        await began.wait()
        await may_end.wait()
        ended.append(name)

    jobs = [Job("refill", 3_600, lambda: run("refill"), may_be_cut=True), Job("publish", 3_600, lambda: run("publish"))]
    with capture_logs() as logged:
        scheduler = Scheduler(jobs)
        scheduler.start()
        await began.wait()
        asyncio.get_running_loop().call_later(0.1, may_end.set)
        await scheduler.stop(5)
    assert ended == ["publish"]
    assert logged == []
