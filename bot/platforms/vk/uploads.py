"""Puts pictures where VK's posts and messages can refer to them.

A still picture becomes a photo, one that moves a document: VK plays a GIF only as such. Where a key may not upload
documents, what moves becomes a photo of its first frame. Everything here may be done again: what no post refers to is
seen by nobody.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

import structlog

from bot.domain.caption import MOST_PICTURES
from bot.domain.member import Address
from bot.domain.picture import Picture, PictureFormat
from bot.errors import Misconfigured, Refused, Retryable, Unsure
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.batches import Batches
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import SOON_S, KeyKind
from bot.platforms.vk.upload_server import UploadFailedError, send_file, upload_address

# https://dev.vk.com/api/upload/overview
MAX_BYTES = 50 * 1024 * 1024
MAX_SIDES = 14_000  # width + height, px
MAX_RATIO = 20
_FORMATS = frozenset({PictureFormat.JPEG, PictureFormat.PNG, PictureFormat.GIF})

UPLOAD_TIMEOUT_S = 30.0
# All steps together, with every new beginning.
WHOLE_TIMEOUT_S = 90.0
_TRIES = 3
# Of the save methods: what was uploaded is not taken for what it was ("invalid server", "invalid hash", "upload error",
# "couldn't save file"). A new upload may be.
_BEGIN_ANEW = frozenset({22, 105, 118, 121})
# "One of the parameters …" and "invalid photo", said of what was uploaded.
PICTURE_NOT_TAKEN = frozenset({100, 129})

T = TypeVar("T")
_ACCESS_KEY = re.compile(r"[A-Za-z0-9]{1,100}")
_log = structlog.get_logger(__name__)


class Uploads:
    """Uploads under one key."""

    def __init__(
        self,
        client: VkClient,
        batches: Batches | None = None,
        *,
        timeout_s: float = UPLOAD_TIMEOUT_S,
        backoff: Backoff | None = None,
    ) -> None:
        """`timeout_s` bounds the way of one file to the upload server.

        With the client's `batches` the two calls of each upload go out together with others: by themselves those of ten
        pictures a second would be all that VK takes from a community.
        """
        self._client = client
        self._batches = batches
        self._timeout_s = timeout_s
        self._backoff = backoff or Backoff()

    async def for_wall(self, owner_id: int, picture: Picture) -> str:
        """What a post on `owner_id`'s wall calls the picture: `photo-1_2`, `doc-1_2`.

        A community's key may upload no photos for walls; one for its messages can be attached all the same, with the
        key that VK gives it (nobody promises that). Raises Retryable, Refused, Misconfigured (NoKeyMay among them).
        """
        check(picture)
        group = {"group_id": -owner_id} if owner_id < 0 else {}
        if picture.is_animated:
            document = await self._document("docs.getWallUploadServer", picture, group)
            if document is not None:
                return _without_key(document)
        if self._client.kind is KeyKind.USER:
            whose = group or {"user_id": owner_id}
            return _without_key(
                await self._photo("photos.getWallUploadServer", "photos.saveWallPhoto", picture, group, whose)
            )
        return await self._photo("photos.getMessagesUploadServer", "photos.saveMessagesPhoto", picture, {}, {})

    async def for_messages(self, chat: Address, picture: Picture) -> str:
        """What a message to `chat` calls the picture. Raises as `for_wall`."""
        check(picture)
        peer = {"peer_id": chat.number}
        if picture.is_animated:
            document = await self._document("docs.getMessagesUploadServer", picture, {"type": "doc", **peer})
            if document is not None:
                return document
        return await self._photo("photos.getMessagesUploadServer", "photos.saveMessagesPhoto", picture, peer, {})

    async def _photo(
        self,
        server_method: str,
        save_method: str,
        picture: Picture,
        server_params: Mapping[str, object],
        save_params: Mapping[str, object],
    ) -> str:
        async def upload() -> str:
            taken = await self._sent(server_method, "photo", picture, server_params)
            # Handed on as they came: the server of one method speaks to the other.
            if taken.get("photo") in ("", "[]", None):
                raise Refused("VK takes this file for no picture")
            if not taken.get("hash") or taken.get("server") is None:
                raise UploadFailedError("the answer lacks what the photo is saved by")
            parts = {name: _plain(taken[name]) for name in ("photo", "server", "hash")}
            return await self._ask(save_method, _saved_photo, is_save=True, **parts, **save_params)

        return await self._until_done(server_method, upload)

    async def _document(self, server_method: str, picture: Picture, params: Mapping[str, object]) -> str | None:
        """None where this key, or VK, takes no documents."""

        async def upload() -> str:
            taken = await self._sent(server_method, "file", picture, params)
            if not taken.get("file"):
                raise UploadFailedError("the answer lacks what the document is saved by")
            return await self._ask(
                "docs.save", _saved_document, is_save=True, file=_plain(taken["file"]), title=picture.file_name
            )

        try:
            return await self._until_done(server_method, upload)
        except (Misconfigured, Refused) as error:
            _log.warning("a picture that moves goes to VK as a photo of its first frame", problem=str(error))
            return None

    async def _sent(
        self, server_method: str, field: str, picture: Picture, params: Mapping[str, object]
    ) -> dict[str, object]:
        """What the upload server answered."""

        def parse(answer: object) -> str:
            return upload_address(answer, may_be_local=self._client.is_local)

        address = await self._ask(server_method, parse, is_save=False, **params)
        return await send_file(address, field, picture, self._timeout_s)

    async def _ask(self, method: str, parse: Callable[[object], T], *, is_save: bool, **params: object) -> T:
        if self._batches is not None:
            return await self._batches.ask(method, parse, **params)
        # By itself a save whose answer was lost is not repeated: a new upload is surer.
        return await self._client.ask(method, parse, repeatable=not is_save, **params)

    async def _until_done(self, method: str, upload: Callable[[], Awaitable[str]]) -> str:
        """What `upload` returns, begun anew where that may help. Raises Retryable when it was in vain or too slow."""
        why = ""
        try:
            async with asyncio.timeout(WHOLE_TIMEOUT_S):
                for failures in range(_TRIES):
                    if failures:
                        _log.warning("an upload to VK is begun anew", method=method, failures=failures, problem=why)
                        await asyncio.sleep(self._backoff.wait_s(failures))
                    try:
                        return await upload()
                    except (UploadFailedError, Unsure) as error:
                        why = str(error)  # at worst it is there twice, where nobody looks
                    except Retryable as error:
                        if error.retry_after_s > SOON_S:
                            raise
                        why = str(error)
                    except Refused as error:
                        if error.code not in _BEGIN_ANEW:
                            raise
                        why = str(error)
        except TimeoutError:
            why = "it took too long"
        raise Retryable(f"A picture could not be uploaded to VK ({why}); try again later", SOON_S)


def check(picture: Picture) -> None:
    """Raise Refused for what VK would refuse, before anything is sent."""
    if picture.format not in _FORMATS:
        raise Refused(f"VK takes pictures as JPEG, PNG or GIF and not as {picture.format.name}: have it painted as one")
    if len(picture.data) > MAX_BYTES:
        raise Refused(f"VK takes pictures of at most {MAX_BYTES} bytes, and this one has {len(picture.data)}")
    shorter, longer = sorted((picture.width, picture.height))
    if shorter < 1 or shorter + longer > MAX_SIDES or longer > MAX_RATIO * shorter:
        raise Refused(
            f"VK takes no picture of {picture.width} × {picture.height}: both sides together have at most {MAX_SIDES} "
            f"pixels, and none is more than {MAX_RATIO} times the other"
        )


def check_all(pictures: Sequence[Picture]) -> None:
    """Raise Refused for what VK would refuse of the pictures of one post or message, before anything is sent."""
    if len(pictures) > MOST_PICTURES:
        raise Refused(f"VK takes at most {MOST_PICTURES} pictures in a post, and these are {len(pictures)}")
    for picture in pictures:
        check(picture)


def _plain(value: object) -> str | int:
    """A value that goes back to VK as it came: a text or a number."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise UploadFailedError("the answer has a part of the wrong type")


def _saved_photo(answer: object) -> str:
    saved = list_of(answer, "the list of saved photos")
    if len(saved) != 1:
        raise UnexpectedAnswerError(f"the list of saved photos has {len(saved)} entries for one")
    return attachment_of("photo", saved[0])


def _saved_document(answer: object) -> str:
    return attachment_of("doc", object_of(answer, "what was saved").get("doc"))


def _without_key(attachment: str) -> str:
    """What was uploaded for a wall everybody may see; only what was for messages needs its key."""
    return "_".join(attachment.split("_")[:2])


def attachment_of(kind: str, value: object) -> str:
    """`photo-1_2_KEY`: how posts and messages name a photo or document; the key is there where VK gave one."""
    thing = object_of(value, "what was saved")
    owner, number = int_of(thing.get("owner_id"), "its owner"), int_of(thing.get("id"), "its number")
    key = thing.get("access_key")
    has_key = isinstance(key, str) and _ACCESS_KEY.fullmatch(key) is not None
    return f"{kind}{owner}_{number}_{key}" if has_key else f"{kind}{owner}_{number}"
