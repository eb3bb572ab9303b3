"""Carries out what an answer changes for others than the person who asked, whichever door they came by."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.chat.answer import Answer
from bot.chat.cards import Cards
from bot.chat.notices import Notices
from bot.domain.member import Address, Platform
from bot.domain.message import Message
from bot.errors import Retryable, WallflowerError
from bot.ports import Chat

# The adapters retry by themselves; this is for what outlasts them, a longer flood limit above all.
_TRIES = 3
_LONGEST_WAIT_S = 60.0

_log = structlog.get_logger()


class CarryingOut:
    """Redraws cards, settles notices, tells people."""

    def __init__(
        self,
        cards: Cards,
        notices: Notices,
        chats: Mapping[Platform, Chat],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`chats` holds the platforms that are switched on; `sleep` takes seconds."""
        self._cards = cards
        self._notices = notices
        self._chats = chats
        self._sleep = sleep
        self._under_way: set[asyncio.Task[None]] = set()

    async def soon(self, answer: Answer) -> None:
        """As `all`, without waiting for it: a page is not to be held up by a platform that is slow or gone."""
        task = asyncio.create_task(self._logged(answer))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self, timeout_s: float) -> None:
        """Finish what is under way within `timeout_s`; cards are drawn anew when somebody next presses on them."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=timeout_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _logged(self, answer: Answer) -> None:
        try:
            await self.all(answer)
        except Exception:  # noqa: BLE001 - the root of a task that nobody waits for
            _log.exception("what was done on the console could not be shown in chat")

    async def all(self, answer: Answer) -> None:
        """Everything that others see of an answer, for somebody who did not ask in a chat."""
        await self.redraw(answer)
        await self.tell(answer, f"console-{secrets.token_hex(8)}")
        await self.show_new(answer)

    async def redraw(self, answer: Answer) -> None:
        """Give cards and notices that have changed their new faces."""
        for draft_id in answer.redrawn:
            await self._cards.redraw(draft_id)
        for publication_id in answer.settled:
            await self._notices.redraw(publication_id)

    async def tell(self, answer: Answer, key: str) -> None:
        """Tell those whom it concerns, in private. `key` makes a repeat recognisable where the platform can."""
        for person, message in answer.told:
            if person.platform in self._chats:
                await self.send(person, message, f"{key}-told")

    async def show_new(self, answer: Answer) -> None:
        """Send the cards that no moderation chat has seen."""
        if answer.has_new_drafts:
            await self._cards.show_missing()

    async def send(self, chat: Address, message: Message, key: str) -> None:
        """Send; what the platform refuses or may have lost is logged, for saying it again would not help."""
        port = self._chats[chat.platform]
        for tries_left in reversed(range(_TRIES)):
            try:
                await port.send(chat, message, key)
            except Retryable as error:
                _log.warning("answer not sent", chat=str(chat), key=key, tries_left=tries_left, problem=str(error))
                if tries_left:
                    await self._sleep(min(error.retry_after_s, _LONGEST_WAIT_S))
                continue
            except WallflowerError as error:
                kind = type(error).__name__
                _log.warning("answer not sent", chat=str(chat), key=key, kind=kind, problem=str(error))
            return
