"""Words that no text may hold: banned and allowed again as from cards and by /words."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bot.chat.action import Verb
from bot.chat.banned_words import ban
from bot.web.console.acting import command, request_of, said
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.leafing import Leafing, page_number
from bot.web.console.visitor import Visitor
from bot.web.console.words.leafing import LEAFING
from bot.web.console.words.members import MEMBERS

_PATH = "/console/words"
_A_PAGE = 100
# Longer entries are refused anyway; nobody looks through megabytes for that.
_MOST_ENTRY = 200


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    banning = house.reach.banning

    @router.get(_PATH)
    async def words(visitor: Annotated[Visitor, admits("/words")], page: str = "1") -> Response:
        bans = await banning.bans()
        leafing = Leafing(_PATH, {}, page_number(page), len(bans), _A_PAGE)
        return visitor.page(
            "banned_words.html",
            own=visitor.own(MEMBERS),
            leaf_words=visitor.own(LEAFING),
            bans=bans[leafing.begin : leafing.begin + _A_PAGE],
            leafing=leafing,
            by_settings=banning.by_settings,
        )

    @router.post(f"{_PATH}/ban")
    async def add(visitor: Annotated[Visitor, acts(Verb.BAN)], word: Annotated[str, Form()] = "") -> Response:
        answer = await ban(request_of(visitor, word[:_MOST_ENTRY]), house.reach)
        await house.carry_out(answer)
        return visitor.back(_PATH, said(answer))

    @router.post(f"{_PATH}/lift")
    async def lift(visitor: Annotated[Visitor, acts("/words remove")], word: Annotated[str, Form()] = "") -> Response:
        return visitor.back(_PATH, said(await command(house, visitor, "words", f"remove {word[:_MOST_ENTRY]}")))

    return router
