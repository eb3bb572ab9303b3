"""A community is deleted whole, only by its name, only while nobody uses it, and nothing else with it."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.backup.deleting import delete
from bot.errors import Refused
from bot.settings import Home, Settings, load
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.holding import held
from tests.backup.conftest import make_home


def test_nothing_is_left_of_a_home(home: Home) -> None:
    """Not even the folder."""
    (home.folder / "retrain.log").write_text("said")
    (home.folder / "read.log").write_text("said")
    (home.folder / ".corpus.txt.12ab.part").write_text("half a corpus")
    (home.folder / "corpus.json").write_text("{}")
    (home.folder / ".corpus.json.12ab.part").write_text("{")
    gone = asyncio.run(delete(home, load(home, {}), "my-wall"))
    assert gone.left == ()
    assert not home.folder.exists()


def test_what_others_put_there_stays(home: Home) -> None:
    """A home may be a folder with other things in it."""
    (home.folder / "photos").mkdir()
    gone = asyncio.run(delete(home, load(home, {}), "my-wall"))
    assert gone.left == ("photos",)
    assert [path.name for path in home.folder.iterdir()] == ["photos"]


@pytest.mark.parametrize("name", ["", "my", "My-Wall", "my-wall/", "../my-wall"])
def test_another_name_deletes_nothing(home: Home, name: str) -> None:
    """Whoever types the wrong name may be in the wrong home."""
    before = sorted(home.folder.rglob("*"))
    with pytest.raises(Refused, match="my-wall"):
        asyncio.run(delete(home, load(home, {}), name))
    assert sorted(home.folder.rglob("*")) == before


def test_a_home_in_use_is_not_deleted(home: Home) -> None:
    """A bot holds its home as long as it runs."""
    before = sorted(home.folder.rglob("*"))
    with held(home.folder), pytest.raises(Refused, match="stop it first"):
        asyncio.run(delete(home, load(home, {}), "my-wall"))
    assert sorted(home.folder.rglob("*")) == before


def test_a_database_elsewhere_goes_too(home: Home, tmp_path: Path) -> None:
    """SQLite's file with its log."""
    elsewhere = tmp_path / "elsewhere.db"
    settings = load(home, {"WALLFLOWER_DATABASE_URL": f"sqlite:///{elsewhere}"})

    async def make() -> None:
        database = Database(home.database_url(settings))
        await schema.check(database)
        await database.close()

    asyncio.run(make())
    asyncio.run(delete(home, settings, "my-wall"))
    assert not elsewhere.exists()


async def test_on_postgresql_the_tables_go_and_a_new_home_can_begin(database: Database, tmp_path: Path) -> None:
    """While somebody else is connected, nothing does."""
    if database.is_sqlite:
        pytest.skip("SQLite: see above")
    folder = tmp_path / "my-wall"
    folder.mkdir()
    home, settings = Home(folder), _with(database)
    async with database.begin():
        with pytest.raises(Refused, match="connected"):
            await delete(home, settings, "my-wall")
    await database.close()

    await delete(home, settings, "my-wall")

    async with database.begin() as connection:
        assert await connection.run_sync(lambda found: inspect(found).get_table_names()) == []
    await schema.check(database)
    assert not folder.exists()


def _with(database: Database) -> Settings:
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return Settings.model_validate({"database": {"url": url}})


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """As a typing mistake in --home is."""
    with pytest.raises(Refused, match="no folder"):
        asyncio.run(delete(Home(tmp_path / "nowhere"), Settings(), "nowhere"))


def test_a_delete_that_was_killed_goes_on(tmp_path: Path) -> None:
    """The database is gone, the rest is there still."""
    home = make_home(tmp_path / "my-wall")
    (home.folder / "wallflower.db").unlink()
    asyncio.run(delete(home, load(home, {}), "my-wall"))
    assert not home.folder.exists()
