"""Fetches what people sent: photos and picture files, from the addresses that VK's events name."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urljoin

import requests

from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Refused, Retryable
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of, text_of
from bot.platforms.vk.daemon_thread import in_daemon_thread
from bot.platforms.vk.transport import CONNECT_TIMEOUT_S, AnswerTooLongError, file_session
from bot.platforms.vk.upload_server import is_safe_address
from bot.ports import MOST_PHOTO_BYTES

FETCH_TIMEOUT_S = 20.0

_LONGEST_REFERENCE = 2_000
_MOST_REDIRECTS = 3
# Of documents: what may be a picture, by the name's end. What it really is, is found out where it is opened.
_PICTURE_ENDS = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "psd", "heic", "avif"})


class VkPhotos:
    """Implements `ports.Photos`. A reference is the file's address, which is good for some days."""

    def __init__(self, *, may_be_local: bool = False, timeout_s: float = FETCH_TIMEOUT_S) -> None:
        """`may_be_local`: files may come from this machine, which is where a stand-in for VK's server has them."""
        self._may_be_local = may_be_local
        self._timeout_s = timeout_s

    async def fetch(self, reference: str) -> bytes:
        """As the port says."""

        def get() -> bytes:
            with file_session(self._timeout_s, most_bytes=MOST_PHOTO_BYTES) as session:
                return self._get(session, reference)

        try:
            async with asyncio.timeout((_MOST_REDIRECTS + 1) * (CONNECT_TIMEOUT_S + self._timeout_s)):
                return await in_daemon_thread(get, name="vk-photo")
        except AnswerTooLongError:
            raise UnreadablePicture(
                Unreadable.TOO_MANY_BYTES, f"the photo is too large: at most {MOST_PHOTO_BYTES // 1_000_000} MB"
            ) from None
        except (requests.RequestException, TimeoutError) as error:
            # Only the kind: the text has the address, by which anybody could look at the photo.
            why = type(error).__name__
            raise Retryable(f"VK gave no photo ({why}): try again in a moment", 5.0) from None
        except ValueError:
            # Of an address to be sent on to, which requests takes apart without going there.
            raise _no_photo() from None

    def _get(self, session: requests.Session, reference: str) -> bytes:
        """Documents are sent on to where they are; each address on the way is looked at."""
        address = reference
        for _ in range(_MOST_REDIRECTS + 1):
            if len(address) > _LONGEST_REFERENCE or not is_safe_address(address, may_be_local=self._may_be_local):
                raise _no_photo()
            response = session.get(address, allow_redirects=False)
            if response.is_redirect:
                address = urljoin(address, response.headers["Location"])
                continue
            if response.ok:
                return response.content
            if response.status_code == requests.codes.too_many_requests or response.status_code >= 500:
                raise requests.HTTPError(f"HTTP {response.status_code}")
            break
        raise Refused("the photo is not there any more: send it again")


def _no_photo() -> Refused:
    return Refused("that is no photo of VK's")


def photo_of(message: Mapping[str, object]) -> str | None:
    """The address of the first photo or picture file that a message carries, or None. A photo's largest size is taken.

    A file is named whatever its size: who sent it is to hear that it is too large.
    """
    attachments = message.get("attachments")
    for value in attachments if isinstance(attachments, list) else []:
        try:
            attachment = object_of(value, "an attachment")
            match attachment.get("type"):
                case "photo":
                    return _largest(object_of(attachment.get("photo"), "a photo"))
                case "doc":
                    doc = object_of(attachment.get("doc"), "a document")
                    if text_of(doc.get("ext"), "a document's kind").lower() in _PICTURE_ENDS:
                        return _address(doc.get("url"))
        except UnexpectedAnswerError:
            continue  # a message is read all the same
    return None


def _largest(photo: Mapping[str, object]) -> str:
    sizes = [object_of(size, "a photo's size") for size in list_of(photo.get("sizes"), "a photo's sizes")]
    if not sizes:
        raise UnexpectedAnswerError("a photo has no sizes")
    return _address(max(sizes, key=_pixels).get("url"))


def _pixels(size: Mapping[str, object]) -> int:
    return int_of(size.get("width"), "a width") * int_of(size.get("height"), "a height")


def _address(value: object) -> str:
    address = text_of(value, "a photo's address")
    if not 0 < len(address) <= _LONGEST_REFERENCE:
        raise UnexpectedAnswerError("a photo's address is too long or empty")
    return address
