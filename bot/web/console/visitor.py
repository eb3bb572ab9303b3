"""Who looks at a page: a person with a role, found anew in the session of each request; and how pages answer them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.chat.rights import LEAST_ROLE
from bot.chat.words import Words
from bot.domain.member import Address, Role
from bot.domain.session import Session
from bot.web.console import notice
from bot.web.console.rendering import Rendering

Own = TypeVar("Own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A person who is logged in and may see the page that they asked for.

    `words` are the chat's, in their language. `csrf` belongs into each form that posts, as the field `csrf`.
    """

    address: Address
    role: Role
    words: Words
    session: Session
    csrf: str
    request: Request
    rendering: Rendering
    is_secure: bool

    @property
    def language(self) -> str:
        """`ru` or `en`."""
        return self.words.code

    def own(self, words: Mapping[str, Own]) -> Own:
        """A page's own words in the person's language."""
        return words[self.language]

    async def may(self, right: str) -> bool:
        """Whether their role reaches so far; `right` is a key of the table in `bot.chat.rights`."""
        return self.role >= LEAST_ROLE[right]

    def page(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A page with navigation around it; the notice that an action left is shown on it, once."""
        told = notice.read(self.request, self.csrf)
        response = self._rendered(template, status, {"notice": told, **values})
        if told:
            notice.forget(response, is_secure=self.is_secure)
        return response

    def fragment(self, template: str, **values: object) -> Response:
        """A part of a page for the script that keeps it fresh; 304 where nothing has changed."""
        response = self._rendered(template, 200, values)
        tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
        if self.request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        response.headers["ETag"] = tag
        return response

    def back(self, path: str, told: str = "") -> Response:
        """To a page, after an action; what it came to is told there."""
        response = RedirectResponse(path, status_code=303)
        if told:
            notice.leave(response, told, self.csrf, is_secure=self.is_secure)
        return response

    def _rendered(self, template: str, status: int, values: Mapping[str, object]) -> Response:
        return self.rendering.response(
            template,
            status,
            language=self.language,
            path=self.request.url.path,
            role=self.role,
            values={"visitor": self, "csrf": self.csrf, "words": self.words, **values},
        )
