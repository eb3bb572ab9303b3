"""The photos of a post: where the size that is worth fetching is, and whose they are."""

from collections.abc import Mapping

from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of, text_of
from bot.ports import WallPhoto

# Pixels of the longer side: more is not needed to read the words of a meme. VK's own sizes are 604, 807, 1080, 2560.
_LONG_ENOUGH = 1_280
# The others of VK's sizes (o, p, q, r) are cut off at three to two.
_UNCUT = frozenset("smxyzw")
_LONGEST_ADDRESS = 2_000
# Who VK says has uploaded a photo that belongs to a community.
_NOBODY = 100


def posted_photos(attachments: object, author: str | None) -> tuple[WallPhoto, ...]:
    """The photos among a post's attachments; `author` is whose post it is. What can't be read as a photo is none.

    A photo is its poster's, and that of the person in whose album it lies or who uploaded it, where VK says so: what
    members suggest to a community stands on its wall as the community's own.
    """
    found = []
    for value in attachments if isinstance(attachments, list) else []:
        try:
            attachment = object_of(value, "an attachment")
            if attachment.get("type") == "photo":
                found.append(_photo(object_of(attachment.get("photo"), "a photo"), author))
        except UnexpectedAnswerError:
            continue  # the others are read all the same
    return tuple(found)


def _photo(raw: Mapping[str, object], author: str | None) -> WallPhoto:
    owner, number = int_of(raw.get("owner_id"), "a photo's owner"), int_of(raw.get("id"), "a photo's id")
    uploader = raw.get("user_id")
    if owner > 0:
        whose: int | None = owner
    else:
        whose = uploader if isinstance(uploader, int) and uploader > 0 and uploader != _NOBODY else None
    authors = dict.fromkeys(name for name in (author, None if whose is None else f"vk:{whose}") if name is not None)
    return WallPhoto(f"photo{owner}_{number}", _address(raw), tuple(authors) or (f"vk:{owner}",))


def _address(raw: Mapping[str, object]) -> str:
    """Of the sizes that show all of the photo, the largest that is not larger than it needs to be."""
    sizes = [object_of(size, "a photo's size") for size in list_of(raw.get("sizes"), "a photo's sizes")]
    whole = [size for size in sizes if size.get("type") in _UNCUT] or sizes
    if not whole:
        raise UnexpectedAnswerError("a photo has no sizes")
    small = [size for size in whole if _longer_side(size) <= _LONG_ENOUGH]
    chosen = max(small, key=_longer_side) if small else min(whole, key=_longer_side)
    address = text_of(chosen.get("url"), "a photo's address")
    if not 0 < len(address) <= _LONGEST_ADDRESS:
        raise UnexpectedAnswerError("a photo's address is too long or empty")
    return address


def _longer_side(size: Mapping[str, object]) -> int:
    return max(int_of(size.get("width"), "a width"), int_of(size.get("height"), "a height"))
