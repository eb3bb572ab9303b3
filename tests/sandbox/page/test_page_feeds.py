"""What happens on the sandboxes is told to the page as it happens, and nothing that did not change."""

import asyncio
import base64
import io

import pytest
from PIL import Image

from bot.sandbox.page.snapshots import SNAPSHOTS
from bot.sandbox.page.words import EN, RU
from bot.sandbox.vk.settling import NewPost
from tests.sandbox.page.conftest import Events, Visit

HELLO = "hello"


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, kind)
    return buffer.getvalue()


async def test_first_all_is_told_then_only_what_is_new(visit: Visit) -> None:
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        first = await events.next()
        assert set(first) == {
            "wall", "channel", "walk", "member-telegram", "member-vk", "moderator-telegram", "moderator-vk",
            "admin-telegram", "admin-vk", "owner-telegram", "owner-vk", "group-telegram", "group-vk",
        }  # fmt: skip
        assert first["wall"]["order"] == ["2", "1"]
        # As it was written: the page shows it as text.
        assert first["wall"]["items"]["1"]["text"] == "the first <b>post</b>"  # type: ignore[index]
        visit.stage.vk.post_to_wall(-visit.stage.group_id, NewPost("the third"))
        change = await events.next()
        assert change["wall"]["order"] == ["3", "2", "1"]
        assert list(change["wall"]["items"]) == ["3"]  # type: ignore[call-overload]
        assert set(change) == {"wall"}


async def test_an_edit_and_a_deletion_are_told(visit: Visit) -> None:
    member = visit.stage.member.telegram_id
    sent = await visit.bot("sendMessage", chat_id=member, text="draft")
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        number = str(sent["message_id"])
        assert number in (await events.next())["member-telegram"]["order"]  # type: ignore[operator]
        await visit.bot("editMessageText", chat_id=member, message_id=sent["message_id"], text="approved")
        item = (await events.next())["member-telegram"]["items"][number]  # type: ignore[index]
        assert item["text"] == "approved"
        assert item["is_edited"]
        await visit.bot("deleteMessage", chat_id=member, message_id=sent["message_id"])
        assert number not in (await events.next())["member-telegram"]["order"]  # type: ignore[operator]


async def test_an_album_is_one_post_with_its_pictures(visit: Visit) -> None:
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        await events.next()
        names = [visit.stage.vk.upload(visit.stage.member.vk_id, picture(), "a.png") for _ in range(2)]
        visit.stage.vk.say(visit.stage.member.vk_id, -visit.stage.group_id, "two", attachments=names)
        [item] = (await events.next())["member-vk"]["items"].values()  # type: ignore[attr-defined]
        assert [one["width"] for one in item["pictures"]] == [64, 64]
        for one in item["pictures"]:
            async with visit.session.get(f"{visit.address}picture/{one['path']}") as shown:
                assert shown.content_type == "image/png"
                assert await shown.read() == picture()


async def test_the_walk_is_told_with_its_curve(visit: Visit) -> None:
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        await events.next()
        visit.walk.begin("train")
        visit.walk.curve, visit.walk.share = [(0.1, 3.5)], 0.1
        shown = (await events.next())["walk"]["items"]["walk"]  # type: ignore[index]
        assert shown == {
            "steps": [["scrape", "waits"], ["train", "runs"]], "curve": [[0.1, 3.5]], "share": 0.1, "over": False
        }  # fmt: skip


async def test_only_pictures_leave_by_a_pictures_address(visit: Visit) -> None:
    stage = visit.stage
    sent = stage.telegram.send_file(
        stage.member.telegram_id, stage.bot_id, b"<script>alert(1)</script>", "a.html", "text/html"
    )
    assert sent.document is not None
    named = stage.vk.upload(stage.member.vk_id, b"<script>", "a.html")
    for path in (f"telegram/{sent.document.file.unique_id}", f"vk/{named}", "vk/photo1_1", "telegram/none", "vk/x"):
        async with visit.session.get(f"{visit.address}picture/{path}") as answer:
            assert answer.status == 404, path


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_what_is_typed_is_said_by_the_person_whose_chat_it_is(visit: Visit, platform: str) -> None:
    stage = visit.stage
    assert await visit.act(act="say", role="admin", platform=platform, text=HELLO) == (200, {"notice": "", "link": ""})
    if platform == "telegram":
        said = stage.telegram.messages(stage.admin.telegram_id)[-1]
        assert (said.sender.id, said.words.text) == (stage.admin.telegram_id, HELLO)
    else:
        [message] = stage.vk.messages(stage.admin.vk_id, -stage.group_id)
        assert (message.from_id, message.text) == (stage.admin.vk_id, HELLO)
        assert stage.vk.events(stage.group_id)[-1]["type"] == "message_new"


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_a_picture_that_is_sent_reaches_the_bot(visit: Visit, platform: str) -> None:
    stage = visit.stage
    body = base64.b64encode(picture()).decode()
    status, _ = await visit.act(act="picture", role="member", platform=platform, picture=body, caption="/meme")
    assert status == 200
    if platform == "telegram":
        sent = stage.telegram.messages(stage.member.telegram_id)[-1]
        assert sent.photo is not None
        assert sent.words.text == "/meme"
    else:
        [message] = stage.vk.messages(stage.member.vk_id, -stage.group_id)
        assert message.attachments[0].photo is not None


async def test_a_pressed_button_brings_back_what_the_bot_said_to_it(visit: Visit) -> None:
    stage = visit.stage
    keyboard = {"inline_keyboard": [[{"text": "yes", "callback_data": "approve:1"}]]}
    sent = await visit.bot("sendMessage", chat_id=stage.moderator.telegram_id, text="draft", reply_markup=keyboard)

    async def answer_press() -> None:
        query = await visit.update("callback_query")
        await visit.bot("answerCallbackQuery", callback_query_id=query["id"], text="Done")

    answering = asyncio.create_task(answer_press())
    pressed = await visit.act(
        act="press", role="moderator", platform="telegram", item=str(sent["message_id"]), data="approve:1"
    )
    await answering
    assert pressed == (200, {"notice": "Done", "link": ""})


async def test_the_link_that_the_bot_answers_to_console_is_found(visit: Visit) -> None:
    asking = asyncio.create_task(visit.act(act="console", role="owner", platform="telegram"))
    owner = visit.stage.owner.telegram_id
    while (await visit.update("message")).get("text") != "/console":
        pass
    await visit.bot("sendMessage", chat_id=owner, text="not this: http://evil.example/console/x")
    await visit.bot("sendMessage", chat_id=owner, text="Here: http://127.0.0.1:9/console/login/link/abc\nonce.")
    assert await asking == (200, {"notice": "", "link": "http://127.0.0.1:9/console/login/link/abc"})


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"act": "say", "role": "member", "platform": "vk", "text": "  "},
        {"act": "say", "role": "member", "platform": "telegram", "text": ""},
        {"act": "say", "role": "banned", "platform": "vk", "text": "x"},
        {"act": "say", "role": "member", "platform": "icq", "text": "x"},
        {"act": "say", "role": "member", "platform": "vk", "text": "x" * 5000},
        {"act": "say", "role": "member", "platform": "vk", "text": "x", "reply_to": "9" * 30},
        {"act": "say", "role": "member", "platform": "telegram", "text": "x", "reply_to": "77"},
        {"act": "press", "role": "member", "platform": "vk", "item": "1", "data": "approve:1"},
        {"act": "press", "role": "member", "platform": "telegram", "item": "1", "data": "approve:1"},
        {"act": "say", "role": "member", "platform": "vk", "room": "cellar", "text": "x"},
        {"act": "say", "role": "member", "platform": "vk", "room": "group", "text": "x", "reply_to": "77"},
        {"act": "press", "role": "member", "platform": "telegram", "room": "group", "item": "1", "data": "approve:1"},
        {"act": "picture", "role": "member", "platform": "vk", "picture": "%%%"},
        {"act": "picture", "role": "member", "platform": "vk", "picture": "AAAA"},
        {"act": "picture", "role": "member", "platform": "telegram", "picture": "AAAA"},
    ],
)
async def test_what_cannot_be_is_refused_in_a_sentence(visit: Visit, what: dict[str, object]) -> None:
    status, answer = await visit.act(**what)
    assert status == 400
    assert answer["error"]


def test_both_languages_know_the_same_roles_steps_and_platforms() -> None:
    for name in (
        "roles", "steps", "platforms", "standings", "console_as", "chips", "group_chips", "addressed", "snapshots"
    ):  # fmt: skip
        assert getattr(RU, name).keys() == getattr(EN, name).keys(), name
    assert RU.roles.keys() == RU.chips.keys() == RU.group_chips.keys()
    assert RU.platforms.keys() == RU.addressed.keys()
    assert RU.snapshots.keys() == SNAPSHOTS.keys()
