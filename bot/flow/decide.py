"""A moderator decides on a draft. Who may decide is checked by the caller, where the command is answered."""

from bot.domain.audit import Signature
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.place import MAX_POST, utf16_length
from bot.errors import IllegalMove, Refused
from bot.flow.compose import Compose
from bot.ports import Clock
from bot.storage.queue import Queue


class Decide:
    """The verdicts. The first of two moderators wins; the other gets IllegalMove."""

    def __init__(self, queue: Queue, compose: Compose, clock: Clock) -> None:
        self._queue = queue
        self._compose = compose
        self._clock = clock

    async def approve(self, draft_id: int, moderator: Address) -> Draft:
        """The draft waits for a slot. Raises IllegalMove, Refused."""
        return await self._queue.decide(Decision(draft_id, Verdict.APPROVE, moderator, self._clock.now()))

    async def reject(self, draft_id: int, moderator: Address) -> Draft:
        """The draft is never published. Raises IllegalMove, Refused."""
        return await self._queue.decide(Decision(draft_id, Verdict.REJECT, moderator, self._clock.now()))

    async def edit(self, draft_id: int, moderator: Address, text: str) -> Draft:
        """The draft gets a new text and stays pending. Raises IllegalMove, Refused (also for the text)."""
        text = text.strip()
        if not text:
            raise Refused("the new text is empty")
        longest = MAX_POST[Platform.TELEGRAM]
        if utf16_length(text) > longest:
            raise Refused(f"the new text is longer than {longest} characters")
        return await self._queue.decide(
            Decision(draft_id, Verdict.EDIT, moderator, self._clock.now(), text_after=text)
        )  # fmt: skip

    async def another(self, draft_id: int, moderator: Address) -> tuple[Draft, list[Draft]]:
        """Reject the draft and write another in its place. Raises IllegalMove, Refused, and as the writer does.

        The new draft is written first: if the writer can't, the old one stays.
        """
        old = await self._queue.get(draft_id)
        if old.state is not DraftState.PENDING:
            raise IllegalMove(f"draft {draft_id} is already {old.state}")
        written = await self._compose.queue(1, old.prime, Signature(str(moderator), self._clock.now()))
        rejected = await self._queue.decide(Decision(draft_id, Verdict.ANOTHER, moderator, self._clock.now()))
        return rejected, written
