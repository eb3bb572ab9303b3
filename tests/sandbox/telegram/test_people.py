"""People can do what clients let them do, and nothing else."""

from collections.abc import Callable

import pytest

from bot.sandbox.telegram import ImpossibleActError, TelegramSandbox
from bot.sandbox.telegram.state import User
from tests.sandbox.telegram.pictures import picture

Act = Callable[[TelegramSandbox, User], object]


def in_a_channel_of_others(sandbox: TelegramSandbox, anna: User) -> object:
    channel = sandbox.add_chat("channel", "Memes")
    sandbox.join(anna.id, channel.id)
    return sandbox.say(anna.id, channel.id, "mine")


def in_a_group_of_others(sandbox: TelegramSandbox, anna: User) -> object:
    return sandbox.say(anna.id, sandbox.add_chat("group", "Memes").id, "let me in")


def to_a_blocked_bot(sandbox: TelegramSandbox, anna: User) -> object:
    sandbox.block(anna.id)
    return sandbox.say(anna.id, anna.id, "hello")


def anothers_words(sandbox: TelegramSandbox, anna: User) -> object:
    boris = sandbox.add_user("Boris")
    group = sandbox.add_chat("group", "Memes", creator=anna.id)
    sandbox.join(boris.id, group.id)
    said = sandbox.say(boris.id, group.id, "his")
    return sandbox.edit(anna.id, group.id, said.id, "hers")


def to_one_of_two_bots(sandbox: TelegramSandbox, anna: User) -> object:
    sandbox.add_bot("4712:another", "other_bot")
    return sandbox.say(anna.id, anna.id, "hello")


ACTS: list[tuple[Act, str]] = [
    (lambda sandbox, anna: sandbox.say(anna.id, anna.id, "a" * 4097), "longer than 4096"),
    (lambda sandbox, anna: sandbox.say(anna.id, anna.id, " \n"), "without words"),
    (lambda sandbox, anna: sandbox.say(anna.id, anna.id, "\ud83d"), "surrogate"),
    (lambda sandbox, anna: sandbox.send_photo(anna.id, anna.id, picture(), "a" * 1025), "longer than 1024"),
    (lambda sandbox, anna: sandbox.say(anna.id, anna.id, "a", reply_to=99), "There is no message 99"),
    (lambda sandbox, anna: sandbox.react(anna.id, anna.id, 1, "🥸"), "none of Telegram's reactions"),
    (lambda sandbox, anna: sandbox.press(anna.id, anna.id, 1, "OK"), "Only bots' messages have buttons"),
    (lambda sandbox, anna: sandbox.inline_query(anna.id, "a" * 257), "at most 256"),
    (lambda sandbox, anna: sandbox.add_user("Again", user_id=anna.id), "already"),
    (in_a_channel_of_others, "with the right to post"),
    (in_a_group_of_others, "is not in the chat"),
    (to_a_blocked_bot, "unblock it first"),
    (anothers_words, "their own messages only"),
    (to_one_of_two_bots, "say which one is meant"),
]


@pytest.mark.parametrize(("act", "why"), ACTS, ids=[why for _, why in ACTS])
async def test_what_no_client_can_do_is_refused_with_the_reason(
    sandbox: TelegramSandbox, anna: User, act: Act, why: str
) -> None:
    with pytest.raises(ImpossibleActError, match=why):
        act(sandbox, anna)
