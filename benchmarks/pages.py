"""The console's pages of a large community: seconds of a core for each, on SQLite and PostgreSQL.

    python -m benchmarks pages
    python -m benchmarks pages --databases sqlite --posts 30000 --slots 100 --times 9

The bot as it is run, with so many posts of ten years, slots on every day, and drafts of which half are approved. An
owner leafs and searches in the posts, for a word that all hold, some, one, or none, and looks at the calendar of this
month and of the last that is planned. What the bot's process used for an answer is counted, the median of `--times`;
the first look at each page, for which templates are made, is not. Exits with 1 when a page takes 0.2 s or more.
"""

import argparse
import asyncio
import socket
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import aiohttp

from benchmarks.breaking.databases import KINDS, fresh_database, postgresql_server
from benchmarks.start import is_ready
from benchmarks.whole_bot import make_home, running
from benchmarks.writing import cpu_s_of
from bot.domain.member import Address
from bot.domain.session import LoginWay
from bot.sandbox.stage import Stage, staged
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.sessions import Sessions
from corpus import samples
from corpus.separator import read_posts

GOAL_S = 0.2
# An answer takes fewer ticks of the clock by which a process's time is counted than would make a figure.
_ANSWERS = 5
_DRAFTS = 60
_LOOK_EVERY_S = 0.05
_COMMON, _RARE = "СОСЕДЯМ", "чайник"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the community is."""

    posts: int
    slots: int


def main(arguments: list[str]) -> int:
    """Print a line a page; 1 if one is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--posts", type=int, default=30_000)
    parser.add_argument("--slots", type=int, default=100)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    size, slowest_s = Size(options.posts, options.slots), 0.0
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        url = stack.enter_context(postgresql_server(folder)) if "postgresql" in options.databases else None
        for kind in options.databases:
            slowest_s = max(slowest_s, asyncio.run(_measured(kind, folder, url, size, options.times)))
    is_met = slowest_s < GOAL_S
    print(f"the slowest: {slowest_s * 1000:.0f} ms (goal < {GOAL_S * 1000:.0f}: {'met' if is_met else 'MISSED'})")
    return 0 if is_met else 1


async def _measured(kind: str, folder: Path, server_url: str | None, size: Size, times: int) -> float:
    """Print what each page takes, and give the seconds of the slowest."""
    slowest_s = 0.0
    async with staged(["a post"]) as stage, fresh_database(kind, folder, server_url) as (url, database):
        await _fill(database, size)
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        home = make_home(
            folder / f"home-{kind}", stage, hidden=64, web=f'listen = "{address}"\n', database=f'url = "{url}"\n',
            queue="keep = 0\n", scrape='at = ""\n', training='at = ""\n',
        )  # fmt: skip
        cookies = {f"wallflower_{address.rpartition(':')[2]}": await _session(database, stage)}
        async with running([home]) as bot, aiohttp.ClientSession(f"http://{address}", cookies=cookies) as browser:
            while not await is_ready(browser, "/readyz"):  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(_LOOK_EVERY_S)
            for page in _pages(size):
                cpu_s = await _taken(browser, bot.pid, page, times)
                print(f"{kind:<10} {cpu_s * 1000:>6.0f} ms of a core  {page}", flush=True)
                slowest_s = max(slowest_s, cpu_s)
            bot.terminate()
            await bot.wait()
    return slowest_s


def _pages(size: Size) -> list[str]:
    today = datetime.now(UTC).date()
    posts = "/console/corpus/posts"
    return [
        "/console/corpus",
        posts,
        f"{posts}?page={size.posts // 25}",
        f"{posts}?q={_COMMON}",
        f"{posts}?q={_COMMON}&page={size.posts // 25}",
        f"{posts}?q={_RARE}",
        f"{posts}?q=№{size.posts - 1}.",
        f"{posts}?q=никтотакненапишет",
        "/console/calendar",
        f"/console/calendar?month={date(today.year + 1, today.month, 1):%Y-%m}",
    ]


async def _taken(browser: aiohttp.ClientSession, pid: int, page: str, times: int) -> float:
    """What the bot's process uses for a page."""
    taken = []
    for number in range(times + 1):
        before = cpu_s_of(pid)
        for _ in range(_ANSWERS):
            async with browser.get(page) as answer:
                assert answer.status == 200, f"{answer.url}: {answer.status}"
                await answer.read()
        if number:
            taken.append((cpu_s_of(pid) - before) / _ANSWERS)
    return median(taken)


async def _session(database: Database, stage: Stage) -> str:
    owner = Address.parse(f"telegram:{stage.owner.telegram_id}")
    return await Sessions(database).begin(owner, LoginWay.LINK, "benchmark", datetime.now(UTC))


async def _fill(database: Database, size: Size) -> None:
    """Posts of ten years that all hold the common word, slots round the clock, drafts."""
    now, every = datetime.now(UTC), timedelta(days=3_650) / size.posts
    texts = islice(cycle(read_posts(samples.wall("ru"))), size.posts)
    posts = [
        {
            "source": "vk:-1", "remote_id": str(number), "text": f"№{number}. {text}\nПривет соседям!",
            "author_hash": f"{number % 500:064x}", "posted_at": now - number * every, "edited_at": None,
            "is_repost": False, "is_advertising": False, "seen_pass": 1,
        }
        for number, text in enumerate(texts)
    ]  # fmt: skip
    slots = [
        {
            "places": "vk:-1", "at": f"{number % 24:02}:{number * 7 % 60:02}", "weekdays": "0123456",
            "zone": "Europe/Moscow", "enabled": True, "counts_from": now,
        }
        for number in range(size.slots)
    ]  # fmt: skip
    drafts = [
        {
            "text": f"черновик {number}", "state": "pending" if number % 2 else "approved", "prime": "",
            "temperature": 0.8, "checkpoint": "benchmark@1", "seed": number, "ended_by_itself": True,
            "created_at": now, "approved_at": None if number % 2 else now, "approvals": 1 - number % 2,
        }
        for number in range(_DRAFTS)
    ]  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(tables.posts.insert(), posts)
        await connection.execute(tables.drafts.insert(), drafts)
        await connection.execute(tables.slots.insert(), slots)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
