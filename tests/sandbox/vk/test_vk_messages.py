"""Conversations over real HTTP: sending once, editing, deleting, chats, and the answers to buttons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.vk import SandboxUsageError, TokenKind
from bot.sandbox.vk.state import ButtonEvent

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, Vk

CALLBACK = {"inline": True, "buttons": [[{"action": {"type": "callback", "label": "Да", "payload": {"draft": 7}}}]]}


async def test_a_random_id_sends_once_and_zero_each_time(stage: Stage, community: Vk) -> None:
    """The same random_id gives the first message's id again; another peer or an hour later it is a new message."""
    send = {"peer_id": stage.member, "message": "Привет", "random_id": 5}
    first = await community("messages.send", **send)
    assert await community("messages.send", **send) == first
    assert len(stage.sandbox.messages(stage.member, stage.wall)) == 1
    stage.clock.now += 3_600
    assert await community("messages.send", **send) != first
    for _ in range(2):
        await community("messages.send", **send | {"random_id": 0})
    assert len(stage.sandbox.messages(stage.member, stage.wall)) == 4


async def test_a_message_needs_a_random_id_a_text_and_a_peer(stage: Stage, community: Vk) -> None:
    assert await community.error("messages.send", peer_id=stage.member, message="а") == 100
    assert await community.error("messages.send", peer_id=stage.member, message="а", random_id=2**31) == 100
    assert await community.error("messages.send", peer_id=stage.member, message=" ", random_id=1) == 100
    assert await community.error("messages.send", message="а", random_id=1) == 100
    assert await community.error("messages.send", peer_id=999, message="а", random_id=1) == 936
    assert await community.error("messages.send", chat_id=9, message="а", random_id=1) == 927
    assert await community.error("messages.send", peer_id=stage.member, message="ы" * 4_097, random_id=1) == 914
    assert await community("messages.send", peer_id=stage.member, message="ы" * 4_096, random_id=1) == 1


async def test_a_community_writes_only_to_those_who_allowed_it(stage: Stage, community: Vk) -> None:
    quiet = stage.sandbox.add_user("Тихий", "Человек")
    send = {"user_id": quiet, "message": "реклама", "random_id": 0}
    assert await community.error("messages.send", **send) == 901
    stage.sandbox.say(quiet, stage.wall, "здравствуйте")
    await community("messages.send", **send)
    stage.sandbox.deny_messages(quiet, stage.group)
    assert await community.error("messages.send", **send) == 901
    stage.sandbox.ban(quiet, stage.group)
    assert await community.error("messages.send", **send) == 900


async def test_peer_ids_answer_for_each_peer_alone(stage: Stage, community: Vk) -> None:
    quiet = stage.sandbox.add_user()
    good, bad = await community("messages.send", peer_ids=f"{stage.member},{quiet}", message="всем", random_id=3)
    assert (good["peer_id"], good["conversation_message_id"]) == (stage.member, 1)
    assert bad["error"]["code"] == 901


async def test_a_reply_and_forwarded_messages_come_along(stage: Stage, community: Vk) -> None:
    said = stage.sandbox.say(stage.member, stage.wall, "вопрос")
    forward = json.dumps({"peer_id": stage.member, "conversation_message_ids": [said], "is_reply": True})
    await community("messages.send", peer_id=stage.member, message="ответ", random_id=0, forward=forward)
    history = await community("messages.getHistory", peer_id=stage.member, count=1, extended=1)
    assert history["items"][0]["reply_message"]["text"] == "вопрос"
    assert history["count"] == 2
    await community("messages.send", peer_id=stage.member, random_id=0, forward_messages=1)
    assert stage.sandbox.messages(stage.member, stage.wall)[-1].forwarded[0].text == "вопрос"
    assert await community.error("messages.send", peer_id=stage.member, message="а", random_id=0, reply_to=99) == 921


async def test_an_edit_replaces_text_and_drops_buttons_that_are_not_repeated(stage: Stage, community: Vk) -> None:
    await community(
        "messages.send", peer_id=stage.member, message="карточка", random_id=0, keyboard=json.dumps(CALLBACK)
    )
    assert await community("messages.edit", peer_id=stage.member, conversation_message_id=1, message="готово") == 1
    [message] = stage.sandbox.messages(stage.member, stage.wall)
    assert (message.text, message.keyboard, message.edited) == ("готово", None, int(stage.clock.now))
    stage.sandbox.say(stage.member, stage.wall, "моё")
    assert await community.error("messages.edit", peer_id=stage.member, cmid=2, message="не моё") == 920
    assert await community.error("messages.edit", peer_id=stage.member, message_id=99, message="а") == 100
    stage.clock.now += 86_400
    assert await community.error("messages.edit", peer_id=stage.member, message_id=1, message="поздно") == 909


async def test_a_message_is_deleted_for_all_only_by_its_author_and_in_time(stage: Stage, community: Vk) -> None:
    await community("messages.send", peer_id=stage.member, message="раз", random_id=0)
    stage.sandbox.say(stage.member, stage.wall, "два")
    answer = await community("messages.delete", peer_id=stage.member, cmids="1,2,9", delete_for_all=1)
    assert [item["response"] for item in answer] == [1, 0, 0]
    assert answer[1]["error"]["code"] == 924
    assert [message.text for message in stage.sandbox.messages(stage.member, stage.wall)] == ["два"]
    assert (await community("messages.delete", message_ids="2"))[0]["response"] == 1
    assert (await community("messages.getHistory", peer_id=stage.member))["count"] == 0
    assert len(stage.sandbox.messages(stage.member, stage.wall)) == 1


async def test_a_press_on_a_callback_button_is_answered_once_and_within_a_minute(stage: Stage, community: Vk) -> None:
    await community("messages.send", peer_id=stage.member, message="?", random_id=0, keyboard=json.dumps(CALLBACK))
    pressed = stage.sandbox.press(stage.member, stage.wall, 1, {"draft": 7})
    assert isinstance(pressed, ButtonEvent)
    event: Any = stage.sandbox.events(stage.group)[-1]
    assert (event["type"], event["object"]["payload"]) == ("message_event", {"draft": 7})
    answer = {"event_id": event["object"]["event_id"], "user_id": stage.member, "peer_id": stage.member}
    snackbar = {"type": "show_snackbar", "text": "принято"}
    assert await community.error("messages.sendMessageEventAnswer", **answer | {"peer_id": 5}) == 100
    long = json.dumps(snackbar | {"text": "ы" * 91})
    assert await community.error("messages.sendMessageEventAnswer", **answer, event_data=long) == 100
    assert await community("messages.sendMessageEventAnswer", **answer, event_data=json.dumps(snackbar)) == 1
    assert stage.sandbox.button_event(pressed.event_id).answer == snackbar
    assert await community.error("messages.sendMessageEventAnswer", **answer) == 100
    late = stage.sandbox.press(stage.member, stage.wall, 1, "Да")
    assert isinstance(late, ButtonEvent)
    stage.clock.now += 61
    assert await community.error("messages.sendMessageEventAnswer", **answer | {"event_id": late.event_id}) == 100


async def test_a_text_button_writes_its_label_and_payload(stage: Stage, community: Vk) -> None:
    button = {"action": {"type": "text", "label": "Мем", "payload": '{"command": "meme"}'}, "color": "positive"}
    keyboard = json.dumps({"one_time": False, "buttons": [[button]]})
    await community("messages.send", peer_id=stage.member, message="меню", random_id=0, keyboard=keyboard)
    stage.sandbox.press(stage.member, stage.wall, 1, "Мем")
    event: Any = stage.sandbox.events(stage.group)[-1]
    assert event["object"]["message"]["text"] == "Мем"
    assert json.loads(event["object"]["message"]["payload"]) == {"command": "meme"}
    with pytest.raises(SandboxUsageError):
        stage.sandbox.press(stage.member, stage.wall, 1, "Нет такой")


async def test_a_forged_press_reaches_the_community_with_any_payload(stage: Stage, community: Vk) -> None:
    await community("messages.send", peer_id=stage.member, message="без кнопок", random_id=0)
    stage.sandbox.press(stage.member, stage.wall, 1, {"draft": "чужой"}, forged=True)
    event: Any = stage.sandbox.events(stage.group)[-1]
    assert event["object"]["payload"] == {"draft": "чужой"}


async def test_in_a_chat_a_bot_without_rights_sees_only_what_is_addressed_to_it(stage: Stage, community: Vk) -> None:
    peer = stage.sandbox.add_chat("Беседа", [stage.member, stage.admin, stage.wall])
    before = len(stage.sandbox.events(stage.group))
    stage.sandbox.say(stage.member, peer, "просто болтаем")
    assert len(stage.sandbox.events(stage.group)) == before
    stage.sandbox.say(stage.member, peer, "@wall мем")
    event: Any = stage.sandbox.events(stage.group)[-1]
    message = event["object"]["message"]
    assert (message["text"], message["id"], message["peer_id"]) == (f"[club{stage.group}|@wall] мем", 0, peer)
    [sent] = await community("messages.send", peer_ids=peer, message="вот", random_id=1)
    assert (sent["message_id"], sent["conversation_message_id"]) == (0, message["conversation_message_id"] + 1)
    assert await community.error("messages.getConversationMembers", peer_id=peer) == 917


async def test_an_administrator_bot_sees_a_whole_chat_and_its_members(stage: Stage, community: Vk) -> None:
    peer = stage.sandbox.add_chat("Беседа", [stage.member, stage.wall], admins=[stage.wall])
    stage.sandbox.say(stage.member, peer, "просто болтаем")
    event: Any = stage.sandbox.events(stage.group)[-1]
    assert event["object"]["message"]["text"] == "просто болтаем"
    members = await community("messages.getConversationMembers", peer_id=peer)
    assert [(item["member_id"], item["is_admin"]) for item in members["items"]] == [
        (stage.member, True),
        (stage.wall, True),
    ]
    conversations = await community("messages.getConversationsById", peer_ids=f"{peer},5", extended=1)
    assert conversations["items"][0]["chat_settings"]["title"] == "Беседа"
    by_number = await community("messages.getByConversationMessageId", peer_id=peer, conversation_message_ids="2,9")
    assert [message["text"] for message in by_number["items"]] == ["просто болтаем"]
    stage.sandbox.remove_from_chat(peer, stage.wall)
    assert await community.error("messages.send", peer_id=peer, message="а", random_id=0) == 917


async def test_a_user_key_writes_to_the_community_like_a_person(stage: Stage) -> None:
    person = stage.sandbox.add_user()
    vk = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=person))
    await vk("messages.send", peer_id=stage.wall, message="/meme", random_id=0)
    assert [event["type"] for event in stage.sandbox.events(stage.group)][-1] == "message_new"
    assert person in stage.sandbox.world.groups[stage.group].message_allowed


async def test_typing_and_reading_are_acknowledged(stage: Stage, community: Vk) -> None:
    assert await community("messages.setActivity", peer_id=stage.member, type="typing") == 1
    assert await community.error("messages.setActivity", peer_id=stage.member, type="sleeping") == 100
    assert await community("messages.markAsRead", peer_id=stage.member) == 1
