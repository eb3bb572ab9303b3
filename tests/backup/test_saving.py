"""A bundle holds what it should and nothing else, is whole or not there, and a busy database is no hindrance."""

import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup.archive import open_bundle
from bot.backup.manifest import DatabaseKind
from bot.backup.saving import save
from bot.errors import Misconfigured, Refused
from bot.settings import Home, load
from bot.storage import schema
from tests.backup.conftest import NOW, save_run, saved_of, settings_of


def test_a_bundle_holds_database_settings_corpus_and_the_live_checkpoint_and_no_secret(
    home: Home, bundle: Path
) -> None:
    with open_bundle(bundle) as found:
        found.check()
        told = found.manifest
    names = {member.name for member in told.members}
    assert {"wallflower.db", "wallflower.toml", "author.key", "corpus.txt", "checkpoints/live"} < names
    assert "checkpoints/monday/best/manifest.json" in names
    assert ".env" not in names
    assert b"hush-hush" not in b"".join(zipfile.ZipFile(bundle).read(name) for name in names)
    assert (told.home, told.community, told.revision) == ("my-wall", "vk:-77", schema.head())
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600
    assert list(bundle.parent.iterdir()) == [bundle]


def test_secrets_are_in_it_only_when_asked_for(home: Home, tmp_path: Path) -> None:
    saved = save(home, settings_of(home), tmp_path / "all.zip", NOW, with_secrets=True)
    assert b"hush-hush" in zipfile.ZipFile(saved.bundle).read(".env")


def test_the_same_home_gives_the_same_bytes(home: Home, tmp_path: Path) -> None:
    first, second = (saved_of(home, tmp_path / name).bundle.read_bytes() for name in ("one.zip", "two.zip"))
    assert first == second


def test_what_a_training_goes_on_with_is_in_it_only_when_asked_for(home: Home, tmp_path: Path) -> None:
    run = home.checkpoints / "monday"
    (run / "best").rename(run / "last")
    save_run(home.checkpoints, "monday")
    (home.checkpoints / "unfinished").write_text("monday\n")
    without = {member.name for member in saved_of(home, tmp_path / "without.zip").manifest.members}
    saved = save(home, settings_of(home), tmp_path / "with.zip", NOW, with_training=True)
    names = {member.name for member in saved.manifest.members}
    assert {name for name in names - without if not name.startswith("checkpoints/monday/last/")} == {
        "checkpoints/unfinished"
    }
    assert "checkpoints/monday/last/manifest.json" in names - without


def test_a_checkpoint_that_is_damaged_is_left_out_and_named(home: Home, tmp_path: Path) -> None:
    save_run(home.checkpoints, "tuesday")
    for weights in (home.checkpoints / "tuesday" / "best").glob("*.safetensors"):
        weights.write_bytes(b"x")
    saved = saved_of(home, tmp_path / "b.zip")
    assert [line.partition(":")[0] for line in saved.left_out] == ["checkpoints/tuesday/best"]
    assert "checkpoints/live" in {member.name for member in saved.manifest.members}


def test_a_damaged_database_is_no_backup_and_the_old_bundle_stays(home: Home, bundle: Path) -> None:
    before = bundle.read_bytes()
    file = home.folder / "wallflower.db"
    data = bytearray(file.read_bytes())
    data[4096:20_000] = b"\xff" * (20_000 - 4096)
    file.write_bytes(data)
    with pytest.raises(Misconfigured, match=r"damaged|malformed"):
        saved_of(home, bundle)
    assert bundle.read_bytes() == before
    assert list(bundle.parent.iterdir()) == [bundle]


def test_a_database_of_a_newer_version_is_not_saved_by_this_one(home: Home, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home.folder / "wallflower.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Misconfigured, match="newer version"):
        saved_of(home, tmp_path / "b.zip")


def test_a_file_that_is_no_bundle_is_never_replaced(home: Home) -> None:
    with pytest.raises(Refused, match="no bundle"):
        saved_of(home, home.folder / "wallflower.toml")
    assert home.folder.joinpath("wallflower.toml").exists()


def test_keep_leaves_the_newest_of_this_home_and_touches_nothing_else(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    other = folder / "wallflower-my-wall-20200101-000000.zip"
    other.write_bytes(b"somebody's own file of such a name")
    made = [saved_of(home, folder, NOW + timedelta(days=day)).bundle for day in range(3)]
    saved = save(home, settings_of(home), folder, NOW + timedelta(days=3), keep=2)
    assert set(saved.removed) == set(made[:2])
    assert set(folder.iterdir()) == {other, made[2], saved.bundle}
    with pytest.raises(Refused, match="--keep"):
        save(home, settings_of(home), folder / "named.zip", NOW, keep=2)


def test_a_password_in_the_settings_file_is_not_saved_by_accident(home: Home, tmp_path: Path) -> None:
    address = "postgresql://bot:hunter2@db.example:5433/wall?sslmode=require"
    toml = home.folder / "wallflower.toml"
    toml.write_text(f'[database]\nurl = "{address}"\n')
    with pytest.raises(Refused, match=r"move database\.url"):
        saved_of(home, tmp_path / "b.zip")


def test_a_postgresql_database_is_left_to_pg_dump_without_its_password(home: Home, tmp_path: Path) -> None:
    address = "postgresql://bot:hunter2@db.example:5433/wall?sslmode=require&password=hunter2"
    saved = save(home, load(home, {"WALLFLOWER_DATABASE_URL": address}), tmp_path / "b.zip", NOW)
    assert saved.dump is not None
    assert saved.dump.startswith("pg_dump ")
    assert "'postgresql://bot@db.example:5433/wall?sslmode=require'" in saved.dump
    assert saved.manifest.database is DatabaseKind.POSTGRESQL
    assert saved.manifest.revision is None
    assert "wallflower.db" not in {member.name for member in saved.manifest.members}


def test_an_empty_folder_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="nothing to save"):
        saved_of(Home(tmp_path / "empty"), tmp_path / "b.zip")
    with pytest.raises(Refused, match="no home"):
        saved_of(Home(tmp_path / "absent"), tmp_path / "b.zip")


_WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=15, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE written (number INTEGER PRIMARY KEY, padding TEXT)")
number = 0
while True:
    number += 1
    connection.execute("INSERT INTO written VALUES (?, ?)", (number, "x" * 2000))
    print(number, flush=True)
"""


def test_a_backup_under_writes_is_a_prefix_of_what_was_written(home: Home, tmp_path: Path) -> None:
    """Another process commits row after row: each bundle holds the rows up to one moment, whole, and never waits."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(home.folder / "wallflower.db")], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    try:
        for round_ in range(3):
            written = int(writer.stdout.readline())
            bundle = saved_of(home, tmp_path / f"{round_}.zip").bundle
            copy = tmp_path / f"{round_}.db"
            copy.write_bytes(zipfile.ZipFile(bundle).read("wallflower.db"))
            with closing(sqlite3.connect(copy)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                numbers = [row[0] for row in connection.execute("SELECT number FROM written ORDER BY number")]
            assert numbers == list(range(1, len(numbers) + 1))
            assert len(numbers) >= written
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
