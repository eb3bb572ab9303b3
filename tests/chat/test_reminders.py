"""Moderators are reminded, unasked, once: of a slot without a draft, and of a writer that can't write."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.chat.delivery import Delivery
from bot.chat.reminders import Reminders
from bot.domain.member import Role
from tests.chat.fakes import MODERATORS_CHAT, PEOPLE, VK_MODERATORS_CHAT, House

ADMIN = PEOPLE[Role.ADMIN]


@pytest.fixture
def reminders(house: House) -> Callable[[], Reminders]:
    """Makes what a process reminds with."""
    return lambda: Reminders(
        house.reach, house.languages, Delivery(house.reach, house.switched_on), house.cards
    )  # fmt: skip


async def test_each_moderation_chat_is_reminded_once_with_the_cards_to_choose_from(
    house: House, reminders: Callable[[], Reminders]
) -> None:
    """At 16:00 for 16:30 in Moscow; whichever process does it, also after a restart."""
    await house.say(ADMIN, "/schedule add 16:30 remind 30m")
    drafts = [await house.draft() for _ in range(4)]
    before = len(house.telegram.texts(MODERATORS_CHAT))
    house.clock.forward(minutes=59)
    await reminders().remind()
    assert len(house.telegram.texts(MODERATORS_CHAT)) == before
    house.clock.forward(minutes=1)
    for _ in range(2):
        await reminders().remind()
        house.restart(house.reach.habits)
    told, *cards = house.telegram.texts(MODERATORS_CHAT)[before:]
    assert told == (
        "⏰ In 30 minutes, at 16:30, slot 1 → vk:-1 has nothing approved. These drafts wait for a decision:"
    )
    assert [f"Draft {draft.id} " in card for draft, card in zip(drafts[:3], cards, strict=True)] == [True] * 3
    assert sum("⏰" in text for text in house.vk.texts(VK_MODERATORS_CHAT)) == 1


async def test_a_chat_that_can_not_be_reached_is_reminded_when_it_can(
    house: House, reminders: Callable[[], Reminders]
) -> None:
    """While the others have got theirs; without drafts the reminder says how to get some."""
    await house.say(ADMIN, "/schedule add 16:30 remind 1h30m")
    house.telegram.unreachable.add(MODERATORS_CHAT)
    await reminders().remind()
    assert len(house.vk.texts(VK_MODERATORS_CHAT)) == 1
    house.telegram.unreachable.clear()
    await reminders().remind()
    [told] = house.telegram.texts(MODERATORS_CHAT)
    assert "/queue 5" in told
    assert len(house.vk.texts(VK_MODERATORS_CHAT)) == 1


async def test_nobody_is_reminded_of_what_is_approved(house: House, reminders: Callable[[], Reminders]) -> None:
    """Nor in a pause."""
    await house.say(ADMIN, "/schedule add 15:30 remind 1h")
    await house.say(ADMIN, "/pause 1h")
    await reminders().remind()
    await house.say(ADMIN, "/resume")
    await house.approved()
    await reminders().remind()
    assert not any("⏰" in text for text in house.telegram.texts(MODERATORS_CHAT))


async def test_a_writer_that_can_not_write_is_told_of_once_for_each_trouble(
    house: House, reminders: Callable[[], Reminders]
) -> None:
    """Again only when it has written in between, or something else is wrong."""
    told = reminders()
    for problem in ("no checkpoint", "no checkpoint", "broken", None, "broken"):
        await told.tell_writer_trouble(problem)
    texts = [text.partition("any: ")[2] for text in house.telegram.texts(MODERATORS_CHAT)]
    assert texts == ["no checkpoint", "broken", "broken"]


async def test_the_queue_gets_what_the_next_slots_lack_at_their_temperatures(house: House) -> None:
    """And no more than `keep` besides; what waits counts, approved or not."""
    await house.say(ADMIN, "/schedule add 19:30")
    await house.say(ADMIN, "/schedule add 20:00 mon temperature 1.2")
    await house.draft()
    reach = house.reach
    lacking = await reach.occurrences.lacking(timedelta(hours=48))
    assert lacking == [1.2, None]
    written = await reach.filling.refill(2, lacking)
    assert [draft.temperature for draft in written] == [1.2, 0.8]
    assert await reach.occurrences.lacking(timedelta(hours=48)) == []
    assert await reach.filling.refill(2) == []
    assert len(await reach.filling.refill(30)) == 10
