"""/schedule: slots are added, changed, removed and shown with what the next week will bring."""

from datetime import time, timedelta

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.member import Role
from bot.domain.place import Place
from bot.domain.problem import Problem
from bot.domain.publication import PublicationState
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import IfNothing
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, House

ADMIN, OWNER = PEOPLE[Role.ADMIN], PEOPLE[Role.OWNER]


async def test_a_slot_is_added_shown_and_removed(house: House) -> None:
    """With the settings' place and zone where none is named, and the next time in the slot's own zone."""
    assert await house.say(ADMIN, "/schedule add 19:30 пн,ср") == (
        "Slot 1 is set.\n19:30 Mon, Wed, Europe/Moscow → vk:-1\nnext: Mon 02.03 19:30"
    )
    said = await house.say(ADMIN, "/schedule add 9:00 telegram:@channel Asia/Omsk")
    assert said.endswith("\nnext: Tue 03.03 09:00")
    assert (await house.say(ADMIN, "/расписание")).split("\n\n") == [
        "Posts go out:\n2. 09:00 every day, Asia/Omsk → telegram:@channel\n1. 19:30 Mon, Wed, Europe/Moscow → vk:-1",
        "The next seven days (Europe/Moscow):",
        "Mon 02.03\n19:30 slot 1 → vk:-1: nothing approved yet; without it, nothing goes out",
        "Tue 03.03\n06:00 slot 2 → telegram:@channel: nothing approved yet; without it, nothing goes out",
        (
            "Wed 04.03\n06:00 slot 2 → telegram:@channel: nothing approved yet; without it, nothing goes out\n"
            "19:30 slot 1 → vk:-1: nothing approved yet; without it, nothing goes out"
        ),
        *(
            f"{day}\n06:00 slot 2 → telegram:@channel: nothing approved yet; without it, nothing goes out"
            for day in ("Thu 05.03", "Fri 06.03", "Sat 07.03", "Sun 08.03", "Mon 09.03")
        ),
    ]
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
        ("add 19:30 temperature hot", "“hot” is no temperature: a number from 0.1 to 2.0"),
        ("add 19:30 temperature", "is no temperature"),
        ("add 19:30 remind soon", ENGLISH.schedule_no_reminder),
        ("add 19:30 remind", ENGLISH.schedule_no_reminder),
        ("add 19:30 " + " ".join(f"vk:-{number}" for number in range(1, 12)), "10 places at most"),
        ("remove", ENGLISH.schedule_usage),
        ("remove 0x1", ENGLISH.schedule_usage),
        ("remove " + "9" * 30, ENGLISH.schedule_usage),
        ("remove 999999999999999999", "There is no slot 999999999999999999"),
        ("edit 1", ENGLISH.schedule_usage),
        ("edit 7 20:00", "There is no slot 7"),
        ("add\n19:30", ENGLISH.schedule_usage),
        ("dance", ENGLISH.schedule_usage),
    ],
)
async def test_a_schedule_that_cannot_be_read_gets_an_example(house: House, text: str, answer: str) -> None:
    """Nothing is made, and the answer says how to write it."""
    said = await house.say(ADMIN, f"/schedule {text}")
    assert answer in said
    assert "/schedule" in said or "For example" in said or "Make another" in said
    assert await house.reach.slots.enabled() == []


async def test_only_what_is_named_changes(house: House) -> None:
    """And the answer shows the slot as it is now; the same change again is none."""
    await house.say(ADMIN, "/schedule add 19:30 mon-fri vk:-1 telegram:@channel temperature 0.9 remind 30m")
    [before] = await house.reach.slots.enabled()
    assert (before.temperature, before.if_nothing, before.remind_before) == (
        0.9, IfNothing.REMIND, timedelta(minutes=30),
    )  # fmt: skip
    said = await house.say(ADMIN, "/расписание изменить 1 20:15, сб,вс температура=любая пропустить")
    assert said == "Slot 1 is changed.\n20:15 Sat, Sun, Europe/Moscow → vk:-1, telegram:@channel\nnext: Sat 07.03 20:15"
    [after] = await house.reach.slots.enabled()
    assert (after.at, after.places, after.temperature, after.remind_before) == (time(20, 15), before.places, None, None)
    assert "is like that already" in await house.say(ADMIN, "/schedule edit 1 20:15")
    assert [entry.action for entry in await house.reach.audit_log.last(9)] == ["slot.add", "slot.edit"]


@pytest.mark.parametrize("wish", ["best", "лучший", "without approval", "без одобрения"])
async def test_only_an_owner_lets_out_what_nobody_approved(house: House, wish: str) -> None:
    """Neither a new slot nor an old one, and nobody else moves such a slot; the log says who did it."""
    assert "for owners only" in await house.say(ADMIN, f"/schedule add 19:30 {wish}")
    await house.say(ADMIN, "/schedule add 19:30")
    assert "for owners only" in await house.say(ADMIN, f"/schedule edit 1 {wish}")
    assert not (await house.reach.slots.get(1)).takes_unapproved
    assert "is changed" in await house.say(OWNER, f"/schedule edit 1 {wish}")
    assert (await house.reach.slots.get(1)).takes_unapproved
    assert "for owners only" in await house.say(ADMIN, "/schedule edit 1 vk:-2")
    [entry] = await house.reach.audit_log.last(1)
    assert (entry.actor, entry.action) == (str(OWNER), "slot.edit")
    assert '"best"' in entry.details or '"needs_approval":"False"' in entry.details
    assert "is changed" in await house.say(ADMIN, "/schedule edit 1 with approval skip")


async def test_a_slot_is_switched_off_for_a_while(house: House) -> None:
    """What is due and empty is left out, nothing new comes, and switched on again it makes up for nothing."""
    await house.say(ADMIN, "/schedule add 15:30")
    house.clock.forward(minutes=40)
    await house.tick()
    assert await house.say(ADMIN, "/расписание выключить 1") == (
        f"{ENGLISH.schedule_off.format(id=1)}\n15:30 every day, Europe/Moscow → vk:-1; off"
    )
    [publication] = await house.reach.publications.newest()
    assert (publication.state, publication.problem) == (PublicationState.SKIPPED, Problem.SLOT_OFF.value)
    house.clock.forward(days=3)
    await house.tick()
    assert len(await house.reach.publications.newest()) == 1
    assert "is like that already" in await house.say(ADMIN, "/schedule off 1")
    assert "slot 1 →" not in await house.say(ADMIN, "/schedule")
    said = await house.say(ADMIN, "/schedule on 1")
    assert said.startswith(ENGLISH.schedule_on.format(id=1))
    assert said.endswith("next: Fri 06.03 15:30")
    await house.tick()
    assert len(await house.reach.publications.newest()) == 1
    assert "There is no slot 2" in await house.say(ADMIN, "/schedule on 2")


async def test_the_week_shows_which_draft_goes_out_but_its_text_to_moderators_only(house: House) -> None:
    """In a group the number alone."""
    draft = await house.approved()
    await house.say(ADMIN, "/schedule add 19:30")
    shown = f"19:30 slot 1 → vk:-1: draft {draft.id}, “{draft.text}”"
    assert shown in await house.say(ADMIN, "/schedule")
    assert shown in await house.say(ADMIN, "/schedule", MODERATORS_CHAT)
    said = await house.say(ADMIN, "/schedule", GROUP)
    assert f"19:30 slot 1 → vk:-1: draft {draft.id}\n" in said
    assert draft.text not in said


async def test_the_week_says_what_happens_where_nothing_is_approved(house: House) -> None:
    """A reminder, the best unapproved, a pause, the quiet hours, or what waits right now."""
    house.quiet = QuietHours(time(0), time(8), "Europe/Moscow")
    house.restart(house.reach.habits)
    await house.say(ADMIN, "/schedule add 16:00 mon remind 1h")
    await house.say(OWNER, "/schedule add 17:00 mon best")
    await house.say(ADMIN, "/schedule add 7:30 tue")
    await house.say(ADMIN, "/schedule add 1:00 tue")
    await house.say(ADMIN, "/schedule add 18:00 mon")
    await house.say(ADMIN, "/schedule add 15:10 mon")
    await house.say(ADMIN, "/pause until 18:30")
    house.clock.forward(minutes=1)
    said = await house.say(ADMIN, "/schedule")
    assert "16:00 slot 1 → vk:-1: left out, there is a pause" in said
    await house.say(ADMIN, "/resume")
    house.clock.forward(minutes=10)
    await house.reach.publish.tick()
    said = await house.say(ADMIN, "/schedule")
    for line in (
        "15:10 slot 6 → vk:-1: waits for an approved draft",
        "16:00 slot 1 → vk:-1: nothing approved yet; I remind 1 hour before",
        "17:00 slot 2 → vk:-1: the best unapproved draft",
        "01:00 slot 4 → vk:-1: left out, the quiet hours last too long",
        (
            "07:30 slot 3 → vk:-1: nothing approved yet; without it, nothing goes out "
            "(served from Tue 03.03 08:00 on, after the quiet hours)"
        ),
        "🌙 Quiet hours: 00:00-08:00 (Europe/Moscow).",
    ):
        assert line in said


async def test_a_long_schedule_comes_in_pages(house: House) -> None:
    """Each fits a message on both platforms, and together they hold every day."""
    for hour in range(24):
        await house.say(ADMIN, f"/schedule add {hour}:00 vk:-{10**18 + hour} telegram:@a_channel_with_a_long_name")
    first = await house.say(ADMIN, "/schedule")
    count = int(first.rsplit("of ")[1].split(".")[0])
    assert count > 1
    shown = [await house.say(ADMIN, f"/schedule {number}") for number in range(1, count + 1)]
    assert shown[0] == first
    assert all(len(page) <= 4_096 for page in shown)
    assert sum(page.count("slot 1 →") for page in shown) == 7
    assert await house.say(ADMIN, "/schedule 9999") == shown[-1]


@pytest.mark.parametrize(
    ("at", "note"),
    [
        ("7:30", "it lies in the quiet hours (23:00-08:00) and waits until Tue 03.03 08:00"),
        ("2:00", "it lies in the quiet hours (23:00-08:00) and is left out"),
        ("8:00", None),
    ],
)
async def test_a_slot_in_the_quiet_hours_comes_with_a_warning(house: House, at: str, note: str | None) -> None:
    """Which says what becomes of it."""
    await house.say(ADMIN, "/quiet 23:00-08:00")
    said = await house.say(ADMIN, f"/schedule add {at}")
    assert (note is not None and note in said) or (note is None and "quiet" not in said)
    assert Place.parse("vk:-1") in (await house.reach.slots.get(1)).places
