"""Waits for what happens in the community: Bots Long Poll, from where the last run stopped.

vk_api's VkBotLongPoll is not used: it turns a batch into its own events after it has moved on, so one malformed event
loses the batch, its `listen` ends at the first network error, and its session can't be bounded.
"""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Never

import requests
import structlog

from bot.domain.message import Incoming, Press
from bot.errors import Misconfigured, Refused, Retryable, WallflowerError
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of, text_of
from bot.platforms.vk.api_address import is_web_address
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.daemon_thread import in_daemon_thread
from bot.platforms.vk.events import read_event
from bot.platforms.vk.group_settings import WHERE_TO_SWITCH_ON
from bot.platforms.vk.pace import Pace
from bot.platforms.vk.transport import long_poll_session

# Events that are remembered so that a repeat is dropped; VK repeats them within moments.
_REMEMBERED = 2000
# A server that answers at once and with nothing must not be asked in a spin.
_POLLS_PER_S = 10.0
# What `failed` says.
_HISTORY_LOST = 1  # go on with the ts that comes along
_KEY_EXPIRED = 2  # go on with a new key
_ALL_LOST = 3  # go on with a new key and its ts
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Server:
    """Where to poll, from groups.getLongPollServer. The key is a secret for some hours."""

    address: str
    key: str
    ts: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """`ts` None means the one from before; `failed` 0 is a good answer."""

    updates: list[object]
    ts: str | None
    failed: int = 0


class VkLongPoll:
    """Hands over each message and press once, in order, those of a poll together.

    What can't be taken now (Retryable) is offered again. After any other error each is offered by itself, and what then
    fails is logged and left out.

    `cursor_load` and `cursor_save` keep the long poll's `ts`. It is saved after a batch was handed over, so after a
    crash the batch comes again: the keys of messages and presses make that visible. VK keeps events for some hours.
    `on_success` hears of each answer as it should be, an empty one as well.
    """

    def __init__(
        self,
        client: VkClient,
        group_id: int,
        *,
        cursor_load: Callable[[], Awaitable[str | None]],
        cursor_save: Callable[[str], Awaitable[None]],
        on_events: Callable[[Sequence[Incoming | Press]], Awaitable[None]],
        wait_s: int = 25,
        backoff: Backoff | None = None,
        on_success: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._group_id = abs(group_id)
        self._cursor_load = cursor_load
        self._cursor_save = cursor_save
        self._on_events = on_events
        self._wait_s = wait_s
        self._backoff = backoff or Backoff(longest_s=60.0)
        self._pace = Pace(_POLLS_PER_S)
        self._on_success = on_success
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def run(self) -> Never:
        """Poll until cancelled. Raises only Misconfigured: the key is wrong, or long poll is switched off."""
        session = long_poll_session(self._wait_s + 10.0)
        server: _Server | None = None
        ts = await self._cursor_load()
        failures = 0
        try:
            while True:
                try:
                    if server is None:
                        server = await self._ask_server()
                        self._on_success()
                    if ts is None:
                        # Kept at once: from here on nothing is missed, even if the bot stops before anything happens.
                        ts = server.ts
                        await self._cursor_save(ts)
                    batch = await self._poll(session, server, ts)
                except (requests.RequestException, UnexpectedAnswerError, Retryable, TimeoutError) as error:
                    # Only the kind of a requests error: its text has the address, and that the key.
                    why = type(error).__name__ if isinstance(error, requests.RequestException) else str(error)
                    server = None
                else:
                    if events := self._new(batch.updates):
                        await self._hand_over(events)
                    if batch.ts is not None and batch.ts != ts:
                        await self._save(batch.ts)
                    ts = None if batch.failed == _ALL_LOST else batch.ts or ts
                    if not batch.failed:
                        self._on_success()
                        failures = 0
                        continue
                    why = f"failed {batch.failed}"
                    server = server if batch.failed == _HISTORY_LOST else None
                failures += 1
                await self._pause(failures, why)
        finally:
            session.close()

    async def catch_up(self) -> None:
        """Hand over, once, what happened since the last run: for whoever has events brought from now on.

        Where that can't be, the log says so; who never polled has nothing to catch up with.
        """
        ts = await self._cursor_load()
        if ts is None:
            return
        session = long_poll_session(self._wait_s + 10.0)
        try:
            server = await self._ask_server()
            while True:
                batch = await self._poll(session, server, ts)
                if events := self._new(batch.updates):
                    await self._hand_over(events)
                ts = batch.ts or ts
                await self._save(ts)
                if batch.failed or not batch.updates:
                    return
        except (requests.RequestException, UnexpectedAnswerError, WallflowerError, TimeoutError) as error:
            why = type(error).__name__ if isinstance(error, requests.RequestException) else str(error)
            _log.warning("what VK's long poll still holds can't be had", group=self._group_id, problem=why)
        finally:
            session.close()

    async def _ask_server(self) -> _Server:
        try:
            return await self._client.ask("groups.getLongPollServer", _server, repeatable=True, group_id=self._group_id)
        except Refused as refusal:
            raise Misconfigured(
                f"VK gives no long poll for community {self._group_id}: {WHERE_TO_SWITCH_ON}"
            ) from refusal

    async def _poll(self, session: requests.Session, server: _Server, ts: str) -> _Batch:
        def check() -> _Batch:
            params: dict[str, str | int] = {"act": "a_check", "key": server.key, "ts": ts, "wait": self._wait_s}
            response = session.get(server.address, params=params, allow_redirects=False)
            response.raise_for_status()
            return _batch(response.content)

        # The session bounds the wait for each piece of the answer; this bounds the whole.
        async with self._pace, asyncio.timeout(2 * self._wait_s + 20):
            return await in_daemon_thread(check, name="vk-long-poll")

    async def _pause(self, failures: int, why: str) -> None:
        wait_s = self._backoff.wait_s(failures)
        _log.warning(
            "VK's long poll failed and is tried again",
            group=self._group_id, failures=failures, wait_s=round(wait_s, 2), problem=why,
        )  # fmt: skip
        await asyncio.sleep(wait_s)

    async def _save(self, ts: str) -> None:
        """A `ts` that can't be kept now costs no more than repeats after a crash; the next batch brings a newer one."""
        try:
            await self._cursor_save(ts)
        except Retryable as error:
            _log.warning("how far VK's long poll has come could not be kept", group=self._group_id, problem=str(error))

    def _new(self, updates: Sequence[object]) -> list[Incoming | Press]:
        """The messages and presses among these, without repeats."""
        events = []
        for update in updates:
            try:
                event = read_event(update, self._group_id)
            except UnexpectedAnswerError as error:
                _log.warning("an event of VK's is left out", group=self._group_id, problem=str(error))
                continue
            if event is None or event.key in self._seen:
                continue
            self._seen[event.key] = None
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            events.append(event)
        return events

    async def _hand_over(self, events: Sequence[Incoming | Press]) -> None:
        started = time.monotonic()
        failures = 0
        while True:
            try:
                await self._on_events(events)
            except Retryable as error:
                # They must not be lost, so those behind them wait.
                failures += 1
                await self._pause(failures, f"events can't be taken now: {error}")
                continue
            except Exception:  # noqa: BLE001 - an update is a root: one that fails must not stop those beside it
                if len(events) > 1:
                    for event in events:
                        await self._hand_over([event])
                    return
                _log.exception("an event of VK's could not be taken", group=self._group_id, key=events[0].key)
            break
        _log.debug("events", count=len(events), took_s=round(time.monotonic() - started, 3))


def _server(answer: object) -> _Server:
    found = object_of(answer, "the long poll server")
    address = text_of(found.get("server"), "the long poll's address")
    if "://" not in address:
        address = f"https://{address}"
    if not is_web_address(address):
        raise UnexpectedAnswerError("the long poll's address is no web address")
    return _Server(address, text_of(found.get("key"), "the long poll's key"), _ts(found.get("ts")))


def _batch(body: bytes) -> _Batch:
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswerError("the long poll's answer is no JSON") from error
    answer = object_of(decoded, "the long poll's answer")
    if "failed" in answer:
        failed = int_of(answer["failed"], "the long poll's `failed`")
        if failed == _HISTORY_LOST:
            return _Batch([], _ts(answer.get("ts")), failed)
        return _Batch([], None, failed if failed == _KEY_EXPIRED else _ALL_LOST)
    return _Batch(list_of(answer.get("updates"), "the list of events"), _ts(answer.get("ts")))


def _ts(value: object) -> str:
    """The number of the last event: a string by the documentation, a number in some answers."""
    ts = value if isinstance(value, str) else str(int_of(value, "the long poll's ts"))
    if not ts.isascii() or not ts or len(ts) > 64:
        raise UnexpectedAnswerError("the long poll's ts is no number")
    return ts
