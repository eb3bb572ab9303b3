"""The page on 127.0.0.1: what is to be seen goes to the browser as it happens, what is done on it comes back.

page = Page(stage, console_url="http://127.0.0.1:8080/console")
address = await page.start()        # to be opened in a browser; the token in it is new each time
...
await page.stop()
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from collections.abc import Mapping
from importlib import resources
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.sandbox.page.acts import MOST_PICTURE_BYTES, CannotBeDoneError, carry_out
from bot.sandbox.page.door import guarded, new_token
from bot.sandbox.page.feeds import CHANNEL, WALL, feeds
from bot.sandbox.page.offers import thumbnail
from bot.sandbox.page.pictures import find
from bot.sandbox.page.snapshots import SNAPSHOTS, taken
from bot.sandbox.page.walk import Walk
from bot.sandbox.page.words import EN, RU, PageWords
from bot.sandbox.rooms import PLATFORMS, ROOMS
from bot.sandbox.stage import Stage

_HOST = "127.0.0.1"
_MOST_BODY_BYTES = MOST_PICTURE_BYTES * 4 // 3 + 10_000
_SHUTDOWN_S = 0.5
# The sandboxes announce nothing, so they are looked at while somebody watches: some milliseconds of work each time.
_LOOK_S = 0.25
# That the browser has gone shows only when something is written to it.
_STILL_THERE_S = 15.0
_MOST_WATCHERS = 16
# A picture never changes under its name.
_STAYS = {"Cache-Control": "private, max-age=3600"}
_STATIC = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "feed.js": "text/javascript",
    "offers.js": "text/javascript",
    "snapshots.js": "text/javascript",
    "walk.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class Page:
    """One page over one stage. `console_url` is where the bot's console begins: only links that begin so are opened."""

    def __init__(self, stage: Stage, walk: Walk | None = None, *, console_url: str = "") -> None:
        self._stage = stage
        self._walk = walk or Walk()
        self._console_url = console_url
        self._token = new_token()
        self._runner: web.AppRunner | None = None
        self._watchers = 0
        self._ends = asyncio.Event()
        environment = Environment(
            loader=PackageLoader("bot.sandbox.page", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._template = environment.get_template("page.html")

    async def start(self, port: int = 0) -> str:
        """Listen on 127.0.0.1 (port 0: any free one) and return the address to open. Raises OSError if it is taken."""
        listening = socket.create_server((_HOST, port))
        host = f"{_HOST}:{listening.getsockname()[1]}"
        app = web.Application(client_max_size=_MOST_BODY_BYTES, middlewares=[guarded(self._token, host)])
        app.router.add_get("/{token}/", self._show)
        app.router.add_get("/{token}/events", self._tell)
        app.router.add_post("/{token}/act", self._act)
        app.router.add_get("/{token}/picture/{platform:telegram|vk}/{name}", self._picture)
        app.router.add_get("/{token}/offer/{query}/{result}", self._thumbnail)
        app.router.add_get("/{token}/snapshot/{name}", self._snapshot)
        app.router.add_get("/{token}/static/{name}", self._give_static)
        app.on_response_prepare.append(self._close_up)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        return f"http://{host}/{self._token}/"

    async def stop(self) -> None:
        """Close the port and what is still watched."""
        self._ends.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _close_up(self, _: web.Request, response: web.StreamResponse) -> None:
        """Nothing on the page may come from elsewhere or go elsewhere, but for the console that it frames."""
        console = urlsplit(self._console_url)
        framed = f"{console.scheme}://{console.netloc}" if self._console_url else "'none'"
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
            f"frame-src {framed}; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        # The token is in the address.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")

    async def _show(self, request: web.Request) -> web.Response:
        words = _words(request)
        told = {
            "words": dataclasses.asdict(words),
            "console": self._console_url,
            "platforms": PLATFORMS,
            "bots": self._stage.bot_names,
        }
        html = self._template.render(
            words=words, people=self._stage.people, platforms=PLATFORMS, walls=(WALL, CHANNEL), rooms=ROOMS,
            group=self._stage.group_title, snapshots=SNAPSHOTS,
            has_walk=bool(self._walk.steps), has_console=bool(self._console_url), told=told,
        )  # fmt: skip
        return web.Response(text=html, content_type="text/html")

    async def _give_static(self, request: web.Request) -> web.Response:
        kind = _STATIC.get(request.match_info["name"])
        if kind is None:
            return web.Response(status=404)
        file = resources.files("bot.sandbox.page") / "static" / request.match_info["name"]
        return web.Response(text=file.read_text("utf-8"), content_type=kind)

    async def _picture(self, request: web.Request) -> web.Response:
        found = find(self._stage, request.match_info["platform"], request.match_info["name"])
        if found is None:
            return web.Response(status=404)
        body, kind = found
        return web.Response(body=body, content_type=kind, headers=_STAYS)

    async def _thumbnail(self, request: web.Request) -> web.Response:
        body = await thumbnail(self._stage, request.match_info["query"], request.match_info["result"])
        if body is None:
            return web.Response(status=404)
        return web.Response(body=body, content_type="image/jpeg", headers=_STAYS)

    async def _snapshot(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in SNAPSHOTS:
            return web.Response(status=404)
        body = await asyncio.to_thread(taken, name)
        return web.Response(body=body, content_type="image/jpeg", headers=_STAYS)

    async def _act(self, request: web.Request) -> web.Response:
        try:
            done = await carry_out(self._stage, await request.read(), self._console_url)
        except CannotBeDoneError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(dataclasses.asdict(done))

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first all there is, then what changes, until the browser goes."""
        if self._watchers >= _MOST_WATCHERS:
            return web.Response(status=503, text="This page is open too often.\n")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        self._watchers += 1
        try:
            await self._tell_changes(response)
        except ConnectionError:
            pass
        finally:
            self._watchers -= 1
        return response

    async def _tell_changes(self, response: web.StreamResponse) -> None:
        known = _Known()
        loop = asyncio.get_running_loop()
        last_told = loop.time()
        while not self._ends.is_set():
            changes = known.changes(self._now())
            if changes:
                # JSON on one line: a line break would end the event.
                await response.write(f"data: {json.dumps(changes, ensure_ascii=False)}\n\n".encode("utf-8", "replace"))
                last_told = loop.time()
            elif loop.time() - last_told > _STILL_THERE_S:
                await response.write(b": still there\n\n")
                last_told = loop.time()
            await asyncio.sleep(_LOOK_S)

    def _now(self) -> dict[str, dict[str, object]]:
        """All that the page shows: for each feed its items by their ids; the walk is a feed of one item."""
        now: dict[str, dict[str, object]] = {
            name: {item.id: item for item in items} for name, items in feeds(self._stage).items()
        }
        if self._walk.steps:
            now["walk"] = {"walk": self._walk.shown()}
        return now


class _Known:
    """What one browser has been told."""

    def __init__(self) -> None:
        self._told: dict[str, dict[str, object]] = {}

    def changes(self, now: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
        """For each feed that isn't as it was told: the ids in their order, and the items that are new or different."""
        changed: dict[str, object] = {}
        for name, items in now.items():
            told = self._told.get(name)
            if told is not None and list(told) == list(items) and told == items:
                continue
            fresh = {id_: item for id_, item in items.items() if told is None or told.get(id_) != item}
            changed[name] = {"order": list(items), "items": {id_: _plain(item) for id_, item in fresh.items()}}
            self._told[name] = dict(items)
        return changed


def _plain(item: object) -> object:
    return dataclasses.asdict(item) if dataclasses.is_dataclass(item) and not isinstance(item, type) else item


def _words(request: web.Request) -> PageWords:
    """By the address's `?language=`, else by what the browser prefers."""
    asked = request.query.get("language") or request.headers.get("Accept-Language") or ""
    return RU if asked.strip().lower().startswith("ru") else EN
