"""What the communities of one process must know of each other: who has what, and how fast a key may be used.

Everything else of a community is its own. One alone in its process has no neighbours, and nothing here stops it.
"""

import asyncio
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Misconfigured
from bot.platforms.vk.pace import Paces
from bot.settings import Home, Settings


class Neighbours:
    """The communities that run in this process."""

    def __init__(self) -> None:
        # VK counts calls by key, and one service or user key may serve several communities.
        self.paces = Paces()
        # A training takes a core and much memory: homes that wish for one train one after the other.
        self.training = asyncio.Lock()
        self._holders: dict[str, Home] = {}

    def move_in(self, home: Home, settings: Settings) -> None:
        """Take what the settings name for this home, in the place of what it had before.

        Raises Misconfigured when another home has the same database, Telegram bot or VK community.
        """
        self._holders = {thing: holder for thing, holder in self._holders.items() if holder != home}
        for thing, what in _belongings(home, settings).items():
            self._take(home, thing, what)

    def take_group(self, home: Home, settings: Settings, group_id: int) -> None:
        """Take a VK community whose number was only learned from its key. Raises Misconfigured as `move_in`."""
        self._take(home, *_group(settings, group_id))

    def _take(self, home: Home, thing: str, what: str) -> None:
        holder = self._holders.setdefault(thing, home)
        if holder != home:
            raise Misconfigured(
                f"{home.folder} and {holder.folder} have the same {what}: a community needs one of its own. "
                "Give one of them another, or run only one"
            )


def _belongings(home: Home, settings: Settings) -> dict[str, str]:
    """What no two homes may have in common, by a name that is the same for the same thing; and what to call it."""
    found = {_database(home.database_url(settings)): "database"}
    if settings.vk.enabled:
        if settings.vk.group_id:
            found.update([_group(settings, settings.vk.group_id)])
        if key := settings.vk.community_key.get_secret_value():
            found[f"{_server(settings.vk.api_url)} key {key}"] = "VK community key"
    if settings.telegram.enabled and (token := settings.telegram.token.get_secret_value()):
        # The number before the colon is the bot; what follows changes when @BotFather gives a new token.
        bot = token.partition(":")[0]
        found[f"{_server(settings.telegram.api_url)} bot {bot}"] = f"Telegram bot {bot}"
    return found


def _group(settings: Settings, group_id: int) -> tuple[str, str]:
    return f"{_server(settings.vk.api_url)} group {group_id}", f"VK community {group_id}"


def _server(url: str) -> str:
    return url.rstrip("/").lower()


def _database(url: str) -> str:
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url  # it is refused as soon as it is opened
    if parsed.get_backend_name() == "sqlite":
        return f"sqlite {Path(parsed.database or '').resolve()}"
    host = parsed.host or parsed.query.get("host") or "localhost"
    return f"{parsed.get_backend_name()} {host} {parsed.port or 5432} {parsed.database} {parsed.query.get('options')}"
