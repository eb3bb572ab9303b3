"""Applies a strike of the fault plan to one HTTP exchange. Both sandbox servers answer their methods through here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.sandbox.faults import ApiError, Delay, Drop, Fault, HttpError, Malformation, Malformed, Strike

_GATEWAY_PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"


async def answer_struck(
    request: web.Request,
    strike: Strike,
    perform: Callable[[], Awaitable[web.Response]],
    refuse: Callable[[ApiError], web.Response],
) -> web.Response:
    """Answer `request` with what `perform` gives, unless the strike says otherwise.

    `perform` makes the call take effect and is not awaited when a fault ends the call before that. `refuse` writes the
    platform's error object. Delays add up; of several faults that end a call the first wins.
    """
    ending = await _first_ending(strike.before)
    if ending is not None:
        return _end(request, ending, None, refuse)
    response = await perform()
    ending = await _first_ending(strike.after)
    return response if ending is None else _end(request, ending, response, refuse)


async def _first_ending(faults: Sequence[Fault]) -> ApiError | HttpError | Drop | Malformed | None:
    ending: ApiError | HttpError | Drop | Malformed | None = None
    for fault in faults:
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        elif ending is None:
            ending = fault
    return ending


def _end(
    request: web.Request,
    fault: ApiError | HttpError | Drop | Malformed,
    response: web.Response | None,
    refuse: Callable[[ApiError], web.Response],
) -> web.Response:
    match fault:
        case ApiError():
            return refuse(fault)
        case HttpError(status=status):
            page = _GATEWAY_PAGE.format(title=f"{status} Bad Gateway")
            return web.Response(status=status, text=page, content_type="text/html")
        case Drop():
            drop_connection(request)
            return web.Response()
        case Malformed(form=form):
            body = response.body if response is not None else b""
            text, content_type = spoil(bytes(body) if isinstance(body, bytes | bytearray) else b"", form)
            return web.Response(text=text, content_type=content_type)


def drop_connection(request: web.Request) -> None:
    """Cut the TCP connection (a reset, no answer); whatever the handler returns afterwards reaches nobody."""
    if request.transport is not None:
        request.transport.abort()


def spoil(body: bytes, form: Malformation) -> tuple[str, str]:
    """A spoilt copy of a JSON `body` and its content type."""
    text = body.decode("utf-8", errors="replace")
    match form:
        case "truncated":
            return text[: len(text) // 2], "application/json"
        case "wrong_types":
            return json.dumps(_mistype(json.loads(text or "null")), ensure_ascii=False), "application/json"
        case "html":
            return _GATEWAY_PAGE.format(title="Please wait"), "text/html"


def _mistype(value: object) -> object:
    """The same keys on the outside, with every value below of another type."""
    if isinstance(value, dict):
        return {key: _mistype_leaf(child) for key, child in value.items()}
    return _mistype_leaf(value)


def _mistype_leaf(value: object) -> object:
    match value:
        case bool() | None:
            return [value]
        case int() | float():
            return {"value": str(value)}
        case str():
            return len(value)
        case list():
            return {"0": value[0]} if value else "empty"
        case dict():
            return [_mistype(value)]
        case _:
            return None
