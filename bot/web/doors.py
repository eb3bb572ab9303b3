"""One address, several applications: which one serves a request is said by the first part of its path."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send


class Doors:
    """An ASGI application that leads to others, which see the whole path."""

    def __init__(self, behind: Mapping[str, ASGIApp], otherwise: ASGIApp) -> None:
        """`behind` says what is behind each first part of a path: `{"console": …}`."""
        self._behind = dict(behind)
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        first = scope["path"].lstrip("/").partition("/")[0] if scope["type"] == "http" else ""
        await self._behind.get(first, self._otherwise)(scope, receive, send)
