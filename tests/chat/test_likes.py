"""Buttons under what the bot wrote, their numbers, and /top."""

from datetime import timedelta

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.member import Address, Platform, Role
from bot.domain.message import Message
from bot.errors import Retryable, WallflowerError
from tests.chat.fakes import GROUP, PEOPLE, House

MEMBER, MODERATOR = PEOPLE[Role.MEMBER], PEOPLE[Role.MODERATOR]
PRESSING = [Address(Platform.TELEGRAM, 100 + number) for number in range(4)]


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


async def shown(house: House) -> Message:
    """The last message of the group as it looks once the numbers have been drawn."""
    await house.desk.faces.redraw()
    return house.telegram.cards(GROUP)[-1]


async def test_a_meme_has_both_buttons_and_other_answers_have_none(house: House) -> None:
    """In whatever chat; the numbers come with the first press."""
    await house.say(MEMBER, "/meme", GROUP)
    assert labels(house.telegram.cards(GROUP)[-1]) == ["👍", "👎"]
    await house.say(MEMBER, "/help", GROUP)
    assert labels(house.telegram.cards(GROUP)[-1]) == []


async def test_each_counts_once_and_sees_the_numbers(house: House) -> None:
    """A press is answered at once, and the buttons follow."""
    await house.say(MEMBER, "/meme", GROUP)
    for person in (*PRESSING, *PRESSING):
        notice = await house.press(person, "like:1", GROUP, message_id=1)
    assert notice == ENGLISH.notice_liked.format(likes=4, dislikes=0)
    notice = await house.press(PRESSING[0], "dislike:1", GROUP, message_id=1)
    assert notice == ENGLISH.notice_disliked.format(likes=3, dislikes=1)
    message = await shown(house)
    assert (message.text, labels(message)) == ("text 1", ["👍 3", "👎 1"])


async def test_many_presses_are_drawn_once(house: House) -> None:
    """An edit costs as much as a message, and a group may have twenty a minute."""
    await house.say(MEMBER, "/meme", GROUP)
    for person in PRESSING:
        await house.press(person, "like:1", GROUP, message_id=1)
    before = len(house.telegram.edits)
    await house.desk.faces.redraw()
    await house.desk.faces.redraw()
    assert len(house.telegram.edits) == before + 1


async def test_numbers_that_cannot_be_shown_now_are_shown_later(house: House) -> None:
    """What the platform does not take for good is left."""
    await house.say(MEMBER, "/meme", GROUP)
    await house.press(MEMBER, "like:1", GROUP, message_id=1)
    house.telegram.edit_faults = [Retryable("flood", 1)]
    assert labels(await shown(house)) == ["👍", "👎"]
    assert labels(await shown(house)) == ["👍 1", "👎"]
    await house.press(PRESSING[0], "like:1", GROUP, message_id=1)
    house.telegram.edit_faults = [WallflowerError("the message was deleted")]
    await house.desk.faces.redraw()
    assert labels(await shown(house)) == ["👍 1", "👎"]


async def test_a_press_is_drawn_in_the_message_with_the_button(house: House) -> None:
    """A forged one, with a reply of another chat, changes nothing anywhere."""
    await house.say(MEMBER, "/meme", GROUP)
    assert await house.press(MEMBER, "like:1", MEMBER) == ENGLISH.notice_forgotten
    assert await house.press(MEMBER, "like:99", GROUP) == ENGLISH.notice_forgotten
    assert labels(await shown(house)) == ["👍", "👎"]


async def test_top_shows_the_best_of_this_group(house: House) -> None:
    """With their numbers, the best first; in another group there is nothing."""
    for number in (1, 2):
        await house.say(MEMBER, "/meme", GROUP)
        for person in PRESSING[: number * 2]:
            await house.press(person, f"like:{number}", GROUP)
    await house.press(PEOPLE[Role.OWNER], "dislike:2", GROUP)
    said = await house.say(MEMBER, "/top", GROUP)
    assert said == f"{ENGLISH.top_title}\n\n1. 👍 4 👎 1\ntext 2\n\n2. 👍 2 👎 0\ntext 1"
    assert await house.say(MEMBER, "/top", Address(Platform.TELEGRAM, -101)) == ENGLISH.top_empty


@pytest.mark.parametrize(
    ("days", "spans"),
    [(1, {"", "week", "неделя", "month", "за месяц", "all", "ВСЁ"}), (8, {"month", "за месяц", "all", "ВСЁ"}),
     (40, {"all", "ВСЁ"})],
)  # fmt: skip
async def test_top_looks_back_as_far_as_it_is_told(house: House, days: int, spans: set[str]) -> None:
    """A week if nothing is said; anything else gets examples."""
    await house.say(MEMBER, "/meme", GROUP)
    await house.press(MEMBER, "like:1", GROUP)
    house.clock.instant += timedelta(days=days)
    for span in ("", "week", "неделя", "month", "за месяц", "all", "ВСЁ"):
        assert ("text 1" in await house.say(MEMBER, f"/top {span}", GROUP)) is (span in spans)
    assert await house.say(MEMBER, "/top yesterday", GROUP) == ENGLISH.top_usage


async def test_nobodys_words_are_shown_to_others_in_private(house: House) -> None:
    """What began with a member's words stays where it was written."""
    await house.say(MEMBER, "/meme my secret")
    await house.say(MEMBER, "/meme")
    for number in (1, 2):
        await house.press(MEMBER, f"like:{number}", MEMBER)
    assert "my secret" in await house.say(MEMBER, "/top")
    said = await house.say(MODERATOR, "/top")
    assert "text 2" in said
    assert "my secret" not in said
