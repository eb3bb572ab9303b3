"""Keys of programs that ask over HTTP: an owner makes and revokes them, as `wallflower key` does."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from bot.errors import Refused
from bot.web.callers import hashed, is_key_name, new_key
from bot.web.console.acting import request_of
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.members import MEMBERS

# Below the page of members, which leads owners here.
_PATH = "/console/members/keys"
_SHOWN_NAME = 40


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()

    async def page(visitor: Visitor, *, problem: str = "", name: str = "", status: int = 200) -> Response:
        keys = await house.api_keys.all()
        return visitor.page("keys.html", status=status, own=visitor.own(MEMBERS), keys=keys, problem=problem, name=name)

    @router.get(_PATH)
    async def keys(visitor: Annotated[Visitor, admits("console keys")]) -> Response:
        return await page(visitor)

    @router.post(f"{_PATH}/add")
    async def add(visitor: Annotated[Visitor, acts("console keys")], name: Annotated[str, Form()] = "") -> Response:
        own, name = visitor.own(MEMBERS), name.strip()
        if not is_key_name(name):
            return await page(visitor, problem=own.keys_wrong_name, name=name[:_SHOWN_NAME], status=422)
        key = new_key()
        try:
            await house.api_keys.add(name, hashed(key), request_of(visitor).signed(house.reach))
        except Refused:
            return await page(visitor, problem=own.keys_taken.format(name=name), name=name, status=422)
        # Not after a redirect: the key would have to be kept until then. Loaded again, this is refused as a taken name.
        return visitor.page("key_made.html", own=own, name=name, key=key)

    @router.post(f"{_PATH}/revoke")
    async def revoke(visitor: Annotated[Visitor, acts("console keys")], name: Annotated[str, Form()] = "") -> Response:
        own, shown = visitor.own(MEMBERS), name[:_SHOWN_NAME]
        is_key = is_key_name(name) and await house.api_keys.revoke(name, request_of(visitor).signed(house.reach))
        return visitor.back(_PATH, (own.keys_revoked if is_key else own.keys_absent).format(name=shown))

    return router
