"""What moderators are told unasked: new drafts, and what came of publications. It keeps the quiet hours."""

from collections import deque
from collections.abc import Iterable

from bot.chat.answer import Reach
from bot.chat.cards import Cards
from bot.chat.notices import Notices
from bot.flow.sending import Outcome


class Unasked:
    """Waits for the end of the quiet hours. What a new process can't know again, outcomes, waits in memory."""

    def __init__(self, reach: Reach, cards: Cards, notices: Notices) -> None:
        self._reach = reach
        self._cards = cards
        self._notices = notices
        self._outcomes: deque[Outcome] = deque()

    async def report(self, outcomes: Iterable[Outcome]) -> None:
        """Tell what came of publications, with what had to wait before it."""
        self._outcomes.extend(outcomes)
        while self._outcomes and not await self._reach.silence.is_quiet():
            await self._notices.report(self._outcomes.popleft())

    async def show_missing(self) -> None:
        """Show the drafts and ask about the publications that no moderation chat, or not each, has seen."""
        if not await self._reach.silence.is_quiet():
            await self._cards.show_missing()
            await self._notices.show_missing()
