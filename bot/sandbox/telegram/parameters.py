"""The parameters of one call, from the query string, a form, multipart parts or a JSON body."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import BodyPartReader, web

from bot.sandbox.telegram.errors import BotApiError, bad_request

MAX_REQUEST_BYTES = 50 * 1024 * 1024
"""The most that a bot may upload in one request."""

_SECRET = frozenset({"secret_token", "certificate"})
_SHOWN_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    filename: str
    content: bytes = field(repr=False)

    def shown(self) -> str:
        """Its length and its digest."""
        return f"{len(self.content)} bytes, SHA-256 {hashlib.sha256(self.content).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values are strings in forms and anything in JSON bodies; the readers below take both."""

    values: Mapping[str, object]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        match value:
            case None:
                return default
            case str():
                return value
            case bool():
                return "true" if value else "false"
            case int() | float():
                return str(value)
            case _:
                return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Text that is no number reads as 0, as it does for the servers."""
        text = self.text(name).strip()
        if not text:
            return default
        return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else 0

    def boolean(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str | None = None) -> object:
        """A JSON-serialized parameter, decoded; None where it is absent or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return decode_json(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what or name.replace('_', ' ')} JSON object") from error

    def upload(self, value: str, name: str) -> Upload | None:
        """The uploaded file that `value` points to (attach://…), or the one uploaded as `name`."""
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None if value else self.uploads.get(name)

    def shown(self) -> dict[str, object]:
        """For the call log: no secrets, of a file only what it can be told from others by, nothing endless."""
        shown: dict[str, object] = {
            name: "•••" if name in _SECRET else value[:_SHOWN_CHARS] if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        shown.update({name: "•••" if name in _SECRET else upload.shown() for name, upload in self.uploads.items()})
        return shown


def decode_json(text: str) -> object:
    """Decoded JSON. Raises ValueError also for constants outside JSON, deep nesting and broken surrogates."""
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


async def read_parameters(request: web.Request) -> Parameters:
    """Raises BotApiError where the body can't be read."""
    values: dict[str, object] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.method == "POST":
            match request.content_type:
                case "application/json":
                    values |= _read_object(await request.text())
                case "multipart/form-data":
                    await _read_multipart(request, values, uploads)
                case "application/x-www-form-urlencoded":
                    values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    except web.HTTPRequestEntityTooLarge as error:
        raise BotApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large") from error
    except (ValueError, LookupError, AssertionError) as error:  # aiohttp asserts what it expects of multipart heads
        raise bad_request("can't parse the request's body") from error
    for value in values.values():
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise bad_request("strings must be encoded in UTF-8") from error
    return Parameters(values, uploads)


def _read_object(body: str) -> dict[str, object]:
    if not body.strip():
        return {}
    decoded = decode_json(body)
    if not isinstance(decoded, dict):
        raise ValueError("an object was expected")  # noqa: TRY004 - one class for every unreadable body
    return {name: value for name, value in decoded.items() if value is not None}


async def _read_multipart(request: web.Request, values: dict[str, object], uploads: dict[str, Upload]) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse the request's body")
        content = bytearray()
        while chunk := await part.read_chunk():
            content += chunk
            total += len(chunk)
            if total > MAX_REQUEST_BYTES:
                raise BotApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
        decoded = bytes(part.decode(bytes(content)))
        if part.filename is None:
            values[part.name] = decoded.decode()
        else:
            uploads[part.name] = Upload(part.filename, decoded)
