"""Who is let in at the page: the browser that was given its address, and no page of anybody else's in that browser.

A page on the web can send requests to this machine. It can't know the token in the address; its own address stands in
Origin; and where it had its name point to this machine (DNS rebinding), that name stands in Host.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_NOT_KNOWN = "This page has another address: open the one that stood in the terminal.\n"


def new_token() -> str:
    """A page's token: 128 bits of chance."""
    return secrets.token_urlsafe(16)


def guarded(token: str, host: str) -> Middleware:
    """A middleware that lets in who knows `token` and came to `host` (name and port) from the page itself."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host != host:
            return web.Response(status=421, text=_NOT_KNOWN)
        given = request.match_info.get("token", "")
        if not compare_digest(given.encode("utf-8", "replace"), token.encode()):
            return web.Response(status=404, text=_NOT_KNOWN)
        if request.method != "GET" and request.headers.get("Origin") != f"http://{host}":
            return web.Response(status=403, text=_NOT_KNOWN)
        return await handler(request)

    return guard
