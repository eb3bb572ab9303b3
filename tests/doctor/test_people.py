"""Somebody must be able to decide, and somebody to do everything."""

from bot.settings import Home
from tests.doctor.conftest import trouble


async def test_a_bot_without_anybody_who_decides_is_broken(home: Home) -> None:
    (home.folder / "wallflower.toml").write_text('[roles]\nbanned = ["vk:1"]\n')
    assert "nobody-decides" in await trouble(home)


async def test_a_bot_without_an_owner_is_told(home: Home) -> None:
    (home.folder / "wallflower.toml").write_text('[roles]\nmoderators = ["vk:1"]\n')
    assert {"no-owner", "nobody-decides"} & (await trouble(home)).keys() == {"no-owner"}
    (home.folder / "wallflower.toml").write_text('[roles]\nowners = ["vk:1"]\n')
    assert not {"no-owner", "nobody-decides"} & (await trouble(home)).keys()
