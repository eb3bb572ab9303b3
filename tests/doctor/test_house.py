"""The folder, its settings, its secrets and its disk."""

from pathlib import Path

from bot.disk import FULL_BYTES, LOW_BYTES
from bot.doctor.case import Surroundings
from bot.doctor.finding import Level
from bot.settings import Home
from tests.doctor.conftest import looked_over, trouble


async def test_a_home_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    (found,) = await looked_over(Home(tmp_path / "nowhere"))
    assert (found.code, found.level) == ("home-missing", Level.BROKEN)
    assert not (tmp_path / "nowhere").exists()


async def test_an_empty_home_is_left_empty(home: Home) -> None:
    found = await trouble(home)
    assert {"settings-absent", "no-platform", "database-absent", "nobody-decides", "no-checkpoint"} <= found.keys()
    assert list(home.folder.iterdir()) == []


async def test_settings_that_cant_be_used_are_named_with_file_and_setting(home: Home) -> None:
    (home.folder / "wallflower.toml").write_text("[queue]\nkeep = -1\n")
    found = await trouble(home)
    assert list(found) == ["settings-wrong"]
    assert "queue.keep" in found["settings-wrong"].sentence


async def test_a_folder_that_may_not_be_written_is_told(home: Home) -> None:
    found = await trouble(home, Surroundings(is_writable=lambda _: False))
    assert str(home.folder) in found["home-unwritable"].remedy


async def test_a_key_that_others_may_read_is_told_with_the_command(home: Home) -> None:
    env = home.folder / ".env"
    env.write_text("WALLFLOWER_TELEGRAM_TOKEN=\n")
    env.chmod(0o644)
    assert (await trouble(home))["secrets-open"].remedy == f"chmod 600 {env}"
    env.chmod(0o600)
    assert "secrets-open" not in await trouble(home)


async def test_a_disk_that_runs_full_is_told_with_what_takes_it(home: Home) -> None:
    (home.checkpoints / "monday").mkdir(parents=True)
    (home.checkpoints / "monday" / "weights").write_bytes(b"0" * 3_000_000)
    (home.folder / "corpus.txt").write_bytes(b"0" * 1_000_000)
    low = await trouble(home, Surroundings(free_bytes=lambda _: LOW_BYTES - 1))
    assert "checkpoints/monday (3.0 MB), corpus.txt (1.0 MB)" in low["disk-low"].sentence
    full = await trouble(home, Surroundings(free_bytes=lambda _: FULL_BYTES - 1))
    assert full["disk-full"].level is Level.BROKEN
    assert not {"disk-low", "disk-full"} & (await trouble(home, Surroundings(free_bytes=lambda _: 10**12))).keys()


async def test_a_home_over_its_limit_is_told_with_what_takes_the_most(home: Home) -> None:
    """And one that is within it, with what takes how much."""
    (home.checkpoints / "mine").mkdir(parents=True)
    (home.checkpoints / "mine" / "big").write_bytes(b"x" * 2_000_000)
    said = [one.sentence for one in await looked_over(home) if "are free on the disk" in one.sentence]
    assert "checkpoints (2.0 MB)" in said[0]
    with (home.folder / "wallflower.toml").open("a") as settings:
        settings.write("\n[disk]\nmost_gb = 0.001\n")
    assert "checkpoints/mine (2.0 MB)" in (await trouble(home))["disk-over"].sentence
