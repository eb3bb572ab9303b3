"""Shows moderators what waits for them: drafts as cards, and publications of which nobody knows whether they arrived.

Which message shows what is kept in the database, so a new process edits the cards of the old one. A chat that can't be
reached is logged and left for the next time; the others get theirs.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

import structlog

from bot.chat.answer import Reach
from bot.chat.card_face import draft_card, operator_notice, refused_checkpoint, unsure_notice
from bot.chat.language import Languages
from bot.domain.draft import Card, Draft, DraftState
from bot.domain.member import Address, Platform
from bot.domain.message import Message
from bot.domain.place import Place
from bot.domain.publication import Publication, PublicationState
from bot.errors import Refused, WallflowerError
from bot.flow.publish import Outcome
from bot.ports import Chat

# How far back the place of a published draft is looked for, and how many unsure publications are asked about at once.
_NEWEST = 100

_log = structlog.get_logger()


class Cards:
    """Sends and redraws cards. A draft's cards are drawn by one task at a time: no older face covers a newer one."""

    def __init__(self, reach: Reach, languages: Languages, chats: Mapping[Platform, Chat]) -> None:
        self._reach = reach
        self._languages = languages
        self._chats = chats
        self._drawing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._showing = asyncio.Lock()
        self._told: dict[Place, str] = {}
        self._unreachable: dict[Address, str] = {}

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
            await self._show_unsure()

    async def show(self, draft_id: int, chat: Address, key: str) -> bool:
        """Send a card, the newest of its draft in this chat; False if the chat can't be reached.

        An older card there loses its buttons. `key` makes a repeat recognisable where the platform can.
        """
        async with self._alone(draft_id):
            draft = await self._reach.queue.get(draft_id)
            older = [card for card in await self._reach.queue.cards(draft_id) if card.chat == chat]
            words = await self._languages.of_chat(chat)
            message_id = await self._send(chat, await self._face(draft, chat), key)
            if message_id is None:
                return False
            await self._reach.queue.add_card(Card(draft_id, chat, message_id))
            for card in older:
                if card.message_id != message_id:
                    await self._edit(chat, card.message_id, Message(words.card_moved.format(id=draft_id)))
            return True

    async def redraw(self, draft_id: int) -> None:
        """Give every card of a draft the face that its present state asks for."""
        async with self._alone(draft_id):
            draft = await self._reach.queue.get(draft_id)
            for card in await self._reach.queue.cards(draft_id):
                await self._edit(card.chat, card.message_id, await self._face(draft, card.chat))

    async def redraw_unsure(self, publication_id: int) -> None:
        """Give every notice of a publication that was unsure its present face."""
        publication = await self._reach.publications.get(publication_id)
        for attempt in range(publication.attempts + 1):
            for chat in await self._reach.moderation_chats():
                message_id = await self._reach.community.cursor(_notice_name(publication.id, attempt, chat))
                if message_id is not None:
                    await self._edit(chat, int(message_id), await self._unsure_face(publication, chat))

    async def report(self, outcome: Outcome) -> None:
        """Show what came of a try to publish. What only an operator can mend is told once, not at every try."""
        place = outcome.publication.place
        if outcome.state is not PublicationState.SENDING:
            await self.redraw(outcome.draft.id)
        if outcome.state is PublicationState.UNSURE:
            async with self._showing:
                await self._show_unsure()
        elif not outcome.needs_operator:
            self._told.pop(place, None)
        elif outcome.problem is not None and self._told.get(place) != outcome.problem:
            self._told[place] = outcome.problem
            for chat in await self._reach.moderation_chats():
                words = await self._languages.of_chat(chat)
                key = _notice_key("operator", outcome.publication)
                await self._send(chat, operator_notice(words, place, outcome.problem), key)

    async def report_checkpoint(self, run: str, why: str, kept: str) -> None:
        """Tell moderators that the live checkpoint `run` could not be written with, and which one is instead."""
        for chat in await self._reach.moderation_chats():
            words = await self._languages.of_chat(chat)
            await self._send(chat, refused_checkpoint(words, run, why, kept), f"checkpoint-{run}-{kept}")

    async def _show_unsure(self) -> None:
        community = self._reach.community
        for publication in await self._reach.publications.newest(_NEWEST, PublicationState.UNSURE):
            for chat in await self._reach.moderation_chats():
                name = _notice_name(publication.id, publication.attempts, chat)
                if await community.cursor(name) is not None:
                    continue
                key = _notice_key("unsure", publication)
                message_id = await self._send(chat, await self._unsure_face(publication, chat), key)
                if message_id is not None:
                    await community.set_cursor(name, str(message_id))

    async def _face(self, draft: Draft, chat: Address) -> Message:
        decisions = await self._reach.queue.decisions(draft.id)
        return draft_card(await self._languages.of_chat(chat), draft, decisions, await self._place_of(draft))

    async def _place_of(self, draft: Draft) -> Place | None:
        if draft.state is not DraftState.PUBLISHED:
            return None
        published = await self._reach.publications.newest(_NEWEST, PublicationState.PUBLISHED)
        return next((one.place for one in published if one.draft_id == draft.id), None)

    async def _unsure_face(self, publication: Publication, chat: Address) -> Message:
        draft = None if publication.draft_id is None else await self._reach.queue.get(publication.draft_id)
        return unsure_notice(await self._languages.of_chat(chat), publication, draft)

    async def _send(self, chat: Address, message: Message, key: str) -> int | None:
        try:
            message_id = await self._port(chat).send(chat, message, f"{key}-{chat}")
        except WallflowerError as error:
            # Tried again every few seconds, so said once: a moderator may not have written to the bot for days.
            is_news = self._unreachable.get(chat) != str(error)
            self._unreachable[chat] = str(error)
            tell = _log.warning if is_news else _log.debug
            tell("can't show moderators something", chat=str(chat), key=key, problem=str(error))
            return None
        self._unreachable.pop(chat, None)
        return message_id

    async def _edit(self, chat: Address, message_id: int, message: Message) -> None:
        # A card stays in the private chat of who is no moderator any more; it does not show what becomes of the draft.
        if not await self._reach.may_see(chat):
            return
        try:
            await self._port(chat).edit(chat, message_id, message)
        except WallflowerError as error:
            _log.warning("can't redraw a card", chat=str(chat), message=message_id, problem=str(error))

    def _port(self, chat: Address) -> Chat:
        port = self._chats.get(chat.platform)
        if port is None:
            raise Refused(f"{chat} is on a platform that is switched off in the settings")
        return port

    @asynccontextmanager
    async def _alone(self, draft_id: int) -> AsyncIterator[None]:
        lock = self._drawing.get(draft_id)
        if lock is None:
            lock = self._drawing[draft_id] = asyncio.Lock()
        async with lock:
            yield


def _notice_key(kind: str, publication: Publication) -> str:
    """The same for every notice of one try; `sent_at` tells it from one of the home that was there before."""
    return f"{kind}-{publication.id}-{publication.attempts}-{publication.sent_at}"


def _notice_name(publication_id: int, attempt: int, chat: Address) -> str:
    return f"unsure:{publication_id}:{attempt}:{chat}"
