"""Where updates come in and answers go out: each update once, in order within a chat, chats side by side.

The adapters hand over an update; it is stored before they confirm it to their platform. A worker computes the answer,
and from just before the first message goes out the update counts as `answering`. After a crash what was only received
is handled again; what was being answered is handled again on VK, where the platform knows a repeated message by its
key, and given up on Telegram, where it would be said twice. Of several processes on one database the one that stored
an update answers it, and when it dies another one does.

In a chat what a person asks is answered in order, and what several ask is too, but for one who asks for more than three
things at once: the others go in between. Each platform has places of its own: a slow one does not hold up the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

import structlog

from bot.chat.answer import Answer, Reach
from bot.chat.cards import Cards
from bot.chat.carrying_out import CarryingOut
from bot.chat.conversation import Conversation, trouble
from bot.chat.lanes import Lanes
from bot.chat.language import Languages
from bot.chat.likes import Faces
from bot.chat.notices import Notices
from bot.domain.member import Platform, Role
from bot.domain.message import Incoming, Message, Press, Sent
from bot.errors import WallflowerError
from bot.ports import Chat
from bot.storage.inbox import Inbox
from bot.storage.processes import Processes

# Chats answered at a time on each platform: most of the time of an answer is waiting for the platform or the writer.
_AT_ONCE = 64

# Updates of a platform in memory before its adapter is made to wait; the rest stays with the platform.
_WAITING = 1_000

_log = structlog.get_logger()


class Desk:
    """Receives updates of both platforms."""

    def __init__(
        self,
        reach: Reach,
        languages: Languages,
        cards: Cards,
        notices: Notices,
        inbox: Inbox,
        chats: Mapping[Platform, Chat],
        *,
        processes: Processes | None = None,
        at_once: int = _AT_ONCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`chats` holds the platforms that are switched on; `sleep` takes seconds.

        `processes` are those that may work on this database besides this one, whose name is the owner of `inbox`.
        """
        self._clock = reach.clock
        self._members = reach.members
        self._processes = processes
        self.faces = Faces(reach.replies, reach.painter, chats)
        self._conversation = Conversation(reach, languages)
        self._default_words = languages.default
        self._cards = cards
        self._inbox = inbox
        self._chats = chats
        self._out = CarryingOut(cards, notices, chats, sleep)
        self._lanes = {platform: Lanes(at_once, _WAITING) for platform in Platform}

    async def receive(self, update: Incoming | Press) -> None:
        """Store an update and have it answered; a repeat is dropped. When this returns it may be confirmed."""
        await self.receive_all([update])

    async def receive_all(self, updates: Sequence[Incoming | Press]) -> None:
        """As `receive`, for updates that came together: all are stored at once, in one transaction."""
        for update in await self._inbox.receive_all(updates, self._clock.now()):
            await self._put(update)

    async def recover(self) -> int:
        """Take up what processes that are dead have left; returns how many updates. Call it before the first `receive`
        and every few seconds from then on.

        What came from a platform that is switched off now waits until it is on again.
        """
        living = set() if self._processes is None else await self._processes.beat()
        left = await self._inbox.take_over(living, set(self._chats))
        for update, is_answering in left:
            if is_answering and update.chat.platform is Platform.TELEGRAM:
                _log.warning("given up: an answer may have gone out", chat=str(update.chat), key=update.key)
                await self._inbox.done(update.chat.platform, update.key)
            else:
                await self._put(update)
        return len(left)

    async def idle(self) -> None:
        """Wait until everything that was received is answered."""
        for lanes in self._lanes.values():
            await lanes.idle()

    async def close(self, timeout_s: float = 10.0) -> None:
        """Finish the answers under way within `timeout_s`; what is left is taken up by the next `recover`."""
        await asyncio.gather(*(lanes.close(timeout_s) for lanes in self._lanes.values()))
        if self._processes is not None:
            await self._processes.leave()

    async def _put(self, update: Incoming | Press) -> None:
        await self._lanes[update.chat.platform].put(update.chat, partial(self._handle, update), sharer=update.sender)

    async def _handle(self, update: Incoming | Press) -> None:
        log = _log.bind(chat=str(update.chat), sender=str(update.sender), key=update.key)
        try:
            await self._answer(update)
        except Exception:
            log.exception("an update could not be answered")
            await self._apologise(update)
        try:
            await self._inbox.done(update.chat.platform, update.key)
        except Exception:
            log.exception("an answered update could not be marked as done")

    async def _answer(self, update: Incoming | Press) -> None:
        answer = await self._conversation.answer(update)
        if isinstance(update, Press) and answer.notice is not None:
            await self._notify(update, answer.notice)
        if isinstance(update, Press) and answer.face is not None:
            await self._give_face(update, answer.face)
        await self._out.redraw(answer)
        if isinstance(update, Press):
            for reply_id in answer.liked:
                self.faces.changed(update.chat, update.message_id, reply_id)
        await self._send_all(update, answer)
        await self._out.show_new(answer)

    async def _send_all(self, update: Incoming | Press, answer: Answer) -> None:
        if not answer.messages and not answer.shown_here and not answer.told:
            return
        # VK knows by the key what it was given before; elsewhere only one process may ever come past this line.
        platform = update.chat.platform
        if platform is Platform.TELEGRAM and not await self._inbox.begin_answer(platform, update.key):
            _log.warning("another process has taken an update over", chat=str(update.chat), key=update.key)
            return
        for ordinal, message in enumerate(answer.messages):
            await self._out.send(update.chat, message, f"{update.key}-{ordinal}")
        for draft_id in answer.shown_here:
            await self._cards.show(draft_id, update.chat, f"{update.key}-card-{draft_id}")
        await self._out.tell(answer, update.key)

    async def _notify(self, press: Press, text: str) -> None:
        try:
            await self._chats[press.platform].answer(press, text)
        except WallflowerError as error:
            _log.warning("press not answered", chat=str(press.chat), key=press.key, problem=str(error))

    async def _give_face(self, press: Press, face: Message) -> None:
        try:
            await self._chats[press.platform].edit(press.chat, Sent(press.message_id), face)
        except WallflowerError as error:
            _log.warning("message not redrawn", chat=str(press.chat), key=press.key, problem=str(error))

    async def _apologise(self, update: Incoming | Press) -> None:
        answer = trouble(update, self._default_words)
        try:
            if await self._members.role(update.sender) is Role.BANNED:
                return
            if isinstance(update, Press) and answer.notice is not None:
                await self._notify(update, answer.notice)
            await self._send_all(update, answer)
        except Exception:  # noqa: BLE001 - still the root of an update
            _log.exception("not even an apology could be sent", chat=str(update.chat), key=update.key)
