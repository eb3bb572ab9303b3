"""`make demo` walks the whole way, goes on again where it ended, and touches no folder that is not its own."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest

from corpus import samples

# One walk takes a minute and a half with a core to itself; it waits for trainings, starts and a slot.
pytestmark = pytest.mark.timeout(900)
_PATIENCE_S = 700
_PAGE = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/")


def command(home: Path, *arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "bot", "demo", "--home", str(home), *arguments)


def demo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The demo to its end, without a terminal. One that takes too long is told to stop, and leaves nothing behind."""
    started = command(home, *arguments)
    with subprocess.Popen(
        started, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        try:
            shown, _ = process.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.terminate()
            shown, _ = process.communicate(timeout=60)
    return subprocess.CompletedProcess(started, process.returncode, shown)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The home of a demo that was walked, and what it printed."""
    home = tmp_path_factory.mktemp("walked") / "demo"
    # Russian, so that it begins with a network that can write: on a busy machine some seconds teach a new one nothing.
    return home, demo(home, "--wall", str(samples.wall("ru")), "--minutes", "0.05")


def test_the_demo_ends_with_published_posts_and_answered_members_without_a_terminal(
    walked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, ended = walked
    shown = ended.stdout
    assert ended.returncode == 0, shown
    for sign in ("294 posts read", "it is live now", "on the VK wall: wall-1_295", "in the Telegram channel", "on VK"):
        assert sign in shown, shown
    assert _PAGE.search(shown)
    assert "ended with exit code 0" in shown


async def test_the_demo_goes_on_where_it_ended_with_its_page_until_it_is_told_to_stop(
    walked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, _ = walked
    process = await asyncio.create_subprocess_exec(
        *command(home, "--again", "--no-open"),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_PATIENCE_S):
            shown = ""
            while (address := _PAGE.search(shown)) is None:
                line = (await process.stdout.readline()).decode()
                assert line, shown
                shown += line
            async with aiohttp.ClientSession(read_bufsize=2**20) as session:  # all that happened comes as one line
                async with session.get(f"{address[0]}events") as events:
                    first = (await events.content.readline()).decode()
                assert '"295"' in first  # the post that was published
                what = {"act": "console", "role": "owner", "platform": "telegram"}
                origin = {"Origin": address[0].rsplit("/", 2)[0]}
                link = ""
                while not link:  # which comes once the bot is at work: the page waits for half a minute
                    async with session.post(f"{address[0]}act", json=what, headers=origin) as answer:
                        link = (await answer.json())["link"]
                async with session.get(link) as console:
                    assert console.status == 200
        process.send_signal(signal.SIGTERM)
        rest, _ = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, shown + rest.decode()
    assert "ended with exit code 0" in rest.decode()


def test_where_no_demo_was_walked_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    ended = demo(tmp_path, "--again")
    assert ended.returncode == 2
    assert "no demo was walked" in ended.stdout


def test_the_demo_leaves_a_folder_alone_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    ended = demo(tmp_path, "--wall", str(samples.wall("en")))
    assert ended.returncode == 2
    assert "--home" in ended.stdout
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
