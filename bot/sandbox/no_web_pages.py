"""The sandboxes answer programs on this machine, and no web page that happens to be open in a browser on it.

Whoever reaches a sandbox can act as anybody in it, so a page that guessed its port could.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REFUSED = "The sandbox answers programs on this machine, not web pages.\n"


@web.middleware
async def no_web_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Browsers say Origin or Sec-Fetch-Site with what a page asks for. Where they say neither, the page's site had its
    name point to this machine (DNS rebinding), and that name stands in Host.
    """
    is_of_a_page = "Origin" in request.headers or request.headers.get("Sec-Fetch-Site", "none") != "none"
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if is_of_a_page or host not in _LOOPBACK:
        return web.Response(status=403, text=_REFUSED)
    return await handler(request)
