"""Tells moderators what came of publications: above all those of which nobody knows whether they arrived.

Which message shows what is kept in the database, so a new process edits the notices of the old one.
"""

import asyncio

from bot.chat.answer import Reach
from bot.chat.cards import Cards
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.chat.notice_face import operator_notice, refused_checkpoint, unsure_notice
from bot.domain.member import Address
from bot.domain.message import Message
from bot.domain.place import Place
from bot.domain.publication import Publication, PublicationState
from bot.flow.publish import Outcome

# How many unsure publications are asked about at once.
_NEWEST = 100


class Notices:
    """Sends and redraws notices."""

    def __init__(self, reach: Reach, languages: Languages, delivery: Delivery, cards: Cards) -> None:
        self._reach = reach
        self._languages = languages
        self._delivery = delivery
        self._cards = cards
        self._showing = asyncio.Lock()
        self._told: dict[Place, str] = {}

    async def show_missing(self) -> None:
        """Ask about unsure publications where that was not asked yet."""
        community = self._reach.community
        async with self._showing:
            for publication in await self._reach.publications.newest(_NEWEST, PublicationState.UNSURE):
                for chat in await self._reach.moderation_chats():
                    name = _name(publication.id, publication.attempts, chat)
                    if await community.cursor(name) is not None:
                        continue
                    face = await self._unsure_face(publication, chat)
                    message_id = await self._delivery.send(chat, face, _key("unsure", publication))
                    if message_id is not None:
                        await community.set_cursor(name, str(message_id))

    async def redraw(self, publication_id: int) -> None:
        """Give every notice of a publication that was unsure its present face."""
        publication = await self._reach.publications.get(publication_id)
        for attempt in range(publication.attempts + 1):
            for chat in await self._reach.moderation_chats():
                message_id = await self._reach.community.cursor(_name(publication.id, attempt, chat))
                if message_id is not None:
                    await self._delivery.edit(chat, int(message_id), await self._unsure_face(publication, chat))

    async def report(self, outcome: Outcome) -> None:
        """Show what came of a try to publish. What only an operator can mend is told once, not at every try."""
        place = outcome.publication.place
        if outcome.state is not PublicationState.SENDING:
            await self._cards.redraw(outcome.draft.id)
        if outcome.state is PublicationState.UNSURE:
            await self.show_missing()
        elif not outcome.needs_operator:
            self._told.pop(place, None)
        elif outcome.problem is not None and self._told.get(place) != outcome.problem:
            self._told[place] = outcome.problem
            for chat in await self._reach.moderation_chats():
                words = await self._languages.of_chat(chat)
                key = _key("operator", outcome.publication)
                await self._delivery.send(chat, operator_notice(words, place, outcome.problem), key)

    async def report_checkpoint(self, run: str, why: str, kept: str) -> None:
        """Tell moderators that the live checkpoint `run` could not be written with, and which one is instead."""
        for chat in await self._reach.moderation_chats():
            words = await self._languages.of_chat(chat)
            await self._delivery.send(chat, refused_checkpoint(words, run, why, kept), f"checkpoint-{run}-{kept}")

    async def _unsure_face(self, publication: Publication, chat: Address) -> Message:
        draft = None if publication.draft_id is None else await self._reach.queue.get(publication.draft_id)
        return unsure_notice(await self._languages.of_chat(chat), publication, draft)


def _key(kind: str, publication: Publication) -> str:
    """The same for every notice of one try; `sent_at` tells it from one of the home that was there before."""
    return f"{kind}-{publication.id}-{publication.attempts}-{publication.sent_at}"


def _name(publication_id: int, attempt: int, chat: Address) -> str:
    return f"unsure:{publication_id}:{attempt}:{chat}"
