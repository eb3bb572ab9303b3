"""Authors are stored as keyed hashes: enough to forget all posts of somebody who asks, useless to anybody else."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.member import Address, Platform
from corpus.post import Post

# How much of a hash is shown to people and written into the audit log: enough to tell one author from another.
_SHOWN_DIGITS = 16

_NUMBER = r"([1-9][0-9]{0,14})"
_WRITTEN = {
    Platform.VK: re.compile(rf"(?:(?:https?://)?(?:m\.)?vk\.(?:com|ru)/|@)?id{_NUMBER}|vk:{_NUMBER}"),
    Platform.TELEGRAM: re.compile(rf"user{_NUMBER}|telegram:{_NUMBER}"),
}


class AuthorHash:
    """HMAC-SHA-256 under the home's own key; the key never leaves the home's folder."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the key for authors is shorter than 16 bytes")
        self._key = key

    def of(self, author: str) -> str:
        """The hash of an author's name on its platform (`vk:123`, `user42`), 64 hexadecimal digits."""
        return self._keyed(author.encode("utf-8", "surrogatepass")).hexdigest()

    def hide(self, posts: Iterable[Post]) -> list[Post]:
        """The posts with hashes in the place of names."""
        return [post if post.author is None else replace(post, author=self.of(post.author)) for post in posts]

    def key_for(self, purpose: str) -> bytes:
        """A key of its own for something else that is hashed in this home, 32 bytes."""
        return self._keyed(f"key for {purpose}".encode()).digest()

    def _keyed(self, message: bytes) -> "hmac.HMAC":
        return hmac.new(self._key, message, hashlib.sha256)


def names_of(person: Address) -> tuple[str, ...]:
    """Every name under which a wall, an export or a table may know a person; the first is the person's address.

    A plain number names no platform. Where two people have it on two of them, the posts of both go when one asks:
    better one post too many than one that somebody wanted forgotten.
    """
    short = "id" if person.platform is Platform.VK else "user"
    return (str(person), f"{short}{person.number}", str(person.number))


def person_written(text: str) -> Address | None:
    """The person whom `vk:1`, `id1`, `vk.com/id1`, `telegram:1` or `user1` means; None for whatever means nobody."""
    for platform, pattern in _WRITTEN.items():
        match = pattern.fullmatch(text.strip().lower())
        if match is not None:
            person = Address(platform, int(match[1] or match[2]))
            return person if person.is_person else None
    return None


def shown(author_hash: str) -> str:
    """A hash as people and the audit log see it: `author:` and its first 16 digits."""
    return f"author:{author_hash[:_SHOWN_DIGITS]}"
