"""Reading an `attachments` parameter: `photo{owner}_{id}[_{access_key}]` and `doc…` of this VK, and links."""

from __future__ import annotations

import re

from bot.sandbox.vk.errors import invalid
from bot.sandbox.vk.state import Attachment
from bot.sandbox.vk.world import World

_UPLOADED = re.compile(r"(photo|doc)(-?[0-9]{1,18})_([0-9]{1,18})(?:_([0-9a-f]+))?")


def read_attachments(world: World, words: list[str], *, viewer_id: int) -> list[Attachment]:
    """Attachments of a post or a message. Raises error 100 for more than ten and for what doesn't exist or isn't ours.

    What was uploaded for messages is private: anybody but its owner needs its access key.
    """
    if len(words) > world.limits.attachments:
        raise invalid(f"attachments has more than {world.limits.attachments} elements")
    return [_read(world, word, viewer_id) for word in words]


def _read(world: World, word: str, viewer_id: int) -> Attachment:
    if word.startswith(("http://", "https://")):
        return Attachment("link", body={"url": word, "title": "", "caption": word.split("/")[2], "description": ""})
    match = _UPLOADED.fullmatch(word)
    if match is None:
        raise invalid("attachments is incorrect")
    named = int(match[2]), int(match[3])
    if match[1] == "doc":
        doc = world.docs.get(named)
        if doc is None:
            raise invalid("attachments: document not found")
        if doc.is_private and match[4] != doc.access_key and viewer_id != doc.owner_id:
            raise invalid("attachments: access to document denied")
        return Attachment("doc", doc=doc)
    photo = world.photos.get(named)
    if photo is None:
        raise invalid("attachments: photo not found")
    if photo.is_private and match[4] != photo.access_key and viewer_id not in (photo.owner_id, photo.user_id):
        raise invalid("attachments: access to photo denied")
    return Attachment("photo", photo=photo)
