"""Makes the corpus: all stored posts, cleaned, in one text file with separator lines."""

import asyncio
from pathlib import Path

from bot.errors import Refused
from bot.flow.cleaning_report import report_file, write_report
from bot.storage.posts import Posts
from corpus.cleaning import CleanedCorpus, CleaningRules, clean
from corpus.separator import write_posts


async def make_corpus(posts: Posts, rules: CleaningRules, path: Path, empty_lines: int) -> CleanedCorpus:
    """Clean every stored post, write the corpus file (beside, then renamed), and keep beside it what was dropped.

    Raises Refused when there are no posts, or none is left after cleaning: the old file stays then.
    """
    while True:
        stored = await posts.all()
        if not stored:
            raise Refused("there are no posts yet: run `wallflower scrape` or `wallflower import FILE` first")
        cleaned = await asyncio.to_thread(clean, stored, rules)
        if not cleaned.posts:
            raise Refused(f"none of {len(stored)} posts is left after cleaning: look at [corpus] in wallflower.toml")
        await asyncio.to_thread(write_posts, path, [post.text for post in cleaned.posts], empty_lines)
        # Who said no meanwhile may be in the file that was just written over a newer one.
        if not await posts.any_unwelcome({post.author for post in cleaned.posts if post.author is not None}):
            await asyncio.to_thread(write_report, cleaned, path)
            return cleaned


async def remake_corpus(posts: Posts, rules: CleaningRules, path: Path, empty_lines: int) -> None:
    """Bring a corpus file, if there is one, to the posts that are left; without any there is none."""
    if not path.exists():
        return
    try:
        await make_corpus(posts, rules, path, empty_lines)
    except Refused:
        path.unlink(missing_ok=True)
        report_file(path).unlink(missing_ok=True)
