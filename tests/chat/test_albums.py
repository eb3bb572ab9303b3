"""Several pictures as one answer or one draft: asked for, counted, shown, edited, approved, published, taken down."""

from dataclasses import replace

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.limits import Limits
from bot.domain.member import Role
from bot.domain.message import Message, Sent
from bot.errors import Misconfigured, NoKeyMay, Retryable, Unsure
from tests.chat.fakes import (
    GROUP,
    HABITS,
    MODERATORS_CHAT,
    OTHER_MODERATOR,
    PEOPLE,
    VK_MEMBER,
    VK_MODERATORS_CHAT,
    House,
    template,
)

MEMBER, MODERATOR, ADMIN = PEOPLE[Role.MEMBER], PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]
DRAKE = template("drake", "no", "yes")
SIGN = template("sign", "words")
DANCE = template("dance", "words", is_animated=True)


@pytest.fixture
def pictured(house: House) -> House:
    """A house with templates, where much may be asked."""
    house.painter.shelf = (DRAKE, SIGN, DANCE)
    house.restart_with(limits=replace(HABITS.limits, memes=100, album=5))
    return house


def shown(message: Message) -> list[str]:
    """What the pictures of a message show."""
    return [picture.data.decode() for picture in message.pictures]


def buttons(message: Message) -> list[str]:
    return [button.action for row in message.buttons for button in row]


# Answers


async def test_a_member_gets_several_pictures_on_a_template_in_one_message_to_like(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/meme drake 3") == "🖼 × 3"
    message = pictured.telegram.sent[-1][1]
    assert [words.partition(":")[0] for words in shown(message)] == ["drake"] * 3
    assert len(set(shown(message))) == 3
    assert buttons(message) == ["like:1", "dislike:1"]
    (reply,) = [await pictured.reach.replies.get(1)]
    assert [caption.template for caption in reply.captions] == ["drake"] * 3


async def test_without_a_template_each_picture_is_on_another_that_does_not_move(pictured: House) -> None:
    for number in range(5):
        await pictured.say(VK_MEMBER, "/meme 2 about mondays", key=f"a{number}")
        message = pictured.vk.sent[-1][1]
        assert {words.partition(":")[0] for words in shown(message)} == {"drake", "sign"}
    assert all(": mondays text" in words for words in shown(message))


async def test_of_fewer_templates_than_pictures_some_come_again(pictured: House) -> None:
    await pictured.say(MEMBER, "/meme 5")
    message = pictured.telegram.sent[-1][1]
    assert len(set(shown(message))) == len(shown(message)) == 5


async def test_a_like_is_for_the_whole_album_and_its_pictures_stay(pictured: House) -> None:
    await pictured.say(VK_MEMBER, "/meme drake 2")
    before = pictured.vk.sent[-1][1]
    await pictured.press(VK_MEMBER, "like:1", chat=VK_MEMBER, message_id=1)
    await pictured.desk.faces.redraw()
    after = pictured.vk.faces[VK_MEMBER, 1]
    assert (after.text, after.pictures) == ("🖼 × 2", before.pictures)
    assert after.buttons[0][0].label == "👍 1"


@pytest.mark.parametrize("text", ["/meme 0", "/meme 6", "/meme 99", "/meme drake 6"])
async def test_more_than_the_settings_allow_is_told_and_writes_nothing(pictured: House, text: str) -> None:
    assert await pictured.say(MEMBER, text) == ENGLISH.album_size.format(most=5)
    assert pictured.writer.asked == []


async def test_what_moves_goes_into_no_album(pictured: House) -> None:
    assert await pictured.say(MEMBER, "/meme dance 2") == ENGLISH.album_moves.format(template="Dance")


async def test_an_album_may_be_no_larger_than_what_is_allowed_in_a_window(house: House) -> None:
    """Nobody could ever have it: the limit would be in the way for ever."""
    house.painter.shelf = (DRAKE,)
    house.restart_with(limits=Limits(memes=3, album=5, group=2))
    assert await house.say(MEMBER, "/meme 4") == ENGLISH.album_size.format(most=3)
    assert await house.say(MEMBER, "/meme 3", GROUP) == ENGLISH.album_size.format(most=2)
    house.restart_with(limits=Limits(memes=5, album=1))
    assert await house.say(MEMBER, "/meme 2") == ENGLISH.album_none
    assert await house.say(MEMBER, "/meme 1") == ""


async def test_each_picture_counts_against_the_limit_of_memes(house: House) -> None:
    house.painter.shelf = (DRAKE,)
    house.restart_with(limits=Limits(memes=4, album=4))
    assert await house.say(MEMBER, "/meme 3") == "🖼 × 3"
    assert "Easy now" in await house.say(MEMBER, "/meme 2")
    await house.say(MEMBER, "/meme")
    assert len(house.telegram.sent[-1][1].pictures) == 1
    assert await house.say(MEMBER, "/meme") == ""


async def test_fewer_pictures_are_fewer_and_none_is_told(pictured: House) -> None:
    pictured.writer.repeats_itself = True
    assert await pictured.say(MEMBER, "/meme drake 3") == ENGLISH.meme_nothing
    await pictured.say(MEMBER, "/meme sign 3")
    assert shown(pictured.telegram.sent[-1][1]) == ["sign: again"]


@pytest.mark.parametrize("fault", [Retryable("busy", 3), Misconfigured("none")])
async def test_trouble_of_the_writer_is_told_as_for_one_picture(pictured: House, fault: Exception) -> None:
    pictured.writer.fault = fault
    assert await pictured.say(MEMBER, "/meme drake 2") == await pictured.say(MEMBER, "/meme drake")


# Drafts


async def test_an_album_is_one_draft_whose_card_shows_all_pictures(pictured: House) -> None:
    said = await pictured.say(MODERATOR, "/album drake 3 about mondays")
    (draft,) = await pictured.reach.queue.waiting(DraftState.PENDING)
    assert said == ENGLISH.album_written.format(id=draft.id, pictures="3 pictures")
    for message in (pictured.telegram.cards(MODERATORS_CHAT)[0], pictured.vk.cards(VK_MODERATORS_CHAT)[0]):
        assert shown(message) == [f"drake: {' / '.join(caption.boxes)}" for caption in draft.captions]
        assert "🖼 3 pictures: Drake" in message.text
        assert draft.text in message.text
        assert f"approve:{draft.id}" in buttons(message)
    (card,) = [card for card in await pictured.reach.queue.cards(draft.id) if card.chat == MODERATORS_CHAT]
    assert len(card.album) == 3


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/album", ENGLISH.album_usage),
        ("/album 1", ENGLISH.album_usage),
        ("/album drake", ENGLISH.album_usage),
        ("/album four of them", ENGLISH.album_usage),
        ("/album drake a | b", ENGLISH.album_usage),
        ("/album 11", ENGLISH.album_size.format(most=10)),
        ("/album dance 3", ENGLISH.album_moves.format(template="Dance")),
        ("/album 3 about " + "x" * 201, ENGLISH.meme_too_long.format(limit="200 characters")),
    ],
)
async def test_an_album_that_can_not_be_is_told_in_a_sentence(pictured: House, text: str, answer: str) -> None:
    assert await pictured.say(MODERATOR, text) == answer
    assert pictured.writer.asked == []


async def test_an_album_of_which_only_one_picture_was_written_is_none(pictured: House) -> None:
    pictured.writer.repeats_itself = True
    assert await pictured.say(MODERATOR, "/album sign 3") == ENGLISH.queue_written_none
    assert await pictured.reach.queue.waiting(DraftState.PENDING) == []


async def test_each_box_of_each_picture_is_edited_by_itself(house: House) -> None:
    draft = await house.album_draft(2)
    assert await house.press(MODERATOR, f"edit:{draft.id}") == ENGLISH.notice_which_picture
    assert buttons(house.telegram.sent[-1][1]) == [f"picture:{draft.id}/1", f"picture:{draft.id}/2"]
    assert await house.press(MODERATOR, f"picture:{draft.id}/2") == ENGLISH.notice_which_box
    assert buttons(house.telegram.sent[-1][1]) == [f"box:{draft.id}/3", f"box:{draft.id}/4", f"drop:{draft.id}/2"]
    assert await house.press(MODERATOR, f"box:{draft.id}/4") == ENGLISH.notice_edit
    await house.say(MODERATOR, "a nap", MODERATORS_CHAT)
    first, second = draft.captions
    changed = await house.reach.queue.get(draft.id)
    assert changed.captions == (first, second.with_box(1, "a nap"))
    card = house.telegram.cards(MODERATORS_CHAT)[0]
    assert shown(card)[1] == f"drake: {second.boxes[0]} / a nap"
    # Telegram is told which messages show the pictures.
    (kept,) = [one for one in await house.reach.queue.cards(draft.id) if one.chat == MODERATORS_CHAT]
    assert Sent(kept.message_id, kept.album) in house.telegram.edited


async def test_a_picture_is_taken_out_and_the_rest_is_another_text_that_others_approve(house: House) -> None:
    draft = await house.album_draft(3)
    assert await house.press(MODERATOR, f"drop:{draft.id}/2") == ENGLISH.notice_dropped
    left = await house.reach.queue.get(draft.id)
    assert left.captions == (draft.captions[0], draft.captions[2])
    assert left.text == "\n\n".join(caption.text for caption in left.captions)
    assert len(house.telegram.cards(MODERATORS_CHAT)[0].pictures) == 2
    assert await house.press(MODERATOR, f"approve:{draft.id}.1") == ENGLISH.notice_own_text
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}") == ENGLISH.notice_outdated
    assert await house.press(OTHER_MODERATOR, f"approve:{draft.id}.1") == ENGLISH.notice_approved


async def test_the_last_picture_stays(house: House) -> None:
    draft = await house.album_draft(2)
    await house.press(MODERATOR, f"drop:{draft.id}/1")
    assert await house.press(MODERATOR, f"drop:{draft.id}.1/1") == ENGLISH.notice_unknown_button
    assert (await house.reach.queue.get(draft.id)).captions == draft.captions[1:]


async def test_who_was_asked_for_a_box_is_not_any_more_when_a_picture_goes(house: House) -> None:
    """Its number would stand for another box."""
    draft = await house.album_draft(3)
    await house.press(OTHER_MODERATOR, f"box:{draft.id}/4")
    await house.press(MODERATOR, f"drop:{draft.id}/1")
    await house.say(OTHER_MODERATOR, "a nap", MODERATORS_CHAT)
    assert (await house.reach.queue.get(draft.id)).captions == draft.captions[1:]


@pytest.mark.parametrize("action", ["box", "picture", "drop"])
async def test_buttons_from_before_an_edit_say_so(house: House, action: str) -> None:
    draft = await house.album_draft(3)
    await house.press(MODERATOR, f"drop:{draft.id}/1")
    left = (await house.reach.queue.get(draft.id)).captions
    assert await house.press(MODERATOR, f"{action}:{draft.id}/2") == ENGLISH.notice_outdated
    assert (await house.reach.queue.get(draft.id)).captions == left


@pytest.mark.parametrize("action", ["picture:{id}", "picture:{id}/3", "drop:{id}", "drop:{id}/3", "box:{id}/5"])
async def test_a_forged_button_for_what_is_not_there_changes_nothing(house: House, action: str) -> None:
    draft = await house.album_draft(2)
    assert await house.press(MODERATOR, action.format(id=draft.id)) == ENGLISH.notice_unknown_button
    assert (await house.reach.queue.get(draft.id)).captions == draft.captions


async def test_each_picture_keeps_a_word(house: House) -> None:
    draft = await house.album_draft(2)
    await house.press(MODERATOR, f"box:{draft.id}/3")
    await house.say(MODERATOR, "-", MODERATORS_CHAT)
    await house.press(MODERATOR, f"box:{draft.id}.1/4")
    assert await house.say(MODERATOR, "-", MODERATORS_CHAT) == ENGLISH.edit_no_words


async def test_another_album_has_as_many_pictures_on_the_same_template(house: House) -> None:
    house.painter.shelf = (DRAKE, SIGN)
    (draft,) = await house.reach.filling.album(3, template=DRAKE, title="mondays")
    await house.press(MODERATOR, f"another:{draft.id}")
    (new,) = await house.reach.queue.waiting(DraftState.PENDING)
    assert [(one.template, one.title) for one in new.captions] == [("drake", "mondays")] * 3


async def test_it_is_published_at_every_place_once_with_all_pictures_and_taken_down(house: House) -> None:
    house.channel.keeps_pictures = True
    draft = await house.album_draft(2)
    await house.press(MODERATOR, f"now:{draft.id}")
    (outcome,) = await house.tick()
    assert outcome.publication.attachment == "photo-1_1,photo-1_2"
    assert house.channel.pictures == ["photo-1_1,photo-1_2"]
    assert [picture.data.decode() for picture in house.channel.attached] == shown(
        house.telegram.cards(MODERATORS_CHAT)[0]
    )
    assert await house.press(ADMIN, f"takedown:{draft.id}") == ENGLISH.notice_taken_down
    assert len(house.channel.taken_down) == 1


async def test_who_is_asked_about_a_lost_album_sees_its_pictures(house: House) -> None:
    draft = await house.album_draft(2)
    house.channel.plan, house.channel.can_look = [(Unsure("lost"), True)], False
    await house.press(MODERATOR, f"now:{draft.id}")
    await house.tick()
    asked = house.telegram.sent[-1][1]
    assert len(asked.pictures) == 2
    assert any(action.startswith("there:") for action in buttons(asked))


async def test_an_album_whose_template_is_gone_shows_its_words_and_is_not_published(house: House) -> None:
    draft = await house.album_draft(2)
    house.painter.shelf = (SIGN,)
    await house.press(MODERATOR, f"now:{draft.id}")
    card = house.telegram.cards(MODERATORS_CHAT)[0]
    assert (card.pictures, "drake" in card.text, draft.captions[0].boxes[0] in card.text) == ((), True, True)
    await house.tick()
    assert house.channel.published == []
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED


async def test_an_album_that_no_key_may_post_is_handed_over_with_all_its_pictures(house: House) -> None:
    draft = await house.album_draft(2)
    house.channel.plan = [NoKeyMay("no key may post")]
    await house.press(MODERATOR, f"now:{draft.id}")
    await house.tick()
    *_, ready, question = house.telegram.cards(MODERATORS_CHAT)
    assert (shown(ready), ready.text) == (shown(house.telegram.cards(MODERATORS_CHAT)[0]), "")
    assert any(action.startswith("posted:") for action in buttons(question))
