"""`wallflower console password`, the hash that it stores, and where the console is said to be."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.domain.member import Address, Platform
from bot.errors import Misconfigured
from bot.serving import console_url, refuse_nested_console
from bot.settings import WebSettings
from bot.storage.audit import AuditLog
from bot.storage.database import Database
from bot.storage.logins import Logins
from bot.web.console.password import hash_password, is_password

PASSWORD = "four words nobody guesses"


def test_a_password_is_known_by_its_hash_alone() -> None:
    stored = hash_password(PASSWORD)
    assert PASSWORD not in stored
    assert stored != hash_password(PASSWORD)
    assert is_password(PASSWORD, stored)
    assert not is_password(PASSWORD + " ", stored)
    assert not is_password("", stored)
    assert len(stored) <= 200


@pytest.mark.parametrize(
    "stored", ["", "x", "scrypt$1$2", "plain$1$1$1$a$a", "scrypt$x$8$5$a$a", "scrypt$16384$8$5$?$?"]
)
def test_a_hash_that_is_none_fits_no_password(stored: str) -> None:
    assert not is_password(PASSWORD, stored)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an owner."""
    tmp_path.joinpath("wallflower.toml").write_text('[roles]\nowners = ["vk:7", "telegram:5"]\n', "utf-8")
    return tmp_path


async def stored_in(home: Path) -> tuple[Logins, Database]:
    """What the command left."""
    database = Database(f"sqlite:///{home / 'wallflower.db'}")
    return Logins(database), database


def said(home: Path, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Run the command: its exit code and all that it printed."""
    ended = CliRunner().invoke(cli, ["--home", str(home), "console", "password", *arguments], input=typed)
    return ended.exit_code, ended.output


def test_the_first_owner_is_logged_in_by_it_unless_another_is_named(home: Path) -> None:
    code, output = said(home, typed=f"{PASSWORD}\n")
    assert (code, "vk:7" in output, PASSWORD in output) == (0, True, False)
    assert said(home, "--as", "telegram:5", typed=f"{PASSWORD}\n")[0] == 0


async def test_what_is_stored_is_a_hash_and_the_audit_log_tells_of_it(home: Path) -> None:
    await asyncio.to_thread(said, home, typed=f"{PASSWORD}\n")
    logins, database = await stored_in(home)
    stored = await logins.password()
    (entry,) = await AuditLog(database).last(1)
    await database.close()
    assert stored is not None
    assert stored.person == Address(Platform.VK, 7)
    assert is_password(PASSWORD, stored.hash)
    assert (entry.action, entry.object, entry.details) == ("console.password", "vk:7", '{"state":"set"}')


async def test_it_can_be_taken_away(home: Path) -> None:
    assert await asyncio.to_thread(said, home, "--remove") == (0, "no password was set\n")
    await asyncio.to_thread(said, home, typed=f"{PASSWORD}\n")
    assert (await asyncio.to_thread(said, home, "--remove"))[0] == 0
    logins, database = await stored_in(home)
    assert await logins.password() is None
    await database.close()


@pytest.mark.parametrize("typed", ["", "short\n", "x" * 12 + "\n", "y" * 201 + "\n"])
def test_a_password_that_is_easy_to_guess_is_refused(home: Path, typed: str) -> None:
    code, output = said(home, typed=typed)
    assert code == 2
    assert "password" in output


def test_nobody_but_an_owner_is_logged_in_by_it(home: Path) -> None:
    code, output = said(home, "--as", "telegram:99", typed=f"{PASSWORD}\n")
    assert (code, "telegram:99 is no owner" in output) == (2, True)
    home.joinpath("wallflower.toml").write_text("", "utf-8")
    code, output = said(home, typed=f"{PASSWORD}\n")
    assert (code, "roles" in output) == (2, True)


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (WebSettings(), ""),
        (WebSettings(listen="127.0.0.1:8080"), "http://127.0.0.1:8080"),
        (WebSettings(listen="[::1]:8080"), "http://[::1]:8080"),
        (WebSettings(listen="0.0.0.0:8080"), ""),
        (WebSettings(listen="0.0.0.0:8080", public_url="https://memes.example.org"), "https://memes.example.org"),
        (WebSettings(public_url="https://memes.example.org"), ""),
        (WebSettings(listen="127.0.0.1:8080", console=False), ""),
        (WebSettings(listen="127.0.0.1:0"), ""),
    ],
)
def test_people_are_sent_where_the_console_is(settings: WebSettings, url: str) -> None:
    assert console_url(settings) == url


def test_the_console_needs_a_host_of_its_own() -> None:
    nested = {"listen": "127.0.0.1:8080", "public_url": "https://example.org/memes"}
    with pytest.raises(Misconfigured, match="host of its own"):
        refuse_nested_console(WebSettings(**nested))
    refuse_nested_console(WebSettings(**nested, console=False))
    refuse_nested_console(WebSettings(listen="127.0.0.1:8080", public_url="https://example.org"))
