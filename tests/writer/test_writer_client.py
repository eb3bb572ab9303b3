import asyncio
import math
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import Misconfigured, Refused, Retryable
from bot.ports import Writer, WritingRequest
from bot.writer.client import WriterProcess
from bot.writer.protocol import Refusal
from model import checkpoint as checkpoints


async def write_at_last(writer: WriterProcess) -> None:
    """Write as soon as the writer is able to."""
    async with asyncio.timeout(30):
        while True:
            try:
                await writer.write(WritingRequest(max_chars=5))
            except Retryable:
                await writer.running()
            else:
                return


async def test_texts_come_back_with_their_checkpoint_and_seed(root: Path) -> None:
    async with WriterProcess(root) as process:
        writer: Writer = process
        first = await writer.write(WritingRequest(prime="аб", seed=4, count=3, max_chars=40))
        again = await writer.write(WritingRequest(prime="аб", seed=first[1].seed, max_chars=40))

    assert [text.seed for text in first] == [4, 5, 6]
    assert again == [first[1]]
    assert all(text.text.startswith("аб") and text.checkpoint == "first@5" for text in first)


async def test_many_callers_at_once_each_get_their_own(root: Path) -> None:
    async with WriterProcess(root) as writer:
        alone = await writer.write(WritingRequest(seed=1, count=40, max_chars=30))
        together = await asyncio.gather(
            *(writer.write(WritingRequest(seed=seed, max_chars=30)) for seed in range(1, 41))
        )

    assert [texts[0] for texts in together] == alone


async def test_a_killed_process_is_started_again_and_callers_are_told_to_retry(endless: Path) -> None:
    async with WriterProcess(endless, first_pause_s=0.01) as writer:
        await writer.write(WritingRequest(max_chars=5))
        first = writer.pid
        assert first is not None
        long = asyncio.gather(
            *(writer.write(WritingRequest(count=200, max_chars=2000)) for _ in range(5)), return_exceptions=True
        )
        await asyncio.sleep(0)  # lets the callers begin
        os.kill(first, signal.SIGKILL)

        failures = await long
        await write_at_last(writer)

        assert all(isinstance(failure, Retryable) and failure.retry_after_s > 0 for failure in failures)
        assert writer.pid not in {None, first}


async def test_a_process_that_hangs_is_replaced_after_the_deadline(root: Path) -> None:
    async with WriterProcess(root, patience_s=1.5, first_pause_s=0.01) as writer:
        pid = writer.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)

        with pytest.raises(Retryable, match=r"within 1\.5 s"):
            await writer.write(WritingRequest(max_chars=5))
        await write_at_last(writer)

        assert writer.pid not in {None, pid}


async def test_too_many_waiting_callers_are_refused_politely(root: Path) -> None:
    async with WriterProcess(root, most_waiting=3) as writer:
        answers = await asyncio.gather(
            *(writer.write(WritingRequest(max_chars=20)) for _ in range(5)), return_exceptions=True
        )

    assert sum(isinstance(answer, Retryable) for answer in answers) == 2


async def test_a_caller_who_gives_up_takes_up_no_more_of_the_writers_time(endless: Path) -> None:
    async with WriterProcess(endless) as writer:
        for _ in range(20):
            impatient = asyncio.create_task(writer.write(WritingRequest(count=300, max_chars=1600)))
            await asyncio.sleep(0)
            impatient.cancel()
            with pytest.raises(asyncio.CancelledError):
                await impatient
        async with asyncio.timeout(20):  # 20 × 300 × 1600 characters would take many minutes
            assert await writer.write(WritingRequest(max_chars=5))


async def test_no_checkpoint_is_the_operators_matter_and_a_bad_option_the_callers(tmp_path: Path, root: Path) -> None:
    async with WriterProcess(tmp_path / "nothing") as writer:
        with pytest.raises(Misconfigured, match="no checkpoint is live"):
            await writer.write(WritingRequest())
    async with WriterProcess(root) as writer:
        with pytest.raises(Refused, match="temperature"):
            await writer.write(WritingRequest(temperature=-1))
        with pytest.raises(Refused, match="ordinary numbers"):
            await writer.write(WritingRequest(temperature=math.nan))
        with pytest.raises(Refused, match="Begin with fewer"):
            await writer.write(WritingRequest(prime="а" * 600))


async def test_a_new_live_checkpoint_is_used_without_a_restart(root: Path, save_run: Callable[[str], Path]) -> None:
    async with WriterProcess(root) as writer:
        before = (await writer.write(WritingRequest()))[0].checkpoint
        checkpoints.make_live(save_run("second"), "second")
        after = (await writer.write(WritingRequest()))[0].checkpoint

    assert (before, after) == ("first@5", "second@5")


async def test_a_request_that_is_not_done_in_its_time_is_told_when_to_come_back(endless: Path) -> None:
    async with WriterProcess(endless) as writer:
        await writer.write(WritingRequest(max_chars=5))
        with pytest.raises(Retryable, match=r"within 0\.2 s") as caught:
            await writer.write(WritingRequest(count=250, max_chars=2000, within_s=0.2))

        assert caught.value.retry_after_s >= 1
        assert await writer.write(WritingRequest(max_chars=5))


async def test_a_live_checkpoint_that_cannot_be_written_with_is_told_once(
    root: Path, save_run: Callable[[str], Path]
) -> None:
    refusals: list[Refusal] = []
    async with WriterProcess(root, on_refusal=refusals.append) as writer:
        await writer.write(WritingRequest())
        checkpoints.make_live(save_run("loops"), "loops")
        written = [(await writer.write(WritingRequest()))[0].checkpoint for _ in range(3)]

    assert written == ["first@5"] * 3
    assert [(refusal.run, refusal.kept, refusal.is_rolled_back) for refusal in refusals] == [("loops", "first@5", True)]


async def test_closing_ends_the_process_and_tells_those_who_wait(endless: Path) -> None:
    writer = WriterProcess(endless)
    await writer.start()
    pid = writer.pid
    assert pid is not None
    waiting = asyncio.create_task(writer.write(WritingRequest(count=200, max_chars=2000)))
    await asyncio.sleep(0)

    await writer.close()

    with pytest.raises(Retryable):
        await waiting
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(Retryable, match="not running"):
        await writer.write(WritingRequest())


async def test_the_process_sees_none_of_the_bots_secrets(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLFLOWER_VK__KEY", "secret")

    async with WriterProcess(root) as writer:
        environment = Path(f"/proc/{writer.pid}/environ")
        if not environment.exists():
            pytest.skip("this system has no /proc to look at a process's environment")
        await writer.write(WritingRequest(max_chars=5))
        assert b"WALLFLOWER" not in environment.read_bytes()
        assert b"OPENBLAS_NUM_THREADS=1" in environment.read_bytes()
