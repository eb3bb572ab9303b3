"""Keys are in force until they are revoked, by their hash alone."""

from datetime import UTC, datetime

import pytest

from bot.domain.audit import Signature
from bot.errors import Refused
from bot.storage.api_keys import ApiKey, ApiKeys
from bot.storage.audit import AuditLog
from bot.storage.database import Database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Signature("terminal:0", NOW)


async def test_a_key_is_in_force_until_it_is_revoked(database: Database) -> None:
    keys = ApiKeys(database)
    await keys.add("site", "a" * 64, BY)
    assert await keys.name_of("a" * 64) == "site"
    assert await keys.all() == [ApiKey("site", NOW)]
    assert await keys.revoke("site", BY)
    assert await keys.name_of("a" * 64) is None
    assert not await keys.revoke("site", BY)


async def test_a_name_is_given_once(database: Database) -> None:
    keys = ApiKeys(database)
    await keys.add("site", "a" * 64, BY)
    with pytest.raises(Refused, match="already"):
        await keys.add("site", "b" * 64, BY)
    assert await keys.name_of("b" * 64) is None


async def test_who_made_and_revoked_a_key_is_in_the_audit_log(database: Database) -> None:
    keys = ApiKeys(database)
    await keys.add("site", "a" * 64, BY)
    await keys.revoke("site", BY)
    entries = await AuditLog(database).last(2)
    assert [(entry.action, entry.object, entry.actor) for entry in entries] == [
        ("key.add", "key:site", "terminal:0"),
        ("key.revoke", "key:site", "terminal:0"),
    ]
    assert "a" * 64 not in "".join(entry.details for entry in entries)
