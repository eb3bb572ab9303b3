"""An export holds all that is stored, or all of one person and nothing of others, as text."""

import asyncio
import json
import stat
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import String, insert

from bot.app import author_hash
from bot.backup.exporting import ADDRESSES, HASHES, SECRETS, Whose, export
from bot.domain.audit import Signature
from bot.domain.member import Address, Platform
from bot.domain.session import LoginWay
from bot.flow.authors import names_of
from bot.settings import Home, load
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.logins import Logins
from bot.storage.sessions import Sessions
from tests.backup.conftest import NOW

ANNA = Address(Platform.VK, 42)


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with posts, roles and messages of two people."""

    async def fill() -> None:
        database = Database(home.database_url(load(home, {})))
        hashed = author_hash(home).of
        async with database.begin() as connection:
            for number, name in enumerate(("vk:42", "vk:7"), start=1):
                await connection.execute(
                    insert(tables.posts).values(
                        id=number, source="vk:-1", remote_id=str(number), text=f"a post of {name}",
                        author_hash=hashed(name), posted_at=NOW, is_repost=False, is_advertising=False, seen_pass=1,
                    )
                )  # fmt: skip
                await connection.execute(
                    insert(tables.roles).values(person=name, role="MODERATOR", granted_by="vk:1", granted_at=NOW)
                )
                await connection.execute(
                    insert(tables.inbox).values(
                        platform="vk", key=str(number), received_at=NOW, answering=False,
                        contents=json.dumps({"kind": "Incoming", "sender": name, "text": f"hello from {name}"}),
                    )
                )  # fmt: skip
            await connection.execute(
                insert(tables.forgotten_phrases).values(
                    person_hash="ef" * 32, posts=1, windows=b"\x00\xff", openings=b"", published=""
                )
            )
        await database.close()

    asyncio.run(fill())
    return home


def exported(home: Home, file: Path, whose: Whose | None = None) -> dict[str, list[dict[str, object]]]:
    async def work() -> None:
        database = Database(home.database_url(load(home, {})))
        await export(home, database, file, NOW, whose)
        await database.close()

    asyncio.run(work())
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {
            Path(name).stem: [json.loads(line) for line in archive.read(name).decode("utf-8").splitlines()]
            for name in archive.namelist()
            if name.startswith("tables/")
        }


def test_everything_is_there_but_the_keys(filled: Home, tmp_path: Path) -> None:
    """Every table, the settings, the corpus and what the checkpoints say of themselves; readable by the owner alone."""
    file = tmp_path / "all.zip"
    found = exported(filled, file)

    assert found.keys() == tables.metadata.tables.keys()
    assert [row["text"] for row in found["posts"]] == ["a post of vk:42", "a post of vk:7"]
    assert found["posts"][0]["posted_at"] == NOW.isoformat()
    assert found["forgotten_phrases"][0]["windows"] == "AP8="
    assert {row["state"] for row in found["drafts"]} == {"approved", "pending"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        assert {"README.txt", "wallflower.toml", "corpus.txt", "checkpoints/monday.json"} <= names
        everything = b"".join(map(archive.read, names))
    assert b"hush-hush" not in everything
    assert filled.author_key_file.read_bytes().strip() not in everything
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_of_one_person_all_and_of_others_nothing(filled: Home, tmp_path: Path) -> None:
    """Their posts by the hash, the rest by their address."""
    whose = Whose(ANNA, frozenset(map(author_hash(filled).of, names_of(ANNA))))
    found = exported(filled, tmp_path / "anna.zip", whose)

    assert [row["text"] for row in found["posts"]] == ["a post of vk:42"]
    assert [row["person"] for row in found["roles"]] == ["vk:42"]
    assert [row["key"] for row in found["inbox"]] == ["1"]
    assert "vk:7" not in json.dumps(found)
    assert "drafts" not in found
    with zipfile.ZipFile(tmp_path / "anna.zip") as archive:
        assert "corpus.txt" not in archive.namelist()


def test_what_lets_somebody_in_is_not_told(filled: Home, tmp_path: Path) -> None:
    async def log_in() -> None:
        database = Database(filled.database_url(load(filled, {})))
        await Sessions(database).begin(ANNA, LoginWay.LINK, "Firefox, Linux", NOW)
        await Logins(database).set_password(ANNA, "scrypt$of-a-password", Signature("terminal:0", NOW))
        await database.close()

    asyncio.run(log_in())
    for whose in (None, Whose(ANNA, frozenset())):
        found = exported(filled, tmp_path / "all.zip", whose)
        (session,), (password,) = found["console_sessions"], found["console_passwords"]
        assert (session["person"], session["device"]) == ("vk:42", "Firefox, Linux")
        assert "hash" not in session
        assert "scrypt" not in str(password)


def test_no_column_that_may_name_a_person_is_forgotten() -> None:
    """A new column of the length of an address, or of a hash, is either named in the export or known to be no person's.

    A person's export, and their forgetting, would pass it over otherwise.
    """
    no_person = {
        "controls.name", "audit.at", "audit.action", "inbox.owner", "processes.process", "audit.previous", "audit.hash",
        "api_keys.name", "api_keys.hash",  # of programs
    } | SECRETS  # fmt: skip
    lengths = {40: ADDRESSES, 64: HASHES}
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if isinstance(column.type, String) and column.type.length in lengths and name not in no_person:
                assert column.name in lengths[column.type.length] or name == "slots.zone", name
