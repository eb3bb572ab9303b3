"""What the demo starts ends with it; and a bot that ends by itself is told at once, by its own words."""

import asyncio
from pathlib import Path

import pytest

from bot.demo.processes import running_bot, step
from bot.errors import Refused


async def test_a_bot_that_cannot_start_says_why_without_waiting_for_anything(tmp_path: Path) -> None:
    (tmp_path / "wallflower.toml").write_text("[vk]\nenabled = 'perhaps'\n")
    with pytest.raises(Refused, match=r"ended by itself\. It said: .*vk\.enabled"):
        async with asyncio.timeout(60), running_bot(tmp_path, "the bot", framed_by=""):
            await asyncio.Event().wait()


async def test_a_step_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="`wallflower write` failed"):
        await step(tmp_path, "a step", "write")
