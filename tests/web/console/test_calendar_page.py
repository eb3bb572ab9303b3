"""The calendar shows what happened and what is planned; slots, pauses and quiet hours are changed as in chat."""

import re
from datetime import UTC, datetime, time
from html import unescape

import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.member import Role
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.slot import EVERY_DAY, IfNothing, Slot
from bot.storage import tables
from bot.web.console.words.calendar import EN
from tests.chat.fakes import PEOPLE, House
from tests.web.console.conftest import AsRole, Console, Serve

ADMIN, OWNER = PEOPLE[Role.ADMIN], PEOPLE[Role.OWNER]
SLOTS = "/console/calendar/slots"
FIELDS = {"at": "19:30", "zone": "Europe/Moscow", "places": "vk:-1", "if_nothing": "skip", "weekdays": "0"}


async def happened(chats: House, due_at: datetime, state: PublicationState, **more: object) -> None:
    """A publication as one that was made then."""
    values = {"place": "vk:-1", "due_at": due_at, "state": state.value, "attempts": 1, **more}
    async with chats.database.begin() as connection:
        await connection.execute(tables.publications.insert().values(values))


def cell(page: str, day: int) -> str:
    """What stands in the cell of a day."""
    found = re.search(rf'id="day-{day}">(.*?)</td>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


async def test_a_month_shows_what_happened_and_what_is_planned(at: Console, as_role: AsRole) -> None:
    """By the community's days: published with its address, missed and why, and what each coming occurrence takes."""
    chats = at.chats
    await chats.say(ADMIN, "/schedule add 19:30 telegram:@channel")
    draft = await chats.approved()
    last_minute = datetime(2026, 2, 28, 21, 30, tzinfo=UTC)  # the first of March in Moscow
    await happened(
        chats, last_minute, PublicationState.PUBLISHED, remote_id="77", local_date=last_minute.date(), slot_id=1
    )
    missed = "the bot was not running then"
    await happened(chats, datetime(2026, 3, 2, 8, tzinfo=UTC), PublicationState.SKIPPED, problem=missed)
    browser = await as_role(Role.ADMIN)
    page = (await browser.get("/console/calendar?month=2026-03")).text
    assert cell(page, 1) == "Sun 1 00:30 published slot 1 · vk:-1"
    assert "https://vk.com/wall-1_77" in page
    assert cell(page, 2) == f"Mon 2 today 11:00 left out at once {missed} 19:30 ready slot 1 · draft {draft.id}"
    assert cell(page, 3) == "Tue 3 19:30 no draft yet slot 1"
    assert cell(page, 31) == "Tue 31 19:30 no draft yet slot 1"
    day = (await browser.get("/console/calendar?month=2026-03&day=2")).text
    assert f"telegram:@channel: {ENGLISH.coming_draft_text.format(id=draft.id, text=draft.text)}" in day
    before = (await browser.get("/console/calendar?month=2026-02")).text
    assert "Nothing went out in this month" in before


@pytest.mark.parametrize(
    ("month", "zone", "day", "expected"),
    [
        # Clocks go forward at 02:00: the slot comes at 03:30, once; and back at 03:00: the first time of two.
        ("2026-03", "Europe/Berlin", 29, "Sun 29 03:30 no draft yet slot 1"),
        ("2026-10", "Europe/Berlin", 25, "Sun 25 02:30 no draft yet slot 1"),
        ("2026-12", "Europe/Moscow", 31, "Thu 31 02:30 no draft yet slot 1"),
        ("2027-01", "America/New_York", 1, "Fri 1 02:30 no draft yet slot 1"),
    ],
)
async def test_each_day_has_its_occurrence_when_clocks_and_years_change(
    chats: House, serving: Serve, month: str, zone: str, day: int, expected: str
) -> None:
    chats.restart_with(zone=zone)
    slot = Slot(0, (Place.parse("vk:-1"),), time(2, 30), zone, EVERY_DAY)
    await chats.reach.slots.add(slot, chats.clock.now())
    async with serving(reach=chats.reach) as at:
        page = (await (await at.logged_in(ADMIN)).get(f"/console/calendar?month={month}")).text
    assert cell(page, day) == expected
    days = re.findall(r'id="day-(\d+)">', page)
    assert [int(one) for one in days] == list(range(1, len(days) + 1))
    assert page.count("no draft yet") == len(days) - (2 if month == "2026-03" else 0)  # the slot was made on the second


@pytest.mark.parametrize(
    "query",
    [
        "month=2026-13",
        "month=0000-01",
        "month=9999-12",
        "month=2027-04",
        "month=" + "9" * 999,
        "month=²026-01",
        "month=",
    ],
)
async def test_a_month_that_the_calendar_does_not_have_is_said(at: Console, as_role: AsRole, query: str) -> None:
    """And the present one is shown."""
    shown = await (await as_role(Role.ADMIN)).get(f"/console/calendar?{query}&day=99")
    assert shown.status == 422
    assert EN.no_such_month in shown.text
    assert "March 2026" in shown.text


async def test_a_crowded_month_stays_small_and_a_day_can_be_seen_whole(at: Console, as_role: AsRole) -> None:
    for hour in range(24):
        for minute in (0, 30):
            slot = Slot(0, (Place.parse("vk:-1"),), time(hour, minute), "UTC", EVERY_DAY)
            await at.chats.reach.slots.add(slot, at.chats.clock.now())
    browser = await as_role(Role.ADMIN)
    page = (await browser.get("/console/calendar?month=2026-04")).text
    assert len(page.encode()) < 100_000
    assert "42 more" in page
    assert (await browser.get("/console/calendar?month=2026-04&day=30")).text.count("nothing approved yet") == 48


async def test_a_slot_is_added_changed_switched_and_removed(at: Console, as_role: AsRole) -> None:
    """With the chat's sentences, and its entries in the log."""
    browser = await as_role(Role.ADMIN)
    shown = await browser.post(SLOTS, **FIELDS)
    assert (await browser.notice(shown)).startswith("Slot 1 is set.\n19:30 Mon, Europe/Moscow → vk:-1")
    assert "This is slot 1 already." in (await browser.post(SLOTS, **FIELDS)).text
    changed = {**FIELDS, "at": "20:15", "if_nothing": "remind", "remind": "30m", "places": "vk:-1\r\ntelegram:@channel"}
    await browser.post(f"{SLOTS}/1", **changed, temperature="0,9")
    slots = at.chats.reach.slots
    slot = await slots.get(1)
    assert (slot.at, slot.if_nothing, slot.temperature) == (time(20, 15), IfNothing.REMIND, 0.9)
    assert [str(place) for place in slot.places] == ["vk:-1", "telegram:@channel"]
    form = (await browser.get(f"{SLOTS}/1")).text
    for part in ('value="20:15"', 'value="30m"', "vk:-1\ntelegram:@channel</textarea>", 'value="0.9"'):
        assert part in form
    assert (await browser.notice(await browser.post(f"{SLOTS}/1/off"))).startswith("Slot 1 is off")
    assert await slots.enabled() == []
    assert "1. 20:15 Mon, Europe/Moscow → vk:-1, telegram:@channel; off" in await at.chats.say(ADMIN, "/schedule")
    assert (await browser.notice(await browser.post(f"{SLOTS}/1/on"))).startswith("Slot 1 is on again.")
    assert await browser.notice(await browser.post(f"{SLOTS}/1/remove")) == "Slot 1 is gone."
    assert (await browser.get(f"{SLOTS}/1")).status == 404
    assert "There is no slot 1" in await browser.notice(await browser.post(f"{SLOTS}/1/on"))
    log = [entry.action for entry in await at.chats.reach.audit_log.last(5)]
    assert log == ["slot.add", "slot.edit", "slot.off", "slot.on", "slot.remove"]


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("at", "25:00", "A time of day, please"),
        ("zone", "../../etc/passwd", "no such time zone"),
        ("places", "vk:-1 <script>", "“&lt;script&gt;” is no place"),
        ("places", "", "“” is no place"),
        ("places", " ".join(f"vk:-{number}" for number in range(1, 12)), "10 places at most"),
        ("temperature", "9", "A number from 0.1 to 2"),
        ("remind", "soon", "How long before?"),
        ("if_nothing", "explode", "Choose one of the three."),
        ("weekdays", "7", "Choose one day at least."),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    at: Console, as_role: AsRole, field: str, typed: str, problem: str
) -> None:
    browser = await as_role(Role.OWNER)
    shown = await browser.post(SLOTS, **{**FIELDS, "temperature": "1.1", field: typed})
    assert shown.status == 422
    assert problem in shown.text
    assert EN.look_below in shown.text
    if field not in ("if_nothing", "weekdays"):
        assert typed.replace("<", "&lt;").replace(">", "&gt;") in shown.text
    if field != "temperature":
        assert 'value="1.1"' in shown.text
    assert await at.chats.reach.slots.all() == []


@pytest.mark.parametrize("wish", [{"if_nothing": "best"}, {"without_approval": "yes"}])
async def test_only_an_owner_lets_out_what_nobody_approved(at: Console, as_role: AsRole, wish: dict[str, str]) -> None:
    """Not by adding, changing or switching on."""
    admin, owner, slots = await as_role(Role.ADMIN), await as_role(Role.OWNER), at.chats.reach.slots
    refused = await admin.post(SLOTS, **(FIELDS | wish))
    assert refused.status == 422
    assert EN.unapproved in refused.text
    assert 'value="best"' not in (await admin.get(SLOTS)).text
    await owner.post(SLOTS, **(FIELDS | wish))
    assert (await slots.get(1)).takes_unapproved
    assert (await admin.post(f"{SLOTS}/1", **(FIELDS | wish), temperature="1")).status == 422
    await admin.post(f"{SLOTS}/1/off")
    assert await admin.notice(await admin.post(f"{SLOTS}/1/on")) == EN.unapproved
    assert not (await slots.get(1)).enabled
    assert "for owners only" in await at.chats.say(ADMIN, "/schedule on 1")
    await owner.post(f"{SLOTS}/1/on")
    assert (await slots.get(1)).enabled


async def test_a_pause_and_quiet_hours_are_made_and_ended(at: Console, as_role: AsRole) -> None:
    """What can't be read is said beside the field, and nothing changes."""
    browser, silence = await as_role(Role.ADMIN), at.chats.reach.silence
    wrong = await browser.post("/console/calendar/pause", length="for <ever>")
    assert wrong.status == 422
    assert EN.pause_wrong in unescape(wrong.text)
    assert "for &lt;ever&gt;" in wrong.text
    assert await silence.paused_until() is None
    assert "Nothing is published until" in await browser.notice(
        await browser.post("/console/calendar/pause", length="8h")
    )
    assert await browser.notice(await browser.post("/console/calendar/resume")) == ENGLISH.pause_ended
    for begin, end in (("23:00", "23:00"), ("", "08:00"), ("25:00", "x")):
        wrong = await browser.post("/console/calendar/quiet", begin=begin, end=end)
        assert wrong.status == 422
        assert EN.quiet_wrong in wrong.text
    await browser.post("/console/calendar/quiet", begin="23:00", end="08:00")
    assert str(await silence.quiet_hours()) == "23:00-08:00"
    assert await browser.notice(await browser.post("/console/calendar/quiet/off")) == ENGLISH.quiet_off
    assert await silence.quiet_hours() is None
