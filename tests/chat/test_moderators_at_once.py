"""Several moderators press anything in any order, and at once: the rules of the queue hold all the same."""

import asyncio
import random

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import Decision, DraftState, Verdict, may_move
from bot.domain.member import Role
from bot.domain.votes import VotingRules, approvers, editor
from tests.chat.fakes import MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, House

MODERATORS = (PEOPLE[Role.MODERATOR], OTHER_MODERATOR, PEOPLE[Role.ADMIN])
EVERYBODY = (*MODERATORS, PEOPLE[Role.MEMBER])
VERBS = ("approve", "approve", "approve", "reject", "edit", "another", "ban", "takeback", "now", "cancel", "takedown",
         "why", "open")  # fmt: skip
CLOSING = (Verdict.REJECT, Verdict.ANOTHER, Verdict.BAN)
ROUNDS = 10


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_pressed_the_rules_hold(house: House, seed: int) -> None:
    """States move along legal ways, one decision a draft counts, and nobody approves a text of their own."""
    chance = random.Random(seed)
    needed = 1 + seed % 2
    house.vote(VotingRules(approvals=needed))
    await house.reach.compose.queue(3)
    seen: dict[int, DraftState] = {}
    for number in range(ROUNDS):
        await _press_at_once(house, chance)
        person, text = chance.choice(EVERYBODY), f"text of {number} with banned{number % 3}"
        await house.say(person, text, MODERATORS_CHAT)
        house.clock.forward(seconds=chance.choice([0, 1, 59, 61]))
        if chance.random() < 0.3:
            await house.tick()
        for draft_id in range(1, sum((await house.reach.queue.counts()).values()) + 1):
            await _check(house, draft_id, needed, seen)
    assert {seen[draft_id] for draft_id in seen} - {DraftState.PENDING}, "nothing was decided: the test shows nothing"
    assert (await house.reach.audit_log.verify())[1] is None
    assert await house.is_all_done()
    assert ENGLISH.notice_trouble not in house.telegram.notices


async def _press_at_once(house: House, chance: random.Random) -> None:
    """Presses from several chats, which run side by side; some on cards that show an older text."""
    presses = []
    for _ in range(4):
        person = chance.choice(EVERYBODY)
        where = chance.choice([MODERATORS_CHAT, person])
        draft_id, revision = chance.randint(1, 4), chance.randint(0, 2)
        action = f"{chance.choice(VERBS)}:{draft_id}" + (f".{revision}" if revision else "")
        presses.append(house.pressing(person, action, where))
    await asyncio.gather(*(house.desk.receive(press) for press in presses))
    await house.desk.idle()


async def _check(house: House, draft_id: int, needed: int, seen: dict[int, DraftState]) -> None:
    draft = await house.reach.queue.get(draft_id)
    decisions = await house.reach.queue.decisions(draft_id)
    voters = approvers(decisions)
    assert _can_come(seen.get(draft_id, DraftState.PENDING), draft.state)
    assert draft.approvals == len(voters) == len(set(voters))
    assert editor(decisions) not in voters
    assert all(one.moderator in MODERATORS for one in decisions)
    assert _closings(decisions) == (draft.state is DraftState.REJECTED)
    if draft.state not in (DraftState.PENDING, DraftState.REJECTED):
        assert len(voters) >= needed
    if draft.state is DraftState.PENDING:
        assert len(voters) < needed
    assert house.channel.published.count(draft.text) <= 1
    seen[draft_id] = draft.state


def _can_come(before: DraftState, after: DraftState) -> bool:
    """Whether legal moves lead from one state to the other."""
    reached, left = {before}, [before]
    while left:
        state = left.pop()
        new = {one for one in DraftState if may_move(state, one)} - reached
        reached |= new
        left += new
    return after in reached


def _closings(decisions: list[Decision]) -> int:
    """How many decisions that close a draft stand: one that was taken back does not."""
    standing = 0
    for one in decisions:
        if one.verdict in CLOSING:
            standing += 1
        elif one.verdict is Verdict.TAKE_BACK:
            standing = 0
    return standing
