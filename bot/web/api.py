"""The HTTP API: templates, memes by address, captions. Knows what is asked and answered, not how it is served."""

import asyncio
import hashlib
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.domain.template import Template
from bot.errors import Misconfigured, Refused, Retryable
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning, WrittenCaption
from bot.ports import Painter
from bot.web import addresses
from bot.web.callers import Caller, FindKey, WrongKey, caller_of
from bot.web.quotas import Quotas
from bot.web.shapes import CaptionWish, MemeShape, MemeWish, TemplateShape, Trouble

VERSION = "1"
# Of the pictures that strangers ask for; wider ones take longer to paint than they are worth.
_LEAST_WIDTH, _MOST_WIDTH = 100, 1200
# The same address gives the same picture until a template or the watermark changes.
_KEPT_S = 24 * 3600
# What a request spends of a caller's minute: the network takes its time, a picture some of it.
_PICTURE, _WRITTEN = 1.0, 5.0
# Members of the community are waited for as well: of those who call over HTTP so many at once have a picture painted or
# a caption written, and so many wait for it.
_AT_ONCE, _MOST_WAITING = 2, 20
_WITHIN_S = 10.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What the API can reach. `url` is where the world sees it, without a slash at its end; "" if it does not."""

    painter: Painter
    captioning: Captioning
    banning: Banning
    find_key: FindKey
    strangers_per_minute: int
    keys_per_minute: int
    url: str = ""
    now_s: Callable[[], float] = time.monotonic


class _Crowded(Exception):  # noqa: N818 - an answer, not a fault
    """Too many wait already."""


class _TooMany(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class _KeyNeeded(Exception):  # noqa: N818 - an answer, not a fault
    """Strangers are not served."""


class _NotFound(Exception):  # noqa: N818 - an answer, not a fault
    """No such template."""


def api(pictures: Pictures) -> FastAPI:
    """The application. Its OpenAPI description is at /openapi.json; pages that show it would load scripts from afar."""
    app = FastAPI(
        title="Wallflower",
        version=VERSION,
        description="Memes on templates, with your words or with captions that a network writes.",
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": Trouble} for status in (401, 422, 429, 503)},
    )
    desk = _Desk(pictures)
    _answer_errors(app)

    @app.get("/templates")
    async def templates(_: Annotated[Caller, Depends(desk.asked_cheaply)]) -> list[TemplateShape]:
        """All templates, with the places for words on each."""
        return [TemplateShape.of(one, desk.example(one)) for one in pictures.painter.templates()]

    @app.get(
        "/memes/{template}/{lines:path}",
        response_class=Response,
        responses={200: {"content": {one.mime: {} for one in PictureFormat}}, 304: {}, 404: {"model": Trouble}},
    )
    async def meme(
        request: Request,
        template: Annotated[str, Path(description="the name of a template")],
        lines: Annotated[str, Path(description="a text for each box, parted by slashes, then .jpg, .png, .webp, .gif")],
        _: Annotated[Caller, Depends(desk.asked_for_a_picture)],
        width: Annotated[int, Query(ge=_LEAST_WIDTH, le=_MOST_WIDTH)] = 600,
    ) -> Response:
        """The picture of a meme. The address says all there is to it, so it can be kept and shared.

        `_` is a space; `~_` `_`, `~s` `/`, `~b` a backslash, `~q` `?`, `~h` `#`, `~p` `%`, `~n` a new line, `~~` `~`;
        `~` alone leaves a box empty.
        """
        return await desk.picture(request, template, lines, width)

    @app.post("/memes", status_code=201, responses={404: {"model": Trouble}})
    async def make(
        wish: MemeWish, response: Response, caller: Annotated[Caller, Depends(desk.asked_for_a_picture)]
    ) -> MemeShape:
        """Make a meme: the answer says where its picture is."""
        made = await desk.made(wish, caller)
        response.headers["Location"] = made.address
        return made

    @app.post("/captions", responses={404: {"model": Trouble}})
    async def captions(wish: CaptionWish, caller: Annotated[Caller, Depends(desk.asked)]) -> list[MemeShape]:
        """Captions that the network writes for a template; fewer than asked for where too few are any good."""
        return await desk.captions(wish, caller)

    return app


class _Desk:
    """Serves those who may be served, a few at a time."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._strangers = Quotas(pictures.strangers_per_minute) if pictures.strangers_per_minute else None
        self._keys = Quotas(pictures.keys_per_minute)
        self._easels = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def asked(self, request: Request) -> Caller:
        """Who asks, if they may. Raises WrongKey and _KeyNeeded."""
        caller = await caller_of(request, self._pictures.find_key)
        if not caller.has_key and self._strangers is None:
            raise _KeyNeeded
        return caller

    async def asked_cheaply(self, request: Request) -> Caller:
        """`asked`, for what costs next to nothing."""
        return await self._charged(request, _PICTURE / 2)

    async def asked_for_a_picture(self, request: Request) -> Caller:
        """`asked`, for a picture."""
        return await self._charged(request, _PICTURE)

    async def _charged(self, request: Request, cost: float) -> Caller:
        caller = await self.asked(request)
        self._spend(caller, cost)
        return caller

    def _spend(self, caller: Caller, cost: float) -> None:
        quotas = self._keys if caller.has_key or self._strangers is None else self._strangers
        wait_s = quotas.take(caller.name, cost, self._pictures.now_s())
        if wait_s:
            raise _TooMany(wait_s)

    async def picture(self, request: Request, template: str, lines: str, width: int) -> Response:
        """The picture at an address, or that the caller's copy is still good."""
        caption, written_as = addresses.read(self._template(template).name, lines)
        await self._pictures.banning.check_members_words(caption.text)
        async with self._turn():
            picture = await self._pictures.painter.paint(caption, width=width, written_as=written_as)
        tag = f'"{hashlib.sha256(picture.data).hexdigest()[:32]}"'
        headers = {
            "ETag": tag,
            "Cache-Control": f"public, max-age={_KEPT_S}",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(picture.data, media_type=picture.format.mime, headers=headers)

    async def made(self, wish: MemeWish, caller: Caller) -> MemeShape:
        """A meme with the caller's words or with written ones."""
        if wish.boxes is None:
            written = await self._written(wish.template, wish.about, 1, None, caller)
            if not written:
                raise Refused("nothing that was written was any good: ask again, or for another template")
            return self._shape(written[0].caption, wish.format)
        if wish.template is None:
            raise Refused("words of one's own need a template: name one of GET /templates")
        if wish.about:
            raise Refused("`about` is for captions that the network writes: leave it or `boxes` out")
        template = self._template(wish.template)
        room = len(template.boxes)
        if len(wish.boxes) > room:
            raise Refused(f"{template.name} has {room} boxes: that is more than it can hold")
        caption = Caption(template.name, (*wish.boxes, *[""] * (room - len(wish.boxes))))
        await self._pictures.banning.check_members_words(caption.text)
        async with self._turn():  # what can't be painted is said now, not when the picture is looked at
            await self._pictures.painter.paint(caption, width=_LEAST_WIDTH, written_as=wish.format)
        return self._shape(caption, wish.format)

    async def captions(self, wish: CaptionWish, caller: Caller) -> list[MemeShape]:
        """Captions for a template."""
        written = await self._written(wish.template, wish.about, wish.count, wish.temperature, caller)
        return [self._shape(one.caption, PictureFormat.JPEG) for one in written]

    async def _written(
        self, name: str | None, about: str, count: int, temperature: float | None, caller: Caller
    ) -> list[WrittenCaption]:
        template = self._pictures.captioning.for_title(about) if name is None else self._template(name)
        if template is None:
            raise Refused("there are no templates to write for")
        if about:
            await self._pictures.banning.check_members_words(about)
        self._spend(caller, _WRITTEN * count)
        async with self._turn():
            return await self._pictures.captioning.write(template, about, count, temperature, within_s=_WITHIN_S)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """A place at the easel. Raises _Crowded if too many wait for one."""
        if self._waiting >= _MOST_WAITING:
            raise _Crowded
        self._waiting += 1
        try:
            await self._easels.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._easels.release()

    def _template(self, name: str) -> Template:
        found = self._pictures.painter.find(name)
        if found is None:
            raise _NotFound
        return found

    def _shape(self, caption: Caption, written_as: PictureFormat) -> MemeShape:
        return MemeShape(template=caption.template, boxes=list(caption.boxes), address=self._at(caption, written_as))

    def _at(self, caption: Caption, written_as: PictureFormat) -> str:
        return self._pictures.url + addresses.path_of(caption, written_as)

    def example(self, template: Template) -> str:
        """The address of a picture on a template: with its first example, or its boxes' names."""
        first = template.examples[0].boxes if template.examples else tuple(box.name for box in template.boxes)
        return self._at(
            Caption(template.name, first), PictureFormat.WEBP if template.is_animated else PictureFormat.JPEG
        )


def _answer_errors(app: FastAPI) -> None:
    """Every trouble is an object with `error`, in a sentence."""

    def sentence(status: int, text: str, **headers: str) -> JSONResponse:
        return JSONResponse({"error": text}, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def answering(kind: type[Exception]) -> Callable[[Callable[[Exception], Awaitable[Response]]], None]:
        def keep(answer: Callable[[Exception], Awaitable[Response]]) -> None:
            async def handle(_request: Request, error: Exception) -> Response:
                return await answer(error)

            app.add_exception_handler(kind, handle)

        return keep

    @answering(RequestValidationError)
    async def _invalid(error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "the request"
        return sentence(422, f"{where}: {first['msg']}")

    @answering(HTTPException)
    async def _http(error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
        return sentence(error.status_code, f"{error.detail}: /openapi.json says what there is", **(error.headers or {}))

    @answering(Refused)
    async def _refused(error: Exception) -> Response:
        return sentence(422, str(error))

    @answering(_NotFound)
    async def _not_found(_error: Exception) -> Response:
        return sentence(404, "there is no such template: GET /templates lists all")

    @answering(WrongKey)
    async def _wrong_key(_error: Exception) -> Response:
        return sentence(401, "this key is not in force", WWW_Authenticate="Bearer")

    @answering(_KeyNeeded)
    async def _key_needed(_error: Exception) -> Response:
        return sentence(401, "a key is needed: send it as `Authorization: Bearer KEY`", WWW_Authenticate="Bearer")

    @answering(_TooMany)
    async def _too_many(error: Exception) -> Response:
        assert isinstance(error, _TooMany)  # noqa: S101 - registered for it
        return sentence(429, f"too many requests: try again in {error.wait_s} s", Retry_After=str(error.wait_s))

    @answering(_Crowded)
    async def _crowded(_error: Exception) -> Response:
        return sentence(503, "many others wait for pictures: try again in 5 s", Retry_After="5")

    @answering(Retryable)
    async def _retryable(error: Exception) -> Response:
        assert isinstance(error, Retryable)  # noqa: S101 - registered for it
        wait_s = math.ceil(error.retry_after_s)
        return sentence(503, f"the network is busy: try again in {wait_s} s", Retry_After=str(wait_s))

    @answering(Misconfigured)
    async def _misconfigured(error: Exception) -> Response:
        _log.warning("a request over HTTP failed", problem=str(error))
        return sentence(503, "nothing can be written just now: the community's operator must look")

    @answering(Exception)
    async def _bug(error: Exception) -> Response:
        _log.error("a request over HTTP failed", exc_info=error)
        return sentence(500, "something went wrong")
