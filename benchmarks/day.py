"""A day's work of a community, as fast as the bot does it: what its process takes after each of 24 hours.

    python -m benchmarks day
    python -m benchmarks day --hours 24 --updates 200 --visits 60 --pictures 40

The bot as it is run, against both sandboxes. In each hour members ask and press (see `benchmarks.crowd`), admins look
at the pages of the console, and programs have pictures painted, each with other words; the hour is over when all is
answered, or a minute after the last was asked: a press that is answered later than Telegram waits, on a busy machine,
is never answered. Clocks are not moved: it is the work of a day, not its length. Prints the memory of the bot's own
process, and of its writer and painter together, by the hour, and how many answers never came. Exits with 1 when the
bot's own grew by more than a twentieth from the sixth hour to the last, or is 200 MB or more.
"""

import argparse
import asyncio
import random
import socket
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.crowd import Crowd, gather
from benchmarks.start import GOAL_MB
from benchmarks.whole_bot import children_of, make_home, running, until
from benchmarks.writing import memory_mb
from bot import app as building
from bot.domain.member import Address
from bot.domain.session import LoginWay
from bot.sandbox.stage import Stage, staged
from bot.settings import Home, load
from bot.storage.sessions import Sessions

GOAL_GROWTH = 0.05
_SETTLED_AFTER = 6
_PAGES = (
    "/console/",
    "/console/queue",
    "/console/calendar",
    "/console/corpus",
    "/console/statistics",
    "/console/health",
)
_LOOK_EVERY_S = 0.05
# For so long after the last update of an hour answers are waited for.
_LATEST_S = 60.0


def main(arguments: list[str]) -> int:
    """Print a line an hour; 1 if memory is not flat."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--updates", type=int, default=200, help="of members, an hour")
    parser.add_argument("--visits", type=int, default=60, help="to pages of the console, an hour")
    parser.add_argument("--pictures", type=int, default=40, help="over HTTP, an hour")
    options = parser.parse_args(arguments)
    memory = asyncio.run(_lived(options.hours, options.updates, options.visits, options.pictures))
    settled, last = memory[min(_SETTLED_AFTER, len(memory)) - 1], memory[-1]
    is_flat = last <= settled * (1 + GOAL_GROWTH) and last < GOAL_MB
    print(
        f"from hour {min(_SETTLED_AFTER, len(memory))} to the last: {settled:.0f} → {last:.0f} MB, "
        f"{100 * (last / settled - 1):+.1f} % (goal ≤ {100 * GOAL_GROWTH:+.0f} %, < {GOAL_MB:.0f} MB: "
        f"{'met' if is_flat else 'MISSED'})"
    )
    return 0 if is_flat else 1


async def _lived(hours: int, updates: int, visits: int, pictures: int) -> list[float]:
    """Megabytes of the bot's process after each hour."""
    draw, found = random.Random(1), []
    with tempfile.TemporaryDirectory() as temporary:
        async with staged(["a post"]) as stage:
            with socket.create_server(("127.0.0.1", 0)) as free:
                address = f"127.0.0.1:{free.getsockname()[1]}"
            web = f'listen = "{address}"\nstrangers_per_minute = 100000\n'
            home = Home(make_home(Path(temporary) / "home", stage, hidden=64, web=web))
            settings = load(home, {})
            cookies = {f"wallflower_{address.rpartition(':')[2]}": await _session(home, stage)}
            crowd = gather(stage, 300, 1 / 7, settings.limits.limits(), draw)
            async with running([home.folder]) as bot, aiohttp.ClientSession(cookies=cookies) as browser:
                await until(lambda: _has_answered(stage))
                print(f"{'hour':>4} {'the bot, MB':>12} {'writer and painter, MB':>23}", flush=True)
                for hour in range(1, hours + 1):
                    await asyncio.gather(
                        _members(crowd, updates),
                        _visits(browser, f"http://{address}", visits),
                        _pictures(browser, f"http://{address}", pictures, hour, draw),
                    )
                    found.append(memory_mb(bot.pid))
                    others = sum(map(memory_mb, children_of(bot.pid)))
                    print(f"{hour:>4} {found[-1]:>12.0f} {others:>23.0f}", flush=True)
                bot.terminate()
                await bot.wait()
    print(f"without an answer: {crowd.close().unanswered.total()} of {crowd.tally.updates}")
    return found


async def _session(home: Home, stage: Stage) -> str:
    async with building.opened(home, load(home, {})) as database:
        admin = Address.parse(f"telegram:{stage.admin.telegram_id}")
        return await Sessions(database).begin(admin, LoginWay.LINK, "benchmark", datetime.now(UTC))


async def _members(crowd: Crowd, updates: int) -> None:
    for _ in range(updates):
        crowd.act()
        crowd.watch()
        await asyncio.sleep(0.01)
    latest = time.monotonic() + _LATEST_S
    while crowd.waiting and time.monotonic() < latest:
        crowd.watch()
        await asyncio.sleep(_LOOK_EVERY_S)
    crowd.give_up()


async def _visits(browser: aiohttp.ClientSession, url: str, visits: int) -> None:
    for number in range(visits):
        async with browser.get(f"{url}{_PAGES[number % len(_PAGES)]}") as answer:
            assert answer.status == 200, f"{answer.url}: {answer.status}"
            await answer.read()


async def _pictures(browser: aiohttp.ClientSession, url: str, pictures: int, hour: int, draw: random.Random) -> None:
    for number in range(pictures):
        template = draw.choice(("drake", "two-buttons", "handshake", "distracted"))
        async with browser.get(f"{url}/memes/{template}/hour_{hour}/picture_{number}.jpg") as answer:
            assert answer.status == 200, f"{answer.url}: {answer.status}"
            await answer.read()


def _has_answered(stage: Stage) -> bool:
    return any(one.sender.is_bot for one in stage.telegram.messages(stage.member.telegram_id))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
