"""A restored home is what it was; a home in use, a home that is not empty and a bundle from the future are refused."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import opened
from bot.backup.restoring import restore
from bot.backup.saving import save
from bot.errors import Misconfigured, Refused
from bot.flow.silence import PAUSE_CONTROL
from bot.settings import Home
from bot.storage import schema
from bot.storage.holding import held
from tests.backup.conftest import NOW, make_home, saved_of, settings_of


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder but its database, which counts by its rows."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "wallflower.db"
    }


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "wallflower.db")) as connection:
        return connection.execute(query).fetchall()


def test_a_restored_home_is_the_old_one_and_publishes_nothing_until_somebody_says_so(
    home: Home, bundle: Path, tmp_path: Path
) -> None:
    there = tmp_path / "elsewhere" / "new"
    restored = restore(bundle, there, NOW)

    before = everything(home.folder)
    del before[".env"]
    assert everything(there) == before
    drafts = "SELECT id, state, text FROM drafts ORDER BY id"
    assert rows(there, drafts) == rows(home.folder, drafts) != []
    assert restored.approved == 1
    paused = dict(rows(there, "SELECT name, value FROM controls"))
    assert datetime.fromisoformat(str(paused[PAUSE_CONTROL])) > NOW + timedelta(days=10_000)
    assert (restored.must_migrate, restored.moved_aside, restored.warnings) == (False, None, ())
    assert list(there.parent.iterdir()) == [there]


def test_what_the_old_bot_may_have_answered_is_not_answered_on_telegram_again(home: Home, tmp_path: Path) -> None:
    """An update that waits in the bundle is marked as if its answer had begun: see bot/storage/inbox.py."""
    with closing(sqlite3.connect(home.folder / "wallflower.db")) as connection, connection:
        connection.execute("INSERT INTO inbox VALUES ('telegram', '1', '2026-11-21 12:00:00', '{}', 0, NULL)")
    restore(saved_of(home, tmp_path / "b.zip").bundle, tmp_path / "new", NOW)
    assert rows(tmp_path / "new", "SELECT answering FROM inbox") == [(1,)]


def test_nobody_is_logged_in_to_a_restored_home(home: Home, tmp_path: Path) -> None:
    """Their session may have been ended since, and the password changed."""
    at = "2026-11-21 12:00:00"
    with closing(sqlite3.connect(home.folder / "wallflower.db")) as connection, connection:
        session = (1, "a", "vk:7", "link", "", None, at, at)
        connection.execute("INSERT INTO console_sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", session)
        connection.execute("INSERT INTO console_links VALUES (?, ?, ?)", ("vk:7", "b", at))
        connection.execute("INSERT INTO console_passwords VALUES (?, ?, ?)", ("vk:7", "scrypt", at))
    restore(saved_of(home, tmp_path / "b.zip").bundle, tmp_path / "new", NOW)
    for table in ("console_sessions", "console_links", "console_passwords"):
        assert rows(tmp_path / "new", f"SELECT * FROM {table}") == []  # noqa: S608 - named above


def test_a_home_that_is_not_empty_stays_unless_replaced_and_is_then_moved_aside_whole(
    bundle: Path, tmp_path: Path
) -> None:
    old = make_home(tmp_path / "old").folder
    (old / "corpus.txt").write_text("the old corpus\n")
    before = everything(old)
    with pytest.raises(Refused, match="--replace"):
        restore(bundle, old, NOW)
    assert everything(old) == before
    restored = restore(bundle, old, NOW, replace=True)
    assert restored.moved_aside is not None
    assert everything(restored.moved_aside) == before
    assert "Пост" in (old / "corpus.txt").read_text()


def test_an_empty_folder_is_taken_as_the_home(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert restore(bundle, tmp_path / "empty", NOW).moved_aside is None
    assert (tmp_path / "empty" / "wallflower.db").exists()


async def test_a_home_on_which_a_bot_runs_is_not_replaced(home: Home, bundle: Path) -> None:
    before = everything(home.folder)
    async with opened(home, settings_of(home)):
        with pytest.raises(Refused, match="in use"):
            restore(bundle, home.folder, NOW, replace=True)
    assert everything(home.folder) == before


def test_nobody_starts_on_a_home_while_it_is_replaced_and_many_may_hold_it_otherwise(home: Home) -> None:
    with held(home.folder, alone=True), pytest.raises(Refused, match="being restored"), held(home.folder):
        pass
    with held(home.folder), held(home.folder):
        pass


def test_a_database_of_a_newer_version_is_refused_and_nothing_is_written(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(members["manifest.json"])
    told["revision"] = "9999"
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as archive:
        for name, data in {**members, "manifest.json": json.dumps(told).encode()}.items():
            archive.writestr(name, data)
    with pytest.raises(Misconfigured, match="newer version"):
        restore(forged, tmp_path / "new", NOW)
    assert not (tmp_path / "new").exists()


def test_an_older_database_is_restored_and_is_to_be_migrated(home: Home, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home.folder / "wallflower.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert restore(saved_of(home, tmp_path / "b.zip").bundle, tmp_path / "new", NOW).must_migrate
    assert rows(tmp_path / "new", "SELECT version_num FROM alembic_version") == [("0001",)] != [(schema.head(),)]


def test_settings_that_name_another_database_are_pointed_out(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.db"
    shutil.move(home.folder / "wallflower.db", file)
    (home.folder / "wallflower.toml").write_text(f'[database]\nurl = "sqlite:///{file}"\n')
    restored = restore(saved_of(home, tmp_path / "b.zip").bundle, tmp_path / "new", NOW)
    assert (tmp_path / "new" / "wallflower.db").exists()
    assert ["database.url" in warning for warning in restored.warnings] == [True]


def test_secrets_that_were_saved_come_back_for_their_owner_alone(home: Home, tmp_path: Path) -> None:
    bundle = save(home, settings_of(home), tmp_path / "b.zip", NOW, with_secrets=True).bundle
    restore(bundle, tmp_path / "new", NOW)
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / ".env").stat().st_mode & 0o077 == 0
    assert "hush-hush" in (tmp_path / "new" / ".env").read_text()
