"""A moderator decides on a draft. Who may decide is checked by the caller, where the command is answered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.audit import THE_BOT, Signature
from bot.domain.caption import Caption, with_boxes, words_of
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.member import Address, Platform, Role
from bot.domain.place import MAX_POST, Place, utf16_length
from bot.domain.votes import Needs, OutdatedText, VotingRules, revision
from bot.errors import IllegalMove, Refused
from bot.flow.banning import Banning
from bot.flow.filling import Filling
from bot.ports import Clock
from bot.storage.members import Members
from bot.storage.queue import Queue
from bot.storage.slots import Slots

# Longer reasons are essays; the card has room for the beginning of one.
MAX_REASON = 500


class Decide:
    """The verdicts. The first of two moderators wins; the other gets IllegalMove.

    `seen` is the revision of the text that the moderator was shown; a verdict on an older one raises OutdatedText.
    """

    def __init__(
        self,
        queue: Queue,
        filling: Filling,
        banning: Banning,
        slots: Slots,
        members: Members,
        clock: Clock,
        rules: VotingRules | None = None,
        place: Place | None = None,
    ) -> None:
        """`place` is the one that drafts go to while there is no slot."""
        self._queue = queue
        self._filling = filling
        self._banning = banning
        self._slots = slots
        self._members = members
        self._clock = clock
        self._rules = rules or VotingRules()
        self._place = place

    async def editor_may_approve(self) -> bool:
        """Whether who edited a text may approve it, too: if the settings say so, and where nobody else could."""
        return self._rules.editor_may_approve or len(await self._members.named(Role.MODERATOR)) <= 1

    async def needs(self) -> Needs:
        """How many approvals the places in use ask for."""
        places = await self._slots.places()
        if not places and self._place is not None:
            places.add(self._place)
        return self._rules.needs(places)

    async def approve(self, draft_id: int, moderator: Address, seen: int | None = None) -> Draft:
        """Count a vote; with enough of them the draft waits for a slot.

        Raises IllegalMove (AlreadyApproved, OutdatedText), OwnText, and Refused for a text with a word that was banned
        since it was written.
        """
        await self._banning.check((await self._queue.get(draft_id)).text)
        return await self._decide(Decision(draft_id, Verdict.APPROVE, moderator, self._clock.now()), seen)

    async def reject(self, draft_id: int, moderator: Address, seen: int | None = None) -> Draft:
        """The draft is not published. Raises IllegalMove, Refused."""
        return await self._decide(Decision(draft_id, Verdict.REJECT, moderator, self._clock.now()), seen)

    async def explain(self, draft_id: int, moderator: Address, reason: str) -> None:
        """Say why one has rejected a draft. Raises IllegalMove, Refused (also for the reason)."""
        reason = reason.strip()
        if not 0 < len(reason) <= MAX_REASON:
            raise Refused(f"a reason has 1 to {MAX_REASON} characters")
        await self._queue.explain(draft_id, moderator, reason, self._clock.now())

    async def take_back(self, draft_id: int, moderator: Address) -> Draft:
        """An approved draft that no slot has taken yet, or one that was rejected, waits for a decision again.

        Raises IllegalMove, Refused.
        """
        return await self._decide(Decision(draft_id, Verdict.TAKE_BACK, moderator, self._clock.now()))

    async def edit(self, draft_id: int, moderator: Address, text: str, seen: int | None = None) -> Draft:
        """The draft gets a new text and stays pending; the text that it has is no edit.

        Raises IllegalMove, Refused (also for the text, and for a draft with a picture: see `edit_caption`).
        """
        text = text.strip()
        if not text:
            raise Refused("the new text is empty")
        longest = MAX_POST[Platform.TELEGRAM]
        if utf16_length(text) > longest:
            raise Refused(f"the new text is longer than {longest} characters")
        await self._banning.check(text)
        draft = await self._queue.get(draft_id)
        if draft.captions:
            raise Refused(f"draft {draft_id} is a picture: its boxes are edited one by one")
        if draft.state is DraftState.PENDING and draft.text == text:
            return draft
        decision = Decision(draft_id, Verdict.EDIT, moderator, self._clock.now(), text_after=text)
        return await self._decide(decision, seen)

    async def edit_caption(
        self, draft_id: int, moderator: Address, boxes: Mapping[int, str], seen: int | None = None
    ) -> Draft:
        """Boxes of a draft's pictures, counted through, get other words, all in one edit; none leave a box empty.

        Raises IllegalMove, Refused (also for the words, and where no word would be left on a picture).
        """
        draft = await self._queue.get(draft_id)
        try:
            changed = with_boxes(draft.captions, {box: text.strip() for box, text in boxes.items()})
        except IndexError:
            raise Refused(f"draft {draft_id} has no box {max(boxes) + 1}") from None
        for text in boxes.values():
            await self._banning.check(text)
        if not all(caption.text for caption in changed) or not changed:
            raise Refused("no word would be left on the picture")
        if draft.state is DraftState.PENDING and draft.captions == changed:
            return draft
        return await self._decide(self._edit(draft_id, moderator, changed), seen)

    async def drop(self, draft_id: int, moderator: Address, picture: int, seen: int | None = None) -> Draft:
        """An album loses the picture of this index; at least one stays. Raises IllegalMove, Refused."""
        draft = await self._queue.get(draft_id)
        if len(draft.captions) < 2 or not 0 <= picture < len(draft.captions):
            raise Refused(f"draft {draft_id} has no picture {picture + 1} that it could do without")
        left = (*draft.captions[:picture], *draft.captions[picture + 1 :])
        return await self._decide(self._edit(draft_id, moderator, left), seen)

    async def another(self, draft_id: int, moderator: Address, seen: int | None = None) -> tuple[Draft, list[Draft]]:
        """Reject the draft and write another in its place. Raises IllegalMove, Refused, and as the writer does.

        A picture gives way to one on the same template about the same thing. The new draft is written first: if the
        writer can't, the old one stays.
        """
        old = await self._queue.get(draft_id)
        if old.state is not DraftState.PENDING:
            raise IllegalMove(f"draft {draft_id} is already {old.state}")
        if seen is not None and seen != revision(await self._queue.decisions(draft_id)):
            raise OutdatedText(f"the text of draft {draft_id} was edited meanwhile: look at it again")
        written = await self._filling.another(old, Signature(str(moderator), self._clock.now()))
        rejected = await self._decide(Decision(draft_id, Verdict.ANOTHER, moderator, self._clock.now()), seen)
        return rejected, written

    async def ban(self, draft_id: int | None, moderator: Address, entry: str) -> tuple[str, list[Draft]]:
        """Ban a word; the draft it was found in, if there is one, and all others that hold it are rejected: the word
        and those drafts.

        Raises Refused for what can't be banned. Drafts that are decided or taken by a slot meanwhile stay.
        """
        now = self._clock.now()
        word = await self._banning.ban(entry, Signature(str(moderator), now))
        rejected: list[Draft] = []
        for state in (DraftState.PENDING, DraftState.APPROVED):
            for draft in await self._queue.waiting(state, limit=None):
                if draft.id == draft_id or self._banning.holds(draft.text, word):
                    decision = Decision(draft.id, Verdict.BAN, moderator, now, reason=word)
                    try:
                        rejected.append(await self._decide(decision))
                    except IllegalMove:
                        continue
        return word, rejected

    async def expire(self, after: timedelta) -> list[int]:
        """Close drafts on which nobody has decided anything for so long; which ones, as many as are done at a time."""
        now = self._clock.now()
        return await self._queue.expire(now - after, Signature(THE_BOT, now))

    def _edit(self, draft_id: int, moderator: Address, captions: Sequence[Caption]) -> Decision:
        return Decision(
            draft_id, Verdict.EDIT, moderator, self._clock.now(),
            text_after=words_of(captions), captions_after=tuple(captions),
        )  # fmt: skip

    async def _decide(self, decision: Decision, seen: int | None = None) -> Draft:
        editor_may_approve = await self.editor_may_approve()
        return await self._queue.decide(decision, await self.needs(), editor_may_approve=editor_may_approve, seen=seen)
