"""Hands a file to the server that VK names for it. The answer is for VK's save methods; nothing here looks into it."""

import asyncio
import json

import requests

from bot.domain.picture import Picture
from bot.errors import Refused
from bot.platforms.vk.answers import UnexpectedAnswerError, object_of, text_of
from bot.platforms.vk.api_address import is_loopback, is_web_address
from bot.platforms.vk.daemon_thread import in_daemon_thread
from bot.platforms.vk.transport import CONNECT_TIMEOUT_S, file_session

_TOO_LARGE = 413


class UploadFailedError(Exception):
    """The file did not arrive, or the answer is no use: a new address may help. The message never has the address."""


def upload_address(answer: object, *, may_be_local: bool) -> str:
    """Where to upload to, from VK's answer; over plain HTTP only on this machine, and only where `may_be_local`.

    Raises UnexpectedAnswerError.
    """
    address = text_of(object_of(answer, "the upload server").get("upload_url"), "the upload server's address")
    if not is_safe_address(address, may_be_local=may_be_local):
        raise UnexpectedAnswerError("the upload server's address can't be used: it is none of HTTPS")
    return address


def is_safe_address(address: str, *, may_be_local: bool) -> bool:
    """Whether files may go to or come from `address`: by HTTPS, and on this machine only where `may_be_local`."""
    if not is_web_address(address) or "@" in address.split("?", 1)[0]:
        return False
    return may_be_local if is_loopback(address) else address.lower().startswith("https://")


async def send_file(address: str, field: str, picture: Picture, timeout_s: float) -> dict[str, object]:
    """Upload in the form's field `field` and return the server's answer, an object without an `error`.

    Raises UploadFailedError; Refused for what the server finds too large.
    """

    def post() -> requests.Response:
        with file_session(timeout_s) as session:
            files = {field: (picture.file_name, picture.data, picture.format.mime)}
            return session.post(address, files=files, allow_redirects=False)

    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S + timeout_s + 1):
            response = await in_daemon_thread(post, name="vk-upload")
    except (requests.RequestException, TimeoutError, ValueError) as error:
        # ValueError: of an address to be sent on to, which requests takes apart without going there.
        # Only the kind is told: the text has the address, and whoever has that may upload.
        raise UploadFailedError(type(error).__name__) from None
    if response.status_code == _TOO_LARGE:
        raise Refused(f"VK finds a picture of {len(picture.data)} bytes too large")
    if response.status_code != requests.codes.ok:
        raise UploadFailedError(f"HTTP {response.status_code}")
    try:
        answer = object_of(json.loads(response.content), "the upload server's answer")
    except (ValueError, RecursionError, UnexpectedAnswerError) as error:
        raise UploadFailedError("the answer is no JSON object") from error
    if "error" in answer:
        raise UploadFailedError("the upload server reported an error")
    return answer
