"""Buttons that ask for a text, and the next message of whoever pressed one."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState, Verdict
from bot.domain.member import Role
from tests.chat.fakes import GROUP, MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, House

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]


async def test_an_edit_asks_for_the_text_and_all_cards_show_it(house: House) -> None:
    """The draft stays pending with the moderator's text; both texts are kept."""
    draft = await house.draft()
    assert await house.press(MODERATOR, f"edit:{draft.id}") == ENGLISH.notice_edit
    question = house.telegram.sent[-1][1]
    assert question.asks_reply
    said = await house.say(MODERATOR, "  a better text ", MODERATORS_CHAT)
    assert said == ENGLISH.edit_done_for_others.format(id=draft.id)
    for platform in house.chats.values():
        card = platform.faces[next(iter(platform.faces))]
        assert "a better text" in card.text
        assert f"Text by {MODERATOR}" in card.text
        assert "Changed: + «a better» · − «1»" in card.text
        assert card.buttons[0][0].action == f"approve:{draft.id}.1"
    (decision,) = await house.reach.queue.decisions(draft.id)
    assert (decision.verdict, decision.text_before, decision.text_after) == (Verdict.EDIT, "text 1", "a better text")
    assert await house.say(MODERATOR, "just talking", MODERATORS_CHAT) == ""


async def test_sending_the_same_text_again_is_no_edit(house: House) -> None:
    """So that the answer can be taken again after a crash, and who changed nothing may still approve."""
    draft = await house.draft()
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.say(MODERATOR, draft.text, MODERATORS_CHAT)
    assert await house.reach.queue.decisions(draft.id) == []
    assert await house.press(MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_approved


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


async def test_a_rejection_counts_at_the_press_and_its_reason_may_follow(house: House) -> None:
    """The card asks for it by a button and shows it afterwards; the others can't speak for who rejected."""
    draft = await house.draft()
    await house.press(MODERATOR, f"reject:{draft.id}")
    assert await house.press(OTHER_MODERATOR, f"why:{draft.id}") == ENGLISH.notice_not_yours
    assert await house.press(MODERATOR, f"why:{draft.id}") == ENGLISH.notice_why
    said = await house.say(MODERATOR, " not\nfunny ", MODERATORS_CHAT)
    assert said == ENGLISH.reason_done.format(id=draft.id)
    (card,) = [card for card in house.telegram.cards(MODERATORS_CHAT) if card.text.startswith("Draft 1 ·")]
    assert card.text.endswith(f"Rejected by {MODERATOR}\n💬 not funny")
    assert [button.action for row in card.buttons for button in row] == [f"takeback:{draft.id}"]
    assert await house.press(MODERATOR, f"why:{draft.id}") == ENGLISH.notice_not_yours


async def test_a_reason_for_what_was_taken_back_meanwhile_changes_nothing(house: House) -> None:
    """And an essay is asked for again."""
    draft = await house.draft()
    await house.press(MODERATOR, f"reject:{draft.id}")
    await house.press(MODERATOR, f"why:{draft.id}")
    said = await house.say(MODERATOR, "x" * 501, MODERATORS_CHAT)
    assert said == ENGLISH.reason_too_long.format(limit="500 characters")
    await house.press(OTHER_MODERATOR, f"takeback:{draft.id}")
    assert await house.say(MODERATOR, "dull", MODERATORS_CHAT) == ENGLISH.reason_too_late.format(id=draft.id)
    assert [one.reason for one in await house.reach.queue.decisions(draft.id)] == [None, None]


async def test_a_banned_word_takes_every_draft_that_holds_it(house: House) -> None:
    """Pending and approved ones, however it is spelled in them; the others stay, and all cards say who banned what."""
    held, approved, other = await house.draft(), await house.approved(), await house.draft()
    await house.rewrite(held.id, "утка и слоны")
    await house.rewrite(approved.id, "видел с л о н а")
    assert await house.press(MODERATOR, f"ban:{held.id}") == ENGLISH.notice_ban
    said = await house.say(MODERATOR, "СЛОН*", MODERATORS_CHAT)
    assert said == ENGLISH.word_banned.format(word="слон*", drafts="2 drafts")
    states = [(await house.reach.queue.get(draft.id)).state for draft in (held, approved, other)]
    assert states == [DraftState.REJECTED, DraftState.REJECTED, DraftState.PENDING]
    texts = [card.text for card in house.telegram.cards(MODERATORS_CHAT)]
    assert sum(text.endswith(f"Rejected by {MODERATOR}: banned word “слон*”") for text in texts) == 2
    (decision,) = await house.reach.queue.decisions(held.id)
    assert (decision.verdict, decision.reason) == (Verdict.BAN, "слон*")
    assert await house.press(MODERATOR, f"takeback:{held.id}") != ENGLISH.notice_taken_back


async def test_the_draft_of_the_card_goes_with_a_word_that_it_does_not_hold(house: House) -> None:
    """A moderator may ban what the draft only brings to mind."""
    draft = await house.draft()
    await house.press(MODERATOR, f"ban:{draft.id}")
    await house.say(MODERATOR, "elephant", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED


@pytest.mark.parametrize("word", ["*", "!?", "и", "слово " * 30])
async def test_what_cannot_be_banned_is_asked_for_again(house: House, word: str) -> None:
    """A single letter would ban every other text; nothing is rejected."""
    draft = await house.draft()
    await house.press(MODERATOR, f"ban:{draft.id}")
    assert await house.say(MODERATOR, word, MODERATORS_CHAT) == ENGLISH.word_unusable
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING
    assert await house.reach.banning.words() == ()


async def test_the_writer_hears_of_a_banned_word_at_once_also_in_another_process(house: House) -> None:
    """For drafts and for memes; and no more once an admin lifts the ban."""
    draft = await house.draft()
    await house.press(MODERATOR, f"ban:{draft.id}")
    await house.say(MODERATOR, "elephant", MODERATORS_CHAT)
    await house.say(PEOPLE[Role.MEMBER], "/meme")
    assert house.writer.asked[-1].banned_words == ("elephant",)
    house.restart(house.reach.habits)
    await house.draft()
    assert house.writer.asked[-1].banned_words == ("elephant",)
    assert await house.say(ADMIN, "/words remove Elephant") == ENGLISH.words_lifted.format(word="elephant")
    await house.draft()
    assert not house.writer.asked[-1].banned_words


async def test_a_text_with_a_banned_word_is_neither_approved_nor_accepted(house: House) -> None:
    """A draft that was written while the word was banned reaches the queue; there it stops."""
    first, second = await house.draft(), await house.draft()
    await house.press(MODERATOR, f"ban:{first.id}")
    await house.say(MODERATOR, "elephant", MODERATORS_CHAT)
    await house.rewrite(second.id, "an ELEPHANT")
    assert await house.press(MODERATOR, f"approve:{second.id}") == ENGLISH.notice_banned_text
    await house.press(MODERATOR, f"edit:{second.id}")
    said = await house.say(MODERATOR, "two elephants, one elephant", MODERATORS_CHAT)
    assert said == ENGLISH.edit_banned.format(word="elephant")
    assert (await house.reach.queue.get(second.id)).state is DraftState.PENDING


async def test_the_banned_words_are_listed_for_moderators(house: House) -> None:
    """Not in a members' group; and what was never banned can't be lifted."""
    assert await house.say(MODERATOR, "/words") == ENGLISH.words_none
    draft = await house.draft()
    await house.press(MODERATOR, f"ban:{draft.id}")
    await house.say(MODERATOR, "elephant", MODERATORS_CHAT)
    assert await house.say(MODERATOR, "/слова") == ENGLISH.words_title.format(words="elephant")
    assert await house.say(MODERATOR, "/words", GROUP) == ENGLISH.shown_elsewhere
    assert await house.say(ADMIN, "/words remove duck") == ENGLISH.words_absent
    for wrong in ("remove", "add duck", "remove *"):
        assert await house.say(ADMIN, f"/words {wrong}") == ENGLISH.words_usage
