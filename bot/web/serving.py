"""Serves the API over HTTP within a running loop, until cancelled."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.errors import Misconfigured
from bot.web.body import LimitedBody

_MOST_BODY_BYTES = 32 * 1024
_MOST_CONNECTIONS = 200
_KEEP_ALIVE_S = 5
_ENDING_S = 3

_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """uvicorn without a hand on the process's signals: whoever runs the bot has them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


async def serve(
    app: ASGIApp,
    host: str,
    port: int,
    *,
    behind_proxy: bool = False,
    most_bytes: Mapping[str, int] | None = None,
    uploads: Mapping[str, int] | None = None,
    on_end: Callable[[], None] | None = None,
) -> None:
    """Serve until cancelled; what is under way is given three seconds to end.

    `behind_proxy` takes the caller's address from X-Forwarded-For, which anybody else could forge. `most_bytes` is how
    large a body may be at paths where that is not the usual, `uploads` at those that read it themselves. `on_end` lets
    go of answers that have no end by themselves.
    Raises Misconfigured if the address is taken or not this machine's.
    """
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, reuse_port=False
        )
    except OSError as error:
        raise Misconfigured(
            f"nothing can be served at {host}:{port} ({error.strerror}): choose another web.listen"
        ) from error
    config = uvicorn.Config(
        LimitedBody(app, _MOST_BODY_BYTES, most_bytes, uploads),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="*" if behind_proxy else "",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_ENDING_S,
        lifespan="off",
    )
    server = _Server(config)
    _log.info("HTTP is served", address=f"{host}:{listening.getsockname()[1]}")
    with listening:
        serving = asyncio.create_task(server.serve([listening]))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            if on_end is not None:
                on_end()
            await serving
            raise
