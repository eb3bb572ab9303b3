"""Communities on both sandboxes that nobody has made a home for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.stage import Stage, staged
from bot.settings import Home

POSTS = [f"the {number}th post of this wall says next to nothing at all" for number in range(120)]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Both sandboxes with a community."""
    async with staged(POSTS) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder without anything."""
    found = Home(tmp_path / "home")
    found.folder.mkdir()
    return found
