"""In a group everybody writes, the bot hears as much as on the platforms, and a press there counts there."""

import asyncio
import base64
from typing import Any

import pytest

from bot.sandbox.stage import Stage
from tests.sandbox.page.conftest import Events, Visit
from tests.sandbox.page.test_page_feeds import picture

PEOPLE = ("member", "moderator", "admin", "owner")


def heard_on_vk(stage: Stage) -> list[str]:
    """The texts that came to the community from its chat."""
    events: list[Any] = stage.vk.events(stage.group_id)
    messages = [event["object"]["message"] for event in events if event["type"] == "message_new"]
    return [message["text"] for message in messages if message["peer_id"] == stage.vk_chat_peer]


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_what_each_says_in_the_group_is_one_talk_that_all_see(visit: Visit, platform: str) -> None:
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        assert (await events.next())[f"group-{platform}"]["order"] == []
        for role in PEOPLE:
            assert (await visit.act(act="say", role=role, platform=platform, room="group", text=f"I am {role}"))[
                0
            ] == 200
            [item] = (await events.next())[f"group-{platform}"]["items"].values()  # type: ignore[attr-defined]
            assert (item["by"], item["author"], item["text"]) == (role, visit.stage.people[role].name, f"I am {role}")


async def test_the_bot_hears_in_the_group_what_nobody_said_to_it(visit: Visit) -> None:
    for platform in ("telegram", "vk"):
        await visit.act(act="say", role="member", platform=platform, room="group", text="whose umbrella is this?")
    heard: dict[str, Any] = {}
    while heard.get("text") != "whose umbrella is this?":
        heard = await visit.update("message")
    assert heard["chat"]["id"] == visit.stage.telegram_group_id
    assert heard_on_vk(visit.stage)[-1] == "whose umbrella is this?"


async def test_a_bot_that_is_no_administrator_any_more_hears_only_what_is_said_to_it(visit: Visit) -> None:
    stage = visit.stage
    stage.telegram.demote(stage.bot_id, stage.telegram_group_id)
    stage.vk.world.chats[1].members[-stage.group_id].is_admin = False
    for platform, addressed in (("telegram", "/meme@wallflower_bot"), ("vk", "@club1 /meme")):
        for text in ("not for the bot", addressed):
            await visit.act(act="say", role="member", platform=platform, room="group", text=text)
    there = [(update := await visit.update("message"))["chat"]["id"]]  # type: ignore[index]
    while there[-1] != stage.telegram_group_id or "text" not in update:
        there.append((update := await visit.update("message"))["chat"]["id"])  # type: ignore[index]
    assert update["text"] == "/meme@wallflower_bot"
    assert [text for text in heard_on_vk(stage) if text] == ["[club1|@club1] /meme"]


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_an_answer_to_a_photo_in_the_group_shows_the_photo(visit: Visit, platform: str) -> None:
    here = {"platform": platform, "room": "group"}
    sent = base64.b64encode(picture()).decode()
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        await events.next()
        assert (await visit.act(act="picture", role="member", picture=sent, **here))[0] == 200
        [photo] = (await events.next())[f"group-{platform}"]["items"].values()  # type: ignore[attr-defined]
        assert (await visit.act(act="say", role="owner", text="/meme", reply_to=photo["id"], **here))[0] == 200
        [reply] = (await events.next())[f"group-{platform}"]["items"].values()  # type: ignore[attr-defined]
        async with visit.session.get(f"{visit.address}picture/{reply['answers_picture']['path']}") as shown:
            assert shown.status == 200
            assert shown.content_type.startswith("image/")
    if platform == "telegram":
        heard: dict[str, Any] = {}
        while heard.get("text") != "/meme":
            heard = await visit.update("message")
        assert heard["reply_to_message"]["photo"]
    else:
        last: Any = visit.stage.vk.events(visit.stage.group_id)[-1]
        assert last["object"]["message"]["reply_message"]["attachments"][0]["type"] == "photo"


async def test_a_button_under_the_bots_words_in_the_group_is_pressed_by_whoever_is_chosen(visit: Visit) -> None:
    stage = visit.stage
    keyboard = {"inline_keyboard": [[{"text": "👍", "callback_data": "like:1"}]]}
    sent = await visit.bot("sendMessage", chat_id=stage.telegram_group_id, text="a post", reply_markup=keyboard)
    pressed: list[Any] = []

    async def answer_press() -> None:
        query = await visit.update("callback_query")
        pressed.append(query)
        await visit.bot("answerCallbackQuery", callback_query_id=query["id"], text="You like it")

    answering = asyncio.create_task(answer_press())
    told = await visit.act(
        act="press", role="owner", platform="telegram", room="group", item=str(sent["message_id"]), data="like:1"
    )
    await answering
    assert told == (200, {"notice": "You like it", "link": ""})
    [query] = pressed
    assert query["from"]["id"] == stage.owner.telegram_id
    assert query["message"]["chat"]["id"] == stage.telegram_group_id


async def test_the_console_is_asked_for_in_private_whatever_room_is_looked_at(visit: Visit) -> None:
    asking = asyncio.create_task(visit.act(act="console", role="owner", platform="telegram", room="group"))
    while (asked := await visit.update("message")).get("text") != "/console":
        pass
    assert asked["chat"]["id"] == visit.stage.owner.telegram_id  # type: ignore[index]
    await visit.bot("sendMessage", chat_id=visit.stage.owner.telegram_id, text="http://127.0.0.1:9/console/x")
    assert (await asking)[1]["link"] == "http://127.0.0.1:9/console/x"
