"""Requests whose bodies are too large end before anything looks at them."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LimitedBody:
    """An ASGI application before which bodies of more than `most_bytes` are answered with 413.

    A body is read whole before the application is called; so `most_bytes` is for small ones. `by_path` says where
    another number holds. `uploads` are paths at which a body may be as large as the number beside them, if it says so
    beforehand: it is left to the application to read, which looks first who sends it.
    """

    def __init__(
        self,
        app: ASGIApp,
        most_bytes: int,
        by_path: Mapping[str, int] | None = None,
        uploads: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._by_path = by_path or {}
        self._uploads = uploads or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or self._is_upload(scope):
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

    def _is_upload(self, scope: Scope) -> bool:
        # Whoever sends more than they said is cut off by the server.
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        length = lengths[0] if len(lengths) == 1 and lengths[0].isdigit() and len(lengths[0]) < 12 else b""
        return bool(length) and int(length) <= self._uploads.get(scope["path"], -1)
