"""The bot as it runs on a server: hooks instead of polling, chores by the clock, and an end within ten seconds."""

import asyncio
import shutil
import signal
import socket
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.app import opened
from bot.domain.chore import Chore
from bot.domain.member import Address
from bot.domain.session import LoginWay
from bot.sandbox.faults import Delay, FaultRule
from bot.sandbox.stage import Stage
from bot.storage import schema
from bot.storage.chores import Chores
from bot.storage.database import Database
from bot.storage.sessions import Sessions
from tests.end_to_end.conftest import running, settings_of, until, write_home

pytestmark = pytest.mark.timeout(900)

_MOST_S = 10.0
# Each process imports for seconds, on a busy machine for a minute.
_PATIENCE_S = 240.0


def brought(home: Path, stage: Stage, **sections: str) -> str:
    """Have both platforms bring what happens, to a free port of this machine; the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    write_home(
        home, stage, schedule="tick_s = 0.2\n", telegram="webhook = true\n", vk="callback = true\n",
        web=f'listen = "{address}"\npublic_url = "http://{address}"\n', **sections,
    )  # fmt: skip
    return address


def is_brought(stage: Stage) -> bool:
    """Whether both platforms know where."""
    bot = stage.telegram.backend.state.bots[stage.telegram_token]
    servers = stage.vk.world.groups[stage.group_id].callback_servers.values()
    return bot.webhook is not None and any(one.status == "ok" and one.events for one in servers)


def answers(stage: Stage, word: str) -> tuple[int, int]:
    """How many of the bot's messages to the member hold a word, on Telegram and on VK."""
    person = stage.member
    telegram = [said.words.text for said in stage.telegram.messages(person.telegram_id) if said.sender.is_bot]
    vk = [said.text for said in stage.vk.messages(person.vk_id, -stage.group_id) if said.from_id < 0]
    return sum(word in text for text in telegram), sum(word in text for text in vk)


def count_calls(stage: Stage, method: str) -> int:
    """How often VK was asked something."""
    return sum(call.method == method for call in stage.vk.calls)


def ask(stage: Stage, text: str) -> None:
    """The member writes on both platforms."""
    stage.telegram.say(stage.member.telegram_id, stage.bot_id, text)
    stage.vk.say(stage.member.vk_id, -stage.group_id, text)


@asynccontextmanager
async def due(home: Path, chore: Chore) -> AsyncIterator[Database]:
    """A chore that nobody has done since the day before yesterday."""
    found, settings = settings_of(home)
    database = Database(found.database_url(settings))
    await schema.check(database)
    long_ago = datetime.now(UTC) - timedelta(days=20)
    await Chores(database).claim(chore, long_ago, long_ago)
    yield database
    await database.close()


async def ends_in_good_order(process: asyncio.subprocess.Process) -> None:
    """At SIGTERM, in time."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    assert time.monotonic() - began < _MOST_S


def children_of(home: Path, verb: str) -> list[Path]:
    """Processes of this machine that do `verb` in this home."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = command.read_bytes().split(b"\0")
        except OSError:
            continue
        if verb.encode() in words and str(home).encode() in words:
            found.append(command)
    return found


async def test_what_people_write_is_brought_and_answered_once_also_over_a_restart(stage: Stage, ready: Path) -> None:
    """What they write while nobody is there comes when somebody is again."""
    brought(ready, stage)
    # VK is surely more patient with a bot that starts on a busy machine than the sandbox is by itself.
    stage.vk.world.behaviour = replace(stage.vk.world.behaviour, callback_retry_s=5.0)
    async with running(ready, "run") as process:
        await until(lambda: is_brought(stage), _PATIENCE_S)
        ask(stage, "/help")
        # On Telegram the greeting after /start names it, too.
        await until(lambda: answers(stage, "/meme") == (2, 1), _PATIENCE_S)
        assert not [call for call in stage.telegram.calls if call.method == "getUpdates"]
        await ends_in_good_order(process)
    told = answers(stage, "/rememberme")
    ask(stage, "/privacy")
    async with running(ready, "run") as process:
        await until(lambda: answers(stage, "/rememberme") == (told[0] + 1, told[1] + 1), _PATIENCE_S)
        await ends_in_good_order(process)
    assert answers(stage, "/meme") == (2, 1)


async def test_at_sigterm_in_the_middle_of_a_nightly_reading_all_ends_in_time_and_the_next_goes_on(
    stage: Stage, ready: Path
) -> None:
    """With an open connection that says nothing, and a request that never comes to its end."""
    address = brought(ready, stage)
    stage.vk.faults.replace([FaultRule("wall.get", Delay(60))])
    async with due(ready, Chore.READ):
        async with running(ready, "run") as process:
            await until(lambda: is_brought(stage) and count_calls(stage, "wall.get"), _PATIENCE_S)
            host, _, port = address.rpartition(":")
            _, silent = await asyncio.open_connection(host, int(port))
            _, half = await asyncio.open_connection(host, int(port))
            half.write(b"POST /hooks/vk/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            await half.drain()
            await ends_in_good_order(process)
            assert children_of(ready, "scrape") == []
            for connection in (silent, half):
                connection.close()
        stage.vk.faults.replace([])
        async with running(ready, "run") as process:
            await until(partial(reads, ready), _PATIENCE_S)
            await ends_in_good_order(process)


def reads(home: Path) -> int:
    """How many posts of the wall are stored."""
    with sqlite3.connect(home / "wallflower.db") as database:
        return int(database.execute("SELECT count(*) FROM posts").fetchone()[0])


async def test_at_sigterm_in_the_middle_of_a_weekly_training_all_ends_in_time_and_the_next_goes_on(
    stage: Stage, ready: Path, trained: Path
) -> None:
    shutil.copy(trained / "wallflower.db", ready / "wallflower.db")
    with sqlite3.connect(ready / "wallflower.db") as database:  # without anything new there would be no training
        database.execute("DELETE FROM posts WHERE id = (SELECT max(id) FROM posts)")
    brought(ready, stage, training="minutes = 60\nsave_every_s = 1\n")
    async with due(ready, Chore.TRAIN):
        async with running(ready, "run") as process:
            await until((ready / "checkpoints" / "unfinished").exists, _PATIENCE_S)
            await ends_in_good_order(process)
            assert children_of(ready, "train") == []
        run = (ready / "checkpoints" / "unfinished").read_text()
        async with running(ready, "run") as process:
            await until(lambda: children_of(ready, "train"), _PATIENCE_S)
            await ends_in_good_order(process)
        assert (ready / "checkpoints" / "unfinished").read_text() == run


async def test_at_sigterm_a_page_that_listens_is_let_go_in_time(stage: Stage, ready: Path) -> None:
    """The console's queue has an answer open that has no end by itself."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    write_home(ready, stage, queue="keep = 0\n", web=f'listen = "{address}"\n')
    async with opened(*settings_of(ready)) as database:
        moderator = Address.parse(f"telegram:{stage.moderator.telegram_id}")
        token = await Sessions(database).begin(moderator, LoginWay.LINK, "test", datetime.now(UTC))
    cookies = {f"wallflower_{address.rpartition(':')[2]}": token}
    async with running(ready, "run") as process, aiohttp.ClientSession(f"http://{address}", cookies=cookies) as browser:
        await until(partial(is_listened_to, address), _PATIENCE_S)
        accept = {"Accept": "text/event-stream"}
        async with browser.get("/console/queue/events", headers=accept) as listening:
            assert listening.content_type == "text/event-stream"
            await listening.content.readline()
            ending = asyncio.create_task(ends_in_good_order(process))
            async for _ in listening.content:
                pass
            await ending


def is_listened_to(address: str) -> bool:
    """Whether somebody takes connections there."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        return False
    return True
