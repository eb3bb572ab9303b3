"""The gate before every page and action: `admits` to look, `acts` to change something.

A route without one of the two is open to everybody, which only the login, its pictures and its language are; a test
goes through all routes and holds that.
"""

import hmac
from dataclasses import dataclass
from typing import Any

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.chat.rights import LEAST_ROLE
from bot.web.console.reception import reception_of
from bot.web.console.refusals import Forged, NotServed, RoleTooLow
from bot.web.console.same_site import is_same_site
from bot.web.console.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets those through whose role reaches `right`, a key of the table in `bot.chat.rights`."""

    right: str
    is_for_acting: bool

    async def __call__(self, request: Request) -> Visitor:
        """Who came through. Raises LoginNeeded, RoleTooLow, Forged and TooMany."""
        reception = reception_of(request)
        visitor = await reception.visitor(request)
        request.state.visitor = visitor
        if visitor.role < LEAST_ROLE[self.right]:
            raise RoleTooLow
        if self.is_for_acting:
            if not is_same_site(request, reception.house.url):
                raise Forged
            carried = (await request.form()).get("csrf", "")
            try:
                if isinstance(carried, UploadFile) or not hmac.compare_digest(carried.encode(), visitor.csrf.encode()):
                    raise Forged
                reception.count_action(visitor)
            except NotServed:
                await request.close()  # what came along as a file lies in one
                raise
        return visitor


def admits(right: str) -> Any:
    """For `Annotated[Visitor, admits("/queue")]` in a route that shows something."""
    return Depends(_gate(right, is_for_acting=False), use_cache=False)


def acts(right: str) -> Any:
    """For `Annotated[Visitor, acts(Verb.APPROVE)]` in a route that changes something; its form carries `csrf`."""
    return Depends(_gate(right, is_for_acting=True), use_cache=False)


def _gate(right: str, *, is_for_acting: bool) -> Gate:
    # Looked up when the routes are made: a right that is in no table fails there, not when somebody comes.
    if right not in LEAST_ROLE:
        raise KeyError(right)
    return Gate(right, is_for_acting)
