"""`make demo` walks the whole way, and touches no folder that is not its own."""

import asyncio
import sys
from pathlib import Path

from corpus import samples


async def demo(home: Path, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--home", str(home), *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 280)
    assert process.returncode is not None
    return process.returncode, output.decode()


async def test_the_demo_ends_with_published_posts_and_answered_members_without_a_terminal(tmp_path: Path) -> None:
    code, shown = await demo(tmp_path / "demo", "--wall", str(samples.wall("en")), "--minutes", "0.05")
    assert code == 0, shown
    for sign in ("130 posts read", "it is live now", "on the VK wall: wall-1_131", "in the Telegram channel", "on VK"):
        assert sign in shown, shown
    assert "ended with exit code 0" in shown


async def test_the_demo_leaves_a_folder_alone_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    code, shown = await demo(tmp_path, "--wall", str(samples.wall("en")))
    assert code == 2
    assert "--home" in shown
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
