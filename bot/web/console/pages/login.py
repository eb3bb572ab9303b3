"""The doors into the console: a link from the bot, Telegram's word, the owner's password. All are open to strangers.

Opening an address never logs anybody in: programs that show previews open links, too, and so do pages that somebody was
lured to. It shows a button, and pressing that does.
"""

import asyncio
from collections.abc import Callable, Mapping

import structlog
from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.chat.language import LANGUAGES
from bot.chat.rights import LEAST_ROLE
from bot.domain.member import Address, Role
from bot.domain.session import LoginWay
from bot.web.console.device import device_of
from bot.web.console.house import House
from bot.web.console.own_page import START, own_page
from bot.web.console.password import is_password
from bot.web.console.reception import Reception, reception_of
from bot.web.console.refusals import Forged, LoginNeeded
from bot.web.console.same_site import is_same_site
from bot.web.console.telegram_proof import is_fresh, read_proof
from bot.web.console.words.login import LOGIN, LoginWords

# The page with Telegram's button, and no other, runs a script of Telegram's.
_TELEGRAM_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self' https://telegram.org; "
    "frame-src https://oauth.telegram.org; img-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

# Why a door did not open, out of the words of a language.
_Problem = Callable[[LoginWords], str]

_log = structlog.get_logger(__name__)


def routes(house: House) -> APIRouter:
    """Their routes."""
    router = APIRouter()
    doors = _Doors(house)

    @router.get("/console/login")
    async def login(request: Request) -> Response:
        """All doors that there are."""
        reception = reception_of(request)
        try:
            await reception.visitor(request)
            return RedirectResponse(own_page(request.query_params.get("to", "")), status_code=303)
        except LoginNeeded:
            return await doors.page(request)

    @router.get("/console/login/link/{token}")
    async def ask_link(request: Request, token: str) -> Response:
        """Ask whether to log in; the link stays good."""
        reception = reception_of(request)
        reception.count_look(request)
        person = await house.logins.whose_link(token, house.reach.clock.now())
        if person is None:
            return await doors.page(request, status=410, problem=lambda own: own.link_stale)
        return doors.question(request, str(person), request.url.path, {})

    @router.post("/console/login/link/{token}")
    async def use_link(request: Request, token: str) -> Response:
        """Log in by a link, which is used up."""
        await doors.check(request)
        person = await house.logins.use_link(token, house.reach.clock.now())
        if person is None:
            return await doors.failed(request, LoginWay.LINK, lambda own: own.link_stale, status=410)
        return await doors.enter(request, person, LoginWay.LINK)

    @router.get("/console/login/telegram")
    async def ask_telegram(request: Request) -> Response:
        """Ask whether to log in as whom Telegram says; Telegram's word stays good."""
        given = dict(request.query_params)
        reception_of(request).count_look(request)
        proof = read_proof(given, house.telegram_token)
        if proof is None:
            return await doors.failed(request, LoginWay.TELEGRAM, lambda own: own.proof_wrong)
        if not is_fresh(proof, house.reach.clock.now()):
            return await doors.failed(request, LoginWay.TELEGRAM, lambda own: own.proof_stale)
        return doors.question(request, proof.name, "/console/login/telegram", given)

    @router.post("/console/login/telegram")
    async def use_telegram(request: Request) -> Response:
        """Log in by Telegram's word, which is used up."""
        form = await doors.check(request)
        now = house.reach.clock.now()
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        proof = read_proof(given, house.telegram_token)
        if proof is None:
            return await doors.failed(request, LoginWay.TELEGRAM, lambda own: own.proof_wrong)
        if not is_fresh(proof, now) or not await house.logins.spend(proof.hash, proof.until, now):
            return await doors.failed(request, LoginWay.TELEGRAM, lambda own: own.proof_stale)
        return await doors.enter(request, proof.person, LoginWay.TELEGRAM)

    @router.get("/console/login/telegram/button")
    async def telegram_button(request: Request) -> Response:
        """Telegram's own button, which its script draws."""
        reception = reception_of(request)
        if not house.telegram_login or not house.url:
            return await doors.page(request)
        own = doors.own(request)
        response = reception.stranger_page(
            request,
            "login_telegram.html",
            own=own,
            bot=house.telegram_login,
            address=f"{house.url}/console/login/telegram",
        )
        response.headers["Content-Security-Policy"] = _TELEGRAM_POLICY
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
        return response

    @router.post("/console/login/password")
    async def use_password(request: Request) -> Response:
        """Log in by the owner's password."""
        form = await doors.check(request)
        given = form.get("password", "")
        stored = await house.logins.password()
        if stored is None or not isinstance(given, str) or not await doors.fits(given, stored.hash):
            return await doors.failed(request, LoginWay.PASSWORD, lambda own: own.by_owner_wrong)
        if await house.reach.members.role(stored.person) is not Role.OWNER:
            # It was set for somebody who is no owner any more.
            return await doors.failed(request, LoginWay.PASSWORD, lambda own: own.by_owner_wrong)
        return await doors.enter(request, stored.person, LoginWay.PASSWORD, own_page(str(form.get("to", ""))))

    return router


class _Doors:
    """What all ways in have in common."""

    def __init__(self, house: House) -> None:
        self._house = house
        # A hash takes 16 MiB and a tenth of a second of the processor: one at a time.
        self._hashing = asyncio.Lock()

    def own(self, request: Request) -> LoginWords:
        asked = request.query_params.get("language", "")
        return LOGIN[asked if asked in LANGUAGES else self._house.reach.habits.language]

    async def check(self, request: Request) -> FormData:
        """Before anybody is let in. Raises TooMany, and Forged for a form of another site's."""
        reception = reception_of(request)
        reception.count_login(request)
        if not is_same_site(request, self._house.url):
            raise Forged
        return await request.form()

    async def fits(self, password: str, stored: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(is_password, password, stored)

    async def enter(self, request: Request, person: Address, way: LoginWay, to: str = START) -> Response:
        """Begin a session, if the person has any business here."""
        reception = reception_of(request)
        house = self._house
        if await house.reach.members.role(person) < LEAST_ROLE["console"]:
            _log.warning("login refused: the role is too low", person=str(person), way=way.value)
            return await self.page(request, status=403, problem=lambda own: own.no_role)
        device = device_of(request.headers.get("user-agent", ""))
        await _end_present(request, reception)
        token = await house.sessions.begin(person, way, device, house.reach.clock.now())
        _log.info("logged in", person=str(person), way=way.value)
        response = RedirectResponse(to, status_code=303)
        reception.cookie.give(response, request, token)
        return response

    async def failed(self, request: Request, way: LoginWay, problem: _Problem, status: int = 403) -> Response:
        """A login that was not one."""
        _log.warning("login refused", way=way.value)
        return await self.page(request, status=status, problem=problem)

    async def page(self, request: Request, status: int = 200, problem: _Problem | None = None) -> Response:
        """All doors, and why the last one did not open."""
        own = self.own(request)
        house = self._house
        return reception_of(request).stranger_page(
            request,
            "login.html",
            status=status,
            own=own,
            problem="" if problem is None else problem(own),
            has_chat=bool(house.url),
            has_telegram=bool(house.telegram_login and house.telegram_token and house.url),
            has_password=await house.logins.password() is not None,
            to=own_page(request.query_params.get("to", "")),
        )

    def question(self, request: Request, name: str, action: str, fields: Mapping[str, str]) -> Response:
        """Whether to log in as somebody."""
        own = self.own(request)
        return reception_of(request).stranger_page(
            request, "login_question.html", own=own, name=name, action=action, fields=fields
        )


async def _end_present(request: Request, reception: Reception) -> None:
    """Who logs in anew leaves no session behind that nobody can show any more."""
    try:
        visitor = await reception.visitor(request)
    except LoginNeeded:
        return
    await reception.house.sessions.end(visitor.session.id, visitor.address)
