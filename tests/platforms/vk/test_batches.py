"""Many messages at once go out in few calls, and each hears what became of its own."""

import asyncio

import pytest

from bot.domain.member import Address, Platform
from bot.domain.message import Message, Press
from bot.errors import Refused
from bot.platforms.vk.chat import VkChat
from bot.sandbox.faults import ApiError, Delay, Drop, FaultRule, Nth
from tests.platforms.vk.conftest import Community

MANY = 60


@pytest.fixture
def people(community: Community) -> list[Address]:
    """Members who have written to the community and so may be written to."""
    found = [community.sandbox.add_user(f"Member {number}") for number in range(MANY)]
    for user_id in found:
        community.sandbox.say(user_id, -community.group_id, "привет")
    return [Address(Platform.VK, user_id) for user_id in found]


def texts(community: Community, person: Address) -> list[str]:
    messages = community.sandbox.messages(person.number, -community.group_id)
    return [message.text for message in messages if message.from_id == community.owner_id]


async def test_many_messages_at_once_take_few_calls(community: Community, people: list[Address]) -> None:
    """Each arrives where it should, with its own number, whatever stands in it."""
    chat = VkChat(community.community)
    said = [f'№{number} "quoted" \\ \n{{}}]); return 1; // <b>&amp; 👍' for number in range(MANY)]
    sent = await asyncio.gather(
        *(chat.send(person, Message(text), f"key-{person}") for person, text in zip(people, said, strict=True))
    )
    for person, text, one in zip(people, said, sent, strict=True):
        (message,) = [
            message
            for message in community.sandbox.messages(person.number, -community.group_id)
            if message.from_id == community.owner_id
        ]
        assert (message.text, message.conversation_message_id) == (text.strip(), one.message_id)
    assert len(community.sandbox.calls) <= 12


async def test_one_message_alone_is_an_ordinary_call(community: Community, people: list[Address]) -> None:
    """There is nothing to gain."""
    await VkChat(community.community).send(people[0], Message("alone"), "key")
    assert [call.method for call in community.sandbox.calls] == ["messages.send"]


async def test_who_may_not_be_written_to_fails_alone(community: Community, people: list[Address]) -> None:
    """The refusal is that of the one call, the others of the batch arrive."""
    community.sandbox.deny_messages(people[7].number, community.group_id)
    chat = VkChat(community.community)
    outcomes = await asyncio.gather(
        *(chat.send(person, Message("hello"), "key") for person in people), return_exceptions=True
    )
    failed = [index for index, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)]
    assert failed == [7]
    assert isinstance(outcomes[7], Refused)
    assert outcomes[7].code == 901
    assert [texts(community, person) for index, person in enumerate(people) if index != 7] == [["hello"]] * (MANY - 1)


@pytest.mark.parametrize("fault", [Drop(when="after"), Drop(when="before"), ApiError(6, "Too many requests")])
async def test_a_batch_whose_answer_is_lost_arrives_once(
    community: Community, people: list[Address], fault: Drop | ApiError
) -> None:
    """It is sent again as it was, and VK knows each message by its random_id."""
    community.sandbox.faults.add(FaultRule("execute", fault, times=2))
    chat = VkChat(community.community)
    await asyncio.gather(*(chat.send(person, Message("hello"), "key") for person in people))
    assert [texts(community, person) for person in people] == [["hello"]] * MANY


async def test_a_script_that_vk_does_not_take_is_sent_in_single_calls(
    community: Community, people: list[Address]
) -> None:
    """Error 13: the answer would be too big, or the script too long."""
    community.sandbox.faults.add(FaultRule("execute", ApiError(13, "Runtime error"), at=Nth(1)))
    chat = VkChat(community.community)
    await asyncio.gather(*(chat.send(person, Message("hello"), "key") for person in people[:12]))
    assert [texts(community, person) for person in people[:12]] == [["hello"]] * 12


async def test_long_messages_share_a_script_only_as_far_as_they_fit(
    community: Community, people: list[Address]
) -> None:
    """Twenty of four thousand characters, in more than one script, all whole."""
    chat = VkChat(community.community)
    await asyncio.gather(*(chat.send(person, Message("я" * 4_000), "key") for person in people[:20]))
    assert [texts(community, person) for person in people[:20]] == [["я" * 4_000]] * 20


async def test_who_gives_up_takes_nobody_along(community: Community, people: list[Address]) -> None:
    """A send that is cancelled while it carries a batch leaves the others to arrive."""
    community.sandbox.faults.add(FaultRule("execute", Delay(2, when="before"), times=1))
    chat = VkChat(community.community)
    sending = [asyncio.ensure_future(chat.send(person, Message("hello"), "key")) for person in people[:20]]
    async with asyncio.timeout(10):
        while not any(call.method == "execute" for call in community.sandbox.calls):  # noqa: ASYNC110 - see the calls
            await asyncio.sleep(0.01)
        # The fifth is the first that had to wait, and carries those behind it.
        sending[4].cancel()
        outcomes = await asyncio.gather(*sending, return_exceptions=True)
    assert [index for index, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)] == [4]
    assert [texts(community, person) for person in people[5:20]] == [["hello"]] * 15


async def test_answers_to_presses_go_together_too(community: Community, people: list[Address]) -> None:
    """Those that are too old are no error, as when they go alone."""
    chat = VkChat(community.community)
    presses = [
        Press(f"p{number}", person, person, 1, "like:1", f"event-{number}") for number, person in enumerate(people)
    ]
    await asyncio.gather(*(chat.answer(press, "noted") for press in presses))
    assert "execute" in [call.method for call in community.sandbox.calls]
