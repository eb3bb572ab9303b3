"""What a cleaning dropped is kept beside the corpus, and goes with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.flow.authors import AuthorHash
from bot.flow.cleaning import make_corpus, remake_corpus
from bot.flow.cleaning_report import read_report, report_file
from bot.flow.gather import gather
from bot.storage.database import Database
from bot.storage.posts import Posts
from corpus.cleaning import CleaningRules
from corpus.post import Post

AUTHORS = AuthorHash(b"0123456789abcdef")
TEXTS = ("кот ушёл к соседям", "кот ушёл к соседям", "завтра дождь, а зонт дома", "ы", "https://example.org/", "#тег")


@pytest.fixture
async def posts(database: Database) -> Posts:
    """A small wall with something to drop."""
    stored = Posts(database)
    wall = [Post(text, "vk:-1", str(number)) for number, text in enumerate(TEXTS)]
    await gather(wall, stored, AUTHORS, keep_absent=False)
    return stored


async def test_the_report_tells_what_the_cleaning_did(posts: Posts, tmp_path: Path) -> None:
    """The counts add up, the most frequent reason comes first, and no text is in the file."""
    corpus = tmp_path / "corpus.txt"
    cleaned = await make_corpus(posts, CleaningRules(), corpus, 10)
    report = read_report(corpus)
    assert report is not None
    assert (report.read, report.kept) == (6, len(cleaned.posts))
    assert report.read == report.kept + sum(report.dropped.values())
    assert list(report.dropped.items()) == [("only links, mentions or hashtags", 2), ("copy", 1), ("too short", 1)]
    assert report.characters == sum(len(post.text) for post in cleaned.posts)
    assert datetime.now(UTC) - report.made_at < timedelta(minutes=1)
    assert "кот" not in report_file(corpus).read_text("utf-8")


async def test_without_a_corpus_there_is_no_report(posts: Posts, tmp_path: Path) -> None:
    """When no post is left after forgetting, both files go."""
    corpus = tmp_path / "corpus.txt"
    assert read_report(corpus) is None
    await make_corpus(posts, CleaningRules(), corpus, 10)
    await remake_corpus(posts, CleaningRules(min_chars=1_000), corpus, 10)
    assert not corpus.exists()
    assert not report_file(corpus).exists()


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"read": "many"}', "[" * 60_000, '{"read":1,"kept":1}'])
def test_a_damaged_report_counts_as_none(tmp_path: Path, damaged: str) -> None:
    """Whoever shows it says that the next cleaning writes one."""
    corpus = tmp_path / "corpus.txt"
    report_file(corpus).write_text(damaged, "utf-8")
    assert read_report(corpus) is None
