"""Takes posts from a file into the database: all of the file or nothing of it."""

from collections.abc import Iterable, Iterator

from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.storage.posts import Change, Posts
from corpus.post import Post

_BATCH = 1_000


async def gather(posts: Iterable[Post], storage: Posts, authors: AuthorHash, *, keep_absent: bool) -> Change:
    """Store what a reader yields in one transaction; an error of the reader's leaves the database as it was.

    Posts of the same file that are gone from it are forgotten unless `keep_absent` (an export of a part of a chat).
    Raises Refused when the file holds no posts, and whatever the reader raises.
    """
    return await storage.replace_all(_batches(posts, authors), keep_absent=keep_absent)


def _batches(posts: Iterable[Post], authors: AuthorHash) -> Iterator[list[Post]]:
    batch: list[Post] = []
    is_empty = True
    for post in posts:
        is_empty = False
        batch.append(post)
        if len(batch) == _BATCH:
            yield authors.hide(batch)
            batch = []
    if is_empty:
        raise Refused("the file holds no posts: nothing was imported")
    yield authors.hide(batch)
