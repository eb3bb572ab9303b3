"""Shows moderators the drafts that wait for them, as cards.

Which message shows what is kept in the database, so a new process edits the cards of the old one. A chat that can't be
reached is logged and left for the next time; the others get theirs.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.chat.answer import Reach
from bot.chat.card_face import draft_card
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.domain.draft import Card, Draft, DraftState
from bot.domain.member import Address
from bot.domain.message import Message
from bot.domain.place import Place
from bot.domain.publication import PublicationState

# How far back the place of a published draft is looked for.
_NEWEST = 100


class Cards:
    """Sends and redraws cards. A draft's cards are drawn by one task at a time: no older face covers a newer one."""

    def __init__(self, reach: Reach, languages: Languages, delivery: Delivery) -> None:
        self._reach = reach
        self._languages = languages
        self._delivery = delivery
        self._drawing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._showing = asyncio.Lock()

    async def show_missing(self) -> None:
        """Send what no moderation chat, or not each of them, has seen yet."""
        async with self._showing:
            unreachable: set[Address] = set()
            for draft, chat in await self._reach.queue.without_card(await self._reach.moderation_chats()):
                if chat in unreachable:
                    continue
                # Numbers begin anew in a new home, and VK would take the card for a repeat; the seed tells them apart.
                if not await self.show(draft.id, chat, f"card-{draft.id}-{draft.seed}"):
                    unreachable.add(chat)

    async def show(self, draft_id: int, chat: Address, key: str) -> bool:
        """Send a card, the newest of its draft in this chat; False if the chat can't be reached.

        An older card there loses its buttons. `key` makes a repeat recognisable where the platform can.
        """
        async with self._alone(draft_id):
            draft = await self._reach.queue.get(draft_id)
            older = [card for card in await self._reach.queue.cards(draft_id) if card.chat == chat]
            words = await self._languages.of_chat(chat)
            message_id = await self._delivery.send(chat, await self._face(draft, chat), key)
            if message_id is None:
                return False
            await self._reach.queue.add_card(Card(draft_id, chat, message_id))
            for card in older:
                if card.message_id != message_id:
                    await self._delivery.edit(chat, card.message_id, Message(words.card_moved.format(id=draft_id)))
            return True

    async def redraw(self, draft_id: int) -> None:
        """Give every card of a draft the face that its present state asks for."""
        async with self._alone(draft_id):
            draft = await self._reach.queue.get(draft_id)
            for card in await self._reach.queue.cards(draft_id):
                await self._delivery.edit(card.chat, card.message_id, await self._face(draft, card.chat))

    async def _face(self, draft: Draft, chat: Address) -> Message:
        decisions = await self._reach.queue.decisions(draft.id)
        return draft_card(await self._languages.of_chat(chat), draft, decisions, await self._place_of(draft))

    async def _place_of(self, draft: Draft) -> Place | None:
        if draft.state is not DraftState.PUBLISHED:
            return None
        published = await self._reach.publications.newest(_NEWEST, PublicationState.PUBLISHED)
        return next((one.place for one in published if one.draft_id == draft.id), None)

    @asynccontextmanager
    async def _alone(self, draft_id: int) -> AsyncIterator[None]:
        lock = self._drawing.get(draft_id)
        if lock is None:
            lock = self._drawing[draft_id] = asyncio.Lock()
        async with lock:
            yield
