"""Reads a VK wall page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.platforms.vk.answers import UnexpectedAnswerError, instant_of, int_of, list_of, object_of, text_of
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.posted_photos import posted_photos
from bot.ports import PhotoPage, WallPage, WallPhoto
from corpus.post import Post

MAX_PAGE = 100  # posts that one wall.get gives at most

# Waiting for its hour, or for a moderator of the community: not on the wall.
_NOT_ON_THE_WALL = ("postpone", "suggest")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WallEntry:
    """A post and what only this adapter needs to know of it. VK shows a pinned post first, whatever its date.

    `attachments` are its photos and documents by name, `photo-1_2`; `photos` are what of them can be fetched.
    """

    post: Post
    is_pinned: bool
    attachments: frozenset[str] = frozenset()
    photos: tuple[WallPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of wall.get: `unreadable` counts the entries that could not be read as posts."""

    total: int
    entries: list[WallEntry]
    raw_count: int
    unreadable: int


class VkWall:
    """The wall of `owner_id` (negative for a community), read with a service or user key."""

    def __init__(self, client: VkClient, owner_id: int) -> None:
        self._client = client
        self._owner_id = owner_id

    @property
    def source(self) -> str:
        """`vk:-1`"""
        return wall_source(self._owner_id)

    @property
    def is_local(self) -> bool:
        """Whether it stands on this machine, as a stand-in for VK's server has it: then so do its photos."""
        return self._client.is_local

    async def page(self, offset: int, count: int) -> WallPage:
        """Posts `offset … offset + count`, at most 100 of them. Raises Retryable, Misconfigured, Refused."""
        page = await read_entries(self._client, self._owner_id, offset, count)
        return WallPage(page.total, [entry.post for entry in page.entries], page.raw_count)

    async def photos(self, offset: int, count: int) -> PhotoPage:
        """The photos of those posts that are neither reposts nor advertising. Raises as `page`."""
        page = await read_entries(self._client, self._owner_id, offset, count)
        own = (entry for entry in page.entries if not (entry.post.is_repost or entry.post.is_advertising))
        return PhotoPage(page.total, [photo for entry in own for photo in entry.photos], page.raw_count)


def wall_source(owner_id: int) -> str:
    """The name of a wall in `Post.source`."""
    return f"vk:{owner_id}"


async def read_entries(client: VkClient, owner_id: int, offset: int, count: int) -> Entries:
    """One call of wall.get.

    An entry that is broken, deleted or not on the wall is left out; an answer that is broken as a whole counts as a
    failed call.
    """

    def parse(answer: object) -> Entries:
        return _entries(answer, owner_id)

    return await client.ask(
        "wall.get", parse, repeatable=True, owner_id=owner_id, offset=offset, count=max(1, min(count, MAX_PAGE))
    )


def _entries(answer: object, owner_id: int) -> Entries:
    page = object_of(answer, "the page of the wall")
    total = int_of(page.get("count"), "the number of posts")
    raw = list_of(page.get("items"), "the list of posts")
    entries, unreadable = [], 0
    for value in raw:
        try:
            entry = _entry(object_of(value, "a post"), owner_id)
        except UnexpectedAnswerError as error:
            unreadable += 1
            _log.warning("a post that can't be read is left out", wall=wall_source(owner_id), problem=str(error))
        else:
            if entry is not None:
                entries.append(entry)
    return Entries(total, entries, len(raw), unreadable)


def _entry(raw: Mapping[str, object], owner_id: int) -> WallEntry | None:
    if raw.get("is_deleted") or raw.get("post_type") in _NOT_ON_THE_WALL:
        return None
    number = int_of(raw.get("id"), "a post's id")
    author = raw.get("signer_id") or raw.get("from_id")
    post = Post(
        text=text_of(raw.get("text"), "a post's text"),
        source=wall_source(owner_id),
        remote_id=str(number),
        author=None if author is None else f"vk:{int_of(author, 'a post’s author')}",
        posted_at=instant_of(raw.get("date"), "a post's date"),
        edited_at=_instant_or_none(raw.get("edited"), "a post's date of editing"),
        is_repost=bool(raw.get("copy_history")),
        is_advertising=bool(raw.get("marked_as_ads")),
    )
    attached = raw.get("attachments")
    return WallEntry(
        post,
        is_pinned=bool(raw.get("is_pinned")),
        attachments=_attachments(attached),
        photos=posted_photos(attached, post.author),
    )


def _attachments(value: object) -> frozenset[str]:
    """What can't be read as a photo or document of somebody's is none."""
    names = set()
    for part in value if isinstance(value, list) else []:
        kind = part.get("type") if isinstance(part, dict) else None
        thing = part.get(kind) if kind in ("photo", "doc") else None
        owner, number = (thing.get("owner_id"), thing.get("id")) if isinstance(thing, dict) else (None, None)
        if isinstance(owner, int) and isinstance(number, int):
            names.add(f"{kind}{owner}_{number}")
    return frozenset(names)


def _instant_or_none(value: object, what: str) -> datetime | None:
    return None if value is None or value == 0 else instant_of(value, what)
