"""Tells moderators, unasked, that a slot comes and nothing is approved for it, or that drafts can't be written."""

from zoneinfo import ZoneInfo

from bot.chat.answer import Reach
from bot.chat.cards import Cards
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.chat.words import Words
from bot.domain.draft import DraftState
from bot.domain.member import Address
from bot.domain.message import Message
from bot.domain.outlook import Coming

# So many of the oldest pending drafts are shown below a reminder; /queue shows the others.
_CARDS = 3


class Reminders:
    """Each occurrence is told of once in each chat, whichever process does it; of the writer each trouble once."""

    def __init__(self, reach: Reach, languages: Languages, delivery: Delivery, cards: Cards) -> None:
        self._reach = reach
        self._languages = languages
        self._delivery = delivery
        self._cards = cards
        self._told: str | None = None

    async def remind(self) -> None:
        """Tell each moderation chat of what comes soon and has no draft, with the drafts that could be approved."""
        occurrences = self._reach.occurrences
        for coming in await occurrences.to_remind_of():
            for chat in await self._reach.moderation_chats():
                # Claimed before it is sent: better one reminder too few, after a crash, than the same one twice.
                if await occurrences.claim_reminder(coming, chat) and not await self._tell(coming, chat):
                    await occurrences.release_reminder(coming, chat)

    async def tell_writer_trouble(self, problem: str | None) -> None:
        """Say that drafts are lacking and can't be written, once for as long as the problem stays; None: it is over."""
        if problem is None or problem == self._told:
            self._told = problem
            return
        if await self._reach.silence.is_quiet():
            return
        self._told = problem
        for chat in await self._reach.moderation_chats():
            words = await self._languages.of_chat(chat)
            await self._delivery.send(
                chat, Message(words.queue_unfilled.format(problem=words.why(problem))), _key(problem)
            )

    async def _tell(self, coming: Coming, chat: Address) -> bool:
        words = await self._languages.of_chat(chat)
        pending = await self._reach.queue.waiting(DraftState.PENDING, limit=_CARDS)
        key = f"reminder-{coming.slot.id}-{coming.occurrence.day}"
        if await self._delivery.send(chat, Message(self._text(words, coming, bool(pending))), key) is None:
            return False
        for draft in pending:
            await self._cards.show(draft.id, chat, f"{key}-{draft.id}-{draft.seed}")
        return True

    def _text(self, words: Words, coming: Coming, has_pending: bool) -> str:
        due_at, zone = coming.occurrence.due_at, self._reach.habits.zone
        return words.reminder.format(
            wait=words.duration(due_at - self._reach.clock.now()),
            at=f"{due_at.astimezone(ZoneInfo(zone)):%H:%M}",
            id=coming.slot.id,
            places=", ".join(map(str, coming.slot.places)),
            what=words.reminder_choose if has_pending else words.reminder_none_written,
        )


def _key(problem: str) -> str:
    return f"unfilled-{problem}"
