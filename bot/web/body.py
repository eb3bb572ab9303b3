"""Requests whose bodies are too large end before anything looks at them."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LimitedBody:
    """An ASGI application before which bodies of more than `most_bytes` are answered with 413.

    A body is read whole before the application is called; so `most_bytes` is for small ones. `by_path` says where
    another number holds.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, by_path: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._by_path = by_path or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most_bytes = self._by_path.get(scope["path"], self._most_bytes)
        body = bytearray()
        message: Message = {"type": "http.request", "more_body": True}
        while message.get("more_body", False):
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > most_bytes:
                answer = JSONResponse({"error": f"a request may have {most_bytes} bytes at most"}, 413)
                await answer(scope, receive, send)
                return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)
