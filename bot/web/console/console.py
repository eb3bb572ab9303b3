"""The console as one application: its pages, and what is answered where there is none."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from bot.chat.language import LANGUAGES
from bot.errors import Refused, Retryable
from bot.ports import MOST_PHOTO_BYTES
from bot.web.console.assets import Assets
from bot.web.console.headers import StrictHeaders
from bot.web.console.house import House
from bot.web.console.pages import (
    audit,
    banned_words,
    calendar,
    checkpoints,
    corpus,
    health,
    login,
    members,
    own_template,
    queue,
    sessions,
    start,
    statistics,
    templates,
)
from bot.web.console.reception import Reception, reception_of
from bot.web.console.refusals import Forged, Invalid, LoginNeeded, NotFound, NotServed, RoleTooLow, TooMany
from bot.web.console.rendering import Entry, Rendering
from bot.web.console.visitor import Visitor
from bot.web.console.words.shell import SHELL

_FOR_EVER = "public, max-age=31536000, immutable"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the navigation. `right` is who sees its entry, a key of the table in `bot.chat.rights`."""

    path: str
    right: str
    label: Mapping[str, str]
    routes: Callable[[House], APIRouter]


# In the navigation's order.
PAGES = (
    Page(path="/console/", right="console", label={"ru": "Обзор", "en": "Overview"}, routes=start.routes),
    Page(path="/console/queue", right="/queue", label={"ru": "Очередь", "en": "Queue"}, routes=queue.routes),
    Page(
        path="/console/calendar", right="/schedule", label={"ru": "Календарь", "en": "Calendar"}, routes=calendar.routes
    ),
    Page(
        path="/console/templates",
        right="console templates",
        label={"ru": "Шаблоны", "en": "Templates"},
        routes=templates.routes,
    ),
    Page(path="/console/corpus", right="console corpus", label={"ru": "Корпус", "en": "Corpus"}, routes=corpus.routes),
    Page(path="/console/words", right="/words", label={"ru": "Слова", "en": "Words"}, routes=banned_words.routes),
    Page(path="/console/members", right="/roles", label={"ru": "Участники", "en": "Members"}, routes=members.routes),
    Page(
        path="/console/checkpoints",
        right="console checkpoints",
        label={"ru": "Чекпойнты", "en": "Checkpoints"},
        routes=checkpoints.routes,
    ),
    Page(
        path="/console/statistics",
        right="console statistics",
        label={"ru": "Статистика", "en": "Statistics"},
        routes=statistics.routes,
    ),
    Page(
        path="/console/health",
        right="console health",
        label={"ru": "Здоровье", "en": "Health"},
        routes=health.routes,
    ),
    Page(path="/console/audit", right="/audit", label={"ru": "Журнал", "en": "Audit log"}, routes=audit.routes),
)

# Paths at which large bodies are taken, and how large: a picture, and a form around it.
UPLOADS = {own_template.PATH: MOST_PHOTO_BYTES + 64 * 1024}


def console(house: House, now_s: Callable[[], float] = time.monotonic) -> ASGIApp:
    """The application, for all addresses that begin with /console. `now_s` counts seconds for what people may ask."""
    app = bare_console(house, now_s=now_s)
    return StrictHeaders(app, is_secure=house.url.startswith("https://"), framed_by=house.framed_by)


def bare_console(house: House, pages: Sequence[Page] = PAGES, now_s: Callable[[], float] = time.monotonic) -> FastAPI:
    """The same without its headers."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    assets = Assets()
    navigation = [Entry(page.path, page.right, page.label) for page in pages]
    app.state.reception = Reception(house, Rendering(navigation, assets, house.reach.habits.zone), now_s)
    _answer_refusals(app)

    @app.get("/console")
    async def to_start() -> Response:
        return RedirectResponse("/console/", status_code=303)

    @app.get("/console/static/{digest}/{name}")
    async def static(digest: str, name: str) -> Response:
        found = assets.at(f"/console/static/{digest}/{name}")
        if found is None:
            raise NotFound
        return Response(found.data, media_type=found.mime, headers={"Cache-Control": _FOR_EVER})

    app.include_router(login.routes(house))
    app.include_router(sessions.routes(house))
    for page in pages:
        app.include_router(page.routes(house))
    return app


def _answer_refusals(app: FastAPI) -> None:
    """Every trouble is a page in the person's language."""

    async def login_needed(request: Request, _error: Exception) -> Response:
        reception = reception_of(request)
        if "x-console-live" in request.headers:
            # The script reloads the page, which leads to the login.
            return Response(status_code=401)
        path = request.url.path
        to = "" if request.method != "GET" or path == "/console/" else f"?to={path}"
        response = RedirectResponse(f"/console/login{to}", status_code=303)
        reception.cookie.take_away(response, request)
        return response

    async def role_too_low(request: Request, _error: Exception) -> Response:
        return await _trouble(request, 403, "forbidden")

    async def forged(request: Request, _error: Exception) -> Response:
        _log.warning("refused: no form of the console's own", path=request.url.path, origin=_origin(request))
        return await _trouble(request, 403, "forged")

    async def not_found(request: Request, _error: Exception) -> Response:
        return await _trouble(request, 404, "not_found")

    async def invalid(request: Request, error: Exception) -> Response:
        told = str(error) if isinstance(error, Invalid | Refused) else ""
        return await _trouble(request, 422, "invalid", told)

    async def too_many(request: Request, error: Exception) -> Response:
        assert isinstance(error, TooMany)  # noqa: S101 - registered for it
        response = await _trouble(request, 429, "too_many", wait_s=error.wait_s)
        response.headers["Retry-After"] = str(error.wait_s)
        return response

    async def busy(request: Request, error: Exception) -> Response:
        _log.warning("a page of the console failed", path=request.url.path, problem=str(error))
        return await _trouble(request, 503, "busy")

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
        if error.status_code in (404, 405):
            return await _trouble(request, error.status_code, "not_found")
        return await _trouble(request, error.status_code, "invalid")

    async def broken(request: Request, error: Exception) -> Response:
        _log.error("a page of the console failed", path=request.url.path, exc_info=error)
        return await _trouble(request, 500, "broken")

    for kind, answer in (
        (LoginNeeded, login_needed),
        (RoleTooLow, role_too_low),
        (Forged, forged),
        (NotFound, not_found),
        (Invalid, invalid),
        (Refused, invalid),
        (RequestValidationError, invalid),
        (TooMany, too_many),
        (Retryable, busy),
        (HTTPException, http),
        (Exception, broken),
    ):
        app.add_exception_handler(kind, answer)


async def _trouble(request: Request, status: int, kind: str, told: str = "", **facts: object) -> Response:
    """The page that tells of a trouble: with navigation for those who are logged in."""
    reception = reception_of(request)
    visitor = await _visitor(request, reception)
    language = visitor.language if visitor is not None else reception.house.reach.habits.language
    language = language if language in LANGUAGES else "en"
    shell = SHELL[language]
    title = getattr(shell, f"{kind}_title")
    text = LANGUAGES[language].why(told) if told else str(getattr(shell, kind)).format(**facts)
    if visitor is not None:
        return visitor.page("trouble.html", status=status, title=title, text=text)
    return reception.stranger_page(request, "trouble.html", status=status, title=title, text=text)


async def _visitor(request: Request, reception: Reception) -> Visitor | None:
    known = getattr(request.state, "visitor", None)
    if isinstance(known, Visitor):
        return known
    try:
        return await reception.visitor(request)
    except NotServed:
        return None
    except Exception:  # noqa: BLE001 - this tells of a trouble that may be the database's
        return None


def _origin(request: Request) -> str:
    return request.headers.get("origin", "")[:200]
