"""The other side: VK and Telegram as sandboxes in a process of their own, which no kill reaches, and a look at it."""

import asyncio
import json
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.breaking.clock import SharedClock
from benchmarks.breaking.pictures import name_of, named, together
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.sandbox.faults import FaultPlan, FaultRule
from bot.sandbox.stage import staged

# A sandbox is up in well under a second; on a machine that is busy, some.
_PATIENCE_S = 300.0

# Methods of Telegram's that make a post.
_POSTS = frozenset({"sendMessage", "sendPhoto", "sendMediaGroup"})

# Processes are forked from one that has imported what they need and has no loop, no thread and no connection.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["benchmarks.breaking.publisher"])


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a bot needs to reach the sandboxes; plain data, so that it can be handed to a process."""

    vk_url: str
    telegram_url: str
    service_key: str
    community_key: str
    telegram_token: str
    group_id: int
    channel_id: int

    @property
    def wall(self) -> Place:
        """The community's wall on VK."""
        return Place(Platform.VK, str(-self.group_id))

    @property
    def channel(self) -> Place:
        """The channel on Telegram."""
        return Place(Platform.TELEGRAM, str(self.channel_id))


@dataclass(frozen=True, slots=True)
class Sent:
    """A call that was to make a post: where, and with which text or picture."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """What stands somewhere, and since when by the platform's clock."""

    text: str
    made_at: datetime


class OtherSide:
    """Looks at the sandboxes over HTTP and changes their faults; acts as nobody."""

    def __init__(self, addresses: Addresses, session: aiohttp.ClientSession) -> None:
        self.addresses = addresses
        self._session = session
        self._vk_photos: dict[str, str] = {}
        self._vk_calls = 0
        self._telegram_calls = 0

    async def texts(self) -> dict[Place, list[str]]:
        """The texts that stand at each place now; for pictures their names."""
        return {place: [post.text for post in posts] for place, posts in (await self.posts()).items()}

    async def posts(self) -> dict[Place, list[Post]]:
        """What stands at each place now."""
        vk = await self._get(f"{self.addresses.vk_url}/sandbox/wall?owner_id={self.addresses.wall.name}")
        telegram = await self._get(
            f"{self.addresses.telegram_url}/sandbox/messages?chat_id={self.addresses.channel_id}"
        )
        return {
            self.addresses.wall: [_post(post, await self._on_the_wall(post)) for post in vk["items"]],
            self.addresses.channel: _in_the_channel(telegram),
        }

    async def _on_the_wall(self, post: Any) -> str:
        photos = [attachment["photo"] for attachment in post["attachments"]]
        names = [f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']}" for photo in photos]
        return await self._vk_photos_of(names) if names else str(post["text"])

    async def _vk_photos_of(self, attachments: Sequence[str]) -> str:
        return together([await self._vk_photo(attachment) for attachment in attachments])

    async def _vk_photo(self, attachment: str) -> str:
        """The name of a photo that was uploaded to VK."""
        if attachment not in self._vk_photos:
            async with self._session.get(f"{self.addresses.vk_url}/photos/{attachment}") as response:
                response.raise_for_status()
                self._vk_photos[attachment] = name_of(await response.read())
        return self._vk_photos[attachment]

    async def new_calls(self) -> list[Sent]:
        """The calls since this was last asked that were to make posts, whatever became of them."""
        vk = await self._get(f"{self.addresses.vk_url}/sandbox/calls?since={self._vk_calls}")
        telegram = await self._get(f"{self.addresses.telegram_url}/sandbox/calls?after={self._telegram_calls}")
        self._vk_calls = vk["count"]
        self._telegram_calls = max((call["number"] for call in telegram), default=self._telegram_calls)
        on_vk = [
            await self._vk_photos_of(params["attachments"].split(","))
            if "attachments" in params
            else params.get("message", "")
            for params in (call["params"] for call in vk["items"] if call["method"] == "wall.post")
        ]
        on_telegram = [_sent(call["parameters"]) for call in telegram if call["method"] in _POSTS]
        return [
            *(Sent(self.addresses.wall, text) for text in on_vk),
            *(Sent(self.addresses.channel, text) for text in on_telegram),
        ]

    async def set_faults(self, vk: Sequence[FaultRule], telegram: Sequence[FaultRule]) -> None:
        """Follow these plans from now on."""
        for url, rules in ((self.addresses.vk_url, vk), (self.addresses.telegram_url, telegram)):
            async with self._session.post(f"{url}/sandbox/faults", json=FaultPlan(rules).to_json()) as response:
                response.raise_for_status()

    async def strikes(self) -> int:
        """How many calls of VK's and Telegram's a fault has hit so far."""
        vk = await self._get(f"{self.addresses.vk_url}/sandbox/calls")
        telegram = await self._get(f"{self.addresses.telegram_url}/sandbox/calls")
        return sum(bool(call["faults"]) for call in (*vk["items"], *telegram))

    async def _get(self, url: str) -> Any:
        async with self._session.get(url) as response:
            response.raise_for_status()
            return await response.json()


def _post(shown: Any, text: str) -> Post:
    return Post(text, datetime.fromtimestamp(shown["date"], UTC))


def _in_the_channel(messages: Any) -> list[Post]:
    """The messages of an album are one post."""
    said = [message for message in messages if message.keys() & {"text", "photo"}]
    albums = groupby(said, lambda message: message.get("media_group_id", message["message_id"]))
    return [_post(album[0], together(map(_in_a_message, album))) for album in (list(one) for _, one in albums)]


def _in_a_message(message: Any) -> str:
    if "photo" not in message:
        return str(message["text"])
    return named(message["photo"][0]["file_unique_id"].removeprefix("AQAD"))


def _sent(parameters: Any) -> str:
    if "media" in parameters:
        files = [parameters[one["media"].removeprefix("attach://")] for one in json.loads(parameters["media"])]
        return together(named(file.partition("SHA-256 ")[2]) for file in files)
    digests = [str(value).partition("SHA-256 ")[2] for value in parameters.values()]
    return next((named(digest) for digest in digests if digest), parameters.get("text", ""))


@asynccontextmanager
async def other_side(clock_file: Path, seed: int) -> AsyncIterator[OtherSide]:
    """Both sandboxes on the shared clock, with an empty wall and an empty channel, until the end of the block."""
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=_serve, args=(clock_file, seed, there), daemon=True)
    process.start()
    there.close()
    try:
        addresses = await asyncio.wait_for(asyncio.to_thread(here.recv), _PATIENCE_S)
        async with aiohttp.ClientSession() as session:
            yield OtherSide(addresses, session)
    finally:
        process.terminate()
        process.join(_PATIENCE_S)
        here.close()


def _serve(clock_file: Path, seed: int, told: Connection) -> None:
    # To the server a bot that is killed in the middle of a request is an error; to whoever reads the table it is none.
    with clock_file.with_name(f"{clock_file.name}-sandbox.log").open("ab", buffering=0) as log:
        os.dup2(log.fileno(), 2)
    asyncio.run(_serving(SharedClock(clock_file), seed, told))


async def _serving(clock: SharedClock, seed: int, told: Connection) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    plans = FaultPlan(seed=seed), FaultPlan(seed=seed + 1)
    async with staged([], vk_faults=plans[0], telegram_faults=plans[1], clock=clock.seconds) as stage:
        told.send(
            Addresses(
                stage.vk_url,
                stage.telegram_url,
                stage.service_key,
                stage.community_key,
                stage.telegram_token,
                stage.group_id,
                stage.channel_id,
            )
        )
        await stop.wait()
