"""The keys that are configured, and which of them is tried first for what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import Misconfigured, NoKeyMay
from bot.platforms.vk.client import VkClient

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VkClients:
    """One client for each key that the settings name; None where there is none."""

    service: VkClient | None = None
    community: VkClient | None = None
    user: VkClient | None = None

    @property
    def readers(self) -> tuple[VkClient, ...]:
        """Who may read a wall, best first. A community's key never may (error 27)."""
        return tuple(client for client in (self.service, self.user) if client is not None)

    @property
    def posters(self) -> tuple[VkClient, ...]:
        """Who may post to a wall, best first. Sources disagree on whether a community's key may, so it comes second."""
        return tuple(client for client in (self.user, self.community) if client is not None)

    def close(self) -> None:
        """Close the idle connections of all clients."""
        for client in (self.service, self.community, self.user):
            if client is not None:
                client.close()


async def by_first_able(clients: tuple[VkClient, ...], use: Callable[[VkClient], Awaitable[T]]) -> T:
    """What `use` returns for the first client whose key may do it.

    Going on to the next key is safe for any call: Misconfigured means that VK refused it and nothing took effect.
    If no key may, raises what an operator can mend before NoKeyMay, of several the last; and what else `use` raises.
    """
    failures: list[Misconfigured] = []
    for client in clients:
        try:
            return await use(client)
        except Misconfigured as failure:
            failures.append(failure)
    mendable = [failure for failure in failures if not isinstance(failure, NoKeyMay)]
    raise (mendable or failures)[-1]
