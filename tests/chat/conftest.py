"""The house on SQLite; tests/conftest.py has both databases, which only the hostile tests need here."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.storage import schema
from bot.storage.database import Database
from tests.chat.fakes import House


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The chat side of the bot on a fresh SQLite file."""
    database = Database(f"sqlite:///{tmp_path / 'wallflower.db'}")
    await schema.check(database)
    yield House(database)
    await database.close()
