"""Slots, the pause and the quiet hours: shown, and changed by the rules of /schedule, /pause and /quiet."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Path
from starlette.responses import Response

from bot.chat.pause import describe_pause, end_of_pause
from bot.chat.slot_face import next_line, quiet_note, slot_row
from bot.chat.slot_keeping import (
    MOST_SLOTS,
    UNAPPROVED,
    Hindered,
    Hindrance,
    add_slot,
    change_slot,
    remove_slot,
    switch_slot,
)
from bot.chat.slot_wish import MOST_PLACES, Misread
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.slot import EVERY_DAY, IfNothing, Slot, parse_time
from bot.errors import Refused
from bot.web.console.acting import command, request_of, said
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.refusals import NotFound
from bot.web.console.slot_form import SlotFields, read_slot
from bot.web.console.visitor import Visitor
from bot.web.console.words.calendar import CALENDAR, CalendarWords

_HERE = "/console/calendar/slots"
_MOST_ID = 10**18 - 1

_Id = Annotated[int, Path(ge=1, le=_MOST_ID)]
_Typed = Annotated[str, Form()]


def routes(house: House) -> APIRouter:
    """Their routes."""
    router = APIRouter()
    board = _Board(house)

    @router.get(_HERE)
    async def show(visitor: Annotated[Visitor, admits("/schedule")]) -> Response:
        return await board.page(visitor)

    @router.get(f"{_HERE}/{{slot_id}}")
    async def form(visitor: Annotated[Visitor, admits("/schedule")], slot_id: _Id) -> Response:
        slot = await board.slot(slot_id)
        return board.form(visitor, slot_id, SlotFields.of(slot))

    @router.post(_HERE)
    async def add(visitor: Annotated[Visitor, acts("/schedule")]) -> Response:
        fields = await board.typed(visitor)
        wish = read_slot(fields, board.blank())
        if not isinstance(wish, Slot):
            return await board.page(visitor, status=422, fields=fields, wrong=wish)
        came = await add_slot(request_of(visitor), house.reach, wish)
        if isinstance(came, Hindered):
            return await board.page(visitor, status=422, fields=fields, problem=board.hindrance(visitor, came, 0))
        return visitor.back(_HERE, await board.told(visitor, came, visitor.words.schedule_added))

    @router.post(f"{_HERE}/{{slot_id}}")
    async def change(visitor: Annotated[Visitor, acts("/schedule")], slot_id: _Id) -> Response:
        before, fields = await board.slot(slot_id), await board.typed(visitor)
        wish = read_slot(fields, before)
        if not isinstance(wish, Slot):
            return board.form(visitor, slot_id, fields, status=422, wrong=wish)
        came = await change_slot(request_of(visitor), house.reach, wish)
        if isinstance(came, Hindered) and came.by is not Hindrance.UNCHANGED:
            return board.form(visitor, slot_id, fields, status=422, problem=board.hindrance(visitor, came, slot_id))
        words = visitor.words
        told = words.schedule_unchanged if isinstance(came, Hindered) else words.schedule_changed
        return visitor.back(_HERE, await board.told(visitor, wish, told))

    @router.post(f"{_HERE}/{{slot_id}}/on")
    async def on(visitor: Annotated[Visitor, acts("/schedule")], slot_id: _Id) -> Response:
        came = await switch_slot(request_of(visitor), house.reach, slot_id, on=True)
        return await board.back(visitor, came, slot_id, visitor.words.schedule_on)

    @router.post(f"{_HERE}/{{slot_id}}/off")
    async def off(visitor: Annotated[Visitor, acts("/schedule")], slot_id: _Id) -> Response:
        came = await switch_slot(request_of(visitor), house.reach, slot_id, on=False)
        return await board.back(visitor, came, slot_id, visitor.words.schedule_off)

    @router.post(f"{_HERE}/{{slot_id}}/remove")
    async def remove(visitor: Annotated[Visitor, acts("/schedule")], slot_id: _Id) -> Response:
        came = await remove_slot(request_of(visitor), house.reach, slot_id)
        told = board.hindrance(visitor, came, slot_id) if isinstance(came, Hindered) else ""
        return visitor.back(_HERE, told or visitor.words.schedule_removed.format(id=slot_id))

    @router.post("/console/calendar/pause")
    async def pause(visitor: Annotated[Visitor, acts("/pause")], length: _Typed = "") -> Response:
        if end_of_pause(length.strip(), house.reach) is None:
            own = visitor.own(CALENDAR)
            return await board.page(visitor, status=422, pause_typed=length[:100], pause_problem=own.pause_wrong)
        return visitor.back(_HERE, said(await command(house, visitor, "pause", length)))

    @router.post("/console/calendar/resume")
    async def resume(visitor: Annotated[Visitor, acts("/resume")]) -> Response:
        return visitor.back(_HERE, said(await command(house, visitor, "resume")))

    @router.post("/console/calendar/quiet")
    async def quiet(visitor: Annotated[Visitor, acts("/quiet")], begin: _Typed = "", end: _Typed = "") -> Response:
        try:
            hours = f"{parse_time(begin):%H:%M}-{parse_time(end):%H:%M}"
            parse_quiet_hours(hours, house.reach.habits.zone)
        except Refused:
            own = visitor.own(CALENDAR)
            typed = begin[:20], end[:20]
            return await board.page(visitor, status=422, quiet_typed=typed, quiet_problem=own.quiet_wrong)
        return visitor.back(_HERE, said(await command(house, visitor, "quiet", hours)))

    @router.post("/console/calendar/quiet/off")
    async def quiet_off(visitor: Annotated[Visitor, acts("/quiet")]) -> Response:
        return visitor.back(_HERE, said(await command(house, visitor, "quiet", "off")))

    return router


class _Board:
    """What the routes have in common."""

    def __init__(self, house: House) -> None:
        self._reach = house.reach

    def blank(self) -> Slot:
        """What a new slot is but for its fields."""
        return Slot(0, (), parse_time("19:30"), self._reach.habits.zone, EVERY_DAY)

    async def slot(self, slot_id: int) -> Slot:
        """Raises NotFound."""
        try:
            return await self._reach.slots.get(slot_id)
        except Refused:
            raise NotFound from None

    @staticmethod
    async def typed(visitor: Visitor) -> SlotFields:
        """What a slot's form holds."""
        fields = await visitor.request.form()
        return SlotFields.typed(fields, fields.getlist("weekdays"))

    async def page(
        self,
        visitor: Visitor,
        *,
        status: int = 200,
        fields: SlotFields | None = None,
        wrong: Mapping[str, Misread] | None = None,
        problem: str = "",
        pause_typed: str = "",
        pause_problem: str = "",
        quiet_typed: tuple[str, str] | None = None,
        quiet_problem: str = "",
    ) -> Response:
        """All slots and the form for a new one, with what was typed and what is wrong with it."""
        reach, words = self._reach, visitor.words
        until, hours = await reach.silence.paused_until(), await reach.silence.quiet_hours()
        place = reach.habits.place
        blank = SlotFields.of(self.blank())
        if fields is None:
            fields = SlotFields(at=blank.at, weekdays=blank.weekdays, zone=blank.zone, places=str(place or ""))
        return visitor.page(
            "slots.html",
            status=status,
            slots=[
                (slot, slot_row(words, slot), await next_line(words, reach, slot), await quiet_note(words, reach, slot))
                for slot in await reach.slots.all()
            ],
            paused=None if until is None else describe_pause(words, reach, until),
            quiet_hours=None if hours is None else words.quiet_now.format(hours=hours, zone=hours.zone),
            quiet_typed=quiet_typed or (("", "") if hours is None else (f"{hours.begin:%H:%M}", f"{hours.end:%H:%M}")),
            quiet_problem=quiet_problem,
            pause_typed=pause_typed,
            pause_problem=pause_problem,
            **self._form(visitor, fields, wrong or {}, problem),
        )

    def form(
        self,
        visitor: Visitor,
        slot_id: int,
        fields: SlotFields,
        *,
        status: int = 200,
        wrong: Mapping[str, Misread] | None = None,
        problem: str = "",
    ) -> Response:
        """One slot's form."""
        values = self._form(visitor, fields, wrong or {}, problem)
        return visitor.page("slot.html", status=status, slot_id=slot_id, **values)

    def hindrance(self, visitor: Visitor, came: Hindered, slot_id: int) -> str:
        """Why nothing was done."""
        own, words = visitor.own(CALENDAR), visitor.words
        if came.by is Hindrance.UNAPPROVED:
            return own.unapproved
        if came.by is Hindrance.FULL:
            return own.full.format(most=MOST_SLOTS)
        if came.by is Hindrance.SAME and came.slot is not None:
            return words.schedule_same.format(id=came.slot.id)
        if came.by is Hindrance.UNCHANGED:
            return words.schedule_unchanged.format(id=slot_id)
        return words.schedule_absent.format(id=slot_id)

    async def told(self, visitor: Visitor, slot: Slot, what: str) -> str:
        """What came of it: the slot as it is now, when it comes next, and what the quiet hours do to it."""
        words = visitor.words
        lines = [what.format(id=slot.id), slot_row(words, slot), await next_line(words, self._reach, slot)]
        note = await quiet_note(words, self._reach, slot)
        if note is not None:
            lines.append(words.schedule_in_quiet_hours.format(note=note))
        return "\n".join(line for line in lines if line is not None)

    async def back(self, visitor: Visitor, came: Slot | Hindered, slot_id: int, what: str) -> Response:
        """To all slots, with what came of a switch."""
        if isinstance(came, Hindered):
            return visitor.back(_HERE, self.hindrance(visitor, came, slot_id))
        return visitor.back(_HERE, await self.told(visitor, came, what))

    @staticmethod
    def _form(visitor: Visitor, fields: SlotFields, wrong: Mapping[str, Misread], problem: str) -> dict[str, object]:
        own = visitor.own(CALENDAR)
        return {
            "own": own,
            "fields": fields,
            "wrong": {field: _told(own, field, misread) for field, misread in wrong.items()},
            "problem": problem or (own.look_below if wrong else ""),
            "choices": list(IfNothing),
            "unapproved_right": UNAPPROVED,
        }


def _told(own: CalendarWords, field: str, misread: Misread) -> str:
    return own.wrong.get(field) or own.lacks[misread.lack].format(word=misread.word, most=MOST_PLACES)
