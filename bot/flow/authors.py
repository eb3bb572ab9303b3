"""Authors are stored as keyed hashes: enough to forget all posts of somebody who asks, useless to anybody else."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import replace

from corpus.post import Post


class AuthorHash:
    """HMAC-SHA-256 under the home's own key; the key never leaves the home's folder."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the key for authors is shorter than 16 bytes")
        self._key = key

    def of(self, author: str) -> str:
        """The hash of an author's name on its platform (`vk:123`, `user42`), 64 hexadecimal digits."""
        return hmac.new(self._key, author.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def hide(self, posts: Iterable[Post]) -> list[Post]:
        """The posts with hashes in the place of names."""
        return [post if post.author is None else replace(post, author=self.of(post.author)) for post in posts]
