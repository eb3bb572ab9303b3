"""The demo's home folder: made afresh for each walk, and kept for another look. Other folders are left alone."""

import json
import shutil
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from bot.errors import Refused
from bot.sandbox import keeping
from bot.sandbox.stage import Stage

_MARK = ".wallflower-demo"
_KEPT = "sandboxes.json"
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """Where everything of a demo listens, and whose posts its wall holds; `wall` None: the demo's own."""

    vk_port: int
    telegram_port: int
    console_port: int
    page_port: int
    wall: str | None = None

    @classmethod
    def of(cls, stage: Stage, console_port: int, page_url: str, wall: str | None) -> "Address":
        """The ports of what is up."""
        return cls(_port(stage.vk_url), _port(stage.telegram_url), console_port, _port(page_url), wall)


_ADDRESS = TypeAdapter(Address)


def empty(home: Path) -> None:
    """Make the folder as if it had never been. Raises Refused for one that holds something else."""
    if home.exists():
        if any(home.iterdir()) and not (home / _MARK).exists():
            raise Refused(f"{home} holds something else: name another folder for the demo with --home")
        shutil.rmtree(home)
    home.mkdir(parents=True)
    (home / _MARK).touch()


def furnish(home: Path, stage: Stage, address: Address, *, drafts: int) -> None:
    """Write the settings and keys for this stage, as a person would, and remember where it was."""
    (home / ".env").touch(mode=0o600)
    (home / ".env").write_text(stage.secrets(), "utf-8")
    listening = f"{_LOOPBACK}:{address.console_port}"
    (home / "wallflower.toml").write_text(
        stage.settings(
            queue=f"keep = {drafts}\n",
            schedule="tick_s = 1\n",
            web=f'listen = "{listening}"\npublic_url = "http://{listening}"\n',
            log='level = "info"\n',
        ),
        "utf-8",
    )
    (home / _MARK).write_text(json.dumps(asdict(address)), "utf-8")


def known(home: Path) -> Address:
    """Where the demo that was walked in this folder listened. Raises Refused if none was walked to its end there."""
    try:
        address: Address = _ADDRESS.validate_json((home / _MARK).read_bytes())
    except (OSError, ValidationError):
        raise Refused(f"no demo was walked in {home} yet: leave --again out") from None
    return address


def keep(home: Path, stage: Stage) -> None:
    """Keep what happened on the stage for another look."""
    keeping.keep(stage, home / _KEPT)


def kept(home: Path) -> keeping.Kept:
    """What was kept. Raises Refused if nothing was."""
    try:
        return keeping.read(home / _KEPT)
    except keeping.NothingKeptError as error:
        raise Refused(f"the demo in {home} can't go on: {error}. Walk it again, without --again") from error


def origin(url: str) -> str:
    """The site that a page belongs to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _port(url: str) -> int:
    return urlsplit(url).port or 80


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server((_LOOPBACK, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
