"""A bundle from before somebody said no does not bring them back."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from bot.app import author_hash, forgetter
from bot.backup.restoring import restore
from bot.backup.saving import save
from bot.domain.box_wish import parse_boxes
from bot.domain.member import Address, Platform
from bot.domain.template import Example, Layout, Template
from bot.flow.gather import gather
from bot.pictures.own import OwnTemplates
from bot.settings import Home, load
from bot.storage.database import Database
from bot.storage.posts import Posts
from corpus.post import Post
from tests.backup.conftest import NOW, make_home

ANNA = Address(Platform.VK, 42)
POSTS = [
    Post("пост Анны о её коте и ни о чём другом", "vk:-1", "1", "vk:42"),
    Post("пост Бориса", "vk:-1", "2", "vk:7"),
]


async def _with_posts(home: Home) -> None:
    database = Database(home.database_url(load(home, {})))
    await gather(POSTS, Posts(database), author_hash(home), keep_absent=False)
    await database.close()


async def _forget(home: Home) -> None:
    settings = load(home, {})
    database = Database(home.database_url(settings))
    await forgetter(home, settings, database).oneself(ANNA)
    await database.close()


def column(home: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(home / "wallflower.db")) as connection:
        return [row[0] for row in connection.execute(query)]


@pytest.fixture
def bundle_from_before(tmp_path: Path) -> tuple[Home, Path]:
    """A home in which somebody was forgotten after its bundle was made."""
    home = make_home(tmp_path / "my-wall")
    home.corpus_file.write_text("пост Анны о её коте и ни о чём другом" + "\n" * 11 + "пост Бориса\n", "utf-8")
    asyncio.run(_with_posts(home))
    made = save(home, load(home, {}), tmp_path / "a.zip", NOW, with_training=False, with_secrets=False, keep=None)
    asyncio.run(_forget(home))
    return home, made.bundle


def test_an_older_bundle_honours_those_who_said_no_to_the_home_that_it_replaces(
    bundle_from_before: tuple[Home, Path],
) -> None:
    """Their posts are gone from the database and the corpus, and they stay away."""
    home, bundle = bundle_from_before
    restored = restore(bundle, home.folder, NOW, replace=True)

    assert column(home.folder, "SELECT text FROM posts") == ["пост Бориса"]
    assert "Анны" not in home.corpus_file.read_text("utf-8")
    assert author_hash(home).of("vk:42") in column(home.folder, "SELECT author_hash FROM opt_outs")
    assert list(map(int, column(home.folder, "SELECT posts FROM forgotten_phrases"))) == [1]
    assert any("said no" in warning for warning in restored.warnings)
    assert "коте" not in (home.folder / "wallflower.db").read_bytes().decode("utf-8", "replace")


def test_captions_that_were_read_from_their_pictures_go_too(tmp_path: Path) -> None:
    home = make_home(tmp_path / "my-wall")
    anna, boris = author_hash(home).of("vk:42"), author_hash(home).of("vk:7")
    examples = (Example("ru", ("её", ""), by=(anna,)), Example("ru", ("его", ""), by=(boris,)))
    made = Template(
        "ours", {"ru": "наш"}, Layout.TOP_BOTTOM, parse_boxes(()), examples=examples, learned_from=(anna, boris),
        is_shipped=False,
    )  # fmt: skip
    OwnTemplates(home.templates).add(made, Image.new("RGB", (100, 100)))
    bundle = save(
        home, load(home, {}), tmp_path / "a.zip", NOW, with_training=False, with_secrets=False, keep=None
    ).bundle
    asyncio.run(_forget(home))

    restored = restore(bundle, home.folder, NOW, replace=True)

    file = (home.templates / "ours" / "template.toml").read_text("utf-8")
    assert anna not in file
    assert "её" not in file
    assert "его" in file
    assert any("captions" in warning for warning in restored.warnings)


def test_elsewhere_there_is_nobody_to_honour(bundle_from_before: tuple[Home, Path], tmp_path: Path) -> None:
    """A new machine knows no opt-outs: docs/privacy.md says so."""
    _, bundle = bundle_from_before
    restored = restore(bundle, tmp_path / "elsewhere", NOW)
    assert len(column(tmp_path / "elsewhere", "SELECT text FROM posts")) == 2
    assert restored.warnings == ()


@pytest.mark.parametrize("damage", ["another key", "no database"])
def test_who_can_not_be_recognised_is_at_least_told_of(bundle_from_before: tuple[Home, Path], damage: str) -> None:
    """The restore itself goes on: it may be what mends the home."""
    home, bundle = bundle_from_before
    if damage == "another key":
        home.author_key_file.write_text("cd" * 32 + "\n")
    else:
        (home.folder / "wallflower.db").write_bytes(b"no database" * 1_000)
    restored = restore(bundle, home.folder, NOW, replace=True)
    assert any("wallflower forget" in warning for warning in restored.warnings)
    assert len(column(home.folder, "SELECT text FROM posts")) == 2
