"""Publishes to VK walls, finds out whether something was published, and deletes it."""

import html
import math
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.picture import Picture
from bot.domain.place import MAX_POST, Place, fits
from bot.errors import Misconfigured, NoKeyMay, Refused, Retryable, Unsure
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.keys import VkClients, by_first_able
from bot.platforms.vk.uploads import PICTURE_NOT_TAKEN, Uploads, check_all
from bot.platforms.vk.wall import MAX_PAGE, WallEntry, read_entries

# VK's dates are whole seconds of its own clock.
CLOCK_ALLOWANCE = timedelta(minutes=1)
# How long VK may still be at work on a post whose answer was lost: before that, "not there" proves nothing.
SETTLE_S = 60.0
# Pages that are read back at most; a wall with more posts since then is a person's to look through.
_MAX_PAGES = 5
# Errors of wall.post about the text itself: a wrong parameter, advertising, links. Whatever else VK refuses is about
# the wall, the key or the day, and the next text would fare no better.
_ABOUT_THE_TEXT = frozenset({100, 219, 222, 224})
# Errors about the wall and the key's owner: somebody else may well post there.
_NOT_ON_THIS_WALL = frozenset({15, 203, 210, 214})
_MENTION = re.compile(r"\[(?:id|club|public|event)\d+\|([^\[\]]*)\]")


class VkChannel:
    """VK walls as places for posts."""

    def __init__(
        self,
        clients: VkClients,
        *,
        settle_s: float = SETTLE_S,
        clock: Callable[[], float] = time.monotonic,
        uploads: Callable[[VkClient], Uploads] = Uploads,
    ) -> None:
        """`clock` gives seconds; a post whose answer was lost is not said to be missing within `settle_s` of that."""
        self._clients = clients
        self._uploads = uploads
        self._settle_s = settle_s
        self._clock = clock
        self._lost_at: dict[Place, float] = {}

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        """As the port says: the pictures' names, parted by commas, by the first key that may upload them. See
        `Uploads.for_wall`.
        """
        owner_id = int(place.name)
        check_all(pictures)
        if not self._clients.posters:
            raise _no_poster()

        async def upload(client: VkClient) -> str:
            try:
                # One after the other: a user's key has three calls a second, and each upload takes two.
                uploads = self._uploads(client)
                return ",".join([await uploads.for_wall(owner_id, picture) for picture in pictures])
            except Refused as refusal:
                if refusal.code is None or refusal.code in PICTURE_NOT_TAKEN:
                    raise
                raise _not_there(refusal, place, client) from refusal

        return await by_first_able(self._clients.posters, upload)

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        """Publish in the community's name and return the post's id.

        `key` goes along as `guid`, by which VK may recognise a repeat; nobody promises it. Pictures without their
        `attachment` are put there first. Raises Retryable, Refused, Misconfigured, Unsure.
        """
        if pictures and not attachment:
            attachment = await self.attach(place, pictures)
        owner_id = int(place.name)
        if not fits(place, text, has_picture=attachment is not None):
            raise Refused(f"A post on VK has 1 to {MAX_POST[place.platform]} characters, this one has {len(text)}")
        if not self._clients.posters:
            raise _no_poster()

        async def post(client: VkClient) -> str:
            try:
                return await client.ask(
                    "wall.post",
                    _post_id,
                    repeatable=False,
                    owner_id=owner_id,
                    from_group=True if owner_id < 0 else None,
                    message=text or None,
                    attachments=attachment or None,
                    guid=key,
                )
            except Refused as refusal:
                if refusal.code in _ABOUT_THE_TEXT and "owner_id" not in str(refusal):
                    raise
                raise _not_there(refusal, place, client) from refusal

        try:
            return await by_first_able(self._clients.posters, post)
        except Unsure:
            self._lost_at[place] = self._clock()
            raise

    async def find(self, place: Place, text: str, since: datetime, attachment: str | None = None) -> str | None:
        """The id of the newest post with this text since `since`, or None if it is surely not there.

        Texts are compared as VK may have rewritten them (see `comparable`); a post with an attachment is known by that,
        which no other has. Nobody promises that a photo of messages keeps its number on a wall, so a post with the text
        and an unknown picture is doubtful then. Raises Unsure if no key may read the wall,
        if it has more new posts than are read back or if one of them could not be read; Retryable, also while VK may
        still be at work on a post that it was sent; Misconfigured, Refused.
        """
        if not self._clients.readers:
            raise Unsure(f"No key may read {place}: look there yourself, or set a service key")
        owner_id, earliest, wanted = int(place.name), since - CLOCK_ALLOWANCE, comparable(text)

        names, is_of_messages = _names_of(attachment)

        def is_it(entry: WallEntry) -> bool:
            has_text = comparable(entry.post.text) == wanted
            if not names:
                return has_text
            # Of an album one is enough: somebody may have taken the others out.
            is_there = not names.isdisjoint(entry.attachments)
            if not is_there and is_of_messages and has_text and entry.attachments:
                raise Unsure(f"A post with a picture stands on {place} that may be this one: look there yourself")
            return is_there

        async def look(client: VkClient) -> str | None:
            offset, unreadable = 0, 0
            for _ in range(_MAX_PAGES):
                page = await read_entries(client, owner_id, offset, MAX_PAGE)
                unreadable += page.unreadable
                dated = [(entry.post.posted_at, entry) for entry in page.entries if entry.post.posted_at is not None]
                for posted_at, entry in dated:
                    if posted_at >= earliest and is_it(entry):
                        return entry.post.remote_id
                reached_older = any(posted_at < earliest and not entry.is_pinned for posted_at, entry in dated)
                if reached_older or page.raw_count == 0:
                    if unreadable:
                        raise Unsure(f"Some posts of {place} can't be read: look there yourself")
                    return None
                offset += page.raw_count
            raise Unsure(f"{place} has more than {offset} new posts: look there yourself")

        left_s = self._lost_at.get(place, -math.inf) + self._settle_s - self._clock()
        found = await by_first_able(self._clients.readers, look)
        if found is None and left_s > 0:
            raise Retryable(f"The post may still appear on {place}; look again in {left_s:.0f} s", left_s)
        return found

    async def take_down(self, place: Place, remote_id: str) -> None:
        """Delete a post; one that is gone is no error. Raises Retryable, Refused, Misconfigured (NoKeyMay among them).

        VK documents this for a user's key only. Of a post that VK won't delete it is asked whether it still stands.
        """
        owner_id, post_id = int(place.name), int(remote_id)
        if not self._clients.posters:
            raise NoKeyMay(f"No key may delete posts on VK: delete it at {place} by hand, or set a user key")

        async def delete(client: VkClient) -> None:
            await client.ask("wall.delete", _done, repeatable=True, owner_id=owner_id, post_id=post_id)

        try:
            await by_first_able(self._clients.posters, delete)
        except Refused:
            if await self._stands(owner_id, post_id):
                raise

    async def _stands(self, owner_id: int, post_id: int) -> bool:
        """Whether a post is on the wall; True also where no key may look."""
        if not self._clients.readers:
            return True

        async def look(client: VkClient) -> bool:
            name = f"{owner_id}_{post_id}"
            return await client.ask("wall.getById", _any_left, repeatable=True, posts=name)

        return await by_first_able(self._clients.readers, look)


def comparable(text: str) -> str:
    """What is left of a text when all is taken away that VK changes in it.

    VK strips and may fold white space, escapes `<`, `>`, `&` and `"` in some answers, and writes a mention out as
    `[club1|name]`.
    """
    return " ".join(_MENTION.sub(r"\1", html.unescape(text)).split())


def _names_of(attachment: str | None) -> tuple[frozenset[str], bool]:
    """`photo-1_2` of each `photo-1_2_KEY`, and whether there is a key: then they were uploaded for messages."""
    parts = [name.split("_") for name in attachment.split(",")] if attachment else []
    return frozenset("_".join(part[:2]) for part in parts), any(len(part) > 2 for part in parts)


def _no_poster() -> NoKeyMay:
    return NoKeyMay("No key may post to VK: set a community key or a user key with the right wall")


def _not_there(refusal: Refused, place: Place, client: VkClient) -> Misconfigured:
    """What VK refused for the wall's or the key's sake, not the post's."""
    kind = NoKeyMay if refusal.code in _NOT_ON_THIS_WALL else Misconfigured
    return kind(f"{refusal}; check that {place} is open for posting and that the {client.kind} key's owner may post")


def _post_id(answer: object) -> str:
    return str(int_of(object_of(answer, "what became of the post").get("post_id"), "post_id"))


def _done(answer: object) -> None:
    if int_of(answer, "whether it was deleted") != 1:
        raise UnexpectedAnswerError("it was not deleted")


def _any_left(answer: object) -> bool:
    """Whether any post of wall.getById's answer still stands: a list, or since 5.139 an object with `items`."""
    posts = list_of(answer.get("items") if isinstance(answer, dict) else answer, "the list of posts")
    return any(not object_of(post, "a post").get("is_deleted") for post in posts)
