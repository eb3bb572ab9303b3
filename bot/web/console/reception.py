"""Finds out who comes: reads the session and the role anew at each request, and counts what everybody asks for."""

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.chat.language import LANGUAGES
from bot.domain.member import Role
from bot.web.callers import network_of
from bot.web.console.cookie import SessionCookie, csrf_of
from bot.web.console.house import House
from bot.web.console.refusals import LoginNeeded, TooMany
from bot.web.console.rendering import Rendering
from bot.web.console.visitor import Visitor
from bot.web.quotas import Quotas

# Of one address, and of all together: passwords are guessed slowly, whoever guesses.
_LOGINS_PER_MINUTE, _ALL_LOGINS_PER_MINUTE = 6, 60
_LOOKS_PER_MINUTE = 30
# Of one person: more than anybody presses, less than would hurt.
_ACTIONS_PER_MINUTE = 120


class Reception:
    """Everything that stands between a request and a page."""

    def __init__(self, house: House, rendering: Rendering, now_s: Callable[[], float] = time.monotonic) -> None:
        """`now_s` counts seconds for what people may ask for."""
        self.house = house
        self.rendering = rendering
        self.is_secure = house.url.startswith("https://")
        self.cookie = SessionCookie(self.is_secure)
        self._now_s = now_s
        self._logins = Quotas(_LOGINS_PER_MINUTE)
        self._all_logins = Quotas(_ALL_LOGINS_PER_MINUTE)
        self._looks = Quotas(_LOOKS_PER_MINUTE)
        self._actions = Quotas(_ACTIONS_PER_MINUTE)

    async def visitor(self, request: Request) -> Visitor:
        """Who is logged in with this browser, whatever their role. Raises LoginNeeded."""
        token = self.cookie.read(request)
        session = await self.house.sessions.find(token, self.house.reach.clock.now()) if token else None
        if session is None:
            raise LoginNeeded
        visit = await self.house.reach.visits.of(session.person, session.person)
        if visit.role is Role.BANNED:
            raise LoginNeeded
        language = session.language or visit.language or self.house.reach.habits.language
        return Visitor(
            address=session.person,
            role=visit.role,
            words=LANGUAGES[language],
            session=session,
            csrf=csrf_of(token),
            request=request,
            rendering=self.rendering,
            is_secure=self.is_secure,
        )

    def count_action(self, visitor: Visitor) -> None:
        """Raises TooMany."""
        self._take(self._actions, str(visitor.address))

    def count_login(self, request: Request) -> None:
        """A try to log in. Raises TooMany."""
        self._take(self._logins, network_of(request))
        self._take(self._all_logins, "")

    def count_look(self, request: Request) -> None:
        """A look at something that a stranger may know or guess. Raises TooMany."""
        self._take(self._looks, network_of(request))

    def stranger_page(
        self, request: Request, template: str, *, status: int = 200, language: str = "", **values: object
    ) -> Response:
        """A page for whoever comes: without navigation, in the community's language unless another one is asked for."""
        asked = language or request.query_params.get("language", "")
        return self.rendering.response(
            template,
            status,
            language=asked if asked in LANGUAGES else self.house.reach.habits.language,
            path=request.url.path,
            role=None,
            values=values,
        )

    def _take(self, quotas: Quotas, who: str) -> None:
        wait_s = quotas.take(who, 1, self._now_s())
        if wait_s:
            raise TooMany(wait_s)


def reception_of(request: Request) -> Reception:
    """The reception of the console that a request came to."""
    found = request.app.state.reception
    assert isinstance(found, Reception)  # noqa: S101 - `console.py` puts it there
    return found
