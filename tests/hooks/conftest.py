"""Hooks served for real: uvicorn on loopback, called by the sandboxes and by whoever else knows the address."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from fastapi import FastAPI

from bot.domain.message import Incoming, Press
from bot.ports import Hook
from bot.web.hooks import most_bytes, routes
from bot.web.serving import serve


async def eventually(holds: Callable[[], object]) -> None:
    """Wait until something is so. What a platform thinks announces nothing, so it is looked at again and again."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.01)


ServeHooks = Callable[..., AbstractAsyncContextManager[None]]


@dataclass
class Kept:
    """What was taken, each thing once as the inbox has it; the errors in `troubles` are raised first, one a call."""

    taken: list[Incoming | Press] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, what: Incoming | Press) -> None:
        """As the desk takes one thing."""
        await self.take_all([what])

    async def take_all(self, events: Sequence[Incoming | Press]) -> None:
        """As the desk takes several."""
        self.offered += [event.key for event in events]
        self.came.set()
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken += [event for event in events if event.key not in {one.key for one in self.taken}]

    @property
    def texts(self) -> list[str]:
        """The words of the messages among them."""
        return [one.text for one in self.taken if isinstance(one, Incoming)]

    async def until(self, claim: Callable[[], object]) -> None:
        """Return when `claim` holds; it is looked at whenever something is offered."""
        async with asyncio.timeout(10):
            while not claim():
                self.came.clear()
                await self.came.wait()


@pytest.fixture
def kept() -> Kept:
    """What takes what is brought."""
    return Kept()


@pytest.fixture
def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def public_url(free_port: int) -> str:
    """Where the hooks are served."""
    return f"http://127.0.0.1:{free_port}"


@pytest.fixture
def serving_hooks(free_port: int) -> ServeHooks:
    """Serves hooks at `public_url` for a block, while they keep their platform told of it."""

    @asynccontextmanager
    async def served(*hooks: Hook, port: int = free_port) -> AsyncIterator[None]:
        app = FastAPI()
        app.include_router(routes(hooks))
        tasks = [asyncio.create_task(serve(app, "127.0.0.1", port, most_bytes=most_bytes(hooks)))]
        await _listens(port, tasks[0])
        tasks += [asyncio.create_task(run()) for hook in hooks if (run := getattr(hook, "run", None)) is not None]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    return served


@pytest.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who calls."""
    async with aiohttp.ClientSession() as session:
        yield session


async def _listens(port: int, serving: asyncio.Task[None]) -> None:
    async with asyncio.timeout(10):
        while not serving.done():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
    await serving
