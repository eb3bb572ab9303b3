"""Who may do what: roles, given and taken by the chat's own commands, so that one rule holds at both doors."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bot.domain.member import Role
from bot.web.console.acting import command, said
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.leafing import Leafing, page_number
from bot.web.console.pages import keys
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.leafing import LEAFING
from bot.web.console.words.members import MEMBERS

_PATH = "/console/members"
_A_PAGE = 50
_MOST_PERSON = 100


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    router.include_router(keys.routes(house))
    members = house.reach.members

    @router.get(_PATH)
    async def people(visitor: Annotated[Visitor, admits("/roles")], page: str = "1") -> Response:
        named = [one for one in await members.named() if one.role is not Role.MEMBER]
        all_roles = sorted(Role, reverse=True)
        leafing = Leafing(_PATH, {}, page_number(page), len(named), _A_PAGE)
        return visitor.page(
            "members.html",
            own=visitor.own(MEMBERS),
            leaf_words=visitor.own(LEAFING),
            members=named[leafing.begin : leafing.begin + _A_PAGE],
            leafing=leafing,
            roles=all_roles,
            # What the rule refuses anyway is not offered; it is the handler that decides.
            within_reach=[one for one in all_roles if visitor.role is Role.OWNER or one < visitor.role],
            fixed=members.owners_by_settings,
            banned=Role.BANNED,
            owner=Role.OWNER,
        )

    @router.post(f"{_PATH}/role")
    async def role(
        visitor: Annotated[Visitor, acts("/role PERSON")],
        person: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "",
    ) -> Response:
        if role not in {one.name.lower() for one in Role}:
            raise NotFound
        answer = await command(house, visitor, "role", f"{_one_line(person)} {role}")
        return visitor.back(_PATH, said(answer))

    @router.post(f"{_PATH}/ban")
    async def ban(visitor: Annotated[Visitor, acts("/ban")], person: Annotated[str, Form()] = "") -> Response:
        return visitor.back(_PATH, said(await command(house, visitor, "ban", _one_line(person))))

    @router.post(f"{_PATH}/unban")
    async def unban(visitor: Annotated[Visitor, acts("/unban")], person: Annotated[str, Form()] = "") -> Response:
        return visitor.back(_PATH, said(await command(house, visitor, "unban", _one_line(person))))

    return router


def _one_line(person: str) -> str:
    return " ".join(person.split())[:_MOST_PERSON]
