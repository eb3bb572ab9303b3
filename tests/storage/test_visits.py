"""One look finds what is known of a person and a chat; looks that come together don't mix them up."""

import asyncio
from datetime import UTC, datetime

from bot.domain.audit import Signature
from bot.domain.member import Address, Platform, Role, Roles
from bot.storage.chances import Chances
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.members import Members
from bot.storage.visits import Visit, Visits

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANNA, BORIS, OWNER = (Address(Platform.VK, number) for number in (1, 2, 3))
GROUP = Address(Platform.TELEGRAM, -5)


async def test_everybody_who_comes_at_once_is_seen_as_who_they_are(database: Database) -> None:
    """Roles of people, language and chance of chats; whoever is not named is a member of a chat with no choices."""
    members = Members(database, Roles(owners=frozenset({OWNER})))
    by = Signature(str(OWNER), NOW)
    await members.change(BORIS, Role.BANNED, by, asking=None)
    await Community(database).set_language(GROUP, "en")
    await Community(database).set_language(BORIS, "ru")
    await Chances(database).set(GROUP, 5.0, by)
    visits = Visits(database, members)
    pairs = [(ANNA, ANNA), (BORIS, BORIS), (BORIS, GROUP), (OWNER, GROUP), (ANNA, GROUP)]
    assert await asyncio.gather(*(visits.of(person, chat) for person, chat in pairs)) == [
        Visit(Role.MEMBER, None, 0.0),
        Visit(Role.BANNED, "ru", 0.0),
        Visit(Role.BANNED, "en", 5.0),
        Visit(Role.OWNER, "en", 5.0),
        Visit(Role.MEMBER, "en", 5.0),
    ]
