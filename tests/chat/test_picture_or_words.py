"""Where pictures are refused their words go out."""

import pytest

from bot.chat.picture_or_words import PictureOrWords, in_words
from bot.domain.member import Address, Platform
from bot.domain.message import Button, Message, Sent
from bot.domain.picture import Picture, PictureFormat
from bot.errors import Misconfigured, Refused, Retryable, Unsure, WallflowerError
from tests.chat.fakes import FakeChat

GROUP = Address(Platform.TELEGRAM, -100)
CAT = Picture(b"cat", PictureFormat.JPEG, 8, 8, words="Кот\n\nспит")
BUTTONS = ((Button("👍", "like:1"),),)


@pytest.mark.parametrize("refusal", [Refused("not enough rights to send photos"), Misconfigured("no right: photos")])
async def test_refused_pictures_go_out_as_their_words_with_the_buttons(refusal: WallflowerError) -> None:
    chat = FakeChat(Platform.TELEGRAM, faults=[refusal])
    sent = await PictureOrWords(chat).send(GROUP, Message("про сон", BUTTONS, reply_to=7, pictures=(CAT,)), "k")
    assert chat.sent == [(GROUP, Message("Кот\n\nспит\n\nпро сон", BUTTONS, reply_to=7))]
    assert sent == Sent(1)


async def test_words_that_the_text_has_already_are_not_said_twice() -> None:
    card = Message("Черновик 1\n\nКот\n\nспит\n\nждёт решения", pictures=(CAT,))
    assert in_words(card) == Message("Черновик 1\n\nКот\n\nспит\n\nждёт решения")


@pytest.mark.parametrize("error", [Retryable("busy"), Unsure("lost")])
async def test_what_may_pass_or_may_have_arrived_is_not_said_in_words(error: WallflowerError) -> None:
    chat = FakeChat(Platform.TELEGRAM, faults=[error])
    with pytest.raises(type(error)):
        await PictureOrWords(chat).send(GROUP, Message("", pictures=(CAT,)), "k")
    assert chat.sent == []


@pytest.mark.parametrize("message", [Message("текст"), Message("", pictures=(Picture(b"", PictureFormat.PNG, 1, 1),))])
async def test_a_refused_message_without_pictures_or_words_stays_refused(message: Message) -> None:
    chat = FakeChat(Platform.TELEGRAM, faults=[Refused("blocked")])
    with pytest.raises(Refused, match="blocked"):
        await PictureOrWords(chat).send(GROUP, message, "k")
    assert chat.sent == []


async def test_a_chat_that_takes_nothing_at_all_says_so() -> None:
    chat = FakeChat(Platform.TELEGRAM, faults=[Refused("no photos"), Refused("blocked by the person")])
    with pytest.raises(Refused, match="blocked by the person"):
        await PictureOrWords(chat).send(GROUP, Message("", pictures=(CAT,)), "k")


async def test_a_message_that_was_sent_as_words_gets_new_words() -> None:
    chat = FakeChat(Platform.TELEGRAM, edit_faults=[Refused("no photos here")])
    await PictureOrWords(chat).edit(GROUP, Sent(5), Message("опубликован", pictures=(CAT,)))
    assert chat.faces == {(GROUP, 5): Message("Кот\n\nспит\n\nопубликован")}
