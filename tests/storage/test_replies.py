"""Likes: one a person, changeable; the best first; nobody's words shown in others' chats."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.caption import Caption
from bot.domain.member import Address, Platform
from bot.errors import Refused
from bot.storage.database import Database
from bot.storage.replies import Replies, Reply

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GROUP, OTHER_GROUP = Address(Platform.TELEGRAM, -1), Address(Platform.TELEGRAM, -2)
PEOPLE = [Address(Platform.TELEGRAM, number) for number in range(1, 9)]


@pytest.fixture
def replies(database: Database) -> Replies:
    return Replies(database)


async def written(
    replies: Replies, text: str, likes: int = 0, dislikes: int = 0, chat: Address = GROUP, age_days: int = 0,
    *, is_primed: bool = False,
) -> Reply:  # fmt: skip
    """A reply with so many likes and dislikes."""
    now = NOW - timedelta(days=age_days)
    reply = await replies.add(chat, text, 0.8, "monday@100", now, is_primed=is_primed)
    for number, person in enumerate(PEOPLE[: likes + dislikes]):
        await replies.react(reply.id, chat, person, 1 if number < likes else -1)
    return reply


async def test_a_person_counts_once_and_may_change_their_mind(replies: Replies) -> None:
    """The last press counts, however often it came."""
    reply = await written(replies, "text")
    for value in (1, 1, 1):
        shown = await replies.react(reply.id, GROUP, PEOPLE[0], value)
    assert (shown.likes, shown.dislikes) == (1, 0)
    await replies.react(reply.id, GROUP, PEOPLE[1], 1)
    shown = await replies.react(reply.id, GROUP, PEOPLE[0], -1)
    assert (shown.likes, shown.dislikes) == (1, 1)


async def test_presses_at_once_are_all_counted(replies: Replies) -> None:
    """Also two of one person."""
    reply = await written(replies, "text")
    await asyncio.gather(*(replies.react(reply.id, GROUP, person, 1) for person in [*PEOPLE, *PEOPLE]))
    assert (await replies.get(reply.id)).likes == len(PEOPLE)


async def test_replies_that_are_kept_at_once_keep_their_numbers(replies: Replies) -> None:
    """However they share their transactions: a button leads to the text above it."""
    texts = [f"text {number}" for number in range(50)]
    kept = await asyncio.gather(*(replies.add(GROUP, text, 0.8, "c", NOW, is_primed=False) for text in texts))
    assert [(await replies.get(reply.id)).text for reply in kept] == texts


async def test_forged_presses_among_others_count_nothing_and_hold_up_none(replies: Replies) -> None:
    """Each press hears of its own reply."""
    first, second = await written(replies, "first"), await written(replies, "second")
    presses = [
        (first.id, GROUP, 1), (first.id, OTHER_GROUP, -1), (second.id, GROUP, -1), (second.id + 1, GROUP, 1),
        (first.id, GROUP, -1),
    ]  # fmt: skip
    outcomes = await asyncio.gather(
        *(replies.react(number, chat, PEOPLE[0], value) for number, chat, value in presses), return_exceptions=True
    )
    assert [outcome.text if isinstance(outcome, Reply) else type(outcome) for outcome in outcomes] == [
        "first", Refused, "second", Refused, "first",
    ]  # fmt: skip
    stand = [await replies.get(reply.id) for reply in (first, second)]
    assert [(reply.likes, reply.dislikes) for reply in stand] == [(0, 1), (0, 1)]


async def test_a_forged_press_from_another_chat_counts_nothing(replies: Replies) -> None:
    """An id that stands in no message of this chat is refused."""
    reply = await written(replies, "text")
    for number, chat in ((reply.id, OTHER_GROUP), (reply.id + 1, GROUP)):
        with pytest.raises(Refused):
            await replies.react(number, chat, PEOPLE[0], 1)
    assert (await replies.get(reply.id)).likes == 0


async def test_the_best_come_first_and_of_equals_the_older(replies: Replies) -> None:
    """Likes over dislikes, then likes, then age; what nobody liked more than disliked is not among them."""
    await written(replies, "younger", likes=2)
    await written(replies, "older", likes=2, age_days=3)
    await written(replies, "disputed", likes=4, dislikes=2)
    await written(replies, "best", likes=3)
    await written(replies, "even", likes=1, dislikes=1)
    await written(replies, "unseen")
    best = await replies.best(GROUP, None, 9)
    assert [reply.text for reply in best] == ["best", "disputed", "older", "younger"]
    assert [(reply.likes, reply.dislikes) for reply in best[:2]] == [(3, 0), (4, 2)]
    assert [reply.text for reply in await replies.best(GROUP, NOW - timedelta(days=2), 2)] == ["best", "disputed"]


async def test_a_group_sees_its_own_and_a_person_nobodys_words(replies: Replies) -> None:
    """In private the best of everywhere, but for what begins with somebody else's words."""
    me, other = PEOPLE[:2]
    await written(replies, "of the group", likes=5)
    await written(replies, "of the other group", likes=4, chat=OTHER_GROUP)
    await written(replies, "my secret, continued", likes=3, chat=me, is_primed=True)
    await written(replies, "another's secret", likes=2, chat=other, is_primed=True)
    assert [reply.text for reply in await replies.best(GROUP, None, 9)] == ["of the group"]
    assert [reply.text for reply in await replies.best(me, None, 9)] == [
        "of the group", "of the other group", "my secret, continued",
    ]  # fmt: skip


async def test_old_replies_go_with_their_likes(replies: Replies) -> None:
    """What is younger stays."""
    old, young = await written(replies, "old", likes=2, age_days=91), await written(replies, "young", likes=1)
    assert await replies.forget_before(NOW - timedelta(days=90)) == 1
    assert [reply.text for reply in await replies.best(GROUP, None, 9)] == ["young"]
    with pytest.raises(Refused):
        await replies.get(old.id)
    assert (await replies.get(young.id)).likes == 1


async def test_a_picture_is_kept_by_its_caption(replies: Replies) -> None:
    """Its words are what is shown of it in lists."""
    caption = Caption("drake", ("work", "sleep"), "mondays")
    reply = await replies.add(GROUP, caption.text, 0.8, "monday@100", NOW, is_primed=True, captions=[caption])
    await replies.react(reply.id, GROUP, PEOPLE[0], 1)
    (best,) = await replies.best(GROUP, None, 5)
    assert (best.text, best.captions, best.likes) == ("work\n\nsleep", (caption,), 1)
