"""/pause, /resume and /quiet: when nothing is published and nobody is asked."""

from datetime import UTC, datetime

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.member import Role
from tests.chat.fakes import PEOPLE, House

ADMIN = PEOPLE[Role.ADMIN]


async def test_a_pause_has_an_end_that_is_named(house: House) -> None:
    """In the settings' zone; /schedule reminds of it and /resume ends it."""
    assert "until Mon 02.03 23:00 (Europe/Moscow)" in await house.say(ADMIN, "/pause 8h")
    assert "until Mon 02.03 23:00" in await house.say(ADMIN, "/schedule")
    assert await house.say(ADMIN, "/resume") == ENGLISH.pause_ended
    assert await house.reach.silence.paused_until() is None


@pytest.mark.parametrize(
    ("text", "day", "hour"), [("until 9:00", 3, 6), ("до 15:01", 2, 12), ("till 15:00", 3, 12), ("UNTIL 23.30", 2, 20)]
)
async def test_a_pause_can_last_until_a_time_of_day(house: House, text: str, day: int, hour: int) -> None:
    """The next such time in the community's zone; it is 15:00 there."""
    await house.say(ADMIN, f"/pause {text}")
    until = await house.reach.silence.paused_until()
    assert until is not None
    assert (until.day, until.hour) == (day, hour)


async def test_a_pause_says_what_it_leaves_out(house: House) -> None:
    """Counted by the schedule as it stands."""
    await house.say(ADMIN, "/schedule add 19:30")
    await house.say(ADMIN, "/schedule add 9:00 mon")
    assert "leaves out 2 posts" in await house.say(ADMIN, "/pause 2d")
    assert "leaves out 1 post;" in await house.say(ADMIN, "/pause 8h")


async def test_a_pause_without_a_length_lasts_until_resume(house: House) -> None:
    """Also after years; `/pause off` is another name of /resume."""
    assert await house.say(ADMIN, "/pause") == ENGLISH.paused_open
    house.clock.forward(days=3_650)
    assert await house.reach.silence.paused_until() is not None
    assert await house.say(ADMIN, "/пауза выкл") == ENGLISH.pause_ended
    assert await house.say(ADMIN, "/pause off") == ENGLISH.pause_not_on


@pytest.mark.parametrize("text", ["soon", "8", "0h", "400d", "-1h", "8h please", "until", "until 25:00", "until 9"])
async def test_a_pause_that_cannot_be_read_gets_an_example(house: House, text: str) -> None:
    """And nothing is paused."""
    assert await house.say(ADMIN, f"/pause {text}") == ENGLISH.pause_usage
    assert await house.reach.silence.paused_until() is None


async def test_quiet_hours_are_set_shown_and_dropped(house: House) -> None:
    """With the slots that lie in them; they hold after a restart, and each change is in the audit log."""
    assert await house.say(ADMIN, "/quiet") == ENGLISH.quiet_none
    await house.say(ADMIN, "/schedule add 7:00")
    await house.say(ADMIN, "/schedule add 12:00")
    said = await house.say(ADMIN, "/тишина 23:00–7:30")
    assert said == (
        "🌙 Quiet hours: 23:00-07:30 (Europe/Moscow). In them I publish nothing and ask nobody anything.\n"
        "Slot 1: it lies in the quiet hours (23:00-07:30) and waits until Tue 03.03 07:30."
    )
    house.restart(house.reach.habits)
    assert await house.say(ADMIN, "/quiet") == said
    house.clock.instant = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    assert await house.reach.silence.is_quiet()
    assert await house.say(ADMIN, "/quiet off") == ENGLISH.quiet_off
    assert not await house.reach.silence.is_quiet()
    assert [entry.object for entry in await house.reach.audit_log.last(2)] == ["quiet", "quiet"]


@pytest.mark.parametrize("text", ["23:00", "23-8", "8:00-8:00", "always", "٢٣:٠٠-٠٨:٠٠"])
async def test_quiet_hours_that_cannot_be_read_get_an_example(house: House, text: str) -> None:
    """And nothing is quiet."""
    assert await house.say(ADMIN, f"/quiet {text}") == ENGLISH.quiet_usage
    assert await house.reach.silence.quiet_hours() is None
