"""The cookie that a browser shows its session by, and the token that the session's forms carry."""

import hashlib
import hmac

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.session import LONGEST
from bot.domain.token import MOST_CHARS


class SessionCookie:
    """With `is_secure` browsers send it over TLS alone."""

    def __init__(self, is_secure: bool) -> None:
        self._is_secure = is_secure

    def read(self, request: Request) -> str:
        """The session's token; "" if there is none, or one that can't be ours."""
        token = request.cookies.get(self._name(request), "")
        return token if len(token) <= MOST_CHARS else ""

    def give(self, response: Response, request: Request, token: str) -> None:
        """Have the browser show the session from now on."""
        response.set_cookie(
            self._name(request),
            token,
            max_age=int(LONGEST.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._is_secure,
        )

    def take_away(self, response: Response, request: Request) -> None:
        """Have the browser show no session any more."""
        response.delete_cookie(self._name(request), path="/", httponly=True, samesite="lax", secure=self._is_secure)

    def _name(self, request: Request) -> str:
        # With the prefix browsers take it from this very host alone, and only over TLS. Without TLS it is a machine of
        # one's own, where several communities may be served side by side: browsers keep cookies of all ports together.
        return "__Host-wallflower" if self._is_secure else f"wallflower_{request.url.port or 80}"


def csrf_of(token: str) -> str:
    """What a form carries that a page of ours made for this session: nobody else can tell it."""
    return hmac.new(token.encode(), b"wallflower console form", hashlib.sha256).hexdigest()
