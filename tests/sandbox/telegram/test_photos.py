"""Photos and animations by upload and by file_id, albums, downloads, and pictures that no server takes."""

import io

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaAnimation, InputMediaPhoto, MediaUnion, Message
from PIL import Image

from bot.sandbox.telegram import ImpossibleActError, TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.conftest import TOKEN, Clock
from tests.sandbox.telegram.pictures import moving_picture, picture, png_that_claims


def file(content: bytes) -> BufferedInputFile:
    return BufferedInputFile(content, "meme.png")


async def test_an_uploaded_photo_comes_back_in_sizes_and_as_it_was_sent(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    content = picture(1600, 800)
    sent = await bot.send_photo(anna.id, file(content), caption="<i>подпись</i>", parse_mode="HTML")
    assert [(size.width, size.height) for size in sent.photo or []] == [(90, 45), (320, 160), (1280, 640)]
    assert sent.caption == "подпись"
    kept = sandbox.messages(anna.id)[-1].photo
    assert kept is not None
    assert kept.uploaded == content


async def test_a_small_photo_keeps_its_size(bot: Bot, anna: User) -> None:
    sent = await bot.send_photo(anna.id, file(picture(64, 48)))
    assert [(size.width, size.height) for size in sent.photo or []] == [(64, 48)]


async def test_a_photo_is_sent_again_by_its_file_id_and_downloaded(
    bot: Bot, anna: User, http: aiohttp.ClientSession
) -> None:
    first = await bot.send_photo(anna.id, file(picture()))
    assert first.photo is not None
    again = await bot.send_photo(anna.id, first.photo[-1].file_id)
    assert again.photo == first.photo
    found = await bot.get_file(first.photo[-1].file_id)
    async with http.get(f"/file/bot{TOKEN}/{found.file_path}") as response:
        content = await response.read()
    assert len(content) == found.file_size
    assert Image.open(io.BytesIO(content)).size == (64, 48)


async def test_a_file_id_is_worth_nothing_to_another_bot(
    sandbox: TelegramSandbox, bot: Bot, anna: User, http: aiohttp.ClientSession
) -> None:
    sent = await bot.send_photo(anna.id, file(picture()))
    assert sent.photo is not None
    sandbox.add_bot("4712:another", "other_bot")
    async with http.get("/bot4712:another/getFile", params={"file_id": sent.photo[0].file_id}) as response:
        assert (await response.json())["description"] == "Bad Request: invalid file_id"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "file must be non-empty"),
        (b"no picture at all", "IMAGE_PROCESS_FAILED"),
        (picture()[:60], "IMAGE_PROCESS_FAILED"),
        (png_that_claims(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (png_that_claims(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png_that_claims(20_000, 20_000), "PHOTO_INVALID_DIMENSIONS"),
        (bytes(10 * 1024 * 1024 + 1), "is too big for a photo"),
    ],
    ids=["empty", "no picture", "truncated", "ratio", "sides", "bomb", "too big"],
)
async def test_a_picture_that_cant_be_taken_is_refused(bot: Bot, anna: User, content: bytes, why: str) -> None:
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_photo(anna.id, file(content))


async def test_a_wrong_file_id_and_an_address_are_refused(bot: Bot, anna: User) -> None:
    with pytest.raises(TelegramBadRequest, match="wrong remote file identifier specified"):
        await bot.send_photo(anna.id, "AgACnonsense")
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await bot.send_photo(anna.id, "https://example.org/meme.png")


async def test_a_caption_has_at_most_1024_utf16_units(bot: Bot, anna: User) -> None:
    await bot.send_photo(anna.id, file(picture()), caption="😀" * 512)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(anna.id, file(picture()), caption="😀" * 512 + "a")


async def test_an_album_of_two_to_ten_photos_shares_a_group_id(bot: Bot, anna: User) -> None:
    media: list[MediaUnion] = [InputMediaPhoto(media=file(picture(colour=c)), caption=c) for c in ("red", "blue")]
    sent = await bot.send_media_group(anna.id, media)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["red", "blue"]


@pytest.mark.parametrize("count", [1, 11])
async def test_an_album_of_another_length_is_refused(bot: Bot, anna: User, count: int) -> None:
    media: list[MediaUnion] = [InputMediaPhoto(media=file(picture())) for _ in range(count)]
    with pytest.raises(TelegramBadRequest, match="messages to send as an album"):
        await bot.send_media_group(anna.id, media)


async def test_a_persons_photo_reaches_the_bot_with_its_caption(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    sandbox.send_photo(anna.id, anna.id, picture(), "/meme")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.photo is not None
    assert [e.type for e in update.message.caption_entities or []] == ["bot_command"]
    with pytest.raises(ImpossibleActError, match="IMAGE_PROCESS_FAILED"):
        sandbox.send_photo(anna.id, anna.id, b"no picture")


async def test_a_photo_takes_the_place_of_another(bot: Bot, anna: User) -> None:
    sent = await bot.send_photo(anna.id, file(picture(colour="red")), caption="before")
    edited = await bot.edit_message_media(
        InputMediaPhoto(media=file(picture(colour="blue")), caption="after"),
        chat_id=anna.id,
        message_id=sent.message_id,
    )
    assert not isinstance(edited, bool)
    assert edited.caption == "after"
    assert edited.photo != sent.photo


def gif(content: bytes) -> BufferedInputFile:
    return BufferedInputFile(content, "meme.gif")


async def test_an_animation_is_sent_with_its_caption_and_again_by_its_file_id(bot: Bot, anna: User) -> None:
    sent = await bot.send_animation(anna.id, gif(moving_picture(frames=4)), caption="moves")
    assert sent.animation is not None
    assert (sent.animation.width, sent.animation.height, sent.animation.duration) == (64, 48, 2)
    assert sent.caption == "moves"
    assert sent.document is not None
    again = await bot.send_animation(anna.id, sent.animation.file_id)
    assert again.animation == sent.animation
    with pytest.raises(TelegramBadRequest, match="can't use file of type Animation as Photo"):
        await bot.send_photo(anna.id, sent.animation.file_id)


@pytest.mark.parametrize("content", [b"no picture", picture(), moving_picture()[:40]], ids=["no picture", "png", "cut"])
async def test_what_is_no_gif_is_no_animation(bot: Bot, anna: User, content: bytes) -> None:
    with pytest.raises(TelegramBadRequest, match="MEDIA_INVALID"):
        await bot.send_animation(anna.id, gif(content))


async def test_media_take_the_place_of_a_text_and_of_each_other_but_no_text_of_media(
    bot: Bot, anna: User, clock: Clock
) -> None:
    sent = await bot.send_message(anna.id, "text")
    chat_id, number = anna.id, sent.message_id
    edited = await bot.edit_message_media(InputMediaPhoto(media=file(picture())), chat_id=chat_id, message_id=number)
    assert isinstance(edited, Message)
    assert (edited.text, bool(edited.photo)) == (None, True)
    edited = await bot.edit_message_media(
        InputMediaAnimation(media=gif(moving_picture()), caption="moves"), chat_id=chat_id, message_id=number
    )
    assert isinstance(edited, Message)
    assert (edited.photo, edited.animation is None, edited.caption) == (None, False, "moves")
    clock.forward(5)
    edited = await bot.edit_message_caption(chat_id=chat_id, message_id=number, caption="still moves")
    assert isinstance(edited, Message)
    assert (edited.animation is None, edited.caption) == (False, "still moves")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("text", chat_id=chat_id, message_id=number)


async def test_an_album_takes_no_animation_in_a_photo_s_place(bot: Bot, anna: User) -> None:
    first, _ = await bot.send_media_group(
        anna.id, [InputMediaPhoto(media=file(picture(colour=c))) for c in ("red", "blue")]
    )
    with pytest.raises(TelegramBadRequest, match="MEDIA_GROUPED_INVALID"):
        await bot.edit_message_media(
            InputMediaAnimation(media=gif(moving_picture())), chat_id=anna.id, message_id=first.message_id
        )


async def test_a_restricted_bot_needs_the_right_to_each_kind(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id)
    sandbox.restrict(account.id, group.id, ["can_send_messages"])
    with pytest.raises(TelegramBadRequest, match="not enough rights to send photos"):
        await bot.send_photo(group.id, file(picture()))
    with pytest.raises(TelegramBadRequest, match="not enough rights to send animations"):
        await bot.send_animation(group.id, gif(moving_picture()))
    sandbox.restrict(account.id, group.id, ["can_send_photos", "can_send_other_messages"])
    await bot.send_photo(group.id, file(picture()))
    await bot.send_animation(group.id, gif(moving_picture()))


async def test_a_picture_sent_as_a_file_is_a_document_and_comes_back_as_it_was(
    sandbox: TelegramSandbox, bot: Bot, anna: User, http: aiohttp.ClientSession
) -> None:
    sandbox.send_file(anna.id, anna.id, b"8BPS any bytes", "meme.psd", "image/vnd.adobe.photoshop", "/meme")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.document.mime_type, update.message.caption) == ("image/vnd.adobe.photoshop", "/meme")
    found = await bot.get_file(update.message.document.file_id)
    async with http.get(f"/file/bot{TOKEN}/{found.file_path}") as response:
        assert await response.read() == b"8BPS any bytes"
