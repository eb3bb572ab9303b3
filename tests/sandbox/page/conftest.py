"""The page served for real over both sandboxes; the bot's part is played by calls of its methods."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.sandbox.page.server import Page
from bot.sandbox.page.walk import Step, Walk
from bot.sandbox.stage import Stage, staged

CONSOLE = "http://127.0.0.1:9/console"


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that was given the page's address, and the stage that it looks at; and the bot behind it."""

    stage: Stage
    walk: Walk
    address: str
    session: aiohttp.ClientSession

    @property
    def origin(self) -> str:
        return self.address.rsplit("/", 2)[0]

    async def act(self, **what: object) -> tuple[int, dict[str, Any]]:
        """What the page answers to an act of its own script's."""
        async with self.session.post(f"{self.address}act", json=what, headers={"Origin": self.origin}) as answer:
            return answer.status, await answer.json()

    async def bot(self, method: str, **parameters: object) -> Any:
        """The bot calls the Bot API."""
        url = f"{self.stage.telegram_url}/bot{self.stage.telegram_token}/{method}"
        async with self.session.post(url, json=parameters) as answer:
            told = await answer.json()
        assert told["ok"], told
        return told["result"]

    async def update(self, kind: str) -> dict[str, object]:
        """What comes to the bot next of this kind; what came before it is confirmed."""
        while True:
            [update] = await self.bot("getUpdates", timeout=10, limit=1)
            await self.bot("getUpdates", timeout=0, offset=update["update_id"] + 1, limit=1)
            if kind in update:
                found: dict[str, object] = update[kind]
                return found


class Events:
    """The page's events, read one by one."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> dict[str, dict[str, object]]:
        """The next change: by feed, `order` and `items`."""
        while True:
            line = (await self._answer.content.readline()).decode()
            assert line, "the page ended its events"
            if line.startswith("data: "):
                change: dict[str, dict[str, object]] = json.loads(line.removeprefix("data: "))
                return change


@pytest.fixture
async def visit() -> AsyncIterator[Visit]:
    """A page over a wall of two posts, with a walk of two steps."""
    walk = Walk([Step("scrape"), Step("train")])
    async with staged(["the first <b>post</b>", "the second"]) as stage:
        page = Page(stage, walk, console_url=CONSOLE)
        address = await page.start()
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
                yield Visit(stage, walk, address, session)
        finally:
            await page.stop()
