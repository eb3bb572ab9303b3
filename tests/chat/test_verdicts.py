"""What moderators decide by buttons, and what the others see of it."""

from datetime import timedelta

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.audit import Signature
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.message import Message
from bot.domain.place import Place
from bot.domain.votes import VotingRules
from bot.errors import Misconfigured, Retryable
from tests.chat.fakes import MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, House

MODERATOR, ADMIN, OWNER = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN], PEOPLE[Role.OWNER]


def actions(card: Message) -> list[str]:
    return [button.action for row in card.buttons for button in row]


async def test_a_draft_is_approved_and_its_cards_say_so(house: House) -> None:
    """On every card in every chat the moderator is named, and what can still be done stays as buttons."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved
    assert (await house.reach.queue.get(draft.id)).state is DraftState.APPROVED
    for platform in house.chats.values():
        (card,) = platform.faces.values()
        assert f"Approved by {MODERATOR}" in card.text
        assert actions(card) == [f"now:{draft.id}", f"takeback:{draft.id}", f"ban:{draft.id}"]


@pytest.mark.parametrize("second", ["approve", "reject", "another", "edit"])
async def test_the_first_decision_wins_and_the_other_learns_who_decided(house: House, second: str) -> None:
    """Whatever the second moderator presses, the draft stays rejected."""
    draft = await house.draft()
    await house.press(MODERATOR, f"reject:{draft.id}")
    notice = await house.press(OTHER_MODERATOR, f"{second}:{draft.id}")
    assert notice == f"Draft {draft.id} is decided: rejected ({MODERATOR})"
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED
    assert len(await house.reach.queue.decisions(draft.id)) == 1


async def test_pressing_twice_is_told_kindly(house: House) -> None:
    """Who decided before hears that it was they."""
    draft = await house.draft()
    await house.press(MODERATOR, f"approve:{draft.id}")
    assert await house.press(MODERATOR, f"approve:{draft.id}") == f"You decided draft {draft.id} before: approved"


async def test_two_moderators_at_the_same_moment_make_one_decision(house: House) -> None:
    """Presses from two chats run side by side; one wins and one hears that it did not."""
    draft = await house.draft()
    await house.desk.receive(house.pressing(MODERATOR, f"approve:{draft.id}"))
    await house.desk.receive(house.pressing(OTHER_MODERATOR, f"reject:{draft.id}", OTHER_MODERATOR))
    await house.desk.idle()
    assert len(await house.reach.queue.decisions(draft.id)) == 1
    assert len(house.telegram.notices) == 2
    assert sum("is decided" in notice for notice in house.telegram.notices) == 1


async def test_another_one_takes_the_drafts_place(house: House) -> None:
    """The old draft is rejected, the new one is shown in every moderators' chat."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"another:{draft.id}") == ENGLISH.notice_replaced
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED
    old, new = house.telegram.cards(MODERATORS_CHAT)
    assert f"{MODERATOR} asked for another one" in old.text
    assert "text 2" in new.text
    assert new.buttons


@pytest.mark.parametrize(
    ("fault", "notice"),
    [
        (Retryable("busy", 2), ENGLISH.notice_busy.format(wait="2 seconds")),
        (Misconfigured("none"), ENGLISH.notice_absent),
    ],
)
async def test_while_nothing_can_be_written_the_draft_stays(house: House, fault: Exception, notice: str) -> None:
    """Asking for another one loses nothing."""
    draft = await house.draft()
    house.writer.fault = fault
    assert await house.press(MODERATOR, f"another:{draft.id}") == notice
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING


async def test_a_network_that_repeats_itself_is_told(house: House) -> None:
    """The draft is rejected, and the moderator hears why no other one came."""
    house.writer.repeats_itself = True
    draft = await house.draft()
    assert await house.press(MODERATOR, f"another:{draft.id}") == ENGLISH.notice_replaced_by_none


@pytest.mark.parametrize(
    ("action", "notice"),
    [
        ("approve:999", ENGLISH.notice_no_draft),
        ("edit:999", ENGLISH.notice_no_draft),
        ("another:999", ENGLISH.notice_no_draft),
        ("there:999", ENGLISH.notice_no_publication),
        ("again:999999999999999999", ENGLISH.notice_no_publication),
        ("reject:999", ENGLISH.notice_no_draft),
        ("why:999", ENGLISH.notice_no_draft),
        ("ban:999", ENGLISH.notice_no_draft),
        ("takeback:999", ENGLISH.notice_no_draft),
        ("now:999", ENGLISH.notice_no_draft),
        ("cancel:999", ENGLISH.notice_no_draft),
        ("takedown:999", ENGLISH.notice_no_draft),
        ("publish:1", ENGLISH.notice_unknown_button),
        ("approve:1;drop", ENGLISH.notice_unknown_button),
        ("", ENGLISH.notice_unknown_button),
        ("я" * 5_000, ENGLISH.notice_unknown_button),
    ],
)
async def test_a_forged_button_gets_a_helpful_notice(house: House, action: str, notice: str) -> None:
    """Unknown, broken and overlong actions and missing drafts change nothing."""
    assert await house.press(ADMIN, action) == notice
    assert await house.is_all_done()


async def test_two_moderators_approve_where_a_place_needs_two(house: House) -> None:
    """Each counts once, the card counts along, and only the second makes it wait for its slot."""
    house.vote(VotingRules(approvals=2))
    draft = await house.draft()
    assert await house.press(MODERATOR, f"approve:{draft.id}") == "Your approval counts: 1 of 2"
    assert await house.press(MODERATOR, f"approve:{draft.id}") == "You approved this text before: 1 of 2"
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert card.text.endswith(f"{ENGLISH.card_pending}\n👍 Approvals: 1 of 2: {MODERATOR}")
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved
    assert (await house.reach.queue.get(draft.id)).state is DraftState.APPROVED
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert f"Approved by {MODERATOR}, {OTHER_MODERATOR}" in card.text


async def test_a_vote_is_taken_back_while_others_are_still_needed(house: House) -> None:
    """A slip of the finger doesn't bring a draft nearer to the wall; the voter may vote again."""
    house.vote(VotingRules(approvals=2))
    draft = await house.draft()
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert f"takeback:{draft.id}" not in actions(card)
    await house.press(MODERATOR, f"approve:{draft.id}")
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert f"takeback:{draft.id}" in actions(card)
    assert await house.press(MODERATOR, f"takeback:{draft.id}") == ENGLISH.notice_taken_back
    assert (await house.reach.queue.get(draft.id)).approvals == 0
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}") == "Your approval counts: 1 of 2"
    assert await house.press(MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved


async def test_an_approved_draft_takes_more_votes_while_a_place_needs_them(house: House) -> None:
    """One place is content with one approval, the other asks for two."""
    await house.slot("vk:-1 telegram:@channel")
    house.vote(VotingRules(by_place={Place.parse("vk:-1"): 2}))
    draft = await house.draft()
    assert await house.press(MODERATOR, f"approve:{draft.id}") == "Your approval counts: 1 of 2"
    assert (await house.reach.queue.get(draft.id)).state is DraftState.APPROVED
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert card.text.endswith("👍 Approvals: 1 of 2")
    assert f"approve:{draft.id}" in actions(card)
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved
    assert (await house.reach.queue.get(draft.id)).approvals == 2


async def test_who_edited_a_text_may_not_approve_it(house: House) -> None:
    """Another moderator may; and the editor, too, where the settings say so."""
    first, second = await house.draft(), await house.draft()
    for draft in (first, second):
        await house.press(MODERATOR, f"edit:{draft.id}")
        await house.say(MODERATOR, f"a better text {draft.id}", MODERATORS_CHAT)
    assert await house.press(MODERATOR, f"approve:{first.id}.1") == ENGLISH.notice_own_text
    assert await house.press(MODERATOR, f"now:{first.id}.1") == ENGLISH.notice_own_text
    assert await house.press(OTHER_MODERATOR, f"approve:{first.id}.1") == ENGLISH.notice_approved
    house.vote(VotingRules(editor_may_approve=True))
    assert await house.press(MODERATOR, f"approve:{second.id}.1") == ENGLISH.notice_approved


async def test_the_only_one_who_may_decide_approves_what_they_edited(house: House) -> None:
    """Where nobody else could approve it, an edited draft would wait for ever."""
    draft = await house.draft()
    members = house.reach.members
    by = Signature(str(OWNER), house.clock.now())
    for one in await members.named(Role.MODERATOR):
        if one.person != OWNER:
            await members.change(one.person, Role.MEMBER, by, OWNER)
    await house.press(OWNER, f"edit:{draft.id}")
    await house.say(OWNER, "a better text", MODERATORS_CHAT)
    assert await house.press(OWNER, f"approve:{draft.id}.1") == ENGLISH.notice_approved


@pytest.mark.parametrize("verb", ["approve", "now", "reject", "another"])
async def test_a_verdict_on_a_text_that_was_edited_meanwhile_does_not_count(house: House, verb: str) -> None:
    """A card that could not be redrawn shows the old text: whoever presses there is shown the new one first."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.say(MODERATOR, "a better text", MODERATORS_CHAT)
    assert await house.press(OTHER_MODERATOR, f"{verb}:{draft.id}") == ENGLISH.notice_outdated
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING
    assert len(house.writer.asked) == 1


@pytest.mark.parametrize("verb", ["approve", "reject"])
async def test_a_decision_is_taken_back_by_any_moderator(house: House, verb: str) -> None:
    """The card says who did it and has its buttons again; both decisions are kept."""
    draft = await house.draft()
    await house.press(MODERATOR, f"{verb}:{draft.id}")
    assert await house.press(OTHER_MODERATOR, f"takeback:{draft.id}") == ENGLISH.notice_taken_back
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING
    (card,) = house.telegram.cards(MODERATORS_CHAT)
    assert card.text.endswith(ENGLISH.card_taken_back.format(who=OTHER_MODERATOR))
    assert f"approve:{draft.id}" in actions(card)
    assert len(await house.reach.queue.decisions(draft.id)) == 2


async def test_what_is_on_its_way_out_is_not_taken_back(house: House) -> None:
    """The slot was faster."""
    draft = await house.approved()
    await house.slot("telegram:@channel")
    house.clock.forward(hours=1)
    await house.tick()
    notice = await house.press(OTHER_MODERATOR, f"takeback:{draft.id}")
    assert notice == f"Draft {draft.id} is decided: published ({MODERATOR})"


async def test_drafts_on_which_nobody_decides_expire_and_their_cards_say_so(house: House) -> None:
    """The buttons go, and whoever presses one that is left hears it."""
    draft = await house.draft()
    house.clock.forward(hours=72, seconds=1)
    for draft_id in await house.reach.decide.expire(timedelta(hours=72)):
        await house.cards.redraw(draft_id)
    for platform in house.chats.values():
        (card,) = platform.faces.values()
        assert card.text.endswith(ENGLISH.card_expired)
        assert card.buttons == ()
    assert await house.press(MODERATOR, f"approve:{draft.id}") == f"Draft {draft.id}: expired"
