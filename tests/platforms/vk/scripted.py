"""A VK that answers as a test scripts it: for answers that a well-behaved server, the sandbox too, never gives."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

FORM_KEYS_OF_EVERY_CALL = {"access_token", "v"}


@dataclass
class ScriptedVk:
    """Gives the scripted answers of a method in order, the last one again and again; keeps what came in."""

    url: str = ""
    script: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    started_s: list[float] = field(default_factory=list)
    peers: list[object] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, method: str, *answers: object) -> None:
        """Script the next answers: what is not callable is the `response` of a good answer."""
        self.script[method].extend(
            answer if callable(answer) else responding({"response": answer}) for answer in answers
        )

    def forms(self, method: str) -> list[dict[str, str]]:
        """The forms of all calls of `method`, without key and version."""
        return [
            {name: value for name, value in form.items() if name not in FORM_KEYS_OF_EVERY_CALL}
            for called, form in self.calls
            if called == method
        ]

    async def until(self, claim: Callable[[], bool]) -> None:
        """Return when `claim` holds; it is looked at when a call comes in."""
        async with asyncio.timeout(10):
            while not claim():
                self.changed.clear()
                await self.changed.wait()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        posted = await request.post()
        for value in posted.values():
            if isinstance(value, web.FileField):
                value.file.close()
        form = {name: str(value) for name, value in (*request.query.items(), *posted.items())}
        self.started_s.append(asyncio.get_running_loop().time())
        self.peers.append(request.transport and request.transport.get_extra_info("peername"))
        self.calls.append((method, form))
        self.changed.set()
        queue = self.script[method]
        answer = queue.popleft() if len(queue) > 1 else queue[0]
        return await answer(request)


@asynccontextmanager
async def scripted_vk() -> AsyncIterator[ScriptedVk]:
    """A scripted VK on localhost, which also answers long polls under the method's name `poll`."""
    vk = ScriptedVk()
    app = web.Application()
    app.router.add_route("*", "/method/{method}", vk.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    vk.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield vk
    finally:
        await runner.cleanup()


def responding(body: object, status: int = 200) -> Answer:
    """An answer of `body`, written as JSON unless it is text already."""

    async def answer(_request: web.Request) -> web.Response:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(text=text, status=status, content_type="application/json")

    return answer


def refusing(code: int, message: str = "Refused by the test") -> Answer:
    """VK's error object."""
    return responding({"error": {"error_code": code, "error_msg": message, "request_params": []}})


def dropping() -> Answer:
    """The connection is cut without an answer."""

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return answer


def hanging() -> Answer:
    """No answer for as long as the client waits."""

    async def answer(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    return answer


def trickling() -> Answer:
    """An answer that begins at once and never ends: a byte every few milliseconds keeps any read timeout content."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.02)

    return answer


def flooding(total_bytes: int) -> Answer:
    """A very long answer."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=b" " * total_bytes, content_type="application/json")

    return answer


def redirecting(url: str) -> Answer:
    """A redirect that keeps the method and the form, with a body that looks like a good answer."""

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"response": 1}, status=307, headers={"Location": url})

    return answer
