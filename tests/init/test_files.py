"""What is written: .env line by line, wallflower.toml with everything a person wrote into it, each as a whole."""

import os
import stat
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.place import Place
from bot.errors import Misconfigured
from bot.init.env_file import with_values
from bot.init.notebook import Notebook
from bot.init.writing_whole import write_whole
from bot.settings import Home, load


def _read(text: str, folder: Path) -> dict[str, str | None]:
    file = folder / "read.env"
    file.write_text(text, "utf-8")
    return dotenv_values(file, interpolate=False)


def test_a_value_takes_the_place_of_the_one_that_was_there_and_all_else_stays() -> None:
    before = "# mine\nA=1\n\nexport B='two' # why\nC=3\nA=again\n"
    assert with_values(before, {"A": "7", "B": "8", "D": "9"}) == "# mine\nA=7\n\nB=8\nC=3\nD=9\n"


def test_a_file_without_a_last_line_end_is_not_run_into() -> None:
    assert with_values("A=1", {"B": "2"}) == "A=1\nB=2\n"


@given(value=st.text(st.characters(exclude_characters="\r\x00", codec="utf-8"), max_size=60))
def test_whatever_is_written_is_read_back(value: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("env")
    text = with_values("X=0\n", {"KEY": value})
    assert _read(text, folder) == {"X": "0", "KEY": value}
    assert _read(with_values(text, {"KEY": "new"}), folder) == {"X": "0", "KEY": "new"}


def test_a_file_has_its_mode_from_the_beginning_whatever_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "open", "a", 0o644)
        os.umask(0)
        write_whole(tmp_path / "secret", "b", 0o600)
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("open", "secret")] == [0o644, 0o600]


def test_a_file_that_can_not_be_written_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "\udc80", 0o600)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("file", "old")]


def test_a_link_stays_one_and_the_file_behind_it_changes(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    real = tmp_path / "kept" / "env"
    real.write_text("old")
    (tmp_path / ".env").symlink_to(real)
    write_whole(tmp_path / ".env", "new", 0o600)
    assert (tmp_path / ".env").is_symlink()
    assert real.read_text() == "new"


def test_a_new_settings_file_says_what_each_line_is_for(home: Home) -> None:
    notebook = Notebook(home, {})
    notebook.set("community", language="en", zone="Europe/Berlin")
    notebook.set("vk", enabled=True, group_id=12)
    text = (home.folder / "wallflower.toml").read_text()
    assert "`wallflower settings`" in text
    assert 'language = "en" # language of chats that chose none' in text
    assert "group_id = 12 # number of the community, without a minus" in text
    assert stat.S_IMODE((home.folder / "wallflower.toml").stat().st_mode) == 0o644


def test_comments_order_and_what_was_not_asked_for_stay_as_a_person_wrote_them(home: Home) -> None:
    file = home.folder / "wallflower.toml"
    file.write_text(
        "# ours since 2019\n[queue]\nkeep = 9   # many\n\n[community]\n"
        'language = "ru"   # as the members wish\n\n[[places]]\nplace = "telegram:@one_wall"\nfooter = "— us"\n'
    )
    notebook = Notebook(home, {})
    notebook.set("community", language="en")
    notebook.add_place(Place.parse("telegram:@two_wall"))
    notebook.add_place(Place.parse("telegram:@one_wall"))
    notebook.set("roles", owners=["telegram:5"])
    text = file.read_text()
    assert text.startswith("# ours since 2019\n[queue]\nkeep = 9   # many\n")
    assert "# as the members wish" in text
    found = load(home, {})
    assert (found.community.language, found.queue.keep, found.places[0].footer) == ("en", 9, "— us")
    assert [str(one.place) for one in found.places] == ["telegram:@one_wall", "telegram:@two_wall"]
    assert [str(owner) for owner in found.roles.owners] == ["telegram:5"]
    assert notebook.settings == found


def test_keys_go_into_env_alone_which_nobody_else_can_read(home: Home) -> None:
    env = home.folder / ".env"
    env.write_text("OTHER=1\n")
    env.chmod(0o644)
    notebook = Notebook(home, {})
    notebook.keep_secret("telegram", "token", "123:abc")
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert env.read_text() == "OTHER=1\nWALLFLOWER_TELEGRAM_TOKEN=123:abc\n"
    assert not (home.folder / "wallflower.toml").exists()
    assert notebook.settings.telegram.token.get_secret_value() == "123:abc"


def test_settings_that_can_not_be_read_are_left_alone(home: Home) -> None:
    file = home.folder / "wallflower.toml"
    file.write_text("[vk\n")
    with pytest.raises(Misconfigured, match="mend that line"):
        Notebook(home, {})
    assert file.read_text() == "[vk\n"
