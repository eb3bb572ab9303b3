"""The start page: how the bot fares, at a glance."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from bot.domain.draft import DraftState
from bot.web.console.gate import admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.start import START


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()

    @router.get("/console/")
    async def start(visitor: Annotated[Visitor, admits("console")]) -> Response:
        drafts = await house.reach.queue.counts()
        return visitor.page(
            "start.html",
            own=visitor.own(START),
            pending=drafts[DraftState.PENDING],
            approved=drafts[DraftState.APPROVED],
        )

    return router
