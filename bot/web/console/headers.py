"""Strict headers on all that the console answers: no script, style or picture from elsewhere, no frame, no copy."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_TWO_YEARS_S = 2 * 365 * 24 * 3600


class StrictHeaders:
    """An ASGI application whose answers carry them; what an answer sets itself stays."""

    def __init__(self, app: ASGIApp, *, is_secure: bool, framed_by: str = "") -> None:
        """`is_secure`: the world comes by TLS. `framed_by` is the one origin that may show pages in a frame."""
        self._app = app
        self._given = {
            "Content-Security-Policy": _POLICY.format(ancestors=framed_by or "'none'"),
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-store",
        }
        if not framed_by:
            self._given["X-Frame-Options"] = "DENY"
        if is_secure:
            self._given["Strict-Transport-Security"] = f"max-age={_TWO_YEARS_S}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._given.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_strictly)
