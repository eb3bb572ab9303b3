"""Tells moderators what came of publications: of which nobody knows whether they arrived, which a person has to post,
which were given up.

Which message shows what is kept in the database, so a new process edits the notices of the old one.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.chat.answer import Reach
from bot.chat.cards import Cards
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.chat.notice_face import hand_over_notice, lost_notice, operator_notice, refused_checkpoint, unsure_notice
from bot.domain.draft import Draft
from bot.domain.member import Address
from bot.domain.message import Message, Sent
from bot.domain.picture import Picture
from bot.domain.place import Place
from bot.domain.publication import Publication, PublicationState
from bot.errors import Misconfigured, Refused
from bot.flow.painting import all_painted
from bot.flow.sending import Outcome

# How many publications of a state are told of at once.
_NEWEST = 100

# What was given up longer ago is no news to a chat that joins.
_NEWS = timedelta(days=1)

_ASKED = (PublicationState.UNSURE, PublicationState.HANDED_OVER)
_TOLD = (*_ASKED, PublicationState.FAILED, PublicationState.REFUSED)

_log = structlog.get_logger()


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
        """Ask and tell about publications where that was not done yet."""
        async with self._showing:
            for state in _TOLD:
                chats = await self._chats(state)
                for publication in await self._reach.publications.newest(_NEWEST, state):
                    if self._is_news(publication):
                        for chat in chats:
                            await self._show(publication, chat)

    async def redraw(self, publication_id: int) -> None:
        """Give every notice that asked about a publication its present face."""
        publication = await self._reach.publications.get(publication_id)
        # Whoever pressed a button there wants to hear what comes of it, also if it is the same as before.
        self._told.pop(publication.place, None)
        for chat in await self._chats(PublicationState.UNSURE):
            for attempt in range(publication.attempts + 1):
                for state in _ASKED:
                    message_id = await self._reach.community.cursor(_name(state, publication.id, attempt, chat))
                    if message_id is not None:
                        face = await self._face(state, publication, attempt, chat)
                        await self._delivery.edit(chat, Sent(int(message_id)), face)

    async def report(self, outcome: Outcome) -> None:
        """Show what came of a try to publish. What only an operator can mend is told once, not at every try."""
        place = outcome.publication.place
        if outcome.state is not PublicationState.SENDING:
            await self._cards.redraw(outcome.draft.id)
        if outcome.state is PublicationState.PUBLISHED:
            await self.redraw(outcome.publication.id)
        if outcome.state in _TOLD:
            await self.show_missing()
        elif not outcome.needs_operator:
            self._told.pop(place, None)
        elif outcome.problem is not None and self._told.get(place) != outcome.problem:
            self._told[place] = outcome.problem
            for chat in await self._reach.moderation_chats():
                words = await self._languages.of_chat(chat)
                key = _key("operator", outcome.publication)
                await self._delivery.send(chat, operator_notice(words, outcome.publication, outcome.problem), key)

    async def report_checkpoint(self, run: str, why: str, kept: str) -> None:
        """Tell moderators that the live checkpoint `run` could not be written with, and which one is instead."""
        for chat in await self._reach.moderation_chats():
            words = await self._languages.of_chat(chat)
            await self._delivery.send(chat, refused_checkpoint(words, run, why, kept), f"checkpoint-{run}-{kept}")

    def _is_news(self, publication: Publication) -> bool:
        now = self._reach.clock.now()
        if publication.state is PublicationState.HANDED_OVER:
            return publication.sent_at is None or publication.sent_at <= now  # later: when to ask again
        if publication.state is PublicationState.REFUSED and publication.draft_id is None:
            return False  # the draft arrived nowhere and may come again
        return publication.state is PublicationState.UNSURE or publication.due_at > now - _NEWS

    async def _chats(self, state: PublicationState) -> tuple[Address, ...]:
        return await (self._reach.admin_chats() if state in _ASKED else self._reach.moderation_chats())

    async def _show(self, publication: Publication, chat: Address) -> None:
        community, state = self._reach.community, publication.state
        name = _name(state, publication.id, publication.attempts, chat)
        if await community.cursor(name) is not None:
            return
        if state is PublicationState.HANDED_OVER and publication.sent_text is not None:
            # By itself, so that it can be copied as it is.
            ready = await self._ready(publication, publication.sent_text)
            if await self._delivery.send(chat, ready, _key("text", publication)) is None:
                return
        face = await self._face(state, publication, publication.attempts, chat)
        sent = await self._delivery.send(chat, face, _key(state.value, publication))
        if sent is not None:
            await community.set_cursor(name, str(sent.message_id))

    async def _face(self, asked: PublicationState, publication: Publication, attempt: int, chat: Address) -> Message:
        words = await self._languages.of_chat(chat)
        if asked is PublicationState.HANDED_OVER:
            return hand_over_notice(words, publication, is_newest=attempt == publication.attempts)
        if asked is PublicationState.UNSURE:
            draft = None if publication.draft_id is None else await self._reach.queue.get(publication.draft_id)
            face = unsure_notice(words, publication, draft)
            is_asked = publication.state is PublicationState.UNSURE
            return replace(face, pictures=await self._pictures(draft)) if is_asked else face
        return lost_notice(words, publication)

    async def _ready(self, publication: Publication, text: str) -> Message:
        """What a person is to post; the words alone of pictures that can't be drawn any more."""
        draft = None if publication.draft_id is None else await self._reach.queue.get(publication.draft_id)
        pictures = await self._pictures(draft)
        return Message(text or ("" if draft is None or pictures else draft.text), pictures=pictures)

    async def _pictures(self, draft: Draft | None) -> tuple[Picture, ...]:
        """None for a text, and for what can't be drawn any more."""
        if draft is None:
            return ()
        try:
            return await all_painted(self._reach.painter, draft.captions)
        except (Refused, Misconfigured) as error:
            _log.warning("a notice's picture can't be drawn", draft=draft.id, problem=str(error))
            return ()


def _key(kind: str, publication: Publication) -> str:
    """The same for every notice of one try; `sent_at` tells it from one of the home that was there before."""
    return f"{kind}-{publication.id}-{publication.attempts}-{publication.sent_at}"


def _name(state: PublicationState, publication_id: int, attempt: int, chat: Address) -> str:
    return f"{state.value}:{publication_id}:{attempt}:{chat}"
