"""A draft is brought out at once, stopped within a minute, and taken down later, by those who may."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.place import Place
from bot.domain.votes import VotingRules
from bot.errors import Refused
from tests.chat.fakes import MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, House
from tests.flow.fakes import ListChannel

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]


class KeepingChannel(ListChannel):
    """Lets nothing be deleted."""

    async def take_down(self, place: Place, remote_id: str) -> None:
        raise Refused("message can't be deleted")


async def test_a_draft_goes_out_without_waiting_for_a_slot(house: House) -> None:
    """One press approves and publishes it; pressed again by another, it goes out once."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now
    assert await house.press(OTHER_MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now
    await house.tick()
    await house.tick()
    assert house.channel.published == ["text 1"]
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PUBLISHED
    actions = [entry.action for entry in await house.reach.audit_log.last(9)]
    assert actions.count("draft.publish") == 1


async def test_what_was_approved_for_a_slot_can_go_out_at_once(house: House) -> None:
    """By any moderator, also the one who approved it."""
    draft = await house.approved()
    assert await house.press(MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now


async def test_nothing_goes_out_with_too_few_approvals(house: House) -> None:
    """The press counts as an approval all the same, once."""
    house.vote(VotingRules(approvals=2))
    draft = await house.draft()
    for _ in range(2):
        notice = await house.press(MODERATOR, f"now:{draft.id}")
        assert notice == ENGLISH.notice_now_short.format(votes="1 of 2")
    await house.tick()
    assert house.channel.published == []
    assert await house.press(OTHER_MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now
    await house.tick()
    assert house.channel.published == ["text 1"]


async def test_during_a_pause_and_without_a_place_nothing_goes_out_and_that_is_said(house: House) -> None:
    """The draft stays approved."""
    draft = await house.draft()
    await house.say(ADMIN, "/pause 8h")
    assert await house.press(MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now_refused
    assert (await house.reach.queue.get(draft.id)).state is DraftState.APPROVED
    await house.say(ADMIN, "/resume")
    house.restart_with(place=None)
    assert await house.press(MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now_refused


async def test_a_card_with_an_older_text_publishes_nothing(house: House) -> None:
    """Also when the new text is approved already."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.say(MODERATOR, "a better text", MODERATORS_CHAT)
    await house.press(OTHER_MODERATOR, f"approve:{draft.id}.1")
    assert await house.press(OTHER_MODERATOR, f"now:{draft.id}") == ENGLISH.notice_outdated
    assert await house.press(MODERATOR, f"now:{draft.id}.1") == ENGLISH.notice_now


async def test_any_moderator_cancels_within_a_minute_and_later_only_an_admin_takes_it_down(house: House) -> None:
    """The cards name who did it."""
    first, second = await house.draft(), await house.draft()
    for draft in (first, second):
        await house.press(MODERATOR, f"now:{draft.id}")
        await house.tick()
    house.clock.forward(seconds=59)
    assert await house.press(OTHER_MODERATOR, f"cancel:{first.id}") == ENGLISH.notice_taken_down
    house.clock.forward(seconds=1)
    assert await house.press(OTHER_MODERATOR, f"cancel:{second.id}") == ENGLISH.notice_cancel_over
    assert (await house.reach.queue.get(second.id)).state is DraftState.PUBLISHED
    assert await house.press(ADMIN, f"takedown:{second.id}") == ENGLISH.notice_taken_down
    endings = [card.text.splitlines()[-1] for card in house.telegram.cards(MODERATORS_CHAT)]
    assert endings == [ENGLISH.card_taken_down.format(who=who) for who in (OTHER_MODERATOR, ADMIN)]
    assert all(card.buttons == () for card in house.telegram.cards(MODERATORS_CHAT))


async def test_what_is_about_to_go_out_is_stopped(house: House) -> None:
    """Cancelled before the next look at what is due, nothing is sent, and the draft waits for a decision again."""
    draft = await house.draft()
    await house.press(MODERATOR, f"now:{draft.id}")
    assert await house.press(OTHER_MODERATOR, f"cancel:{draft.id}") == ENGLISH.notice_taken_back
    await house.tick()
    assert house.channel.published == []
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING
    assert await house.press(MODERATOR, f"now:{draft.id}") == ENGLISH.notice_now
    await house.tick()
    assert house.channel.published == ["text 1"]


@pytest.mark.parametrize("verb", ["cancel", "takedown"])
async def test_what_is_nowhere_cannot_be_taken_down(house: House, verb: str) -> None:
    """A forged press on a draft that waits changes nothing."""
    draft = await house.draft()
    notice = await house.press(ADMIN, f"{verb}:{draft.id}")
    assert notice in (ENGLISH.notice_cancel_over, f"Draft {draft.id}: waiting for a decision")
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING
    assert await house.reach.queue.decisions(draft.id) == []


async def test_what_could_not_be_taken_down_is_listed_with_its_reason(house: House) -> None:
    """The place's own words, in a message: a notice is too short for it."""
    draft = await house.draft()
    await house.press(MODERATOR, f"now:{draft.id}")
    await house.tick()
    house.channel = KeepingChannel()
    house.restart(house.reach.habits)
    before = len(house.telegram.texts(MODERATORS_CHAT))
    assert await house.press(ADMIN, f"takedown:{draft.id}") == ENGLISH.notice_remnants
    (told,) = house.telegram.texts(MODERATORS_CHAT)[before:]
    assert told.startswith(ENGLISH.remnants.format(id=draft.id))
    assert "message can't be deleted" in told
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PUBLISHED
