"""Messages, buttons and answers to presses, sent to the sandbox's chats."""

import json

import pytest

from bot.domain.member import Address, Platform
from bot.domain.message import Button, Message, Press, Sent
from bot.errors import Misconfigured, Refused, Retryable
from bot.platforms.vk.chat import VkChat, random_id
from bot.platforms.vk.client import VkClient
from bot.sandbox.faults import ApiError, Drop, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import state as sandbox_state
from tests.platforms.vk.conftest import Community
from tests.platforms.vk.scripted import ScriptedVk, refusing

BUTTONS = ((Button("Одобрить", "ok:1"), Button("Отклонить", "no:1")), (Button("Ещё", "more:1"),))


@pytest.fixture
def member(community: Community) -> Address:
    """The member, who has written to the community and so may be written to."""
    community.sandbox.say(community.member_id, -community.group_id, "привет")
    return Address(Platform.VK, community.member_id)


@pytest.fixture
def chat(community: Community) -> VkChat:
    return VkChat(community.community)


def written(community: Community, peer: int | None = None) -> list[sandbox_state.Message]:
    """What the community wrote in a chat, or to the member."""
    seen_by = community.member_id
    messages = community.sandbox.messages(seen_by, -community.group_id if peer is None else peer)
    return [message for message in messages if message.from_id == community.owner_id]


async def test_a_message_arrives_and_its_number_counts_in_its_conversation(
    community: Community, chat: VkChat, member: Address
) -> None:
    sent = await chat.send(member, Message("Привет & <пока>"), "key")

    (message,) = written(community)
    assert (message.text, message.conversation_message_id) == ("Привет & <пока>", sent.message_id)


async def test_buttons_are_callback_buttons_under_the_message(
    community: Community, chat: VkChat, member: Address
) -> None:
    await chat.send(member, Message("Черновик", BUTTONS), "key")

    keyboard = written(community)[0].keyboard
    assert keyboard is not None
    assert keyboard["inline"] is True
    actions = json.dumps(keyboard["buttons"], ensure_ascii=False)
    assert actions.count('"callback"') == 3
    assert "Одобрить" in actions


async def test_a_label_that_is_too_long_is_cut_to_what_vk_takes(
    community: Community, chat: VkChat, member: Address
) -> None:
    await chat.send(member, Message("?", ((Button("о" * 60, "a"),),)), "key")

    keyboard = json.dumps(written(community)[0].keyboard, ensure_ascii=False)
    assert "о" * 39 + "…" in keyboard
    assert "о" * 40 not in keyboard


async def test_more_buttons_than_vk_shows_are_refused(chat: VkChat, member: Address) -> None:
    rows = tuple((Button(str(number), str(number)),) for number in range(7))

    with pytest.raises(Refused, match="10 buttons in 6 rows"):
        await chat.send(member, Message("?", rows), "key")


async def test_a_long_text_is_cut_at_lines_and_the_last_message_has_the_buttons(
    community: Community, chat: VkChat, member: Address
) -> None:
    lines = [f"{number} {'слово ' * 20}".strip() for number in range(100)]

    sent = await chat.send(member, Message("\n".join(lines), BUTTONS), "key")

    messages = written(community)
    assert len(messages) > 2
    assert [line for message in messages for line in message.text.split("\n")] == lines
    assert [message.keyboard is not None for message in messages] == [False] * (len(messages) - 1) + [True]
    assert messages[-1].conversation_message_id == sent.message_id


async def test_a_reply_shows_what_it_answers(community: Community, chat: VkChat, member: Address) -> None:
    asked = community.sandbox.say(community.member_id, -community.group_id, "/meme")

    await chat.send(member, Message("Вот", reply_to=asked), "key")

    reply = written(community)[0].reply_to
    assert reply is not None
    assert reply.text == "/meme"


async def test_a_chat_of_several_people_is_written_to_as_well(community: Community, chat: VkChat) -> None:
    peer = community.sandbox.add_chat("Редакция", [community.admin_id, community.member_id, -community.group_id])

    sent = await chat.send(Address(Platform.VK, peer), Message("Черновик", BUTTONS), "key")

    (message,) = written(community, peer)
    assert (message.text, message.conversation_message_id) == ("Черновик", sent.message_id)


@pytest.mark.parametrize(
    "fault",
    [
        Drop(when="before"),
        Drop(when="after"),
        HttpError(502, when="after"),
        ApiError(10, when="after"),
        ApiError(6),
        Malformed("truncated"),
        Malformed("wrong_types"),
    ],
    ids=lambda fault: f"{fault.kind} {getattr(fault, 'form', fault.when)}",
)
async def test_a_message_whose_answer_was_lost_is_sent_again_and_arrives_once(
    community: Community, chat: VkChat, member: Address, fault: Fault
) -> None:
    community.sandbox.faults.add(FaultRule("messages.send", fault, at=Nth(1)))

    sent = await chat.send(member, Message("один раз"), "key")

    assert [message.conversation_message_id for message in written(community)] == [sent.message_id]
    assert len(community.outcomes("messages.send")) == 2


async def test_the_same_key_to_the_same_chat_is_sent_once_and_to_another_chat_too(
    community: Community, chat: VkChat, member: Address
) -> None:
    peer = community.sandbox.add_chat("Редакция", [community.admin_id, community.member_id, -community.group_id])

    first = await chat.send(member, Message("карточка"), "draft-1")
    again = await chat.send(member, Message("карточка"), "draft-1")
    await chat.send(Address(Platform.VK, peer), Message("карточка"), "draft-1")

    assert first == again
    assert len(written(community)) == 1
    assert len(written(community, peer)) == 1


def test_a_random_id_is_stable_positive_and_differs_by_chat_key_and_piece() -> None:
    chat, other = Address(Platform.VK, 1), Address(Platform.VK, 2)
    ids = [random_id(where, key, piece) for where in (chat, other) for key in ("a", "b") for piece in (0, 1)]

    assert random_id(chat, "a", 0) == 1_102_130_489
    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**31 for number in ids)


async def test_who_did_not_allow_messages_is_refused_with_vks_code(community: Community, chat: VkChat) -> None:
    with pytest.raises(Refused) as caught:
        await chat.send(Address(Platform.VK, community.admin_id), Message("привет"), "key")
    assert caught.value.code == 901


async def test_a_key_without_the_right_messages_names_it(community: Community, member: Address) -> None:
    community.sandbox.faults.add(
        FaultRule("messages.send", ApiError(15, "Access denied: It cannot be called with current scopes"))
    )
    with pytest.raises(Misconfigured, match="lacks the right messages"):
        await VkChat(community.community).send(member, Message("привет"), "key")


async def test_an_edit_changes_text_and_buttons_and_without_buttons_removes_them(
    community: Community, chat: VkChat, member: Address
) -> None:
    sent = await chat.send(member, Message("Черновик", BUTTONS), "key")

    await chat.edit(member, sent, Message("Черновик 2", BUTTONS[1:]))
    assert "Ещё" in json.dumps(written(community)[0].keyboard, ensure_ascii=False)
    await chat.edit(member, sent, Message("Одобрено"))
    await chat.edit(member, sent, Message("Одобрено"))

    (message,) = written(community)
    assert (message.text, message.keyboard) == ("Одобрено", None)


async def test_a_message_of_somebody_else_can_not_be_edited(
    community: Community, chat: VkChat, member: Address
) -> None:
    theirs = community.sandbox.say(community.member_id, -community.group_id, "моё")

    with pytest.raises(Refused):
        await chat.edit(member, Sent(theirs), Message("не твоё"))


async def test_a_press_is_answered_by_a_note_of_at_most_90_characters(
    community: Community, chat: VkChat, member: Address
) -> None:
    number = (await chat.send(member, Message("Черновик", BUTTONS), "key")).message_id
    event = community.sandbox.press(community.member_id, -community.group_id, number, {"a": "ok:1"})
    assert isinstance(event, sandbox_state.ButtonEvent)
    press = Press("key", member, member, number, "ok:1", event.event_id)

    await chat.answer(press, "д" * 200)

    assert event.answer == {"type": "show_snackbar", "text": "д" * 89 + "…"}


async def test_a_press_that_was_answered_or_never_was_is_no_error(
    community: Community, chat: VkChat, member: Address
) -> None:
    await chat.answer(Press("key", member, member, 1, "ok", "no-such-event"), "Готово")

    assert community.outcomes("messages.sendMessageEventAnswer") == ["error 100"]


@pytest.mark.parametrize(
    "answer",
    [7, None, {}, [], [7], [{}, {}], [{"conversation_message_id": "1"}], [{"error": 901}], [{"error": {"code": "9"}}]],
    ids=str,
)
async def test_an_answer_that_names_no_message_is_one_clear_error(
    vk: ScriptedVk, client: VkClient, answer: object
) -> None:
    vk.answers("messages.send", answer)

    with pytest.raises(Retryable, match="can't be understood"):
        await VkChat(client).send(Address(Platform.VK, 1), Message("привет"), "key")


async def test_an_error_of_one_peer_is_treated_like_an_error_of_the_call(vk: ScriptedVk, client: VkClient) -> None:
    refused = {"peer_id": 1, "message_id": 0, "error": {"code": 902, "description": "privacy"}}
    vk.answers("messages.send", [refused])

    with pytest.raises(Refused, match="privacy") as caught:
        await VkChat(client).send(Address(Platform.VK, 1), Message("привет"), "key")
    assert caught.value.code == 902


async def test_mentions_in_a_message_notify_nobody(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("messages.send", [{"conversation_message_id": 3}])

    assert await VkChat(client).send(Address(Platform.VK, 1), Message("@all привет"), "key") == Sent(3)
    assert vk.forms("messages.send")[0]["disable_mentions"] == "1"


async def test_a_key_that_was_withdrawn_shows_when_a_press_is_answered(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("messages.sendMessageEventAnswer", refusing(5))
    person = Address(Platform.VK, 1)

    with pytest.raises(Misconfigured, match="withdrawn"):
        await VkChat(client).answer(Press("key", person, person, 1, "ok", "event"), "Готово")
