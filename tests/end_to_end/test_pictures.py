"""Memes with pictures as members and moderators meet them, on both platforms over HTTP."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from bot.app import opened as opened_home
from bot.domain.caption import Caption
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.ports import WrittenText
from bot.sandbox.stage import Stage
from bot.sandbox.telegram.state import Message as TelegramMessage
from bot.sandbox.vk.state import Message as VkMessage
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.end_to_end.conftest import running, settings_of, until, write_home

# Of 255; a letter more or less changes its place on the picture by far more.
_NOISE = 24


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show something else, and not only other noise of their JPEGs: seen from afar."""
    if one.size != other.size:
        return True
    afar = [picture.resize((80, 80), Image.Resampling.BOX) for picture in (one, other)]
    difference = ImageChops.difference(*afar).tobytes()
    return max(difference) > _NOISE


def on_telegram(message: TelegramMessage) -> bytes:
    """The picture of a message, the largest of a photo's; nothing where it has none."""
    if message.animation is not None:
        return message.animation.file.content
    return b"" if message.photo is None else message.photo.sizes[-1].file.content


def on_vk(message: VkMessage) -> bytes:
    """The same on VK, where what moves is a document."""
    files = [one.photo or one.doc for one in message.attachments]
    return next((file.body for file in files if file is not None), b"")


def a_photo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return file.getvalue()


# Longer than the bot takes to start on a machine with much else to do.
_START_S = 240.0


async def test_members_get_pictures_on_templates_and_on_photos(stage: Stage, ready: Path) -> None:
    """The same words are the same picture on both platforms; a file that is no picture gets a sentence."""
    write_home(ready, stage, queue="keep = 0\n", limits="memes = 100\ncommands = 100\n")
    person, wall = stage.member, -stage.group_id

    def telegram() -> list[TelegramMessage]:
        return [one for one in stage.telegram.messages(person.telegram_id) if one.sender.id == stage.bot_id]

    def vk() -> list[VkMessage]:
        return [one for one in stage.vk.messages(person.vk_id, wall) if one.from_id == wall]

    async def on_both(text: str) -> tuple[TelegramMessage, VkMessage]:
        before = len(telegram()), len(vk())
        stage.telegram.say(person.telegram_id, stage.bot_id, text)
        stage.vk.say(person.vk_id, wall, text)
        await until(lambda: (len(telegram()), len(vk())) == (before[0] + 1, before[1] + 1), _START_S)
        return telegram()[-1], vk()[-1]

    async with running(ready, "run"):
        await until(telegram, _START_S)  # the answer to /start, which everybody said
        first, second = await on_both("/meme drake работа | сон")
        assert not differ(opened(on_telegram(first)), opened(on_vk(second)))
        assert opened(on_telegram(first)).width == 800
        other, _ = await on_both("/мем drake\nсон\nработа")
        assert differ(opened(on_telegram(first)), opened(on_telegram(other)))
        for asked in ("/meme", "/meme drake about mondays"):
            assert all((on_telegram(first), on_vk(second)) for first, second in [await on_both(asked)])

        sheet, sheet_on_vk = await on_both("/templates")
        assert on_telegram(sheet)
        page = on_vk(sheet_on_vk)
        number = sheet_on_vk.conversation_message_id
        stage.telegram.press(person.telegram_id, stage.bot_id, sheet.id, "sheet:2")
        stage.vk.press(person.vk_id, wall, number, {"a": "sheet:2"})
        shown = on_telegram(sheet)
        await until(lambda: on_telegram(sheet) != shown or sheet.edit_date is not None)
        await until(lambda: any(one.conversation_message_id == number and on_vk(one) != page for one in vk()))

        sent = stage.telegram.send_photo(person.telegram_id, stage.bot_id, a_photo("navy"))
        await until(lambda: "Хорошее фото" in telegram()[-1].words.text)
        count = len(telegram())
        stage.telegram.say(person.telegram_id, stage.bot_id, "/meme when | monday", reply_to=sent.id)
        await until(lambda: len(telegram()) == count + 1)
        drawn = opened(on_telegram(telegram()[-1]))
        assert not differ(drawn.crop((0, 200, 640, 280)), Image.new("RGB", (640, 80), "navy"))
        assert differ(drawn, Image.new("RGB", drawn.size, "navy"))

        count = len(vk())
        upload = stage.vk.upload(person.vk_id, a_photo("navy"))
        stage.vk.say(person.vk_id, wall, "/meme when | monday", attachments=[upload])
        await until(lambda: len(vk()) == count + 1)
        assert not differ(opened(on_vk(vk()[-1])), drawn)

        broken = stage.vk.upload(person.vk_id, b"GIF89a, and then nothing", "cat.gif")
        stage.vk.say(person.vk_id, wall, "/meme", attachments=[broken])
        await until(lambda: len(vk()) == count + 2)
        assert on_vk(vk()[-1]) == b""
        assert "файл" in vk()[-1].text or "картинка" in vk()[-1].text


async def test_a_moderator_edits_a_box_and_the_picture_goes_out_everywhere(stage: Stage, ready: Path) -> None:
    """The card's picture changes with the edit, and that is the one on the wall and in the channel."""
    moderator, now = stage.moderator.telegram_id, datetime.now(UTC)
    places = Place(Platform.VK, f"-{stage.group_id}"), Place(Platform.TELEGRAM, str(stage.channel_id))
    write_home(ready, stage, schedule="tick_s = 0.2\n", queue="keep = 0\n", moderation="editor_may_approve = true\n")
    async with opened_home(*settings_of(ready)) as database:
        caption = Caption("drake", ("работа", "сон"))
        await Queue(database).add(WrittenText("", True, "run@1", 1), "", 0.8, now, captions=[caption])
        a_minute_ago = (now - timedelta(minutes=1)).time()
        await Slots(database).add(Slot(0, places, a_minute_ago, "UTC"), now - timedelta(hours=1))

    def sent() -> list[TelegramMessage]:
        return [one for one in stage.telegram.messages(moderator) if one.sender.id == stage.bot_id]

    def card() -> TelegramMessage | None:
        return next((one for one in sent() if one.photo is not None), None)

    async def press(message: TelegramMessage, verb: str) -> None:
        keyboard: Any = (message.inline_keyboard or {})["inline_keyboard"]
        actions = [str(button["callback_data"]) for row in keyboard for button in row]
        stage.telegram.press(moderator, stage.bot_id, message.id, next(a for a in actions if a.startswith(verb)))

    async with running(ready, "run"):
        await until(card, _START_S)
        shown = card()
        assert shown is not None
        before = opened(on_telegram(shown))
        await press(shown, "edit:")
        await until(lambda: "Какую надпись" in sent()[-1].words.text)
        await press(sent()[-1], "box:")
        await until(lambda: "Сейчас там: работа" in sent()[-1].words.text)
        stage.telegram.say(moderator, stage.bot_id, "отпуск")
        await until(lambda: "отпуск" in shown.words.text)
        after = opened(on_telegram(shown))
        assert differ(before, after)

        await press(shown, "approve:")

        def posted() -> list[bytes]:
            on_wall = [
                one.photo.body for post in stage.vk.posts(-stage.group_id) for one in post.attachments if one.photo
            ]
            in_channel = [on_telegram(post) for post in stage.telegram.messages(stage.channel_id) if post.photo]
            return on_wall[:1] + in_channel[:1]

        await until(lambda: len(posted()) == 2)
        assert not any(differ(after, opened(picture)) for picture in posted())
        await until(lambda: "Опубликован" in shown.words.text)
