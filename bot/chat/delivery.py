"""Takes messages to the chats of moderators. One that can't be reached is logged, once, and left for the next time."""

from collections.abc import Mapping

import structlog

from bot.chat.answer import Reach
from bot.domain.member import Address, Platform
from bot.domain.message import Message, Sent
from bot.errors import Refused, WallflowerError
from bot.ports import Chat

_log = structlog.get_logger()


class Delivery:
    """Sends and edits what moderators see."""

    def __init__(self, reach: Reach, chats: Mapping[Platform, Chat]) -> None:
        """`chats` holds the platforms that are switched on."""
        self._reach = reach
        self._chats = chats
        self._unreachable: dict[Address, str] = {}

    async def send(self, chat: Address, message: Message, key: str) -> Sent | None:
        """Where the message stands, or None if the chat can't be reached now.

        `key` makes a repeat recognisable where the platform can; one key serves several chats.
        """
        try:
            sent = await self._port(chat).send(chat, message, f"{key}-{chat}")
        except WallflowerError as error:
            # Tried again every few seconds, so said once: a moderator may not have written to the bot for days.
            is_news = self._unreachable.get(chat) != str(error)
            self._unreachable[chat] = str(error)
            tell = _log.warning if is_news else _log.debug
            tell("can't show moderators something", chat=str(chat), key=key, problem=str(error))
            return None
        self._unreachable.pop(chat, None)
        return sent

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        """Give a message its new face; one that can't be edited is logged and stays as it is."""
        # A card stays in the private chat of who is no moderator any more; it does not show what becomes of the draft.
        if not await self._reach.may_see(chat):
            return
        try:
            await self._port(chat).edit(chat, sent, message)
        except WallflowerError as error:
            _log.warning("can't redraw a message", chat=str(chat), message=sent.message_id, problem=str(error))

    def _port(self, chat: Address) -> Chat:
        port = self._chats.get(chat.platform)
        if port is None:
            raise Refused(f"{chat} is on a platform that is switched off in the settings")
        return port
