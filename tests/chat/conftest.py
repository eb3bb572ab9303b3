"""The house on SQLite; tests/conftest.py has both databases, which only the hostile tests need here."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.storage.database import Database
from tests.chat.fakes import House


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def house(file_database: Database) -> House:
    """The chat side of the bot on a fresh SQLite file."""
    return House(file_database)
