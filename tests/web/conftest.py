"""The API served for real: uvicorn on loopback, the real painter and database, a writer that says what it is told."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.domain.measured import Measured
from bot.errors import Retryable, Unlearned
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.compose import WritingStyle
from bot.pictures.painter import PillowPainter
from bot.ports import WritingRequest, WrittenText
from bot.storage.api_keys import ApiKeys
from bot.storage.banned_words import BannedWords
from bot.storage.database import Database
from bot.web.api import Pictures, api
from bot.web.serving import serve
from bot.writer.banned_words import GuardsWordFinder

FINE = Measured(characters=20, lines=1, copied_characters=0, looped_share=0.0, known_words=1.0)


@dataclass
class SayingWriter:
    """Writes each text anew with its number; knows no captions. `trouble` is raised instead."""

    trouble: Exception | None = None
    asked: list[WritingRequest] = field(default_factory=list)

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the port says."""
        self.asked.append(request)
        if self.trouble is not None:
            raise self.trouble
        if request.template is not None:
            raise Unlearned("no captions")
        return [
            WrittenText(f"{request.prime}written {len(self.asked)} {number}", True, "run@1", number, FINE)
            for number in range(request.count)
        ]


@dataclass(frozen=True)
class Served:
    """The API at work."""

    url: str
    session: aiohttp.ClientSession
    writer: SayingWriter
    keys: ApiKeys


Serve = Callable[..., AbstractAsyncContextManager[Served]]


@pytest.fixture
def keys_database(file_database: Database) -> Database:
    """Where keys and banned words are kept."""
    return file_database


@pytest.fixture
def serving(keys_database: Database) -> Serve:
    """Serves with so many requests a minute for strangers and keys."""

    @asynccontextmanager
    async def served(
        *, strangers: int = 10_000, keys: int = 10_000, banned: tuple[str, ...] = ()
    ) -> AsyncIterator[Served]:
        async def temperature() -> float:
            return 0.7

        writer, painter = SayingWriter(), PillowPainter()
        app = api(
            Pictures(
                painter=painter,
                captioning=Captioning(writer, painter, WritingStyle(), temperature),
                banning=Banning(BannedWords(keys_database), GuardsWordFinder(), 100, banned),
                find_key=ApiKeys(keys_database).name_of,
                strangers_per_minute=strangers,
                keys_per_minute=keys,
            )
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        running = asyncio.create_task(serve(app, "127.0.0.1", port))
        url = f"http://127.0.0.1:{port}"
        try:
            async with aiohttp.ClientSession(url) as session:
                await _answers(session, running)
                yield Served(url, session, writer, ApiKeys(keys_database))
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    return served


async def _answers(session: aiohttp.ClientSession, running: asyncio.Task[None]) -> None:
    while not running.done():
        try:
            async with session.get("/nothing"):
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.02)
    await running


BUSY = Retryable("busy", retry_after_s=2.4)
