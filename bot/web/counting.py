"""Counts what is answered over HTTP, by what it came for."""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ports import Meter

# What strangers make up is counted together: no label of theirs is kept.
_OTHER = "api"


class CountedRequests:
    """An ASGI application whose answers are counted."""

    def __init__(self, app: ASGIApp, meter: Meter, doors: Collection[str]) -> None:
        """`doors` are first parts of paths that are counted by themselves."""
        self._app = app
        self._meter = meter
        self._doors = frozenset(doors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first = scope["path"].lstrip("/").partition("/")[0]

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._meter.served(first if first in self._doors else _OTHER, message["status"])
            await send(message)

        await self._app(scope, receive, send_counted)
