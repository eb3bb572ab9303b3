"""What the servers fetch by the address that a bot gave: photos of inline results and their thumbnails.

The sandbox's whole world is this machine: an address elsewhere is one where nobody answers.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.methods.files import keep_photo
from bot.sandbox.telegram.photos import read_photo
from bot.sandbox.telegram.state import Photo

MAX_FETCHED_BYTES = 5 * 1024 * 1024
"""Bot API, "Sending files": photos by an HTTP URL."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TIMEOUT = aiohttp.ClientTimeout(total=20)
_CHUNK_BYTES = 65_536


async def fetch_photo(backend: Backend, address: str) -> Photo:
    """The photo at an address, kept like one that was uploaded. Raises BotApiError."""
    photo = await asyncio.to_thread(read_photo, await fetch_jpeg(address))
    keep_photo(backend, photo)
    return photo


async def fetch_jpeg(address: str) -> bytes:
    """A photo in JPEG, the one format that inline results may have. Raises BotApiError."""
    if not _is_on_this_machine(address):
        raise _nothing_came()
    fetched = bytearray()
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            # A redirect could lead off this machine.
            session.get(address, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise _nothing_came()
            async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                fetched += chunk
                if len(fetched) > MAX_FETCHED_BYTES:
                    raise _nothing_came()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise _nothing_came() from error
    if not fetched.startswith(b"\xff\xd8\xff"):
        raise bad_request("wrong type of the web page content")
    return bytes(fetched)


def _is_on_this_machine(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK


def _nothing_came() -> BotApiError:
    return bad_request("failed to get HTTP URL content")
