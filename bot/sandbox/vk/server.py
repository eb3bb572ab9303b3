"""The sandbox's VK as a server on 127.0.0.1: API methods, long poll, uploads, photos, and control for tests.

sandbox = VkSandbox()
url = await sandbox.start()
member = sandbox.add_user()
group = sandbox.add_group("Стена", admins=[member])
key = sandbox.add_token(TokenKind.COMMUNITY, group_id=group)
...
await sandbox.stop()
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping

from aiohttp import BodyPartReader, web

from bot.sandbox.faults import ApiError, FaultPlan, Strike
from bot.sandbox.faulty_http import answer_struck
from bot.sandbox.no_web_pages import no_web_pages
from bot.sandbox.vk.call_log import CallRecord
from bot.sandbox.vk.control import add_control_routes
from bot.sandbox.vk.couriers import Couriers
from bot.sandbox.vk.dispatch import Dispatcher
from bot.sandbox.vk.errors import VkApiError, facts_of
from bot.sandbox.vk.limits import VkBehaviour, VkLimits
from bot.sandbox.vk.people import People
from bot.sandbox.vk.uploads import DOC_PURPOSES, SERVER_NUMBER, TakenImage, Ticket, photo_field, read_image
from bot.sandbox.vk.world import Upload, World

LONG_POLL_METHOD, UPLOAD_METHOD = "longpoll.a_check", "upload.photo"
"""The names under which the fault plan and the call log know what is no API method."""

_MOST_FILES = 7
_FORM_BYTES = 8_000_000


class VkSandbox(People):
    """`clock` gives seconds since 1970. Limits are enforced on it, waiting in a long poll is real time."""

    def __init__(
        self,
        *,
        limits: VkLimits | None = None,
        behaviour: VkBehaviour | None = None,
        faults: FaultPlan | None = None,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        calls_kept: int = 100_000,
    ) -> None:
        super().__init__(World(clock, limits or VkLimits(), behaviour or VkBehaviour(), seed))
        self.faults = faults if faults is not None else FaultPlan()
        self.calls: deque[CallRecord] = deque(maxlen=calls_kept)
        self._dispatcher = Dispatcher(self.world)
        self._runner: web.AppRunner | None = None
        self._couriers = Couriers(self.world.secret, lambda: self.world.behaviour.callback_retry_s)
        self.world.callback_changed = self._couriers.changed

    @property
    def base_url(self) -> str:
        return self.world.base_url

    async def start(self, port: int = 0) -> str:
        """Listen on 127.0.0.1 (port 0: any free one) and return the base URL, without a slash at its end."""
        app = web.Application(client_max_size=_FORM_BYTES, middlewares=[no_web_pages])
        for method in ("GET", "POST"):
            app.router.add_route(method, "/method/{name}", self._answer_method)
        app.router.add_get("/longpoll/{group_id:[0-9]{1,18}}", self._answer_long_poll)
        app.router.add_post("/upload", self._answer_upload)
        app.router.add_get(r"/photos/photo{owner:-?[0-9]{1,18}}_{id:[0-9]{1,18}}_{key:[0-9a-f]+}", self._answer_photo)
        app.router.add_get(r"/docs/doc{owner:-?[0-9]{1,18}}_{id:[0-9]{1,18}}_{key:[0-9a-f]+}", self._answer_doc)
        add_control_routes(app, self)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.world.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.world.base_url

    async def stop(self) -> None:
        """Close all connections, those that wait in a long poll too."""
        await self._couriers.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # For tests that break things

    def expire_long_poll_key(self, group_id: int) -> None:
        self.world.event_logs[self._group(group_id).id].expire_key()

    def forget_long_poll_history(self, group_id: int) -> None:
        self.world.event_logs[self._group(group_id).id].forget_history()

    def lose_long_poll_information(self, group_id: int) -> None:
        self.world.event_logs[self._group(group_id).id].lose_information()

    # API methods

    async def _answer_method(self, request: web.Request) -> web.Response:
        method = request.match_info["name"]
        form = await _read_form(request)
        token = form.pop("access_token", "")
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and bearer:
            token = bearer.strip()
        strike = self.faults.draw(method)
        record = self._log(method, form, strike)
        key = self.world.tokens.get(token)
        record.key = f"{key.kind} {key.owner_id}" if key is not None else None

        async def perform() -> web.Response:
            try:
                answer = self._dispatcher.call(method, form, token)
            except VkApiError as error:
                record.outcome = f"error {error.code}"
                answer = error.to_json(form)
            else:
                record.outcome = "ok"
            return web.json_response(answer)

        return await answer_struck(request, strike, perform, lambda fault: self._refuse(fault, form))

    def _log(self, method: str, form: Mapping[str, str], strike: Strike) -> CallRecord:
        faults = tuple(f"{fault.kind} {fault.when}" for fault in (*strike.before, *strike.after))
        record = CallRecord(method, dict(form), self.world.clock(), faults=faults)
        self.calls.append(record)
        return record

    def _refuse(self, fault: ApiError, form: Mapping[str, str]) -> web.Response:
        error = VkApiError(fault.code, facts=facts_of(fault.code, self.base_url))
        if fault.description:
            error.message = fault.description
        return web.json_response(error.to_json(form))

    # Bots Long Poll

    async def _answer_long_poll(self, request: web.Request) -> web.Response:
        query = request.query
        strike = self.faults.draw(LONG_POLL_METHOD)
        record = self._log(LONG_POLL_METHOD, {"ts": query.get("ts", ""), "wait": query.get("wait", "")}, strike)
        log = self.world.event_logs.get(int(request.match_info["group_id"]))

        async def perform() -> web.Response:
            if log is None or query.get("act") != "a_check":
                record.outcome = "http 404"
                return web.Response(status=404)
            wait = query.get("wait", "25")
            wait_s = int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 9 else 25
            answer = await log.check(
                query.get("key", ""), query.get("ts", ""), min(wait_s, self.world.limits.long_poll_wait_s)
            )
            record.outcome = f"failed {answer['failed']}" if "failed" in answer else "ok"
            return web.json_response(answer)

        return await answer_struck(request, strike, perform, lambda fault: self._refuse(fault, {}))

    # Uploads and photos

    async def _answer_upload(self, request: web.Request) -> web.Response:
        strike = self.faults.draw(UPLOAD_METHOD)
        record = self._log(UPLOAD_METHOD, {}, strike)

        async def perform() -> web.Response:
            ticket = self.world.tickets.get(request.query.get("ticket", ""))
            if ticket is None:
                record.outcome = "http 403"
                return web.json_response({"error": "ERR_UPLOAD_TICKET"}, status=403)
            is_doc = ticket.purpose in DOC_PURPOSES
            files = await self._read_files(request, ("file",) if is_doc else ("file", "photo"))
            if files is None:
                record.outcome = "http 413"
                return web.json_response({"error": "ERR_UPLOAD_TOO_BIG"}, status=413)
            record.outcome = "ok"
            if is_doc:
                return web.json_response(self._take_file(ticket, files))
            images = [image for _, body in files if (image := read_image(body)) is not None]
            return web.json_response(self._take(ticket.purpose, ticket.owner_id, ticket.user_id, images))

        return await answer_struck(request, strike, perform, lambda fault: self._refuse(fault, {}))

    def _take(self, purpose: str, owner_id: int, user_id: int, images: list[TakenImage]) -> dict[str, object]:
        field, secret = photo_field(images, self.world.secret()), self.world.secret()
        if images:
            self.world.uploads[secret] = Upload(purpose, owner_id, user_id, tuple(images), field)
        return {"server": SERVER_NUMBER, "photo": field, "hash": secret}

    def _take_file(self, ticket: Ticket, files: list[tuple[str, bytes]]) -> dict[str, object]:
        if not files or not files[0][1]:
            return {"error": "no_file", "error_descr": "No file was sent"}
        field = f"{ticket.owner_id}|0|0|{self.world.secret()}"
        self.world.uploads[field] = Upload(ticket.purpose, ticket.owner_id, ticket.user_id, file=files[0])
        return {"file": field}

    async def _read_files(self, request: web.Request, fields: tuple[str, ...]) -> list[tuple[str, bytes]] | None:
        """Names and bodies of the files in `fields`, or `file0`…; None where one is too big. What is no multipart has
        none.
        """
        if not request.content_type.startswith("multipart/"):
            return []
        files: list[tuple[str, bytes]] = []
        try:
            reader = await request.multipart()
            while (part := await reader.next()) is not None:
                if not isinstance(part, BodyPartReader) or len(files) == _MOST_FILES:
                    break
                body = bytearray()
                while chunk := await part.read_chunk(65_536):
                    body += chunk
                    if len(body) > self.world.limits.upload_bytes:
                        return None
                if (part.name or "").startswith(fields):
                    files.append((part.filename or "file", bytes(body)))
        except ValueError:
            return []
        return files

    async def _answer_photo(self, request: web.Request) -> web.Response:
        photo = self.world.photos.get((int(request.match_info["owner"]), int(request.match_info["id"])))
        if photo is None or photo.access_key != request.match_info["key"]:
            return web.Response(status=404)
        return web.Response(body=photo.body, content_type=photo.mime)

    async def _answer_doc(self, request: web.Request) -> web.Response:
        doc = self.world.docs.get((int(request.match_info["owner"]), int(request.match_info["id"])))
        if doc is None or doc.access_key != request.match_info["key"]:
            return web.Response(status=404)
        if "at" not in request.query:
            # VK sends on to where the file really is.
            raise web.HTTPFound(f"{request.path}?at=1")
        return web.Response(body=doc.body, content_type="application/octet-stream")


async def _read_form(request: web.Request) -> dict[str, str]:
    """Query and body together, the body's values over the query's, the last over the first. Files are left out."""
    form = dict(request.query)
    if request.method == "POST":
        try:
            posted = await request.post()
        except (ValueError, LookupError):
            return form
        form.update({key: value for key, value in posted.items() if isinstance(value, str)})
    return form
