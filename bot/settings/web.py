"""`[web]` of wallflower.toml."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.settings.section import Section


def _checked_listening(text: str) -> str:
    """HOST:PORT, or nothing."""
    host, _, port = text.rpartition(":")
    if text and not (host and port.isascii() and port.isdigit() and 0 <= int(port) <= 65_535):
        raise ValueError("write HOST:PORT, for example 127.0.0.1:8080, or nothing")
    return text


def _checked_public_url(text: str) -> str:
    """http(s)://…, without a slash at its end, or nothing."""
    if text and re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text) is None:
        raise ValueError("write https://HOST, or nothing")
    return text.rstrip("/")


class WebSettings(Section):
    """What is served over HTTP: the console; templates, memes, captions."""

    listen: Annotated[str, AfterValidator(_checked_listening)] = Field(
        "", description="where HTTP is served, 127.0.0.1:8080; put a proxy with TLS before it; empty: nowhere"
    )
    public_url: Annotated[str, AfterValidator(_checked_public_url)] = Field(
        "", description="where the world reaches that, https://memes.example.org; inline mode offers pictures by it"
    )
    behind_proxy: bool = Field(
        False, description="whether callers' addresses are those that a proxy of yours tells (X-Forwarded-For)"
    )
    strangers_per_minute: Annotated[int, Field(ge=0, le=100_000)] = Field(
        60, description="requests of one address without a key; a written caption counts as five; 0: keys only"
    )
    keys_per_minute: Annotated[int, Field(ge=1, le=100_000)] = Field(
        600, description="requests of one key (`wallflower key add NAME`)"
    )

    console: bool = Field(True, description="whether the console is among what is served, at /console/")
    telegram_login: Annotated[str, Field(pattern="^[A-Za-z0-9_]{0,32}$")] = Field(
        "",
        description="the bot's username, to show Telegram's login button; link the domain to it in @BotFather first "
        "(/setdomain). Its page loads a script from telegram.org; empty: no button",
    )
    framed_by: Annotated[str, AfterValidator(_checked_public_url)] = Field(
        "", description="the one site that may show the console in a frame, https://HOST; empty: none"
    )

    @property
    def host_and_port(self) -> tuple[str, int]:
        """The parts of `listen`."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)
