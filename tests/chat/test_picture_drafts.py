"""Drafts with pictures: their cards, the edit of each box, another one, the queue's pages and its share of pictures."""

from dataclasses import replace

import pytest

from bot.chat.card_face import Circumstances, draft_card
from bot.chat.language import LANGUAGES
from bot.chat.words_en import ENGLISH
from bot.domain.caption import Caption
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform, Role
from bot.domain.message import Message
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place, utf16_length
from bot.domain.votes import Needs
from bot.errors import Refused, Retryable
from tests.chat.fakes import MODERATORS_CHAT, NOON, OTHER_MODERATOR, PEOPLE, VK_MODERATORS_CHAT, House, template

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]
DRAKE = template("drake", "no", "yes")


def card(house: House) -> Message:
    """The first card as it looks now."""
    return house.telegram.cards(MODERATORS_CHAT)[0]


def picture(message: Message) -> str:
    (shown,) = message.pictures
    return shown.data.decode()


async def edit(house: House, draft: Draft, box: int, text: str) -> str:
    """Have a moderator edit a box; what they are told."""
    await house.press(MODERATOR, f"edit:{draft.id}")
    await house.press(MODERATOR, f"box:{draft.id}/{box}")
    return await house.say(MODERATOR, text, MODERATORS_CHAT)


async def test_a_card_shows_the_picture_and_its_words_in_every_chat(house: House) -> None:
    draft = await house.picture_draft()
    words = draft.text.replace("\n\n", " / ")
    for shown in (card(house), house.vk.cards(VK_MODERATORS_CHAT)[0]):
        assert picture(shown) == f"drake: {words}"
        assert draft.text in shown.text
        assert "🖼 Drake" in shown.text


async def test_each_box_is_edited_by_itself_and_the_cards_picture_changes(house: House) -> None:
    draft = await house.picture_draft()
    first = draft.captions[0].boxes[0]
    assert await house.press(MODERATOR, f"edit:{draft.id}") == ENGLISH.notice_which_box
    asked = house.telegram.sent[-1][1]
    assert [button.action for row in asked.buttons for button in row] == [f"box:{draft.id}/1", f"box:{draft.id}/2"]
    assert asked.buttons[0][0].label == f"1: {first}"
    assert await house.press(MODERATOR, f"box:{draft.id}/2") == ENGLISH.notice_edit
    assert house.telegram.sent[-1][1].asks_reply
    assert await house.say(MODERATOR, "a nap", MODERATORS_CHAT) == ENGLISH.edit_done_for_others.format(id=draft.id)
    assert picture(card(house)) == f"drake: {first} / a nap"
    assert "✏️ Text by" in card(house).text
    changed = await house.reach.queue.get(draft.id)
    assert (changed.captions, changed.text) == ((Caption("drake", (first, "a nap")),), f"{first}\n\na nap")


async def test_an_edit_of_a_box_is_a_new_revision_that_others_approve(house: House) -> None:
    draft = await house.picture_draft()
    await edit(house, draft, 2, "a nap")
    assert await house.press(MODERATOR, f"approve:{draft.id}.1") == ENGLISH.notice_own_text
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_outdated
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}.1") == ENGLISH.notice_approved


async def test_a_dash_empties_a_box_but_never_the_last_one_with_words(house: House) -> None:
    draft = await house.picture_draft()
    await edit(house, draft, 1, "-")
    edited = await house.reach.queue.get(draft.id)
    assert edited.captions[0].boxes[0] == ""
    await house.press(MODERATOR, f"edit:{draft.id}.1")
    assert house.telegram.sent[-1][1].buttons[0][0].label == f"1: {ENGLISH.box_empty}"
    await house.press(MODERATOR, f"box:{draft.id}.1/2")
    assert await house.say(MODERATOR, "—", MODERATORS_CHAT) == ENGLISH.edit_no_words
    assert await house.say(MODERATOR, "a nap", MODERATORS_CHAT) == ENGLISH.edit_done_for_others.format(id=draft.id)


async def test_words_that_are_banned_or_can_not_be_painted_are_asked_for_again(house: House) -> None:
    draft = await house.picture_draft()
    await house.press(MODERATOR, f"ban:{draft.id}")
    await house.say(MODERATOR, "duck", MODERATORS_CHAT)
    draft = await house.picture_draft()
    assert "banned word" in await edit(house, draft, 1, "d u c k")
    house.painter.most_characters = 20
    assert await house.say(MODERATOR, "x" * 30, MODERATORS_CHAT) == ENGLISH.edit_unpaintable
    assert (await house.reach.queue.get(draft.id)).captions == draft.captions


async def test_a_box_of_a_draft_that_is_decided_meanwhile_stays(house: House) -> None:
    draft = await house.picture_draft()
    await house.press(MODERATOR, f"box:{draft.id}/1")
    await house.press(OTHER_MODERATOR, f"approve:{draft.id}")
    assert "Too late" in await house.say(MODERATOR, "a nap", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).captions == draft.captions
    assert ENGLISH.states[DraftState.APPROVED] in (await house.press(MODERATOR, f"box:{draft.id}/1") or "")


@pytest.mark.parametrize("action", ["box:{id}", "box:{id}/3", "box:{id}/99", "box:{text}/1"])
async def test_a_forged_button_for_a_box_that_is_not_there_changes_nothing(house: House, action: str) -> None:
    draft, text = await house.picture_draft(), await house.draft()
    notice = await house.press(MODERATOR, action.format(id=draft.id, text=text.id))
    assert notice == ENGLISH.notice_unknown_button


async def test_another_one_keeps_the_template_and_what_it_is_about(house: House) -> None:
    house.painter.shelf = (DRAKE, template("sign", "words"))
    (draft,) = await house.reach.filling.picture(template=DRAKE, title="mondays")
    await house.press(MODERATOR, f"another:{draft.id}")
    (new,) = await house.reach.queue.waiting(DraftState.PENDING)
    assert new.id != draft.id
    assert [(one.template, one.title) for one in new.captions] == [("drake", "mondays")]


async def test_banning_a_word_rejects_pictures_that_hold_it(house: House) -> None:
    draft = await house.picture_draft()
    await edit(house, draft, 1, "a duck")
    text = await house.draft()
    await house.press(MODERATOR, f"ban:{text.id}")
    await house.say(MODERATOR, "duck", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED
    assert picture(card(house)).startswith("drake: a duck")


async def test_a_card_whose_template_is_gone_shows_the_words_and_says_so(house: House) -> None:
    draft = await house.picture_draft()
    house.painter.shelf = ()
    await house.press(MODERATOR, f"approve:{draft.id}")
    assert card(house).pictures == ()
    assert draft.text in card(house).text
    assert ENGLISH.card_no_template.format(template="drake") in card(house).text


async def test_the_queues_pages_name_the_template_and_open_the_card_with_its_picture(house: House) -> None:
    draft = await house.picture_draft()
    assert "🖼 drake" in await house.say(MODERATOR, "/queue")
    await house.press(MODERATOR, f"open:{draft.id}")
    assert house.telegram.sent[-1][1].pictures


# The share of pictures


@pytest.mark.parametrize(("share", "pictures"), [(0.0, 0), (0.3, 3), (1.0, 10)])
async def test_the_queue_is_filled_with_its_share_of_pictures(house: House, share: float, pictures: int) -> None:
    house.painter.shelf = (DRAKE,)
    house.restart_with(pictures_share=share)
    drafts = await house.reach.filling.refill(10)
    assert len(drafts) == 10
    assert sum(bool(draft.captions) for draft in drafts) == pictures


async def test_pictures_that_are_taken_are_made_up_for(house: House) -> None:
    house.painter.shelf = (DRAKE,)
    house.restart_with(pictures_share=0.5)
    drafts = await house.reach.filling.refill(4)
    for draft in drafts:
        if draft.captions:
            await house.press(MODERATOR, f"reject:{draft.id}")
    assert [bool(draft.captions) for draft in await house.reach.filling.refill(4)] == [True, True]


async def test_without_templates_or_captions_the_queue_is_filled_with_texts(house: House) -> None:
    house.restart_with(pictures_share=1.0)
    assert [draft.captions for draft in await house.reach.filling.refill(2)] == [(), ()]
    house.painter.shelf = (template("scroll", *"abcdefghijkl"),)
    house.writer.repeats_itself = True
    assert [draft.captions for draft in await house.reach.filling.refill(3)] == [()]


async def test_pictures_for_a_slot_with_its_own_temperature_are_written_at_it(house: House) -> None:
    house.painter.shelf = (DRAKE,)
    house.restart_with(pictures_share=1.0)
    (draft,) = await house.reach.filling.refill(0, [1.3])
    assert draft.temperature == 1.3
    assert {request.temperature for request in house.writer.asked} == {1.3}


async def test_a_busy_writer_is_told_as_for_texts(house: House) -> None:
    draft = await house.picture_draft()
    house.writer.fault = Retryable("busy", 3)
    assert "busy" in (await house.press(MODERATOR, f"another:{draft.id}") or "")
    assert (await house.reach.queue.get(draft.id)).state is DraftState.PENDING


# A text is no picture, and the other way round


async def test_a_text_can_not_be_edited_by_its_boxes_nor_a_picture_as_a_text(house: House) -> None:
    draft, text = await house.picture_draft(), await house.draft()
    with pytest.raises(Refused, match="its boxes"):
        await house.reach.decide.edit(draft.id, MODERATOR, "a text")
    with pytest.raises(Refused, match="no box"):
        await house.reach.decide.edit_caption(text.id, MODERATOR, {0: "words"})


# The card always fits


BUSY = [
    Decision(1, Verdict.EDIT, MODERATOR, NOON, "слово 😀 " * 400, "x"),
    *(Decision(1, Verdict.APPROVE, Address(Platform.VK, 10**18 + n), NOON) for n in range(20)),
]


@pytest.mark.parametrize("text", ["x" * 4_096, "😀" * 2_048, "a\n" * 2_000, "word"])
@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize(
    "decisions",
    [[], BUSY, [*BUSY, Decision(1, Verdict.REJECT, MODERATOR, NOON, reason="r" * 500)]],
)
def test_a_card_with_a_picture_fits_under_it(text: str, state: DraftState, decisions: list[Decision]) -> None:
    """1,024 UTF-16 units on Telegram: what does not fit would go out as a second message, and could not be edited."""
    measured = Measured(4_096, 40, 4_096, 0.999, 0.123)
    caption = Caption("drake", (text, text), "about " * 40)
    draft = replace(
        Draft(10**9, caption.text, state, NOON, 0.8, "c" * 200, 7, "", False, measured, 20), captions=(caption,)
    )
    now = Circumstances(
        needs=Needs(20, 20),
        places=tuple(Place(Platform.TELEGRAM, f"@{'x' * 31}{n}") for n in range(9)),
        may_cancel=True,
        pictures=(Picture(b"", PictureFormat.JPEG, 1, 1),),
    )
    for words in LANGUAGES.values():
        shown = draft_card(words, draft, decisions, now).text
        assert utf16_length(shown) <= 1_024
        assert shown.startswith(words.card_title.format(id=10**9, temperature="0.8", checkpoint="c" * 200))
