"""What everybody who is logged in has: their sessions, the language, the way out."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from bot.chat.language import LANGUAGES
from bot.domain.audit import Signature
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.own_page import own_page
from bot.web.console.reception import reception_of
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.login import LOGIN


def routes(house: House) -> APIRouter:
    """Their routes."""
    router = APIRouter()

    @router.get("/console/sessions")
    async def show(visitor: Annotated[Visitor, admits("console")]) -> Response:
        own = visitor.own(LOGIN)
        found = await house.sessions.of(visitor.address, house.reach.clock.now())
        return visitor.page("sessions.html", own=own, sessions=found)

    @router.post("/console/sessions/{session_id}/end")
    async def end(visitor: Annotated[Visitor, acts("console")], session_id: int) -> Response:
        own = visitor.own(LOGIN)
        has_ended = await house.sessions.end(session_id, visitor.address)
        return visitor.back("/console/sessions", own.ended if has_ended else own.ended_already)

    @router.post("/console/sessions/end-all")
    async def end_all(visitor: Annotated[Visitor, acts("console")]) -> Response:
        await house.sessions.end_all(visitor.address, Signature(str(visitor.address), house.reach.clock.now()))
        return _out(visitor)

    @router.post("/console/logout")
    async def log_out(visitor: Annotated[Visitor, acts("console")]) -> Response:
        await house.sessions.end(visitor.session.id, visitor.address)
        return _out(visitor)

    @router.post("/console/language")
    async def language(
        visitor: Annotated[Visitor, acts("console")],
        chosen: Annotated[str, Form(alias="language")],
        to: Annotated[str, Form()] = "",
    ) -> Response:
        if chosen not in LANGUAGES:
            raise NotFound
        await house.sessions.choose_language(visitor.session.id, chosen)
        return visitor.back(own_page(to))

    return router


def _out(visitor: Visitor) -> Response:
    response = RedirectResponse(f"/console/login?language={visitor.language}", status_code=303)
    reception_of(visitor.request).cookie.take_away(response, visitor.request)
    return response
