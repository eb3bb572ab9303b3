"""Several communities in one process: each lives by itself, whatever befalls another one."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import structlog

from bot.communities import run_several
from bot.errors import Misconfigured
from bot.sandbox.faults import Delay, FaultPlan, FaultRule
from bot.sandbox.stage import Stage, staged
from bot.sandbox.vk.state import TokenKind
from bot.settings import Home
from model import checkpoint as checkpoints
from tests.backup.conftest import save_run
from tests.end_to_end.conftest import until, wallflower, write_home
from tests.end_to_end.test_mistakes import is_one_sentence

_PATIENCE_S = 120.0
# What random weights write is to pass.
_QUICK = {"queue": "keep = 1\n", "schedule": "tick_s = 0.2\n", "writing": "looped_share = 1\nmin_chars = 1\n"}


class Together:
    """Communities that run in this process, and what they logged so far."""

    def __init__(self, task: asyncio.Task[None], capsys: pytest.CaptureFixture[str]) -> None:
        self._task = task
        self._capsys = capsys
        self.log = ""

    def said(self, community: str, what: str) -> bool:
        """Whether an entry of this one holds these words."""
        if self._task.done():
            self._task.result()
        self.log += self._capsys.readouterr().err
        entries = map(json.loads, self.log.splitlines())
        return any(what in str(entry) for entry in entries if entry.get("community") == community)


Start = Callable[..., AbstractAsyncContextManager[Together]]


@pytest.fixture
def together(capsys: pytest.CaptureFixture[str]) -> Iterator[Start]:
    """Runs homes side by side for a block, at the end of which they must stop by themselves."""

    @asynccontextmanager
    async def start(*homes: Path) -> AsyncIterator[Together]:
        task = asyncio.create_task(run_several(list(map(Home, homes)), {"WALLFLOWER_LOG_FORMAT": "json"}))
        try:
            yield Together(task, capsys)
        finally:
            task.cancel()
            await asyncio.wait({task}, timeout=_PATIENCE_S)
            assert task.cancelled()

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield start
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


async def answered(stage: Stage) -> None:
    """A member asks for help on both platforms and is answered.

    She asks again now and then: VK shows a bot nothing that was said before it first polled.
    """
    member, group = stage.member, -stage.group_id

    async def ask(say: Callable[[], int], newest: Callable[[], int]) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                asked = say()
                with contextlib.suppress(TimeoutError):
                    return await until(lambda asked=asked: newest() > asked, 10)  # type: ignore[misc]

    await ask(
        lambda: stage.telegram.say(member.telegram_id, stage.bot_id, "/help").id,
        lambda: max(each.id for each in stage.telegram.messages(member.telegram_id)),
    )
    await ask(
        lambda: stage.vk.say(member.vk_id, group, "/help"),
        lambda: max(each.conversation_message_id for each in stage.vk.messages(member.vk_id, group)),
    )


def give_checkpoint(home: Path) -> None:
    """Make a network of random weights the live one."""
    save_run(home / "checkpoints", "random")
    checkpoints.make_live(home / "checkpoints", "random")


def writer_of(home: Path) -> int | None:
    """The id of the process that writes for this home."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it has just ended
                continue
            if b"bot.writer" in command and str(home / "checkpoints").encode() in command:
                return int(entry.name)
    return None


def drafts_of(home: Path) -> list[str]:
    if not (home / "wallflower.db").exists():
        return []
    with sqlite3.connect(home / "wallflower.db") as connection:
        if not connection.execute("SELECT name FROM sqlite_master WHERE name = 'drafts'").fetchall():
            return []
        return [text for (text,) in connection.execute("SELECT text FROM drafts")]


@pytest.fixture
async def stages() -> AsyncIterator[list[Stage]]:
    """Three communities, each on a VK and a Telegram of its own."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(staged(["one post", "another one"])) for _ in range(3)]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the writers in /proc")
async def test_a_community_lives_whatever_befalls_the_others(
    stages: list[Stage], tmp_path: Path, together: Start
) -> None:
    """A wrong token, a database that is none, a writer that is killed: the others answer, and what is mended runs."""
    good, keyless, broken = homes = [
        write_home(tmp_path / name, stage, **_QUICK)
        for name, stage in zip(("good", "keyless", "broken"), stages, strict=True)
    ]
    for home in homes:
        give_checkpoint(home)
    secrets = (keyless / ".env").read_text("utf-8")
    (keyless / ".env").write_text(secrets.replace("700000:", "700001:"), "utf-8")
    (broken / "wallflower.db").write_bytes(b"certainly not a database, but long enough to look at" * 20)
    async with together(*homes) as running:
        await until(lambda: running.said("keyless", "get a valid one from @BotFather"), _PATIENCE_S)
        await until(lambda: running.said("broken", "file is not a database"), _PATIENCE_S)
        await answered(stages[0])
        (keyless / ".env").write_text(secrets, "utf-8")
        (broken / "wallflower.db").unlink()
        await until(lambda: drafts_of(good), _PATIENCE_S)
        writer = writer_of(good)
        assert writer is not None
        os.kill(writer, signal.SIGKILL)
        await until(lambda: running.said("good", "the writer died"), _PATIENCE_S)
        await asyncio.gather(*map(answered, stages))
        await until(lambda: all(drafts_of(home) for home in homes), _PATIENCE_S)
        await until(lambda: writer_of(good) not in (None, writer), _PATIENCE_S)
        assert running.said("good", "the bot runs")
    assert [home for home in homes if writer_of(home) is not None] == []
    assert "700001:" not in running.log
    assert all(key not in running.log for stage in stages for key in (stage.service_key, stage.community_key))
    entries = list(map(json.loads, running.log.splitlines()))
    assert [entry for entry in entries if "community" not in entry] == []
    assert [entry for entry in entries if entry["event"] == "the community broke"] == []


async def test_a_platform_that_hangs_for_one_community_holds_up_neither_the_others_nor_the_end(
    tmp_path: Path, together: Start
) -> None:
    def slow() -> FaultPlan:
        return FaultPlan([FaultRule("*", Delay(300))])

    async with staged([]) as well, staged([], vk_faults=slow(), telegram_faults=slow()) as hanging:
        homes = [write_home(tmp_path / name, stage) for name, stage in (("well", well), ("hanging", hanging))]
        async with together(*homes) as running:
            await answered(well)
            await until(lambda: hanging.vk.calls)
            await answered(well)
            assert running.said("well", "the bot runs")
            assert not running.said("hanging", "the bot runs")


async def test_two_homes_with_the_same_bot_community_or_database_do_not_start(
    stages: list[Stage], tmp_path: Path, together: Start
) -> None:
    one, other, third = (write_home(tmp_path / f"home-{n}", stage) for n, stage in enumerate(stages))

    async def refused(*homes: Path) -> str:
        with pytest.raises(Misconfigured) as caught:
            await run_several(list(map(Home, homes)), {})
        return str(caught.value)

    assert "home-0 is named twice" in await refused(one, other, one)
    settings = (other / "wallflower.toml").read_text("utf-8")
    (other / "wallflower.toml").write_text(f'{settings}\n[database]\nurl = "sqlite:///{one}/../home-0/wallflower.db"\n')
    assert "the same database" in await refused(one, other)

    telegram = f"[telegram]\nenabled = true\napi_url = '{stages[0].telegram_url}/'\n"
    (other / "wallflower.toml").write_text(telegram, "utf-8")
    assert "the same Telegram bot 700000" in await refused(one, other)

    vk = f"[vk]\nenabled = true\napi_url = '{stages[0].vk_url}'\ngroup_id = {stages[0].group_id}\n"
    (third / "wallflower.toml").write_text(vk, "utf-8")
    assert f"the same VK community {stages[0].group_id}" in await refused(one, third)


async def test_a_community_that_proves_to_be_a_neighbours_does_not_run_and_the_neighbour_does(
    stage: Stage, tmp_path: Path, together: Start
) -> None:
    """Without `group_id` only VK knows which community a key belongs to."""
    first, second = (write_home(tmp_path / name, stage) for name in ("first", "second"))
    (second / "wallflower.toml").write_text(f"[vk]\nenabled = true\napi_url = '{stage.vk_url}'\n", "utf-8")
    key = stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id)
    (second / ".env").write_text(f"WALLFLOWER_VK_COMMUNITY_KEY={key}\n", "utf-8")
    async with together(first, second) as running:
        await until(lambda: running.said("second", f"the same VK community {stage.group_id}"))
        await answered(stage)
        assert not running.said("second", "the bot runs")


async def test_mistakes_in_naming_the_homes_are_said_before_anything_starts(tmp_path: Path, together: Start) -> None:
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    one.folder.mkdir()
    other.folder.mkdir()
    with pytest.raises(Misconfigured, match=r"no home .*absent"):
        await run_several([one, Home(tmp_path / "absent")], {})
    with pytest.raises(Misconfigured, match="WALLFLOWER_VK_GROUP_ID stands in the environment"):
        await run_several([one, other], {"WALLFLOWER_VK_GROUP_ID": "1"})
    with pytest.raises(Misconfigured, match=r"log\.level"):
        await run_several([one, other], {"WALLFLOWER_LOG_LEVEL": "loud"})
    assert "named twice" in is_one_sentence(await wallflower(one.folder, "run", str(other.folder)))


async def test_the_command_runs_several_homes_and_ends_well_at_sigterm(stages: list[Stage], tmp_path: Path) -> None:
    homes = [write_home(tmp_path / f"home-{n}", stage) for n, stage in enumerate(stages[:2])]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    log = tmp_path / "log"
    with log.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", *map(str, homes),
            stdin=asyncio.subprocess.DEVNULL, stderr=stderr, env=inherited,
        )  # fmt: skip
    try:
        await until(lambda: log.read_text("utf-8").count("the bot runs") == 2, _PATIENCE_S)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), _PATIENCE_S) == 0, log.read_text("utf-8")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
