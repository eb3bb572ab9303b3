"""Pictures through the real aiogram and the sandbox: posts and cards with captions, and photos that people send."""

import asyncio
import io
import traceback
from collections.abc import Callable

import pytest
from aiogram import Bot
from PIL import Image

from bot.domain.member import Address
from bot.domain.message import Button, Incoming, Message
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Misconfigured, Refused, Retryable, Unsure
from bot.platforms.telegram import TelegramChannel, TelegramChat, TelegramPhotos
from bot.ports import MOST_PHOTO_BYTES
from bot.sandbox.faults import ApiError, Delay, Drop, Every, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import Message as SandboxMessage
from tests.platforms.telegram.conftest import BOT_ID, TOKEN, Inbox, ScriptedApi

CARD = ((Button("Approve", "a:1"),),)

Poll = Callable[..., "asyncio.Task[None]"]


def still(colour: str = "teal", width: int = 64, height: int = 48) -> Picture:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return Picture(buffer.getvalue(), PictureFormat.JPEG, width, height)


def moving(form: PictureFormat = PictureFormat.GIF) -> Picture:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, form.name, save_all=True, append_images=frames[1:], duration=500)
    return Picture(buffer.getvalue(), form, 32, 32, is_animated=True)


def sent_to(telegram: TelegramSandbox, chat_id: int) -> list[SandboxMessage]:
    """What the bot wrote in a chat."""
    return [said for said in telegram.messages(chat_id) if said.sender.id == BOT_ID]


def channel_id(telegram: TelegramSandbox) -> int:
    return next(chat.id for chat in telegram.backend.state.chats.values() if chat.kind == "channel")


def messages_in(inbox: "Inbox") -> list[Incoming]:
    """What people wrote and sent."""
    return [taken for taken in inbox.taken if isinstance(taken, Incoming)]


def photo_of(message: Incoming) -> str:
    assert message.photo is not None
    return message.photo


def uploads_of(telegram: TelegramSandbox) -> int:
    """How many of the calls brought a file along."""
    return sum(any(" bytes, SHA-256" in str(value) for value in call.parameters.values()) for call in telegram.calls)


async def test_a_picture_is_posted_once_with_its_caption(telegram: TelegramSandbox, real_bot: Bot, wall: Place) -> None:
    channel, picture = TelegramChannel(real_bot), still()
    assert await channel.attach(wall, [picture]) is None
    remote_id = await channel.publish(wall, "#мем", "key", [picture])
    (post,) = telegram.messages(channel_id(telegram))
    assert post.photo is not None
    assert (post.photo.uploaded, post.words.text) == (picture.data, "#мем")
    assert remote_id == f"{channel_id(telegram)}:{post.id}"


async def test_a_picture_needs_no_caption_and_a_moving_one_moves(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    await TelegramChannel(real_bot).publish(wall, "", "key", [moving()])
    (post,) = telegram.messages(channel_id(telegram))
    assert post.animation is not None
    assert post.animation.duration_s == 1


@pytest.mark.parametrize(
    "fault",
    [Drop(when="after"), HttpError(502, when="after"), Malformed("truncated"), Malformed("wrong_types")],
    ids=str,
)
async def test_a_picture_whose_answer_is_lost_is_unsure_and_there_once(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, fault: Fault
) -> None:
    telegram.faults.add(FaultRule("sendPhoto", fault, Nth(1)))
    with pytest.raises(Unsure) as caught:
        await TelegramChannel(real_bot).publish(wall, "", "key", [still()])
    assert len(telegram.messages(channel_id(telegram))) == 1
    assert len(telegram.calls.of("sendPhoto")) == 1
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("picture", [still(), moving()], ids=["photo", "animation"])
async def test_a_picture_that_is_put_off_by_a_429_surely_did_not_arrive(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, picture: Picture
) -> None:
    """It is not sent again by itself: whoever sends it holds a lease."""
    telegram.faults.add(FaultRule("send*", ApiError(429, "Too Many Requests", retry_after=1), Nth(1)))
    with pytest.raises(Retryable):
        await TelegramChannel(real_bot).publish(wall, "", "key", [picture])
    assert telegram.messages(channel_id(telegram)) == []
    assert len(telegram.calls) == 1


@pytest.mark.parametrize(
    "picture",
    [still(width=2100, height=100), still(width=5100, height=5000), moving(PictureFormat.WEBP)],
    ids=["ratio", "sides", "webp"],
)
async def test_a_picture_that_telegram_never_takes_is_refused_before_it_is_sent(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, picture: Picture
) -> None:
    with pytest.raises(Refused, match="Telegram"):
        await TelegramChannel(real_bot).attach(wall, [picture])
    with pytest.raises(Refused, match="Telegram"):
        await TelegramChannel(real_bot).publish(wall, "", "key", [picture])
    assert len(telegram.calls) == 0


@pytest.mark.parametrize("words", ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "file is too big for a photo"])
async def test_a_picture_that_telegram_refuses_is_the_picture_s_fault_and_not_the_place_s(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, words: str
) -> None:
    telegram.faults.add(FaultRule("sendPhoto", ApiError(400, f"Bad Request: {words}"), Every(1)))
    with pytest.raises(Refused, match=words):
        await TelegramChannel(real_bot).publish(wall, "", "key", [still()])


async def test_a_place_where_photos_are_not_allowed_needs_an_operator(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    telegram.faults.add(
        FaultRule("sendPhoto", ApiError(400, "Bad Request: not enough rights to send photos to the chat"), Every(1))
    )
    with pytest.raises(Misconfigured, match="not enough rights"):
        await TelegramChannel(real_bot).publish(wall, "", "key", [still()])


async def test_a_caption_of_more_than_1024_units_is_refused_before_it_is_sent(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    with pytest.raises(Refused, match="0 to 1024"):
        await TelegramChannel(real_bot).publish(wall, "😀" * 512 + "a", "key", [still()])
    await TelegramChannel(real_bot).publish(wall, "😀" * 512, "key", [still()])
    assert len(telegram.calls) == 1


async def test_a_card_with_a_picture_is_sent_and_redrawn_without_uploading_it_again(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat, picture = TelegramChat(real_bot), still()
    sent = await chat.send(anna, Message("draft 1", CARD, pictures=(picture,)), "key")
    await chat.edit(anna, sent, Message("draft 1: approved", pictures=(picture,)))
    again = await chat.send(anna, Message("another moderator's", CARD, pictures=(picture,)), "key2")
    first, second = sent_to(telegram, anna.number)
    assert (first.id, second.id) == (sent.message_id, again.message_id)
    assert (first.words.text, first.inline_keyboard) == ("draft 1: approved", None)
    assert first.photo == second.photo
    assert second.inline_keyboard is not None
    assert uploads_of(telegram) == 1


async def test_a_picture_that_is_not_known_by_its_name_any_more_is_uploaded_again(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat, picture = TelegramChat(real_bot), still()
    await chat.send(anna, Message("one", pictures=(picture,)), "key")
    telegram.backend.state.files.clear()
    with pytest.raises(Refused, match="wrong remote file"):
        await chat.send(anna, Message("two", pictures=(picture,)), "key2")
    await chat.send(anna, Message("two", pictures=(picture,)), "key2")
    assert [message.words.text for message in sent_to(telegram, anna.number)] == ["one", "two"]


async def test_a_face_equal_to_the_present_one_is_no_error_with_a_picture_too(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat, card = TelegramChat(real_bot), Message("draft", CARD, pictures=(still(),))
    sent = await chat.send(anna, card, "key")
    await chat.edit(anna, sent, card)
    assert telegram.calls.of("editMessageMedia")[0].error_code == 400


async def test_a_card_changes_its_picture_and_a_text_gets_one(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("text alone", CARD), "key")
    await chat.edit(anna, sent, Message("now with", CARD, pictures=(still("red"),)))
    await chat.edit(anna, sent, Message("another", CARD, pictures=(moving(),)))
    (card,) = sent_to(telegram, anna.number)
    assert (card.text, card.photo, card.animation is None, card.words.text) == (None, None, False, "another")


async def test_a_face_without_a_picture_leaves_the_picture_and_changes_the_words(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    """Telegram takes no picture out of a message. Words that are too long for a caption are cut."""
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("draft", CARD, pictures=(still(),)), "key")
    await chat.edit(anna, sent, Message("published"))
    (card,) = sent_to(telegram, anna.number)
    assert (card.photo is None, card.words.text, card.inline_keyboard) == (False, "published", None)
    await chat.edit(anna, sent, Message("a" * 2000, CARD))
    assert card.words.text == "a" * 1023 + "…"


async def test_other_buttons_leave_the_words_and_the_picture(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    """Also in a process that has never seen the picture; and the same ones again are no error."""
    sent = await TelegramChat(real_bot).send(anna, Message("on your photo", CARD, pictures=(still(),)), "key")
    liked = ((Button("👍 1", "like:1"),),)
    for _ in range(2):
        await TelegramChat(real_bot).edit_buttons(anna, sent.message_id, liked)
    (card,) = sent_to(telegram, anna.number)
    assert (card.words.text, card.photo is None) == ("on your photo", False)
    assert card.inline_keyboard is not None
    assert "👍 1" in str(card.inline_keyboard)
    assert uploads_of(telegram) == 1


async def test_words_too_long_for_a_caption_follow_their_picture(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    """The last message has the buttons, and is the one that is edited."""
    chat, picture = TelegramChat(real_bot), still()
    sent = await chat.send(anna, Message("a" * 1025, CARD, pictures=(picture,)), "key")
    photo, words = sent_to(telegram, anna.number)
    assert (photo.photo is None, photo.words.text, photo.inline_keyboard) == (False, "", None)
    assert (words.id, words.words.text) == (sent.message_id, "a" * 1025)
    await chat.edit(anna, sent, Message("b" * 1025, CARD, pictures=(picture,)))
    assert words.words.text == "b" * 1025
    assert len(sent_to(telegram, anna.number)) == 2


async def test_a_picture_whose_words_did_not_follow_is_unsure(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    telegram.faults.add(FaultRule("sendMessage", ApiError(429, "Too Many Requests", retry_after=100), Nth(1)))
    with pytest.raises(Unsure, match="1 of 2 parts"):
        await TelegramChat(real_bot).send(anna, Message("a" * 1025, pictures=(still(),)), "key")


async def test_a_photo_that_a_person_sends_or_answers_can_be_fetched(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    """Of all its sizes the largest."""
    task = poll(real_bot)
    sent = telegram.send_photo(anna.number, BOT_ID, still(width=1600, height=800).data, "/meme hello")
    telegram.say(anna.number, BOT_ID, "/meme", reply_to=sent.id)
    await inbox.until(lambda: len(inbox.taken) == 3)
    _, captioned, answering = messages_in(inbox)
    assert (captioned.text, captioned.reply_photo) == ("/meme hello", None)
    assert (answering.photo, answering.reply_photo) == (None, captioned.photo)
    content = await TelegramPhotos(real_bot).fetch(photo_of(captioned))
    assert Image.open(io.BytesIO(content)).size == (1280, 640)
    task.cancel()


async def test_a_photo_without_a_word_arrives(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    poll(real_bot)
    telegram.send_photo(anna.number, BOT_ID, still().data)
    await inbox.until(lambda: len(inbox.taken) == 2)
    said = messages_in(inbox)[1]
    assert (said.text, said.photo is None) == ("", False)


async def test_of_an_album_only_what_has_words_comes_through(
    api: "ScriptedApi", bot: Bot, inbox: "Inbox", poll: Poll
) -> None:
    size = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}
    anna = {"id": 42, "is_bot": False, "first_name": "Anna"}
    chat = {"id": 42, "type": "private", "first_name": "Anna"}

    def part(number: int, **more: object) -> dict[str, object]:
        message = {"message_id": number, "date": 1, "chat": chat, "from": anna, "photo": [size], "media_group_id": "1"}
        return {"update_id": number, "message": message | more}

    api.updates(part(1, caption="/meme"), part(2), part(3))
    poll(bot)
    await api.until(lambda: len(api.forms("getUpdates")) == 2)
    assert inbox.keys == ["1"]


async def test_a_picture_sent_as_a_file_is_fetched_as_it_is_whatever_it_is(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    poll(real_bot)
    telegram.send_file(anna.number, BOT_ID, b"8BPS", "meme.psd", "image/vnd.adobe.photoshop", "/meme")
    telegram.send_file(anna.number, BOT_ID, b"ID3", "song.mp3", "audio/mpeg", "/meme")
    await inbox.until(lambda: len(inbox.taken) == 3)
    _, picture, song = messages_in(inbox)
    assert await TelegramPhotos(real_bot).fetch(photo_of(picture)) == b"8BPS"
    assert song.photo is None


async def test_a_photo_that_is_too_large_is_refused_before_it_is_fetched(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    poll(real_bot)
    for size in (MOST_PHOTO_BYTES + 1, 20 * 1024 * 1024 + 1):
        telegram.send_file(anna.number, BOT_ID, bytes(size), "meme.bmp", "image/bmp", "/meme")
    await inbox.until(lambda: len(inbox.taken) == 3)
    for large in messages_in(inbox)[1:]:
        with pytest.raises(UnreadablePicture, match="too large: at most 20 MB"):
            await TelegramPhotos(real_bot).fetch(photo_of(large))


async def test_more_than_was_promised_is_not_read_to_the_end(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    sent = telegram.send_file(anna.number, BOT_ID, bytes(MOST_PHOTO_BYTES + 1), "a.bmp", "image/bmp")
    assert sent.document is not None
    with pytest.raises(Refused, match="too large"):
        await TelegramPhotos(real_bot)._download(sent.document.file.path)


@pytest.mark.parametrize("reference", ["", "../../etc/passwd", "a" * 400, "https://example.org/a.png", "AgACnonsense"])
async def test_a_reference_that_is_none_of_telegrams_is_refused(
    telegram: TelegramSandbox, real_bot: Bot, reference: str
) -> None:
    with pytest.raises(Refused, match="photo"):
        await TelegramPhotos(real_bot).fetch(reference)


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../b", "", "photos/a b.jpg?x"])
async def test_a_path_that_is_none_is_not_asked_for(api: "ScriptedApi", bot: Bot, path: str) -> None:
    api.answer("getFile", api.reply({"ok": True, "result": {"file_id": "a", "file_unique_id": "b", "file_path": path}}))
    with pytest.raises(Refused, match="photo"):
        await TelegramPhotos(bot).fetch("AgAC")


async def test_a_photo_that_is_gone_is_refused_and_one_that_does_not_come_now_may_come_later(
    api: "ScriptedApi", bot: Bot, telegram: TelegramSandbox, real_bot: Bot
) -> None:
    """The scripted server knows no files at all; the error names no address, for that holds the token."""
    found = {"ok": True, "result": {"file_id": "a", "file_unique_id": "b", "file_path": "photos/a.jpg"}}
    api.answer("getFile", api.reply(found), api.reply({"ok": False, "description": "Gateway"}, 502))
    with pytest.raises(Refused, match="not there any more") as gone:
        await TelegramPhotos(bot).fetch("AgAC")
    with pytest.raises(Retryable):
        await TelegramPhotos(bot).fetch("AgAC")
    assert "4711:" not in "".join(traceback.format_exception(gone.value))
    await telegram.stop()
    with pytest.raises(Retryable) as lost:
        await TelegramPhotos(real_bot)._download("photos/a.jpg")
    assert TOKEN not in "".join(traceback.format_exception(lost.value))


async def test_a_photo_that_comes_too_slowly_may_come_later(telegram: TelegramSandbox, real_bot: Bot) -> None:
    telegram.faults.add(FaultRule("getFile", Delay(0.5), Every(1)))
    with pytest.raises(Retryable, match="in time"):
        await TelegramPhotos(real_bot, timeout_s=0.1).fetch("AgAC")
