"""Granted roles override the settings, for all but owners; each change is one entry in the audit log."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.domain.audit import Signature
from bot.domain.member import Address, Role, Roles
from bot.domain.role_change import Obstacle, RoleRefused
from bot.storage.audit import AuditLog
from bot.storage.database import Database
from bot.storage.members import Member, Members

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OWNER, ADMIN, BANNED, ANNA, BORIS = (Address.parse(f"telegram:{number}") for number in range(1, 6))
SETTINGS = Roles(owners=frozenset({OWNER}), admins=frozenset({ADMIN}), banned=frozenset({BANNED}))


def signed(person: Address) -> Signature:
    return Signature(str(person), NOON)


async def test_a_granted_role_counts_in_the_other_process_at_once(database: Database) -> None:
    """Roles are kept in the database alone, and an entry tells of each change."""
    here, there = Members(database, SETTINGS), Members(database, SETTINGS)
    assert await here.role(ANNA) is Role.MEMBER
    assert await here.change(ANNA, Role.MODERATOR, signed(OWNER), OWNER) is Role.MEMBER
    assert await there.role(ANNA) is Role.MODERATOR
    assert await there.change(ANNA, Role.BANNED, signed(ADMIN), ADMIN) is Role.MODERATOR
    assert await here.role(ANNA) is Role.BANNED
    entries = await AuditLog(database).last(5)
    assert [(entry.actor, entry.action, entry.object, entry.details) for entry in entries] == [
        (str(OWNER), "role.change", str(ANNA), '{"after":"moderator","before":"member"}'),
        (str(ADMIN), "role.change", str(ANNA), '{"after":"banned","before":"moderator"}'),
    ]


async def test_what_was_granted_overrides_the_settings_for_all_but_owners(database: Database) -> None:
    """An admin by the settings can be demoted, a banned one pardoned; an owner stays, also against the terminal."""
    members = Members(database, SETTINGS)
    await members.change(ADMIN, Role.MEMBER, signed(OWNER), OWNER)
    await members.change(BANNED, Role.MEMBER, signed(OWNER), OWNER)
    assert (await members.role(ADMIN), await members.role(BANNED)) == (Role.MEMBER, Role.MEMBER)
    for asking in (OWNER, None):
        with pytest.raises(RoleRefused) as refused:
            await members.change(OWNER, Role.MEMBER, signed(OWNER), asking)
        assert refused.value.obstacle is Obstacle.SETTINGS
    assert await members.named() == [
        Member(OWNER, Role.OWNER),
        Member(ADMIN, Role.MEMBER, str(OWNER), NOON),
        Member(BANNED, Role.MEMBER, str(OWNER), NOON),
    ]
    assert [one.person for one in await members.named(Role.MODERATOR)] == [OWNER]


async def test_who_is_named_owner_in_the_settings_later_is_one_whatever_was_granted_before(database: Database) -> None:
    """Whoever has the settings can't be locked out by a chat."""
    await Members(database, SETTINGS).change(ANNA, Role.BANNED, signed(OWNER), OWNER)
    later = Members(database, Roles(owners=frozenset({ANNA})))
    assert await later.role(ANNA) is Role.OWNER
    assert await later.named() == [Member(ANNA, Role.OWNER)]


async def test_a_refused_or_needless_change_leaves_no_trace(database: Database) -> None:
    """Neither a role nor an entry."""
    members = Members(database, SETTINGS)
    with pytest.raises(RoleRefused, match="only be given by a higher one"):
        await members.change(ANNA, Role.ADMIN, signed(ADMIN), ADMIN)
    assert await members.change(ANNA, Role.MEMBER, signed(ADMIN), ADMIN) is Role.MEMBER
    assert await members.role(ANNA) is Role.MEMBER
    assert await AuditLog(database).last(1) == []


async def test_of_two_owners_who_demote_each_other_at_once_one_stays(database: Database) -> None:
    """The role of who asks counts at the moment of the change: the second has none any more."""
    members = Members(database, SETTINGS)
    for person in (ANNA, BORIS):
        await members.change(person, Role.OWNER, signed(OWNER), OWNER)
    results = await asyncio.gather(
        Members(database, SETTINGS).change(ANNA, Role.MEMBER, signed(BORIS), BORIS),
        Members(database, SETTINGS).change(BORIS, Role.MEMBER, signed(ANNA), ANNA),
        return_exceptions=True,
    )
    assert sum(isinstance(result, RoleRefused) for result in results) == 1
    assert sorted([await members.role(ANNA), await members.role(BORIS)]) == [Role.MEMBER, Role.OWNER]
