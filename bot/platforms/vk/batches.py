"""Several calls in one: VK gives a community 20 calls a second, and room for 25 calls in each `execute`.

A call that comes alone goes out as it is. Those that come while others are under way wait for the next free place and
go together. https://dev.vk.com/method/execute
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import Refused, WallflowerError
from bot.platforms.vk.answers import UnexpectedAnswerError, list_of
from bot.platforms.vk.client import VkClient, form_of
from bot.platforms.vk.failures import ApiRefusalError

T = TypeVar("T")

MOST_CALLS = 25
# Of the script: what VK takes is not documented; 25 full messages would be over 100,000.
_MOST_CODE_CHARS = 60_000
# Under way at a time: a slow answer holds up a quarter, not all.
_AT_ONCE = 4
# In place of an answer: this call has to be made by itself.
_ALONE = object()


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A call that waits, written as VKScript, and who waits for its answer."""

    code: str
    answer: asyncio.Future[object]


class Batches:
    """Calls of one client that do no harm when they are made twice. Belongs to one event loop."""

    def __init__(self, client: VkClient) -> None:
        self._client = client
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._waiting: deque[_Wanted] = deque()

    async def ask(self, method: str, parse: Callable[[object], T], **params: object) -> T:
        """As `VkClient.ask` with `repeatable=True`."""
        arguments = json.dumps(form_of(params), ensure_ascii=False, separators=(",", ":"))
        mine = _Wanted(f"API.{method}({arguments})", asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        try:
            async with self._places:
                # Places are given in the order of asking, so that whoever has not been taken along is the next.
                batch = [] if mine.answer.done() or mine not in self._waiting else self._take()
                if len(batch) > 1:
                    await self._execute(batch)
                elif batch:
                    return await self._client.ask(method, parse, repeatable=True, **params)
            answer = await mine.answer
        finally:
            with suppress(ValueError):
                self._waiting.remove(mine)
        if answer is not _ALONE:
            # What can't be read, or was refused, is asked for once more: the client knows what each failure means.
            with suppress(UnexpectedAnswerError, ApiRefusalError):
                return parse(answer)
        return await self._client.ask(method, parse, repeatable=True, **params)

    def _take(self) -> list[_Wanted]:
        batch: list[_Wanted] = []
        room = _MOST_CODE_CHARS
        while self._waiting and len(batch) < MOST_CALLS:
            if batch and len(self._waiting[0].code) > room:
                break
            room -= len(self._waiting[0].code)
            batch.append(self._waiting.popleft())
        return batch

    async def _execute(self, batch: Sequence[_Wanted]) -> None:
        """Make all calls of a batch in one and hand out the answers. A call that failed inside is False."""

        def answers(found: object) -> list[object]:
            listed = list_of(found, "the answers of several calls")
            if len(listed) != len(batch):
                raise UnexpectedAnswerError(f"{len(listed)} answers to {len(batch)} calls")
            return listed

        outcomes: list[object] = [_ALONE] * len(batch)
        try:
            code = f"return [{','.join(wanted.code for wanted in batch)}];"
            found = await self._client.ask("execute", answers, repeatable=True, code=code)
            outcomes = [_ALONE if answer is False else answer for answer in found]
        except Refused:
            pass  # the script as a whole: too long, or too much in the answer
        except WallflowerError as error:
            for wanted in batch:
                if not wanted.answer.done():
                    wanted.answer.set_exception(error)
        finally:
            # Also when this task is cancelled: then the others go by themselves.
            for wanted, outcome in zip(batch, outcomes, strict=True):
                if not wanted.answer.done():
                    wanted.answer.set_result(outcome)
