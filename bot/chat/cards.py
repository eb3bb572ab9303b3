"""Shows moderators the drafts that wait for them, as cards.

Which message shows what is kept in the database, so a new process edits the cards of the old one. A chat that can't be
reached is logged and left for the next time; the others get theirs.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.chat.answer import Reach
from bot.chat.card_face import Circumstances, draft_card
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.chat.publishing import CANCEL_WITHIN, may_cancel
from bot.domain.draft import Card, Draft, DraftState
from bot.domain.member import Address
from bot.domain.message import Message, Sent
from bot.domain.picture import Picture
from bot.domain.publication import PublicationState
from bot.domain.template import Template
from bot.domain.votes import Needs
from bot.errors import Misconfigured, Refused
from bot.flow.painting import all_painted

_log = structlog.get_logger()


class Cards:
    """Sends and redraws cards. A draft's cards are drawn by one task at a time: no older face covers a newer one."""

    def __init__(self, reach: Reach, languages: Languages, delivery: Delivery) -> None:
        self._reach = reach
        self._languages = languages
        self._delivery = delivery
        self._drawing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._showing = asyncio.Lock()
        # Cards with a button that is there for a minute, and when to draw them without.
        self._passing: dict[int, datetime] = {}

    async def show_missing(self) -> None:
        """Send what no moderation chat, or not each of them, has seen yet, and take away buttons whose time is over."""
        now = self._reach.clock.now()
        for draft_id in [one for one, until in self._passing.items() if until <= now]:
            del self._passing[draft_id]
            await self.redraw(draft_id)
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
            sent = await self._delivery.send(chat, await self._face(draft, chat), key)
            if sent is None:
                return False
            await self._reach.queue.add_card(Card(draft_id, chat, sent.message_id, sent.album))
            for card in older:
                if card.message_id != sent.message_id:
                    await self._delivery.edit(chat, _stands(card), Message(words.card_moved.format(id=draft_id)))
            return True

    async def redraw(self, draft_id: int) -> None:
        """Give every card of a draft the face that its present state asks for."""
        async with self._alone(draft_id):
            draft = await self._reach.queue.get(draft_id)
            for card in await self._reach.queue.cards(draft_id):
                await self._delivery.edit(card.chat, _stands(card), await self._face(draft, card.chat))

    async def _face(self, draft: Draft, chat: Address) -> Message:
        decisions = await self._reach.queue.decisions(draft.id)
        now = await self._circumstances(draft)
        now = replace(now, templates=templates_of(self._reach, draft), pictures=await self._pictures(draft))
        return draft_card(await self._languages.of_chat(chat), draft, decisions, now)

    async def _pictures(self, draft: Draft) -> tuple[Picture, ...]:
        try:
            return await all_painted(self._reach.painter, draft.captions)
        except (Refused, Misconfigured) as error:
            # A template was taken away or spoilt; the card shows the words.
            _log.warning("a draft's picture can't be drawn", draft=draft.id, problem=str(error))
            return ()

    async def _circumstances(self, draft: Draft) -> Circumstances:
        found = await circumstances_of(self._reach, draft, await self._reach.decide.needs())
        if found.may_cancel and found.places:
            self._passing.setdefault(draft.id, self._reach.clock.now() + CANCEL_WITHIN)
        return found

    @asynccontextmanager
    async def _alone(self, draft_id: int) -> AsyncIterator[None]:
        lock = self._drawing.get(draft_id)
        if lock is None:
            lock = self._drawing[draft_id] = asyncio.Lock()
        async with lock:
            yield


def templates_of(reach: Reach, draft: Draft) -> tuple[Template | None, ...]:
    """What a draft's pictures are drawn on; None for what is gone."""
    return tuple(reach.painter.find(caption.template) for caption in draft.captions)


async def circumstances_of(reach: Reach, draft: Draft, needs: Needs) -> Circumstances:
    """What a draft's card must know beside its decisions, but for its pictures; `needs` are of the places in use."""
    if draft.state in (DraftState.PENDING, DraftState.APPROVED):
        return Circumstances(needs=needs)
    publications = await reach.publications.of_draft(draft.id)
    places = tuple(one.place for one in publications if one.state is PublicationState.PUBLISHED)
    return Circumstances(needs=needs, places=places, may_cancel=may_cancel(draft, publications, reach.clock.now()))


def _stands(card: Card) -> Sent:
    return Sent(card.message_id, card.album)
