"""What admins steer by commands."""

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.errors import Misconfigured
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, House

MODERATOR, ADMIN = PEOPLE[Role.MODERATOR], PEOPLE[Role.ADMIN]


async def test_a_slot_is_added_shown_and_removed(house: House) -> None:
    """With the settings' place and zone where none is named, and the next time in the slot's own zone."""
    assert await house.say(ADMIN, "/schedule add 19:30 пн,ср") == (
        "Slot 1 is set.\n1. 19:30 Mon, Wed, Europe/Moscow → vk:-1\n   next: Mon 02.03 19:30"
    )
    await house.say(ADMIN, "/schedule add 9:00 telegram:@channel Asia/Omsk")
    assert await house.say(ADMIN, "/расписание") == (
        "Posts go out:\n"
        "2. 09:00 every day, Asia/Omsk → telegram:@channel\n   next: Tue 03.03 09:00\n"
        "1. 19:30 Mon, Wed, Europe/Moscow → vk:-1\n   next: Mon 02.03 19:30"
    )
    assert await house.say(ADMIN, "/schedule remove 1") == "Slot 1 is gone."
    assert await house.say(ADMIN, "/schedule remove 1") == ENGLISH.schedule_absent.format(id=1)


async def test_the_same_slot_is_not_added_twice(house: House) -> None:
    """An answer that a crash made run again does not publish twice a day."""
    await house.say(ADMIN, "/schedule add 19:30")
    assert await house.say(ADMIN, "/schedule add 19:30") == ENGLISH.schedule_same.format(id=1)
    assert len(await house.reach.slots.enabled()) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("add", ENGLISH.schedule_no_time),
        ("add soon", ENGLISH.schedule_no_time),
        ("add 19:30 {place}", "I don't understand “{place}”"),
        ("remove", ENGLISH.schedule_usage),
        ("remove 0x1", ENGLISH.schedule_usage),
        ("remove " + "9" * 30, ENGLISH.schedule_usage),
        ("remove 999999999999999999", "There is no slot 999999999999999999"),
        ("add\n19:30", ENGLISH.schedule_usage),
        ("dance", ENGLISH.schedule_usage),
    ],
)
async def test_a_schedule_that_cannot_be_read_gets_an_example(house: House, text: str, answer: str) -> None:
    """Nothing is made, and the answer says how to write it."""
    said = await house.say(ADMIN, f"/schedule {text}")
    assert answer in said
    assert "/schedule" in said
    assert await house.reach.slots.enabled() == []


async def test_the_queue_is_counted_and_its_oldest_drafts_are_shown(house: House) -> None:
    """In the moderators' chat new cards come below, and the ones above lose their buttons."""
    drafts = [await house.draft() for _ in range(4)]
    house.clock.forward(minutes=5)
    said = await house.say(MODERATOR, "/queue", MODERATORS_CHAT)
    assert said.startswith(
        "4 waiting for a decision, 0 approved and waiting for a slot.\nThe oldest has waited for 5 minutes."
    )
    cards = [card for card in house.telegram.cards(MODERATORS_CHAT) if card.buttons]
    assert [card.text.split(" · ")[0] for card in cards] == ["Draft 4", "Draft 1", "Draft 2", "Draft 3"]
    await house.press(MODERATOR, f"approve:{drafts[0].id}")
    assert sum("Approved by" in card.text for card in house.telegram.cards(MODERATORS_CHAT)) == 1


async def test_drafts_are_not_shown_to_members(house: House) -> None:
    """Asked in a members' group the bot counts, and says where it would show."""
    await house.draft()
    said = await house.say(MODERATOR, "/queue", GROUP)
    assert ENGLISH.queue_elsewhere in said
    assert "text 1" not in said
    assert "text 1" in await house.say(MODERATOR, "/queue")


async def test_more_drafts_are_written_at_once(house: House) -> None:
    """`/queue 5` writes five, and each is shown to the moderators."""
    assert await house.say(ADMIN, "/queue 5") == "Written: 5 drafts. They wait for a decision."
    assert (await house.reach.queue.counts())[DraftState.PENDING] == 5
    assert len(house.telegram.cards(MODERATORS_CHAT)) == 5


@pytest.mark.parametrize("text", ["0", "21", "-1", "five", "5 5", "9" * 5_000])
async def test_a_wrong_number_of_drafts_gets_an_example(house: House, text: str) -> None:
    """One to twenty."""
    assert await house.say(ADMIN, f"/queue {text}") == ENGLISH.queue_usage.format(most=20)
    assert house.writer.asked == []


async def test_drafts_that_cannot_be_written_are_explained(house: House) -> None:
    """Without a checkpoint an admin hears what to do; a network that repeats itself is told too."""
    house.writer.fault = Misconfigured("run `wallflower train`")
    assert "run `wallflower train`" in await house.say(ADMIN, "/queue 1")
    house.writer.fault, house.writer.repeats_itself = None, True
    await house.say(ADMIN, "/queue 1")
    assert await house.say(ADMIN, "/queue 1") == ENGLISH.queue_written_none


async def test_a_pause_has_an_end_that_is_named(house: House) -> None:
    """In the settings' zone; /schedule reminds of it and /resume ends it."""
    assert "until Mon 02.03 23:00 (Europe/Moscow)" in await house.say(ADMIN, "/pause 8h")
    assert "until Mon 02.03 23:00" in await house.say(ADMIN, "/schedule")
    assert await house.say(ADMIN, "/resume") == ENGLISH.pause_ended
    assert await house.reach.publish.paused_until() is None


async def test_a_pause_without_a_length_lasts_until_resume(house: House) -> None:
    """Also after years; `/pause off` is another name of /resume."""
    assert await house.say(ADMIN, "/pause") == ENGLISH.paused_open
    house.clock.forward(days=3_650)
    assert await house.reach.publish.paused_until() is not None
    assert await house.say(ADMIN, "/пауза выкл") == ENGLISH.pause_ended
    assert await house.say(ADMIN, "/pause off") == ENGLISH.pause_not_on


@pytest.mark.parametrize("text", ["soon", "8", "0h", "400d", "-1h", "8h please"])
async def test_a_pause_that_cannot_be_read_gets_an_example(house: House, text: str) -> None:
    """And nothing is paused."""
    assert await house.say(ADMIN, f"/pause {text}") == ENGLISH.pause_usage
    assert await house.reach.publish.paused_until() is None


@pytest.mark.parametrize(("text", "value"), [("0.1", 0.1), ("2", 2.0), ("0,75", 0.75), ("1.25", 1.25)])
async def test_the_temperature_is_set(house: House, text: str, value: float) -> None:
    """With a point or a comma; it holds after a restart."""
    assert await house.say(ADMIN, f"/temperature {text}") == ENGLISH.temperature_set.format(value=f"{value:g}")
    house.restart(house.reach.habits)
    assert await house.reach.compose.temperature() == value


@pytest.mark.parametrize("text", ["0", "0.05", "2.1", "-1", "hot", "nan", "inf", "1e1", "٠.٥", "0.5 0.6", "9" * 400])
async def test_a_wrong_temperature_gets_an_example(house: House, text: str) -> None:
    """And the old one stays."""
    assert await house.say(ADMIN, f"/temperature {text}") == ENGLISH.temperature_usage
    assert await house.reach.compose.temperature() == 0.8


async def test_the_figures_add_up(house: House) -> None:
    """Drafts by state, and the share of decisions that were approvals."""
    for action in ("approve", "approve", "reject", None):
        draft = await house.draft()
        if action is not None:
            await house.press(MODERATOR, f"{action}:{draft.id}")
    assert await house.say(ADMIN, "/stats") == (
        "Posts read: 0\nDrafts: 1 waiting, 2 approved, 1 rejected\n"
        "Decided: 3, of these approved: 67 %\nPublished: 0, uncertain: 0, skipped: 0"
    )
