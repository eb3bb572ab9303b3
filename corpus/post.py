"""One post of a wall, as a reader found it. Knows nothing of where it will be kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A post before or after cleaning.

    `source` and `remote_id` together name the post for ever: `("vk:-1", "4711")`, `("telegram:1234", "17")`,
    `("file:jokes.txt", "3")`. `author` is whatever the source calls them; it is hashed before it is stored.
    `posted_at` and `edited_at` are aware UTC instants.
    """

    text: str
    source: str = ""
    remote_id: str = ""
    author: str | None = None
    posted_at: datetime | None = None
    edited_at: datetime | None = None
    is_repost: bool = False
    is_advertising: bool = False
