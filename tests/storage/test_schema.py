"""The tables come from the migrations, and a database of another version is refused in one sentence."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.caption import Caption
from bot.domain.draft import Decision, Verdict
from bot.domain.member import Address, Platform
from bot.errors import Misconfigured, Retryable
from bot.ports import WrittenText
from bot.storage import schema, tables
from bot.storage.database import Database
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from bot.storage.stored_posts import StoredPosts


async def test_migrations_make_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, tables.metadata))

    async with database.begin() as connection:
        assert await connection.run_sync(differences) == []


def test_alembic_knows_the_same_revisions_in_the_same_order() -> None:
    """What the bot checks its tables by at every start it finds without Alembic."""
    script = ScriptDirectory.from_config(schema.config())
    assert schema.revisions() == [one.revision for one in script.walk_revisions()][::-1]
    assert schema.head() == script.get_current_head()


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    before, after = await schema.migrate(database)
    assert before == after


async def test_drafts_from_before_the_guards_stay_and_were_not_measured(tmp_path: Path) -> None:
    """0002 adds a column to tables that hold drafts, cards and decisions already; and can be taken back."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")

    def to(revision: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            config = schema.config()
            config.attributes["connection"] = connection
            (command.downgrade if revision == "0001" else command.upgrade)(config, revision)

        return work

    await schema.migrate(database)
    draft = await Queue(database).add(
        WrittenText("a post", True, "run-1", 7), "", 0.8, datetime(2026, 1, 1, tzinfo=UTC)
    )
    async with database.begin() as connection:
        await connection.run_sync(to("0001"))
    with pytest.raises(Misconfigured, match="wallflower migrate"):
        await schema.check(database)
    assert (await schema.migrate(database))[0] == "0001"
    assert await Queue(database).get(draft.id) == draft
    await database.close()


async def test_slots_that_were_removed_before_they_could_be_switched_off_stay_removed(tmp_path: Path) -> None:
    """Until 0010 the one was the other; only that of a slot in use is shown from then on."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")

    def older(connection: Connection) -> None:
        config = schema.config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        insert = text(
            "INSERT INTO slots (places, at, weekdays, zone, enabled, counts_from) "
            "VALUES ('vk:-1', :at, '0', 'UTC', :enabled, '2026-01-01 00:00:00')"
        )
        connection.execute(insert, [{"at": "09:00", "enabled": False}, {"at": "10:00", "enabled": True}])

    await schema.migrate(database)
    async with database.begin() as connection:
        await connection.run_sync(older)
    await schema.migrate(database)
    assert [slot.at for slot in await Slots(database).all()] == [time(10)]
    await database.close()


async def test_drafts_with_one_picture_keep_it_in_the_list_that_takes_its_place(tmp_path: Path) -> None:
    """0011, there and back: in drafts, decisions and replies, with what publications know of their posts."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    drake, sign = Caption("drake", ("no", "да «ё»"), "mondays"), Caption("sign", ("words",))
    now, queue = datetime(2026, 1, 1, tzinfo=UTC), Queue(database)
    await schema.migrate(database)
    one = await queue.add(WrittenText("", True, "run-1", 7), "", 0.8, now, captions=[drake])
    two = await queue.add(WrittenText("", True, "run-1", 7), "", 0.8, now, captions=[drake, sign])
    plain = await queue.add(WrittenText("a post", True, "run-1", 7), "", 0.8, now)
    edit = Decision(one.id, Verdict.EDIT, Address(Platform.VK, 1), now, text_after="x", captions_after=(drake,))
    await queue.decide(edit)
    publish = text(
        "INSERT INTO publications (place, due_at, state, attempts, remote_id, attachment) "
        "VALUES ('vk:-1', '2026-01-01 00:00:00', 'published', 1, '17', 'photo-1_2')"
    )

    def down(connection: Connection) -> None:
        connection.execute(publish)
        config = schema.config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
        written = connection.execute(text("SELECT caption FROM drafts ORDER BY id")).scalars().all()
        assert [None if caption is None else Caption.from_json(caption) for caption in written] == [drake, drake, None]

    async with database.begin() as connection:
        await connection.run_sync(down)
    await schema.migrate(database)
    kept = [await queue.get(draft.id) for draft in (one, two, plain)]
    assert [draft.captions for draft in kept] == [(drake,), (drake,), ()]
    (decision,) = await queue.decisions(one.id)
    assert (decision.captions_before, decision.captions_after) == ((drake,), (drake,))
    (publication,) = await Publications(database).newest()
    assert (publication.remote_id, publication.attachment) == ("17", "photo-1_2")
    await database.close()


async def test_posts_from_before_they_were_kept_for_searching_are_found(tmp_path: Path) -> None:
    """0012 folds what is stored already, whatever there is of it."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    posts = [
        {"source": "vk:-1", "remote_id": str(number), "text": f"ЁЖИК №{number}.", "now": "2026-01-01 00:00:00"}
        for number in range(2_001)
    ]

    def older(connection: Connection) -> None:
        config = schema.config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
        insert = text(
            "INSERT INTO posts (source, remote_id, text, posted_at, is_repost, is_advertising, seen_pass) "
            "VALUES (:source, :remote_id, :text, :now, false, false, 1)"
        )
        connection.execute(insert, posts)

    await schema.migrate(database)
    async with database.begin() as connection:
        await connection.run_sync(older)
    await schema.migrate(database)
    assert (await StoredPosts(database).search("ежик", 1, 10)).total == 2_001
    assert [one.text for one in (await StoredPosts(database).search("№2000.", 1, 10)).posts] == ["ЁЖИК №2000."]
    await database.close()


async def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Misconfigured, match="newer version"):
        await schema.check(database)
    with pytest.raises(Misconfigured, match="newer version"):
        await schema.migrate(database)


async def test_tables_without_the_mark_of_a_version_are_refused_and_left_alone(tmp_path: Path) -> None:
    """A migration that was cut off by hand, or another program's database: neither is migrated over."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    await schema.check(database)
    async with database.begin() as connection:
        await connection.execute(text("DROP TABLE alembic_version"))
    for refusing in (schema.check, schema.migrate):
        with pytest.raises(Misconfigured, match="no mark of the version") as caught:
            await refusing(database)
        assert "\n" not in str(caught.value)
    await database.close()


async def test_a_mark_that_is_ahead_of_the_tables_is_refused(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("DROP TABLE controls"))
    with pytest.raises(Misconfigured, match="has no controls: a migration was left half-done"):
        await schema.check(database)


async def test_tables_that_are_ahead_of_the_mark_are_not_migrated_over(database: Database) -> None:
    """The migrations after 0001 were done and the mark was not set: nothing is changed, in one sentence."""
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(Misconfigured, match=r"could not be brought from 0001 .* nothing was changed") as caught:
        await schema.migrate(database)
    assert "\n" not in str(caught.value)
    async with database.begin() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all() == ["0001"]


async def test_two_that_start_at_once_on_an_empty_database_both_succeed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    databases = [Database(url), Database(url)]
    await asyncio.gather(*(schema.check(database) for database in databases))
    for database in databases:
        await schema.check(database)
        await database.close()


async def test_the_tables_of_several_databases_are_made_at_once_each_in_its_own(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / name}.db") for name in ("one", "two", "three")]
    await asyncio.gather(*(schema.check(database) for database in databases))
    for database in databases:
        await schema.check(database)
        await database.close()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "no address", "", "sqlite"])
def test_an_address_that_is_no_database_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"sqlite"):
        Database(url)


async def test_a_folder_that_is_not_there_is_said_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(Retryable, match="can't be used"):
        await schema.check(Database(f"sqlite:///{tmp_path / 'absent' / 'wallflower.db'}"))
    with pytest.raises(Retryable) as caught:
        await schema.check(Database("postgresql://somebody:hunter2@127.0.0.1:1/nothing"))
    assert "hunter2" not in str(caught.value)
