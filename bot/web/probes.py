"""`/healthz`, `/readyz` and `/metrics`: for the programs that watch the bot.

The first two are anybody's, for they say nothing. Metrics tell how a community fares: they are for programs with a key
(`wallflower key add prometheus`), and without one for callers of this machine alone, as long as no setting says that a
proxy stands before the bot and nothing in the request does: behind a proxy everybody calls from this machine.
"""

import ipaddress

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from bot.errors import Retryable
from bot.web.callers import WrongKey, caller_of
from bot.web.metrics import MIME
from bot.web.watched import Watched

# The first part of each path.
DOORS = ("healthz", "readyz", "metrics")

# What proxies add; none of it is in a request that comes straight from a program.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def probes(watched: Watched) -> FastAPI:
    """The application."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)

    @app.get("/healthz")
    async def health() -> Response:
        """The process lives, and its loop has time to say so."""
        return JSONResponse({"alive": True}, headers={"Cache-Control": "no-store"})

    @app.get("/readyz")
    async def ready() -> Response:
        """The bot can do its work: 200, or 503 with what is missing."""
        parts = await watched.readiness.parts()
        is_ready = all(part.is_well for part in parts.values())
        said = {name: {"ok": part.is_well, "state": part.state} for name, part in parts.items()}
        headers = {"Cache-Control": "no-store"}
        return JSONResponse({"ready": is_ready, "parts": said}, 200 if is_ready else 503, headers=headers)

    @app.get("/metrics")
    async def metrics(request: Request) -> Response:
        """Figures in Prometheus's text form."""
        try:
            caller = await caller_of(request, watched.find_key)
        except (WrongKey, Retryable):
            return _not_for_you()
        if not caller.has_key and (watched.has_proxy or not _is_from_here(request)):
            return _not_for_you()
        try:
            counts = await watched.census.take()
            live = await watched.live()
        except Retryable:
            counts, live = None, None
        text = watched.metrics.text(counts, live, watched.pulses, is_training=watched.is_training())
        return Response(text, media_type=MIME, headers={"Cache-Control": "no-store"})

    return app


def _is_from_here(request: Request) -> bool:
    """Whether a program on this machine asks, and nobody through it."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address("" if request.client is None else request.client.host).is_loopback
    except ValueError:
        return False


def _not_for_you() -> Response:
    return PlainTextResponse(
        "metrics are for programs with a key: `wallflower key add NAME` makes one\n",
        401,
        {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"},
    )
