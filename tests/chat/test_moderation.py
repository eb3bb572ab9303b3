"""What moderators decide by buttons, and what the others see of it."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState, Verdict
from bot.domain.member import Role
from bot.errors import Misconfigured, Retryable
from tests.chat.fakes import MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, House

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]


async def test_a_draft_is_approved_and_its_cards_say_so(house: House) -> None:
    """On every card in every chat the buttons go and the moderator is named."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved
    assert (await house.reach.queue.get(draft.id)).state is DraftState.APPROVED
    for platform in house.chats.values():
        (card,) = platform.faces.values()
        assert f"Approved by {MODERATOR}" in card.text
        assert card.buttons == ()


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


async def test_an_edit_asks_for_the_text_and_all_cards_show_it(house: House) -> None:
    """The draft stays pending with the moderator's text; both texts are kept."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"edit:{draft.id}") == ENGLISH.notice_edit
    question = house.telegram.sent[-1][1]
    assert question.asks_reply
    said = await house.say(MODERATOR, "  a better text ", MODERATORS_CHAT)
    assert said == ENGLISH.edit_done.format(id=draft.id)
    for platform in house.chats.values():
        card = platform.faces[next(iter(platform.faces))]
        assert "a better text" in card.text
        assert f"Text by {MODERATOR}" in card.text
        assert len(card.buttons) == 2
    (decision,) = await house.reach.queue.decisions(draft.id)
    assert (decision.verdict, decision.text_before, decision.text_after) == (Verdict.EDIT, "text 1", "a better text")
    assert await house.say(MODERATOR, "just talking", MODERATORS_CHAT) == ""


async def test_an_edit_outlives_a_restart(house: House) -> None:
    """A new process knows which draft the next message is for."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.desk.close()
    house.restart(house.reach.habits)
    await house.say(MODERATOR, "after the restart", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).text == "after the restart"
    assert "after the restart" in house.telegram.cards(MODERATORS_CHAT)[0].text


async def test_only_the_moderator_who_was_asked_gives_the_text_and_only_there(house: House) -> None:
    """Another person's words, and the same person's in another chat, are not the text."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.say(OTHER_MODERATOR, "not mine to give", MODERATORS_CHAT)
    await house.say(MODERATOR, "a word in private")
    assert (await house.reach.queue.get(draft.id)).text == draft.text


async def test_cancel_drops_the_edit(house: House) -> None:
    """After /cancel the next message is only talk."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    assert await house.say(MODERATOR, "/отмена", MODERATORS_CHAT) == ENGLISH.edit_dropped
    await house.say(MODERATOR, "just talking", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).text == draft.text


@pytest.mark.parametrize("command", ["/help", "/unknown"])
async def test_a_command_is_not_the_text_and_leaves_the_question_open(house: House, command: str) -> None:
    """A command is answered as ever, known or not; the text may follow after it."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    assert "/help" in await house.say(MODERATOR, command, MODERATORS_CHAT)
    await house.say(MODERATOR, "!wow what a text", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).text == "!wow what a text"


async def test_a_text_that_cannot_be_posted_is_asked_for_again(house: House) -> None:
    """Too long for one post: the limit is named, the question stays open; a message without text is passed over."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    said = await house.say(MODERATOR, "😀" * 2_049, MODERATORS_CHAT)
    assert said == ENGLISH.edit_unpublishable.format(limit="4096 characters")
    assert await house.say(MODERATOR, " ", MODERATORS_CHAT) == ""
    await house.say(MODERATOR, "short", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).text == "short"


async def test_a_text_that_comes_after_the_decision_is_too_late(house: House) -> None:
    """What was approved is what was seen."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.press(OTHER_MODERATOR, f"approve:{draft.id}")
    said = await house.say(MODERATOR, "too late", MODERATORS_CHAT)
    assert said == ENGLISH.edit_too_late.format(id=draft.id, state="approved")
    assert (await house.reach.queue.get(draft.id)).text == draft.text
    assert await house.say(MODERATOR, "just talking", MODERATORS_CHAT) == ""
